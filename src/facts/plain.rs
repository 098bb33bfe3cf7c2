//! The commonest figures, “212件”, “1.2 万余份”, “96.8%”, read without a grammar.
//!
//! What is said here is what `grammar/figure.pest` and `grammar/quantity.pest` say, and the tests hold it against them;
//! whatever could be read in another way is left to them.

use crate::document::digit_value;

use super::decimal::Decimal;
use super::numeral::{self, is_han_digit};

/// Most digits; more of them are numbers of cards and accounts.
const DIGITS: usize = 12;

/// A figure of Arabic digits with its measure word; places are bytes from the first digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    /// The number as written.
    pub written: Decimal,
    /// Behind the digits and the scale word.
    pub number: usize,
    /// 万 or 亿, as an exponent of ten.
    pub scale: u32,
    /// Where 余 begins.
    pub more: Option<usize>,
    /// Where the measure word begins.
    pub unit: usize,
    /// Its first character.
    pub measure: char,
    /// Behind the measure word.
    pub end: usize,
    /// Whether the number is a Chinese numeral.
    pub han: bool,
}

/// Reads one of Arabic digits at the beginning of `input`; nothing where a grammar has to be asked.
pub(super) fn plain(input: &str) -> Option<Plain> {
    let (written, at) = digits(input)?;
    measured(input, written, at)
}

/// Reads one of a single Chinese digit, “三次”; nothing where a grammar has to be asked.
pub(super) fn plain_han(input: &str) -> Option<Plain> {
    let rest = input.strip_prefix(['一', '二', '两', '三', '四', '五', '六', '七', '八', '九'])?;
    if rest.starts_with(is_han_digit) {
        return None;
    }
    let at = input.len() - rest.len();
    let read = measured(input, numeral::value(input.get(..at)?)?, at)?;
    Some(Plain { han: true, ..read })
}

/// Reads what stands behind the number, which ends at `at`.
fn measured(input: &str, written: Decimal, mut at: usize) -> Option<Plain> {
    let mut rest = input.get(at..)?.chars();
    let mut c = rest.next()?;
    let mut out = Plain { written, number: at, scale: 0, more: None, unit: 0, measure: c, end: 0, han: false };
    let mut step = |at: &mut usize, c: &mut char| {
        *at += c.len_utf8();
        rest.next().map(|next| *c = next)
    };
    while c == ' ' {
        step(&mut at, &mut c)?;
    }
    if c == '余' {
        out.more = Some(at);
        step(&mut at, &mut c)?;
    }
    if matches!(c, '万' | '亿') {
        out.scale = if c == '万' { 4 } else { 8 };
        step(&mut at, &mut c)?;
        out.number = at;
        if c == '余' && out.more.is_none() {
            out.more = Some(at);
            step(&mut at, &mut c)?;
        }
    }
    // “3万%” is no plain figure.
    if !is_measure(c) || matches!(c, '%' | '％') && (out.scale > 0 || out.more.is_some()) {
        return None;
    }
    (out.unit, out.measure) = (at, c);
    at += c.len_utf8();
    let mut next = rest.next();
    if next == Some('次') && matches!(c, '人' | '场' | '批' | '件' | '份' | '户') {
        at += '次'.len_utf8();
        next = rest.next();
    }
    out.end = at;
    (!next.is_some_and(|next| goes_on(c, next))).then_some(out)
}

/// “212”, “96.8”, “２１２”
fn digits(input: &str) -> Option<(Decimal, usize)> {
    let (mut units, mut count, mut at, mut decimals) = (0i128, 0, 0, None);
    for c in input.chars() {
        match (digit_value(c), decimals) {
            (Some(digit), _) => {
                units = units * 10 + i128::from(digit);
                count += 1;
                decimals = decimals.map(|decimals| decimals + 1);
            }
            (None, None) if c == '.' && count > 0 => decimals = Some(0),
            _ => break,
        }
        at += c.len_utf8();
        if count > DIGITS {
            return None;
        }
    }
    let whole = count > 0 && decimals != Some(0);
    let written = whole.then(|| Decimal::new(units, decimals.unwrap_or(0))).flatten()?;
    Some((written, at))
}

/// The measure words that are read here.
fn is_measure(c: char) -> bool {
    matches!(
        c,
        '件' | '次'
            | '个'
            | '份'
            | '条'
            | '起'
            | '人'
            | '名'
            | '场'
            | '项'
            | '家'
            | '户'
            | '期'
            | '支'
            | '批'
            | '处'
            | '台'
            | '卷'
            | '轮'
            | '部'
            | '类'
            | '天'
            | '元'
            | '%'
            | '％'
    )
}

/// Whether `c` behind the measure word `measure` can make another word of it, or belong to the figure.
fn goes_on(measure: char, c: char) -> bool {
    let always = matches!(
        c,
        ' ' | '\t'
            | '\u{3000}'
            | '\u{a0}'
            | '—'
            | '–'
            | '-'
            | '－'
            | '~'
            | '～'
            | '至'
            | '到'
            | '余'
            | '多'
            | '来'
            | '以'
            | '左'
            | '上'
            | '及'
            | '次'
    );
    always || words_on(measure).contains(c)
}

/// What makes another word of a measure word: 人民, 个百分点.
fn words_on(measure: char) -> &'static str {
    match measure {
        '个' => "百工小月",
        '次' => "日年月序要级",
        '份' => "额",
        '条' => "例件款",
        '起' => "草诉步点源义用",
        '人' => "民大员才均口行类社",
        '名' => "单称录",
        '场' => "所地景馆镇",
        '项' => "目",
        '家' => "庭长",
        '户' => "籍外",
        '期' => "间限满",
        '支' => "部持撑出",
        '批' => "准示评",
        '处' => "罚理置室长",
        '台' => "账阶风",
        '卷' => "宗",
        '轮' => "训岗",
        '部' => "门署委分队",
        '类' => "型别",
        _ => "",
    }
}
