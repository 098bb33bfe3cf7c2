//! Judging one source under the settings of its folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Text;
use crate::facts::{CalendarDate, Overrides, Reading};
use crate::report::baseline::KnownFinding;
use crate::report::waiver::{RawWaiver, Waiver};
use crate::report::{Policy, Report, covers, judge};
use crate::rule::RuleSet;
use crate::source::Source;

use super::plan::{Plan, Plans};

/// The known findings of each input.
pub type Known = BTreeMap<String, Vec<KnownFinding>>;

/// How all inputs of a run are judged.
pub struct Judge<'a> {
    /// The settings and packs.
    pub plans: &'a Plans,
    /// What is stated about every report.
    pub overrides: Overrides,
    /// Accepted findings.
    pub waivers: Vec<Waiver>,
    /// Known findings.
    pub known: Known,
    /// Whether a baseline is to be written.
    pub fingerprints: bool,
    /// The day of the check.
    pub today: Option<CalendarDate>,
}

/// A report that was judged, with what holds for it.
pub struct Judged {
    /// The report.
    pub report: Report,
    /// Its rules.
    pub rules: Arc<RuleSet>,
    /// The settings of its folder.
    pub plan: Arc<Plan>,
    /// How its findings were weighed.
    pub policy: Policy,
    /// What was stated about it.
    pub overrides: Overrides,
}

/// A text that was read under the settings of its folder.
pub struct Read<'s> {
    reading: Reading<'s>,
    plan: Arc<Plan>,
    overrides: Overrides,
}

/// The same with the rules that hold for it.
pub struct Equipped<'s> {
    read: Read<'s>,
    rules: Arc<RuleSet>,
    policy: Policy,
}

impl Judge<'_> {
    /// Judges a source as the settings of `folder` say: [`Judge::read`], [`Judge::equip`] and [`Equipped::judge`] in one.
    ///
    /// # Errors
    /// The words for settings or packs that cannot be used; what is wrong in them was told.
    pub fn judge(&self, source: &Source, folder: &Path) -> Result<Judged, Text> {
        Ok(self.equip(self.read(source, folder)?)?.judge())
    }

    /// Finds the settings and reads the text.
    ///
    /// # Errors
    /// The words for settings that cannot be used.
    pub fn read<'s>(&self, source: &'s Source, folder: &Path) -> Result<Read<'s>, Text> {
        let plan = self.plans.of(folder).ok_or_else(|| unusable("配置文件有误", "its configuration is faulty"))?;
        let settings = &plan.settings;
        let overrides = Overrides {
            level: settings.level.value,
            province: settings.province.value.clone(),
            year: settings.year.value,
            ..self.overrides.clone()
        };
        let reading = Reading::of(source, &overrides);
        Ok(Read { reading, plan, overrides })
    }

    /// Finds the rules for what was read, and how their findings are weighed.
    ///
    /// # Errors
    /// The words for packs that cannot be used.
    pub fn equip<'s>(&self, read: Read<'s>) -> Result<Equipped<'s>, Text> {
        let rules = self
            .plans
            .rules(&read.plan, &read.reading.profile)
            .ok_or_else(|| unusable("规则包有误，未作检查", "not checked: faulty rule pack"))?;
        let (settings, name) = (&read.plan.settings, read.reading.source.name());
        let policy = Policy {
            profile: settings.profile.value,
            select: read.plan.select.clone(),
            ignore: read.plan.ignore.clone(),
            waivers: self.waivers.clone(),
            known: self
                .known
                .get(name)
                .map_or_else(Known::new, |known| Known::from([(name.to_owned(), known.clone())])),
            fingerprints: self.fingerprints,
            today: self.today,
        };
        Ok(Equipped { read, rules, policy })
    }
}

impl Equipped<'_> {
    /// Runs the rules.
    #[must_use]
    pub fn judge(self) -> Judged {
        let Self { read: Read { reading, plan, overrides }, rules, policy } = self;
        Judged { report: judge(reading, &rules, &policy), rules, plan, policy, overrides }
    }
}

fn unusable(zh: &str, en: &str) -> Text {
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

/// The waivers of a configuration file, which may name a rule of any of `sets`.
///
/// # Errors
/// The number of each faulty waiver, from 1, and what is wrong with it.
pub fn config_waivers(config: &Config, sets: &[Arc<RuleSet>]) -> Result<Vec<Waiver>, Vec<(usize, Text)>> {
    compiled(config.waivers(), sets)
}

/// Waivers as they were written, checked.
///
/// # Errors
/// As [`config_waivers`].
pub fn compiled(raw: Vec<RawWaiver>, sets: &[Arc<RuleSet>]) -> Result<Vec<Waiver>, Vec<(usize, Text)>> {
    let known = |name: &str| sets.iter().any(|set| set.rules.iter().any(|rule| covers(name, &rule.id)));
    let (mut out, mut faults) = (Vec::with_capacity(raw.len()), Vec::new());
    for (index, raw) in raw.into_iter().enumerate() {
        match raw.compile(&known) {
            Ok(waiver) => out.push(waiver),
            Err(words) => faults.push((index + 1, words)),
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}
