//! Decoded input: text, the way back to its origin, and positions for people.
//!
//! Knows file formats and encodings, and nothing of what the text says.

#[cfg(any(feature = "docx", feature = "odt", feature = "ofd"))]
#[cfg_attr(not(all(feature = "docx", feature = "ofd")), allow(dead_code, reason = "each format uses a part of it"))]
pub(crate) mod archive;
mod comment;
pub mod container;
pub mod decode;
mod detect;
#[cfg(feature = "doc")]
mod doc;
#[cfg(feature = "docx")]
pub mod docx;
pub mod encode;
#[cfg(feature = "html")]
mod html;
#[cfg(any(feature = "ofd", feature = "pdf"))]
#[cfg_attr(not(feature = "ofd"), allow(dead_code, reason = "each format uses a part of it"))]
mod lay;
mod line_index;
pub mod load;
#[cfg(feature = "odt")]
mod odt;
#[cfg(feature = "ofd")]
mod ofd;
mod origin;
#[cfg(feature = "pdf")]
mod pdf;
pub mod span;
mod wrap;
#[cfg(any(feature = "docx", feature = "odt", feature = "ofd"))]
#[cfg_attr(not(feature = "docx"), allow(dead_code, reason = "each format uses a part of it"))]
pub(crate) mod xml;

use std::path::Path;
use std::sync::OnceLock;

pub use comment::Comment;
pub use container::{Cell, Container, FileMark, FileMarkKind, Origin, OutlineLine, Story};
pub use decode::Encoding;
pub use line_index::{LineIndex, Position};
pub use origin::{Cut, OriginMap};
pub use span::Span;

use container::Extract;

/// How the characters of an input are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown: `#` marks headings, `**` is not residue.
    Markdown,
}

impl Format {
    /// The format that a file name promises.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let ending = Path::new(name).extension().unwrap_or_default().to_ascii_lowercase();
        if ending == "md" || ending == "markdown" { Self::Markdown } else { Self::Plain }
    }

    /// Whether a file of a folder is read without being named: texts, and the containers that are built in.
    #[must_use]
    pub fn is_readable(path: &Path) -> bool {
        // “~$报告.docx” only says that Word has the file open.
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$")) {
            return false;
        }
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let is = |feature: bool, endings: &[&str]| feature && endings.iter().any(|known| ending == *known);
        is(true, &["txt", "md", "markdown"])
            || is(cfg!(feature = "docx"), &["docx"])
            || is(cfg!(feature = "odt"), &["odt"])
            || is(cfg!(feature = "ofd"), &["ofd"])
            || is(cfg!(feature = "html"), &["html", "htm"])
            || is(cfg!(feature = "pdf"), &["pdf"])
            || is(cfg!(feature = "doc"), &["doc", "wps"])
    }
}

/// One decoded input.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    encoding: Encoding,
    format: Format,
    decoded: Option<String>,
    origin: OriginMap,
    container: Option<Container>,
    outline: Vec<OutlineLine>,
    marks: Vec<FileMark>,
    comments: Vec<Comment>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source from decoded text. A hard-wrapped text is joined into paragraphs here, and the comments of a Markdown
    /// text are taken out; positions still speak of the
    /// text as it was given.
    #[must_use]
    pub fn new(name: &str, text: String, encoding: Encoding, format: Format) -> Self {
        let joined = match format {
            Format::Plain => wrap::unwrap(&text).map(|(joined, cuts)| (joined, cuts, Vec::new())),
            Format::Markdown => comment::strip(&text),
        };
        let (text, decoded, origin, comments) = match joined {
            Some((joined, cuts, comments)) => (joined, Some(text), OriginMap::new(cuts), comments),
            None => (text, None, OriginMap::default(), Vec::new()),
        };
        Self {
            name: name.to_owned(),
            text,
            encoding,
            format,
            decoded,
            origin,
            comments,
            container: None,
            outline: Vec::new(),
            marks: Vec::new(),
            lines: OnceLock::new(),
        }
    }

    /// A source from a container format. Its text is one paragraph a line, and positions speak of that text;
    /// [`Source::origin`] leads back into the file.
    #[must_use]
    pub fn from_container(name: &str, extract: Extract, container: Container) -> Self {
        Self {
            name: name.to_owned(),
            text: extract.text,
            encoding: Encoding::Utf8,
            format: Format::Plain,
            decoded: None,
            origin: OriginMap::of_places(extract.places),
            comments: Vec::new(),
            container: Some(container),
            outline: extract.outline,
            marks: extract.marks,
            lines: OnceLock::new(),
        }
    }

    /// A UTF-8 source for tests and library callers.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::new(name, text.to_owned(), Encoding::Utf8, Format::of_name(name))
    }

    /// The comments of a Markdown text, which are no part of what is checked.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The name under which it is shown.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text that is checked; all spans are offsets into it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the bytes were taken for.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Plain text or Markdown.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The format it was taken out of; nothing for a text.
    #[must_use]
    pub fn container(&self) -> Option<Container> {
        self.container
    }

    /// Where byte `at` stands in the file it was taken out of; nothing for a text.
    #[must_use]
    pub fn origin(&self, at: usize) -> Option<Origin> {
        self.container?;
        self.origin.place(&self.text, at)
    }

    /// The lines that the file marks as headings.
    #[must_use]
    pub fn outline(&self) -> &[OutlineLine] {
        &self.outline
    }

    /// Tracked changes, comments and hidden words of the file.
    #[must_use]
    pub fn marks(&self) -> &[FileMark] {
        &self.marks
    }

    /// The words under `span`.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The position at which `span` begins, in the text as it was given.
    #[must_use]
    pub fn start(&self, span: Span) -> Position {
        self.line_index().position(self.given(), self.origin.start(span.start))
    }

    /// The position at which `span` ends, in the text as it was given.
    #[must_use]
    pub fn end(&self, span: Span) -> Position {
        let end = if span.is_empty() { self.origin.start(span.end) } else { self.origin.end(span.end) };
        self.line_index().position(self.given(), end)
    }

    /// Where `span` stands in the text as it was given. A span that runs across a cut is longer there.
    #[must_use]
    pub fn given_span(&self, span: Span) -> Span {
        let start = self.origin.start(span.start);
        Span::new(start, if span.is_empty() { start } else { self.origin.end(span.end) })
    }

    /// The text as it was given: decoded, nothing joined.
    #[must_use]
    pub fn given(&self) -> &str {
        self.decoded.as_deref().unwrap_or(&self.text)
    }

    /// Lines of the text as it was given.
    #[must_use]
    pub fn line_index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.given()))
    }
}
