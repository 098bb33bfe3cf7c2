//! The handbook of a pack: what each rule demands, on what authority, a bad and a good text, and its settings.

use super::table::html_escape;
use crate::diagnostic::{Lang, Severity};
use crate::rule::load::LoadedRule;
use crate::rule::raw::{Verified, Years};
use crate::rule::yaml::{Node, Value};
use crate::rule::{BasisSource, Rule, RuleSet};

/// Most characters of a setting that are shown.
const SHOWN: usize = 120;

/// A block of the handbook; each format writes them in its own way.
enum Block {
    Title(String),
    Heading(String),
    Rule { id: String, title: String },
    Words(String),
    Fact(&'static str, String),
    Sample(&'static str, String),
    Settings(&'static str, Vec<(String, String)>),
}

/// A format of the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandbookFormat {
    /// Markdown.
    Markdown,
    /// One HTML page that needs nothing from outside.
    Html,
}

/// The handbook of the pack that `rules` were compiled for; `loaded` are its rules as written, inherited ones included.
#[must_use]
pub fn handbook(rules: &RuleSet, loaded: &[LoadedRule], lang: Lang, format: HandbookFormat) -> String {
    let blocks = blocks(rules, loaded, lang);
    match format {
        HandbookFormat::Markdown => blocks.iter().map(|block| markdown(block, lang)).collect(),
        HandbookFormat::Html => {
            let body: String = blocks.iter().map(html).collect();
            let title = rules.packs.last().map_or("fazhi", |pack| pack.title.get(lang));
            let code = lang.pick("zh-CN", "en");
            format!(
                "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
                 content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head>\n<body><main>\n{body}</main></body></html>\n",
                html_escape(title)
            )
        }
    }
}

const STYLE: &str = ":root{color-scheme:light dark}body{font:16px/1.7 system-ui,'Noto Sans CJK SC','Microsoft YaHei',\
sans-serif;margin:0}main{max-width:48rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.6rem}h2{margin-top:2.5rem;\
border-bottom:1px solid #8886}h3 code{font-size:.9em;opacity:.75}dl{display:grid;grid-template-columns:6rem 1fr;\
gap:.2rem 1rem}dt{opacity:.7}dd{margin:0}pre{white-space:pre-wrap;border-left:4px solid #8886;padding:.5rem 1rem;\
margin:.5rem 0;background:#8881}table{border-collapse:collapse}td{border:1px solid #8884;padding:.2rem .6rem;\
vertical-align:top}@media print{main{max-width:none}h3{break-after:avoid}}";

fn blocks(rules: &RuleSet, loaded: &[LoadedRule], lang: Lang) -> Vec<Block> {
    let mut out = Vec::new();
    if let Some(pack) = rules.packs.last() {
        out.push(Block::Title(format!("{} {}", pack.title.get(lang), pack.version)));
        out.push(Block::Words(pack.description.get(lang).to_owned()));
        instruments(rules, lang, &mut out);
    }
    for (index, pack) in rules.packs.iter().enumerate().rev() {
        let own: Vec<&Rule> = rules.rules.iter().filter(|rule| rule.pack == index).collect();
        if own.is_empty() {
            continue;
        }
        out.push(Block::Heading(match lang {
            Lang::Zh => format!("{}（{} 条）", pack.title.zh, own.len()),
            Lang::En => format!("{} ({} rules)", pack.title.en, own.len()),
        }));
        for rule in own {
            let raw = loaded.iter().find(|loaded| loaded.raw.id.value == rule.id);
            entry(rules, rule, raw, lang, &mut out);
        }
    }
    out
}

/// The page of one rule as Markdown.
#[must_use]
pub fn rule_page(rules: &RuleSet, rule: &Rule, loaded: Option<&LoadedRule>, lang: Lang) -> String {
    let mut blocks = Vec::new();
    entry(rules, rule, loaded, lang, &mut blocks);
    blocks.iter().map(|block| markdown(block, lang)).collect()
}

/// The instruments that the pack itself brings, those that no rule cites included.
fn instruments(rules: &RuleSet, lang: Lang, out: &mut Vec<Block>) {
    let own = rules.sources.iter().filter(|source| source.pack + 1 == rules.packs.len());
    let rows: Vec<(String, String)> = own
        .map(|source| {
            let number = source.number.as_ref().map_or(String::new(), |number| match lang {
                Lang::Zh => format!("（{number}）"),
                Lang::En => format!(" ({number})"),
            });
            let note = source.note.as_ref().map_or(String::new(), |note| match lang {
                Lang::Zh => format!("。{}", note.zh),
                Lang::En => format!(". {}", note.en),
            });
            (
                source.id.clone(),
                format!("{}{number}{}{}{note}", source.title.get(lang), lang.pick("：", ": "), standing(source, lang)),
            )
        })
        .collect();
    if !rows.is_empty() {
        out.push(Block::Settings(lang.pick("收录的依据", "instruments"), rows));
    }
}

/// How firmly an instrument is known, and its dates.
fn standing(source: &BasisSource, lang: Lang) -> String {
    let known = match source.verified {
        Verified::Primary => lang.pick("已核对原文", "the text was read"),
        Verified::Secondary => lang.pick("据转引", "read at second hand"),
        Verified::Memory => lang.pick("未核对，只引名称", "not read, cited by name only"),
        Verified::Convention => lang.pick("无明文规定", "no instrument"),
    };
    let mut told = vec![known.to_owned()];
    told.extend(source.effective.as_ref().map(|date| format!("{} {date}", lang.pick("施行", "in force from"))));
    told.extend(source.until.as_ref().map(|date| format!("{} {date}", lang.pick("止于", "until"))));
    told.join(lang.pick("，", ", "))
}

fn entry(rules: &RuleSet, rule: &Rule, loaded: Option<&LoadedRule>, lang: Lang, out: &mut Vec<Block>) {
    let say = |zh, en| lang.pick(zh, en);
    out.push(Block::Rule { id: rule.id.clone(), title: rule.title.get(lang).to_owned() });
    if let Some(reason) = &rule.disabled {
        out.push(Block::Fact(say("停用", "disabled"), reason.get(lang).to_owned()));
    }
    let weight = match rule.severity {
        Severity::Error => say("错误", "error"),
        Severity::Warning => say("警告", "warning"),
        Severity::Info => say("提示", "hint"),
    };
    out.push(Block::Fact(say("级别", "weight"), weight.to_owned()));
    out.push(Block::Fact(say("适用", "applies to"), scope(rule, lang)));
    for basis in &rule.basis {
        let Some(source) = rules.sources.get(basis.source) else { continue };
        let words = rules.basis_words(basis, lang);
        out.push(Block::Fact(
            say("依据", "basis"),
            format!("{words}{}{}{}", say("（", " ("), standing(source, lang), say("）", ")")),
        ));
    }
    let changed: Vec<&str> =
        rule.changed_by.iter().filter_map(|index| rules.packs.get(*index)).map(|pack| pack.title.get(lang)).collect();
    if !changed.is_empty() {
        out.push(Block::Fact(say("修改", "changed by"), changed.join(say("、", ", "))));
    }
    out.push(Block::Fact(say("处理", "what to do"), rule.help.get(lang).to_owned()));
    let Some(loaded) = loaded else { return };
    out.push(Block::Words(loaded.raw.docs.why.get(lang).to_owned()));
    for (name, sample) in [(say("不符合", "bad"), &loaded.raw.docs.bad), (say("符合", "good"), &loaded.raw.docs.good)]
    {
        if !sample.trim().is_empty() {
            out.push(Block::Sample(name, sample.trim_end().to_owned()));
        }
    }
    let settings = parameters(&loaded.node);
    if !settings.is_empty() {
        out.push(Block::Settings(say("可调设置", "settings"), settings));
    }
}

/// To which reports a rule applies.
#[must_use]
pub fn scope(rule: &Rule, lang: Lang) -> String {
    let levels = if rule.applies.levels.is_empty() {
        lang.pick("各级各部门", "all levels").to_owned()
    } else {
        let names: Vec<&str> =
            rule.applies.levels.iter().map(|level| lang.pick(level.as_str(), level.english())).collect();
        names.join(lang.pick("、", ", "))
    };
    format!("{levels}{}{}", lang.pick("；", "; "), year_words(rule.applies.years, lang))
}

/// A range of report years in words.
#[must_use]
pub fn year_words(years: Years, lang: Lang) -> String {
    match (years.from, years.to, lang) {
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

/// The settings under `match` of a rule: their path and what they are now.
#[must_use]
pub fn parameters(rule: &Node) -> Vec<(String, String)> {
    let mut out = Vec::new();
    if let Some(matcher) = rule.get("match") {
        leaves(matcher, "match", &mut out);
    }
    out
}

fn leaves(node: &Node, path: &str, out: &mut Vec<(String, String)>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                leaves(value, &format!("{path}.{}", key.words().unwrap_or("?")), out);
            }
        }
        _ => out.push((path.to_owned(), cut(&flow(node)))),
    }
}

/// A value on one line, as YAML would write it.
fn flow(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => scalar.words().replace('\n', " "),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", flow(key), flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn cut(words: &str) -> String {
    if words.chars().count() <= SHOWN {
        return words.to_owned();
    }
    words.chars().take(SHOWN).chain(std::iter::once('…')).collect()
}

fn markdown(block: &Block, lang: Lang) -> String {
    match block {
        Block::Title(words) => format!("# {words}\n\n"),
        Block::Heading(words) => format!("## {words}\n\n"),
        Block::Rule { id, title } => format!("### {title} `{id}`\n\n"),
        Block::Words(words) if words.is_empty() => String::new(),
        Block::Words(words) => format!("\n{words}\n\n"),
        Block::Fact(key, value) => format!("- **{key}**{}{value}\n", lang.pick("：", ": ")),
        Block::Sample(key, words) => {
            // A fence longer than any in the sample.
            let fence = if words.contains("```") { "````" } else { "```" };
            format!("\n**{key}**\n\n{fence}text\n{words}\n{fence}\n\n")
        }
        Block::Settings(key, rows) => {
            let rows: String =
                rows.iter().map(|(name, value)| format!("| `{name}` | {} |\n", value.replace('|', "\\|"))).collect();
            format!("\n**{key}**\n\n| | |\n|---|---|\n{rows}\n")
        }
    }
}

fn html(block: &Block) -> String {
    match block {
        Block::Title(words) => format!("<h1>{}</h1>\n", html_escape(words)),
        Block::Heading(words) => format!("<h2>{}</h2>\n", html_escape(words)),
        Block::Rule { id, title } => {
            let id = html_escape(id);
            format!("<h3 id=\"{id}\">{} <code>{id}</code></h3>\n", html_escape(title))
        }
        Block::Words(words) if words.is_empty() => String::new(),
        Block::Words(words) => format!("<p>{}</p>\n", html_escape(words)),
        Block::Fact(key, value) => {
            format!("<dl><dt>{}</dt><dd>{}</dd></dl>\n", html_escape(key), html_escape(value))
        }
        Block::Sample(key, words) => {
            format!("<p><b>{}</b></p><pre>{}</pre>\n", html_escape(key), html_escape(words))
        }
        Block::Settings(key, rows) => {
            let rows: String = rows
                .iter()
                .map(|(name, value)| {
                    format!("<tr><td><code>{}</code></td><td>{}</td></tr>", html_escape(name), html_escape(value))
                })
                .collect();
            format!("<details><summary>{}</summary><table>{rows}</table></details>\n", html_escape(key))
        }
    }
}
