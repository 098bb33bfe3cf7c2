//! A fault of a pack or configuration, drawn in its file.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan};

use crate::diagnostic::Lang;
use crate::rule::fault::PackFault;

/// A fault of a pack, drawn in its file.
pub fn show_fault(fault: &PackFault, lang: Lang, color: bool) -> String {
    let labels = fault.span.map(|span| LabeledSpan::new_primary_with_span(None, (span.start, span.len().max(1))));
    // Without a place in the file its name goes into the message.
    let message = if fault.span.is_some() || fault.file.is_empty() {
        fault.message.get(lang).to_owned()
    } else {
        format!("{}: {}", fault.file, fault.message.get(lang))
    };
    let mut diagnostic = miette::MietteDiagnostic::new(message).with_labels(labels);
    if let Some(help) = &fault.help {
        diagnostic = diagnostic.with_help(help.get(lang));
    }
    let source = miette::NamedSource::new(&fault.file, fault.text.clone());
    let report = miette::Report::new(diagnostic);
    let report = if fault.text.is_empty() { report } else { report.with_source_code(source) };
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_context_lines(1).with_links(false).without_syntax_highlighting();
    let mut out = String::new();
    // Writing to memory does not fail.
    let _ = handler.render_report(&mut out, report.as_ref());
    out
}
