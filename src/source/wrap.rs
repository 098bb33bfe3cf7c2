//! Hard-wrapped texts: lines cut at a fixed width are joined into paragraphs before anything reads them.

use unicode_width::UnicodeWidthStr;

use super::origin::Cut;

/// Fewest full lines that make a text hard-wrapped.
const FULL_LINES: usize = 6;
/// Terminal cells by which a full line may fall short of the widest one (one or two characters, 避头尾).
const SLACK: usize = 6;

/// Joins the lines of a hard-wrapped text.
///
/// A text counts as hard-wrapped when its widest lines are 30 to 120 cells wide, at least six lines reach that width,
/// and most of those do not end a sentence. Anything else, above all a text with one line a paragraph, is left alone.
/// Returns the joined text and what was cut, or nothing when the text is not wrapped.
#[must_use]
pub fn unwrap(text: &str) -> Option<(String, Vec<Cut>)> {
    // One long line shows that paragraphs are not wrapped, and keeps this linear and cheap for the usual report.
    if text.lines().any(|line| line.len() > 400) {
        return None;
    }
    let widest = text.lines().map(|line| line.trim_end().width()).max().unwrap_or(0);
    if !(30..=120).contains(&widest) {
        return None;
    }
    let full = |line: &str| line.trim_end().width() + SLACK >= widest;
    let (mut wrapped, mut all) = (0usize, 0usize);
    for line in text.lines().filter(|line| full(line)) {
        all += 1;
        wrapped += usize::from(!ends_sentence(line));
    }
    if wrapped < FULL_LINES || wrapped * 3 < all * 2 {
        return None;
    }
    let mut joined = String::with_capacity(text.len());
    let mut cuts = Vec::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let goes_on = full(line) && !ends_sentence(line) && lines.peek().is_some_and(|next| continues(next));
        if goes_on {
            let kept = line.trim_end_matches(['\n', '\r', ' ', '\t']);
            joined.push_str(kept);
            let indent = lines.peek().map_or(0, |next| next.len() - next.trim_start_matches([' ', '\t']).len());
            cuts.push(Cut { at: joined.len(), bytes: line.len() - kept.len() + indent });
            if let Some(next) = lines.next_if(|_| indent > 0) {
                // The indentation goes with the cut; the line itself may go on again.
                let rest = next.trim_start_matches([' ', '\t']);
                let more = full(next) && !ends_sentence(next) && lines.peek().is_some_and(|after| continues(after));
                let kept = if more { rest.trim_end_matches(['\n', '\r', ' ', '\t']) } else { rest };
                joined.push_str(kept);
                if more {
                    cuts.push(Cut { at: joined.len(), bytes: rest.len() - kept.len() });
                }
            }
        } else {
            joined.push_str(line);
        }
    }
    (!cuts.is_empty()).then_some((joined, cuts))
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['。', '！', '？', '!', '?', '：', ':'])
}

/// Whether a line can go on a paragraph: not blank, not set in, not opened by a heading mark.
fn continues(line: &str) -> bool {
    let first = line.trim_start_matches([' ', '\t']);
    let set_in = line.starts_with('\u{3000}') || line.len() - first.len() >= 3;
    let marked = first.starts_with(['（', '(', '#'])
        || first.char_indices().take_while(|(_, c)| "一二三四五六七八九十0123456789".contains(*c)).last().is_some_and(
            |(at, c)| first.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(['、', '.', '．', '是'])),
        );
    !first.trim().is_empty() && !set_in && !marked
}
