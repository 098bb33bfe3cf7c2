//! The tests that stand inside rule files.

use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::facts::{CalendarDate, Overrides, Subject};
use crate::rule::RuleSet;
use crate::rule::raw::{RawCase, RawTests};
use crate::source::{Source, Span};

use super::{Outcome, run_rule};

/// Under which heading a test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// The rule must be silent.
    Pass,
    /// The rule must fire.
    Fail,
    /// The rule must not apply.
    Inapplicable,
}

impl CaseKind {
    /// The key of the rule file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Inapplicable => "inapplicable",
        }
    }
}

/// What became of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseOutcome {
    /// As the test says.
    Validated,
    /// The rule fires where it must be silent.
    Noisy,
    /// The rule is silent where it must fire.
    Missing,
    /// The rule fires, but at other words.
    WrongSpan,
    /// The rule fires with another weight.
    WrongSeverity,
    /// The rule applies where it must not.
    Applied,
}

impl CaseOutcome {
    /// The word of machine-readable answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Validated => "validated",
            Self::Noisy => "noisy",
            Self::Missing => "missing",
            Self::WrongSpan => "wrong-span",
            Self::WrongSeverity => "wrong-severity",
            Self::Applied => "applied",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Validated => ("通过", "validated"),
            Self::Noisy => ("误报", "noisy"),
            Self::Missing => ("漏报", "missing"),
            Self::WrongSpan => ("位置不对", "wrong span"),
            Self::WrongSeverity => ("级别不对", "wrong weight"),
            Self::Applied => ("不应适用", "applied"),
        }
    }
}

/// A test that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// Under which heading it stands.
    pub kind: CaseKind,
    /// Its number under the heading, from 1.
    pub number: usize,
    /// What became of it.
    pub outcome: CaseOutcome,
    /// More about it; empty if it is as it says.
    pub told: Text,
}

/// Runs the tests of the rule `id`. A rule that is not there, or disabled, is silent.
#[must_use]
pub fn run_cases(rules: &RuleSet, id: &str, tests: &RawTests) -> Vec<CaseResult> {
    let groups =
        [(CaseKind::Pass, &tests.pass), (CaseKind::Fail, &tests.fail), (CaseKind::Inapplicable, &tests.inapplicable)];
    let mut results = Vec::new();
    for (kind, cases) in groups {
        for (index, case) in cases.iter().enumerate() {
            let (outcome, told) = run_case(rules, id, kind, case);
            results.push(CaseResult { kind, number: index + 1, outcome, told });
        }
    }
    results
}

fn run_case(rules: &RuleSet, id: &str, kind: CaseKind, case: &RawCase) -> (CaseOutcome, Text) {
    let (text, marks) = unmark(&case.text.value);
    let source = Source::from_text("case.txt", &text);
    let published = case.published.as_deref().and_then(CalendarDate::parse);
    let overrides = Overrides { level: case.level, province: None, year: case.year, published, as_report: true };
    let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
    let outcome = match rules.rule(id).filter(|rule| rule.disabled.is_none()) {
        Some(rule) => run_rule(rules, rule, &subject),
        None => Outcome::NotApplicable(Text {
            zh: "没有这条规则，或已停用".into(),
            en: "no such rule, or disabled".into(),
        }),
    };
    match (kind, outcome) {
        (CaseKind::Fail, Outcome::Finding(found)) => judge_finding(&found, &marks, case.severity, &text),
        (CaseKind::Fail, other) => (CaseOutcome::Missing, why_silent(other)),
        (_, Outcome::Finding(found)) => {
            let words: Vec<String> = found.iter().map(|found| format!("“{}”", found.span.of(&text))).collect();
            let first = found.first();
            let said = |pick: fn(&Text) -> &str| first.map_or("", |found| pick(&found.message)).to_owned();
            let told = Text {
                zh: format!("报在{}：{}", words.join("、"), said(|text| &text.zh)),
                en: format!("fires at {}: {}", words.join(", "), said(|text| &text.en)),
            };
            (CaseOutcome::Noisy, told)
        }
        (CaseKind::Inapplicable, Outcome::Satisfied(_)) => (
            CaseOutcome::Applied,
            Text { zh: "规则认为适用且符合".into(), en: "the rule applies and is satisfied".into() },
        ),
        _ => (CaseOutcome::Validated, Text::default()),
    }
}

fn why_silent(outcome: Outcome) -> Text {
    match outcome {
        Outcome::NotApplicable(reason) => {
            Text { zh: format!("不适用：{}", reason.zh), en: format!("not applicable: {}", reason.en) }
        }
        Outcome::NotEvaluable(reason) => {
            Text { zh: format!("无法判断：{}", reason.zh), en: format!("cannot tell: {}", reason.en) }
        }
        Outcome::Finding(_) | Outcome::Satisfied(_) => {
            Text { zh: "规则认为符合".into(), en: "the rule is satisfied".into() }
        }
    }
}

fn judge_finding(found: &[Diagnostic], marks: &[Span], severity: Option<Severity>, text: &str) -> (CaseOutcome, Text) {
    if let Some(expected) = severity
        && !found.iter().any(|diagnostic| diagnostic.severity == expected)
    {
        let is = found.first().map_or("", |found| found.severity.as_str());
        let told = Text {
            zh: format!("级别为 {is}，应为 {}", expected.as_str()),
            en: format!("{is}, not {}", expected.as_str()),
        };
        return (CaseOutcome::WrongSeverity, told);
    }
    let places: Vec<Span> =
        found.iter().flat_map(|d| std::iter::once(d.span).chain(d.labels.iter().map(|label| label.span))).collect();
    for mark in marks {
        // A place of insertion is the same on both sides of a line break.
        let same = |place: &Span| {
            place == mark || place.is_empty() && mark.is_empty() && place.join(*mark).of(text).trim().is_empty()
        };
        if !places.iter().any(same) {
            let underlined: Vec<String> = places.iter().map(|span| format!("“{}”", span.of(text))).collect();
            let (wanted, underlined) = (mark.of(text), underlined.join("、"));
            let told = Text {
                zh: format!("应标出“{wanted}”，实际标出{underlined}"),
                en: format!("“{wanted}” should be underlined, but {underlined} is"),
            };
            return (CaseOutcome::WrongSpan, told);
        }
    }
    (CaseOutcome::Validated, Text::default())
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
