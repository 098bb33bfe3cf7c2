//! One report in, one verdict out, with the rules and settings that hold for it: what the command line, the language
//! server and callers of the library share.
//!
//! Reads `fazhi.yaml` and folders of rules; prints nothing and asks no clock and no environment.

mod judged;
mod library;
pub mod packs;
mod plan;

pub use judged::{Judge, Judged, Known, compiled, config_waivers};
pub use library::{CheckError, Checked, Checker, Options, check};
pub use plan::{CONFIG_NAME, Plan, Plans, Search, folder_of};

use crate::rule::fault::PackFault;

/// What is told of packs and configurations while they are read.
#[derive(Clone, Copy, Debug)]
pub enum Trouble<'a> {
    /// A fault in one of their files.
    Fault(&'a PackFault),
    /// The chosen packs cannot be used at all.
    Unusable,
}

/// Who hears of it.
pub type Tell = Box<dyn Fn(Trouble<'_>) + Send + Sync>;
