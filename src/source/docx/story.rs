//! Paragraphs and tables of a Word file, in the order in which they are read.

use super::super::container::{Cell, ContainerFault, Extract, FileMark, FileMarkKind, OutlineLine, Place, Story};
use super::super::span::{Span, ceil_boundary, floor_boundary};
use super::super::xml::{Node, NodeKind, Space, Tree};
use super::inline::{Flow, InlineReader, Inside, LineMark, Setting};
use super::layout::{Layout, Line, Piece};
use super::numbering::{Counters, Numbering};
use super::package::Parts;
use super::parse;
use super::style::{Styles, flag, outline_level};

/// Longest cell of a table whose rows are read as one line each, in characters.
const LONGEST_CELL: usize = 40;
/// Deepest nesting of tables, text boxes and notes.
const DEEPEST: usize = 12;

/// Reads the document part.
pub(super) fn read(parts: &Parts) -> Result<(Extract, Layout), ContainerFault> {
    let tree = parse(&parts.document)?;
    let styles = match &parts.styles {
        Some(part) => Styles::read(&parse(part)?),
        None => Styles::default(),
    };
    let numbering = match &parts.numbering {
        Some(part) => Numbering::read(&parse(part)?),
        None => Numbering::default(),
    };
    let optional = |part: &'_ Option<String>| part.as_deref().map(str::to_owned);
    let (footnotes, endnotes, comments) =
        (optional(&parts.footnotes), optional(&parts.endnotes), optional(&parts.comments));
    let footnotes = footnotes.as_deref().map(parse).transpose()?;
    let endnotes = endnotes.as_deref().map(parse).transpose()?;
    let comments = comments.as_deref().map(parse).transpose()?;
    let Some(body) = tree.child(0, Space::Word, "body") else {
        return Err(ContainerFault::Damaged(super::Container::Docx));
    };
    let mut reader = Reader {
        styles: &styles,
        numbering: &numbering,
        notes: [footnotes.as_ref(), endnotes.as_ref()],
        counters: Counters::default(),
        flow: Flow::default(),
        tables: 0,
    };
    let mut lines = Vec::new();
    let inline = InlineReader { tree: &tree, comments: comments.as_ref(), styles: &styles };
    reader.blocks(&inline, body, Ground::default(), 0, &mut lines);
    let (extract, mut layout) = emit(lines);
    layout.runs = reader.flow.runs;
    Ok((extract, layout))
}

/// Where blocks stand.
#[derive(Clone, Copy, Debug, Default)]
struct Ground {
    cell: Option<Cell>,
    story: Story,
    /// The run that stands for these blocks in the document part.
    host: Option<Span>,
    foreign: bool,
}

/// A paragraph that has been read.
#[derive(Clone, Debug, Default)]
struct Block {
    label: String,
    inside: Inside,
    outline: Option<u8>,
    start: Option<usize>,
    ground: Ground,
    /// A cell of a row that is one line: a tab follows, not a line break.
    goes_on: bool,
    /// Its paragraph mark was deleted: the next paragraph is the same one.
    unended: bool,
}

struct Reader<'r, 'x> {
    styles: &'r Styles,
    numbering: &'r Numbering,
    notes: [Option<&'r Tree<'x>>; 2],
    counters: Counters,
    flow: Flow,
    tables: usize,
}

impl Reader<'_, '_> {
    fn blocks(
        &mut self,
        inline: &InlineReader<'_, '_>,
        index: usize,
        ground: Ground,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        if depth > DEEPEST {
            return;
        }
        let tree = inline.tree;
        for child in tree.children(index) {
            let Some(Node { kind: NodeKind::Element(space), .. }) = tree.node(child) else {
                continue;
            };
            match (space, tree.name(child)) {
                (Space::Word, "p") => self.paragraph(inline, child, ground, depth, out),
                (Space::Word, "tbl") => self.table(inline, child, ground, depth, out),
                (Space::Word, "sdt") => {
                    let gallery = tree.descendants(child).find(|inner| tree.is(*inner, Space::Word, "docPartGallery"));
                    let is_contents = gallery
                        .and_then(|gallery| tree.attribute(gallery, "val"))
                        .is_some_and(|name| name == "Table of Contents");
                    if let Some(content) = tree.child(child, Space::Word, "sdtContent").filter(|_| !is_contents) {
                        self.blocks(inline, content, ground, depth, out);
                    }
                }
                (Space::Word, "customXml" | "ins" | "moveTo" | "smartTag") => {
                    self.blocks(inline, child, ground, depth, out);
                }
                (Space::Word, "commentRangeStart") => inline.comment_start(child, &mut self.flow, 0),
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(choice) = inline.choice(child) {
                        self.blocks(inline, choice, ground, depth, out);
                    }
                }
                _ => {}
            }
        }
        if let Some(last) = out.last_mut() {
            last.unended = false;
        }
    }

    fn paragraph(
        &mut self,
        inline: &InlineReader<'_, '_>,
        index: usize,
        ground: Ground,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        let tree = inline.tree;
        self.flow.line += 1;
        let mut block = Block { ground, ..Block::default() };
        let properties = tree.child(index, Space::Word, "pPr");
        let style = properties.and_then(|properties| tree.value(properties, "pStyle"));
        let inherited = self.styles.inherited(style.as_deref());
        if let Some(node) = tree.node(index) {
            let behind = properties.and_then(|p| tree.node(p)).map_or(node.inner.start, |p| p.outer.end);
            let closed = node.inner.start < node.outer.end;
            block.start = (closed && !ground.foreign).then_some(behind);
        }
        let carried = out.pop_if(|last| last.unended).map(|last| last.inside);
        block.inside = carried.unwrap_or_default();
        let was_contents = self.flow.in_contents();
        let setting = Setting { hidden: inherited.hidden, foreign: ground.foreign, ..Setting::default() };
        inline.read(index, setting, &mut self.flow, &mut block.inside);
        let mut marked = (false, false);
        if let Some(properties) = properties {
            marked = paragraph_marks(inline, properties, &mut block.inside);
        }
        // A line of a table of contents tells nothing that the headings do not tell.
        let contents = inherited.contents || was_contents;
        if contents && (block.inside.words.trim().is_empty() || inherited.contents) {
            block.inside.words.clear();
            block.inside.pieces.clear();
            block.inside.marks.retain(|mark| mark.text.is_empty());
            for mark in &mut block.inside.marks {
                mark.text = Span::default();
            }
            return;
        }
        let gone = marked.1 && block.inside.words.is_empty();
        if !gone && !marked.1 {
            block.label = self.label(tree, properties, style.as_deref(), &inherited);
        }
        block.unended = marked.1;
        let own = properties.and_then(|properties| outline_level(tree, properties)).or(inherited.outline);
        block.outline = own.filter(|level| (1..=9).contains(level));
        let boxes = std::mem::take(&mut block.inside.boxes);
        let notes = std::mem::take(&mut block.inside.notes);
        out.push(block);
        if gone {
            return;
        }
        for (content, host) in boxes {
            let ground = Ground { story: Story::TextBox, host: ground.host.or(Some(host)), ..ground };
            self.apart(inline, content, ground, depth, out);
        }
        for (id, is_end, host) in notes {
            let Some(notes) = self.notes.get(usize::from(is_end)).copied().flatten() else {
                continue;
            };
            let note = notes.children(0).find(|note| notes.attribute(*note, "id").as_deref() == Some(id.as_str()));
            if let Some(note) = note {
                let inline = InlineReader { tree: notes, comments: None, styles: self.styles };
                let host = ground.host.or(Some(host));
                let ground = Ground { story: Story::Note, host, foreign: true, ..ground };
                self.apart(&inline, note, ground, depth, out);
            }
        }
    }

    /// Reads blocks that interrupt a paragraph: their fields and comments are their own.
    fn apart(
        &mut self,
        inline: &InlineReader<'_, '_>,
        index: usize,
        ground: Ground,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        let mut inner = Vec::new();
        let (runs, line) = (std::mem::take(&mut self.flow.runs), self.flow.line);
        let outer = std::mem::replace(&mut self.flow, Flow { line, runs, ..Flow::default() });
        self.blocks(inline, index, Ground { foreign: true, ..ground }, depth + 1, &mut inner);
        let (runs, line) = (std::mem::take(&mut self.flow.runs), self.flow.line);
        self.flow = Flow { line, runs, ..outer };
        // An empty box or note leaves no empty line.
        out.extend(inner.into_iter().filter(|block| !block.inside.words.trim().is_empty()));
    }

    fn label(
        &mut self,
        tree: &Tree<'_>,
        properties: Option<usize>,
        style: Option<&str>,
        inherited: &super::style::Inherited,
    ) -> String {
        let own = properties.and_then(|properties| tree.child(properties, Space::Word, "numPr"));
        let list = own.and_then(|own| tree.value(own, "numId")).map(String::from);
        let depth = own.and_then(|own| tree.value(own, "ilvl")).and_then(|depth| depth.parse::<usize>().ok());
        let (list, depth) = match (list, &inherited.list) {
            (Some(list), _) => (list, depth.or(inherited.depth).unwrap_or(0)),
            (None, Some(list)) => {
                let by_style = style.and_then(|style| self.numbering.depth_of_style(list, style));
                (list.clone(), depth.or(by_style).or(inherited.depth).unwrap_or(0))
            }
            (None, None) => return String::new(),
        };
        if list == "0" { String::new() } else { self.numbering.next(&list, depth, &mut self.counters) }
    }

    fn table(
        &mut self,
        inline: &InlineReader<'_, '_>,
        index: usize,
        ground: Ground,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        let tree = inline.tree;
        self.tables += 1;
        let table = self.tables;
        let mut rows = Vec::new();
        nested(tree, index, "tr", &mut rows);
        for (row, node) in rows.into_iter().enumerate() {
            let properties = tree.child(node, Space::Word, "trPr");
            if properties.is_some_and(|properties| tree.child(properties, Space::Word, "del").is_some()) {
                continue;
            }
            let mut cells = Vec::new();
            nested(tree, node, "tc", &mut cells);
            let mut read: Vec<Vec<Block>> = Vec::new();
            for (column, cell) in cells.into_iter().enumerate() {
                let place = Cell { table, row: row + 1, column: column + 1 };
                let mut blocks = Vec::new();
                self.blocks(inline, cell, Ground { cell: Some(place), ..ground }, depth + 1, &mut blocks);
                read.push(blocks);
            }
            out.extend(row_lines(read));
        }
    }
}

/// The rows of a table or the cells of a row, those in content controls included.
fn nested(tree: &Tree<'_>, index: usize, name: &str, out: &mut Vec<usize>) {
    for child in tree.children(index) {
        if tree.is(child, Space::Word, name) {
            out.push(child);
        } else if ["sdt", "sdtContent", "customXml", "ins"].iter().any(|wrap| tree.is(child, Space::Word, wrap)) {
            nested(tree, child, name, out);
        }
    }
}

/// A row of short cells is one line with tabs; a table that only lays out the page keeps its paragraphs.
fn row_lines(cells: Vec<Vec<Block>>) -> Vec<Block> {
    let filled = |block: &&Block| !block.inside.words.trim().is_empty() || !block.label.is_empty();
    let short = cells.iter().all(|cell| {
        let mut blocks = cell.iter().filter(filled);
        let first = blocks.next();
        blocks.next().is_none()
            && first.is_none_or(|block| {
                block.inside.words.chars().count() <= LONGEST_CELL && !block.inside.words.contains('\n')
            })
    });
    let count = cells.iter().filter(|cell| cell.iter().any(|block| filled(&block))).count();
    let mut out: Vec<Block> = cells.into_iter().flatten().collect();
    if short && count >= 2 {
        out.retain(|block| filled(&block));
        let last = out.len() - 1;
        for block in out.iter_mut().take(last) {
            block.goes_on = true;
        }
    }
    out
}

/// Tracked changes of the paragraph itself: whether its mark was inserted, and whether it was deleted.
fn paragraph_marks(inline: &InlineReader<'_, '_>, properties: usize, inside: &mut Inside) -> (bool, bool) {
    let tree = inline.tree;
    let end = inside.words.len();
    if let Some(change) = tree.child(properties, Space::Word, "pPrChange") {
        inline.mark(FileMarkKind::Format, Span::new(0, end), String::new(), change, inside);
    }
    let Some(mark) = tree.child(properties, Space::Word, "rPr") else {
        return (false, false);
    };
    let inserted = tree.child(mark, Space::Word, "ins");
    let deleted = tree.child(mark, Space::Word, "del").or_else(|| tree.child(mark, Space::Word, "moveFrom"));
    for (kind, node) in [(FileMarkKind::Insertion, inserted), (FileMarkKind::Deletion, deleted)] {
        if let Some(node) = node {
            inline.mark(kind, Span::empty(end), "¶".into(), node, inside);
        }
    }
    let hidden = flag(tree, mark, "vanish").unwrap_or(false);
    (inserted.is_some(), deleted.is_some() && !hidden)
}

/// Blocks to text.
fn emit(blocks: Vec<Block>) -> (Extract, Layout) {
    let mut extract = Extract::default();
    let mut layout = Layout::default();
    let mut paragraph = 0;
    for block in blocks {
        let at = extract.text.len();
        let label = block.label.len();
        extract.text.push_str(&block.label);
        extract.text.push_str(&block.inside.words);
        let end = extract.text.len();
        if !extract.text.get(at..).unwrap_or("").trim().is_empty() {
            paragraph += 1;
            let Ground { cell, story, .. } = block.ground;
            extract.places.push(Place { at, paragraph, label, page: None, cell, story });
        }
        extract.outline.extend(block.outline.map(|level| OutlineLine { at, level }));
        let base = at + label;
        let moved = |span: Span| Span::new(span.start + base, span.end + base);
        layout.pieces.extend(block.inside.pieces.iter().map(|piece| Piece {
            text: moved(piece.text),
            xml: piece.xml,
            run: piece.run,
            kind: piece.kind,
        }));
        layout.lines.push(Line { text: Span::new(at, end), label, start: block.start, host: block.ground.host });
        let own = Span::new(base, end);
        for LineMark { kind, text, words, author } in block.inside.marks {
            let span = neighbour(&extract.text, moved(text), own);
            extract.marks.push(FileMark { kind, span, words, author });
        }
        extract.text.push(if block.goes_on { '\t' } else { '\n' });
    }
    extract.marks.sort_by_key(|mark| mark.span.start);
    (extract, layout)
}

/// What is not in the text is shown by the character before it, or behind it at the beginning of a line.
fn neighbour(text: &str, span: Span, line: Span) -> Span {
    if !span.is_empty() || line.is_empty() {
        return span;
    }
    if span.start > line.start {
        Span::new(floor_boundary(text, span.start - 1), span.start)
    } else {
        Span::new(span.start, ceil_boundary(text, span.start + 1).min(line.end))
    }
}
