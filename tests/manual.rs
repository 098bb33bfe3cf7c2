//! Help, manual pages and completions are made from one description of the commands: none forgets an option.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::collections::BTreeSet;
use std::process::Command;

fn fazhi(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_fazhi"))
        .current_dir(support::project(""))
        .env_clear()
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The long options that a text names.
fn options(text: &str) -> BTreeSet<String> {
    text.match_indices("--")
        .filter(|(at, _)| !text[..*at].ends_with('-'))
        .map(|(at, _)| text[at + 2..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect::<String>())
        .filter(|name| name.len() > 1)
        .collect()
}

#[test]
fn completions_of_every_shell_know_every_option_and_format_of_check() {
    let known = options(&fazhi(&["check", "--help"]));
    for option in ["quiet", "statistics", "time", "template", "output", "fail-level", "verbose"] {
        assert!(known.contains(option), "{option}");
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = fazhi(&["completions", shell]);
        for option in &known {
            // fish names long options without their hyphens.
            let named = if shell == "fish" { format!("-l {option}") } else { format!("--{option}") };
            assert!(script.contains(&named), "{shell} does not complete --{option}");
        }
        // elvish completes no values.
        if shell != "elvish" && shell != "powershell" {
            for format in ["sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "jsonl", "csv", "template"] {
                assert!(script.contains(format), "{shell} does not complete {format}");
            }
        }
        assert!(script.contains("man"), "{shell} does not complete the command man");
    }
}

#[test]
fn every_command_has_a_page_with_its_options_in_both_languages() {
    for (lang, headings) in
        [("zh", ["名称", "用法", "选项", "退出码"]), ("en", ["NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS"])]
    {
        let folder = tempfile::tempdir().unwrap();
        fazhi(&["man", "--lang", lang, "--output", folder.path().to_str().unwrap()]);
        let pages: BTreeSet<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        for command in [
            "",
            "-check",
            "-outline",
            "-facts",
            "-explain",
            "-rules",
            "-pack",
            "-pack-test",
            "-config",
            "-new",
            "-man",
            "-completions",
        ] {
            assert!(pages.contains(&format!("fazhi{command}.1")), "{command}: {pages:?}");
        }
        let page = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let check = page("fazhi-check.1");
        for heading in headings {
            assert!(check.contains(&format!(".SH {heading}\n")), "{heading}");
        }
        assert_eq!(check, fazhi(&["man", "check", "--lang", lang]));
        for (name, command) in [("fazhi-check.1", vec!["check"]), ("fazhi-pack-test.1", vec!["pack", "test"])] {
            let told = options(&page(name).replace("\\-", "-"));
            for option in options(&fazhi(&[command.as_slice(), &["--help", "--lang", lang]].concat())) {
                assert!(told.contains(&option), "{lang}: {name} does not tell --{option}");
            }
        }
        // No line begins a request that is not one, and no Chinese is left in the English page but names of reports.
        for name in &pages {
            for line in page(name).lines().filter(|line| line.starts_with('.')) {
                let request: String = line[1..].chars().take_while(char::is_ascii_alphabetic).collect();
                let known = ["ie", "el", "TH", "ad", "nh", "SH", "TP", "RS", "RE", "PP", "br", "IP", "sp"];
                assert!(known.contains(&request.as_str()), "{name}: {line}");
            }
        }
        if lang == "en" {
            for word in ["选项", "用法", "显示", "输出"] {
                assert!(!check.contains(word), "{word}");
            }
        }
    }
}
