//! Word boundaries by jieba, for the few questions that characters cannot decide (集中学法制度 holds no word 法制).
//!
//! Loaded when first asked, from a small dictionary, and never on a text in which no such question comes up.

use std::sync::OnceLock;

use jieba_rs::Jieba;

use crate::source::Span;

/// The words of official prose with their frequencies, in jieba's own format.
static DICTIONARY: &str = include_str!("../../rules/national/lexicon/words.txt");

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(|| {
        let mut jieba = Jieba::empty();
        // The embedded dictionary is checked by a test; a fault in it must not stop a check.
        let _ = jieba.load_dict(&mut DICTIONARY.as_bytes());
        jieba
    })
}

/// Whether `hit` begins and ends at word boundaries of the sentence `around`.
#[must_use]
pub fn is_word(text: &str, around: Span, hit: Span) -> bool {
    let words = around.of(text);
    let (mut start_seen, mut at) = (false, around.start);
    for word in jieba().cut(words, true) {
        if at == hit.start {
            start_seen = true;
        }
        at += word.word.len();
        if at == hit.end {
            return start_seen;
        }
    }
    false
}
