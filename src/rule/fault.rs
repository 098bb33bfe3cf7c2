//! What can be wrong with a rule pack, each shown inside the file it stands in.

use crate::diagnostic::Text;
use crate::source::Span;

/// A fault in a file of a pack.
#[derive(Clone, Debug)]
pub struct PackFault {
    /// The file, as it was named or relative to the pack.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The guilty words, if they are known.
    pub span: Option<Span>,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Option<Text>,
}

impl PackFault {
    /// A fault without a help text.
    #[must_use]
    pub fn new(file: &str, text: &str, span: Option<Span>, zh: String, en: String) -> Self {
        Self { file: file.to_owned(), text: text.to_owned(), span, message: Text { zh, en }, help: None }
    }

    /// The same fault with a help text.
    #[must_use]
    pub fn with_help(mut self, zh: String, en: String) -> Self {
        self.help = Some(Text { zh, en });
        self
    }
}

/// “did you mean”: the candidate nearest to `word`, if one is near.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    // A word that was cut short, or written on, is near whatever its length.
    let begins = |candidate: &str| {
        word.chars().count() > 2
            && candidate.chars().count() > 2
            && (candidate.starts_with(word) || word.starts_with(candidate))
    };
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate, limit + 1), candidate))
        .filter(|(distance, candidate)| *distance <= limit || begins(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The edit distance of two words in characters, capped at `cap`.
#[must_use]
pub fn distance(left: &str, right: &str, cap: usize) -> usize {
    if left.chars().count().abs_diff(right.chars().count()) >= cap {
        return cap;
    }
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        let mut least = before;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (slot, b) in row.iter_mut().skip(1).zip(&right) {
            let value = (*slot + 1).min(before + 1).min(diagonal + usize::from(a != *b));
            diagonal = *slot;
            *slot = value;
            before = value;
            least = least.min(value);
        }
        // No row has a smaller number than the row before it.
        if least >= cap {
            return cap;
        }
    }
    row.last().copied().unwrap_or(cap).min(cap)
}
