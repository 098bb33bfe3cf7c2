//! Inlay hints: sums and rates, recalculated behind the words that state them.

use lsp_types::{InlayHint, InlayHintLabel, Range};

use crate::check::relation::{Judgement, Statement};
use crate::rule::matcher::Arithmetic;

use super::buffer::Buffer;
use super::position::Encoding;
use super::report::Analysis;

/// The hints within a range.
#[must_use]
pub fn hints(buffer: &Buffer, analysis: &Analysis, range: Range, encoding: Encoding) -> Vec<InlayHint> {
    let asked = encoding.span(buffer.lines(), &buffer.text, range);
    let stated = analysis.structure().statements.iter().filter(|statement| is_shown(statement));
    stated
        .filter(|statement| asked.overlaps(analysis.source.given_span(statement.span)))
        .map(|statement| {
            let lang = analysis.lang();
            let mark = if statement.judgement == Judgement::Holds { "✓" } else { "✗" };
            let end = encoding.given(&analysis.source, statement.span).end;
            InlayHint {
                position: end,
                label: InlayHintLabel::String(format!("{mark} {}", statement.calculation.get(lang))),
                kind: None,
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            }
        })
        .collect()
}

/// Sums, rates and changes that hold, and everything that does not; that a part is smaller than its whole needs no
/// saying, and what cannot be told is not shown.
fn is_shown(statement: &Statement) -> bool {
    let arithmetic = match statement.judgement {
        Judgement::Holds => matches!(statement.check, Arithmetic::Sum | Arithmetic::Percent | Arithmetic::Growth),
        Judgement::Fails => true,
        Judgement::Unsure(_) => false,
    };
    arithmetic && !statement.calculation.zh.is_empty()
}
