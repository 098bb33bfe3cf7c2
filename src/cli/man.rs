//! `fazhi man`: the manual pages, made from the same words as the help.

use std::path::Path;

use clap_mangen::Man;

use crate::diagnostic::Lang;

use super::args::ManCommand;
use super::{Exit, complain, help, print, write_file};

/// Runs the command.
pub fn run(args: &ManCommand, lang: Lang) -> Exit {
    let mut root = help::command(lang);
    root.build();
    let mut command = &root;
    for name in &args.command {
        let Some(found) = command.find_subcommand(name) else {
            complain(&match lang {
                Lang::Zh => format!("错误：没有命令 {name}；用 fazhi --help 查看全部命令"),
                Lang::En => format!("error: there is no command `{name}`; `fazhi --help` lists them all"),
            });
            return Exit::Usage;
        };
        command = found;
    }
    let Some(folder) = &args.folder else {
        let (_, words) = page(command, lang);
        print(&words);
        return Exit::Clean;
    };
    if write_all(command, folder, lang) { Exit::Clean } else { Exit::Usage }
}

/// The pages of a command and of those below it.
fn write_all(command: &clap::Command, folder: &Path, lang: Lang) -> bool {
    let (name, words) = page(command, lang);
    let written = write_file(&folder.join(name), [&words], lang);
    written && command.get_subcommands().all(|below| write_all(below, folder, lang))
}

/// The page of one command, with the name of its file.
fn page(command: &clap::Command, lang: Lang) -> (String, String) {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let man = Man::new(command.clone().display_name(name.clone()))
        .title(name.clone())
        .source(concat!("fazhi ", env!("CARGO_PKG_VERSION")))
        .manual(lang.pick("法治政府建设年度报告合规检查", "fazhi"));
    let mut roff = Vec::new();
    // Writing to memory does not fail.
    let _ = man.render(&mut roff);
    let mut words = String::new();
    for line in String::from_utf8_lossy(&roff).lines() {
        words.push_str(&heading(line, lang));
        words.push('\n');
        // Chinese has no blanks to stretch, and ids of rules must not be cut.
        if line.starts_with(".TH ") {
            words.push_str(".ad l\n.nh\n");
        }
    }
    if ["fazhi", "fazhi-check"].contains(&name.as_str()) {
        words.push_str(lang.pick(CLOSING_ZH, CLOSING_EN));
    }
    (format!("{name}.1"), words)
}

/// The headings of the sections in the language of the page.
fn heading(line: &str, lang: Lang) -> String {
    let translated = match (lang, line) {
        (Lang::Zh, ".SH NAME") => ".SH 名称",
        (Lang::Zh, ".SH SYNOPSIS") => ".SH 用法",
        (Lang::Zh, ".SH DESCRIPTION") => ".SH 说明",
        (Lang::Zh, ".SH OPTIONS") => ".SH 选项",
        (Lang::Zh, ".SH SUBCOMMANDS") => ".SH 命令",
        (Lang::Zh, ".SH EXTRA") => ".SH 其他",
        (Lang::Zh, ".SH VERSION") => ".SH 版本",
        _ => line,
    };
    translated.to_owned()
}

const CLOSING_ZH: &str = "\
.SH 退出码
.TP
0
没有达到 \\-\\-fail\\-level 的问题
.TP
1
有这样的问题
.TP
2
用法不对、规则包有误，或者有文件读不出来
.SH 文件
.TP
fazhi.yaml
从报告所在文件夹向上查找的配置文件
.SH 环境变量
FAZHI_PACK、FAZHI_PROFILE、FAZHI_FAIL_LEVEL、FAZHI_SHOW、FAZHI_LANG、FAZHI_SELECT、FAZHI_IGNORE、FAZHI_LEVEL、
FAZHI_PROVINCE、FAZHI_YEAR：与同名选项相同，选项优先。NO_COLOR：不用颜色。
";

const CLOSING_EN: &str = "\
.SH EXIT STATUS
.TP
0
nothing at or above \\-\\-fail\\-level
.TP
1
at least one finding at or above it
.TP
2
wrong use, a faulty rule pack, or an input that could not be read
.SH FILES
.TP
fazhi.yaml
the configuration, looked for upwards from the folder of the report
.SH ENVIRONMENT
FAZHI_PACK, FAZHI_PROFILE, FAZHI_FAIL_LEVEL, FAZHI_SHOW, FAZHI_LANG, FAZHI_SELECT, FAZHI_IGNORE, FAZHI_LEVEL,
FAZHI_PROVINCE, FAZHI_YEAR: as the options of these names, which go first. NO_COLOR: no colours.
";
