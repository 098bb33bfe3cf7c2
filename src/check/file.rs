//! Tracked changes, comments, hidden and highlighted words: what a file holds besides its text.

use crate::diagnostic::{Label, Text};
use crate::facts::Subject;
use crate::rule::matcher::FileEntry;
use crate::source::{FileMark, FileMarkKind};

use super::{Hit, Variables};

/// Most further places shown with a finding.
const MOST_LABELS: usize = 4;
/// Longest quotation, in characters.
const LONGEST: usize = 30;

/// One finding for each kind of mark; neighbours of one kind are one place.
pub(super) fn hits(entries: &[FileEntry], subject: &Subject<'_>) -> Vec<Hit> {
    entries.iter().filter_map(|entry| hit(*entry, subject)).collect()
}

fn hit(entry: FileEntry, subject: &Subject<'_>) -> Option<Hit> {
    let mut places: Vec<&FileMark> = Vec::new();
    let mut reach = 0;
    for mark in subject.source.marks().iter().filter(|mark| mark.kind == entry.mark) {
        // Comments stand for themselves, however close they are.
        let apart = mark.kind == FileMarkKind::Comment || mark.span.start > reach || places.is_empty();
        reach = reach.max(mark.span.end);
        if apart {
            places.push(mark);
        }
    }
    let first = places.first()?;
    let labels = places.iter().skip(1).take(MOST_LABELS).map(|mark| Label::bare(mark.span)).collect();
    let variables = Variables::default().with_text("words", words(first)).with("count", places.len().to_string());
    Some(Hit { span: first.span, severity: entry.severity, labels, variables, ..Hit::default() })
}

fn words(mark: &FileMark) -> Text {
    let mut quoted: String = mark.words.trim().chars().take(LONGEST).collect();
    if mark.words.trim().chars().nth(LONGEST).is_some() {
        quoted.push('…');
    }
    let (zh, en) = match mark.kind {
        FileMarkKind::Insertion => ("修订（插入）", "tracked insertion"),
        FileMarkKind::Deletion => ("修订（删除）", "tracked deletion"),
        FileMarkKind::Format => ("修订（格式）", "tracked change of format"),
        FileMarkKind::Comment => ("批注", "comment"),
        FileMarkKind::Hidden => ("隐藏文字", "hidden words"),
        FileMarkKind::Highlight => ("突出显示", "highlighted words"),
    };
    // A comment is known by who wrote it; a change by what it changed.
    let by = if mark.kind == FileMarkKind::Comment && !mark.author.trim().is_empty() {
        (format!("（{}）", mark.author.trim()), format!(" by {}", mark.author.trim()))
    } else {
        (String::new(), String::new())
    };
    match quoted.as_str() {
        "" => Text { zh: format!("{zh}{}", by.0), en: format!("{en}{}", by.1) },
        "¶" => Text { zh: format!("{zh}：段落标记"), en: format!("{en}: a paragraph mark") },
        quoted => Text { zh: format!("{zh}{}：{quoted}", by.0), en: format!("{en}{}: {quoted}", by.1) },
    }
}
