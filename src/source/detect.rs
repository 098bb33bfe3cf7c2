//! The format of an input by its content. The name of a file proves nothing: much that is called .doc is RTF or HTML.

use super::container::{Container, ContainerFault, Extract, OtherFile};

/// How far into a file its format is looked for, in bytes.
const WINDOW: usize = 4096;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    Zip,
    Compound,
    Pdf,
    Html,
    Other(OtherFile),
}

/// Reads `bytes` if they are a container; nothing if they look like text.
///
/// # Errors
/// [`ContainerFault`] where they are a container that cannot be read.
pub(super) fn extract(bytes: &[u8]) -> Option<Result<(Extract, Container), ContainerFault>> {
    // Nearly every input is a text, and begins with a Han character.
    Some(match looks(bytes)? {
        Looks::Zip => zip(bytes),
        Looks::Compound => compound(bytes),
        Looks::Pdf => pdf(bytes),
        Looks::Html => html(bytes),
        Looks::Other(other) => Err(ContainerFault::Other(other)),
    })
}

fn looks(bytes: &[u8]) -> Option<Looks> {
    const MAGIC: [(&[u8], Looks); 13] = [
        (b"PK\x03\x04", Looks::Zip),
        (b"PK\x05\x06", Looks::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Looks::Compound),
        (b"%PDF-", Looks::Pdf),
        (b"{\\rtf", Looks::Other(OtherFile::Rtf)),
        (b"Rar!\x1a\x07", Looks::Other(OtherFile::Archive)),
        (b"7z\xbc\xaf\x27\x1c", Looks::Other(OtherFile::Archive)),
        (b"\x1f\x8b\x08", Looks::Other(OtherFile::Archive)),
        (b"\xff\xd8\xff", Looks::Other(OtherFile::Picture)),
        (b"\x89PNG\r\n", Looks::Other(OtherFile::Picture)),
        (b"II*\x00", Looks::Other(OtherFile::Picture)),
        (b"MM\x00*", Looks::Other(OtherFile::Picture)),
        (b"MIME-Version:", Looks::Other(OtherFile::WebArchive)),
    ];
    if let Some((_, looks)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*looks);
    }
    let head = bytes.get(..bytes.len().min(WINDOW)).unwrap_or(bytes);
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let blank = start.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0)?;
    if start.get(blank) != Some(&b'<') {
        // A PDF may have a few bytes before it.
        return memchr::memmem::find(head.get(..1024.min(head.len()))?, b"%PDF-")
            .filter(|at| *at > 0 && head.contains(&0))
            .map(|_| Looks::Pdf);
    }
    let small: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let holds = |word: &[u8]| memchr::memmem::find(&small, word).is_some();
    if holds(b"progid=\"word.document\"") || holds(b"schemas.microsoft.com/office/word/2003/wordml") {
        Some(Looks::Other(OtherFile::WordXml))
    } else {
        let tags: [&[u8]; 7] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<meta", b"<p>"];
        tags.iter().any(|tag| holds(tag)).then_some(Looks::Html)
    }
}

#[cfg(any(feature = "docx", feature = "odt", feature = "ofd"))]
fn zip(bytes: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    use super::archive::Archive;
    let mut archive = Archive::open(bytes, Container::Docx)?;
    if archive.has("[Content_Types].xml") {
        return docx(bytes);
    }
    if archive.has("OFD.xml") {
        archive.set_kind(Container::Ofd);
        return ofd(&mut archive);
    }
    if archive.has("mimetype") && archive.has("content.xml") {
        archive.set_kind(Container::Odt);
        let kind = archive.bytes("mimetype")?.unwrap_or_default();
        return match kind.as_slice() {
            kind if kind.starts_with(b"application/vnd.oasis.opendocument.text") => odt(&mut archive),
            kind if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
                Err(ContainerFault::Other(OtherFile::Spreadsheet))
            }
            kind if kind.starts_with(b"application/vnd.oasis.opendocument.presentation") => {
                Err(ContainerFault::Other(OtherFile::Slides))
            }
            _ => Err(ContainerFault::Other(OtherFile::Zip)),
        };
    }
    Err(ContainerFault::Other(OtherFile::Zip))
}

#[cfg(not(any(feature = "docx", feature = "odt", feature = "ofd")))]
fn zip(_: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Docx))
}

#[cfg(feature = "docx")]
fn docx(bytes: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    super::docx::read(bytes).map(|docx| (docx.extract, Container::Docx))
}

#[cfg(all(not(feature = "docx"), any(feature = "odt", feature = "ofd")))]
fn docx(_: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Docx))
}

#[cfg(feature = "odt")]
fn odt(archive: &mut super::archive::Archive<'_>) -> Result<(Extract, Container), ContainerFault> {
    super::odt::read(archive).map(|extract| (extract, Container::Odt))
}

#[cfg(all(not(feature = "odt"), any(feature = "docx", feature = "ofd")))]
fn odt(_: &mut super::archive::Archive<'_>) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Odt))
}

#[cfg(feature = "ofd")]
fn ofd(archive: &mut super::archive::Archive<'_>) -> Result<(Extract, Container), ContainerFault> {
    super::ofd::read(archive).map(|extract| (extract, Container::Ofd))
}

#[cfg(all(not(feature = "ofd"), any(feature = "docx", feature = "odt")))]
fn ofd(_: &mut super::archive::Archive<'_>) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Ofd))
}

#[cfg(feature = "doc")]
fn compound(bytes: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    super::doc::read(bytes).map(|extract| (extract, Container::Doc))
}

#[cfg(not(feature = "doc"))]
fn compound(_: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Doc))
}

#[cfg(feature = "pdf")]
fn pdf(bytes: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    super::pdf::read(bytes).map(|extract| (extract, Container::Pdf))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Pdf))
}

#[cfg(feature = "html")]
fn html(bytes: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    super::html::read(bytes).map(|extract| (extract, Container::Html))
}

#[cfg(not(feature = "html"))]
fn html(_: &[u8]) -> Result<(Extract, Container), ContainerFault> {
    Err(ContainerFault::NotBuiltIn(Container::Html))
}
