//! The words by which content items and the genre are recognised, as a pack gives them.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Text;
use crate::document::cue::Cue;

/// The number of a content item in its [`RoleLexicon`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoleId(pub usize);

/// Words that weigh alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightedCue {
    /// The words.
    pub cues: Vec<Cue>,
    /// Their weight; negative weights speak against.
    pub weight: i32,
}

/// Words that must follow one another in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseCues {
    /// One of each list, in this order.
    pub steps: Vec<Vec<Cue>>,
    /// None of these may stand in the sentence.
    pub not: Vec<Cue>,
    /// The first step begins within so many characters of the sentence's beginning.
    pub lead: Option<usize>,
    /// Most characters between one step and the next.
    pub gap: usize,
    /// A mention of the year after the report year must stand within the first characters of the sentence.
    pub next_year: bool,
    /// How strongly the clause tells; the best clause is the evidence.
    pub weight: i32,
}

/// How one content item is recognised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RoleCues {
    /// Its id, as in the JSON contract.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Words of its headings.
    pub heading: Vec<WeightedCue>,
    /// The score from which a heading is its heading; 0 where headings do not count.
    pub threshold: i32,
    /// A heading of this item must be of level 1.
    pub top_only: bool,
    /// Sentences that open it without a heading.
    pub openers: Vec<ClauseCues>,
    /// Sentences that belong to it wherever they stand.
    pub mentions: Vec<ClauseCues>,
    /// Weak words; two of them in one sentence outside other items are a mention.
    pub hints: Vec<Cue>,
    /// It is looked for only inside this other item.
    pub within: Option<RoleId>,
    /// It is what remains when the other items are taken away; these words must occur in it.
    pub remainder: Vec<Cue>,
    /// Position in the usual order, for the place where it should be inserted.
    pub order: usize,
}

/// All content items of a pack.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleLexicon {
    /// In the order of the requirement matrix.
    pub roles: Vec<RoleCues>,
}

/// The words that speak for or against the genre, as a pack gives them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GenreCues {
    /// Words of the body with their weights; a negative weight speaks against.
    pub words: Vec<WeightedCue>,
    /// Closing phrases of titles that name another kind of document (通知, 方案).
    pub other_titles: Vec<String>,
    /// Words in titles of reports on something else (述法, 整改).
    pub other_title_words: Vec<String>,
    /// Words without which a title is not that of such a report.
    pub title_words: Vec<String>,
    /// Words that lead from an opening to a report; a text without a title needs one of them.
    pub transitions: Vec<Cue>,
    /// The score from which a text is a report.
    pub threshold: i32,
}
