//! Plans as options and environment state them.

use std::sync::Arc;

use clap::ValueEnum;

use crate::config::Stated;
use crate::diagnostic::Lang;
use crate::engine::{Plans, Search, Trouble, folder_of};
use crate::render::{self, Style};
use crate::rule::RuleSet;

use super::args::{ConfigChoice, Facts, PackChoice};
use super::choice::{LangName, LevelName, Occasion};
use super::complain;

/// What the environment states.
pub fn environment(lang: Lang) -> Result<Stated, String> {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let list = |name: &str| -> Vec<String> {
        value(name).map(|words| words.split(',').map(|word| word.trim().to_owned()).collect()).unwrap_or_default()
    };
    Ok(Stated {
        packs: list("FAZHI_PACK"),
        profile: chosen::<Occasion>("FAZHI_PROFILE", value("FAZHI_PROFILE"), lang)?.map(Into::into),
        fail_level: chosen::<LevelName>("FAZHI_FAIL_LEVEL", value("FAZHI_FAIL_LEVEL"), lang)?.map(Into::into),
        show: chosen::<LevelName>("FAZHI_SHOW", value("FAZHI_SHOW"), lang)?.map(Into::into),
        lang: chosen::<LangName>("FAZHI_LANG", value("FAZHI_LANG"), lang)?.map(Into::into),
        select: list("FAZHI_SELECT"),
        ignore: list("FAZHI_IGNORE"),
        level: value("FAZHI_LEVEL").and_then(|word| crate::facts::Level::parse(&word)),
        province: value("FAZHI_PROVINCE").and_then(|word| crate::facts::place::province(&word).map(str::to_owned)),
        year: value("FAZHI_YEAR").and_then(|word| word.parse().ok()),
    })
}

fn chosen<T: ValueEnum>(name: &str, value: Option<String>, lang: Lang) -> Result<Option<T>, String> {
    let Some(value) = value else { return Ok(None) };
    T::from_str(&value, true).map(Some).map_err(|_| {
        let known: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|variant| variant.to_possible_value().map(|value| value.get_name().to_owned()))
            .collect();
        match lang {
            Lang::Zh => format!("错误：环境变量 {name} 不能是“{value}”，可用：{}", known.join("、")),
            Lang::En => format!("error: {name} cannot be `{value}`; known: {}", known.join(", ")),
        }
    })
}

/// Plans, or what is wrong with the environment, said. They live as long as the process, so that rule sets are never
/// taken apart.
pub fn plans(flags: Stated, choice: &ConfigChoice, style: Style) -> Option<&'static Plans> {
    let variables = environment(style.lang).map_err(|words| complain(&words)).ok()?;
    let search = match choice {
        ConfigChoice { config: Some(path), .. } => Search::File(path.clone()),
        ConfigChoice { no_config: true, .. } => Search::Nowhere,
        ConfigChoice { .. } => Search::Upwards,
    };
    let tell = Box::new(move |trouble: Trouble<'_>| match trouble {
        Trouble::Fault(fault) => complain(&render::fault::render(fault, &style)),
        Trouble::Unusable => {
            complain(style.lang.pick("规则包无法使用，未作检查", "the rule pack cannot be used; nothing was checked"));
        }
    });
    Some(Box::leak(Box::new(Plans::new(flags, variables, search, tell))))
}

/// The rules that options and the configuration of the working folder choose, without a report; by province means the
/// national pack here.
pub fn chosen_rules(choice: &PackChoice, style: Style) -> Option<Arc<RuleSet>> {
    let stated = Stated { packs: choice.packs.clone(), ..Stated::default() };
    let plans = plans(stated, &choice.config, style)?;
    let plan = plans.of(&folder_of("x".as_ref()))?;
    plans.rules_for(&plan, None)
}

/// Plans for a command that only reads reports.
pub fn plans_for(packs: &PackChoice, facts: &Facts, style: Style) -> Option<&'static Plans> {
    let stated = Stated {
        packs: packs.packs.clone(),
        level: facts.level,
        province: facts.province.clone(),
        year: facts.year,
        ..Stated::default()
    };
    plans(stated, &packs.config, style)
}
