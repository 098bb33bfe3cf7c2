//! Years that disagree with the report year.

use serde::{Deserialize, Serialize};

use crate::document::cue::Cue;
use crate::facts::RoleId;

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::yaml::Located;

/// Which years are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum YearComparison {
    /// The year of the title with the year of opening and first heading.
    TitleBody,
    /// The years of level-1 headings with the report year.
    Heading,
    /// The year at the head of a content item's sentences with the report year.
    Lead,
    /// A past year where the report year should stand.
    Stale,
    /// The report year with the year of publication.
    Published,
}

/// A comparison of years, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawYear {
    /// Which years.
    pub compare: YearComparison,
    /// The content items whose headings or sentences are meant.
    #[serde(default)]
    pub roles: Vec<Located<String>>,
    /// What is right: 0 the report year, 1 the year after.
    #[serde(default)]
    pub offset: i32,
    /// Words that must follow in the sentence.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Words that make another year right.
    #[serde(default)]
    pub not_context: Vec<String>,
}

/// See [`RawYear`].
#[derive(Debug, Serialize, Deserialize)]
pub struct YearMatcher {
    /// Which years.
    pub compare: YearComparison,
    /// The content items.
    pub roles: Vec<RoleId>,
    /// What is right.
    pub offset: i32,
    /// Words that must follow in the sentence.
    pub verbs: Vec<Cue>,
    /// Words that make another year right.
    pub not_context: Vec<Cue>,
}

impl RawYear {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<YearMatcher, PackFault> {
        Ok(YearMatcher {
            compare: self.compare,
            roles: compiler.roles(&self.roles, site)?,
            offset: self.offset,
            verbs: compiler.cues(&self.verbs),
            not_context: compiler.cues(&self.not_context),
        })
    }
}
