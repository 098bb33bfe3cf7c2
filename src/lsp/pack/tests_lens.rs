//! The tests of a rule file, over its first line.

use lsp_types::{CodeLens, Command};
use serde_json::json;

use crate::check::case::{CaseOutcome, CaseResult, run_cases};
use crate::diagnostic::Lang;
use crate::lsp::buffer::Buffer;
use crate::lsp::command;
use crate::lsp::position::Encoding;
use crate::source::Span;

use super::state::{PackState, Tested};

/// The lens of a rule file: how its tests stand.
#[must_use]
pub fn lenses(buffer: &Buffer, state: &PackState, encoding: Encoding, lang: Lang) -> Vec<CodeLens> {
    let Some((_, results)) = results(buffer, state) else { return Vec::new() };
    let failed = results.iter().filter(|result| result.outcome != CaseOutcome::Validated).count();
    let title = match (failed, lang) {
        (0, Lang::Zh) => format!("✓ {} 个用例全部通过 · 运行本规则的测试", results.len()),
        (0, Lang::En) => format!("✓ all {} cases pass · run this rule's tests", results.len()),
        (_, Lang::Zh) => format!("✗ {} 个用例中 {failed} 个未通过 · 运行本规则的测试", results.len()),
        (_, Lang::En) => format!("✗ {failed} of {} cases fail · run this rule's tests", results.len()),
    };
    let at = buffer.text.lines().scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let line = at.into_iter().find(|(_, line)| line.starts_with("id:"));
    let span = line.map_or(Span::empty(0), |(start, line)| Span::new(start, start + line.len()));
    let command =
        Command { title, command: command::TEST_RULE.to_owned(), arguments: Some(vec![json!(buffer.uri.as_str())]) };
    let range = encoding.range(buffer.lines(), &buffer.text, span);
    vec![CodeLens { range, command: Some(command), data: None }]
}

/// Runs the tests of a rule file; the outcome of each in words.
#[must_use]
pub fn run_tests(buffer: &Buffer, state: &PackState, lang: Lang) -> Option<String> {
    let (tested, results) = results(buffer, state)?;
    let mut out = format!("{}\n", tested.id);
    for result in &results {
        let (zh, en) = result.outcome.words();
        let told = result.told.get(lang);
        let sign = if result.outcome == CaseOutcome::Validated { '✓' } else { '✗' };
        out.push_str(&format!("{sign} {} {}  {}", result.kind.as_str(), result.number, lang.pick(zh, en)));
        if !told.is_empty() {
            out.push_str(&format!("{}{told}", lang.pick("：", ": ")));
        }
        out.push('\n');
    }
    Some(out)
}

fn results<'a>(buffer: &Buffer, state: &'a PackState) -> Option<(&'a Tested, Vec<CaseResult>)> {
    let stem = buffer.path.as_ref()?.file_stem()?.to_string_lossy().into_owned();
    let rules = state.rules.as_ref()?;
    let tested = state.tested.iter().find(|tested| tested.id == stem)?;
    // A rule that could not be compiled is a fault, not a failing test; one that is disabled has none to run.
    let runs = rules.rule(&tested.id).is_some_and(|rule| rule.disabled.is_none());
    let results = runs.then(|| run_cases(rules, &tested.id, &tested.tests))?;
    (!results.is_empty()).then_some((tested, results))
}
