//! The way back from the text that is checked to the text that was read.

use super::container::{Origin, Place};
use super::span::floor_boundary;

/// One piece that the decoded text has and the checked text has not, such as the line break of a hard-wrapped line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Where it stood, as a byte of the checked text.
    pub at: usize,
    /// How many bytes were left out there.
    pub bytes: usize,
}

/// A sorted map from the checked text back to its origin.
///
/// For plain text it is empty and both texts are one. A hard-wrapped text is joined into paragraphs before it is
/// checked, and the map holds the cuts. Container formats (Word, HTML, PDF) put their paragraphs, runs and pages here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OriginMap {
    cuts: Vec<Cut>,
    places: Vec<Place>,
}

impl OriginMap {
    /// A map over `cuts`, which must be sorted by place.
    #[must_use]
    pub fn new(cuts: Vec<Cut>) -> Self {
        debug_assert!(cuts.is_sorted_by_key(|cut| cut.at), "cuts must be sorted");
        Self { cuts, places: Vec::new() }
    }

    /// A map over the `places` of a container, which must be sorted.
    #[must_use]
    pub fn of_places(places: Vec<Place>) -> Self {
        debug_assert!(places.is_sorted_by_key(|place| place.at), "places must be sorted");
        Self { cuts: Vec::new(), places }
    }

    /// Where byte `at` of the checked `text` stands in its container. What stands before the first paragraph belongs
    /// to it.
    #[must_use]
    pub fn place(&self, text: &str, at: usize) -> Option<Origin> {
        let next = self.places.partition_point(|place| place.at <= at);
        let place = self.places.get(next.saturating_sub(1))?;
        let first = place.at + place.label;
        let at = floor_boundary(text, at);
        let before = text.get(first..at).map_or(0, |words| words.chars().filter(|c| *c != '\n').count());
        let character = if at < first { 0 } else { before + 1 };
        let Place { paragraph, page, cell, story, .. } = *place;
        Some(Origin { paragraph, character, page, cell, story })
    }

    /// Whether the checked text is the decoded text itself.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.cuts.is_empty()
    }

    /// Where byte `at` of the checked text begins in the decoded text. A byte right after a cut lies behind it.
    #[must_use]
    pub fn start(&self, at: usize) -> usize {
        at + self.cuts.iter().take_while(|cut| cut.at <= at).map(|cut| cut.bytes).sum::<usize>()
    }

    /// Where a span that ends at byte `at` of the checked text ends in the decoded text: before a cut at that place.
    #[must_use]
    pub fn end(&self, at: usize) -> usize {
        at + self.cuts.iter().take_while(|cut| cut.at < at).map(|cut| cut.bytes).sum::<usize>()
    }
}
