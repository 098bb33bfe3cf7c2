//! Mendings in a Word file: as tracked changes that the clerk accepts or rejects, or as plain text.

use crate::diagnostic::Edit;
use crate::source::Span;
use crate::source::container::ContainerFault;
use crate::source::docx::{Piece, PieceKind, read};

use super::Stamp;
use super::anchor::Anchors;
use super::comment::names;
use super::package::{Names, Written, escape, largest_id, rewrite};
use super::patch::{Order, Patch};

/// How edits are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tracking {
    /// As insertions and deletions by this author.
    Tracked(Stamp),
    /// As plain text.
    Plain,
}

/// A Word file with edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revised {
    /// The file.
    pub bytes: Vec<u8>,
    /// The edits, by their place in the list, that could not be written: they touch an automatic number, a note, a text
    /// box, more than one paragraph, another person's tracked insertion, or another edit.
    pub skipped: Vec<usize>,
}

/// Writes `edits` into a Word file: `bytes` is the file that was checked, spans speak of its text.
///
/// # Errors
/// [`ContainerFault`] where the file cannot be read or written.
pub fn revise(bytes: &[u8], edits: &[Edit], tracking: &Tracking) -> Result<Revised, ContainerFault> {
    let docx = read(bytes)?;
    let document = &docx.parts.document;
    let anchors = Anchors::new(&docx);
    let names = names(&docx);
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|index| edits.get(*index).map_or(Span::default(), |edit| edit.span));
    let mut skipped = Vec::new();
    let mut patch = Patch::default();
    let mut id = largest_id(document);
    let mut free_from = 0;
    for index in order {
        let Some(edit) = edits.get(index).map(|edit| least(edit, &docx.extract.text)) else { continue };
        let edit = &edit;
        let Some(target) = target(&anchors, edit).filter(|_| edit.span.start >= free_from) else {
            skipped.push(index);
            continue;
        };
        free_from = edit.span.end.max(free_from);
        match tracking {
            Tracking::Plain => plain(&target, edit, document, &mut patch),
            Tracking::Tracked(stamp) => {
                if !tracked(&anchors, &target, edit, stamp, &names, &mut id, &mut patch) {
                    skipped.push(index);
                }
            }
        }
    }
    skipped.sort_unstable();
    let name = docx.parts.name.clone();
    let bytes = rewrite(bytes, vec![Written { name, text: patch.apply(document) }])?;
    Ok(Revised { bytes, skipped })
}

/// The edit without the characters that it puts where they already are: 截止目前 → 截至目前 changes one character.
fn least(edit: &Edit, text: &str) -> Edit {
    let old = edit.span.of(text);
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = old.chars().zip(edit.replacement.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (rest, new) = (old.get(head..).unwrap_or(""), edit.replacement.get(head..).unwrap_or(""));
    let tail: usize = rest.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let span = Span::new(edit.span.start + head, edit.span.end.saturating_sub(tail));
    Edit { span, replacement: new.get(..new.len() - tail).unwrap_or("").to_owned() }
}

/// The characters that an edit replaces: one stretch of the XML for each piece. For an insertion one empty stretch.
struct Target {
    stretches: Vec<(Piece, Span)>,
}

fn target(anchors: &Anchors<'_>, edit: &Edit) -> Option<Target> {
    let layout = &anchors.docx.layout;
    let text = &anchors.docx.extract.text;
    let span = edit.span;
    let whole = span.of(text);
    if whole.contains('\n') || edit.replacement.contains(['\n', '\r', '\t']) || span.end > text.len() {
        return None;
    }
    let may = |piece: &Piece| {
        matches!(piece.kind, PieceKind::Text { .. } | PieceKind::Whole { .. })
            && layout.runs.get(piece.run).is_some_and(|run| !run.inserted)
    };
    if span.is_empty() {
        // Behind the character before it, with the looks of that; where nothing may be written there, before the next.
        let pieces = layout.pieces.iter().skip(layout.pieces.partition_point(|piece| piece.text.end < span.start));
        let mut beside = pieces.take_while(|piece| piece.text.start <= span.start);
        let piece = beside.find(|piece| may(piece) && matches!(piece.kind, PieceKind::Text { .. }))?;
        let at = piece.xml.start + (span.start - piece.text.start);
        return Some(Target { stretches: vec![(*piece, Span::empty(at))] });
    }
    let pieces = layout.pieces_in(span);
    let covered: usize = pieces
        .iter()
        .map(|piece| Span::new(piece.text.start.max(span.start), piece.text.end.min(span.end)).len())
        .sum();
    if covered != span.len() || !pieces.iter().all(may) {
        return None;
    }
    let mut stretches = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let (from, to) = (piece.text.start.max(span.start), piece.text.end.min(span.end));
        let xml = if matches!(piece.kind, PieceKind::Text { .. }) {
            let base = piece.xml.start;
            Span::new(base + (from - piece.text.start), base + (to - piece.text.start))
        } else {
            (from == piece.text.start && to == piece.text.end).then_some(piece.xml)?
        };
        stretches.push((*piece, xml));
    }
    Some(Target { stretches })
}

fn plain(target: &Target, edit: &Edit, document: &str, patch: &mut Patch) {
    let mut words = escape(&edit.replacement);
    for (piece, xml) in &target.stretches {
        let inserted = std::mem::take(&mut words);
        if (inserted.starts_with(' ') || inserted.ends_with(' '))
            && let PieceKind::Text { tag } | PieceKind::Whole { tag } = piece.kind
            && !tag.of(document).contains("xml:space")
        {
            patch.insert_once(tag.end - 1, " xml:space=\"preserve\"");
        }
        patch.replace(*xml, inserted);
    }
}

fn tracked(
    anchors: &Anchors<'_>,
    target: &Target,
    edit: &Edit,
    stamp: &Stamp,
    names: &Names,
    id: &mut u64,
    patch: &mut Patch,
) -> bool {
    let document = &anchors.docx.parts.document;
    let Names { prefix: w, declaration: d } = names;
    let Some((first, _)) = target.stretches.first() else { return false };
    let place = if edit.span.is_empty() {
        // The place between two characters, or at one end of the piece.
        let before = Span::new(first.text.start, edit.span.start);
        let behind = Span::new(edit.span.start, first.text.end);
        if before.is_empty() {
            anchors.exact(behind).map(|range| range.start)
        } else {
            anchors.exact(before).map(|range| range.end)
        }
    } else {
        anchors.exact(edit.span).map(|range| range.start)
    };
    let Some(place) = place else { return false };
    anchors.cut(place, patch);
    let properties =
        |piece: &Piece| anchors.docx.layout.runs.get(piece.run).map_or("", |run| run.properties.of(document));
    let mut out = String::new();
    for (piece, xml) in target.stretches.iter().filter(|(_, xml)| !xml.is_empty()) {
        *id += 1;
        out.push_str(&format!(
            "<{w}del{d} {}><{w}r>{}<{w}delText xml:space=\"preserve\">{}</{w}delText></{w}r></{w}del>",
            stamp.attributes(w, *id),
            properties(piece),
            xml.of(document)
        ));
        patch.replace(*xml, String::new());
    }
    if !edit.replacement.is_empty() {
        *id += 1;
        out.push_str(&format!(
            "<{w}ins{d} {}><{w}r>{}<{w}t xml:space=\"preserve\">{}</{w}t></{w}r></{w}ins>",
            stamp.attributes(w, *id),
            properties(first),
            escape(&edit.replacement)
        ));
    }
    patch.insert(place.at, Order::Start, out);
    true
}
