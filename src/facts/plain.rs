//! The commonest figures, “212件”, “1.2 万余份”, “96.8%”, read without a grammar.
//!
//! What is said here is what `grammar/figure.pest` and `grammar/quantity.pest` say, and the tests hold it against them;
//! whatever could be read in another way is left to them.

use super::decimal::Decimal;

/// Digits that are counted in characters of one byte at most; longer ones are rare.
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
}

/// Reads one at the beginning of `input`; nothing where a grammar has to be asked.
pub(super) fn plain(input: &str) -> Option<Plain> {
    let (written, mut at) = digits(input)?;
    let mut rest = input.get(at..)?.chars();
    let mut c = rest.next()?;
    let mut out = Plain { written, number: at, scale: 0, more: None, unit: 0, measure: c, end: 0 };
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
    if !is_measure(c) {
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
    (!next.is_some_and(goes_on)).then_some(out)
}

/// “212”, “96.8”
fn digits(input: &str) -> Option<(Decimal, usize)> {
    let bytes = input.as_bytes();
    let (mut units, mut at, mut point) = (0i128, 0, None);
    loop {
        match bytes.get(at)? {
            digit @ b'0'..=b'9' => units = units * 10 + i128::from(digit - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => break,
        }
        at += 1;
        if at > DIGITS {
            return None;
        }
    }
    let decimals = point.map_or(0, |point| at - point - 1);
    let whole = at > 0 && (point.is_none() || decimals > 0);
    let written = whole.then(|| Decimal::new(units, u32::try_from(decimals).ok()?)).flatten()?;
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

/// Whether `c` behind a measure word can make another word of it, or belong to the figure.
fn goes_on(c: char) -> bool {
    matches!(
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
            | '百'
            | '工'
            | '小'
            | '月'
            | '次'
            | '年'
            | '日'
            | '序'
            | '要'
            | '级'
            | '额'
            | '例'
            | '件'
            | '款'
            | '草'
            | '诉'
            | '步'
            | '点'
            | '源'
            | '义'
            | '用'
            | '民'
            | '大'
            | '员'
            | '才'
            | '均'
            | '口'
            | '行'
            | '类'
            | '社'
            | '单'
            | '称'
            | '录'
            | '所'
            | '地'
            | '景'
            | '馆'
            | '镇'
            | '目'
            | '庭'
            | '长'
            | '籍'
            | '外'
            | '间'
            | '限'
            | '满'
            | '部'
            | '持'
            | '撑'
            | '出'
            | '准'
            | '示'
            | '评'
            | '罚'
            | '理'
            | '置'
            | '室'
            | '账'
            | '阶'
            | '风'
            | '宗'
            | '训'
            | '岗'
            | '型'
            | '别'
            | '门'
            | '署'
            | '委'
            | '分'
            | '队'
    )
}
