//! The JSON contract: every answer fits `docs/schema/report.v1.json`, and the schema knows every field.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

#[path = "support/office.rs"]
mod office;
mod support;

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

fn published() -> Value {
    let text = std::fs::read_to_string(support::project("docs/schema/report.v1.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The schema with every object closed, so that a field it does not know is noticed. What readers use stays open:
/// fields may be added.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") && map.get("type") == Some(&json!("object")) {
                map.insert("additionalProperties".into(), json!(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn fits(schema: &Value, instance: &Value, what: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(instance).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
}

fn answer(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fazhi"));
    let output = command.current_dir(support::project("")).env_clear().arg("check").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A Word file with a placeholder in a footnote.
fn with_footnote(path: &std::path::Path) {
    let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let note = office::p("培训××次");
    let notes = format!("<w:footnotes {word}><w:footnote w:id=\"2\">{note}</w:footnote></w:footnotes>");
    let body = office::p("青石镇2025年法治政府建设年度报告")
        + &office::p("一、主要举措和成效")
        + "<w:p><w:r><w:t>开展培训。</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    std::fs::write(path, office::docx(&body, &[("footnotes", &notes)])).unwrap();
}

/// Answers that together have every field.
fn answers() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let noted = folder.path().join("脚注.docx");
    with_footnote(&noted);
    let commands: [&[&str]; 9] = [
        &["tests/defects", "tests/silent", "--statistics"],
        &["tests/docx", "tests/formats", "--lang", "en"],
        &["examples", "--no-config"],
        &["examples/county"],
        &["nowhere.txt", "tests/cmd"],
        &["README.md", "--statistics"],
        &[noted.to_str().unwrap()],
        &["examples/青石镇2025.txt", "--waivers", "examples/waivers.yaml", "--statistics"],
        &["examples/青石镇2025.txt", "--select", "plan-*", "--level", "街道", "--published", "2026-03-20"],
    ];
    commands
        .iter()
        .map(|arguments| serde_json::from_str(&answer(&[arguments, &["--format", "json"][..]].concat())).unwrap())
        .collect()
}

#[test]
fn every_answer_fits_the_schema_and_has_no_field_that_it_does_not_know() {
    let open = published();
    let mut closed = open.clone();
    close(&mut closed);
    for (number, answer) in answers().iter().enumerate() {
        fits(&open, answer, &format!("answer {number}"));
        fits(&closed, answer, &format!("answer {number}, closed"));
    }
}

/// The names of fields that occur in a value.
fn fields(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            out.extend(map.keys().cloned());
            map.values().for_each(|value| fields(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| fields(value, out)),
        _ => {}
    }
}

/// The names of fields that the schema describes.
fn described(schema: &Value, out: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                out.extend(properties.keys().cloned());
            }
            map.values().for_each(|value| described(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| described(value, out)),
        _ => {}
    }
}

#[test]
fn every_field_of_the_schema_occurs() {
    let (mut known, mut seen) = (BTreeSet::new(), BTreeSet::new());
    described(&published(), &mut known);
    for answer in answers() {
        fields(&answer, &mut seen);
    }
    // The path of a line of `jsonl` is a path of a document here.
    let missing: Vec<&String> = known.difference(&seen).collect();
    assert!(missing.is_empty(), "no answer here has {missing:?}");
}

#[test]
fn lines_of_json_fit_their_part_of_the_schema() {
    let mut schema = published();
    schema["$ref"] = json!("#/$defs/line");
    for key in ["required", "properties", "type"] {
        schema.as_object_mut().unwrap().remove(key);
    }
    let words = answer(&["tests/defects", "tests/docx", "README.md", "nowhere.txt", "--format", "jsonl"]);
    assert!(words.lines().count() > 100);
    for line in words.lines() {
        fits(&schema, &serde_json::from_str(line).unwrap(), line);
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for wrong in [json!({"path": "a"}), json!({"path": "a", "rule": "x", "severity": "error", "message": "m"})] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn what_the_guide_shows_fits_as_well() {
    for guide in ["README.md", "docs/json.md"] {
        let text = std::fs::read_to_string(support::project(guide)).unwrap();
        let blocks = text.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block);
        let mut found = 0;
        for block in blocks.filter(|block| block.contains("schema_version")) {
            found += 1;
            fits(&published(), &serde_json::from_str(block).unwrap(), guide);
        }
        assert!(found > 0, "{guide} shows no answer");
    }
}
