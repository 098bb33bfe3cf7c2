//! One indicator with two values: “全年发放宣传资料5000余份” here and “全年发放宣传资料2000余份” there.

use std::collections::BTreeMap;

use crate::diagnostic::Label;
use crate::facts::{Figure, FigureKind, Indicator, WhenValue};
use crate::rule::matcher::Arithmetic;
use crate::source::Span;
use crate::source::span::han_count;

use super::{Desk, Judgement, Statement, contains, same, unsure};

/// Fewest Han characters of an indicator that is compared.
const TELLING: usize = 5;

/// A figure that is said to hold for the whole period, with what it counts.
struct Told<'a> {
    key: String,
    figure: &'a Figure,
    whole: bool,
}

/// Indicators that have two values.
pub(super) fn conflicts(desk: &Desk<'_>) -> Vec<Statement> {
    // Two of the same indicator end in the same characters; few figures have such a partner.
    let ending = |figure: &Figure| {
        let words = desk.of(figure.before);
        let tail = words.char_indices().rev().nth(2).and_then(|(at, _)| words.get(at..)).unwrap_or(words);
        (tail, figure.unit_words(desk.all))
    };
    let counts = desk.figures.iter().filter(|figure| figure.kind == FigureKind::Count);
    let counts: Vec<(&Figure, (&str, &str))> = counts.map(|figure| (figure, ending(figure))).collect();
    let mut endings: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (_, ending) in &counts {
        *endings.entry(*ending).or_default() += 1;
    }
    let paired = counts.iter().filter(|(_, ending)| endings.get(ending).is_some_and(|count| *count > 1));
    let told: Vec<Told<'_>> = paired.filter_map(|(figure, _)| tell(desk, figure)).collect();
    let mut out: Vec<Statement> = Vec::new();
    let mut before: BTreeMap<&str, &Told<'_>> = BTreeMap::new();
    for second in &told {
        let Some(first) = before.get(second.key.as_str()).copied() else {
            before.insert(&second.key, second);
            continue;
        };
        if first.figure.sentence == second.figure.sentence {
            continue;
        }
        let judgement = if !first.figure.interval.is_disjoint(second.figure.interval) {
            Judgement::Holds
        } else if first.whole && second.whole {
            Judgement::Fails
        } else {
            unsure("同名数字可能不是同一范围", "the two figures may not cover the same")
        };
        let words = format!("{} ≠ {}", desk.of(first.figure.span), desk.of(second.figure.span));
        out.push(
            Statement::new(Arithmetic::Repeat, second.figure.span, judgement)
                .labels(vec![Label::new(first.figure.span, "前文的数字", "stated before")])
                .name(second.key.split('|').next().unwrap_or(""))
                .calculation(same(words)),
        );
    }
    out
}

fn tell<'a>(desk: &Desk<'a>, figure: &'a Figure) -> Option<Told<'a>> {
    let (verb, thing) = {
        let found = Indicator::of(desk.all, figure);
        (found.verb?, found.thing?)
    };
    // The thing must stand between verb and figure: all of the clause, so that no qualifier is overlooked.
    if thing.start < verb.end || thing.end > figure.span.start {
        return None;
    }
    // Whoever is named before the verb may be another one elsewhere.
    let named = Indicator::of_words(desk.all, Span::new(figure.before.start, verb.start));
    if !named.is_empty() {
        return None;
    }
    let key = format!("{}{}", desk.of(verb), desk.of(thing));
    if han_count(&key) < TELLING {
        return None;
    }
    let sentence = desk.sentence(figure);
    let head = desk.of(Span::new(sentence.start, figure.span.start));
    let words = &desk.matcher.words;
    if contains(desk.of(sentence), &words.not_context) || contains(head, &words.open) {
        return None;
    }
    // Another year than the report's is another value.
    let year = desk.subject.year();
    let other = desk.subject.tokens.whens_in(sentence).any(|when| match when.value {
        WhenValue::Year(named) => !when.cited && Some(named) != year,
        WhenValue::YearMonth(..) | WhenValue::MonthDay(..) | WhenValue::Date(..) => true,
        WhenValue::Range(..) | WhenValue::Run(..) => !when.cited,
    });
    if other {
        return None;
    }
    let clause = desk.of(Span::new(figure.before.start.max(sentence.start), figure.span.start));
    let whole = contains(clause, &words.scopes) || {
        let opening = head.char_indices().nth(16).map_or(head, |(at, _)| head.get(..at).unwrap_or(head));
        contains(opening, &words.scopes)
    };
    Some(Told { key: format!("{key}|{}", figure.unit_words(desk.all)), figure, whole })
}
