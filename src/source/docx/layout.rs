//! Where the characters of the checked text stand in the document part, for writing into the same file.

use super::super::span::Span;

/// Characters of the text that come from one node of the XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The characters in the checked text.
    pub text: Span,
    /// The node in the XML: for character data exactly its bytes.
    pub xml: Span,
    /// Index into [`Layout::runs`].
    pub run: usize,
    /// How it may be cut.
    pub kind: PieceKind,
}

/// How a piece may be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Character data of a `w:t` whose start tag is this: may be cut between any two characters.
    Text {
        /// The start tag of the `w:t`.
        tag: Span,
    },
    /// A reference or CDATA section of a `w:t` whose start tag is this: may be cut at both ends.
    Whole {
        /// The start tag of the `w:t`.
        tag: Span,
    },
    /// A child of the run such as a tab or a break: may be cut at both ends.
    Child,
    /// Inside something that must stay in one piece (a ruby text): only the run as a whole can be marked.
    Fixed,
}

/// A run of the document part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The whole run with its tags.
    pub outer: Span,
    /// Its start tag.
    pub tag: Span,
    /// Its properties, empty if it has none.
    pub properties: Span,
    /// Whether it stands inside a tracked insertion.
    pub inserted: bool,
}

/// A paragraph of the checked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its words in the checked text, a generated number included.
    pub text: Span,
    /// How many bytes of it are a generated number.
    pub label: usize,
    /// Inside the paragraph of the XML that holds it: right behind its properties. Nothing for an empty `<w:p/>`.
    pub start: Option<usize>,
    /// A run that stands for it where its own runs cannot be marked: the holder of a text box, a note's reference.
    pub host: Option<Span>,
}

/// Everything needed to write into the document part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// In the order of the text. Words of notes and text boxes have none.
    pub pieces: Vec<Piece>,
    /// In document order.
    pub runs: Vec<Run>,
    /// In the order of the text.
    pub lines: Vec<Line>,
}

impl Layout {
    /// The pieces that share a byte with `span`.
    #[must_use]
    pub fn pieces_in(&self, span: Span) -> &[Piece] {
        let from = self.pieces.partition_point(|piece| piece.text.end <= span.start);
        let to = self.pieces.partition_point(|piece| piece.text.start < span.end);
        self.pieces.get(from..to).unwrap_or(&[])
    }

    /// The line that holds byte `at`, or the last one before it.
    #[must_use]
    pub fn line_at(&self, at: usize) -> Option<&Line> {
        let next = self.lines.partition_point(|line| line.text.start <= at);
        self.lines.get(next.checked_sub(1)?)
    }
}
