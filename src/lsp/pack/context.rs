//! Where in a YAML file the caret stands, while the file is being typed and may be no YAML at all.
//!
//! Told by columns, as YAML itself does: a line belongs to the nearest line above it that begins further left.

use crate::source::Span;

/// A step from the root of a file to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item of a list.
    Item,
}

/// What stands at the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A key.
    Key,
    /// A value.
    Value,
}

/// The place of a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The way to the mapping that holds the key, or to the value.
    pub path: Vec<Step>,
    /// What stands there.
    pub spot: Spot,
    /// The word round the caret.
    pub word: Span,
}

/// An opening on a line: where it begins, and what it leads into.
enum Opening {
    Dash(usize),
    Key(usize, String),
}

/// The context of byte `at` of `text`.
#[must_use]
pub fn context(text: &str, at: usize) -> Context {
    let head = text.get(..at).unwrap_or("");
    let start = head.rfind('\n').map_or(0, |end| end + 1);
    let before = head.get(start..).unwrap_or("");
    let (dashes, content) = leading(before);
    let mut steps = Vec::new();
    let inside = before.get(content..).unwrap_or("");
    let (inner, spot) = inline(inside);
    steps.extend(inner.into_iter().rev());
    // Upwards: what is looked for stands further left than `column`, or at it if an item is looked for.
    let mut column = content;
    let mut item = false;
    for dash in dashes.iter().rev() {
        steps.push(Step::Item);
        (column, item) = (*dash, true);
    }
    let above = text.get(..start).unwrap_or("");
    for line in above.lines().rev() {
        if column == 0 && !item {
            break;
        }
        for opening in openings(line).into_iter().rev() {
            match opening {
                Opening::Key(at, name) if at < column || item && at == column => {
                    steps.push(Step::Key(name));
                    (column, item) = (at, false);
                }
                Opening::Dash(at) if at < column => {
                    steps.push(Step::Item);
                    (column, item) = (at, true);
                }
                Opening::Key(..) | Opening::Dash(_) => {}
            }
        }
    }
    steps.reverse();
    Context { path: steps, spot, word: word(text, at) }
}

/// The columns of the dashes that begin a line, and where its content begins; both in bytes.
fn leading(line: &str) -> (Vec<usize>, usize) {
    let mut dashes = Vec::new();
    let mut at = line.len() - line.trim_start_matches(' ').len();
    while let Some(rest) = line.get(at..).and_then(|rest| rest.strip_prefix('-'))
        && (rest.is_empty() || rest.starts_with(' '))
    {
        dashes.push(at);
        at += 1 + rest.len() - rest.trim_start_matches(' ').len();
    }
    (dashes, at)
}

/// What a whole line above the caret opens. Only a key without a value, or with a block under it, can hold what follows,
/// and a key whose item goes on below.
fn openings(line: &str) -> Vec<Opening> {
    let (dashes, content) = leading(line);
    let words = line.get(content..).unwrap_or("");
    if words.is_empty() || words.starts_with('#') {
        return Vec::new();
    }
    let mut out: Vec<Opening> = dashes.into_iter().map(Opening::Dash).collect();
    if let Some((key, value)) = words.split_once(':')
        && (value.is_empty() || value.starts_with(' '))
        && !key.contains(['{', '[', '"', '\''])
    {
        out.push(Opening::Key(content, key.trim().to_owned()));
    }
    out
}

/// The steps within one line, through `{a: [`, and what stands at its end.
fn inline(words: &str) -> (Vec<Step>, Spot) {
    let mut steps: Vec<Step> = Vec::new();
    // For each open bracket, how many steps lead to it.
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut key = String::new();
    let mut value = false;
    let mut quote = None;
    for (at, c) in words.char_indices() {
        if let Some(end) = quote {
            if c == end {
                quote = None;
            }
            continue;
        }
        let behind = words.get(at + c.len_utf8()..).unwrap_or("");
        match c {
            '"' | '\'' if key.trim().is_empty() => quote = Some(c),
            ':' if !value && (behind.is_empty() || behind.starts_with([' ', '{', '['])) => {
                steps.push(Step::Key(key.trim().to_owned()));
                key.clear();
                value = true;
            }
            '{' if key.trim().is_empty() => {
                open.push(('{', steps.len()));
                value = false;
            }
            '[' if key.trim().is_empty() => {
                open.push(('[', steps.len()));
                steps.push(Step::Item);
                value = true;
            }
            ',' if !open.is_empty() => {
                let (bracket, depth) = open.last().copied().unwrap_or(('{', 0));
                steps.truncate(depth);
                key.clear();
                value = bracket == '[';
                if value {
                    steps.push(Step::Item);
                }
            }
            '}' | ']' => {
                if let Some((_, depth)) = open.pop() {
                    steps.truncate(depth);
                }
                key.clear();
                value = true;
            }
            _ => key.push(c),
        }
    }
    (steps, if value { Spot::Value } else { Spot::Key })
}

/// The word round a caret: letters, digits, `_`, `-` and everything that is no ASCII sign.
fn word(text: &str, at: usize) -> Span {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    let before = text.get(..at).unwrap_or("");
    let behind = text.get(at..).unwrap_or("");
    let start = at - before.chars().rev().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let end = at + behind.chars().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::{Spot, Step, context};

    /// `a/-/b` for a path, then `:` for a key or `=` for a value; the caret is `|`.
    fn told(text: &str) -> String {
        let at = text.find('|').unwrap_or(text.len());
        let found = context(&text.replacen('|', "", 1), at);
        let steps: Vec<&str> = found
            .path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.as_str(),
                Step::Item => "-",
            })
            .collect();
        format!("{}{}", steps.join("/"), if found.spot == Spot::Key { ":" } else { "=" })
    }

    #[test]
    fn carets_know_where_they_stand() {
        for (text, wanted) in [
            ("|", ":"),
            ("id: x\nsev|", ":"),
            ("severity: |", "severity="),
            ("match:\n  te|", "match:"),
            ("match:\n  text:\n    entries:\n      - term: x\n        sug|", "match/text/entries/-:"),
            ("match:\n  text:\n    entries:\n      - te|", "match/text/entries/-:"),
            ("match:\n  text:\n    entries:\n    - term: x\n      fix: |", "match/text/entries/-/fix="),
            ("basis:\n  - source: a\n  - source: |", "basis/-/source="),
            ("basis:\n  - {source: |", "basis/-/source="),
            ("basis:\n  - {source: a, art|", "basis/-:"),
            ("match: {role: {roles: [a, |", "match/role/roles/-="),
            ("match: {role: {roles: [a], pl|", "match/role:"),
            ("match: {role: {roles: [a]}}\nti|", ":"),
            ("a:\n  b: 1\n\n# note\n  c|", "a:"),
            ("message:\n  zh: 《办法》：|", "message/zh="),
            ("extends: [|", "extends/-="),
            ("overrides:\n  prob-|", "overrides:"),
            ("tests:\n  pass:\n    - te|", "tests/pass/-:"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }
}
