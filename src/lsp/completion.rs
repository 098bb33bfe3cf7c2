//! What can be written next in a report: headings that are still missing, and the titles of instruments after 《.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Position, TextEdit};

use crate::diagnostic::Lang;
use crate::report::Status;
use crate::skeleton::han;
use crate::source::Span;

use super::buffer::Buffer;
use super::position::Encoding;
use super::report::Analysis;

/// Most titles that are offered at once.
const MOST_TITLES: usize = 60;
/// Longest beginning of a title, in bytes; two hundred characters.
const LONGEST: usize = 600;

/// The completions at a place of a report.
#[must_use]
pub fn completions(
    buffer: &Buffer,
    analysis: &Analysis,
    position: Position,
    encoding: Encoding,
) -> Vec<CompletionItem> {
    let at = encoding.offset(buffer.lines(), &buffer.text, position);
    let line_start = buffer.text.get(..at).map_or(0, |before| before.rfind(['\n', '\r']).map_or(0, |end| end + 1));
    let before = buffer.text.get(line_start..at).unwrap_or("");
    match before.rfind('《').filter(|open| before.rfind('》').is_none_or(|close| close < *open)) {
        Some(open) => {
            let typed = before.get(open + '《'.len_utf8()..).unwrap_or("");
            if typed.len() > LONGEST {
                return Vec::new();
            }
            titles(buffer, analysis, typed, Span::new(at - typed.len(), at), encoding)
        }
        None if begins_heading(before) => {
            let blank = before.len() - before.trim_start().len();
            headings(buffer, analysis, Span::new(line_start + blank, at), encoding)
        }
        None => Vec::new(),
    }
}

/// Titles that were in force, those that begin with what was typed first.
fn titles(buffer: &Buffer, analysis: &Analysis, typed: &str, span: Span, encoding: Encoding) -> Vec<CompletionItem> {
    let year = analysis.judged.report.profile.year.as_ref().map(|known| known.value);
    let rows = analysis.judged.rules.instruments.rows();
    let in_force = |last: Option<i32>| last.zip(year).is_none_or(|(last, year)| year <= last);
    let mut fitting: Vec<_> =
        rows.iter().filter(|row| !row.local && in_force(row.last_year()) && row.title.contains(typed)).collect();
    fitting.sort_by_key(|row| (!row.title.starts_with(typed), row.title.len()));
    // The bracket that an editor closed by itself is not written twice.
    let closed = buffer.text.get(span.end..).is_some_and(|behind| behind.starts_with('》'));
    let range = encoding.range(buffer.lines(), &buffer.text, span);
    fitting
        .into_iter()
        .take(MOST_TITLES)
        .enumerate()
        .map(|(rank, row)| CompletionItem {
            label: format!("《{}》", row.title),
            kind: Some(CompletionItemKind::REFERENCE),
            detail: Some(row.number.clone()).filter(|number| !number.is_empty()),
            filter_text: Some(if row.title.starts_with(typed) {
                row.title.clone()
            } else {
                format!("{typed}{}", row.title)
            }),
            sort_text: Some(format!("{rank:03}")),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
                range,
                format!("{}{}", row.title, if closed { "" } else { "》" }),
            ))),
            ..CompletionItem::default()
        })
        .collect()
}

/// Headings of the parts that the matrix misses.
fn headings(buffer: &Buffer, analysis: &Analysis, span: Span, encoding: Encoding) -> Vec<CompletionItem> {
    let (judged, lang) = (&analysis.judged, analysis.lang());
    let missing = judged.report.requirements.iter().filter(|row| row.status == Status::Finding);
    let above = analysis
        .structure()
        .document
        .sections
        .iter()
        .filter(|section| section.level == 1 && analysis.source.given_span(section.span).start < span.start);
    let number = han(above.count() + 1);
    let typed = buffer.text.get(span.start..span.end).unwrap_or("");
    let range = encoding.range(buffer.lines(), &buffer.text, span);
    missing
        .map(|row| {
            let heading = format!("{number}、{}", row.name.zh);
            CompletionItem {
                label: heading.clone(),
                kind: Some(CompletionItemKind::SNIPPET),
                detail: Some(
                    match lang {
                        Lang::Zh => "必备内容，尚未写",
                        Lang::En => "mandated part, still missing",
                    }
                    .to_owned(),
                ),
                filter_text: Some(format!("{typed}{heading}")),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, format!("{heading}\n")))),
                ..CompletionItem::default()
            }
        })
        .collect()
}

/// Whether only the number of a heading, or nothing, stands before the caret.
fn begins_heading(before: &str) -> bool {
    let marks = "一二三四五六七八九十、#（）() \t\u{3000}";
    before.chars().count() <= 12 && before.chars().all(|c| marks.contains(c))
}
