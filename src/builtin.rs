//! The built-in packs: compiled by the build script, embedded as bytes; their YAML files are embedded too, for
//! `explain` and for packs that build on them.

use std::sync::Arc;

use crate::document::cue::CueSet;
use crate::rule::load::PackFile;
use crate::rule::{PatternPool, RuleSet, StoredRuleSet};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// A pack in the binary.
struct Builtin {
    name: &'static str,
    provinces: &'static [&'static str],
    bytes: &'static [u8],
}

/// The pack on which all others build.
pub const NATIONAL: &str = "national";

/// What the built-in sets share: one set of cues, and patterns that are compiled once.
#[derive(Debug, Default)]
pub struct Shared {
    cues: Option<Arc<CueSet>>,
    pool: PatternPool,
}

/// The built-in pack `name` with all that it extends, ready to run; `None` if there is no such pack.
///
/// # Errors
/// Never in a binary that passed its tests; the words tell which part of the embedded bytes is damaged.
pub fn rule_set(name: &str, shared: &mut Shared) -> Option<Result<RuleSet, String>> {
    let pack = PACKS.iter().find(|pack| pack.name == name)?;
    let open = |shared: &mut Shared| {
        let stored: StoredRuleSet = postcard::from_bytes(pack.bytes).map_err(|fault| fault.to_string())?;
        let cues = match &shared.cues {
            Some(cues) => Arc::clone(cues),
            None => Arc::clone(shared.cues.insert(Arc::new(CueSet::from_static(TRIE, LITERALS)))),
        };
        Ok(stored.open(cues, &mut shared.pool))
    };
    Some(open(shared))
}

/// The national pack, ready to run.
///
/// # Errors
/// See [`rule_set`].
pub fn national() -> Result<RuleSet, String> {
    rule_set(NATIONAL, &mut Shared::default()).unwrap_or_else(|| Err("no national pack".to_owned()))
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
