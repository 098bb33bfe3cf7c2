//! Known answers for figures, and figures printed and read again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use fazhi::check::relation::{Judgement, RecordKind, audit, records};
use fazhi::document::parse;
use fazhi::facts::{Decimal, FigureKind, Figures, Overrides, Subject, numeral, tokens};
use fazhi::source::Source;
use proptest::prelude::*;

fn cases(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split_once(" → ").expect("an arrow"))
}

fn read(text: &str) -> (Source, Figures) {
    let source = Source::from_text("t.txt", &format!("我镇{text}。"));
    let document = parse(&source);
    let figures = Figures::read(source.text(), &document, &tokens(source.text(), &document));
    (source, figures)
}

fn shown(text: &str) -> String {
    let (source, figures) = read(text);
    let list: Vec<String> = figures
        .all
        .iter()
        .map(|figure| {
            if matches!(figure.kind, FigureKind::Name | FigureKind::Ordinal) {
                return format!("{} {}", figure.kind.as_str(), source.words(figure.span).replace(' ', ""));
            }
            let range = figure.interval;
            let value = if range.high == Some(range.low) {
                figure.value.to_string()
            } else {
                let high = range
                    .high
                    .map_or("∞".to_owned(), |high| format!("{high}{}", if range.closed { "]" } else { ")" }));
                format!("[{},{high}", range.low)
            };
            let unit = figure.unit_words(source.text()).replace('％', "%");
            format!("{} {value}{unit}", figure.kind.as_str())
        })
        .collect();
    if list.is_empty() { "-".to_owned() } else { list.join("; ") }
}

#[test]
fn figures_are_read_as_they_are_meant() {
    let table: Vec<(&str, &str)> = cases(include_str!("facts/figures.txt")).collect();
    assert!(table.len() >= 200, "{} cases", table.len());
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| shown(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  {}\n  {expected} expected", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn explicit_zeros_are_told_from_negations() {
    let mut wrong = Vec::new();
    for (text, expected) in cases(include_str!("facts/zeros.txt")) {
        let (source, figures) = read(text);
        let found: Vec<&str> = figures.zeros.iter().map(|zero| source.words(zero.span)).collect();
        let found = if found.is_empty() { "-".to_owned() } else { found.join("; ") };
        if found != expected {
            wrong.push(format!("{text}\n  {found}\n  {expected} expected"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// `holds`, `fails` or `unsure`, the check, the words and a text a line; `-` where nothing is to be said.
#[test]
fn relations_are_judged_as_they_should_be() {
    let rules = support::national();
    let (mut wrong, mut count, mut silent) = (Vec::new(), 0, 0);
    for line in include_str!("facts/relations.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (expected, text) = line.split_once('\t').expect("a tab");
        let source = Source::from_text("t.txt", &format!("一、主要举措和成效\n{text}\n"));
        let overrides = Overrides { as_report: true, year: Some(2025), ..Overrides::default() };
        let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
        let found: Vec<String> = audit(rules, &subject)
            .iter()
            .filter(|statement| statement.judgement == Judgement::Fails)
            .map(|statement| {
                let check = serde_json::to_value(statement.check).unwrap();
                format!("{} {}", check.as_str().unwrap(), source.words(statement.span))
            })
            .collect();
        let found = if found.is_empty() { "-".to_owned() } else { found.join("; ") };
        count += 1;
        silent += usize::from(expected == "-");
        if found != expected {
            wrong.push(format!("{text}\n  {found}\n  {expected} expected"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60 && silent * 2 >= count, "{count} cases, {silent} silent");
}

/// A number in Chinese numerals.
fn han(value: u64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    fn block(value: u64) -> String {
        let mut out = String::new();
        let mut gap = false;
        for (place, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = usize::try_from(value / place % 10).unwrap();
            if digit == 0 {
                gap = !out.is_empty();
                continue;
            }
            if gap {
                out.push('零');
            }
            gap = false;
            out.push_str(DIGITS[digit]);
            out.push_str(name);
        }
        out
    }
    if value == 0 {
        return "零".to_owned();
    }
    let (high, low) = (value / 10_000, value % 10_000);
    let mut out = String::new();
    if high > 0 {
        out.push_str(&block(high));
        out.push('万');
        if low > 0 && low < 1000 {
            out.push('零');
        }
    }
    out.push_str(&block(low));
    if out.starts_with("一十") { out.replacen("一十", "十", 1) } else { out }
}

proptest! {
    #[test]
    fn chinese_numerals_come_back(value in 1u64..100_000_000) {
        let words = han(value);
        prop_assert_eq!(numeral::value(&words).map(|found| found.to_string()), Some(value.to_string()), "{}", words);
    }

    #[test]
    fn decimals_come_back_with_their_zeros(units in 0i64..1_000_000_000, scale in 0u32..4) {
        let decimal = Decimal::new(i128::from(units), scale).unwrap();
        let words = decimal.to_string();
        let found = Decimal::parse(&words).unwrap();
        prop_assert_eq!(found, decimal);
        prop_assert_eq!(found.to_string(), words);
    }

    #[test]
    fn counts_come_back_in_any_dress(value in 1u32..10_000_000, dress in 0usize..5, unit in 0usize..6) {
        let unit = ["件", "次", "份", "人次", "场", "项"][unit];
        let plain = value.to_string();
        let number = match dress {
            0 => plain.clone(),
            1 => plain.chars().map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap()).collect(),
            2 => {
                let mut out = String::new();
                for (index, c) in plain.chars().enumerate() {
                    if index > 0 && (plain.len() - index).is_multiple_of(3) { out.push(','); }
                    out.push(c);
                }
                out
            }
            3 => format!("{plain} "),
            _ => format!(" {plain}"),
        };
        // Numbers of hotlines and of telephones are names only without a measure word.
        prop_assert_eq!(shown(&format!("全年办理{number}{unit}")), format!("count {value}{unit}"));
    }

    #[test]
    fn a_rounded_or_cut_percentage_always_fits(part in 0i64..5_000, more in 0i64..5_000, scale in 0u32..4) {
        let whole = part + more;
        prop_assume!(whole > 0);
        let exact = i128::from(part) * 100 * 10i128.pow(scale);
        let cut = Decimal::new(exact / i128::from(whole), scale).unwrap();
        let rounded = Decimal::new((2 * exact + i128::from(whole)) / (2 * i128::from(whole)), scale).unwrap();
        let (part, whole) = (Decimal::whole(part), Decimal::whole(whole));
        prop_assert_eq!(cut.is_percent_of(part, whole, true, true), Some(true));
        prop_assert_eq!(rounded.is_percent_of(part, whole, true, false), Some(true));
        // Two places off never fits.
        let off = rounded.plus(rounded.last_place().times(2).unwrap()).unwrap();
        prop_assert_eq!(off.is_percent_of(part, whole, true, true), Some(false));
    }

    #[test]
    fn any_text_is_read_without_harm(text in "[0-9０-９一二三百千万亿零余多约近%％.,，。件次份个人至—第“”年月日+·/-]{0,60}") {
        let (source, figures) = read(&text);
        let mut end = 0;
        for figure in &figures.all {
            prop_assert!(figure.span.start >= end || figure.markers.before.is_some());
            prop_assert!(!source.words(figure.span).is_empty());
            end = figure.span.end;
        }
    }
}

#[test]
fn totals_changes_and_cases_carried_over_are_recorded() {
    let rules = support::national();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (text, wanted) in cases(include_str!("facts/records.txt")) {
        let source = Source::from_text("case.txt", &format!("一、主要举措和成效\n{text}\n"));
        let overrides = Overrides { as_report: true, year: Some(2025), ..Overrides::default() };
        let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
        let told: Vec<String> = records(rules, &subject)
            .iter()
            .map(|record| {
                let kind = match record.kind {
                    RecordKind::Total { complete: true } => "total-all",
                    RecordKind::Total { complete: false } => "total-some",
                    RecordKind::Change { rises: true } => "up",
                    RecordKind::Change { rises: false } => "down",
                    RecordKind::CarriedOver => "carried",
                };
                let members: Vec<String> = record
                    .members
                    .iter()
                    .map(|(role, figure)| {
                        format!("{} {}", format!("{role:?}").to_lowercase(), source.words(figure.span))
                    })
                    .collect();
                format!("{kind} {} [{}]", source.words(record.figure.span), members.join(", "))
            })
            .collect();
        let told = if told.is_empty() { "无".to_owned() } else { told.join("; ") };
        if told != wanted {
            wrong.push(format!("{text}\n    wanted {wanted}\n    found  {told}"));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 12);
}
