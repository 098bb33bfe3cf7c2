//! Files are written whole or not at all.

use std::io::{self, Write};
use std::path::Path;

/// Writes pieces one behind the other beside `path` and puts them in its place when all of them are on the disk.
///
/// # Errors
/// Those of the file system; the old file is then untouched.
pub fn atomically<'a>(path: &Path, pieces: impl Iterator<Item = &'a [u8]>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The name of the file beside it is nobody's business.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|fault| io::Error::from(fault.kind()))?;
    let mut out = io::BufWriter::with_capacity(1 << 17, file.as_file_mut());
    for piece in pieces {
        out.write_all(piece)?;
    }
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    // A new file gets the usual rights; an existing one keeps its own.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0o644, |old| old.permissions().mode() & 0o777);
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    file.persist(path).map_err(|fault| fault.error)?;
    Ok(())
}
