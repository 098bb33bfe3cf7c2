//! A number with everything that belongs to it, read by `grammar/figure.pest`.

use pest::Parser;
use pest::iterators::Pair;

use crate::document::digit_value;
use crate::source::Span;
use crate::source::span::floor_boundary;

use super::decimal::Decimal;
use super::interval::{Interval, Qualifier};
use super::numeral;
use super::plain::{Plain, plain, plain_han};

mod figure_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/figure.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/figure.pest"]
    pub struct FigureParser;
}

use figure_grammar::{FigureParser, Rule};

/// Bytes in which the dash of a range must stand.
const RANGE: usize = 30;

/// What a number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    /// Counted things: “212件”
    Count,
    /// “96.83%”
    Percent,
    /// “3.2个百分点”
    Points,
    /// “1.5倍”
    Times,
    /// “三分之一”, “八成”, “3‰”
    Share,
    /// “18.6万元”
    Money,
    /// “3个月”, “30日”
    Duration,
    /// A number without measure word: “信息40，”
    Bare,
    /// “第65期”, “前3名”, “3号”
    Ordinal,
    /// “12345”, “1+10”, “3·15”, “两个维护”: no figure at all.
    Name,
}

impl FigureKind {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Points => "points",
            Self::Times => "times",
            Self::Share => "share",
            Self::Money => "money",
            Self::Duration => "duration",
            Self::Bare => "bare",
            Self::Ordinal => "ordinal",
            Self::Name => "name",
        }
    }

    /// Whether it states how much or how many.
    #[must_use]
    pub fn is_quantity(self) -> bool {
        !matches!(self, Self::Bare | Self::Ordinal | Self::Name)
    }
}

/// The words that leave a number open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Markers {
    /// 近、约、至少 before it.
    pub before: Option<Span>,
    /// 余、多 inside it.
    pub more: Option<Span>,
    /// 以上、左右 behind it.
    pub bound: Option<Span>,
}

/// A number of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// All of it, from 近 to 以上.
    pub span: Span,
    /// The numeral with its scale word: “1.2万”.
    pub number: Span,
    /// What it tells.
    pub kind: FigureKind,
    /// The digits as written, without the scale word: 1.2.
    pub written: Decimal,
    /// The value: 12000; of a range the lower end.
    pub value: Decimal,
    /// How it is qualified.
    pub qualifier: Qualifier,
    /// What it may mean.
    pub interval: Interval,
    /// The measure word.
    pub unit: Option<Span>,
    /// The words that leave it open.
    pub markers: Markers,
    /// Whether the numeral is Chinese.
    pub han: bool,
    /// The words of its clause before it, back to the figure before.
    pub before: Span,
    /// The words of its clause behind it, up to the figure behind.
    pub behind: Span,
    /// Index into the document's sentences; none in a heading.
    pub sentence: Option<usize>,
}

impl Figure {
    /// A number that counts or measures nothing.
    pub(super) fn unread(span: Span, kind: FigureKind) -> Self {
        let zero = Decimal::whole(0);
        Self {
            span,
            number: span,
            kind,
            written: zero,
            value: zero,
            qualifier: Qualifier::Exact,
            interval: Interval::exact(zero),
            unit: None,
            markers: Markers::default(),
            han: false,
            before: Span::empty(span.start),
            behind: Span::empty(span.end),
            sentence: None,
        }
    }

    /// Whether it is a whole number of things, with nothing left open.
    #[must_use]
    pub fn is_exact_count(&self) -> bool {
        self.kind == FigureKind::Count && self.qualifier == Qualifier::Exact && self.value.is_whole()
    }

    /// Its measure word.
    #[must_use]
    pub fn unit_words<'a>(&self, text: &'a str) -> &'a str {
        self.unit.map_or("", |unit| unit.of(text))
    }
}

/// Reads a figure at the beginning of `input`, which stands at byte `at` of the text.
pub(super) fn figure(input: &str, at: usize) -> Option<Figure> {
    let plain = plain(input).or_else(|| plain_han(input));
    plain.and_then(|plain| from_plain(plain, at)).or_else(|| by_grammar(input, at))
}

/// “212件” and its like, which need no grammar.
fn from_plain(plain: Plain, at: usize) -> Option<Figure> {
    let kind = match plain.measure {
        '%' | '％' => FigureKind::Percent,
        '元' => FigureKind::Money,
        '天' => FigureKind::Duration,
        _ => FigureKind::Count,
    };
    let value = plain.written.times_ten(plain.scale)?;
    let more = plain.more.map(|more| Span::new(at + more, at + more + '余'.len_utf8()));
    let qualifier = if more.is_some() { Qualifier::More } else { Qualifier::Exact };
    Some(Figure {
        number: Span::new(at, at + plain.number),
        written: plain.written,
        value,
        qualifier,
        interval: Interval::of(value, qualifier),
        unit: Some(Span::new(at + plain.unit, at + plain.end)),
        markers: Markers { before: None, more, bound: None },
        han: plain.han,
        ..Figure::unread(Span::new(at, at + plain.end), kind)
    })
}

fn by_grammar(input: &str, at: usize) -> Option<Figure> {
    let head = input.get(..floor_boundary(input, RANGE)).unwrap_or(input);
    let ranged = head.contains(['—', '–', '-', '－', '~', '～', '至', '到']);
    let two = ranged.then(|| FigureParser::parse(Rule::ranged, input).ok()).flatten();
    let arabic = head.starts_with(|c| digit_value(c).is_some());
    let single = if arabic { !head.contains('/') } else { !head.contains(['分', '成', '数', '几']) };
    let one = if single { Rule::plain } else { Rule::figure };
    let pair = two.or_else(|| FigureParser::parse(one, input).ok())?.next()?;
    let span = Span::new(at, at + pair.as_span().end());
    let form = pair.into_inner().next()?;
    Lowering { at, span }.form(form)
}

/// From pairs to a figure.
struct Lowering {
    at: usize,
    span: Span,
}

/// The pieces of a form, in order.
#[derive(Default)]
struct Pieces<'i> {
    numbers: Vec<(Span, &'i str, bool)>,
    scales: Vec<(usize, u32, Span)>,
    more: Option<Span>,
    bound: Option<(Span, &'i str)>,
    unit: Option<(Span, FigureKind)>,
    some: Option<(Span, u32)>,
}

impl Lowering {
    fn place(&self, pair: &Pair<'_, Rule>) -> Span {
        Span::new(self.at + pair.as_span().start(), self.at + pair.as_span().end())
    }

    fn pieces<'i>(&self, form: Pair<'i, Rule>) -> Pieces<'i> {
        let mut out = Pieces::default();
        for pair in form.into_inner() {
            let span = self.place(&pair);
            match pair.as_rule() {
                Rule::arabic => out.numbers.push((span, pair.as_str(), false)),
                Rule::han => out.numbers.push((span, pair.as_str(), true)),
                Rule::scale => out.scales.push((out.numbers.len(), exponent(pair.as_str()), span)),
                Rule::more => out.more = Some(span),
                Rule::bound => out.bound = Some((span, pair.as_str().trim_start())),
                Rule::unit => {
                    let kind = pair.into_inner().next().map_or(FigureKind::Count, |unit| match unit.as_rule() {
                        Rule::percent => FigureKind::Percent,
                        Rule::permille => FigureKind::Share,
                        Rule::points => FigureKind::Points,
                        Rule::times => FigureKind::Times,
                        Rule::duration => FigureKind::Duration,
                        Rule::money => FigureKind::Money,
                        _ => FigureKind::Count,
                    });
                    out.unit = Some((span, kind));
                }
                Rule::some_place => out.some = Some((span, pair.as_str().chars().map(exponent_of).sum())),
                Rule::teen => out.some = Some((span, 0)),
                _ => {}
            }
        }
        out
    }

    fn form(&self, form: Pair<'_, Rule>) -> Option<Figure> {
        let (rule, words) = (form.as_rule(), form.as_str());
        let pieces = self.pieces(form);
        let mut out = Figure::unread(self.span, FigureKind::Bare);
        out.markers = Markers { before: None, more: pieces.more, bound: pieces.bound.map(|(span, _)| span) };
        let first = pieces.numbers.first().copied();
        out.han = first.is_some_and(|(.., han)| han) || pieces.some.is_some();
        if let Some((span, kind)) = pieces.unit {
            (out.unit, out.kind) = (Some(span), kind);
        }
        match rule {
            Rule::percent_words | Rule::tenths | Rule::fraction => {
                let (span, words_of_number, _) = first?;
                out.number = span;
                out.kind = if words.starts_with("百分之") { FigureKind::Percent } else { FigureKind::Share };
                out.written = numeral::value(words_of_number)?;
                out.value = if rule == Rule::tenths { out.written.times(10)? } else { out.written };
            }
            Rule::some => {
                let (span, exponent) = pieces.some?;
                out.number = Span::new(self.span.start, span.end);
                out.written = Decimal::whole(10).times_ten(exponent.saturating_sub(1))?;
                (out.value, out.qualifier) = (out.written, Qualifier::Some);
                if exponent == 0 {
                    // 十几: eleven to nineteen.
                    out.value = Decimal::whole(11);
                    out.interval = Interval { low: out.value, high: Some(Decimal::whole(19)), closed: true };
                    return Some(out);
                }
            }
            _ => {
                let (span, words_of_number, _) = first?;
                out.written = numeral::value(words_of_number)?;
                let scale: u32 =
                    pieces.scales.iter().filter(|(of, ..)| *of == 1).map(|(_, exponent, _)| exponent).sum();
                out.value = out.written.times_ten(scale)?;
                let end = pieces.scales.iter().filter(|(of, ..)| *of == 1).map(|(.., span)| span.end).max();
                out.number = Span::new(span.start, end.unwrap_or(span.end));
                if let (Rule::between, Some((_, upper, _))) = (rule, pieces.numbers.get(1)) {
                    return self.between(out, upper, scale, &pieces);
                }
            }
        }
        if let (Some(more), Some((unit, kind))) = (pieces.more, pieces.unit)
            && more.start >= unit.end
            && !matches!(kind, FigureKind::Duration | FigureKind::Money | FigureKind::Times)
        {
            // “3年多”, but “13件来自群众举报”.
            out.markers = Markers::default();
            out.span.end = unit.end;
            out.interval = Interval::exact(out.value);
            return Some(out);
        }
        if pieces.more.is_some() {
            out.qualifier = Qualifier::More;
        }
        if let Some((_, words)) = pieces.bound {
            out.qualifier = match words {
                "以上" | "及以上" => Qualifier::AtLeast,
                "以下" | "以内" | "及以下" => Qualifier::AtMost,
                _ => Qualifier::About,
            };
        }
        out.interval = Interval::of(out.value, out.qualifier);
        Some(out)
    }

    /// “3至5次”; “2至3万份” lends its scale to both ends.
    fn between(&self, mut out: Figure, upper: &str, own: u32, pieces: &Pieces<'_>) -> Option<Figure> {
        let scale: u32 = pieces.scales.iter().filter(|(of, ..)| *of == 2).map(|(_, exponent, _)| exponent).sum();
        if own == 0 {
            out.value = out.written.times_ten(scale)?;
        }
        let upper = numeral::value(upper)?.times_ten(scale)?;
        out.qualifier = Qualifier::Between;
        out.number = Span::new(self.span.start, out.unit.map_or(self.span.end, |unit| unit.start));
        out.interval = Interval { low: out.value.min(upper), high: Some(out.value.max(upper)), closed: true };
        Some(out)
    }
}

fn exponent_of(c: char) -> u32 {
    match c {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        '万' => 4,
        '亿' => 8,
        _ => 0,
    }
}

fn exponent(scale: &str) -> u32 {
    scale.chars().map(exponent_of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character that the grammars name, and some that they do not.
    fn characters() -> Vec<char> {
        let grammars = [include_str!("../../grammar/figure.pest"), include_str!("../../grammar/quantity.pest")];
        let mut out: Vec<char> = grammars.concat().chars().filter(|c| !c.is_ascii_lowercase()).collect();
        out.extend("，。；、）》”的时乙0５,x\u{a0}".chars());
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Numbers with what stands between them and their measure word.
    const HEADS: &str =
        "5|12|2025|3.5|0.|12.345|1,234|5 |１２|３.５万|3余|3.5万|2亿余|一|两|三 |九余|一十|2余万|4 万余|1234567890123";

    #[test]
    fn what_is_read_without_the_grammar_is_what_the_grammar_reads() {
        let characters = characters();
        let mut plainly = 0;
        for head in HEADS.split('|') {
            for measure in &characters {
                for next in &characters {
                    for third in ['次', '日'] {
                        let input = format!("{head}{measure}{next}{third}3件");
                        if let Some(read) = plain(&input).or_else(|| plain_han(&input)) {
                            assert_eq!(from_plain(read, 7), by_grammar(&input, 7), "{input}");
                            plainly += 1;
                        }
                    }
                }
            }
        }
        assert!(plainly > 10_000, "{plainly} of the inputs");
    }
}
