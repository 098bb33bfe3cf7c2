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
        // Cheapest question first: most sentences lack the first word.
        if clause.steps.first().is_some_and(|step| !self.cues.any(step, sentence)) {
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
            let hit = step
                .iter()
                .filter_map(|cue| self.cues.first(*cue, Span::new(from, sentence.end)))
                .filter(|hit| hit.start <= reach)
                .min_by_key(|hit| hit.start);
            // A first step without the second may still have the second after a later first step.
            let hit = match (hit, index, clause.lead) {
                (Some(hit), 0, None) if clause.steps.len() > 1 => {
                    self.first_step(clause, step, sentence).unwrap_or(hit)
                }
                (Some(hit), ..) => hit,
                (None, ..) => return None,
            };
            first.get_or_insert(hit);
            from = hit.end;
        }
        if self.cues.any(&clause.not, sentence) || clause.next_year && !self.names_next_year(sentence, 30) {
            return None;
        }
        first.or(Some(Span::empty(sentence.start)))
    }

    /// The last occurrence of the first step from which the second step is in reach.
    fn first_step(&self, clause: &ClauseCues, step: &[Cue], sentence: Span) -> Option<Span> {
        let second = clause.steps.get(1)?;
        let mut firsts: Vec<Span> = step.iter().flat_map(|cue| self.cues.within(*cue, sentence)).collect();
        firsts.sort_unstable();
        firsts.into_iter().find(|first| {
            let reach = Span::new(first.end, sentence.end);
            second.iter().any(|cue| {
                self.cues.within(*cue, reach).next().is_some_and(|hit| hit.start <= first.end + clause.gap * 3)
            })
        })
    }

    pub(super) fn best_clause(&self, clauses: &[ClauseCues], sentence: Span) -> Option<(i32, Span)> {
        clauses
            .iter()
            .filter_map(|clause| Some((clause.weight, self.clause(clause, sentence)?)))
            .max_by_key(|(weight, _)| *weight)
    }

    /// The numbers of the sentences in which the first step of any of `clauses` stands, in order.
    pub(super) fn candidates(&self, document: &Document, clauses: &[ClauseCues]) -> Vec<usize> {
        let firsts = clauses.iter().filter_map(|clause| clause.steps.first()).flatten();
        let mut found: Vec<usize> = firsts
            .flat_map(|cue| self.cues.all(*cue))
            .filter_map(|hit| document.sentence_at(hit.start).map(|(index, _)| index))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
