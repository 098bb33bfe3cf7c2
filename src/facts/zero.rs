//! Statements that there was none: “未发生”, “无行政复议案件”, “零投诉”.

use pest::Parser;

use crate::source::Span;
use crate::source::span::{ceil_boundary, floor_boundary};

use super::figures::{CLAUSE, stops};

mod zero_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/zero.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/zero.pest"]
    pub struct ZeroParser;
}

/// A statement that there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zero {
    /// The words: “未发生”, “无行政复议案件”.
    pub span: Span,
    /// Its clause.
    pub clause: Span,
}

/// Reads the explicit zeros of a paragraph.
pub(super) fn read(text: &str, paragraph: Span, out: &mut Vec<Zero>) {
    use zero_grammar::{Rule, ZeroParser};
    let words = paragraph.of(text);
    let mut until = 0;
    let begins = |c: char| matches!(c, '未' | '无' | '零' | '没' | '暂' | '均' | '从' | '尚' | '为' | '并');
    for (at, first) in words.char_indices().filter(|(_, c)| begins(*c)) {
        let input = words.get(at..).unwrap_or("");
        let second = input.chars().nth(1).unwrap_or(' ');
        let worth = match first {
            '暂' | '并' => second == '无',
            '均' => matches!(second, '无' | '未'),
            '从' | '尚' => second == '未',
            '没' => second == '有',
            '为' => matches!(second, '零' | '0' | '０'),
            _ => true,
        };
        if at < until || !worth {
            continue;
        }
        let input = input.get(..floor_boundary(input, 96)).unwrap_or("");
        if let Some(pair) = ZeroParser::parse(Rule::zero, input).ok().and_then(|mut pairs| pairs.next()) {
            let len = pair.as_span().end();
            let from = ceil_boundary(words, at.saturating_sub(CLAUSE));
            let head = words.get(from..at).unwrap_or("");
            let stop = head.char_indices().rev().find(|(_, c)| stops(*c));
            let start = from + stop.map_or(0, |(at, c)| at + c.len_utf8());
            let tail = words.get(at + len..floor_boundary(words, at + len + CLAUSE)).unwrap_or("");
            let end = at + len + tail.find(stops).unwrap_or(tail.len());
            let place = |from: usize, to: usize| Span::new(paragraph.start + from, paragraph.start + to);
            out.push(Zero { span: place(at, at + len), clause: place(start, end).trim(text) });
            until = at + len;
        }
    }
}
