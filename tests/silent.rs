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
use fazhi::report::Verdict;
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
