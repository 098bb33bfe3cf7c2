//! One line a finding: `path:line:column: severity[rule]: message`, for editors' error formats.

use std::io;

use codespan_reporting::diagnostic::{
    Diagnostic as Codespan, Label as CodespanLabel, LabelStyle, Severity as CodespanSeverity,
};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{self, Config, DisplayStyle, GeneralWriteResult, WriteStyle};

use super::told::message;
use super::{Paint, Style};
use crate::diagnostic::Severity;
use crate::report::Report;
use crate::source::{Source, Span};

/// Renders the findings of one report.
#[must_use]
pub fn render(report: &Report, source: &Source, style: &Style) -> String {
    let config = Config { display_style: DisplayStyle::Short, ..Config::default() };
    let mut out = Lines { bytes: Vec::new(), severity: None, paint: Paint { on: style.color } };
    for found in report.diagnostics.iter().filter(|found| found.severity >= style.show) {
        let severity = match found.severity {
            Severity::Error => CodespanSeverity::Error,
            Severity::Warning => CodespanSeverity::Warning,
            Severity::Info => CodespanSeverity::Note,
        };
        let label = CodespanLabel::primary((), found.span.start..found.span.end);
        let line = Codespan::new(severity)
            .with_code(&found.rule)
            .with_message(message(found, source, style.lang))
            .with_labels(vec![label]);
        // Writing to memory does not fail, and our positions always exist.
        let _ = term::emit_to_write_style(&mut out, &config, &Place(source), &line);
    }
    String::from_utf8(out.bytes).unwrap_or_default()
}

/// The source as codespan sees it: our own lines and columns, no copy.
struct Place<'s>(&'s Source);

impl<'a> Files<'a> for Place<'a> {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.0.name())
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.0.text())
    }

    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, Error> {
        Ok(self.0.start(Span::empty(byte)).line - 1)
    }

    fn column_number(&'a self, (): (), _: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.0.start(Span::empty(byte)).column)
    }

    fn line_range(&'a self, (): (), _: usize) -> Result<std::ops::Range<usize>, Error> {
        Ok(0..self.0.text().len())
    }
}

/// A writer that says `info` where codespan says `note`, so that all formats share one word for a weight.
struct Lines {
    bytes: Vec<u8>,
    severity: Option<Severity>,
    paint: Paint,
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.severity.take() {
            Some(severity) => self.bytes.extend(self.paint.severity(severity, severity.as_str()).bytes()),
            None => self.bytes.extend(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Lines {
    fn set_header(&mut self, severity: CodespanSeverity) -> GeneralWriteResult {
        self.severity = Some(match severity {
            CodespanSeverity::Bug | CodespanSeverity::Error => Severity::Error,
            CodespanSeverity::Warning => Severity::Warning,
            CodespanSeverity::Note | CodespanSeverity::Help => Severity::Info,
        });
        Ok(())
    }

    fn set_header_message(&mut self) -> GeneralWriteResult {
        Ok(())
    }

    fn set_line_number(&mut self) -> GeneralWriteResult {
        Ok(())
    }

    fn set_note_bullet(&mut self) -> GeneralWriteResult {
        Ok(())
    }

    fn set_source_border(&mut self) -> GeneralWriteResult {
        Ok(())
    }

    fn set_label(&mut self, _: CodespanSeverity, _: LabelStyle) -> GeneralWriteResult {
        Ok(())
    }

    fn reset(&mut self) -> GeneralWriteResult {
        Ok(())
    }
}
