//! Levels of the reporting organ.

use serde::{Deserialize, Serialize};

/// Who reports: a government by its level, a sub-district office, or a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Level {
    /// 省、自治区、直辖市人民政府
    #[serde(rename = "省")]
    Province,
    /// 设区的市、自治州人民政府
    #[serde(rename = "市")]
    City,
    /// 县、不设区的市、市辖区、旗人民政府
    #[serde(rename = "县")]
    County,
    /// 乡、镇人民政府
    #[serde(rename = "乡")]
    Township,
    /// 街道办事处 (a 派出机关, not a level of government)
    #[serde(rename = "街道")]
    Subdistrict,
    /// 县级以上政府部门
    #[serde(rename = "部门")]
    Department,
}

impl Level {
    /// All levels, from the province down.
    pub const ALL: [Self; 6] =
        [Self::Province, Self::City, Self::County, Self::Township, Self::Subdistrict, Self::Department];

    /// The Chinese word, as used in rules, options and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Province => "省",
            Self::City => "市",
            Self::County => "县",
            Self::Township => "乡",
            Self::Subdistrict => "街道",
            Self::Department => "部门",
        }
    }

    /// The English word.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Subdistrict => "subdistrict",
            Self::Department => "department",
        }
    }

    /// Reads a level in Chinese or English, with the usual variants (镇, 区, 街道办事处, 局).
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim() {
            "省" | "自治区" | "直辖市" | "province" => Self::Province,
            "市" | "州" | "city" | "prefecture" => Self::City,
            "县" | "区" | "旗" | "县区" | "county" | "district" => Self::County,
            "乡" | "镇" | "乡镇" | "township" | "town" => Self::Township,
            "街道" | "街道办" | "街道办事处" | "subdistrict" => Self::Subdistrict,
            "部门" | "局" | "厅" | "委" | "department" | "bureau" => Self::Department,
            _ => return None,
        })
    }
}
