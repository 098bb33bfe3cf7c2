//! `fazhi explain`

use std::path::Path;

use crate::builtin;
use crate::diagnostic::{Confidence, Lang, Severity};
use crate::engine::packs::lineage;
use crate::render::{Paint, parameters, scope, year_words};
use crate::rule::load::{Files, LoadedRule};
use crate::rule::raw::Verified;
use crate::rule::{Rule, RuleSet};

use super::args::Explain;
use super::check::unknown_rule;
use super::plan::chosen_rules;
use super::{Exit, complain, print, style};

/// Runs the command.
pub fn run(args: &Explain, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Some(rules) = chosen_rules(&args.packs, style) else {
        return Exit::Usage;
    };
    // Without a choice, a rule of any built-in pack is explained.
    let rules = if args.packs.packs.is_empty() && rules.rule(&args.rule).is_none() {
        let with_rule = builtin::names().into_iter().find_map(|name| {
            builtin::rule_set(name, &mut builtin::Shared::default())?
                .ok()
                .filter(|rules| rules.rule(&args.rule).is_some())
        });
        with_rule.map_or(rules, std::sync::Arc::new)
    } else {
        rules
    };
    let Some(rule) = rules.rule(&args.rule) else {
        complain(&unknown_rule(&rules, &args.rule, lang));
        return Exit::Usage;
    };
    // The page of a rule stands in its file, which the compiled set leaves out.
    let names = if args.packs.packs.is_empty() { vec![rules.name().to_owned()] } else { args.packs.packs.clone() };
    let mut files = Files::default();
    let (lineage, _) = lineage(&names, Path::new(""), None, &mut files);
    let loaded = lineage.and_then(|lineage| {
        lineage.packs.into_iter().flat_map(|pack| pack.rules).find(|loaded| loaded.raw.id.value == rule.id)
    });
    print(&page(&rules, rule, loaded.as_ref(), lang, Paint { on: style.color }));
    Exit::Clean
}

fn page(rules: &RuleSet, rule: &Rule, loaded: Option<&LoadedRule>, lang: Lang, paint: Paint) -> String {
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
    row(say("适用", "applies to"), &scope(rule, lang));
    let pack = |index: usize| rules.packs.get(index).map_or("", |pack| pack.name.as_str());
    if rules.packs.len() > 1 {
        let changed: Vec<&str> = rule.changed_by.iter().map(|index| pack(*index)).collect();
        let changed = if changed.is_empty() {
            String::new()
        } else {
            format!("{}{}", say("；修改于 ", "; changed by "), changed.join("、"))
        };
        row(say("规则包", "pack      "), &format!("{}{changed}", pack(rule.pack)));
    }
    for adjust in &rule.adjust {
        let mut when = Vec::new();
        if !adjust.levels.is_empty() {
            when.push(
                adjust.levels.iter().map(|level| say(level.as_str(), level.english())).collect::<Vec<_>>().join("、"),
            );
        }
        if !adjust.years.is_open() {
            when.push(year_words(adjust.years, lang));
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
    for (told, note) in authorities(rules, rule, lang) {
        row(say("依据", "basis     "), &told);
        if let Some(note) = note {
            row(say("    ", "          "), &paint.dim(&note));
        }
    }
    row(say("消息", "message   "), rule.message.get(lang));
    row(say("处理", "help      "), rule.help.get(lang));
    if let Some(LoadedRule { raw, node, .. }) = loaded {
        let parameters = parameters(node);
        if !parameters.is_empty() {
            out.push_str(&format!(
                "\n{}\n",
                paint.bold(say("可在规则包 overrides 中调整", "settings that a pack may change"))
            ));
            for (name, value) in parameters {
                out.push_str(&format!("    {name}: {}\n", paint.dim(&value)));
            }
        }
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

/// What a rule rests on in words, each with its note.
fn authorities(rules: &RuleSet, rule: &Rule, lang: Lang) -> Vec<(String, Option<String>)> {
    let say = |zh, en| lang.pick(zh, en);
    let mut out = Vec::new();
    for basis in &rule.basis {
        let words = rules.basis_words(basis, lang);
        let Some(source) = rules.sources.get(basis.source) else {
            continue;
        };
        let mut told = vec![
            match source.verified {
                Verified::Primary => say("已核对原文", "the text was read"),
                Verified::Secondary => say("据转引", "read at second hand"),
                Verified::Memory => say("未核对，只引名称", "not read, cited by name only"),
                Verified::Convention => say("无明文规定", "no instrument"),
            }
            .to_owned(),
        ];
        told.extend(
            source
                .effective
                .as_ref()
                .map(|date| format!("{} {date} {}", say("自", "since"), say("施行", "")).trim_end().to_owned()),
        );
        told.extend(source.until.as_ref().map(|date| format!("{} {date}", say("止于", "until"))));
        for years in [source.years, basis.years] {
            if !years.is_open() {
                told.push(format!("{}{}", say("适用于", "for "), year_words(years, lang)));
            }
        }
        let words = match lang {
            Lang::Zh => format!("{words}（{}）", told.join("，")),
            Lang::En => format!("{words} ({})", told.join(", ")),
        };
        out.push((words, source.note.as_ref().map(|note| note.get(lang).to_owned())));
    }
    out
}
