//! An open report and what was found in it.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::check::relation::{Statement, audit};
use crate::diagnostic::{Lang, Severity};
use crate::document::Document;
use crate::engine::Judged;
use crate::facts::{Parts, Subject};
use crate::source::Source;

/// A report that was checked. Everything here speaks of one version of one text.
pub struct Analysis {
    /// The text.
    pub source: Source,
    /// What was found, and under which settings.
    pub judged: Judged,
    structure: OnceCell<Structure>,
}

/// What is read of a report beside its findings, when something first asks for it.
pub struct Structure {
    /// The tree.
    pub document: Document,
    /// Where the content items stand.
    pub parts: Parts,
    /// The numbers that were recalculated.
    pub statements: Vec<Statement>,
}

impl Analysis {
    /// A text with what was found in it.
    #[must_use]
    pub fn new(source: Source, judged: Judged) -> Self {
        Self { source, judged, structure: OnceCell::new() }
    }

    /// The language that its settings choose.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.judged.plan.settings.lang.value
    }

    /// The lightest findings that are shown.
    #[must_use]
    pub fn show(&self) -> Severity {
        self.judged.plan.settings.show.value.unwrap_or(Severity::Info)
    }

    /// Its structure.
    #[must_use]
    pub fn structure(&self) -> &Structure {
        self.structure.get_or_init(|| {
            let rules = Arc::clone(&self.judged.rules);
            let subject = Subject::read(&self.source, &rules.cues, &rules.roles, &rules.genre, &self.judged.overrides);
            let statements = audit(&rules, &subject);
            Structure { document: subject.document, parts: subject.parts, statements }
        })
    }
}
