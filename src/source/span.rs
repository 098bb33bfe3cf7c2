//! Byte spans in the decoded text of a `Source`.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`, in the decoded text of one `Source`.
///
/// Every position inside the program is a `Span`; lines, columns and UTF-16 units are computed from it at the edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; a reversed pair becomes the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The empty span at `at`, used for things that are absent.
    #[must_use]
    pub fn empty(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The words under the span; empty where the span does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The span without the blanks (Unicode white space, U+3000 and U+FEFF included) at both ends.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let words = self.of(text);
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
        let left = words.len() - words.trim_start_matches(blank).len();
        let kept = words.trim_matches(blank).len();
        Self { start: self.start + left, end: self.start + left + kept }
    }
}

/// Moves `at` down to the nearest character boundary of `text`, at most to its end.
#[must_use]
pub fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Moves `at` up to the nearest character boundary of `text`, at most to its end.
#[must_use]
pub fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The number of Han characters in `text`, the unit in which lengths of Chinese documents are stated.
#[must_use]
pub fn han_count(text: &str) -> usize {
    // e4–e9 begin U+4000–U+9FFF and nothing else; f0 a0–f0 b2 begin the supplementary ideographic planes, which are rare.
    let bytes = text.as_bytes();
    let common = count_bytes(bytes, |byte| (0xe4..=0xe9).contains(&byte));
    if count_bytes(bytes, |byte| byte == 0xf0) == 0 {
        return common;
    }
    common + bytes.windows(2).filter(|pair| matches!(pair, [0xf0, 0xa0..=0xb2])).count()
}

/// The number of bytes that `wanted` holds for, counted in runs short enough for one byte and without a rest that cannot
/// be done sixteen bytes at a time.
#[must_use]
pub fn count_bytes(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let run = |run: &[u8]| run.iter().fold(0u8, |count, byte| count.wrapping_add(u8::from(wanted(*byte))));
    bytes.chunks(240).map(|bytes| usize::from(run(bytes))).sum()
}

/// Whether `c` is a Han ideograph (the unified blocks, extensions included).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}
