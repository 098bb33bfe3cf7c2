//! The house keeps its own rules: layers, seams and sizes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::path::{Path, PathBuf};

/// The rooms from left to right; each may use only those before it.
const ROOMS: [&str; 12] = [
    "source",
    "diagnostic",
    "document",
    "facts",
    "rule",
    "builtin",
    "check",
    "report",
    "render",
    "annotate",
    "skeleton",
    "engine",
];

fn files(folder: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, ending, out);
        } else if path.extension().is_some_and(|found| found == ending) {
            out.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = support::project("src");
    let mut found = Vec::new();
    files(&root, "rs", &mut found);
    assert!(found.len() > 40);
    found
        .into_iter()
        .map(|path| (path.strip_prefix(&root).unwrap().display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

/// `rule` names only vocabulary of `facts` and `document`, which `facts` and `document` do not mind.
fn room(name: &str) -> Option<usize> {
    let first = name.split(['/', '.']).next()?;
    ROOMS.iter().position(|room| *room == first)
}

#[test]
fn rooms_use_only_what_stands_to_their_left() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(own) = room(&name) else { continue };
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for (index, used) in ROOMS.iter().enumerate() {
                if code.contains(&format!("crate::{used}")) && index > own {
                    wrong.push(format!("{name}:{} uses {used}", number + 1));
                }
            }
            if code.contains("crate::cli") {
                wrong.push(format!("{name}:{} uses cli", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_stay_behind_their_seams() {
    // Library, and where it may be named.
    let seams: [(&str, &[&str]); 19] = [
        (
            "pest",
            &[
                "document/grammar.rs",
                "document/line.rs",
                "document/title.rs",
                "document/furniture.rs",
                "facts/figure.rs",
                "facts/name.rs",
                "facts/token.rs",
                "facts/when.rs",
                "facts/zero.rs",
            ],
        ),
        ("miette", &["render/frame.rs"]),
        ("codespan_reporting", &["render/short.rs"]),
        ("serde_yaml", &["rule/yaml/read.rs"]),
        ("encoding_rs", &["source/decode.rs", "source/encode.rs"]),
        ("jieba_rs", &["document/words.rs"]),
        ("clap", &["cli/"]),
        ("clap_mangen", &["cli/man.rs"]),
        ("calamine", &["cli/pack/table.rs"]),
        ("rust_xlsxwriter", &["cli/pack/table.rs"]),
        ("zip", &["source/archive.rs", "annotate/package.rs", "skeleton/docx.rs"]),
        ("quick_xml", &["source/xml.rs"]),
        ("lopdf", &["source/pdf/"]),
        ("cfb", &["source/doc.rs"]),
        ("dom_query", &["source/html.rs"]),
        ("dom_smoothie", &["source/html.rs"]),
        ("lsp_server", &["lsp/"]),
        ("lsp_types", &["lsp/"]),
        ("url", &["lsp/"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (library, allowed) in seams {
            let named = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or("");
                code.contains(&format!("{library}::")) || code.contains(&format!("{library}_derive::"))
            });
            if named && !allowed.iter().any(|place| name.starts_with(place)) {
                wrong.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_knows_no_rule() {
    let rules = support::national();
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for rule in &rules.rules {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let named = code.into_iter().any(|line| line.contains(&format!("\"{}\"", rule.id)));
            if named {
                wrong.push(format!("{name} names {}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let mut sizes: Vec<(usize, String)> =
        sources().into_iter().map(|(name, text)| (text.lines().count(), name)).collect();
    sizes.sort();
    let long: Vec<_> = sizes.iter().filter(|(lines, _)| *lines > 600).collect();
    assert!(long.is_empty(), "{long:?}");
    assert!(sizes[sizes.len() / 2].0 < 180, "the median file has {} lines", sizes[sizes.len() / 2].0);
    let mut grammars = Vec::new();
    files(&support::project("grammar"), "pest", &mut grammars);
    assert!(grammars.len() >= 6);
    for path in grammars {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines < 80, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_same_text_gives_the_same_report() {
    let rules = support::national();
    for path in support::reports("tests/defects").iter().take(12) {
        let render = || {
            let source = support::read(path);
            let report = support::check_default(rules, &source);
            fazhi::render::json::document(
                &report,
                &source,
                rules,
                fazhi::diagnostic::Lang::Zh,
                fazhi::diagnostic::Severity::Info,
            )
        };
        assert_eq!(render(), render());
    }
}
