//! Reports with planted defects: every one is found where it stands, and nothing else at error or warning.

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
use fazhi::source::{Source, Span};
use support::{check_default, name, national, read, reports};

struct Expected {
    severity: Severity,
    rule: String,
    words: String,
}

fn expected(text: &str) -> Vec<Expected> {
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut cells = line.split('\t');
            let severity = match cells.next() {
                Some("error") => Severity::Error,
                Some("warning") => Severity::Warning,
                Some("info") => Severity::Info,
                other => panic!("{other:?} is no weight"),
            };
            let rule = cells.next().expect("a rule").to_owned();
            Expected { severity, rule, words: cells.next().unwrap_or("").to_owned() }
        })
        .collect()
}

/// Whether a finding stands at the words: it overlaps an occurrence of them, or is an insertion where none are given.
fn stands_at(source: &Source, span: Span, absent: bool, words: &str) -> bool {
    if words.is_empty() {
        return absent;
    }
    let text = source.text();
    text.match_indices(words).any(|(at, _)| span.overlaps(Span::new(at, at + words.len())))
}

#[test]
fn planted_defects_are_found_and_nothing_else() {
    let rules = national();
    let mut wrong = Vec::new();
    let files = reports("tests/defects");
    assert!(files.len() >= 30);
    for path in &files {
        let source = read(path);
        let report = check_default(rules, &source);
        let table = std::fs::read_to_string(path.with_extension("expect")).expect("every defect file has its table");
        let wanted = expected(&table);
        for want in &wanted {
            let hit = report.diagnostics.iter().any(|found| {
                found.rule == want.rule
                    && found.severity == want.severity
                    && (stands_at(&source, found.span, found.absent, &want.words)
                        || found
                            .labels
                            .iter()
                            .any(|label| !want.words.is_empty() && stands_at(&source, label.span, false, &want.words)))
            });
            if !hit {
                let got: Vec<String> = report
                    .diagnostics
                    .iter()
                    .filter(|found| found.rule == want.rule)
                    .map(|found| format!("{:?} {:?}", found.severity, source.words(found.span)))
                    .collect();
                wrong.push(format!(
                    "{} missed {:?} {} “{}” (got {got:?})",
                    name(path),
                    want.severity,
                    want.rule,
                    want.words
                ));
            }
        }
        for found in report.diagnostics.iter().filter(|found| found.severity > Severity::Info) {
            if !wanted.iter().any(|want| want.rule == found.rule && want.severity == found.severity) {
                wrong.push(format!(
                    "{} extra {:?} {} “{}” {}",
                    name(path),
                    found.severity,
                    found.rule,
                    source.words(found.span),
                    found.message.zh
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
