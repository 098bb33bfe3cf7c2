//! The command line: the only room, with the language server, that reads the environment, prints and sets exit codes.

#[cfg(feature = "docx")]
mod annotate;
mod answer;
mod args;
mod check;
mod choice;
mod config;
mod each;
mod english;
mod exit;
mod explain;
mod facts;
mod fix;
mod help;
mod input;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod many;
mod new;
mod outline;
mod pack;
mod plan;
mod review;
mod rules;
mod spent;
mod unreadable;
mod usage;
mod write;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::FromArgMatches;

use crate::diagnostic::Lang;
use crate::render::Style;

pub use exit::Exit;

use args::{Cli, Command, Common};
use choice::{Ambiguous, Color};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main(arguments: impl Iterator<Item = OsString>) -> std::process::ExitCode {
    let arguments = help::with_default_verb(arguments.collect());
    let lang = help::language(&arguments);
    // Most runs check something and ask for no help: they need neither the other commands nor the words of the help.
    if let Some(check) = help::plain_check(&arguments) {
        return check::run(&check, lang).into();
    }
    let command = help::command(lang);
    let matches = match command.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(fault) => return usage::report(&fault, lang).into(),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(fault) => return usage::report(&fault, lang).into(),
    };
    let exit = match cli.command {
        Command::Check(check) => check::run(&check, lang),
        Command::Outline(outline) => outline::run(&outline, lang),
        Command::Facts(facts) => facts::run(&facts, lang),
        Command::Explain(explain) => explain::run(&explain, lang),
        Command::Rules(rules) => rules::run(&rules, lang),
        Command::Pack(pack) => pack::run(&pack, lang),
        Command::Config(config) => config::run(&config, lang),
        Command::New(new) => new::run(&new, lang),
        Command::Man(man) => man::run(&man, lang),
        #[cfg(feature = "lsp")]
        Command::Lsp { .. } => return lsp::run(lang),
        Command::Completions { shell } => {
            let mut command = help::command(lang);
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "fazhi", &mut script);
            print(&String::from_utf8_lossy(&script));
            Exit::Clean
        }
    };
    exit.into()
}

/// Writes to standard output in one piece. A reader that went away (`| head`) is no fault.
fn print(words: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}

/// Writes bytes to standard output as they are.
fn print_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}

/// Writes pieces to standard output one behind the other, without making one text of them first.
fn print_all<'a>(pieces: impl Iterator<Item = &'a str>) {
    // Small pieces are gathered, larger ones written as they are.
    let mut out = std::io::BufWriter::with_capacity(1 << 13, std::io::stdout().lock());
    for piece in pieces {
        if out.write_all(piece.as_bytes()).is_err() {
            return;
        }
    }
    let _ = out.flush();
}

/// Writes a line to standard error.
fn complain(words: &str) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{words}");
}

/// Writes a file whole or not at all; says so if that fails.
fn write_file<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    path: &std::path::Path,
    pieces: impl IntoIterator<Item = &'a T>,
    lang: Lang,
) -> bool {
    match write::atomically(path, pieces.into_iter().map(AsRef::as_ref)) {
        Ok(()) => true,
        Err(fault) => {
            complain(&match lang {
                Lang::Zh => format!("错误：无法写入 {}：{fault}", path.display()),
                Lang::En => format!("error: cannot write {}: {fault}", path.display()),
            });
            false
        }
    }
}

/// The style of a terminal, as options and environment say.
fn style(common: &Common, lang: Lang) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            !set("NO_COLOR")
                && (set("CLICOLOR_FORCE") || terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"))
        }
    };
    let width = common.width.or_else(|| terminal.then(terminal_width).flatten()).unwrap_or(100);
    Style { lang, color, width, wide_ambiguous: common.ambiguous_width == Ambiguous::Wide, ..Style::default() }
}

fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(terminal_size::Width(cells), _)| usize::from(cells))
}
