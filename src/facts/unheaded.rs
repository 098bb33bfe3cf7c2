//! Content items without a heading of their own: passages, items 一是, sentences, and what the others leave over.

use std::cmp::Reverse;

use crate::document::{HeadingForm, Section};
use crate::source::Span;
use crate::source::span::han_count;

use super::kind::Place;
use super::lexicon::{ClauseCues, RoleCues, RoleId};
use super::part::{Finder, Part, place_of};

impl Finder<'_> {
    /// All sentences that open an item without a heading, in document order.
    pub(super) fn opened(&self) -> Vec<(usize, RoleId, i32)> {
        let (ids, openers): (Vec<RoleId>, Vec<&ClauseCues>) =
            self.roles().flat_map(|(id, role)| role.openers.iter().map(move |clause| (id, clause))).unzip();
        let held = self.clauses().held(self.document, &openers);
        let told =
            held.iter().filter_map(|(index, place, _)| Some((*index, *ids.get(*place)?, openers.get(*place)?.weight)));
        let mut told: Vec<(usize, RoleId, i32)> = told.collect();
        // Of a sentence that opens several items, the heaviest opening counts.
        told.sort_by_key(|(index, id, weight)| (*index, Reverse(*weight), *id));
        told.dedup_by_key(|(index, ..)| *index);
        told.retain(|(index, id, _)| self.opens(*index, *id));
        told
    }

    /// Whether sentence `index`, which tells of item `id`, may open it where it stands.
    fn opens(&self, index: usize, id: RoleId) -> bool {
        let Some(sentence) = self.document.sentences.get(index) else {
            return false;
        };
        let round = self.roles_round(sentence.paragraph);
        // Inside a section that announces something else only a later paragraph of its own opens another item.
        round.is_empty() || self.is_remainder(&round) || !round.contains(&id) && self.opens_later_paragraph(index)
    }

    /// Whether sentence `index` begins a paragraph that is not the first of its section.
    fn opens_later_paragraph(&self, index: usize) -> bool {
        let Some(sentence) = self.document.sentences.get(index) else {
            return false;
        };
        let Some(paragraph) = self.document.paragraphs.get(sentence.paragraph) else {
            return false;
        };
        let section = paragraph.section.and_then(|section| self.document.sections.get(section));
        paragraph.sentences.start == index
            && section.is_some_and(|section| section.paragraphs.start < sentence.paragraph)
    }

    fn is_remainder(&self, roles: &[RoleId]) -> bool {
        roles.iter().all(|id| self.lexicon.roles.get(id.0).is_some_and(|role| !role.remainder.is_empty()))
    }

    /// Unheaded passages: from an opening sentence to the next opening of another item or the end of its section.
    pub(super) fn unheaded(&self, id: RoleId, opened: &[(usize, RoleId, i32)], part: &mut Part) {
        if part.place >= Place::Subsection {
            return;
        }
        for (position, (index, role, _)) in opened.iter().enumerate() {
            if *role != id {
                continue;
            }
            let Some(sentence) = self.document.sentences.get(*index) else {
                continue;
            };
            // The passage goes on while its section does; a later opening of another item ends it.
            let section = self.document.paragraphs.get(sentence.paragraph).and_then(|p| p.section);
            let next =
                opened.get(position + 1..).unwrap_or(&[]).iter().find(|(_, other, _)| *other != id).map(|(at, ..)| *at);
            let mut last = *index;
            for (at, follower) in self.document.sentences.iter().enumerate().skip(index + 1) {
                let same = self.document.paragraphs.get(follower.paragraph).is_some_and(|p| p.section == section);
                if !same || next.is_some_and(|next| at >= next) {
                    break;
                }
                last = at;
            }
            let starts_paragraph =
                self.document.paragraphs.get(sentence.paragraph).is_some_and(|p| p.sentences.start == *index);
            // Inside a section on something else only the rest of the paragraph belongs to it.
            if !starts_paragraph && section.is_some() {
                let own = self
                    .document
                    .paragraphs
                    .get(sentence.paragraph)
                    .map_or(last, |p| p.sentences.end.saturating_sub(1));
                last = last.min(own);
            }
            let end = self.document.sentences.get(last).map_or(sentence.span.end, |s| s.span.end);
            let extent = Span::new(sentence.span.start, end);
            let place = if last > *index || starts_paragraph { Place::Paragraph } else { Place::Sentence };
            if place > part.place {
                part.place = place;
                part.evidence = Some(sentence.span);
                part.extents.clear();
                part.section = None;
            }
            if place == part.place && !part.extents.iter().any(|known| known.overlaps(extent)) {
                part.extents.push(extent);
            }
        }
    }

    /// Sentences that belong to the item wherever they stand; an item 一是 that opens with one is its place.
    pub(super) fn mentioned(&self, role: &RoleCues, part: &mut Part) {
        let mut best: Option<(Place, i32, Span, Span)> = None;
        let mut paragraphs: Vec<(usize, usize)> = Vec::new();
        let mentions: Vec<&ClauseCues> = role.mentions.iter().collect();
        let held = self.clauses().held(self.document, &mentions);
        for held in held.chunk_by(|left, right| left.0 == right.0) {
            let told = held.iter().filter_map(|(index, place, hit)| Some((*index, mentions.get(*place)?.weight, *hit)));
            let Some((index, weight, hit)) = told.max_by_key(|(_, weight, _)| *weight) else { continue };
            let Some(sentence) = self.document.sentences.get(index) else { continue };
            part.mentions.push(sentence.span);
            match paragraphs.last_mut() {
                Some((paragraph, count)) if *paragraph == sentence.paragraph => *count += 1,
                _ => paragraphs.push((sentence.paragraph, 1)),
            }
            let item = self.item_opened_at(hit);
            let (place, extent) = item.map_or((Place::Sentence, sentence.span), |extent| (Place::Item, extent));
            if best.is_none_or(|(top, heaviest, ..)| (place, weight) > (top, heaviest)) {
                best = Some((place, weight, sentence.span, extent));
            }
        }
        let Some((mut place, _, evidence, extent)) = best else {
            // Nothing tells of it; the first weak word shows the nearest text.
            let hints = role.hints.iter().flat_map(|cue| self.cues.all(*cue));
            let told = hints.filter_map(|hint| self.document.sentence_at(hint.start));
            part.candidate = told.map(|(_, sentence)| sentence.span).min();
            return;
        };
        if place == Place::Sentence && paragraphs.iter().any(|(_, count)| *count >= 2) {
            place = Place::Paragraph;
        }
        if place > part.place {
            part.place = place;
            part.evidence = Some(evidence);
            part.section = None;
            part.extents = if place == Place::Item { vec![extent] } else { part.mentions.clone() };
        }
    }

    /// The item 一是 whose first sentence holds `hit`.
    fn item_opened_at(&self, hit: Span) -> Option<Span> {
        let index = self.document.items.partition_point(|item| item.mark.end <= hit.start);
        let item = self.document.items.get(index.checked_sub(1)?)?;
        let first = item.span.of(self.text).find(['。', '；', ';']).map_or(item.span.end, |at| item.span.start + at);
        (hit.end <= first && item.span.encloses(hit)).then_some(item.span)
    }

    /// An item that is looked for only inside another one, such as the causes of the problems.
    pub(super) fn inner(&self, id: RoleId, role: &RoleCues, outer: &Part, part: &mut Part) {
        if outer.place == Place::Missing {
            return;
        }
        for (index, section) in self.document.sections.iter().enumerate() {
            let announced = self.section_roles.get(index).is_some_and(|roles| roles.contains(&id));
            // “存在的不足及原因” promises causes, it does not give them.
            let own = announced && outer.section != Some(index) && !section.paragraphs.is_empty();
            if own && place_of(section) > part.place {
                part.place = place_of(section);
                part.evidence = Some(section.heading.text);
                part.section = Some(index);
                part.extents = vec![self.body_of(section, Span::new(section.heading.text.end, section.span.end))];
            }
        }
        for extent in &outer.extents {
            for sentence in self.document.sentences_in(*extent) {
                if let Some((_, hit)) = self.clauses().best_clause(&role.mentions, sentence.span) {
                    part.mentions.push(sentence.span);
                    if part.place == Place::Missing {
                        part.place = Place::Sentence;
                        part.evidence = Some(Span::new(hit.start, sentence.span.end));
                        part.extents = vec![sentence.span];
                    }
                }
            }
        }
        part.insertion = outer.extents.last().map_or(0, |extent| extent.end);
        part.candidate = outer.evidence;
    }

    /// What remains when the other items are taken away, if it tells of work done.
    pub(super) fn remainder(&self, role: &RoleCues, taken: &[Span], part: &mut Part) {
        if part.place >= Place::Section {
            return;
        }
        let free = |span: Span| !taken.iter().any(|other| other.overlaps(span));
        let themes: Vec<&Section> = self
            .document
            .sections
            .iter()
            .enumerate()
            .filter(|(index, section)| {
                section.level == 1
                    && self.section_roles.get(*index).is_some_and(Vec::is_empty)
                    && !section.paragraphs.is_empty()
                    && self.cues.any(&role.remainder, section.span)
            })
            .map(|(_, section)| section)
            .collect();
        if let Some(first) = themes.first() {
            part.place = Place::Section;
            let shown = if first.heading.form == HeadingForm::Numbered { first.span } else { first.heading.text };
            part.evidence = Some(shown);
            part.extents = themes.iter().map(|section| section.span).collect();
            return;
        }
        let mut found = Vec::new();
        for paragraph in &self.document.paragraphs {
            let headed =
                paragraph.section.is_some_and(|index| self.section_roles.get(index).is_some_and(|r| !r.is_empty()));
            for sentence in self.document.sentences.get(paragraph.sentences.clone()).unwrap_or(&[]) {
                if !headed && free(sentence.span) && self.cues.any(&role.remainder, sentence.span) {
                    found.push(sentence.span);
                }
            }
        }
        let han: usize = found.iter().map(|span| han_count(span.of(self.text))).sum();
        if let Some(first) = found.first().filter(|_| han >= 80) {
            part.place = if found.len() >= 2 { Place::Paragraph } else { Place::Sentence };
            part.evidence = Some(*first);
            part.extents = found;
        } else {
            part.candidate = found.first().copied();
        }
    }
}
