//! What stands inside a paragraph: runs, links, fields, tracked changes, hidden words.

use super::super::container::FileMarkKind;
use super::super::span::Span;
use super::super::xml::{Node, NodeKind, Space, Tree};
use super::layout::{PieceKind, Run};
use super::style::flag;

/// A piece of a line that is being read: places in the line, not yet in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinePiece {
    pub text: Span,
    pub xml: Span,
    pub run: usize,
    pub kind: PieceKind,
}

/// A mark of a line that is being read.
#[derive(Clone, Debug)]
pub(super) struct LineMark {
    pub kind: FileMarkKind,
    pub text: Span,
    pub words: String,
    pub author: String,
}

/// The inside of one paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside {
    pub words: String,
    pub pieces: Vec<LinePiece>,
    pub marks: Vec<LineMark>,
    /// Contents of text boxes, with the run that holds each.
    pub boxes: Vec<(usize, Span)>,
    /// Ids of notes, whether they are endnotes, and the run that refers to each.
    pub notes: Vec<(String, bool, Span)>,
}

/// A field that has begun: `fldChar` begin, its code, separate, its result, end.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    code: String,
    in_result: bool,
}

/// What runs on from paragraph to paragraph.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub fields: Vec<Field>,
    /// Open comment ranges: id, serial number of the line, place in it.
    pub comments: Vec<(String, usize, usize)>,
    /// Serial number of the line that is being read.
    pub line: usize,
    pub runs: Vec<Run>,
}

impl Flow {
    /// Whether the words that follow are the code of a field or a table of contents.
    fn is_hidden_by_field(&self) -> bool {
        self.fields.iter().any(|field| !field.in_result || is_contents(&field.code))
    }

    /// Whether a table of contents is being read.
    pub(super) fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| is_contents(&field.code))
    }
}

fn is_contents(code: &str) -> bool {
    let code = code.trim_start();
    code.split(|c: char| !c.is_alphanumeric()).next().is_some_and(|word| word.eq_ignore_ascii_case("TOC"))
}

/// What the surroundings of a run say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// Inside `w:ins` or `w:moveTo`: the node.
    pub inserted: Option<usize>,
    /// The paragraph style hides its characters.
    pub hidden: bool,
    /// Not in the document part, so that nothing can be written there.
    pub foreign: bool,
}

/// Reads the inside of paragraphs of one part.
pub(super) struct InlineReader<'t, 'x> {
    pub tree: &'t Tree<'x>,
    pub comments: Option<&'t Tree<'x>>,
    pub styles: &'t super::style::Styles,
}

impl InlineReader<'_, '_> {
    /// Reads the children of `index` into `inside`.
    pub(super) fn read(&self, index: usize, setting: Setting, flow: &mut Flow, inside: &mut Inside) {
        for child in self.tree.children(index) {
            let Some(Node { kind: NodeKind::Element(space), .. }) = self.tree.node(child) else {
                continue;
            };
            match (space, self.tree.name(child)) {
                (Space::Word, "r") => self.run(child, setting, flow, inside),
                (Space::Word, "ins" | "moveTo") => {
                    let at = inside.words.len();
                    self.read(child, Setting { inserted: Some(child), ..setting }, flow, inside);
                    let words = inside.words.get(at..).unwrap_or("").to_owned();
                    if !words.is_empty() {
                        self.mark(FileMarkKind::Insertion, Span::new(at, inside.words.len()), words, child, inside);
                    }
                }
                (Space::Word, "del" | "moveFrom") => {
                    let words = self.deleted(child);
                    if !words.is_empty() {
                        self.mark(FileMarkKind::Deletion, Span::empty(inside.words.len()), words, child, inside);
                    }
                }
                (Space::Word, "hyperlink" | "smartTag" | "customXml" | "dir" | "bdo" | "sdtContent") => {
                    self.read(child, setting, flow, inside);
                }
                (Space::Word, "fldSimple")
                    if !self.tree.attribute(child, "instr").is_some_and(|code| is_contents(&code)) =>
                {
                    self.read(child, setting, flow, inside);
                }
                (Space::Word, "sdt") => {
                    if let Some(content) = self.tree.child(child, Space::Word, "sdtContent") {
                        self.read(content, setting, flow, inside);
                    }
                }
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(choice) = self.choice(child) {
                        self.read(choice, setting, flow, inside);
                    }
                }
                (Space::Word, "commentRangeStart") => {
                    self.comment_start(child, flow, inside.words.len());
                }
                _ => {}
            }
        }
    }

    /// Notes where the range of a comment begins.
    pub(super) fn comment_start(&self, index: usize, flow: &mut Flow, at: usize) {
        if let Some(id) = self.tree.attribute(index, "id") {
            flow.comments.push((id.into_owned(), flow.line, at));
        }
    }

    /// The branch of an `mc:AlternateContent` that is read: the first choice, else the fallback.
    pub(super) fn choice(&self, index: usize) -> Option<usize> {
        self.tree
            .child(index, Space::Compatibility, "Choice")
            .or_else(|| self.tree.child(index, Space::Compatibility, "Fallback"))
    }

    fn deleted(&self, index: usize) -> String {
        let mut out = String::new();
        for inside in self.tree.descendants(index) {
            let is_text = self.tree.is(inside, Space::Word, "delText") || self.tree.is(inside, Space::Word, "t");
            if is_text {
                out.push_str(&self.tree.words(inside));
            }
        }
        out
    }

    /// Adds a mark; `by` is the node that names the author.
    pub(super) fn mark(&self, kind: FileMarkKind, text: Span, words: String, by: usize, inside: &mut Inside) {
        let author = self.tree.attribute(by, "author").unwrap_or_default().into_owned();
        inside.marks.push(LineMark { kind, text, words, author });
    }

    fn run(&self, index: usize, setting: Setting, flow: &mut Flow, inside: &mut Inside) {
        let Some(node) = self.tree.node(index) else { return };
        let properties = self.tree.child(index, Space::Word, "rPr");
        let mut hidden = setting.hidden;
        if let Some(properties) = properties {
            if let Some(style) = self.tree.value(properties, "rStyle") {
                hidden |= self.styles.inherited(Some(&style)).hidden;
            }
            hidden = flag(self.tree, properties, "vanish").unwrap_or(hidden);
        }
        let run = flow.runs.len();
        let mut registered = setting.foreign;
        let at = inside.words.len();
        let mut unseen = String::new();
        for child in self.tree.children(index) {
            if !registered {
                flow.runs.push(Run {
                    outer: node.outer,
                    tag: self.tree.tag(index),
                    properties: properties.and_then(|p| self.tree.node(p)).map_or(Span::default(), |p| p.outer),
                    inserted: setting.inserted.is_some(),
                });
                registered = true;
            }
            self.run_child(child, run, node.outer, setting, hidden, flow, inside, &mut unseen);
        }
        if !unseen.trim().is_empty() {
            self.mark(FileMarkKind::Hidden, Span::empty(at), unseen, index, inside);
        }
        let Some(properties) = properties else { return };
        let words = inside.words.get(at..).unwrap_or("").to_owned();
        let whole = Span::new(at, inside.words.len());
        if let Some(change) = self.tree.child(properties, Space::Word, "rPrChange").filter(|_| !words.is_empty()) {
            self.mark(FileMarkKind::Format, whole, words.clone(), change, inside);
        }
        if flag(self.tree, properties, "highlight") == Some(true) && !words.trim().is_empty() {
            self.mark(FileMarkKind::Highlight, whole, words, index, inside);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the state of one run, used here only")]
    fn run_child(
        &self,
        child: usize,
        run: usize,
        outer: Span,
        setting: Setting,
        hidden: bool,
        flow: &mut Flow,
        inside: &mut Inside,
        unseen: &mut String,
    ) {
        let tree = self.tree;
        let (Some(Node { kind: NodeKind::Element(space), .. }), Some(node)) = (tree.node(child), tree.node(child))
        else {
            return;
        };
        let visible = !hidden && !flow.is_hidden_by_field();
        let kind = if setting.foreign { PieceKind::Fixed } else { PieceKind::Child };
        let sign = |words: &str, inside: &mut Inside| {
            if visible {
                push(words, node.outer, run, kind, setting.foreign, inside);
            }
        };
        match (space, tree.name(child)) {
            (Space::Word, "t") if visible => self.text(child, run, setting, inside),
            (Space::Word, "t") if hidden && !flow.is_hidden_by_field() => unseen.push_str(&tree.words(child)),
            (Space::Word, "tab" | "ptab") => sign("\t", inside),
            (Space::Word, "cr" | "br") => sign("\n", inside),
            (Space::Word, "noBreakHyphen") => sign("-", inside),
            (Space::Word, "fldChar") => match tree.attribute(child, "fldCharType").as_deref() {
                Some("begin") => flow.fields.push(Field::default()),
                Some("separate") => {
                    if let Some(field) = flow.fields.last_mut() {
                        field.in_result = true;
                    }
                }
                Some("end") => {
                    flow.fields.pop();
                }
                _ => {}
            },
            (Space::Word, "instrText") => {
                if let Some(field) = flow.fields.last_mut().filter(|field| !field.in_result) {
                    field.code.push_str(&tree.words(child));
                }
            }
            (Space::Word, "footnoteReference" | "endnoteReference") if visible => {
                if let Some(id) = tree.attribute(child, "id") {
                    inside.notes.push((id.into_owned(), tree.name(child) == "endnoteReference", outer));
                }
            }
            (Space::Word, "commentReference") => self.comment(child, flow, inside),
            (Space::Word, "ruby") if visible => {
                if let Some(base) = tree.child(child, Space::Word, "rubyBase") {
                    for text in tree.descendants(base).filter(|index| tree.is(*index, Space::Word, "t")) {
                        push(&tree.words(text), outer, run, PieceKind::Fixed, setting.foreign, inside);
                    }
                }
            }
            (Space::Compatibility, "AlternateContent") => {
                if let Some(choice) = self.choice(child) {
                    self.boxes(choice, outer, inside);
                }
            }
            (Space::Word, "drawing" | "pict" | "object") => self.boxes(child, outer, inside),
            _ => {}
        }
    }

    /// The text boxes of a drawing that are not inside another one.
    fn boxes(&self, index: usize, outer: Span, inside: &mut Inside) {
        for child in self.tree.children(index) {
            if self.tree.is(child, Space::Word, "txbxContent") {
                inside.boxes.push((child, outer));
            } else if self.tree.is(child, Space::Compatibility, "AlternateContent") {
                if let Some(choice) = self.choice(child) {
                    self.boxes(choice, outer, inside);
                }
            } else {
                self.boxes(child, outer, inside);
            }
        }
    }

    fn text(&self, index: usize, run: usize, setting: Setting, inside: &mut Inside) {
        let tag = self.tree.tag(index);
        // Blanks at both ends count only where the file says so; line breaks inside are blanks.
        for part in self.tree.children(index) {
            let Some(node) = self.tree.node(part) else { continue };
            let mut words = String::new();
            self.tree.push_characters(part, &mut words);
            let kind = match node.kind {
                _ if setting.foreign => PieceKind::Fixed,
                NodeKind::Text => PieceKind::Text { tag },
                _ => PieceKind::Whole { tag },
            };
            if words.contains(['\n', '\r']) {
                // One byte for one byte, so that places still fit.
                words = words.replace(['\n', '\r'], " ");
            }
            push(&words, node.outer, run, kind, setting.foreign, inside);
        }
    }

    /// The end of a comment: its reference.
    fn comment(&self, index: usize, flow: &mut Flow, inside: &mut Inside) {
        let Some(id) = self.tree.attribute(index, "id") else { return };
        let at = inside.words.len();
        let begun = flow.comments.iter().position(|(open, ..)| *open == *id).map(|open| flow.comments.remove(open));
        let start = match begun {
            Some((_, line, start)) if line == flow.line => start,
            Some(_) => 0,
            None => at,
        };
        let Some(comments) = self.comments else { return };
        let found = comments.children(0).find(|comment| comments.attribute(*comment, "id").as_deref() == Some(&*id));
        if let Some(comment) = found {
            let paragraphs: Vec<String> = comments
                .descendants(comment)
                .filter(|inner| comments.is(*inner, Space::Word, "p"))
                .map(|paragraph| {
                    let texts = comments.descendants(paragraph).filter(|t| comments.is(*t, Space::Word, "t"));
                    texts.map(|text| comments.words(text)).collect()
                })
                .collect();
            let author = comments.attribute(comment, "author").unwrap_or_default().into_owned();
            let words = paragraphs.join(" ");
            let text = Span::new(start.min(at), at);
            inside.marks.push(LineMark { kind: FileMarkKind::Comment, text, words, author });
        }
    }
}

fn push(words: &str, xml: Span, run: usize, kind: PieceKind, foreign: bool, inside: &mut Inside) {
    let start = inside.words.len();
    inside.words.push_str(words);
    if !foreign && !words.is_empty() {
        inside.pieces.push(LinePiece { text: Span::new(start, inside.words.len()), xml, run, kind });
    }
}
