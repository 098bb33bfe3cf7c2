//! The page for a person: who was recognised, the requirement matrix, the findings with their words, the verdict.

use super::frame::Picture;
use super::json::Summary;
use super::table::{cut, pad, wrap};
use super::view::clean;
use super::{Paint, Run, Style, kind, place};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::facts::{Genre, Known};
use crate::report::{Counts, Report, RequirementRow, Status, Verdict};
use crate::rule::RuleSet;
use crate::source::Source;

/// Widest text, whatever the terminal: longer lines are hard to read.
const WIDEST: usize = 110;

/// Renders one report.
#[must_use]
pub fn render(report: &Report, source: &Source, rules: &RuleSet, style: &Style) -> String {
    let page =
        Page { report, source, rules, style, paint: Paint { on: style.color }, width: style.width.clamp(50, WIDEST) };
    let mut out = String::new();
    page.head(&mut out);
    if report.verdict != Verdict::NotThisGenre {
        page.matrix(&mut out);
        page.findings(&mut out);
    }
    page.verdict(&mut out);
    out
}

/// The counts in words: 错误 1 · 警告 2 · 提示 3
#[must_use]
pub fn counts_words(counts: Counts, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("错误 {} · 警告 {} · 提示 {}", counts.error, counts.warning, counts.info),
        Lang::En => format!("{} error(s) · {} warning(s) · {} hint(s)", counts.error, counts.warning, counts.info),
    }
}

/// The line between two pages.
#[must_use]
pub fn rule(width: usize) -> String {
    format!("{}\n", "─".repeat(width.clamp(50, WIDEST)))
}

/// What stands behind the pages: the total of many inputs, and the statistics.
#[must_use]
pub fn tail(run: &Run<'_>) -> String {
    let mut out = String::new();
    if run.summary.files > 1 && !run.quiet {
        out.push_str(&rule(run.width));
        out.push_str(&total(run.summary, run.lang));
    }
    if let Some(statistics) = run.statistics {
        if !run.quiet {
            out.push('\n');
        }
        out.push_str(&statistics.table(run.lang, run.width.min(WIDEST), run.paint));
    }
    out
}

fn total(summary: &Summary, lang: Lang) -> String {
    let weights = counts_words(summary.counts(), lang);
    let mut words = match lang {
        Lang::Zh => format!(
            "共 {} 份：可报送 {}，建议修改后报送 {}，应退回修改 {}，非年度报告 {}，无法读取 {}",
            summary.files, summary.ready, summary.revise, summary.r#return, summary.not_this_genre, summary.unreadable
        ),
        Lang::En => format!(
            "{} file(s): {} ready, {} to revise, {} to return, {} of another kind, {} unreadable",
            summary.files, summary.ready, summary.revise, summary.r#return, summary.not_this_genre, summary.unreadable
        ),
    };
    if summary.incomplete > 0 {
        words.push_str(&match lang {
            Lang::Zh => format!("，检查不完整 {}", summary.incomplete),
            Lang::En => format!(", {} incomplete", summary.incomplete),
        });
    }
    format!("{words}    {weights}\n")
}

struct Page<'a> {
    report: &'a Report,
    source: &'a Source,
    rules: &'a RuleSet,
    style: &'a Style,
    paint: Paint,
    width: usize,
}

impl Page<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.style.lang.pick(zh, en)
    }

    fn head(&self, out: &mut String) {
        let encoding = kind(self.source, self.style.lang);
        let name = clean(self.source.name());
        out.push_str(&format!("{}  {}\n", self.paint.bold(&name), self.paint.dim(encoding)));
        let profile = &self.report.profile;
        let unknown = self.say("未识别", "unknown");
        let level = |level: &crate::facts::Level| self.say(level.as_str(), level.english()).to_owned();
        let rows = [
            (self.say("报告机关", "organ"), self.known(profile.organ.as_ref(), Clone::clone, unknown)),
            (self.say("层级", "level"), self.known(profile.level.as_ref(), level, unknown)),
            (self.say("省份", "province"), self.known(profile.province.as_ref(), Clone::clone, unknown)),
            (self.say("报告年度", "report year"), self.known(profile.year.as_ref(), ToString::to_string, unknown)),
            (self.say("公开日期", "published"), self.known(profile.published.as_ref(), ToString::to_string, unknown)),
        ];
        let cells = if self.style.lang == Lang::Zh { 8 } else { 11 };
        for (key, value) in rows {
            out.push_str(&format!("  {}  {value}\n", self.paint.dim(&pad(key, cells))));
        }
        out.push_str(&format!("  {}  {}\n", self.paint.dim(&pad(self.say("规则包", "packs"), cells)), self.packs()));
        let lines = self.report.furniture.len();
        if lines > 0 {
            let words = match self.style.lang {
                Lang::Zh => format!("已略过正文之外的网页附带文字 {lines} 行"),
                Lang::En => {
                    format!("{lines} line(s) of the web page round the report were left out")
                }
            };
            out.push_str(&format!("  {}\n", self.paint.dim(&words)));
        }
        if self.report.extracted {
            let words = self.say(
                "标点以半角为主，疑似从网页转换：半角标点不逐处报，疑似转换丢失的符号合并为一条",
                "mostly half-width, probably converted from a web page: widths are not reported, losses are told once",
            );
            out.push_str(&format!("  {}\n", self.paint.dim(words)));
        }
        if self.report.truncated {
            let words = self.say("文本行数过多，只读取了前面的部分", "too many lines: only the first part was read");
            out.push_str(&format!("  {}\n", self.paint.severity(Severity::Warning, words)));
        }
        out.push('\n');
    }

    fn packs(&self) -> String {
        let packs = &self.rules.packs;
        let named: Vec<String> = packs
            .iter()
            .map(|pack| {
                let title = if pack.title.zh.is_empty() { &pack.name } else { pack.title.get(self.style.lang) };
                clean(&format!("{title} {}", pack.version)).trim_end().to_owned()
            })
            .collect();
        let by = if self.style.pack_by_province && packs.len() > 1 {
            self.say("（按省份选用；--pack none 只用国家规则包）", " (by province; --pack none for the national alone)")
        } else {
            ""
        };
        format!("{}{}", named.join(" + "), self.paint.dim(by))
    }

    fn known<T>(&self, known: Option<&Known<T>>, show: impl Fn(&T) -> String, unknown: &str) -> String {
        match known {
            None => self.paint.dim(unknown),
            Some(known) => {
                let (zh, en) = known.by.words();
                let by = self.say(zh, en);
                let by = match self.style.lang {
                    Lang::Zh => format!("（{by}）"),
                    Lang::En => format!(" ({by})"),
                };
                format!("{}{}", clean(&show(&known.value)), self.paint.dim(&by))
            }
        }
    }

    fn matrix(&self, out: &mut String) {
        out.push_str(&format!("{}\n", self.paint.bold(self.say("合规对照表", "Requirements"))));
        let name_cells = if self.style.lang == Lang::Zh { 24 } else { 28 };
        let status_cells = if self.style.lang == Lang::Zh { 8 } else { 14 };
        for row in &self.report.requirements {
            let (zh, en) = row.status.words();
            let status = pad(self.say(zh, en), status_cells);
            let status = match row.status {
                Status::Satisfied => self.paint.good(&status),
                Status::Finding => self.paint.severity(self.weight(row), &status),
                Status::NotApplicable | Status::NotEvaluable => self.paint.dim(&status),
            };
            let name = pad(&cut(row.name.get(self.style.lang), name_cells), name_cells + 2);
            let spare = self.width.saturating_sub(name_cells + 2 + status_cells + 4);
            out.push_str(&format!("  {name}{status}  {}\n", cut(&self.place(row), spare)));
        }
        out.push('\n');
    }

    /// The weight of the finding behind a row, for its colour.
    fn weight(&self, row: &RequirementRow) -> Severity {
        let rule =
            self.rules.requirements.iter().find(|requirement| {
                self.rules.roles.roles.get(requirement.role.0).is_some_and(|role| role.id == row.id)
            });
        let id = rule
            .and_then(|requirement| requirement.rule)
            .and_then(|index| self.rules.rules.get(index))
            .map(|rule| &rule.id);
        let found = self.report.diagnostics.iter().find(|found| Some(&found.rule) == id);
        found.map_or(Severity::Info, |found| found.severity)
    }

    /// Whether no rule demands the item of a row.
    fn is_optional(&self, row: &RequirementRow) -> bool {
        self.rules.requirements.iter().any(|requirement| {
            requirement.rule.is_none()
                && self.rules.roles.roles.get(requirement.role.0).is_some_and(|role| role.id == row.id)
        })
    }

    fn place(&self, row: &RequirementRow) -> String {
        let (zh, en) = row.place.words();
        let name = self.say(zh, en);
        let Some(span) = row.span else {
            return match row.status {
                _ if row.unchecked => self.say("本次未检查", "not checked this time").to_owned(),
                Status::NotApplicable if self.is_optional(row) => self.say("可以不写", "optional").to_owned(),
                Status::NotApplicable => self.say("与本报告无关", "does not concern this report").to_owned(),
                _ => name.to_owned(),
            };
        };
        let at = |span| place(self.source, span, self.style.lang);
        let line = at(span);
        if span.is_empty() {
            let near = row.candidate.map(|near| {
                let words: String = clean(self.source.words(near)).chars().take(16).collect();
                match self.style.lang {
                    Lang::Zh => format!("；最接近：{}“{words}…”", at(near)),
                    Lang::En => format!("; nearest: {} “{words}…”", at(near)),
                }
            });
            let near = near.unwrap_or_default();
            return match self.style.lang {
                Lang::Zh => format!("未写，建议写在{line}之后{near}"),
                Lang::En => format!("missing; belongs after {line}{near}"),
            };
        }
        let words = clean(self.source.words(span));
        match self.style.lang {
            Lang::Zh => format!("{line} {name}“{words}”"),
            Lang::En => format!("{line}, {name}: “{words}”"),
        }
    }

    fn findings(&self, out: &mut String) {
        let shown: Vec<&Diagnostic> =
            self.report.diagnostics.iter().filter(|found| found.severity >= self.style.show).collect();
        for found in shown {
            self.finding(found, out);
        }
        if self.style.verbose && !self.report.undecided.is_empty() {
            out.push_str(&format!("{}\n", self.paint.bold(self.say("无法判断的规则", "Rules that could not decide"))));
            for (rule, reason) in &self.report.undecided {
                out.push_str(&format!("  {}  {}\n", pad(rule, 34), reason.get(self.style.lang)));
            }
            out.push('\n');
        }
    }

    fn finding(&self, found: &Diagnostic, out: &mut String) {
        let (zh, en) = match found.severity {
            Severity::Error => ("错误", "error"),
            Severity::Warning => ("警告", "warning"),
            Severity::Info => ("提示", "hint"),
        };
        out.push_str(&format!(
            "{} {}\n",
            self.paint.severity(found.severity, self.say(zh, en)),
            self.paint.dim(&found.rule)
        ));
        let words = Picture {
            message: found.message.get(self.style.lang),
            severity: found.severity,
            primary: (found.span, primary_label(found, self.style.lang)),
            others: found
                .labels
                .iter()
                .map(|label| (label.span, label.message.get(self.style.lang).to_owned()))
                .collect(),
        };
        out.push_str(&words.draw(self.source, self.style, self.width));
        if let Some(rule) = self.rules.rule(&found.rule) {
            let year = self.report.profile.year.as_ref().map(|known| known.value);
            let basis: Vec<String> =
                self.rules.basis_for(rule, year).map(|basis| self.rules.basis_words(basis, self.style.lang)).collect();
            let key = self.say("依据：", "basis: ");
            out.push_str(&format!(
                "  {}{}\n",
                self.paint.dim(key),
                wrap(&basis.join(self.say("；", "; ")), self.width - 2, 8)
            ));
        }
        let key = self.say("处理：", "help:  ");
        out.push_str(&format!(
            "  {}{}\n\n",
            self.paint.bold(key),
            wrap(found.help.get(self.style.lang), self.width - 2, 8)
        ));
    }

    fn verdict(&self, out: &mut String) {
        let (zh, en) = self.report.verdict.words();
        let words = self.say(zh, en);
        let words = match self.report.verdict {
            Verdict::Ready => self.paint.good(words),
            Verdict::Revise => self.paint.severity(Severity::Warning, words),
            Verdict::Return | Verdict::Incomplete => self.paint.severity(Severity::Error, words),
            Verdict::NotThisGenre => self.paint.bold(words),
        };
        let label = self.paint.bold(self.say("结论", "verdict"));
        if self.report.verdict == Verdict::NotThisGenre {
            let told = match self.report.genre {
                Genre::Other(Some(span)) => {
                    let words: String = clean(self.source.words(span)).chars().take(40).collect();
                    match self.style.lang {
                        Lang::Zh => format!("（据{}“{words}”）", place(self.source, span, self.style.lang)),
                        Lang::En => format!(" ({}: “{words}”)", place(self.source, span, self.style.lang)),
                    }
                }
                Genre::Other(None) | Genre::Report => String::new(),
            };
            let why = self.say(
                "这份文本不像法治政府建设年度报告",
                "this text does not look like an annual report on law-based government",
            );
            let way = self.say("如确需按年度报告检查，请加 --as-report", "to check it all the same, add --as-report");
            out.push_str(&format!(
                "{label}  {words}{}{why}{told}\n      {}\n",
                self.say("：", ": "),
                self.paint.dim(way)
            ));
            return;
        }
        let counts = self.report.counts;
        let partial = if self.report.partial {
            self.say("（只就所选规则而言）", " (for the selected rules only)")
        } else {
            ""
        };
        out.push_str(&format!("{label}  {words}{partial}    {}\n", counts_words(counts, self.style.lang)));
        let (waived, baselined) = (self.report.waived, self.report.baselined);
        if waived + baselined > 0 {
            let words = match self.style.lang {
                Lang::Zh => format!("另有豁免 {waived} 条、基线中已有 {baselined} 条，不计入结论"),
                Lang::En => format!("{waived} waived and {baselined} known from the baseline are not counted"),
            };
            out.push_str(&format!("      {}\n", self.paint.dim(&words)));
        }
        let hidden = self.report.diagnostics.iter().filter(|found| found.severity < self.style.show).count();
        if hidden > 0 {
            let words = match self.style.lang {
                Lang::Zh => format!("另有 {hidden} 条未显示，加 --show info 查看"),
                Lang::En => format!("{hidden} more not shown; add --show info"),
            };
            out.push_str(&format!("      {}\n", self.paint.dim(&words)));
        }
    }
}

fn primary_label(found: &Diagnostic, lang: Lang) -> String {
    if found.absent {
        return lang.pick("应写在这里", "belongs here").to_owned();
    }
    let edit = found.fix.as_ref().and_then(|fix| fix.edits.iter().find(|edit| edit.span == found.span));
    match edit {
        Some(edit) if !edit.replacement.is_empty() => match lang {
            Lang::Zh => format!("应为“{}”", clean(&edit.replacement)),
            Lang::En => format!("should be “{}”", clean(&edit.replacement)),
        },
        Some(_) => lang.pick("应删去", "should go").to_owned(),
        None => String::new(),
    }
}
