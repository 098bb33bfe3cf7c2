//! Rates: against part and whole, against the whole alone, against one hundred, and without any base.

use crate::diagnostic::{Label, Text};
use crate::document::cue::Cue;
use crate::facts::{Decimal, Figure, FigureKind};
use crate::rule::matcher::{Arithmetic, RateWords};
use crate::source::Span;

use super::{Desk, Judgement, REACH, Statement, contains, exact_percent, same, unsure};

/// Words between the name of a rate and its figure, in characters.
const LINK: usize = 8;

/// A rate that is stated, with the figures it may rest on.
struct Stated<'a> {
    rate: &'a Figure,
    name: Span,
    parts: Vec<&'a Figure>,
    wholes: Vec<&'a Figure>,
    /// Other counts of the same sentence.
    others: Vec<&'a Figure>,
    carried: Vec<Decimal>,
}

/// The name of the rate that a percentage is, if it is one of `words`.
fn named<'a>(desk: &Desk<'a>, figure: &Figure) -> Option<(Span, &'a RateWords)> {
    desk.matcher.words.rates.iter().zip(&desk.matcher.names).find_map(|(words, names)| {
        let last = |name: &Cue| desk.subject.cues.within(*name, figure.before).last();
        let name = names.iter().filter_map(last).max()?;
        let link = desk.of(Span::new(name.end, figure.before.end));
        let own = link.chars().count() <= LINK
            && !link.contains(['率', '比', '、'])
            && !contains(desk.of(figure.before), &words.not);
        own.then_some((name, words))
    })
}

/// The piece of the sentence, set apart by ；, in which a figure stands.
fn piece(desk: &Desk<'_>, figure: &Figure) -> Span {
    let sentence = desk.sentence(figure);
    let before = desk.of(Span::new(sentence.start, figure.span.start));
    let behind = desk.of(Span::new(figure.span.end, sentence.end));
    let start = before.rfind(['；', ';']).map_or(sentence.start, |at| sentence.start + at);
    let end = behind.find(['；', ';']).map_or(sentence.end, |at| figure.span.end + at);
    Span::new(start, end)
}

fn stated<'a>(desk: &Desk<'a>) -> Vec<Stated<'a>> {
    let mut out = Vec::new();
    for rate in desk.figures.iter().filter(|figure| exact_percent(figure)) {
        let Some((name, words)) = named(desk, rate) else { continue };
        let counts: Vec<&Figure> =
            desk.quantities(piece(desk, rate)).into_iter().filter(|figure| figure.kind == FigureKind::Count).collect();
        let (mut parts, mut wholes, mut others, mut carried) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for count in counts {
            if desk.holds(count, &desk.matcher.words.carried) {
                carried.push(count.value);
            } else if desk.holds(count, &words.part) {
                parts.push(count);
            } else if desk.holds(count, &words.whole) {
                wholes.push(count);
            } else {
                others.push(count);
            }
        }
        out.push(Stated { rate, name, parts, wholes, others, carried });
    }
    out
}

/// The bases that may be meant: the wholes, each with the cases carried over.
fn meant(stated: &Stated<'_>) -> Vec<Decimal> {
    let mut out: Vec<Decimal> = Vec::new();
    for whole in &stated.wholes {
        out.push(whole.value);
        out.extend(stated.carried.iter().filter_map(|carried| whole.value.plus(*carried)));
    }
    out
}

fn ratio(part: Decimal, whole: Decimal, decimals: u32) -> String {
    format!("{part} ÷ {whole} = {}", Decimal::percent_words(part, whole, decimals.max(1)))
}

/// The arithmetic of a rate that holds; one that was cut off instead of rounded says so.
fn agreeing(stated: Decimal, part: Decimal, whole: Decimal) -> Text {
    let words = ratio(part, whole, stated.decimals());
    let cut = Decimal::percent_words(part, whole, stated.decimals()) != format!("{stated}%");
    Text {
        zh: format!("{words}{}", if cut { "（截尾）" } else { "" }),
        en: format!("{words}{}", if cut { " (cut off)" } else { "" }),
    }
}

/// Percentages against part and whole.
pub(super) fn percents(desk: &Desk<'_>) -> Vec<Statement> {
    stated(desk)
        .iter()
        .filter(|stated| !stated.parts.is_empty() && !stated.wholes.is_empty())
        .filter_map(|stated| percent(desk, stated))
        .collect()
}

fn percent(desk: &Desk<'_>, stated: &Stated<'_>) -> Option<Statement> {
    let (rate, value) = (stated.rate, stated.rate.value);
    let exact = stated.parts.iter().chain(&stated.wholes).all(|figure| figure.is_exact_count());
    let related = |part: &Figure| stated.wholes.iter().any(|whole| desk.same_unit(part, whole));
    let make = |judgement| {
        let parts = stated.parts.iter().map(|part| Label::new(part.span, "分子", "part"));
        let wholes = stated.wholes.iter().map(|whole| Label::new(whole.span, "分母", "whole"));
        Statement::new(Arithmetic::Percent, rate.span, judgement)
            .labels(parts.chain(wholes).collect())
            .name(desk.of(stated.name))
    };
    let bases = meant(stated);
    for part in &stated.parts {
        for base in &bases {
            if part.value <= *base && desk.fits(value, part.value, *base) {
                return Some(make(Judgement::Holds).calculation(desk.proof(|| agreeing(value, part.value, *base))));
            }
        }
    }
    // A part of a part: “成功205件” of “调解210件” of “排查212件”.
    let chained = stated.parts.iter().any(|left| {
        stated.parts.iter().any(|right| left.value < right.value && desk.fits(value, left.value, right.value))
    });
    let part = stated.parts.first()?;
    let base = *bases.first()?;
    // The whole stands before its part, and nothing of their kind between the part and the rate.
    let between = stated.others.iter().chain(&stated.wholes).any(|other| {
        part.span.end <= other.span.start && other.span.end <= rate.span.start && desk.same_unit(part, other)
    });
    let words = same(ratio(part.value, base, value.decimals()));
    let judgement = if !exact {
        unsure("分子或分母是约数", "part or whole is approximate")
    } else if stated.parts.len() > 1 || stated.wholes.len() > 2 || !related(part) || chained || between {
        unsure("不能确定用哪两个数计算", "it is not clear which two figures the rate is made of")
    } else if part.value > base {
        unsure("分子大于分母，可能不是同一口径", "the part is larger than the whole and may be of another kind")
    } else {
        Judgement::Fails
    };
    let reconcile = reconciled(desk, stated, part.value, base);
    Some(make(judgement).calculation(words).reconcile(reconcile))
}

/// A part that gives the stated rate, or the rate that the part gives.
fn reconciled(desk: &Desk<'_>, stated: &Stated<'_>, part: Decimal, base: Decimal) -> Text {
    let value = stated.rate.value;
    let right = Decimal::percent_words(part, base, value.decimals());
    let other = near(value, base).into_iter().find(|near| desk.fits(value, *near, base));
    match other {
        Some(other) => Text {
            zh: format!("按这两个数应为{right}；若比例不错，分子应为{other}"),
            en: format!("the two figures give {right}; if the rate is right the part is {other}"),
        },
        None => Text { zh: format!("按这两个数应为{right}"), en: format!("the two figures give {right}") },
    }
}

/// The whole numbers round `value` percent of `base`.
fn near(value: Decimal, base: Decimal) -> Vec<Decimal> {
    let Some(base) = base.to_whole() else { return Vec::new() };
    // Cut off, then one more on either side: what is asked is only whether one of them fits.
    let mut product = Decimal::whole(0);
    let exact = i64::try_from(base).ok().and_then(|base| value.times(base));
    if let Some(exact) = exact {
        product = exact;
    }
    let words = product.to_string();
    let whole: i64 = words.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(0);
    let centre = whole / 100;
    (centre - 1..=centre + 2).filter(|near| *near >= 0 && i128::from(*near) <= base).map(Decimal::whole).collect()
}

/// Percentages that no whole number of cases gives.
pub(super) fn possible(desk: &Desk<'_>) -> Vec<Statement> {
    stated(desk)
        .iter()
        .filter(|stated| stated.parts.is_empty() && !stated.wholes.is_empty())
        .filter_map(|stated| grim(desk, stated))
        .collect()
}

fn grim(desk: &Desk<'_>, stated: &Stated<'_>) -> Option<Statement> {
    let (rate, value) = (stated.rate, stated.rate.value);
    if value > Decimal::whole(100) {
        return None;
    }
    let make = |judgement| {
        let wholes = stated.wholes.iter().map(|whole| Label::new(whole.span, "基数", "base"));
        Statement::new(Arithmetic::Possible, rate.span, judgement).labels(wholes.collect()).name(desk.of(stated.name))
    };
    let fitting = |base: Decimal| near(value, base).into_iter().find(|part| desk.fits(value, *part, base));
    let bases = meant(stated);
    if let Some((part, base)) = bases.iter().find_map(|base| Some((fitting(*base)?, *base))) {
        return Some(make(Judgement::Holds).calculation(desk.proof(|| agreeing(value, part, base))));
    }
    let base = *bases.first()?;
    let (below, above) = around(value, base)?;
    let decimals = value.decimals().max(1);
    let (below, above) = (ratio(below, base, decimals), ratio(above, base, decimals));
    let words = Text { zh: format!("{below}，{above}"), en: format!("{below}, {above}") };
    let exact = stated.wholes.iter().all(|whole| whole.is_exact_count());
    let elsewhere =
        stated.others.iter().any(|other| desk.same_unit(other, stated.rate) || fitting(other.value).is_some());
    let judgement = if !exact {
        unsure("基数是约数", "the base is approximate")
    } else if elsewhere {
        unsure("句中另有可能的基数", "another figure of the sentence could be the base")
    } else {
        Judgement::Fails
    };
    let smaller = smaller_base(desk, value, base);
    let reconcile = smaller.map_or_else(Text::default, |(part, base)| Text {
        zh: format!("若基数是{base}，则{}", ratio(part, base, decimals)),
        en: format!("with a base of {base}, {}", ratio(part, base, decimals)),
    });
    Some(make(judgement).calculation(words).reconcile(reconcile))
}

/// The two whole numbers between which `value` percent of `base` lies.
fn around(value: Decimal, base: Decimal) -> Option<(Decimal, Decimal)> {
    let candidates = near(value, base);
    let above = |part: &Decimal| {
        // part ÷ base > value %, multiplied out.
        let left = part.times(100)?;
        let right = value.times(i64::try_from(base.to_whole()?).ok()?)?;
        Some(left > right)
    };
    let first = candidates.iter().position(|part| above(part).unwrap_or(false));
    match first {
        Some(0) => Some((*candidates.first()?, *candidates.get(1)?)),
        Some(index) => Some((*candidates.get(index - 1)?, *candidates.get(index)?)),
        None => Some((*candidates.get(candidates.len().checked_sub(2)?)?, *candidates.last()?)),
    }
}

/// The largest base below `base` that the rate could have, not less than half of it.
fn smaller_base(desk: &Desk<'_>, value: Decimal, base: Decimal) -> Option<(Decimal, Decimal)> {
    let whole = i64::try_from(base.to_whole()?).ok()?.min(10_000);
    (whole / 2..whole).rev().filter(|base| *base > 0).find_map(|base| {
        let base = Decimal::whole(base);
        let part = near(value, base).into_iter().find(|part| desk.fits(value, *part, base))?;
        Some((part, base))
    })
}

/// Rates above one hundred percent that cannot be.
pub(super) fn bounded(desk: &Desk<'_>) -> Vec<Statement> {
    let mut out = Vec::new();
    for rate in desk.figures.iter().filter(|figure| figure.kind == FigureKind::Percent) {
        let Some((name, _)) = named(desk, rate) else { continue };
        let changes = contains(desk.of(rate.before), &desk.matcher.words.compares);
        if changes {
            continue;
        }
        let over = rate.interval.low > Decimal::whole(100);
        let judgement = if over { Judgement::Fails } else { Judgement::Holds };
        let words = || same(format!("{}% {} 100%", rate.value, if over { ">" } else { "≤" }));
        out.push(
            Statement::new(Arithmetic::Bound, rate.span, judgement)
                .labels(vec![Label::new(name, "不会超过100%的比率", "a rate that cannot exceed 100%")])
                .name(desk.of(name))
                .calculation(if over { words() } else { desk.proof(words) }),
        );
    }
    out
}

/// Whether no count near the rate could be its base.
fn is_bare(desk: &Desk<'_>, rate: &Figure, words: &RateWords) -> bool {
    let document = &desk.subject.document;
    let Some((index, _)) = document.sentence_at(rate.span.start) else { return false };
    let first = index.saturating_sub(desk.matcher.words.back);
    let near = document.sentences.iter().skip(first).take(index - first + desk.matcher.words.ahead + 1);
    let within = Span::new(rate.span.start.saturating_sub(REACH), rate.span.end + REACH);
    let spans: Vec<Span> = near
        .map(|sentence| Span::new(sentence.span.start.max(within.start), sentence.span.end.min(within.end)))
        .collect();
    let base = |figure: &&Figure| {
        figure.kind == FigureKind::Count && (desk.holds(figure, &words.whole) || desk.holds(figure, &words.part))
    };
    let zero = |span: &Span| {
        desk.subject.figures().zeros_within(*span).iter().any(|zero| contains(desk.of(zero.clause), &words.whole))
    };
    !spans.iter().any(|span| desk.quantities(*span).iter().any(base) || zero(span))
}

/// Rates without the number they are rates of.
pub(super) fn bases(desk: &Desk<'_>) -> Vec<Statement> {
    let mut out = Vec::new();
    for rate in desk.figures.iter().filter(|figure| figure.kind == FigureKind::Percent) {
        let Some((name, words)) = named(desk, rate) else { continue };
        if contains(desk.of(desk.sentence(rate)), &desk.matcher.words.not_context) {
            continue;
        }
        let judgement = if is_bare(desk, rate, words) { Judgement::Fails } else { Judgement::Holds };
        out.push(Statement::new(Arithmetic::Base, name.join(rate.span), judgement).name(desk.of(name)));
    }
    out
}
