//! Titles in 《》 against the table of instruments.

use serde::{Deserialize, Serialize};

use crate::document::cue::Cue;

use super::super::compiler::Compiler;

/// Cited titles, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawCitation {
    /// What is wrong with them.
    pub fault: CitationFault,
    /// Words that name a central issuer.
    #[serde(default)]
    pub central: Vec<String>,
    /// Words that name a local issuer: what stands behind them may be a local instrument.
    #[serde(default)]
    pub local: Vec<String>,
    /// Verbs right before a title that show that the place made it itself.
    #[serde(default)]
    pub made: Vec<String>,
    /// Codes of document numbers of central issuers, such as 国办发.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// None of these words in the sentence.
    #[serde(default)]
    pub not_context: Vec<String>,
    /// None of these words right before the title.
    #[serde(default)]
    pub not_preceded_by: Vec<String>,
    /// Last words that name a kind of instrument: titles that end in different ones are different titles.
    #[serde(default)]
    pub endings: Vec<String>,
    /// Words that make another title when they are put in, taken out or exchanged.
    #[serde(default)]
    pub telling: Vec<String>,
}

/// What can be wrong with a cited title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CitationFault {
    /// A known wrong name.
    Misnamed,
    /// The right name with the years of no such plan, or without their 年.
    Period,
    /// One or two characters off a known name.
    NearMiss,
    /// No longer in force in the report year.
    Repealed,
}

/// See [`RawCitation`].
#[derive(Debug, Serialize, Deserialize)]
pub struct CitationMatcher {
    /// See [`RawCitation::fault`].
    pub fault: CitationFault,
    /// See [`RawCitation::central`].
    pub central: Vec<Cue>,
    /// See [`RawCitation::local`].
    pub local: Vec<Cue>,
    /// See [`RawCitation::made`].
    pub made: Vec<Cue>,
    /// See [`RawCitation::numbers`].
    pub numbers: Vec<String>,
    /// See [`RawCitation::not_context`].
    pub not_context: Vec<Cue>,
    /// See [`RawCitation::not_preceded_by`].
    pub not_preceded_by: Vec<String>,
    /// See [`RawCitation::endings`].
    pub endings: Vec<String>,
    /// See [`RawCitation::telling`].
    pub telling: Vec<String>,
}

impl RawCitation {
    pub(super) fn compile(self, compiler: &mut Compiler) -> CitationMatcher {
        CitationMatcher {
            fault: self.fault,
            central: compiler.cues(&self.central),
            local: compiler.cues(&self.local),
            made: compiler.cues(&self.made),
            numbers: self.numbers,
            not_context: compiler.cues(&self.not_context),
            not_preceded_by: self.not_preceded_by,
            endings: self.endings,
            telling: self.telling,
        }
    }
}
