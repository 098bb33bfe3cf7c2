//! What a finding says to readers that have one line for it: message, place in words, help and basis.

use super::exact_place;
use super::view::clean;
use crate::diagnostic::{Diagnostic, Lang};
use crate::rule::RuleSet;
use crate::source::{Position, Source, Span};

/// The message; before it the place in words, where the file has paragraphs: its lines are those of the text only.
pub(super) fn message(found: &Diagnostic, source: &Source, lang: Lang) -> String {
    let message = clean(found.message.get(lang));
    match exact_place(source, found.span, lang) {
        Some(place) => format!("{place}{}{message}", lang.pick("：", ": ")),
        None => message,
    }
}

/// The message and what to do about it.
pub(super) fn told(found: &Diagnostic, source: &Source, lang: Lang) -> String {
    let (message, help) = (message(found, source, lang), clean(found.help.get(lang)));
    match lang {
        _ if help.is_empty() => message,
        Lang::Zh => format!("{message}。处理：{help}"),
        Lang::En => format!("{message}. Help: {help}"),
    }
}

/// On what a finding rests, for a report on `year`.
pub(super) fn basis(found: &Diagnostic, rules: &RuleSet, year: Option<i32>, lang: Lang) -> String {
    let rule = rules.rule(&found.rule).into_iter();
    let words: Vec<String> =
        rule.flat_map(|rule| rules.basis_for(rule, year)).map(|basis| rules.basis_words(basis, lang)).collect();
    words.join(lang.pick("；", "; "))
}

/// Where a span begins and ends in a text; nothing in a file that has paragraphs and pages instead of lines.
pub(super) fn lines(source: &Source, span: Span) -> Option<(Position, Position)> {
    source.container().is_none().then(|| (source.start(span), source.end(span)))
}

/// The path as services keep it: with slashes, and without the point that a walk from here puts before it.
pub(super) fn slashed(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}
