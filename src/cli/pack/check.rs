//! `fazhi pack check`

use crate::diagnostic::Lang;
use crate::rule::load::Files;
use crate::rule::{Literals, compile};

use super::super::{Exit, complain, print, style};
use super::args::Folders;
use super::{lineage, show};

/// Runs the command.
pub fn run(args: &Folders, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let mut files = Files::default();
    let Some(lineage) = lineage(&args.packs, &mut files, &style) else {
        return Exit::Usage;
    };
    let mut literals = Literals::default();
    let (compiled, mut faults) = compile(lineage, &files, &mut literals);
    let rules = compiled.and_then(|compiled| compiled.open(&literals).ok());
    // A province that does not exist would never be chosen.
    for pack in rules.iter().flat_map(|rules| &rules.packs) {
        for province in pack.provinces.iter().filter(|name| crate::facts::place::province(name) != Some(name)) {
            let zh = format!("规则包“{}”的 provinces 里没有这个省级行政区：“{province}”", pack.name);
            let en = format!("`provinces` of `{}`: there is no province `{province}`", pack.name);
            faults.push(crate::rule::fault::PackFault::new("", "", None, zh, en));
        }
    }
    show(&faults, &style);
    match (rules, faults.len()) {
        (Some(rules), 0) => {
            let own = rules.rules.iter().filter(|rule| rule.pack + 1 == rules.packs.len()).count();
            let all = rules.rules.len();
            print(&match lang {
                Lang::Zh => format!("规则包 {} 没有错误：自有规则 {own} 条，连同继承共 {all} 条\n", rules.name()),
                Lang::En => {
                    format!("pack {}: no faults; {own} rule(s) of its own, {all} with inherited ones\n", rules.name())
                }
            });
            Exit::Clean
        }
        (_, count) => {
            complain(&match lang {
                Lang::Zh => format!("共 {count} 处错误"),
                Lang::En => format!("{count} fault(s)"),
            });
            Exit::Usage
        }
    }
}
