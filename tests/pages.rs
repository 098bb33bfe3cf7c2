//! Whole pages as snapshots: the structure of every clean report, and the findings of every faulty one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use fazhi::diagnostic::{Lang, Severity};
use fazhi::facts::{Overrides, Subject};
use fazhi::render::{Style, fancy, json, outline, short};
use fazhi::source::Source;
use support::{check_default, name, national, read, reports};

/// The same source under its bare name, so that no folder stands in a snapshot.
fn bare(path: &std::path::Path) -> Source {
    let source = read(path);
    Source::new(&name(path), source.given().to_owned(), source.encoding(), source.format())
}

#[test]
fn outlines_of_clean_reports() {
    let rules = national();
    for path in reports("tests/silent") {
        let source = bare(&path);
        let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &Overrides::default());
        insta::assert_snapshot!(
            format!("outline-{}", name(&path)),
            outline::text(&subject, &rules.roles, &Style::default())
        );
    }
}

#[test]
fn findings_of_faulty_reports() {
    let rules = national();
    let mut all = String::new();
    for path in reports("tests/defects") {
        let source = bare(&path);
        let report = check_default(rules, &source);
        all.push_str(&format!("# {} {}\n", name(&path), report.verdict.as_str()));
        all.push_str(&short::render(&report, &source, &Style { show: Severity::Info, ..Style::default() }));
    }
    insta::assert_snapshot!("findings", all);
}

#[test]
fn pages_and_json_of_faulty_reports() {
    let rules = national();
    for path in reports("tests/defects").iter().step_by(7) {
        let source = bare(path);
        let report = check_default(rules, &source);
        for lang in [Lang::Zh, Lang::En] {
            let style = Style { lang, show: Severity::Info, width: 96, verbose: true, ..Style::default() };
            insta::assert_snapshot!(
                format!("page-{lang:?}-{}", name(path)),
                fancy::render(&report, &source, rules, &style)
            );
        }
        let value: serde_json::Value =
            serde_json::from_str(&json::document(&report, &source, rules, Lang::Zh, Severity::Info)).unwrap();
        insta::assert_snapshot!(format!("json-{}", name(path)), serde_json::to_string_pretty(&value).unwrap());
    }
}

/// The underline stands under the guilty words, cell for cell, whatever stands before them.
#[test]
fn underlines_stand_under_the_words() {
    use unicode_width::UnicodeWidthStr;
    let rules = national();
    let word = "县法制办";
    for before in [
        "我镇及时报",
        "𠮷𠮷",
        "\t",
        "（ａｂｃ），abc, \u{a0}",
        "“引号”——…·",
        "\u{200b}零宽",
        "\u{1b}[31m红",
        "健全机制，".repeat(150).as_str(),
    ] {
        let text = format!(
            "云岭县青石镇人民政府2023年法治政府建设年度报告\n一、主要举措和成效\n{before}报{word}备案，开展工作4次。{}\n",
            "完善机制".repeat(300)
        );
        let source = Source::from_text("下划线.txt", &text);
        let report = check_default(rules, &source);
        let found = report
            .diagnostics
            .iter()
            .find(|found| source.words(found.span).contains("法制办"))
            .expect("the word is found");
        let guilty = source.words(found.span).to_owned();
        let only = fazhi::report::Report { diagnostics: vec![found.clone()], ..report };
        let page = fancy::render(&only, &source, rules, &Style { width: 100, ..Style::default() });
        let lines: Vec<&str> = page.lines().collect();
        let index =
            lines.iter().position(|line| line.contains(&guilty) && line.contains('│')).expect("the words are shown");
        let shown = lines[index];
        assert!(shown.width() <= 110, "{} cells: {shown}", shown.width());
        let start = shown[..shown.find(&guilty).unwrap()].width();
        let under = lines[index + 1];
        let from = under[..under.find(['─', '┬']).unwrap()].width();
        let cells = under.chars().filter(|c| matches!(c, '─' | '┬')).count();
        assert_eq!((from, cells), (start, guilty.width()), "\n{shown}\n{under}");
    }
}
