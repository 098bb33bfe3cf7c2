//! The YAML shapes of packs and rules, before anything is checked.

mod pack;

use serde::Deserialize;

use crate::diagnostic::{Applicability, Confidence, Severity, Text};
use crate::facts::Level;

use super::matcher::RawMatcher;
use super::yaml::Located;

pub use pack::*;

/// The basis of a rule.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawBasis {
    /// The id of a source.
    pub source: Located<String>,
    /// An article of it, such as 第二十四条.
    #[serde(default)]
    pub article: Option<Located<String>>,
    /// A part that has no article number, such as 年度报告内容第二项.
    #[serde(default)]
    pub item: Option<Text>,
    /// The report years for which it is cited, within those of the source.
    #[serde(default)]
    pub years: Years,
}

/// A rule file.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// Its name; the stem of its file.
    pub id: Located<String>,
    /// What it finds, in a few words.
    pub title: Text,
    /// Its weight.
    pub severity: Severity,
    /// How sure it is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// The version that brought it.
    pub since: String,
    /// Why it does not run.
    #[serde(default)]
    pub disabled: Option<Text>,
    /// On what it rests.
    pub basis: Vec<RawBasis>,
    /// To which reports it applies.
    #[serde(default)]
    pub applies: RawApplies,
    /// Other weights for narrower cases; the first that fits counts.
    #[serde(default)]
    pub adjust: Vec<RawAdjust>,
    /// Other weights by profile, applied after everything else.
    #[serde(default)]
    pub profiles: RawProfiles,
    /// In a text converted from a web page its findings are probably losses of the conversion: they are put together
    /// as one and weigh one step less.
    #[serde(default)]
    pub extraction: bool,
    /// What it looks for.
    #[serde(rename = "match")]
    pub matcher: RawMatcher,
    /// What a finding says.
    pub message: RawMessage,
    /// What to do about it.
    pub help: RawMessage,
    /// Its page in the handbook.
    #[serde(default)]
    pub docs: RawDocs,
    /// Its tests.
    #[serde(default)]
    pub tests: RawTests,
}

/// A message template in both languages, with the places for error messages.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawMessage {
    /// Chinese.
    pub zh: Located<String>,
    /// English.
    pub en: Located<String>,
}

/// To which reports a rule applies.
#[derive(Clone, Debug, Default, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawApplies {
    /// Levels; all if empty.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Report years.
    #[serde(default)]
    pub years: Years,
    /// A report of unknown year cannot be judged.
    #[serde(default)]
    pub needs_year: bool,
    /// Formats of the input; all if empty.
    #[serde(default)]
    pub formats: Vec<InputFormat>,
}

/// Formats of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum InputFormat {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
}

/// A range of report years, open where nothing is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// First year.
    #[serde(default)]
    pub from: Option<i32>,
    /// Last year.
    #[serde(default)]
    pub to: Option<i32>,
}

impl Years {
    /// Whether `year` lies in the range.
    #[must_use]
    pub fn contain(self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }

    /// Whether every year lies in it.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// Another weight for narrower cases; all given conditions must hold.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawAdjust {
    /// Levels.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Report years; a report of unknown year fits no range.
    #[serde(default)]
    pub years: Years,
    /// The heading at the finding holds one of these words.
    #[serde(default)]
    pub heading: Vec<String>,
    /// The weight then.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// The confidence then.
    #[serde(default)]
    pub confidence: Option<Confidence>,
}

/// The weights of a rule in a profile, where they differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawProfiles {
    /// While drafting.
    #[serde(default)]
    pub draft: Option<Severity>,
    /// Before sending it up.
    #[serde(default)]
    pub submit: Option<Severity>,
    /// Before publishing it.
    #[serde(default)]
    pub publish: Option<Severity>,
}

/// The page of a rule in the handbook.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawDocs {
    /// Why it is demanded.
    #[serde(default)]
    pub why: Text,
    /// A text that is found fault with.
    #[serde(default)]
    pub bad: String,
    /// The same text put right.
    #[serde(default)]
    pub good: String,
}

/// The tests of a rule.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawTests {
    /// Texts on which it must be silent.
    #[serde(default)]
    pub pass: Vec<RawCase>,
    /// Texts on which it must fire; `[[…]]` marks the words that must be underlined.
    #[serde(default)]
    pub fail: Vec<RawCase>,
    /// Texts to which it does not apply.
    #[serde(default)]
    pub inapplicable: Vec<RawCase>,
}

/// One test text.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawCase {
    /// The text.
    pub text: Located<String>,
    /// `--level`
    #[serde(default)]
    pub level: Option<Level>,
    /// `--year`
    #[serde(default)]
    pub year: Option<i32>,
    /// `--published`
    #[serde(default)]
    pub published: Option<String>,
    /// The weight that the finding must have.
    #[serde(default)]
    pub severity: Option<Severity>,
}

/// How an edit of a text entry may be applied; see [`Applicability`].
pub type RawFix = Applicability;
