//! Words before a number that leave it open: 约, 近, 至少.

use crate::source::Span;

use super::figure::{Figure, FigureKind};
use super::interval::{Interval, Qualifier};

/// Words before a number that leave it open, the longer before the shorter.
const LEADS: [(&str, Qualifier); 29] = [
    ("不少于", Qualifier::AtLeast),
    ("不低于", Qualifier::AtLeast),
    ("不超过", Qualifier::AtMost),
    ("未超过", Qualifier::AtMost),
    ("不多于", Qualifier::AtMost),
    ("不高于", Qualifier::AtMost),
    ("至少", Qualifier::AtLeast),
    ("超过", Qualifier::AtLeast),
    ("超出", Qualifier::AtLeast),
    ("突破", Qualifier::AtLeast),
    ("高于", Qualifier::AtLeast),
    ("最多", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("低于", Qualifier::AtMost),
    ("少于", Qualifier::AtMost),
    ("不足", Qualifier::AtMost),
    ("不到", Qualifier::AtMost),
    ("不满", Qualifier::AtMost),
    ("未满", Qualifier::AtMost),
    ("大约", Qualifier::About),
    ("大概", Qualifier::About),
    ("约为", Qualifier::About),
    ("约有", Qualifier::About),
    ("将近", Qualifier::Nearly),
    ("接近", Qualifier::Nearly),
    ("逾", Qualifier::AtLeast),
    ("超", Qualifier::AtLeast),
    ("约", Qualifier::About),
    ("近", Qualifier::Nearly),
];

/// The last characters of [`LEADS`].
const LAST: &str = "于过少出破多足到满约概为有近逾超";

/// 约, 近, 至少 and the like before the number; returns whether there is one.
pub(super) fn lead(before: &str, found: &mut Figure) -> bool {
    if found.markers.before.is_some() {
        return true;
    }
    let trimmed = before.trim_end_matches([' ', '\u{3000}', '\u{a0}']);
    if !trimmed.chars().next_back().is_some_and(|last| LAST.contains(last)) {
        return false;
    }
    let Some((words, qualifier)) = LEADS.iter().find(|(words, _)| trimmed.ends_with(words)) else { return false };
    let head = trimmed.strip_suffix(words).unwrap_or("").chars().next_back();
    // 节约、附近、赶超 end in the same characters; “近3年” is recent, not approximate.
    let other = match *words {
        "约" => head.is_some_and(|c| "节签预公合制履条契邀违盟".contains(c)),
        "近" => found.kind == FigureKind::Duration || head.is_some_and(|c| "附最临就亲靠贴远邻".contains(c)),
        "超" => head.is_some_and(|c| "赶反高".contains(c)),
        "突破" | "不足" => found.kind == FigureKind::Bare,
        _ => false,
    };
    if other {
        return false;
    }
    let start = found.span.start - (before.len() - trimmed.len()) - words.len();
    found.markers.before = Some(Span::new(start, start + words.len()));
    found.span.start = start;
    if found.qualifier == Qualifier::Exact {
        found.qualifier = *qualifier;
        found.interval = Interval::of(found.value, *qualifier);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_first_overlooks_nothing() {
        for (words, _) in LEADS {
            assert!(words.ends_with(|last| LAST.contains(last)), "{words}");
        }
    }
}
