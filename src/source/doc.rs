//! Word 97–2003 and WPS files (.doc, .wps): the text by its piece table ([MS-DOC] 2.4.1), and its automatic numbers.

use std::io::{Cursor, Read};

use super::container::{Container, ContainerFault, Extract, OtherFile};
use super::decode::ansi;

/// Most bytes of one stream.
const MOST_STREAM: u64 = 64 << 20;

/// Reads a .doc file.
///
/// # Errors
/// [`ContainerFault`] where it is damaged, encrypted, too old, or numbers its paragraphs automatically, which this
/// format hides from the text.
pub fn read(bytes: &[u8]) -> Result<Extract, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Doc);
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(ContainerFault::Encrypted(Some(Container::Docx)));
    }
    if file.is_stream("/Workbook") || file.is_stream("/Book") {
        return Err(ContainerFault::Other(OtherFile::Spreadsheet));
    }
    if file.is_stream("/PowerPoint Document") {
        return Err(ContainerFault::Other(OtherFile::Slides));
    }
    if !file.is_stream("/WordDocument") {
        return Err(ContainerFault::Other(OtherFile::Compound));
    }
    let document = stream(&mut file, "/WordDocument")?;
    let u16_at = |at: usize| u16::from_le_bytes(array(&document, at));
    if document.len() < 0x200 || u16_at(0) != 0xa5ec {
        return Err(ContainerFault::OldVersion(Container::Doc));
    }
    // nFib: 0x00c1 is Word 97, the first with this layout.
    if u16_at(2) < 0x00c1 {
        return Err(ContainerFault::OldVersion(Container::Doc));
    }
    let flags = u16_at(0x0a);
    if flags & 0x0100 != 0 {
        return Err(ContainerFault::Encrypted(Some(Container::Doc)));
    }
    let table = stream(&mut file, if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
    let pieces = pieces(&document, &table).ok_or(damaged)?;
    let length = u32_at(&document, 0x4c);
    let text = text(&document, &pieces, length).ok_or(damaged)?;
    let properties = Properties::read(&document, &table);
    if properties.numbered {
        return Err(ContainerFault::Numbered(Container::Doc));
    }
    let mut extract = Extract::default();
    for line in shown(&text).split('\n') {
        extract.push_paragraph(line.trim_end_matches('\t'), None, None);
    }
    while extract.text.ends_with("\n\n") {
        extract.text.pop();
    }
    Ok(extract)
}

fn stream(file: &mut cfb::CompoundFile<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Doc);
    let stream = file.open_stream(name).map_err(|_| damaged)?;
    let mut bytes = Vec::new();
    let read = stream.take(MOST_STREAM + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > MOST_STREAM {
        return Err(ContainerFault::TooLarge(Container::Doc));
    }
    read.map_err(|_| damaged)?;
    Ok(bytes)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at.saturating_add(N)).and_then(|slice| slice.try_into().ok()).unwrap_or([0; N])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(bytes, at))
}

fn size(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// A stretch of the text: characters from `from` to `to`, at `offset` of the document stream.
struct Piece {
    from: u32,
    to: u32,
    offset: usize,
    /// One byte a character, in the code page of the system.
    narrow: bool,
}

/// The piece table: the second half of the Clx structure.
fn pieces(document: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let (start, len) = (size(u32_at(document, 0x1a2)), size(u32_at(document, 0x1a6)));
    let mut clx = table.get(start..start.checked_add(len)?)?;
    loop {
        match clx.first()? {
            1 => {
                let skip = usize::from(u16::from_le_bytes(array(clx, 1)));
                clx = clx.get(3 + skip..)?;
            }
            2 => break,
            _ => return None,
        }
    }
    let plc = clx.get(5..5usize.checked_add(size(u32_at(clx, 1)))?)?;
    let count = plc.len().checked_sub(4)? / 12;
    let descriptors = plc.get((count + 1) * 4..)?;
    let mut out = Vec::with_capacity(count);
    for index in 0..count {
        let (from, to) = (u32_at(plc, index * 4), u32_at(plc, index * 4 + 4));
        let place = u32_at(descriptors, index * 8 + 2);
        let narrow = place & 0x4000_0000 != 0;
        let offset = size(place & 0x3fff_ffff);
        if to < from {
            return None;
        }
        out.push(Piece { from, to, offset: if narrow { offset / 2 } else { offset }, narrow });
    }
    Some(out)
}

/// The first `length` characters: the main text, without notes, headers and text boxes.
fn text(document: &[u8], pieces: &[Piece], length: u32) -> Option<String> {
    let mut out = String::new();
    for piece in pieces {
        let to = piece.to.min(length);
        let count = size(to.saturating_sub(piece.from));
        if piece.narrow {
            out.push_str(&ansi(document.get(piece.offset..piece.offset.checked_add(count)?)?));
        } else {
            let bytes = document.get(piece.offset..piece.offset.checked_add(count.checked_mul(2)?)?)?;
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes(array(pair, 0))).collect();
            out.push_str(&String::from_utf16_lossy(&units));
        }
        if out.len() > size(length).saturating_mul(4) {
            return None;
        }
    }
    Some(out)
}

/// The text as it is shown: codes of fields left out, cells and breaks as blanks and lines.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Whether the code of each open field is being read.
    let mut fields: Vec<bool> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{13}' => fields.push(true),
            '\u{14}' => {
                if let Some(code) = fields.last_mut() {
                    *code = false;
                }
            }
            '\u{15}' => {
                fields.pop();
            }
            _ if fields.contains(&true) => {}
            '\r' | '\u{b}' | '\u{c}' => out.push('\n'),
            // Two marks end a row, one a cell.
            '\u{7}' => {
                if chars.next_if_eq(&'\u{7}').is_some() {
                    out.push('\n');
                } else {
                    out.push('\t');
                }
            }
            '\u{1e}' => out.push('-'),
            '\t' => out.push('\t'),
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// What the properties of paragraphs tell.
struct Properties {
    /// A paragraph belongs to a list.
    numbered: bool,
}

impl Properties {
    /// Looks through the property pages of the paragraphs ([MS-DOC] 2.8.6, 2.9.174).
    fn read(document: &[u8], table: &[u8]) -> Self {
        let (start, len) = (size(u32_at(document, 0x102)), size(u32_at(document, 0x106)));
        let mut numbered = false;
        let plc = start.checked_add(len).and_then(|end| table.get(start..end)).unwrap_or(&[]);
        let count = plc.len().saturating_sub(4) / 8;
        for index in 0..count.min(100_000) {
            let page = size(u32_at(plc, (count + 1) * 4 + index * 4) & 0x003f_ffff);
            let Some(page) = page.checked_mul(512).and_then(|at| document.get(at..at + 512)) else { continue };
            let runs = usize::from(*page.last().unwrap_or(&0));
            for run in 0..runs {
                let word = page.get((runs + 1) * 4 + run * 13).copied().unwrap_or(0);
                numbered |= word != 0 && page.get(usize::from(word) * 2..).is_some_and(is_numbered);
            }
        }
        Self { numbered }
    }
}

/// Whether the property list of a paragraph (a PapxInFkp) names a list: sprmPIlfo with another value than 0.
fn is_numbered(papx: &[u8]) -> bool {
    let first = usize::from(papx.first().copied().unwrap_or(0));
    let (from, len) =
        if first == 0 { (2, usize::from(papx.get(1).copied().unwrap_or(0)) * 2) } else { (1, first * 2 - 1) };
    // The style comes first; the properties follow.
    let Some(list) = papx.get(from + 2..(from + len).min(papx.len())) else { return false };
    let mut at = 0;
    while at + 2 <= list.len() {
        let code = u16::from_le_bytes(array(list, at));
        if code == 0x460b {
            let value = u16::from_le_bytes(array(list, at + 2));
            return value != 0 && value != 0xf801;
        }
        at += 2 + match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => match code {
                // sprmTDefTable states its length in two bytes.
                0xd608 => usize::from(u16::from_le_bytes(array(list, at + 2))) + 1,
                _ => usize::from(list.get(at + 2).copied().unwrap_or(0)) + 1,
            },
        };
    }
    false
}
