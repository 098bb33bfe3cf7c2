//! Numbers of headings, repeated passages, characters and page furniture.

use serde::{Deserialize, Serialize};

use crate::document::cue::Cue;

use super::super::compiler::Compiler;

/// A fault of numbering, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawNumbering {
    /// Which one.
    pub fault: NumberingFault,
}

/// The faults of numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NumberingFault {
    /// Numbers skip, repeat or restart.
    Sequence,
    /// Levels stand in another order than 一、（一）1.（1）.
    Ladder,
    /// A wrong mark behind a number.
    Mark,
    /// A heading runs into its body.
    Glued,
    /// A 一是…二是… chain is broken.
    Enumeration,
}

/// Passages that occur twice, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawRepeat {
    /// Shortest passage, in Han characters.
    pub min_han: usize,
    /// Sentences with one of these words are fixed phrases and may be repeated.
    #[serde(default)]
    pub not_context: Vec<String>,
}

/// See [`RawRepeat`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Repeat {
    /// Shortest passage, in Han characters.
    pub min_han: usize,
    /// See [`RawRepeat::not_context`].
    pub not_context: Vec<Cue>,
}

impl RawRepeat {
    pub(super) fn compile(self, compiler: &mut Compiler) -> Repeat {
        Repeat { min_han: self.min_han, not_context: compiler.cues(&self.not_context) }
    }
}

/// Characters that no report holds, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawCharacters {
    /// Which ones.
    pub classes: Vec<CharacterClass>,
    /// Words that only a wrong encoding makes, such as 锟斤拷.
    #[serde(default)]
    pub words: Vec<String>,
}

/// See [`RawCharacters`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Characters {
    /// Which characters.
    pub classes: Vec<CharacterClass>,
    /// Which words.
    pub words: Vec<Cue>,
}

impl RawCharacters {
    pub(super) fn compile(self, compiler: &mut Compiler) -> Characters {
        Characters { classes: self.classes, words: compiler.cues(&self.words) }
    }
}

/// Classes of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CharacterClass {
    /// U+FFFD, the mark of a lost character.
    Replacement,
    /// Private-use code points.
    PrivateUse,
    /// Control characters other than line breaks and tabs.
    Control,
    /// Zero-width and bidirectional marks between two Han characters.
    Invisible,
}

/// Page furniture between paragraphs, as written: `furniture: {inside: true}`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawFurniture {
    /// Always true: furniture above and below the report is the page's own.
    pub inside: bool,
}
