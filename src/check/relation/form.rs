//! How numbers are written: words that leave them open twice or wrongly, and measure words that are missing.

use crate::diagnostic::{Applicability, Edit, Fix, Label};
use crate::facts::{Decimal, Figure, FigureKind};
use crate::rule::matcher::Arithmetic;
use crate::source::Span;

use super::{Desk, Judgement, Statement, contains};

/// Approximations that contradict themselves: “7余件”, “近30余次”, “约20次左右”, “至少10次以上”.
pub(super) fn approximations(desk: &Desk<'_>) -> Vec<Statement> {
    let marked = desk.figures.iter().filter(|figure| figure.kind.is_quantity() || figure.kind == FigureKind::Bare);
    marked.filter_map(|figure| approximation(desk, figure)).collect()
}

fn approximation(desk: &Desk<'_>, figure: &Figure) -> Option<Statement> {
    let markers = figure.markers;
    // “3年多” is said of what is measured, not of the digits.
    let more = markers.more.filter(|more| figure.unit.is_none_or(|unit| more.start < unit.start));
    let (before, bound) = (markers.before, markers.bound);
    if before.is_none() && more.is_none() && bound.is_none() {
        return None;
    }
    let words = |span: Option<Span>| span.map_or("", |span| desk.of(span).trim());
    // 余 and 多 stand for the digits that were left out, so there must be a zero for them.
    let round = figure.han
        || figure.written.decimals() > 0
        || figure.value != figure.written
        || figure.written.place() != figure.written.last_place();
    let several = match (words(before), words(more), words(bound)) {
        ("" | "超过" | "超" | "逾" | "超出" | "突破" | "不少于" | "至少" | "不低于" | "高于", _, "") => {
            false
        }
        ("", _, _) => more.is_some() && bound.is_some(),
        // “超过90%以上”, “约20次左右”, “近30余次”
        _ => more.is_some() || bound.is_some(),
    };
    let (name, drop) = if several {
        let shown: Vec<&str> = [before, more, bound].into_iter().flatten().map(|span| desk.of(span).trim()).collect();
        (format!("“{}”重复", shown.join("”与“")), more.or(bound))
    } else if more.is_some() && !round {
        (format!("“{}”前面不是整数", words(more)), more)
    } else {
        return Some(Statement::new(Arithmetic::Approximation, figure.span, Judgement::Holds));
    };
    let english = if several { "the number is left open twice" } else { "余/多 needs a round number before it" };
    let mut out = Statement::new(Arithmetic::Approximation, figure.span, Judgement::Fails);
    out.name = super::text(&name, english);
    out.fix = drop.map(|span| Fix {
        applicability: Applicability::Unsafe,
        edits: vec![Edit { span, replacement: String::new() }],
    });
    Some(out)
}

/// Numbers without measure word in a sentence in which the others have one.
pub(super) fn measures(desk: &Desk<'_>) -> Vec<Statement> {
    let mut out = Vec::new();
    for figure in desk.figures.iter().filter(|figure| figure.kind == FigureKind::Bare && figure.sentence.is_some()) {
        let before = desk.of(figure.before);
        let behind = desk.all.get(figure.span.end..).and_then(|rest| rest.chars().next());
        let noun = before.chars().next_back().is_some_and(crate::source::span::is_han);
        let closed = behind.is_some_and(|c| matches!(c, '，' | ',' | '。' | '；' | ';'));
        let others: Vec<&Figure> = desk
            .quantities(desk.sentence(figure))
            .into_iter()
            .filter(|other| other.kind == FigureKind::Count)
            .collect();
        let glued = figure.before.end == figure.span.start;
        if !noun
            || !closed
            || !glued
            || others.is_empty()
            || contains(before, &desk.matcher.words.not_context)
            || figure.written.decimals() > 0
            // A year without 年.
            || (Decimal::whole(1900)..=Decimal::whole(2100)).contains(&figure.value)
        {
            continue;
        }
        let labels =
            others.iter().take(2).map(|other| Label::new(other.span, "有量词", "with a measure word")).collect();
        let shown = tail(desk, figure);
        out.push(Statement::new(Arithmetic::Measure, shown, Judgement::Fails).labels(labels));
    }
    out
}

/// The figure with the last words of its clause.
fn tail(desk: &Desk<'_>, figure: &Figure) -> Span {
    let before = desk.of(figure.before);
    let start = before.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    Span::new(figure.before.start + start, figure.span.end)
}
