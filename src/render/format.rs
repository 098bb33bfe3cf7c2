//! The formats of an answer, and the one place that knows what each of them writes: a head, a piece for each report,
//! what stands between two pieces, and a tail.
//!
//! Pieces are made one by one, on any thread and in any order; head and tail are made when all reports were checked.

use super::json::{Summary, Unreadable, WaiverJson};
use super::{Style, fancy, html, json, markdown, short};
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
    /// The sums.
    pub summary: &'a Summary,
    /// Inputs that could not be read.
    pub unreadable: &'a [Unreadable],
    /// Waivers that are findings themselves.
    pub waivers: &'a [WaiverJson],
}

impl Format {
    /// All formats, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Fancy, Self::Short, Self::Json, Self::Html, Self::Markdown];

    /// The word by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fancy => "fancy",
            Self::Short => "short",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "markdown",
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
        let Checked { report, source, rules, style, number } = *checked;
        match self {
            Self::Fancy => fancy::render(report, source, rules, style),
            Self::Short => short::render(report, source, style),
            Self::Json => json::document(report, source, rules, style.lang, style.show),
            Self::Html => html::document(report, source, rules, style, number),
            Self::Markdown => markdown::render(report, source, rules, style),
        }
    }

    /// What stands before the pieces.
    #[must_use]
    pub fn head(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy | Self::Short | Self::Markdown => String::new(),
            Self::Json => json::head(),
            Self::Html => html::head(run.lang),
        }
    }

    /// What stands between two pieces.
    #[must_use]
    pub fn between(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy => fancy::rule(run.width),
            Self::Short | Self::Html => String::new(),
            Self::Json => ",".to_owned(),
            Self::Markdown => "\n---\n\n".to_owned(),
        }
    }

    /// What stands behind the pieces.
    #[must_use]
    pub fn tail(self, run: &Run<'_>) -> String {
        match self {
            Self::Fancy if run.summary.files > 1 => fancy::rule(run.width) + &fancy::total(run.summary, run.lang),
            Self::Fancy | Self::Short | Self::Markdown => String::new(),
            Self::Json => json::tail(run.unreadable, run.waivers, run.summary),
            Self::Html => html::TAIL.to_owned(),
        }
    }

    /// Whether what is wrong with waivers stands in the answer itself; otherwise it is told beside it.
    #[must_use]
    pub fn tells_waivers(self) -> bool {
        self == Self::Json
    }
}
