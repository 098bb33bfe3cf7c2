//! The title: found among the short lines before the body, and taken apart.

use pest::Parser;

use super::grammar::title::{Rule, TitleParser};
use super::line::{digit_value, han_number};
use crate::source::Span;

/// Most lines that one title is broken into.
const MOST_LINES: usize = 4;
/// Longest title, in bytes.
const LONGEST: usize = 360;
/// Longest name of who reports, in characters.
const LONGEST_ORGAN: usize = 60;
/// Longest name of the unit behind 关于, in characters.
const LONGEST_REPEAT: usize = 30;
/// Most characters between the subject and the kind of document.
const LONGEST_TAIL: usize = 24;

/// The title of a report and its parts.
#[derive(Clone, Debug, Default)]
pub struct Title {
    /// From its first to its last character; line breaks inside are part of it.
    pub span: Span,
    /// The issuing organs, one for each in a joint report.
    pub organs: Vec<Span>,
    /// “2025年”, as written.
    pub year: Option<Span>,
    /// Its value.
    pub year_value: Option<i32>,
    /// Whether it has the frame 关于…的….
    pub about: bool,
    /// “法治政府建设”; absent in the title of another kind of document.
    pub subject: Option<Span>,
    /// The closing phrase that names the kind of document, such as 情况的报告.
    pub genre: Option<Span>,
    /// A document number glued to its front.
    pub document_number: Option<Span>,
}

/// A document number such as “云府发〔2026〕3号”.
pub type DocumentNumber = Span;

/// Some lines joined into one string, with the way back.
struct Joined {
    text: String,
    pieces: Vec<(usize, Span)>,
}

impl Joined {
    fn new(text: &str, lines: &[Span]) -> Self {
        let mut joined = String::new();
        let mut pieces = Vec::with_capacity(lines.len());
        for line in lines {
            pieces.push((joined.len(), *line));
            joined.push_str(line.of(text));
        }
        Self { text: joined, pieces }
    }

    fn back(&self, at: usize, is_end: bool) -> usize {
        let found = self.pieces.iter().rev().find(|(from, _)| if is_end { *from < at } else { *from <= at });
        found.or(self.pieces.first()).map_or(0, |(from, span)| span.start + (at - from).min(span.len()))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.back(start, false), self.back(end, true))
    }
}

/// Where the title stands among the short lines before the body.
pub(super) struct Found {
    pub title: Title,
    /// Indices of its lines in the list that was searched.
    pub lines: std::ops::Range<usize>,
}

/// Searches `lines` (short lines before the body, furniture left out) for the title of a report.
///
/// The fullest reading wins; between equals the one nearest to the body.
pub(super) fn find(text: &str, lines: &[Span]) -> Option<Found> {
    let mut best: Option<(i32, Found)> = None;
    for first in 0..lines.len() {
        for count in 1..=MOST_LINES.min(lines.len() - first) {
            let Some(window) = lines.get(first..first + count) else {
                break;
            };
            // A letterhead, a document number or a line of metadata is no part of a title.
            if window.last().is_some_and(|line| is_foreign(line.of(text))) {
                break;
            }
            let joined = Joined::new(text, window);
            if joined.text.len() > LONGEST {
                break;
            }
            if !["法治", "法制政府", "依法"].iter().any(|word| joined.text.contains(word)) {
                continue;
            }
            let Some(title) = read(text, &joined, window) else {
                continue;
            };
            let score = rank(text, &title) * 8 - i32::try_from(count).unwrap_or(8);
            if best.as_ref().is_none_or(|(top, _)| score >= *top) {
                best = Some((score, Found { title, lines: first..first + count }));
            }
        }
    }
    best.map(|(_, found)| found).or_else(|| fallback(text, lines))
}

/// Whether a line without the subject of such reports is something else than a part of a title.
fn is_foreign(line: &str) -> bool {
    let subject = line.contains("法治") || line.contains("依法行政") || line.contains("依法治");
    !subject && (line.ends_with("文件") || line.contains(['〔', '[', '［', '：', ':', '|', '】']))
}

fn rank(text: &str, title: &Title) -> i32 {
    let named = title.genre.is_some_and(|genre| genre.of(text).contains("报告") || genre.of(text).contains("总结"));
    // A joint report names two or three issuers on lines of their own.
    let organs = title.organs.iter().filter(|organ| organ.of(text).chars().count() >= 2).count();
    i32::try_from(organs.min(3)).unwrap_or(0) * 2
        + i32::from(title.year.is_some()) * 2
        + i32::from(title.genre.is_some())
        + i32::from(named) * 2
}

fn read(text: &str, joined: &Joined, window: &[Span]) -> Option<Title> {
    // A sentence about the subject is no title.
    if joined.text.contains(['。', '；']) {
        return None;
    }
    let pair = TitleParser::parse(Rule::title, &joined.text).ok()?.next()?;
    let span = window.first()?.join(*window.last()?);
    let mut title = Title { span, ..Title::default() };
    for part in pair.into_inner() {
        let place = joined.span(part.as_span().start(), part.as_span().end());
        let longest = match part.as_rule() {
            Rule::organ => LONGEST_ORGAN,
            Rule::repeat => LONGEST_REPEAT,
            Rule::tail => LONGEST_TAIL,
            _ => usize::MAX,
        };
        if part.as_str().chars().nth(longest).is_some() {
            return None;
        }
        match part.as_rule() {
            Rule::doc_number => title.document_number = Some(place),
            Rule::organ => title.organs = organs(text, place.trim(text)),
            Rule::about => title.about = true,
            Rule::year => {
                let number = part.clone().into_inner().find(|inner| inner.as_rule() == Rule::year_number);
                if title.year.is_none() {
                    title.year_value = number.and_then(|number| year_value(number.as_str()));
                    title.year = Some(place.trim(text));
                }
            }
            Rule::subject => title.subject = Some(place),
            Rule::genre => title.genre = Some(place),
            // “关于云岭县司法局2025年……”: the only place where the organ is named.
            Rule::repeat if title.organs.is_empty() => title.organs = organs(text, place.trim(text)),
            Rule::title
            | Rule::agency
            | Rule::repeat
            | Rule::note
            | Rule::year_du
            | Rule::begins
            | Rule::han_digit
            | Rule::year_number
            | Rule::tail
            | Rule::digit
            | Rule::blank
            | Rule::EOI => {}
        }
    }
    // The subject alone is no title.
    (title.genre.is_some() || title.about).then_some(title)
}

/// The value of a year written in ASCII, full-width or Han digits.
pub(crate) fn year_value(words: &str) -> Option<i32> {
    let mut value = 0;
    for c in words.chars() {
        let digit = match c {
            '〇' | '○' | '零' => 0,
            _ => digit_value(c).unwrap_or_else(|| han_number(c.encode_utf8(&mut [0; 4]))),
        };
        value = value * 10 + i32::try_from(digit).ok()?;
    }
    (1949..=2100).contains(&value).then_some(value)
}

/// Splits the issuers of a joint report: at blanks and line breaks, and behind a party committee.
fn organs(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = span.start;
    let words = span.of(text);
    let mut cuts: Vec<usize> =
        words.char_indices().filter(|(_, c)| c.is_whitespace() || *c == '、').map(|(at, _)| span.start + at).collect();
    if words.starts_with("中共") || words.starts_with("中国共产党") {
        for end in ["委员会", "党工委", "县委", "市委", "区委", "省委", "镇党委", "乡党委"] {
            if let Some(at) = words.find(end) {
                cuts.push(span.start + at + end.len());
                break;
            }
        }
    }
    cuts.sort_unstable();
    cuts.push(span.end);
    for cut in cuts {
        let piece = Span::new(start, cut);
        let piece = Span::new(piece.start, piece.end).trim(text);
        let piece =
            if piece.of(text).starts_with('、') { Span::new(piece.start + "、".len(), piece.end) } else { piece };
        if !piece.is_empty() {
            out.push(piece);
        }
        start = cut;
    }
    out
}

/// The title of another kind of document: the last short line that ends like one.
fn fallback(text: &str, lines: &[Span]) -> Option<Found> {
    const ENDS: [&str; 18] = [
        "报告", "总结", "汇报", "意见", "通知", "方案", "要点", "计划", "规划", "公报", "公告", "通报", "函", "纪要",
        "办法", "规定", "讲话", "决定",
    ];
    let index = lines.iter().rposition(|line| ENDS.iter().any(|end| line.of(text).ends_with(end)))?;
    let span = *lines.get(index)?;
    let title = Title { span, year: None, ..Title::default() };
    Some(Found { title: with_year(text, title), lines: index..index + 1 })
}

fn with_year(text: &str, mut title: Title) -> Title {
    let words = title.span.of(text);
    if let Some(at) = words.find('年') {
        let start = words.get(..at).map_or(0, |head| head.trim_end_matches(|c: char| digit_value(c).is_some()).len());
        title.year_value = words.get(start..at).filter(|digits| digits.chars().count() == 4).and_then(year_value);
        title.year = title.year_value.map(|_| Span::new(title.span.start + start, title.span.start + at + "年".len()));
    }
    title
}
