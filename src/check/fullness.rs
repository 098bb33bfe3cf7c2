//! How much of a report, or of a part of it, is told in figures.

use crate::facts::{FigureKind, Part, Place, RoleId, Subject};
use crate::source::Span;
use crate::source::span::han_count;

/// How much is told in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fullness {
    /// Han characters.
    pub han: usize,
    /// Figures and explicit zeros.
    pub count: usize,
}

/// How much the whole report, and each of its content items that was found, tells in figures.
#[must_use]
pub fn by_part(subject: &Subject<'_>, roles: usize) -> (Fullness, Vec<(RoleId, Fullness)>) {
    let parts = (0..roles).map(RoleId).filter_map(|role| {
        let part = subject.parts.get(role).filter(|part| part.place > Place::Missing)?;
        Some((role, fullness(subject, &extents(std::iter::once(part)))))
    });
    (fullness(subject, &whole(subject)), parts.collect())
}

/// All paragraphs of a report.
pub(super) fn whole(subject: &Subject<'_>) -> Vec<Span> {
    subject.document.paragraphs.iter().map(|paragraph| paragraph.span).collect()
}

/// The texts of content items.
pub(super) fn extents<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<Span> {
    let mut spans: Vec<Span> = parts.flat_map(|part| part.extents.iter().copied()).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// How much some texts tell in figures.
pub(super) fn fullness(subject: &Subject<'_>, spans: &[Span]) -> Fullness {
    let figures = subject.figures();
    let told = |span: &Span| {
        let counts = figures.within(*span).iter().filter(|figure| {
            matches!(
                figure.kind,
                FigureKind::Count | FigureKind::Percent | FigureKind::Money | FigureKind::Share | FigureKind::Points
            )
        });
        counts.count() + figures.zeros_within(*span).len()
    };
    Fullness {
        han: spans.iter().map(|span| han_count(span.of(subject.text()))).sum(),
        count: spans.iter().map(told).sum(),
    }
}
