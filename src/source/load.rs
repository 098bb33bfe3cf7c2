//! Files, folders and standard input to `Source`s. The only reader of the file system below the command line.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::container::ContainerFault;
use super::decode::{DecodeError, decode};
use super::{Format, Source, detect};

/// Largest input read, in bytes. Reports have 6 to 60 kB; the limit only keeps memory bounded.
pub const MAX_BYTES: u64 = 100 << 20;

/// Why an input could not be read.
#[derive(Debug)]
pub enum LoadError {
    /// The system refused (missing, no permission, …).
    Io(std::io::Error),
    /// Larger than [`MAX_BYTES`].
    TooLarge(u64),
    /// Not text.
    Decode(DecodeError),
    /// A container format that cannot be read.
    Container(ContainerFault),
    /// No text at all.
    Empty,
}

/// Reads one file.
///
/// # Errors
/// [`LoadError`] when the file cannot be read or is no text; nothing is ever written.
pub fn load(path: &Path) -> Result<Source, LoadError> {
    from_bytes(&path.display().to_string(), &bytes(path)?)
}

/// The bytes of one file.
///
/// # Errors
/// As [`load`], but for what the bytes hold.
pub fn bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    let file = std::fs::File::open(path).map_err(LoadError::Io)?;
    let meta = file.metadata().map_err(LoadError::Io)?;
    if meta.is_dir() {
        return Err(LoadError::Io(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    let size = meta.len();
    if size > MAX_BYTES {
        return Err(LoadError::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // A device or a growing file can hold more than its size says.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(LoadError::Io)?;
    Ok(bytes)
}

/// Reads a stream to its end, under the name `name`.
///
/// # Errors
/// As [`load`].
pub fn load_stream(name: &str, stream: impl Read) -> Result<Source, LoadError> {
    from_bytes(name, &stream_bytes(stream)?)
}

/// The bytes of a stream.
///
/// # Errors
/// As [`load`], but for what the bytes hold.
pub fn stream_bytes(stream: impl Read) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(LoadError::Io)?;
    Ok(bytes)
}

/// Decodes `bytes` into a source called `name`. Containers are known by their content, whatever the name; the ending of
/// the name only tells Markdown from plain text.
///
/// # Errors
/// As [`load`], without the system's own.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Source, LoadError> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(LoadError::TooLarge(size));
    }
    if let Some(read) = detect::extract(bytes) {
        let (extract, container) = read.map_err(LoadError::Container)?;
        if extract.text.trim().is_empty() {
            return Err(LoadError::Container(ContainerFault::NoText(container)));
        }
        return Ok(Source::from_container(name, extract, container));
    }
    let (text, encoding) = decode(bytes).map_err(LoadError::Decode)?;
    if text.trim().is_empty() {
        return Err(LoadError::Empty);
    }
    Ok(Source::new(name, text, encoding, Format::of_name(name)))
}

/// The readable files below `folder` (see [`Format::is_readable`], not hidden), sorted by path, symbolic links not
/// followed.
///
/// The second list names the folders that could not be read.
#[must_use]
pub fn list_folder(folder: &Path) -> (Vec<PathBuf>, Vec<(PathBuf, std::io::Error)>) {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && Format::is_readable(entry.path()) => {
                files.push(entry.into_path());
            }
            Ok(_) => {}
            Err(fault) => {
                let path = fault.path().unwrap_or(folder).to_owned();
                faults.push((path, fault.into()));
            }
        }
    }
    (files, faults)
}
