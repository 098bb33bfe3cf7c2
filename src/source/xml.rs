//! XML as a flat tree of byte ranges: enough to read a document and to mend it in place.
//!
//! Document type declarations are refused, so that no entity is ever expanded.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::container::{Container, ContainerFault};
use super::span::Span;

/// Most nodes of one part.
const MOST_NODES: usize = 3_000_000;
/// Deepest nesting; readers walk the tree by recursion.
const DEEPEST: usize = 200;

/// The namespaces that matter to readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Markup compatibility.
    Compatibility,
    /// OpenDocument `text:`.
    OdfText,
    /// OpenDocument `table:`.
    OdfTable,
    /// OpenDocument `office:`.
    OdfOffice,
    /// OpenDocument `style:`.
    OdfStyle,
    /// Any other, or none.
    Other,
}

impl Space {
    fn of(resolved: &ResolveResult<'_>) -> Self {
        let ResolveResult::Bound(name) = resolved else {
            return Self::Other;
        };
        match name.0 {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Self::OdfText,
            "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Self::OdfTable,
            "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Self::OdfOffice,
            "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Self::OdfStyle,
            _ => Self::Other,
        }
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// An element of this namespace.
    Element(Space),
    /// Character data without references: its bytes are its characters.
    Text,
    /// A reference such as `&amp;` or `&#x4E00;`.
    Reference(char),
    /// A CDATA section.
    Data,
}

/// One node.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The whole node with its tags.
    pub outer: Span,
    /// What stands between its tags; empty for an empty element.
    pub inner: Span,
    /// The local name of an element.
    name: Span,
    /// One past its last descendant.
    end: usize,
}

/// A parsed part. Nodes are numbered in document order; 0 is the root element.
#[derive(Debug)]
pub struct Tree<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// Parses `text`; `kind` is named in faults.
    ///
    /// # Errors
    /// [`ContainerFault`] where it is not well formed, too large or too deep.
    pub fn parse(text: &'a str, kind: Container) -> Result<Self, ContainerFault> {
        let damaged = ContainerFault::Damaged(kind);
        let mut reader = NsReader::from_str(text);
        let mut nodes: Vec<Node> = Vec::with_capacity(text.len() / 48);
        let mut open: Vec<usize> = Vec::new();
        loop {
            let start = position(&reader);
            let (space, event) = {
                let (resolved, event) = reader.read_resolved_event().map_err(|_| damaged)?;
                (Space::of(&resolved), event)
            };
            let end = position(&reader);
            let outer = Span::new(start, end);
            let mut leaf = |kind: NodeKind, inner: Span, name: Span| {
                nodes.push(Node { kind, outer, inner, name, end: nodes.len() + 1 });
            };
            match event {
                Event::Start(tag) => {
                    leaf(NodeKind::Element(space), Span::empty(end), local(&tag, start));
                    open.push(nodes.len() - 1);
                }
                Event::Empty(tag) => leaf(NodeKind::Element(space), Span::empty(end), local(&tag, start)),
                Event::End(_) => {
                    let count = nodes.len();
                    let node = open.pop().and_then(|index| nodes.get_mut(index)).ok_or(damaged)?;
                    node.inner.end = start;
                    node.outer.end = end;
                    node.end = count;
                }
                Event::Text(_) if !open.is_empty() => leaf(NodeKind::Text, outer, Span::default()),
                Event::CData(_) if !open.is_empty() => {
                    leaf(NodeKind::Data, Span::new(start + 9, end.saturating_sub(3)), Span::default());
                }
                Event::GeneralRef(name) if !open.is_empty() => {
                    let c = match name.resolve_char_ref() {
                        Ok(Some(c)) => c,
                        _ => match name.into_inner().as_ref() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => return Err(damaged),
                        },
                    };
                    leaf(NodeKind::Reference(c), outer, Span::default());
                }
                Event::DocType(_) => return Err(damaged),
                Event::Eof => break,
                _ => {}
            }
            if nodes.len() > MOST_NODES || open.len() > DEEPEST {
                return Err(ContainerFault::TooLarge(kind));
            }
        }
        if !open.is_empty() || nodes.is_empty() {
            return Err(damaged);
        }
        Ok(Self { text, nodes })
    }

    /// The node of this number.
    #[must_use]
    pub fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// The children of a node.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes.get(index).map_or(0, |node| node.end);
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.nodes.get(child)?.end;
            Some(child)
        })
    }

    /// All descendants of a node in document order.
    pub fn descendants(&self, index: usize) -> std::ops::Range<usize> {
        index + 1..self.nodes.get(index).map_or(index + 1, |node| node.end)
    }

    /// The local name of an element; empty for other nodes.
    #[must_use]
    pub fn name(&self, index: usize) -> &'a str {
        self.nodes.get(index).map_or("", |node| node.name.of(self.text))
    }

    /// Whether a node is the element `name` of `space`.
    #[must_use]
    pub fn is(&self, index: usize, space: Space, name: &str) -> bool {
        self.nodes.get(index).is_some_and(|node| node.kind == NodeKind::Element(space)) && self.name(index) == name
    }

    /// The first child that is the element `name` of `space`.
    #[must_use]
    pub fn child(&self, index: usize, space: Space, name: &str) -> Option<usize> {
        self.children(index).find(|child| self.is(*child, space, name))
    }

    /// The start tag of an element, from `<` to `>`.
    #[must_use]
    pub fn tag(&self, index: usize) -> Span {
        self.nodes.get(index).map_or(Span::default(), |node| Span::new(node.outer.start, node.inner.start))
    }

    /// The value of an attribute by its local name, whatever its prefix.
    #[must_use]
    pub fn attribute(&self, index: usize, local: &str) -> Option<Cow<'a, str>> {
        let tag = self.tag(index).of(self.text);
        let content = tag.strip_prefix('<')?.trim_end_matches('>').trim_end_matches('/');
        let name = content.find(|c: char| c.is_ascii_whitespace()).unwrap_or(content.len());
        let tag = BytesStart::from_content(content, name);
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.ok()?;
            let key = attribute.key.as_ref();
            if key.rsplit(':').next() == Some(local) && !key.starts_with("xmlns") {
                let value = quick_xml::escape::unescape(&attribute.value).ok()?;
                return Some(Cow::Owned(value.into_owned()));
            }
        }
        None
    }

    /// The attribute `val` of the child `name`, the way WordprocessingML states properties.
    #[must_use]
    pub fn value(&self, index: usize, name: &str) -> Option<Cow<'a, str>> {
        self.attribute(self.child(index, Space::Word, name)?, "val")
    }

    /// The characters of all text below a node.
    #[must_use]
    pub fn words(&self, index: usize) -> String {
        let mut out = String::new();
        for inside in self.descendants(index) {
            self.push_characters(inside, &mut out);
        }
        out
    }

    /// Adds the characters of a text node, a reference or a CDATA section.
    pub fn push_characters(&self, index: usize, out: &mut String) {
        match self.nodes.get(index) {
            Some(Node { kind: NodeKind::Text | NodeKind::Data, inner, .. }) => out.push_str(inner.of(self.text)),
            Some(Node { kind: NodeKind::Reference(c), .. }) => out.push(*c),
            _ => {}
        }
    }
}

fn position(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Where the local name of a tag that begins at `start` stands.
fn local(tag: &BytesStart<'_>, start: usize) -> Span {
    let name = tag.name();
    let name: &str = name.as_ref();
    let local = name.rsplit(':').next().unwrap_or(name);
    let at = start + 1 + name.len() - local.len();
    Span::new(at, at + local.len())
}
