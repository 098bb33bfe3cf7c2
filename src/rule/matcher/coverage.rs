//! Which words and facts a content item holds: groups of them, every member of them, topics of them.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Text;
use crate::document::cue::Cue;
use crate::facts::{FactKind, RoleId};

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::yaml::Located;

/// Fires when a content item (or the whole text) holds fewer than `at_least` of the groups.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawCoverage {
    /// The content item; the whole text if not given.
    #[serde(default)]
    pub role: Option<Located<String>>,
    /// Sentences before and behind a mere mention that count as well.
    #[serde(default)]
    pub window: usize,
    /// The groups.
    pub groups: Vec<RawGroup>,
    /// How many of them must occur.
    pub at_least: Located<usize>,
    /// Where fewer than this occur, nothing can be told.
    #[serde(default)]
    pub found_from: usize,
    /// Underline the heading of the item, not its first sentence.
    #[serde(default)]
    pub at_heading: bool,
}

/// Words or facts of one kind.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawGroup {
    /// Its name in messages.
    pub name: Text,
    /// Words of which one must occur.
    #[serde(default)]
    pub any: Vec<String>,
    /// Longer words in which an occurrence does not count (因 in 因此).
    #[serde(default)]
    pub not: Vec<String>,
    /// Facts of which one must occur.
    #[serde(default)]
    pub facts: Vec<FactKind>,
}

/// See [`RawCoverage`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Coverage {
    /// The content item.
    pub role: Option<RoleId>,
    /// See [`RawCoverage::window`].
    pub window: usize,
    /// The groups.
    pub groups: Vec<Group>,
    /// See [`RawCoverage::at_least`].
    pub at_least: usize,
    /// See [`RawCoverage::found_from`].
    pub found_from: usize,
    /// See [`RawCoverage::at_heading`].
    pub at_heading: bool,
}

/// See [`RawGroup`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: Text,
    /// Words.
    pub any: Vec<Cue>,
    /// Longer words that do not count.
    pub not: Vec<Cue>,
    /// Facts.
    pub facts: Vec<FactKind>,
}

impl RawGroup {
    fn compile(self, compiler: &mut Compiler) -> Group {
        Group { name: self.name, any: compiler.cues(&self.any), not: compiler.cues(&self.not), facts: self.facts }
    }
}

impl RawCoverage {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Coverage, PackFault> {
        let role = self.role.as_ref().map(|role| compiler.role(role, site)).transpose()?;
        if self.at_least.value == 0 || self.at_least.value > self.groups.len() {
            return Err(site.fault(
                Some(self.at_least.place),
                "at_least 必须在 1 与组数之间".into(),
                "at_least must lie between 1 and the number of groups".into(),
            ));
        }
        Ok(Coverage {
            role,
            window: self.window,
            groups: self.groups.into_iter().map(|group| group.compile(compiler)).collect(),
            at_least: self.at_least.value,
            found_from: self.found_from,
            at_heading: self.at_heading,
        })
    }
}

/// Fires when every member (item 一是 or sentence) of a content item holds a word of `any` and nothing of `unless`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawEvery {
    /// The content item.
    pub role: Located<String>,
    /// Fewest members.
    pub min_members: usize,
    /// The words.
    pub any: Vec<String>,
    /// Words or facts that make a member concrete.
    pub unless: RawGroup,
}

/// See [`RawEvery`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Every {
    /// The content item.
    pub role: RoleId,
    /// Fewest members.
    pub min_members: usize,
    /// The words.
    pub any: Vec<Cue>,
    /// What makes a member concrete.
    pub unless: Group,
}

impl RawEvery {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Every, PackFault> {
        Ok(Every {
            role: compiler.role(&self.role, site)?,
            min_members: self.min_members,
            any: compiler.cues(&self.any),
            unless: self.unless.compile(compiler),
        })
    }
}

/// Fires when a topic of the members of one content item has no counterpart in another.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawGap {
    /// Where topics are raised.
    pub from: Located<String>,
    /// Where they should be taken up.
    pub to: Located<String>,
    /// The topics.
    pub topics: Vec<RawTopic>,
}

/// A topic and its words.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawTopic {
    /// Its name.
    pub name: Text,
    /// Words that raise it.
    pub words: Vec<String>,
    /// Further words that take it up.
    #[serde(default)]
    pub answers: Vec<String>,
}

/// See [`RawGap`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Gap {
    /// Where topics are raised.
    pub from: RoleId,
    /// Where they should be taken up.
    pub to: RoleId,
    /// The topics.
    pub topics: Vec<Topic>,
}

/// See [`RawTopic`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Topic {
    /// Its name.
    pub name: Text,
    /// Words that raise it.
    pub words: Vec<Cue>,
    /// Words that take it up, those that raise it included.
    pub answers: Vec<Cue>,
}

impl RawGap {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Gap, PackFault> {
        let topic = |raw: RawTopic, compiler: &mut Compiler| {
            let words = compiler.cues(&raw.words);
            let mut answers = compiler.cues(&raw.answers);
            answers.extend(&words);
            Topic { name: raw.name, words, answers }
        };
        Ok(Gap {
            from: compiler.role(&self.from, site)?,
            to: compiler.role(&self.to, site)?,
            topics: self.topics.into_iter().map(|raw| topic(raw, compiler)).collect(),
        })
    }
}
