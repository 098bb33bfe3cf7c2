//! A report as Markdown, for mail and chat: verdict, matrix, findings.

use super::view::clean;
use super::{Style, exact_place, kind, place};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::report::{Report, Verdict};
use crate::rule::RuleSet;
use crate::source::Source;

/// Renders one report.
#[must_use]
pub fn render(report: &Report, source: &Source, rules: &RuleSet, style: &Style) -> String {
    let lang = style.lang;
    let (zh, en) = report.verdict.words();
    let mut out = format!("# {}\n\n", escape(source.name()));
    out.push_str(&format!("**{}{}**", lang.pick("结论：", "Verdict: "), lang.pick(zh, en)));
    if report.verdict == Verdict::NotThisGenre {
        out.push_str(lang.pick(
            "\n\n这份文本不像法治政府建设年度报告，未作检查。\n",
            "\n\nThis text does not look like an annual report on law-based government and was not checked.\n",
        ));
        return out;
    }
    out.push_str(&format!("（{}）\n\n", super::fancy::counts_words(report.counts, lang)));
    let profile = &report.profile;
    let year = profile.year.as_ref().map(|known| known.value);
    let facts: Vec<String> = [
        profile.organ.as_ref().map(|known| known.value.clone()),
        profile.level.as_ref().map(|known| lang.pick(known.value.as_str(), known.value.english()).to_owned()),
        profile.province.as_ref().map(|known| known.value.clone()),
        profile.year.as_ref().map(|known| match lang {
            Lang::Zh => format!("{}年度", known.value),
            Lang::En => known.value.to_string(),
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !facts.is_empty() {
        out.push_str(&format!("{} · {}\n\n", escape(&facts.join(" · ")), kind(source, lang)));
    }
    out.push_str(&match lang {
        Lang::Zh => "| 应有内容 | 结果 | 位置 |\n|---|---|---|\n".to_owned(),
        Lang::En => "| Content | Result | Place |\n|---|---|---|\n".to_owned(),
    });
    for row in &report.requirements {
        let (zh, en) = row.status.words();
        let at = match row.span {
            Some(span) if span.is_empty() => match lang {
                Lang::Zh => format!("未写，建议写在{}之后", place(source, span, lang)),
                Lang::En => format!("missing; belongs after {}", place(source, span, lang)),
            },
            Some(span) => place(source, span, lang),
            None => String::new(),
        };
        out.push_str(&format!("| {} | {} | {} |\n", escape(row.name.get(lang)), lang.pick(zh, en), escape(&at)));
    }
    let shown = report.diagnostics.iter().filter(|found| found.severity >= style.show);
    for (index, found) in shown.enumerate() {
        if index == 0 {
            out.push('\n');
        }
        finding(index + 1, found, source, rules, year, lang, &mut out);
    }
    out
}

fn finding(
    number: usize,
    found: &Diagnostic,
    source: &Source,
    rules: &RuleSet,
    year: Option<i32>,
    lang: Lang,
    out: &mut String,
) {
    let weight = match found.severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Info => lang.pick("提示", "hint"),
    };
    let at = exact_place(source, found.span, lang).unwrap_or_else(|| place(source, found.span, lang));
    out.push_str(&format!("{number}. **{weight}** {}（{at}）\n", escape(&clean(found.message.get(lang)))));
    out.push_str(&format!("   - {}{}\n", lang.pick("处理：", "help: "), escape(found.help.get(lang))));
    if let Some(rule) = rules.rule(&found.rule) {
        let basis: Vec<String> = rules.basis_for(rule, year).map(|basis| rules.basis_words(basis, lang)).collect();
        let basis = escape(&basis.join(lang.pick("；", "; ")));
        out.push_str(&format!("   - {}{basis} · `{}`\n", lang.pick("依据：", "basis: "), found.rule));
    }
}

/// Words that Markdown takes as they are.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
