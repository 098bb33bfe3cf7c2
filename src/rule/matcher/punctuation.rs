//! Punctuation: doubled marks, marks without their twin, marks of the wrong width.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Applicability;
use crate::document::cue::Cue;

use super::super::compiler::Compiler;

/// A fault of punctuation, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawPunctuation {
    /// Which one.
    pub fault: PunctuationFault,
    /// Marks that may not follow one another, and what should stand there.
    #[serde(default)]
    pub doubled: Vec<RawDoubled>,
    /// The brackets and quotation marks that come in pairs, such as `（）`.
    #[serde(default)]
    pub pairs: Vec<String>,
    /// The largest share of half-width marks, in percent, that is a slip and not a habit.
    #[serde(default)]
    pub most_percent: usize,
}

/// The faults of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PunctuationFault {
    /// Doubled marks and marks without their twin.
    Malformed,
    /// Half-width marks in a full-width text.
    Width,
}

/// Marks that may not follow one another, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawDoubled {
    /// The marks.
    pub wrong: String,
    /// What should stand there.
    pub right: String,
    /// Whether it may be put there.
    pub fix: Applicability,
}

/// See [`RawDoubled`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Doubled {
    /// The marks.
    pub cue: Cue,
    /// What should stand there.
    pub right: String,
    /// Whether it may be put there.
    pub fix: Applicability,
}

/// See [`RawPunctuation`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Punctuation {
    /// See [`RawPunctuation::fault`].
    pub fault: PunctuationFault,
    /// See [`RawPunctuation::doubled`].
    pub doubled: Vec<Doubled>,
    /// Openers and closers.
    pub pairs: Vec<(char, char)>,
    /// See [`RawPunctuation::most_percent`].
    pub most_percent: usize,
}

impl RawPunctuation {
    pub(super) fn compile(self, compiler: &mut Compiler) -> Punctuation {
        let pair = |words: &String| {
            let mut chars = words.chars();
            chars.next().zip(chars.next())
        };
        Punctuation {
            fault: self.fault,
            pairs: self.pairs.iter().filter_map(pair).collect(),
            doubled: self
                .doubled
                .into_iter()
                .map(|raw| Doubled { cue: compiler.cue(&raw.wrong), right: raw.right, fix: raw.fix })
                .collect(),
            most_percent: self.most_percent,
        }
    }
}
