//! The table of instruments: titles resolve exactly, slips are told from other titles, and size costs nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::time::Instant;

use fazhi::facts::{DocumentNumber, Overrides, TitleKey, citations};
use fazhi::report::{Policy, check};
use fazhi::rule::instrument::{InstrumentTable, RawInstrument, Resolved};
use fazhi::rule::load::{Files, load, read_folder};
use fazhi::source::Source;

fn table() -> &'static InstrumentTable {
    &support::national().instruments
}

fn raw() -> Vec<RawInstrument> {
    let files = read_folder(&support::project("rules/national")).unwrap();
    load(files, &mut Files::default()).instruments.into_iter().flat_map(|raw| raw.entries).collect()
}

#[test]
fn every_title_short_title_and_slip_resolves() {
    for row in raw() {
        let title = row.title.value;
        for name in row.short.iter().chain([&title]) {
            let Resolved::Exact(found) = table().resolve(&TitleKey::of(name)) else { panic!("{name}") };
            assert!(found.iter().any(|found| found.title == title), "{name}");
        }
        for slip in &row.slips {
            assert!(matches!(table().resolve(&TitleKey::of(slip)), Resolved::Slip(_)), "{slip}");
        }
    }
}

#[test]
fn spellings_of_one_title_are_one() {
    for (left, right) in [
        ("中华人民共和国行政处罚法", "行政处罚法"),
        ("法治政府建设实施纲要（2021—2025年）", "法治政府建设实施纲要(2021-2025年)"),
        ("法治政府建设实施纲要（2021—2025年）", "法治政府建设\n实施纲要〔2021－2025 年〕"),
        ("关于实行国家机关“谁执法谁普法”普法责任制的意见", "关于实行国家机关\"谁执法谁普法\"普法责任制的意见"),
        ("国务院办公厅关于加强和改进行政应诉工作的意见", "关于加强和改进行政应诉工作的意见"),
        (
            "江苏省贯彻落实《法治政府建设实施纲要（2021—2025年）》实施方案",
            "江苏省贯彻落实<法治政府建设实施纲要(2021-2025年)>实施方案",
        ),
        ("行政处罚法", "行政处罚法（2021年修订）"),
    ] {
        assert_eq!(TitleKey::of(left).name, TitleKey::of(right).name);
    }
    assert_eq!(TitleKey::of("法治政府建设实施纲要（2021—2025）").period, Some((2021, 2025)));
    assert!(TitleKey::of("法治政府建设实施纲要（2021—2025）").bare_period);
    assert!(TitleKey::of("云岭县数据条例（草案）").draft);
    assert!(TitleKey::of("法治政府建设实施纲要（20212025年）").odd_period);
}

#[test]
fn citations_are_read_with_what_belongs_to_them() {
    let text = "落实《江苏省贯彻落实《法治政府建设实施纲要（2021—2025年）》实施方案》和《国务院办公厅关于加强和改进行政\n应诉工作的意见》（国办发〔2016〕54号），学习《宪法《民法典》。";
    let source = Source::from_text("t.txt", text);
    let document = fazhi::document::parse(&source);
    let found = citations(source.text(), &document);
    let names: Vec<(&str, bool)> = found.iter().map(|c| (c.key.name.as_str(), c.nested)).collect();
    assert_eq!(
        names,
        [
            ("江苏省贯彻落实〈法治政府建设实施纲要（2021—2025年）〉实施方案", false),
            ("法治政府建设实施纲要", true),
            ("关于加强和改进行政应诉工作的意见", false),
            ("民法典", false),
        ]
    );
    let number = found[2].number.as_ref().unwrap();
    assert_eq!((number.agency.of(text), number.year, number.serial), ("国办发", 2016, 54));
}

#[test]
fn document_numbers_are_read_in_their_parts() {
    for (text, parts) in [
        ("云府办发〔2025〕7号", Some(("云府办发", 2025, 7))),
        ("云司函( 2024 ) 第012号", Some(("云司函", 2024, 12))),
        ("〔2020〕3号", Some(("", 2020, 3))),
        ("云府办发2025年7号", None),
        ("（2025）赣01行初3号", None),
        ("云府办发〔2025〕7", None),
    ] {
        let found = DocumentNumber::read(text, 0);
        assert_eq!(found.map(|found| (found.agency.of(text), found.year, found.serial)), parts, "{text}");
    }
}

/// Laws and regulations are at times one character apart. Without the list of titles that are only known to exist the
/// rule must leave nearly all of them alone all the same: no table is ever complete.
#[test]
fn titles_that_no_table_knows_are_hardly_ever_taken_for_slips() {
    let files = read_folder(&support::project("rules/national")).unwrap();
    let known: Vec<String> =
        load(files, &mut Files::default()).instruments.into_iter().flat_map(|raw| raw.known).collect();
    assert!(known.len() > 300);
    let mut rules = fazhi::builtin::national().unwrap();
    rules.instruments = InstrumentTable::build(raw(), &[]).0;
    let titles: Vec<String> = known.iter().map(|title| format!("学习《{title}》1次。")).collect();
    let titles = titles.join("\n");
    let text = format!("云岭县2024年法治政府建设年度报告\n一、主要举措和成效\n{titles}\n");
    let source = Source::from_text("t.txt", &text);
    let policy = Policy { select: ["cite-*"].into_iter().collect(), ..Policy::default() };
    let overrides = Overrides { as_report: true, ..Overrides::default() };
    let report = check(&source, &rules, &policy, &overrides);
    let wrong: Vec<&str> = report.diagnostics.iter().map(|found| source.words(found.span)).collect();
    assert!(wrong.len() <= 1, "{} of {}: {wrong:?}", wrong.len(), known.len());
}

/// Twenty times the titles: a look-up is a binary search, and a miss compares a handful of candidates.
#[test]
fn thousands_of_titles_cost_a_look_up_next_to_nothing() {
    let mut rows = raw();
    let own = rows.len();
    for index in 0..20 {
        rows.extend(raw().into_iter().map(|mut row| {
            row.title.value = format!("{}第{index}号补充", row.title.value);
            row.short.clear();
            row.slips.clear();
            row.successor = None;
            row
        }));
    }
    assert!(rows.len() > 5_000, "{}", rows.len());
    let (large, dangling) = InstrumentTable::build(rows, &[]);
    assert!(dangling.is_empty());
    assert!(large.rows().len() > own * 20);
    let miss: Vec<TitleKey> = ["优化营商环境条列", "反电信网络诈编法", "关于进一步加强某项工作有关问题的若干意见"]
        .iter()
        .map(|name| TitleKey::of(name))
        .collect();
    assert_eq!(large.near(&miss[0].name).first().map(|(name, _)| *name), Some("优化营商环境条例"));
    let time = |table: &InstrumentTable| {
        let best = (0..5).map(|_| {
            let start = Instant::now();
            for key in miss.iter().cycle().take(300) {
                assert!(matches!(table.resolve(key), Resolved::Unknown));
                let _ = table.near(&key.name);
            }
            start.elapsed()
        });
        best.min().unwrap()
    };
    let (small, large) = (time(table()), time(&large));
    assert!(
        large < small * 6 + std::time::Duration::from_millis(20),
        "{large:?} for 5,000 titles, {small:?} for {own}"
    );
}
