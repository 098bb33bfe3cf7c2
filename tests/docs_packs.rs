//! The lesson in docs/packs.md, step by step: its files are written, its commands run, its output compared.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test may stop where it fails"
)]

mod support;

use std::path::Path;
use std::process::Command;

use fazhi::rule::inherit::{Store, inherit};
use fazhi::rule::load::{Files, PackFile, load};
use fazhi::rule::{Literals, compile};

fn lesson() -> String {
    std::fs::read_to_string(support::project("docs/packs.md")).unwrap()
}

/// A step of the lesson: a remark such as `<!-- file: PATH -->` and, where it takes one, the block below it.
struct Step {
    remark: String,
    block: String,
}

fn steps(text: &str) -> Vec<Step> {
    let lines: Vec<&str> = text.lines().collect();
    let mut steps = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(remark) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) else { continue };
        let mut below = lines[index + 1..].iter();
        let mut block = String::new();
        if below.next().is_some_and(|fence| fence.starts_with("```")) {
            for line in below.take_while(|line| !line.starts_with("```")) {
                block.push_str(line);
                block.push('\n');
            }
        }
        steps.push(Step { remark: remark.to_owned(), block });
    }
    steps
}

/// Whether `shown` is what `expected` says; … stands for anything, within a line or for lines.
fn agrees(expected: &str, shown: &str) -> bool {
    let mut parts = expected.trim_end().split('…');
    let Some(mut rest) = shown.trim_end().strip_prefix(parts.next().unwrap_or("")) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let Some(at) = (if last { rest.rfind(part) } else { rest.find(part) }) else { return false };
        rest = &rest[at + part.len()..];
        if last && !part.is_empty() {
            return rest.is_empty();
        }
    }
    !parts.is_empty() || rest.is_empty()
}

fn run(command: &str, folder: &Path) -> String {
    let words = command.strip_prefix("fazhi ").unwrap_or_else(|| panic!("{command}"));
    let output = Command::new(env!("CARGO_BIN_EXE_fazhi"))
        .args(words.split_whitespace().map(|word| word.trim_matches('"')))
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap();
    format!("{}{}", String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_lesson_goes_as_it_is_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lesson-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut commands = 0;
    for step in steps(&lesson()) {
        let (verb, rest) = step.remark.split_once(": ").unwrap_or((&step.remark, ""));
        let mut parts = rest.split(" | ");
        let path = folder.join(parts.next().unwrap());
        match verb {
            "file" | "append" => {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                let before = if verb == "append" { std::fs::read_to_string(&path).unwrap() } else { String::new() };
                std::fs::write(&path, before + &step.block).unwrap();
            }
            "remove" => std::fs::remove_file(&path).unwrap(),
            "replace" => {
                let (from, to) = (parts.next().unwrap(), parts.next().unwrap());
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(text.contains(from), "{} holds no {from}", path.display());
                std::fs::write(&path, text.replace(from, to)).unwrap();
            }
            "run" => {
                for told in step.block.split("$ ").skip(1) {
                    let (command, expected) = told.split_once('\n').unwrap();
                    let shown = run(command, &folder);
                    assert!(agrees(expected, &shown), "$ {command}\n--- told\n{expected}\n--- shown\n{shown}");
                    commands += 1;
                }
            }
            other => panic!("no such step: {other}"),
        }
    }
    assert!(commands > 10);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn an_ellipsis_stands_for_anything_and_nothing_else_does() {
    assert!(agrees("a\nb\n", "a\nb\n"));
    assert!(agrees("a …\nc", "a 1\n2\nc\n"));
    assert!(agrees("a …", "a 1\n2"));
    assert!(!agrees("a\nb", "a\nb\nc"));
    assert!(!agrees("a …\nc", "a 1\nc\nd"));
    assert!(!agrees("a …\nc", "b 1\nc"));
}

/// The rows of the tables below the heading that holds `words`.
fn rows<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
    let mut lines = text.lines().skip_while(|line| !(line.starts_with('#') && line.contains(words)));
    lines.next();
    lines.take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| `")).collect()
}

#[test]
fn every_example_of_a_kind_compiles_with_every_variable_that_is_told() {
    let text = lesson();
    let kinds: Vec<&str> = rows(&text, "六、规则能查什么").into_iter().filter(|row| row.contains("{year}")).collect();
    assert_eq!(kinds.len(), 14);
    for row in kinds {
        let example = row.split('`').nth(1).unwrap();
        let told: String = row.rsplit_once(" | ").unwrap().1.split('`').filter(|word| word.starts_with('{')).collect();
        let rule = format!(
            "id: x\ntitle: {{zh: 查, en: x}}\nseverity: info\nsince: 0.1.0\nbasis: [{{source: convention}}]\n\
             match:\n  {example}\nmessage: {{zh: \"{told}\", en: \"{told}\"}}\nhelp: {{zh: 改, en: x}}\n"
        );
        let mut files = Files::default();
        let pack = load(vec![PackFile { path: "x/x.yaml".to_owned(), text: rule.clone() }], &mut files);
        let names = fazhi::builtin::names();
        let lineage = inherit(vec![pack], &Store { files: &fazhi::builtin::files, names: &names }, &mut files);
        let (_, faults) = compile(lineage, &files, &mut Literals::default());
        let told: Vec<&str> = faults.iter().map(|fault| fault.message.zh.as_str()).collect();
        assert!(told.is_empty(), "{told:?}\n{rule}");
    }
}

#[test]
fn every_key_of_the_schemas_is_explained() {
    let text = lesson();
    for (schema, definition) in [
        ("rule", None),
        ("pack", None),
        ("rule", Some("RawTextEntry")),
        ("rule", Some("RawText")),
        ("rule", Some("RawApplies")),
        ("rule", Some("RawAdjust")),
        ("pack", Some("RawSource")),
    ] {
        let json = std::fs::read_to_string(support::project(&format!("rules/schema/{schema}.json"))).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let shape = definition.map_or(&json, |name| &json["definitions"][name]);
        let keys = shape["properties"].as_object().unwrap_or_else(|| panic!("{schema} {definition:?}"));
        for key in keys.keys() {
            assert!(text.contains(&format!("`{key}`")), "docs/packs.md does not explain `{key}` of {schema}");
        }
    }
}
