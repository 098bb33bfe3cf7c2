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
#[path = "src/source/span.rs"]
pub mod span;
#[path = "src/facts/title_key.rs"]
mod title_key;
// The same names as in the library, so that the shared rooms compile here and there.
mod source {
    pub use crate::span;
    pub use crate::span::Span;
}
mod document {
    pub use crate::cue;
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
        "src/diagnostic",
        "src/source/span.rs",
    ] {
        println!("cargo::rerun-if-changed={room}");
    }
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    places(&out);
    packs(&out);
}

fn packs(out: &Path) {
    let mut code = String::from(
        "/// The files of the built-in packs: pack, path in the pack, text.\npub static FILES: &[(&str, &str, &str)] = &[\n",
    );
    let folder = Path::new("rules/national");
    let files = rule::load::read_folder(folder).unwrap_or_else(|fault| panic!("{}: {}", fault.file, fault.message.en));
    for file in &files {
        let absolute = std::fs::canonicalize(&file.path).expect("a file just read");
        let inner = Path::new(&file.path).strip_prefix(folder).expect("below its folder").display().to_string();
        writeln!(code, "    (\"national\", {inner:?}, include_str!({:?})),", absolute.display().to_string())
            .expect("a string");
    }
    code.push_str("];\n");
    let (stored, faults) = rule::compile(vec![rule::load::load(files)]);
    for fault in &faults {
        let line = fault.span.map_or(0, |span| fault.text.get(..span.start).unwrap_or("").lines().count());
        println!("cargo::error={}:{line}: {} / {}", fault.file, fault.message.zh, fault.message.en);
    }
    let compiled = stored.expect("the national pack compiles");
    std::fs::write(out.join("national.bin"), postcard::to_stdvec(&compiled.stored).expect("the pack is plain data"))
        .expect("OUT_DIR is writable");
    std::fs::write(out.join("national.pma"), &compiled.automaton).expect("OUT_DIR is writable");
    code.push_str("static NATIONAL: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/national.bin\"));\n");
    code.push_str("static AUTOMATON: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/national.pma\"));\n");
    std::fs::write(out.join("builtin.rs"), code).expect("OUT_DIR is writable");
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
