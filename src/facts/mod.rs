//! What a report says about itself: dates and figures, who reports on which year, where each content item stands.
//!
//! Derived from the [`Document`]; knows no rule. Where a part stands depends on the report year and on word lists that
//! a pack brings, so it is worked out here and not in `document`.

mod citation;
mod clause;
mod decimal;
mod document_number;
mod figure;
mod figures;
mod genre;
mod indicator;
mod insertion;
mod interval;
mod kind;
mod lead;
mod level;
mod lexicon;
mod name;
pub mod numeral;
mod organ;
mod part;
pub mod place;
mod plain;
mod profile;
mod title_key;
mod token;
mod unheaded;
mod when;
mod width;
mod zero;

pub use citation::{Citation, citations};
pub use decimal::Decimal;
pub use document_number::DocumentNumber;
pub use figure::{Figure, FigureKind, Markers};
pub use figures::Figures;
pub use genre::Genre;
pub use indicator::Indicator;
pub use interval::{Interval, Qualifier};
pub use kind::{FactKind, Place};
pub use level::Level;
pub use lexicon::{ClauseCues, GenreCues, RoleCues, RoleId, RoleLexicon, WeightedCue};
pub use organ::level as level_of;
pub use part::{Part, Parts};
pub use profile::{CalendarDate, Evidence, Known, Overrides, Profile, days_of};
pub use title_key::TitleKey;
pub use token::{Token, Tokens, tokens};
pub use when::{When, WhenValue};
pub use width::Widths;
pub use zero::Zero;

use std::cell::OnceCell;
use std::sync::OnceLock;

use crate::document::cue::{CueSet, Cues};
use crate::document::{self, Document};
use crate::source::Source;

/// Everything a rule can ask about one report.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The input.
    pub source: &'a Source,
    /// Its structure.
    pub document: Document,
    /// Where the words that rules ask for occur.
    pub cues: Cues,
    /// Dates and figures.
    pub tokens: Tokens,
    /// Who reports on which year.
    pub profile: Profile,
    /// Where each content item stands.
    pub parts: Parts,
    /// Whether it is a report of this kind at all.
    pub genre: Genre,
    /// Numbers, read when a rule first asks for them.
    figures: OnceCell<Figures>,
    citations: OnceLock<Vec<Citation>>,
    widths: OnceLock<Widths>,
}

/// What is known of a report before any rules are chosen: structure, dates, who reports on which year.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The input.
    pub source: &'a Source,
    /// Who reports on which year.
    pub profile: Profile,
    document: Document,
    tokens: Tokens,
    as_report: bool,
}

impl<'a> Reading<'a> {
    /// Reads `source`.
    #[must_use]
    pub fn of(source: &'a Source, overrides: &Overrides) -> Self {
        let text = source.text();
        let document = document::parse(source);
        let tokens = token::tokens(text, &document);
        let profile = profile::recognise(text, &document, &tokens, overrides);
        Self { source, profile, document, tokens, as_report: overrides.as_report }
    }

    /// Looks for the parts of the report with the word lists of a rule set.
    #[must_use]
    pub fn with(self, cue_set: &CueSet, roles: &RoleLexicon, genre: &GenreCues) -> Subject<'a> {
        let Self { source, profile, mut document, tokens, as_report } = self;
        let text = source.text();
        let cues = cue_set.scan(text);
        let year = profile.year.as_ref().map(|known| known.value);
        let parts = part::find(text, &mut document, &cues, &tokens, roles, year);
        let genre = if as_report {
            Genre::Report
        } else {
            genre::recognise(text, &document, &cues, &parts, genre, profile.organ.is_some())
        };
        Subject {
            source,
            document,
            cues,
            tokens,
            profile,
            parts,
            genre,
            figures: OnceCell::new(),
            citations: OnceLock::new(),
            widths: OnceLock::new(),
        }
    }
}

impl<'a> Subject<'a> {
    /// Reads `source` with the word lists of a rule set.
    #[must_use]
    pub fn read(
        source: &'a Source,
        cue_set: &CueSet,
        roles: &RoleLexicon,
        genre: &GenreCues,
        overrides: &Overrides,
    ) -> Self {
        Reading::of(source, overrides).with(cue_set, roles, genre)
    }

    /// The titles it cites, read when first asked for.
    #[must_use]
    pub fn citations(&self) -> &[Citation] {
        self.citations.get_or_init(|| citation::citations(self.source.text(), &self.document))
    }

    /// The width of its punctuation, counted when first asked for.
    #[must_use]
    pub fn widths(&self) -> &Widths {
        self.widths.get_or_init(|| Widths::count(self.source.text(), &self.document))
    }

    /// The text that is checked.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.source.text()
    }

    /// The numbers of the report.
    pub fn figures(&self) -> &Figures {
        self.figures.get_or_init(|| Figures::read(self.text(), &self.document, &self.tokens))
    }

    /// The report year, where known.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.profile.year.as_ref().map(|known| known.value)
    }

    /// The level of the organ, where known.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.profile.level.as_ref().map(|known| known.value)
    }
}
