//! Positions as a client counts them. The counting itself is done by [`LineIndex`].

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::{LineIndex, Source, Span};

/// In what a client counts columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-16 units, where nothing is negotiated.
    #[default]
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
    /// Unicode scalars.
    Utf32,
}

impl Encoding {
    /// The first of the client's encodings that is known here.
    #[must_use]
    pub fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Self {
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-32" => Some(Self::Utf32),
            _ => None,
        };
        offered.unwrap_or(&[]).iter().find_map(known).unwrap_or_default()
    }

    /// As the protocol names it.
    #[must_use]
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// Byte `at` of `text` as a position.
    #[must_use]
    pub fn position(self, lines: &LineIndex, text: &str, at: usize) -> Position {
        let (line, column) = match self {
            Self::Utf16 => lines.utf16(text, at),
            Self::Utf8 => lines.utf8(text, at),
            Self::Utf32 => {
                let place = lines.position(text, at);
                (place.line - 1, place.column - 1)
            }
        };
        let count = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Position::new(count(line), count(column))
    }

    /// The byte of `text` at a position; the end of the line, or of the text, if it lies beyond.
    #[must_use]
    pub fn offset(self, lines: &LineIndex, text: &str, position: Position) -> usize {
        let count = |value: u32| usize::try_from(value).unwrap_or(usize::MAX);
        let (line, column) = (count(position.line), count(position.character));
        match self {
            Self::Utf16 => lines.offset_utf16(text, line, column),
            Self::Utf8 => lines.offset_utf8(text, line, column),
            Self::Utf32 => lines.offset(text, line.saturating_add(1), column.saturating_add(1)),
        }
    }

    /// A span of `text` as a range.
    #[must_use]
    pub fn range(self, lines: &LineIndex, text: &str, span: Span) -> Range {
        Range::new(self.position(lines, text, span.start), self.position(lines, text, span.end))
    }

    /// A range as a span of `text`.
    #[must_use]
    pub fn span(self, lines: &LineIndex, text: &str, range: Range) -> Span {
        let start = self.offset(lines, text, range.start);
        Span::new(start, self.offset(lines, text, range.end).max(start))
    }

    /// A span of what is checked as a range of the text as it was given.
    #[must_use]
    pub fn given(self, source: &Source, span: Span) -> Range {
        self.range(source.line_index(), source.given(), source.given_span(span))
    }
}
