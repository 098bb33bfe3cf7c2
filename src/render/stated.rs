//! What a report states about its numbers, and how much of it is told in numbers: parts of the listing of facts.

use serde::Serialize;

use super::json::{SpanJson, span_json};
use super::table::cut;
use super::view::clean;
use super::{Paint, Style, pad};
use crate::check::fullness::{Fullness, by_part};
use crate::check::relation::{MemberRole, Record, RecordKind, records};
use crate::diagnostic::{Lang, Text};
use crate::facts::{Figure, Subject};
use crate::rule::RuleSet;

/// A total with its parts, a change, cases carried over.
#[derive(Debug, Serialize)]
pub(super) struct Stated {
    /// total, change or carried-over.
    kind: &'static str,
    text: String,
    value: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    /// Whether all parts of a total are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<bool>,
    /// Whether a change is upwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    rises: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<Member>,
    span: SpanJson,
}

/// A number that belongs to a statement.
#[derive(Debug, Serialize)]
struct Member {
    /// part, before or now.
    role: &'static str,
    text: String,
    value: String,
    span: SpanJson,
}

/// How much of a part is told in figures.
#[derive(Debug, Serialize)]
pub(super) struct DensityRow {
    /// The content item; `all` for the whole report.
    part: String,
    #[serde(skip)]
    name: Text,
    han: usize,
    count: usize,
    /// Figures for a thousand characters, cut to one place.
    per_thousand: String,
}

/// The statements of a report, in document order.
pub(super) fn stated(subject: &Subject<'_>, rules: &RuleSet) -> Vec<Stated> {
    records(rules, subject).iter().map(|record| one(subject, record)).collect()
}

fn one(subject: &Subject<'_>, record: &Record<'_>) -> Stated {
    let words = |figure: &Figure| clean(subject.source.words(figure.span));
    let (kind, complete, rises) = match record.kind {
        RecordKind::Total { complete } => ("total", Some(complete), None),
        RecordKind::Change { rises } => ("change", None, Some(rises)),
        RecordKind::CarriedOver => ("carried-over", None, None),
    };
    let members = record.members.iter().map(|(role, figure)| Member {
        role: match role {
            MemberRole::Part => "part",
            MemberRole::Before => "before",
            MemberRole::Now => "now",
        },
        text: words(figure),
        value: figure.value.to_string(),
        span: span_json(subject.source, figure.span),
    });
    Stated {
        kind,
        text: words(record.figure),
        value: record.figure.value.to_string(),
        unit: clean(record.figure.unit_words(subject.text())),
        complete,
        rises,
        members: members.collect(),
        span: span_json(subject.source, record.figure.span),
    }
}

/// The whole report first, then the content items that were found.
pub(super) fn density(subject: &Subject<'_>, rules: &RuleSet) -> Vec<DensityRow> {
    let row = |part: &str, name: Text, Fullness { han, count }: Fullness| {
        let tenths = (count * 10_000).checked_div(han).unwrap_or(0);
        let per_thousand = format!("{}.{}", tenths / 10, tenths % 10);
        DensityRow { part: part.to_owned(), name, han, count, per_thousand }
    };
    let (whole, parts) = by_part(subject, rules.roles.roles.len());
    let all = Text { zh: "全文".to_owned(), en: "whole report".to_owned() };
    let mut out = vec![row("all", all, whole)];
    out.extend(parts.into_iter().filter_map(|(role, fullness)| {
        let role = rules.roles.roles.get(role.0)?;
        Some(row(&role.id, role.name.clone(), fullness))
    }));
    out
}

/// The statements as lines of a table.
pub(super) fn stated_table(stated: &[Stated], style: &Style) -> String {
    if stated.is_empty() {
        return String::new();
    }
    let (paint, lang) = (Paint { on: style.color }, style.lang);
    let title = lang.pick("合计、增减和结转", "Totals, changes, cases carried over");
    let mut out = format!("\n{}\n", paint.bold(title));
    for record in stated {
        let (line, _) = record.span.line_and_column();
        let (zh, en) = match (record.kind, record.complete, record.rises) {
            ("total", Some(true), _) => ("合计（列全）", "total (all)"),
            ("total", ..) => ("合计（其中）", "total (some)"),
            ("change", _, Some(true)) => ("增长", "up"),
            ("change", ..) => ("下降", "down"),
            _ => ("结转", "carried over"),
        };
        let members: Vec<String> = record
            .members
            .iter()
            .map(|member| match (member.role, lang) {
                ("before", Lang::Zh) => format!("基期 {}", member.text),
                ("before", Lang::En) => format!("before {}", member.text),
                ("now", Lang::Zh) => format!("报告期 {}", member.text),
                ("now", Lang::En) => format!("now {}", member.text),
                _ => member.text.clone(),
            })
            .collect();
        let members = members.join(lang.pick("、", ", "));
        let room = style.width.saturating_sub(44).max(16);
        let row = format!(
            "{line:>5}  {}{}{}",
            pad(lang.pick(zh, en), 15),
            pad(&cut(&record.text, 18), 19),
            cut(&members, room)
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// The density as lines of a table.
pub(super) fn density_table(rows: &[DensityRow], style: &Style) -> String {
    let (paint, lang) = (Paint { on: style.color }, style.lang);
    let mut out = format!("\n{}\n", paint.bold(lang.pick("数据密度", "Figures for the length")));
    for row in rows {
        let told = match lang {
            Lang::Zh => format!("{}字，数据{}处，每千字{}处", row.han, row.count, row.per_thousand),
            Lang::En => {
                format!("{} characters, {} figure(s), {} a thousand", row.han, row.count, row.per_thousand)
            }
        };
        out.push_str(&format!("       {}{told}\n", pad(&cut(row.name.get(lang), 32), 34)));
    }
    out
}
