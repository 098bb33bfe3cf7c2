//! Headings: their numbers, their marks, and words one character off.

use crate::diagnostic::{Applicability, Edit, Fix, Label};
use crate::document::{Document, HeadingForm, Item, Mark, MarkFault, MarkKind, Section};
use crate::facts::Subject;
use crate::rule::matcher::{NearMiss, NumberingFault};
use crate::source::Span;

use super::{Hit, Variables, Verdict, text};

/// Most further places shown with a finding.
const MOST_LABELS: usize = 4;

/// Finds one fault of numbering.
pub(super) fn numbering(fault: NumberingFault, subject: &Subject<'_>) -> Verdict {
    match fault {
        NumberingFault::Sequence => sequence(subject),
        NumberingFault::Ladder => ladder(subject),
        NumberingFault::Mark => marks(subject),
        NumberingFault::Glued => glued(subject),
        NumberingFault::Enumeration => enumeration(subject),
    }
}

fn numbered(document: &Document) -> impl Iterator<Item = (usize, &Section, Mark)> {
    document.sections.iter().enumerate().filter_map(|(index, section)| {
        let mark = section.heading.mark.filter(|mark| mark.number > 0)?;
        Some((index, section, mark))
    })
}

/// Numbers that skip, repeat or restart among the children of one heading.
fn sequence(subject: &Subject<'_>) -> Verdict {
    let document = &subject.document;
    let mut hits = Vec::new();
    let mut last: Vec<(Option<usize>, MarkKind, u32, Option<u32>)> = Vec::new();
    // Numbers of the third level may run on across headings of the second.
    let mut running: Vec<(MarkKind, u32)> = Vec::new();
    for (_, section, mark) in numbered(document) {
        let before = last.iter().rposition(|(parent, kind, ..)| *parent == section.parent && *kind == mark.kind);
        let previous = before.and_then(|index| last.get(index)).map(|(_, _, number, _)| *number);
        let deep = matches!(mark.kind, MarkKind::Arabic | MarkKind::ArabicParen | MarkKind::Circled);
        let runs_on = deep && running.iter().any(|(kind, number)| *kind == mark.kind && number + 1 == mark.number);
        let expected = previous.map_or(1, |number| number + 1);
        // Behind a fault the numbers may go on from the wrong one or from the right one.
        let mended = before
            .and_then(|index| last.get(index))
            .and_then(|slot| slot.3)
            .is_some_and(|right| mark.number == right + 1);
        let faulty = mark.number != expected && !runs_on && !mended;
        if faulty {
            let words = mark.span.of(subject.text());
            let shown = show(mark.kind, expected);
            let variables = Variables::default()
                .with("words", words)
                .with("found", mark.number.to_string())
                .with("expected", shown);
            let labels = before
                .and_then(|_| {
                    document.sections.iter().rev().find(|other| {
                        other.parent == section.parent
                            && other.span.start < section.span.start
                            && other.heading.mark.is_some_and(|m| m.kind == mark.kind)
                    })
                })
                .and_then(|other| other.heading.mark)
                .map(|mark| Label::new(mark.span, "前一个序号", "the number before"));
            hits.push(Hit { span: mark.span, labels: labels.into_iter().collect(), variables, ..Hit::default() });
        }
        match before.and_then(|index| last.get_mut(index)) {
            Some(slot) => (slot.2, slot.3) = (mark.number, faulty.then_some(expected)),
            None => last.push((section.parent, mark.kind, mark.number, faulty.then_some(expected))),
        }
        match running.iter_mut().find(|(kind, _)| *kind == mark.kind) {
            Some(slot) => slot.1 = mark.number,
            None => running.push((mark.kind, mark.number)),
        }
    }
    Verdict::of_hits(hits)
}

/// A number in the shape of a mark.
fn show(kind: MarkKind, number: u32) -> String {
    match kind {
        MarkKind::Han => format!("{}、", han(number)),
        MarkKind::HanParen => format!("（{}）", han(number)),
        MarkKind::Part => format!("第{}部分", han(number)),
        MarkKind::Enumerator => format!("{}是", han(number)),
        MarkKind::ArabicParen => format!("（{number}）"),
        MarkKind::Arabic | MarkKind::Circled | MarkKind::Hashes(_) => format!("{number}."),
    }
}

fn han(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or("");
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// Levels in another order than 一、（一）1.（1）.
fn ladder(subject: &Subject<'_>) -> Verdict {
    let document = &subject.document;
    let mut hits = Vec::new();
    let tops: Vec<Mark> = numbered(document)
        .filter(|(_, section, _)| section.level == 1 && section.heading.form != HeadingForm::Numbered)
        .map(|(.., mark)| mark)
        .collect();
    let shallow = tops.iter().any(|mark| matches!(mark.kind, MarkKind::Han | MarkKind::HanParen | MarkKind::Part));
    if let Some(first) = tops.first().filter(|_| tops.len() >= 2 && !shallow) {
        let labels = tops.iter().skip(1).take(MOST_LABELS).map(|mark| Label::bare(mark.span)).collect();
        let variables = Variables::default().with("words", first.span.of(subject.text())).with("expected", "一、");
        hits.push(Hit { span: first.span, labels, variables, ..Hit::default() });
    }
    Verdict::of_hits(hits)
}

/// Wrong marks behind numbers, together; a lost opening bracket weighs more.
fn marks(subject: &Subject<'_>) -> Verdict {
    let faulty: Vec<(Mark, MarkFault)> =
        numbered(&subject.document).filter_map(|(.., mark)| Some((mark, mark.fault?))).collect();
    let (lost, wrong): (Vec<_>, Vec<_>) =
        faulty.into_iter().partition(|(_, fault)| *fault == MarkFault::OpeningBracketMissing);
    let mut hits = Vec::new();
    for (group, severity) in [(lost, Some(crate::diagnostic::Severity::Warning)), (wrong, None)] {
        let Some((first, _)) = group.first() else {
            continue;
        };
        let labels = group.iter().skip(1).take(MOST_LABELS).map(|(mark, _)| Label::bare(mark.span)).collect();
        let variables = Variables::default()
            .with("words", first.span.of(subject.text()))
            .with("expected", show(first.kind, first.number))
            .with("count", group.len().to_string());
        let edits =
            group.iter().map(|(mark, _)| Edit { span: mark.span, replacement: show(mark.kind, mark.number) }).collect();
        let applicability = if severity.is_some() { Applicability::Unsafe } else { Applicability::Safe };
        let fix = Some(Fix { applicability, edits });
        hits.push(Hit { span: first.span, labels, severity, variables, fix, ..Hit::default() });
    }
    Verdict::of_hits(hits)
}

/// Headings that run into their bodies without a mark.
fn glued(subject: &Subject<'_>) -> Verdict {
    let mut hits = Vec::new();
    for section in subject.document.sections.iter().filter(|section| section.heading.form == HeadingForm::Glued) {
        let end = section.heading.text.end;
        // The first two characters of the body show where it begins.
        let behind = crate::source::span::ceil_boundary(subject.text(), end + "一是".len());
        let span = Span::new(section.heading.text.start, behind);
        let variables = Variables::default().with("words", section.heading.text.of(subject.text()));
        let edits = vec![Edit { span: Span::empty(end), replacement: "。".into() }];
        let fix = Some(Fix { applicability: Applicability::Unsafe, edits });
        hits.push(Hit { span, variables, fix, ..Hit::default() });
    }
    Verdict::of_hits(hits)
}

/// Chains 一是…二是… that skip, repeat or stop at 一是. A chain may run across paragraphs; headings end it.
fn enumeration(subject: &Subject<'_>) -> Verdict {
    let document = &subject.document;
    let mut hits = Vec::new();
    let mut chain: Option<(&Item, Option<usize>)> = None;
    for (index, item) in document.items.iter().enumerate() {
        let section = document.paragraphs.get(item.paragraph).and_then(|paragraph| paragraph.section);
        let previous = chain.filter(|(_, before)| *before == section).map(|(item, _)| item);
        let expected = previous.map_or(1, |previous| previous.number + 1);
        if item.number != 1 && item.number != expected {
            let variables = Variables::default()
                .with("words", item.mark.of(subject.text()))
                .with("expected", show(MarkKind::Enumerator, expected));
            let labels = previous.map(|previous| Label::new(previous.mark, "前一个序号", "the number before"));
            hits.push(Hit { span: item.mark, labels: labels.into_iter().collect(), variables, ..Hit::default() });
        }
        // “一是” without a second point, in its own section.
        let next = document
            .items
            .get(index + 1)
            .filter(|next| document.paragraphs.get(next.paragraph).and_then(|paragraph| paragraph.section) == section);
        if item.number == 1 && next.is_none_or(|next| next.number == 1) {
            let variables = Variables::default()
                .with("words", item.mark.of(subject.text()))
                .with("expected", show(MarkKind::Enumerator, 2));
            hits.push(Hit { span: item.mark, variables, ..Hit::default() });
        }
        chain = Some((item, section));
    }
    Verdict::of_hits(hits)
}

/// Headings that differ from a canonical one by words that are easily confused.
pub(super) fn near_miss(matcher: &NearMiss, subject: &Subject<'_>) -> Verdict {
    let mut hits = Vec::new();
    for section in &subject.document.sections {
        let heading = section.heading.text;
        let words = heading.of(subject.text());
        for (cue, wrong, right) in &matcher.confusions {
            let Some(at) = subject.cues.first(*cue, heading).and_then(|_| words.find(wrong.as_str())) else {
                continue;
            };
            let mended = words.replacen(wrong.as_str(), right, 1);
            // Only when putting it right yields a canonical heading, whatever year stands before it.
            let canonical = matcher
                .headings
                .iter()
                .any(|canon| mended.ends_with(canon.as_str()) && !words.ends_with(canon.as_str()));
            if canonical {
                let span = Span::new(heading.start + at, heading.start + at + wrong.len());
                let variables = Variables::default().with("words", wrong.clone()).with("suggest", right.clone());
                let edits = vec![Edit { span, replacement: right.clone() }];
                hits.push(Hit {
                    span,
                    variables,
                    fix: Some(Fix { applicability: Applicability::Safe, edits }),
                    ..Hit::default()
                });
            }
        }
    }
    if hits.is_empty() && subject.document.sections.is_empty() {
        return Verdict::NotApplicable(text("报告没有标题层次", "the report has no headings"));
    }
    Verdict::of_hits(hits)
}
