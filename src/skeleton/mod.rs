//! A report to be filled in: headings, sign-off, and guidance for each mandated part, taken from the pack.
//!
//! Everything that is to be filled in is a placeholder of a kind that the rules find, so that a check tells what is left.

#[cfg(feature = "docx")]
mod docx;
mod markdown;

use crate::facts::Level;
use crate::rule::RuleSet;

#[cfg(feature = "docx")]
pub use docx::docx;
pub use markdown::markdown;

const NATIONAL: &str = include_str!("national.txt");

/// Who is going to report on which year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The level of the organ.
    pub level: Level,
    /// The report year.
    pub year: i32,
    /// The province with its full name, where known.
    pub province: Option<String>,
}

/// A paragraph of the skeleton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// Its words; headings carry their number.
    pub words: String,
}

/// What a paragraph is, which decides its looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A line of the title.
    Title,
    /// Whom it is addressed to.
    Addressee,
    /// 一、
    First,
    /// （一）
    Second,
    /// Running text.
    Body,
    /// What a part must say; to be deleted when it does.
    Guidance,
    /// 特此报告。
    Closing,
    /// Organ and date.
    Signature,
}

/// The skeleton for `occasion`, with the guidance of `rules`.
#[must_use]
pub fn lines(occasion: &Occasion, rules: &RuleSet) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut first, mut second) = (0, 0);
    let mut wanted = true;
    for line in NATIONAL.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//")) {
        if let Some(levels) = line.strip_prefix('@') {
            let mut named = levels.split_whitespace().peekable();
            wanted = named.peek().is_none() || named.any(|name| name == occasion.level.as_str());
            continue;
        }
        if !wanted {
            continue;
        }
        let (kind, words) = match line.split_once(' ') {
            Some(("=", words)) => (LineKind::Title, words),
            Some((":", words)) => (LineKind::Addressee, words),
            Some(("1", words)) => (LineKind::First, words),
            Some(("2", words)) => (LineKind::Second, words),
            Some((".", words)) => (LineKind::Closing, words),
            Some((">", words)) => (LineKind::Signature, words),
            Some(("!", role)) => {
                out.extend(guidance(role, rules).map(|words| Line { kind: LineKind::Guidance, words }));
                continue;
            }
            _ => (LineKind::Body, line),
        };
        let words = fill(words, occasion);
        let words = match kind {
            LineKind::First => {
                (first, second) = (first + 1, 0);
                format!("{}、{words}", han(first))
            }
            LineKind::Second => {
                second += 1;
                format!("（{}）{words}", han(second))
            }
            _ => words,
        };
        out.push(Line { kind, words });
    }
    out
}

/// What the rule that decides a content item tells those who lack it.
fn guidance(role: &str, rules: &RuleSet) -> Option<String> {
    let requirement =
        rules.requirements.iter().find(|known| rules.roles.roles.get(known.role.0).is_some_and(|r| r.id == role))?;
    let decider = rules.rules.get(requirement.rule?)?;
    Some(format!("【此处按提示填写】提示：{}。", decider.help.zh.trim_end_matches('。')))
}

fn fill(words: &str, occasion: &Occasion) -> String {
    let Occasion { level, year, province } = occasion;
    let region = province.as_deref().unwrap_or("");
    let (issuer, own, addressee, leader) = match level {
        Level::Province => {
            let own = if region.is_empty() { "××省" } else { region };
            (format!("{own}人民政府"), own.to_owned(), "国务院".to_owned(), "党政主要负责人")
        }
        Level::City => (
            format!("{region}××市人民政府"),
            "××市".to_owned(),
            format!("{}人民政府", if region.is_empty() { "××省" } else { region }),
            "党政主要负责人",
        ),
        Level::County => {
            (format!("{region}××县人民政府"), "××县".to_owned(), "××市人民政府".to_owned(), "党政主要负责人")
        }
        Level::Township => {
            (format!("{region}××县××镇人民政府"), "××镇".to_owned(), "××县人民政府".to_owned(), "党政主要负责人")
        }
        Level::Subdistrict => {
            (format!("{region}××区××街道办事处"), "××街道".to_owned(), "××区人民政府".to_owned(), "党政主要负责人")
        }
        Level::Department => (format!("{region}××县××局"), "××局".to_owned(), "××县人民政府".to_owned(), "主要负责人"),
    };
    words
        .replace("{issuer}", &issuer)
        .replace("{self}", &own)
        .replace("{addressee}", &addressee)
        .replace("{leader}", leader)
        .replace("{year}", &year.to_string())
        .replace("{next}", &(year + 1).to_string())
}

/// The Chinese number of a heading, up to ten.
#[must_use]
pub fn han(number: usize) -> &'static str {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    NUMBERS.get(number.wrapping_sub(1)).copied().unwrap_or("十")
}
