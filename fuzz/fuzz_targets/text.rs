//! Any text: parsed whole, with every span on a character boundary and inside the text.
#![no_main]

use fazhi::source::{Source, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::from_text("fuzz.txt", text);
    let document = fazhi::document::parse(&source);
    let spans = document.sentences.iter().map(|sentence| sentence.span);
    let spans = spans.chain(document.paragraphs.iter().map(|paragraph| paragraph.span));
    let spans = spans.chain(document.sections.iter().map(|section| section.heading.text));
    for span in spans {
        assert!(span.end <= source.text().len());
        assert!(source.text().get(span.start..span.end).is_some(), "{span:?}");
        let place = source.start(Span::empty(span.start));
        assert!(place.line >= 1 && place.column >= 1);
    }
});
