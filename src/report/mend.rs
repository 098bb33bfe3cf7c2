//! Fixes carried out on a text, again and again until nothing is left to do.

use std::collections::BTreeMap;

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::facts::Overrides;
use crate::rule::RuleSet;
use crate::source::{Source, Span};

use super::{Policy, Report, check};

/// Most rounds: a fix may make room for another, but never without end.
const ROUNDS: usize = 10;

/// A text with its fixes carried out.
#[derive(Debug)]
pub struct Mended {
    /// The text as it is now.
    pub source: Source,
    /// What is found in it now.
    pub report: Report,
    /// How many places each rule changed.
    pub applied: BTreeMap<String, usize>,
    /// Fixes that may be applied but were not, because their words run across a line break of a hard-wrapped text.
    pub skipped: usize,
    /// Whether another round would change nothing more. False only where two rules undo one another.
    pub stable: bool,
}

impl Mended {
    /// How many places were changed.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.applied.values().sum()
    }
}

/// Whether a fix of `own` applicability may be applied at `level`.
#[must_use]
pub fn allows(level: Applicability, own: Applicability) -> bool {
    match own {
        Applicability::Safe => true,
        Applicability::Unsafe => level == Applicability::Unsafe,
        Applicability::DisplayOnly => false,
    }
}

/// Checks `source` and applies the fixes that `level` allows, round after round.
#[must_use]
pub fn mend(source: Source, rules: &RuleSet, policy: &Policy, overrides: &Overrides, level: Applicability) -> Mended {
    let report = check(&source, rules, policy, overrides);
    let mut mended = Mended { source, report, applied: BTreeMap::new(), skipped: 0, stable: true };
    for round in 0..=ROUNDS {
        let (edits, skipped) = chosen(&mended.report.diagnostics, &mended.source, level);
        mended.skipped = skipped;
        if edits.is_empty() {
            return mended;
        }
        if round == ROUNDS {
            break;
        }
        for (rule, _) in &edits {
            *mended.applied.entry(rule.clone()).or_default() += 1;
        }
        let text = apply(mended.source.given(), edits.into_iter().map(|(_, edit)| edit));
        let (name, encoding, format) =
            (mended.source.name().to_owned(), mended.source.encoding(), mended.source.format());
        mended.source = Source::new(&name, text, encoding, format);
        mended.report = check(&mended.source, rules, policy, overrides);
    }
    mended.stable = false;
    mended
}

/// The edits of one round, in document order, none touching another.
#[must_use]
pub fn edits(diagnostics: &[Diagnostic], source: &Source, level: Applicability) -> Vec<Edit> {
    chosen(diagnostics, source, level).0.into_iter().map(|(_, edit)| edit).collect()
}

/// The edits of one round with their rules, in document order, none touching another; and how many fixes run across a
/// cut of the text. Of two fixes that touch, the one that stands first in the text is taken, the other waits.
fn chosen(diagnostics: &[Diagnostic], source: &Source, level: Applicability) -> (Vec<(String, Edit)>, usize) {
    let mut taken: Vec<(String, Edit)> = Vec::new();
    let mut skipped = 0;
    for found in diagnostics {
        let Some(fix) = found.fix.as_ref().filter(|fix| allows(level, fix.applicability)) else { continue };
        let edits: Option<Vec<Edit>> = fix.edits.iter().map(|edit| placed(edit, source)).collect();
        let Some(edits) = edits else {
            skipped += 1;
            continue;
        };
        let edits: Vec<Edit> =
            edits.into_iter().filter(|edit| edit.replacement != edit.span.of(source.given())).collect();
        // Two insertions at one place touch as well.
        let touches = |a: Span, b: Span| a.overlaps(b) || a.start == b.start || a.end == b.start || b.end == a.start;
        if edits.iter().any(|edit| taken.iter().any(|(_, other)| touches(edit.span, other.span))) {
            continue;
        }
        taken.extend(edits.into_iter().map(|edit| (found.rule.clone(), edit)));
    }
    taken.sort_by_key(|(_, edit)| edit.span);
    (taken, skipped)
}

/// The edit without what it leaves as it is, placed in the text as it was given; nothing where it runs across a cut.
#[must_use]
pub fn placed(edit: &Edit, source: &Source) -> Option<Edit> {
    let old = source.words(edit.span);
    let new = edit.replacement.as_str();
    let head: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(head..)?, new.get(head..)?);
    let tail: usize =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let span = Span::new(edit.span.start + head, edit.span.end - tail);
    let place = source.given_span(span);
    let replacement = new_rest.get(..new_rest.len() - tail)?.to_owned();
    (place.len() == span.len()).then_some(Edit { span: place, replacement })
}

/// `text` with `edits`, which stand in order and touch no other.
#[must_use]
pub fn apply(text: &str, edits: impl Iterator<Item = Edit>) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start).unwrap_or(""));
        out.push_str(&edit.replacement);
        at = edit.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}
