//! Calendar dates: those that do not exist, and days on which figures were cut off.

use serde::{Deserialize, Serialize};

use crate::document::cue::Cue;

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::yaml::Located;

/// A fault of dates, as written: `impossible: true` or `cutoff_before: 12-15` with the words that state a cut-off.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawDate {
    /// Dates that no calendar has.
    #[serde(default)]
    pub impossible: bool,
    /// Cut-off days of the report year before this month and day.
    #[serde(default)]
    pub cutoff_before: Option<Located<String>>,
    /// The words that state a cut-off, such as 截至.
    #[serde(default)]
    pub words: Vec<String>,
}

/// See [`RawDate`].
#[derive(Debug, Serialize, Deserialize)]
pub enum DateFault {
    /// Dates that no calendar has.
    Impossible,
    /// Cut-off days before a month and a day.
    Cutoff {
        /// Month.
        month: u32,
        /// Day.
        day: u32,
        /// The words that state a cut-off.
        words: Vec<Cue>,
    },
}

impl RawDate {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<DateFault, PackFault> {
        let Some(before) = &self.cutoff_before else {
            return if self.impossible {
                Ok(DateFault::Impossible)
            } else {
                Err(site.fault(
                    None,
                    "date 需要 impossible: true 或 cutoff_before".into(),
                    "date needs `impossible: true` or `cutoff_before`".into(),
                ))
            };
        };
        let parts: Option<(u32, u32)> =
            before.value.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        let (month, day) = parts.ok_or_else(|| {
            site.fault(Some(before.place), "应写成 月-日，例如 12-15".into(), "write month-day, such as 12-15".into())
        })?;
        Ok(DateFault::Cutoff { month, day, words: compiler.cues(&self.words) })
    }
}
