//! Dates, years, quantities, citations and document numbers: candidates by a byte scan, meaning by small pest grammars.

use pest::Parser;

use crate::document::Document;
use crate::source::Span;
use crate::source::span::floor_boundary;

use super::kind::FactKind;
use super::plain::plain;

mod when_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/date.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/date.pest"]
    pub struct WhenParser;
}
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

/// The day that stands for “11月底” and its like: a day that every month has.
const LAST_DAYS: u32 = 28;

/// A mention of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Its words.
    pub span: Span,
    /// Its value.
    pub value: WhenValue,
    /// Whether it stands inside 《》.
    pub cited: bool,
}

/// The value of a mention of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenValue {
    /// “2025年”
    Year(i32),
    /// “2021—2025年”
    Range(i32, i32),
    /// “20212025年”: a lost dash.
    Run(i32, i32),
    /// “2025年12月31日”; month and day as written, valid or not.
    Date(i32, u32, u32),
    /// “2025年11月”
    YearMonth(i32, u32),
    /// “12月31日”; “11月底” is taken for the 28th
    MonthDay(u32, u32),
}

impl When {
    /// The single year it names, if it names one.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        match self.value {
            WhenValue::Year(year) | WhenValue::Date(year, ..) | WhenValue::YearMonth(year, _) => Some(year),
            WhenValue::Range(..) | WhenValue::Run(..) | WhenValue::MonthDay(..) => None,
        }
    }
}

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
    let bytes = text.as_bytes();
    let mut skip: Vec<Span> = document.furniture.iter().map(|line| line.span).collect();
    skip.reverse();
    let mut cited_until = 0;
    let mut at = 0;
    while at < bytes.len() {
        at += gap(bytes.get(at..).unwrap_or(&[]));
        while skip.last().is_some_and(|line| line.end <= at) {
            skip.pop();
        }
        if let Some(line) = skip.last().filter(|line| line.start <= at) {
            at = line.end.max(at + 1);
            continue;
        }
        let step = match bytes.get(at..).unwrap_or(&[]) {
            // ASCII digits, ０–９
            [b'0'..=b'9', ..] | [0xef, 0xbc, 0x90..=0x99, ..] => Some(number(text, at, cited_until, &mut out)),
            // [ ( 《 【 〔 （ ［
            [b'[' | b'(', ..] | [0xe3, 0x80, 0x8a | 0x90 | 0x94, ..] | [0xef, 0xbc, 0x88 | 0xbb, ..] => {
                bracket(text, at, &mut out, &mut cited_until)
            }
            // 一 二
            [0xe4, 0xb8, 0x80, ..] | [0xe4, 0xba, 0x8c, ..] if han_year(text, at) => {
                Some(number(text, at, cited_until, &mut out))
            }
            // Any other character of three bytes.
            [0xe3..=0xe9 | 0xef, ..] => Some(3),
            _ => None,
        };
        at += step.unwrap_or(1);
    }
    out
}

/// How many bytes to skip before anything can begin: characters of three bytes but 一, 二 and those that share their
/// first byte with a bracket or a digit.
fn gap(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some([first, second, third]) = bytes.get(at..at + 3) {
        let begins = match first {
            0xe5..=0xe9 => false,
            0xe4 => matches!((second, third), (0xb8, 0x80) | (0xba, 0x8c)),
            // 、 and 。; ，
            0xe3 => !matches!((second, third), (0x80, 0x81 | 0x82)),
            0xef => (second, third) != (&0xbc, &0x8c),
            _ => true,
        };
        if begins {
            break;
        }
        at += 3;
    }
    at
}

fn window(text: &str, at: usize, len: usize) -> &str {
    text.get(at..floor_boundary(text, at + len)).unwrap_or("")
}

fn han_year(text: &str, at: usize) -> bool {
    let mut chars = window(text, at, 15).chars();
    let digits = chars.by_ref().take(4).filter(|c| "一二三四五六七八九〇○零".contains(*c)).count();
    digits == 4 && chars.next() == Some('年')
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
    let timed = || bare_year(input).or_else(|| when(input));
    if let Some((len, value)) = (timely || digits == 0).then(timed).flatten() {
        out.whens.push(When { span: Span::new(at, at + len), value, cited: at < cited_until });
        return len;
    }
    // “第65期”, “第3次” are ordinals.
    let counted = || bare_count(input).or_else(|| quantity(input));
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
    const BEGIN: &str = "个%％,.．万亿千百余多来人场批件份户班课学小分工公平元次条起名项家期支处台宗张篇部页所套间轮位例类门本册块面幅堂节届天单辆站遍组座栏村";
    BEGIN.contains(c)
}

/// The commonest counts and percentages, which need no grammar.
fn bare_count(input: &str) -> Option<(usize, FactKind)> {
    let plain = plain(input)?;
    match plain.measure {
        '%' | '％' => (plain.scale == 0 && plain.more.is_none()).then_some((plain.end, FactKind::Percent)),
        '卷' => None,
        // “2余万人次”
        _ if plain.more.is_some_and(|more| more < plain.number) => None,
        _ => Some((plain.end, FactKind::Count)),
    }
}

/// The commonest mention of time, “2025年” or “2025年度” and nothing that could go on a date behind it; the rest is the
/// grammar's.
fn bare_year(input: &str) -> Option<(usize, WhenValue)> {
    let (words, tail) = input.split_at_checked("2025年".len())?;
    let digits = words.strip_suffix('年').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let goes_on = tail.starts_with(|c: char| {
        matches!(c, '0'..='9' | '０'..='９' | ' ' | '\t' | '\u{3000}' | '\u{a0}')
            || "一二三四五六七八九十〇○零—–-－~～至到".contains(c)
    });
    if goes_on {
        return None;
    }
    let len = words.len() + if tail.starts_with('度') { '度'.len_utf8() } else { 0 };
    Some((len, WhenValue::Year(crate::document::year_value(digits)?)))
}

fn when(input: &str) -> Option<(usize, WhenValue)> {
    use when_grammar::{Rule, WhenParser};
    let pair = WhenParser::parse(Rule::when, input).ok()?.next()?;
    let len = pair.as_span().end();
    let inner = pair.into_inner().next()?;
    let kind = inner.as_rule();
    let (mut years, mut month, mut day) = (Vec::new(), 0, 0);
    for part in inner.into_inner() {
        match part.as_rule() {
            Rule::year_number => years.push(crate::document::year_value(part.as_str())?),
            Rule::month => month = small(part.as_str()),
            Rule::day => day = small(part.as_str()),
            Rule::when
            | Rule::year_range
            | Rule::year_run
            | Rule::full_date
            | Rule::year_month
            | Rule::year
            | Rule::month_day
            | Rule::month_part
            | Rule::han_digit
            | Rule::digit
            | Rule::blank => {}
        }
    }
    let first = years.first().copied();
    let second = years.get(1).copied();
    let value = match kind {
        Rule::year_range => WhenValue::Range(first?, second?),
        Rule::year_run => WhenValue::Run(first?, second?),
        Rule::full_date => WhenValue::Date(first?, month, day),
        Rule::year_month => WhenValue::YearMonth(first?, month),
        Rule::year => WhenValue::Year(first?),
        Rule::month_day => WhenValue::MonthDay(month, day),
        Rule::month_part => WhenValue::MonthDay(month, LAST_DAYS),
        _ => return None,
    };
    Some((len, value))
}

fn small(words: &str) -> u32 {
    if words.starts_with(|c: char| crate::document::digit_value(c).is_some()) {
        words.chars().filter_map(crate::document::digit_value).fold(0, |value, digit| value * 10 + digit)
    } else {
        crate::document::han_number(words)
    }
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
    use citation_grammar::{CitationParser, Rule};
    let opener = text.get(at..)?.chars().next()?;
    let next = text.get(at + opener.len_utf8()..)?.trim_start().chars().next()?;
    if opener != '《' && crate::document::digit_value(next).is_none() {
        return Some(opener.len_utf8());
    }
    let input = window(text, at, if opener == '《' { LONG } else { SHORT });
    // An opener without its closer is not worth the grammar.
    if opener == '《' && !input.contains('》') {
        return Some(opener.len_utf8());
    }
    let Some(pair) = CitationParser::parse(Rule::cited, input).ok().and_then(|mut pairs| pairs.next()) else {
        return Some(opener.len_utf8());
    };
    let span = Span::new(at, at + pair.as_span().end());
    if pair.into_inner().next()?.as_rule() == Rule::citation {
        out.facts.push(Token { span, kind: FactKind::Citation });
        // Years inside the title are still read, and known to be cited.
        *cited_until = span.end;
        Some(opener.len_utf8())
    } else {
        out.facts.push(Token { span, kind: FactKind::DocumentNumber });
        Some(span.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that can stand behind digits, and some that cannot.
    const BEHIND: &str = "个%％,.．万亿千百余多来人场批件份户班课学小分工公平元次条起名项家期支处台宗张篇部页所套间轮位例类门本册块面\
                          幅堂节届天单辆站遍组座栏村年度月日号底初末上中下旬一二三十〇○零至到—–-－~～，。；、）》”的时民0５ \u{3000}\t\n";

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
    fn what_is_read_without_the_grammar_is_what_the_grammar_reads() {
        for input in inputs() {
            let digits = input.find(|c: char| crate::document::digit_value(c).is_none()).unwrap_or(0);
            if let Some(read) = bare_year(&input) {
                assert_eq!(Some(read), when(&input), "{input}");
            }
            let tail = input.get(digits..).unwrap_or("");
            if let Some(read) = bare_count(&input) {
                assert_eq!(Some(read), quantity(&input), "{input}");
            }
            let behind = tail.trim_start().chars().next();
            if quantity(&input).is_some() {
                assert!(behind.is_some_and(goes_on), "{input}");
            }
        }
    }
}
