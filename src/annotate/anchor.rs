//! From spans of the checked text to places in the document part: between runs, between the children of a run, or
//! inside a `w:t` that is split there.

use crate::source::Span;
use crate::source::docx::{Docx, Piece, PieceKind, Run};
use crate::source::span::floor_boundary;

use super::patch::Patch;

/// A place in the XML at which something may be inserted between runs, once the run round it has been split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// The byte of the XML.
    pub at: usize,
    /// How the run has to be split there.
    pub split: Split,
}

/// How a run is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// Not at all: the place is outside of runs.
    No,
    /// Between two children of this run.
    Children(Run),
    /// Inside a `w:t` with this start tag; whether a blank stands beside the place.
    Text(Run, Span, bool),
}

/// A range of the XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub start: Anchor,
    pub end: Anchor,
}

/// Finds places in one document.
pub(super) struct Anchors<'d> {
    pub docx: &'d Docx,
}

impl<'d> Anchors<'d> {
    pub(super) fn new(docx: &'d Docx) -> Self {
        Self { docx }
    }

    fn xml(&self) -> &'d str {
        &self.docx.parts.document
    }

    fn text(&self) -> &'d str {
        &self.docx.extract.text
    }

    fn run(&self, piece: &Piece) -> Option<Run> {
        self.docx.layout.runs.get(piece.run).copied()
    }

    /// Where a comment on `span` stands. What has no characters of its own in the document part is marked by what stands
    /// for it: a generated number by its paragraph, a note by its reference, a missing passage by the character before it.
    pub(super) fn range(&self, span: Span) -> Option<Range> {
        let span = if span.is_empty() { self.before(span.start) } else { span.trim(self.text()) };
        if let Some(range) = self.exact(span) {
            return Some(range);
        }
        let layout = &self.docx.layout;
        let line = layout.line_at(span.start)?;
        let whole = |outer: Span| Range {
            start: Anchor { at: outer.start, split: Split::No },
            end: Anchor { at: outer.end, split: Split::No },
        };
        if let Some(host) = line.host {
            return Some(whole(host));
        }
        if let Some(range) = self.exact(line.text) {
            return Some(range);
        }
        if let Some(start) = line.start {
            return Some(whole(Span::empty(start)));
        }
        // An empty paragraph without tags of its own: the nearest words before it, or the first of all.
        let from = layout.pieces.partition_point(|piece| piece.text.end <= span.start);
        let piece = from.checked_sub(1).and_then(|index| layout.pieces.get(index)).or_else(|| layout.pieces.first())?;
        self.exact(piece.text)
    }

    /// The last character before `at`.
    fn before(&self, at: usize) -> Span {
        let head = self.text().get(..floor_boundary(self.text(), at)).unwrap_or("");
        let end = head.trim_end().len();
        if end == 0 {
            let all = self.text();
            let start = all.len() - all.trim_start().len();
            return Span::new(start, all.trim_start().chars().next().map_or(start, |c| start + c.len_utf8()));
        }
        Span::new(floor_boundary(self.text(), end - 1), end)
    }

    /// The range of the characters of `span` that stand in the document part.
    pub(super) fn exact(&self, span: Span) -> Option<Range> {
        let pieces = self.docx.layout.pieces_in(span);
        let (first, last) = (pieces.first()?, pieces.last()?);
        Some(Range { start: self.left(first, span.start)?, end: self.right(last, span.end)? })
    }

    fn neighbours(&self, piece: &Piece) -> (Option<&'d Piece>, Option<&'d Piece>) {
        let pieces = &self.docx.layout.pieces;
        let index = pieces.partition_point(|other| other.text.start < piece.text.start);
        let of_run = |index: Option<usize>| index.and_then(|at| pieces.get(at)).filter(|other| other.run == piece.run);
        (of_run(index.checked_sub(1)), of_run(index.checked_add(1)))
    }

    /// The place before byte `at` of the text, which lies in `piece` or before it.
    fn left(&self, piece: &Piece, at: usize) -> Option<Anchor> {
        let run = self.run(piece)?;
        if let Some(anchor) = self.inside(piece, at, run) {
            return Some(anchor);
        }
        let outside = Anchor { at: run.outer.start, split: Split::No };
        let (before, _) = self.neighbours(piece);
        let Some(before) = before else { return Some(outside) };
        Some(match (piece.kind, tag(piece)) {
            (PieceKind::Fixed, _) => outside,
            (_, Some(tag)) if self::tag(before) == Some(tag) => self.in_text(run, tag, piece.xml.start),
            (_, Some(tag)) => Anchor { at: tag.start, split: Split::Children(run) },
            (_, None) => Anchor { at: piece.xml.start, split: Split::Children(run) },
        })
    }

    /// The place behind byte `at` of the text, which lies in `piece` or behind it.
    fn right(&self, piece: &Piece, at: usize) -> Option<Anchor> {
        let run = self.run(piece)?;
        if let Some(anchor) = self.inside(piece, at, run) {
            return Some(anchor);
        }
        let outside = Anchor { at: run.outer.end, split: Split::No };
        let (_, behind) = self.neighbours(piece);
        let Some(behind) = behind else { return Some(outside) };
        Some(match (piece.kind, tag(piece)) {
            (PieceKind::Fixed, _) => outside,
            (_, Some(tag)) if self::tag(behind) == Some(tag) => self.in_text(run, tag, piece.xml.end),
            (_, Some(_)) => {
                let close = self.xml().get(piece.xml.end..)?.find('>')? + 1;
                Anchor { at: piece.xml.end + close, split: Split::Children(run) }
            }
            (_, None) => Anchor { at: piece.xml.end, split: Split::Children(run) },
        })
    }

    /// The place of byte `at` if it lies between two characters of `piece` that may be parted.
    fn inside(&self, piece: &Piece, at: usize, run: Run) -> Option<Anchor> {
        let PieceKind::Text { tag } = piece.kind else { return None };
        let within = piece.text.start < at && at < piece.text.end;
        within.then(|| self.in_text(run, tag, piece.xml.start + (at - piece.text.start)))
    }

    fn in_text(&self, run: Run, tag: Span, at: usize) -> Anchor {
        let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let xml = self.xml();
        let beside = blank(xml.get(..at).and_then(|head| head.chars().next_back()))
            || blank(xml.get(at..).and_then(|tail| tail.chars().next()));
        Anchor { at, split: Split::Text(run, tag, beside) }
    }

    /// Splits the run at `anchor`, so that something may stand between its halves.
    pub(super) fn cut(&self, anchor: Anchor, patch: &mut Patch) {
        let xml = self.xml();
        let (run, text) = match anchor.split {
            Split::No => return,
            Split::Children(run) => (run, None),
            Split::Text(run, tag, blank) => (run, Some((tag, blank))),
        };
        let head = format!("{}{}", run.tag.of(xml), run.properties.of(xml));
        let close = format!("</{}>", name(run.tag.of(xml)));
        match text {
            None => patch.split(anchor.at, &close, head),
            Some((tag, blank)) => {
                let tag_words = tag.of(xml);
                let kept = tag_words.contains("xml:space");
                let opened = if blank && !kept {
                    // Blanks at the new ends would otherwise be lost.
                    patch.insert_once(tag.end - 1, " xml:space=\"preserve\"");
                    format!("{} xml:space=\"preserve\">", tag_words.trim_end_matches('>'))
                } else {
                    tag_words.to_owned()
                };
                patch.split(anchor.at, &format!("</{}>{close}", name(tag_words)), format!("{head}{opened}"));
            }
        }
    }
}

fn tag(piece: &Piece) -> Option<Span> {
    match piece.kind {
        PieceKind::Text { tag } | PieceKind::Whole { tag } => Some(tag),
        PieceKind::Child | PieceKind::Fixed => None,
    }
}

/// The name of a start tag with its prefix.
pub(super) fn name(tag: &str) -> &str {
    let inner = tag.strip_prefix('<').unwrap_or(tag);
    inner.get(..inner.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(inner.len())).unwrap_or(inner)
}
