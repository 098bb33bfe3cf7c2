//! Long texts without any slip: how often the rules on citations, wording, privacy and secrecy speak all the same.
//!
//! `cargo test --test long -- --nocapture` prints the figures.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    missing_docs,
    reason = "tests read best in one piece, and this one tells figures"
)]

mod support;

use fazhi::diagnostic::Severity;
use fazhi::facts::Overrides;
use fazhi::report::{Policy, check};
use fazhi::source::Source;

/// The same sequence on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const PLACES: [&str; 8] = ["云岭县", "松坪镇", "青石镇", "白沙镇", "河湾街道", "云岭省", "南浦市", "柳溪乡"];
const UNITS: [&str; 8] = [
    "县司法局",
    "县市场监管局",
    "综合行政执法大队",
    "市生态环境局",
    "区应急管理局",
    "镇党政办",
    "街道司法所",
    "县发展改革委",
];
const LAWS: [&str; 10] = [
    "中华人民共和国民法典",
    "行政处罚法",
    "行政复议法",
    "重大行政决策程序暂行条例",
    "法治政府建设实施纲要（2021—2025年）",
    "信访工作条例",
    "政府信息公开条例",
    "法治政府建设与责任落实督察工作规定",
    "居民委员会组织法",
    "海上交通安全法",
];

fn filled(sentence: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((head, tail)) = rest.split_once('{') {
        out.push_str(head);
        let (slot, behind) = tail.split_once('}').expect("a slot is closed");
        match slot {
            "P" => out.push_str(dice.pick(&PLACES)),
            "U" => out.push_str(dice.pick(&UNITS)),
            "L" => out.push_str(dice.pick(&LAWS)),
            "N" => out.push_str(&(10 + dice.below(9_000)).to_string()),
            "M" => out.push_str(&(1 + dice.below(9)).to_string()),
            "Y" => out.push_str(&(2022 + dice.below(4)).to_string()),
            "D" => out.push_str(&format!("{}月{}日", 1 + dice.below(12), 1 + dice.below(28))),
            other => panic!("{other}"),
        }
        rest = behind;
    }
    out + rest
}

fn long_text(dice: &mut Dice, bank: &[&str], characters: usize) -> String {
    let mut text = String::from("云岭县人民政府2025年法治政府建设年度报告\n");
    let mut length = 0;
    for (number, numeral) in ["一", "二", "三", "四", "五", "六"].iter().enumerate() {
        text.push_str(&format!(
            "{numeral}、{}\n",
            ["主要举措和成效", "经济发展", "民生改善", "存在的不足和原因", "工作安排", "其他需要报告的情况"][number]
        ));
        while length < characters * (number + 1) / 6 {
            let paragraph: String =
                (0..3 + dice.below(4)).map(|_| filled(bank[dice.below(bank.len())], dice)).collect();
            length += paragraph.chars().count();
            text.push_str(&format!("　　{paragraph}\n"));
        }
    }
    text
}

fn policy() -> Policy {
    let groups = ["cite-*", "lang-*", "priv-*", "secrecy-*"];
    Policy { select: groups.into_iter().collect(), ..Policy::default() }
}

/// Findings of each weight and characters read.
fn measure(texts: &[String]) -> ([usize; 3], usize, Vec<String>) {
    let rules = support::national();
    let overrides = Overrides { as_report: true, ..Overrides::default() };
    let (mut counts, mut characters, mut told) = ([0; 3], 0, Vec::new());
    for text in texts {
        let source = Source::from_text("long.txt", text);
        let report = check(&source, rules, &policy(), &overrides);
        characters += text.chars().count();
        for found in report.diagnostics {
            counts[match found.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Info => 2,
            }] += 1;
            let near = &source.text()[found.span.start..];
            told.push(format!("{} {} | {}", found.rule, found.message.zh, near.chars().take(24).collect::<String>()));
        }
    }
    (counts, characters, told)
}

#[test]
fn long_texts_without_a_slip_stay_silent() {
    let bank: Vec<&str> =
        include_str!("long/sentences.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(bank.len() >= 60);
    let mut dice = Dice(2026);
    let mut texts: Vec<String> = (0..24).map(|_| long_text(&mut dice, &bank, 17_500)).collect();
    // Each sentence once, in both widths.
    let all: String = bank.iter().map(|sentence| filled(sentence, &mut dice)).collect::<Vec<_>>().join("\n");
    let head = "云岭县人民政府2025年法治政府建设年度报告\n一、主要举措和成效\n";
    texts.push(format!("{head}{all}\n"));
    let half = |c: char| match c {
        '，' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        c => c,
    };
    texts.push(format!("{head}{all}\n").chars().map(half).collect());
    let ([error, warning, info], characters, told) = measure(&texts);
    let per = |count: usize| format!("{}.{:02}", count * 10_000 / characters, count * 1_000_000 / characters % 100);
    println!(
        "{} sentences, {} texts, {characters} characters: {error} errors, {warning} warnings, {info} hints; errors and warnings per 10,000 characters: {}, hints: {}",
        bank.len(),
        texts.len(),
        per(error + warning),
        per(info)
    );
    let mut kinds: Vec<&String> = told.iter().collect();
    kinds.sort();
    kinds.dedup_by_key(|line| line.split('|').next().unwrap_or(""));
    for line in kinds {
        println!("  {line}");
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Words of official prose in any order: characters of two words that meet by chance.
#[test]
fn words_thrown_together_hardly_ever_make_a_slip() {
    let dictionary = include_str!("../rules/national/lexicon/words.txt");
    let words: Vec<&str> = dictionary.lines().filter_map(|line| line.split(' ').next()).collect();
    let mut dice = Dice(7);
    let text = |dice: &mut Dice| {
        let mut text = String::from("云岭县2025年法治政府建设年度报告\n一、主要举措和成效\n");
        for _ in 0..2_500 {
            let words: String = (0..8 + dice.below(8)).map(|_| words[dice.below(words.len())]).collect();
            text.push_str(&format!("{words}。\n"));
        }
        text
    };
    let texts: Vec<String> = (0..10).map(|_| text(&mut dice)).collect();
    let ([error, warning, info], characters, told) = measure(&texts);
    println!("{characters} characters of words in any order: {error} errors, {warning} warnings, {info} hints");
    for line in &told {
        println!("  {line}");
    }
    assert!(error == 0 && warning <= 12, "{}", told.join("\n"));
}
