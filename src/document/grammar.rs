//! The pest parsers of the document layer; nothing outside this folder sees a pest type.

/// Marks at the head of a line.
pub(super) mod line {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/line.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/line.pest"]
    pub struct LineParser;
}

/// The parts of a title.
pub(super) mod title {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/title.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/title.pest"]
    pub struct TitleParser;
}

/// Lines of a web page.
pub(super) mod furniture {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/furniture.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/furniture.pest"]
    pub struct FurnitureParser;
}
