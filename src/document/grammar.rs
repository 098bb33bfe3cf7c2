//! The pest parsers of the document layer; nothing outside this folder sees a pest type.

/// Marks at the head of a line.
pub(super) mod line {
    #![expect(missing_docs, reason = "the rules are documented in grammar/line.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/line.pest"]
    pub struct LineParser;
}

/// The parts of a title.
pub(super) mod title {
    #![expect(missing_docs, reason = "the rules are documented in grammar/title.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/title.pest"]
    pub struct TitleParser;
}

/// Lines of a web page.
pub(super) mod furniture {
    #![expect(missing_docs, reason = "the rules are documented in grammar/furniture.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/furniture.pest"]
    pub struct FurnitureParser;
}
