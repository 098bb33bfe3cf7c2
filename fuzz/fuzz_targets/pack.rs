//! Any YAML: read as a rule and as the head of a pack, reported or compiled.
#![no_main]

use fazhi::builtin;
use fazhi::rule::inherit::{Store, inherit};
use fazhi::rule::load::{Files, PackFile, load};
use fazhi::rule::{Literals, compile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let rule = PackFile { path: "pack/rule.yaml".into(), text: text.to_owned() };
    let head = PackFile { path: "pack/pack.yaml".into(), text: text.to_owned() };
    let mut files = Files::default();
    let pack = load(vec![head, rule], &mut files);
    let names = builtin::names();
    let lineage = inherit(vec![pack], &Store { files: &builtin::files, names: &names }, &mut files);
    let _ = compile(lineage, &files, &mut Literals::default());
});
