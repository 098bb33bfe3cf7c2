//! The head of a line: heading numbers and their marks.

use pest::Parser;
use pest::iterators::Pair;

use super::grammar::line::{LineParser, Rule};
use crate::source::Span;
use crate::source::span::floor_boundary;

/// Longest head handed to the grammar, in bytes.
const HEAD: usize = 48;

/// The number before a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The mark with its punctuation.
    pub span: Span,
    /// Its shape.
    pub kind: MarkKind,
    /// Its number, from 1; 0 for a mark without one (Markdown).
    pub number: u32,
    /// What is wrong with its punctuation.
    pub fault: Option<MarkFault>,
}

/// The shapes of heading numbers, outermost first (GB/T 9704—2012, 7.3.3: 一、（一）1.（1）).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// “#” of Markdown; the payload is its depth.
    Hashes(u8),
    /// “第一部分”
    Part,
    /// “一、”
    Han,
    /// “（一）”
    HanParen,
    /// “1.”
    Arabic,
    /// “（1）”
    ArabicParen,
    /// “①”
    Circled,
    /// “一是”
    Enumerator,
}

/// What is wrong with the punctuation of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkFault {
    /// “1、” for “1.”
    DunAfterArabic,
    /// “（一）、”
    MarkAfterBracket,
    /// “一.” or “一，” for “一、”
    NotDunAfterHan,
    /// “1，”
    CommaAfterArabic,
    /// “一）”: the opening bracket is missing.
    OpeningBracketMissing,
}

/// The head of a line: Markdown hashes, a mark, and where the words begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub hashes: Option<Mark>,
    pub mark: Option<Mark>,
    pub rest: usize,
}

/// Reads the head of the line that covers `span` (blanks at both ends already left out).
pub(super) fn head(text: &str, span: Span) -> Head {
    let line = span.of(text);
    let none = Head { rest: span.start, ..Head::default() };
    if !line.starts_with(begins_mark) {
        return none;
    }
    if let Some((kind, number, len)) = plain(line) {
        let mark = Mark { span: Span::new(span.start, span.start + len), kind, number, fault: None };
        return Head { mark: Some(mark), rest: mark.span.end, ..none };
    }
    if !may_be_marked(line) {
        return none;
    }
    read(line, none)
}

/// Whether a line that begins with a numeral can have a mark: “1. ”, “12）”, “十一、”, but not “2025年”, “一年来”.
fn may_be_marked(line: &str) -> bool {
    let numeral = |c: char| digit_value(c).is_some() || "一二三四五六七八九十".contains(c);
    let rest = line.trim_start_matches(numeral);
    rest.len() == line.len() || rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']).starts_with(MARKS)
}

/// What stands behind the number of a mark.
const MARKS: [char; 8] = ['、', '.', '．', '，', ',', '）', ')', '是'];

/// The commonest marks, 1. and （一） 一、 一是 with a number of one character and nothing odd about them: what is read is what
/// the grammar reads; only its call is saved.
fn plain(line: &str) -> Option<(MarkKind, u32, usize)> {
    let digits = line.find(|c: char| !c.is_ascii_digit())?;
    if let (number, Some(rest)) = (line.get(..digits)?, line.get(digits..)?.strip_prefix('.'))
        && matches!(digits, 1 | 2)
        && !rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some((MarkKind::Arabic, number.parse().ok()?, digits + 1));
    }
    let opened = line.strip_prefix(['（', '(']);
    let mut chars = opened.unwrap_or(line).chars();
    let digit = chars.next()?;
    let number =
        "一二三四五六七八九十".chars().zip(1..).find_map(|(known, value)| (known == digit).then_some(value))?;
    let kind = match (opened, chars.next()?) {
        (Some(_), '）' | ')') => MarkKind::HanParen,
        (None, '、') => MarkKind::Han,
        (None, '是') => MarkKind::Enumerator,
        _ => return None,
    };
    let rest = chars.as_str();
    let odd = kind == MarkKind::HanParen && rest.starts_with(['、', '.', '．', '，', ',']);
    (!odd).then(|| (kind, number, line.len() - rest.len()))
}

/// Reads the head of `line` by the grammar; `none` tells where the line begins.
fn read(line: &str, none: Head) -> Head {
    let base = none.rest;
    let window = line.get(..floor_boundary(line, HEAD)).unwrap_or(line);
    let Ok(mut pairs) = LineParser::parse(Rule::head, window) else {
        return none;
    };
    let Some(pair) = pairs.next() else {
        return none;
    };
    let mut head = Head { rest: base + pair.as_span().end(), ..none };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::hashes => {
                let depth = u8::try_from(part.as_str().len()).unwrap_or(6);
                head.hashes =
                    Some(Mark { span: span_of(&part, base), kind: MarkKind::Hashes(depth), number: 0, fault: None });
            }
            Rule::part => head.mark = Some(lower(&part, base, MarkKind::Part)),
            Rule::han_paren | Rule::han_unopened => head.mark = Some(lower(&part, base, MarkKind::HanParen)),
            Rule::arabic_paren | Rule::arabic_unopened => {
                head.mark = Some(lower(&part, base, MarkKind::ArabicParen));
            }
            Rule::enumerator => head.mark = Some(lower(&part, base, MarkKind::Enumerator)),
            Rule::han => head.mark = Some(lower(&part, base, MarkKind::Han)),
            Rule::arabic => head.mark = Some(lower(&part, base, MarkKind::Arabic)),
            Rule::circled => head.mark = Some(lower(&part, base, MarkKind::Circled)),
            Rule::head
            | Rule::mark
            | Rule::han_number
            | Rule::arabic_number
            | Rule::open
            | Rule::close
            | Rule::extra
            | Rule::dun
            | Rule::dot
            | Rule::comma
            | Rule::stop
            | Rule::digit
            | Rule::blank => {}
        }
    }
    head
}

fn begins_mark(c: char) -> bool {
    matches!(c, '#' | '第' | '（' | '(' | '0'..='9' | '０'..='９' | '①'..='⑳')
        || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn span_of(pair: &Pair<'_, Rule>, base: usize) -> Span {
    let inner = pair.as_span();
    Span::new(base + inner.start(), base + inner.end())
}

fn lower(pair: &Pair<'_, Rule>, base: usize, kind: MarkKind) -> Mark {
    let mut mark = Mark { span: span_of(pair, base), kind, number: 0, fault: None };
    match pair.as_rule() {
        // “1）” is a usual list mark; “一）” has lost its bracket.
        Rule::han_unopened => mark.fault = Some(MarkFault::OpeningBracketMissing),
        Rule::circled => {
            let c = pair.as_str().chars().next().unwrap_or('①');
            mark.number = (u32::from(c) + 1).saturating_sub(u32::from('①'));
        }
        _ => {}
    }
    for part in pair.clone().into_inner() {
        match part.as_rule() {
            Rule::han_number => mark.number = han_number(part.as_str()),
            Rule::arabic_number => mark.number = arabic_number(part.as_str()),
            Rule::extra => mark.fault = Some(MarkFault::MarkAfterBracket),
            Rule::dun if kind == MarkKind::Arabic => mark.fault = Some(MarkFault::DunAfterArabic),
            Rule::dot | Rule::comma if kind == MarkKind::Han => mark.fault = Some(MarkFault::NotDunAfterHan),
            Rule::comma if kind == MarkKind::Arabic => mark.fault = Some(MarkFault::CommaAfterArabic),
            _ => {}
        }
    }
    mark
}

/// The value of a Han number up to 99, such as 十二; 0 where it is none.
#[must_use]
pub(crate) fn han_number(words: &str) -> u32 {
    let digit = |c: char| "一二三四五六七八九".chars().zip(1u32..).find_map(|(d, n)| (d == c).then_some(n));
    let (mut tens, mut ones, mut ten_seen) = (0, 0, false);
    for c in words.chars() {
        if c == '十' {
            tens = if ten_seen || ones == 0 { 1 } else { ones };
            ones = 0;
            ten_seen = true;
        } else if let Some(value) = digit(c) {
            ones = value;
        }
    }
    tens * 10 + ones
}

fn arabic_number(words: &str) -> u32 {
    words.chars().filter_map(digit_value).fold(0, |value, digit| value * 10 + digit)
}

/// The value of an ASCII or full-width digit.
#[must_use]
pub(crate) fn digit_value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_without_the_grammar_is_what_the_grammar_reads() {
        const PIECES: [&str; 24] = [
            "（", "(", "）", ")", "一", "二", "九", "十", "、", "，", ",", "．", ".", "是", "1", "①", "第", "章", "#",
            " ", "　", "加", "2", "３",
        ];
        let mut plain_ones = 0;
        for first in PIECES {
            for second in PIECES {
                for third in PIECES {
                    for fourth in PIECES {
                        let line = format!("{first}{second}{third}{fourth}强领导");
                        let span = Span::new(0, line.len());
                        let none = Head::default();
                        plain_ones += usize::from(plain(&line).is_some());
                        let read = if line.starts_with(begins_mark) { read(&line, none) } else { none };
                        assert_eq!(head(&line, span), read, "{line}");
                    }
                }
            }
        }
        assert!(plain_ones > 1000);
    }
}
