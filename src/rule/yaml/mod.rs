//! YAML with places: every value of a pack file knows the file and the words it was written in.
//!
//! A file is read by the YAML library into a tree of [`Node`]s ([`read`]); trees can be laid over one another
//! ([`overlay`]), each value keeping its own place; a tree becomes a typed shape ([`typed`]), and what does not fit is a
//! fault at the guilty word, in both languages and with a suggestion.

mod mismatch;
mod node;
mod overlay;
mod read;
mod typed;

pub use mismatch::Mismatch;
pub use node::{FileId, Node, Place, Scalar, Value};
pub use overlay::{append_by_id, overlay};
pub use read::read;
pub use typed::{Located, typed};
