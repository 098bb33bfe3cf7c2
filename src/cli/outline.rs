//! `fazhi outline`

use crate::diagnostic::Lang;
use crate::facts::Reading;
use crate::render::outline;

use super::args::Outline;
use super::check::{folder, overrides};
use super::choice::OutlineFormat;
use super::input::inputs;
use super::plan::plans_for;
use super::{Exit, complain, print, style};

/// Runs the command.
pub fn run(args: &Outline, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Some(plans) = plans_for(&args.packs, &args.facts, style) else {
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
        let reading = Reading::of(&source, &overrides);
        let rules = plans.of(&folder(&input)).and_then(|plan| plans.rules(&plan, &reading.profile));
        let Some(rules) = rules else {
            exit = Exit::Usage;
            continue;
        };
        let subject = reading.with(&rules.cues, &rules.roles, &rules.genre);
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
