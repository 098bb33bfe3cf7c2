//! `fazhi facts`

use crate::diagnostic::Lang;
use crate::facts::Subject;
use crate::render::facts;

use super::args::{FactsCommand, FactsFormat};
use super::check::overrides;
use super::input::{inputs, rule_set};
use super::{Exit, complain, print, style};

/// Runs the command.
pub fn run(args: &FactsCommand, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Some(rules) = rule_set(&args.rules, lang, style.color) else {
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
