//! Compiles the built-in rule packs with the loader of the program itself, and the gazetteer into a flat table.

#![expect(dead_code, unused_imports, reason = "the shared rooms hold more than the build script needs")]
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "checked as part of the library"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[path = "src/source/container.rs"]
pub mod container;
#[path = "src/document/cue.rs"]
pub mod cue;
#[path = "src/diagnostic/mod.rs"]
mod diagnostic;
#[path = "src/facts/kind.rs"]
mod kind;
#[path = "src/facts/level.rs"]
mod level;
#[path = "src/facts/lexicon.rs"]
mod lexicon;
#[path = "src/rule/mod.rs"]
mod rule;
#[path = "src/document/signs.rs"]
pub mod signs;
#[path = "src/source/span.rs"]
pub mod span;
#[path = "src/facts/title_key.rs"]
mod title_key;
#[path = "src/document/trie.rs"]
pub mod trie;
// The same names as in the library, so that the shared rooms compile here and there.
mod source {
    pub use crate::container::FileMarkKind;
    pub use crate::span;
    pub use crate::span::Span;
}
mod document {
    pub use crate::{cue, signs, trie};
}
mod facts {
    pub use crate::kind::{FactKind, Place};
    pub use crate::level::Level;
    pub use crate::lexicon::{ClauseCues, GenreCues, RoleCues, RoleId, RoleLexicon, WeightedCue};
    pub use crate::title_key::TitleKey;
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    for room in [
        "src/rule",
        "src/facts/kind.rs",
        "src/facts/lexicon.rs",
        "src/facts/level.rs",
        "src/facts/title_key.rs",
        "src/document/cue.rs",
        "src/document/signs.rs",
        "src/document/trie.rs",
        "src/diagnostic",
        "src/source/span.rs",
        "src/source/container.rs",
    ] {
        println!("cargo::rerun-if-changed={room}");
    }
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    places(&out);
    packs(&out);
}

/// Compiles every folder of `rules` that holds a `pack.yaml`; all sets share one set of cues.
fn packs(out: &Path) {
    let mut folders: Vec<String> = std::fs::read_dir("rules")
        .expect("the rules folder")
        .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.join("pack.yaml").is_file()))
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    folders.sort();
    let read = |name: &str| -> Option<Vec<rule::load::PackFile>> {
        let folder = Path::new("rules").join(name);
        rule::load::read_folder(&folder).ok()
    };
    let names: Vec<&str> = folders.iter().map(String::as_str).collect();
    let store = rule::inherit::Store { files: &read, names: &names };
    let mut literals = rule::Literals::default();
    let (mut code, mut table) = (
        String::from(
            "/// The files of the built-in packs: pack, path in the pack, text.\npub static FILES: &[(&str, &str, &str)] = &[\n",
        ),
        String::from("/// The built-in packs.\nstatic PACKS: &[Builtin] = &[\n"),
    );
    for name in &names {
        let pack_files = read(name).expect("a folder just listed");
        for file in &pack_files {
            let absolute = std::fs::canonicalize(&file.path).expect("a file just read").display().to_string();
            let inner = Path::new(&file.path).strip_prefix(Path::new("rules").join(name)).expect("below its folder");
            let inner = inner.display().to_string().replace('\\', "/");
            writeln!(code, "    ({name:?}, {inner:?}, include_str!({absolute:?})),").expect("a string");
        }
        let mut files = rule::load::Files::default();
        let pack = rule::load::load(pack_files, &mut files);
        let (compiled, faults) =
            rule::compile(rule::inherit::inherit(vec![pack], &store, &mut files), &files, &mut literals);
        for fault in &faults {
            let line = fault.span.map_or(0, |span| fault.text.get(..span.start).unwrap_or("").lines().count());
            println!("cargo::error={}:{line}: {} / {}", fault.file, fault.message.zh, fault.message.en);
        }
        let compiled = compiled.expect("a built-in pack compiles");
        let head = compiled.stored.name();
        assert_eq!(head.name, *name, "the name of a built-in pack is that of its folder");
        let provinces = &head.provinces;
        writeln!(
            table,
            "    Builtin {{ name: {name:?}, provinces: &{provinces:?}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.bin\")) }},"
        )
        .expect("a string");
        let bytes = postcard::to_stdvec(&compiled.stored).expect("the pack is plain data");
        std::fs::write(out.join(format!("{name}.bin")), bytes).expect("OUT_DIR is writable");
    }
    code.push_str("];\n");
    table.push_str("];\n");
    writeln!(table, "static LITERALS: usize = {};", literals.len()).expect("a string");
    let cues = literals.cue_set().expect("the words are not too many");
    std::fs::write(out.join("literals.trie"), cues.to_bytes()).expect("OUT_DIR is writable");
    table.push_str("static TRIE: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/literals.trie\"));\n");
    std::fs::write(out.join("builtin.rs"), code + &table).expect("OUT_DIR is writable");
}

/// `places.csv` as one string of names with offsets, sorted, so that the program starts without touching it.
fn places(out: &Path) {
    let csv = std::fs::read_to_string("rules/national/lexicon/places.csv").expect("the gazetteer");
    let mut provinces: Vec<&str> = Vec::new();
    let (mut names, mut offsets, mut rows) = (String::new(), vec![0usize], Vec::new());
    for line in csv.lines().skip(1) {
        let mut cells = line.split(',');
        let (name, kind, province) =
            (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let index = provinces.iter().position(|known| *known == province).unwrap_or_else(|| {
            provinces.push(province);
            provinces.len() - 1
        });
        let kind = match kind {
            "province" => 0,
            "prefecture" => 1,
            _ => 2,
        };
        if rows.last() == Some(&(kind, index, name)) {
            continue;
        }
        names.push_str(name);
        offsets.push(names.len());
        rows.push((kind, index, name));
    }
    let rows: Vec<(u8, u8)> =
        rows.into_iter().map(|(kind, province, _)| (kind, u8::try_from(province).expect("34 provinces"))).collect();
    let code = format!(
        "static NAMES: &str = {names:?};\nstatic OFFSETS: &[u32] = &{offsets:?};\nstatic ROWS: &[(u8, u8)] = &{rows:?};\nstatic PROVINCES: &[&str] = &{provinces:?};\n"
    );
    std::fs::write(out.join("places.rs"), code).expect("OUT_DIR is writable");
}
