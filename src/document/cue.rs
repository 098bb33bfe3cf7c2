//! One trie over all literal words that rules and roles ask for, and the places where they occur.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use yada::DoubleArray;
use yada::builder::DoubleArrayBuilder;

use crate::source::Span;

/// The number of a literal in its [`CueSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cue(pub u32);

/// A compiled set of literals: a double-array trie that is searched where it lies, so that the built-in one costs nothing
/// to open. An automaton with failure links reads each character once, which tells in a folder of reports, but has to be
/// decoded before the first one; most runs check one, and literals are short.
///
/// The library trusts the bytes that it searches. They come from its own builder: at run time from [`CueSet::build`], in
/// the built-in set from the build, which validates them.
pub struct CueSet {
    /// The beginnings of the words, one bit each, and behind them the trie.
    bytes: Cow<'static, [u8]>,
    count: usize,
}

/// Bytes of the beginnings: some bits for each word, so that few places have to be looked up in the trie.
const BEGINNINGS: usize = 16 * 1024;

/// The bit of a word that begins with these characters; a word of one character has NUL for the second.
fn beginning(first: char, second: char) -> (usize, u8) {
    let mixed = u32::from(first).wrapping_mul(0x9e37_79b1) ^ u32::from(second).wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ mixed >> 15) as usize;
    (mixed >> 3 & (BEGINNINGS - 1), 1 << (mixed & 7))
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
    /// When the trie cannot be built (an empty literal, a NUL in a literal, or too many of them).
    pub fn build(literals: &[(String, Cue)], count: usize) -> Result<Self, String> {
        let keys: Vec<(&[u8], u32)> = literals.iter().map(|(literal, cue)| (literal.as_bytes(), cue.0)).collect();
        if keys.is_empty() {
            return Ok(Self { bytes: Cow::Borrowed(&[]), count });
        }
        let trie = DoubleArrayBuilder::build(&keys).map_err(|fault| fault.to_string())?;
        let mut bytes = vec![0; BEGINNINGS];
        for (literal, _) in literals {
            let mut chars = literal.chars();
            let (at, bit) = beginning(chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0'));
            if let Some(slot) = bytes.get_mut(at) {
                *slot |= bit;
            }
        }
        bytes.extend(trie);
        Ok(Self { bytes: bytes.into(), count })
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

    /// Checks that the bytes are a trie.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn validate(&self) -> Result<(), String> {
        DoubleArray::new(self.parts().map_or(&[][..], |(_, trie)| trie)).map(|_| ()).map_err(|fault| fault.to_string())
    }

    fn parts(&self) -> Option<(&[u8], &[u8])> {
        self.bytes.split_at_checked(BEGINNINGS)
    }

    /// All occurrences of all literals in `text`, overlapping ones included.
    #[must_use]
    pub fn scan(&self, text: &str) -> Cues {
        let mut found: Vec<Hit> = Vec::with_capacity(text.len() / 8);
        if let Some((beginnings, trie)) = self.parts() {
            let trie = DoubleArray(trie);
            let known = |first: char, second: char| {
                let (at, bit) = beginning(first, second);
                beginnings.get(at).is_some_and(|bits| bits & bit != 0)
            };
            let mut start = 0;
            // To the trie a NUL is the end of a word.
            for piece in text.split('\0') {
                let mut chars = piece.char_indices().peekable();
                while let Some((at, first)) = chars.next() {
                    let second = chars.peek().map_or('\0', |(_, second)| *second);
                    if !known(first, second) && !known(first, '\0') {
                        continue;
                    }
                    let here = trie.common_prefix_search(piece.as_bytes().get(at..).unwrap_or(&[]));
                    let hit = |(cue, len)| Hit { span: Span::new(start + at, start + at + len), cue: Cue(cue) };
                    found.extend(here.map(hit));
                }
                start += piece.len() + 1;
            }
        }
        // Sorted by cue; the occurrences of one cue are in document order already.
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

    proptest! {
        #[test]
        fn every_occurrence_of_every_word_is_found(
            words in prop::collection::btree_set("[法治ab（，𠮷]{1,4}", 0..12),
            text in "[法治政ab（，𠮷\\x00\n]{0,60}",
        ) {
            let literals: Vec<(String, Cue)> = words.into_iter().zip(0u32..).map(|(word, id)| (word, Cue(id))).collect();
            let set = CueSet::build(&literals, literals.len()).expect("a set");
            prop_assert_eq!(set.validate().is_ok(), !literals.is_empty());
            let cues = set.scan(&text);
            for (word, cue) in &literals {
                let places = text.char_indices().filter(|(at, _)| text.get(*at..).is_some_and(|rest| rest.starts_with(word.as_str())));
                let wanted: Vec<Span> = places.map(|(at, _)| Span::new(at, at + word.len())).collect();
                prop_assert_eq!(cues.all(*cue).collect::<Vec<Span>>(), wanted, "{}", word);
            }
        }
    }
}
