//! The diagnostic format of reviewdog. Its columns count bytes of UTF-8.

use serde::Serialize;

use super::remark::Remark;
use super::told::{lines, slashed, told};
use super::{Checked, clean};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::source::{Position, Source, Span};

/// What stands before the findings.
pub const HEAD: &str = "{\"source\":{\"name\":\"fazhi\"},\"diagnostics\":[";

/// What stands behind them.
pub const TAIL: &str = "]}\n";

#[derive(Serialize)]
struct Entry<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

/// The findings of one report, set apart by commas.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, style, .. } = *checked;
    let entries = report.diagnostics.iter().filter(|found| found.severity >= style.show).map(|found| Entry {
        message: told(found, source, style.lang),
        location: Location { path: slashed(source.name()), range: range(source, found.span) },
        severity: severity(found.severity),
        code: Code { value: &found.rule },
        suggestions: suggestion(found, source).into_iter().collect(),
    });
    joined(entries)
}

/// The entries of remarks, set apart by commas.
#[must_use]
pub fn remarks(remarks: &[Remark]) -> String {
    joined(remarks.iter().map(|remark| Entry {
        message: clean(&remark.message),
        location: Location { path: slashed(&remark.path), range: None },
        severity: severity(remark.kind.severity()),
        code: Code { value: remark.kind.id() },
        suggestions: Vec::new(),
    }))
}

fn joined<'a>(entries: impl Iterator<Item = Entry<'a>>) -> String {
    let entries: Vec<String> = entries.map(|entry| serde_json::to_string(&entry).unwrap_or_default()).collect();
    entries.join(",\n")
}

/// A suggestion is one replacement; a fix that needs several cannot be told here.
fn suggestion<'a>(found: &'a Diagnostic, source: &Source) -> Option<Suggestion<'a>> {
    let fix = found.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly)?;
    match fix.edits.as_slice() {
        [edit] if source.given_span(edit.span).len() == edit.span.len() => {
            Some(Suggestion { range: range(source, edit.span)?, text: &edit.replacement })
        }
        _ => None,
    }
}

fn range(source: &Source, span: Span) -> Option<Range> {
    let place = |at: Position| {
        let line = source.line_index().offset(source.given(), at.line, 1);
        Place { line: at.line, column: at.byte - line.min(at.byte) + 1 }
    };
    lines(source, span).map(|(start, end)| Range { start: place(start), end: place(end) })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}
