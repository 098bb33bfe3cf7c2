//! The tests that stand inside rule files.

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::{CalendarDate, Overrides, Subject};
use crate::rule::raw::{RawCase, RawTests};
use crate::rule::{Rule, RuleSet};
use crate::source::{Source, Span};

use super::{Outcome, run_rule};

/// Why a test of a rule fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which test: `fail 2`, counted from 1.
    pub case: String,
    /// What went wrong.
    pub reason: String,
}

/// Runs the tests of `rule`; an empty list is success.
#[must_use]
pub fn run_cases(rules: &RuleSet, rule: &Rule, tests: &RawTests) -> Vec<Failure> {
    let mut failures = Vec::new();
    let groups = [("pass", &tests.pass), ("fail", &tests.fail), ("inapplicable", &tests.inapplicable)];
    for (kind, cases) in groups {
        for (index, case) in cases.iter().enumerate() {
            if let Some(reason) = run_case(rules, rule, kind, case) {
                failures.push(Failure { case: format!("{kind} {}", index + 1), reason });
            }
        }
    }
    failures
}

fn run_case(rules: &RuleSet, rule: &Rule, kind: &str, case: &RawCase) -> Option<String> {
    let (text, marks) = unmark(&case.text);
    let source = Source::from_text("case.txt", &text);
    let published = case.published.as_deref().and_then(CalendarDate::parse);
    let overrides = Overrides { level: case.level, province: None, year: case.year, published, as_report: true };
    let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
    let outcome = run_rule(rules, rule, &subject);
    match (kind, outcome) {
        ("fail", Outcome::Finding(found)) => wrong_finding(&found, &marks, case.severity, &text),
        ("fail", other) => Some(format!("silent: {other:?}")),
        (_, Outcome::Finding(found)) => {
            let words: Vec<String> = found.iter().map(|d| format!("{:?} {}", d.span.of(&text), d.message.zh)).collect();
            Some(format!("fires: {}", words.join(" / ")))
        }
        ("inapplicable", Outcome::Satisfied(_)) => Some("satisfied, not inapplicable".to_owned()),
        _ => None,
    }
}

fn wrong_finding(found: &[Diagnostic], marks: &[Span], severity: Option<Severity>, text: &str) -> Option<String> {
    if let Some(expected) = severity
        && !found.iter().any(|diagnostic| diagnostic.severity == expected)
    {
        return Some(format!("weight {:?}, expected {expected:?}", found.first().map(|d| d.severity)));
    }
    let places: Vec<Span> =
        found.iter().flat_map(|d| std::iter::once(d.span).chain(d.labels.iter().map(|label| label.span))).collect();
    for mark in marks {
        // A place of insertion is the same on both sides of a line break.
        let same = |place: &Span| {
            place == mark || place.is_empty() && mark.is_empty() && place.join(*mark).of(text).trim().is_empty()
        };
        if !places.iter().any(same) {
            let underlined: Vec<&str> = places.iter().map(|span| span.of(text)).collect();
            return Some(format!("{:?} is not underlined, but {underlined:?}", mark.of(text)));
        }
    }
    None
}

/// Takes the `[[…]]` marks out of a test text and returns where the marked words stand in the rest.
#[must_use]
pub fn unmark(marked: &str) -> (String, Vec<Span>) {
    let mut text = String::with_capacity(marked.len());
    let mut marks = Vec::new();
    let mut rest = marked;
    while let Some((head, tail)) = rest.split_once("[[") {
        let Some((words, behind)) = tail.split_once("]]") else {
            break;
        };
        text.push_str(head);
        marks.push(Span::new(text.len(), text.len() + words.len()));
        text.push_str(words);
        rest = behind;
    }
    text.push_str(rest);
    (text, marks)
}
