//! Where each content item of the report stands: own section, subsection, item, paragraph, sentence, or nowhere.
//!
//! Headings and sentences are scored by the words of a [`RoleLexicon`]; no whole wording is ever matched.

use crate::document::cue::Cues;
use crate::document::{Document, MarkKind, Section};
use crate::source::Span;

use super::clause::Clauses;
use super::insertion;
use super::kind::Place;
use super::lexicon::{RoleCues, RoleId, RoleLexicon};
use super::token::Tokens;

/// Where one content item stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The best place.
    pub place: Place,
    /// The words that show it: a heading or a sentence.
    pub evidence: Option<Span>,
    /// The section, for items under a heading.
    pub section: Option<usize>,
    /// Its text, without the heading.
    pub extents: Vec<Span>,
    /// All sentences that belong to it.
    pub mentions: Vec<Span>,
    /// Where it should be inserted if it is missing.
    pub insertion: usize,
    /// The text that comes nearest to it, if it is missing.
    pub candidate: Option<Span>,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            place: Place::Missing,
            evidence: None,
            section: None,
            extents: Vec::new(),
            mentions: Vec::new(),
            insertion: 0,
            candidate: None,
        }
    }
}

/// Where all content items stand, and which item each section is.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    parts: Vec<Part>,
    section_roles: Vec<Vec<RoleId>>,
}

impl Parts {
    /// The part of role `role`.
    #[must_use]
    pub fn get(&self, role: RoleId) -> Option<&Part> {
        self.parts.get(role.0)
    }

    /// The roles that the heading of section `index` announces.
    #[must_use]
    pub fn of_section(&self, index: usize) -> &[RoleId] {
        self.section_roles.get(index).map_or(&[], Vec::as_slice)
    }

    /// How many content items were found.
    #[must_use]
    pub fn present(&self) -> usize {
        self.parts.iter().filter(|part| part.place > Place::Missing).count()
    }
}

/// What the search goes by.
pub(super) struct Finder<'a> {
    pub(super) text: &'a str,
    pub(super) document: &'a Document,
    pub(super) cues: &'a Cues,
    pub(super) tokens: &'a Tokens,
    pub(super) lexicon: &'a RoleLexicon,
    pub(super) year: Option<i32>,
    pub(super) section_roles: Vec<Vec<RoleId>>,
}

/// Finds all content items; closing paragraphs that stand under the last heading by accident are taken out of it.
#[must_use]
pub(super) fn find(
    text: &str,
    document: &mut Document,
    cues: &Cues,
    tokens: &Tokens,
    lexicon: &RoleLexicon,
    year: Option<i32>,
) -> Parts {
    let section_roles = {
        let finder = Finder { text, document, cues, tokens, lexicon, year, section_roles: Vec::new() };
        finder.section_roles()
    };
    let closing = {
        let finder = Finder { text, document, cues, tokens, lexicon, year, section_roles: section_roles.clone() };
        finder.closing()
    };
    if let Some(first) = closing {
        document.detach_closing(first);
    }
    let finder = Finder { text, document, cues, tokens, lexicon, year, section_roles };
    let parts = finder.parts();
    Parts { parts, section_roles: finder.section_roles }
}

impl Finder<'_> {
    pub(super) fn roles(&self) -> impl Iterator<Item = (RoleId, &RoleCues)> {
        self.lexicon.roles.iter().enumerate().map(|(index, role)| (RoleId(index), role))
    }

    /// The roles that each heading announces.
    fn section_roles(&self) -> Vec<Vec<RoleId>> {
        self.document
            .sections
            .iter()
            .map(|section| {
                let mut found: Vec<(i32, RoleId)> = self
                    .roles()
                    .filter(|(_, role)| role.threshold > 0 && (!role.top_only || section.level == 1))
                    .map(|(id, role)| (self.heading_score(role, section), id))
                    .filter(|(score, id)| self.lexicon.roles.get(id.0).is_some_and(|role| *score >= role.threshold))
                    .collect();
                found.sort_by_key(|(score, id)| (std::cmp::Reverse(*score), *id));
                found.into_iter().map(|(_, id)| id).collect()
            })
            .collect()
    }

    /// How strongly a heading announces a role, so far as it may reach the threshold.
    fn heading_score(&self, role: &RoleCues, section: &Section) -> i32 {
        let heading = section.heading.text;
        if heading.is_empty() {
            return 0;
        }
        let sum = |speaks: fn(i32) -> bool| -> i32 {
            let weights = role.heading.iter().filter(|weighted| speaks(weighted.weight));
            weights.filter(|weighted| self.cues.any(&weighted.cues, heading)).map(|weighted| weighted.weight).sum()
        };
        let next = role.openers.iter().any(|clause| clause.next_year)
            && self.clauses().names_next_year(heading, heading.len());
        let score = sum(|weight| weight > 0) + i32::from(next);
        // Most headings announce something else; what speaks against it need not be looked for.
        if score < role.threshold { score } else { score + sum(|weight| weight < 0) }
    }

    pub(super) fn clauses(&self) -> Clauses<'_> {
        Clauses { cues: self.cues, tokens: self.tokens, year: self.year }
    }

    /// The roles of the section that holds `paragraph`, or of a section above it.
    pub(super) fn roles_round(&self, paragraph: usize) -> Vec<RoleId> {
        let mut section = self.document.paragraphs.get(paragraph).and_then(|paragraph| paragraph.section);
        let mut found = Vec::new();
        while let Some(index) = section {
            found.extend(self.section_roles.get(index).into_iter().flatten().copied());
            section = self.document.sections.get(index).and_then(|section| section.parent);
        }
        found
    }

    /// The first of the closing paragraphs: under the last heading, but opening another item.
    fn closing(&self) -> Option<usize> {
        let last_heading = self.document.sections.last()?;
        if self.document.signature.is_none() && self.document.sections.len() < 2 {
            return None;
        }
        let from = last_heading.paragraphs.start;
        for index in from..self.document.paragraphs.len() {
            let paragraph = self.document.paragraphs.get(index)?;
            // The first paragraph under a heading belongs to it.
            if index == from {
                continue;
            }
            let first = self.document.sentences.get(paragraph.sentences.start)?;
            let round = self.roles_round(index);
            let opens = self.roles().any(|(id, role)| {
                !role.openers.is_empty()
                    && !round.contains(&id)
                    && self.clauses().best_clause(&role.openers, first.span).is_some()
            });
            if opens && round.is_empty() {
                return Some(index);
            }
        }
        None
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts = vec![Part::default(); self.lexicon.roles.len()];
        let opened = self.opened();
        for (id, role) in self.roles() {
            let Some(part) = parts.get_mut(id.0) else {
                continue;
            };
            if role.within.is_none() && role.remainder.is_empty() {
                self.headed(id, part);
                self.unheaded(id, &opened, part);
                self.mentioned(role, part);
            } else if !role.remainder.is_empty() {
                self.headed(id, part);
            }
        }
        for (id, role) in self.roles() {
            if let Some(outer) = role.within {
                let outer = parts.get(outer.0).cloned().unwrap_or_default();
                if let Some(part) = parts.get_mut(id.0) {
                    self.inner(id, role, &outer, part);
                }
            } else if !role.remainder.is_empty() {
                let taken: Vec<Span> = parts
                    .iter()
                    .enumerate()
                    .filter(|(index, part)| {
                        *index != id.0 && part.place >= Place::Paragraph && part.place != Place::Item
                    })
                    .flat_map(|(_, part)| part.extents.clone())
                    .collect();
                if let Some(part) = parts.get_mut(id.0) {
                    self.remainder(role, &taken, part);
                }
            }
        }
        insertion::set(self.document, self.lexicon, &mut parts);
        parts
    }

    /// Sections whose heading announces the role; the outermost comes first.
    fn headed(&self, id: RoleId, part: &mut Part) {
        for (index, section) in self.document.sections.iter().enumerate() {
            if !self.section_roles.get(index).is_some_and(|roles| roles.contains(&id)) {
                continue;
            }
            let place = place_of(section);
            if place > part.place {
                part.place = place;
                part.evidence = Some(section.heading.text);
                part.section = Some(index);
                part.extents.clear();
            }
            if place == part.place {
                let inside = part.extents.iter().any(|extent| extent.encloses(section.span));
                let body = Span::new(section.heading.text.end, section.span.end);
                if !inside {
                    part.extents.push(self.body_of(section, body));
                }
            }
        }
    }

    pub(super) fn body_of(&self, section: &Section, body: Span) -> Span {
        let paragraph =
            self.document.paragraphs.get(section.paragraphs.start).filter(|_| !section.paragraphs.is_empty());
        // One-line items are sections without paragraphs; they belong to the body all the same.
        let child =
            self.document.sections.iter().find(|child| body.start < child.span.start && child.span.end <= body.end);
        let first = paragraph
            .map(|paragraph| paragraph.span.start)
            .into_iter()
            .chain(child.map(|child| child.span.start))
            .min();
        Span::new(first.map_or(body.start, |first| first.clamp(body.start, body.end)), body.end)
    }
}

/// The kind of place that a section is.
pub(super) fn place_of(section: &Section) -> Place {
    match section.heading.mark.map(|mark| mark.kind) {
        _ if section.level == 1 => Place::Section,
        Some(MarkKind::HanParen | MarkKind::Part | MarkKind::Han | MarkKind::Hashes(_)) | None => {
            if section.level == 2 { Place::Subsection } else { Place::Item }
        }
        Some(MarkKind::Arabic | MarkKind::ArabicParen | MarkKind::Circled | MarkKind::Enumerator) => Place::Item,
    }
}
