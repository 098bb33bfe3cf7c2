//! Sentences that tell of a content item: words that follow one another, with what must not stand beside them.

use crate::document::Document;
use crate::document::cue::{Cue, Cues};
use crate::source::Span;

use super::lexicon::ClauseCues;
use super::token::Tokens;
use super::when::WhenValue;

/// Everything that a clause is matched against.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    pub cues: &'a Cues,
    pub tokens: &'a Tokens,
    pub year: Option<i32>,
}

impl Clauses<'_> {
    /// Whether the year after the report year is named within the first `bytes` of `span`.
    pub(super) fn names_next_year(&self, span: Span, bytes: usize) -> bool {
        let Some(year) = self.year else { return false };
        let head = Span::new(span.start, (span.start + bytes).min(span.end));
        self.tokens
            .whens_in(head)
            .any(|when| !when.cited && matches!(when.value, WhenValue::Year(named) if named == year + 1))
    }

    /// Whether `clause` holds in `sentence`; returns where its first step stands.
    fn clause(&self, clause: &ClauseCues, sentence: Span) -> Option<Span> {
        // Cheapest question first.
        if clause.next_year && !self.names_next_year(sentence, 30) {
            return None;
        }
        let mut from = sentence.start;
        let mut first = None;
        for (index, step) in clause.steps.iter().enumerate() {
            let reach = match (index, clause.lead) {
                (0, Some(lead)) => from + lead * 3,
                (0, None) => sentence.end,
                _ => from + clause.gap * 3,
            };
            let hit = match (index, clause.lead) {
                // A first step without the second may still have the second after a later first step.
                (0, None) if clause.steps.len() > 1 => self.first_step(clause, step, sentence)?,
                _ => step
                    .iter()
                    .filter_map(|cue| self.cues.first(*cue, Span::new(from, sentence.end)))
                    .filter(|hit| hit.start <= reach)
                    .min_by_key(|hit| hit.start)?,
            };
            first.get_or_insert(hit);
            from = hit.end;
        }
        if self.cues.any(&clause.not, sentence) {
            return None;
        }
        first.or(Some(Span::empty(sentence.start)))
    }

    /// The first occurrence of the first step from which the second step is in reach.
    fn first_step(&self, clause: &ClauseCues, step: &[Cue], sentence: Span) -> Option<Span> {
        let second = clause.steps.get(1)?;
        let followed = |first: &Span| {
            let reach = Span::new(first.end, sentence.end);
            let mut seconds = second.iter().filter_map(|cue| self.cues.first(*cue, reach));
            seconds.any(|hit| hit.start <= first.end + clause.gap * 3)
        };
        step.iter().flat_map(|cue| self.cues.within(*cue, sentence)).filter(followed).min()
    }

    pub(super) fn best_clause(&self, clauses: &[ClauseCues], sentence: Span) -> Option<(i32, Span)> {
        clauses
            .iter()
            .filter_map(|clause| Some((clause.weight, self.clause(clause, sentence)?)))
            .max_by_key(|(weight, _)| *weight)
    }

    /// Where any of `clauses` holds: the sentence, the clause and its first step, by sentence and then by clause. Only
    /// sentences in which the first step of a clause stands are looked at; for a clause without steps all of them.
    pub(super) fn held(&self, document: &Document, clauses: &[&ClauseCues]) -> Vec<(usize, usize, Span)> {
        let next_year = self.names_next_year(document.extent, document.extent.len());
        let possible = clauses.iter().enumerate().filter(|(_, clause)| next_year || !clause.next_year);
        let possible: Vec<(usize, &&ClauseCues)> = possible.collect();
        let firsts = possible.iter().filter_map(|(place, clause)| Some((*place, clause.steps.first()?)));
        let hits = firsts.flat_map(|(place, step)| step.iter().map(move |cue| (place, *cue)));
        let hits = hits.flat_map(|(place, cue)| self.cues.all(cue).map(move |hit| (place, hit.start)));
        let mut candidates: Vec<(usize, usize)> =
            hits.filter_map(|(place, at)| Some((document.sentence_at(at)?.0, place))).collect();
        for (place, _) in possible.iter().filter(|(_, clause)| clause.steps.is_empty()) {
            candidates.extend((0..document.sentences.len()).map(|index| (index, *place)));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let holds = |(index, place): (usize, usize)| {
            let hit = self.clause(clauses.get(place)?, document.sentences.get(index)?.span)?;
            Some((index, place, hit))
        };
        candidates.into_iter().filter_map(holds).collect()
    }
}
