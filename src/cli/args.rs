//! Commands and options. The help is Chinese here and English in `english`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Lang, Severity};
use crate::facts::{CalendarDate, Level, place};
use crate::report::PolicyProfile;

use super::english;
use super::pack::args::Pack;

/// 法治政府建设年度报告合规检查
#[derive(Debug, Parser)]
#[command(
    name = "fazhi",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// 要执行的命令
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, display_order = 1000)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 检查报告（默认命令：fazhi 报告.txt）
    Check(Check),
    /// 显示报告的结构
    Outline(Outline),
    /// 列出报告中的数字、日期和引文，并复核能核算的数字
    Facts(FactsCommand),
    /// 说明一条规则
    Explain(Explain),
    /// 列出规则
    Rules(Rules),
    /// 编写、检验、比较规则包
    Pack(Pack),
    /// 显示当前设置及其来源
    Config(ShowConfig),
    /// 新建一份待填写的报告
    New(New),
    /// 生成命令行补全脚本
    Completions {
        /// 终端种类
        shell: clap_complete::Shell,
    },
}

/// Options that every command shares.
#[derive(Debug, Args)]
pub struct Common {
    /// 界面语言
    #[arg(long, value_enum, value_name = "语言", help_heading = "显示")]
    pub lang: Option<LangName>,
    /// 是否使用颜色
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "方式", help_heading = "显示")]
    pub color: Color,
    /// 版面宽度（终端列数）
    #[arg(long, value_name = "列数", help_heading = "显示")]
    pub width: Option<usize>,
    /// 终端把“ ” — … 显示为几列：窄 1 列，宽 2 列
    #[arg(long, value_enum, default_value_t = Ambiguous::Narrow, value_name = "宽度", help_heading = "显示")]
    pub ambiguous_width: Ambiguous,
}

/// Which packs are used.
#[derive(Clone, Debug, Default, Args)]
pub struct PackChoice {
    /// 规则包：名称（如 sichuan）、文件夹、auto（按识别的省份，默认）或 none（只用国家规则包）；可多次
    #[arg(long = "pack", alias = "rules", value_name = "规则包", help_heading = "规则包和配置")]
    pub packs: Vec<String>,
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigChoice,
}

/// Which configuration file is used.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigChoice {
    /// 配置文件（默认从报告所在文件夹向上查找 fazhi.yaml）
    #[arg(long, value_name = "文件", conflicts_with = "no_config", help_heading = "规则包和配置")]
    pub config: Option<PathBuf>,
    /// 不使用配置文件
    #[arg(long, help_heading = "规则包和配置")]
    pub no_config: bool,
}

/// What is known about the report.
#[derive(Debug, Default, Args)]
pub struct Facts {
    /// 报告机关层级：省、市、县、乡、街道、部门
    #[arg(long, value_parser = level, value_name = "层级", help_heading = "报告信息（不指定则自动识别）")]
    pub level: Option<Level>,
    /// 所在省份，如 四川 或 四川省
    #[arg(long, value_parser = province, value_name = "省份", help_heading = "报告信息（不指定则自动识别）")]
    pub province: Option<String>,
    /// 报告年度，如 2025
    #[arg(long, value_parser = clap::value_parser!(i32).range(1990..=2100), value_name = "年", help_heading = "报告信息（不指定则自动识别）")]
    pub year: Option<i32>,
    /// 公开日期，如 2026-03-20
    #[arg(long, value_parser = date, value_name = "日期", help_heading = "报告信息（不指定则自动识别）")]
    pub published: Option<CalendarDate>,
    /// 即使不像年度报告也按年度报告检查
    #[arg(long, help_heading = "报告信息（不指定则自动识别）")]
    pub as_report: bool,
}

/// What is done with fixes.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Debug, Args)]
pub struct Mending {
    /// 改正可以放心改正的问题并写回文件（标准输入则输出改后全文）
    #[arg(long, group = "mending", help_heading = "改正")]
    pub fix: bool,
    /// 只显示会怎样改，不改文件
    #[arg(long, group = "mending", help_heading = "改正")]
    pub diff: bool,
    /// 连同需要人工复核的改法（与 --fix 或 --diff 合用）
    #[arg(long, requires = "mending", help_heading = "改正")]
    pub unsafe_fixes: bool,
    /// 在 Word 文件里直接改正，不用修订方式（与 --fix 合用）
    #[arg(long, requires = "fix", help_heading = "改正")]
    pub accept_fixes: bool,
}

/// What earlier reviews left.
#[derive(Debug, Args)]
pub struct Review {
    /// 豁免清单（YAML）：已审核接受的问题
    #[arg(long, value_name = "豁免清单", help_heading = "豁免和基线")]
    pub waivers: Option<PathBuf>,
    /// 基线文件：其中已有的问题不再报告
    #[arg(long, value_name = "基线文件", help_heading = "豁免和基线")]
    pub baseline: Option<PathBuf>,
    /// 把现有问题写成基线文件
    #[arg(long, value_name = "基线文件", conflicts_with_all = ["baseline", "mending"], help_heading = "豁免和基线")]
    pub write_baseline: Option<PathBuf>,
}

/// `fazhi check`
#[derive(Debug, Args)]
pub struct Check {
    /// 报告文件或文件夹（.docx、.doc、.wps、.pdf、.ofd、.odt、.html、.txt、.md）；- 表示标准输入
    #[arg(required = true, value_name = "文件")]
    pub paths: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Fancy, value_name = "格式")]
    pub format: Format,
    /// 另存一份结果，写成 格式=文件，如 html=结果.html（可多次使用）
    #[arg(long, value_parser = output, value_name = "格式=文件")]
    pub output: Vec<Output>,
    /// 把结果作为批注写进 Word 文件的副本（原文件不变）
    #[cfg(feature = "docx")]
    #[arg(long, value_name = "文件")]
    pub annotate: Option<PathBuf>,
    /// 检查场合：起草、报送、公开，默认 submit
    #[arg(long, value_enum, value_name = "场合")]
    pub profile: Option<Occasion>,
    /// 达到此级别即以退出码 1 结束，默认 error
    #[arg(long, value_enum, value_name = "级别")]
    pub fail_level: Option<LevelName>,
    /// 显示到哪一级（fancy 默认 warning，short 和 json 默认 info）
    #[arg(long, value_enum, value_name = "级别")]
    pub show: Option<LevelName>,
    /// 只用这些规则（可多次或用逗号分隔；res-* 表示一组）
    #[arg(long, value_delimiter = ',', value_name = "规则")]
    pub select: Vec<String>,
    /// 不用这些规则
    #[arg(long, value_delimiter = ',', value_name = "规则")]
    pub ignore: Vec<String>,
    /// The packs.
    #[command(flatten)]
    pub packs: PackChoice,
    /// What is done with fixes.
    #[command(flatten)]
    pub mending: Mending,
    /// What earlier reviews left.
    #[command(flatten)]
    pub review: Review,
    /// 标准输入的文件名（用于显示和判断格式）
    #[arg(long, value_name = "文件名", default_value = "stdin.txt", hide_default_value = true)]
    pub stdin_filename: String,
    /// 同时列出无法判断的规则
    #[arg(short, long)]
    pub verbose: bool,
    /// What is known about the report.
    #[command(flatten)]
    pub facts: Facts,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi outline`
#[derive(Debug, Args)]
pub struct Outline {
    /// 报告文件或文件夹；- 表示标准输入
    #[arg(required = true, value_name = "文件")]
    pub paths: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = OutlineFormat::Text, value_name = "格式")]
    pub format: OutlineFormat,
    /// 标准输入的文件名
    #[arg(long, value_name = "文件名", default_value = "stdin.txt", hide_default_value = true)]
    pub stdin_filename: String,
    /// The packs.
    #[command(flatten)]
    pub packs: PackChoice,
    /// What is known about the report.
    #[command(flatten)]
    pub facts: Facts,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi facts`
#[derive(Debug, Args)]
pub struct FactsCommand {
    /// 报告文件或文件夹；- 表示标准输入
    #[arg(required = true, value_name = "文件")]
    pub paths: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = FactsFormat::Table, value_name = "格式")]
    pub format: FactsFormat,
    /// The packs.
    #[command(flatten)]
    pub packs: PackChoice,
    /// 标准输入的文件名
    #[arg(long, value_name = "文件名", default_value = "stdin.txt", hide_default_value = true)]
    pub stdin_filename: String,
    /// What is known about the report.
    #[command(flatten)]
    pub facts: Facts,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// 规则编号，如 section-problems-missing
    #[arg(value_name = "规则")]
    pub rule: String,
    /// The packs.
    #[command(flatten)]
    pub packs: PackChoice,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi rules`
#[derive(Debug, Args)]
pub struct Rules {
    /// 只列编号或标题含有此词的规则
    #[arg(value_name = "词")]
    pub word: Option<String>,
    /// 只列此级别的规则
    #[arg(long, value_enum, value_name = "级别")]
    pub severity: Option<LevelName>,
    /// 只列适用于此层级的规则
    #[arg(long, value_parser = level, value_name = "层级")]
    pub level: Option<Level>,
    /// 只列停用的规则及原因
    #[arg(long)]
    pub disabled: bool,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = OutlineFormat::Text, value_name = "格式")]
    pub format: OutlineFormat,
    /// The packs.
    #[command(flatten)]
    pub packs: PackChoice,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi config`
#[derive(Debug, Args)]
pub struct ShowConfig {
    /// 报告文件或文件夹（从这里向上查找 fazhi.yaml）
    #[arg(value_name = "文件", default_value = ".", hide_default_value = true)]
    pub path: PathBuf,
    /// 同时显示每项设置的来源
    #[arg(long)]
    pub show_origin: bool,
    /// The packs.
    #[command(flatten)]
    pub packs: PackChoice,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi new`
#[derive(Debug, Args)]
pub struct New {
    /// 报告机关层级：省、市、县、乡、街道、部门（默认 乡）
    #[arg(long, value_parser = level, value_name = "层级")]
    pub level: Option<Level>,
    /// 报告年度，如 2025
    #[arg(long, value_parser = clap::value_parser!(i32).range(1990..=2100), value_name = "年")]
    pub year: i32,
    /// 所在省份，如 四川 或 四川省
    #[arg(long, value_parser = province, value_name = "省份")]
    pub province: Option<String>,
    /// 写到这个文件（.docx、.md、.txt）；不指定则显示
    #[arg(short, long, id = "new_output", value_name = "文件")]
    pub output: Option<PathBuf>,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// Languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangName {
    /// 中文
    Zh,
    /// English
    En,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// 终端支持时使用
    Auto,
    /// 总是使用
    Always,
    /// 从不使用
    Never,
}

/// Cells of ambiguous characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ambiguous {
    /// 1 列
    Narrow,
    /// 2 列
    Wide,
}

/// Formats of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供人阅读的完整版面
    Fancy,
    /// 一行一条，供编辑器使用
    Short,
    /// JSON，供程序使用
    Json,
    /// 一个网页，可打印
    Html,
    /// Markdown，供邮件使用
    Markdown,
}

/// A further answer and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its format.
    pub format: Format,
    /// The file.
    pub path: PathBuf,
}

fn output(words: &str) -> Result<Output, String> {
    let wrong = || "应写成 格式=文件，如 html=结果.html / write FORMAT=FILE, such as html=result.html".to_owned();
    let (format, path) = words.split_once('=').ok_or_else(wrong)?;
    let format = Format::from_str(format, true).map_err(|_| {
        let known: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|v| Some(v.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("没有格式“{format}”，可用：{0} / no such format; there are {0}", known.join("、"))
    })?;
    if path.is_empty() { Err(wrong()) } else { Ok(Output { format, path: PathBuf::from(path) }) }
}

/// Formats of `outline` and `rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutlineFormat {
    /// 文字
    Text,
    /// JSON
    Json,
}

/// Formats of `facts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FactsFormat {
    /// 表格
    Table,
    /// JSON
    Json,
    /// CSV，供电子表格使用
    Csv,
}

/// Occasions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Occasion {
    /// 起草中
    Draft,
    /// 报送前
    Submit,
    /// 公开前
    Publish,
}

/// Weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 提示
    Info,
}

impl From<LangName> for Lang {
    fn from(name: LangName) -> Self {
        match name {
            LangName::Zh => Self::Zh,
            LangName::En => Self::En,
        }
    }
}

impl From<Occasion> for PolicyProfile {
    fn from(name: Occasion) -> Self {
        match name {
            Occasion::Draft => Self::Draft,
            Occasion::Submit => Self::Submit,
            Occasion::Publish => Self::Publish,
        }
    }
}

impl From<LevelName> for Severity {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Error => Self::Error,
            LevelName::Warning => Self::Warning,
            LevelName::Info => Self::Info,
        }
    }
}

fn level(word: &str) -> Result<Level, String> {
    Level::parse(word).ok_or_else(|| {
        "应为 省、市、县、乡、街道、部门 / province, city, county, township, subdistrict, department".to_owned()
    })
}

fn province(word: &str) -> Result<String, String> {
    place::province(word).map(str::to_owned).ok_or_else(|| "没有这个省份 / no such province".to_owned())
}

fn date(word: &str) -> Result<CalendarDate, String> {
    CalendarDate::parse(word).ok_or_else(|| "应写成 2026-03-20 / write 2026-03-20".to_owned())
}

/// Puts `check` before a path that is given without a command.
pub fn with_default_verb(mut arguments: Vec<OsString>) -> Vec<OsString> {
    const VERBS: [&str; 9] = ["check", "outline", "facts", "explain", "rules", "new", "pack", "config", "completions"];
    const OWN: [&str; 5] = ["-h", "--help", "-V", "--version", "help"];
    if let Some(first) = arguments.get_mut(1).filter(|first| *first == "help") {
        *first = "--help".into();
    }
    let words: Vec<std::borrow::Cow<'_, str>> = arguments.iter().skip(1).map(|word| word.to_string_lossy()).collect();
    // `fazhi --lang en` and `fazhi --lang en --help` ask for help, not for a check.
    let mut skip = false;
    let first = words.iter().find(|word| {
        let is_value = std::mem::replace(&mut skip, **word == "--lang");
        !is_value && **word != "--lang" && !word.starts_with("--lang=")
    });
    let wants_check = first.is_some_and(|word| !VERBS.contains(&word.as_ref()) && !OWN.contains(&word.as_ref()));
    let misplaced = first.is_some_and(|word| VERBS.contains(&word.as_ref()) || OWN.contains(&word.as_ref()));
    let lang_first = words.first().is_some_and(|word| word.starts_with("--lang"));
    if wants_check {
        arguments.insert(1, "check".into());
    } else if misplaced && lang_first {
        // `fazhi --lang en rules`: the option belongs behind the command.
        let count = if words.first().is_some_and(|word| word.as_ref() == "--lang") { 2 } else { 1 };
        let moved: Vec<OsString> = arguments.drain(1..=count.min(arguments.len() - 1)).collect();
        if !first_is_own(&arguments) {
            arguments.extend(moved);
        }
    } else if first.is_none() && !words.is_empty() {
        arguments.truncate(1);
    }
    arguments
}

fn first_is_own(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|word| word.to_string_lossy().starts_with('-') || word == "help")
}

/// The language that arguments or environment ask for; needed before the arguments are parsed.
pub fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<std::borrow::Cow<'_, str>> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let option = words.iter().enumerate().find_map(|(index, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(index + 1).map(std::string::ToString::to_string),
        Some(value) => value.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let asked = option.or_else(|| std::env::var("FAZHI_LANG").ok());
    if asked.is_some_and(|lang| lang.eq_ignore_ascii_case("en")) { Lang::En } else { Lang::Zh }
}

/// The command with help in `lang`.
pub fn command(lang: Lang) -> clap::Command {
    let styles = Styles::styled()
        .header(AnsiColor::Yellow.on_default().bold())
        .usage(AnsiColor::Yellow.on_default().bold())
        .literal(AnsiColor::Green.on_default());
    let command = Cli::command().styles(styles);
    match lang {
        Lang::Zh => {
            localise(command.after_help("English: fazhi --lang en --help"), "", "用法：", "命令", "选项", "参数")
        }
        Lang::En => english::translate(localise(command, "", "Usage:", "Commands", "Options", "Arguments")),
    }
}

fn localise(
    command: clap::Command,
    parent: &str,
    usage: &str,
    commands: &'static str,
    options: &'static str,
    arguments: &'static str,
) -> clap::Command {
    let template = format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}\n{{after-help}}");
    let mut command = command;
    if usage != "Usage:" && command.get_name() != "fazhi" {
        let names: Vec<String> = command
            .get_positionals()
            .map(|arg| {
                format!(
                    "<{}>{}",
                    value_name(arg),
                    if arg.get_num_args().is_some_and(|count| count.max_values() > 1) { "..." } else { "" }
                )
            })
            .collect();
        let options = if command.has_subcommands() { "<命令>" } else { "[选项] " };
        let usage = format!("{parent} {} {options}{}", command.get_name(), names.join(" "));
        command = command.override_usage(usage);
    }
    let command = command.help_template(template).subcommand_help_heading(commands).subcommand_value_name(commands);
    let command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let arg = if arg.get_help_heading().is_none() { arg.help_heading(heading) } else { arg };
        choices(arg, commands == "命令")
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let parent = format!("{parent} {}", command.get_name()).trim_start().to_owned();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| localise(sub, &parent, usage, commands, options, arguments))
    })
}

fn value_name(arg: &clap::Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}

/// Tells the possible values and the default of an option in words of the help's own language.
fn choices(arg: clap::Arg, chinese: bool) -> clap::Arg {
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if values.is_empty() || !chinese || !arg.get_action().takes_values() {
        return arg;
    }
    let default =
        arg.get_default_values().first().map(|value| format!("，默认 {}", value.to_string_lossy())).unwrap_or_default();
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.hide_possible_values(true).hide_default_value(true).help(format!("{help}（{}{default}）", values.join("、")))
}
