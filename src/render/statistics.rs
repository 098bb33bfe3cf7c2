//! How often each rule found something, over all inputs of a run.

use std::collections::BTreeMap;

use serde::Serialize;

use super::table::{cut, pad};
use super::{Paint, clean};
use crate::diagnostic::{Applicability, Lang, Severity, Text};
use crate::report::Report;
use crate::rule::RuleSet;

/// A rule in the statistics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What it finds.
    pub title: Text,
    /// The heaviest of its findings.
    pub severity: Severity,
    /// How many findings.
    pub findings: usize,
    /// In how many documents.
    pub documents: usize,
    /// How many of them `--fix` mends.
    pub fixable: usize,
}

/// The tallies by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    tallies: BTreeMap<String, Tally>,
}

/// A row of the JSON contract.
#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    severity: &'static str,
    findings: usize,
    documents: usize,
    fixable: usize,
}

impl Statistics {
    /// Those of one report: all its findings, also those that are not shown.
    #[must_use]
    pub fn of(report: &Report, rules: &RuleSet) -> Self {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for found in &report.diagnostics {
            let tally = tallies.entry(found.rule.clone()).or_insert_with(|| Tally {
                title: rules.rule(&found.rule).map(|rule| rule.title.clone()).unwrap_or_default(),
                severity: found.severity,
                findings: 0,
                documents: 1,
                fixable: 0,
            });
            tally.severity = tally.severity.max(found.severity);
            tally.findings += 1;
            let safe = found.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
            tally.fixable += usize::from(safe);
        }
        Self { tallies }
    }

    /// Adds those of another report.
    pub fn add(&mut self, other: &Self) {
        for (rule, other) in &other.tallies {
            match self.tallies.get_mut(rule) {
                Some(own) => {
                    own.severity = own.severity.max(other.severity);
                    own.findings += other.findings;
                    own.documents += other.documents;
                    own.fixable += other.fixable;
                }
                None => {
                    self.tallies.insert(rule.clone(), other.clone());
                }
            }
        }
    }

    /// The rules with the most findings first, equal ones by name.
    fn rows(&self) -> Vec<(&String, &Tally)> {
        let mut rows: Vec<_> = self.tallies.iter().collect();
        rows.sort_by_key(|(rule, tally)| (std::cmp::Reverse(tally.findings), *rule));
        rows
    }

    /// As an array of JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let rows: Vec<Row<'_>> = self
            .rows()
            .into_iter()
            .map(|(rule, tally)| Row {
                rule,
                severity: tally.severity.as_str(),
                findings: tally.findings,
                documents: tally.documents,
                fixable: tally.fixable,
            })
            .collect();
        serde_json::to_string(&rows).unwrap_or_default()
    }

    /// As a table for people.
    #[must_use]
    pub fn table(&self, lang: Lang, width: usize, paint: Paint) -> String {
        let mut out = format!("{}\n", paint.bold(lang.pick("各规则的问题数", "Findings by rule")));
        if self.tallies.is_empty() {
            out.push_str(lang.pick("  没有问题\n", "  none\n"));
            return out;
        }
        let names = lang.pick("条数  份数  可改正", "findings  documents  fixable");
        out.push_str(&paint.dim(&format!("  {names}\n")));
        for (rule, tally) in self.rows() {
            let numbers = match lang {
                Lang::Zh => format!("{:>4}  {:>4}  {:>6}", tally.findings, tally.documents, tally.fixable),
                Lang::En => format!("{:>8}  {:>9}  {:>7}", tally.findings, tally.documents, tally.fixable),
            };
            let weight = match tally.severity {
                Severity::Error => lang.pick("错误", "error"),
                Severity::Warning => lang.pick("警告", "warning"),
                Severity::Info => lang.pick("提示", "hint"),
            };
            let weight = paint.severity(tally.severity, &pad(weight, if lang == Lang::Zh { 6 } else { 9 }));
            let title = cut(&clean(tally.title.get(lang)), width.saturating_sub(66).max(20));
            out.push_str(format!("  {numbers}  {weight}{}  {title}", pad(rule, 34)).trim_end());
            out.push('\n');
        }
        out
    }
}
