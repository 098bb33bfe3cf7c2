//! Which rules are used for which report: packs by name or folder, chosen by hand or by the province of the report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::builtin;
use crate::config::{Choice, Config};
use crate::rule::fault::{PackFault, nearest};
use crate::rule::inherit::{Lineage, Store, inherit};
use crate::rule::load::{Files, LoadedPack, PackFile, load, read_folder};
use crate::rule::{Literals, RuleSet, compile};

use super::{Tell, Trouble};

/// The sets that were made so far, and what the built-in ones share.
#[derive(Debug, Default)]
struct Made {
    sets: BTreeMap<String, Option<Arc<RuleSet>>>,
    shared: builtin::Shared,
}

/// The rule sets of a run, each made once, when first needed.
pub struct Packs {
    tell: Tell,
    made: Mutex<Made>,
}

impl Packs {
    /// Nothing loaded yet.
    pub fn new(tell: Tell) -> Self {
        Self { tell, made: Mutex::default() }
    }

    /// The rules for a report of `province`. Faults are shown, once; `None` if nothing can be checked.
    pub fn rules(
        &self,
        choice: &Choice,
        base: &Path,
        config: Option<&Config>,
        province: Option<&str>,
    ) -> Option<Arc<RuleSet>> {
        let names = match choice {
            Choice::ByProvince => {
                vec![province.and_then(builtin::for_province).unwrap_or(builtin::NATIONAL).to_owned()]
            }
            Choice::Named(names) => names.clone(),
        };
        let config = config.filter(|config| config.has_overrides());
        let key = format!(
            "{}\u{0}{}\u{0}{}",
            names.join("\u{0}"),
            base.display(),
            config.map_or("", |config| config.file.path.as_str())
        );
        // A panic of another thread cannot leave the map half-changed: entries are added whole.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.sets.get(&key) {
            return known.clone();
        }
        let set = self.make(&names, base, config, &mut made.shared);
        made.sets.insert(key, set.clone());
        set
    }

    fn make(
        &self,
        names: &[String],
        base: &Path,
        config: Option<&Config>,
        shared: &mut builtin::Shared,
    ) -> Option<Arc<RuleSet>> {
        if let ([name], None) = (names, config)
            && let Some(embedded) = builtin::rule_set(name, shared)
        {
            return match embedded {
                Ok(rules) => Some(Arc::new(rules)),
                Err(words) => {
                    self.tell(&PackFault::new("", "", None, words.clone(), words));
                    None
                }
            };
        }
        let (rules, faults) = build(names, base, config);
        for fault in &faults {
            self.tell(fault);
        }
        if rules.is_none() {
            (self.tell)(Trouble::Unusable);
        }
        rules.map(Arc::new)
    }

    /// Tells of a fault.
    pub(super) fn tell(&self, fault: &PackFault) {
        (self.tell)(Trouble::Fault(fault));
    }
}

/// Compiles packs by name or folder, with the changes of a configuration on top.
pub fn build(names: &[String], base: &Path, config: Option<&Config>) -> (Option<RuleSet>, Vec<PackFault>) {
    let mut files = Files::default();
    let (lineage, mut faults) = lineage(names, base, config, &mut files);
    let Some(lineage) = lineage else {
        return (None, faults);
    };
    let mut literals = Literals::default();
    let (compiled, more) = compile(lineage, &files, &mut literals);
    faults.extend(more);
    let Some(compiled) = compiled else {
        return (None, faults);
    };
    match compiled.open(&literals) {
        Ok(rules) => (Some(rules), faults),
        Err(words) => {
            let zh = format!("词表无法编译：{words}");
            faults.push(PackFault::new("", "", None, zh, format!("the literals cannot be compiled: {words}")));
            (None, faults)
        }
    }
}

/// The packs behind `names` with all that they extend, in order; `None` if one of them cannot be found or read.
pub fn lineage(
    names: &[String],
    base: &Path,
    config: Option<&Config>,
    files: &mut Files,
) -> (Option<Lineage>, Vec<PackFault>) {
    let mut wanted: Vec<LoadedPack> = Vec::new();
    let mut faults = Vec::new();
    for name in names {
        match find(name, base) {
            Ok(found) => wanted.push(load(found, files)),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return (None, faults);
    }
    if let Some(config) = config {
        let under: Vec<String> = wanted.iter().map(|pack| pack.name().to_owned()).collect();
        wanted.extend(config.as_pack(&under, files));
    }
    (Some(over_builtin(wanted, files)), faults)
}

/// A pack by its files, with all that it extends, in order.
#[must_use]
pub fn lineage_of(found: Vec<PackFile>, files: &mut Files) -> Lineage {
    let wanted = vec![load(found, files)];
    over_builtin(wanted, files)
}

fn over_builtin(wanted: Vec<LoadedPack>, files: &mut Files) -> Lineage {
    let names = builtin::names();
    inherit(wanted, &Store { files: &builtin::files, names: &names }, files)
}

/// The files of the pack `name`: a folder if it looks like one, else a built-in pack, else a folder of that name.
///
/// # Errors
/// A fault without a place when there is no such pack, or its folder cannot be read.
pub fn find(name: &str, base: &Path) -> Result<Vec<PackFile>, PackFault> {
    let looks_like_path = name.contains(['/', '\\']) || name.starts_with('.');
    if !looks_like_path && let Some(files) = builtin::files(name) {
        return Ok(files);
    }
    let folder = if Path::new(name).is_absolute() { PathBuf::from(name) } else { base.join(name) };
    if folder.is_dir() {
        return read_folder(&folder);
    }
    let mut fault = PackFault::new(
        "",
        "",
        None,
        format!("没有规则包“{name}”，也没有这个文件夹"),
        format!("there is no pack and no folder called `{name}`"),
    );
    let names = builtin::names();
    fault = match nearest(name, names.iter().copied()) {
        Some(near) => fault.with_help(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => fault.with_help(
            format!("内置规则包：{}；自己的规则包请写文件夹路径", names.join("、")),
            format!("built-in packs: {}; write the path of a folder for your own", names.join(", ")),
        ),
    };
    Err(fault)
}
