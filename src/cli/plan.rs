//! The settings that hold for an input: options, environment and the nearest `fazhi.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::ValueEnum;

use crate::config::{Choice, Config, Origin, Settings, Stated};
use crate::diagnostic::Lang;
use crate::facts::Profile;
use crate::render::Style;
use crate::rule::RuleSet;
use crate::rule::fault::PackFault;
use crate::rule::load::PackFile;

use super::args::{ConfigChoice, Facts, PackChoice};
use super::choice::{LangName, LevelName, Occasion};
use super::complain;
use super::packs::Packs;

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "fazhi.yaml";

/// Largest configuration file, in bytes.
const MAX_CONFIG: u64 = 1 << 20;

/// What holds for the inputs of one folder.
#[derive(Debug)]
pub struct Plan {
    /// The settings.
    pub settings: Settings,
    /// The configuration file, if there is one.
    pub config: Option<Config>,
    /// The folder to which pack folders are relative.
    pub base: PathBuf,
}

/// The plans of a run, made when first needed.
#[derive(Debug)]
pub struct Plans {
    packs: Packs,
    flags: Stated,
    variables: Stated,
    choice: ConfigChoice,
    made: Mutex<BTreeMap<PathBuf, Option<Arc<Plan>>>>,
}

impl Plans {
    /// Plans for a run with these flags.
    ///
    /// # Errors
    /// The words for an environment variable that says nothing known.
    pub fn new(flags: Stated, choice: ConfigChoice, style: Style) -> Result<Self, String> {
        let variables = environment(style.lang)?;
        Ok(Self { packs: Packs::new(style), flags, variables, choice, made: Mutex::default() })
    }

    /// The plan for inputs in `folder`; `None` if its configuration cannot be read, which has then been said.
    pub fn of(&self, folder: &Path) -> Option<Arc<Plan>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(folder) {
            return known.clone();
        }
        let plan = match self.make(folder) {
            Ok(plan) => Some(Arc::new(plan)),
            Err(fault) => {
                self.packs.show(&[fault]);
                None
            }
        };
        made.insert(folder.to_owned(), plan.clone());
        plan
    }

    fn make(&self, folder: &Path) -> Result<Plan, PackFault> {
        let path = match &self.choice {
            ConfigChoice { config: Some(path), .. } => Some(path.clone()),
            ConfigChoice { no_config: true, .. } => None,
            ConfigChoice { .. } => search(folder),
        };
        let config = path.as_deref().map(read).transpose()?;
        let settings = Settings::resolve(&self.flags, &self.variables, config.as_ref());
        let beside = path.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        let base = if matches!(settings.packs.origin, Origin::File(_)) { beside } else { PathBuf::new() };
        Ok(Plan { settings, config, base })
    }

    /// The rules for a report, as its plan and its province say; `None` if nothing can be checked, which was said.
    pub fn rules(&self, plan: &Plan, profile: &Profile) -> Option<&'static RuleSet> {
        let province = profile.province.as_ref().map(|known| known.value.as_str());
        self.rules_for(plan, province)
    }

    /// The rules for a report of `province`.
    pub fn rules_for(&self, plan: &Plan, province: Option<&str>) -> Option<&'static RuleSet> {
        self.packs.rules(&plan.settings.packs.value, &plan.base, plan.config.as_ref(), province)
    }

    /// Every rule set that a report may meet under `plan`.
    pub fn all_rules(&self, plan: &Plan) -> Vec<&'static RuleSet> {
        match plan.settings.packs.value {
            Choice::Named(_) => self.rules_for(plan, None).into_iter().collect(),
            Choice::ByProvince => crate::builtin::names()
                .into_iter()
                .filter_map(|name| {
                    let choice = Choice::Named(vec![name.to_owned()]);
                    self.packs.rules(&choice, &plan.base, plan.config.as_ref(), None)
                })
                .collect(),
        }
    }
}

/// The folder of an input, for the search upwards.
pub fn folder_of(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}

/// The nearest `fazhi.yaml` in `folder` or above it.
fn search(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(CONFIG_NAME)).find(|path| path.is_file())
}

fn read(path: &Path) -> Result<Config, PackFault> {
    let name = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok())
        .unwrap_or(path)
        .display()
        .to_string();
    let io = |why: &dyn std::fmt::Display| {
        PackFault::new(&name, "", None, format!("无法读取配置文件：{why}"), format!("cannot be read: {why}"))
    };
    let size = std::fs::metadata(path).map_err(|why| io(&why))?.len();
    if size > MAX_CONFIG {
        return Err(io(&format!("{size} > {MAX_CONFIG} bytes")));
    }
    let text = std::fs::read_to_string(path).map_err(|why| io(&why))?;
    Config::parse(PackFile { path: name, text })
}

/// What the environment states.
fn environment(lang: Lang) -> Result<Stated, String> {
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

/// Plans, or what is wrong with the environment, said.
pub fn plans(flags: Stated, choice: &ConfigChoice, style: Style) -> Option<Plans> {
    Plans::new(flags, choice.clone(), style).map_err(|words| complain(&words)).ok()
}

/// The rules that options and the configuration of the working folder choose, without a report; by province means the
/// national pack here.
pub fn chosen_rules(choice: &PackChoice, style: Style) -> Option<&'static RuleSet> {
    let stated = Stated { packs: choice.packs.clone(), ..Stated::default() };
    let plans = plans(stated, &choice.config, style)?;
    let plan = plans.of(&folder_of("x".as_ref()))?;
    plans.rules_for(&plan, None)
}

/// Plans for a command that only reads reports.
pub fn plans_for(packs: &PackChoice, facts: &Facts, style: Style) -> Option<Plans> {
    let stated = Stated {
        packs: packs.packs.clone(),
        level: facts.level,
        province: facts.province.clone(),
        year: facts.year,
        ..Stated::default()
    };
    plans(stated, &packs.config, style)
}
