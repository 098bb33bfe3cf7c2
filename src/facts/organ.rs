//! What kind of organ a name stands for.

use super::level::Level;
use super::place::{self, PlaceKind};

/// Endings of the names of departments and other bodies that are no level of government.
const BODIES: [&str; 17] = [
    "局",
    "厅",
    "办公室",
    "管理委员会",
    "管委会",
    "支队",
    "大队",
    "中心",
    "法院",
    "检察院",
    "司法所",
    "执法队",
    "分局",
    "公司",
    "学校",
    "医院",
    "总队",
];
/// Departments called 委 or 委员会, by what stands before it.
const COMMISSIONS: [&str; 8] = ["改革", "健康", "卫健", "发改", "国资", "建设", "教育工作", "民族事务"];

/// The level of the organ called `name`; nothing where the name does not tell.
#[must_use]
pub fn level(name: &str) -> Option<Level> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_end_matches(['：', ':', '。']);
    let party = name.starts_with("中共") || name.starts_with("中国共产党");
    for tail in ["街道办事处", "街道党工委", "街道工委", "街道办", "街道"] {
        if name.ends_with(tail) {
            return Some(Level::Subdistrict);
        }
    }
    if party && name.contains("街道") {
        return Some(Level::Subdistrict);
    }
    let area = if let Some(area) = name.strip_suffix("人民政府").or_else(|| name.strip_suffix("政府")) {
        area
    } else if BODIES.iter().any(|body| name.ends_with(body)) {
        return Some(Level::Department);
    } else if let Some(area) = name.strip_suffix("委员会").or_else(|| name.strip_suffix('委')) {
        if COMMISSIONS.iter().any(|word| area.ends_with(word)) {
            return Some(Level::Department);
        }
        area.trim_start_matches("中国共产党").trim_start_matches("中共")
    } else {
        name
    };
    let area_level = of_area(area);
    // “财政部”, “教育部”: departments of the State Council.
    if area_level.is_none() && (area.ends_with('部') || area.ends_with("总署")) && area.chars().count() <= 10 {
        return Some(Level::Department);
    }
    area_level
}

/// The level of the area called `area`.
fn of_area(area: &str) -> Option<Level> {
    if place::province(area).is_some() || area.ends_with('省') || area.ends_with("自治区") {
        return Some(Level::Province);
    }
    let last = area.chars().next_back()?;
    match last {
        '市' => {
            let own = last_place(area);
            let county = place::lookup(own).any(|found| found.kind == PlaceKind::County);
            let prefecture = place::lookup(own).any(|found| found.kind == PlaceKind::Prefecture);
            Some(if county && !prefecture { Level::County } else { Level::City })
        }
        '州' | '盟' => Some(Level::City),
        '县' | '区' | '旗' => Some(Level::County),
        '乡' | '镇' => Some(Level::Township),
        _ if area.ends_with("苏木") => Some(Level::Township),
        _ => None,
    }
}

/// “吉林省公主岭市” → “公主岭市”
fn last_place(area: &str) -> &str {
    let cut = area.char_indices().rev().skip(1).find(|(_, c)| matches!(c, '省' | '区' | '州' | '市'));
    cut.and_then(|(at, c)| area.get(at + c.len_utf8()..)).filter(|rest| rest.chars().count() >= 2).unwrap_or(area)
}

/// The unit called by its own name in running text: “青石镇在县委……” → “青石镇”.
///
/// Returns the byte range in `sentence` of a clause head that ends in 乡, 镇, 街道, 县, 区, 市 or 局.
#[must_use]
pub fn subject_of(sentence: &str) -> Option<(usize, usize)> {
    const AFTER: [&str; 15] = [
        "在",
        "坚持",
        "认真",
        "深入",
        "以",
        "全面",
        "紧紧",
        "始终",
        "按照",
        "严格",
        "围绕",
        "切实",
        "积极",
        "法治政府",
        "党委",
    ];
    for (start, clause) in clauses(sentence) {
        let clause_start = start + (clause.len() - clause.trim_start().len());
        let clause = clause.trim();
        for (at, c) in clause.char_indices().take(16) {
            let end = at + c.len_utf8();
            let unit = matches!(c, '乡' | '镇' | '县' | '区' | '市' | '局' | '厅')
                || c == '道' && clause.get(..end).is_some_and(|head| head.ends_with("街道"));
            let head = clause.get(..end).unwrap_or("");
            let after = clause.get(end..).unwrap_or("");
            let own = !head.contains(|c: char| "我本该全各在和与及、".contains(c) || c.is_ascii_digit());
            if unit && own && head.chars().count() >= 3 && AFTER.iter().any(|word| after.starts_with(word)) {
                return Some((clause_start, clause_start + end));
            }
        }
    }
    None
}

fn clauses(sentence: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    sentence.split_inclusive(['，', ',', '。', '；', ';', '：', ':']).map(move |clause| {
        let at = start;
        start += clause.len();
        (at, clause)
    })
}
