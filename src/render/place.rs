//! Where a finding stands, in words: the line of a text, the paragraph of a Word file, the page of a PDF.

use crate::diagnostic::Lang;
use crate::source::{Origin, Source, Span, Story};

/// “第12行”, “第12段”, “第3页第12段”, “第12段（表1第2行第3列）”; in English “line 12”, “paragraph 12”.
#[must_use]
pub fn place(source: &Source, span: Span, lang: Lang) -> String {
    match source.origin(span.start) {
        Some(origin) => origin_words(&origin, lang),
        None => match lang {
            Lang::Zh => format!("第{}行", source.start(span).line),
            Lang::En => format!("line {}", source.start(span).line),
        },
    }
}

/// The same with the character, where the file has paragraphs: “第12段第5字”.
#[must_use]
pub fn exact_place(source: &Source, span: Span, lang: Lang) -> Option<String> {
    let origin = source.origin(span.start)?;
    let words = origin_words(&origin, lang);
    Some(match (lang, origin.character) {
        (_, 0) => words,
        (Lang::Zh, character) => format!("{words}第{character}字"),
        (Lang::En, character) => format!("{words}, character {character}"),
    })
}

fn origin_words(origin: &Origin, lang: Lang) -> String {
    let mut out = match lang {
        Lang::Zh => origin.page.map(|page| format!("第{page}页")).unwrap_or_default(),
        Lang::En => origin.page.map(|page| format!("page {page}, ")).unwrap_or_default(),
    };
    match lang {
        Lang::Zh => out.push_str(&format!("第{}段", origin.paragraph)),
        Lang::En => out.push_str(&format!("paragraph {}", origin.paragraph)),
    }
    if let Some(cell) = origin.cell {
        match lang {
            Lang::Zh => out.push_str(&format!("（表{}第{}行第{}列）", cell.table, cell.row, cell.column)),
            Lang::En => {
                out.push_str(&format!(" (table {}, row {}, column {})", cell.table, cell.row, cell.column));
            }
        }
    }
    match (origin.story, lang) {
        (Story::Body, _) => {}
        (Story::Note, Lang::Zh) => out.push_str("（脚注）"),
        (Story::Note, Lang::En) => out.push_str(" (note)"),
        (Story::TextBox, Lang::Zh) => out.push_str("（文本框）"),
        (Story::TextBox, Lang::En) => out.push_str(" (text box)"),
    }
    out
}

/// What the input is: the name of its encoding, or of the format it was taken out of.
#[must_use]
pub fn kind(source: &Source, lang: Lang) -> &'static str {
    source.container().map_or(source.encoding().name(), |container| {
        let (zh, en) = container.words();
        lang.pick(zh, en)
    })
}
