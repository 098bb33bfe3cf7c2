//! Passages that occur twice, characters that no report holds, and page furniture between paragraphs.

use std::collections::HashMap;

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
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut hits: Vec<Hit> = Vec::new();
    for sentence in &subject.document.sentences {
        let words = sentence.span.of(subject.text());
        // Three bytes a Han character: most sentences are too short to ask further.
        if words.len() < matcher.min_han * 3 {
            continue;
        }
        let Some(first) = seen.get(words).copied() else {
            seen.insert(words, sentence.span);
            continue;
        };
        let han = han_count(words);
        if han < matcher.min_han || subject.cues.any(&matcher.not_context, sentence.span) {
            continue;
        }
        let labels = vec![Label::new(first, "首次出现", "first occurrence")];
        let variables = Variables::default().with("words", words).with("han", han.to_string());
        hits.push(Hit { span: sentence.span, labels, variables, ..Hit::default() });
    }
    Verdict::of_hits(hits)
}

/// Whether three bytes may begin a character of any class: a cheap question that nearly every text answers with no.
fn unusual(bytes: &[u8]) -> bool {
    match bytes {
        [0xef, second, third] => *second <= 0xa3 || (*second, *third) == (0xbf, 0xbd),
        [0xe2, 0x80, third] => (0x8b..=0x8f).contains(third) || (0xaa..=0xae).contains(third),
        [0xe2, 0x81, third] => *third >= 0xa0,
        [0xc2, second, _] => *second <= 0x9f || *second == 0xad,
        [0xee | 0xf3 | 0xf4 | 0x7f, ..] => true,
        [first, ..] => *first < 0x20 && !matches!(first, b'\n' | b'\r' | b'\t'),
        [] => false,
    }
}

/// Characters that no report holds, grouped by character.
pub(super) fn characters(matcher: &Characters, subject: &Subject<'_>) -> Verdict {
    let all = subject.text();
    let mut found: Vec<(char, Vec<Span>)> = Vec::new();
    let all_usual = !all.as_bytes().windows(3).any(unusual) && !all.ends_with(|c: char| c.is_control() && c != '\n');
    let mut before = '\n';
    let mut chars = if all_usual { "" } else { all }.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let behind = chars.peek().map_or('\n', |(_, c)| *c);
        let hit = matcher.classes.iter().any(|class| match class {
            CharacterClass::Replacement => c == '\u{fffd}',
            CharacterClass::PrivateUse => matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}'),
            CharacterClass::Control => c.is_control() && !matches!(c, '\n' | '\r' | '\t'),
            CharacterClass::Invisible => {
                matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{00ad}')
                    && is_han(before)
                    && is_han(behind)
            }
        });
        if hit {
            let span = Span::new(at, at + c.len_utf8());
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
        before = c;
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
