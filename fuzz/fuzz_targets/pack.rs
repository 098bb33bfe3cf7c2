//! Any YAML: read as a rule of a pack, reported or compiled.
#![no_main]

use fazhi::rule::compile;
use fazhi::rule::load::{PackFile, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let rule = PackFile { path: "pack/rule.yaml".into(), text: text.to_owned() };
    let pack = PackFile { path: "pack/pack.yaml".into(), text: text.to_owned() };
    let _ = compile(vec![load(vec![pack, rule])]);
});
