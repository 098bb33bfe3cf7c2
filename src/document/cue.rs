//! One automaton over all literal words that rules and roles ask for, and the places where they occur.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// The number of a literal in its [`CueSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cue(pub u32);

/// A compiled set of literals.
pub struct CueSet {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    count: usize,
}

impl std::fmt::Debug for CueSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CueSet").field("count", &self.count).finish_non_exhaustive()
    }
}

impl CueSet {
    /// Compiles `literals`; the literal at index `i` becomes `Cue(ids[i])`, so that several spellings (half- and
    /// full-width) share one cue.
    ///
    /// # Errors
    /// When the automaton cannot be built (an empty literal, or more states than it can address).
    pub fn build(literals: &[(String, Cue)], count: usize) -> Result<Self, String> {
        if literals.is_empty() {
            return Ok(Self { automaton: None, count });
        }
        let patterns = literals.iter().map(|(literal, cue)| (literal.as_str(), cue.0));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build_with_values(patterns)
            .map_err(|fault| fault.to_string())?;
        Ok(Self { automaton: Some(automaton), count })
    }

    /// The bytes from which [`CueSet::from_bytes`] makes the same set.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.automaton.as_ref().map(CharwiseDoubleArrayAhoCorasick::serialize).unwrap_or_default()
    }

    /// A set from the bytes of [`CueSet::to_bytes`].
    ///
    /// # Errors
    /// When the bytes are damaged.
    pub fn from_bytes(bytes: &[u8], count: usize) -> Result<Self, String> {
        if bytes.is_empty() {
            return Ok(Self { automaton: None, count });
        }
        let (automaton, _) = CharwiseDoubleArrayAhoCorasick::deserialize(bytes).map_err(|fault| fault.to_string())?;
        Ok(Self { automaton: Some(automaton), count })
    }

    /// All occurrences of all literals in `text`, overlapping ones included, in one pass.
    #[must_use]
    pub fn scan(&self, text: &str) -> Cues {
        let mut found: Vec<Hit> = Vec::with_capacity(text.len() / 8);
        if let Some(automaton) = &self.automaton {
            found.extend(
                automaton
                    .find_overlapping_iter(text)
                    .map(|found| Hit { span: Span::new(found.start(), found.end()), cue: Cue(found.value()) }),
            );
        }
        // Sorted by cue; the automaton gives the occurrences of one cue in document order already.
        let mut first = vec![0u32; self.count + 2];
        for hit in &found {
            if let Some(slot) = first.get_mut(hit.cue.0 as usize + 2) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut first {
            sum += *slot;
            *slot = sum;
        }
        let mut hits = vec![Hit { span: Span::default(), cue: Cue(0) }; found.len()];
        for hit in found {
            if let Some(next) = first.get_mut(hit.cue.0 as usize + 1) {
                if let Some(slot) = hits.get_mut(*next as usize) {
                    *slot = hit;
                }
                *next += 1;
            }
        }
        Cues { hits, first }
    }
}

#[derive(Clone, Copy, Debug)]
struct Hit {
    span: Span,
    cue: Cue,
}

/// Where the cues of one text occur.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    hits: Vec<Hit>,
    first: Vec<u32>,
}

impl Cues {
    fn slice(&self, cue: Cue) -> &[Hit] {
        let index = cue.0 as usize;
        match self.first.get(index..index + 2) {
            Some([from, to]) if from < to => self.hits.get(*from as usize..*to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// All occurrences of `cue`, in document order.
    pub fn all(&self, cue: Cue) -> impl Iterator<Item = Span> {
        self.slice(cue).iter().map(|hit| hit.span)
    }

    /// The occurrences of `cue` wholly inside `span`.
    pub fn within(&self, cue: Cue, span: Span) -> impl Iterator<Item = Span> {
        let hits = self.slice(cue);
        let from = hits.partition_point(|hit| hit.span.start < span.start);
        hits.get(from..).unwrap_or(&[]).iter().map(|hit| hit.span).take_while(move |hit| hit.end <= span.end)
    }

    /// The first occurrence of `cue` inside `span`; most cues occur nowhere, and that is known at once.
    #[must_use]
    pub fn first(&self, cue: Cue, span: Span) -> Option<Span> {
        let hits = self.slice(cue);
        if hits.is_empty() {
            return None;
        }
        let from = hits.partition_point(|hit| hit.span.start < span.start);
        hits.get(from).map(|hit| hit.span).filter(|hit| hit.end <= span.end)
    }

    /// The first occurrence of any of `cues` inside `span`.
    #[must_use]
    pub fn first_of(&self, cues: &[Cue], span: Span) -> Option<Span> {
        cues.iter().filter_map(|cue| self.first(*cue, span)).min_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)))
    }

    /// Whether any of `cues` occurs inside `span`.
    #[must_use]
    pub fn any(&self, cues: &[Cue], span: Span) -> bool {
        cues.iter().any(|cue| self.first(*cue, span).is_some())
    }

    /// How many different ones of `cues` occur inside `span`.
    #[must_use]
    pub fn distinct(&self, cues: &[Cue], span: Span) -> usize {
        cues.iter().filter(|cue| self.first(**cue, span).is_some()).count()
    }
}
