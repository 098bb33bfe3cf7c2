//! Where a content item stands, what a title lacks, and headings one or two characters off.

use serde::{Deserialize, Serialize};

use crate::document::cue::Cue;
use crate::facts::{Place, RoleId};

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::yaml::Located;

/// Fires when a content item stands at one of the given places.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawRolePlace {
    /// The content items.
    pub roles: Vec<Located<String>>,
    /// The places, such as `missing`.
    pub places: Vec<Place>,
}

/// See [`RawRolePlace`].
#[derive(Debug, Serialize, Deserialize)]
pub struct RolePlace {
    /// The content items.
    pub roles: Vec<RoleId>,
    /// The places.
    pub places: Vec<Place>,
}

impl RawRolePlace {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<RolePlace, PackFault> {
        Ok(RolePlace { roles: compiler.roles(&self.roles, site)?, places: self.places })
    }
}

/// Fires when the title lacks one of its parts, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawTitle {
    /// The parts.
    pub lacks: Vec<TitlePart>,
}

/// Parts of a title (《党政机关公文处理工作条例》: 发文机关名称、事由和文种).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TitlePart {
    /// The title itself.
    Title,
    /// Who reports.
    Organ,
    /// On which year.
    Year,
    /// Which kind of document.
    Genre,
}

/// Fires on a heading that differs from a canonical one only by characters that are easily confused.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawNearMiss {
    /// The canonical headings, without years.
    pub headings: Vec<String>,
    /// Pairs of wrong and right words.
    pub confusions: Vec<(String, String)>,
}

/// See [`RawNearMiss`].
#[derive(Debug, Serialize, Deserialize)]
pub struct NearMiss {
    /// The canonical headings.
    pub headings: Vec<String>,
    /// Wrong words, as they are looked up and as they are written, and the right ones.
    pub confusions: Vec<(Cue, String, String)>,
}

impl RawNearMiss {
    pub(super) fn compile(self, compiler: &mut Compiler) -> NearMiss {
        let confusions = self.confusions.into_iter().filter(|(wrong, _)| !wrong.is_empty());
        let confusions = confusions.map(|(wrong, right)| (compiler.cue(&wrong), wrong, right)).collect();
        NearMiss { headings: self.headings, confusions }
    }
}
