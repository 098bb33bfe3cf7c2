//! What was found before and is to be dealt with later: fingerprints of findings, file by file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::{Source, Span};

/// The version of the file.
pub const BASELINE_VERSION: u32 = 1;

/// Findings that are known, file by file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// [`BASELINE_VERSION`]
    pub version: u32,
    /// The known findings of each file.
    pub files: BTreeMap<String, Vec<KnownFinding>>,
}

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFinding {
    /// Its rule.
    pub rule: String,
    /// What it is recognised by.
    pub fingerprint: String,
    /// How many findings have this fingerprint.
    pub count: usize,
    /// The guilty words, for readers of the file.
    pub words: String,
}

impl Default for Baseline {
    fn default() -> Self {
        Self { version: BASELINE_VERSION, files: BTreeMap::new() }
    }
}

/// Sums up findings for a baseline, sorted.
#[must_use]
pub fn known(found: &[Diagnostic], document: &Document, source: &Source) -> Vec<KnownFinding> {
    let mut out: BTreeMap<(String, String), KnownFinding> = BTreeMap::new();
    for found in found {
        let fingerprint = fingerprint(found, document, source);
        let words: String = source.words(found.span).chars().take(40).collect();
        let entry = out.entry((found.rule.clone(), fingerprint.clone()));
        entry.or_insert(KnownFinding { rule: found.rule.clone(), fingerprint, count: 0, words }).count += 1;
    }
    out.into_values().collect()
}

/// Takes the known findings out; returns the new ones, and how many were known.
pub(super) fn subtract(
    found: Vec<Diagnostic>,
    known: &[KnownFinding],
    document: &Document,
    source: &Source,
) -> (Vec<Diagnostic>, usize) {
    if known.is_empty() {
        return (found, 0);
    }
    // The rule is part of the fingerprint.
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for known in known {
        *left.entry(known.fingerprint.as_str()).or_default() += known.count;
    }
    let before = found.len();
    let new: Vec<Diagnostic> = found
        .into_iter()
        .filter(|found| {
            let fingerprint = fingerprint(found, document, source);
            match left.get_mut(fingerprint.as_str()) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        })
        .collect();
    let known = before - new.len();
    (new, known)
}

/// What a finding is recognised by when the text round it has changed: its rule and its words, without heading numbers,
/// blanks and widths. A finding that is nothing but a number takes the heading behind it; one without words, such as a
/// missing part, has only its rule.
#[must_use]
pub fn fingerprint(found: &Diagnostic, document: &Document, source: &Source) -> String {
    let text = source.text();
    let mut core = String::new();
    if !found.absent {
        core = essence(numberless(found.span, document).of(text));
        if core.is_empty() {
            let heading = document.heading_at(found.span.start).and_then(|index| document.sections.get(index));
            core = heading.map(|section| essence(section.heading.text.of(text))).unwrap_or_default();
        }
    }
    hash(&[&found.rule, &core])
}

/// One hash of several words; it never changes, since baselines and services keep it.
#[must_use]
pub fn hash(words: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for (index, word) in words.iter().enumerate() {
        let mark: &[u8] = if index == 0 { &[] } else { &[0] };
        for byte in mark.iter().copied().chain(word.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// The span without the number of a heading at its beginning.
fn numberless(span: Span, document: &Document) -> Span {
    let heading = document.heading_at(span.start).and_then(|index| document.sections.get(index));
    let mark = heading.and_then(|section| section.heading.mark).map(|mark| mark.span);
    match mark {
        Some(mark) if span.start < mark.end => Span::new(mark.end.min(span.end), span.end),
        _ => span,
    }
}

/// The words without blanks, in one width.
fn essence(words: &str) -> String {
    let fold = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    words.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').map(fold).collect()
}
