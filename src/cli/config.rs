//! `fazhi config`

use std::path::Path;

use crate::config::{Origin, Setting, Stated};
use crate::diagnostic::Lang;
use crate::engine::{Plan, folder_of};
use crate::render::{Paint, pad};

use super::args::ShowConfig;

use super::plan::plans;
use super::{Exit, print, style};

/// Runs the command.
pub fn run(args: &ShowConfig, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let stated =
        Stated { packs: args.packs.packs.clone(), lang: args.common.lang.map(Into::into), ..Stated::default() };
    let Some(plans) = plans(stated, &args.packs.config, style) else {
        return Exit::Usage;
    };
    let folder = if args.path.is_dir() { folder_of(&args.path.join("x")) } else { folder_of(&args.path) };
    let Some(plan) = plans.of(&folder) else {
        return Exit::Usage;
    };
    print(&page(&plan, args.show_origin, lang, Paint { on: style.color }));
    Exit::Clean
}

/// A setting in words, as it would be written in the file.
fn shown<T>(setting: &Setting<T>, words: impl Fn(&T) -> String) -> (String, &Origin) {
    (words(&setting.value), &setting.origin)
}

fn page(plan: &Plan, origins: bool, lang: Lang, paint: Paint) -> String {
    let settings = &plan.settings;
    let list = |list: &Vec<String>| format!("[{}]", list.join(", "));
    let unset = || "~".to_owned();
    let rows = [
        ("packs", shown(&settings.packs, |choice| format!("[{}]", choice.words()))),
        ("profile", shown(&settings.profile, |profile| profile.as_str().to_owned())),
        ("fail_level", shown(&settings.fail_level, |severity| severity.as_str().to_owned())),
        ("show", shown(&settings.show, |severity| severity.map_or_else(unset, |weight| weight.as_str().to_owned()))),
        ("lang", shown(&settings.lang, |lang| lang.pick("zh", "en").to_owned())),
        ("select", shown(&settings.select, list)),
        ("ignore", shown(&settings.ignore, list)),
        ("level", shown(&settings.level, |level| level.map_or_else(unset, |level| level.as_str().to_owned()))),
        ("province", shown(&settings.province, |province| province.clone().unwrap_or_else(unset))),
        ("year", shown(&settings.year, |year| year.map_or_else(unset, |year| year.to_string()))),
    ];
    let mut out = String::new();
    match &plan.config {
        Some(config) => {
            out.push_str(&format!("{} {}\n", lang.pick("# 配置文件：", "# configuration:"), config.file.path));
        }
        None => out.push_str(lang.pick("# 没有找到 fazhi.yaml\n", "# no fazhi.yaml was found\n")),
    }
    for (key, (value, origin)) in rows {
        let line = format!("{key}: {value}");
        if origins {
            out.push_str(&format!("{}  {}\n", pad(&line, 28), paint.dim(&format!("# {}", told(origin, plan, lang)))));
        } else {
            out.push_str(&format!("{line}\n"));
        }
    }
    if let Some(config) = plan.config.as_ref().filter(|config| config.has_overrides()) {
        out.push_str(&format!("overrides: {}\n", config.changed_rules().join(", ")));
    }
    out
}

fn told(origin: &Origin, plan: &Plan, lang: Lang) -> String {
    match origin {
        Origin::Default => lang.pick("默认", "default").to_owned(),
        Origin::File(line) => {
            let path = plan.config.as_ref().map_or("", |config| config.file.path.as_str());
            let name = Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
            format!("{name}:{line}")
        }
        Origin::Environment(name) => format!("{}{name}", lang.pick("环境变量 ", "environment ")),
        Origin::Option(name) => format!("{}{name}", lang.pick("选项 ", "option ")),
    }
}
