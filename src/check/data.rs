//! Whether a report gives figures on a topic, and how many it gives at all.

use crate::diagnostic::{Label, Text};
use crate::facts::{Decimal, FigureKind, Place, RoleId, Subject};
use crate::rule::matcher::{Data, Datum, Density};
use crate::source::Span;
use crate::source::span::{ceil_boundary, floor_boundary};

use super::fullness::{Fullness, extents, fullness, whole};
use super::{Hit, Variables, Verdict, text};

/// Bytes of a Han character.
const HAN: usize = 3;

/// The indicators of a topic, each with a figure or an explicit zero near its words.
pub(super) fn topic(matcher: &Data, subject: &Subject<'_>) -> Verdict {
    let extent = subject.document.extent;
    if let Some(span) = subject.cues.first_of(&matcher.covered, extent) {
        return Verdict::Satisfied(Some(span));
    }
    let least = subject
        .level()
        .and_then(|level| matcher.demands.iter().find(|demand| demand.levels.contains(&level)))
        .map_or(matcher.at_least, |demand| demand.at_least);
    let (mut given, mut lacking, mut evidence, mut mentioned) = (Vec::new(), Vec::new(), None, Vec::new());
    for datum in &matcher.indicators {
        match told(datum, matcher, subject) {
            Told::Figure(span) => {
                evidence = evidence.or(Some(span));
                given.push(&datum.name);
            }
            Told::Words(span) => {
                mentioned.push(span);
                lacking.push(&datum.name);
            }
            Told::Nothing => lacking.push(&datum.name),
        }
    }
    if given.len() >= least {
        return Verdict::Satisfied(evidence);
    }
    let variables = Variables::default()
        .with_text("topic", matcher.topic.clone())
        .with_text("lacking", join(&lacking))
        .with_text("found", join(&given))
        .with("count", given.len().to_string())
        .with("least", least.to_string());
    mentioned.sort_unstable();
    // Where the words stand, a figure belongs; where they do not, it belongs to the end of the measures.
    let Some(first) = mentioned.first().copied() else {
        if subject.level().is_some_and(|level| matcher.optional.contains(&level)) {
            return Verdict::NotApplicable(text("报告没有涉及这一主题", "the report does not speak of the topic"));
        }
        let end = matcher.role.and_then(|role| end_of(subject, role)).unwrap_or(extent.end);
        return Verdict::Hits(vec![Hit { span: Span::empty(end), absent: true, variables, ..Hit::default() }]);
    };
    let labels = mentioned.iter().skip(1).take(3).map(|span| Label::bare(*span)).collect();
    let variables = variables.with("words", first.of(subject.text()));
    Verdict::Hits(vec![Hit { span: first, labels, variables, ..Hit::default() }])
}

/// The end of a content item, where what is missing there belongs.
fn end_of(subject: &Subject<'_>, role: RoleId) -> Option<usize> {
    let part = subject.parts.get(role).filter(|part| part.place > Place::Missing)?;
    Some(part.extents.last()?.trim(subject.text()).end)
}

/// What is told of an indicator.
enum Told {
    Figure(Span),
    Words(Span),
    Nothing,
}

fn told(datum: &Datum, matcher: &Data, subject: &Subject<'_>) -> Told {
    let (all, near) = (subject.text(), matcher.near);
    let elsewhere: Vec<Span> = matcher
        .without
        .iter()
        .filter_map(|role| subject.parts.get(*role))
        .filter(|part| part.place >= Place::Paragraph)
        .flat_map(|part| part.extents.iter().copied())
        .collect();
    let figures = subject.figures();
    let mut words = None;
    for cue in datum.cues.iter().flat_map(|cue| subject.cues.all(*cue)) {
        let longer = datum.not.iter().any(|not| {
            let reach = Span::new(cue.start.saturating_sub(60), cue.end + 60);
            subject.cues.within(*not, reach).any(|hit| hit.encloses(cue))
        });
        if longer || elsewhere.iter().any(|extent| extent.encloses(cue)) {
            continue;
        }
        let Some(reach) = reach(subject, cue, near) else { continue };
        words = words.or(Some(cue));
        let sentence = subject.document.sentence_at(cue.start).map(|(index, _)| index);
        let counted = figures.within(reach).iter().find(|figure| {
            let counts = match figure.kind {
                FigureKind::Count | FigureKind::Money => true,
                // A rate belongs to the sentence it stands in.
                FigureKind::Percent | FigureKind::Share => figure.sentence == sentence,
                _ => false,
            };
            counts
                && (datum.units.is_empty() || datum.units.iter().any(|unit| unit == figure.unit_words(all)))
                && datum.least.is_none_or(|least| figure.interval.high.is_none_or(|high| high >= Decimal::whole(least)))
        });
        if let Some(figure) = counted {
            return Told::Figure(figure.span);
        }
        if let Some(zero) = figures.zeros_within(reach).first() {
            return Told::Figure(zero.span);
        }
    }
    words.map_or(Told::Nothing, Told::Words)
}

/// Where the figure of a word may stand: near it in its paragraph; anywhere under a heading that holds it.
fn reach(subject: &Subject<'_>, cue: Span, near: usize) -> Option<Span> {
    let (all, document) = (subject.text(), &subject.document);
    if let Some(section) = document.heading_at(cue.start).and_then(|index| document.sections.get(index)) {
        return Some(Span::new(section.heading.text.end, section.span.end));
    }
    let paragraph = document.paragraphs.get(document.paragraph_at(cue.start)?)?.span;
    let from = ceil_boundary(all, cue.start.saturating_sub(near * HAN)).max(paragraph.start);
    Some(Span::new(from, floor_boundary(all, cue.end + near * HAN).min(paragraph.end)))
}

fn join(names: &[&Text]) -> Text {
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    Text { zh: zh.join("、"), en: en.join(", ") }
}

/// Figures for the length of the text.
pub(super) fn density(matcher: &Density, subject: &Subject<'_>) -> Verdict {
    let parts =
        matcher.roles.iter().filter_map(|role| subject.parts.get(*role)).filter(|part| part.place > Place::Missing);
    let spans = if matcher.roles.is_empty() { whole(subject) } else { extents(parts.clone()) };
    let Fullness { han, count } = fullness(subject, &spans);
    if han < matcher.han_from {
        return Verdict::NotEvaluable(text(
            "篇幅太短，不判断数据多少",
            "too short to judge how many figures there are",
        ));
    }
    if count * 1000 >= han * matcher.per_thousand {
        return Verdict::Satisfied(None);
    }
    let tenths = (count * 10_000).checked_div(han).unwrap_or(0);
    let variables = Variables::default()
        .with("count", count.to_string())
        .with("han", han.to_string())
        .with("density", format!("{}.{}", tenths / 10, tenths % 10))
        .with("least", matcher.per_thousand.to_string());
    let heading = parts
        .clone()
        .find_map(|part| subject.document.sections.get(part.section?))
        .map(|section| section.heading.text)
        .filter(|span| !span.is_empty());
    let first = spans.first().and_then(|span| subject.document.sentences_in(*span).first()).map(|s| s.span);
    let span = heading.or(first).unwrap_or_default();
    let severity = matcher.none.filter(|_| count == 0);
    Verdict::Hits(vec![Hit { span, severity, variables, ..Hit::default() }])
}
