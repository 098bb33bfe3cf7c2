//! Answers written into the Word file that was checked: comments on the exact words, and mendings as tracked changes.
//!
//! Only what must change is changed. The document part is mended by inserting and removing bytes, every other part is
//! copied as it was compressed, and a run is split without a loss of its properties.

mod anchor;
mod comment;
mod package;
mod patch;
mod revision;

pub use comment::{Note, comment, notes};
pub use revision::{Revised, Tracking, revise};

/// Who writes, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The author shown in the margin.
    pub author: String,
    /// The time as XML writes it, such as `2026-03-20T09:30:00Z`; left out if empty.
    pub date: String,
}

impl Stamp {
    /// The attributes of a comment or a change, for the attribute prefix `w:` or another one.
    fn attributes(&self, prefix: &str, id: u64) -> String {
        let author = package::escape(&self.author);
        let date = if self.date.is_empty() {
            String::new()
        } else {
            format!(" {prefix}date=\"{}\"", package::escape(&self.date))
        };
        format!("{prefix}id=\"{id}\" {prefix}author=\"{author}\"{date}")
    }
}
