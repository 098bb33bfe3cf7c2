//! The YAML shape of `pack.yaml`.

use serde::Deserialize;

use crate::diagnostic::Text;
use crate::rule::yaml::Located;

use super::Years;

/// `pack.yaml`
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawPack {
    /// The name by which a pack is chosen.
    pub name: Located<String>,
    /// Its version.
    pub version: String,
    /// What it is, for people.
    pub title: Text,
    /// What it covers and what it does not.
    #[serde(default)]
    pub description: Text,
    /// The packs it builds on, by name; the national pack if not given.
    #[serde(default)]
    pub extends: Option<Vec<Located<String>>>,
    /// The provinces for whose reports it is chosen by itself.
    #[serde(default)]
    pub provinces: Vec<Located<String>>,
    /// The instruments that its rules cite.
    #[serde(default)]
    pub sources: Vec<RawSource>,
    /// The rows of the requirement matrix.
    #[serde(default)]
    pub requirements: Vec<RawRequirement>,
    /// How the genre is recognised.
    #[serde(default)]
    pub genre: Option<RawGenre>,
}

/// An instrument that rules cite.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    /// The id used by rules.
    pub id: Located<String>,
    /// Its name: a title in 《》 for an instrument, plain words for a convention.
    pub title: Text,
    /// Its document number.
    #[serde(default)]
    pub number: Option<String>,
    /// How firmly it is known.
    pub verified: Verified,
    /// The articles that may be cited.
    #[serde(default)]
    pub articles: Vec<String>,
    /// When it took effect or was issued, as far as known.
    #[serde(default)]
    pub effective: Option<Located<String>>,
    /// When it was repealed or ran out, as far as known.
    #[serde(default)]
    pub until: Option<Located<String>>,
    /// The report years that it can be held against; by its dates if not given.
    #[serde(default)]
    pub report_years: Option<Years>,
    /// Anything a reader should know.
    #[serde(default)]
    pub note: Option<Text>,
}

/// How firmly a source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verified {
    /// The text was read.
    Primary,
    /// Read at second hand.
    Secondary,
    /// Not read; nothing may be cited but the name.
    Memory,
    /// Usage of the trade, without an instrument.
    Convention,
}

/// A content item and the words by which it is recognised.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawRole {
    /// Its id in rules and JSON.
    pub id: Located<String>,
    /// Its name.
    pub name: Text,
    /// Words of its headings with their weights.
    #[serde(default)]
    pub heading: Vec<RawWeighted>,
    /// The score from which a heading is its heading.
    #[serde(default)]
    pub threshold: i32,
    /// Only a heading of level 1 counts.
    #[serde(default)]
    pub top_only: bool,
    /// Sentences that open it without a heading.
    #[serde(default)]
    pub openers: Vec<RawClause>,
    /// Sentences that belong to it wherever they stand.
    #[serde(default)]
    pub mentions: Vec<RawClause>,
    /// Weak words, shown as the nearest text when it is missing.
    #[serde(default)]
    pub hints: Vec<String>,
    /// It is looked for only inside this other item.
    #[serde(default)]
    pub within: Option<Located<String>>,
    /// It is what remains without the other items, if it holds one of these words.
    #[serde(default)]
    pub remainder: Vec<String>,
}

/// Words with a weight.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawWeighted {
    /// The weight; negative speaks against.
    pub weight: i32,
    /// The words.
    pub words: Vec<String>,
}

/// Words that must follow one another in a sentence.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawClause {
    /// One word of each list, in order.
    #[serde(default)]
    pub steps: Vec<Vec<String>>,
    /// None of these in the sentence.
    #[serde(default)]
    pub not: Vec<String>,
    /// The first step stands within so many characters of the beginning.
    #[serde(default)]
    pub lead: Option<usize>,
    /// Most characters between the steps; 24 if not given.
    #[serde(default)]
    pub gap: Option<usize>,
    /// The year after the report year is named at the beginning.
    #[serde(default)]
    pub next_year: bool,
    /// How strongly it tells; 1 if not given.
    #[serde(default)]
    pub weight: Option<i32>,
}

/// A row of the requirement matrix.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawRequirement {
    /// The content item.
    pub role: Located<String>,
    /// The rule that decides, if the item is demanded.
    #[serde(default)]
    pub rule: Option<Located<String>>,
}

/// How the genre is recognised.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawGenre {
    /// Words for and against.
    pub words: Vec<RawWeighted>,
    /// Ends of titles of other genres.
    pub other_titles: Vec<String>,
    /// Words in titles of reports on something else.
    #[serde(default)]
    pub other_title_words: Vec<String>,
    /// Words of which a title must hold one.
    #[serde(default)]
    pub title_words: Vec<String>,
    /// Words that lead from an opening to a report.
    #[serde(default)]
    pub transitions: Vec<String>,
    /// The score from which a text is a report.
    pub threshold: i32,
}
