//! Years that disagree with the report year.

use crate::diagnostic::{Applicability, Edit, Fix, Label};
use crate::facts::{Evidence, FactKind, Place, Subject, When, WhenValue};
use crate::rule::RuleSet;
use crate::rule::matcher::{YearComparison, YearMatcher};
use crate::source::Span;

use super::{Hit, Variables, Verdict, text};

/// Finds the disagreements that `matcher` is about.
pub(super) fn find(matcher: &YearMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    match matcher.compare {
        YearComparison::TitleBody => title_body(matcher, subject),
        YearComparison::Heading => headings(matcher, rules, subject),
        YearComparison::Lead => lead(matcher, rules, subject),
        YearComparison::Stale => stale(matcher, subject),
        YearComparison::Published => published(subject),
    }
}

/// A single year outside 《》.
fn plain(when: &When) -> Option<i32> {
    match when.value {
        WhenValue::Year(year) if !when.cited => Some(year),
        _ => None,
    }
}

fn variables(found: i32, expected: i32, words: &str) -> Variables {
    Variables::default().with("found", found.to_string()).with("expected", expected.to_string()).with("words", words)
}

/// Replaces the digits of a year, if it is written in digits.
fn edit(when: &When, found: i32, expected: i32, subject: &Subject<'_>) -> Option<Fix> {
    let words = when.span.of(subject.text());
    let at = words.find(&found.to_string())?;
    let span = Span::new(when.span.start + at, when.span.start + at + 4);
    Some(Fix { applicability: Applicability::Unsafe, edits: vec![Edit { span, replacement: expected.to_string() }] })
}

/// The year of the title against the years of the opening and of the first heading.
fn title_body(matcher: &YearMatcher, subject: &Subject<'_>) -> Verdict {
    let Some((titled, place)) =
        subject.document.title.as_ref().and_then(|title| Some((title.year_value?, title.year?)))
    else {
        return Verdict::NotEvaluable(text("标题没有年度", "the title names no year"));
    };
    let document = &subject.document;
    let mut votes: Vec<&When> = Vec::new();
    if let Some(opening) = document.paragraphs.first().filter(|paragraph| paragraph.section.is_none()) {
        for sentence in document.sentences.get(opening.sentences.clone()).unwrap_or(&[]) {
            if subject.cues.any(&matcher.not_context, sentence.span) {
                continue;
            }
            // Only a year at the head of the sentence or behind 现将 is the year reported on.
            let head = Span::new(sentence.span.start, (sentence.span.start + 24).min(sentence.span.end));
            let told = subject.cues.first_of(&matcher.verbs, sentence.span);
            let told = told.map(|told| Span::new(told.start, (told.end + 48).min(sentence.span.end)));
            for zone in [Some(head), told].into_iter().flatten() {
                votes.extend(subject.tokens.whens_in(zone).find(|when| plain(when).is_some()));
            }
        }
    }
    for (_, section) in document.top_sections().take(1) {
        votes.extend(subject.tokens.whens_in(section.heading.text).find(|when| plain(when).is_some()));
    }
    votes.dedup_by_key(|when| when.span);
    let agree = votes.iter().filter(|when| plain(when) == Some(titled)).count();
    let wrong: Vec<&&When> = votes.iter().filter(|when| plain(when).is_some_and(|year| year != titled)).collect();
    let Some((first, found)) = wrong.first().and_then(|when| Some((**when, plain(when)?))) else {
        return if votes.is_empty() {
            Verdict::NotEvaluable(text("正文开头没有写年度", "the opening names no year"))
        } else {
            Verdict::Satisfied(Some(place))
        };
    };
    // A single other year beside the right one is history, or the plan's.
    if agree >= wrong.len() {
        return Verdict::Satisfied(Some(place));
    }
    let variables = variables(found, titled, first.span.of(subject.text()));
    // Where the report year was taken from the body, the odd one out is the title.
    let hit = if subject.year() == Some(titled) {
        let labels = vec![Label::new(place, "标题写的年度", "year of the title")];
        Hit { span: first.span, labels, variables, ..Hit::default() }
    } else {
        let labels = vec![Label::new(first.span, "正文写的年度", "year of the text")];
        Hit { span: place, labels, variables, ..Hit::default() }
    };
    Verdict::Hits(vec![hit])
}

/// The years of headings of level 1 against the report year.
fn headings(matcher: &YearMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let Some(year) = subject.year() else {
        return Verdict::unknown_year();
    };
    let from_heading = subject.profile.year.as_ref().is_some_and(|known| known.by == Evidence::Heading);
    let expected = year + matcher.offset;
    let mut hits = Vec::new();
    for (index, section) in subject.document.top_sections() {
        let announced = subject.parts.of_section(index);
        let Some(role) = announced.iter().find(|role| matcher.roles.contains(role)) else {
            continue;
        };
        // A heading that announces two items may name both years.
        if announced.iter().any(|role| !matcher.roles.contains(role))
            || subject.cues.any(&matcher.not_context, section.heading.text)
        {
            continue;
        }
        for when in subject.tokens.whens_in(section.heading.text) {
            let Some(found) = plain(when).filter(|found| *found != expected) else {
                continue;
            };
            if from_heading && matcher.offset == 0 {
                continue;
            }
            let name = rules.roles.roles.get(role.0).map(|role| role.name.clone()).unwrap_or_default();
            hits.push(Hit {
                span: when.span,
                variables: variables(found, expected, when.span.of(subject.text())).with_text("role", name),
                fix: edit(when, found, expected, subject),
                ..Hit::default()
            });
        }
    }
    Verdict::of_hits(hits)
}

/// The year at the head of the sentences of a content item, and of its heading, against the year that is right there.
fn lead(matcher: &YearMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let Some(year) = subject.year() else {
        return Verdict::unknown_year();
    };
    let expected = year + matcher.offset;
    let mut hits = Vec::new();
    for role in &matcher.roles {
        let Some(part) = subject.parts.get(*role).filter(|part| part.place >= Place::Paragraph) else {
            continue;
        };
        let name = rules.roles.roles.get(role.0).map(|role| role.name.clone()).unwrap_or_default();
        let heading =
            part.section.and_then(|index| subject.document.sections.get(index).map(|s| (index, s.heading.text)));
        let heading = heading
            .filter(|(index, _)| subject.parts.of_section(*index).len() == 1)
            .map(|(_, text)| (text, text.len(), true));
        let sentences =
            part.extents.iter().flat_map(|extent| subject.document.sentences_in(*extent)).map(|s| (s.span, 30, false));
        for (span, reach, is_heading) in heading.into_iter().chain(sentences) {
            let head = Span::new(span.start, (span.start + reach).min(span.end));
            let Some(when) = subject.tokens.whens_in(head).next() else {
                continue;
            };
            let Some(found) =
                plain(when).filter(|found| *found != expected && (expected - 3..expected).contains(found))
            else {
                continue;
            };
            // Looking back (“2025年以来虽……”) or telling no intention is right with any year.
            if subject.cues.any(&matcher.not_context, span) || !is_heading && !subject.cues.any(&matcher.verbs, span) {
                continue;
            }
            hits.push(Hit {
                span: when.span,
                variables: variables(found, expected, when.span.of(subject.text())).with_text("role", name.clone()),
                fix: edit(when, found, expected, subject),
                ..Hit::default()
            });
        }
    }
    hits.dedup_by_key(|hit| hit.span);
    Verdict::of_hits(hits)
}

/// A past year at the head of a sentence that tells work or figures of the report year.
fn stale(matcher: &YearMatcher, subject: &Subject<'_>) -> Verdict {
    let Some(year) = subject.year() else {
        return Verdict::unknown_year();
    };
    let mut found: Vec<(&When, i32)> = Vec::new();
    for sentence in &subject.document.sentences {
        for when in subject.tokens.whens_in(sentence.span) {
            // Cheapest question first: few sentences name a past year.
            let Some(named) = plain(when).filter(|named| (year - 2..year).contains(named)) else {
                continue;
            };
            if subject.cues.any(&matcher.not_context, sentence.span) {
                break;
            }
            // The year must open a clause and be followed at once by work or figures: “2024年累计调解”.
            let before = Span::new(sentence.span.start, when.span.start).of(subject.text());
            let opens =
                before.chars().next_back().is_none_or(|c| matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ','));
            let behind = Span::new(when.span.end, (when.span.end + 45).min(sentence.span.end));
            let verb =
                subject.cues.first_of(&matcher.verbs, behind).is_some_and(|verb| verb.start <= when.span.end + 12);
            let figures = subject.tokens.facts_in(&[FactKind::Count], behind).next().is_some();
            if opens && verb && figures {
                found.push((when, named));
            }
        }
    }
    // A text that also tells the report year's figures compares; one that tells both years everywhere is a history.
    let Some((first, named)) = found.first().copied() else {
        return Verdict::Satisfied(None);
    };
    let labels = found.iter().skip(1).take(4).map(|(when, _)| Label::bare(when.span)).collect();
    let words = variables(named, year, first.span.of(subject.text())).with("count", found.len().to_string());
    let edits =
        found.iter().filter_map(|(when, named)| edit(when, *named, year, subject)).flat_map(|fix| fix.edits).collect();
    let fix = Some(Fix { applicability: Applicability::Unsafe, edits });
    Verdict::Hits(vec![Hit { span: first.span, labels, variables: words, fix, ..Hit::default() }])
}

/// The report year against the year of publication.
fn published(subject: &Subject<'_>) -> Verdict {
    let known = subject.profile.published.as_ref().or(subject.profile.signed.as_ref());
    let Some(date) = known else {
        return Verdict::NotEvaluable(text(
            "不知道公开日期，可用 --published 指定",
            "the date of publication is not known; state it with --published",
        ));
    };
    let Some(year) = subject.profile.year.as_ref() else {
        return Verdict::unknown_year();
    };
    if matches!(year.by, Evidence::Page | Evidence::Signature) {
        return Verdict::NotEvaluable(text(
            "报告年度由日期推得，不能再与日期核对",
            "the report year was taken from the date itself",
        ));
    }
    let (found, expected) = (year.value, date.value.year - 1);
    // A report signed or published late in its own year is early, not wrong; one put up years later fills an archive.
    let early = found == date.value.year && date.value.month >= 10;
    if found == expected || early {
        return Verdict::Satisfied(year.evidence);
    }
    let words = variables(found, expected, "").with("date", date.value.to_string());
    // More than fourteen months after its year a page fills an archive; before that the year is wrong.
    let months = (date.value.year - found - 1) * 12 + i32::try_from(date.value.month).unwrap_or(0);
    let severity = (months > 14).then_some(crate::diagnostic::Severity::Info);
    let labels = date.evidence.iter().map(|span| Label::bare(*span)).collect();
    let span = year.evidence.or(date.evidence).unwrap_or_else(|| Span::empty(subject.document.extent.start));
    Verdict::Hits(vec![Hit { span, labels, severity, variables: words, ..Hit::default() }])
}
