//! Headings without numbers: short lines of their own over longer paragraphs.

use super::body::BodyLine;

/// Longest heading without a number, in characters.
const LONGEST: usize = 36;
/// Shortest, in characters: shorter lines are crumbs.
const SHORTEST: usize = 4;
/// Fewest of them that make a scheme; one short line alone may be anything.
const FEWEST: usize = 2;

/// Gives a rank to the lines that are headings without numbers.
pub(super) fn mark(text: &str, body: &mut [BodyLine]) {
    let numbered_top = body.iter().any(|line| line.rank == 10);
    let numbered_second = body.iter().any(|line| line.rank == 20);
    let mut found = Vec::new();
    for (index, line) in body.iter().enumerate() {
        let next = body.get(index + 1);
        if line.rank == 0 && line.head.mark.is_none() && next.is_some() && looks_like_heading(line.span.of(text)) {
            let followed =
                next.is_some_and(|next| next.rank > 0 && !numbered_top || next.span.len() > line.span.len() * 2);
            if followed {
                found.push(index);
            }
        }
    }
    if found.len() < FEWEST {
        return;
    }
    // Under 一、 headings they are the second level (or below （一）, if there is one); otherwise the first.
    let rank = match (numbered_top, numbered_second) {
        (false, _) => 8,
        (true, false) => 18,
        (true, true) => 28,
    };
    for index in found {
        if let Some(line) = body.get_mut(index) {
            line.rank = rank;
        }
    }
}

fn looks_like_heading(words: &str) -> bool {
    let count = words.chars().count();
    (SHORTEST..=LONGEST).contains(&count)
        && !words.ends_with(['。', '；', ';', '：', ':', '，', ',', '、', '！', '”', '）', ')'])
        && !words.contains(['。', '；', ';'])
        && words.chars().any(crate::source::span::is_han)
        && !words.starts_with(['附', '注', '（', '('])
}
