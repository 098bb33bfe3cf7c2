//! Workflow commands, which GitHub Actions shows as annotations of the file.

use super::remark::Remark;
use super::told::{lines, slashed, told};
use super::{Checked, clean};
use crate::diagnostic::Severity;

/// One command a finding.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, style, .. } = *checked;
    let mut out = String::new();
    for found in report.diagnostics.iter().filter(|found| found.severity >= style.show) {
        let mut place = String::new();
        if let Some((start, end)) = lines(source, found.span) {
            place.push_str(&format!(",line={},endLine={}", start.line, end.line));
            // Columns are told only within one line.
            if start.line == end.line {
                place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
            }
        }
        out.push_str(&command(found.severity, source.name(), &place, &found.rule, &told(found, source, style.lang)));
    }
    out
}

/// One command a remark.
#[must_use]
pub fn remarks(remarks: &[Remark]) -> String {
    let command =
        |remark: &Remark| command(remark.kind.severity(), &remark.path, "", remark.kind.id(), &clean(&remark.message));
    remarks.iter().map(command).collect()
}

fn command(severity: Severity, path: &str, place: &str, title: &str, message: &str) -> String {
    let word = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let path = property(&slashed(path));
    format!("::{word} file={path}{place},title={}::{}\n", property(title), data(message))
}

fn data(words: &str) -> String {
    words.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(words: &str) -> String {
    data(words).replace(':', "%3A").replace(',', "%2C")
}
