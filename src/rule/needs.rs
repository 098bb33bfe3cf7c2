//! What every match of a pattern holds: words, one of a few words or marks, and digits in a row. Looking for these costs
//! less than trying the pattern, and mostly tells that it does not match.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use crate::document::cue::Cue;
use crate::document::signs::Sign;
use crate::source::span::is_han;

/// What a text must hold for a pattern to match in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs<W = Cue> {
    /// One of each of these lists of words.
    choices: Vec<Vec<W>>,
    /// So many digits side by side, of either width.
    digits: u32,
    /// All of these words.
    words: Vec<String>,
    /// A character of each of these.
    marks: Vec<String>,
}

impl<W> Default for Needs<W> {
    fn default() -> Self {
        Self { choices: Vec::new(), digits: 0, words: Vec::new(), marks: Vec::new() }
    }
}

/// Most characters of a class that is looked for; a larger one is nearly always there.
const FEW: u32 = 8;

/// Most words of which one is looked for.
const CHOICES: usize = 64;

impl<W> Needs<W> {
    /// Whether a text may hold all of it somewhere; `any` tells whether it holds one of some words.
    #[must_use]
    pub fn possible(&self, any: impl Fn(&[W]) -> bool) -> bool {
        self.choices.iter().all(|words| any(words))
    }

    /// Whether `text`, which has these signs, holds all of it; `any` tells whether it holds one of some words.
    #[must_use]
    pub fn met(&self, text: &str, signs: &[Sign], any: impl Fn(&[W]) -> bool) -> bool {
        self.possible(any)
            && self.words.iter().all(|word| text.contains(word.as_str()))
            && (self.digits < 2 || run(signs) >= self.digits)
            && self.marks.iter().all(|wanted| holds(text, signs, wanted))
    }
}

/// Whether `text` holds a character of `wanted`.
fn holds(text: &str, signs: &[Sign], wanted: &str) -> bool {
    if wanted.contains(is_han) {
        text.contains(|c| wanted.contains(c))
    } else {
        signs.iter().any(|sign| wanted.contains(sign.c))
    }
}

impl Needs<String> {
    /// What all matches of `pattern` hold.
    #[must_use]
    pub fn of(pattern: &Hir) -> Self {
        let mut out = Self { digits: Run::of(pattern).most, ..Self::default() };
        out.require(pattern);
        for list in [&mut out.words, &mut out.marks] {
            list.sort_unstable();
            list.dedup();
        }
        out.choices =
            [ExtractKind::Prefix, ExtractKind::Suffix].into_iter().filter_map(|kind| ends(pattern, kind)).collect();
        out.choices.dedup();
        out
    }

    /// The same with its words looked up by `cue`.
    #[must_use]
    pub fn compile(self, mut cue: impl FnMut(&str) -> Cue) -> Needs {
        let choices = self.choices.iter().map(|words| words.iter().map(|word| cue(word)).collect()).collect();
        Needs { choices, digits: self.digits, words: self.words, marks: self.marks }
    }

    /// The same without the words that one of `near` holds already: where the pattern is tried they are there.
    #[must_use]
    pub fn without(mut self, near: &[String]) -> Self {
        let told = |near: &String, words: &[String]| words.iter().any(|word| near.contains(word.as_str()));
        self.choices.retain(|words| !near.iter().all(|near| told(near, words)));
        self.words.retain(|word| !near.iter().all(|near| near.contains(word.as_str())));
        self.marks.retain(|marks| !near.iter().all(|near| near.contains(|c| marks.contains(c))));
        self
    }

    /// Adds the words and marks that stand in every match.
    fn require(&mut self, pattern: &Hir) {
        match pattern.kind() {
            HirKind::Literal(literal) => self.words.extend(std::str::from_utf8(&literal.0).ok().map(str::to_owned)),
            HirKind::Class(Class::Unicode(class)) => {
                let count: u32 = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).sum();
                if count <= FEW && !Run::of(pattern).only {
                    self.marks.push(class.iter().flat_map(|range| range.start()..=range.end()).collect());
                }
            }
            HirKind::Capture(capture) => self.require(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => self.require(&repetition.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.require(part)),
            _ => {}
        }
    }
}

/// Words of which one stands at the beginning, or the end, of every match; nothing where they are many or say little.
fn ends(pattern: &Hir, kind: ExtractKind) -> Option<Vec<String>> {
    let found = Extractor::new().kind(kind).limit_total(CHOICES).extract(pattern);
    // Marks may be written half-width, which is another word.
    let han = |literal: &str| literal.split(|c| !is_han(c)).max_by_key(|run| run.len()).map(str::to_owned);
    let words = found.literals()?.iter().map(|literal| han(std::str::from_utf8(literal.as_bytes()).ok()?));
    let mut words: Vec<String> = words.collect::<Option<_>>()?;
    words.sort_unstable();
    words.dedup();
    words.iter().all(|word| word.chars().nth(1).is_some()).then_some(words)
}

/// The longest row of digits among `signs`.
fn run(signs: &[Sign]) -> u32 {
    let (mut longest, mut now, mut next) = (0, 0, 0);
    for sign in signs {
        let digit = matches!(sign.c, '0'..='9' | '０'..='９');
        now = if !digit {
            0
        } else if sign.at == next {
            now + 1
        } else {
            1
        };
        next = sign.span().end;
        longest = longest.max(now);
    }
    longest
}

/// Digits side by side in every match, in numbers that are never too high.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// At the beginning.
    first: u32,
    /// At the end.
    last: u32,
    /// Anywhere.
    most: u32,
    /// Whether a match holds nothing but digits.
    only: bool,
}

impl Run {
    const EMPTY: Self = Self { first: 0, last: 0, most: 0, only: true };
    const OTHER: Self = Self { first: 0, last: 0, most: 0, only: false };

    fn digits(count: u32) -> Self {
        Self { first: count, last: count, most: count, only: true }
    }

    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::EMPTY,
            HirKind::Literal(literal) => {
                let words = std::str::from_utf8(&literal.0).unwrap_or("\u{fffd}");
                words
                    .chars()
                    .fold(Self::EMPTY, |run, c| run.then(if digit(c, c) { Self::digits(1) } else { Self::OTHER }))
            }
            HirKind::Class(Class::Unicode(class)) => {
                let all = class.iter().all(|range| digit(range.start(), range.end()));
                if all { Self::digits(1) } else { Self::OTHER }
            }
            HirKind::Class(Class::Bytes(class)) => {
                let all = class.iter().all(|range| digit(range.start().into(), range.end().into()));
                if all { Self::digits(1) } else { Self::OTHER }
            }
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) => {
                let one = Self::of(&repetition.sub);
                match (one.only, repetition.min) {
                    (true, least) => Self::digits(one.most.saturating_mul(least)),
                    (false, 0) => Self::OTHER,
                    (false, _) => one,
                }
            }
            HirKind::Concat(parts) => parts.iter().fold(Self::EMPTY, |run, part| run.then(Self::of(part))),
            HirKind::Alternation(parts) => parts.iter().map(Self::of).reduce(Self::or).unwrap_or(Self::OTHER),
        }
    }

    fn then(self, next: Self) -> Self {
        Self {
            first: if self.only { self.first.saturating_add(next.first) } else { self.first },
            last: if next.only { next.last.saturating_add(self.last) } else { next.last },
            most: self.most.max(next.most).max(self.last.saturating_add(next.first)),
            only: self.only && next.only,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.min(other.last),
            most: self.most.min(other.most),
            only: self.only && other.only,
        }
    }
}

/// Whether all characters from `first` to `last` are digits.
fn digit(first: char, last: char) -> bool {
    [('0', '9'), ('０', '９')].iter().any(|(low, high)| *low <= first && last <= *high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::string::string_regex;

    use super::*;
    use crate::document::signs::Signs;

    fn needs(pattern: &str) -> Needs<String> {
        Needs::of(&regex_syntax::parse(pattern).expect("a pattern"))
    }

    #[test]
    fn words_and_digits_that_every_match_holds_are_known() {
        for (pattern, digits, words) in [
            ("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])月", 6, "月"),
            ("1[3-9][0-9０-９]{9}", 11, "1"),
            ("[0-9]{2}[0-9]?[0-9]{2}", 4, ""),
            ("[0-9]{2}、?[0-9]{3}", 3, ""),
            ("[0-9]{2}|[0-9]{5}件", 2, ""),
            ("(?P<u>关于[ ]{0,4}年)度?(?:法治|依法)", 0, "关于 年"),
            ("(?:[0-9]+件)+号?", 1, "件"),
            ("(?:[0-9]{3})*办", 0, "办"),
            ("[（(【](?:删除|修改)?内容[】）)]", 0, "内容 (【（ )】）"),
        ] {
            let needs = needs(pattern);
            let held: Vec<&str> = needs.words.iter().chain(&needs.marks).map(String::as_str).collect();
            assert_eq!((needs.digits, held.join(" ").as_str()), (digits, words), "{pattern}");
        }
    }

    #[test]
    fn words_of_which_every_match_begins_or_ends_with_one_are_known() {
        for (pattern, choices) in [
            ("(?:部分|个别)法规[^，。]{0,9}不(?:符|完善)", "个别法规 部分法规|不完善 不符"),
            ("[【（](?:姓名|年份)[】）]", "姓名 年份"),
            ("[一-龥]{2,4}(?:件|次)", ""),
            ("(?:^|，)年度?", ""),
        ] {
            let choices_of = needs(pattern).choices.iter().map(|words| words.join(" ")).collect::<Vec<String>>();
            assert_eq!(choices_of.join("|"), choices, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn every_match_meets_what_its_pattern_needs(
            (pattern, text) in prop::sample::select(vec![
                "(?:19[5-9][0-9]|20[0-2][0-9]|203[0-5])(?:[1-9]|1[0-2])月",
                "[1-8][0-9０-９]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9Xx]",
                "[一-龥]{1,12}[发函][（(](?:19[5-9]|20[0-3])[0-9０-９][）)][0-9]{1,5}号",
                "(?:共计|总计)[ ]{0,4}(?:人次|余?件)(?:[，。]|[0-9]{2}、?[0-9]*)",
                "(?:[0-9]{3}|[0-9]{2}件?[0-9]{2})+号(?:第[0-9]{4})?",
                "1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}",
            ]).prop_flat_map(|pattern| (Just(pattern), string_regex(pattern).expect("a pattern"))),
            before in "[我镇共0-9]{0,3}",
        ) {
            let text = format!("{before}{text}。");
            let any = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
            let signs = Signs::of(&text);
            prop_assert!(needs(pattern).met(&text, signs.all(), any), "{} in {}", pattern, text);
        }
    }
}
