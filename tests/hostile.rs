//! Nothing that a text contains makes the program panic or hang. (That cost grows with length only is measured in
//! `benches/`.)

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use fazhi::facts::Overrides;
use fazhi::render::{Style, facts, fancy, json, outline, short};
use fazhi::report::{Policy, check};
use fazhi::source::{Source, load};
use proptest::prelude::*;

/// Everything the program can print about a text.
fn all(text: &str) {
    let rules = support::national();
    for as_report in [false, true] {
        let overrides = Overrides { as_report, year: as_report.then_some(2025), ..Overrides::default() };
        let source = Source::from_text("敌.txt", text);
        let report = check(&source, rules, &Policy::default(), &overrides);
        let style = Style { show: fazhi::diagnostic::Severity::Info, width: 60, ..Style::default() };
        let pages = [
            fancy::render(&report, &source, rules, &style),
            short::render(&report, &source, &style),
            json::document(&report, &source, rules, style.lang, style.show),
        ];
        for page in &pages {
            assert!(!page.contains('\u{1b}'), "an escape sequence of the text reached the page");
        }
        let value: serde_json::Value = serde_json::from_str(&pages[2]).expect("valid JSON");
        assert!(value["verdict"].is_string());
        let subject = fazhi::facts::Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
        assert!(!outline::text(&subject, &rules.roles, &style).is_empty());
        let listing = facts::Listing::new(&subject, rules);
        assert!(!listing.table(&style).contains('\u{1b}'));
        let facts: serde_json::Value = serde_json::from_str(&listing.json()).expect("valid JSON");
        assert_eq!(listing.csv().lines().count(), facts["facts"].as_array().expect("a list").len());
        for span in report.diagnostics.iter().map(|found| found.span) {
            assert!(text.len() < span.start || source.text().is_char_boundary(span.start));
            assert!(source.text().is_char_boundary(span.end));
        }
    }
}

#[test]
fn pathological_texts_are_survived() {
    let texts = [
        "（".repeat(4_000),
        "《".repeat(4_000),
        "〔".repeat(10_000) + &"2025".repeat(4_000),
        "“".repeat(10_000),
        "一、法治政府建设\n".repeat(5_000),
        "（一）一是".repeat(4_000),
        "#".repeat(10_000),
        "1.".repeat(10_000),
        "\u{0}".repeat(50) + "法治政府建设年度报告",
        "法治\u{1b}[31m政府\u{202e}建设年度报告\u{200b}".repeat(50),
        "一是".repeat(6_000),
        "2025年".repeat(4_000),
        "年".repeat(6_000),
        "存在".repeat(4_000) + &"问题".repeat(4_000),
        "\u{301}".repeat(2_000),
        "|".repeat(4_000),
        "首页>".repeat(10_000),
        "\r".repeat(4_000),
        "。".repeat(10_000),
        "共30件，其中1件、".repeat(4_000),
        "共30件，其中".to_owned() + &"1件、".repeat(6_000),
        "第1期".repeat(6_000),
        "未发生案件".repeat(4_000),
        "调解3件出庭率1%".repeat(4_000),
        "全年开展行政检查1次".repeat(4_000),
        "由3件增至4件增长5%".repeat(4_000),
        "9".repeat(20_000),
        "一".repeat(10_000),
        "近约至少".repeat(4_000) + "1余件左右",
    ];
    for text in &texts {
        all(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(text in "\\PC{0,400}") {
        all(&text);
    }

    #[test]
    fn any_pieces_of_a_report_are_survived(pieces in proptest::collection::vec(prop_oneof![
        Just("一、"), Just("（一）"), Just("(二)"), Just("1."), Just("一是"), Just("二是"), Just("2025年"), Just("２０２５年度"),
        Just("存在的问题和不足"), Just("下一步，我镇将"), Just("第一责任人"), Just("《"), Just("》"), Just("〔2025〕3号"), Just("\n"),
        Just("。"), Just("；"), Just("："), Just("法治政府建设"), Just("情况报告"), Just("云岭县青石镇人民政府"), Just("\t"), Just("\u{3000}"),
        Just("XX"), Just("96.8%"), Just("212件"), Just("11月31日"), Just("关于"), Just("“"), Just("”"), Just("𠮷"), Just("20212025年"),
    ], 0..80)) {
        all(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(source) = load::from_bytes("b.txt", &bytes) {
            all(source.given());
        }
    }
}
