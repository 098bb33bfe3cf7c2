//! Word files (.docx): the final text with its automatic numbers, and the way back to paragraphs, runs and characters.
//!
//! Read is what the reader of the printed page sees: tracked insertions in, deletions out, hidden words out, headers,
//! footers and tables of contents left aside. What was left out or is still open becomes a [`super::FileMark`].

mod inline;
pub mod layout;
mod number_format;
mod numbering;
mod package;
mod story;
mod style;

pub use layout::{Layout, Line, Piece, PieceKind, Run};
pub use package::{Parts, rels_of};

use super::archive::Archive;
use super::container::{Container, ContainerFault, Extract};
use super::xml::Tree;

/// Most bytes of text that a document yields.
const MOST_TEXT: usize = 32 << 20;

/// A Word file that has been read.
#[derive(Debug)]
pub struct Docx {
    /// Its text and the way back.
    pub extract: Extract,
    /// Where the characters stand in the document part.
    pub layout: Layout,
    /// The parts themselves.
    pub parts: Parts,
}

/// Reads a Word file.
///
/// # Errors
/// [`ContainerFault`] where it is damaged, encrypted, too large or without text.
pub fn read(bytes: &[u8]) -> Result<Docx, ContainerFault> {
    let mut archive = Archive::open(bytes, Container::Docx)?;
    let parts = Parts::read(&mut archive)?;
    let (extract, layout) = story::read(&parts)?;
    if extract.text.len() > MOST_TEXT {
        return Err(ContainerFault::TooLarge(Container::Docx));
    }
    if extract.text.trim().is_empty() {
        return Err(ContainerFault::NoText(Container::Docx));
    }
    Ok(Docx { extract, layout, parts })
}

fn parse(part: &str) -> Result<Tree<'_>, ContainerFault> {
    Tree::parse(part, Container::Docx)
}
