//! Packs on packs: what inheritance does, how every mistake is drawn in its file, and that strangers' packs are safe.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test may stop where it fails"
)]

use fazhi::builtin;
use fazhi::diagnostic::Severity;
use fazhi::facts::Overrides;
use fazhi::render::{Style, fault};
use fazhi::report::{Policy, Verdict, check};
use fazhi::rule::fault::PackFault;
use fazhi::rule::inherit::{Store, inherit};
use fazhi::rule::load::{Files, PackFile, load, read_folder};
use fazhi::rule::{Literals, RuleSet, compile};
use fazhi::source::Source;

const RULE: &str = r"id: local-review
title: {zh: 没有写法制审核, en: No review}
severity: warning
since: 0.1.0
basis:
  - {source: local}
match:
  coverage:
    groups:
      - {name: {zh: 法制审核, en: review}, any: [法制审核, 合法性审查]}
    at_least: 1
message: {zh: 没有写法制审核, en: No review is told of}
help: {zh: 补写, en: Add it}
tests:
  pass: [{text: 开展法制审核。}, {text: 开展合法性审查。}]
  fail: [{text: 开展调研。}, {text: 开展普法。}]
";

const HEAD: &str = "name: local
version: 0.1.0
title: {zh: 本地, en: Local}
sources:
  - {id: local, title: {zh: 惯例, en: Habit}, verified: convention}
";

fn pack(files: &[(&str, &str)]) -> Vec<PackFile> {
    files.iter().map(|(path, text)| PackFile { path: (*path).to_owned(), text: (*text).to_owned() }).collect()
}

fn compiled(packs: &[Vec<PackFile>]) -> (Option<RuleSet>, Vec<PackFault>) {
    let mut files = Files::default();
    let wanted = packs.iter().map(|pack| load(pack.clone(), &mut files)).collect();
    let names = builtin::names();
    let lineage = inherit(wanted, &Store { files: &builtin::files, names: &names }, &mut files);
    let mut literals = Literals::default();
    let (compiled, faults) = compile(lineage, &files, &mut literals);
    (compiled.map(|compiled| compiled.open(&literals).unwrap()), faults)
}

/// A pack of `pack.yaml` (the head and `more`) and one rule.
fn local(more: &str, rule: &str) -> Vec<PackFile> {
    let head = format!("{HEAD}{more}");
    pack(&[("local/pack.yaml", head.as_str()), ("local/local-review.yaml", rule)])
}

fn sound(packs: &[Vec<PackFile>]) -> RuleSet {
    let (rules, faults) = compiled(packs);
    let told: Vec<String> = faults.iter().map(|fault| fault.message.zh.clone()).collect();
    assert!(told.is_empty(), "{told:?}");
    rules.unwrap()
}

fn named(name: &str, more: &str) -> Vec<PackFile> {
    let path = format!("{name}/pack.yaml");
    let text = format!("name: {name}\nversion: 0.1.0\ntitle: {{zh: {name}, en: {name}}}\n{more}");
    pack(&[(path.as_str(), text.as_str())])
}

#[test]
fn every_mistake_is_drawn_at_its_word() {
    let rule = |from: &str, to: &str| {
        assert!(RULE.contains(from), "{from}");
        RULE.replace(from, to)
    };
    let cases: Vec<(&str, Vec<Vec<PackFile>>)> = vec![
        ("unknown base", vec![local("extends: [nationl]\n", RULE)]),
        ("base by path", vec![local("extends: [../../etc]\n", RULE)]),
        ("ring", vec![named("one", "extends: [two]\n"), named("two", "extends: [one]\n")]),
        ("dangling override", vec![local("overrides:\n  prob-to-thin: {severity: info}\n", RULE)]),
        ("override of an own rule", vec![local("overrides:\n  local-review: {severity: info}\n", RULE)]),
        ("override of a fixed field", vec![local("overrides:\n  prob-too-thin: {id: other}\n", RULE)]),
        ("misspelt field of an override", vec![local("overrides:\n  prob-too-thin: {severty: info}\n", RULE)]),
        ("misspelt value of an override", vec![local("overrides:\n  prob-too-thin: {severity: warn}\n", RULE)]),
        ("unknown setting", vec![local("overrides:\n  prob-too-thin: {match: {extent: {hans: 3}}}\n", RULE)]),
        (
            "wider scope",
            vec![local("overrides:\n  section-problems-missing: {applies: {years: {from: 2000}}}\n", RULE)],
        ),
        ("nothing to remove", vec![local("overrides:\n  fr-term-wrong: {basis: {remove: [zeren-2015]}}\n", RULE)]),
        (
            "conflict of two packs",
            vec![
                named("one", "overrides:\n  prob-too-thin: {severity: info}\n"),
                named("two", "overrides:\n  prob-too-thin: {severity: error}\n"),
            ],
        ),
        ("NUL in a word", vec![local("", &rule("any: [法制审核", "any: [\"法制\\0审核\""))]),
        ("duplicate id", vec![local("", RULE), pack(&[("x/local-review.yaml", RULE)])]),
        (
            "id of an inherited rule",
            vec![pack(&[("x/prob-too-thin.yaml", &RULE.replace("local-review", "prob-too-thin"))])],
        ),
        ("duplicate source", vec![local("  - {id: ducha-2019, title: {zh: 甲, en: A}, verified: memory}\n", RULE)]),
        ("unknown key", vec![local("", &rule("severity:", "severety:"))]),
        ("unknown kind", vec![local("", &rule("coverage:", "converage:"))]),
        ("unknown word", vec![local("", &rule("severity: warning", "severity: warn"))]),
        ("wrong type", vec![local("", &rule("at_least: 1", "at_least: one"))]),
        ("missing key", vec![local("", &rule("since: 0.1.0\n", ""))]),
        ("no basis", vec![local("", &rule("basis:\n  - {source: local}\n", "basis: []\n"))]),
        ("article without a source", vec![local("", &rule("{source: local}", "{article: 第五条}"))]),
        (
            "article that may not be cited",
            vec![local("", &rule("{source: local}", "{source: ducha-2019, article: 第二十五条}"))],
        ),
        ("unknown source", vec![local("", &rule("{source: local}", "{source: locale}"))]),
        (
            "unknown variable",
            vec![local("", &rule("zh: 没有写法制审核, en: No review is", "zh: \"没有写{fond}\", en: No review is"))],
        ),
        ("impossible count", vec![local("", &rule("at_least: 1", "at_least: 3"))]),
        ("file name and id", vec![pack(&[("local/pack.yaml", HEAD), ("local/other.yaml", RULE)])]),
        ("duplicate key", vec![local("", &rule("since: 0.1.0", "since: 0.1.0\nsince: 0.2.0"))]),
        ("unclosed bracket", vec![local("", &rule("any: [法制审核, 合法性审查]}", "any: [法制审核, 合法性审查}"))]),
        ("tab", vec![local("", &rule("  coverage:", "\tcoverage:"))]),
        (
            "bad pattern",
            vec![local(
                "",
                &format!(
                    "{}match: {{text: {{in: [body], entries: [{{regex: '第([一二', near: [第]}}]}}}}\n{}",
                    &RULE[..RULE.find("match:").unwrap()],
                    &RULE[RULE.find("message:").unwrap()..]
                ),
            )],
        ),
        (
            "a mistake far to the right",
            vec![local(&format!("description: {{zh: {}, en: x, fr: y}}\n", "本包收录本地审查惯例，".repeat(40)), RULE)],
        ),
    ];
    let style = Style { width: 90, ..Style::default() };
    let english = Style { lang: fazhi::diagnostic::Lang::En, ..style };
    let mut out = String::new();
    for (name, packs) in cases {
        let (_, faults) = compiled(&packs);
        assert!(!faults.is_empty(), "{name}: no fault");
        out.push_str(&format!("=== {name}\n"));
        for fault in &faults {
            out.push_str(&fault::render(fault, &style));
            out.push_str(&format!("  [en] {}\n", fault.message.en));
            if let Some(help) = &fault.help {
                out.push_str(&format!("  [en] {}\n", help.en));
            }
            assert!(!fault::render(fault, &english).is_empty());
        }
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_pack_changes_what_it_inherits_and_nothing_else() {
    let national = builtin::national().unwrap();
    let rules = sound(&[local(
        "overrides:
  prob-too-thin: {severity: info}
  title-year-redundant: {disabled: {zh: 本地如此, en: local habit}}
  section-problems-missing: {applies: {levels: [县], years: {from: 2020}}}
",
        RULE,
    )]);
    assert_eq!(rules.rules.len(), national.rules.len() + 1);
    assert_eq!(rules.rule("prob-too-thin").unwrap().severity, Severity::Info);
    assert!(rules.rule("title-year-redundant").unwrap().disabled.is_some());
    let narrowed = &rules.rule("section-problems-missing").unwrap().applies;
    assert_eq!((narrowed.levels.len(), narrowed.years.from), (1, Some(2020)));
    let changed: Vec<&str> =
        rules.rules.iter().filter(|rule| !rule.changed_by.is_empty()).map(|rule| rule.id.as_str()).collect();
    assert_eq!(changed, ["title-year-redundant", "section-problems-missing", "prob-too-thin"]);
    for rule in national.rules.iter().filter(|rule| !changed.contains(&rule.id.as_str())) {
        let same = rules.rule(&rule.id).unwrap();
        assert_eq!(
            (same.severity, &same.message, &same.basis),
            (rule.severity, &rule.message, &rule.basis),
            "{}",
            rule.id
        );
    }
}

#[test]
fn four_levels_of_packs_build_on_one_another() {
    let province = named("province", "extends: [national]\noverrides:\n  prob-too-thin: {severity: error}\n");
    let city = named("city", "extends: [province]\noverrides:\n  prob-too-thin: {severity: info}\n");
    let mut department = local("extends: [city]\noverrides:\n  prob-too-thin: {confidence: medium}\n", RULE);
    // In whatever order they are given.
    for packs in [[city.clone(), department.clone(), province.clone()], [department.clone(), province, city]] {
        let rules = sound(&packs);
        let names: Vec<&str> = rules.packs.iter().map(|pack| pack.name.as_str()).collect();
        assert_eq!(names, ["national", "province", "city", "local"]);
        let rule = rules.rule("prob-too-thin").unwrap();
        assert_eq!(rule.severity, Severity::Info, "the nearest pack decides");
        assert_eq!(rule.changed_by, [1, 2, 3]);
    }
    department.truncate(1);
    let (rules, faults) = compiled(&[department]);
    assert!(rules.is_none() && faults.len() == 1, "a base that is not there leaves nothing to check with");
}

#[test]
fn lists_grow_and_shrink_and_null_takes_away() {
    let rules = sound(&[local(
        "overrides:
  fr-term-wrong: {basis: {add: [{source: local}]}}
  section-required-topic-missing: {disabled: ~}
",
        RULE,
    )]);
    let national = builtin::national().unwrap();
    let count = |rules: &RuleSet| rules.rule("fr-term-wrong").unwrap().basis.len();
    assert_eq!(count(&rules), count(&national) + 1);
    assert!(national.rule("section-required-topic-missing").unwrap().disabled.is_some());
    assert!(rules.rule("section-required-topic-missing").unwrap().disabled.is_none());
}

/// Where `rules` find a content item of `text`.
fn place(text: &str, item: &str, rules: &RuleSet) -> &'static str {
    let report = check(&Source::from_text("a.txt", text), rules, &Policy::default(), &Overrides::default());
    report.requirements.iter().find(|row| row.id == item).unwrap().place.as_str()
}

#[test]
fn words_of_a_province_extend_the_content_items() {
    let text = "云岭县2025年法治政府建设年度报告\n\n一、主要举措和成效\n全年开展行政执法检查206次，行政复议3件。\n\n二、首责清单兑现\n县长主持县政府常务会议研究法治议题6次。\n\n三、存在的问题和原因\n因人员少，执法力量不足。\n\n四、2026年工作安排\n将继续推进行政执法规范化。\n";
    let rules = sound(&[local(
        "extends: [national]\nroles:\n  - id: first_responsible\n    heading:\n      - {weight: 3, words: [首责清单]}\n",
        RULE,
    )]);
    assert_eq!(place(text, "first_responsible", &rules), "section");
    assert_ne!(place(text, "first_responsible", &builtin::national().unwrap()), "section");
}

#[test]
fn a_clause_without_steps_asks_for_the_year_alone() {
    let text = "云岭县2025年法治政府建设年度报告\n\n一、主要举措和成效\n全年开展行政执法检查206次，行政复议3件。\n\n二、其他\n2026年，三项任务逐一落地。\n";
    let pack = "extends: [national]\nroles:\n  - id: next_plan\n    openers:\n      - {next_year: true, weight: 3}\n";
    assert_eq!(place(text, "next_plan", &sound(&[local(pack, RULE)])), "paragraph");
    assert_eq!(place(text, "next_plan", &builtin::national().unwrap()), "missing");
}

#[test]
fn a_faulty_rule_leaves_the_rest_and_nothing_passes() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/clean/松坪镇2025.txt")).unwrap();
    let source = Source::from_text("a.txt", &text);
    let sound_rules = sound(&[local("", &RULE.replace("any: [法制审核", "any: [镇"))]);
    let verdict = |rules: &RuleSet| check(&source, rules, &Policy::default(), &Overrides::default()).verdict;
    assert_eq!(verdict(&sound_rules), Verdict::Ready);
    let (rules, faults) = compiled(&[local("", &RULE.replace("severity: warning", "severity: warn"))]);
    let rules = rules.unwrap();
    assert_eq!(faults.len(), 1);
    assert!(rules.rule("local-review").is_none());
    assert_eq!(rules.rules.len(), builtin::national().unwrap().rules.len());
    assert_eq!(verdict(&rules), Verdict::Incomplete);
}

#[test]
fn an_instrument_is_held_against_the_reports_of_its_time() {
    let rules = sound(&[local(
        "  - {id: late, title: {zh: 《某办法》, en: Measures}, verified: memory, effective: 2022-05-01, until: 2023-12-31}\n",
        &RULE.replace("{source: local}", "{source: late}"),
    )]);
    let source = Source::from_text("a.txt", "一、主要举措和成效\n开展普法。\n");
    let finds = |year: i32| {
        let overrides = Overrides { year: Some(year), as_report: true, ..Overrides::default() };
        let report = check(&source, &rules, &Policy::default(), &overrides);
        report.diagnostics.iter().any(|found| found.rule == "local-review")
    };
    assert_eq!([2021, 2022, 2023, 2024].map(finds), [false, true, true, false]);
}

#[test]
fn packs_from_strangers_end_in_an_error() {
    let bomb = {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", ")));
        }
        text
    };
    let deep = "[".repeat(100_000);
    let nested = format!("id: {}1{}\n", "{a: ".repeat(5_000), "}".repeat(5_000));
    for text in [
        bomb.as_str(),
        deep.as_str(),
        nested.as_str(),
        "a: 1\na: 2\n",
        "\u{0}\u{1}",
        "- - - -",
        "!!binary x",
        "? a\n? a\n",
    ] {
        let (_, faults) = compiled(&[pack(&[("x/x.yaml", text)])]);
        assert_eq!(faults.len(), 1, "{}", &text[..text.len().min(40)]);
    }
    for name in ["../other", "/etc", "a/b", "..", ".", "C:\\\\packs", ""] {
        let (rules, faults) = compiled(&[named("local", &format!("extends: [\"{name}\"]\n"))]);
        assert!(rules.is_none() && faults.len() == 1, "{name}");
    }
}

#[test]
fn a_folder_is_read_within_its_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(read_folder(path).is_err(), "nothing to read");
    std::fs::write(path.join("big.yaml"), vec![b' '; (4 << 20) + 1]).unwrap();
    assert!(read_folder(path).is_err(), "too large");
    std::fs::remove_file(path.join("big.yaml")).unwrap();
    std::fs::write(path.join("pack.yaml"), HEAD).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/", path.join("root")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", path.join("passwd.yaml")).unwrap();
    }
    std::fs::write(path.join("latin.txt"), b"not a rule").unwrap();
    let files = read_folder(path).unwrap();
    assert_eq!(files.len(), 1, "links are not followed, other files are left");
    std::fs::write(path.join("latin.yaml"), b"\xff\xfe\x00").unwrap();
    assert!(read_folder(path).is_err(), "no text");
}

#[test]
fn five_thousand_rules_are_all_there() {
    let mut files = vec![PackFile { path: "big/pack.yaml".into(), text: HEAD.into() }];
    for number in 0..5_000 {
        let id = format!("rule-{number:04}");
        files.push(PackFile {
            path: format!("big/{id}.yaml"),
            text: RULE.replace("local-review", &id).replace("法制审核,", &format!("法制审核{number},")),
        });
    }
    let rules = sound(&[files]);
    assert_eq!(rules.rules.len(), 5_000 + builtin::national().unwrap().rules.len());
}
