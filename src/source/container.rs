//! What every container format (Word, web page, PDF, …) becomes: text, the way back, and what else the file holds.

use super::span::Span;

/// The formats that hold a text among other things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// Office Open XML: Word 2007 and later, WPS, LibreOffice (.docx).
    Docx,
    /// OpenDocument text (.odt).
    Odt,
    /// GB/T 33190 (.ofd).
    Ofd,
    /// A saved web page (.html).
    Html,
    /// PDF with a text layer.
    Pdf,
    /// Word 97–2003 and WPS (.doc, .wps).
    Doc,
}

impl Container {
    /// The word of the JSON contract, which is the usual ending of such a file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Ofd => "ofd",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Doc => "doc",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Docx => ("Word 文档", "Word document"),
            Self::Odt => ("OpenDocument 文档", "OpenDocument text"),
            Self::Ofd => ("OFD 版式文件", "OFD file"),
            Self::Html => ("网页", "web page"),
            Self::Pdf => ("PDF 文件", "PDF file"),
            Self::Doc => ("Word 97–2003/WPS 文档", "Word 97–2003 or WPS document"),
        }
    }
}

/// Why a container could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerFault {
    /// It is cut off, or its parts contradict each other.
    Damaged(Container),
    /// It is a zip file that is cut off or contradicts itself.
    DamagedZip,
    /// It wants a password.
    Encrypted(Option<Container>),
    /// It unpacks to more than is read, has too many parts, or is nested too deeply.
    TooLarge(Container),
    /// It holds no text: pictures of pages, or an empty page.
    NoText(Container),
    /// Another office format or a zip file that holds no document: a table, slides, an archive.
    Other(OtherFile),
    /// This program was built without the format.
    NotBuiltIn(Container),
    /// A version of the format that is not read.
    OldVersion(Container),
    /// Its paragraphs are numbered automatically, and the format keeps the numbers where they are not read.
    Numbered(Container),
}

/// Files that are known by their first bytes and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherFile {
    /// .xls, .xlsx, .et
    Spreadsheet,
    /// .ppt, .pptx, .dps
    Slides,
    /// A zip file without a document in it.
    Zip,
    /// .rar, .7z
    Archive,
    /// A compound file without a document in it.
    Compound,
    /// Rich Text Format, which WPS and Word also save under the name .doc.
    Rtf,
    /// A Word document in one XML file.
    WordXml,
    /// A web page with its pictures in one file (.mht).
    WebArchive,
    /// .jpg, .png, .tif: a picture.
    Picture,
}

/// A cell of a table; all from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Table.
    pub table: usize,
    /// Row.
    pub row: usize,
    /// Column.
    pub column: usize,
}

/// Which story of a document a paragraph belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Story {
    /// The running text.
    #[default]
    Body,
    /// A footnote or an endnote; read behind the paragraph that refers to it.
    Note,
    /// A text box; read behind the paragraph that holds it.
    TextBox,
}

impl Story {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Note => "note",
            Self::TextBox => "text-box",
        }
    }
}

/// Where a stretch of the checked text comes from. It reaches to the next place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its first byte in the checked text.
    pub at: usize,
    /// The paragraph, from 1; paragraphs without a character are not counted.
    pub paragraph: usize,
    /// How many bytes at its beginning are a generated number, which is no character of the file.
    pub label: usize,
    /// The page, from 1, where the format has pages.
    pub page: Option<usize>,
    /// The cell of a table.
    pub cell: Option<Cell>,
    /// Running text, note or text box.
    pub story: Story,
}

/// A place in the file itself, for people and for JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// The character of the paragraph, from 1; 0 in a generated number.
    pub character: usize,
    /// The page, from 1.
    pub page: Option<usize>,
    /// The cell of a table.
    pub cell: Option<Cell>,
    /// Running text, note or text box.
    pub story: Story,
}

/// Something in the file that is no part of its final text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FileMarkKind {
    /// Words inserted under change tracking.
    Insertion,
    /// Words deleted under change tracking.
    Deletion,
    /// A tracked change of format.
    Format,
    /// A comment.
    Comment,
    /// Hidden words.
    Hidden,
    /// Highlighted words.
    Highlight,
}

/// A tracked change, a comment, or hidden or highlighted words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMark {
    /// What it is.
    pub kind: FileMarkKind,
    /// The words it is about in the checked text; for words that are not there, a neighbour.
    pub span: Span,
    /// The inserted, deleted, hidden or highlighted words, or what the comment says.
    pub words: String,
    /// Who made it; may be empty.
    pub author: String,
}

/// A line that the file marks as a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutlineLine {
    /// The first byte of the line in the checked text.
    pub at: usize,
    /// Its level, from 1.
    pub level: u8,
}

/// What a container was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// The text: one paragraph a line.
    pub text: String,
    /// The way back, sorted by [`Place::at`].
    pub places: Vec<Place>,
    /// The lines that the file marks as headings, in order.
    pub outline: Vec<OutlineLine>,
    /// Tracked changes, comments, hidden words, in order.
    pub marks: Vec<FileMark>,
}

impl Extract {
    /// Adds a paragraph on a line of its own; one without a character leaves an empty line.
    pub fn push_paragraph(&mut self, words: &str, page: Option<usize>, cell: Option<Cell>) {
        if !words.trim().is_empty() {
            let paragraph = self.places.last().map_or(0, |place| place.paragraph) + 1;
            self.places.push(Place { at: self.text.len(), paragraph, page, cell, ..Place::default() });
        }
        self.text.push_str(words);
        self.text.push('\n');
    }
}
