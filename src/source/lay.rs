//! Pages to paragraphs: fragments of text at places of a page become lines, and lines become paragraphs.
//!
//! All measures are whole hundredths of the format's unit, so that the same file gives the same text everywhere.

use unicode_width::UnicodeWidthStr;

use super::container::Extract;

/// Some characters at a place of a page. The page is measured from its upper left corner.
#[derive(Clone, Debug)]
pub(super) struct Fragment {
    /// Left edge.
    pub left: i64,
    /// Right edge.
    pub right: i64,
    /// Base line.
    pub base: i64,
    /// Size of the type.
    pub size: i64,
    /// The characters.
    pub words: String,
}

impl Fragment {
    /// The width of some words, where the file does not tell it: a Han character is as wide as high.
    pub(super) fn width(words: &str, size: i64) -> i64 {
        i64::try_from(words.width()).unwrap_or(0) * size / 2
    }
}

/// The fragments of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub fragments: Vec<Fragment>,
    /// Its width, where known.
    pub width: Option<i64>,
}

#[derive(Clone, Debug)]
struct Line {
    left: i64,
    right: i64,
    base: i64,
    size: i64,
    words: String,
    page: usize,
}

/// Joins the fragments of all pages. Lines that only number a page are left out.
pub(super) fn paragraphs(pages: &[Page]) -> Extract {
    let mut lines = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let mut found = page_lines(page, index + 1);
        if found.last().is_some_and(|line| is_page_number(&line.words)) {
            found.pop();
        }
        if found.first().is_some_and(|line| is_page_number(&line.words)) {
            found.remove(0);
        }
        lines.extend(found);
    }
    // The type area: the outermost edges that several lines share, and the narrowest step from line to line.
    let mut sizes: Vec<i64> = lines.iter().map(|line| line.size).collect();
    sizes.sort_unstable();
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
    let left = outermost(lines.iter().map(|line| line.left).collect(), size / 4);
    let left = left.or_else(|| lines.iter().map(|line| line.left).min()).unwrap_or(0);
    // A text without full lines is not wrapped; its margin is as wide as the left one.
    let widest = lines.iter().map(|line| line.right).max().unwrap_or(0);
    let right = outermost(lines.iter().map(|line| -line.right).collect(), size).map(|right| -right);
    let right = right.filter(|right| widest - right < size * 4);
    let margin = pages.iter().find_map(|page| page.width).map(|width| width - left);
    let right = right.or(margin).unwrap_or(widest);
    let steps = lines.iter().zip(lines.iter().skip(1)).filter(|(above, below)| above.page == below.page);
    let step =
        outermost(steps.map(|(above, below)| below.base - above.base).collect(), size / 4).unwrap_or(i64::MAX / 8);
    let mut extract = Extract::default();
    let mut open: Option<(String, usize, Line)> = None;
    for line in lines {
        let goes_on = open.as_ref().is_some_and(|(_, _, last)| {
            let indented = line.left - left > line.size;
            let ended = last.words.ends_with(['。', '；', '：', '！', '？']);
            // What cannot be broken, such as a number, leaves a gap at the end of a line.
            let full = right - last.right < last.size * if ended { 2 } else { 4 };
            let near = line.page != last.page || (line.base - last.base) * 4 <= step * 5;
            let alike = (line.size - last.size).abs() * 8 <= last.size;
            let begins = is_numbered(&line.words) && ended;
            !indented && full && near && alike && !begins
        });
        if let Some((words, _, last)) = open.as_mut().filter(|_| goes_on) {
            let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let joined = ascii(words.chars().next_back()) && ascii(line.words.chars().next());
            if joined && !all_digits(words, &line.words) {
                words.push(' ');
            }
            words.push_str(&line.words);
            *last = line;
            continue;
        }
        if let Some((words, page, _)) = open.take() {
            extract.push_paragraph(&words, Some(page), None);
        }
        open = Some((line.words.clone(), line.page, line));
    }
    if let Some((words, page, _)) = open {
        extract.push_paragraph(&words, Some(page), None);
    }
    extract
}

/// A figure broken by the end of the line is one figure.
fn all_digits(before: &str, behind: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit()) && behind.starts_with(|c: char| c.is_ascii_digit())
}

fn page_lines(page: &Page, number: usize) -> Vec<Line> {
    let mut order: Vec<&Fragment> = page.fragments.iter().filter(|fragment| !fragment.words.is_empty()).collect();
    order.sort_by_key(|fragment| (fragment.base, fragment.left));
    let mut rows: Vec<Vec<&Fragment>> = Vec::new();
    for fragment in order {
        let row = rows.last_mut().filter(|row| {
            row.last().is_some_and(|last| (fragment.base - last.base) * 2 < fragment.size.max(last.size))
        });
        match row {
            Some(row) => row.push(fragment),
            None => rows.push(vec![fragment]),
        }
    }
    rows.into_iter().filter_map(|row| line(row, number)).collect()
}

fn line(mut row: Vec<&Fragment>, page: usize) -> Option<Line> {
    row.sort_by_key(|fragment| fragment.left);
    let mut words = String::new();
    let mut right: Option<i64> = None;
    let base = row.first().map_or(0, |fragment| fragment.base);
    let (mut left, mut size) = (i64::MAX, 0);
    for fragment in row {
        // Blanks at the edge move nothing.
        if fragment.words.trim().is_empty() && words.is_empty() {
            continue;
        }
        if right.is_some_and(|right| fragment.left - right > fragment.size) && !words.ends_with(' ') {
            words.push(' ');
        }
        words.push_str(&fragment.words);
        if !fragment.words.trim().is_empty() {
            left = left.min(fragment.left);
            size = size.max(fragment.size);
            right = Some(right.map_or(fragment.right, |right| right.max(fragment.right)));
        }
    }
    let kept = words.trim();
    let right = right?;
    Some(Line { left, right, base, size, words: kept.to_owned(), page })
}

/// “一、”, “（一）”, “1.”: a line that begins so begins a paragraph, if a sentence ends before it.
fn is_numbered(words: &str) -> bool {
    let rest = words.trim_start_matches(['（', '(']);
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    number.len() < rest.len() && number.starts_with(['、', '.', '．', '）', ')'])
}

/// “3”, “— 3 —”, “第3页”, “3/12”
fn is_page_number(words: &str) -> bool {
    words.chars().count() <= 12
        && words.chars().any(|c| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-—–－·第共页/之".contains(c))
}

/// The smallest value that several share, to a tolerance: at least three, and one in thirty.
fn outermost(mut values: Vec<i64>, tolerance: i64) -> Option<i64> {
    values.sort_unstable();
    let enough = (values.len() / 30).max(3);
    let shared = values.iter().enumerate().find(|(index, value)| {
        values.get(*index..).is_some_and(|rest| rest.partition_point(|other| other - *value <= tolerance) >= enough)
    });
    shared.map(|(_, value)| *value)
}
