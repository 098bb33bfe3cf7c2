//! Words and patterns, with the guards that keep them quiet where they are right.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, Severity, Text};
use crate::document::cue::Cue;
use crate::facts::{Level, RoleId};
use crate::source::FileMarkKind;

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::lazy::Lazy;
use super::super::needs::Needs;
use super::super::pattern::PatternId;
use super::super::raw::Years;
use super::super::yaml::Located;

/// Parts of a text that are looked at or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// The title.
    Title,
    /// Headings of all levels.
    Heading,
    /// Paragraphs.
    Body,
    /// Inside 《》.
    Citation,
    /// Inside “ ”.
    Quotation,
}

/// A date of which the month and the day may be unknown: 2025, 2025-10, 2025-10-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartialDate {
    /// Year.
    pub year: i32,
    /// Month; 0 if unknown.
    pub month: u32,
    /// Day; 0 if unknown.
    pub day: u32,
}

impl PartialDate {
    /// Reads 2025, 2025-10 or 2025-10-23.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let mut parts = words.trim().splitn(3, '-');
        let year = parts.next()?.parse().ok().filter(|year| (1900..=2100).contains(year))?;
        let month = parts.next().map_or(Some(0), |month| month.parse().ok().filter(|m| (1..=12).contains(m)))?;
        let day = parts.next().map_or(Some(0), |day| day.parse().ok().filter(|d| (1..=31).contains(d)))?;
        Some(Self { year, month, day })
    }
}

impl PartialDate {
    /// The date in both languages.
    #[must_use]
    pub fn words(self) -> Text {
        let en = match (self.month, self.day) {
            (0, _) => self.year.to_string(),
            (month, 0) => format!("{}-{month:02}", self.year),
            (month, day) => format!("{}-{month:02}-{day:02}", self.year),
        };
        Text { zh: self.to_string(), en }
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{}年", self.year),
            (month, 0) => write!(f, "{}年{month}月", self.year),
            (month, day) => write!(f, "{}年{month}月{day}日", self.year),
        }
    }
}

/// Words and patterns, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawText {
    /// Only these parts of the text; title, headings and body if empty.
    #[serde(default, rename = "in")]
    pub zones: Vec<Zone>,
    /// Only inside these content items.
    #[serde(default)]
    pub roles: Vec<Located<String>>,
    /// Not inside these.
    #[serde(default)]
    pub not_in: Vec<Zone>,
    /// Guards for all entries: none of these words in the sentence.
    #[serde(default)]
    pub not_context: Vec<String>,
    /// So many different entries must occur; 1 if not given.
    #[serde(default)]
    pub min_distinct: Option<usize>,
    /// One finding for the whole text, not one for each entry.
    #[serde(default)]
    pub once: bool,
    /// The entries.
    #[serde(default)]
    pub entries: Vec<RawTextEntry>,
    /// A word list of the pack that holds further entries.
    #[serde(default)]
    pub lexicon: Option<Located<String>>,
    /// Tracked changes, comments and hidden words that the file holds besides its text.
    #[serde(default)]
    pub file: Vec<FileEntry>,
}

/// Something that a file holds besides its text.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// What it is.
    pub mark: FileMarkKind,
    /// Another weight than the rule's.
    #[serde(default)]
    pub severity: Option<Severity>,
}

/// One word or pattern, as written.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawTextEntry {
    /// The word; its half- or full-width twin is found too.
    #[serde(default)]
    pub term: Option<Located<String>>,
    /// A regular expression; the group `u`, if there is one, is underlined.
    #[serde(default)]
    pub regex: Option<Located<String>>,
    /// Literal words of which one must be part of a match; `regex` is tried only round them.
    #[serde(default)]
    pub near: Vec<String>,
    /// What it should say; `${name}` is a group of the pattern.
    #[serde(default)]
    pub suggest: Option<String>,
    /// Where the entry was read; for readers of the file.
    #[serde(default)]
    pub source: Option<String>,
    /// Anything such a reader should know.
    #[serde(default)]
    pub note: Option<String>,
    /// What the matched characters must add up to.
    #[serde(default)]
    pub check: Option<Checksum>,
    /// Whether the suggestion may be applied.
    #[serde(default)]
    pub fix: Option<Applicability>,
    /// Another weight than the rule's.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// One of these stands right before it.
    #[serde(default)]
    pub preceded_by: Vec<String>,
    /// None of these stands right before it.
    #[serde(default)]
    pub not_preceded_by: Vec<String>,
    /// One of these stands right behind it.
    #[serde(default)]
    pub followed_by: Vec<String>,
    /// None of these stands right behind it.
    #[serde(default)]
    pub not_followed_by: Vec<String>,
    /// One of these stands in the same sentence.
    #[serde(default)]
    pub context: Vec<String>,
    /// None of these stands in the same sentence.
    #[serde(default)]
    pub not_context: Vec<String>,
    /// Only for these levels.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Only for these report years.
    #[serde(default)]
    pub years: Years,
    /// The thing did not exist before: found in reports that are older.
    #[serde(default)]
    pub first_valid: Option<Located<String>>,
    /// The thing ended then: found in reports on later years.
    #[serde(default)]
    pub last_valid: Option<Located<String>>,
    /// It must be a word by itself, not characters of two words.
    #[serde(default)]
    pub word: bool,
    /// Fewest occurrences; 1 if not given.
    #[serde(default)]
    pub min_count: Option<usize>,
}

/// What characters must add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Checksum {
    /// The number of a resident identity card: a date of birth and the check character of GB 11643.
    ResidentId,
    /// A card number by the formula of Luhn.
    BankCard,
}

/// Words and patterns, compiled.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct TextMatcher {
    /// Only these zones; all if empty.
    pub zones: Vec<Zone>,
    /// Only these roles; all if empty.
    pub roles: Vec<RoleId>,
    /// Not these zones.
    pub not_in: Vec<Zone>,
    /// See [`RawText::not_context`].
    pub not_context: Vec<Cue>,
    /// See [`RawText::min_distinct`].
    pub min_distinct: usize,
    /// See [`RawText::once`].
    pub once: bool,
    /// The entries.
    pub entries: Vec<TextEntry>,
    /// See [`RawText::file`].
    pub file: Vec<FileEntry>,
}

/// One word or pattern, compiled. There are hundreds of them, and few occur in a report: what is asked only of those that
/// do is read only then.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct TextEntry {
    /// The word itself, or the words near which the pattern is tried.
    pub cues: Vec<Cue>,
    terms: Lazy<TextTerms>,
}

/// What becomes of an entry that occurs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TextTerms {
    /// The pattern.
    pub pattern: Option<PatternId>,
    /// The most bytes that a match can have, if there is a limit.
    pub reach: Option<u32>,
    /// What every match of the pattern holds besides one of the words.
    pub needs: Needs,
    /// See [`RawTextEntry::suggest`].
    pub suggest: Option<String>,
    /// See [`RawTextEntry::fix`].
    pub fix: Option<Applicability>,
    /// See [`RawTextEntry::severity`].
    pub severity: Option<Severity>,
    /// What its occurrences must fulfil.
    pub guards: Guards,
}

impl std::ops::Deref for TextEntry {
    type Target = TextTerms;

    fn deref(&self) -> &TextTerms {
        self.terms.get()
    }
}

/// What an occurrence must fulfil to count.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Guards {
    /// See [`RawTextEntry::check`].
    pub check: Option<Checksum>,
    /// See [`RawTextEntry::preceded_by`].
    pub preceded_by: Vec<String>,
    /// See [`RawTextEntry::not_preceded_by`].
    pub not_preceded_by: Vec<String>,
    /// See [`RawTextEntry::followed_by`].
    pub followed_by: Vec<String>,
    /// See [`RawTextEntry::not_followed_by`].
    pub not_followed_by: Vec<String>,
    /// See [`RawTextEntry::context`].
    pub context: Vec<Cue>,
    /// See [`RawTextEntry::not_context`].
    pub not_context: Vec<Cue>,
    /// See [`RawTextEntry::levels`].
    pub levels: Vec<Level>,
    /// See [`RawTextEntry::years`].
    pub years: Years,
    /// See [`RawTextEntry::first_valid`].
    pub first_valid: Option<PartialDate>,
    /// See [`RawTextEntry::last_valid`].
    pub last_valid: Option<PartialDate>,
    /// See [`RawTextEntry::word`].
    pub word: bool,
    /// See [`RawTextEntry::min_count`].
    pub min_count: usize,
}

impl RawText {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<TextMatcher, PackFault> {
        let mut entries = self.entries;
        if let Some(name) = &self.lexicon {
            entries.extend(compiler.lexicon(name, site)?);
        }
        if entries.is_empty() && self.file.is_empty() {
            return Err(site.fault(
                None,
                "text 没有任何 entries，也没有 lexicon".into(),
                "text has neither entries nor a lexicon".into(),
            ));
        }
        let roles = compiler.roles(&self.roles, site)?;
        Ok(TextMatcher {
            zones: self.zones,
            roles,
            not_in: self.not_in,
            not_context: compiler.cues(&self.not_context),
            min_distinct: self.min_distinct.unwrap_or(1),
            once: self.once,
            entries: entries.into_iter().map(|entry| entry.compile(compiler, site)).collect::<Result<_, _>>()?,
            file: self.file,
        })
    }
}

impl RawTextEntry {
    fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<TextEntry, PackFault> {
        let (cues, found) = match (&self.term, &self.regex) {
            (Some(term), None) => (vec![compiler.cue(&term.value)], None),
            (None, Some(regex)) => {
                if self.near.is_empty() {
                    return Err(site.fault(
                        Some(regex.place),
                        "regex 缺少 near：请写出这个模式必然包含或紧邻的字词，至少一个".into(),
                        "regex needs `near`: at least one literal that must occur for the pattern to be tried".into(),
                    ));
                }
                (compiler.cues(&self.near), Some(compiler.pattern(regex, site)?))
            }
            _ => {
                let span = self.term.as_ref().or(self.regex.as_ref()).map(|word| word.place);
                return Err(site.fault(
                    span,
                    "每个 entry 必须有 term 或 regex，且只能有一个".into(),
                    "an entry needs exactly one of term and regex".into(),
                ));
            }
        };
        let date = |word: &Option<Located<String>>| match word {
            None => Ok(None),
            Some(word) => PartialDate::parse(&word.value).map(Some).ok_or_else(|| {
                site.fault(
                    Some(word.place),
                    format!("“{}”不是日期，应为 2025、2025-10 或 2025-10-23", word.value),
                    format!("`{}` is no date; write 2025, 2025-10 or 2025-10-23", word.value),
                )
            }),
        };
        let (first_valid, last_valid) = (date(&self.first_valid)?, date(&self.last_valid)?);
        let guards = Guards {
            check: self.check,
            preceded_by: self.preceded_by,
            not_preceded_by: self.not_preceded_by,
            followed_by: self.followed_by,
            not_followed_by: self.not_followed_by,
            context: compiler.cues(&self.context),
            not_context: compiler.cues(&self.not_context),
            levels: self.levels,
            years: self.years,
            first_valid,
            last_valid,
            word: self.word,
            min_count: self.min_count.unwrap_or(1),
        };
        let terms = TextTerms {
            pattern: found.as_ref().map(|(id, _)| *id),
            reach: found.as_ref().and_then(|(_, known)| known.reach).and_then(|reach| u32::try_from(reach).ok()),
            needs: found
                .map(|(_, known)| known.needs.without(&self.near).compile(|word| compiler.cue(word)))
                .unwrap_or_default(),
            suggest: self.suggest,
            fix: self.fix,
            severity: self.severity,
            guards,
        };
        Ok(TextEntry { cues, terms: Lazy::of(terms) })
    }
}
