//! Where content items stand, how long they are, what they hold.

use std::cell::LazyCell;

use crate::diagnostic::{Label, Text};
use crate::document::Item;
use crate::document::cue::Cue;
use crate::facts::{FactKind, Part, Place, RoleId, Subject};
use crate::rule::RuleSet;
use crate::rule::matcher::{Coverage, Every, Extent, Gap, Group, RolePlace};
use crate::source::Span;
use crate::source::span::han_count;

use super::{Hit, Variables, Verdict, text};

fn role_name(rules: &RuleSet, role: RoleId) -> Text {
    rules.roles.roles.get(role.0).map(|role| role.name.clone()).unwrap_or_default()
}

fn place_text(place: Place) -> Text {
    let (zh, en) = place.words();
    text(zh, en)
}

/// A content item that is missing, or that stands at a place where it should not.
pub(super) fn place(matcher: &RolePlace, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let mut hits = Vec::new();
    let mut shown = None;
    for role in &matcher.roles {
        let Some(part) = subject.parts.get(*role) else {
            continue;
        };
        if !matcher.places.contains(&part.place) {
            shown = shown.or(part.evidence);
            continue;
        }
        let variables =
            Variables::default().with_text("role", role_name(rules, *role)).with_text("place", place_text(part.place));
        if part.place == Place::Missing {
            let labels = part.candidate.iter().map(|span| Label::new(*span, "最接近的文字", "nearest text")).collect();
            hits.push(Hit { span: Span::empty(part.insertion), absent: true, labels, variables, ..Hit::default() });
        } else {
            let span = part.evidence.unwrap_or_default();
            hits.push(Hit { span, variables, ..Hit::default() });
        }
    }
    if hits.is_empty() { Verdict::Satisfied(shown) } else { Verdict::Hits(hits) }
}

/// The members of a part: its items 一是…, or its sentences where it has none.
fn members(part: &Part, subject: &Subject<'_>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for extent in &part.extents {
        let items: Vec<&Item> = subject.document.items.iter().filter(|item| extent.encloses(item.span)).collect();
        if items.len() >= 2 {
            out.extend(items.iter().map(|item| item.span));
        } else {
            for sentence in subject.document.sentences_in(*extent) {
                clauses(sentence.span, subject.text(), &mut out);
            }
        }
    }
    out
}

/// Sentences whose clauses are set apart by ； count by clause.
fn clauses(span: Span, all: &str, out: &mut Vec<Span>) {
    let mut start = span.start;
    for (at, mark) in span.of(all).match_indices(['；', ';']) {
        let end = span.start + at + mark.len();
        out.push(Span::new(start, end));
        start = end;
    }
    if start < span.end {
        out.push(Span::new(start, span.end));
    }
}

/// The words of a part that a finding underlines: its heading, else its evidence.
fn shown(part: &Part, subject: &Subject<'_>) -> Span {
    let heading =
        part.section.and_then(|index| subject.document.sections.get(index)).map(|section| section.heading.text);
    heading.or(part.evidence).unwrap_or_default()
}

/// The first sentence of a part, whether it has a heading or not.
fn first_sentence(part: &Part, subject: &Subject<'_>) -> Span {
    let told = part.evidence.filter(|_| part.section.is_none());
    let first =
        || part.extents.first().and_then(|extent| subject.document.sentences_in(*extent).first()).map(|s| s.span);
    told.or_else(first).or(part.evidence).unwrap_or_default()
}

/// Whether the heading behind an empty part begins to count anew with the same mark: its own subheadings, numbered like
/// itself (“一、主要举措” over “一、加强领导”). That is a fault of numbering, not an empty part.
fn restarts_below(part: &Part, subject: &Subject<'_>) -> bool {
    let sections = &subject.document.sections;
    let (Some(own), Some(next)) =
        (part.section.and_then(|index| sections.get(index)), part.section.and_then(|index| sections.get(index + 1)))
    else {
        return false;
    };
    match (own.heading.mark, next.heading.mark) {
        (Some(own), Some(next)) => own.kind == next.kind && next.number == 1,
        _ => false,
    }
}

/// A content item that is too short.
pub(super) fn extent(matcher: &Extent, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let paragraphs = &subject.document.paragraphs;
    let body = LazyCell::new(|| {
        paragraphs.iter().map(|paragraph| han_count(paragraph.span.of(subject.text()))).sum::<usize>()
    });
    // No Han character has less than three bytes: most parts are long enough whatever the body holds.
    let most = paragraphs.iter().map(|paragraph| paragraph.span.len() / 3).sum::<usize>();
    let below =
        |han: usize, share: usize| han * 100 < most.saturating_mul(share) && han * 100 < body.saturating_mul(share);
    let mut hits = Vec::new();
    for role in &matcher.roles {
        let Some(part) = subject.parts.get(*role).filter(|part| part.place > Place::Missing) else {
            continue;
        };
        let elsewhere = !matcher.places.is_empty() && !matcher.places.contains(&part.place);
        if elsewhere || matcher.headed && part.section.is_none() {
            continue;
        }
        let han: usize = part.extents.iter().map(|extent| han_count(extent.of(subject.text()))).sum();
        if han == 0 && restarts_below(part, subject) {
            continue;
        }
        let units = LazyCell::new(|| members(part, subject).len());
        let brief = han < matcher.han_below && below(han, matcher.share_enough);
        let short = brief || below(han, matcher.share_below) || matcher.units_below > 0 && *units < matcher.units_below;
        let kinds = [FactKind::Count, FactKind::Percent, FactKind::Date];
        let facts =
            || part.extents.iter().map(|extent| subject.tokens.facts_in(&kinds, *extent).count()).sum::<usize>();
        if short && han >= matcher.han_from && facts() < matcher.facts_enough {
            let tenths = (han * 1000).checked_div(*body).unwrap_or(0);
            let variables = Variables::default()
                .with_text("role", role_name(rules, *role))
                .with("han", han.to_string())
                .with("share", format!("{}.{}", tenths / 10, tenths % 10))
                .with("units", units.to_string());
            hits.push(Hit { span: shown(part, subject), variables, ..Hit::default() });
        }
    }
    Verdict::of_hits(hits)
}

/// The spans in which a group is looked for: the part, and sentences round mere mentions.
fn windows(part: &Part, window: usize, subject: &Subject<'_>) -> Vec<Span> {
    let mut out = part.extents.clone();
    if window == 0 || part.place >= Place::Subsection {
        // Facts told elsewhere count for the part as well, if a mention of it tells them.
        out.extend(part.mentions.iter().copied());
        return out;
    }
    for mention in &part.mentions {
        let Some((index, sentence)) = subject.document.sentence_at(mention.start) else {
            continue;
        };
        let near =
            subject.document.sentences.iter().enumerate().skip(index.saturating_sub(window)).take(window * 2 + 1);
        out.extend(near.filter(|(_, other)| other.paragraph == sentence.paragraph).map(|(_, other)| other.span));
    }
    out
}

/// Whether a group occurs in one of `spans`, longer words that do not count left aside.
fn holds(group: &Group, spans: &[Span], subject: &Subject<'_>) -> Option<Span> {
    for span in spans {
        if let Some(fact) = subject.tokens.facts_in(&group.facts, *span).next() {
            return Some(fact);
        }
        let word = group.any.iter().flat_map(|cue| subject.cues.within(*cue, *span)).find(|hit| {
            !group.not.iter().any(|longer| subject.cues.within(*longer, *span).any(|other| other.encloses(*hit)))
        });
        if word.is_some() {
            return word;
        }
    }
    None
}

/// A content item that holds too few groups.
pub(super) fn coverage(matcher: &Coverage, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let (spans, span, name) = match matcher.role {
        None => {
            let mut body: Vec<Span> = subject.document.paragraphs.iter().map(|paragraph| paragraph.span).collect();
            let end = body.last().map_or(subject.document.extent.end, |last| last.end);
            // A topic that has a heading is touched, whatever words stand below it.
            body.extend(subject.document.sections.iter().map(|section| section.heading.text));
            (body, Span::empty(end), Text::default())
        }
        Some(role) => {
            let Some(part) = subject.parts.get(role).filter(|part| part.place > Place::Missing) else {
                return Verdict::NotApplicable(text("报告没有这一部分", "the report has no such part"));
            };
            let span = if matcher.at_heading { shown(part, subject) } else { first_sentence(part, subject) };
            (windows(part, matcher.window, subject), span, role_name(rules, role))
        }
    };
    let (mut found, mut lacking, mut evidence) = (Vec::new(), Vec::new(), None);
    for group in &matcher.groups {
        match holds(group, &spans, subject) {
            Some(hit) => {
                evidence = evidence.or(Some(hit));
                found.push(&group.name);
                if found.len() >= matcher.at_least {
                    return Verdict::Satisfied(evidence);
                }
            }
            None => lacking.push(&group.name),
        }
    }
    if matcher.at_least == 0 {
        return Verdict::Satisfied(None);
    }
    if found.len() < matcher.found_from {
        return Verdict::NotEvaluable(text(
            "这一部分没有可供判断的词语",
            "the part holds none of the words that could decide",
        ));
    }
    // Where some groups of a part must be there, the one that is tells why the others are missed.
    let span = evidence.filter(|_| matcher.found_from > 0 && matcher.role.is_some()).unwrap_or(span);
    let variables = Variables::default()
        .with_text("role", name)
        .with_text("found", join(&found))
        .with_text("lacking", join(&lacking))
        .with("count", found.len().to_string())
        .with("least", matcher.at_least.to_string());
    Verdict::Hits(vec![Hit { span, absent: span.is_empty(), variables, ..Hit::default() }])
}

fn join(names: &[&Text]) -> Text {
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    Text { zh: zh.join("、"), en: en.join(", ") }
}

/// A content item of which every member is of one sort.
pub(super) fn every(matcher: &Every, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let Some(part) = subject.parts.get(matcher.role).filter(|part| part.place > Place::Missing) else {
        return Verdict::NotApplicable(text("报告没有这一部分", "the report has no such part"));
    };
    // The announcing sentence (“还存在以下问题”) is no member.
    let members: Vec<Span> = members(part, subject)
        .into_iter()
        .filter(|member| {
            subject.cues.any(&matcher.any, *member) || holds(&matcher.unless, &[*member], subject).is_some()
        })
        .collect();
    let concrete = members.iter().find(|member| holds(&matcher.unless, &[**member], subject).is_some());
    if members.len() < matcher.min_members || concrete.is_some() {
        return Verdict::Satisfied(concrete.copied());
    }
    let labels = members.iter().filter_map(|member| subject.cues.first_of(&matcher.any, *member));
    let labels: Vec<Label> = labels.take(4).map(Label::bare).collect();
    let variables =
        Variables::default().with_text("role", role_name(rules, matcher.role)).with("count", members.len().to_string());
    Verdict::Hits(vec![Hit { span: shown(part, subject), labels, variables, ..Hit::default() }])
}

/// Topics of one content item that another lacks.
pub(super) fn gap(matcher: &Gap, subject: &Subject<'_>) -> Verdict {
    let (Some(from), Some(to)) = (subject.parts.get(matcher.from), subject.parts.get(matcher.to)) else {
        return Verdict::Satisfied(None);
    };
    if from.place == Place::Missing || to.place == Place::Missing {
        return Verdict::NotApplicable(text("缺少问题或计划部分", "the part on problems or the plan is missing"));
    }
    let raised =
        |words: &[Cue], part: &Part| part.extents.iter().find_map(|extent| subject.cues.first_of(words, *extent));
    let mut open = Vec::new();
    let mut labels = Vec::new();
    let mut topics = 0;
    for topic in &matcher.topics {
        let Some(hit) = raised(&topic.words, from) else {
            continue;
        };
        topics += 1;
        if raised(&topic.answers, to).is_none() {
            open.push(&topic.name);
            labels.push(Label::bare(hit));
        }
    }
    if topics == 0 {
        return Verdict::NotEvaluable(text(
            "问题部分没有可对照的主题",
            "the problems name no topic that could be compared",
        ));
    }
    let Some(first) = labels.first().cloned() else {
        return Verdict::Satisfied(None);
    };
    labels.remove(0);
    let variables = Variables::default().with_text("topics", join(&open));
    Verdict::Hits(vec![Hit { span: first.span, labels, variables, ..Hit::default() }])
}
