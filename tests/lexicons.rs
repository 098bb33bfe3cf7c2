//! The word lists of the pack: every row states its source, finds what it is for, and leaves right sentences alone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::collections::BTreeSet;

use fazhi::check::{Outcome, run_rule};
use fazhi::facts::{Overrides, Subject};
use fazhi::rule::load::{Files, load, read_folder};
use fazhi::rule::matcher::RawTextEntry;
use fazhi::source::Source;

/// The lists of groups K and the rules that use them.
const LISTS: [(&str, &str); 4] = [
    ("serious", "lang-serious-misstatement"),
    ("fazhi", "lang-fazhi-confusion"),
    ("typos", "lang-typo-list"),
    ("repeats", "lang-repeated-word"),
];

fn rows(list: &str) -> Vec<RawTextEntry> {
    let files = read_folder(&support::project("rules/national")).unwrap();
    load(files, &mut Files::default()).lexicons.into_iter().find(|(name, _)| name == list).unwrap().1
}

fn outcome(rule: &str, sentence: &str, year: i32) -> Outcome {
    let rules = support::national();
    let text = format!("云岭县{year}年法治政府建设年度报告\n一、主要举措和成效\n{sentence}\n");
    let source = Source::from_text("t.txt", &text);
    let overrides = Overrides { year: Some(year), as_report: true, ..Overrides::default() };
    let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
    run_rule(rules, rules.rule(rule).unwrap(), &subject)
}

#[test]
fn rows_are_sorted_state_their_source_and_never_suggest_what_they_find() {
    let mut wrong = Vec::new();
    for (list, _) in LISTS {
        let mut before = String::new();
        for row in rows(list) {
            let words = row.term.as_ref().or(row.regex.as_ref()).unwrap().value.clone();
            if words < before {
                wrong.push(format!("{list}: {words} stands behind {before}"));
            }
            if row.source.as_ref().is_none_or(|source| source.trim().is_empty()) {
                wrong.push(format!("{list}: {words} has no source"));
            }
            // A mended text must not be found fault with again.
            if let (Some(term), Some(suggest)) = (&row.term, &row.suggest)
                && suggest.contains(term.value.as_str())
            {
                wrong.push(format!("{list}: {words} suggests itself"));
            }
            before = words;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_finds_its_words() {
    let mut wrong = Vec::new();
    for (list, rule) in LISTS {
        for row in rows(list) {
            let Some(term) = &row.term else { continue };
            let from = row.years.from.unwrap_or(2024).max(2019);
            let year = row.years.to.map_or(from, |to| from.min(to));
            let head = row.preceded_by.first().map_or("依法", String::as_str);
            let tail = row.followed_by.first().map_or("", String::as_str);
            let context = row.context.first().map_or("", String::as_str);
            let sentence = format!("{context}，全县{head}{}{tail}，成效明显。", term.value);
            let found = match outcome(rule, &sentence, year) {
                Outcome::Finding(found) => found,
                other => {
                    wrong.push(format!("{list}: {} is not found in {sentence}: {other:?}", term.value));
                    continue;
                }
            };
            if !found.iter().any(|found| found.message.zh.contains(&term.value)) {
                wrong.push(format!("{list}: {} in {sentence}: {}", term.value, found[0].message.zh));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of the rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn right_sentences_are_left_alone() {
    let mut wrong = Vec::new();
    let mut lists = BTreeSet::new();
    for line in include_str!("lexicons/tempting.txt").lines().filter(|line| !line.starts_with('#')) {
        let (list, sentence) = line.split_once('\t').expect("list, TAB, sentence");
        lists.insert(list);
        let (_, rule) = LISTS.into_iter().find(|(name, _)| *name == list).expect("a known list");
        for year in [2019, 2025] {
            if let Outcome::Finding(found) = outcome(rule, sentence, year) {
                let words: Vec<&str> = found.iter().map(|found| found.message.zh.as_str()).collect();
                wrong.push(format!("{sentence} {words:?}"));
            }
        }
    }
    assert_eq!(lists.len(), LISTS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A safe fix leaves every figure as it is.
#[test]
fn safe_rows_change_no_figure() {
    let digits = |words: &str| words.chars().filter(char::is_ascii_digit).collect::<String>();
    let files = read_folder(&support::project("rules/national")).unwrap();
    for (list, rows) in load(files, &mut Files::default()).lexicons {
        for row in rows.into_iter().filter(|row| row.fix == Some(fazhi::diagnostic::Applicability::Safe)) {
            if let (Some(term), Some(suggest)) = (&row.term, &row.suggest) {
                assert_eq!(digits(&term.value), digits(suggest), "{list}: {}", term.value);
            }
        }
    }
}
