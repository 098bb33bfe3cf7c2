//! `fazhi explain`

use crate::builtin;
use crate::diagnostic::{Confidence, Lang, Severity};
use crate::render::Paint;
use crate::rule::load::{load, read_folder};
use crate::rule::raw::{RawRule, Verified};
use crate::rule::{Rule, RuleSet};

use super::args::Explain;
use super::check::unknown_rule;
use super::input::rule_set;
use super::{Exit, complain, print, style};

/// Runs the command.
pub fn run(args: &Explain, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Some(rules) = rule_set(&args.rules, lang, style.color) else {
        return Exit::Usage;
    };
    let Some(rule) = rules.rule(&args.rule) else {
        complain(&unknown_rule(rules, &args.rule, lang));
        return Exit::Usage;
    };
    // The page of a rule stands in its file, which the compiled set leaves out.
    let mut files = builtin::files("national").unwrap_or_default();
    for folder in &args.rules {
        files.extend(read_folder(folder).unwrap_or_default());
    }
    let name = format!("{}.yaml", rule.id);
    files.retain(|file| file.path.replace('\\', "/").rsplit('/').next() == Some(name.as_str()));
    let raw = load(files).rules.pop().map(|(_, raw)| raw);
    print(&page(rules, rule, raw.as_ref(), lang, Paint { on: style.color }));
    Exit::Clean
}

fn page(rules: &RuleSet, rule: &Rule, raw: Option<&RawRule>, lang: Lang, paint: Paint) -> String {
    let say = |zh, en| lang.pick(zh, en);
    let (zh, en) = weight(rule.severity);
    let mut out = format!("{}  {}\n\n", paint.bold(&rule.id), rule.title.get(lang));
    let mut row = |key: &str, value: &str| out.push_str(&format!("{}  {value}\n", paint.dim(key)));
    let sure = match rule.confidence {
        Confidence::High => say("把握高", "high confidence"),
        Confidence::Medium => say("把握中", "medium confidence"),
        Confidence::Low => say("把握低", "low confidence"),
    };
    row(say("级别", "weight    "), &format!("{}{}{sure}", paint.severity(rule.severity, say(zh, en)), say("，", ", ")));
    if let Some(reason) = &rule.disabled {
        row(say("停用", "disabled  "), reason.get(lang));
    }
    row(say("适用", "applies to"), &applies(rule, lang));
    for adjust in &rule.adjust {
        let mut when = Vec::new();
        if !adjust.levels.is_empty() {
            when.push(
                adjust.levels.iter().map(|level| say(level.as_str(), level.english())).collect::<Vec<_>>().join("、"),
            );
        }
        if !adjust.years.is_open() {
            when.push(years(adjust.years.from, adjust.years.to, lang));
        }
        if !adjust.heading.is_empty() {
            when.push(format!("{}“{}”", say("标题含", "heading with "), adjust.heading.join("、")));
        }
        if let Some(severity) = adjust.severity {
            let (zh, en) = weight(severity);
            row(
                say("另定", "but       "),
                &format!("{}{}{}", when.join(say("，", ", ")), say("：", ": "), say(zh, en)),
            );
        }
    }
    let occasions = [
        (say("起草时", "drafting"), rule.profiles.draft),
        (say("报送时", "submitting"), rule.profiles.submit),
        (say("公开时", "publishing"), rule.profiles.publish),
    ];
    for (occasion, severity) in occasions.into_iter().filter_map(|(occasion, severity)| Some((occasion, severity?))) {
        let (zh, en) = weight(severity);
        row(say("另定", "but       "), &format!("{occasion}{}{}", say("：", ": "), say(zh, en)));
    }
    for basis in &rule.basis {
        let words = rules.basis_words(basis);
        let Some(source) = rules.sources.get(basis.source) else {
            continue;
        };
        let verified = match source.verified {
            Verified::Primary => say("已核对原文", "the text was read"),
            Verified::Secondary => say("据转引", "read at second hand"),
            Verified::Memory => say("未核对，只引名称", "not read, cited by name only"),
            Verified::Convention => say("无明文规定", "no instrument"),
        };
        let since =
            source.effective.as_ref().map(|date| format!("{}{date}", say("，自 ", ", since "))).unwrap_or_default();
        row(
            say("依据", "basis     "),
            &match lang {
                Lang::Zh => format!("{}（{verified}{since}）", words.zh),
                Lang::En => format!("{} ({verified}{since})", words.en),
            },
        );
        if let Some(note) = &source.note {
            row(say("    ", "          "), &paint.dim(note.get(lang)));
        }
    }
    row(say("消息", "message   "), rule.message.get(lang));
    row(say("处理", "help      "), rule.help.get(lang));
    if let Some(raw) = raw {
        out.push_str(&format!("\n{}\n", raw.docs.why.get(lang)));
        for (key, words) in [(say("不符合", "bad"), &raw.docs.bad), (say("符合", "good"), &raw.docs.good)] {
            if !words.is_empty() {
                out.push_str(&format!("\n{}\n", paint.bold(key)));
                for line in words.lines() {
                    out.push_str(&format!("    {line}\n"));
                }
            }
        }
    }
    out
}

fn weight(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("错误", "error"),
        Severity::Warning => ("警告", "warning"),
        Severity::Info => ("提示", "hint"),
    }
}

fn applies(rule: &Rule, lang: Lang) -> String {
    let levels = if rule.applies.levels.is_empty() {
        lang.pick("各级各部门", "all levels").to_owned()
    } else {
        let names: Vec<&str> =
            rule.applies.levels.iter().map(|level| lang.pick(level.as_str(), level.english())).collect();
        names.join(lang.pick("、", ", "))
    };
    format!("{levels}{}{}", lang.pick("；", "; "), years(rule.applies.years.from, rule.applies.years.to, lang))
}

fn years(from: Option<i32>, to: Option<i32>, lang: Lang) -> String {
    match (from, to, lang) {
        (None, None, Lang::Zh) => "各年度".to_owned(),
        (None, None, Lang::En) => "all report years".to_owned(),
        (Some(from), None, Lang::Zh) => format!("{from}年度及以后"),
        (Some(from), None, Lang::En) => format!("report years from {from}"),
        (None, Some(to), Lang::Zh) => format!("{to}年度及以前"),
        (None, Some(to), Lang::En) => format!("report years to {to}"),
        (Some(from), Some(to), Lang::Zh) => format!("{from}—{to}年度"),
        (Some(from), Some(to), Lang::En) => format!("report years {from}–{to}"),
    }
}
