//! The packs of provinces and cities: chosen for the right reports, complete in both languages, silent where they must be.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test may stop where it fails"
)]

mod support;

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use fazhi::builtin;
use fazhi::check::case::{CaseOutcome, run_cases};
use fazhi::diagnostic::{Lang, Severity};
use fazhi::rule::inherit::{Store, inherit};
use fazhi::rule::load::{Files, load};
use fazhi::rule::matcher::Matcher;
use fazhi::rule::{Literals, RuleSet, compile};

/// A county report about an invented place, clean by the national rules.
fn report(title: &str, year: i32, measures: &str) -> String {
    let next = year + 1;
    format!(
        "{title}\n\n{year}年，我县深入推进法治政府建设。现将有关情况报告如下：\n一、主要举措和成效\n{measures}\n\
         二、存在的不足和原因\n一是乡镇执法力量不足。全县18个乡镇持证执法人员不足60人，主要原因是编制少、转岗多，新进人员取得执法证件平均需要8个月，部分乡镇只能由2名持证人员轮流带队。\n\
         二是普法针对性不强。全年活动以集中宣讲为主，企业和外出务工人员参与率只有21%，原因是宣讲队伍专职人员少，没有按对象制作材料，也没有把普法效果纳入考核。\n\
         三、党政主要负责人履行推进法治建设第一责任人职责情况\n县委书记、县长全年主持研究法治议题12次，批示督办8件，带头述法，出庭应诉2次。\n\
         四、{next}年工作安排\n{next}年6月底前完成乡镇执法人员轮训2期，新增持证人员40名；按企业、学校、务工人员分别制作普法材料，开展活动60场，由县司法局每季度通报1次。\n"
    )
}

const MEASURES: &str = "全年公布权责清单1份，清理规范性文件12件，审查重大行政决策6项，组织执法检查36次，办理行政复议案件8件，开展普法活动52场。";

/// The JSON that `fazhi check` prints for `text`.
fn json(options: &[&str], text: &str) -> serde_json::Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fazhi"))
        .args(["check", "--format", "json", "--no-config"])
        .args(options)
        .arg("-")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

fn packs_of(json: &serde_json::Value) -> Vec<String> {
    let packs = json["documents"][0]["packs"].as_array().unwrap();
    packs.iter().map(|pack| pack["name"].as_str().unwrap().to_owned()).collect()
}

fn rules_of(json: &serde_json::Value) -> Vec<String> {
    let found = json["documents"][0]["diagnostics"].as_array().unwrap();
    found.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

/// A built-in pack compiled anew, and the tests of the rules that it changes.
fn inherited(name: &str) -> (RuleSet, Vec<(String, fazhi::rule::raw::RawTests)>) {
    let mut files = Files::default();
    let pack = load(builtin::files(name).unwrap(), &mut files);
    let names = builtin::names();
    let mut lineage = inherit(vec![pack], &Store { files: &builtin::files, names: &names }, &mut files);
    let own = lineage.packs.len() - 1;
    let mut tests = Vec::new();
    for rule in lineage.packs.iter_mut().flat_map(|pack| &mut pack.rules) {
        if rule.changes.iter().any(|(changer, _)| *changer == own) {
            tests.push((rule.raw.id.value.clone(), std::mem::take(&mut rule.raw.tests)));
        }
    }
    let mut literals = Literals::default();
    let (compiled, faults) = compile(lineage, &files, &mut literals);
    assert!(faults.is_empty(), "{name}: {faults:?}");
    (compiled.unwrap().open(&literals).unwrap(), tests)
}

#[test]
fn a_report_is_checked_by_the_pack_of_its_province() {
    for (province, place, pack) in [
        ("重庆市", "云岭县", "chongqing"),
        ("江西省", "云岭县", "jiangxi"),
        ("浙江省", "云岭县", "zhejiang"),
        ("四川省", "云岭县", "sichuan"),
        ("广东省", "云岭县", "guangdong"),
        ("云南省", "青石县", "yunnan"),
        ("安徽省", "云岭县", "anhui"),
    ] {
        let title = format!("{province}{place}人民政府关于2024年法治政府建设情况的报告");
        let text = report(&title, 2024, MEASURES);
        let chosen = json(&[], &text);
        assert_eq!(packs_of(&chosen), ["national", pack], "{province}");
        let national = json(&["--pack", "none"], &text);
        assert_eq!(packs_of(&national), ["national"]);
        // The packs add nothing to a report on 2024 that the national rules pass.
        assert_eq!(rules_of(&chosen), rules_of(&national), "{province}");
        assert_eq!(chosen["documents"][0]["counts"]["error"], 0, "{province}");
        assert_eq!(chosen["documents"][0]["counts"]["warning"], 0, "{province}: {:?}", rules_of(&chosen));
    }
}

#[test]
fn other_reports_and_cities_stay_with_the_national_pack_unless_asked() {
    let title = "湖南省云岭县人民政府关于2024年法治政府建设情况的报告";
    assert_eq!(packs_of(&json(&[], &report(title, 2024, MEASURES))), ["national"]);
    let title = "云岭县人民政府关于2024年法治政府建设情况的报告";
    assert_eq!(packs_of(&json(&[], &report(title, 2024, MEASURES))), ["national"]);
    let shenzhen = json(&["--pack", "shenzhen"], &report(title, 2024, MEASURES));
    assert_eq!(packs_of(&shenzhen), ["national", "guangdong", "shenzhen"]);
    let huaibei = json(&["--pack", "huaibei"], &report(title, 2024, MEASURES));
    assert_eq!(packs_of(&huaibei), ["national", "anhui", "huaibei"]);
}

#[test]
fn every_pack_says_what_it_is_and_provinces_exist_once() {
    let mut taken = BTreeSet::new();
    for name in builtin::names() {
        let rules = builtin::rule_set(name, &mut builtin::Shared::default()).unwrap().unwrap();
        let pack = rules.packs.last().unwrap();
        assert_eq!(pack.name, name);
        for words in [&pack.title, &pack.description] {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{name}");
            assert!(!words.en.contains("未"), "{name}: {}", words.en);
        }
        for province in &pack.provinces {
            assert!(taken.insert(province.clone()), "{province} has two packs");
            let gazetteer = std::fs::read_to_string(support::project("rules/national/lexicon/places.csv")).unwrap();
            let known = gazetteer.lines().any(|line| line.starts_with(&format!("{province},province,")));
            assert!(known, "{name}: {province} is no province");
            assert_eq!(builtin::for_province(province), Some(name));
        }
    }
    assert_eq!(taken.len(), 7);
}

#[test]
fn packs_without_a_provincial_instrument_say_so() {
    for name in ["chongqing", "jiangxi", "zhejiang", "sichuan", "anhui"] {
        let rules = builtin::rule_set(name, &mut builtin::Shared::default()).unwrap().unwrap();
        let pack = rules.packs.last().unwrap();
        assert!(pack.description.zh.contains("未找到省级关于年度报告的专门规定（公开材料，2026年查阅）"), "{name}");
        assert!(pack.description.en.contains("No provincial instrument on the annual report was found"), "{name}");
        // They bring no rule and make none heavier.
        let national = support::national();
        for rule in &rules.rules {
            let base = national.rule(&rule.id).unwrap_or_else(|| panic!("{name} brings {}", rule.id));
            assert_eq!((rule.severity, rule.disabled.is_some()), (base.severity, base.disabled.is_some()), "{name}");
        }
    }
}

#[test]
fn changed_rules_pass_the_tests_that_came_with_the_change() {
    for name in builtin::names() {
        let (rules, tested) = inherited(name);
        for (id, tests) in tested {
            assert!(tests.pass.len() >= 2 && tests.fail.len() >= 2, "{name}/{id}: too few tests");
            for result in run_cases(&rules, &id, &tests) {
                assert_eq!(
                    result.outcome,
                    CaseOutcome::Validated,
                    "{name}/{id} {} {}: {}",
                    result.kind.as_str(),
                    result.number,
                    result.told.zh
                );
            }
        }
    }
}

#[test]
fn items_numbered_on_across_subheadings_are_no_fault_in_chongqing() {
    let measures = "（一）加强党的领导\n1.学习培训。开展专题学习4次。\n2.压实责任。召开专题会议5次。\n（二）依法履行职能\n\
                    3.优化服务。办理事项8346件。\n4.规范执法。审查重大行政决策6项，立案37件。\n（三）化解矛盾\n5.调解纠纷。调解案件452件。\n6.复议应诉。办理案件3件。";
    let title = "重庆市云岭县青石镇人民政府关于2024年法治政府建设情况的报告";
    let checked = json(&[], &report(title, 2024, measures));
    assert_eq!(packs_of(&checked), ["national", "chongqing"]);
    let numbering: Vec<String> = rules_of(&checked).into_iter().filter(|rule| rule.starts_with("str-")).collect();
    assert!(numbering.is_empty(), "{numbering:?}");
}

#[test]
fn sichuan_cites_its_own_rules_on_first_responsible_persons() {
    let rules = builtin::rule_set("sichuan", &mut builtin::Shared::default()).unwrap().unwrap();
    let rule = rules.rule("section-first-responsible-missing").unwrap();
    let cited = |year| {
        rules.basis_for(rule, Some(year)).any(|basis| rules.basis_words(basis, Lang::Zh).contains("川委办〔2017〕15号"))
    };
    assert!(cited(2024) && !cited(2016));
    // Not read as a citation of an article: only the instrument is named.
    assert!(rule.basis.iter().all(|basis| basis.article.is_none()));
    assert_eq!(rule.severity, Severity::Error);
}

#[test]
fn yunnan_holds_only_old_reports_against_its_rules_of_2017() {
    let measures = "全年公布权责清单1份，清理规范性文件12件，组织执法检查36次，开展普法活动52场。";
    for (year, expected) in [(2017, true), (2019, false), (2024, false)] {
        let title = format!("云南省青石县人民政府关于{year}年法治政府建设情况的报告");
        let found = rules_of(&json(&[], &report(&title, year, measures)));
        assert_eq!(found.iter().any(|rule| rule == "yunnan-topic-missing"), expected, "{year}: {found:?}");
    }
}

#[test]
fn what_is_decoded_late_decodes() {
    let mut entries = 0;
    for name in builtin::names() {
        let rules = builtin::rule_set(name, &mut builtin::Shared::default()).unwrap().unwrap();
        for rule in &rules.rules {
            let Matcher::Text(matcher) = &rule.matcher else { continue };
            for entry in &matcher.entries {
                // Compiled entries ask for one occurrence at least; only what could not be read asks for none.
                assert!(entry.guards.min_count > 0, "{name}: {}", rule.id);
                assert!(entry.pattern.is_none_or(|id| rules.pattern(id).is_some()), "{name}: {}", rule.id);
                entries += 1;
            }
        }
    }
    assert!(entries > 1_000, "{entries} entries");
}
