//! Findings as the protocol tells them.

use lsp_types::{
    Diagnostic as LspDiagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, Uri,
};

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::render::exact_place;
use crate::rule::fault::PackFault;
use crate::source::{LineIndex, Span};

use super::buffer::Buffer;
use super::position::Encoding;
use super::report::Analysis;

/// The name under which findings are shown.
pub const SOURCE: &str = "fazhi";

/// The findings of a report, in document order.
#[must_use]
pub fn of_report(analysis: &Analysis, uri: &Uri, encoding: Encoding) -> Vec<LspDiagnostic> {
    let shown = analysis.judged.report.diagnostics.iter().filter(|found| found.severity >= analysis.show());
    shown.map(|found| of_finding(found, analysis, uri, encoding)).collect()
}

/// One finding.
#[must_use]
pub fn of_finding(found: &Diagnostic, analysis: &Analysis, uri: &Uri, encoding: Encoding) -> LspDiagnostic {
    let (source, lang) = (&analysis.source, analysis.lang());
    let related: Vec<DiagnosticRelatedInformation> = found
        .labels
        .iter()
        .map(|label| {
            let words = label.message.get(lang);
            let message = if words.is_empty() { lang.pick("另见", "see also") } else { words }.to_owned();
            let location = Location::new(uri.clone(), encoding.given(source, label.span));
            DiagnosticRelatedInformation { location, message }
        })
        .collect();
    let mut message = found.message.get(lang).to_owned();
    // Lines of a Word or PDF file say nothing; paragraphs and pages do.
    if let Some(place) = exact_place(source, found.span, lang) {
        message = format!("{place}{}{message}", lang.pick("：", ": "));
    }
    let help = found.help.get(lang);
    if !help.is_empty() {
        message = format!("{message}\n{}{help}", lang.pick("建议：", "help: "));
    }
    LspDiagnostic {
        range: encoding.given(source, found.span),
        severity: Some(severity(found.severity)),
        code: Some(NumberOrString::String(found.rule.clone())),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..LspDiagnostic::default()
    }
}

/// Why a report was not checked, at its first words.
#[must_use]
pub fn of_failure(words: &str, buffer: &Buffer, encoding: Encoding) -> LspDiagnostic {
    let start = buffer.text.len() - buffer.text.trim_start().len();
    let line = buffer.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let range = encoding.range(buffer.lines(), &buffer.text, Span::new(start, start + line.trim_end().len()));
    LspDiagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String("not-checked".to_owned())),
        source: Some(SOURCE.to_owned()),
        message: words.to_owned(),
        ..LspDiagnostic::default()
    }
}

/// The weights of the protocol.
#[must_use]
pub fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

/// A fault of a pack or of `fazhi.yaml`, in the text it was found in.
#[must_use]
pub fn of_fault(fault: &PackFault, lang: Lang, encoding: Encoding) -> LspDiagnostic {
    let range =
        fault.span.map_or_else(Range::default, |span| encoding.range(&LineIndex::new(&fault.text), &fault.text, span));
    let mut message = fault.message.get(lang).to_owned();
    if let Some(help) = &fault.help {
        message = format!("{message}\n{}", help.get(lang));
    }
    LspDiagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String("pack".to_owned())),
        source: Some(SOURCE.to_owned()),
        message,
        ..LspDiagnostic::default()
    }
}
