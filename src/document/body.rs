//! The body: headings of four levels, run-in and glued ones, numbered paragraphs, and the tree they make.

use super::line::{Head, Mark, MarkKind, head};
use super::{Document, Heading, HeadingForm, Paragraph, Section, sentence, unnumbered};
use crate::source::{Format, OutlineLine, Span};

/// Longest run-in heading, in characters: the share of longer first sentences that are headings is negligible.
const LONGEST_RUN_IN: usize = 45;
/// Longest heading of level 1 that may share its paragraph with body text, in characters.
const LONGEST_TOP: usize = 60;

/// A line of the body and what its head says.
pub(super) struct BodyLine {
    pub span: Span,
    pub head: Head,
    /// Depth of the mark in the standard ladder, 0 for plain text.
    pub rank: u8,
}

/// Builds sections, paragraphs, sentences and items from the lines of the body.
pub(super) fn build(text: &str, format: Format, outline: &[OutlineLine], lines: &[Span], document: &mut Document) {
    let unit =
        document.title.as_ref().and_then(|title| title.organs.last()).and_then(|organ| unit_name(organ.of(text)));
    let mut body: Vec<BodyLine> = lines
        .iter()
        .map(|span| {
            let head = head(text, *span);
            BodyLine { span: *span, rank: rank(&head, format), head }
        })
        .collect();
    arabic_top(&mut body);
    styled(text, outline, &mut body);
    unnumbered::mark(text, &mut body);
    let mut open: Vec<(u8, usize)> = Vec::new();
    for line in &body {
        if line.rank == 0 {
            push_paragraph(text, line.span, open.last().map(|(_, index)| *index), document);
            continue;
        }
        let (heading, rest) = split_heading(text, line, unit);
        while open.last().is_some_and(|(rank, _)| *rank >= line.rank) {
            close(&mut open, document);
        }
        let index = document.sections.len();
        document.sections.push(Section {
            heading,
            level: open.len() + 1,
            parent: open.last().map(|(_, parent)| *parent),
            paragraphs: document.paragraphs.len()..document.paragraphs.len(),
            descendants_end: index + 1,
            span: line.span,
        });
        open.push((line.rank, index));
        if !rest.is_empty() {
            push_paragraph(text, rest, Some(index), document);
        }
    }
    while !open.is_empty() {
        close(&mut open, document);
    }
}

fn close(open: &mut Vec<(u8, usize)>, document: &mut Document) {
    let Some((_, index)) = open.pop() else { return };
    let (paragraphs, sections) = (document.paragraphs.len(), document.sections.len());
    let last_paragraph = document.paragraphs.last().map_or(0, |paragraph| paragraph.span.end);
    let last_section = document.sections.last().map_or(0, |section| section.heading.text.end);
    if let Some(section) = document.sections.get_mut(index) {
        section.paragraphs.end = paragraphs;
        section.descendants_end = sections;
        section.span.end = section.span.end.max(last_paragraph).max(last_section);
    }
}

/// The depth of a mark in the ladder 一、（一）1.（1）; 0 for a line that opens no section.
fn rank(head: &Head, format: Format) -> u8 {
    match head.mark.map(|mark| mark.kind) {
        Some(MarkKind::Part) => 6,
        Some(MarkKind::Han) => 10,
        Some(MarkKind::HanParen) => 20,
        Some(MarkKind::Arabic) => 30,
        Some(MarkKind::ArabicParen) => 40,
        Some(MarkKind::Circled) => 50,
        Some(MarkKind::Enumerator | MarkKind::Hashes(_)) => 0,
        None => match head.hashes.map(|mark| mark.kind) {
            // In Markdown the depth of an unnumbered heading is its own; elsewhere # is residue.
            Some(MarkKind::Hashes(depth)) if format == Format::Markdown => 6 + depth,
            _ => 0,
        },
    }
}

/// Where no 一、 stands and 1. comes before the first （一）, 1. is the upper level of the two.
fn arabic_top(body: &mut [BodyLine]) {
    let first = |rank: u8| body.iter().position(|line| line.rank == rank);
    let above = match (first(10), first(30), first(20)) {
        (None, Some(arabic), Some(paren)) => arabic < paren,
        _ => false,
    };
    for line in body.iter_mut().filter(|line| above && line.rank == 30) {
        line.rank = 9;
    }
}

/// Headings without a number that the file itself marks as headings. Whole paragraphs in a heading style are none.
fn styled(text: &str, outline: &[OutlineLine], body: &mut [BodyLine]) {
    for line in body.iter_mut().filter(|line| line.rank == 0 && line.head.mark.is_none()) {
        let next = outline.partition_point(|known| known.at <= line.span.start);
        let Some(known) = next.checked_sub(1).and_then(|index| outline.get(index)) else { continue };
        let words = line.span.of(text);
        let own = text.get(known.at..line.span.start).is_some_and(|blank| blank.trim().is_empty());
        if own && !words.contains(['。', '；']) && words.chars().nth(LONGEST_RUN_IN).is_none() {
            line.rank = 10 * known.level.clamp(1, 5) - 2;
        }
    }
}

/// Splits a line that opens a section into its heading and the text behind it.
fn split_heading(text: &str, line: &BodyLine, unit: Option<&str>) -> (Heading, Span) {
    let mark = line.head.mark.or(line.head.hashes);
    let words = Span::new(line.head.rest, line.span.end).trim(text);
    let heading = |text: Span, form| Heading { mark, text, form };
    let top = line.rank <= 10
        || mark.is_none_or(|mark| matches!(mark.kind, MarkKind::Han | MarkKind::Part | MarkKind::Hashes(_)));
    let longest = if top { LONGEST_TOP } else { LONGEST_RUN_IN };
    let line_words = words.of(text);
    let stop = line_words.char_indices().find(|(_, c)| matches!(c, '。' | '！' | '？' | '?'));
    if let Some((at, c)) = stop {
        let first = Span::new(words.start, words.start + at);
        let rest = Span::new(words.start + at + c.len_utf8(), words.end).trim(text);
        if let Some(glue) = glue(text, first, mark, unit) {
            return (heading(Span::new(first.start, glue).trim(text), HeadingForm::Glued), Span::new(glue, words.end));
        }
        let long = first.of(text).chars().count();
        let told = colon(text, first)
            .filter(|colon| !top && rest.is_empty() && Span::new(*colon, first.end).of(text).chars().count() > 6);
        if let Some(colon) = told {
            let rest = Span::new(colon, words.end);
            return (heading(Span::new(first.start, colon), HeadingForm::RunIn), after_colon(text, rest));
        }
        if rest.is_empty() && (top || long <= longest && is_heading_like(first.of(text))) {
            return (heading(first, HeadingForm::Standalone), rest);
        }
        if let Some(colon) = colon(text, first) {
            let rest = Span::new(colon, words.end);
            return (heading(Span::new(first.start, colon), HeadingForm::RunIn), after_colon(text, rest));
        }
        if long <= longest && is_heading_like(first.of(text)) {
            return (heading(first, HeadingForm::RunIn), rest);
        }
        return (heading(Span::empty(words.start), HeadingForm::Numbered), words);
    }
    if let Some(glue) = glue(text, words, mark, unit) {
        return (heading(Span::new(words.start, glue).trim(text), HeadingForm::Glued), Span::new(glue, words.end));
    }
    if let Some(colon) = colon(text, words).filter(|colon| colon + 6 < words.end) {
        let rest = Span::new(colon, words.end);
        return (heading(Span::new(words.start, colon), HeadingForm::RunIn), after_colon(text, rest));
    }
    let long = line_words.chars().count();
    let clause_end = line_words.ends_with(['；', ';']) && long > 20;
    if !top && (long > 60 || clause_end) {
        return (heading(Span::empty(words.start), HeadingForm::Numbered), words);
    }
    let bare = line_words.trim_end_matches(['：', ':', '；', ';', '，', ',']).len();
    (heading(Span::new(words.start, words.start + bare), HeadingForm::Standalone), Span::empty(words.end))
}

/// Whether the first sentence of a numbered paragraph names a topic rather than telling a fact.
fn is_heading_like(words: &str) -> bool {
    // “2026年工作安排”: the year at the beginning is part of a heading.
    let words = match words.split_once('年') {
        Some((year, rest))
            if year.trim_end().chars().count() == 4
                && year.trim_end().chars().all(|c| super::digit_value(c).is_some()) =>
        {
            rest
        }
        _ => words,
    };
    let commas = words.matches(['，', ',', '；', ';']).count();
    let tells = ["了", "《", "“"].iter().filter(|word| words.contains(*word)).count();
    commas <= 2 && tells <= 1 && !words.contains(|c: char| c.is_ascii_digit())
}

/// The unit's own name in running text: “云岭县青石镇人民政府” → “青石镇”.
fn unit_name(organ: &str) -> Option<&str> {
    let area = ["人民政府", "办事处", "委员会"].iter().find_map(|end| organ.strip_suffix(end)).unwrap_or(organ);
    let last = area.char_indices().rev().skip(1).find(|(_, c)| matches!(c, '县' | '区' | '市' | '旗' | '府'));
    let own = last.and_then(|(at, c)| area.get(at + c.len_utf8()..)).unwrap_or(area);
    (own.chars().count() >= 2).then_some(own)
}

/// Where a heading of 4 to 40 characters runs into its body without any mark: before 一是, or before the unit's name
/// and what it does.
fn glue(text: &str, first: Span, mark: Option<Mark>, unit: Option<&str>) -> Option<usize> {
    const DOES: [&str; 12] =
        ["党委", "党工委", "党组", "政府", "坚持", "始终", "高度重视", "认真", "严格", "积极", "切实", "全面落实"];
    mark?;
    let words = first.of(text);
    let joined = |at: usize| {
        let before = words.get(..at)?;
        let last = before.chars().next_back()?;
        let tail = before.rsplit(['，', ',', '、']).next().unwrap_or(before).chars().count();
        let free = !"。；;：:，,、！? \u{3000}我本全统唯同专逐任第每某哪另有其之与和向对在为".contains(last);
        (free && (4..=40).contains(&before.chars().count()) && tail >= 3).then_some(first.start + at)
    };
    let enumerated = words.find("一是").and_then(joined);
    let named = || {
        let (unit, long) = (unit?, words.chars().count() > 40);
        let at = words.find(unit).filter(|_| long)?;
        let behind = words.get(at + unit.len()..)?;
        DOES.iter().any(|word| behind.starts_with(word)).then_some(at).and_then(joined)
    };
    enumerated.or_else(named)
}

/// “（一）强化保障：一是……”: a colon within the first 25 characters closes a heading.
fn colon(text: &str, first: Span) -> Option<usize> {
    let words = first.of(text);
    let (at, _) = words.char_indices().find(|(_, c)| matches!(c, '：' | ':'))?;
    let before = words.get(..at)?;
    (before.chars().count() <= 25 && !before.contains(['，', ','])).then_some(first.start + at)
}

fn after_colon(text: &str, rest: Span) -> Span {
    let words = rest.of(text);
    let skip = words.chars().next().map_or(0, char::len_utf8);
    Span::new(rest.start + skip, rest.end).trim(text)
}

fn push_paragraph(text: &str, span: Span, section: Option<usize>, document: &mut Document) {
    let paragraph = document.paragraphs.len();
    let first = document.sentences.len();
    let signs = document.signs.within(span);
    sentence::split(text, span, paragraph, signs, &mut document.sentences);
    sentence::items(text, span, paragraph, signs, &mut document.items);
    document.paragraphs.push(Paragraph { span, section, sentences: first..document.sentences.len() });
}
