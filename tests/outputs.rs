//! The page, the mail and the skeleton.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::collections::BTreeMap;

use fazhi::diagnostic::{Lang, Severity};
use fazhi::facts::Level;
use fazhi::render::{Style, html, markdown};
use fazhi::report::Status;
use fazhi::skeleton::{LineKind, Occasion, lines};
use fazhi::source::Source;

fn page(lang: Lang) -> String {
    let rules = support::national();
    let style = Style { lang, show: Severity::Info, ..Style::default() };
    let sections: Vec<String> = support::reports("tests/defects")
        .iter()
        .enumerate()
        .map(|(number, path)| {
            let source = support::read(path);
            html::document(&support::check_default(rules, &source), &source, rules, &style, number)
        })
        .collect();
    html::head(lang) + &sections.concat() + html::TAIL
}

#[test]
fn the_page_needs_nothing_from_outside_and_all_its_links_lead_somewhere() {
    for lang in [Lang::Zh, Lang::En] {
        let page = page(lang);
        for word in ["<script", "http://", "https://", "@import", "url(", "<link", "<img"] {
            assert!(!page.contains(word), "{word}");
        }
        let values = |name: &str| -> Vec<String> {
            page.match_indices(name)
                .map(|(at, found)| page[at + found.len()..].split_once('"').unwrap().0.to_owned())
                .collect()
        };
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for id in values(" id=\"") {
            *ids.entry(id).or_default() += 1;
        }
        assert!(ids.values().all(|count| *count == 1), "ids are unique");
        let links = values("href=\"#");
        assert!(links.len() > 150);
        for link in links {
            assert!(ids.contains_key(&link), "{link} leads nowhere");
        }
        for target in ids.keys().filter(|id| id.starts_with('n')) {
            assert!(ids.contains_key(&target.replacen('n', "t", 1)), "{target} has no words");
        }
    }
}

#[test]
fn the_tags_of_the_page_are_closed_in_order() {
    let page = page(Lang::Zh);
    let mut open: Vec<&str> = Vec::new();
    for piece in page.split('<').skip(1) {
        let name = piece.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if piece.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !piece.starts_with('!') && !["meta", "input"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_words_of_a_report_stay_words() {
    let rules = support::national();
    let text =
        "青石镇2025年法治政府建设情况报告\n一、主要举措和成效\n培训××次<script>alert(1)</script>&amp;\"'|*_`。\n";
    let source = Source::from_text("<b>.txt", text);
    let report = support::check_default(rules, &source);
    let style = Style { show: Severity::Info, ..Style::default() };
    let section = html::document(&report, &source, rules, &style, 0);
    assert!(
        section.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot;&#39;")
            && section.contains("&lt;b&gt;.txt")
    );
    let mail = markdown::render(&report, &source, rules, &style);
    assert!(mail.starts_with("# \\<b\\>.txt\n"), "{mail}");
}

#[test]
fn a_skeleton_holds_every_mandated_part_and_is_found_unfinished() {
    let rules = support::national();
    for level in Level::ALL {
        for (year, province) in [(2025, Some("四川省")), (2023, None)] {
            let occasion = Occasion { level, year, province: province.map(str::to_owned) };
            let skeleton = lines(&occasion, rules);
            let text: String = skeleton.iter().map(|line| format!("{}\n", line.words)).collect();
            let source = Source::from_text("报告.txt", &text);
            let report = support::check_default(rules, &source);
            assert_eq!(report.profile.year.as_ref().map(|known| known.value), Some(year), "{level:?}");
            if level != Level::Province || province.is_some() {
                assert_eq!(report.profile.level.as_ref().map(|known| known.value), Some(level));
            }
            assert!(
                report.requirements.iter().all(|row| row.status == Status::Satisfied),
                "{level:?} {:?}",
                report.requirements
            );
            let heavy: Vec<&str> = report
                .diagnostics
                .iter()
                .filter(|found| found.severity > Severity::Info)
                .map(|found| found.rule.as_str())
                .filter(|rule| *rule != "res-placeholder")
                .collect();
            assert!(heavy.is_empty(), "{level:?}: {heavy:?}\n{text}");
            // Every paragraph with something to fill in is found while it stands alone.
            for line in skeleton.iter().filter(|line| line.words.contains(['【', '×'])) {
                let text = format!("青石镇2025年法治政府建设情况报告\n一、主要举措和成效\n{}\n", line.words);
                let source = Source::from_text("报告.txt", &text);
                let overrides = fazhi::facts::Overrides { as_report: true, ..Default::default() };
                let report = fazhi::report::check(&source, rules, &fazhi::report::Policy::default(), &overrides);
                let found = report.diagnostics.iter().any(|found| found.rule == "res-placeholder");
                assert!(found, "{level:?}: {}", line.words);
            }
            // With guidance for each of the five parts.
            assert!(skeleton.iter().filter(|line| line.kind == LineKind::Guidance).count() >= 5);
        }
    }
}

#[cfg(feature = "docx")]
#[test]
fn the_skeleton_as_a_word_file_has_the_same_words() {
    let rules = support::national();
    let occasion = Occasion { level: Level::Township, year: 2025, province: None };
    let skeleton = lines(&occasion, rules);
    let bytes = fazhi::skeleton::docx(&skeleton).unwrap();
    assert_eq!(bytes, fazhi::skeleton::docx(&skeleton).unwrap());
    let source = fazhi::source::load::from_bytes("报告.docx", &bytes).unwrap();
    let found: Vec<&str> = source.text().lines().filter(|line| !line.is_empty()).collect();
    let expected: Vec<&str> = skeleton.iter().map(|line| line.words.as_str()).collect();
    assert_eq!(found, expected);
    assert!(source.outline().len() >= 5);
}
