//! All numbers of a report, each told apart from dates, titles and names, with the words of its clause.

use crate::document::signs::Sign;
use crate::document::{Document, digit_value};
use crate::source::Span;
use crate::source::span::{ceil_boundary, floor_boundary};

use super::figure::{self, Figure, FigureKind};
use super::interval::Interval;
use super::kind::FactKind;
use super::lead::lead;
use super::name::name;
use super::numeral::is_han_digit;
use super::token::Tokens;
use super::when::WhenValue;
use super::zero::{self, Zero};

/// Longest figure, in bytes.
const WINDOW: usize = 72;
/// Longest clause that is looked at before and behind a figure, in bytes.
pub(super) const CLAUSE: usize = 300;
/// Longest words in “ ” that are taken for a name as a whole, in characters.
const QUOTED: usize = 14;

/// Whether `c` ends a clause.
pub(super) fn stops(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '。' | '；' | ';' | '：' | ':' | '（' | '(' | '）' | ')' | '！' | '!' | '？' | '?' | '\n' | '\r'
    )
}

/// Characters that can follow a Chinese numeral that counts: measure words, 余, 分之, 成, dashes, blanks.
const AFTER_HAN: &str = "分成余多来几人场批件份户班家车例项处台课学平立公亩吨元个次条起名期支宗张篇部页所套间轮位类门本册块面幅堂节单辆\
                         站遍组座栏种款句封则枚只株棵艘头回卷案点方届对社乡村县镇倍年天日周秒小工%％‰至到—–-－~～ \u{3000}";

/// All numbers and explicit zeros of a report, in document order.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Numbers, names with digits included.
    pub all: Vec<Figure>,
    /// Statements that there was none.
    pub zeros: Vec<Zero>,
}

impl Figures {
    /// Reads the numbers of headings and paragraphs.
    #[must_use]
    pub fn read(text: &str, document: &Document, tokens: &Tokens) -> Self {
        let mut spans: Vec<Span> = document
            .sections
            .iter()
            .map(|section| section.heading.text)
            .chain(document.paragraphs.iter().map(|paragraph| paragraph.span))
            .filter(|span| !span.is_empty())
            .collect();
        spans.sort_unstable();
        let mut out = Self::default();
        let mut taken = Taken::new(text, tokens);
        for span in spans {
            let first = out.all.len();
            let signs = document.signs.within(span);
            scan(text, span, signs, &mut taken, &mut out.all);
            phrases(text, span, signs, out.all.get_mut(first..).unwrap_or(&mut []));
            zero::read(text, span, signs, &mut out.zeros);
        }
        for figure in &mut out.all {
            figure.sentence = document.sentence_at(figure.span.start).map(|(index, _)| index);
        }
        out
    }

    /// The figures that begin inside `span`.
    #[must_use]
    pub fn within(&self, span: Span) -> &[Figure] {
        let from = self.all.partition_point(|figure| figure.span.start < span.start);
        let to = self.all.partition_point(|figure| figure.span.start < span.end);
        self.all.get(from..to).unwrap_or(&[])
    }

    /// The explicit zeros that begin inside `span`.
    #[must_use]
    pub fn zeros_within(&self, span: Span) -> &[Zero] {
        let from = self.zeros.partition_point(|zero| zero.span.start < span.start);
        let to = self.zeros.partition_point(|zero| zero.span.start < span.end);
        self.zeros.get(from..to).unwrap_or(&[])
    }
}

/// Dates, titles and document numbers, whose digits are no figures.
struct Taken {
    spans: Vec<Span>,
    next: usize,
}

impl Taken {
    fn new(text: &str, tokens: &Tokens) -> Self {
        // “1000-2000份” looks like a span of years to those who do not see 份.
        let dated = tokens.whens.iter().filter(|when| {
            !matches!(when.value, WhenValue::Range(..) | WhenValue::Run(..))
                || when.span.of(text).contains('年')
                || when.cited
                || {
                    let behind = window(text, when.span.start);
                    figure::figure(behind, when.span.start).is_none_or(|figure| figure.unit.is_none())
                }
        });
        let titled =
            tokens.facts.iter().filter(|fact| matches!(fact.kind, FactKind::Citation | FactKind::DocumentNumber));
        let mut spans: Vec<Span> = dated.map(|when| when.span).chain(titled.map(|fact| fact.span)).collect();
        spans.sort_unstable();
        Self { spans, next: 0 }
    }

    /// The end of the date or title that covers `at`; asked with rising `at`.
    fn until(&mut self, at: usize) -> Option<usize> {
        while self.spans.get(self.next).is_some_and(|span| span.end <= at) {
            self.next += 1;
        }
        self.spans.get(self.next).filter(|span| span.start <= at).map(|span| span.end)
    }
}

/// Whether a line was broken inside the number that begins at `at`: “21”, line break, “36项”.
fn broken(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    let digit = before.chars().next_back().is_some_and(|c| digit_value(c).is_some() || matches!(c, '.' | '．'));
    digit && before.len() < at
}

fn window(text: &str, at: usize) -> &str {
    text.get(at..floor_boundary(text, at + WINDOW)).unwrap_or("")
}

/// The end of the last of `signs` between `from` and `to` that ends a clause.
fn last_stop(signs: &[Sign], from: usize, to: usize) -> Option<usize> {
    let before = signs.get(..signs.partition_point(|sign| sign.at < to)).unwrap_or(&[]);
    let near = before.iter().rev().take_while(|sign| sign.at >= from);
    near.copied().find(|sign| stops(sign.c)).map(|stop| stop.span().end)
}

/// The beginning of the first of `signs` between `from` and `to` that ends a clause.
fn first_stop(signs: &[Sign], from: usize, to: usize) -> Option<usize> {
    let behind = signs.get(signs.partition_point(|sign| sign.at < from)..).unwrap_or(&[]);
    behind.iter().take_while(|sign| sign.at < to).find(|sign| stops(sign.c)).map(|stop| stop.at)
}

fn scan(text: &str, span: Span, signs: &[Sign], taken: &mut Taken, out: &mut Vec<Figure>) {
    let begins = |c: char| digit_value(c).is_some() || is_han_digit(c) || matches!(c, '数' | '几');
    let (mut until, mut quotes) = (span.start, None);
    for Sign { at, c } in signs.iter().copied().filter(|sign| begins(sign.c)) {
        if at < until {
            continue;
        }
        if let Some(end) = taken.until(at) {
            until = end;
            continue;
        }
        let digit = digit_value(c).is_some();
        let input = window(text, at);
        let before = text.get(span.start..at).unwrap_or("");
        let found = if digit { arabic(text, before, input, at) } else { han(text, before, input, at) };
        match found {
            Some(mut figure) => {
                if at == span.start && broken(text, at) {
                    figure.kind = FigureKind::Bare;
                }
                if figure.kind.is_quantity()
                    && *quotes.get_or_insert_with(|| signs.iter().any(is_quote))
                    && quoted(text, span, figure.span)
                {
                    figure.kind = FigureKind::Name;
                }
                until = figure.span.end;
                out.push(figure);
            }
            None if digit => until = at + run(input, |c| digit_value(c).is_some()),
            None => until = at + run(input, is_han_digit),
        }
    }
}

fn is_quote(sign: &Sign) -> bool {
    matches!(sign.c, '“' | '”' | '‘' | '’')
}

/// How many bytes at the beginning of `input` are of the characters that `of` tells.
fn run(input: &str, of: impl Fn(char) -> bool) -> usize {
    input.find(|c| !of(c)).unwrap_or(input.len())
}

/// A figure that begins with an Arabic digit.
fn arabic(text: &str, before: &str, input: &str, at: usize) -> Option<Figure> {
    let digits = run(input, |c| digit_value(c).is_some());
    let last = before.chars().next_back();
    let lettered = last.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '+' | '＋' | '·' | '_' | '/' | '.'));
    if lettered {
        return Some(Figure::unread(Span::new(at, at + digits), FigureKind::Name));
    }
    if let Some(len) = name(input) {
        return Some(Figure::unread(Span::new(at, at + len), FigureKind::Name));
    }
    let mut found = figure::figure(input, at)?;
    let numbered = found.span.end;
    if ordinal(before, &found, text) {
        return Some(Figure { kind: FigureKind::Ordinal, ..found });
    }
    if found.kind == FigureKind::Bare {
        let behind = text.get(numbered..).unwrap_or("").trim_start_matches([' ', '\u{3000}', '\u{a0}']).chars().next();
        // “3.15、”, “2号”, “12月”, “3级”
        if found.written.decimals() > 0
            && found.written.decimals() <= 2
            && found.markers == figure::Markers::default()
            && found.number.of(text).len() <= 5
            && behind.is_none_or(|c| stops(c) || matches!(c, '、' | '”' | '"' | '’'))
        {
            return Some(Figure::unread(found.span, FigureKind::Name));
        }
        if behind.is_some_and(|c| matches!(c, '号' | '级' | '月' | '年' | '路' | '楼' | '版')) {
            return Some(Figure { kind: FigureKind::Ordinal, ..found });
        }
    }
    // “-2%”
    if let Some(minus) = before.strip_suffix(['-', '－', '−', '–'])
        && !minus.ends_with(|c: char| digit_value(c).is_some() || c.is_ascii_alphabetic())
        && found.kind != FigureKind::Bare
    {
        let sign = before.len() - minus.len();
        found.span.start -= sign;
        found.number.start -= sign;
        found.value = super::decimal::Decimal::whole(0).minus(found.value)?;
        found.written = super::decimal::Decimal::whole(0).minus(found.written)?;
        found.interval = Interval::exact(found.value);
        return Some(found);
    }
    lead(before, &mut found);
    Some(found)
}

/// A figure that begins with a Chinese numeral; most Chinese numerals begin a word.
fn han(text: &str, before: &str, input: &str, at: usize) -> Option<Figure> {
    let last = before.chars().next_back();
    if input.starts_with('数') && last.is_some_and(|c| "多少分人次件系指参总基读个半岁".contains(c)) {
        return None;
    }
    // “数据”; “数十件” counts.
    if input.strip_prefix(['数', '几']).is_some_and(|rest| !rest.starts_with(['十', '百', '千', '万'])) {
        return None;
    }
    let run = run(input, is_han_digit);
    // Most Chinese numerals begin a word; only these can follow one that counts.
    let next = input.get(run..)?.chars().next()?;
    if run > 0 && !AFTER_HAN.contains(next) {
        return None;
    }
    let mut found = figure::figure(input, at)?;
    if matches!(found.kind, FigureKind::Bare) {
        return None;
    }
    if let Some(len) = name(input) {
        return Some(Figure::unread(Span::new(at, at + len), FigureKind::Name));
    }
    if ordinal(before, &found, text) {
        return Some(Figure { kind: FigureKind::Ordinal, ..found });
    }
    let unit = found.unit_words(text);
    let session = unit == "次" && ["人大", "届", "大会", "委员会", "政协"].iter().any(|word| before.ends_with(word));
    if unit == "届" || session {
        return Some(Figure { kind: FigureKind::Ordinal, ..found });
    }
    if found.number.of(text) == "零" {
        return None;
    }
    // 千家万户
    if found.markers == figure::Markers::default()
        && matches!(found.number.of(text), "百" | "千" | "万" | "亿")
        && !lead(before, &mut found)
    {
        return None;
    }
    if matches!(found.kind, FigureKind::Count | FigureKind::Money | FigureKind::Times | FigureKind::Duration) {
        let behind = text.get(found.span.end..).and_then(|rest| rest.chars().next());
        let closed = behind.is_none_or(|c| stops(c) || matches!(c, '、' | '”'));
        // 一 before a measure word is an article more often than a number: 一个、一支队伍、一次性.
        let one = found.number.of(text) == "一";
        if one
            && !(closed
                && matches!(unit, "件" | "起" | "次" | "场" | "份" | "名" | "项" | "例" | "宗" | "人" | "条" | "期"))
        {
            return None;
        }
        let glued = last.is_some_and(|c| "第进统之每同某任另唯逐单首万专合归划惟其不整独".contains(c));
        if one && glued || found.kind == FigureKind::Count && last == Some('十') {
            return None;
        }
    }
    lead(before, &mut found);
    Some(found)
}

/// “第65期”, “前3名”, “附件2”
fn ordinal(before: &str, found: &Figure, text: &str) -> bool {
    let before = before.trim_end_matches([' ', '\u{3000}', '\u{a0}']);
    if before.ends_with('第') {
        return true;
    }
    let unit = found.unit_words(text);
    if before.ends_with('前')
        && (matches!(unit, "名" | "位")
            || text.get(found.span.end..).is_some_and(|rest| rest.starts_with(['列', '强', '茅'])))
    {
        return true;
    }
    // “3月5日至8日”
    if unit == "日"
        && before
            .strip_suffix(['至', '到', '—', '-', '、', '和', '～'])
            .is_some_and(|head| head.ends_with(['日', '号']))
    {
        return true;
    }
    found.kind == FigureKind::Bare
        && [
            "附件", "附表", "附图", "表", "图", "序号", "编号", "排名", "位列", "位居", "列", "名列", "学号", "工号",
            "代码", "电话", "邮编", "条", "款", "项", "No.", "NO.",
        ]
        .iter()
        .any(|word| before.ends_with(word))
}

/// Whether the figure stands in short words in quotation marks: “一枚印章管审批”.
fn quoted(text: &str, paragraph: Span, figure: Span) -> bool {
    let before = text.get(paragraph.start..figure.start).unwrap_or("");
    let behind = text.get(figure.end..paragraph.end).unwrap_or("");
    let left = before.chars().rev().take(QUOTED).position(|c| matches!(c, '“' | '”' | '‘'));
    let right = behind.chars().take(QUOTED).position(|c| matches!(c, '”' | '“' | '’'));
    let (Some(left), Some(right)) = (left, right) else { return false };
    before.chars().rev().nth(left).is_some_and(|c| c != '”')
        && behind.chars().nth(right).is_some_and(|c| c != '“')
        && left + right <= QUOTED
}

/// Gives each figure the words of its clause.
fn phrases(text: &str, paragraph: Span, signs: &[Sign], figures: &mut [Figure]) {
    let mut from = paragraph.start;
    for figure in &mut *figures {
        let here = ceil_boundary(text, figure.span.start.saturating_sub(CLAUSE)).max(from);
        let start = last_stop(signs, here, figure.span.start).unwrap_or(here);
        figure.before = Span::new(start, figure.span.start.max(start)).trim(text);
        // Names and ordinals are words of the clause, not members of a list.
        if figure.kind.is_quantity() {
            from = figure.span.end;
        }
    }
    let mut to = paragraph.end;
    for figure in figures.iter_mut().rev() {
        let here = floor_boundary(text, figure.span.end + CLAUSE).min(to);
        let end = first_stop(signs, figure.span.end, here).unwrap_or(here.max(figure.span.end));
        figure.behind = Span::new(figure.span.end, end).trim(text);
        if figure.kind.is_quantity() {
            to = figure.span.start;
        }
    }
}
