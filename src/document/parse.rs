//! Lines to document: furniture, title and addressee above; sign-off and furniture below; the body between them.

use super::furniture::{self, FurnitureKind};
use super::line::{MarkKind, head};
use super::signs::Signs;
use super::{Document, Furniture, body, signature, title};
use crate::source::{Format, Source, Span};

/// Most lines that are read; a report has some hundred. What lies behind is left out and [`Document::truncated`] set.
pub const MAX_LINES: usize = 100_000;
/// Most lines searched for title and furniture above the body.
const TOP: usize = 60;
/// Longest line that can be part of a title or an addressee, in characters.
const SHORT: usize = 60;

/// Parses `source`. Total: every text yields a document.
#[must_use]
pub fn parse(source: &Source) -> Document {
    let text = source.text();
    let mut document = Document { signs: Signs::of(text), ..Document::default() };
    let (mut lines, truncated) = lines(text);
    document.truncated = truncated;
    document.extent = lines.first().zip(lines.last()).map_or(Span::default(), |(first, last)| first.join(*last));
    let body_start = top(text, source.format(), &lines, &mut document);
    let mut rest = lines.split_off(body_start);
    bottom(text, &mut rest, &mut document);
    document.signature = signature::take(text, &mut rest);
    attachments(text, &mut rest, &mut document);
    if document.signature.is_none() {
        document.signature = signature::take(text, &mut rest);
    }
    let kept: Vec<Span> = rest.iter().copied().filter(|line| !inside(text, *line, &mut document)).collect();
    body::build(text, source.format(), source.outline(), &kept, &mut document);
    document.furniture.sort_by_key(|line| line.span.start);
    let first = [document.document_number, document.title.as_ref().map(|t| t.span), document.addressee];
    let last = document.signature.as_ref().into_iter().flat_map(|s| [s.closing, s.organ, s.date]);
    let parts = first.into_iter().chain(last).flatten().chain(kept.first().copied()).chain(kept.last().copied());
    if let Some(extent) = parts.reduce(Span::join) {
        document.extent = extent;
    }
    document
}

/// The lines that are not blank, without the blanks at both ends.
fn lines(text: &str) -> (Vec<Span>, bool) {
    let mut out = Vec::new();
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain(std::iter::once(text.len()));
    for end in ends {
        let line = Span::new(start, end).trim(text);
        if !line.is_empty() {
            if out.len() == MAX_LINES {
                return (out, true);
            }
            out.push(line);
        }
        start = end + 1;
    }
    (out, false)
}

/// Reads what stands above the body and returns the index of its first line.
fn top(text: &str, format: Format, lines: &[Span], document: &mut Document) -> usize {
    let mut candidates: Vec<(usize, Span)> = Vec::new();
    let mut furniture = Vec::new();
    let mut body = 0;
    for (index, line) in lines.iter().enumerate().take(TOP) {
        let words = line.of(text);
        let head = head(text, *line);
        if format == Format::Markdown && head.hashes.is_some() && head.mark.is_none() {
            candidates.push((index, Span::new(head.rest, line.end).trim(text)));
        } else if let Some(found) = furniture::read(text, *line) {
            furniture.push(found);
        } else if is_body(words, head.mark.map(|mark| mark.kind)) {
            break;
        } else {
            candidates.push((index, *line));
        }
        body = index + 1;
    }
    for (_, span) in &mut candidates {
        *span = unwrapped(text, *span);
    }
    let spans: Vec<Span> = candidates.iter().map(|(_, span)| *span).collect();
    let found = title::find(text, &spans);
    let title_end = found.as_ref().map_or(0, |found| found.lines.end);
    if let Some(found) = &found {
        document.title = Some(found.title.clone());
        document.document_number = found.title.document_number;
    }
    // The title of the page, or of the document: again in another shape.
    let own = found.as_ref().map(|found| compact(found.title.span.of(text)));
    let mut first_body_candidate = candidates.len();
    for (position, (index, span)) in candidates.iter().enumerate() {
        if found.as_ref().is_some_and(|found| found.lines.contains(&position)) {
            continue;
        }
        let words = span.of(text);
        if is_document_number(words) {
            document.document_number = Some(*span);
        } else if position >= title_end && is_addressee(words) && document.addressee.is_none() {
            document.addressee = Some(*span);
        } else if found.is_some() && position < title_end
            || own.as_ref().is_some_and(|own| own.contains(&compact(words)) && words.chars().count() >= 6)
        {
            let again = own.as_ref().is_some_and(|own| own.contains(&compact(words)) || compact(words).contains(own));
            let kind = if again { FurnitureKind::TitleAgain } else { FurnitureKind::Other };
            furniture.push(Furniture { span: *span, kind, published: None, inside: false });
        } else {
            // A short line that is no title, number or addressee opens the body.
            first_body_candidate = position;
            body = *index;
            break;
        }
    }
    let limit = candidates.get(first_body_candidate).map_or(usize::MAX, |(_, span)| span.start);
    document.furniture.extend(furniture.into_iter().filter(|line| line.span.start < limit));
    body
}

/// Whether a line above can no longer be title or furniture.
fn is_body(words: &str, mark: Option<MarkKind>) -> bool {
    mark.is_some() || words.contains('。') || words.chars().nth(SHORT).is_some()
}

/// A line without the marks that embrace all of it: **…**, 《…》.
fn unwrapped(text: &str, span: Span) -> Span {
    let words = span.of(text);
    for (open, close) in [("**", "**"), ("__", "__"), ("《", "》")] {
        let inner = words.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.contains(open)) {
            return Span::new(span.start + open.len(), span.start + open.len() + inner.len());
        }
    }
    span
}

fn compact(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// “云府发〔2026〕3号” on a line of its own.
fn is_document_number(words: &str) -> bool {
    words.ends_with('号') && words.chars().count() <= 30 && words.contains(['〔', '[', '（', '(', '﹝', '【'])
}

/// “区委、区政府：”, “各位代表：”
fn is_addressee(words: &str) -> bool {
    words.ends_with(['：', ':']) && words.chars().count() <= 45 && !words.contains("如下")
}

/// Takes the furniture from the end of the body's lines.
fn bottom(text: &str, lines: &mut Vec<Span>, document: &mut Document) {
    let from = lines.len().saturating_sub(TOP);
    let mut cut = lines.len();
    // Everything behind “最新文章” or “分享到” goes with it, if it is short.
    for (index, line) in lines.iter().enumerate().skip(from).rev() {
        let words = line.of(text);
        match furniture::read(text, *line) {
            Some(found)
                if found.kind != FurnitureKind::DateLine
                    || found.published.is_some() && words.contains(['：', ':']) =>
            {
                cut = index;
            }
            _ if words.contains('。') || words.chars().count() > 40 || head(text, *line).mark.is_some() => {
                break;
            }
            _ => {}
        }
    }
    for line in lines.split_off(cut) {
        let found = furniture::read(text, line);
        document.furniture.push(found.unwrap_or(Furniture {
            span: line,
            kind: FurnitureKind::Other,
            published: None,
            inside: false,
        }));
    }
}

/// Takes “附件：1.……” and the list behind it from the end of the body's lines.
fn attachments(text: &str, lines: &mut Vec<Span>, document: &mut Document) {
    let from = lines.len().saturating_sub(20);
    let first = lines.iter().enumerate().skip(from).find(|(_, line)| {
        let rest = line.of(text).strip_prefix("附件");
        rest.is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with(['：', ':', ' ', '　'])
                || rest.starts_with(|c: char| c.is_ascii_digit())
        })
    });
    let Some((first, _)) = first else { return };
    let listed = |line: &Span| {
        let words = line.of(text);
        words.chars().count() <= SHORT
            && !words.contains('。')
            && head(text, *line).mark.is_some_and(|mark| mark.kind == MarkKind::Arabic)
    };
    let count = 1 + lines.iter().skip(first + 1).take_while(|line| listed(line)).count();
    document.attachments = lines.drain(first..first + count).collect();
}

/// Whether a line between paragraphs is page furniture; it is noted and left out of the body.
fn inside(text: &str, line: Span, document: &mut Document) -> bool {
    let words = line.of(text);
    if words.contains('。') || words.chars().nth(SHORT).is_some() {
        return false;
    }
    match furniture::read(text, line) {
        Some(mut found)
            if !matches!(found.kind, FurnitureKind::DateLine | FurnitureKind::SiteDate | FurnitureKind::PageFoot) =>
        {
            found.inside = true;
            document.furniture.push(found);
            true
        }
        _ => false,
    }
}
