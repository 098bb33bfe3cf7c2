//! The built-in packs: compiled by the build script, embedded as bytes; their YAML files are embedded too, for
//! `explain` and for packs that build on them.

use crate::rule::load::PackFile;
use crate::rule::{RuleSet, StoredRuleSet};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// A pack in the binary.
struct Builtin {
    name: &'static str,
    provinces: &'static [&'static str],
    bytes: &'static [u8],
}

/// The pack on which all others build.
pub const NATIONAL: &str = "national";

/// The built-in pack `name` with all that it extends, ready to run; `None` if there is no such pack.
///
/// # Errors
/// Never in a binary that passed its tests; the words tell which part of the embedded bytes is damaged.
pub fn rule_set(name: &str) -> Option<Result<RuleSet, String>> {
    let pack = PACKS.iter().find(|pack| pack.name == name)?;
    Some(
        postcard::from_bytes::<StoredRuleSet>(pack.bytes)
            .map_err(|fault| fault.to_string())
            .and_then(|stored| stored.open(AUTOMATON, LITERALS)),
    )
}

/// The national pack, ready to run.
///
/// # Errors
/// See [`rule_set`].
pub fn national() -> Result<RuleSet, String> {
    rule_set(NATIONAL).unwrap_or_else(|| Err("no national pack".to_owned()))
}

/// The pack that is chosen by itself for reports of `province` (四川省).
#[must_use]
pub fn for_province(province: &str) -> Option<&'static str> {
    PACKS.iter().find(|pack| pack.provinces.contains(&province)).map(|pack| pack.name)
}

/// The names of the built-in packs, sorted.
#[must_use]
pub fn names() -> Vec<&'static str> {
    PACKS.iter().map(|pack| pack.name).collect()
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
