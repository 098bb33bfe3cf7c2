//! Paragraph and character styles: the numbering, outline level and visibility that a paragraph inherits.

use std::collections::HashMap;

use super::super::xml::{Space, Tree};

/// What a style states itself, with the style it is based on.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    list: Option<String>,
    depth: Option<usize>,
    outline: Option<u8>,
    hidden: Option<bool>,
}

/// The styles of a document by id.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

/// What a paragraph gets from its style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inherited {
    /// `w:numId`, as written; “0” takes numbering away.
    pub list: Option<String>,
    /// `w:ilvl` from 0.
    pub depth: Option<usize>,
    /// Outline level from 1.
    pub outline: Option<u8>,
    /// Whether its characters are hidden.
    pub hidden: bool,
    /// Whether it is a line of a table of contents.
    pub contents: bool,
}

/// Longest chain of styles that is followed.
const LONGEST_CHAIN: usize = 16;

impl Styles {
    /// Reads `styles.xml`.
    #[must_use]
    pub fn read(tree: &Tree<'_>) -> Self {
        let mut out = Self::default();
        for index in tree.children(0).filter(|index| tree.is(*index, Space::Word, "style")) {
            let Some(id) = tree.attribute(index, "styleId") else {
                continue;
            };
            let mut style = Style {
                name: tree.value(index, "name").unwrap_or_default().to_ascii_lowercase(),
                based_on: tree.value(index, "basedOn").map(String::from),
                ..Style::default()
            };
            if let Some(properties) = tree.child(index, Space::Word, "pPr") {
                style.outline = outline_level(tree, properties);
                if let Some(numbering) = tree.child(properties, Space::Word, "numPr") {
                    style.list = tree.value(numbering, "numId").map(String::from);
                    style.depth = tree.value(numbering, "ilvl").and_then(|depth| depth.parse().ok());
                }
            }
            if let Some(properties) = tree.child(index, Space::Word, "rPr") {
                style.hidden = flag(tree, properties, "vanish");
            }
            let is_default = tree.attribute(index, "default").is_some_and(|value| value == "1" || value == "true");
            if is_default && tree.attribute(index, "type").as_deref() == Some("paragraph") {
                out.default = Some(id.to_string());
            }
            out.styles.insert(id.into_owned(), style);
        }
        out
    }

    /// What the style `id`, or the default style, hands down.
    #[must_use]
    pub fn inherited(&self, id: Option<&str>) -> Inherited {
        let mut out = Inherited::default();
        let mut hidden = None;
        let mut next = id.or(self.default.as_deref());
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else {
                break;
            };
            out.list = out.list.or_else(|| style.list.clone());
            out.depth = out.depth.or(style.depth);
            out.outline = out.outline.or(style.outline).or_else(|| heading_level(&style.name));
            hidden = hidden.or(style.hidden);
            out.contents |= is_contents(&style.name);
            next = style.based_on.as_deref();
        }
        out.outline = out.outline.filter(|level| (1..=9).contains(level));
        out.hidden = hidden.unwrap_or(false);
        out
    }
}

/// `heading 3` is level 3, whatever the style's id.
fn heading_level(name: &str) -> Option<u8> {
    name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "))?.trim().parse().ok()
}

fn is_contents(name: &str) -> bool {
    let level = name.strip_prefix("toc ").or_else(|| name.strip_prefix("目录 "));
    level.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
        || matches!(name, "toc heading" | "toc 标题" | "contents heading")
}

/// The outline level that paragraph properties state, from 1; 10 stands for body text.
#[must_use]
pub fn outline_level(tree: &Tree<'_>, properties: usize) -> Option<u8> {
    tree.value(properties, "outlineLvl")?.parse::<u8>().ok().map(|level| level.saturating_add(1))
}

/// A switch such as `w:vanish`: on where it stands without a value.
#[must_use]
pub fn flag(tree: &Tree<'_>, properties: usize, name: &str) -> Option<bool> {
    let index = tree.child(properties, Space::Word, name)?;
    Some(!matches!(tree.attribute(index, "val").as_deref(), Some("0" | "false" | "off" | "none")))
}
