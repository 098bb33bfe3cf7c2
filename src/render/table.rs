//! Columns that line up in a Chinese terminal.

use unicode_width::UnicodeWidthStr;

/// Pads `words` with blanks to `cells` terminal cells.
#[must_use]
pub fn pad(words: &str, cells: usize) -> String {
    let blanks = cells.saturating_sub(words.width());
    let mut out = String::with_capacity(words.len() + blanks);
    out.push_str(words);
    out.extend(std::iter::repeat_n(' ', blanks));
    out
}

/// Cuts `words` to at most `cells` terminal cells, with … where something was left out.
pub(super) fn cut(words: &str, cells: usize) -> String {
    if words.width() <= cells {
        return words.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in words.chars() {
        let width = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used + width + 1 > cells {
            break;
        }
        used += width;
        out.push(c);
    }
    out.push('…');
    out
}

/// Wraps `words` to lines of at most `cells` cells; continuation lines are set in by `indent` cells.
///
/// Chinese may be broken anywhere but before closing marks; Latin words are kept together.
pub(super) fn wrap(words: &str, cells: usize, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    let narrow = textwrap::Options::new(cells.saturating_sub(indent).max(20))
        .word_separator(textwrap::WordSeparator::UnicodeBreakProperties);
    textwrap::wrap(words, narrow).join(&format!("\n{blanks}"))
}

/// Text as it stands in HTML.
#[must_use]
pub fn html_escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
