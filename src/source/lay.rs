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
    // The type area: the edges most lines share.
    let left = common(lines.iter().map(|line| line.left));
    let right = common(lines.iter().map(|line| line.right));
    let steps = lines.iter().zip(lines.iter().skip(1)).filter(|(above, below)| above.page == below.page);
    let step = common(steps.map(|(above, below)| below.base - above.base));
    let mut extract = Extract::default();
    let mut open: Option<(String, usize, Line)> = None;
    for line in lines {
        let goes_on = open.as_ref().is_some_and(|(_, _, last)| {
            let indented = line.left - left > line.size;
            let full = right - last.right < last.size * 2;
            let near = line.page != last.page || (line.base - last.base) * 4 <= step * 5;
            let alike = (line.size - last.size).abs() * 8 <= last.size;
            !indented && full && near && alike
        });
        match open.as_mut().filter(|_| goes_on) {
            Some((words, _, last)) => {
                let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                if ascii(words.chars().next_back()) && ascii(line.words.chars().next()) && !all_digits(words, &line.words)
                {
                    words.push(' ');
                }
                words.push_str(&line.words);
                *last = line;
            }
            None => {
                if let Some((words, page, _)) = open.take() {
                    extract.push_paragraph(&words, Some(page), None);
                }
                open = Some((line.words.clone(), line.page, line));
            }
        }
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

/// “3”, “— 3 —”, “第3页”, “3/12”
fn is_page_number(words: &str) -> bool {
    words.chars().count() <= 12
        && words.chars().any(|c| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-—–－·第共页/之".contains(c))
}

/// The value that most share, to a tolerance of two units; the smallest of several.
fn common(values: impl Iterator<Item = i64>) -> i64 {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let mut best = (0, 0);
    for (index, value) in values.iter().enumerate() {
        let near = values.get(index..).map_or(0, |rest| rest.partition_point(|other| other - value <= 200));
        if near > best.0 {
            best = (near, *value);
        }
    }
    best.1
}
