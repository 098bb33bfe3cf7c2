//! The built-in packs: compiled by the build script, embedded as bytes; their YAML files are embedded too, for
//! `explain` and for packs that build on them.

use crate::rule::load::PackFile;
use crate::rule::{RuleSet, StoredRuleSet};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The national pack, ready to run.
///
/// # Errors
/// Never in a binary that passed its tests; the words tell which part of the embedded bytes is damaged.
pub fn national() -> Result<RuleSet, String> {
    let stored: StoredRuleSet = postcard::from_bytes(NATIONAL).map_err(|fault| fault.to_string())?;
    stored.open(AUTOMATON)
}

/// The files of the built-in pack `name`.
#[must_use]
pub fn files(name: &str) -> Option<Vec<PackFile>> {
    let files: Vec<PackFile> = FILES
        .iter()
        .filter(|(pack, ..)| *pack == name)
        .map(|(pack, path, text)| PackFile { path: format!("{pack}/{path}"), text: (*text).to_owned() })
        .collect();
    (!files.is_empty()).then_some(files)
}
