//! Passages that occur twice, characters that no report holds, and page furniture between paragraphs.

use crate::diagnostic::Label;
use crate::facts::Subject;
use crate::rule::matcher::{CharacterClass, Characters, Repeat};
use crate::source::Span;
use crate::source::span::{han_count, is_han};

use super::{Hit, Variables, Verdict};

/// Most further places shown with a finding.
const MOST_LABELS: usize = 4;

/// Sentences that occur twice.
pub(super) fn repeat(matcher: &Repeat, subject: &Subject<'_>) -> Verdict {
    let mut hits: Vec<Hit> = Vec::new();
    let sentences = &subject.document.sentences;
    // Three bytes a Han character: most sentences are too short to ask further.
    let long = sentences.iter().filter(|sentence| sentence.span.len() >= matcher.min_han * 3);
    let mut by_words: Vec<(&str, Span)> = long.map(|s| (s.span.of(subject.text()), s.span)).collect();
    // Equal words side by side, in document order; their lengths tell most of them apart.
    by_words.sort_unstable_by_key(|(words, span)| (words.len(), *words, span.start));
    let mut twins: Vec<(Span, Span, &str)> = Vec::new();
    let mut first = Span::default();
    for (index, (words, span)) in by_words.iter().enumerate() {
        match index.checked_sub(1).and_then(|before| by_words.get(before)) {
            Some((same, _)) if same == words => twins.push((*span, first, words)),
            _ => first = *span,
        }
    }
    twins.sort_unstable_by_key(|(span, ..)| span.start);
    for (span, first, words) in twins {
        let han = han_count(words);
        if han < matcher.min_han || subject.cues.any(&matcher.not_context, span) {
            continue;
        }
        let labels = vec![Label::new(first, "首次出现", "first occurrence")];
        let variables = Variables::default().with("words", words).with("han", han.to_string());
        hits.push(Hit { span, labels, variables, ..Hit::default() });
    }
    Verdict::of_hits(hits)
}

/// Characters that no report holds, grouped by character.
pub(super) fn characters(matcher: &Characters, subject: &Subject<'_>) -> Verdict {
    let all = subject.text();
    let mut found: Vec<(char, Vec<Span>)> = Vec::new();
    for sign in subject.document.signs.all() {
        let (c, span) = (sign.c, sign.span());
        let hit = matcher.classes.iter().any(|class| match class {
            CharacterClass::Replacement => c == '\u{fffd}',
            CharacterClass::PrivateUse => matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}'),
            CharacterClass::Control => c.is_control() && !matches!(c, '\n' | '\r' | '\t'),
            CharacterClass::Invisible => {
                matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{00ad}')
                    && all.get(..span.start).and_then(|head| head.chars().next_back()).is_some_and(is_han)
                    && all.get(span.end..).and_then(|rest| rest.chars().next()).is_some_and(is_han)
            }
        });
        if hit {
            if let Some((_, spans)) = found.iter_mut().find(|(known, _)| *known == c) {
                // Neighbours are one place.
                match spans.last_mut().filter(|last| last.end == span.start) {
                    Some(last) => last.end = span.end,
                    None => spans.push(span),
                }
            } else if found.len() < 16 {
                found.push((c, vec![span]));
            }
        }
    }
    let words = matcher.words.iter().flat_map(|cue| subject.cues.all(*cue)).min();
    let garbled = words.map(|span| {
        let variables = Variables::default().with("words", span.of(all)).with("code", span.of(all)).with("count", "1");
        Hit { span, variables, ..Hit::default() }
    });
    let hits = found
        .into_iter()
        .filter_map(|(c, spans)| {
            let first = *spans.first()?;
            let labels = spans.iter().skip(1).take(MOST_LABELS).map(|span| Label::bare(*span)).collect();
            let variables = Variables::default()
                .with("words", first.of(all))
                .with("code", format!("U+{:04X}", u32::from(c)))
                .with("count", spans.len().to_string());
            Some(Hit { span: first, labels, variables, ..Hit::default() })
        })
        .chain(garbled)
        .collect();
    Verdict::of_hits(hits)
}

/// Page furniture between paragraphs of the report.
pub(super) fn furniture(subject: &Subject<'_>) -> Verdict {
    let lines: Vec<Span> = subject.document.furniture.iter().filter(|line| line.inside).map(|line| line.span).collect();
    let Some(first) = lines.first() else {
        return Verdict::Satisfied(None);
    };
    let labels = lines.iter().skip(1).take(MOST_LABELS).map(|span| Label::bare(*span)).collect();
    let variables = Variables::default().with("words", first.of(subject.text())).with("count", lines.len().to_string());
    Verdict::Hits(vec![Hit { span: *first, labels, variables, ..Hit::default() }])
}
