//! The command line, case by case: each file of tests/cmd is a command with its exit code and what it prints.
//!
//! `FAZHI_BLESS=1 cargo test --test cmd` writes down what is printed now; read the difference before committing it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

struct Case {
    command: String,
    stdin: String,
}

fn parse(text: &str) -> Case {
    let mut lines = text.lines();
    let command = lines.next().and_then(|line| line.strip_prefix("$ fazhi")).expect("a case begins with `$ fazhi`");
    let stdin: Vec<&str> =
        lines.take_while(|line| line.starts_with("< ")).filter_map(|line| line.strip_prefix("< ")).collect();
    Case { command: command.trim().to_owned(), stdin: stdin.join("\n") }
}

fn run(case: &Case) -> String {
    let mut words = case.command.split_whitespace().peekable();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fazhi"));
    command.current_dir(support::project("")).env_clear();
    while let Some((name, value)) = words
        .peek()
        .and_then(|word| word.split_once('='))
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    {
        command.env(name, value);
        words.next();
    }
    let mut child = command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let _ = child.stdin.take().expect("a pipe").write_all(case.stdin.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let mut shown = format!("$ fazhi {}\n", case.command);
    for line in case.stdin.lines() {
        shown.push_str(&format!("< {line}\n"));
    }
    shown.push_str(&format!("exit {}\n", output.status.code().expect("no signal ended it")));
    for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        let words = String::from_utf8(bytes).expect("UTF-8");
        if !words.is_empty() {
            shown.push_str(&format!("--- {name}\n{words}"));
        }
    }
    shown
}

#[test]
fn every_command_does_what_its_case_says() {
    let bless = std::env::var_os("FAZHI_BLESS").is_some();
    let mut paths: Vec<_> =
        std::fs::read_dir(support::project("tests/cmd")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 25, "{} cases", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let expected = std::fs::read_to_string(&path).unwrap();
        let found = run(&parse(&expected));
        if bless {
            std::fs::write(&path, &found).unwrap();
        } else if found != expected {
            wrong.push(format!("{}\n--- expected\n{expected}\n--- found\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn inputs_are_never_modified() {
    let path = support::project("examples/青石镇2025.txt");
    let before = (std::fs::read(&path).unwrap(), std::fs::metadata(&path).unwrap().modified().unwrap());
    let status =
        Command::new(env!("CARGO_BIN_EXE_fazhi")).arg("check").arg(&path).stdout(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(1));
    assert_eq!(before, (std::fs::read(&path).unwrap(), std::fs::metadata(&path).unwrap().modified().unwrap()));
}

#[test]
fn many_files_come_back_in_input_order() {
    let files = support::reports("tests/silent");
    let output = Command::new(env!("CARGO_BIN_EXE_fazhi"))
        .args(["check", "--format", "json"])
        .args(files.iter().rev())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["schema_version"], 1);
    let order: Vec<&str> = json["documents"].as_array().unwrap().iter().map(|d| d["path"].as_str().unwrap()).collect();
    let given: Vec<String> = files.iter().rev().map(|path| path.display().to_string()).collect();
    assert_eq!(order, given);
}
