//! `fazhi pack list`

use crate::builtin;
use crate::diagnostic::Lang;
use crate::render::{Paint, pad};

use super::super::{Exit, print, style};
use super::args::List;

/// Runs the command.
pub fn run(args: &List, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let paint = Paint { on: style.color };
    let mut out = String::new();
    for name in builtin::names() {
        let Some(Ok(rules)) = builtin::rule_set(name) else { continue };
        let Some(pack) = rules.packs.last() else { continue };
        let own = rules.rules.iter().filter(|rule| rule.pack + 1 == rules.packs.len()).count();
        let changed = rules.rules.iter().filter(|rule| rule.changed_by.contains(&(rules.packs.len() - 1))).count();
        let counted = match lang {
            Lang::Zh => format!("自有规则 {own} 条，修改 {changed} 条"),
            Lang::En => format!("{own} rule(s), {changed} changed"),
        };
        out.push_str(&format!(
            "{}  {} {}  {}\n",
            paint.bold(&pad(name, 10)),
            pad(pack.title.get(lang), 24),
            pack.version,
            paint.dim(&counted)
        ));
        let about = pack.description.get(lang);
        if !about.is_empty() {
            out.push_str(&format!("            {}\n", paint.dim(about)));
        }
    }
    print(&out);
    Exit::Clean
}
