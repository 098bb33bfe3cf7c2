//! What the test files share.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fazhi::facts::Overrides;
use fazhi::report::{Policy, Report, check};
use fazhi::rule::RuleSet;
use fazhi::source::Source;

/// The built-in pack.
pub fn national() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| fazhi::builtin::national().expect("the built-in pack opens"))
}

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The reports of a folder, sorted by name.
pub fn reports(folder: &str) -> Vec<PathBuf> {
    let (files, faults) = fazhi::source::load::list_folder(&project(folder));
    assert!(faults.is_empty(), "{faults:?}");
    let files: Vec<PathBuf> =
        files.into_iter().filter(|path| path.file_name().is_some_and(|name| name != "README.md")).collect();
    assert!(!files.is_empty(), "{folder} holds no report");
    files
}

/// Reads a report.
pub fn read(path: &Path) -> Source {
    fazhi::source::load::load(path).unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()))
}

/// Checks a report as the command line does by default.
pub fn check_default(rules: &RuleSet, source: &Source) -> Report {
    check(source, rules, &Policy::default(), &Overrides::default())
}

/// The name of a path without its folder.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
