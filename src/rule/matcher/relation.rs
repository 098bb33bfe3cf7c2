//! Statements about numbers that can be recalculated, with the words by which they are recognised.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::document::cue::Cue;

use super::super::compiler::Compiler;

/// What is recalculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Arithmetic {
    /// A total against its parts.
    Sum,
    /// A percentage against part and whole.
    Percent,
    /// A percentage against its whole alone: whether any whole number of cases gives it.
    Possible,
    /// A percentage against one hundred.
    Bound,
    /// A change against both values.
    Growth,
    /// A change of a rate in % instead of percentage points.
    Points,
    /// One indicator with two values.
    Repeat,
    /// A part against its whole.
    Subset,
    /// Words that leave a number open.
    Approximation,
    /// A number that lost its measure word.
    Measure,
    /// A rate without the number it is a rate of.
    Base,
}

/// A relation of numbers, as written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RelationWords {
    /// Words that introduce some of the parts of a total: 其中.
    pub open: Vec<String>,
    /// The weight of a list that need not be complete.
    pub open_severity: Option<Severity>,
    /// Words that introduce all parts of a total: 分别为.
    pub closed: Vec<String>,
    /// Words of a member of a list that begin something new: 审结, 同比.
    pub breaks: Vec<String>,
    /// Words that tell of parts that overlap: 包括, 同时.
    pub overlaps: Vec<String>,
    /// Words that tell of cases carried over: 结转.
    pub carried: Vec<String>,
    /// Rates, and the words of their parts and wholes.
    pub rates: Vec<RateWords>,
    /// Parts and wholes without a rate.
    pub pairs: Vec<PairWords>,
    /// Words of a part that name nothing of its own: 负责人, 均.
    pub neutral: Vec<String>,
    /// Measure words that count the same things.
    pub units: Vec<Vec<String>>,
    /// Words of growth.
    pub rises: Vec<String>,
    /// Words of decline.
    pub falls: Vec<String>,
    /// Words that compare with another period: 同比, 较上年.
    pub compares: Vec<String>,
    /// Words that give a number for the whole period: 全年, 累计.
    pub scopes: Vec<String>,
    /// Words in whose sentence nothing is compared.
    pub not_context: Vec<String>,
    /// Sentences before the statement that are looked at as well.
    pub back: usize,
    /// Sentences behind it.
    pub ahead: usize,
}

/// A rate: the words of its name, of its part and of its whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RateWords {
    /// Ends of its name: 成功率.
    pub names: Vec<String>,
    /// Words of what is counted: 成功.
    pub part: Vec<String>,
    /// Words of that of which it is a part: 调解.
    pub whole: Vec<String>,
    /// Words that make it another rate: 满意.
    pub not: Vec<String>,
}

/// A part and its whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PairWords {
    /// Words of the whole: 受理.
    pub whole: Vec<String>,
    /// Words of the part: 审结.
    pub part: Vec<String>,
}

/// A relation of numbers, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawRelation {
    /// What is recalculated.
    pub check: Arithmetic,
    /// The words by which it is recognised.
    #[serde(default)]
    pub words: RelationWords,
    /// How a percentage may have been shortened; both ways if not given.
    #[serde(default = "both")]
    pub accept: Vec<Shortening>,
}

/// How a number was shortened to the places that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Shortening {
    /// 128.787 as 128.79
    Rounded,
    /// 128.787 as 128.78
    Cut,
}

fn both() -> Vec<Shortening> {
    vec![Shortening::Rounded, Shortening::Cut]
}

/// See [`RawRelation`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Relation {
    /// What is recalculated.
    pub check: Arithmetic,
    /// The words by which it is recognised.
    pub words: RelationWords,
    /// The names of each rate of these words, as they are looked up.
    pub names: Vec<Vec<Cue>>,
    /// The words of the part of each pair of these words, likewise.
    pub parts: Vec<Vec<Cue>>,
    /// How a percentage may have been shortened.
    pub accept: Vec<Shortening>,
}

impl RawRelation {
    pub(super) fn compile(self, compiler: &mut Compiler) -> Relation {
        let names = self.words.rates.iter().map(|rate| compiler.cues(&rate.names)).collect();
        let parts = self.words.pairs.iter().map(|pair| compiler.cues(&pair.part)).collect();
        Relation { check: self.check, words: self.words, names, parts, accept: self.accept }
    }
}

impl Relation {
    /// Whether a percentage may have been shortened in this way.
    #[must_use]
    pub fn accepts(&self, shortening: Shortening) -> bool {
        self.accept.contains(&shortening)
    }
}
