//! The interface for other programs: bytes in, report out.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::{Choice, Stated};
use crate::diagnostic::{Lang, Severity};
use crate::facts::{CalendarDate, Level, Overrides};
use crate::render::json;
use crate::report::{PolicyProfile, Report};
use crate::rule::RuleSet;
use crate::rule::fault::PackFault;
use crate::source::Source;
use crate::source::load::{LoadError, from_bytes};

use super::{Judge, Judged, Known, Plans, Search, Trouble};

/// How reports are checked. The default: the pack of the recognised province, everything else recognised.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of the input, shown in answers; its ending tells Markdown from plain text.
    pub name: String,
    /// Built-in packs by name and folders of own ones; empty: by the province of the report.
    pub packs: Vec<String>,
    /// The occasion: drafting, submitting, publishing.
    pub profile: PolicyProfile,
    /// Only these rules; a name ending in `*` stands for all that begin with it.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
    /// The level of the reporting organ, if known.
    pub level: Option<Level>,
    /// The full name of the province (四川省), if known.
    pub province: Option<String>,
    /// The report year, if known.
    pub year: Option<i32>,
    /// The day of publication, if known.
    pub published: Option<CalendarDate>,
    /// Check the text even if it does not look like a report of this kind.
    pub as_report: bool,
}

/// A report that was checked. Spans in it are bytes of [`Source::text`]; [`Source::start`] and [`Source::end`] turn them
/// into lines and columns of the text as it was given.
#[derive(Debug)]
pub struct Checked {
    /// The decoded input.
    pub source: Source,
    /// The rules that were used.
    pub rules: Arc<RuleSet>,
    /// The verdict, the requirement matrix and the findings.
    pub report: Report,
}

impl Checked {
    /// The document of the JSON contract (see `docs/json.md`).
    #[must_use]
    pub fn json(&self, lang: Lang) -> String {
        json::document(&self.report, &self.source, &self.rules, lang, Severity::Info)
    }
}

/// Why a report could not be checked.
#[derive(Debug)]
pub enum CheckError {
    /// The bytes are no text or damaged.
    Unreadable(LoadError),
    /// The packs cannot be used, and what is wrong in them.
    Packs(Vec<PackFault>),
}

impl std::fmt::Display for CheckError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(fault) => write!(formatter, "the input cannot be read: {fault:?}"),
            Self::Packs(faults) => {
                formatter.write_str("the rule packs cannot be used")?;
                faults.iter().try_for_each(|fault| write!(formatter, "; {}: {}", fault.file, fault.message.en))
            }
        }
    }
}

impl std::error::Error for CheckError {}

/// Checks one report.
///
/// No `fazhi.yaml`, environment or clock is asked: the same bytes and options give the same report. For many reports
/// keep a [`Checker`], which makes rule sets once.
///
/// ```
/// let report = "青石镇2025年法治政府建设年度报告\n\n　　一、主要举措和成效\n　　办结行政复议案件3件。\n";
/// let checked = fazhi::check(report.as_bytes(), &fazhi::Options::default())?;
/// assert_eq!(checked.report.profile.year.as_ref().map(|known| known.value), Some(2025));
/// assert!(checked.report.diagnostics.iter().any(|found| found.rule == "section-problems-missing"));
/// # Ok::<(), fazhi::CheckError>(())
/// ```
///
/// # Errors
/// [`CheckError`] when the bytes are no text or the packs cannot be used.
pub fn check(bytes: &[u8], options: &Options) -> Result<Checked, CheckError> {
    Checker::new(options.clone()).check(&options.name, bytes)
}

/// Checks many reports under the same options.
pub struct Checker {
    plans: Plans,
    options: Options,
    faults: Arc<Mutex<Vec<PackFault>>>,
}

impl Checker {
    /// A checker; packs are read when first needed.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let faults = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&faults);
        let tell = Box::new(move |trouble: Trouble<'_>| {
            if let Trouble::Fault(fault) = trouble {
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(fault.clone());
            }
        });
        let stated = Stated {
            packs: options.packs.clone(),
            profile: Some(options.profile),
            select: options.select.clone(),
            ignore: options.ignore.clone(),
            level: options.level,
            province: options.province.clone(),
            year: options.year,
            ..Stated::default()
        };
        Self { plans: Plans::new(stated, Stated::default(), Search::Nowhere, tell), options, faults }
    }

    /// Checks one report called `name`.
    ///
    /// # Errors
    /// As [`check`]. Packs with faulty rules are used without these; [`Report::verdict`] is then never “ready”.
    pub fn check(&self, name: &str, bytes: &[u8]) -> Result<Checked, CheckError> {
        let source = from_bytes(name, bytes).map_err(CheckError::Unreadable)?;
        let overrides =
            Overrides { published: self.options.published, as_report: self.options.as_report, ..Overrides::default() };
        let judge = Judge {
            plans: &self.plans,
            overrides,
            waivers: Vec::new(),
            known: Known::new(),
            fingerprints: false,
            today: None,
        };
        match judge.judge(&source, Path::new("")) {
            Ok(Judged { report, rules, .. }) => Ok(Checked { source, rules, report }),
            Err(_) => Err(CheckError::Packs(self.faults())),
        }
    }

    /// What is wrong in the packs that were read so far.
    #[must_use]
    pub fn faults(&self) -> Vec<PackFault> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The packs that are used: by province, or by name.
    #[must_use]
    pub fn packs(&self) -> Choice {
        Choice::of(&self.options.packs)
    }
}
