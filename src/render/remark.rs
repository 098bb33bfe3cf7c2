//! What is to be said of a run that no rule found: inputs that were not read or not judged, waivers that are wrong.

use crate::diagnostic::Severity;

/// A remark on one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is about.
    pub kind: RemarkKind,
    /// The file.
    pub path: String,
    /// The words for the user.
    pub message: String,
}

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The input could not be read.
    Unreadable,
    /// Rules are missing because the pack is faulty.
    Incomplete,
    /// The text is of another kind and was not judged.
    NotThisGenre,
    /// A waiver ended.
    WaiverExpired,
    /// A waiver waives nothing.
    WaiverStale,
}

impl RemarkKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Unreadable, Self::Incomplete, Self::NotThisGenre, Self::WaiverExpired, Self::WaiverStale];

    /// The word that stands where findings have the id of their rule.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Incomplete => "incomplete-pack",
            Self::NotThisGenre => "not-this-genre",
            Self::WaiverExpired => "waiver-expired",
            Self::WaiverStale => "waiver-stale",
        }
    }

    /// Its weight.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Unreadable | Self::Incomplete => Severity::Error,
            Self::WaiverExpired | Self::WaiverStale => Severity::Warning,
            Self::NotThisGenre => Severity::Info,
        }
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unreadable => ("文件读不出来", "the file cannot be read"),
            Self::Incomplete => ("规则包有误，检查不完整", "the rule pack is faulty, the check is incomplete"),
            Self::NotThisGenre => ("不像法治政府建设年度报告，未作检查", "not an annual report, not checked"),
            Self::WaiverExpired => ("豁免已到期", "a waiver has ended"),
            Self::WaiverStale => ("豁免没有对应的问题", "a waiver waives nothing"),
        }
    }
}
