//! Raw packs to a rule set: every reference resolved, every pattern and template checked, literals gathered.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Confidence, Text};
use crate::document::cue::{Cue, CueSet};
use crate::facts::{ClauseCues, GenreCues, RoleCues, RoleId, RoleLexicon, WeightedCue};
use crate::source::Span;

use super::fault::{PackFault, nearest};
use super::inherit::Lineage;
use super::instrument::{InstrumentTable, RawInstrument, RawInstruments};
use super::load::{Files, LoadedPack, LoadedRule};
use super::matcher::{PartialDate, RawTextEntry};
use super::pattern::{PatternId, PatternPool, spellings, validate};
use super::raw::{
    RawBasis, RawClause, RawGenre, RawMessage, RawPack, RawRole, RawRule, RawSource, RawWeighted, Verified, Years,
};
use super::yaml::{Located, Mismatch, Node, Place, append_by_id, typed};
use super::{Basis, BasisSource, PackName, Requirement, Rule, RuleSet, StoredRuleSet};

/// Most characters between two steps of a clause, where a pack does not say.
const GAP: usize = 24;

/// The files that are being compiled, for fault messages.
#[derive(Debug)]
pub struct Site<'a> {
    files: &'a Files,
}

impl Site<'_> {
    /// A fault at a place.
    #[must_use]
    pub fn fault(&self, place: Option<Place>, zh: String, en: String) -> PackFault {
        self.files.fault(place, zh, en)
    }
}

/// The literal words of rule sets that share one automaton.
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

    /// The bytes of the automaton that finds them all.
    ///
    /// # Errors
    /// The words of the library when they are too many.
    pub fn automaton(&self) -> Result<Vec<u8>, String> {
        let mut literals: BTreeMap<String, Cue> = BTreeMap::new();
        for (word, cue) in &self.0 {
            for spelling in spellings(word) {
                // A word that is written half-width in a rule keeps its own cue.
                literals.entry(spelling).or_insert(*cue);
            }
        }
        let literals: Vec<(String, Cue)> = literals.into_iter().collect();
        Ok(CueSet::build(&literals, self.0.len())?.to_bytes())
    }
}

/// Gathers literals, patterns and names while rules are compiled.
#[derive(Debug, Default)]
pub struct Compiler {
    literals: Literals,
    patterns: Vec<String>,
    role_ids: Vec<String>,
    source_ids: Vec<(String, Vec<String>)>,
    lexicons: BTreeMap<String, Vec<RawTextEntry>>,
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

    /// A checked pattern, and the most bytes that a match of it can have, if there is a limit.
    ///
    /// # Errors
    /// [`PackFault`] at the pattern.
    pub fn pattern(
        &mut self,
        source: &Located<String>,
        site: &Site<'_>,
    ) -> Result<(PatternId, Option<usize>), PackFault> {
        let (widened, reach) = validate(&source.value).map_err(|words| {
            site.fault(
                Some(source.place),
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

fn unknown<'a>(
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

/// A compiled rule set; its automaton is made of the [`Literals`] it was compiled with.
#[derive(Debug)]
pub struct Compiled {
    /// Everything but the automaton.
    pub stored: StoredRuleSet,
    /// Whether rules were left out because they are faulty.
    pub incomplete: bool,
}

impl Compiled {
    /// Makes the set ready to run.
    ///
    /// # Errors
    /// When the automaton cannot be built of so many words.
    pub fn open(self, literals: &Literals) -> Result<RuleSet, String> {
        let cues = CueSet::from_bytes(&literals.automaton()?, literals.len())?;
        let mut rules = self.stored.open(Arc::new(cues), &mut PatternPool::default());
        rules.incomplete = self.incomplete;
        Ok(rules)
    }
}

/// What the packs give, gathered one after another.
#[derive(Debug, Default)]
struct Assembly {
    compiler: Compiler,
    faults: Vec<PackFault>,
    names: Vec<PackName>,
    sources: Vec<BasisSource>,
    role_nodes: Vec<Node>,
    roles: RoleLexicon,
    genre: GenreCues,
    rows: Vec<Row>,
    rules: Vec<Rule>,
    instruments: Vec<RawInstrument>,
    known: Vec<String>,
    /// The pack that brought each rule.
    owners: BTreeMap<String, usize>,
}

/// A row of the requirement matrix whose rule may come later.
#[derive(Debug)]
struct Row {
    role: RoleId,
    rule: Option<Located<String>>,
}

impl Assembly {
    /// Sources, genre and names of a pack, and its content items joined with those already there.
    fn head(&mut self, pack: &mut LoadedPack, site: &Site<'_>) {
        let index = self.names.len();
        append_by_id(&mut self.role_nodes, std::mem::take(&mut pack.roles), "id");
        let Some((head, _)) = &mut pack.head else {
            self.names.push(PackName::default());
            return;
        };
        self.names.push(name_of(head));
        for source in std::mem::take(&mut head.sources) {
            self.source(source, index, site);
        }
        if let Some(genre) = head.genre.take() {
            self.genre = self.compiler.compile_genre(Some(&genre));
        }
    }

    fn roles(&mut self, site: &Site<'_>) {
        let nodes = std::mem::take(&mut self.role_nodes);
        let mut raw: Vec<RawRole> = Vec::with_capacity(nodes.len());
        for node in &nodes {
            match typed(node) {
                Ok(role) => raw.push(role),
                Err(fault) => self.faults.push(site.files.mismatch(fault)),
            }
        }
        match self.compiler.compile_roles(&raw, site) {
            Ok(compiled) => self.roles = compiled,
            Err(fault) => self.faults.push(fault),
        }
    }

    fn rows(&mut self, pack: &mut LoadedPack, site: &Site<'_>) {
        let Some((head, _)) = &mut pack.head else { return };
        for requirement in std::mem::take(&mut head.requirements) {
            match self.compiler.role(&requirement.role, site) {
                Ok(role) => {
                    // A pack may name another rule for a row that is already there.
                    self.rows.retain(|row| row.role != role);
                    self.rows.push(Row { role, rule: requirement.rule });
                }
                Err(fault) => self.faults.push(fault),
            }
        }
        self.rows.sort_by_key(|row| row.role.0);
    }

    fn source(&mut self, source: RawSource, pack: usize, site: &Site<'_>) {
        let place = Some(source.id.place);
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
        let (source, fault) = basis_source(source, pack);
        self.sources.push(source);
        self.faults.extend(fault.map(|fault| site.files.mismatch(fault)));
    }

    fn rule(&mut self, loaded: LoadedRule, pack: usize, site: &Site<'_>) {
        let raw = loaded.raw;
        if let Some(owner) = self.owners.get(&raw.id.value) {
            let zh = format!("规则编号“{}”重复", raw.id.value);
            let en = format!("the rule id `{}` occurs twice", raw.id.value);
            let fault = site.fault(Some(raw.id.place), zh, en);
            self.faults.push(if *owner == pack {
                fault
            } else {
                fault.with_help(
                    "要修改继承来的规则，请写在 pack.yaml 的 overrides 里".into(),
                    "to change an inherited rule, write it under `overrides` in pack.yaml".into(),
                )
            });
            return;
        }
        match self.compiler.compile_rule(raw, site) {
            Ok(rule) => {
                let changed_by = loaded.changes.iter().map(|(pack, _)| *pack).collect();
                self.owners.insert(rule.id.clone(), pack);
                self.rules.push(Rule { pack, changed_by, ..rule });
            }
            Err(fault) => self.faults.push(fault),
        }
    }

    /// Takes in a table of instruments; a date that is none is a fault.
    fn table(&mut self, raw: RawInstruments, site: &Site<'_>) {
        for row in &raw.entries {
            for day in [&row.issued, &row.effective, &row.repealed].into_iter().flatten() {
                if PartialDate::parse(&day.value).is_none() {
                    let zh = format!("“{}”不是日期，应为 2025、2025-10 或 2025-10-23", day.value);
                    let en = format!("`{}` is no date; write 2025, 2025-10 or 2025-10-23", day.value);
                    self.faults.push(site.fault(Some(day.place), zh, en));
                }
            }
        }
        self.instruments.extend(raw.entries);
        self.known.extend(raw.known);
    }

    /// The table of instruments, now that all rows are known.
    fn instruments(&mut self, site: &Site<'_>) -> InstrumentTable {
        let raw = std::mem::take(&mut self.instruments);
        let (table, dangling) = InstrumentTable::build(raw, &self.known);
        for successor in dangling {
            let fault = site.fault(
                Some(successor.place),
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
    fn requirements(&mut self, broken: &[String], site: &Site<'_>) -> Vec<Requirement> {
        let mut out = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            let index = row.rule.as_ref().map(|id| self.rules.iter().position(|rule| rule.id == id.value).ok_or(id));
            match index.transpose() {
                Ok(rule) => out.push(Requirement { role: row.role, rule }),
                Err(id) if broken.contains(&id.value) => {}
                Err(id) => {
                    let known = self.rules.iter().map(|rule| rule.id.as_str());
                    self.faults.push(unknown(site, id, "规则", "rule", known));
                }
            }
        }
        out
    }
}

/// Compiles packs, the base first, into one rule set. Faulty rules are reported and left out.
#[must_use]
pub fn compile(lineage: Lineage, files: &Files, literals: &mut Literals) -> (Option<Compiled>, Vec<PackFault>) {
    let site = &Site { files };
    let mut assembly = Assembly { faults: lineage.faults, ..Assembly::default() };
    if lineage.unusable {
        assembly.faults.extend(lineage.packs.into_iter().flat_map(|pack| pack.faults));
        return (None, assembly.faults);
    }
    assembly.compiler.literals = std::mem::take(literals);
    let mut broken = Vec::new();
    let mut packs = lineage.packs;
    for pack in &mut packs {
        assembly.faults.append(&mut pack.faults);
        for (name, entries) in std::mem::take(&mut pack.lexicons) {
            assembly.compiler.lexicons.entry(name).or_default().extend(entries);
        }
        for raw in std::mem::take(&mut pack.instruments) {
            assembly.table(raw, site);
        }
        assembly.head(pack, site);
        broken.append(&mut pack.broken);
    }
    assembly.roles(site);
    for pack in &mut packs {
        assembly.rows(pack, site);
    }
    for (index, pack) in packs.into_iter().enumerate() {
        for loaded in pack.rules {
            let id = loaded.raw.id.value.clone();
            let before = assembly.rules.len();
            assembly.rule(loaded, index, site);
            if assembly.rules.len() == before {
                broken.push(id);
            }
        }
    }
    let requirements = assembly.requirements(&broken, site);
    let instruments = assembly.instruments(site);
    *literals = assembly.compiler.literals;
    let stored = StoredRuleSet {
        packs: assembly.names,
        rules: assembly.rules,
        sources: assembly.sources,
        roles: assembly.roles,
        requirements,
        genre: assembly.genre,
        instruments,
        patterns: assembly.compiler.patterns,
    };
    (Some(Compiled { stored, incomplete: !assembly.faults.is_empty() }), assembly.faults)
}

fn name_of(head: &RawPack) -> PackName {
    PackName {
        name: head.name.value.clone(),
        version: head.version.clone(),
        title: head.title.clone(),
        description: head.description.clone(),
        provinces: head.provinces.iter().map(|province| province.value.clone()).collect(),
        extends: head.extends.iter().flatten().map(|name| name.value.clone()).collect(),
    }
}

fn basis_source(raw: RawSource, pack: usize) -> (BasisSource, Option<Mismatch>) {
    let mut fault = None;
    let mut year = |date: Option<&Located<String>>| {
        let date = date?;
        let year = date.value.get(..4).and_then(|year| year.parse::<i32>().ok());
        if year.is_none() {
            let (zh, en) = ("日期写成 2019-04-15、2019-04 或 2019", "write 2019-04-15, 2019-04 or 2019");
            fault = Some(Mismatch::new(date.place, zh, en));
        }
        year
    };
    // A report on a year is written after its end: whatever took effect during the year can be held against it.
    let by_dates = Years { from: year(raw.effective.as_ref()), to: year(raw.until.as_ref()) };
    let source = BasisSource {
        id: raw.id.value,
        title: raw.title,
        number: raw.number,
        verified: raw.verified,
        effective: raw.effective.map(|date| date.value),
        until: raw.until.map(|date| date.value),
        years: raw.report_years.unwrap_or(by_dates),
        note: raw.note,
        pack,
    };
    (source, fault)
}
