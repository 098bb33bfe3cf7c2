//! The report as a tree: what stands before and after it, its title, its sections, paragraphs and sentences.
//!
//! Knows structure, and nothing of what a section is for (`facts` does) or of what it should say (rules do).
//! Parsing is total: any text yields a [`Document`], if need be one of a single paragraph.

mod body;
pub mod cue;
mod furniture;
mod grammar;
mod line;
mod parse;
mod sentence;
mod signature;
pub mod signs;
mod title;
mod trie;
mod unnumbered;
pub mod words;

use std::ops::Range;

pub use furniture::FurnitureKind;
pub use line::{Mark, MarkFault, MarkKind};
pub(crate) use line::{digit_value, han_number};
pub use parse::parse;
pub(crate) use title::year_value;
pub use title::{DocumentNumber, Title};

use crate::source::Span;

use signs::Signs;

/// A parsed report.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Lines of the web page round the report, in document order.
    pub furniture: Vec<Furniture>,
    /// A line such as “云府发〔2026〕3号” above the title.
    pub document_number: Option<Span>,
    /// The title, where one was found.
    pub title: Option<Title>,
    /// “区委、区政府：”
    pub addressee: Option<Span>,
    /// All sections in document order; parents stand before their children.
    pub sections: Vec<Section>,
    /// All paragraphs in document order.
    pub paragraphs: Vec<Paragraph>,
    /// All sentences in document order.
    pub sentences: Vec<Sentence>,
    /// All items of 一是…二是… chains in document order.
    pub items: Vec<Item>,
    /// “附件：1.……” and the lines of the list.
    pub attachments: Vec<Span>,
    /// Organ and date at the end.
    pub signature: Option<Signature>,
    /// From the first to the last byte of the report itself, title and sign-off included.
    pub extent: Span,
    /// Whether the text has more lines than are read (100,000).
    pub truncated: bool,
    /// Its marks, digits and letters.
    pub signs: Signs,
}

/// A line of page furniture.
#[derive(Clone, Debug)]
pub struct Furniture {
    /// The line.
    pub span: Span,
    /// What it is.
    pub kind: FurnitureKind,
    /// A date in it that tells when the page was published.
    pub published: Option<Span>,
    /// Whether it stands between paragraphs of the report instead of round it.
    pub inside: bool,
}

/// A heading with all that belongs under it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading.
    pub heading: Heading,
    /// Depth in the tree, from 1.
    pub level: usize,
    /// The section that holds it.
    pub parent: Option<usize>,
    /// Indices into [`Document::paragraphs`], those of its children included.
    pub paragraphs: Range<usize>,
    /// Index one past its last descendant in [`Document::sections`].
    pub descendants_end: usize,
    /// From its mark to the end of its last paragraph.
    pub span: Span,
}

/// The words and the mark of a heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The number before it.
    pub mark: Option<Mark>,
    /// The heading without its mark and without a closing 。; empty for a numbered paragraph that has no heading.
    pub text: Span,
    /// How it meets its body.
    pub form: HeadingForm,
}

/// How a heading meets its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// On a line of its own.
    Standalone,
    /// “（一）加强领导。正文”: the first sentence of its paragraph.
    RunIn,
    /// “（一）加强领导一是……”: nothing between heading and body.
    Glued,
    /// “1、……”: a numbered paragraph without a heading.
    Numbered,
}

/// A paragraph of body text.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Its words, blanks at both ends left out; the heading of a run-in paragraph is not part of it.
    pub span: Span,
    /// The innermost section it stands in.
    pub section: Option<usize>,
    /// Indices into [`Document::sentences`].
    pub sentences: Range<usize>,
}

/// A sentence, up to and with its 。！？.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// Its words.
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// A member of a chain 一是…二是….
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// 1 for 一是.
    pub number: u32,
    /// The words “一是”.
    pub mark: Span,
    /// From the mark to the next item or the end of the chain.
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// The end of a signed report.
#[derive(Clone, Debug)]
pub struct Signature {
    /// “特此报告。”
    pub closing: Option<Span>,
    /// Who signed.
    pub organ: Option<Span>,
    /// When, as written.
    pub date: Option<Span>,
}

impl Document {
    /// The sentences of section `index`, its descendants included.
    #[must_use]
    pub fn section_sentences(&self, index: usize) -> &[Sentence] {
        let Some(section) = self.sections.get(index) else {
            return &[];
        };
        self.sentences_of(section.paragraphs.clone())
    }

    /// The sentences of a range of paragraphs.
    #[must_use]
    pub fn sentences_of(&self, paragraphs: Range<usize>) -> &[Sentence] {
        let paragraphs = self.paragraphs.get(paragraphs).unwrap_or(&[]);
        let (Some(first), Some(last)) = (paragraphs.first(), paragraphs.last()) else {
            return &[];
        };
        self.sentences.get(first.sentences.start..last.sentences.end).unwrap_or(&[])
    }

    /// The sentences that begin inside `span`.
    #[must_use]
    pub fn sentences_in(&self, span: Span) -> &[Sentence] {
        let from = self.sentences.partition_point(|s| s.span.start < span.start);
        let to = self.sentences.partition_point(|s| s.span.start < span.end);
        self.sentences.get(from..to).unwrap_or(&[])
    }

    /// The sentence that holds byte `at`.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<(usize, Sentence)> {
        let index = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(index).filter(|s| s.span.start <= at).map(|s| (index, *s))
    }

    /// The paragraph that holds byte `at`.
    #[must_use]
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        let index = self.paragraphs.partition_point(|p| p.span.end <= at);
        self.paragraphs.get(index).filter(|p| p.span.start <= at).map(|_| index)
    }

    /// The section whose heading holds byte `at`.
    #[must_use]
    pub fn heading_at(&self, at: usize) -> Option<usize> {
        let index = self.sections.partition_point(|s| s.span.start <= at).checked_sub(1)?;
        let section = self.sections.get(index)?;
        (at < section.heading.text.end.max(section.heading.mark.map_or(0, |m| m.span.end))).then_some(index)
    }

    /// The sections of level 1.
    pub fn top_sections(&self) -> impl Iterator<Item = (usize, &Section)> {
        self.sections.iter().enumerate().filter(|(_, section)| section.level == 1)
    }

    /// Takes the paragraphs from `first` on out of their sections: closing words that stand under no heading.
    pub fn detach_closing(&mut self, first: usize) {
        let end = first.checked_sub(1).and_then(|last| self.paragraphs.get(last)).map_or(0, |p| p.span.end);
        for section in &mut self.sections {
            if section.paragraphs.end > first && section.paragraphs.start <= first {
                section.paragraphs.end = first;
                section.span.end = end.max(section.heading.text.end);
            }
        }
        for paragraph in self.paragraphs.iter_mut().skip(first) {
            paragraph.section = None;
        }
    }
}
