//! Mentions of time: years, dates, spans of years.

use pest::Parser;

use crate::source::Span;

mod when_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/date.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/date.pest"]
    pub struct WhenParser;
}

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

/// The mention of time at the beginning of `input`: its length in bytes and its value.
pub(super) fn read(input: &str) -> Option<(usize, WhenValue)> {
    match plain(input) {
        Plain::Read(len, value) => Some((len, value)),
        Plain::Nothing => None,
        Plain::Unknown => by_grammar(input),
    }
}

/// What can be said without the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plain {
    Read(usize, WhenValue),
    Nothing,
    Unknown,
}

/// The commonest mentions of time, “2025年”, “2025年1月”, “2025年1月31日”, “1月31日” and “1月底”, with nothing behind them
/// that could go on; the rest is the grammar's.
fn plain(input: &str) -> Plain {
    let (first, len) = leading(input);
    let Some(tail) = input.get(len..) else { return Plain::Unknown };
    if let (1 | 2, Some(behind)) = (len, tail.strip_prefix('月')) {
        let len = len + '月'.len_utf8();
        if let Some((day, more)) = plain_day(behind) {
            return Plain::Read(len + more, WhenValue::MonthDay(first, day));
        }
        return match behind.chars().next() {
            Some(c @ ('底' | '末' | '份')) => Plain::Read(len + c.len_utf8(), WhenValue::MonthDay(first, LAST_DAYS)),
            Some(c) if !may_go_on(c) && !"中上下".contains(c) => Plain::Nothing,
            _ => Plain::Unknown,
        };
    }
    let year = input.get(..len).filter(|_| len == 4).and_then(crate::document::year_value);
    let bare = tail.trim_start_matches(' ');
    let (Some(year), Some(tail)) = (year, bare.strip_prefix('年')) else { return Plain::Unknown };
    let len = input.len() - tail.len();
    let (month, digits) = leading(tail);
    if digits == 0 {
        let goes_on = tail.starts_with(|c| may_go_on(c) || "—–-－~～至到".contains(c));
        let degree = if tail.starts_with('度') { '度'.len_utf8() } else { 0 };
        return if goes_on { Plain::Unknown } else { Plain::Read(len + degree, WhenValue::Year(year)) };
    }
    let behind = tail.get(digits..).and_then(|tail| tail.strip_prefix('月')).filter(|_| digits <= 2);
    let Some(tail) = behind else { return Plain::Unknown };
    let len = len + digits + '月'.len_utf8();
    if let Some((day, more)) = plain_day(tail) {
        return Plain::Read(len + more, WhenValue::Date(year, month, day));
    }
    let goes_on = tail.starts_with(|c| may_go_on(c) || "份底初末中上下".contains(c));
    if goes_on { Plain::Unknown } else { Plain::Read(len, WhenValue::YearMonth(year, month)) }
}

/// The ASCII digits at the beginning: their value and how many they are, at most five.
fn leading(input: &str) -> (u32, usize) {
    let digits = input.bytes().take(5).take_while(u8::is_ascii_digit);
    digits.fold((0, 0), |(value, len), digit| (value * 10 + u32::from(digit - b'0'), len + 1))
}

/// “31日”
fn plain_day(input: &str) -> Option<(u32, usize)> {
    let (day, len) = leading(input);
    let ends = input.get(len..)?.starts_with(['日', '号']) && (1..=2).contains(&len);
    ends.then_some((day, len + '日'.len_utf8()))
}

/// Whether `c` may stand between the numbers of a date or in one of them.
fn may_go_on(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | ' ' | '\t' | '\u{3000}' | '\u{a0}') || "一二三四五六七八九十〇○零".contains(c)
}

fn by_grammar(input: &str) -> Option<(usize, WhenValue)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_without_the_grammar_is_what_the_grammar_reads() {
        let grammar = include_str!("../../grammar/date.pest");
        let mut behind: Vec<char> = grammar.chars().filter(|c| !c.is_ascii_lowercase()).collect();
        behind.extend("，。；、）》”的度天中上下旬件０5 \u{3000}\t\n".chars());
        behind.sort_unstable();
        behind.dedup();
        let heads = [
            "5",
            "12",
            "2025",
            "２０２５",
            "1850",
            "20212025",
            "12月",
            "5月3",
            "5月31",
            "2025年5",
            "2025年12月",
            "2025年5月31",
            "2025年131",
            "2025年12月31",
            "2025 ",
            "2025  年",
            "2025 年1",
            "2025 年1月3",
            "12 月",
            "99月",
        ];
        let mut plainly = 0;
        for head in heads {
            for first in &behind {
                for second in &behind {
                    let input = format!("{head}{first}{second}3月1日");
                    let read = match plain(&input) {
                        Plain::Read(len, value) => Some((len, value)),
                        Plain::Nothing => None,
                        Plain::Unknown => continue,
                    };
                    assert_eq!(read, by_grammar(&input), "{input}");
                    plainly += 1;
                }
            }
        }
        assert!(plainly > 5_000, "{plainly} of the inputs");
    }
}
