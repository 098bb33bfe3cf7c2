//! Whether a text is a report of this kind at all.

use crate::document::Document;
use crate::document::cue::Cues;
use crate::source::Span;
use crate::source::span::{count_bytes, han_count};

use super::lexicon::GenreCues;
use super::part::Parts;

/// What a text was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Genre {
    /// A 法治政府建设年度报告.
    Report,
    /// Something else; the words that tell, if any single words do.
    Other(Option<Span>),
}

/// Fewest Han characters of a report; below it there is nothing to judge.
const SHORTEST: usize = 120;

/// Weighs title, words and parts; `signed` tells whether an organ was found that reports.
pub(super) fn recognise(
    text: &str,
    document: &Document,
    cues: &Cues,
    parts: &Parts,
    lexicon: &GenreCues,
    signed: bool,
) -> Genre {
    let title = document.title.as_ref();
    let mut against: Option<Span> = None;
    let mut score = 0;
    if let Some(title) = title {
        // What a document calls itself decides: a notice, a plan or a report on something else is none of ours.
        let words = title.span.of(text).trim_end_matches(['》', '*', '_']);
        let named = |list: &[String]| list.iter().any(|word| words.contains(word.as_str()));
        let other = lexicon.other_titles.iter().any(|end| words.ends_with(end.as_str()));
        let ours = title.subject.is_some() || named(&lexicon.title_words);
        if other || named(&lexicon.other_title_words) || !ours {
            return Genre::Other(Some(title.span));
        }
        score += if title.subject.is_some() { 4 } else { 1 };
    }
    let whole = document
        .paragraphs
        .first()
        .zip(document.paragraphs.last())
        .map_or(document.extent, |(a, b)| a.span.join(b.span));
    let mut strongest = 0;
    for weighted in &lexicon.words {
        let Some(hit) = cues.first_of(&weighted.cues, whole) else {
            continue;
        };
        score += weighted.weight;
        if weighted.weight < strongest {
            strongest = weighted.weight;
            against = Some(hit);
        }
    }
    score += i32::try_from(parts.present().min(3)).unwrap_or(0);
    let first_characters = text.get(..crate::source::span::floor_boundary(text, 4096)).unwrap_or(text);
    // A text about such reports in another language is none, whatever it quotes.
    let latin = count_bytes(first_characters.as_bytes(), |byte| byte.is_ascii_alphabetic());
    if latin > han_count(first_characters) {
        return Genre::Other(against);
    }
    let titled = title.is_some_and(|title| title.subject.is_some());
    if !titled && han_count(first_characters) < SHORTEST {
        score -= 4;
    }
    let led = title.is_some() || cues.any(&lexicon.transitions, whole) || signed && parts.present() >= 4;
    if score >= lexicon.threshold && led { Genre::Report } else { Genre::Other(against) }
}
