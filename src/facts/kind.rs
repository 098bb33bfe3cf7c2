//! The kinds of facts that rules can ask for.

use serde::{Deserialize, Serialize};

/// A kind of fact, by the word that rules use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// A number with a measure word.
    Count,
    /// A percentage.
    Percent,
    /// A calendar date, a year with a month, or a month with a day.
    Date,
    /// A title in 《》.
    Citation,
    /// 〔2025〕7号
    DocumentNumber,
}

/// Where a content item was found; the order is the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Nowhere.
    Missing,
    /// In one sentence.
    Sentence,
    /// In a paragraph or more without a heading.
    Paragraph,
    /// In a numbered item: 1., （1） or 一是.
    Item,
    /// Under a heading of the second level.
    Subsection,
    /// Under a heading of the first level.
    Section,
}

impl Place {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Subsection => "subsection",
            Self::Section => "section",
        }
    }

    /// The word shown to people.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Missing => ("未写", "missing"),
            Self::Sentence => ("句子", "a sentence"),
            Self::Paragraph => ("无标题段落", "paragraph without heading"),
            Self::Item => ("条目", "item"),
            Self::Subsection => ("二级标题", "subsection"),
            Self::Section => ("一级标题", "section"),
        }
    }
}
