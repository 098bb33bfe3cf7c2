//! Reports to text: one short file a format, each a pure function of report, source and options.

pub mod checkstyle;
pub mod csv;
pub mod facts;
pub mod fancy;
pub mod fault;
mod fingerprint;
mod format;
mod frame;
pub mod github;
pub mod gitlab;
mod handbook;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
mod markup;
pub mod outline;
mod paint;
mod place;
pub mod rdjson;
mod remark;
pub mod sarif;
pub mod short;
mod stated;
mod statistics;
mod table;
pub mod template;
mod told;
mod uri;
mod view;

pub use format::{Checked, Format, Run};
pub use handbook::{HandbookFormat, handbook, parameters, rule_page, scope, year_words};
pub use paint::Paint;
pub use place::{exact_place, kind, place};
pub use remark::{Remark, RemarkKind};
pub use statistics::Statistics;
pub use table::pad;
pub use template::Template;
pub use view::clean;

use crate::diagnostic::{Lang, Severity};

/// How text is shown.
#[expect(clippy::struct_excessive_bools, reason = "each stands for an option of its own")]
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Language of everything but the report's own words.
    pub lang: Lang,
    /// Whether to colour.
    pub color: bool,
    /// Terminal width in cells.
    pub width: usize,
    /// Whether the terminal draws “ ” — … two cells wide.
    pub wide_ambiguous: bool,
    /// The lightest findings that are shown.
    pub show: Severity,
    /// The lightest findings that let a run fail.
    pub fail: Severity,
    /// Whether to list what could not be decided.
    pub verbose: bool,
    /// Whether the pack was chosen by the province of the report.
    pub pack_by_province: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            color: false,
            width: 100,
            wide_ambiguous: false,
            show: Severity::Warning,
            fail: Severity::Error,
            verbose: false,
            pack_by_province: false,
        }
    }
}
