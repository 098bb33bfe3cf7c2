//! Document numbers in their parts: 云府办发〔2025〕7号.

use crate::source::Span;
use crate::source::span::{floor_boundary, is_han};

/// A document number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentNumber {
    /// All of it, from the agency's code to 号.
    pub span: Span,
    /// The code of the agency, such as 云府办发; may be empty.
    pub agency: Span,
    /// The year in the brackets.
    pub year: i32,
    /// The running number.
    pub serial: u32,
}

/// Longest document number, in bytes.
const LONGEST: usize = 96;

impl DocumentNumber {
    /// Reads the number whose agency code begins at byte `at`.
    #[must_use]
    pub fn read(text: &str, at: usize) -> Option<Self> {
        let window = text.get(at..floor_boundary(text, at + LONGEST))?;
        let code = window.find(|c: char| !is_han(c)).filter(|code| *code <= 48)?;
        let mut rest = window.get(code..)?;
        let mut take = |wanted: &[char]| -> Option<()> {
            rest = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}']).strip_prefix(wanted)?;
            Some(())
        };
        take(&['〔', '﹝', '[', '［', '【', '（', '('])?;
        let (year, after) = digits(rest)?;
        rest = after;
        let mut take = |wanted: &[char]| -> Option<()> {
            rest = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}']).strip_prefix(wanted)?;
            Some(())
        };
        take(&['〕', '﹞', ']', '］', '】', '）', ')'])?;
        let _ = take(&['第']);
        let (serial, after) = digits(rest)?;
        let after = after.trim_start_matches([' ', '\u{a0}']).strip_prefix('号')?;
        let end = at + window.len() - after.len();
        let year = i32::try_from(year).ok().filter(|year| (1949..2100).contains(year))?;
        Some(Self { span: Span::new(at, end), agency: Span::new(at, at + code), year, serial })
    }

    /// The number in brackets, or behind a comma, right behind byte `at`.
    #[must_use]
    pub fn behind(text: &str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let opener = rest.chars().next().filter(|c| matches!(c, '（' | '(' | '，' | ','))?;
        Self::read(text, at + opener.len_utf8())
    }
}

/// The number at the beginning of `words`, full-width digits included, and what follows it.
fn digits(words: &str) -> Option<(u32, &str)> {
    let words = words.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    let end = words.find(|c: char| crate::document::digit_value(c).is_none()).unwrap_or(words.len());
    let (number, rest) = words.split_at_checked(end)?;
    let value = number.chars().filter_map(crate::document::digit_value).take(6);
    (end > 0).then(|| (value.fold(0, |sum, digit| sum * 10 + digit), rest))
}
