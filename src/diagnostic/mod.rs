//! Findings as values: what, how bad, how sure, where, and how to mend it.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// How much a finding weighs for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A hint on style or completeness; never sends a report back.
    Info,
    /// A reviewer normally returns it.
    Warning,
    /// Mandated content missing, an impossible statement, or residue that must not be published.
    Error,
}

impl Severity {
    /// The word of the JSON contract and of the one-line format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure the program is, whatever the weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A pointer for a second look; not shown by default and never counted in the verdict.
    Low,
    /// Right in most texts; a person should look.
    Medium,
    /// Right unless the text is extraordinary.
    High,
}

impl Confidence {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Whether an edit may be applied without a person looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Keeps the meaning; may be applied in bulk.
    Safe,
    /// Probably right; a person confirms.
    Unsafe,
    /// Only shows what the text might say.
    DisplayOnly,
}

impl Applicability {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::DisplayOnly => "display-only",
        }
    }
}

/// One replacement of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// A proposed mending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// The replacements, in document order, not overlapping.
    pub edits: Vec<Edit>,
}

/// A place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words shown at the place; may be empty.
    pub message: Text,
}

impl Label {
    /// A place without words.
    #[must_use]
    pub fn bare(span: Span) -> Self {
        Self { span, message: Text::default() }
    }

    /// A place with words in both languages.
    #[must_use]
    pub fn new(span: Span, zh: &str, en: &str) -> Self {
        Self { span, message: Text { zh: zh.to_owned(), en: en.to_owned() } }
    }
}

/// The languages the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The text of this language.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: String,
    /// Its weight, after adjustments.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What is wrong, in one sentence that stands alone.
    pub message: Text,
    /// What to do next.
    pub help: Text,
    /// The guilty words, or the empty span at which something absent should be inserted.
    pub span: Span,
    /// Whether `span` is a place of insertion.
    pub absent: bool,
    /// Further places, such as other occurrences or the nearest candidate text.
    pub labels: Vec<Label>,
    /// A mending, where one is known.
    pub fix: Option<Fix>,
}
