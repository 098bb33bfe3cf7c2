//! Any bytes: decoded or refused, then checked and printed in all formats.
#![no_main]

use fazhi::facts::Overrides;
use fazhi::render::{Style, fancy, json, short};
use fazhi::report::{Policy, check};
use fazhi::rule::RuleSet;
use libfuzzer_sys::fuzz_target;

static RULES: std::sync::LazyLock<RuleSet> = std::sync::LazyLock::new(|| fazhi::builtin::national().expect("the pack opens"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = fazhi::source::load::from_bytes("fuzz.txt", bytes) else { return };
    let overrides = Overrides { as_report: true, ..Overrides::default() };
    let report = check(&source, &RULES, &Policy::default(), &overrides);
    let style = Style { show: fazhi::diagnostic::Severity::Info, ..Style::default() };
    let _ = fancy::render(&report, &source, &RULES, &style);
    let _ = short::render(&report, &source, &style);
    let _ = json::document(&report, &source, &RULES, style.lang, style.show);
});
