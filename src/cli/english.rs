//! The English help: one line for each command and option.

/// Replaces the Chinese help of `command` and its subcommands.
pub fn translate(command: clap::Command) -> clap::Command {
    let command = command.about("Compliance linter for annual reports on law-based government (法治政府建设年度报告)");
    let command = command.mut_args(argument);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |sub| {
            let sub = translate_pack(sub.about(about(&name)).mut_args(argument));
            if name == "pack" { sub.about("Write, prove and compare rule packs") } else { sub }
        })
    })
}

/// The commands below `pack`.
fn translate_pack(command: clap::Command) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |sub| sub.about(about_pack(&name)).mut_args(|arg| pack_argument(&name, arg)))
    })
}

fn about_pack(name: &str) -> &'static str {
    match name {
        "list" => "List the built-in packs",
        "check" => "Look for mistakes in a pack",
        "test" => "Run the tests inside the rules",
        "new" => "Write a starter pack",
        "schema" => "Print the JSON Schema, for completion and validation in editors",
        "docs" => "Write the handbook of the rules",
        "diff" => "Compare two packs: what changes for the writer of a report",
        "eval" => "Try a pack on many reports",
        "import" => "Draft rules from a sheet of demands (csv, xlsx)",
        _ => "Write a pack as a sheet of demands",
    }
}

fn pack_argument(command: &str, arg: clap::Arg) -> clap::Arg {
    let (help, value) = match (command, arg.get_id().as_str()) {
        (_, "packs") => ("Packs: folders or built-in names; give packs that build on one another together", "PACK"),
        (_, "pack") => ("Pack: folder or built-in name", "PACK"),
        (_, "mutate") => ("Delete and disable each rule in turn and see whether a test notices", ""),
        (_, "only") => ("Only rules whose id holds this word", "WORD"),
        (_, "name") => ("Name of the pack (lower-case letters, digits, hyphens)", "NAME"),
        ("new" | "import", "output") => ("Folder to write to", "FOLDER"),
        (_, "output") => ("File to write to", "FILE"),
        (_, "kind") => ("Which file", "KIND"),
        (_, "before") => ("Old pack", "OLD"),
        (_, "after") => ("New pack", "NEW"),
        (_, "on") => ("Reports or folders of reports", "REPORT"),
        (_, "against") => ("Compare the verdicts with those of this pack or older version", "PACK"),
        (_, "csv") => ("Write the figures of each rule to a CSV file", "FILE"),
        (_, "table") => ("Sheet of demands (.csv or .xlsx)", "SHEET"),
        _ => return argument(arg),
    };
    let arg = arg.help(help);
    let possible: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let arg = if possible.is_empty() || value.is_empty() {
        arg
    } else {
        arg.hide_possible_values(true).help(format!("{help} [{}]", possible.join(", ")))
    };
    if value.is_empty() { arg } else { arg.value_name(value) }
}

fn about(name: &str) -> &'static str {
    match name {
        "check" => "Check reports (the default: fazhi REPORT.txt)",
        "outline" => "Show the structure of a report",
        "facts" => "List figures, dates and citations, and recalculate what can be",
        "explain" => "Explain a rule",
        "rules" => "List the rules",
        "config" => "Show the settings in force and where they come from",
        "lsp" => "Run as a language server, started by an editor",
        "new" => "Begin a report: headings, guidance and placeholders to be filled in",
        _ => "Generate shell completions",
    }
}

fn argument(arg: clap::Arg) -> clap::Arg {
    let (help, value) = match arg.get_id().as_str() {
        "help" => ("Print help", ""),
        "version" => ("Print version", ""),
        "lang" => ("Language", "LANG"),
        "color" => ("When to colour", "WHEN"),
        "width" => ("Width of the page in terminal columns", "COLUMNS"),
        "ambiguous_width" => ("Columns in which the terminal draws “ ” — …: narrow 1, wide 2", "WIDTH"),
        "level" => ("Level of the organ: province, city, county, township, subdistrict, department", "LEVEL"),
        "province" => ("Province, such as 四川 or 四川省", "PROVINCE"),
        "year" => ("Report year, such as 2025", "YEAR"),
        "published" => ("Date of publication, such as 2026-03-20", "DATE"),
        "as_report" => ("Check it even if it does not look like an annual report", ""),
        "paths" => {
            ("Files or folders (.docx, .doc, .wps, .pdf, .ofd, .odt, .html, .txt, .md); - for standard input", "FILE")
        }
        "format" => ("Output format", "FORMAT"),
        "output" => ("Write the answer to a file as well, such as html=result.html (may be repeated)", "FORMAT=FILE"),
        "new_output" => ("Write to this file (.docx, .md, .txt); shown if not given", "FILE"),
        "annotate" => ("Write the findings as comments into a copy of the Word file", "FILE"),
        "profile" => ("Occasion: drafting, submitting (default), publishing", "OCCASION"),
        "fail_level" => ("Exit with 1 from this weight on (default: error)", "WEIGHT"),
        "show" => ("Lightest findings shown (fancy: warning; short and json: info)", "WEIGHT"),
        "select" => ("Only these rules (repeat or separate by commas; res-* for a group)", "RULE"),
        "ignore" => ("Not these rules", "RULE"),
        "fix" => ("Mend what can be mended safely and write the file (standard input: print the mended text)", ""),
        "diff" => ("Only show what would change", ""),
        "accept_fixes" => ("Change a Word file itself instead of tracking the changes (with --fix)", ""),
        "unsafe_fixes" => ("Include fixes that a person should look over (with --fix or --diff)", ""),
        "waivers" => ("List of waivers (YAML): findings that were reviewed and accepted", "FILE"),
        "baseline" => ("Baseline: findings in it are not reported again", "FILE"),
        "write_baseline" => ("Write the present findings as a baseline", "FILE"),
        "packs" => (
            "Pack: a name (sichuan), a folder, auto (by the recognised province, the default) or none (the national pack alone); repeatable",
            "PACK",
        ),
        "config" => ("Configuration file (default: the nearest fazhi.yaml above the report)", "FILE"),
        "no_config" => ("Use no configuration file", ""),
        "path" => ("Report or folder from which fazhi.yaml is looked for upwards", "FILE"),
        "show_origin" => ("Show where each setting comes from", ""),
        "stdin_filename" => ("Name of standard input, for display and format", "NAME"),
        "verbose" => ("List the rules that could not decide as well", ""),
        "rule" => ("Rule id, such as section-problems-missing", "RULE"),
        "word" => ("Only rules whose id or title holds this word", "WORD"),
        "severity" => ("Only rules of this weight", "WEIGHT"),
        "disabled" => ("Only disabled rules, with the reason", ""),
        "shell" => ("Shell", "SHELL"),
        "stdio" => ("Speak over standard input and output (always so; for compatibility)", ""),
        _ => return arg,
    };
    let heading = match arg.get_help_heading() {
        Some("显示") => Some("Display"),
        Some("改正") => Some("Mending"),
        Some("豁免和基线") => Some("Waivers and baseline"),
        Some("规则包和配置") => Some("Packs and configuration"),
        Some("报告信息（不指定则自动识别）") => Some("About the report (recognised if not given)"),
        _ => None,
    };
    let mut arg = arg.help(help);
    if let Some(heading) = heading {
        arg = arg.help_heading(heading);
    }
    let possible: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !possible.is_empty() && !value.is_empty() && arg.get_id() != "shell" {
        arg = arg.hide_possible_values(true).help(format!("{help} [{}]", possible.join(", ")));
    }
    if value.is_empty() { arg } else { arg.value_name(value) }
}
