//! `fazhi pack import` and `fazhi pack export`: a sheet of demands as rules, and rules as a sheet.
//!
//! A sheet holds, per demand: 编号, 要求, 出处, 适用对象, 必备程度, 关键词, 示例. What it cannot hold (patterns, guards,
//! severities of single cases) stays in the rule files.

use std::path::Path;

use crate::diagnostic::{Lang, Severity};
use crate::engine::packs::build;
use crate::facts::Level;
use crate::rule::RuleSet;
use crate::rule::load::{Files, LoadedRule};
use crate::rule::yaml::{Node, Value};

use super::super::{Exit, complain, print, style};
use super::args::{Export, Import};
use super::draft::{self, Demand};
use super::{lineage, show, table, write_file};

/// Runs `fazhi pack import`.
pub fn import(args: &Import, lang: Lang) -> Exit {
    let _ = style(&args.common, lang);
    let rows = match table::read(&args.table, lang) {
        Ok(rows) => rows,
        Err(words) => return refuse(&args.table, &words, lang),
    };
    let demands = match demands(&rows, lang) {
        Ok(demands) => demands,
        Err(words) => return refuse(&args.table, &words, lang),
    };
    let folder = &args.output;
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        return refuse(
            folder,
            lang.pick("已存在且不为空；请换一个文件夹", "exists and is not empty; choose another folder"),
            lang,
        );
    }
    let name = pack_name(folder);
    let drafted = draft::pack(&name, &demands);
    for (path, text) in &drafted.files {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(fault) =
            made.map_err(|fault| fault.to_string()).and_then(|()| write_file(&path, text.as_bytes(), lang))
        {
            return refuse(&path, &fault, lang);
        }
    }
    let folder = folder.display();
    print(&match lang {
        Lang::Zh => format!(
            "由 {} 行要求起草了 {} 条规则，写入 {folder}\n其中 {} 条缺少关键词，已停用；各文件中“待补”处请人工完成，然后运行：\n  fazhi pack test {folder}\n",
            demands.len(),
            demands.len(),
            drafted.unfinished
        ),
        Lang::En => format!(
            "drafted {} rule(s) from {} row(s) into {folder}\n{} of them lack keywords and are disabled; finish what is marked 待补, then run:\n  fazhi pack test {folder}\n",
            demands.len(),
            demands.len(),
            drafted.unfinished
        ),
    });
    Exit::Clean
}

fn refuse(path: &Path, words: &str, lang: Lang) -> Exit {
    complain(&match lang {
        Lang::Zh => format!("错误：{}：{words}", path.display()),
        Lang::En => format!("error: {}: {words}", path.display()),
    });
    Exit::Usage
}

/// The name of a pack in `folder`: its letters and digits.
fn pack_name(folder: &Path) -> String {
    let stem = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name: String =
        stem.chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).collect();
    let name = name.trim_matches('-').to_owned();
    if name.is_empty() { "imported".to_owned() } else { name }
}

/// The columns of a sheet, in the order in which they are written.
const COLUMNS: [&str; 7] = ["编号", "要求", "出处", "适用对象", "必备程度", "关键词", "示例"];

fn demands(rows: &[Vec<String>], lang: Lang) -> Result<Vec<Demand>, String> {
    let head = rows.iter().position(|row| row.iter().any(|cell| cell.trim() == "要求"));
    let Some((at, head)) = head.and_then(|at| Some((at, rows.get(at)?))) else {
        return Err(match lang {
            Lang::Zh => format!("没有表头；第一行应为：{}（编号可省略）", COLUMNS.join("、")),
            Lang::En => format!("no header row; it holds {} (编号 may be left out)", COLUMNS.join(", ")),
        });
    };
    let column = |name: &str| head.iter().position(|cell| cell.trim() == name);
    let mut demands: Vec<Demand> = Vec::new();
    for row in rows.iter().skip(at + 1) {
        let cell = |name: &str| {
            column(name).and_then(|index| row.get(index)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
        };
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut demand = Demand {
            id: cell("编号"),
            text: cell("要求"),
            origin: cell("出处"),
            levels: levels(&cell("适用对象")),
            severity: severity(&cell("必备程度")),
            words: cell("关键词")
                .split(['、', '，', ',', '；', ';', '\n', ' '])
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            sample: cell("示例"),
        };
        let usable = demand.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if demand.id.is_empty() || !usable || demands.iter().any(|other| other.id == demand.id) {
            demand.id = format!("demand-{:03}", demands.len() + 1);
        }
        demands.push(demand);
    }
    if demands.is_empty() {
        return Err(lang.pick("表头下面没有要求", "there is no demand below the header").to_owned());
    }
    Ok(demands)
}

/// The levels that the words name; none means all.
fn levels(words: &str) -> Vec<Level> {
    const NAMES: [(&str, Level); 14] = [
        ("省", Level::Province),
        ("自治区", Level::Province),
        ("直辖市", Level::Province),
        ("设区的市", Level::City),
        ("市", Level::City),
        ("州", Level::City),
        ("县", Level::County),
        ("区", Level::County),
        ("旗", Level::County),
        ("乡", Level::Township),
        ("镇", Level::Township),
        ("街道", Level::Subdistrict),
        ("部门", Level::Department),
        ("局", Level::Department),
    ];
    if words.contains("各级") || words.contains("全部") || words.contains("所有") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for word in words.split(['、', '，', ',', '；', ';', '/', '和', '及', ' ']) {
        let word = word.trim().trim_end_matches("人民政府").trim_end_matches("政府").trim_end_matches('级');
        let found = NAMES.iter().rev().find(|(name, _)| word.ends_with(name) || word.starts_with(name));
        if let Some((_, level)) = found
            && !out.contains(level)
        {
            out.push(*level);
        }
    }
    out.sort();
    out
}

fn severity(words: &str) -> Severity {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if has(&["必须", "必备", "强制", "error"]) {
        Severity::Error
    } else if has(&["应", "一般", "warning"]) {
        Severity::Warning
    } else {
        Severity::Info
    }
}

fn severity_words(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "必须",
        Severity::Warning => "应当",
        Severity::Info => "建议",
    }
}

/// Runs `fazhi pack export`.
pub fn export(args: &Export, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let names = [args.pack.clone()];
    let (rules, faults) = build(&names, "".as_ref(), None);
    show(&faults, &style);
    let mut files = Files::default();
    let (Some(rules), Some(lineage), true) = (rules, lineage(&names, &mut files, &style), faults.is_empty()) else {
        return Exit::Usage;
    };
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    let last = lineage.packs.len().saturating_sub(1);
    let mut left = 0;
    for loaded in lineage.packs.get(last).into_iter().flat_map(|pack| &pack.rules) {
        // A row says what a report must hold; any other rule would come back as its opposite.
        if loaded.node.get("match").is_some_and(|matcher| matcher.get("coverage").is_some()) {
            rows.push(row(&rules, loaded));
        } else {
            left += 1;
        }
    }
    match table::write(&args.output, &rows, lang) {
        Ok(bytes) => match write_file(&args.output, &bytes, lang) {
            Ok(()) => {
                let (count, path) = (rows.len() - 1, args.output.display());
                print(&match lang {
                    Lang::Zh => format!("已导出 {count} 条要求到 {path}\n"),
                    Lang::En => format!("wrote {count} demand(s) to {path}\n"),
                });
                if left > 0 {
                    print(&match lang {
                        Lang::Zh => format!("另有 {left} 条规则不是“应写到什么”，表格装不下，未导出\n"),
                        Lang::En => format!("left out {left} rule(s) that do not say what a report must hold\n"),
                    });
                }
                Exit::Clean
            }
            Err(words) => {
                complain(&words);
                Exit::Usage
            }
        },
        Err(words) => refuse(&args.output, &words, lang),
    }
}

fn row(rules: &RuleSet, loaded: &LoadedRule) -> Vec<String> {
    let raw = &loaded.raw;
    let origin: Vec<String> = raw
        .basis
        .iter()
        .filter_map(|basis| {
            let source = rules.sources.iter().find(|source| source.id == basis.source.value)?;
            let number = source.number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
            let article = basis.article.as_ref().map_or("", |article| article.value.as_str());
            let item = basis.item.as_ref().map_or("", |item| item.zh.as_str());
            Some(format!("{}{number}{article}{item}", source.title.zh))
        })
        .collect();
    let levels: Vec<&str> = raw.applies.levels.iter().map(|level| level.as_str()).collect();
    let mut words = Vec::new();
    if let Some(matcher) = loaded.node.get("match") {
        keywords(matcher, &mut words);
    }
    vec![
        raw.id.value.clone(),
        raw.title.zh.clone(),
        origin.join("；"),
        if levels.is_empty() { "各级".to_owned() } else { levels.join("、") },
        severity_words(raw.severity).to_owned(),
        words.join("、"),
        raw.docs.good.trim_end().to_owned(),
    ]
}

/// The words that a rule looks for: `any` of groups, `term` of entries.
fn keywords(node: &Node, out: &mut Vec<String>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                match (key.words(), &value.value) {
                    (Some("any"), Value::List(items)) => {
                        out.extend(items.iter().filter_map(Node::words).map(str::to_owned));
                    }
                    (Some("term"), Value::Scalar(scalar)) => out.push(scalar.words().to_owned()),
                    _ => keywords(value, out),
                }
            }
        }
        Value::List(items) => {
            for item in items {
                keywords(item, out);
            }
        }
        Value::Scalar(_) => {}
    }
}
