//! Checkstyle's XML, which Jenkins and many other services read.

use super::Checked;
use super::markup::escape;
use super::remark::Remark;
use super::told::{lines, told};
use crate::diagnostic::Severity;

/// What stands before the files.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n";

/// What stands behind them.
pub const TAIL: &str = "</checkstyle>\n";

/// One report: a file, and an error a finding.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, style, .. } = *checked;
    let mut out = format!("<file name=\"{}\">\n", escape(source.name()));
    for found in report.diagnostics.iter().filter(|found| found.severity >= style.show) {
        // A line is demanded; what has none, such as a Word file, begins at the first.
        let place = match lines(source, found.span) {
            Some((start, _)) => format!("line=\"{}\" column=\"{}\"", start.line, start.column),
            None => "line=\"1\"".to_owned(),
        };
        out.push_str(&error(&place, found.severity, &told(found, source, style.lang), &found.rule));
    }
    out.push_str("</file>\n");
    out
}

/// The files of remarks.
#[must_use]
pub fn remarks(remarks: &[Remark]) -> String {
    let file = |remark: &Remark| {
        let error = error("line=\"1\"", remark.kind.severity(), &remark.message, remark.kind.id());
        format!("<file name=\"{}\">\n{error}</file>\n", escape(&remark.path))
    };
    remarks.iter().map(file).collect()
}

fn error(place: &str, severity: Severity, message: &str, rule: &str) -> String {
    let (severity, message) = (severity.as_str(), escape(message));
    format!("<error {place} severity=\"{severity}\" message=\"{message}\" source=\"fazhi.{}\"/>\n", escape(rule))
}
