//! `fazhi pack docs`

use crate::diagnostic::Lang;
use crate::engine::packs::build;
use crate::render::{HandbookFormat, handbook};
use crate::rule::load::{Files, LoadedRule};

use super::super::{Exit, complain, print, style};
use super::args::{Docs, DocsFormat};
use super::{lineage, show, write_file};

/// Runs the command.
pub fn run(args: &Docs, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let (rules, faults) = build(&args.packs, "".as_ref(), None);
    show(&faults, &style);
    let mut files = Files::default();
    let (Some(rules), Some(lineage), true) = (rules, lineage(&args.packs, &mut files, &style), faults.is_empty())
    else {
        return Exit::Usage;
    };
    let loaded: Vec<LoadedRule> = lineage.packs.into_iter().flat_map(|pack| pack.rules).collect();
    let format = match args.format {
        DocsFormat::Md => HandbookFormat::Markdown,
        DocsFormat::Html => HandbookFormat::Html,
    };
    let words = handbook(&rules, &loaded, lang, format);
    match &args.output {
        None => print(&words),
        Some(path) => {
            if let Err(fault) = write_file(path, words.as_bytes(), lang) {
                complain(&fault);
                return Exit::Usage;
            }
        }
    }
    Exit::Clean
}
