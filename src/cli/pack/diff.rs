//! `fazhi pack diff`: what changes for the person who writes the report.

use crate::diagnostic::{Lang, Severity};
use crate::engine::packs::build;
use crate::render::{Paint, Style, scope};
use crate::rule::load::Files;
use crate::rule::yaml::Node;
use crate::rule::{Rule, RuleSet};

use super::super::{Exit, print, style};
use super::args::Diff;
use super::{lineage, show};

/// One side: the compiled rules, and the trees they were compiled from.
struct Side {
    rules: RuleSet,
    nodes: Vec<(String, Node)>,
}

/// Runs the command.
pub fn run(args: &Diff, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let (Some(before), Some(after)) = (side(&args.before, &style), side(&args.after, &style)) else {
        return Exit::Usage;
    };
    let page = page(&before, &after, lang, Paint { on: style.color });
    print(&page);
    Exit::Clean
}

fn side(name: &str, style: &Style) -> Option<Side> {
    let names = [name.to_owned()];
    let (rules, faults) = build(&names, "".as_ref(), None);
    show(&faults, style);
    if !faults.is_empty() {
        return None;
    }
    let mut files = Files::default();
    let lineage = lineage(&names, &mut files, style)?;
    let nodes = lineage.packs.into_iter().flat_map(|pack| pack.rules).map(|rule| (rule.raw.id.value, rule.node));
    Some(Side { rules: rules?, nodes: nodes.collect() })
}

fn page(before: &Side, after: &Side, lang: Lang, paint: Paint) -> String {
    let say = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let runs = |rule: &&Rule| rule.disabled.is_none();
    let mut out = String::new();
    let (mut stricter, mut looser, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for rule in after.rules.rules.iter().filter(runs) {
        if before.rules.rule(&rule.id).is_none_or(|before| before.disabled.is_some()) {
            let words =
                format!("{}（{}，{}）", say("新增要求", "new demand"), weight(rule.severity, lang), scope(rule, lang));
            stricter.push((rule, words));
        }
    }
    for rule in before.rules.rules.iter().filter(runs) {
        match after.rules.rule(&rule.id) {
            None => looser.push((rule, say("不再要求", "no longer demanded").to_owned())),
            Some(now) if now.disabled.is_some() => {
                let why = now.disabled.as_ref().map_or("", |reason| reason.get(lang));
                looser.push((now, format!("{}{}{why}", say("停用", "disabled"), say("：", ": "))));
            }
            Some(now) => {
                if now.severity != rule.severity {
                    let words = format!(
                        "{} {} → {}",
                        say("级别", "weight"),
                        weight(rule.severity, lang),
                        weight(now.severity, lang)
                    );
                    if now.severity > rule.severity { &mut stricter } else { &mut looser }.push((now, words));
                }
                if scope(now, lang) != scope(rule, lang) {
                    other.push((now, format!("{} → {}", scope(rule, lang), scope(now, lang))));
                }
                let node = |side: &Side, key: &str| {
                    side.nodes.iter().find(|(id, _)| *id == rule.id).and_then(|(_, node)| node.get(key)).cloned()
                };
                let differs = |key: &str| match (node(before, key), node(after, key)) {
                    (Some(old), Some(new)) => !old.says_same(&new),
                    (old, new) => old.is_some() != new.is_some(),
                };
                for (key, zh, en) in [
                    ("match", "检查内容或参数有变化", "what is looked for has changed"),
                    ("adjust", "分情况的级别有变化", "the weights of single cases have changed"),
                    ("profiles", "分场合的级别有变化", "the weights of occasions have changed"),
                    ("basis", "依据有变化", "the basis has changed"),
                    ("message", "提示语有变化", "the message has changed"),
                    ("help", "处理建议有变化", "the advice has changed"),
                ] {
                    if differs(key) {
                        other.push((now, say(zh, en).to_owned()));
                    }
                }
            }
        }
    }
    for (zh, en, list) in
        [("更严", "stricter", &stricter), ("更宽", "looser", &looser), ("其他变化", "other changes", &other)]
    {
        if list.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", paint.bold(say(zh, en))));
        for (rule, words) in list {
            out.push_str(&format!("  {}  {}{}{words}\n", rule.title.get(lang), paint.dim(&rule.id), say("：", ": ")));
        }
    }
    let words = |side: &Side| side.rules.packs.iter().map(|pack| pack.name.clone()).collect::<Vec<_>>().join(" + ");
    out.push_str(&match lang {
        Lang::Zh => format!(
            "{} → {}：更严 {}，更宽 {}，其他变化 {}\n",
            words(before),
            words(after),
            stricter.len(),
            looser.len(),
            other.len()
        ),
        Lang::En => format!(
            "{} → {}: {} stricter, {} looser, {} other change(s)\n",
            words(before),
            words(after),
            stricter.len(),
            looser.len(),
            other.len()
        ),
    });
    out
}

fn weight(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Info => lang.pick("提示", "hint"),
    }
}
