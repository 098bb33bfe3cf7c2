//! `fazhi outline`

use crate::diagnostic::Lang;
use crate::render::outline;

use super::args::Outline;
use super::choice::OutlineFormat;
use super::each::pieces;
use super::{Exit, print, style};

/// Runs the command.
pub fn run(args: &Outline, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let inputs = (args.paths.as_slice(), args.stdin_filename.as_str());
    let answered = pieces(inputs, &args.packs, &args.facts, style, |subject, rules| match args.format {
        OutlineFormat::Text => outline::text(subject, &rules.roles, &style),
        OutlineFormat::Json => outline::json(subject, &rules.roles),
    });
    let Some((pieces, exit)) = answered else {
        return Exit::Usage;
    };
    match args.format {
        OutlineFormat::Text => print(&pieces.join("\n")),
        OutlineFormat::Json => print(&outline::envelope(&pieces)),
    }
    exit
}
