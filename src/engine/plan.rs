//! The settings that hold for an input: options, environment and the nearest `fazhi.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::{Choice, Config, Origin, Settings, Stated};
use crate::facts::Profile;
use crate::report::RuleNames;
use crate::rule::RuleSet;
use crate::rule::fault::PackFault;
use crate::rule::load::PackFile;

use super::Tell;
use super::packs::Packs;

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "fazhi.yaml";

/// Largest configuration file, in bytes.
const MAX_CONFIG: u64 = 1 << 20;

/// Where the configuration is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// In the folder of an input and above it.
    #[default]
    Upwards,
    /// This file.
    File(PathBuf),
    /// There is none.
    Nowhere,
}

/// What holds for the inputs of one folder.
#[derive(Debug)]
pub struct Plan {
    /// The settings.
    pub settings: Settings,
    /// The configuration file, if there is one.
    pub config: Option<Config>,
    /// The folder to which pack folders are relative.
    pub base: PathBuf,
    /// The rules that run, of the settings.
    pub select: RuleNames,
    /// The rules that do not.
    pub ignore: RuleNames,
}

/// The plans of a run, made when first needed.
pub struct Plans {
    packs: Packs,
    flags: Stated,
    variables: Stated,
    search: Search,
    made: Mutex<BTreeMap<PathBuf, Option<Arc<Plan>>>>,
}

impl Plans {
    /// Plans for a run: what options and environment state, where the configuration is, and who hears of faults.
    #[must_use]
    pub fn new(flags: Stated, variables: Stated, search: Search, tell: Tell) -> Self {
        Self { packs: Packs::new(tell), flags, variables, search, made: Mutex::default() }
    }

    /// The plan for inputs in `folder`; `None` if its configuration cannot be read, which has then been told.
    pub fn of(&self, folder: &Path) -> Option<Arc<Plan>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(folder) {
            return known.clone();
        }
        let plan = match self.make(folder) {
            Ok(plan) => Some(Arc::new(plan)),
            Err(fault) => {
                self.packs.tell(&fault);
                None
            }
        };
        made.insert(folder.to_owned(), plan.clone());
        plan
    }

    fn make(&self, folder: &Path) -> Result<Plan, PackFault> {
        let path = match &self.search {
            Search::File(path) => Some(path.clone()),
            Search::Nowhere => None,
            Search::Upwards => search(folder),
        };
        let config = path.as_deref().map(read).transpose()?;
        let settings = Settings::resolve(&self.flags, &self.variables, config.as_ref());
        let beside = path.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        let base = if matches!(settings.packs.origin, Origin::File(_)) { beside } else { PathBuf::new() };
        let [select, ignore] = [&settings.select, &settings.ignore].map(|names| names.value.iter().cloned().collect());
        Ok(Plan { settings, config, base, select, ignore })
    }

    /// The rules for a report, as its plan and its province say; `None` if nothing can be checked, which was told.
    pub fn rules(&self, plan: &Plan, profile: &Profile) -> Option<Arc<RuleSet>> {
        let province = profile.province.as_ref().map(|known| known.value.as_str());
        self.rules_for(plan, province)
    }

    /// The rules for a report of `province`.
    pub fn rules_for(&self, plan: &Plan, province: Option<&str>) -> Option<Arc<RuleSet>> {
        self.packs.rules(&plan.settings.packs.value, &plan.base, plan.config.as_ref(), province)
    }

    /// Every rule set that a report may meet under `plan`.
    pub fn all_rules(&self, plan: &Plan) -> Vec<Arc<RuleSet>> {
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
