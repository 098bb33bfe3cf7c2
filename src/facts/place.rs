//! Places of China down to the county, to know the province of an organ.
//!
//! The table is made at build time from `rules/national/lexicon/places.csv` (county and prefecture names of 2015–2023,
//! former names included); names that exist in several provinces decide nothing by themselves.

use std::sync::{LazyLock, OnceLock};

use memchr::memmem::Finder;

include!(concat!(env!("OUT_DIR"), "/places.rs"));

/// What kind of place a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// Province-level unit.
    Province,
    /// Prefecture-level unit.
    Prefecture,
    /// County-level unit.
    County,
}

/// A known place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    /// Its kind.
    pub kind: PlaceKind,
    /// The full name of its province.
    pub province: &'static str,
}

/// One bit for each beginning of a name, by which nearly everything that is no name is told at once.
fn beginnings() -> &'static [u64; 256] {
    static BITS: OnceLock<[u64; 256]> = OnceLock::new();
    BITS.get_or_init(|| {
        let mut bits = [0; 256];
        for index in 0..ROWS.len() {
            let (slot, bit) = beginning(name(index));
            if let Some(slot) = bits.get_mut(slot) {
                *slot |= bit;
            }
        }
        bits
    })
}

/// The place of the first two characters of `word` in [`beginnings`].
fn beginning(word: &str) -> (usize, u64) {
    let mixed = word.bytes().take(6).fold(0u32, |mixed, byte| mixed.wrapping_mul(0x0100_0193) ^ u32::from(byte));
    let mixed = mixed ^ mixed >> 15;
    ((mixed >> 6) as usize % 256, 1 << (mixed % 64))
}

fn name(index: usize) -> &'static str {
    let from = OFFSETS.get(index).copied().unwrap_or(0) as usize;
    let to = OFFSETS.get(index + 1).copied().unwrap_or(0) as usize;
    NAMES.get(from..to).unwrap_or("")
}

/// All places called `word` (several for names such as 普陀区).
pub fn lookup(word: &str) -> impl Iterator<Item = KnownPlace> {
    let (slot, bit) = beginning(word);
    let known = beginnings().get(slot).is_some_and(|bits| bits & bit != 0);
    let count = if known { ROWS.len() } else { 0 };
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if name(middle) < word { low = middle + 1 } else { high = middle }
    }
    let end = (low..count).find(|index| name(*index) != word).unwrap_or(count);
    (low..end).filter_map(|index| {
        let (kind, province) = *ROWS.get(index)?;
        let kind = match kind {
            0 => PlaceKind::Province,
            1 => PlaceKind::Prefecture,
            _ => PlaceKind::County,
        };
        Some(KnownPlace { kind, province: PROVINCES.get(province as usize)? })
    })
}

/// The full name of a province given in full or short (四川, 四川省).
#[must_use]
pub fn province(word: &str) -> Option<&'static str> {
    lookup(word.trim()).find(|place| place.kind == PlaceKind::Province).map(|place| place.province)
}

/// What follows the name of a place when the place itself is meant.
const OF_PLACES: [&str; 10] =
    ["人民政府", "人民法院", "人民检察院", "委", "政府", "法院", "检察院", "司法局", "公安局", "人大"];

/// The last characters of names.
static ENDINGS: LazyLock<[Finder<'static>; 7]> =
    LazyLock::new(|| ["省", "市", "县", "区", "州", "盟", "旗"].map(Finder::new));

/// Where the last character of a name may stand, in order.
fn endings(words: &str) -> Vec<usize> {
    let mut places: Vec<usize> = ENDINGS.iter().flat_map(|ending| ending.find_iter(words.as_bytes())).collect();
    places.sort_unstable();
    places
}

/// The places named in `words`, longest names first at each position: (start, end, place).
///
/// A name counts only where a name can begin: at the beginning, behind a mark, a blank or another place, or where the
/// word behind it belongs to a place (“依托云岭县人民政府网站”, but not “会同县司法局” or “名单县政府”).
#[must_use]
pub fn mentions(words: &str) -> Vec<(usize, usize, KnownPlace)> {
    let mut out = Vec::new();
    let mut done = 0;
    for at in endings(words) {
        let end = at + "县".len();
        let behind = words.get(end..).unwrap_or("");
        if behind.starts_with(['场', '域', '直', '级', '长', '城', '乡', '容', '政']) && !behind.starts_with("政府")
        {
            continue;
        }
        let followed = OF_PLACES.iter().any(|word| behind.starts_with(word));
        // Longest name first: at most eleven characters before the last one.
        let mut starts = [0usize; 11];
        let near = words.get(done..at).unwrap_or("").char_indices().rev().take(starts.len());
        let mut count = 0;
        for (slot, (index, _)) in starts.iter_mut().zip(near) {
            *slot = done + index;
            count += 1;
        }
        for start in starts.iter().take(count).rev() {
            let Some(candidate) = words.get(*start..end) else {
                continue;
            };
            let before = words.get(..*start).and_then(|head| head.chars().next_back());
            let begins = *start == 0
                || out.last().is_some_and(|(_, last, _)| last == start)
                || before.is_none_or(|c| !crate::source::span::is_han(c))
                || words.get(..*start).is_some_and(|head| head.ends_with("中共"));
            let long = candidate.len() >= 9;
            let meant = followed && long;
            if !begins && !meant {
                continue;
            }
            let mut found = lookup(candidate).peekable();
            if found.peek().is_some() {
                out.extend(found.map(|place| (*start, end, place)));
                done = end;
                break;
            }
        }
    }
    out
}
