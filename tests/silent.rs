//! Clean reports of many levels, years, schemes and widths stay silent: nothing at error or warning.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use fazhi::diagnostic::Severity;
use fazhi::facts::Overrides;
use fazhi::report::{Policy, Verdict};
use support::{check_default, name, national, read, reports};

#[test]
fn clean_reports_are_ready_to_submit() {
    let rules = national();
    let mut noise = Vec::new();
    let files = reports("tests/silent");
    assert!(files.len() >= 10);
    for path in files.iter().chain(&reports("examples/clean")) {
        let source = read(path);
        let report = check_default(rules, &source);
        for found in report.diagnostics.iter().filter(|found| found.severity > Severity::Info) {
            noise.push(format!("{} {} {:?} {}", name(path), found.rule, source.words(found.span), found.message.zh));
        }
        if report.verdict != Verdict::Ready && noise.is_empty() {
            noise.push(format!("{} {:?}", name(path), report.verdict));
        }
        for row in report.requirements.iter().filter(|row| row.id != "other") {
            if row.status != fazhi::report::Status::Satisfied {
                noise.push(format!("{} {} {:?} {:?}", name(path), row.id, row.status, row.place));
            }
        }
    }
    assert!(noise.is_empty(), "{} false alarms:\n{}", noise.len(), noise.join("\n"));
}

/// What each file says about itself in tests/silent/profiles.tsv is what is recognised.
#[test]
fn who_reports_on_which_year_is_recognised() {
    let rules = national();
    let table = include_str!("silent/profiles.tsv");
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, level, year, encoding, organ] = cells.as_slice() else { panic!("five cells: {line}") };
        let source = read(&support::project("tests/silent").join(file));
        let profile = check_default(rules, &source).profile;
        let found = [
            profile.level.map_or("-".into(), |known| known.value.as_str().to_owned()),
            profile.year.map_or("-".into(), |known| known.value.to_string()),
            source.encoding().name().to_owned(),
            profile.organ.map_or("-".into(), |known| known.value),
        ];
        if found != [*level, *year, *encoding, *organ] {
            wrong.push(format!("{file}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pattern_sees_the_sentence_and_not_its_window() {
    // “年，” at the edge of the stretch that is looked at for another “年，” stands at no beginning.
    for between in 0..60 {
        let text = format!("一、主要举措和成效\n我镇2024年，{}2025年，共受理3件。\n", "治".repeat(between));
        let source = fazhi::source::Source::from_text("t.txt", &text);
        let overrides = Overrides { as_report: true, ..Overrides::default() };
        let report = fazhi::report::check(&source, national(), &Policy::default(), &overrides);
        assert!(report.diagnostics.iter().any(|found| found.rule.starts_with("section-")), "it is judged");
        let found: Vec<&str> = report.diagnostics.iter().map(|found| found.rule.as_str()).collect();
        assert!(!found.contains(&"res-missing-number"), "{text}{found:?}");
    }
}
