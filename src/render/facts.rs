//! The facts of a report: figures, dates, citations, explicit zeros, and what became of the sums and rates.

use serde::Serialize;

use super::json::{SpanJson, span_json};
use super::stated::{DensityRow, Stated, density, density_table, stated, stated_table};
use super::table::cut;
use super::view::clean;
use super::{Paint, Style, pad};
use crate::check::relation::{Judgement, Statement, audit};
use crate::diagnostic::{Lang, Text};
use crate::facts::{FactKind, Figure, FigureKind, Indicator, Subject, When, WhenValue};
use crate::rule::RuleSet;
use crate::rule::matcher::Arithmetic;
use crate::source::Span;

/// The first line of the CSV.
pub const CSV_HEAD: &str = "path,line,column,kind,text,value,low,high,unit,qualifier,indicator,period\n";

/// One fact.
#[derive(Debug, Serialize)]
struct Fact {
    kind: &'static str,
    text: String,
    /// The exact value as a decimal number, for figures; an ISO date, as far as known, for dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    indicator: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<i32>,
    span: SpanJson,
    #[serde(skip)]
    at: Span,
}

/// A statement that was recalculated.
#[derive(Debug, Serialize)]
struct Checked {
    check: Arithmetic,
    result: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    calculation: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text>,
    span: SpanJson,
}

/// All facts of a report.
#[derive(Debug, Serialize)]
pub struct Listing {
    path: String,
    facts: Vec<Fact>,
    /// Totals with their parts, changes, cases carried over.
    statements: Vec<Stated>,
    checks: Vec<Checked>,
    density: Vec<DensityRow>,
}

impl Listing {
    /// Reads the facts of a report; what is recalculated is told by the rules.
    #[must_use]
    pub fn new(subject: &Subject<'_>, rules: &RuleSet) -> Self {
        let figures = subject.figures();
        let indicators = Indicator::of_all(subject.text(), &figures.all);
        let mut facts: Vec<Fact> = figures
            .all
            .iter()
            .zip(&indicators)
            .map(|(figure, indicator)| figure_fact(subject, figure, indicator))
            .collect();
        facts.extend(figures.zeros.iter().map(|zero| {
            let mut fact = plain(subject, "zero", zero.span);
            fact.value = Some("0".to_owned());
            fact.indicator = clean(subject.source.words(zero.clause));
            fact
        }));
        facts.extend(subject.tokens.whens.iter().map(|when| when_fact(subject, when)));
        facts.extend(subject.tokens.facts.iter().filter_map(|token| match token.kind {
            FactKind::Citation => Some(plain(subject, "citation", token.span)),
            FactKind::DocumentNumber => Some(plain(subject, "document-number", token.span)),
            _ => None,
        }));
        facts.sort_by_key(|fact| fact.at);
        let checks = audit(rules, subject).iter().map(|statement| checked(subject, statement)).collect();
        Self {
            path: subject.source.name().to_owned(),
            facts,
            statements: stated(subject, rules),
            checks,
            density: density(subject, rules),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As rows of CSV without the first line.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::new();
        for fact in &self.facts {
            let (line, column) = fact.span.line_and_column();
            let cells = [
                self.path.clone(),
                line.to_string(),
                column.to_string(),
                fact.kind.to_owned(),
                fact.text.clone(),
                fact.value.clone().unwrap_or_default(),
                fact.low.clone().unwrap_or_default(),
                fact.high.clone().unwrap_or_default(),
                fact.unit.clone(),
                fact.qualifier.unwrap_or_default().to_owned(),
                fact.indicator.clone(),
                fact.period.map(|year| year.to_string()).unwrap_or_default(),
            ];
            let row: Vec<String> = cells.iter().map(|words| cell(words)).collect();
            out.push_str(&row.join(","));
            out.push('\n');
        }
        out
    }

    /// As a table for people.
    #[must_use]
    pub fn table(&self, style: &Style) -> String {
        let paint = Paint { on: style.color };
        let lang = style.lang;
        let mut out = format!("{}\n", paint.bold(&clean(&self.path)));
        let room = style.width.saturating_sub(54).max(12);
        let head = [("类别", "kind", 11), ("原文", "words", 19), ("数值", "value", 17), ("指标", "indicator", 0)];
        let head: String = head.iter().map(|(zh, en, width)| pad(lang.pick(zh, en), *width)).collect();
        out.push_str(&format!(
            "{}
",
            paint.dim(&format!("{}  {head}", pad(lang.pick("   行", " line"), 5)))
        ));
        for fact in &self.facts {
            let (line, _) = fact.span.line_and_column();
            let value = match (&fact.value, &fact.low) {
                (_, Some(low)) => {
                    format!("[{low}, {}", fact.high.as_ref().map_or("∞)".to_owned(), |high| format!("{high}]")))
                }
                (Some(value), None) => value.clone(),
                (None, None) => String::new(),
            };
            let name = words(fact.kind, lang);
            let row = format!(
                "{line:>5}  {}{}{}{}",
                pad(name, 11),
                pad(&cut(&fact.text, 18), 19),
                pad(&value, 17),
                cut(&fact.indicator, room)
            );
            let quiet = matches!(fact.kind, "name" | "ordinal" | "bare");
            let row = row.trim_end();
            out.push_str(&if quiet { paint.dim(row) } else { row.to_owned() });
            out.push('\n');
        }
        out.push_str(&stated_table(&self.statements, style));
        if !self.checks.is_empty() {
            out.push_str(&format!("\n{}\n", paint.bold(lang.pick("复核", "Recalculated"))));
        }
        for check in &self.checks {
            let (line, _) = check.span.line_and_column();
            let mark = match check.result {
                "holds" => lang.pick("相符", "holds"),
                "fails" => lang.pick("不符", "fails"),
                _ => lang.pick("存疑", "unsure"),
            };
            let reason = check.reason.as_ref().map_or("", |reason| reason.get(lang));
            let row = format!(
                "{line:>5}  {}{}{}{}",
                pad(mark, 8),
                pad(arithmetic(check.check, lang), 14),
                pad(&cut(&check.text, 18), 19),
                [check.calculation.as_ref().map_or("", |words| words.get(lang)), reason]
                    .iter()
                    .filter(|words| !words.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(lang.pick("；", "; "))
            );
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out.push_str(&density_table(&self.density, style));
        out
    }
}

fn plain(subject: &Subject<'_>, kind: &'static str, at: Span) -> Fact {
    Fact {
        kind,
        text: clean(subject.source.words(at)),
        value: None,
        low: None,
        high: None,
        unit: String::new(),
        qualifier: None,
        indicator: String::new(),
        period: None,
        span: span_json(subject.source, at),
        at,
    }
}

fn figure_fact(subject: &Subject<'_>, figure: &Figure, indicator: &Indicator) -> Fact {
    let mut fact = plain(subject, figure.kind.as_str(), figure.span);
    if matches!(figure.kind, FigureKind::Name | FigureKind::Ordinal) {
        return fact;
    }
    fact.value = Some(figure.value.to_string());
    if figure.interval.high != Some(figure.interval.low) {
        fact.low = Some(figure.interval.low.to_string());
        fact.high = figure.interval.high.map(|high| high.to_string());
    }
    fact.unit = clean(figure.unit_words(subject.text()));
    fact.qualifier = Some(figure.qualifier.as_str());
    fact.indicator = clean(&indicator.words(subject.text()));
    fact.period = period(subject, figure);
    fact
}

/// The year that a figure speaks of: the nearest year before it in its sentence, else the report year.
fn period(subject: &Subject<'_>, figure: &Figure) -> Option<i32> {
    let sentence = figure.sentence.and_then(|index| subject.document.sentences.get(index))?;
    let before = Span::new(sentence.span.start, figure.span.start);
    let named = subject.tokens.whens_in(before).filter(|when| !when.cited).filter_map(When::year).last();
    let own = figure.before.of(subject.text());
    let last = own.contains("上年") || own.contains("去年");
    let year = named.or_else(|| subject.year());
    if last { subject.year().map(|year| year - 1) } else { year }
}

fn when_fact(subject: &Subject<'_>, when: &When) -> Fact {
    let (kind, value) = match when.value {
        WhenValue::Year(year) => ("year", year.to_string()),
        WhenValue::Range(from, to) | WhenValue::Run(from, to) => ("years", format!("{from}/{to}")),
        WhenValue::Date(year, month, day) => ("date", format!("{year:04}-{month:02}-{day:02}")),
        WhenValue::YearMonth(year, month) => ("date", format!("{year:04}-{month:02}")),
        WhenValue::MonthDay(month, day) => ("date", format!("--{month:02}-{day:02}")),
    };
    let mut fact = plain(subject, kind, when.span);
    fact.value = Some(value);
    fact
}

fn checked(subject: &Subject<'_>, statement: &Statement) -> Checked {
    let (result, reason) = match &statement.judgement {
        Judgement::Holds => ("holds", None),
        Judgement::Fails => ("fails", None),
        Judgement::Unsure(reason) => ("unsure", Some(reason.clone())),
    };
    Checked {
        check: statement.check,
        result,
        text: clean(subject.source.words(statement.span)),
        calculation: Some(statement.calculation.clone()).filter(|words| !words.zh.is_empty()),
        reason,
        span: span_json(subject.source, statement.span),
    }
}

/// A cell of CSV; a spreadsheet must not take words of a report for a formula.
fn cell(words: &str) -> String {
    let words = words.replace(['\n', '\r'], " ");
    let formula = words.starts_with(['=', '+', '@', '\t'])
        || words.starts_with('-') && words.parse::<i64>().is_err() && !words.ends_with(['%', '％']);
    let words = if formula { format!("'{words}") } else { words };
    if words.contains([',', '"']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

fn words(kind: &'static str, lang: Lang) -> &'static str {
    let zh = match kind {
        "count" => "数量",
        "percent" => "百分比",
        "points" => "百分点",
        "times" => "倍数",
        "share" => "比例",
        "money" => "金额",
        "duration" => "时长",
        "bare" => "无量词",
        "ordinal" => "序号",
        "name" => "名称",
        "zero" => "明示为零",
        "year" => "年份",
        "years" => "起止年",
        "date" => "日期",
        "citation" => "引文",
        "document-number" => "文号",
        _ => kind,
    };
    lang.pick(zh, kind)
}

fn arithmetic(check: Arithmetic, lang: Lang) -> &'static str {
    let (zh, en) = match check {
        Arithmetic::Sum => ("合计", "sum"),
        Arithmetic::Percent => ("比率", "rate"),
        Arithmetic::Possible => ("比率与基数", "rate of base"),
        Arithmetic::Bound => ("比率上限", "bound"),
        Arithmetic::Growth => ("增减", "change"),
        Arithmetic::Points => ("百分点", "points"),
        Arithmetic::Repeat => ("前后一致", "repeated"),
        Arithmetic::Subset => ("分项与总数", "part of whole"),
        Arithmetic::Approximation => ("约数写法", "approximation"),
        Arithmetic::Measure => ("量词", "measure word"),
        Arithmetic::Base => ("比率基数", "base of rate"),
    };
    lang.pick(zh, en)
}
