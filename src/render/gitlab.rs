//! GitLab's Code Quality report: an array of issues, each with a fingerprint of its own.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::remark::Remark;
use super::told::{lines, slashed, told};
use super::{Checked, clean};
use crate::diagnostic::Severity;
use crate::report::baseline::hash;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

/// A line is demanded; what has none, such as a Word file, begins at the first.
#[derive(Serialize)]
struct Lines {
    begin: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
}

/// The issues of one report, set apart by commas.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, style, .. } = *checked;
    let path = slashed(source.name());
    let mut out = String::new();
    for (found, (fingerprint, count)) in report.diagnostics.iter().zip(fingerprints(report, source)) {
        if found.severity < style.show {
            continue;
        }
        let lines = lines(source, found.span);
        push(
            &mut out,
            &Issue {
                description: told(found, source, style.lang),
                check_name: &found.rule,
                fingerprint: hash(&[&path, &fingerprint, &count.to_string()]),
                severity: severity(found.severity),
                location: Location {
                    path: path.clone(),
                    lines: Lines {
                        begin: lines.map_or(1, |(start, _)| start.line),
                        end: lines.map(|(_, end)| end.line),
                    },
                },
            },
        );
    }
    out
}

/// The issues of remarks, set apart by commas.
#[must_use]
pub fn remarks(remarks: &[Remark]) -> String {
    let mut out = String::new();
    for remark in remarks {
        let path = slashed(&remark.path);
        push(
            &mut out,
            &Issue {
                description: clean(&remark.message),
                check_name: remark.kind.id(),
                // Several waivers of one file have a message each.
                fingerprint: hash(&[&path, remark.kind.id(), &remark.message]),
                severity: severity(remark.kind.severity()),
                location: Location { path, lines: Lines { begin: 1, end: None } },
            },
        );
    }
    out
}

fn push(out: &mut String, issue: &Issue<'_>) {
    if !out.is_empty() {
        out.push_str(",\n");
    }
    out.push_str(&serde_json::to_string(issue).unwrap_or_default());
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "info",
    }
}
