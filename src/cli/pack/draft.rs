//! Demands of a sheet as draft rules, with what a person must finish marked 待补.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Level;

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The id of the rule.
    pub id: String,
    /// What is demanded.
    pub text: String,
    /// By what.
    pub origin: String,
    /// Of whom; of all if empty.
    pub levels: Vec<Level>,
    /// How firmly.
    pub severity: Severity,
    /// Words by which it is recognised.
    pub words: Vec<String>,
    /// A text that satisfies it.
    pub sample: String,
}

/// A drafted pack.
#[derive(Debug)]
pub struct Draft {
    /// Path in the folder, and text.
    pub files: Vec<(String, String)>,
    /// Rules that are disabled because no keyword says how to recognise what they demand.
    pub unfinished: usize,
}

/// Drafts the pack `name`.
#[must_use]
pub fn pack(name: &str, demands: &[Demand]) -> Draft {
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    for demand in demands {
        let (title, _) = origin(&demand.origin);
        let next = format!("{name}-{}", sources.len() + 1);
        sources.entry(title).or_insert(next);
    }
    let mut listed: Vec<(&String, &String)> = sources.iter().collect();
    listed.sort_by_key(|(_, id)| id.len());
    let mut head = format!(
        "# 由要求清单起草。待补：核对每一份依据的原文后，把 verified 改为 primary 或 secondary，并写明施行日期。\n\
         name: {name}\nversion: 0.1.0\ntitle: {{zh: {name} 规则包, en: {name} pack}}\n\
         description:\n  zh: 由要求清单起草，待人工核对。\n  en: Drafted from a sheet of demands, to be checked by a person.\n\
         extends: [national]\nsources:\n"
    );
    for (title, id) in listed {
        let quoted = quote(title);
        // A demand without an origin rests on nothing but habit.
        let verified = if title == PRACTICE { "convention" } else { "memory" };
        head.push_str(&format!("  - id: {id}\n    title: {{zh: {quoted}, en: {quoted}}}\n    verified: {verified}\n"));
    }
    let mut files = vec![("pack.yaml".to_owned(), head)];
    let mut unfinished = 0;
    for demand in demands {
        unfinished += usize::from(demand.words.is_empty());
        files.push((format!("rules/{}.yaml", demand.id), rule(demand, &sources)));
    }
    Draft { files, unfinished }
}

const PRACTICE: &str = "本地审查惯例";

/// An origin as the name of an instrument and the rest: 《某办法》 and 第五条.
fn origin(words: &str) -> (String, String) {
    if words.is_empty() {
        return (PRACTICE.to_owned(), String::new());
    }
    let end = words.find('》').map_or(words.len(), |at| at + '》'.len_utf8());
    let (title, rest) = words.split_at_checked(end).unwrap_or((words, ""));
    (title.to_owned(), rest.to_owned())
}

fn quote(words: &str) -> String {
    // JSON strings are YAML strings.
    serde_json::to_string(words).unwrap_or_else(|_| "\"\"".to_owned())
}

fn rule(demand: &Demand, sources: &BTreeMap<String, String>) -> String {
    let (title, rest) = origin(&demand.origin);
    let source = sources.get(&title).map_or("", String::as_str);
    let item =
        if rest.is_empty() { String::new() } else { format!(", item: {{zh: {}, en: {}}}", quote(&rest), quote(&rest)) };
    let levels: Vec<&str> = demand.levels.iter().map(|level| level.as_str()).collect();
    let applies =
        if levels.is_empty() { String::new() } else { format!("applies: {{levels: [{}]}}\n", levels.join(", ")) };
    let (title, words) = (quote(&demand.text), &demand.words);
    let disabled = if words.is_empty() {
        "# 待补：写出能判断“已经写到”的关键词后，删去 disabled。\ndisabled: {zh: 待补关键词, en: keywords are missing}\n"
    } else {
        ""
    };
    let listed = if words.is_empty() { vec!["待补".to_owned()] } else { words.clone() };
    let any: Vec<String> = listed.iter().map(|word| quote(word)).collect();
    let level = demand.levels.first().map_or(String::new(), |level| format!("\n      level: {}", level.as_str()));
    let block = |indent: usize, text: &str| -> String {
        let pad = " ".repeat(indent);
        text.lines().map(|line| format!("{pad}{line}\n")).collect()
    };
    let first = listed.first().map_or("", String::as_str);
    let sample = if demand.sample.is_empty() {
        format!("一、主要举措和成效\n全年开展{first}工作。")
    } else {
        demand.sample.clone()
    };
    let second = listed.last().map_or("", String::as_str);
    let inapplicable = Level::ALL.into_iter().find(|level| !demand.levels.is_empty() && !demand.levels.contains(level));
    let inapplicable = inapplicable.map_or(String::new(), |level| {
        format!(
            "  inapplicable:\n    - text: |\n        一、主要举措和成效\n        全年工作平稳推进。\n      level: {}\n",
            level.as_str()
        )
    });
    format!(
        "# 待补：核对依据原文、关键词是否够全（写法不同也算写到）、用例是否像本地报告。\n\
         id: {id}\ntitle: {{zh: {title}, en: {title}}}\nseverity: {severity}\nconfidence: medium\nsince: 0.1.0\n{disabled}\
         basis:\n  - {{source: {source}{item}}}\n{applies}match:\n  coverage:\n    groups:\n      - name: {{zh: {title}, en: {title}}}\n        any: [{any}]\n    at_least: 1\n\
         message:\n  zh: {message}\n  en: {english}\nhelp:\n  zh: {help}\n  en: {help_en}\n\
         docs:\n  why: {{zh: {why}, en: {why}}}\n  # 待补：一段不符合的文字。\n  bad: |\n    一、主要举措和成效\n    全年工作平稳推进。\n  good: |\n{good}\
         tests:\n  pass:\n    - text: |\n{pass}{level}\n    - text: |\n        一、主要举措和成效\n        本年度继续做好{second}相关工作。{level}\n\
         \x20 fail:\n    - text: |\n        一、主要举措和成效\n        全年工作平稳推进。{level}\n    - text: |\n        一、主要举措和成效\n        各项任务按期完成。{level}\n{inapplicable}",
        id = demand.id,
        severity = demand.severity.as_str(),
        any = any.join(", "),
        message = quote(&format!("没有写到：{}", demand.text)),
        english = quote(&format!("Not found in the text: {}", demand.text)),
        help = quote(&format!("请补写：{}；确实没有的，请写明“无”或说明原因", demand.text)),
        help_en = quote(&format!("Add it ({}), or say that there was none and why", demand.text)),
        why =
            quote(&format!("{}（{}）", demand.text, if demand.origin.is_empty() { PRACTICE } else { &demand.origin })),
        good = block(4, &sample),
        pass = block(8, &sample).trim_end(),
    )
}
