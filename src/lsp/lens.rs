//! Lenses: the verdict and the requirement matrix over the title of a report.

use lsp_types::{CodeLens, Command};
use serde_json::json;

use crate::diagnostic::Lang;
use crate::render::place;
use crate::report::{Report, Status, Verdict};
use crate::source::{Source, Span};

use super::buffer::Buffer;
use super::command;
use super::position::Encoding;
use super::report::Analysis;

/// The lens of a report; none for a text of another kind.
#[must_use]
pub fn lenses(buffer: &Buffer, analysis: &Analysis, encoding: Encoding) -> Vec<CodeLens> {
    if analysis.judged.report.verdict == Verdict::NotThisGenre {
        return Vec::new();
    }
    let title = analysis.structure().document.title.as_ref().map_or(Span::empty(0), |title| title.span);
    let command = Command {
        title: headline(&analysis.judged.report, analysis.lang()),
        command: command::MATRIX.to_owned(),
        arguments: Some(vec![json!(buffer.uri.as_str())]),
    };
    vec![CodeLens { range: encoding.given(&analysis.source, title), command: Some(command), data: None }]
}

/// “应退回修改 · 必备内容 5/6 · 错误 1 警告 2 提示 0”
fn headline(report: &Report, lang: Lang) -> String {
    let (zh, en) = report.verdict.words();
    let asked: Vec<_> = report.requirements.iter().filter(|row| row.status != Status::NotApplicable).collect();
    let met = asked.iter().filter(|row| row.status == Status::Satisfied).count();
    let counts = report.counts;
    match lang {
        Lang::Zh => format!(
            "{zh} · 必备内容 {met}/{} · 错误 {} 警告 {} 提示 {}",
            asked.len(),
            counts.error,
            counts.warning,
            counts.info
        ),
        Lang::En => format!(
            "{en} · mandated parts {met}/{} · {} error(s), {} warning(s), {} hint(s)",
            asked.len(),
            counts.error,
            counts.warning,
            counts.info
        ),
    }
}

/// The requirement matrix: as Markdown, and as plain text for a message.
#[must_use]
pub fn matrix(report: &Report, source: &Source, lang: Lang) -> (String, String) {
    if report.verdict == Verdict::NotThisGenre {
        let words = lang
            .pick(
                "不像法治政府建设年度报告，未作检查",
                "this does not look like an annual report on law-based government and was not checked",
            )
            .to_owned();
        return (words.clone(), words);
    }
    let head = headline(report, lang);
    let mut table = format!(
        "**{head}**\n\n{}",
        lang.pick("| 内容 | 结果 | 位置 |\n|---|---|---|\n", "| part | status | place |\n|---|---|---|\n")
    );
    let mut plain = head;
    for row in &report.requirements {
        let (zh, en) = row.status.words();
        let at = match (row.span, row.status) {
            (Some(span), Status::Satisfied) => place(source, span, lang),
            (Some(span), Status::Finding) => {
                format!("{}{}", place(source, span, lang), lang.pick("之后补写", ": insert here"))
            }
            _ => String::new(),
        };
        let (name, status) = (row.name.get(lang), lang.pick(zh, en));
        table.push_str(&format!("| {name} | {status} | {at} |\n"));
        let at = if at.is_empty() { at } else { lang.pick("（", " (").to_owned() + &at + lang.pick("）", ")") };
        plain.push_str(&format!("\n{name}{}{status}{at}", lang.pick("：", ": ")));
    }
    (table, plain)
}

/// The lens of a report that was not checked.
#[must_use]
pub fn failure(buffer: &Buffer, words: &str, encoding: Encoding) -> Vec<CodeLens> {
    let command = Command { title: words.to_owned(), command: String::new(), arguments: None };
    let range = encoding.range(buffer.lines(), &buffer.text, Span::empty(0));
    vec![CodeLens { range, command: Some(command), data: None }]
}
