//! Rules as data: YAML files, checked and compiled into a [`RuleSet`].
//!
//! Knows what rules say, and nothing of how they are carried out (`check` does). The built-in packs are compiled by
//! the build script with this same code and embedded; see the `builtin` room.

mod compile;
mod compiler;
pub mod fault;
pub mod inherit;
pub mod instrument;
mod lazy;
pub mod load;
pub mod matcher;
mod needs;
mod pattern;
pub mod raw;
pub mod schema;
pub mod yaml;

pub use compile::{Compiled, compile};
pub use compiler::Literals;
pub use pattern::{Pattern, PatternId, PatternPool};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Confidence, Lang, Severity, Text};
use crate::facts::{GenreCues, RoleId, RoleLexicon};

use instrument::InstrumentTable;
use matcher::Matcher;
use raw::{RawAdjust, RawApplies, RawProfiles, Verified, Years};

/// A rule, ready to run.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// What it finds, in a few words.
    pub title: Text,
    /// Its weight.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The version that brought it.
    pub since: String,
    /// Why it does not run; an empty text in rules that do.
    pub disabled: Option<Text>,
    /// On what it rests.
    pub basis: Vec<Basis>,
    /// To which reports it applies.
    pub applies: RawApplies,
    /// Other weights for narrower cases.
    pub adjust: Vec<RawAdjust>,
    /// Other weights by profile.
    pub profiles: RawProfiles,
    /// See [`raw::RawRule::extraction`].
    pub extraction: bool,
    /// What it looks for.
    pub matcher: Matcher,
    /// What a finding says; `{name}` stands for a variable.
    pub message: Text,
    /// What to do about it.
    pub help: Text,
    /// The pack that brought it; an index into [`RuleSet::packs`].
    pub pack: usize,
    /// The packs that changed it.
    pub changed_by: Vec<usize>,
}

/// One basis of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Index into [`RuleSet::sources`].
    pub source: usize,
    /// An article, where it may be cited.
    pub article: Option<String>,
    /// A part without an article number.
    pub item: Option<Text>,
    /// The report years for which it is cited.
    pub years: Years,
}

/// An instrument or convention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisSource {
    /// Its id in rule files.
    pub id: String,
    /// Its name, 《》 included.
    pub title: Text,
    /// Its document number.
    pub number: Option<String>,
    /// How firmly it is known.
    pub verified: Verified,
    /// When it took effect, as far as known.
    pub effective: Option<String>,
    /// When it ended, as far as known.
    pub until: Option<String>,
    /// The report years that it can be held against.
    pub years: Years,
    /// The pack that brought it; an index into [`RuleSet::packs`].
    pub pack: usize,
    /// Anything a reader should know.
    pub note: Option<Text>,
}

/// A row of the requirement matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The content item.
    pub role: RoleId,
    /// Index of the deciding rule in [`RuleSet::rules`].
    pub rule: Option<usize>,
}

/// All rules of a pack and of the packs under it, ready to run.
#[derive(Debug)]
pub struct RuleSet {
    /// The packs, the base first.
    pub packs: Vec<PackName>,
    /// The rules, sorted by id within their groups.
    pub rules: Vec<Rule>,
    /// The instruments they cite.
    pub sources: Vec<BasisSource>,
    /// The content items.
    pub roles: RoleLexicon,
    /// The rows of the requirement matrix.
    pub requirements: Vec<Requirement>,
    /// How the genre is recognised.
    pub genre: GenreCues,
    /// The instruments that reports cite.
    pub instruments: InstrumentTable,
    /// The literal words that are looked for.
    pub cues: Arc<crate::document::cue::CueSet>,
    /// The patterns.
    pub patterns: Vec<Arc<Pattern>>,
    /// Some rules were left out because they are faulty, so that nothing may be said to have passed.
    pub incomplete: bool,
}

/// Name, version and title of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackName {
    /// The name by which it is chosen.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is.
    pub title: Text,
    /// What it covers and what it does not.
    pub description: Text,
    /// The provinces for whose reports it is chosen by itself.
    pub provinces: Vec<String>,
    /// The packs on which it builds directly.
    pub extends: Vec<String>,
}

/// A [`RuleSet`] as it is stored: patterns as text, the cues apart, as bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct StoredRuleSet {
    packs: Vec<PackName>,
    rules: Vec<Rule>,
    sources: Vec<BasisSource>,
    roles: RoleLexicon,
    requirements: Vec<Requirement>,
    genre: GenreCues,
    instruments: InstrumentTable,
    patterns: Vec<String>,
}

impl StoredRuleSet {
    /// The pack that was asked for: the last one.
    #[must_use]
    pub fn name(&self) -> PackName {
        self.packs.last().cloned().unwrap_or_default()
    }

    /// Makes the set ready to run, with cues and patterns that other sets may share.
    #[must_use]
    pub fn open(self, cues: Arc<crate::document::cue::CueSet>, pool: &mut PatternPool) -> RuleSet {
        RuleSet {
            packs: self.packs,
            rules: self.rules,
            sources: self.sources,
            roles: self.roles,
            requirements: self.requirements,
            genre: self.genre,
            instruments: self.instruments,
            cues,
            patterns: self.patterns.into_iter().map(|source| pool.pattern(source)).collect(),
            incomplete: false,
        }
    }
}

impl RuleSet {
    /// The rule called `id`.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The pack that was asked for: the last one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.packs.last().map_or("", |pack| pack.name.as_str())
    }

    /// The pattern `id`.
    #[must_use]
    pub fn pattern(&self, id: PatternId) -> Option<&Pattern> {
        self.patterns.get(id.0 as usize).map(Arc::as_ref)
    }

    /// Whether a report on `year` can be held against one of the things on which `rule` rests.
    #[must_use]
    pub fn has_authority(&self, rule: &Rule, year: i32) -> bool {
        rule.basis.is_empty() || self.basis_for(rule, Some(year)).next().is_some()
    }

    /// What `rule` rests on that was in force for reports on `year`; everything if the year is not known.
    pub fn basis_for<'a>(&'a self, rule: &'a Rule, year: Option<i32>) -> impl Iterator<Item = &'a Basis> {
        rule.basis.iter().filter(move |basis| {
            year.is_none_or(|year| {
                basis.years.contain(year)
                    && self.sources.get(basis.source).is_some_and(|source| source.years.contain(year))
            })
        })
    }

    /// The basis of a rule in words: 《…》（number）article, item.
    #[must_use]
    pub fn basis_words(&self, basis: &Basis, lang: Lang) -> String {
        let Some(source) = self.sources.get(basis.source) else {
            return String::new();
        };
        let mut out = source.title.get(lang).to_owned();
        if let Some(number) = &source.number {
            out.extend([lang.pick("（", " ("), number.as_str(), lang.pick("）", ")")]);
        }
        if let Some(article) = basis.article.as_deref().filter(|article| !article.is_empty()) {
            out.extend([lang.pick("", ", "), article]);
        }
        if let Some(item) = &basis.item {
            // A convention has no title to stand beside its item, so it introduces it.
            let mark = match source.verified {
                Verified::Convention => lang.pick("：", ": "),
                _ => lang.pick("，", ", "),
            };
            out.extend([mark, item.get(lang)]);
        }
        out
    }
}
