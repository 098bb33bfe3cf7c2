//! Automatic numbering: `numbering.xml` and the counters that run through a document.
//!
//! The number before a heading is not in the text of a Word file; every rule on headings depends on it.

use std::collections::{HashMap, HashSet};

use super::super::xml::{Space, Tree};
use super::number_format::words;

/// Levels of a list.
const LEVELS: usize = 9;
/// Longest number text that is made, in bytes.
const LONGEST: usize = 120;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
    suffix: Suffix,
    /// Levels up to this one begin it anew; nothing for all levels above it.
    restart: Option<usize>,
    legal: bool,
    style: Option<String>,
}

/// What follows the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suffix {
    Tab,
    Space,
    Nothing,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".into(),
            text: String::new(),
            suffix: Suffix::Tab,
            restart: None,
            legal: false,
            style: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Abstract {
    levels: Vec<Level>,
    /// `w:numStyleLink`: the levels are those of the list that carries this style.
    link: Option<String>,
    own_link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct List {
    base: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub struct Numbering {
    bases: HashMap<String, Abstract>,
    lists: HashMap<String, List>,
}

/// The counters of a document that is being read.
#[derive(Debug, Default)]
pub struct Counters {
    /// By abstract list: the value of each level, if it has begun.
    values: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists whose own start values have been used, by level.
    started: HashSet<(String, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    #[must_use]
    pub fn read(tree: &Tree<'_>) -> Self {
        let mut out = Self::default();
        for index in tree.children(0) {
            if tree.is(index, Space::Word, "abstractNum") {
                let Some(id) = tree.attribute(index, "abstractNumId") else {
                    continue;
                };
                let mut base = Abstract {
                    levels: Vec::new(),
                    link: tree.value(index, "numStyleLink").map(String::from),
                    own_link: tree.value(index, "styleLink").map(String::from),
                };
                for child in tree.children(index).filter(|child| tree.is(*child, Space::Word, "lvl")) {
                    let depth = depth(tree, child).unwrap_or(base.levels.len());
                    if depth < LEVELS {
                        base.levels.resize_with(base.levels.len().max(depth + 1), Level::default);
                        if let Some(slot) = base.levels.get_mut(depth) {
                            *slot = level(tree, child);
                        }
                    }
                }
                out.bases.insert(id.into_owned(), base);
            } else if tree.is(index, Space::Word, "num") {
                let (Some(id), Some(base)) = (tree.attribute(index, "numId"), tree.value(index, "abstractNumId"))
                else {
                    continue;
                };
                let mut list = List { base: base.into_owned(), ..List::default() };
                for child in tree.children(index).filter(|child| tree.is(*child, Space::Word, "lvlOverride")) {
                    let Some(depth) = depth(tree, child).filter(|depth| *depth < LEVELS) else {
                        continue;
                    };
                    if let Some(start) = tree.value(child, "startOverride").and_then(|start| start.parse().ok()) {
                        list.starts.insert(depth, start);
                    }
                    if let Some(own) = tree.child(child, Space::Word, "lvl") {
                        list.levels.insert(depth, level(tree, own));
                    }
                }
                out.lists.insert(id.into_owned(), list);
            }
        }
        out
    }

    /// The abstract list behind a list, links to list styles followed once.
    fn base<'a>(&'a self, list: &'a List) -> Option<(&'a str, &'a Abstract)> {
        let base = self.bases.get(&list.base)?;
        let Some(link) = &base.link else {
            return Some((&list.base, base));
        };
        // Two carriers of one style would make the choice depend on the order of a hash map.
        let mut linked: Vec<_> = self.bases.iter().filter(|(_, other)| other.own_link.as_ref() == Some(link)).collect();
        linked.sort_by_key(|(id, _)| *id);
        linked.first().map_or(Some((list.base.as_str(), base)), |(id, found)| Some((id.as_str(), *found)))
    }

    fn level<'a>(list: &'a List, base: &'a Abstract, depth: usize) -> Option<&'a Level> {
        list.levels.get(&depth).or_else(|| base.levels.get(depth))
    }

    /// The depth at which a list numbers the paragraphs of a style, where it says so.
    #[must_use]
    pub fn depth_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(list)?;
        let (_, base) = self.base(list)?;
        (0..LEVELS).find(|depth| {
            Self::level(list, base, *depth).and_then(|level| level.style.as_deref()).is_some_and(|own| own == style)
        })
    }

    /// Counts one paragraph of `list` at `depth` and returns its number as it is shown, with the blank behind it.
    #[must_use]
    pub fn next(&self, list_id: &str, depth: usize, counters: &mut Counters) -> String {
        let Some((list, (base_id, base))) = self.lists.get(list_id).and_then(|list| Some((list, self.base(list)?)))
        else {
            return String::new();
        };
        let depth = depth.min(LEVELS - 1);
        let Some(level) = Self::level(list, base, depth) else {
            return String::new();
        };
        let values = counters.values.entry(base_id.to_owned()).or_default();
        let first_use = counters.started.insert((list_id.to_owned(), depth));
        let own_start = list.starts.get(&depth).copied().filter(|_| first_use);
        let start = |depth: usize| Self::level(list, base, depth).map_or(1, |level| level.start);
        if let Some(value) = values.get_mut(depth) {
            *value = Some(match (own_start, *value) {
                (Some(start), _) => start,
                (None, Some(value)) => value.saturating_add(1),
                (None, None) => list.starts.get(&depth).copied().unwrap_or(level.start),
            });
        }
        // A level that is skipped counts as begun, so that “1.1” stands under no “1”.
        for above in 0..depth {
            if let Some(value) = values.get_mut(above) {
                value.get_or_insert_with(|| start(above));
            }
        }
        for below in depth + 1..LEVELS {
            let restart = Self::level(list, base, below).and_then(|level| level.restart);
            if restart.is_none_or(|from| from > depth)
                && let Some(value) = values.get_mut(below)
            {
                *value = None;
            }
        }
        let shown = |at: usize| {
            let value = values.get(at).copied().flatten().unwrap_or_else(|| start(at));
            let format = Self::level(list, base, at).map_or("decimal", |level| level.format.as_str());
            let format = if level.legal && format != "bullet" && format != "none" { "decimal" } else { format };
            words(value, format).unwrap_or_default()
        };
        if matches!(level.format.as_str(), "bullet") {
            return String::new();
        }
        let mut out = String::new();
        let mut rest = level.text.as_str();
        while let Some((head, tail)) = rest.split_once('%') {
            out.push_str(head);
            let digit = tail.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| (1..=9).contains(digit));
            if let Some(digit) = digit {
                out.push_str(&shown(digit as usize - 1));
                rest = tail.get(1..).unwrap_or("");
            } else {
                out.push('%');
                rest = tail;
            }
            if out.len() > LONGEST {
                break;
            }
        }
        out.push_str(rest);
        // The mark of a list without numbers (“•”) is a bullet too.
        if out.trim().is_empty() || !out.chars().any(char::is_alphanumeric) {
            return String::new();
        }
        // A tab behind 、or ） only keeps the distance; behind a bare number it is what parts it from the words.
        let unmarked = out.ends_with(char::is_alphanumeric) && !out.ends_with(|c| matches!(c, '①'..='⒛' | '㊀'..='㊉'));
        match level.suffix {
            Suffix::Space => out.push(' '),
            Suffix::Tab if unmarked => out.push(' '),
            Suffix::Tab | Suffix::Nothing => {}
        }
        out
    }
}

fn depth(tree: &Tree<'_>, index: usize) -> Option<usize> {
    tree.attribute(index, "ilvl").and_then(|depth| depth.parse().ok())
}

fn level(tree: &Tree<'_>, index: usize) -> Level {
    // A custom format stands in the choice of an mc:AlternateContent; its fallback is the plain one.
    let format = tree.value(index, "numFmt").or_else(|| {
        let inside = tree.descendants(index).filter(|inside| tree.is(*inside, Space::Word, "numFmt"));
        inside.filter_map(|inside| tree.attribute(inside, "val")).find(|value| value != "custom")
    });
    Level {
        start: tree.value(index, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: format.map_or_else(|| "decimal".into(), String::from),
        text: tree.value(index, "lvlText").map(String::from).unwrap_or_default(),
        suffix: match tree.value(index, "suff").as_deref() {
            Some("space") => Suffix::Space,
            Some("nothing") => Suffix::Nothing,
            _ => Suffix::Tab,
        },
        restart: tree.value(index, "lvlRestart").and_then(|restart| restart.parse().ok()),
        legal: super::style::flag(tree, index, "isLgl").unwrap_or(false),
        style: tree.value(index, "pStyle").map(String::from),
    }
}
