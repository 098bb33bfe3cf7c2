//! Raw packs to a rule set: every reference resolved, every pattern and template checked, literals gathered.

use std::collections::BTreeMap;

use serde_yaml::Spanned;

use crate::diagnostic::{Confidence, Text};
use crate::document::cue::{Cue, CueSet};
use crate::facts::{ClauseCues, GenreCues, RoleCues, RoleId, RoleLexicon, WeightedCue};
use crate::source::Span;

use super::fault::{PackFault, nearest};
use super::instrument::{InstrumentTable, RawInstrument, RawInstruments};
use super::load::{LoadedPack, PackFile, value_span};
use super::matcher::{PartialDate, RawTextEntry};
use super::pattern::{PatternId, spellings, validate};
use super::raw::{
    RawBasis, RawClause, RawGenre, RawMessage, RawPack, RawRole, RawRule, RawSource, RawWeighted, Verified,
};
use super::{Basis, BasisSource, PackName, Requirement, Rule, RuleSet, StoredRuleSet};

/// Most characters between two steps of a clause, where a pack does not say.
const GAP: usize = 24;

/// The file that is being compiled, for fault messages.
#[derive(Debug)]
pub struct Site<'a> {
    file: &'a PackFile,
}

impl Site<'_> {
    /// The place of a value in this file.
    #[must_use]
    pub fn span(&self, value: &Spanned<String>) -> Span {
        value_span(&self.file.text, value)
    }

    /// A fault in this file.
    #[must_use]
    pub fn fault(&self, span: Option<Span>, zh: String, en: String) -> PackFault {
        PackFault::new(&self.file.path, &self.file.text, span, zh, en)
    }
}

/// Gathers literals, patterns and names while rules are compiled.
#[derive(Debug, Default)]
pub struct Compiler {
    literals: BTreeMap<String, Cue>,
    patterns: Vec<String>,
    role_ids: Vec<String>,
    source_ids: Vec<(String, Vec<String>)>,
    lexicons: BTreeMap<String, Vec<RawTextEntry>>,
}

impl Compiler {
    /// The cue of a literal word.
    pub fn cue(&mut self, word: &str) -> Cue {
        let next = Cue(u32::try_from(self.literals.len()).unwrap_or(u32::MAX));
        *self.literals.entry(word.to_owned()).or_insert(next)
    }

    /// The cues of literal words; empty words are left out.
    pub fn cues(&mut self, words: &[String]) -> Vec<Cue> {
        words.iter().filter(|word| !word.is_empty()).map(|word| self.cue(word)).collect()
    }

    /// A checked pattern, and the most bytes that a match of it can have, if there is a limit.
    ///
    /// # Errors
    /// [`PackFault`] at the pattern.
    pub fn pattern(
        &mut self,
        source: &Spanned<String>,
        site: &Site<'_>,
    ) -> Result<(PatternId, Option<usize>), PackFault> {
        let (widened, reach) = validate(&source.value).map_err(|words| {
            site.fault(
                Some(site.span(source)),
                format!("正则表达式不可用：{words}"),
                format!("bad regular expression: {words}"),
            )
        })?;
        let id = PatternId(u32::try_from(self.patterns.len()).unwrap_or(u32::MAX));
        self.patterns.push(widened);
        Ok((id, reach))
    }

    /// The content item called `name`.
    ///
    /// # Errors
    /// [`PackFault`] at the name.
    pub fn role(&self, name: &Spanned<String>, site: &Site<'_>) -> Result<RoleId, PackFault> {
        let index = self.role_ids.iter().position(|id| *id == name.value);
        index
            .map(RoleId)
            .ok_or_else(|| unknown(site, name, "内容项", "content item", self.role_ids.iter().map(String::as_str)))
    }

    /// The content items called `names`.
    ///
    /// # Errors
    /// [`PackFault`] at the first unknown name.
    pub fn roles(&self, names: &[Spanned<String>], site: &Site<'_>) -> Result<Vec<RoleId>, PackFault> {
        names.iter().map(|name| self.role(name, site)).collect()
    }

    /// The entries of the word list called `name`.
    ///
    /// # Errors
    /// [`PackFault`] at the name.
    pub fn lexicon(&self, name: &Spanned<String>, site: &Site<'_>) -> Result<Vec<RawTextEntry>, PackFault> {
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
                        Some(site.span(article)),
                        format!("“{}”的“{}”未列为可引用条文", raw.source.value, article.value),
                        format!("`{}` of `{}` is not listed as an article that may be cited", article.value, raw.source.value),
                    )
                    .with_help(
                        "请先核对条文原文，再写入 pack.yaml 该依据的 articles；未核对的依据只引名称".into(),
                        "read the article first and list it under `articles` of the source in pack.yaml; cite unread instruments by name only".into(),
                    ));
            }
        }
        Ok(Basis { source, article: raw.article.map(|article| article.value), item: raw.item })
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

    fn compile_roles(&mut self, raw: &[RawRole], site: &Site<'_>) -> Result<RoleLexicon, PackFault> {
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

    fn compile_genre(&mut self, raw: Option<&RawGenre>) -> GenreCues {
        raw.map_or_else(GenreCues::default, |raw| GenreCues {
            words: self.weighted(&raw.words),
            other_titles: raw.other_titles.clone(),
            other_title_words: raw.other_title_words.clone(),
            title_words: raw.title_words.clone(),
            transitions: self.cues(&raw.transitions),
            threshold: raw.threshold,
        })
    }

    fn compile_rule(&mut self, raw: RawRule, site: &Site<'_>) -> Result<Rule, PackFault> {
        if raw.basis.is_empty() {
            return Err(site.fault(
                Some(site.span(&raw.id)),
                "规则没有依据（basis）".into(),
                "the rule has no basis".into(),
            ));
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
        })
    }

    fn automaton(&self) -> Result<Vec<u8>, String> {
        let mut literals: BTreeMap<String, Cue> = BTreeMap::new();
        for (word, cue) in &self.literals {
            for spelling in spellings(word) {
                // A word that is written half-width in a rule keeps its own cue.
                literals.entry(spelling).or_insert(*cue);
            }
        }
        let literals: Vec<(String, Cue)> = literals.into_iter().collect();
        Ok(CueSet::build(&literals, self.literals.len())?.to_bytes())
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
                let span = site.span(words);
                let at = site.file.text.get(span.start..).and_then(|text| text.find(&format!("{{{name}}}")));
                let span = at.map_or(span, |at| Span::new(span.start + at, span.start + at + name.len() + 2));
                let mut fault = site.fault(
                    Some(span),
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

fn unknown<'a>(
    site: &Site<'_>,
    name: &Spanned<String>,
    zh: &str,
    en: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> PackFault {
    let fault = site.fault(
        Some(site.span(name)),
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

/// A compiled rule set in the two parts in which it is stored.
#[derive(Debug)]
pub struct Compiled {
    /// Everything but the automaton.
    pub stored: StoredRuleSet,
    /// The bytes of the automaton.
    pub automaton: Vec<u8>,
}

impl Compiled {
    /// Makes the set ready to run.
    ///
    /// # Errors
    /// Never for bytes that were just compiled.
    pub fn open(self) -> Result<RuleSet, String> {
        self.stored.open(&self.automaton)
    }
}

/// What the packs give, gathered one after another.
#[derive(Debug, Default)]
struct Assembly {
    compiler: Compiler,
    faults: Vec<PackFault>,
    name: Option<PackName>,
    sources: Vec<BasisSource>,
    roles: RoleLexicon,
    genre: GenreCues,
    rows: Vec<Row>,
    rules: Vec<Rule>,
    instruments: Vec<RawInstrument>,
    known: Vec<String>,
    tables: Vec<PackFile>,
}

/// A row of the requirement matrix whose rule may come later.
#[derive(Debug)]
struct Row {
    file: PackFile,
    role: RoleId,
    rule: Option<Spanned<String>>,
}

impl Assembly {
    fn pack(&mut self, file: &PackFile, raw: RawPack) {
        let site = Site { file };
        self.name = Some(PackName { name: raw.name.value, version: raw.version, title: raw.title });
        for source in raw.sources {
            self.source(source, &site);
        }
        if !raw.roles.is_empty() {
            match self.compiler.compile_roles(&raw.roles, &site) {
                Ok(compiled) => self.roles = compiled,
                Err(fault) => self.faults.push(fault),
            }
        }
        if raw.genre.is_some() {
            self.genre = self.compiler.compile_genre(raw.genre.as_ref());
        }
        for requirement in raw.requirements {
            match self.compiler.role(&requirement.role, &site) {
                Ok(role) => self.rows.push(Row { file: file.clone(), role, rule: requirement.rule }),
                Err(fault) => self.faults.push(fault),
            }
        }
    }

    fn source(&mut self, source: RawSource, site: &Site<'_>) {
        let place = Some(site.span(&source.id));
        if self.compiler.source_ids.iter().any(|(id, _)| *id == source.id.value) {
            let zh = format!("依据编号“{}”重复", source.id.value);
            self.faults.push(site.fault(place, zh, format!("the source id `{}` occurs twice", source.id.value)));
            return;
        }
        if matches!(source.verified, Verified::Memory) && !source.articles.is_empty() {
            let zh = "未核对原文的依据（memory）不得列可引用条文".to_owned();
            self.faults.push(site.fault(place, zh, "a source known from memory may list no articles".into()));
        }
        self.compiler.source_ids.push((source.id.value.clone(), source.articles.clone()));
        self.sources.push(basis_source(source));
    }

    fn rule(&mut self, file: &PackFile, raw: RawRule) {
        let site = Site { file };
        if self.rules.iter().any(|rule| rule.id == raw.id.value) {
            let zh = format!("规则编号“{}”重复", raw.id.value);
            let en = format!("the rule id `{}` occurs twice", raw.id.value);
            self.faults.push(site.fault(Some(site.span(&raw.id)), zh, en));
            return;
        }
        match self.compiler.compile_rule(raw, &site) {
            Ok(rule) => self.rules.push(rule),
            Err(fault) => self.faults.push(fault),
        }
    }

    /// Takes in a table of instruments; a date that is none is a fault.
    fn table(&mut self, file: PackFile, raw: RawInstruments) {
        let site = Site { file: &file };
        for row in &raw.entries {
            for day in [&row.issued, &row.effective, &row.repealed].into_iter().flatten() {
                if PartialDate::parse(&day.value).is_none() {
                    let zh = format!("“{}”不是日期，应为 2025、2025-10 或 2025-10-23", day.value);
                    let en = format!("`{}` is no date; write 2025, 2025-10 or 2025-10-23", day.value);
                    self.faults.push(site.fault(Some(site.span(day)), zh, en));
                }
            }
        }
        self.instruments.extend(raw.entries);
        self.known.extend(raw.known);
        self.tables.push(file);
    }

    /// The table of instruments, now that all rows are known.
    fn instruments(&mut self) -> InstrumentTable {
        let raw = std::mem::take(&mut self.instruments);
        let (table, dangling) = InstrumentTable::build(raw, &self.known);
        for successor in dangling {
            // The value stands in the file whose text holds it at that place.
            let holds = |file: &&PackFile| value_span(&file.text, &successor).of(&file.text) == successor.value;
            let Some(file) = self.tables.iter().find(holds).or(self.tables.last()) else { continue };
            let site = Site { file };
            let fault = site.fault(
                Some(site.span(&successor)),
                format!("successor“{}”不是表中任何一行的 title", successor.value),
                format!("the successor `{}` is no title of the table", successor.value),
            );
            let near = nearest(&successor.value, table.rows().iter().map(|row| row.title.as_str()));
            self.faults.push(match near {
                Some(near) => fault.with_help(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => fault,
            });
        }
        table
    }

    /// The rows with their rules, now that all rules are known.
    fn requirements(&mut self) -> Vec<Requirement> {
        let mut out = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            let index = row.rule.as_ref().map(|id| self.rules.iter().position(|rule| rule.id == id.value).ok_or(id));
            match index.transpose() {
                Ok(rule) => out.push(Requirement { role: row.role, rule }),
                Err(id) => {
                    let known = self.rules.iter().map(|rule| rule.id.as_str());
                    self.faults.push(unknown(&Site { file: &row.file }, id, "规则", "rule", known));
                }
            }
        }
        out
    }
}

/// Compiles packs, the base first, into one rule set. Faulty rules are reported and left out.
#[must_use]
pub fn compile(packs: Vec<LoadedPack>) -> (Option<Compiled>, Vec<PackFault>) {
    let mut assembly = Assembly::default();
    for pack in packs {
        assembly.faults.extend(pack.faults);
        assembly.compiler.lexicons.extend(pack.lexicons);
        for (file, raw) in pack.instruments {
            assembly.table(file, raw);
        }
        if let Some((file, raw)) = pack.pack {
            assembly.pack(&file, raw);
        }
        for (file, raw) in pack.rules {
            assembly.rule(&file, raw);
        }
    }
    let requirements = assembly.requirements();
    let instruments = assembly.instruments();
    let automaton = match assembly.compiler.automaton() {
        Ok(automaton) => automaton,
        Err(words) => {
            let zh = format!("词表无法编译：{words}");
            assembly.faults.push(PackFault::new("", "", None, zh, format!("the literals cannot be compiled: {words}")));
            return (None, assembly.faults);
        }
    };
    let stored = StoredRuleSet {
        pack: assembly.name.unwrap_or_default(),
        rules: assembly.rules,
        sources: assembly.sources,
        roles: assembly.roles,
        requirements,
        genre: assembly.genre,
        instruments,
        cue_count: assembly.compiler.literals.len(),
        patterns: assembly.compiler.patterns,
    };
    (Some(Compiled { stored, automaton }), assembly.faults)
}

fn basis_source(raw: RawSource) -> BasisSource {
    BasisSource {
        id: raw.id.value,
        title: raw.title,
        number: raw.number,
        verified: raw.verified,
        effective: raw.effective,
        note: raw.note,
    }
}
