//! What a user wants to be told, and how heavily.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::CalendarDate;
use crate::rule::Rule;

use super::baseline::KnownFinding;
use super::waiver::Waiver;

/// The occasion of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// While drafting: what only the finished text must have weighs less.
    Draft,
    /// Before sending it up.
    #[default]
    Submit,
    /// Before publishing it: residue weighs more.
    Publish,
}

impl Profile {
    /// The word of options and configuration.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submit => "submit",
            Self::Publish => "publish",
        }
    }
}

/// Names of rules and, behind them, beginnings of names, as [`covers`] understands both: what options state, made ready to
/// be asked for every rule of every report. Copies share one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleNames(Arc<(Vec<String>, Vec<String>)>);

impl RuleNames {
    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let (exact, prefixes) = &*self.0;
        exact.is_empty() && prefixes.is_empty()
    }

    /// Whether one of the names covers the rule `id`.
    #[must_use]
    pub fn cover(&self, id: &str) -> bool {
        let (exact, prefixes) = &*self.0;
        exact.binary_search_by(|name| name.as_str().cmp(id)).is_ok()
            || prefixes.iter().any(|prefix| id.starts_with(prefix.as_str()))
    }
}

impl<S: Into<String>> FromIterator<S> for RuleNames {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let names = names.into_iter().map(Into::into);
        let (mut prefixes, mut exact): (Vec<String>, Vec<String>) = names.partition(|name| name.ends_with(['*', '-']));
        exact.sort_unstable();
        prefixes.iter_mut().filter(|name| name.ends_with('*')).for_each(|name| name.truncate(name.len() - 1));
        Self(Arc::new((exact, prefixes)))
    }
}

/// Which rules run and how their findings are weighed.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The occasion.
    pub profile: Profile,
    /// Only these rules; all if empty. A name ending in `*` or `-` stands for all rules that begin with it.
    pub select: RuleNames,
    /// Not these rules.
    pub ignore: RuleNames,
    /// Accepted findings.
    pub waivers: Vec<Waiver>,
    /// Known findings, by the name of the source they stand in.
    pub known: BTreeMap<String, Vec<KnownFinding>>,
    /// Whether the report is to tell its findings as a baseline keeps them.
    pub fingerprints: bool,
    /// The day of the check, for waivers that end; the library has no clock of its own.
    pub today: Option<CalendarDate>,
}

impl Policy {
    /// Whether the rule called `id` is to run.
    #[must_use]
    pub fn wants(&self, id: &str) -> bool {
        (self.select.is_empty() || self.select.cover(id)) && !self.ignore.cover(id)
    }

    /// The finding with the weight it has on this occasion.
    #[must_use]
    pub(super) fn weigh(&self, rule: &Rule, mut found: Diagnostic) -> Diagnostic {
        let by_profile = match self.profile {
            Profile::Draft => rule.profiles.draft,
            Profile::Submit => rule.profiles.submit,
            Profile::Publish => rule.profiles.publish,
        };
        if let Some(severity) = by_profile {
            // A hint stays a hint: profiles move what a reviewer would name, not what only informs.
            found.severity = if self.profile == Profile::Draft {
                found.severity.min(severity)
            } else if found.severity > Severity::Info {
                severity
            } else {
                found.severity
            };
        }
        found
    }
}

/// Whether `name`, or the prefix that it states, covers the rule `id`.
#[must_use]
pub fn covers(name: &str, id: &str) -> bool {
    match name.strip_suffix('*') {
        Some(prefix) => id.starts_with(prefix),
        None => id == name || name.ends_with('-') && id.starts_with(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_names_covers_what_one_of_them_covers() {
        let names = ["title-near-miss", "data-*", "num-", "-", "*", "x*-", ""];
        for list in [&names[..1], &names[1..3], &names[3..4], &names[4..5], &names[5..], &names[..]] {
            let ready: RuleNames = list.iter().copied().collect();
            for id in ["title-near-miss", "title-near", "data-sum", "data", "num-width", "num", "-", "x*-a", "xa", ""] {
                assert_eq!(ready.cover(id), list.iter().any(|name| covers(name, id)), "{list:?} {id}");
            }
        }
    }
}
