//! Waivers and baselines: what was accepted or known stays quiet, everything new is told, and nothing goes stale unseen.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::collections::BTreeMap;

use fazhi::facts::{CalendarDate, Overrides};
use fazhi::report::waiver::{RawWaiver, Waiver, WaiverFault, faults};
use fazhi::report::{Policy, Report, check};
use fazhi::source::Source;
use support::{name, national, read, reports};

fn found(report: &Report) -> Vec<&str> {
    report.diagnostics.iter().map(|found| found.rule.as_str()).collect()
}

fn run(name: &str, text: &str, policy: &Policy) -> Report {
    let overrides = Overrides { as_report: true, ..Overrides::default() };
    check(&Source::from_text(name, text), national(), policy, &overrides)
}

fn only(rules: &[&str]) -> Policy {
    Policy { select: rules.iter().copied().collect(), ..Policy::default() }
}

/// Whether `name` covers a rule.
fn known(name: &str) -> bool {
    national().rules.iter().any(|rule| fazhi::report::covers(name, &rule.id))
}

fn waiver(rule: &str, file: Option<&str>, words: Option<&str>, until: Option<&str>) -> Waiver {
    let raw = RawWaiver {
        rule: rule.to_owned(),
        file: file.map(str::to_owned),
        words: words.map(str::to_owned),
        reason: "已经审核".to_owned(),
        until: until.map(str::to_owned),
    };
    raw.compile(&known).unwrap()
}

const TEXT: &str = "# 云岭县2025年法治政府建设年度报告\n\n## 一、主要举措和成效\n\n建立台帐3本，对审查事项作了布署。\n\n核对帐目12笔。\n";

#[test]
fn an_inline_waiver_is_for_its_rule_and_its_line() {
    let policy = only(&["lang-typo-list"]);
    let wording = |text: &str| {
        let report = run("a.md", text, &policy);
        let messages: Vec<String> = report
            .diagnostics
            .iter()
            .map(|found| format!("{} {}", found.rule, found.message.zh.split('”').next().unwrap_or("")))
            .collect();
        (report.waived, messages)
    };
    let all = ["lang-typo-list “台帐", "lang-typo-list “布署", "lang-typo-list “帐目"];
    assert_eq!(wording(TEXT), (0, all.map(str::to_owned).to_vec()));
    let above = TEXT.replace("建立", "<!-- fazhi: ignore lang-typo-list 引用原文 -->\n\n建立");
    assert_eq!(wording(&above), (2, vec![all[2].to_owned()]));
    let behind = TEXT.replace("12笔。", "12笔。<!-- fazhi: ignore lang-* 引用原文 -->");
    assert_eq!(wording(&behind), (1, all[..2].iter().map(|w| (*w).to_owned()).collect()));
    // In plain text there are no comments.
    assert_eq!(run("a.txt", &above, &policy).waived, 0);
}

#[test]
fn an_inline_waiver_that_waives_nothing_or_says_nothing_is_a_finding() {
    let with = |comment: &str| {
        TEXT.replace("建立台帐3本，对审查事项作了布署。", &format!("<!-- {comment} -->\n建立台账3本。"))
    };
    let policy = only(&["lang-typo-list", "res-encoding"]);
    assert_eq!(
        found(&run("a.md", &with("fazhi: ignore res-encoding 旧稿"), &policy)),
        ["waiver-stale", "lang-typo-list"]
    );
    for comment in ["fazhi: ignore res-encoding", "fazhi: ignore no-such-rule 理由", "fazhi: ignore", "fazhi: skip x y"]
    {
        assert_eq!(found(&run("a.md", &with(comment), &policy)), ["waiver-invalid", "lang-typo-list"], "{comment}");
    }
    // A rule that did not run cannot tell; any other comment is nobody's business.
    for comment in ["fazhi: ignore title-missing 理由", "数字待核", "fazhi"] {
        assert_eq!(found(&run("a.md", &with(comment), &policy)), ["lang-typo-list"], "{comment}");
    }
}

#[test]
fn positions_lead_past_comments() {
    let text = TEXT.replace("核对", "<!-- 一\n二 -->\n核对");
    let source = Source::from_text("a.md", &text);
    let report =
        check(&source, national(), &only(&["lang-typo-list"]), &Overrides { as_report: true, ..Overrides::default() });
    let last = report.diagnostics.last().unwrap();
    assert_eq!((source.start(last.span).line, source.start(last.span).column), (9, 3));
}

#[test]
fn waivers_of_a_file_are_for_rule_file_and_words_until_their_day() {
    let day = CalendarDate::parse("2026-06-30");
    let count = |waivers: Vec<Waiver>| {
        let policy = Policy { waivers, today: day, ..only(&["lang-typo-list"]) };
        let report = run("2025/云岭县.md", TEXT, &policy);
        (report.waived, faults(&policy.waivers, &report.waivers.met, &report.waivers.used, day))
    };
    assert_eq!(count(vec![waiver("lang-typo-list", None, None, None)]), (3, vec![]));
    assert_eq!(count(vec![waiver("lang-typo-list", Some("2025/*.md"), Some("建立台帐3本"), None)]), (1, vec![]));
    assert_eq!(count(vec![waiver("lang-*", Some("*.txt"), None, None)]), (0, vec![]), "for other files");
    assert_eq!(count(vec![waiver("lang-typo-list", None, Some("流水帐"), None)]), (0, vec![(0, WaiverFault::Stale)]));
    assert_eq!(count(vec![waiver("res-encoding", None, None, None)]), (0, vec![]), "the rule did not run");
    assert_eq!(count(vec![waiver("lang-*", None, None, Some("2026-06-30"))]), (3, vec![]));
    let over = CalendarDate::parse("2026-06-29").unwrap();
    assert_eq!(
        count(vec![waiver("lang-*", None, None, Some("2026-06-29"))]),
        (0, vec![(0, WaiverFault::Expired(over))])
    );
}

#[test]
fn a_finding_for_several_places_needs_words_for_all_of_them() {
    let text =
        "云岭县2025年法治政府建设年度报告\n一、主要举措和成效\n学习《宪法》、《民法典》4次，推行“甲”、“乙”2项。\n";
    let count = |words: &str| {
        let waivers = vec![waiver("lang-dunhao-between-titles", None, Some(words), None)];
        run("a.txt", text, &Policy { waivers, ..only(&["lang-dunhao-*"]) }).waived
    };
    assert_eq!(count("《宪法》、《民法典》"), 0);
    assert_eq!(count("《宪法》、《民法典》4次，推行“甲”、“乙”"), 1);
}

#[test]
fn a_waiver_must_name_a_rule_and_a_reason() {
    for (rule, reason, until) in
        [("nothing", "理由", None), ("res-encoding", " ", None), ("res-*", "理由", Some("明年"))]
    {
        let raw = RawWaiver {
            rule: rule.into(),
            reason: reason.into(),
            until: until.map(str::to_owned),
            ..RawWaiver::default()
        };
        assert!(raw.compile(&known).is_err(), "{rule} {reason} {until:?}");
    }
}

/// The same report with everything moved: headings numbered anew, a section put in front, other width and blanks.
fn moved(text: &str) -> String {
    let next = |line: &str| {
        for (old, new) in [
            ("五、", "六、"),
            ("四、", "五、"),
            ("三、", "四、"),
            ("二、", "三、"),
            ("一、", "二、"),
            ("（三）", "（四）"),
            ("（二）", "（三）"),
            ("（一）", "（二）"),
        ] {
            if let Some(rest) = line.strip_prefix(old) {
                return format!("{new}{rest}");
            }
        }
        line.to_owned()
    };
    let mut lines: Vec<String> = text.lines().map(next).collect();
    let first = lines.iter().position(|line| line.starts_with("二、")).unwrap_or(lines.len());
    lines.insert(first, "一、年度概况".to_owned());
    lines.insert(
        first + 1,
        "全县上下学习贯彻习近平法治思想，组织旁听庭审7次，办结建议提案19件，各项任务有序推进。".to_owned(),
    );
    lines.join("\n") + "\n"
}

/// What renumbering changes is not the same finding: numbers themselves, and the share of one part in the whole.
const MOVES: [&str; 3] = ["str-number-sequence", "str-level-order", "title-"];

#[test]
fn a_baseline_survives_renumbering_and_edits_elsewhere() {
    let rules = national();
    let (mut known, mut kept) = (0, 0);
    for path in reports("tests/defects") {
        let source = read(&path);
        if source.text().contains('\r') || source.format() == fazhi::source::Format::Markdown {
            continue;
        }
        let fingerprints = Policy { fingerprints: true, ..Policy::default() };
        let before = check(&source, rules, &fingerprints, &Overrides::default());
        let name = name(&path);
        let policy = Policy {
            known: BTreeMap::from([(name.clone(), before.fingerprints.clone())]),
            ignore: MOVES.into_iter().collect(),
            ..Policy::default()
        };
        // The same text: nothing is new.
        let same = Source::from_text(&name, source.given());
        let again = check(
            &same,
            rules,
            &Policy { ignore: fazhi::report::RuleNames::default(), ..policy.clone() },
            &Overrides::default(),
        );
        assert_eq!(found(&again), Vec::<&str>::new(), "{name}");
        assert_eq!(again.baselined, before.diagnostics.len());
        let other = Source::from_text(&name, &moved(source.given()));
        let profile =
            Overrides { year: before.profile.year.map(|known| known.value), as_report: true, ..Overrides::default() };
        let plain = Policy { known: BTreeMap::new(), ..policy.clone() };
        let all = check(&other, rules, &plain, &profile).diagnostics.len();
        let report = check(&other, rules, &policy, &profile);
        known += all;
        kept += all - report.diagnostics.len();
    }
    // What the new section itself brings about, and findings whose own words changed, are new.
    assert!(known > 60, "{known}");
    assert!(kept * 100 >= known * 90, "{kept} of {known} recognised");
}

#[test]
fn a_second_slip_of_the_same_words_is_new_only_where_it_is_told_apart() {
    let rules = ["cite-near-miss"];
    let one = "云岭县2025年法治政府建设年度报告\n一、主要举措和成效\n学习《优化营商环境条列》1次。\n";
    let two = one.replace("1次。\n", "1次，学习《反电信网络诈编法》1次。\n");
    let before = run("a.txt", one, &Policy { fingerprints: true, ..only(&rules) });
    let policy = Policy { known: BTreeMap::from([("a.txt".to_owned(), before.fingerprints)]), ..only(&rules) };
    assert_eq!(run("a.txt", one, &policy).diagnostics.len(), 0);
    let report = run("a.txt", &two, &policy);
    assert_eq!((report.diagnostics.len(), report.baselined), (1, 1));
    assert!(report.diagnostics[0].message.zh.contains("诈编"));
}
