//! Which width the punctuation of a text has. Web archives turn all of it half-width and lose some of it.

use crate::document::Document;
use crate::document::signs::Sign;
use crate::source::Span;
use crate::source::span::is_han;

/// Fewest marks that tell anything.
const FEWEST: usize = 10;

/// The marks that exist in both widths, as far as they stand beside Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    /// How many are full-width.
    pub full: usize,
    /// The half-width ones.
    pub half: Vec<Span>,
}

impl Widths {
    /// Counts the marks of the report itself; page furniture is left out.
    #[must_use]
    pub fn count(text: &str, document: &Document) -> Self {
        let mut out = Self::default();
        let mut furniture = document.furniture.iter().map(|line| line.span).peekable();
        // Brackets round a bare number mark a list or a year; either width is usual there.
        let mut bracket: Option<Span> = None;
        for Sign { at, c } in document.signs.all().iter().copied() {
            while furniture.next_if(|line| line.end <= at).is_some() {}
            if furniture.peek().is_some_and(|line| line.start <= at) {
                bracket = None;
                continue;
            }
            let span = Span::new(at, at + c.len_utf8());
            let before = || text.get(..at).and_then(|head| head.trim_end_matches(' ').chars().next_back());
            let behind = || text.get(span.end..).and_then(|rest| rest.trim_start_matches(' ').chars().next());
            match c {
                '，' | '：' | '；' | '（' | '）' | '！' | '？' => out.full += 1,
                // “![图片](地址)” and “[文字](地址)” are Markdown.
                '!' if behind() == Some('[') => {}
                ',' | ':' | ';' | '!' | '?'
                    if before().is_some_and(is_chinese) || before() == Some(')') && behind().is_some_and(is_han) =>
                {
                    out.half.push(span);
                }
                '(' if before() == Some(']') => bracket = None,
                '(' => bracket = Some(span),
                ')' => {
                    let words = |open: &Span| Span::new(open.end, at).of(text).chars().any(is_word);
                    if let Some(open) = bracket.take().filter(words) {
                        out.half.extend([open, span]);
                    }
                }
                '\n' => bracket = None,
                _ => {}
            }
        }
        out.half.sort_unstable();
        out
    }

    /// Whether most marks are half-width: the text went through a web archive or a converter, and what is missing in it
    /// was probably lost there.
    #[must_use]
    pub fn is_half_width(&self) -> bool {
        let half = self.half.len();
        half + self.full >= FEWEST && half * 10 >= (half + self.full) * 7
    }
}

/// Whether `c` is no numeral and no 年.
fn is_word(c: char) -> bool {
    is_han(c) && !"一二三四五六七八九十百年".contains(c)
}

fn is_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '”' | '》' | '’' | '）' | '〕' | '、' | '。')
}
