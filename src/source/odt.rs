//! OpenDocument text (.odt): paragraphs, headings, lists with their numbers, tables.

use std::collections::HashMap;

use super::archive::Archive;
use super::container::{Cell, Container, ContainerFault, Extract, FileMark, FileMarkKind, OutlineLine};
use super::span::{Span, ceil_boundary, floor_boundary};
use super::xml::{Node, NodeKind, Space, Tree};

/// Deepest nesting of lists and tables.
const DEEPEST: usize = 12;
/// Longest cell of a table whose rows are read as one line each, in characters.
const LONGEST_CELL: usize = 40;

/// Reads an .odt file.
///
/// # Errors
/// [`ContainerFault`] where it is damaged, encrypted, too large or without text.
pub fn read(archive: &mut Archive<'_>) -> Result<Extract, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Odt);
    if archive.text("META-INF/manifest.xml").ok().flatten().is_some_and(|text| text.contains("encryption-data")) {
        return Err(ContainerFault::Encrypted(Some(Container::Odt)));
    }
    let content = archive.text("content.xml")?.ok_or(damaged)?;
    let styles = archive.text("styles.xml")?;
    let tree = Tree::parse(&content, Container::Odt)?;
    let styles = styles.as_deref().map(|text| Tree::parse(text, Container::Odt)).transpose()?;
    let mut reader = Reader { tree: &tree, lists: HashMap::new(), counters: HashMap::new(), ..Reader::new(&tree) };
    for tree in styles.iter().chain([&tree]) {
        reader.lists(tree);
    }
    reader.regions();
    let body = tree.descendants(0).find(|index| tree.is(*index, Space::OdfOffice, "text")).ok_or(damaged)?;
    reader.blocks(body, 0, None);
    let mut extract = reader.extract;
    extract.marks.sort_by_key(|mark| mark.span.start);
    Ok(extract)
}

/// One level of a list style.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    shown: usize,
}

/// What a tracked change is.
#[derive(Clone, Debug)]
struct Region {
    kind: FileMarkKind,
    words: String,
    author: String,
}

struct Reader<'t, 'x> {
    tree: &'t Tree<'x>,
    lists: HashMap<String, Vec<Level>>,
    counters: HashMap<String, Vec<u32>>,
    regions: HashMap<String, Region>,
    /// Open insertions: id and where they begin.
    open: Vec<(String, usize)>,
    outline: Vec<Level>,
    outline_counters: Vec<u32>,
    tables: usize,
    extract: Extract,
}

impl<'t, 'x> Reader<'t, 'x> {
    fn new(tree: &'t Tree<'x>) -> Self {
        Self {
            tree,
            lists: HashMap::new(),
            counters: HashMap::new(),
            regions: HashMap::new(),
            open: Vec::new(),
            outline: Vec::new(),
            outline_counters: Vec::new(),
            tables: 0,
            extract: Extract::default(),
        }
    }

    fn lists(&mut self, tree: &Tree<'_>) {
        for index in tree.descendants(0) {
            let outline = tree.is(index, Space::OdfText, "outline-style");
            if !outline && !tree.is(index, Space::OdfText, "list-style") {
                continue;
            }
            let levels: Vec<Level> = tree
                .children(index)
                .filter(|level| matches!(tree.node(*level).map(|node| node.kind), Some(NodeKind::Element(_))))
                .map(|level| Level {
                    format: tree.attribute(level, "num-format").unwrap_or_default().into_owned(),
                    prefix: tree.attribute(level, "num-prefix").unwrap_or_default().into_owned(),
                    suffix: tree.attribute(level, "num-suffix").unwrap_or_default().into_owned(),
                    start: tree.attribute(level, "start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
                    shown: tree.attribute(level, "display-levels").and_then(|shown| shown.parse().ok()).unwrap_or(1),
                })
                .collect();
            if outline {
                self.outline = levels;
            } else if let Some(name) = tree.attribute(index, "name") {
                self.lists.insert(name.into_owned(), levels);
            }
        }
    }

    fn regions(&mut self) {
        let tree = self.tree;
        for index in tree.descendants(0).filter(|index| tree.is(*index, Space::OdfText, "changed-region")) {
            let Some(id) = tree.attribute(index, "id") else { continue };
            let Some(change) = tree.children(index).find(|child| !tree.name(*child).is_empty()) else { continue };
            let creator = tree.descendants(change).find(|inner| tree.name(*inner) == "creator");
            let kind = match tree.name(change) {
                "insertion" => FileMarkKind::Insertion,
                "deletion" => FileMarkKind::Deletion,
                _ => FileMarkKind::Format,
            };
            let texts = tree.children(change).filter(|child| {
                matches!(tree.node(*child).map(|node| node.kind), Some(NodeKind::Element(Space::OdfText)))
            });
            let words: Vec<String> = texts.map(|text| tree.words(text)).collect();
            let author = creator.map(|creator| tree.words(creator)).unwrap_or_default();
            self.regions.insert(id.into_owned(), Region { kind, words: words.join(" "), author });
        }
    }

    fn blocks(&mut self, index: usize, depth: usize, cell: Option<Cell>) {
        if depth > DEEPEST {
            return;
        }
        let tree = self.tree;
        for child in tree.children(index) {
            let Some(Node { kind: NodeKind::Element(space), .. }) = tree.node(child) else { continue };
            match (space, tree.name(child)) {
                (Space::OdfText, "p") => self.paragraph(child, "", None, cell),
                (Space::OdfText, "h") => {
                    let level = tree.attribute(child, "outline-level").and_then(|level| level.parse::<u8>().ok());
                    let label = self.outline_label(level.unwrap_or(1));
                    self.paragraph(child, &label, level.or(Some(1)), cell);
                }
                (Space::OdfText, "list") => self.list(child, "", 0, depth, cell),
                (Space::OdfText, "section" | "index-body") => self.blocks(child, depth + 1, cell),
                (Space::OdfTable, "table") => self.table(child, depth),
                (Space::OdfText, "change" | "change-start" | "change-end") => {
                    let at = self.extract.text.len();
                    self.change(child, at);
                }
                _ => {}
            }
        }
    }

    fn outline_label(&mut self, level: u8) -> String {
        let depth = usize::from(level.clamp(1, 10)) - 1;
        let levels = std::mem::take(&mut self.outline);
        let mut counters = std::mem::take(&mut self.outline_counters);
        let label = count(&levels, &mut counters, depth, None);
        self.outline = levels;
        self.outline_counters = counters;
        label
    }

    fn list(&mut self, index: usize, style: &str, level: usize, depth: usize, cell: Option<Cell>) {
        if depth > DEEPEST {
            return;
        }
        let tree = self.tree;
        let own = tree.attribute(index, "style-name").map_or_else(|| style.to_owned(), String::from);
        let goes_on = tree.attribute(index, "continue-numbering").is_some_and(|value| value == "true")
            || tree.attribute(index, "continue-list").is_some();
        if level == 0 && !goes_on {
            self.counters.remove(&own);
        }
        for item in tree.children(index) {
            let counted = tree.is(item, Space::OdfText, "list-item");
            if !counted && !tree.is(item, Space::OdfText, "list-header") {
                continue;
            }
            let start = tree.attribute(item, "start-value").and_then(|start| start.parse().ok());
            let mut first = counted;
            for child in tree.children(item) {
                if tree.is(child, Space::OdfText, "list") {
                    self.list(child, &own, level + 1, depth + 1, cell);
                } else if tree.is(child, Space::OdfText, "p") || tree.is(child, Space::OdfText, "h") {
                    let mut label = String::new();
                    if std::mem::take(&mut first) {
                        let levels = self.lists.get(&own).map_or(&[][..], Vec::as_slice);
                        label = count(levels, self.counters.entry(own.clone()).or_default(), level, start);
                    }
                    let heading = tree.is(child, Space::OdfText, "h");
                    let outline = tree.attribute(child, "outline-level").and_then(|level| level.parse().ok());
                    self.paragraph(child, &label, outline.filter(|_| heading), cell);
                }
            }
        }
    }

    fn table(&mut self, index: usize, depth: usize) {
        let tree = self.tree;
        self.tables += 1;
        let table = self.tables;
        let rows = tree.descendants(index).filter(|row| tree.is(*row, Space::OdfTable, "table-row"));
        for (row, node) in rows.enumerate() {
            let start = self.extract.text.len();
            let cells = tree.children(node).filter(|cell| tree.is(*cell, Space::OdfTable, "table-cell"));
            for (column, node) in cells.enumerate() {
                self.blocks(node, depth + 1, Some(Cell { table, row: row + 1, column: column + 1 }));
            }
            // A row of short cells is one line with tabs.
            let lines = self.extract.text.get(start..).unwrap_or("");
            let filled = lines.lines().filter(|line| !line.trim().is_empty()).count();
            let short = lines.lines().all(|line| !line.is_empty() && line.chars().count() <= LONGEST_CELL);
            if filled >= 2
                && short
                && let Some(row) = lines.strip_suffix('\n')
            {
                let joined = row.replace('\n', "\t");
                self.extract.text.truncate(start);
                self.extract.text.push_str(&joined);
                self.extract.text.push('\n');
            }
        }
    }

    fn paragraph(&mut self, index: usize, label: &str, outline: Option<u8>, cell: Option<Cell>) {
        let at = self.extract.text.len();
        let mut words = label.to_owned();
        self.inline(index, at, &mut words);
        self.extract.outline.extend(outline.map(|level| OutlineLine { at, level }));
        self.extract.push_paragraph(&words, None, cell);
        if let Some(place) = self.extract.places.last_mut().filter(|place| place.at == at) {
            place.label = label.len();
        }
        let end = at + words.len();
        for mark in self.extract.marks.iter_mut().filter(|mark| mark.span.start >= at && mark.span.is_empty()) {
            let text = &self.extract.text;
            mark.span = if mark.span.start > at {
                Span::new(floor_boundary(text, mark.span.start - 1), mark.span.start)
            } else {
                Span::new(at, ceil_boundary(text, at + 1).min(end))
            };
        }
    }

    fn inline(&mut self, index: usize, base: usize, words: &mut String) {
        let tree = self.tree;
        for child in tree.children(index) {
            let Some(node) = tree.node(child) else { continue };
            let NodeKind::Element(space) = node.kind else {
                let mut piece = String::new();
                tree.push_characters(child, &mut piece);
                // Blanks of the XML are one blank; real ones are elements.
                for c in piece.chars() {
                    let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
                    if !blank {
                        words.push(c);
                    } else if !words.ends_with(' ') && !words.is_empty() {
                        words.push(' ');
                    }
                }
                continue;
            };
            match (space, tree.name(child)) {
                (Space::OdfText, "s") => {
                    let count = tree.attribute(child, "c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                    words.extend(std::iter::repeat_n(' ', count.min(200)));
                }
                (Space::OdfText, "tab") => words.push('\t'),
                (Space::OdfText, "line-break") => words.push('\n'),
                (Space::OdfText, "note" | "tracked-changes" | "ruby-text") | (Space::OdfOffice, "annotation-end") => {}
                (Space::OdfText, "change" | "change-start" | "change-end") => self.change(child, base + words.len()),
                (Space::OdfOffice, "annotation") => {
                    let creator = tree.children(child).find(|inner| tree.name(*inner) == "creator");
                    let texts = tree.children(child).filter(|inner| tree.is(*inner, Space::OdfText, "p"));
                    let said: Vec<String> = texts.map(|text| tree.words(text)).collect();
                    self.extract.marks.push(FileMark {
                        kind: FileMarkKind::Comment,
                        span: Span::empty(base + words.len()),
                        words: said.join(" "),
                        author: creator.map(|creator| tree.words(creator)).unwrap_or_default(),
                    });
                }
                (Space::OdfText | Space::Other, _) => self.inline(child, base, words),
                _ => {}
            }
        }
    }

    fn change(&mut self, index: usize, at: usize) {
        let Some(id) = self.tree.attribute(index, "change-id") else { return };
        let Some(region) = self.regions.get(id.as_ref()).cloned() else { return };
        let span = match self.tree.name(index) {
            "change-start" => {
                self.open.push((id.into_owned(), at));
                return;
            }
            "change-end" => {
                let Some(open) = self.open.iter().position(|(open, _)| *open == *id) else { return };
                Span::new(self.open.remove(open).1, at)
            }
            _ => Span::empty(at),
        };
        let Region { kind, words, author } = region;
        self.extract.marks.push(FileMark { kind, span, words, author });
    }
}

/// Counts one paragraph at `depth` and returns its number as it is shown.
fn count(levels: &[Level], counters: &mut Vec<u32>, depth: usize, start: Option<u32>) -> String {
    let Some(level) = levels.get(depth) else { return String::new() };
    counters.truncate(depth + 1);
    let known = counters.len() > depth;
    while counters.len() <= depth {
        counters.push(levels.get(counters.len()).map_or(1, |level| level.start));
    }
    if let Some(value) = counters.get_mut(depth) {
        *value = match start {
            Some(start) => start,
            None if known => value.saturating_add(1),
            None => *value,
        };
    }
    if level.format.is_empty() {
        return String::new();
    }
    let from = (depth + 1).saturating_sub(level.shown.max(1));
    let numbers: Vec<String> = (from..=depth)
        .filter_map(|at| Some(number(*counters.get(at)?, &levels.get(at)?.format)))
        .filter(|number| !number.is_empty())
        .collect();
    let bare = level.suffix.is_empty();
    format!("{}{}{}{}", level.prefix, numbers.join("."), level.suffix, if bare { " " } else { "" })
}

/// OpenDocument states a format by its first numbers.
fn number(value: u32, format: &str) -> String {
    let index = usize::try_from(value).unwrap_or(0);
    let from = |table: &str| index.checked_sub(1).and_then(|index| table.chars().nth(index)).map(String::from);
    let decimal = || value.to_string();
    match format.chars().next() {
        Some('一') => han(value),
        Some('甲') => from("甲乙丙丁戊己庚辛壬癸").unwrap_or_else(decimal),
        Some('子') => from("子丑寅卯辰巳午未申酉戌亥").unwrap_or_else(decimal),
        Some('①') => from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳").unwrap_or_else(decimal),
        Some('a') => from("abcdefghijklmnopqrstuvwxyz").unwrap_or_else(decimal),
        Some('A') => from("ABCDEFGHIJKLMNOPQRSTUVWXYZ").unwrap_or_else(decimal),
        Some('１') => {
            decimal().chars().filter_map(|c| char::from_u32(u32::from(c) + u32::from('０') - u32::from('0'))).collect()
        }
        None => String::new(),
        Some(_) => decimal(),
    }
}

/// 1 to 99 in Han numbers; a list of more is written in digits.
fn han(value: u32) -> String {
    let digit = |value: u32| "一二三四五六七八九".chars().nth((value as usize).wrapping_sub(1)).map(String::from);
    match value {
        1..=99 => {
            let tens = match value / 10 {
                0 => String::new(),
                1 => "十".into(),
                tens => digit(tens).unwrap_or_default() + "十",
            };
            tens + &digit(value % 10).unwrap_or_default()
        }
        _ => value.to_string(),
    }
}
