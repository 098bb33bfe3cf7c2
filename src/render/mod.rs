//! Reports to text: one short file a format, each a pure function of report, source and options.

pub mod facts;
pub mod fancy;
pub mod json;
pub mod outline;
mod paint;
pub mod short;
mod table;
mod view;

pub use paint::Paint;
pub use table::pad;
pub use view::clean;

use crate::diagnostic::{Lang, Severity};

/// How text is shown.
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
        }
    }
}
