//! How long a content item is.

use serde::{Deserialize, Serialize};

use crate::facts::{Place, RoleId};

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::yaml::Located;

/// Fires when a content item is shorter than any of the given bounds.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawExtent {
    /// The content items.
    pub roles: Vec<Located<String>>,
    /// Only items that stand at one of these places; all if empty.
    #[serde(default)]
    pub places: Vec<Place>,
    /// Only items under a heading of their own.
    #[serde(default)]
    pub headed: bool,
    /// Fewer Han characters than this.
    #[serde(default)]
    pub han_below: Option<usize>,
    /// A smaller share of the body, in percent.
    #[serde(default)]
    pub share_below: Option<usize>,
    /// Fewer sentences or items than this.
    #[serde(default)]
    pub units_below: Option<usize>,
    /// An item with this share of the body, in percent, is not too short whatever its length.
    #[serde(default)]
    pub share_enough: Option<usize>,
    /// An item that tells so many figures or dates is not too short.
    #[serde(default)]
    pub facts_enough: Option<usize>,
    /// Shorter ones are the business of another rule.
    #[serde(default)]
    pub han_from: usize,
}

/// See [`RawExtent`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Extent {
    /// The content items.
    pub roles: Vec<RoleId>,
    /// See [`RawExtent::places`].
    pub places: Vec<Place>,
    /// See [`RawExtent::headed`].
    pub headed: bool,
    /// See [`RawExtent::han_below`].
    pub han_below: usize,
    /// See [`RawExtent::share_below`].
    pub share_below: usize,
    /// See [`RawExtent::units_below`].
    pub units_below: usize,
    /// See [`RawExtent::share_enough`].
    pub share_enough: usize,
    /// See [`RawExtent::facts_enough`].
    pub facts_enough: usize,
    /// See [`RawExtent::han_from`].
    pub han_from: usize,
}

impl RawExtent {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Extent, PackFault> {
        Ok(Extent {
            roles: compiler.roles(&self.roles, site)?,
            places: self.places,
            headed: self.headed,
            han_below: self.han_below.unwrap_or(0),
            share_below: self.share_below.unwrap_or(0),
            units_below: self.units_below.unwrap_or(0),
            share_enough: self.share_enough.unwrap_or(usize::MAX),
            facts_enough: self.facts_enough.unwrap_or(usize::MAX),
            han_from: self.han_from,
        })
    }
}
