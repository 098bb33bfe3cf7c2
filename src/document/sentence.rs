//! Paragraphs to sentences, and 一是…二是… chains.

use super::line::han_number;
use super::signs::Sign;
use super::{Item, Sentence};
use crate::source::Span;

/// Splits `span` of `text` into sentences: each ends with 。！？ (and the closing quotes behind it) or with the paragraph.
/// `signs` are those of the paragraph.
pub(super) fn split(text: &str, span: Span, paragraph: usize, signs: &[Sign], out: &mut Vec<Sentence>) {
    let mut start = span.start;
    for stop in signs.iter().filter(|sign| matches!(sign.c, '。' | '！' | '？' | '!' | '?')) {
        let end = stop.span().end;
        let closing = Span::new(end, span.end).of(text).chars().take_while(|c| "”’》）)」』\"".contains(*c));
        let end = end + closing.map(char::len_utf8).sum::<usize>();
        push(text, start, end, paragraph, out);
        start = end;
    }
    push(text, start, span.end, paragraph, out);
}

fn push(text: &str, start: usize, end: usize, paragraph: usize, out: &mut Vec<Sentence>) {
    let span = Span::new(start, end).trim(text);
    if !span.is_empty() {
        out.push(Sentence { span, paragraph });
    }
}

/// Finds the 一是…二是… items of a paragraph. An item begins at the head of a clause and ends where the next begins.
pub(super) fn items(text: &str, span: Span, paragraph: usize, signs: &[Sign], out: &mut Vec<Item>) {
    let words = span.of(text);
    let first = out.len();
    for sign in signs.iter().filter(|sign| sign.c == '是') {
        let at = sign.at - span.start;
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
