//! Commands that print something of every report, judged or not.

use std::path::PathBuf;

use crate::facts::{Reading, Subject};
use crate::render::Style;
use crate::rule::RuleSet;

use super::args::{Facts, PackChoice};
use super::check::{folder, overrides};
use super::input::inputs;
use super::plan::plans_for;
use super::{Exit, complain};

/// What `piece` makes of each input, in order; an unreadable one is named on standard error.
/// Nothing if the packs or the configuration cannot be used, which has been said.
pub fn pieces(
    (paths, stdin_filename): (&[PathBuf], &str),
    packs: &PackChoice,
    facts: &Facts,
    style: Style,
    piece: impl Fn(&Subject<'_>, &RuleSet) -> String,
) -> Option<(Vec<String>, Exit)> {
    let lang = style.lang;
    let plans = plans_for(packs, facts, style)?;
    let overrides = overrides(facts);
    let mut pieces = Vec::new();
    let mut exit = Exit::Clean;
    for input in inputs(paths, stdin_filename, lang) {
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
        pieces.push(piece(&reading.with(&rules.cues, &rules.roles, &rules.genre), &rules));
    }
    Some((pieces, exit))
}
