//! Word boundaries: characters that stand side by side are not always a word.

#![allow(clippy::panic, reason = "a test may stop where it fails")]

use fazhi::document::words::is_word;
use fazhi::source::Span;

/// Whether the first occurrence of `word` in `sentence` is a word by itself.
fn word(sentence: &str, word: &str) -> bool {
    let at = sentence.find(word).unwrap_or_else(|| panic!("{word} does not occur in {sentence}"));
    is_word(sentence, Span::new(0, sentence.len()), Span::new(at, at + word.len()))
}

#[test]
fn characters_of_two_words_are_no_word() {
    for (sentence, characters) in [
        ("健全集中学法制度，全年学法4次。", "法制"),
        ("破除自我局限，勇于担当作为。", "我局"),
        ("完善执法制度和工作流程。", "法制"),
    ] {
        assert!(!word(sentence, characters), "{characters} in {sentence}");
    }
}

#[test]
fn words_are_words() {
    for (sentence, characters) in [
        ("严格落实重大执法决定法制审核制度。", "法制审核"),
        ("报县政府法制办备案。", "法制办"),
        ("去年以来，我局开展执法培训4次。", "我局"),
        ("在县委领导下，我镇调解纠纷96件。", "我镇"),
        ("推进依法行政，建设法治政府。", "依法行政"),
    ] {
        assert!(word(sentence, characters), "{characters} in {sentence}");
    }
}

#[test]
fn the_dictionary_is_in_order() {
    let dictionary = include_str!("../rules/national/lexicon/words.txt");
    let mut before = "";
    for line in dictionary.lines() {
        let mut cells = line.split(' ');
        let word = cells.next().unwrap_or("");
        assert!(before < word, "{before} ≥ {word}");
        assert!(cells.next().is_some_and(|frequency| frequency.parse::<u32>().is_ok()), "{line}");
        before = word;
    }
}
