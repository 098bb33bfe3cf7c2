//! One trie over all literal words that rules and roles ask for, and the places where they occur.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::trie::{self, Trie};
use crate::source::Span;

/// The number of a literal in its [`CueSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cue(pub u32);

/// A compiled set of literals.
pub struct CueSet {
    /// See [`Trie`]; nothing where there are no literals.
    bytes: Cow<'static, [u8]>,
    count: usize,
}

impl std::fmt::Debug for CueSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CueSet").field("count", &self.count).finish_non_exhaustive()
    }
}

impl CueSet {
    /// Compiles `literals`, which are sorted and different; several of them, such as half- and full-width spellings, may
    /// share one cue. `count` is one more than the highest cue.
    ///
    /// # Errors
    /// When the trie cannot be built (an empty literal, or too many of them).
    pub fn build(literals: &[(String, Cue)], count: usize) -> Result<Self, String> {
        if literals.is_empty() {
            return Ok(Self { bytes: Cow::Borrowed(&[]), count });
        }
        let words: Vec<(&str, u32)> = literals.iter().map(|(word, cue)| (word.as_str(), cue.0)).collect();
        Ok(Self { bytes: trie::build(&words)?.into(), count })
    }

    /// The bytes from which [`CueSet::from_static`] makes the same set.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// The set whose [`CueSet::to_bytes`] were built into the program; they are taken as they are.
    #[must_use]
    pub fn from_static(bytes: &'static [u8], count: usize) -> Self {
        Self { bytes: Cow::Borrowed(bytes), count }
    }

    /// All occurrences of all literals in `text`, overlapping ones included.
    #[must_use]
    pub fn scan(&self, text: &str) -> Cues {
        let mut found: Vec<Hit> = Vec::with_capacity(text.len() / 6);
        // Sorted by cue; the occurrences of one cue are in document order already.
        let mut first = vec![0u32; self.count + 2];
        if let Some(trie) = Trie::of(&self.bytes) {
            trie.scan(text, |span, cue| {
                found.push(Hit { span, cue: Cue(cue) });
                if let Some(slot) = first.get_mut(cue as usize + 2) {
                    *slot += 1;
                }
            });
        }
        let mut sum = 0;
        for slot in &mut first {
            sum += *slot;
            *slot = sum;
        }
        let mut hits = vec![Span::default(); found.len()];
        for hit in found {
            if let Some(next) = first.get_mut(hit.cue.0 as usize + 1) {
                if let Some(slot) = hits.get_mut(*next as usize) {
                    *slot = hit.span;
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
    hits: Vec<Span>,
    first: Vec<u32>,
}

impl Cues {
    fn slice(&self, cue: Cue) -> &[Span] {
        let index = cue.0 as usize;
        match self.first.get(index..index + 2) {
            Some([from, to]) if from < to => self.hits.get(*from as usize..*to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// All occurrences of `cue`, in document order.
    pub fn all(&self, cue: Cue) -> impl Iterator<Item = Span> {
        self.slice(cue).iter().copied()
    }

    /// The occurrences of `cue` wholly inside `span`.
    pub fn within(&self, cue: Cue, span: Span) -> impl Iterator<Item = Span> {
        let hits = self.slice(cue);
        let from = hits.partition_point(|hit| hit.start < span.start);
        hits.get(from..).unwrap_or(&[]).iter().copied().take_while(move |hit| hit.end <= span.end)
    }

    /// The first occurrence of `cue` inside `span`; most cues occur nowhere, and that is known at once.
    #[must_use]
    pub fn first(&self, cue: Cue, span: Span) -> Option<Span> {
        let hits = self.slice(cue);
        if hits.is_empty() {
            return None;
        }
        let from = hits.partition_point(|hit| hit.start < span.start);
        hits.get(from).copied().filter(|hit| hit.end <= span.end)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_nul_in_the_text_begins_and_ends_no_word() {
        let set = CueSet::build(&[("治".to_owned(), Cue(0)), ("法治".to_owned(), Cue(1))], 2).expect("a set");
        let cues = set.scan("\0治法\0治法治\0");
        let places = |cue| cues.all(Cue(cue)).map(|span| span.start).collect::<Vec<usize>>();
        assert_eq!((places(0), places(1)), (vec![1, 8, 14], vec![11]));
    }

    #[test]
    fn words_of_a_thousand_characters_are_told_apart() {
        let chars: Vec<char> = ('\u{4e00}'..='\u{51ff}').chain(['𠮷', '，', 'a']).collect();
        let words: Vec<String> = chars.windows(2).map(|pair| pair.iter().collect()).chain(["a".to_owned()]).collect();
        let literals: Vec<(String, Cue)> = words.iter().cloned().zip((0..).map(Cue)).collect();
        let set = CueSet::build(&literals, literals.len()).expect("a set");
        let text: String = chars.iter().chain(chars.iter().step_by(2)).collect();
        let cues = set.scan(&text);
        for (word, cue) in &literals {
            let wanted: Vec<Span> =
                text.match_indices(word.as_str()).map(|(at, _)| Span::new(at, at + word.len())).collect();
            assert_eq!(cues.all(*cue).collect::<Vec<Span>>(), wanted, "{word}");
        }
    }

    proptest! {
        #[test]
        fn every_occurrence_of_every_word_is_found(
            words in prop::collection::btree_set("[法治ab（，𠮷]{1,4}", 0..12),
            text in "[法治政ab（，𠮷\\x00\n]{0,200}",
        ) {
            let literals: Vec<(String, Cue)> = words.into_iter().zip(0u32..).map(|(word, id)| (word, Cue(id))).collect();
            let set = CueSet::build(&literals, literals.len()).expect("a set");
            let cues = set.scan(&text);
            for (word, cue) in &literals {
                let places = text.char_indices().filter(|(at, _)| text.get(*at..).is_some_and(|rest| rest.starts_with(word.as_str())));
                let wanted: Vec<Span> = places.map(|(at, _)| Span::new(at, at + word.len())).collect();
                prop_assert_eq!(cues.all(*cue).collect::<Vec<Span>>(), wanted, "{}", word);
            }
        }
    }
}
