//! Dates, years, quantities, citations and document numbers: candidates by a byte scan, meaning by small pest grammars.

use pest::Parser;

use crate::document::Document;
use crate::source::Span;
use crate::source::span::floor_boundary;

use super::kind::FactKind;
use super::plain::{Plain, plain};
use super::when::{self, When, WhenValue};

mod quantity_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/quantity.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/quantity.pest"]
    pub struct QuantityParser;
}
mod citation_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/citation.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/citation.pest"]
    pub struct CitationParser;
}

/// Longest date, quantity and document number, in bytes.
const SHORT: usize = 64;
/// Longest citation, in bytes.
const LONG: usize = 520;

/// A fact other than time, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its words.
    pub span: Span,
    /// What it is.
    pub kind: FactKind,
}

/// Everything that was read from the digits and brackets of a text, in document order.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Mentions of time.
    pub whens: Vec<When>,
    /// Counts, percentages, citations, document numbers.
    pub facts: Vec<Token>,
}

impl Tokens {
    /// The mentions of time inside `span`.
    pub fn whens_in(&self, span: Span) -> impl Iterator<Item = &When> {
        let from = self.whens.partition_point(|when| when.span.start < span.start);
        self.whens.get(from..).unwrap_or(&[]).iter().take_while(move |when| when.span.end <= span.end)
    }

    /// The facts of the given kinds inside `span`, dates included.
    pub fn facts_in<'a>(&'a self, kinds: &'a [FactKind], span: Span) -> impl Iterator<Item = Span> + 'a {
        let from = self.facts.partition_point(|fact| fact.span.start < span.start);
        let facts = self.facts.get(from..).unwrap_or(&[]).iter().take_while(move |fact| fact.span.start < span.end);
        let whens = self.whens_in(span).filter(|when| {
            kinds.contains(&FactKind::Date)
                && !when.cited
                && matches!(when.value, WhenValue::Date(..) | WhenValue::YearMonth(..) | WhenValue::MonthDay(..))
        });
        facts
            .filter(|fact| kinds.contains(&fact.kind))
            .map(|fact| fact.span)
            .filter(move |fact| fact.end <= span.end)
            .chain(whens.map(|when| when.span))
    }

    /// The citation that covers `at`.
    #[must_use]
    pub fn citation_at(&self, at: usize) -> Option<Span> {
        let index = self.facts.partition_point(|fact| fact.span.start <= at);
        let before = self.facts.get(..index).unwrap_or(&[]);
        let mut near = before.iter().rev().take(24);
        near.find(|fact| fact.kind == FactKind::Citation && fact.span.end > at).map(|fact| fact.span)
    }
}

/// Reads the facts of the report itself; page furniture is left out.
#[must_use]
pub fn tokens(text: &str, document: &Document) -> Tokens {
    let mut out = Tokens::default();
    let mut furniture = document.furniture.iter().map(|line| line.span).peekable();
    let (mut until, mut cited_until) = (0, 0);
    let begins =
        |c: char| matches!(c, '0'..='9' | '０'..='９' | '[' | '(' | '《' | '【' | '〔' | '（' | '［' | '一' | '二');
    for sign in document.signs.all().iter().filter(|sign| begins(sign.c)) {
        let at = sign.at;
        if at < until {
            continue;
        }
        while furniture.next_if(|line| line.end <= at).is_some() {}
        if let Some(line) = furniture.peek().filter(|line| line.start <= at) {
            until = line.end;
            continue;
        }
        let len = match sign.c {
            '一' | '二' if !han_year(text, at) => continue,
            '0'..='9' | '０'..='９' | '一' | '二' => number(text, at, cited_until, &mut out),
            _ => bracket(text, at, &mut out, &mut cited_until).unwrap_or(1),
        };
        until = at + len;
    }
    out
}

fn window(text: &str, at: usize, len: usize) -> &str {
    text.get(at..floor_boundary(text, at + len)).unwrap_or("")
}

fn han_year(text: &str, at: usize) -> bool {
    let mut chars = window(text, at, 15).chars();
    let digit = |c| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '〇' | '○' | '零');
    chars.by_ref().take(4).all(digit) && chars.next() == Some('年')
}

/// Reads a date or a quantity at a digit; returns how many bytes it covers.
fn number(text: &str, at: usize, cited_until: usize, out: &mut Tokens) -> usize {
    let input = window(text, at, SHORT);
    let digits = input.find(|c: char| !matches!(c, '0'..='9' | '０'..='９')).unwrap_or(input.len());
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '·' | '+' | '．')) {
        return digits.max(1);
    }
    // What stands behind the digits tells which grammar is worth its call.
    let tail = input.get(digits..).unwrap_or("");
    let behind = tail.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']).chars().next();
    let timely = behind.is_some_and(|c| matches!(c, '年' | '月' | '—' | '–' | '-' | '－' | '~' | '～' | '至' | '到'));
    if let Some((len, value)) = (timely || digits == 0).then(|| when::read(input)).flatten() {
        out.whens.push(When { span: Span::new(at, at + len), value, cited: at < cited_until });
        return len;
    }
    // “第65期”, “第3次” are ordinals.
    let counted = || plain(input).map(kind_of).or_else(|| quantity(input));
    if behind.is_some_and(goes_on)
        && before != Some('第')
        && at >= cited_until
        && let Some((len, kind)) = counted()
    {
        out.facts.push(Token { span: Span::new(at, at + len), kind });
        return len;
    }
    digits.max(1)
}

/// Whether `c` can stand behind the first digits of a count or a percentage, as grammar/quantity.pest has it; “，” ends
/// a clause more often than a group of thousands.
fn goes_on(c: char) -> bool {
    const BEGIN: &str = "个%％,.．万亿千百余多来人场批件份户班课学小分工公平元次条起名项家期支处台宗张篇部页所套间轮位例类门本册块面幅堂节届天单辆站遍组座栏村卷";
    BEGIN.contains(c)
}

/// What a figure that needed no grammar is.
fn kind_of(plain: Plain) -> (usize, FactKind) {
    let percent = matches!(plain.measure, '%' | '％');
    (plain.end, if percent { FactKind::Percent } else { FactKind::Count })
}

fn quantity(input: &str) -> Option<(usize, FactKind)> {
    use quantity_grammar::{QuantityParser, Rule};
    let pair = QuantityParser::parse(Rule::quantity, input).ok()?.next()?;
    let len = pair.as_span().end();
    let kind = match pair.into_inner().next()?.as_rule() {
        Rule::percent => FactKind::Percent,
        _ => FactKind::Count,
    };
    Some((len, kind))
}

/// Reads a citation or a document number at an opening bracket.
fn bracket(text: &str, at: usize, out: &mut Tokens, cited_until: &mut usize) -> Option<usize> {
    use citation_grammar::Rule;
    let opener = text.get(at..)?.chars().next()?;
    let next = text.get(at + opener.len_utf8()..)?.trim_start().chars().next()?;
    if opener != '《' && crate::document::digit_value(next).is_none() {
        return Some(opener.len_utf8());
    }
    let input = window(text, at, if opener == '《' { LONG } else { SHORT });
    if opener == '《' {
        if let Some(len) = title(input) {
            out.facts.push(Token { span: Span::new(at, at + len), kind: FactKind::Citation });
            // Years inside the title are still read, and known to be cited.
            *cited_until = at + len;
        }
        return Some(opener.len_utf8());
    }
    let Some(len) = cited(Rule::doc_number, input) else {
        return Some(opener.len_utf8());
    };
    out.facts.push(Token { span: Span::new(at, at + len), kind: FactKind::DocumentNumber });
    Some(len)
}

/// How many bytes a title in 《》 covers at the beginning of `input`: up to the first closer, as grammar/citation.pest has
/// it, if no other opener and no line break stands before it.
fn title(input: &str) -> Option<usize> {
    let name = input.strip_prefix('《')?;
    let (name, _) = name.split_once('》')?;
    (!name.contains(['《', '\n'])).then_some(name.len() + "《》".len())
}

/// How many bytes a title or a document number covers, if the grammar reads one as `rule`.
fn cited(rule: citation_grammar::Rule, input: &str) -> Option<usize> {
    let pair = citation_grammar::CitationParser::parse(citation_grammar::Rule::cited, input).ok()?.next()?;
    let len = pair.as_span().end();
    (pair.into_inner().next()?.as_rule() == rule).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that can stand behind digits, and some that cannot.
    const BEHIND: &str = "个%％,.．万亿千百余多来人场批件份户班课学小分工公平元次条起名项家期支处台宗张篇部页所套间轮位例类门本册块面\
                          幅堂节届天单辆站遍组座栏村卷年度月日号底初末上中下旬一二三十〇○零至到—–-－~～，。；、）》”的时民0５ \u{3000}\t\n";

    fn inputs() -> impl Iterator<Item = String> {
        let heads = ["5", "12", "2025", "２０２５", "1850", "20212025"];
        heads.into_iter().flat_map(|head| {
            BEHIND.chars().flat_map(move |first| {
                let thirds = if first == '余' { "3次百民大员，分" } else { "3" };
                BEHIND.chars().flat_map(move |second| {
                    thirds.chars().map(move |third| format!("{head}{first}{second}{third}月1日"))
                })
            })
        })
    }

    #[test]
    fn titles_are_read_as_the_grammar_reads_them() {
        const PIECES: [&str; 8] = ["《", "》", "法", "〈", "（2025）", "\n", " ", "〔2025〕7号"];
        for first in PIECES {
            for second in PIECES {
                for third in PIECES {
                    let input = format!("《{first}{second}{third}》。");
                    assert_eq!(title(&input), cited(citation_grammar::Rule::citation, &input), "{input}");
                }
            }
        }
    }

    #[test]
    fn what_is_read_without_the_grammar_is_what_the_grammar_reads() {
        for input in inputs() {
            let digits = input.find(|c: char| crate::document::digit_value(c).is_none()).unwrap_or(0);
            let tail = input.get(digits..).unwrap_or("");
            if let Some(read) = plain(&input) {
                assert_eq!(Some(kind_of(read)), quantity(&input), "{input}");
            }
            let behind = tail.trim_start().chars().next();
            if quantity(&input).is_some() {
                assert!(behind.is_some_and(goes_on), "{input}");
            }
        }
    }
}
