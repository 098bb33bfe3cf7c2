//! The closed set of things a rule can look for: one file a kind, with its YAML shape and its compiled shape.
//!
//! A new kind needs two rules that cannot be said otherwise.

mod citation;
mod coverage;
mod data;
mod date;
mod extent;
mod mark;
mod place;
mod punctuation;
mod relation;
mod text;
mod year;

pub use citation::{CitationFault, CitationMatcher, RawCitation};
pub use coverage::{Coverage, Every, Gap, Group, RawCoverage, RawEvery, RawGap, RawGroup, RawTopic, Topic};
pub use data::{Data, Datum, Demand, Density, RawData, RawDatum, RawDensity};
pub use date::{DateFault, RawDate};
pub use extent::{Extent, RawExtent};
pub use mark::{
    CharacterClass, Characters, NumberingFault, RawCharacters, RawFurniture, RawNumbering, RawRepeat, Repeat,
};
pub use place::{NearMiss, RawNearMiss, RawRolePlace, RawTitle, RolePlace, TitlePart};
pub use punctuation::{Doubled, Punctuation, PunctuationFault, RawDoubled, RawPunctuation};
pub use relation::{Arithmetic, PairWords, RateWords, RawRelation, Relation, RelationWords, Shortening};
pub use text::{Checksum, FileEntry, PartialDate, RawText, RawTextEntry, TextEntry, TextMatcher, Zone};
pub use year::{RawYear, YearComparison, YearMatcher};

use serde::{Deserialize, Serialize};

use super::compiler::{Compiler, Site};
use super::fault::PackFault;

/// What a rule looks for, as written: a mapping with one key, the kind.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RawMatcher {
    /// Words and patterns.
    Text(RawText),
    /// Where a content item stands.
    Role(RawRolePlace),
    /// How long a content item is.
    Extent(RawExtent),
    /// Which of several groups of words or facts a content item holds.
    Coverage(RawCoverage),
    /// Whether every member of a content item is of one sort.
    Every(RawEvery),
    /// Topics of one content item that another lacks.
    Gap(RawGap),
    /// Years that disagree.
    Year(RawYear),
    /// The title and its parts.
    Title(RawTitle),
    /// Headings one or two characters off.
    NearMiss(RawNearMiss),
    /// Heading numbers and 一是 chains.
    Numbering(RawNumbering),
    /// Calendar dates.
    Date(RawDate),
    /// Passages that occur twice.
    Repeat(RawRepeat),
    /// Characters that no report holds.
    Characters(RawCharacters),
    /// Page furniture between paragraphs.
    Furniture(RawFurniture),
    /// Figures on a topic.
    Data(RawData),
    /// Figures for the length of a text.
    Density(RawDensity),
    /// Numbers that can be recalculated.
    Relation(RawRelation),
    /// Titles in 《》 against the table of instruments.
    Citation(RawCitation),
    /// Doubled, lone and half-width marks.
    Punctuation(RawPunctuation),
}

/// What a rule looks for, compiled.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Matcher {
    /// See [`RawMatcher::Text`].
    Text(TextMatcher),
    /// See [`RawMatcher::Role`].
    Role(RolePlace),
    /// See [`RawMatcher::Extent`].
    Extent(Extent),
    /// See [`RawMatcher::Coverage`].
    Coverage(Coverage),
    /// See [`RawMatcher::Every`].
    Every(Every),
    /// See [`RawMatcher::Gap`].
    Gap(Gap),
    /// See [`RawMatcher::Year`].
    Year(YearMatcher),
    /// See [`RawMatcher::Title`].
    Title(Vec<TitlePart>),
    /// See [`RawMatcher::NearMiss`].
    NearMiss(NearMiss),
    /// See [`RawMatcher::Numbering`].
    Numbering(NumberingFault),
    /// See [`RawMatcher::Date`].
    Date(DateFault),
    /// See [`RawMatcher::Repeat`].
    Repeat(Repeat),
    /// See [`RawMatcher::Characters`].
    Characters(Characters),
    /// See [`RawMatcher::Furniture`].
    Furniture,
    /// See [`RawMatcher::Data`].
    Data(Data),
    /// See [`RawMatcher::Density`].
    Density(Density),
    /// See [`RawMatcher::Relation`].
    Relation(Box<Relation>),
    /// See [`RawMatcher::Citation`].
    Citation(CitationMatcher),
    /// See [`RawMatcher::Punctuation`].
    Punctuation(Punctuation),
}

impl RawMatcher {
    /// Compiles the matcher.
    ///
    /// # Errors
    /// [`PackFault`] at the guilty words of the rule file.
    pub fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Matcher, PackFault> {
        Ok(match self {
            Self::Text(raw) => Matcher::Text(raw.compile(compiler, site)?),
            Self::Role(raw) => Matcher::Role(raw.compile(compiler, site)?),
            Self::Extent(raw) => Matcher::Extent(raw.compile(compiler, site)?),
            Self::Coverage(raw) => Matcher::Coverage(raw.compile(compiler, site)?),
            Self::Every(raw) => Matcher::Every(raw.compile(compiler, site)?),
            Self::Gap(raw) => Matcher::Gap(raw.compile(compiler, site)?),
            Self::Year(raw) => Matcher::Year(raw.compile(compiler, site)?),
            Self::Title(raw) => Matcher::Title(raw.lacks),
            Self::NearMiss(raw) => Matcher::NearMiss(raw.compile(compiler)),
            Self::Numbering(raw) => Matcher::Numbering(raw.fault),
            Self::Date(raw) => Matcher::Date(raw.compile(compiler, site)?),
            Self::Repeat(raw) => Matcher::Repeat(raw.compile(compiler)),
            Self::Characters(raw) => Matcher::Characters(raw.compile(compiler)),
            Self::Furniture(_) => Matcher::Furniture,
            Self::Data(raw) => Matcher::Data(raw.compile(compiler, site)?),
            Self::Density(raw) => Matcher::Density(raw.compile(compiler, site)?),
            Self::Relation(raw) => Matcher::Relation(Box::new(raw.compile(compiler))),
            Self::Citation(raw) => Matcher::Citation(raw.compile(compiler)),
            Self::Punctuation(raw) => Matcher::Punctuation(raw.compile(compiler)),
        })
    }
}

impl Matcher {
    /// The variables that the messages of such a rule may use.
    #[must_use]
    pub fn variables(&self) -> &'static [&'static str] {
        match self {
            Self::Text(_) => &["words", "suggest", "count", "also", "year", "date", "role"],
            Self::Role(_) => &["role", "place", "year"],
            Self::Extent(_) => &["role", "han", "share", "units", "year"],
            Self::Coverage(_) => &["role", "found", "lacking", "count", "least", "year"],
            Self::Every(_) => &["role", "count", "year"],
            Self::Gap(_) => &["topics", "year"],
            Self::Year(_) => &["words", "found", "expected", "year", "role", "count", "also", "date"],
            Self::Title(_) => &["lacking", "year", "organ"],
            Self::NearMiss(_) => &["words", "suggest", "year"],
            Self::Numbering(_) => &["words", "found", "expected", "count", "also", "year"],
            Self::Date(_) => &["words", "date", "year", "days"],
            Self::Repeat(_) => &["words", "count", "han", "year"],
            Self::Characters(_) => &["words", "count", "also", "code", "year"],
            Self::Furniture => &["words", "count", "also", "year"],
            Self::Data(_) => &["topic", "lacking", "found", "count", "least", "words", "year"],
            Self::Density(_) => &["count", "han", "density", "least", "year"],
            Self::Relation(_) => &["words", "name", "stated", "calculation", "reconcile", "found", "year"],
            Self::Punctuation(_) => &["words", "suggest", "count", "also", "year"],
            Self::Citation(_) => &["words", "suggest", "date", "successor", "count", "also", "year"],
        }
    }
}
