//! The templates for pipelines, tried as far as that goes without their services: scripts and commands are run as they
//! are written.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use fazhi::render::Format;
use serde_json::Value;

fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(support::project(path)).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// A folder with reports in 2025年报告: one with defects, one in order.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("2025年报告");
    std::fs::create_dir(&reports).unwrap();
    std::fs::copy(support::project("examples/青石镇2025.txt"), reports.join("青石镇 2025.txt")).unwrap();
    std::fs::copy(support::project("tests/silent/02-town-joint-run-in-2024.txt"), reports.join("clean.txt")).unwrap();
    folder
}

/// Runs a script with the program on the path.
fn bash(script: &str, folder: &Path, variables: &[(&str, &str)]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_fazhi")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    // As the runner of GitHub calls it.
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
    command.current_dir(folder).env_clear().env("PATH", path).envs(variables.iter().copied());
    command.output().unwrap()
}

#[test]
fn the_action_runs() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert_eq!(action["runs"]["using"], "composite");
    let defaults = |name: &str| action["inputs"][name]["default"].as_str().unwrap().to_owned();
    for step in steps {
        // What a user states reaches the script as data, never as a part of it.
        assert!(!step["run"].as_str().unwrap().contains("${{"));
        assert_eq!(step["shell"], "bash");
    }
    let folder = workplace();
    // A program that is there is not built again.
    let install = bash(steps[0]["run"].as_str().unwrap(), folder.path(), &[("BUILD", "true"), ("SOURCE", "/nowhere")]);
    assert!(install.status.success(), "{install:?}");
    let script = steps[1]["run"].as_str().unwrap();
    let check = |paths: &str, arguments: &str, sarif: &str| {
        let level = defaults("fail-level");
        bash(
            script,
            folder.path(),
            &[("PATHS", paths), ("ARGUMENTS", arguments), ("FAIL_LEVEL", level.as_str()), ("SARIF", sarif)],
        )
    };
    let found = check(&defaults("paths"), &defaults("arguments"), &defaults("sarif"));
    let words = String::from_utf8(found.stdout).unwrap();
    assert_eq!(found.status.code(), Some(1), "{words}");
    assert!(words.contains("::error file=2025年报告/青石镇 2025.txt,line=12,"), "{words}");
    let found =
        check("2025年报告/青石镇 2025.txt\n2025年报告/clean.txt\n", "--select=plan-*\n--lang\nen\n", "out dir.sarif");
    let words = String::from_utf8(found.stdout).unwrap();
    assert_eq!((found.status.code(), words.lines().count()), (Some(1), 1), "{words}");
    let sarif = std::fs::read_to_string(folder.path().join("out dir.sarif")).unwrap();
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    assert_eq!(check("2025年报告/clean.txt", "", "").status.code(), Some(0));
    // A path that looks like an option, or like a command of the shell, is a path.
    let odd = check("--fix\n$(touch x)", "", "");
    assert_eq!(odd.status.code(), Some(2));
    assert!(!folder.path().join("x").exists());
}

#[test]
fn the_workflow_uses_inputs_that_the_action_has() {
    let (action, workflow) = (yaml("action.yml"), yaml("docs/ci/github.yml"));
    let steps = workflow["jobs"]["fazhi"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("/fazhi@"))).unwrap();
    for (name, _) in step["with"].as_object().unwrap() {
        assert!(action["inputs"][name].is_object(), "{name}");
    }
}

#[test]
fn the_gitlab_job_writes_what_it_hands_over() {
    let job = yaml("docs/ci/gitlab.yml")["fazhi"].clone();
    let folder = workplace();
    let variables: Vec<(&str, &str)> = job["variables"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str().unwrap()))
        .collect();
    for line in job["before_script"].as_array().unwrap() {
        assert!(bash(line.as_str().unwrap(), folder.path(), &variables).status.success());
    }
    let script: Vec<&str> = job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let run = bash(&script.join("\n"), folder.path(), &variables);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    for (_, path) in job["artifacts"]["reports"].as_object().unwrap() {
        let written = std::fs::read_to_string(folder.path().join(path.as_str().unwrap())).unwrap();
        assert!(written.contains("plan-year-wrong"), "{path}");
    }
    assert_eq!(job["artifacts"]["when"], "always");
}

#[test]
fn the_hooks_check_what_the_program_reads() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let folder = workplace();
    for hook in hooks.as_array().unwrap() {
        let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        for name in [
            "a.txt",
            "a.md",
            "b/报告.DOCX",
            "a.doc",
            "a.wps",
            "a.odt",
            "a.ofd",
            "a.pdf",
            "a.html",
            "a.htm",
            "a.markdown",
        ] {
            assert!(files.is_match(name), "{name}");
            let read = Path::new(name);
            assert!(fazhi::source::Format::is_readable(read), "{name}");
        }
        for name in ["a.rs", "txt", "a.txt.bak", "a.xlsx"] {
            assert!(!files.is_match(name), "{name}");
        }
        let entry = hook["entry"].as_str().unwrap();
        let run = bash(&format!("{entry} '2025年报告/青石镇 2025.txt' 2025年报告/clean.txt"), folder.path(), &[]);
        let words = String::from_utf8(run.stdout).unwrap();
        assert_eq!((run.status.code(), words.lines().count()), (Some(1), 3), "{words}");
        let clean = bash(&format!("{entry} 2025年报告/clean.txt"), folder.path(), &[]);
        assert!(clean.status.success() && clean.stdout.is_empty() && clean.stderr.is_empty());
    }
}

#[test]
fn the_commands_of_the_guide_run() {
    let guide = std::fs::read_to_string(support::project("docs/ci.md")).unwrap();
    let folder = workplace();
    let blocks = guide.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block);
    let mut count = 0;
    for line in blocks.flat_map(str::lines).filter(|line| line.starts_with("fazhi ")) {
        count += 1;
        let run = bash(line, folder.path(), &[]);
        assert!(run.status.code().is_some_and(|code| code < 2), "{line}: {run:?}");
    }
    assert!(count >= 6, "{count}");
    for name in ["结果.sarif", "结果.xml", "结果.csv", "result.sarif", "fazhi-check.1", "fazhi.bash"] {
        assert!(folder.path().join(name).exists(), "{name}");
    }
}

#[test]
fn the_guides_name_every_format_and_every_variable() {
    let read = |path: &str| std::fs::read_to_string(support::project(path)).unwrap();
    let guide = read("docs/ci.md");
    let halves = guide.split_once("\n## English").unwrap();
    for format in Format::ALL {
        let told = format!("| `{}` |", format.name());
        assert!(read("README.md").contains(&told), "README.md: {told}");
        if !["fancy", "short", "json", "html", "markdown"].contains(&format.name()) {
            assert!(halves.0.contains(&told) && halves.1.contains(&told), "docs/ci.md: {told}");
        }
    }
    // An unknown variable is answered with the list of all.
    let fault = fazhi::render::Template::parse("{zzzzzzzz}").unwrap_err();
    let names = fault.en.split_once("there are ").unwrap().1.split(", ");
    for name in names {
        let told = format!("`{name}`");
        assert!(halves.0.contains(&told) && halves.1.contains(&told), "docs/ci.md: {told}");
    }
}
