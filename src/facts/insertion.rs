//! Where a missing content item should be inserted: behind the items that usually stand before it.

use crate::document::Document;
use crate::source::Span;

use super::kind::Place;
use super::lexicon::RoleLexicon;
use super::part::Part;

/// What is known of an item that is there: its place in the usual order and where it stands.
struct Present {
    order: usize,
    start: usize,
    end: usize,
}

/// Sets [`Part::insertion`] of every item that is missing.
pub(super) fn set(document: &Document, lexicon: &RoleLexicon, parts: &mut [Part]) {
    let body = document.paragraphs.first().zip(document.paragraphs.last());
    let body = body.map_or(document.extent, |(first, last)| first.span.join(last.span));
    let top = document.sections.first().map_or(body.start, |section| section.span.start.min(body.start));
    // A sentence in passing tells nothing of where its item belongs.
    let present: Vec<Present> = parts
        .iter()
        .zip(&lexicon.roles)
        .filter(|(part, _)| matches!(part.place, Place::Paragraph | Place::Subsection | Place::Section))
        .filter_map(|(part, role)| {
            let extent = part.extents.iter().copied().reduce(Span::join)?;
            let heading = part.section.and_then(|index| document.sections.get(index)).map(|section| section.span.start);
            Some(Present { order: role.order, start: heading.unwrap_or(extent.start), end: extent.end })
        })
        .collect();
    for (part, role) in parts.iter_mut().zip(&lexicon.roles) {
        if part.place > Place::Missing || role.within.is_some() && part.insertion > 0 {
            continue;
        }
        let behind = present.iter().filter(|other| other.order < role.order).max_by_key(|other| other.order);
        let before = present.iter().filter(|other| other.order > role.order).min_by_key(|other| other.order);
        part.insertion = match (behind, before) {
            (Some(other), _) => other.end,
            (None, Some(other)) => other.start,
            (None, None) if role.order == 0 => top,
            (None, None) => body.end,
        };
    }
}
