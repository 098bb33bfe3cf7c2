//! Statements that there was none: “未发生”, “无行政复议案件”, “零投诉”.

use pest::Parser;

use crate::document::signs::Sign;
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
pub(super) fn read(text: &str, paragraph: Span, signs: &[Sign], out: &mut Vec<Zero>) {
    let words = paragraph.of(text);
    let mut until = 0;
    for Sign { at, c: first } in signs.iter().copied().filter(|sign| begins(sign.c)) {
        let at = at - paragraph.start;
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
        if let Some(len) = may_tell(input).then(|| by_grammar(input)).flatten() {
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

/// Whether a statement can begin with `c`.
fn begins(c: char) -> bool {
    matches!(c, '未' | '无' | '零' | '没' | '暂' | '均' | '从' | '尚' | '为' | '并')
}

/// How many bytes of `input` a statement at its beginning covers.
fn by_grammar(input: &str) -> Option<usize> {
    use zero_grammar::{Rule, ZeroParser};
    let pair = ZeroParser::parse(Rule::zero, input).ok()?.next()?;
    Some(pair.as_span().end())
}

/// Whether a verb or a thing of the grammar can follow: most negations deny something else.
fn may_tell(input: &str) -> bool {
    let verb =
        |rest: &str| rest.starts_with(|c| "曾有再新发收接受涉开制出产作办组印实提引召列承查采聘反安启".contains(c));
    let thing = |rest: &str| rest.chars().take(24).any(|c| "案事情职文投申诉复上信纠处举任权决".contains(c));
    let not_done = ["从未", "尚未", "均未", "未", "没有"].iter().find_map(|word| input.strip_prefix(word));
    let none = ["没有", "暂无", "均无", "并无", "无"].iter().find_map(|word| input.strip_prefix(word));
    not_done.is_some_and(verb) || none.is_some_and(thing) || input.starts_with(['零', '为'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::signs::Signs;

    #[test]
    fn no_statement_is_overlooked() {
        let grammar = include_str!("../../grammar/zero.pest");
        let mut words: Vec<&str> = grammar.split('"').skip(1).step_by(2).collect();
        words.extend(["", "建", "一起", "十二个字的许多其他种类的", "经"]);
        let heads = ["未", "从未", "尚未", "均未", "没有", "暂无", "均无", "并无", "无", "零", "为", "并", "尚无"];
        let heads_told = heads.concat();
        assert_eq!(Signs::of(&heads_told).all().len(), heads_told.replace('有', "").chars().count(), "{heads_told}");
        let mut found = 0;
        for head in heads {
            for second in &words {
                for third in &words {
                    let input = format!("{head}{second}{third}。");
                    let told = by_grammar(&input).is_some();
                    assert!(!told || may_tell(&input), "{input}");
                    found += usize::from(told);
                }
            }
        }
        assert!(found > 1_000, "{found} statements");
    }
}
