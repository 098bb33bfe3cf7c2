//! Known answers for the grammars: a text and what is read from it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

use fazhi::document::{HeadingForm, parse};
use fazhi::facts::{WhenValue, level_of, tokens};
use fazhi::source::Source;

fn cases(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split_once(" →").map(|(text, answer)| (text, answer.trim())).expect("an arrow"))
}

fn compare(found: Vec<(String, String, String)>) {
    let wrong: Vec<String> = found
        .iter()
        .filter(|(_, found, expected)| found != expected)
        .map(|(text, found, expected)| format!("{text}\n  {found}\n  {expected} expected"))
        .collect();
    assert!(found.len() > 10);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn heads_of_lines() {
    let found = cases(include_str!("grammar/heads.txt")).map(|(line, expected)| {
        let text = format!("云岭县2025年法治政府建设情况报告\n总述。\n{line}\n正文一段，讲全年工作。\n");
        let source = Source::from_text("t.txt", &text);
        let document = parse(&source);
        let found = document.sections.first().map_or("none".to_owned(), |section| {
            let mark = section.heading.mark.expect("a mark");
            let form = match section.heading.form {
                HeadingForm::Standalone => "standalone",
                HeadingForm::RunIn => "run-in",
                HeadingForm::Glued => "glued",
                HeadingForm::Numbered => "numbered",
            };
            let fault = mark.fault.map_or("-".to_owned(), |fault| format!("{fault:?}"));
            let words = source.words(section.heading.text);
            format!("{:?} {} {fault} {form} {}", mark.kind, mark.number, if words.is_empty() { "-" } else { words })
        });
        (line.to_owned(), found, expected.to_owned())
    });
    compare(found.collect());
}

#[test]
fn parts_of_titles() {
    let found = cases(include_str!("grammar/titles.txt")).map(|(line, expected)| {
        // On one line and, hard-wrapped in the middle, on two.
        let source = Source::from_text("t.txt", &format!("{line}\n\n2025年，开展工作。\n"));
        let document = parse(&source);
        let title = document.title.expect("a title");
        let organs: Vec<&str> = title.organs.iter().map(|organ| source.words(*organ)).collect();
        let found = format!(
            "{} | {} | {} | {}",
            if organs.is_empty() { "-".to_owned() } else { organs.join(";") },
            title.year_value.map_or("-".to_owned(), |year| year.to_string()),
            if title.about { "关于" } else { "-" },
            title.genre.map_or("-", |genre| source.words(genre)),
        );
        (line.to_owned(), found, expected.to_owned())
    });
    compare(found.collect());
}

#[test]
fn mentions_of_time() {
    let found = cases(include_str!("grammar/times.txt")).map(|(line, expected)| {
        let source = Source::from_text("t.txt", &format!("我镇{line}，开展工作。"));
        let found: Vec<String> = tokens(source.text(), &parse(&source))
            .whens
            .iter()
            .map(|when| {
                let value = match when.value {
                    WhenValue::Year(year) => year.to_string(),
                    WhenValue::Range(from, to) => format!("{from}..{to}"),
                    WhenValue::Run(from, to) => format!("{from}+{to}"),
                    WhenValue::Date(year, month, day) => format!("{year}-{month}-{day}"),
                    WhenValue::YearMonth(year, month) => format!("{year}-{month}"),
                    WhenValue::MonthDay(month, day) => format!("{month}-{day}"),
                };
                if when.cited { format!("cited {value}") } else { value }
            })
            .collect();
        (line.to_owned(), found.join(" "), expected.to_owned())
    });
    compare(found.collect());
}

#[test]
fn levels_of_organs() {
    let found = cases(include_str!("grammar/levels.txt")).map(|(name, expected)| {
        (name.to_owned(), level_of(name).map_or("-", |level| level.as_str()).to_owned(), expected.to_owned())
    });
    compare(found.collect());
}
