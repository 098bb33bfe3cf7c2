//! Quick fixes, and everything safe at once.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, Uri, WorkspaceEdit};

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::report::mend::{edits, placed};
use crate::source::Span;

use super::buffer::Buffer;
use super::diagnostics::of_finding;
use super::position::Encoding;
use super::report::Analysis;
use super::wishes::FIX_ALL;

/// The actions for a place of a report.
#[must_use]
pub fn actions(
    buffer: &Buffer,
    analysis: &Analysis,
    range: Range,
    only: Option<&[CodeActionKind]>,
    encoding: Encoding,
) -> Vec<CodeActionOrCommand> {
    let wants = |kind: &str| {
        only.is_none_or(|only| {
            only.iter().any(|asked| kind == asked.as_str() || kind.starts_with(&format!("{}.", asked.as_str())))
        })
    };
    let mut out = Vec::new();
    let place = encoding.span(buffer.lines(), &buffer.text, range);
    if wants(CodeActionKind::QUICKFIX.as_str()) {
        let shown = analysis.judged.report.diagnostics.iter().filter(|found| found.severity >= analysis.show());
        for found in shown.filter(|found| meets(analysis.source.given_span(found.span), place)) {
            out.extend(quick_fix(found, buffer, analysis, encoding).map(CodeActionOrCommand::CodeAction));
        }
    }
    if wants(FIX_ALL) {
        let edits = safe_edits(buffer, analysis, encoding);
        if !edits.is_empty() {
            let lang = analysis.lang();
            let title = match lang {
                crate::diagnostic::Lang::Zh => format!("改正全部可放心改正的问题（{} 处）", edits.len()),
                crate::diagnostic::Lang::En => format!("Apply all safe fixes ({})", edits.len()),
            };
            out.push(CodeActionOrCommand::CodeAction(CodeAction {
                title,
                kind: Some(CodeActionKind::new(FIX_ALL)),
                edit: Some(workspace_edit(&buffer.uri, edits)),
                ..CodeAction::default()
            }));
        }
    }
    out
}

/// The edits of all safe fixes of a report.
#[must_use]
pub fn safe_edits(buffer: &Buffer, analysis: &Analysis, encoding: Encoding) -> Vec<TextEdit> {
    edits(&analysis.judged.report.diagnostics, &analysis.source, Applicability::Safe)
        .into_iter()
        .map(|edit| text_edit(edit, buffer, encoding))
        .collect()
}

/// Edits of one document.
#[must_use]
pub fn workspace_edit(uri: &Uri, edits: Vec<TextEdit>) -> WorkspaceEdit {
    WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..WorkspaceEdit::default() }
}

fn quick_fix(found: &Diagnostic, buffer: &Buffer, analysis: &Analysis, encoding: Encoding) -> Option<CodeAction> {
    let fix = found.fix.as_ref()?;
    let lang = analysis.lang();
    // What only shows how it might be said is told in the message and never written into a report.
    let sure = match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => lang.pick("（请复核）", " (please review)"),
        Applicability::DisplayOnly => return None,
    };
    let placed: Option<Vec<Edit>> = fix.edits.iter().map(|edit| placed(edit, &analysis.source)).collect();
    let edits: Vec<TextEdit> = placed?.into_iter().map(|edit| text_edit(edit, buffer, encoding)).collect();
    let first = fix.edits.first()?;
    let old = analysis.source.words(first.span);
    let title = match (old.is_empty(), first.replacement.is_empty()) {
        (_, true) => format!("{}“{}”{sure}", lang.pick("删去", "Delete "), short(old)),
        (true, _) => format!("{}“{}”{sure}", lang.pick("补上", "Insert "), short(&first.replacement)),
        _ => format!(
            "{}“{}”{}“{}”{sure}",
            lang.pick("把", "Replace "),
            short(old),
            lang.pick("改为", " by "),
            short(&first.replacement)
        ),
    };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![of_finding(found, analysis, &buffer.uri, encoding)]),
        edit: Some(workspace_edit(&buffer.uri, edits)),
        is_preferred: (fix.applicability == Applicability::Safe).then_some(true),
        ..CodeAction::default()
    })
}

fn text_edit(edit: Edit, buffer: &Buffer, encoding: Encoding) -> TextEdit {
    TextEdit::new(encoding.range(buffer.lines(), &buffer.text, edit.span), edit.replacement)
}

/// Whether a finding belongs to the place that was asked about; a caret at either end of it does.
fn meets(found: Span, place: Span) -> bool {
    found.start <= place.end && place.start <= found.end
}

fn short(words: &str) -> String {
    let flat: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() <= 16 { flat } else { format!("{}…", flat.chars().take(15).collect::<String>()) }
}
