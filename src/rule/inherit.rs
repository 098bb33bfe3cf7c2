//! Packs on top of one another: which packs are needed, in which order, and what each changes in the packs under it.

use std::collections::BTreeSet;

use super::fault::{PackFault, nearest};
use super::load::{Files, LoadedPack, LoadedRule, Override, PackFile, load};
use super::raw::{RawApplies, RawRule};
use super::yaml::{Mismatch, Node, Value, overlay, typed};

/// The fields of a rule that another pack may change.
const CHANGEABLE: [&str; 12] = [
    "severity",
    "confidence",
    "disabled",
    "basis",
    "applies",
    "adjust",
    "profiles",
    "match",
    "message",
    "help",
    "docs",
    "tests",
];

/// The pack on which a pack builds that does not say.
const DEFAULT_BASE: &str = "national";

/// Packs in the order in which they are compiled, the base first.
#[derive(Debug, Default)]
pub struct Lineage {
    /// The packs; rules carry the changes of later packs.
    pub packs: Vec<LoadedPack>,
    /// What is wrong between packs.
    pub faults: Vec<PackFault>,
    /// A needed pack is missing or packs extend one another in a ring: nothing can be checked.
    pub unusable: bool,
    /// The packs that were asked for, not those that they extend.
    pub asked: Vec<usize>,
    /// For each pack, the packs under it.
    under: Vec<BTreeSet<usize>>,
}

/// Where packs are found that others extend by name.
pub struct Store<'a> {
    /// The files of the pack of that name.
    pub files: &'a dyn Fn(&str) -> Option<Vec<PackFile>>,
    /// The names that there are.
    pub names: &'a [&'a str],
}

/// Puts `wanted` packs and all packs that they extend in order, and lays the changes of each over the rules under it.
///
/// A name in `extends` is that of another wanted pack or of a pack in the store; a path is refused, so that a pack from
/// a stranger reads nothing outside its own folder.
#[must_use]
pub fn inherit(wanted: Vec<LoadedPack>, store: &Store<'_>, files: &mut Files) -> Lineage {
    let mut search = Search { waiting: wanted.into_iter().map(Some).collect(), ..Search::default() };
    search.names = search.waiting.iter().flatten().map(|pack| pack.name().to_owned()).collect();
    for index in 0..search.waiting.len() {
        search.visit_wanted(index, store, files);
    }
    let mut lineage = search.lineage;
    if !lineage.unusable {
        lineage.override_all(files);
    }
    lineage
}

/// The depth-first search through `extends`.
#[derive(Debug, Default)]
struct Search {
    /// Packs that were asked for and not reached yet.
    waiting: Vec<Option<LoadedPack>>,
    /// Their names.
    names: Vec<String>,
    /// The names on the way from a wanted pack to here.
    path: Vec<String>,
    lineage: Lineage,
}

impl Search {
    fn visit_wanted(&mut self, index: usize, store: &Store<'_>, files: &mut Files) -> Option<usize> {
        let pack = self.waiting.get_mut(index).and_then(Option::take)?;
        let at = self.visit(pack, store, files);
        self.lineage.asked.push(at);
        Some(at)
    }

    fn visit(&mut self, pack: LoadedPack, store: &Store<'_>, files: &mut Files) -> usize {
        let mut under = BTreeSet::new();
        let bases: Vec<(String, Option<super::yaml::Place>)> = match &pack.head {
            Some((head, _)) => match &head.extends {
                Some(names) => names.iter().map(|name| (name.value.clone(), Some(name.place))).collect(),
                // A pack with content items of its own stands alone.
                None if pack.roles.is_empty() => vec![(DEFAULT_BASE.to_owned(), None)],
                None => Vec::new(),
            },
            None => vec![(DEFAULT_BASE.to_owned(), None)],
        };
        self.path.push(pack.name().to_owned());
        for (name, place) in bases {
            let reached = if self.path.contains(&name) {
                Err(ring(&self.path, &name))
            } else if let Some(done) = self.lineage.packs.iter().position(|pack| pack.name() == name) {
                Ok(done)
            } else if let Some(index) = self.names.iter().position(|known| *known == name) {
                self.visit_wanted(index, store, files).ok_or_else(|| ring(&self.path, &name))
            } else if let Some(found) = (store.files)(&name) {
                let base = load(found, files);
                Ok(self.visit(base, store, files))
            } else {
                Err(missing(&name, self.names.iter().map(String::as_str).chain(store.names.iter().copied())))
            };
            match reached {
                Ok(base) => {
                    under.insert(base);
                    under.extend(self.lineage.under.get(base).into_iter().flatten().copied());
                }
                Err(mut fault) => {
                    fault.place = place;
                    self.lineage.faults.push(files.mismatch(fault));
                    self.lineage.unusable = true;
                }
            }
        }
        self.path.pop();
        if pack.head.is_none() && pack.broken.iter().any(|name| name == "pack") {
            self.lineage.unusable = true;
        }
        self.lineage.packs.push(pack);
        self.lineage.under.push(under);
        self.lineage.packs.len() - 1
    }
}

fn ring(path: &[String], name: &str) -> Mismatch {
    let way = path.iter().skip_while(|step| *step != name).map(String::as_str).collect::<Vec<_>>().join(" → ");
    unplaced(
        format!("规则包互相继承，形成循环：{way} → {name}"),
        format!("packs extend one another in a ring: {way} → {name}"),
    )
}

fn missing<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Mismatch {
    if name.contains(['/', '\\', '.']) {
        let mut fault = unplaced(
            format!("extends 只写规则包名称，不写路径：“{name}”"),
            format!("`extends` takes names of packs, not paths: `{name}`"),
        );
        fault.help = Some(crate::diagnostic::Text {
            zh: "请用 --pack 同时给出两个文件夹，这里写另一个包 pack.yaml 里的 name".to_owned(),
            en: "give both folders with --pack and write the other pack’s `name` here".to_owned(),
        });
        return fault;
    }
    let mut fault = unplaced(format!("没有名为“{name}”的规则包"), format!("there is no pack called `{name}`"));
    fault.help = Some(if let Some(near) = nearest(name, known.clone()) {
        crate::diagnostic::Text { zh: format!("是不是“{near}”？"), en: format!("did you mean `{near}`?") }
    } else {
        let known = known.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("、");
        crate::diagnostic::Text {
            zh: format!("已有：{known}；自己的包请用 --pack 文件夹 一并给出"),
            en: format!("known: {known}; give a pack of your own with --pack FOLDER"),
        }
    });
    fault
}

fn unplaced(zh: String, en: String) -> Mismatch {
    Mismatch { place: None, message: crate::diagnostic::Text { zh, en }, help: None }
}

impl Lineage {
    fn override_all(&mut self, files: &Files) {
        for pack in 0..self.packs.len() {
            let overrides = self.packs.get_mut(pack).map(|pack| std::mem::take(&mut pack.overrides));
            for change in overrides.unwrap_or_default() {
                if let Err(fault) = self.override_one(pack, &change) {
                    self.faults.push(files.mismatch(fault));
                }
            }
        }
    }

    fn override_one(&mut self, pack: usize, change: &Override) -> Result<(), Mismatch> {
        let id = &change.rule.value;
        let owner = self.packs.iter().position(|pack| pack.rules.iter().any(|rule| rule.raw.id.value == *id));
        let Some(owner) = owner else {
            // A rule that could not be read has its own fault.
            if self.packs.iter().any(|pack| pack.broken.contains(id)) {
                return Ok(());
            }
            return Err(self.dangling(change));
        };
        if owner == pack {
            return Err(Mismatch::new(
                change.rule.place,
                "这是本包自己的规则，请直接修改规则文件",
                "this rule belongs to the pack itself; change its file",
            ));
        }
        allowed_keys(&change.patch)?;
        let Some(rule) =
            self.packs.get_mut(owner).and_then(|pack| pack.rules.iter_mut().find(|rule| rule.raw.id.value == *id))
        else {
            return Ok(());
        };
        let under = self.under.get(pack).cloned().unwrap_or_default();
        for (earlier, other) in &rule.changes {
            if !under.contains(earlier) {
                conflict(other, &change.patch)?;
            }
        }
        let raw = apply(rule, &change.patch)?;
        rule.raw = raw;
        rule.changes.push((pack, change.patch.clone()));
        Ok(())
    }

    fn dangling(&self, change: &Override) -> Mismatch {
        let id = &change.rule.value;
        let known = self.packs.iter().flat_map(|pack| &pack.rules).map(|rule| rule.raw.id.value.as_str());
        let mut fault = Mismatch::new(
            change.rule.place,
            &format!("没有可修改的规则“{id}”"),
            &format!("there is no rule `{id}` to change"),
        );
        fault.help = Some(match nearest(id, known) {
            Some(near) => crate::diagnostic::Text {
                zh: format!("是不是“{near}”？"),
                en: format!("did you mean `{near}`?"),
            },
            None => crate::diagnostic::Text {
                zh: "用 fazhi rules 查看全部规则".to_owned(),
                en: "`fazhi rules` lists all rules".to_owned(),
            },
        });
        fault
    }
}

fn allowed_keys(patch: &Node) -> Result<(), Mismatch> {
    let Value::Map(entries) = &patch.value else {
        return Err(Mismatch::new(
            patch.place,
            "这里应写要改的内容，如 severity: warning",
            "what changes is expected here, such as `severity: warning`",
        ));
    };
    for (key, _) in entries {
        let word = key.words().unwrap_or_default();
        if !CHANGEABLE.contains(&word) {
            let mut fault =
                Mismatch::new(key.place, &format!("“{word}”不能修改"), &format!("`{word}` cannot be changed"));
            fault.help = Some(match nearest(word, CHANGEABLE) {
                Some(near) => crate::diagnostic::Text {
                    zh: format!("是不是“{near}”？"),
                    en: format!("did you mean `{near}`?"),
                },
                None => crate::diagnostic::Text {
                    zh: format!("可改：{}", CHANGEABLE.join("、")),
                    en: format!("what can change: {}", CHANGEABLE.join(", ")),
                },
            });
            return Err(fault);
        }
    }
    Ok(())
}

/// The rule with `patch` laid over it; the rule itself is changed only if the result is one.
fn apply(rule: &mut LoadedRule, patch: &Node) -> Result<RawRule, Mismatch> {
    let mut node = rule.node.clone();
    // Tests that were written for other settings say nothing about the changed rule.
    if patch.get("tests").is_some() {
        node.take("tests");
    }
    overlay(&mut node, patch.clone())?;
    let raw: RawRule = typed(&node).map_err(|mut fault| {
        fault.place.get_or_insert(patch.place);
        fault
    })?;
    if let Some(applies) = patch.get("applies") {
        narrower(&rule.raw.applies, &raw.applies, applies)?;
    }
    rule.node = node;
    Ok(raw)
}

/// A pack may except reports from a rule, not bring reports under it for which its authority was never meant.
fn narrower(before: &RawApplies, after: &RawApplies, at: &Node) -> Result<(), Mismatch> {
    let place = |key: &str| at.get(key).map_or(at.place, |value| value.place);
    let levels = before.levels.is_empty()
        || !after.levels.is_empty() && after.levels.iter().all(|level| before.levels.contains(level));
    let from = before.years.from.is_none_or(|from| after.years.from.is_some_and(|year| year >= from));
    let to = before.years.to.is_none_or(|to| after.years.to.is_some_and(|year| year <= to));
    let key = if !levels {
        "levels"
    } else if !(from && to) {
        "years"
    } else {
        return Ok(());
    };
    let mut fault = Mismatch::new(
        place(key),
        "适用范围只能收窄，不能比原规则更宽",
        "the scope may become narrower, not wider than that of the rule",
    );
    fault.help = Some(crate::diagnostic::Text {
        zh: "要求更多的报告，请另写一条规则并注明依据".to_owned(),
        en: "to ask more reports for it, write a rule of your own with its basis".to_owned(),
    });
    Err(fault)
}

/// Two packs of which neither builds on the other may not give one setting two values.
fn conflict(earlier: &Node, later: &Node) -> Result<(), Mismatch> {
    match (&earlier.value, &later.value) {
        (Value::Map(_), Value::Map(entries)) => {
            for (key, value) in entries {
                let twin = key.words().and_then(|key| earlier.get(key));
                // Additions to one list do not exclude one another.
                if let Some(twin) = twin.filter(|_| !matches!(key.words(), Some("add" | "tests" | "docs"))) {
                    conflict(twin, value)?;
                }
            }
            Ok(())
        }
        _ if earlier.says_same(later) => Ok(()),
        _ => {
            let words = earlier.words().unwrap_or("…");
            Err(Mismatch::new(
                later.place,
                &format!("与另一个规则包冲突：那里已把同一项改为“{words}”，而两个包互不继承"),
                &format!("another pack, neither above nor below this one, sets the same to `{words}`"),
            ))
        }
    }
}
