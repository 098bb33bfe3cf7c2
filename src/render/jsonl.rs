//! The findings of the JSON contract, one a line, each with the path of its file.

use serde::Serialize;

use super::Checked;
use super::json::{DiagnosticJson, diagnostic};
use super::remark::Remark;

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    #[serde(flatten)]
    found: DiagnosticJson<'a>,
}

#[derive(Serialize)]
struct RemarkLine<'a> {
    path: &'a str,
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
}

/// The findings of one report.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, rules, style, .. } = *checked;
    let year = report.profile.year.as_ref().map(|known| known.value);
    let mut out = String::new();
    for found in report.diagnostics.iter().filter(|found| found.severity >= style.show) {
        push(&mut out, &Line { path: source.name(), found: diagnostic(found, source, rules, year, style.lang) });
    }
    out
}

/// The remarks; they have no place.
#[must_use]
pub fn remarks(remarks: &[Remark]) -> String {
    let mut out = String::new();
    for Remark { kind, path, message } in remarks {
        push(&mut out, &RemarkLine { path, rule: kind.id(), severity: kind.severity().as_str(), message });
    }
    out
}

fn push(out: &mut String, line: &impl Serialize) {
    out.push_str(&serde_json::to_string(line).unwrap_or_default());
    out.push('\n');
}
