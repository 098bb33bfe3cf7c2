//! Zip files within bounds: only named parts are unpacked, each up to a limit, and nothing is ever written.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::container::{Container, ContainerFault};

/// Most entries of an office file; a report has some twenty.
const MOST_ENTRIES: usize = 20_000;
/// Most bytes to which one part may unpack. A report of a hundred pages has 2 MB.
pub const MOST_PART_BYTES: u64 = 48 << 20;

/// An open zip file.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    kind: Container,
}

impl<'a> Archive<'a> {
    /// Opens `bytes`; `kind` is named in faults.
    ///
    /// # Errors
    /// [`ContainerFault`] where it is no zip file or has too many entries.
    pub fn open(bytes: &'a [u8], kind: Container) -> Result<Self, ContainerFault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ContainerFault::DamagedZip)?;
        if zip.len() > MOST_ENTRIES {
            return Err(ContainerFault::TooLarge(kind));
        }
        Ok(Self { zip, kind })
    }

    /// Names the format in faults from now on.
    pub fn set_kind(&mut self, kind: Container) {
        self.kind = kind;
    }

    /// Whether there is an entry of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// The names of all entries.
    pub fn names(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        self.zip.file_names().filter_map(Result::ok)
    }

    /// Office programs compare names of parts without regard to case.
    fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.zip.index_for_name(name).or_else(|| {
            (0..self.zip.len()).find(|index| {
                let found = self.zip.name_for_index(*index);
                found.and_then(Result::ok).is_some_and(|found| found.eq_ignore_ascii_case(name))
            })
        })
    }

    /// The bytes of a part; nothing where there is none of this name.
    ///
    /// # Errors
    /// [`ContainerFault`] where it cannot be unpacked, or unpacks to more than is read.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ContainerFault> {
        let Some(index) = self.index(name) else {
            return Ok(None);
        };
        let kind = self.kind;
        let file = self.zip.by_index(index).map_err(|fault| match fault {
            ZipError::UnsupportedArchive(words) if words == ZipError::PASSWORD_REQUIRED => {
                ContainerFault::Encrypted(Some(kind))
            }
            _ => ContainerFault::Damaged(kind),
        })?;
        // What the entry says of its size is not trusted.
        let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(1 << 20)).unwrap_or(0));
        let read = file.take(MOST_PART_BYTES + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > MOST_PART_BYTES {
            return Err(ContainerFault::TooLarge(kind));
        }
        read.map_err(|_| ContainerFault::Damaged(kind))?;
        Ok(Some(bytes))
    }

    /// The text of an XML part, its byte-order mark left out.
    ///
    /// # Errors
    /// As [`Archive::bytes`], and where it is not UTF-8.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ContainerFault> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| ContainerFault::Damaged(self.kind))?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }
}

/// A target as a name in the archive: `/word/x.xml`, `x.xml` and `../x.xml` from `word`. It never leaves the archive,
/// because names are only looked up there.
#[must_use]
pub fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}
