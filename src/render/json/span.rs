//! Places, as all JSON of the program tells them.

use serde::Serialize;

use crate::source::{Origin, Position, Source, Span, Story};

/// A position: `char` and `byte` from 0 in the decoded text, `line` and `column` from 1, columns in Unicode scalars.
///
/// Of a container (Word, PDF, …) the decoded text is what was taken out of it, one paragraph a line, and `origin` says
/// where the position stands in the file itself.
#[derive(Debug, Serialize)]
pub struct PositionJson {
    byte: usize,
    char: usize,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<OriginJson>,
}

/// A place in a container: all numbers from 1. Paragraphs without a character are not counted, those of tables, notes
/// and text boxes are; `character` is 0 inside an automatic number. `page` is told for PDF and OFD, `table`, `row` and
/// `column` inside a table, `story` (`note` or `text-box`) outside the running text.
#[derive(Debug, Serialize)]
pub struct OriginJson {
    paragraph: usize,
    character: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<&'static str>,
}

impl From<Origin> for OriginJson {
    fn from(origin: Origin) -> Self {
        Self {
            paragraph: origin.paragraph,
            character: origin.character,
            page: origin.page,
            table: origin.cell.map(|cell| cell.table),
            row: origin.cell.map(|cell| cell.row),
            column: origin.cell.map(|cell| cell.column),
            story: (origin.story != Story::Body).then(|| origin.story.as_str()),
        }
    }
}

/// A span; empty for a place of insertion.
#[derive(Debug, Serialize)]
pub struct SpanJson {
    start: PositionJson,
    end: PositionJson,
}

impl SpanJson {
    /// Line and column of its first character, from 1.
    pub(in crate::render) fn line_and_column(&self) -> (usize, usize) {
        (self.start.line, self.start.column)
    }
}

/// A span of `source` as JSON shows it.
#[must_use]
pub fn span_json(source: &Source, span: Span) -> SpanJson {
    let place = |at: Position, byte: usize| PositionJson {
        byte: at.byte,
        char: at.char,
        line: at.line,
        column: at.column,
        origin: source.origin(byte).map(OriginJson::from),
    };
    SpanJson { start: place(source.start(span), span.start), end: place(source.end(span), span.end) }
}
