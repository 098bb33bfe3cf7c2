//! Reports to text: one short file a format, each a pure function of report, source and options.

pub mod facts;
pub mod fancy;
pub mod fault;
mod frame;
mod handbook;
pub mod html;
pub mod json;
pub mod markdown;
pub mod outline;
mod paint;
mod place;
pub mod short;
mod stated;
mod table;
mod view;

pub use handbook::{HandbookFormat, handbook, parameters, rule_page, scope, year_words};
pub use paint::Paint;
pub use place::{exact_place, kind, place};
pub use table::pad;
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
            verbose: false,
            pack_by_province: false,
        }
    }
}
