//! `fazhi rules`

use serde::Serialize;

use crate::diagnostic::{Lang, Severity};
use crate::render::{Paint, pad};
use crate::rule::Rule;

use super::args::Rules;
use super::choice::OutlineFormat;
use super::plan::chosen_rules;
use super::{Exit, print, style};

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'static str,
    confidence: &'static str,
    levels: Vec<&'static str>,
    from: Option<i32>,
    to: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled: Option<&'a str>,
    basis: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Rules, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Some(rules) = chosen_rules(&args.packs, style) else {
        return Exit::Usage;
    };
    let wanted = |rule: &&Rule| {
        args.word.as_ref().is_none_or(|word| {
            rule.id.contains(word.as_str())
                || rule.title.zh.contains(word.as_str())
                || rule.title.en.to_lowercase().contains(&word.to_lowercase())
        }) && args.severity.is_none_or(|severity| rule.severity == Severity::from(severity))
            && args.level.is_none_or(|level| rule.applies.levels.is_empty() || rule.applies.levels.contains(&level))
            && (!args.disabled || rule.disabled.is_some())
    };
    let listed: Vec<&Rule> = rules.rules.iter().filter(wanted).collect();
    if args.format == OutlineFormat::Json {
        let json: Vec<RuleJson<'_>> = listed
            .iter()
            .map(|rule| RuleJson {
                id: &rule.id,
                title: rule.title.get(lang),
                severity: rule.severity.as_str(),
                confidence: rule.confidence.as_str(),
                levels: rule.applies.levels.iter().map(|level| level.as_str()).collect(),
                from: rule.applies.years.from,
                to: rule.applies.years.to,
                disabled: rule.disabled.as_ref().map(|reason| reason.get(lang)),
                basis: rule.basis.iter().map(|basis| rules.basis_words(basis, lang)).collect(),
            })
            .collect();
        let version = crate::render::json::SCHEMA_VERSION;
        print(&format!(
            "{{\"schema_version\":{version},\"rules\":{}}}\n",
            serde_json::to_string_pretty(&json).unwrap_or_default()
        ));
        return Exit::Clean;
    }
    let paint = Paint { on: style.color };
    let mut out = String::new();
    for rule in &listed {
        let (zh, en) = match (rule.disabled.is_some(), rule.severity) {
            (true, _) => ("停用", "disabled"),
            (_, Severity::Error) => ("错误", "error"),
            (_, Severity::Warning) => ("警告", "warning"),
            (_, Severity::Info) => ("提示", "hint"),
        };
        let weight = pad(lang.pick(zh, en), if lang == Lang::Zh { 5 } else { 9 });
        let weight = if rule.disabled.is_some() { paint.dim(&weight) } else { paint.severity(rule.severity, &weight) };
        out.push_str(&format!("{weight}{} {}\n", pad(&rule.id, 36), rule.title.get(lang)));
        if let Some(reason) = rule.disabled.as_ref().filter(|_| args.disabled) {
            out.push_str(&format!("       {}\n", paint.dim(reason.get(lang))));
        }
    }
    let count = listed.len();
    let off = listed.iter().filter(|rule| rule.disabled.is_some()).count();
    out.push_str(&match lang {
        Lang::Zh => format!("共 {count} 条（停用 {off} 条）；用 fazhi explain 规则编号 查看说明\n"),
        Lang::En => {
            format!("{count} rule(s), {off} of them disabled; `fazhi explain RULE` tells more\n")
        }
    });
    print(&out);
    Exit::Clean
}
