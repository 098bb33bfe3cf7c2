//! Every rule file carries its own tests; this runs them and looks over the catalogue as a whole.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

use std::collections::BTreeSet;

use std::path::Path;

use fazhi::check::case::{CaseOutcome, run_cases};
use fazhi::rule::inherit::{Store, inherit};
use fazhi::rule::load::{Files, load, read_folder};
use fazhi::rule::{Literals, RuleSet, compile, raw::RawRule};

/// `FAZHI_RULE=part-of-an-id` looks at those rules only.
fn only() -> String {
    std::env::var("FAZHI_RULE").unwrap_or_default()
}

/// Every pack in `rules/`, compiled with all that it extends, and its own rules as written.
fn packs() -> Vec<(String, RuleSet, Vec<RawRule>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let read = |name: &str| read_folder(&root.join(name)).ok();
    let names = fazhi::builtin::names();
    let store = Store { files: &read, names: &names };
    let mut out = Vec::new();
    for name in &names {
        let mut files = Files::default();
        let pack = load(read(name).expect("the pack can be read"), &mut files);
        let mut literals = Literals::default();
        let (compiled, faults) = compile(inherit(vec![pack], &store, &mut files), &files, &mut literals);
        let shown: Vec<String> = faults
            .iter()
            .filter(|fault| fault.file.contains(&only()))
            .map(|fault| {
                let line = fault.span.map_or(0, |span| fault.text[..span.start].lines().count());
                let words = fault.span.map_or("", |span| &fault.text[span.start..span.end]);
                let help = fault.help.as_ref().map_or("", |help| &help.zh);
                format!("{}:{line} `{words}`: {} {help}", fault.file, fault.message.zh)
            })
            .collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
        let rules = compiled.expect("it compiles").open(&literals).expect("its words make a set");
        let mut files = Files::default();
        let raw = load(read(name).expect("as before"), &mut files).rules.into_iter().map(|rule| rule.raw).collect();
        out.push(((*name).to_owned(), rules, raw));
    }
    out
}

#[test]
fn every_rule_passes_its_own_tests() {
    let mut failures = Vec::new();
    for (pack, rules, raw) in packs() {
        for rule in &raw {
            let id = &rule.id.value;
            if !id.contains(&only()) {
                continue;
            }
            let off = rules.rule(id).is_none_or(|rule| rule.disabled.is_some());
            if off && rule.disabled.is_some() {
                continue;
            }
            for result in run_cases(&rules, id, &rule.tests) {
                if result.outcome != CaseOutcome::Validated {
                    failures.push(format!(
                        "{pack}/{id} [{} {}]: {} {}",
                        result.kind.as_str(),
                        result.number,
                        result.outcome.as_str(),
                        result.told.zh
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failing:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_has_enough_tests_and_a_complete_page() {
    let mut lacking = Vec::new();
    let packs = packs();
    let raw = packs.iter().flat_map(|(.., raw)| raw);
    for rule in raw.filter(|rule| rule.id.value.contains(&only())) {
        let id = &rule.id.value;
        let enough = rule.disabled.is_some() || rule.tests.pass.len() >= 2 && rule.tests.fail.len() >= 2;
        if !enough {
            lacking.push(format!("{id}: fewer than two passing or two failing tests"));
        }
        let narrow =
            !rule.applies.levels.is_empty() || rule.applies.years.from.is_some() || rule.applies.years.to.is_some();
        if narrow && rule.disabled.is_none() && rule.tests.inapplicable.is_empty() {
            lacking.push(format!("{id}: narrower than everything, but without an inapplicable test"));
        }
        let texts =
            [&rule.title.zh, &rule.title.en, &rule.docs.why.zh, &rule.docs.why.en, &rule.docs.bad, &rule.docs.good];
        if texts.iter().any(|text| text.trim().is_empty()) {
            lacking.push(format!("{id}: title, why, bad or good is empty"));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn the_catalogue_is_complete() {
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let ids: BTreeSet<&str> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    let expected: BTreeSet<&str> = include_str!("catalogue.txt").lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(ids, expected);
}
