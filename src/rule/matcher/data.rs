//! Whether a report gives figures: on a topic, or at all.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Severity, Text};
use crate::document::cue::Cue;
use crate::facts::{Level, RoleId};

use super::super::compiler::{Compiler, Site};
use super::super::fault::PackFault;
use super::super::yaml::Located;

/// Characters between a topic and its figure, where a rule does not say.
const NEAR: usize = 60;

/// Fires when fewer than `at_least` of the indicators of a topic come with a figure or an explicit zero.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawData {
    /// The name of the topic.
    pub topic: Text,
    /// The indicators.
    pub indicators: Vec<RawDatum>,
    /// The content item at whose end the figures belong.
    #[serde(default)]
    pub role: Option<Located<String>>,
    /// Content items whose figures are not those of the year, such as the plan.
    #[serde(default)]
    pub without: Vec<Located<String>>,
    /// How many of them must be given.
    pub at_least: usize,
    /// Other numbers for some levels.
    #[serde(default)]
    pub demands: Vec<Demand>,
    /// Levels whose reports need not speak of the topic at all.
    #[serde(default)]
    pub optional: Vec<Level>,
    /// Most characters between the words of an indicator and its figure.
    #[serde(default)]
    pub near: Option<usize>,
    /// Words that stand for figures given elsewhere, or that tell that the topic does not concern the unit.
    #[serde(default)]
    pub covered: Vec<String>,
}

/// An indicator, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawDatum {
    /// Its name in messages.
    pub name: Text,
    /// Words of which one must stand near the figure.
    pub cues: Vec<String>,
    /// Longer words in which an occurrence does not count.
    #[serde(default)]
    pub not: Vec<String>,
    /// Measure words that count; any if empty.
    #[serde(default)]
    pub units: Vec<String>,
    /// The least value that counts, such as six meetings a year.
    #[serde(default)]
    pub least: Option<i64>,
}

/// How many indicators a level must give.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// The levels.
    pub levels: Vec<Level>,
    /// How many.
    pub at_least: usize,
}

/// See [`RawData`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Data {
    /// The name of the topic.
    pub topic: Text,
    /// The indicators.
    pub indicators: Vec<Datum>,
    /// The content item at whose end the figures belong.
    pub role: Option<RoleId>,
    /// See [`RawData::without`].
    pub without: Vec<RoleId>,
    /// How many of them must be given.
    pub at_least: usize,
    /// Other numbers for some levels.
    pub demands: Vec<Demand>,
    /// Levels whose reports need not speak of the topic at all.
    pub optional: Vec<Level>,
    /// Most characters between the words of an indicator and its figure.
    pub near: usize,
    /// See [`RawData::covered`].
    pub covered: Vec<Cue>,
}

/// See [`RawDatum`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Datum {
    /// Its name in messages.
    pub name: Text,
    /// Words of which one must stand near the figure.
    pub cues: Vec<Cue>,
    /// Longer words in which an occurrence does not count.
    pub not: Vec<Cue>,
    /// Measure words that count.
    pub units: Vec<String>,
    /// The least value that counts.
    pub least: Option<i64>,
}

impl RawData {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Data, PackFault> {
        let most = self.demands.iter().map(|demand| demand.at_least).max().unwrap_or(0).max(self.at_least);
        if most > self.indicators.len() || self.indicators.is_empty() {
            return Err(site.fault(
                None,
                "at_least 不能大于指标个数".into(),
                "at_least must not exceed the number of indicators".into(),
            ));
        }
        let datum = |raw: RawDatum, compiler: &mut Compiler| Datum {
            name: raw.name,
            cues: compiler.cues(&raw.cues),
            not: compiler.cues(&raw.not),
            units: raw.units,
            least: raw.least,
        };
        let role = self.role.as_ref().map(|role| compiler.role(role, site)).transpose()?;
        Ok(Data {
            role,
            without: compiler.roles(&self.without, site)?,
            topic: self.topic,
            indicators: self.indicators.into_iter().map(|raw| datum(raw, compiler)).collect(),
            at_least: self.at_least,
            demands: self.demands,
            optional: self.optional,
            near: self.near.unwrap_or(NEAR),
            covered: compiler.cues(&self.covered),
        })
    }
}

/// Fires when content items together hold fewer figures than `per_thousand` for a thousand Han characters.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawDensity {
    /// The content items; the whole text if empty.
    #[serde(default)]
    pub roles: Vec<Located<String>>,
    /// Fewest figures in a thousand Han characters.
    pub per_thousand: usize,
    /// Shorter texts are not judged.
    #[serde(default)]
    pub han_from: usize,
    /// The weight where there is none at all.
    #[serde(default)]
    pub none: Option<Severity>,
}

/// See [`RawDensity`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Density {
    /// The content items.
    pub roles: Vec<RoleId>,
    /// See [`RawDensity::per_thousand`].
    pub per_thousand: usize,
    /// See [`RawDensity::han_from`].
    pub han_from: usize,
    /// See [`RawDensity::none`].
    pub none: Option<Severity>,
}

impl RawDensity {
    pub(super) fn compile(self, compiler: &mut Compiler, site: &Site<'_>) -> Result<Density, PackFault> {
        Ok(Density {
            roles: compiler.roles(&self.roles, site)?,
            per_thousand: self.per_thousand,
            han_from: self.han_from,
            none: self.none,
        })
    }
}
