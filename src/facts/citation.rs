//! Cited titles: 《…》 with nested titles, across a line end, with the document number that follows.

use crate::document::Document;
use crate::source::Span;
use crate::source::span::floor_boundary;

use super::document_number::DocumentNumber;
use super::title_key::TitleKey;

/// Longest title, in bytes; a hundred and seventy characters.
const LONGEST: usize = 520;

/// A title in 《》.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The title with its brackets.
    pub span: Span,
    /// The title without them.
    pub name: Span,
    /// What tells it apart.
    pub key: TitleKey,
    /// Whether it stands inside another title.
    pub nested: bool,
    /// “（国办发〔2018〕118号）” right behind it.
    pub number: Option<DocumentNumber>,
}

/// The titles cited in the report itself, in document order; page furniture is left out.
#[must_use]
pub fn citations(text: &str, document: &Document) -> Vec<Citation> {
    let mut out = Vec::new();
    let mut outer_end = 0;
    let furniture = |at: usize| {
        let index = document.furniture.partition_point(|line| line.span.end <= at);
        document.furniture.get(index).is_some_and(|line| line.span.start <= at)
    };
    for at in memchr::memmem::find_iter(text.as_bytes(), "《") {
        let from = at + '《'.len_utf8();
        let Some(end) = closer(text, from) else {
            continue;
        };
        if furniture(at) {
            continue;
        }
        let (span, name) = (Span::new(at, end), Span::new(from, end - '》'.len_utf8()));
        let nested = at < outer_end;
        outer_end = outer_end.max(end);
        let number = DocumentNumber::behind(text, end);
        out.push(Citation { span, name, key: TitleKey::of(name.of(text)), nested, number });
    }
    out
}

/// Where the 》 of the title that begins at `from` ends. A title holds no full stop and at most one line end; an opener
/// whose closer is lost gives nothing.
fn closer(text: &str, from: usize) -> Option<usize> {
    let window = text.get(from..floor_boundary(text, from + LONGEST))?;
    let (mut depth, mut lines) = (1, 0);
    for (at, c) in window.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => lines += 1,
            '。' | '！' | '；' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(from + at + c.len_utf8());
        }
        if lines > 1 {
            return None;
        }
    }
    None
}
