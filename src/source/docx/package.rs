//! The parts of a Word file: which part is the document, and which parts belong to it.

use super::super::archive::{Archive, resolve};
use super::super::container::{Container, ContainerFault, OtherFile};
use super::super::xml::Tree;

/// The parts that are read.
#[derive(Debug, Default)]
pub struct Parts {
    /// The name of the document part, such as `word/document.xml`.
    pub name: String,
    /// Its XML.
    pub document: String,
    /// `styles.xml`.
    pub styles: Option<String>,
    /// `numbering.xml`.
    pub numbering: Option<String>,
    /// `footnotes.xml`.
    pub footnotes: Option<String>,
    /// `endnotes.xml`.
    pub endnotes: Option<String>,
    /// `comments.xml`.
    pub comments: Option<String>,
    /// The name of `comments.xml`, if there is one.
    pub comments_name: Option<String>,
}

impl Parts {
    /// Reads the parts of `archive`.
    ///
    /// # Errors
    /// [`ContainerFault`] where the archive is no Word file, or a part cannot be unpacked.
    pub fn read(archive: &mut Archive<'_>) -> Result<Self, ContainerFault> {
        let damaged = ContainerFault::Damaged(Container::Docx);
        let rels = archive.text("_rels/.rels")?.ok_or(damaged)?;
        let name = target(&rels, "", "/officeDocument")?.ok_or(damaged)?;
        if name.starts_with("xl/") {
            return Err(ContainerFault::Other(OtherFile::Spreadsheet));
        }
        if name.starts_with("ppt/") {
            return Err(ContainerFault::Other(OtherFile::Slides));
        }
        let document = archive.text(&name)?.ok_or(damaged)?;
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
        let rels = archive.text(&rels_of(folder, file))?.unwrap_or_default();
        let mut part = |kind: &str| -> Result<(Option<String>, Option<String>), ContainerFault> {
            if rels.is_empty() {
                return Ok((None, None));
            }
            match target(&rels, folder, kind)? {
                Some(name) => Ok((archive.text(&name)?, Some(name))),
                None => Ok((None, None)),
            }
        };
        let (comments, comments_name) = part("/comments")?;
        Ok(Self {
            styles: part("/styles")?.0,
            numbering: part("/numbering")?.0,
            footnotes: part("/footnotes")?.0,
            endnotes: part("/endnotes")?.0,
            comments_name: comments_name.filter(|_| comments.is_some()),
            comments,
            document,
            name,
        })
    }
}

/// The name of the part that holds the relations of `folder/file`.
#[must_use]
pub fn rels_of(folder: &str, file: &str) -> String {
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// The target of the first relation whose type ends in `kind`, as a name in the archive.
fn target(rels: &str, folder: &str, kind: &str) -> Result<Option<String>, ContainerFault> {
    let tree = Tree::parse(rels, Container::Docx)?;
    for index in tree.children(0) {
        let matches = tree.attribute(index, "Type").is_some_and(|found| found.ends_with(kind));
        let external = tree.attribute(index, "TargetMode").is_some_and(|mode| mode == "External");
        if matches
            && !external
            && let Some(target) = tree.attribute(index, "Target")
        {
            return Ok(Some(resolve(folder, &target)));
        }
    }
    Ok(None)
}
