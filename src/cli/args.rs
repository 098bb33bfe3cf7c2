//! Commands and options. The help is Chinese here and English in `english`; the values are in `choice`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::facts::{CalendarDate, Level};

use super::choice::{
    Ambiguous, Color, FactsFormat, Format, LangName, LevelName, Occasion, OutlineFormat, Output, date, level, output,
    province,
};
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
    /// 作为编辑器的语言服务运行（由编辑器启动）
    #[cfg(feature = "lsp")]
    Lsp {
        /// 通过标准输入输出通信（总是如此，此选项只为兼容）
        #[arg(long)]
        stdio: bool,
        /// 界面语言（编辑器的设置优先）
        #[arg(long, value_enum, value_name = "语言")]
        lang: Option<LangName>,
    },
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
