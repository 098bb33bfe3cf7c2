//! `fazhi facts`

use crate::diagnostic::Lang;
use crate::facts::Reading;
use crate::render::facts;

use super::args::FactsCommand;
use super::check::{folder, overrides};
use super::choice::FactsFormat;
use super::input::inputs;
use super::plan::plans_for;
use super::{Exit, complain, print, style};

/// Runs the command.
pub fn run(args: &FactsCommand, lang: Lang) -> Exit {
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
        let listing = facts::Listing::new(&subject, rules);
        pieces.push(match args.format {
            FactsFormat::Table => listing.table(&style),
            FactsFormat::Json => listing.json(),
            FactsFormat::Csv => listing.csv(),
        });
    }
    match args.format {
        FactsFormat::Table => print(&pieces.join("\n")),
        FactsFormat::Json => print(&crate::render::outline::envelope(&pieces)),
        FactsFormat::Csv => print(&format!("{}{}", facts::CSV_HEAD, pieces.concat())),
    }
    exit
}
