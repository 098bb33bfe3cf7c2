//! The command line before it is parsed, and its help in the language asked for.

use std::ffi::OsString;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, CommandFactory, FromArgMatches};

use crate::diagnostic::Lang;

use super::args::{Check, Cli};
use super::english;

/// Puts `check` before a path that is given without a command.
pub fn with_default_verb(mut arguments: Vec<OsString>) -> Vec<OsString> {
    const VERBS: [&str; 10] =
        ["check", "outline", "facts", "explain", "rules", "new", "pack", "config", "lsp", "completions"];
    const OWN: [&str; 5] = ["-h", "--help", "-V", "--version", "help"];
    if let Some(first) = arguments.get_mut(1).filter(|first| *first == "help") {
        *first = "--help".into();
    }
    let words: Vec<std::borrow::Cow<'_, str>> = arguments.iter().skip(1).map(|word| word.to_string_lossy()).collect();
    // `fazhi --lang en` and `fazhi --lang en --help` ask for help, not for a check.
    let mut skip = false;
    let first = words.iter().find(|word| {
        let is_value = std::mem::replace(&mut skip, **word == "--lang");
        !is_value && **word != "--lang" && !word.starts_with("--lang=")
    });
    let wants_check = first.is_some_and(|word| !VERBS.contains(&word.as_ref()) && !OWN.contains(&word.as_ref()));
    let misplaced = first.is_some_and(|word| VERBS.contains(&word.as_ref()) || OWN.contains(&word.as_ref()));
    let lang_first = words.first().is_some_and(|word| word.starts_with("--lang"));
    if wants_check {
        arguments.insert(1, "check".into());
    } else if misplaced && lang_first {
        // `fazhi --lang en rules`: the option belongs behind the command.
        let count = if words.first().is_some_and(|word| word.as_ref() == "--lang") { 2 } else { 1 };
        let moved: Vec<OsString> = arguments.drain(1..=count.min(arguments.len() - 1)).collect();
        if !first_is_own(&arguments) {
            arguments.extend(moved);
        }
    } else if first.is_none() && !words.is_empty() {
        arguments.truncate(1);
    }
    arguments
}

fn first_is_own(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|word| word.to_string_lossy().starts_with('-') || word == "help")
}

/// The language that arguments or environment ask for; needed before the arguments are parsed.
pub fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<std::borrow::Cow<'_, str>> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let option = words.iter().enumerate().find_map(|(index, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(index + 1).map(std::string::ToString::to_string),
        Some(value) => value.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let asked = option.or_else(|| std::env::var("FAZHI_LANG").ok());
    if asked.is_some_and(|lang| lang.eq_ignore_ascii_case("en")) { Lang::En } else { Lang::Zh }
}

/// The options of a check, where the arguments are those of one and nothing is wrong with them. Help and faults of use
/// are the business of the whole command.
pub fn plain_check(arguments: &[OsString]) -> Option<Check> {
    let (verb, rest) = arguments.get(1..)?.split_first()?;
    if verb != "check" {
        return None;
    }
    let command = Check::augment_args(clap::Command::new("check").no_binary_name(true).disable_help_flag(true));
    let matches = command.try_get_matches_from(rest).ok()?;
    Check::from_arg_matches(&matches).ok()
}

/// The command with help in `lang`.
pub fn command(lang: Lang) -> clap::Command {
    let styles = Styles::styled()
        .header(AnsiColor::Yellow.on_default().bold())
        .usage(AnsiColor::Yellow.on_default().bold())
        .literal(AnsiColor::Green.on_default());
    let command = Cli::command().styles(styles);
    match lang {
        Lang::Zh => {
            localise(command.after_help("English: fazhi --lang en --help"), "", "用法：", "命令", "选项", "参数")
        }
        Lang::En => english::translate(localise(command, "", "Usage:", "Commands", "Options", "Arguments")),
    }
}

fn localise(
    command: clap::Command,
    parent: &str,
    usage: &str,
    commands: &'static str,
    options: &'static str,
    arguments: &'static str,
) -> clap::Command {
    let template = format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}\n{{after-help}}");
    let mut command = command;
    if usage != "Usage:" && command.get_name() != "fazhi" {
        let names: Vec<String> = command
            .get_positionals()
            .map(|arg| {
                format!(
                    "<{}>{}",
                    value_name(arg),
                    if arg.get_num_args().is_some_and(|count| count.max_values() > 1) { "..." } else { "" }
                )
            })
            .collect();
        let options = if command.has_subcommands() { "<命令>" } else { "[选项] " };
        let usage = format!("{parent} {} {options}{}", command.get_name(), names.join(" "));
        command = command.override_usage(usage);
    }
    let command = command.help_template(template).subcommand_help_heading(commands).subcommand_value_name(commands);
    let command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let arg = if arg.get_help_heading().is_none() { arg.help_heading(heading) } else { arg };
        choices(arg, commands == "命令")
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let parent = format!("{parent} {}", command.get_name()).trim_start().to_owned();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| localise(sub, &parent, usage, commands, options, arguments))
    })
}

fn value_name(arg: &clap::Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}

/// Tells the possible values and the default of an option in words of the help's own language.
fn choices(arg: clap::Arg, chinese: bool) -> clap::Arg {
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if values.is_empty() || !chinese || !arg.get_action().takes_values() {
        return arg;
    }
    let default =
        arg.get_default_values().first().map(|value| format!("，默认 {}", value.to_string_lossy())).unwrap_or_default();
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.hide_possible_values(true).hide_default_value(true).help(format!("{help}（{}{default}）", values.join("、")))
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::diagnostic::Lang;

    fn every_help(command: &mut clap::Command, out: &mut String) {
        out.push_str(&command.render_long_help().to_string());
        for sub in command.get_subcommands_mut() {
            every_help(sub, out);
        }
    }

    #[test]
    fn the_english_help_is_complete() {
        let mut words = String::new();
        every_help(&mut command(Lang::En), &mut words);
        // Names of places and weights are what is typed.
        let typed = ["四川省", "四川", "法治政府建设年度报告"];
        for word in typed {
            words = words.replace(word, "");
        }
        let left: Vec<&str> = words.lines().filter(|line| line.chars().any(crate::source::span::is_han)).collect();
        assert!(left.is_empty(), "{left:#?}");
        assert!(words.lines().count() > 150);
    }
}
