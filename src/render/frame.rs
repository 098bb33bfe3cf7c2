//! Words of a text drawn with the guilty ones underlined: miette over our own window on the text.

use std::fmt;

use miette::{
    Diagnostic as MietteDiagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode,
    SourceSpan, SpanContents,
};

use super::Style;
use super::view::{View, clean};
use crate::diagnostic::Severity;
use crate::source::{Source, Span};

/// What is drawn: a message over the words it speaks of.
#[derive(Debug)]
pub(super) struct Picture<'a> {
    /// The message.
    pub message: &'a str,
    /// Its weight.
    pub severity: Severity,
    /// The guilty words, with what is said under them.
    pub primary: (Span, String),
    /// Other words.
    pub others: Vec<(Span, String)>,
}

impl Picture<'_> {
    /// Draws it, at most `width` cells wide.
    pub(super) fn draw(&self, source: &Source, style: &Style, width: usize) -> String {
        let finding = Finding::new(self, source, style, width.saturating_sub(10));
        let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_context_lines(0)
            .with_links(false)
            .with_urls(false)
            .without_cause_chain()
            .without_syntax_highlighting()
            .with_word_separator(textwrap::WordSeparator::UnicodeBreakProperties);
        let mut out = String::new();
        // Writing to memory does not fail.
        let _ = handler.render_report(&mut out, &finding);
        while out.ends_with("\n\n") {
            out.pop();
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
        out
    }
}

/// A picture as miette sees it: the window, not the file.
#[derive(Debug)]
struct Finding {
    message: String,
    severity: Severity,
    labels: Vec<LabeledSpan>,
    code: Window,
}

impl Finding {
    fn new(picture: &Picture<'_>, source: &Source, style: &Style, width: usize) -> Self {
        let mut spans: Vec<Span> = vec![picture.primary.0];
        spans.extend(picture.others.iter().map(|(span, _)| *span));
        let view = View::new(source, &spans, width, style.wide_ambiguous);
        let mut labels = Vec::new();
        let mut places = Vec::new();
        for segment in &view.segments {
            for (start, len, column, index) in &segment.labels {
                let words = match index.checked_sub(1) {
                    None => Some(&picture.primary.1),
                    Some(further) => picture.others.get(further).map(|(_, words)| words),
                };
                let words = words.filter(|words| !words.is_empty()).cloned();
                let label = if *index == 0 {
                    LabeledSpan::new_primary_with_span(words, (*start, *len))
                } else {
                    LabeledSpan::new(words, *start, *len)
                };
                labels.push(label);
                places.push((*start, segment.line, *column));
            }
        }
        let code = Window { name: clean(source.name()), view, places };
        Self { message: clean(picture.message), severity: picture.severity, labels, code }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl MietteDiagnostic for Finding {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The windows of one finding as a source for miette, with the lines and columns of the whole text.
#[derive(Debug)]
struct Window {
    name: String,
    view: View,
    /// Start in the view, line and column in the source of each label.
    places: Vec<(usize, usize, usize)>,
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let segment =
            self.view.segments.iter().find(|segment| segment.range.start <= start && end <= segment.range.end);
        let segment = segment.ok_or(MietteError::OutOfBounds)?;
        let column = self.places.iter().find(|(at, ..)| *at == start).map_or(1, |(_, _, column)| *column);
        let data = self.view.text.get(segment.range.clone()).unwrap_or("").as_bytes();
        let span = SourceSpan::from((segment.range.start, segment.range.len()));
        Ok(Box::new(Contents { data, span, line: segment.line - 1, column: column - 1, name: &self.name }))
    }
}

struct Contents<'a> {
    data: &'a [u8],
    span: SourceSpan,
    line: usize,
    column: usize,
    name: &'a str,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.data
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(self.name)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        1
    }
}
