//! Writing the archive: changed parts anew, all others as they were compressed.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::source::Container;
use crate::source::container::ContainerFault;
use crate::source::docx::{Parts, rels_of};
use crate::source::xml::Tree;

/// The transitional namespace, which nearly all files use.
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The strict one.
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// Names for elements and attributes that are written into a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// The prefix with its colon.
    pub prefix: String,
    /// A declaration of it for a part that does not bind one, with a blank before it.
    pub declaration: String,
}

impl Names {
    /// The names to be used beside the element with the start tag `tag`.
    pub(super) fn beside(tag: &str, document: &str) -> Self {
        match super::anchor::name(tag).split_once(':') {
            Some((prefix, _)) => Self { prefix: format!("{prefix}:"), declaration: String::new() },
            None => Self { prefix: "w:".into(), declaration: format!(" xmlns:w=\"{}\"", namespace(document)) },
        }
    }
}

/// The namespace that a document uses.
pub(super) fn namespace(document: &str) -> &'static str {
    let head = document.get(..crate::source::span::floor_boundary(document, 8192)).unwrap_or(document);
    if head.contains(STRICT) && !head.contains(TRANSITIONAL) { STRICT } else { TRANSITIONAL }
}

/// Words as XML writes them; characters that XML cannot hold are left out.
pub(super) fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A part to be written.
pub(super) struct Written {
    pub name: String,
    pub text: String,
}

/// The archive with `parts` in place of theirs; parts that were not there come last.
pub(super) fn rewrite(bytes: &[u8], parts: Vec<Written>) -> Result<Vec<u8>, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Docx);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ContainerFault::DamagedZip)?;
    // Entries that share their bytes would be copied each on its own: a small file could fill a disk.
    if archive.has_overlapping_files().map_err(|_| damaged)? {
        return Err(damaged);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + bytes.len() / 4)));
    // The format's own zero of time, so that the same input gives the same file.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut parts: Vec<Option<Written>> = parts.into_iter().map(Some).collect();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|_| damaged)?;
        let name = file.name().map_err(|_| damaged)?.into_owned();
        let changed = parts
            .iter_mut()
            .find(|part| part.as_ref().is_some_and(|part| part.name.eq_ignore_ascii_case(&name)))
            .and_then(Option::take);
        match changed {
            None => writer.raw_copy_file(file).map_err(|_| damaged)?,
            Some(part) => {
                writer.start_file(name, options).map_err(|_| damaged)?;
                writer.write_all(part.text.as_bytes()).map_err(|_| damaged)?;
            }
        }
    }
    for part in parts.into_iter().flatten() {
        writer.start_file(part.name, options).map_err(|_| damaged)?;
        writer.write_all(part.text.as_bytes()).map_err(|_| damaged)?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|_| damaged)
}

/// Adds `child` as the last child of the root element; `child` gets the prefix that the root has.
pub(super) fn append(part: &str, child: impl Fn(&str) -> String) -> Result<String, ContainerFault> {
    let tree = Tree::parse(part, Container::Docx)?;
    let damaged = ContainerFault::Damaged(Container::Docx);
    let root = tree.node(0).ok_or(damaged)?;
    let tag = tree.tag(0).of(part);
    let name = super::anchor::name(tag);
    let prefix = name.split_once(':').map(|(prefix, _)| format!("{prefix}:")).unwrap_or_default();
    let child = child(&prefix);
    let (head, tail) = (part.get(..root.inner.end).ok_or(damaged)?, part.get(root.inner.end..).ok_or(damaged)?);
    if root.inner.end == root.outer.end {
        // An empty root is opened.
        let opened = head.strip_suffix("/>").ok_or(damaged)?;
        return Ok(format!("{opened}>{child}</{name}>{tail}"));
    }
    Ok(format!("{head}{child}{tail}"))
}

/// The parts that make `comments.xml` known, if it is new: the list of content types and the relations.
pub(super) fn register(
    archive: &mut crate::source::archive::Archive<'_>,
    parts: &Parts,
    name: &str,
) -> Result<Vec<Written>, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Docx);
    let types = archive.text("[Content_Types].xml")?.ok_or(damaged)?;
    let content = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
    let types = append(&types, |prefix| format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{content}\"/>"))?;
    let (folder, file) = parts.name.rsplit_once('/').unwrap_or(("", &parts.name));
    let rels_name = rels_of(folder, file);
    let office = if namespace(&parts.document) == STRICT {
        "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    };
    let rels = archive.text(&rels_name)?.unwrap_or_else(|| {
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
            .to_owned()
    });
    let mut id = "rIdFazhi".to_owned();
    while rels.contains(&format!("\"{id}\"")) {
        id.push('1');
    }
    let rels =
        append(&rels, |prefix| format!("<{prefix}Relationship Id=\"{id}\" Type=\"{office}\" Target=\"/{name}\"/>"))?;
    Ok(vec![Written { name: "[Content_Types].xml".into(), text: types }, Written { name: rels_name, text: rels }])
}

/// The largest number that any `id` attribute of a part has: comments and changes are numbered on from there.
pub(super) fn largest_id(part: &str) -> u64 {
    let mut largest = 0;
    for (at, mark) in part.match_indices("id=\"") {
        let rest = part.get(at + mark.len()..).unwrap_or("");
        let end = rest.find('"').unwrap_or(0);
        if let Some(value) = rest.get(..end).and_then(|digits| digits.parse::<u64>().ok()) {
            // Drawings carry ids of their own that may be as large as 32 bits allow.
            if value < 1 << 30 {
                largest = largest.max(value);
            }
        }
    }
    largest
}
