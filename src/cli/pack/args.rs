//! `fazhi pack …`: its commands and options.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::super::args::Common;

/// `fazhi pack`
#[derive(Debug, Args)]
pub struct Pack {
    /// 要执行的命令
    #[command(subcommand)]
    pub command: PackCommand,
}

/// What can be done with packs.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// 列出内置规则包
    List(List),
    /// 检查规则包的写法
    Check(Folders),
    /// 运行规则自带的测试
    Test(Test),
    /// 新建一个规则包
    New(New),
    /// 输出规则文件的 JSON Schema，供编辑器补全和校验
    Schema(Schema),
    /// 生成规则手册
    Docs(Docs),
    /// 比较两个规则包：对写报告的人有什么变化
    Diff(Diff),
    /// 在一批报告上试运行规则包
    Eval(Eval),
    /// 由要求清单表格（csv、xlsx）起草规则
    Import(Import),
    /// 把规则包导出为要求清单表格
    Export(Export),
}

/// `fazhi pack list`
#[derive(Debug, Args)]
pub struct List {
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack check`
#[derive(Debug, Args)]
pub struct Folders {
    /// 规则包：文件夹或内置名称；互相继承的包请一并给出
    #[arg(required = true, value_name = "规则包")]
    pub packs: Vec<String>,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack test`
#[derive(Debug, Args)]
pub struct Test {
    /// 规则包：文件夹或内置名称；互相继承的包请一并给出
    #[arg(required = true, value_name = "规则包")]
    pub packs: Vec<String>,
    /// 逐条删除、停用规则，看测试能否发现
    #[arg(long)]
    pub mutate: bool,
    /// 只测编号含有此词的规则
    #[arg(long, value_name = "词")]
    pub only: Option<String>,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack new`
#[derive(Debug, Args)]
pub struct New {
    /// 规则包名称（小写字母、数字、连字符）
    #[arg(value_name = "名称")]
    pub name: String,
    /// 写到哪个文件夹（默认为当前文件夹下同名文件夹）
    #[arg(short, long, value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// Kinds of files of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// 规则文件
    Rule,
    /// pack.yaml
    Pack,
    /// 词表文件
    Lexicon,
    /// lexicon/instruments.yaml
    Instruments,
    /// fazhi.yaml
    Config,
}

/// `fazhi pack schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// 哪种文件
    #[arg(value_enum, default_value_t = SchemaKind::Rule, value_name = "种类")]
    pub kind: SchemaKind,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// Formats of the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocsFormat {
    /// Markdown
    Md,
    /// HTML
    Html,
}

/// `fazhi pack docs`
#[derive(Debug, Args)]
pub struct Docs {
    /// 规则包：文件夹或内置名称
    #[arg(required = true, value_name = "规则包")]
    pub packs: Vec<String>,
    /// 格式
    #[arg(long, value_enum, default_value_t = DocsFormat::Md, value_name = "格式")]
    pub format: DocsFormat,
    /// 写入文件（默认输出到屏幕）
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// 原规则包
    #[arg(value_name = "原规则包")]
    pub before: String,
    /// 新规则包
    #[arg(value_name = "新规则包")]
    pub after: String,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack eval`
#[derive(Debug, Args)]
pub struct Eval {
    /// 规则包：文件夹或内置名称
    #[arg(required = true, value_name = "规则包")]
    pub packs: Vec<String>,
    /// 报告文件或文件夹
    #[arg(long = "on", required = true, value_name = "报告")]
    pub on: Vec<PathBuf>,
    /// 与此规则包（或旧版本）比较结论
    #[arg(long, value_name = "规则包")]
    pub against: Option<String>,
    /// 把每条规则的统计写入 CSV 文件
    #[arg(long, value_name = "文件")]
    pub csv: Option<PathBuf>,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack import`
#[derive(Debug, Args)]
pub struct Import {
    /// 要求清单（.csv 或 .xlsx）
    #[arg(value_name = "表格")]
    pub table: PathBuf,
    /// 写到哪个文件夹（必须不存在或为空）
    #[arg(short, long, required = true, value_name = "文件夹")]
    pub output: PathBuf,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}

/// `fazhi pack export`
#[derive(Debug, Args)]
pub struct Export {
    /// 规则包：文件夹或内置名称
    #[arg(value_name = "规则包")]
    pub pack: String,
    /// 写入文件（.csv 或 .xlsx）
    #[arg(short, long, required = true, value_name = "文件")]
    pub output: PathBuf,
    /// Display.
    #[command(flatten)]
    pub common: Common,
}
