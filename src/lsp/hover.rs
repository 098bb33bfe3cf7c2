//! What is shown for the words under the pointer: the finding with its rule and authority, or the state of a part.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

use crate::diagnostic::{Diagnostic, Lang};
use crate::report::RequirementRow;
use crate::source::Span;

use super::buffer::Buffer;
use super::position::Encoding;
use super::report::Analysis;

/// The text for a place of a report, if anything is known of it.
#[must_use]
pub fn hover(buffer: &Buffer, analysis: &Analysis, position: Position, encoding: Encoding) -> Option<Hover> {
    let at = encoding.offset(buffer.lines(), &buffer.text, position);
    let holds = |span: Span| {
        let span = analysis.source.given_span(span);
        span.start <= at && (at < span.end || span.is_empty() && at == span.end)
    };
    let lang = analysis.lang();
    let shown = analysis.judged.report.diagnostics.iter().filter(|found| found.severity >= analysis.show());
    let mut spans = Vec::new();
    let mut parts = Vec::new();
    for found in shown.filter(|found| holds(found.span)) {
        spans.push(found.span);
        parts.push(finding(found, analysis, lang));
    }
    for row in &analysis.judged.report.requirements {
        if let Some(span) = row.span.filter(|span| holds(*span)) {
            spans.push(span);
            parts.push(requirement(row, lang));
        }
    }
    let narrow = spans.into_iter().min_by_key(|span| span.len())?;
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: parts.join("\n\n---\n\n") };
    Some(Hover { contents: HoverContents::Markup(contents), range: Some(encoding.given(&analysis.source, narrow)) })
}

fn finding(found: &Diagnostic, analysis: &Analysis, lang: Lang) -> String {
    let rules = &analysis.judged.rules;
    let rule = rules.rule(&found.rule);
    let title = rule.map_or("", |rule| rule.title.get(lang));
    let mut out = format!("**{title}** `{}`\n\n{}", found.rule, escaped(found.message.get(lang)));
    let year = analysis.judged.report.profile.year.as_ref().map(|known| known.value);
    let basis: Vec<String> = rule
        .into_iter()
        .flat_map(|rule| rules.basis_for(rule, year))
        .map(|basis| rules.basis_words(basis, lang))
        .collect();
    if !basis.is_empty() {
        out.push_str(&format!("\n\n{}{}", lang.pick("依据：", "basis: "), escaped(&basis.join(lang.pick("；", "; ")))));
    }
    let help = found.help.get(lang);
    if !help.is_empty() {
        out.push_str(&format!("\n\n{}{}", lang.pick("建议：", "help: "), escaped(help)));
    }
    out
}

fn requirement(row: &RequirementRow, lang: Lang) -> String {
    let (zh, en) = row.status.words();
    format!("{}{}{}", row.name.get(lang), lang.pick("：", ": "), lang.pick(zh, en))
}

/// Words of a report are no Markdown.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '*' | '_' | '`' | '<' | '[' | '\\' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
