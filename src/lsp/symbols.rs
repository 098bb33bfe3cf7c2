//! The outline of a report: symbols and foldable ranges.

use lsp_types::{DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind};

use crate::document::Section;
use crate::facts::RoleId;
use crate::source::Span;

use super::position::Encoding;
use super::report::Analysis;

/// Title and sections as a tree.
#[must_use]
pub fn symbols(analysis: &Analysis, encoding: Encoding) -> Vec<DocumentSymbol> {
    let structure = analysis.structure();
    let document = &structure.document;
    let mut out = Vec::new();
    if let Some(title) = &document.title {
        out.push(symbol(analysis, encoding, title.span, title.span, SymbolKind::FILE, None));
    }
    // Parents stand before their children, so the tree is built from the back.
    let mut children: Vec<Vec<DocumentSymbol>> = vec![Vec::new(); document.sections.len()];
    let mut top = Vec::new();
    for (index, section) in document.sections.iter().enumerate().rev() {
        let mut own = std::mem::take(children.get_mut(index).unwrap_or(&mut Vec::new()));
        own.reverse();
        let kind = if section.level == 1 { SymbolKind::NAMESPACE } else { SymbolKind::STRING };
        let mut node = symbol(analysis, encoding, section.span, heading(section), kind, roles(analysis, index));
        node.children = (!own.is_empty()).then_some(own);
        match section.parent.and_then(|parent| children.get_mut(parent)) {
            Some(siblings) => siblings.push(node),
            None => top.push(node),
        }
    }
    out.extend(top.into_iter().rev());
    if let Some(span) = document.signature.as_ref().and_then(|signature| signature.organ.or(signature.date)) {
        out.push(symbol(analysis, encoding, span, span, SymbolKind::KEY, None));
    }
    out
}

/// The lines of each section that can be folded away under its heading.
#[must_use]
pub fn folds(analysis: &Analysis, encoding: Encoding) -> Vec<FoldingRange> {
    let document = &analysis.structure().document;
    let ranges = document.sections.iter().map(|section| encoding.given(&analysis.source, section.span));
    ranges
        .filter(|range| range.end.line > range.start.line)
        .map(|range| FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: Some(FoldingRangeKind::Region),
            ..FoldingRange::default()
        })
        .collect()
}

/// The words of a heading with its mark.
fn heading(section: &Section) -> Span {
    let heading = &section.heading;
    match heading.mark {
        Some(mark) if heading.text.is_empty() => mark.span,
        Some(mark) => mark.span.join(heading.text),
        None => heading.text,
    }
}

fn roles(analysis: &Analysis, section: usize) -> Option<String> {
    let lexicon = &analysis.judged.rules.roles;
    let names: Vec<&str> = analysis
        .structure()
        .parts
        .of_section(section)
        .iter()
        .filter_map(|RoleId(role)| lexicon.roles.get(*role))
        .map(|role| role.name.get(analysis.lang()))
        .collect();
    (!names.is_empty()).then(|| names.join(analysis.lang().pick("、", ", ")))
}

fn symbol(
    analysis: &Analysis,
    encoding: Encoding,
    span: Span,
    name: Span,
    kind: SymbolKind,
    detail: Option<String>,
) -> DocumentSymbol {
    let words: String = analysis.source.words(name).split_whitespace().collect();
    #[expect(deprecated, reason = "the field has to be named to make the value")]
    DocumentSymbol {
        // The protocol forbids empty names.
        name: if words.is_empty() { "…".to_owned() } else { words },
        detail,
        kind,
        tags: None,
        deprecated: None,
        range: encoding.given(&analysis.source, span.join(name)),
        selection_range: encoding.given(&analysis.source, name),
        children: None,
    }
}
