//! One rule from its raw form: its words become cues, its names are resolved, its templates and patterns checked.

use std::collections::BTreeMap;

use crate::diagnostic::{Confidence, Text};
use crate::document::cue::{Cue, CueSet};
use crate::facts::{ClauseCues, GenreCues, RoleCues, RoleId, RoleLexicon, WeightedCue};
use crate::source::Span;

use super::fault::{PackFault, nearest};
use super::load::Files;
use super::matcher::RawTextEntry;
use super::pattern::{Checked, PatternId, spellings, validate};
use super::raw::{RawBasis, RawClause, RawGenre, RawMessage, RawRole, RawRule, RawWeighted};
use super::yaml::{Located, Place};
use super::{Basis, Rule};

/// Most characters between two steps of a clause, where a pack does not say.
const GAP: usize = 24;

/// The files that are being compiled, for fault messages.
#[derive(Debug)]
pub struct Site<'a> {
    pub(super) files: &'a Files,
}

impl Site<'_> {
    /// A fault at a place.
    #[must_use]
    pub fn fault(&self, place: Option<Place>, zh: String, en: String) -> PackFault {
        self.files.fault(place, zh, en)
    }
}

/// The literal words of rule sets that share one set of cues.
#[derive(Debug, Default)]
pub struct Literals(BTreeMap<String, Cue>);

impl Literals {
    fn cue(&mut self, word: &str) -> Cue {
        let next = Cue(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        *self.0.entry(word.to_owned()).or_insert(next)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The set that finds them all.
    ///
    /// # Errors
    /// See [`CueSet::build`].
    pub fn cue_set(&self) -> Result<CueSet, String> {
        let mut literals: BTreeMap<String, Cue> = BTreeMap::new();
        for (word, cue) in &self.0 {
            for spelling in spellings(word) {
                // A word that is written half-width in a rule keeps its own cue.
                literals.entry(spelling).or_insert(*cue);
            }
        }
        let literals: Vec<(String, Cue)> = literals.into_iter().collect();
        CueSet::build(&literals, self.0.len())
    }
}

/// Gathers literals, patterns and names while rules are compiled.
#[derive(Debug, Default)]
pub struct Compiler {
    pub(super) literals: Literals,
    pub(super) patterns: Vec<String>,
    role_ids: Vec<String>,
    /// The sources and the articles of each that may be cited.
    pub(super) source_ids: Vec<(String, Vec<String>)>,
    pub(super) lexicons: BTreeMap<String, Vec<RawTextEntry>>,
}

impl Compiler {
    /// The cue of a literal word.
    pub fn cue(&mut self, word: &str) -> Cue {
        self.literals.cue(word)
    }

    /// The cues of literal words; empty words are left out.
    pub fn cues(&mut self, words: &[String]) -> Vec<Cue> {
        words.iter().filter(|word| !word.is_empty()).map(|word| self.cue(word)).collect()
    }

    /// A checked pattern.
    ///
    /// # Errors
    /// [`PackFault`] at the pattern.
    pub fn pattern(&mut self, source: &Located<String>, site: &Site<'_>) -> Result<(PatternId, Checked), PackFault> {
        let checked = validate(&source.value).map_err(|words| {
            site.fault(
                Some(source.place),
                format!("正则表达式不可用：{words}"),
                format!("bad regular expression: {words}"),
            )
        })?;
        let id = PatternId(u32::try_from(self.patterns.len()).unwrap_or(u32::MAX));
        self.patterns.push(checked.source.clone());
        Ok((id, checked))
    }

    /// The content item called `name`.
    ///
    /// # Errors
    /// [`PackFault`] at the name.
    pub fn role(&self, name: &Located<String>, site: &Site<'_>) -> Result<RoleId, PackFault> {
        let index = self.role_ids.iter().position(|id| *id == name.value);
        index
            .map(RoleId)
            .ok_or_else(|| unknown(site, name, "内容项", "content item", self.role_ids.iter().map(String::as_str)))
    }

    /// The content items called `names`.
    ///
    /// # Errors
    /// [`PackFault`] at the first unknown name.
    pub fn roles(&self, names: &[Located<String>], site: &Site<'_>) -> Result<Vec<RoleId>, PackFault> {
        names.iter().map(|name| self.role(name, site)).collect()
    }

    /// The entries of the word list called `name`.
    ///
    /// # Errors
    /// [`PackFault`] at the name.
    pub fn lexicon(&self, name: &Located<String>, site: &Site<'_>) -> Result<Vec<RawTextEntry>, PackFault> {
        let found = self.lexicons.get(&name.value).cloned();
        found.ok_or_else(|| unknown(site, name, "词表", "word list", self.lexicons.keys().map(String::as_str)))
    }

    fn basis(&self, raw: RawBasis, site: &Site<'_>) -> Result<Basis, PackFault> {
        let Some(source) = self.source_ids.iter().position(|(id, _)| *id == raw.source.value) else {
            return Err(unknown(
                site,
                &raw.source,
                "依据",
                "source",
                self.source_ids.iter().map(|(id, _)| id.as_str()),
            ));
        };
        if let Some(article) = &raw.article {
            let citable = self.source_ids.get(source).map_or(&[][..], |(_, articles)| articles);
            if !citable.contains(&article.value) {
                return Err(site
                    .fault(
                        Some(article.place),
                        format!("“{}”的“{}”未列为可引用条文", raw.source.value, article.value),
                        format!("`{}` of `{}` is not listed as an article that may be cited", article.value, raw.source.value),
                    )
                    .with_help(
                        "请先核对条文原文，再写入 pack.yaml 该依据的 articles；未核对的依据只引名称".into(),
                        "read the article first and list it under `articles` of the source in pack.yaml; cite unread instruments by name only".into(),
                    ));
            }
        }
        Ok(Basis { source, article: raw.article.map(|article| article.value), item: raw.item, years: raw.years })
    }

    fn weighted(&mut self, raw: &[RawWeighted]) -> Vec<WeightedCue> {
        raw.iter().map(|weighted| WeightedCue { cues: self.cues(&weighted.words), weight: weighted.weight }).collect()
    }

    fn clauses(&mut self, raw: &[RawClause]) -> Vec<ClauseCues> {
        raw.iter()
            .map(|clause| ClauseCues {
                steps: clause.steps.iter().map(|step| self.cues(step)).collect(),
                not: self.cues(&clause.not),
                lead: clause.lead,
                gap: clause.gap.unwrap_or(GAP),
                next_year: clause.next_year,
                weight: clause.weight.unwrap_or(1),
            })
            .collect()
    }

    pub(super) fn compile_roles(&mut self, raw: &[RawRole], site: &Site<'_>) -> Result<RoleLexicon, PackFault> {
        self.role_ids = raw.iter().map(|role| role.id.value.clone()).collect();
        let mut roles = Vec::with_capacity(raw.len());
        for (order, role) in raw.iter().enumerate() {
            roles.push(RoleCues {
                id: role.id.value.clone(),
                name: role.name.clone(),
                heading: self.weighted(&role.heading),
                threshold: role.threshold,
                top_only: role.top_only,
                openers: self.clauses(&role.openers),
                mentions: self.clauses(&role.mentions),
                hints: self.cues(&role.hints),
                within: role.within.as_ref().map(|within| self.role(within, site)).transpose()?,
                remainder: self.cues(&role.remainder),
                order,
            });
        }
        Ok(RoleLexicon { roles })
    }

    pub(super) fn compile_genre(&mut self, raw: Option<&RawGenre>) -> GenreCues {
        raw.map_or_else(GenreCues::default, |raw| GenreCues {
            words: self.weighted(&raw.words),
            other_titles: raw.other_titles.clone(),
            other_title_words: raw.other_title_words.clone(),
            title_words: raw.title_words.clone(),
            transitions: self.cues(&raw.transitions),
            threshold: raw.threshold,
        })
    }

    pub(super) fn compile_rule(&mut self, raw: RawRule, site: &Site<'_>) -> Result<Rule, PackFault> {
        if raw.basis.is_empty() {
            return Err(site.fault(Some(raw.id.place), "规则没有依据（basis）".into(), "the rule has no basis".into()));
        }
        let matcher = raw.matcher.compile(self, site)?;
        let variables = matcher.variables();
        let message = template(raw.message, variables, site)?;
        let help = template(raw.help, variables, site)?;
        Ok(Rule {
            id: raw.id.value,
            title: raw.title,
            severity: raw.severity,
            confidence: raw.confidence.unwrap_or(Confidence::High),
            since: raw.since,
            disabled: raw.disabled,
            basis: raw.basis.into_iter().map(|basis| self.basis(basis, site)).collect::<Result<_, _>>()?,
            applies: raw.applies,
            adjust: raw.adjust,
            profiles: raw.profiles,
            extraction: raw.extraction,
            matcher,
            message,
            help,
            pack: 0,
            changed_by: Vec::new(),
        })
    }
}

/// Checks the variables of a message.
fn template(raw: RawMessage, variables: &[&str], site: &Site<'_>) -> Result<Text, PackFault> {
    for words in [&raw.zh, &raw.en] {
        let mut rest = words.value.as_str();
        while let Some((_, tail)) = rest.split_once('{') {
            let Some((name, behind)) = tail.split_once('}') else {
                break;
            };
            if !variables.contains(&name) {
                let mut place = words.place;
                let start = place.span.start;
                let text = site.files.get(place.file).and_then(|file| file.text.get(start..));
                if let Some(at) = text.and_then(|text| text.find(&format!("{{{name}}}"))) {
                    place.span = Span::new(start + at, start + at + name.len() + 2);
                }
                let mut fault = site.fault(
                    Some(place),
                    format!("消息中的变量 {{{name}}} 在这类规则里没有定义"),
                    format!("the variable {{{name}}} is not defined for this kind of rule"),
                );
                let known = variables.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ");
                fault = match nearest(name, variables.iter().copied()) {
                    Some(near) => fault.with_help(
                        format!("是不是 {{{near}}}？可用：{known}"),
                        format!("did you mean {{{near}}}? known: {known}"),
                    ),
                    None => fault.with_help(format!("可用：{known}"), format!("known: {known}")),
                };
                return Err(fault);
            }
            rest = behind;
        }
    }
    Ok(Text { zh: raw.zh.value, en: raw.en.value })
}

pub(super) fn unknown<'a>(
    site: &Site<'_>,
    name: &Located<String>,
    zh: &str,
    en: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> PackFault {
    let fault = site.fault(
        Some(name.place),
        format!("没有名为“{}”的{zh}", name.value),
        format!("there is no {en} called `{}`", name.value),
    );
    if let Some(near) = nearest(&name.value, known.clone()) {
        fault.with_help(format!("是不是“{near}”？"), format!("did you mean `{near}`?"))
    } else {
        let all = known.collect::<Vec<_>>().join("、");
        fault.with_help(format!("已有：{all}"), format!("known: {all}"))
    }
}
