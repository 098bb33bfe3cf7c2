//! Who reports on which year: organ, level, province, dates, each with the words that tell.

use crate::document::{Document, FurnitureKind};
use crate::source::Span;

use super::level::Level;
use super::organ;
use super::place::{self, PlaceKind};
use super::token::Tokens;
use super::when::WhenValue;

/// A calendar date, month and day as far as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarDate {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day, 1 to 31.
    pub day: u32,
}

impl CalendarDate {
    /// A date that exists.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        (1900..=2100).contains(&year).then_some(())?;
        (1..=days_of(year, month)?).contains(&day).then_some(Self { year, month, day })
    }

    /// Reads `2026-02-10`, also with `/`, `.` or 年月日, blanks allowed.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let numbers: Vec<i64> = words
            .split(|c: char| crate::document::digit_value(c).is_none())
            .filter(|part| !part.is_empty())
            .take(3)
            .filter_map(|part| {
                let digits: String = part
                    .chars()
                    .filter_map(crate::document::digit_value)
                    .filter_map(|d| char::from_digit(d, 10))
                    .collect();
                digits.parse().ok()
            })
            .collect();
        if let [first, second, third] = numbers.as_slice() {
            // “25.02.2016” puts the year last.
            let (year, month, day) = if *first > 31 { (*first, *second, *third) } else { (*third, *second, *first) };
            return Self::new(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?);
        }
        Self::parse_han(words)
    }

    /// “二〇二六年二月十日”
    fn parse_han(words: &str) -> Option<Self> {
        let compact: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        let (year, rest) = compact.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        let day = day.trim_end_matches(['日', '。']);
        Self::new(
            crate::document::year_value(year)?,
            crate::document::han_number(month),
            crate::document::han_number(day),
        )
    }
}

impl std::fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The number of days of a month; nothing for a month that does not exist.
#[must_use]
pub fn days_of(year: i32, month: u32) -> Option<u32> {
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    })
}

/// A recognised property: its value and where it was read (nothing for one that was given on the command line).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// The words that tell.
    pub evidence: Option<Span>,
    /// Where the evidence stands.
    pub by: Evidence,
}

/// What a property was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Given by the user.
    Given,
    /// The title.
    Title,
    /// A heading.
    Heading,
    /// The opening paragraph.
    Opening,
    /// The sign-off.
    Signature,
    /// The web page round the report.
    Page,
    /// The name of the organ.
    Organ,
    /// Names in the body.
    Body,
}

impl Evidence {
    /// Words for people.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Given => ("命令行指定", "given"),
            Self::Title => ("标题", "title"),
            Self::Heading => ("一级标题", "heading"),
            Self::Opening => ("开头", "opening"),
            Self::Signature => ("落款", "sign-off"),
            Self::Page => ("网页信息", "web page"),
            Self::Organ => ("机关名称", "name of the organ"),
            Self::Body => ("正文地名", "places named in the body"),
        }
    }
}

/// Who reports on which year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The reporting organ; joint issuers are joined by 、.
    pub organ: Option<Known<String>>,
    /// Its level.
    pub level: Option<Known<Level>>,
    /// Its province, full name.
    pub province: Option<Known<String>>,
    /// The year reported on.
    pub year: Option<Known<i32>>,
    /// When it was published.
    pub published: Option<Known<CalendarDate>>,
    /// When it was signed.
    pub signed: Option<Known<CalendarDate>>,
}

/// What the user states about a report; it overrides what is recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--level`
    pub level: Option<Level>,
    /// `--province`, full name.
    pub province: Option<String>,
    /// `--year`
    pub year: Option<i32>,
    /// `--published`
    pub published: Option<CalendarDate>,
    /// Check it even if it does not look like a report of this kind.
    pub as_report: bool,
}

fn given<T>(value: T) -> Known<T> {
    Known { value, evidence: None, by: Evidence::Given }
}

fn read<T>(value: T, evidence: Span, by: Evidence) -> Known<T> {
    Known { value, evidence: Some(evidence), by }
}

/// Recognises the profile of a report.
#[must_use]
pub fn recognise(text: &str, document: &Document, tokens: &Tokens, overrides: &Overrides) -> Profile {
    let published = overrides.published.map(given).or_else(|| published(text, document));
    let signed = document
        .signature
        .as_ref()
        .and_then(|signature| signature.date)
        .and_then(|span| Some(read(CalendarDate::parse(span.of(text))?, span, Evidence::Signature)));
    let organ = organ_of(text, document);
    let level = overrides.level.map(given).or_else(|| {
        let names: Vec<&str> = organ.iter().flat_map(|known| known.value.split('、')).collect();
        // In a joint report the government's name tells more than the committee's.
        let found = names.iter().rev().find_map(|name| organ::level(name))?;
        Some(Known { value: found, evidence: organ.as_ref().and_then(|known| known.evidence), by: Evidence::Organ })
    });
    let year = overrides.year.map(given).or_else(|| year_of(document, tokens, published.as_ref(), signed.as_ref()));
    let province = overrides.province.clone().map(given).or_else(|| province_of(text, document));
    Profile { organ, level, province, year, published, signed }
}

fn published(text: &str, document: &Document) -> Option<Known<CalendarDate>> {
    let mut best: Option<(u8, Known<CalendarDate>)> = None;
    for line in document.furniture.iter().filter(|line| !line.inside && line.kind != FurnitureKind::SiteDate) {
        let Some(date) = line.published.and_then(|span| Some((CalendarDate::parse(span.of(text))?, span))) else {
            continue;
        };
        let words = line.span.of(text);
        let rank = if words.contains("发布") || words.contains("发表") { 2 } else { 1 };
        if best.as_ref().is_none_or(|(top, _)| rank > *top) {
            best = Some((rank, read(date.0, date.1, Evidence::Page)));
        }
    }
    best.map(|(_, known)| known)
}

fn organ_of(text: &str, document: &Document) -> Option<Known<String>> {
    if let Some(title) = &document.title {
        let names: Vec<String> = title
            .organs
            .iter()
            .map(|organ| organ.of(text).split_whitespace().collect::<String>())
            .filter(|name| organ::level(name).is_some() || name.chars().count() >= 2)
            .collect();
        if let Some(span) = title.organs.iter().copied().reduce(Span::join).filter(|_| !names.is_empty()) {
            return Some(read(names.join("、"), span, Evidence::Title));
        }
    }
    if let Some(span) = document.signature.as_ref().and_then(|signature| signature.organ) {
        let names: Vec<&str> = span.of(text).split_whitespace().collect();
        return Some(read(names.join("、"), span, Evidence::Signature));
    }
    let preamble = document.paragraphs.first().filter(|paragraph| paragraph.section.is_none())?;
    for sentence in document.sentences.get(preamble.sentences.clone()).unwrap_or(&[]).iter().take(3) {
        if let Some((start, end)) = organ::subject_of(sentence.span.of(text)) {
            let span = Span::new(sentence.span.start + start, sentence.span.start + end);
            return Some(read(span.of(text).to_owned(), span, Evidence::Opening));
        }
    }
    None
}

fn year_of(
    document: &Document,
    tokens: &Tokens,
    published: Option<&Known<CalendarDate>>,
    signed: Option<&Known<CalendarDate>>,
) -> Option<Known<i32>> {
    let titled = document.title.as_ref().and_then(|title| Some(read(title.year_value?, title.year?, Evidence::Title)));
    let opening = opening_year(document, tokens, published.or(signed));
    let heading = document.top_sections().next().and_then(|(_, section)| {
        let when = tokens.whens_in(section.heading.text).find(|when| matches!(when.value, WhenValue::Year(_)))?;
        Some(read(when.year()?, when.span, Evidence::Heading))
    });
    // Opening and first heading together outvote the title.
    if let (Some(titled), Some(opening), Some(heading)) = (&titled, &opening, &heading)
        && opening.value == heading.value
        && titled.value != opening.value
    {
        return Some(opening.clone());
    }
    if let Some(known) = titled.or(opening).or(heading) {
        return Some(known);
    }
    // A date of the first half of a year: the report is on the year before.
    let known = signed.or(published)?;
    let year = if known.value.month >= 10 { known.value.year } else { known.value.year - 1 };
    Some(Known { value: year, evidence: known.evidence, by: known.by })
}

/// The opening: “2025年，我镇……”, “现将2025年……报告如下”. Comparisons with other years stand further back.
fn opening_year(document: &Document, tokens: &Tokens, dated: Option<&Known<CalendarDate>>) -> Option<Known<i32>> {
    let opening = document.paragraphs.iter().take_while(|paragraph| paragraph.section.is_none()).take(2);
    for paragraph in opening {
        let mention =
            tokens.whens_in(paragraph.span).find(|when| !when.cited && matches!(when.value, WhenValue::Year(_)));
        if let Some((when, year)) = mention.and_then(|when| Some((when, when.year()?))) {
            // A year long before the date of the page is history, such as 自2018年以来.
            if dated.is_none_or(|date| (date.value.year - 3..=date.value.year).contains(&year)) {
                return Some(read(year, when.span, Evidence::Opening));
            }
        }
    }
    None
}

fn province_of(text: &str, document: &Document) -> Option<Known<String>> {
    let title = document.title.as_ref().map(|title| (title.span, Evidence::Title));
    let signed =
        document.signature.as_ref().and_then(|signature| signature.organ).map(|span| (span, Evidence::Signature));
    for (span, by) in title.into_iter().chain(signed) {
        if let Some(known) = unique_province(text, span, by) {
            return Some(known);
        }
    }
    let body = document.paragraphs.first().zip(document.paragraphs.last())?;
    let body = body.0.span.join(body.1.span);
    unique_province(text, body, Evidence::Body)
}

/// The province to which all places named in `span` can belong, if there is exactly one.
fn unique_province(text: &str, span: Span, by: Evidence) -> Option<Known<String>> {
    // A report is long; what names its province stands in the first kilobytes or nowhere.
    let words = span.of(text);
    let words = words.get(..crate::source::span::floor_boundary(words, 60_000)).unwrap_or(words);
    let mut votes: Vec<(&'static str, u32, Span)> = Vec::new();
    let found = place::mentions(words);
    for (start, end, place) in &found {
        let rivals = found.iter().filter(|(from, ..)| from == start).count();
        let weight = match (place.kind, rivals) {
            (PlaceKind::Province, _) => 4,
            (_, 1) => 3,
            _ => 1,
        };
        let evidence = Span::new(span.start + start, span.start + end);
        match votes.iter_mut().find(|(province, ..)| *province == place.province) {
            Some(vote) => vote.1 += weight,
            None => votes.push((place.province, weight, evidence)),
        }
    }
    votes.sort_by_key(|(_, weight, _)| std::cmp::Reverse(*weight));
    let (province, top, evidence) = *votes.first()?;
    let second = votes.get(1).map_or(0, |(_, weight, _)| *weight);
    // One ambiguous name, or two provinces that are named alike often, decide nothing.
    (top >= 3 && top > second).then(|| read(province.to_owned(), evidence, by))
}
