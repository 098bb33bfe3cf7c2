//! Findings as Word comments: at the exact words, at the place where something is missing, and a summary at the title.

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::render::{exact_place, place};
use crate::report::{Report, Status, Verdict};
use crate::rule::RuleSet;
use crate::source::container::{Container, ContainerFault};
use crate::source::docx::{Docx, read};
use crate::source::{Source, Span};

use super::Stamp;
use super::anchor::Anchors;
use super::package::{Names, Written, append, escape, largest_id, namespace, register, rewrite};
use super::patch::{Order, Patch};

/// A comment to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The words it is about; the empty span where something is missing.
    pub span: Span,
    /// What it says, paragraph by paragraph.
    pub paragraphs: Vec<String>,
}

/// The comments of a report: the summary at the title, then one for each finding from `show` on.
#[must_use]
pub fn notes(report: &Report, source: &Source, rules: &RuleSet, lang: Lang, show: Severity) -> Vec<Note> {
    let mut out = vec![summary(report, source, lang)];
    if report.verdict == Verdict::NotThisGenre {
        return out;
    }
    let year = report.profile.year.as_ref().map(|known| known.value);
    out.extend(
        report
            .diagnostics
            .iter()
            .filter(|found| found.severity >= show)
            .map(|found| Note { span: found.span, paragraphs: finding(found, source, rules, year, lang) }),
    );
    out
}

fn finding(found: &Diagnostic, source: &Source, rules: &RuleSet, year: Option<i32>, lang: Lang) -> Vec<String> {
    let weight = match found.severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Info => lang.pick("提示", "hint"),
    };
    let mut out = vec![format!("【{weight}】{}", found.message.get(lang))];
    if found.absent {
        out.push(lang.pick("（应写在此处之后）", "(belongs behind this place)").to_owned());
    }
    let others: Vec<String> = found
        .labels
        .iter()
        .filter_map(|label| {
            let place = exact_place(source, label.span, lang)?;
            let said = label.message.get(lang);
            Some(if said.is_empty() { place } else { format!("{place}（{said}）") })
        })
        .collect();
    if !others.is_empty() {
        out.push(format!("{}{}", lang.pick("另见：", "see also: "), others.join(lang.pick("、", ", "))));
    }
    out.push(format!("{}{}", lang.pick("处理：", "help: "), found.help.get(lang)));
    if let Some(rule) = rules.rule(&found.rule) {
        let basis: Vec<String> = rules.basis_for(rule, year).map(|basis| rules.basis_words(basis, lang)).collect();
        if !basis.is_empty() {
            out.push(format!("{}{}", lang.pick("依据：", "basis: "), basis.join(lang.pick("；", "; "))));
        }
    }
    out.push(format!("{}{}", lang.pick("规则：", "rule: "), found.rule));
    out
}

fn summary(report: &Report, source: &Source, lang: Lang) -> Note {
    let (zh, en) = report.verdict.words();
    let mut paragraphs = vec![format!("【{}】{}", lang.pick("合规检查结论", "verdict"), lang.pick(zh, en))];
    if report.verdict == Verdict::NotThisGenre {
        paragraphs.push(
            lang.pick(
                "这份文件不像法治政府建设年度报告，未作检查",
                "this file does not look like an annual report on law-based government and was not checked",
            )
            .to_owned(),
        );
    } else {
        paragraphs.push(crate::render::fancy::counts_words(report.counts, lang));
        for row in report.requirements.iter().filter(|row| !row.unchecked) {
            let (zh, en) = row.status.words();
            let at = match (row.status, row.span) {
                (Status::Satisfied | Status::Finding, Some(span)) if !span.is_empty() => {
                    format!("（{}）", place(source, span, lang))
                }
                _ => String::new(),
            };
            paragraphs.push(format!("{}：{}{at}", row.name.get(lang), lang.pick(zh, en)));
        }
    }
    paragraphs.push(format!("fazhi {}", env!("CARGO_PKG_VERSION")));
    let title = crate::document::parse(source).title.map(|title| title.span);
    let first = Span::new(0, source.text().len()).trim(source.text());
    let first = Span::new(first.start, first.start + source.words(first).find('\n').unwrap_or(first.len()));
    Note { span: title.unwrap_or(first), paragraphs }
}

/// Writes `notes` into a Word file: `bytes` is the file that was checked, spans speak of its text.
///
/// # Errors
/// [`ContainerFault`] where the file cannot be read or written.
pub fn comment(bytes: &[u8], notes: &[Note], stamp: &Stamp) -> Result<Vec<u8>, ContainerFault> {
    let docx = read(bytes)?;
    let document = &docx.parts.document;
    let mut patch = Patch::default();
    let anchors = Anchors::new(&docx);
    let known = docx.parts.comments.as_deref().map_or(0, largest_id).max(comment_ids(document));
    let mut bodies = String::new();
    let written = docx.parts.comments.as_deref();
    let comment_names = written.map_or(Names { prefix: "w:".into(), declaration: String::new() }, |part| {
        let tag = part.find("comments").and_then(|at| part.get(..at)?.rfind('<')).and_then(|at| part.get(at..));
        Names::beside(tag.unwrap_or("<w:comments>"), document)
    });
    let names = names(&docx);
    let mut id = known;
    for note in notes {
        let Some(range) = anchors.range(note.span) else { continue };
        id += 1;
        anchors.cut(range.start, &mut patch);
        anchors.cut(range.end, &mut patch);
        let Names { prefix: w, declaration: d } = &names;
        let start = format!("<{w}commentRangeStart{d} {w}id=\"{id}\"/>");
        let end =
            format!("<{w}commentRangeEnd{d} {w}id=\"{id}\"/><{w}r{d}><{w}commentReference {w}id=\"{id}\"/></{w}r>");
        if range.start.at == range.end.at {
            patch.insert(range.start.at, Order::Start, start + &end);
        } else {
            patch.insert(range.start.at, Order::Start, start);
            patch.insert(range.end.at, Order::End, end);
        }
        bodies.push_str(&body(note, id, stamp, &comment_names));
    }
    let mut parts = vec![Written { name: docx.parts.name.clone(), text: patch.apply(document) }];
    if let (Some(name), Some(part)) = (&docx.parts.comments_name, written) {
        parts.push(Written { name: name.clone(), text: append(part, |_| bodies.clone())? });
        return rewrite(bytes, parts);
    }
    let folder = docx.parts.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut archive = crate::source::archive::Archive::open(bytes, Container::Docx)?;
    let mut name = format!("{folder}comments.xml");
    while archive.has(&name) {
        name = name.replace(".xml", "1.xml");
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments \
         xmlns:w=\"{}\">{bodies}</w:comments>",
        namespace(document)
    );
    parts.extend(register(&mut archive, &docx.parts, &name)?);
    parts.push(Written { name, text });
    rewrite(bytes, parts)
}

/// The prefix that the document part uses for its runs.
pub(super) fn names(docx: &Docx) -> Names {
    let document = &docx.parts.document;
    let tag = docx.layout.runs.first().map_or("<w:r>", |run| run.tag.of(document));
    Names::beside(tag, document)
}

/// The largest id of a comment reference in the document: comments may be missing from their part.
fn comment_ids(document: &str) -> u64 {
    let starts = document.match_indices("commentR").chain(document.match_indices("commentr"));
    starts
        .filter_map(|(at, _)| document.get(at..).and_then(|rest| rest.split_once('>')))
        .map(|(tag, _)| largest_id(tag))
        .max()
        .unwrap_or(0)
}

fn body(note: &Note, id: u64, stamp: &Stamp, names: &Names) -> String {
    let Names { prefix: w, declaration: d } = names;
    let attributes = stamp.attributes(w, id);
    let mut out = format!("<{w}comment{d} {attributes} {w}initials=\"fz\">");
    for paragraph in &note.paragraphs {
        out.push_str(&format!("<{w}p><{w}r><{w}t xml:space=\"preserve\">{}</{w}t></{w}r></{w}p>", escape(paragraph)));
    }
    out.push_str(&format!("</{w}comment>"));
    out
}
