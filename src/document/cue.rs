//! One trie over all literal words that rules and roles ask for, and the places where they occur.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yada::DoubleArray;
use yada::builder::DoubleArrayBuilder;

use crate::source::Span;

/// The number of a literal in its [`CueSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cue(pub u32);

/// A compiled set of literals: an alphabet, the pairs with which they begin, and a double-array trie, searched where they
/// lie, so that the built-in set costs nothing to open. An automaton with failure links reads each character once, but has
/// to be decoded before the first one; most runs check one report, and literals are short.
///
/// The trie trusts the bytes that it searches. They come from its own builder: at run time from [`CueSet::build`], in the
/// built-in set from the build, which validates them.
pub struct CueSet {
    /// See [`Parts`]; nothing where there are no literals.
    bytes: Cow<'static, [u8]>,
    count: usize,
}

/// What the bytes of a set are, in order.
struct Parts<'a> {
    /// The code of each UTF-16 unit: one byte and NUL, or two.
    codes: &'a [[u8; 2]; UNITS],
    /// One bit for each pair of bytes with which the code of a word begins.
    pairs: &'a [u8; PAIRS],
    /// The cue of each word and its length in bytes, four bytes each; before them stands the number of words.
    words: &'a [[u8; 8]],
    /// The words in code, with their numbers.
    trie: &'a [u8],
}

const UNITS: usize = 1 << 16;
const PAIRS: usize = (1 << 16) / 8;

/// The code of a unit that is in no word; no other code has this byte.
const UNKNOWN: u8 = 255;

/// A place where a word can begin.
struct Start {
    /// In the text.
    at: usize,
    /// In the code.
    index: usize,
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (codes, rest) = bytes.split_at_checked(UNITS * 2)?;
        let (pairs, rest) = rest.split_first_chunk()?;
        let (count, rest) = rest.split_first_chunk()?;
        let (words, trie) = rest.split_at_checked(u32::from_le_bytes(*count) as usize * 8)?;
        Some(Self { codes: codes.as_chunks().0.try_into().ok()?, pairs, words: words.as_chunks().0, trie })
    }

    /// The cue of a word and its length.
    fn word(&self, number: u32) -> Option<(Cue, usize)> {
        let (cue, rest) = self.words.get(number as usize)?.split_first_chunk()?;
        Some((Cue(u32::from_le_bytes(*cue)), u32::from_le_bytes(*rest.first_chunk()?) as usize))
    }

    fn code(&self, unit: u16) -> [u8; 2] {
        self.codes.get(usize::from(unit)).copied().unwrap_or([UNKNOWN, 0])
    }

    /// Whether the code of a word can begin with these two bytes.
    fn begins(&self, first: u8, second: u8) -> bool {
        let pair = u16::from_be_bytes([first, second]);
        self.pairs.get(usize::from(pair / 8)).is_some_and(|bits| bits >> (pair % 8) & 1 == 1)
    }

    /// The text in code, and where words can begin.
    fn encode(&self, text: &str) -> (Vec<u8>, Vec<Start>) {
        let (mut code, mut starts) = (Vec::with_capacity(text.len() / 2), Vec::with_capacity(text.len() / 6));
        // The last unit, if its code is one byte: whether a word begins there is told by the next one.
        let mut open = None;
        let mut put = |[first, second]: [u8; 2], at: usize| {
            if let Some((before, start)) = open.take()
                && self.begins(before, first)
            {
                starts.push(start);
            }
            let start = Start { at, index: code.len() };
            code.push(first);
            if second == 0 {
                open = Some((first, start));
            } else {
                code.push(second);
                if self.begins(first, second) {
                    starts.push(start);
                }
            }
        };
        let mut rest = text.as_bytes();
        loop {
            let at = text.len() - rest.len();
            if let [first @ 0xe0..=0xef, second, third, behind @ ..] = rest {
                let unit = u16::from(*first) << 12 | u16::from(*second & 0x3f) << 6 | u16::from(*third & 0x3f);
                put(self.code(unit), at);
                rest = behind;
                continue;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| put(self.code(*unit), at));
            rest = rest.get(c.len_utf8()..).unwrap_or(&[]);
        }
        // Behind the text stands nothing that is in a word.
        put([UNKNOWN, 0], text.len());
        (code, starts)
    }
}

/// The codes of the units of `literals`: the commonest have one byte, so that a word takes few steps in the trie.
fn codes(literals: &[(String, Cue)]) -> Result<BTreeMap<u16, Vec<u8>>, String> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for unit in literals.iter().flat_map(|(literal, _)| literal.encode_utf16()) {
        *counts.entry(unit).or_default() += 1;
    }
    let mut units: Vec<u16> = counts.keys().copied().collect();
    units.sort_by_key(|unit| Reverse(counts.get(unit)));
    // 1 to `single` stand alone; those above begin a code of two bytes. NUL ends a word in the trie.
    let bytes = 1..UNKNOWN;
    let leads = (0..UNKNOWN).find(|leads| bytes.len() + usize::from(*leads) * (bytes.len() - 1) >= units.len());
    let single = UNKNOWN - 1 - leads.ok_or("too many different characters")?;
    let pairs = (single + 1..UNKNOWN).flat_map(|lead| bytes.clone().map(move |next| vec![lead, next]));
    Ok(units.into_iter().zip((1..=single).map(|byte| vec![byte]).chain(pairs)).collect())
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
        let codes = codes(literals)?;
        let code = |unit: u16| codes.get(&unit).map_or(&[][..], Vec::as_slice);
        let mut keys: Vec<(Vec<u8>, u32)> = literals
            .iter()
            .zip(0..)
            .map(|((literal, _), number)| (literal.encode_utf16().flat_map(code).copied().collect(), number))
            .collect();
        keys.sort_unstable();
        let trie = DoubleArrayBuilder::build(&keys).map_err(|fault| fault.to_string())?;
        let mut pairs = vec![0u8; PAIRS];
        for (key, _) in &keys {
            let seconds = key.get(1).map_or(0..=UNKNOWN, |second| *second..=*second);
            for second in seconds {
                let pair = key.first().map_or(0, |first| usize::from(*first) << 8) | usize::from(second);
                if let Some(bits) = pairs.get_mut(pair / 8) {
                    *bits |= 1 << (pair % 8);
                }
            }
        }
        let mut bytes: Vec<u8> = (0..=u16::MAX)
            .flat_map(|unit| match code(unit) {
                [one] => [*one, 0],
                [one, two] => [*one, *two],
                _ => [UNKNOWN, 0],
            })
            .collect();
        bytes.extend(pairs);
        let number = |of: usize| u32::try_from(of).map_err(|fault| fault.to_string());
        bytes.extend(number(literals.len())?.to_le_bytes());
        for (literal, cue) in literals {
            bytes.extend(cue.0.to_le_bytes());
            bytes.extend(number(literal.len())?.to_le_bytes());
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
        let trie = Parts::of(&self.bytes).map_or(&[][..], |parts| parts.trie);
        DoubleArray::new(trie).map(|_| ()).map_err(|fault| fault.to_string())
    }

    /// All occurrences of all literals in `text`, overlapping ones included.
    #[must_use]
    pub fn scan(&self, text: &str) -> Cues {
        let mut found: Vec<Hit> = Vec::with_capacity(text.len() / 8);
        if let Some(parts) = Parts::of(&self.bytes) {
            let (code, starts) = parts.encode(text);
            let trie = DoubleArray(parts.trie);
            for Start { at, index } in starts {
                let numbers = trie.common_prefix_search(code.get(index..).unwrap_or(&[]));
                for (cue, len) in numbers.filter_map(|(number, _)| parts.word(number)) {
                    found.push(Hit { span: Span::new(at, at + len), cue });
                }
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
