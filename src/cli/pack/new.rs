//! `fazhi pack new`: a starter that passes its own tests.

use std::path::{Path, PathBuf};

use crate::diagnostic::Lang;

use super::super::{Exit, complain, print, style};
use super::args::New;
use super::write_file;

const PACK: &str = include_str!("starter/pack.yaml");
const RULE: &str = include_str!("starter/rule.yaml");
const LEXICON: &str = include_str!("starter/lexicon.yaml");
const SETTINGS: &str = include_str!("starter/settings.json");

/// Runs the command.
pub fn run(args: &New, lang: Lang) -> Exit {
    let _ = style(&args.common, lang);
    let name = &args.name;
    let plain = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !crate::builtin::names().contains(&name.as_str());
    if !plain {
        complain(&match lang {
            Lang::Zh => {
                format!("错误：规则包名称“{name}”不可用；请用小写字母、数字和连字符，且不与内置规则包同名，如 my-city")
            }
            Lang::En => format!(
                "error: `{name}` cannot be the name of a pack; use lower-case letters, digits and hyphens, and no name of a built-in pack, such as my-city"
            ),
        });
        return Exit::Usage;
    }
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from(name));
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        complain(&match lang {
            Lang::Zh => format!("错误：{} 已存在且不为空；请换一个文件夹（-o）", folder.display()),
            Lang::En => format!("error: {} exists and is not empty; choose another folder (-o)", folder.display()),
        });
        return Exit::Usage;
    }
    match write(&folder, name, lang) {
        Ok(files) => {
            let listed: String = files.iter().map(|file| format!("  {}\n", file.display())).collect();
            let folder = folder.display();
            print(&match lang {
                Lang::Zh => format!(
                    "已新建规则包 {name}：\n{listed}下一步：\n  fazhi pack test {folder}\n  fazhi check 报告.txt --pack {folder}\n"
                ),
                Lang::En => format!(
                    "made the pack {name}:\n{listed}next:\n  fazhi pack test {folder}\n  fazhi check REPORT.txt --pack {folder}\n"
                ),
            });
            Exit::Clean
        }
        Err(fault) => {
            complain(&fault);
            Exit::Usage
        }
    }
}

fn write(folder: &Path, name: &str, lang: Lang) -> Result<Vec<PathBuf>, String> {
    let files = [
        ("pack.yaml", PACK.replace("NAME", name)),
        ("rules/NAME-legality-review.yaml", RULE.replace("NAME", name)),
        ("lexicon/NAME-terms.yaml", LEXICON.replace("NAME", name)),
        (".vscode/settings.json", SETTINGS.to_owned()),
        (".schema/rule.json", crate::rule::schema::RULE.to_owned()),
        (".schema/pack.json", crate::rule::schema::PACK.to_owned()),
        (".schema/lexicon.json", crate::rule::schema::LEXICON.to_owned()),
    ];
    let mut written = Vec::new();
    for (path, text) in files {
        let path = folder.join(path.replace("NAME", name));
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|fault| format!("{}: {fault}", parent.display()))?;
        }
        write_file(&path, text.as_bytes(), lang)?;
        if !path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.') && part.as_os_str() != ".")
        {
            written.push(path);
        }
    }
    Ok(written)
}
