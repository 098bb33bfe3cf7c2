//! The end of a signed report: 特此报告, organ, date.

use super::Signature;
use crate::source::Span;

/// Longest line that can be part of a sign-off, in bytes.
const LONGEST: usize = 180;

/// Takes the sign-off from the end of `lines`; what is left is the body.
pub(super) fn take(text: &str, lines: &mut Vec<Span>) -> Option<Signature> {
    let mut signature = Signature { closing: None, organ: None, date: None };
    let mut kept = lines.len();
    let mut organ_lines = 0;
    for (index, span) in lines.iter().enumerate().rev().take(8) {
        let line = span.of(text);
        if line.len() > LONGEST {
            break;
        }
        if is_date(line) && signature.date.is_none() {
            signature.date = Some(*span);
        } else if is_note(line) {
            // “（此件公开发布）”, “联系人：…” stand behind the date.
        } else if is_closing(line) {
            signature.closing = Some(*span);
            kept = index;
            break;
        } else if let Some(date) = trailing_date(line).filter(|_| signature.date.is_none()) {
            let at = span.start + line.len() - date.len();
            signature.date = Some(Span::new(at, span.end));
            signature.organ = Some(Span::new(span.start, at).trim(text));
            organ_lines += 1;
        } else if signature.date.is_some() && is_organ(line) && organ_lines < 3 {
            signature.organ = Some(signature.organ.map_or(*span, |organ| organ.join(*span)));
            organ_lines += 1;
        } else {
            break;
        }
        kept = index;
    }
    if signature.date.is_none() && signature.closing.is_none() {
        // Only notes: they stay where they are.
        return None;
    }
    lines.truncate(kept);
    Some(signature)
}

/// “2026年2月10日”, “二〇二六年二月十日”, blanks allowed.
fn is_date(line: &str) -> bool {
    let mut rest: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    if rest.ends_with('。') {
        rest.pop();
    }
    trailing_date(&rest).is_some_and(|date| date.len() == rest.len())
}

fn trailing_date(line: &str) -> Option<&str> {
    let body = line.strip_suffix('日')?;
    let digits = |c: char| c.is_ascii_digit() || "０１２３４５６７８９〇○零一二三四五六七八九十".contains(c);
    let body = body.trim_end().trim_end_matches(digits).trim_end().strip_suffix('月')?;
    let body = body.trim_end().trim_end_matches(digits).trim_end().strip_suffix('年')?;
    let head = body.trim_end().trim_end_matches(digits);
    let year = body.trim_end().len() - head.len();
    (year > 0).then(|| line.get(head.len()..)).flatten()
}

fn is_closing(line: &str) -> bool {
    let words = line.trim_end_matches(['。', '.', '！']);
    words.chars().count() <= 14
        && ["特此报告", "专此报告", "此报告", "以上报告", "请审阅", "请审议"].iter().any(|c| words.contains(c))
}

fn is_note(line: &str) -> bool {
    let bracketed = line.starts_with(['（', '(']) && line.ends_with(['）', ')']);
    (bracketed && (line.contains("公开") || line.contains("联系")) && line.chars().count() <= 40)
        || line.starts_with("联系人")
        || line.starts_with("联系电话")
}

fn is_organ(line: &str) -> bool {
    const ENDS: [&str; 16] = [
        "政府",
        "委员会",
        "办事处",
        "街道",
        "镇",
        "乡",
        "局",
        "厅",
        "委",
        "办公室",
        "县委",
        "市委",
        "区委",
        "省委",
        "党组",
        "中心",
    ];
    let words = line.trim_end();
    words.chars().count() <= 30
        && !words.contains(['，', '。', '；', '：', ',', ';', ':'])
        && ENDS.iter().any(|end| words.ends_with(end))
}
