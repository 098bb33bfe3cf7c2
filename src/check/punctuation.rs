//! Doubled marks, marks without their twin, half-width marks in a full-width text.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::document::signs::is_common_ideograph;
use crate::facts::Subject;
use crate::rule::matcher::{Punctuation, PunctuationFault};
use crate::source::Span;
use crate::source::span::han_count;

use super::text::{further, unit_at};
use super::{Hit, Variables, Verdict, text};

/// Fewest Han characters of a line of prose; shorter lines are cells of tables and scraps.
const PROSE: usize = 10;
/// From so many marks without a twin on, the marks of the text tell nothing.
const TOO_MANY: usize = 12;

/// Finds what `matcher` is about; one finding for each kind of fault.
pub(super) fn find(matcher: &Punctuation, subject: &Subject<'_>) -> Verdict {
    match matcher.fault {
        PunctuationFault::Width => width(matcher, subject),
        PunctuationFault::Malformed => {
            let mut hits = doubled(matcher, subject);
            let lone = unpaired(matcher, subject);
            if lone.len() > TOO_MANY && hits.is_empty() {
                return Verdict::NotEvaluable(text(
                    "成对的标点大多缺了一半，疑似转换时丢失，无法逐处判断",
                    "most paired marks lack their twin; they were probably lost in conversion",
                ));
            }
            if lone.len() <= TOO_MANY {
                hits.extend(group(&lone, None, subject));
            }
            hits.sort_by_key(|hit| hit.span.start);
            Verdict::of_hits(hits)
        }
    }
}

/// One finding for all these places.
fn group(spans: &[Span], fix: Option<Fix>, subject: &Subject<'_>) -> Option<Hit> {
    let first = *spans.first()?;
    let mut wordings: Vec<&str> = Vec::new();
    for words in spans.iter().map(|span| span.of(subject.text())) {
        if !wordings.contains(&words) && wordings.len() < 6 {
            wordings.push(words);
        }
    }
    let suggest = fix.as_ref().and_then(|fix| fix.edits.first()).map(|edit| edit.replacement.clone());
    Some(Hit {
        span: first,
        labels: further(spans),
        variables: Variables::default()
            .with("words", wordings.join(" "))
            .with("suggest", suggest.unwrap_or_default())
            .with("count", spans.len().to_string()),
        fix,
        ..Hit::default()
    })
}

fn doubled(matcher: &Punctuation, subject: &Subject<'_>) -> Vec<Hit> {
    let mut safe: Vec<Edit> = Vec::new();
    let mut others: Vec<Edit> = Vec::new();
    let all = subject.text();
    for marks in &matcher.doubled {
        for span in subject.cues.all(marks.cue) {
            let words = span.of(all);
            let first = words.chars().next();
            // “。。。” and “？？？” stand for something else.
            let longer = all.get(..span.start).and_then(|head| head.chars().next_back()) == first
                || all.get(span.end..).and_then(|rest| rest.chars().next()) == words.chars().next_back();
            if longer || unit_at(span.start, subject).is_none() {
                continue;
            }
            let edits = if marks.fix == Applicability::Safe { &mut safe } else { &mut others };
            edits.push(Edit { span, replacement: marks.right.clone() });
        }
    }
    let mut hits = Vec::new();
    for (applicability, mut edits) in [(Applicability::Safe, safe), (Applicability::Unsafe, others)] {
        edits.sort_by_key(|edit| edit.span);
        let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        hits.extend(group(&spans, Some(Fix { applicability, edits }), subject));
    }
    hits
}

/// Openers and closers that find no twin in their line, nor in another one.
fn unpaired(matcher: &Punctuation, subject: &Subject<'_>) -> Vec<Span> {
    let all = subject.text();
    let document = &subject.document;
    // What is open or closed alone, by kind of pair, over the whole text: a quotation may run over paragraphs.
    let mut open: Vec<Vec<Span>> = vec![Vec::new(); matcher.pairs.len()];
    let mut single: Vec<Span> = Vec::new();
    let marks: Vec<char> = matcher.pairs.iter().flat_map(|(opener, closer)| [*opener, *closer]).collect();
    let mut start = document.extent.start;
    let mut rest = document.signs.within(document.extent);
    while start < document.extent.end {
        let (signs, behind) = rest.split_at(rest.iter().position(|sign| sign.c == '\n').unwrap_or(rest.len()));
        let line = Span::new(start, behind.first().map_or(document.extent.end, |end| end.at));
        (start, rest) = (line.end + 1, behind.get(1..).unwrap_or(&[]));
        let words = line.of(all);
        let furniture = document.furniture.iter().any(|other| other.span.overlaps(line));
        if furniture || signs.iter().any(|sign| sign.c == '|') {
            continue;
        }
        // A short line may hold the twin of a longer one, but says nothing by itself.
        let prose = || han_count(words) >= PROSE;
        let mut stack: Vec<(usize, Span)> = Vec::new();
        for sign in signs {
            let c = match sign.c {
                '(' => '（',
                ')' => '）',
                c => c,
            };
            if c.is_ascii_digit() || is_common_ideograph(c) || matches!(c, '<' | '>') || !marks.contains(&c) {
                continue;
            }
            let (at, span) = (sign.at - line.start, sign.span());
            if let Some(kind) = matcher.pairs.iter().position(|(opener, _)| *opener == c) {
                stack.push((kind, span));
            } else if let Some(kind) = matcher.pairs.iter().position(|(_, closer)| *closer == c) {
                if let Some(twin) = stack.iter().rposition(|(own, _)| *own == kind) {
                    stack.remove(twin);
                } else if !numbers(words, at) && open.get_mut(kind).and_then(Vec::pop).is_none() && prose() {
                    single.push(span);
                }
            }
        }
        if !stack.is_empty() && prose() {
            for (kind, span) in stack {
                if let Some(open) = open.get_mut(kind) {
                    open.push(span);
                }
            }
        }
    }
    single.extend(open.into_iter().flatten());
    single.sort_unstable();
    single
}

/// Whether the closer at `at` belongs to a number without an opener: 1）, 一）, ①）.
fn numbers(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or("");
    let digits = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let rest = before.trim_end_matches(digits);
    rest.len() < before.len()
        && before.len() - rest.len() <= 9
        && rest.trim_end().chars().next_back().is_none_or(|c| "。；，：、（ 　”".contains(c))
}

/// Half-width marks in a full-width text.
fn width(matcher: &Punctuation, subject: &Subject<'_>) -> Verdict {
    let widths = subject.widths();
    if widths.is_half_width() {
        return Verdict::NotApplicable(text(
            "全文标点以半角为主，疑似网页转换所致（疑似抽取损失），不逐处报告",
            "most marks are half-width, probably by conversion of a web page; they are not reported one by one",
        ));
    }
    let half = widths.half.len();
    if half * 100 > (half + widths.full) * matcher.most_percent {
        return Verdict::NotApplicable(text("半角标点较多，是写法习惯", "half-width marks are a habit of this text"));
    }
    let spans: Vec<Span> = widths.half.iter().copied().filter(|span| unit_at(span.start, subject).is_some()).collect();
    let full = |span: &Span| match span.of(subject.text()) {
        "," => "，",
        ":" => "：",
        ";" => "；",
        "!" => "！",
        "?" => "？",
        "(" => "（",
        _ => "）",
    };
    let edits = spans.iter().map(|span| Edit { span: *span, replacement: full(span).to_owned() }).collect();
    let fix = Fix { applicability: Applicability::Safe, edits };
    Verdict::of_hits(group(&spans, Some(fix), subject).into_iter().collect())
}
