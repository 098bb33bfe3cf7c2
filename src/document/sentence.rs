//! Paragraphs to sentences, and 一是…二是… chains.

use super::line::han_number;
use super::{Item, Sentence};
use crate::source::Span;

/// Splits `span` of `text` into sentences: each ends with 。！？ (and the closing quotes behind it) or with the paragraph.
pub(super) fn split(text: &str, span: Span, paragraph: usize, out: &mut Vec<Sentence>) {
    let words = span.of(text);
    let mut start = 0;
    let mut at = 0;
    while let Some(end) = next_stop(words, at) {
        let end = end
            + words
                .get(end..)
                .unwrap_or("")
                .chars()
                .take_while(|c| "”’》）)」』\"".contains(*c))
                .map(char::len_utf8)
                .sum::<usize>();
        push(text, span.start + start, span.start + end, paragraph, out);
        start = end;
        at = end;
    }
    push(text, span.start + start, span.end, paragraph, out);
}

fn push(text: &str, start: usize, end: usize, paragraph: usize, out: &mut Vec<Sentence>) {
    let span = Span::new(start, end).trim(text);
    if !span.is_empty() {
        out.push(Sentence { span, paragraph });
    }
}

/// The byte behind the next sentence end at or after `from`.
fn next_stop(words: &str, from: usize) -> Option<usize> {
    let bytes = words.as_bytes();
    let mut at = from;
    loop {
        // 。 is e3 80 82, ！ ef bc 81, ？ ef bc 9f; the half-width twins are one byte.
        at += match bytes.get(at..)? {
            [0xe3, 0x80, 0x82, ..] | [0xef, 0xbc, 0x81 | 0x9f, ..] => return Some(at + 3),
            [b'!' | b'?', ..] => return Some(at + 1),
            [0xe3..=0xe9 | 0xef, ..] => 3,
            [_, ..] => 1,
            [] => return None,
        };
    }
}

/// Finds the 一是…二是… items of a paragraph. An item begins at the head of a clause and ends where the next begins.
pub(super) fn items(text: &str, span: Span, paragraph: usize, out: &mut Vec<Item>) {
    let words = span.of(text);
    let first = out.len();
    for at in memchr::memmem::find_iter(words.as_bytes(), "是".as_bytes()) {
        let before = words.get(..at).unwrap_or("");
        let digits = before.chars().rev().take_while(|c| "一二三四五六七八九十".contains(*c)).take(3).count();
        // Every such numeral has three bytes.
        let number = before.get(before.len() - digits * 3..).unwrap_or("");
        if number.is_empty() {
            continue;
        }
        let start = at - number.len();
        let boundary = before.get(..start).and_then(|head| head.chars().next_back());
        if boundary.is_some_and(|c| !"。；;：:，,、！!？? \u{3000}\u{a0}”".contains(c)) {
            continue;
        }
        let mark = Span::new(span.start + start, span.start + at + "是".len());
        let number = han_number(number);
        if let Some(last) = out.get_mut(first..).and_then(<[Item]>::last_mut) {
            last.span.end = mark.start;
        }
        out.push(Item { number, mark, span: Span::new(mark.start, span.end), paragraph });
    }
}
