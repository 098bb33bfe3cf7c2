//! The formats of an answer, and the one place that knows what each of them writes: a head, a piece for each report,
//! what stands between two pieces, and a tail.
//!
//! Pieces are made one by one, on any thread and in any order; head and tail are made when all reports were checked.

use super::json::{Summary, Unreadable, WaiverJson};
use super::remark::Remark;
use super::sarif::Artifact;
use super::statistics::Statistics;
use super::template::Template;
use super::{
    Paint, Style, checkstyle, csv, fancy, github, gitlab, html, json, jsonl, junit, markdown, rdjson, sarif, short,
};
use crate::diagnostic::{Lang, Severity};
use crate::report::Report;
use crate::rule::RuleSet;
use crate::source::Source;

/// A format of the answer to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The page for people.
    Fancy,
    /// One line a finding, for editors.
    Short,
    /// The JSON contract.
    Json,
    /// One web page.
    Html,
    /// Markdown, for mail.
    Markdown,
    /// One row a finding, for spreadsheets.
    Csv,
    /// One JSON object a finding, one a line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// Checkstyle's XML.
    Checkstyle,
    /// JUnit's XML.
    Junit,
    /// The diagnostic format of reviewdog.
    Rdjson,
    /// A line of the user's own.
    Template,
}

/// A report that was checked, as formats see it.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// What was found.
    pub report: &'a Report,
    /// In which text.
    pub source: &'a Source,
    /// By which rules.
    pub rules: &'a RuleSet,
    /// How it is shown.
    pub style: &'a Style,
    /// The line of [`Format::Template`].
    pub template: &'a Template,
    /// Its place among the inputs, from 0.
    pub number: usize,
}

/// What a run over all inputs adds up to.
#[derive(Debug)]
pub struct Run<'a> {
    /// The language of everything but the reports' own words.
    pub lang: Lang,
    /// Terminal width in cells.
    pub width: usize,
    /// Colours, where the answer goes to a terminal.
    pub paint: Paint,
    /// Whether only what fails is wanted.
    pub quiet: bool,
    /// The sums.
    pub summary: &'a Summary,
    /// Inputs that could not be read.
    pub unreadable: &'a [Unreadable],
    /// Waivers that are findings themselves.
    pub waivers: &'a [WaiverJson],
    /// Whether these let the run fail.
    pub waivers_fail: bool,
    /// Both, and what else no rule found, as formats tell it that have only findings.
    pub remarks: &'a [Remark],
    /// The inputs that were read, for formats that list them.
    pub artifacts: &'a [Artifact],
    /// The rule sets that were used, each once.
    pub rules: &'a [&'a RuleSet],
    /// How often each rule found something, if that is wanted.
    pub statistics: Option<&'a Statistics>,
}

impl Format {
    /// All formats, in the order in which they are told.
    pub const ALL: [Self; 14] = [
        Self::Fancy,
        Self::Short,
        Self::Json,
        Self::Html,
        Self::Markdown,
        Self::Csv,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Checkstyle,
        Self::Junit,
        Self::Rdjson,
        Self::Template,
    ];

    /// The word by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fancy => "fancy",
            Self::Short => "short",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Checkstyle => "checkstyle",
            Self::Junit => "junit",
            Self::Rdjson => "rdjson",
            Self::Template => "template",
        }
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Fancy => ("供人阅读的完整版面", "the page for people"),
            Self::Short => ("一行一条，供编辑器使用", "one line a finding, for editors"),
            Self::Json => ("JSON，供程序使用", "JSON, for programs"),
            Self::Html => ("一个网页，可打印", "one web page, to print"),
            Self::Markdown => ("Markdown，供邮件使用", "Markdown, for mail"),
            Self::Csv => ("表格，供 WPS、Excel 使用", "a table, for spreadsheets"),
            Self::Jsonl => ("一行一条 JSON", "one JSON object a line"),
            Self::Sarif => ("SARIF 2.1.0，供代码扫描平台使用", "SARIF 2.1.0, for code scanning"),
            Self::Github => ("GitHub Actions 注解", "annotations of GitHub Actions"),
            Self::Gitlab => ("GitLab 代码质量报告", "GitLab's Code Quality report"),
            Self::Checkstyle => ("Checkstyle XML", "Checkstyle XML"),
            Self::Junit => ("JUnit XML", "JUnit XML"),
            Self::Rdjson => ("reviewdog 诊断格式", "the diagnostic format of reviewdog"),
            Self::Template => ("自定格式，见 --template", "a line of your own, see --template"),
        };
        lang.pick(zh, en)
    }

    /// The lightest findings that are shown if nothing is said: the page for people leaves hints out.
    #[must_use]
    pub fn shows(self) -> Severity {
        if self == Self::Fancy { Severity::Warning } else { Severity::Info }
    }

    /// What is written of one report; nothing where the format has nothing to say of it.
    #[must_use]
    pub fn piece(self, checked: &Checked<'_>) -> String {
        let Checked { report, source, rules, style, number, template } = *checked;
        match self {
            Self::Fancy => fancy::render(report, source, rules, style),
            Self::Short => short::render(report, source, style),
            Self::Json => json::document(report, source, rules, style.lang, style.show),
            Self::Html => html::document(report, source, rules, style, number),
            Self::Markdown => markdown::render(report, source, rules, style),
            Self::Csv => csv::render(checked),
            Self::Jsonl => jsonl::render(checked),
            Self::Sarif => sarif::render(checked),
            Self::Github => github::render(checked),
            Self::Gitlab => gitlab::render(checked),
            Self::Checkstyle => checkstyle::render(checked),
            Self::Junit => junit::render(checked),
            Self::Rdjson => rdjson::render(checked),
            Self::Template => template.render(checked),
        }
    }

    /// What no rule found, as a last piece of its own; nothing where the tail tells it or nothing does.
    #[must_use]
    pub fn remarks(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy | Self::Short | Self::Json | Self::Html | Self::Markdown | Self::Template => String::new(),
            Self::Csv => csv::remarks(run.remarks, run.lang),
            Self::Jsonl => jsonl::remarks(run.remarks),
            Self::Sarif => sarif::remarks(run),
            Self::Github => github::remarks(run.remarks),
            Self::Gitlab => gitlab::remarks(run.remarks),
            Self::Checkstyle => checkstyle::remarks(run.remarks),
            Self::Junit => junit::remarks(run),
            Self::Rdjson => rdjson::remarks(run.remarks),
        }
    }

    /// What stands before the pieces.
    #[must_use]
    pub fn head(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy | Self::Short | Self::Markdown | Self::Jsonl | Self::Github | Self::Template => String::new(),
            Self::Json => json::head(),
            Self::Html => html::head(run.lang),
            Self::Csv => csv::head(run.lang),
            Self::Sarif => sarif::HEAD.to_owned(),
            Self::Gitlab => "[".to_owned(),
            Self::Checkstyle => checkstyle::HEAD.to_owned(),
            Self::Junit => junit::HEAD.to_owned(),
            Self::Rdjson => rdjson::HEAD.to_owned(),
        }
    }

    /// What stands between two pieces.
    #[must_use]
    pub fn between(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy => fancy::rule(run.width),
            Self::Json => ",".to_owned(),
            Self::Markdown => "\n---\n\n".to_owned(),
            Self::Sarif | Self::Gitlab | Self::Rdjson => ",\n".to_owned(),
            Self::Short
            | Self::Html
            | Self::Csv
            | Self::Jsonl
            | Self::Github
            | Self::Checkstyle
            | Self::Junit
            | Self::Template => String::new(),
        }
    }

    /// What stands behind the pieces.
    #[must_use]
    pub fn tail(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy => fancy::tail(run),
            Self::Short | Self::Markdown | Self::Csv | Self::Jsonl | Self::Github | Self::Template => String::new(),
            Self::Json => json::tail(run.unreadable, run.waivers, run.statistics, run.summary),
            Self::Html => html::TAIL.to_owned(),
            Self::Sarif => sarif::tail(run),
            Self::Gitlab => "]\n".to_owned(),
            Self::Checkstyle => checkstyle::TAIL.to_owned(),
            Self::Junit => junit::TAIL.to_owned(),
            Self::Rdjson => rdjson::TAIL.to_owned(),
        }
    }

    /// Whether what is wrong with waivers stands in the answer itself; otherwise it is told beside it.
    #[must_use]
    pub fn tells_waivers(self) -> bool {
        !matches!(self, Self::Fancy | Self::Short | Self::Html | Self::Markdown | Self::Template)
    }

    /// Whether the answer tells of texts that were not judged; otherwise that is told beside it.
    #[must_use]
    pub fn tells_genre(self) -> bool {
        !matches!(self, Self::Short | Self::Template)
    }

    /// Whether the statistics stand in the answer itself; otherwise they are told beside it.
    #[must_use]
    pub fn tells_statistics(self) -> bool {
        matches!(self, Self::Fancy | Self::Json)
    }
}
