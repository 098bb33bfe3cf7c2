//! `fazhi facts`

use crate::diagnostic::Lang;
use crate::render::{facts, outline};

use super::args::FactsCommand;
use super::choice::FactsFormat;
use super::each::pieces;
use super::{Exit, print, style};

/// Runs the command.
pub fn run(args: &FactsCommand, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let inputs = (args.paths.as_slice(), args.stdin_filename.as_str());
    let answered = pieces(inputs, &args.packs, &args.facts, style, |subject, rules| {
        let listing = facts::Listing::new(subject, rules);
        match args.format {
            FactsFormat::Table => listing.table(&style),
            FactsFormat::Json => listing.json(),
            FactsFormat::Csv => listing.csv(),
        }
    });
    let Some((pieces, exit)) = answered else {
        return Exit::Usage;
    };
    match args.format {
        FactsFormat::Table => print(&pieces.join("\n")),
        FactsFormat::Json => print(&outline::envelope(&pieces)),
        FactsFormat::Csv => print(&format!("{}{}", facts::CSV_HEAD, pieces.concat())),
    }
    exit
}
