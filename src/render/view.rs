//! A window on the text round a finding: the part of the paragraph that matters, safe to print.

use unicode_width::UnicodeWidthChar;

use crate::source::{Source, Span};

/// A piece of one line with its place in the source.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Where it stands in [`View::text`].
    pub range: std::ops::Range<usize>,
    /// Its first label in the source.
    pub at: usize,
    /// Line of its first character, from 1; in a file that has paragraphs instead, the paragraph.
    pub line: usize,
    /// Places of the labels: start in the text, length in the text, column from 1, index of the label.
    pub labels: Vec<(usize, usize, usize, usize)>,
}

/// Windows round the labels of one finding, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    pub text: String,
    pub segments: Vec<Segment>,
}

impl View {
    /// Builds the windows round `spans`, each at most `width` cells wide. Spans of one line share a window if they fit.
    pub(super) fn new(source: &Source, spans: &[Span], width: usize, wide_ambiguous: bool) -> Self {
        let mut order: Vec<(usize, Span)> = spans.iter().copied().enumerate().collect();
        order.sort_by_key(|(_, span)| *span);
        let mut groups: Vec<Vec<(usize, Span)>> = Vec::new();
        for (index, span) in order {
            let group = groups.last_mut().filter(|group| {
                group.first().is_some_and(|(_, first)| {
                    let whole = first.join(span);
                    !whole.of(source.text()).contains('\n') && cells(whole.of(source.text())) + 8 <= width
                })
            });
            match group {
                Some(group) => group.push((index, span)),
                None => groups.push(vec![(index, span)]),
            }
        }
        // The window with the primary place comes first, wherever the others stand.
        groups.sort_by_key(|group| !group.iter().any(|(index, _)| *index == 0));
        let mut view = Self::default();
        for group in &groups {
            view.push(source, group, width, wide_ambiguous);
        }
        view
    }

    fn push(&mut self, source: &Source, group: &[(usize, Span)], width: usize, wide: bool) {
        let all = source.text();
        let Some(whole) = group.iter().map(|(_, span)| *span).reduce(Span::join) else {
            return;
        };
        // The line of the first span; an insertion point at a line's end belongs to that line.
        let line_start = all.get(..whole.start).and_then(|head| head.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
        let line_end =
            all.get(whole.start..).and_then(|tail| tail.find(['\n', '\r'])).map_or(all.len(), |at| whole.start + at);
        let shown = Span::new(whole.start, whole.end.min(line_end.max(whole.start)));
        let inner = cells(shown.of(all));
        let spare = width.saturating_sub(inner.min(width * 2 / 3)).max(16);
        let (left, left_cut) = take_back(Span::new(line_start, shown.start).of(all), spare / 2);
        let (right, right_cut) = take(Span::new(shown.end, line_end).of(all), spare - cells(left).min(spare));
        let start = self.text.len();
        let position = source.start(Span::empty(shown.start));
        if left_cut {
            self.text.push('…');
        }
        push_clean(&mut self.text, left, wide);
        let mut labels = Vec::with_capacity(group.len());
        let mut at = shown.start;
        for (index, span) in group {
            push_clean(&mut self.text, Span::new(at, span.start).of(all), wide);
            let from = self.text.len();
            let end = span.end.min(shown.end);
            let words = Span::new(span.start.max(at), end.max(span.start)).of(all);
            if span.is_empty() {
                self.text.push('⏎');
            } else if cells(words) > width * 2 / 3 && group.len() == 1 {
                // A long passage is shown by its two ends.
                let (head, _) = take(words, width / 3);
                let (tail, _) = take_back(words, width / 4);
                push_clean(&mut self.text, head, wide);
                self.text.push_str("……");
                push_clean(&mut self.text, tail, wide);
            } else {
                push_clean(&mut self.text, words, wide);
            }
            labels.push((from, self.text.len() - from, source.start(*span).column, *index));
            at = at.max(end);
        }
        push_clean(&mut self.text, right, wide);
        if right_cut {
            self.text.push('…');
        }
        let line = source.origin(whole.start).map_or(position.line, |origin| origin.paragraph);
        self.segments.push(Segment { range: start..self.text.len(), at: whole.start, line, labels });
        // A gap keeps neighbouring windows apart.
        self.text.push('\n');
    }
}

fn cells(words: &str) -> usize {
    words.chars().map(|c| c.width().unwrap_or(1).max(1)).sum()
}

fn take(words: &str, width: usize) -> (&str, bool) {
    let mut used = 0;
    for (at, c) in words.char_indices() {
        used += c.width().unwrap_or(1).max(1);
        if used > width {
            return (words.get(..at).unwrap_or(""), true);
        }
    }
    (words, false)
}

fn take_back(words: &str, width: usize) -> (&str, bool) {
    let mut used = 0;
    for (at, c) in words.char_indices().rev() {
        used += c.width().unwrap_or(1).max(1);
        if used > width {
            return (words.get(at + c.len_utf8()..).unwrap_or(""), true);
        }
    }
    (words, false)
}

fn push_clean(out: &mut String, words: &str, wide_ambiguous: bool) {
    out.extend(words.chars().map(|c| clean_char(c, wide_ambiguous)));
}

/// The words without anything that a terminal would act on: controls, escapes, bidirectional and zero-width marks.
#[must_use]
pub fn clean(words: &str) -> String {
    words.chars().map(|c| clean_char(c, false)).collect()
}

fn clean_char(c: char, wide_ambiguous: bool) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{a0}' => ' ',
        _ if c.is_control() => '\u{fffd}',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' => {
            '\u{fffd}'
        }
        // Combining marks without a base of their own would shift the underline.
        _ if c.width() == Some(0) => '\u{fffd}',
        // On a terminal that draws these two cells wide the full-width twin keeps the underline in place.
        '“' | '”' if wide_ambiguous => '＂',
        '‘' | '’' if wide_ambiguous => '＇',
        '—' if wide_ambiguous => '－',
        '·' if wide_ambiguous => '・',
        '…' if wide_ambiguous => '．',
        _ => c,
    }
}
