//! What the JSON of a run holds beside its documents.

use serde::Serialize;

use super::SCHEMA_VERSION;
use crate::render::statistics::Statistics;
use crate::report::{Counts, Verdict};

/// What a run adds up to.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Inputs, unreadable ones included.
    pub files: usize,
    /// Inputs that were read.
    pub checked: usize,
    /// Inputs that could not be read.
    pub unreadable: usize,
    /// Findings at error.
    pub error: usize,
    /// Findings at warning.
    pub warning: usize,
    /// Findings at info.
    pub info: usize,
    /// Documents that are ready.
    pub ready: usize,
    /// Documents to be revised.
    pub revise: usize,
    /// Documents to be returned.
    pub r#return: usize,
    /// Documents of another kind.
    pub not_this_genre: usize,
    /// Documents without findings whose rules could not all be read.
    pub incomplete: usize,
}

impl Summary {
    /// The findings by weight.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts { error: self.error, warning: self.warning, info: self.info }
    }

    /// Counts a document that was checked.
    pub fn add(&mut self, verdict: Verdict) {
        self.checked += 1;
        match verdict {
            Verdict::Ready => self.ready += 1,
            Verdict::Revise => self.revise += 1,
            Verdict::Return => self.r#return += 1,
            Verdict::NotThisGenre => self.not_this_genre += 1,
            Verdict::Incomplete => self.incomplete += 1,
        }
    }
}

/// An input that could not be read.
#[derive(Debug, Serialize)]
pub struct Unreadable {
    /// Its path.
    pub path: String,
    /// Why.
    pub message: String,
}

/// A waiver that is a finding itself.
#[derive(Debug, Serialize)]
pub struct WaiverJson {
    /// `waiver-stale` or `waiver-expired`.
    pub rule: &'static str,
    /// Its weight.
    pub severity: &'static str,
    /// The file it was read from.
    pub path: String,
    /// Its number in that file, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub message: String,
}

/// What stands before the documents, which are JSON already and set apart by commas.
#[must_use]
pub fn head() -> String {
    format!("{{\"schema_version\":{SCHEMA_VERSION},\"documents\":[")
}

/// What stands behind the documents; `statistics` is JSON already.
#[must_use]
pub fn tail(
    unreadable: &[Unreadable],
    waivers: &[WaiverJson],
    statistics: Option<&Statistics>,
    summary: &Summary,
) -> String {
    let waivers = match serde_json::to_string(waivers) {
        Ok(words) if !waivers.is_empty() => format!("\"waivers\":{words},"),
        _ => String::new(),
    };
    let statistics = statistics.map(|known| format!("\"statistics\":{},", known.json())).unwrap_or_default();
    format!(
        "],\"unreadable\":{},{waivers}{statistics}\"summary\":{}}}\n",
        serde_json::to_string(unreadable).unwrap_or_default(),
        serde_json::to_string(summary).unwrap_or_default()
    )
}
