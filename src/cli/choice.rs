//! The values that options choose from, and how their words are read.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::diagnostic::{Lang, Severity};
use crate::facts::{CalendarDate, Level, place};
use crate::render::Format;
use crate::report::PolicyProfile;

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

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.purpose(Lang::Zh)))
    }
}

/// A further answer and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its format.
    pub format: Format,
    /// The file.
    pub path: PathBuf,
}

/// Reads `FORMAT=FILE`.
pub(super) fn output(words: &str) -> Result<Output, String> {
    let wrong = || "应写成 格式=文件，如 html=结果.html / write FORMAT=FILE, such as html=result.html".to_owned();
    let (format, path) = words.split_once('=').ok_or_else(wrong)?;
    let format = Format::from_str(format, true).map_err(|_| {
        let known = Format::ALL.map(Format::name);
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

/// Reads a level.
pub(super) fn level(word: &str) -> Result<Level, String> {
    Level::parse(word).ok_or_else(|| {
        "应为 省、市、县、乡、街道、部门 / province, city, county, township, subdistrict, department".to_owned()
    })
}

/// Reads a province.
pub(super) fn province(word: &str) -> Result<String, String> {
    place::province(word).map(str::to_owned).ok_or_else(|| "没有这个省份 / no such province".to_owned())
}

/// Reads a day.
pub(super) fn date(word: &str) -> Result<CalendarDate, String> {
    CalendarDate::parse(word).ok_or_else(|| "应写成 2026-03-20 / write 2026-03-20".to_owned())
}
