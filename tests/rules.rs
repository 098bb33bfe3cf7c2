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

use fazhi::check::case::run_cases;
use fazhi::rule::load::{load, read_folder};
use fazhi::rule::{compile, raw::RawRule};

/// `FAZHI_RULE=part-of-an-id` looks at those rules only.
fn only() -> String {
    std::env::var("FAZHI_RULE").unwrap_or_default()
}

fn national() -> (fazhi::rule::RuleSet, Vec<RawRule>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/national");
    let files = read_folder(&folder).expect("the national pack can be read");
    let (stored, faults) = compile(vec![load(files.clone())]);
    let faults = faults.iter().filter(|fault| fault.file.contains(&only()));
    let shown: Vec<String> = faults
        .clone()
        .map(|fault| {
            let line = fault.span.map_or(0, |span| fault.text[..span.start].lines().count());
            let words = fault.span.map_or("", |span| &fault.text[span.start..span.end]);
            format!(
                "{}:{line} `{words}`: {} {}",
                fault.file,
                fault.message.zh,
                fault.help.as_ref().map_or("", |help| &help.zh)
            )
        })
        .collect();
    let faults: Vec<_> = faults.collect();
    assert!(faults.is_empty(), "{}", shown.join("\n"));
    let rules = stored.expect("it compiles").open().expect("its automaton opens");
    let raw = load(files).rules.into_iter().map(|(_, rule)| rule).collect();
    (rules, raw)
}

#[test]
fn every_rule_passes_its_own_tests() {
    let (rules, raw) = national();
    let mut failures = Vec::new();
    for rule in &raw {
        let id = &rule.id.value;
        if !id.contains(&only()) {
            continue;
        }
        let Some(compiled) = rules.rule(id) else {
            failures.push(format!("{id}: not compiled"));
            continue;
        };
        for failure in run_cases(&rules, compiled, &rule.tests) {
            failures.push(format!("{id} [{}]: {}", failure.case, failure.reason));
        }
    }
    assert!(failures.is_empty(), "{} failing:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_has_enough_tests_and_a_complete_page() {
    let (_, raw) = national();
    let mut lacking = Vec::new();
    for rule in raw.iter().filter(|rule| rule.id.value.contains(&only())) {
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
    let (rules, _) = national();
    let ids: BTreeSet<&str> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    let expected: BTreeSet<&str> = include_str!("catalogue.txt").lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(ids, expected);
}
