//! One page for a person: matrix, verdict, and the full text with highlights and margin notes linked both ways.
//!
//! Self-contained: no scripts, no fonts, nothing from the network. The filter by weight is three check boxes and CSS.

use super::table::html_escape;
use super::view::clean;
use super::{Style, exact_place, kind, place};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::document::{self, Document, HeadingForm};
use crate::report::{Report, Status, Verdict};
use crate::rule::RuleSet;
use crate::source::{Source, Span};

const CSS: &str = include_str!("html.css");

/// The end of the page.
pub const TAIL: &str = "</main>\n</body>\n</html>\n";

/// The page up to the sections of its documents.
#[must_use]
pub fn head(lang: Lang) -> String {
    let title = lang.pick("法治政府建设年度报告检查结果", "Check of an annual report on law-based government");
    let mut out = String::with_capacity(16_384);
    out.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"fazhi {}\">\n<title>{title}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n",
        lang.pick("zh-CN", "en"),
        env!("CARGO_PKG_VERSION")
    ));
    out.push_str(&format!("<a class=\"skip\" href=\"#main\">{}</a>\n", lang.pick("跳到正文", "Skip to the text")));
    let weights = [
        ("error", lang.pick("错误", "errors")),
        ("warning", lang.pick("警告", "warnings")),
        ("info", lang.pick("提示", "hints")),
    ];
    for (id, words) in weights {
        out.push_str(&format!(
            "<input class=\"switch\" type=\"checkbox\" id=\"s-{id}\" checked aria-label=\"{}{words}\">\n",
            lang.pick("显示", "show ")
        ));
    }
    out.push_str(&format!("<div class=\"bar\"><b>{}</b>", lang.pick("显示", "Show")));
    for (id, words) in weights {
        out.push_str(&format!("<label for=\"s-{id}\">{words}</label>"));
    }
    out.push_str("</div>\n<main id=\"main\">\n");
    out
}

/// The section of one document; `number` keeps the links of several documents apart.
#[must_use]
pub fn document(report: &Report, source: &Source, rules: &RuleSet, style: &Style, number: usize) -> String {
    let document = document::parse(source);
    let shown: Vec<&Diagnostic> = if report.verdict == Verdict::NotThisGenre {
        Vec::new()
    } else {
        report.diagnostics.iter().filter(|found| found.severity >= style.show).collect()
    };
    let page = Page { report, source, rules, lang: style.lang, document, shown, number };
    let mut out = String::new();
    out.push_str(&format!("<article class=\"sheet\" aria-labelledby=\"d{number}\">\n"));
    page.head(&mut out);
    page.matrix(&mut out);
    page.text(&mut out);
    page.foot(&mut out);
    out.push_str("</article>\n");
    out
}

struct Page<'a> {
    report: &'a Report,
    source: &'a Source,
    rules: &'a RuleSet,
    lang: Lang,
    document: Document,
    shown: Vec<&'a Diagnostic>,
    number: usize,
}

impl Page<'_> {
    fn head(&self, out: &mut String) {
        let lang = self.lang;
        let title = self.document.title.as_ref().map(|title| self.source.words(title.span));
        let title = title.map(|title| title.split_whitespace().collect::<String>());
        let title = title.unwrap_or_else(|| lang.pick("（没有标题）", "(no title)").to_owned());
        let (zh, en) = self.report.verdict.words();
        let counts = super::fancy::counts_words(self.report.counts, lang);
        out.push_str(&format!(
            "<header><h1 id=\"d{}\">{}</h1><p class=\"verdict {}\">{}<small>{}</small></p><p class=\"file\">{} · {}</p></header>\n",
            self.number,
            html_escape(&title),
            self.report.verdict.as_str(),
            lang.pick(zh, en),
            html_escape(&counts),
            html_escape(self.source.name()),
            kind(self.source, lang)
        ));
        let profile = &self.report.profile;
        let unknown = || lang.pick("未识别", "unknown").to_owned();
        let facts = [
            (lang.pick("报告机关", "Organ"), profile.organ.as_ref().map(|known| known.value.clone())),
            (
                lang.pick("层级", "Level"),
                profile.level.as_ref().map(|known| lang.pick(known.value.as_str(), known.value.english()).to_owned()),
            ),
            (lang.pick("省份", "Province"), profile.province.as_ref().map(|known| known.value.clone())),
            (lang.pick("报告年度", "Report year"), profile.year.as_ref().map(|known| known.value.to_string())),
            (lang.pick("公开日期", "Published"), profile.published.as_ref().map(|known| known.value.to_string())),
        ];
        out.push_str("<dl class=\"facts\">");
        for (key, value) in facts {
            let value = value.unwrap_or_else(unknown);
            out.push_str(&format!("<div><dt>{key}</dt><dd>{}</dd></div>", html_escape(&value)));
        }
        out.push_str("</dl>\n");
        if self.report.verdict == Verdict::NotThisGenre {
            out.push_str(&format!(
                "<p>{}</p>\n",
                lang.pick(
                    "这份文本不像法治政府建设年度报告，未作检查。",
                    "This text does not look like an annual report on law-based government and was not checked."
                )
            ));
        }
    }

    fn matrix(&self, out: &mut String) {
        if self.report.verdict == Verdict::NotThisGenre {
            return;
        }
        let lang = self.lang;
        out.push_str(&format!(
            "<h2>{}</h2>\n<table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n",
            lang.pick("合规对照表", "Requirements"),
            lang.pick("应有内容", "Content"),
            lang.pick("结果", "Result"),
            lang.pick("位置", "Place")
        ));
        for row in &self.report.requirements {
            let (zh, en) = row.status.words();
            let (place_zh, place_en) = row.place.words();
            let at = match row.span {
                _ if row.unchecked => lang.pick("本次未检查", "not checked this time").to_owned(),
                Some(span) if span.is_empty() => {
                    let at = place(self.source, span, lang);
                    match lang {
                        Lang::Zh => format!("未写，建议写在{at}之后"),
                        Lang::En => format!("missing; belongs after {at}"),
                    }
                }
                Some(span) => format!(
                    "{} {}{}{}",
                    place(self.source, span, lang),
                    lang.pick(place_zh, place_en),
                    lang.pick("：", ": "),
                    self.source.words(span)
                ),
                None if row.status == Status::NotApplicable => lang.pick("可以不写", "optional").to_owned(),
                None => lang.pick(place_zh, place_en).to_owned(),
            };
            out.push_str(&format!(
                "<tr><th scope=\"row\">{}</th><td class=\"{}\">{}</td><td>{}</td></tr>\n",
                html_escape(row.name.get(lang)),
                row.status.as_str(),
                lang.pick(zh, en),
                html_escape(&at)
            ));
        }
        out.push_str("</tbody></table>\n");
    }

    /// The text line by line, each with the notes of the findings that begin in it.
    fn text(&self, out: &mut String) {
        let lang = self.lang;
        let text = self.source.text();
        out.push_str(&format!("<h2>{}</h2>\n<div class=\"text\">\n", lang.pick("全文与批注", "Text and notes")));
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let own = Span::new(start, start + line.trim_end_matches(['\n', '\r']).len());
            start += line.len();
            let last = start >= text.len();
            let begins = |span: Span| span.start >= own.start && (span.start < start || last && span.start == start);
            let notes: Vec<usize> = (0..self.shown.len())
                .filter(|index| self.shown.get(*index).is_some_and(|found| begins(found.span)))
                .collect();
            if own.trim(text).is_empty() && notes.is_empty() {
                continue;
            }
            // Notes stand before their line, so that they begin beside it.
            for index in &notes {
                self.note(*index, out);
            }
            self.line(own, out);
            for index in notes {
                self.gap(index, out);
            }
            out.push('\n');
        }
        out.push_str("</div>\n");
    }

    /// One line with its highlights, in the role it plays.
    fn line(&self, line: Span, out: &mut String) {
        let trimmed = line.trim(self.source.text());
        let (tag, class) = self.role(trimmed);
        out.push_str(&format!("<{tag} class=\"words {class}\">"));
        let mut cuts = vec![trimmed.start, trimmed.end];
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (index, found) in self.shown.iter().enumerate() {
            for at in [found.span.start, found.span.end] {
                if trimmed.start < at && at < trimmed.end {
                    cuts.push(at);
                }
            }
            let begins = found.span.start >= line.start && found.span.start <= line.end && !found.span.is_empty();
            if begins {
                ends.push((found.span.end.min(trimmed.end).max(trimmed.start), index));
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        ends.sort_unstable();
        for pair in cuts.windows(2) {
            let [from, to] = pair else { continue };
            let piece = Span::new(*from, *to);
            let heaviest = self
                .shown
                .iter()
                .filter(|found| found.span.encloses(piece) && !found.span.is_empty())
                .map(|found| found.severity)
                .max();
            let words = html_escape(&clean(self.source.words(piece)));
            match heaviest {
                Some(severity) => out.push_str(&format!("<mark class=\"{}\">{words}</mark>", severity.as_str())),
                None => out.push_str(&words),
            }
            for (_, index) in ends.iter().filter(|(at, _)| at == to) {
                self.reference(*index, out);
            }
        }
        out.push_str(&format!("</{tag}>"));
    }

    fn role(&self, line: Span) -> (&'static str, &'static str) {
        let document = &self.document;
        let inside = |span: Option<Span>| span.is_some_and(|span| span.encloses(line));
        if document.furniture.iter().any(|furniture| furniture.span.encloses(line)) {
            return ("p", "web");
        }
        if inside(document.title.as_ref().map(|title| title.span)) {
            return ("h3", "title");
        }
        let signature = document.signature.as_ref();
        if inside(signature.and_then(|s| s.organ)) || inside(signature.and_then(|s| s.date)) {
            return ("p", "sign");
        }
        let heading = document.sections.iter().find(|section| {
            let mark = section.heading.mark.map_or(section.heading.text, |mark| mark.span.join(section.heading.text));
            section.heading.form == HeadingForm::Standalone && line.encloses(mark)
        });
        match heading.map(|section| section.level) {
            Some(1) => ("h3", "heading"),
            Some(2) => ("h4", "heading"),
            Some(_) => ("h5", "heading"),
            None => ("p", "body"),
        }
    }

    fn id(&self, index: usize) -> String {
        format!("{}-{}", self.number, index + 1)
    }

    fn reference(&self, index: usize, out: &mut String) {
        let Some(found) = self.shown.get(index) else { return };
        let id = self.id(index);
        out.push_str(&format!(
            "<a class=\"ref {}\" id=\"t{id}\" href=\"#n{id}\" aria-label=\"{}{}\">{}</a>",
            found.severity.as_str(),
            self.lang.pick("批注", "note "),
            index + 1,
            index + 1
        ));
    }

    /// Something missing, at the place where it belongs.
    fn gap(&self, index: usize, out: &mut String) {
        let Some(found) = self.shown.get(index).filter(|found| found.span.is_empty()) else { return };
        out.push_str(&format!(
            "<p class=\"gap {}\">{}",
            found.severity.as_str(),
            html_escape(&format!("{}{}", self.lang.pick("此处缺：", "missing here: "), found.message.get(self.lang)))
        ));
        self.reference(index, out);
        out.push_str("</p>");
    }

    fn note(&self, index: usize, out: &mut String) {
        let Some(found) = self.shown.get(index) else { return };
        let lang = self.lang;
        let id = self.id(index);
        let weight = match found.severity {
            Severity::Error => lang.pick("错误", "error"),
            Severity::Warning => lang.pick("警告", "warning"),
            Severity::Info => lang.pick("提示", "hint"),
        };
        let at = exact_place(self.source, found.span, lang).unwrap_or_else(|| place(self.source, found.span, lang));
        out.push_str(&format!(
            "<aside class=\"note {}\" id=\"n{id}\"><p><a class=\"no\" href=\"#t{id}\">{}. {weight} · {}</a></p><p>{}</p>",
            found.severity.as_str(),
            index + 1,
            html_escape(&at),
            html_escape(&clean(found.message.get(lang)))
        ));
        let others: Vec<String> = found
            .labels
            .iter()
            .map(|label| {
                let at = place(self.source, label.span, lang);
                let words: String = clean(self.source.words(label.span)).chars().take(20).collect();
                let said = label.message.get(lang);
                let said = if said.is_empty() { String::new() } else { format!("（{said}）") };
                format!("{at}“{words}”{said}")
            })
            .collect();
        if !others.is_empty() {
            let key = lang.pick("另见：", "see also: ");
            out.push_str(&format!("<p>{key}{}</p>", html_escape(&others.join(lang.pick("；", "; ")))));
        }
        out.push_str(&format!("<p>{}{}</p>", lang.pick("处理：", "help: "), html_escape(found.help.get(lang))));
        if let Some(rule) = self.rules.rule(&found.rule) {
            let basis: Vec<String> = self
                .rules
                .basis_for(rule, self.report.profile.year.as_ref().map(|known| known.value))
                .map(|basis| self.rules.basis_words(basis, lang))
                .collect();
            out.push_str(&format!(
                "<p class=\"less\">{}{} · {}</p>",
                lang.pick("依据：", "basis: "),
                html_escape(&basis.join(lang.pick("；", "; "))),
                html_escape(&found.rule)
            ));
        }
        out.push_str("</aside>");
    }

    fn foot(&self, out: &mut String) {
        let words = self.lang.pick(
            "由程序按公开的规则检查；“无法判断”不等于缺陷，结论供审核人员参考。",
            "Checked by a program against published rules; what it cannot tell is no defect, and a person decides.",
        );
        out.push_str(&format!("<footer>{words} fazhi {}</footer>\n", env!("CARGO_PKG_VERSION")));
    }
}
