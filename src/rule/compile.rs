//! Raw packs to a rule set: what each pack brings, in the order of inheritance.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::{GenreCues, RoleId, RoleLexicon};

use super::compiler::{Compiler, Literals, Site, unknown};
use super::fault::{PackFault, nearest};
use super::inherit::Lineage;
use super::instrument::{InstrumentTable, RawInstrument, RawInstruments};
use super::load::{Files, LoadedPack, LoadedRule};
use super::matcher::PartialDate;
use super::pattern::PatternPool;
use super::raw::{RawPack, RawRole, RawSource, Verified, Years};
use super::yaml::{Located, Mismatch, Node, append_by_id, typed};
use super::{BasisSource, PackName, Requirement, Rule, RuleSet, StoredRuleSet};

/// A compiled rule set; its set of cues is made of the [`Literals`] it was compiled with.
#[derive(Debug)]
pub struct Compiled {
    /// Everything but the cues.
    pub stored: StoredRuleSet,
    /// Whether rules were left out because they are faulty.
    pub incomplete: bool,
}

impl Compiled {
    /// Makes the set ready to run.
    ///
    /// # Errors
    /// See [`CueSet::build`](crate::document::cue::CueSet::build).
    pub fn open(self, literals: &Literals) -> Result<RuleSet, String> {
        let cues = literals.cue_set()?;
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
