//! `fazhi outline`

use crate::builtin;
use crate::diagnostic::Lang;
use crate::facts::Subject;
use crate::render::outline;

use super::args::{Outline, OutlineFormat};
use super::check::overrides;
use super::input::inputs;
use super::{Exit, complain, print, style};

/// Runs the command.
pub fn run(args: &Outline, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Ok(rules) = builtin::national() else {
        return Exit::Usage;
    };
    let overrides = overrides(&args.facts);
    let mut pieces = Vec::new();
    let mut exit = Exit::Clean;
    for input in inputs(&args.paths, &args.stdin_filename, lang) {
        let source = match input.read(lang) {
            Ok(source) => source,
            Err(why) => {
                complain(&format!("{}{}: {why}", lang.pick("错误：", "error: "), input.name()));
                exit = Exit::Usage;
                continue;
            }
        };
        let subject = Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides);
        pieces.push(match args.format {
            OutlineFormat::Text => outline::text(&subject, &rules.roles, &style),
            OutlineFormat::Json => outline::json(&subject, &rules.roles),
        });
    }
    match args.format {
        OutlineFormat::Text => print(&pieces.join("\n")),
        OutlineFormat::Json => print(&outline::envelope(&pieces)),
    }
    exit
}
