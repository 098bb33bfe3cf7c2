//! `fazhi pack …`: writing, proving and comparing rule packs.

pub mod args;
mod check;
mod diff;
mod docs;
mod draft;
mod eval;
mod list;
mod new;
mod schema;
mod sheet;
mod table;
mod test;

use std::path::Path;

use crate::diagnostic::Lang;
use crate::render::{self, Style};
use crate::rule::fault::PackFault;
use crate::rule::inherit::Lineage;
use crate::rule::load::Files;

use super::{Exit, complain};

use args::{Pack, PackCommand};

/// Runs the command.
pub fn run(pack: &Pack, lang: Lang) -> Exit {
    match &pack.command {
        PackCommand::List(args) => list::run(args, lang),
        PackCommand::Check(args) => check::run(args, lang),
        PackCommand::Test(args) => test::run(args, lang),
        PackCommand::New(args) => new::run(args, lang),
        PackCommand::Schema(args) => schema::run(args),
        PackCommand::Docs(args) => docs::run(args, lang),
        PackCommand::Diff(args) => diff::run(args, lang),
        PackCommand::Eval(args) => eval::run(args, lang),
        PackCommand::Import(args) => sheet::import(args, lang),
        PackCommand::Export(args) => sheet::export(args, lang),
    }
}

/// The packs behind names and folders, with all that they extend; faults are shown.
fn lineage(names: &[String], files: &mut Files, style: &Style) -> Option<Lineage> {
    let (lineage, faults) = crate::engine::packs::lineage(names, Path::new(""), None, files);
    show(&faults, style);
    lineage
}

fn show(faults: &[PackFault], style: &Style) {
    for fault in faults {
        complain(&render::fault::render(fault, style));
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// The words for a path that cannot be written.
fn write_file(path: &Path, bytes: &[u8], lang: Lang) -> Result<(), String> {
    super::write::atomically(path, bytes).map_err(|fault| match lang {
        Lang::Zh => format!("错误：{}：无法写入：{fault}", path.display()),
        Lang::En => format!("error: {}: cannot be written: {fault}", path.display()),
    })
}
