//! Spans, lines and columns, both ways, for any text; encodings; hard-wrapped lines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

use fazhi::source::{Encoding, Format, LineIndex, Source, Span, decode, load};
use proptest::prelude::*;

/// Texts of the kinds that break positions: Chinese, surrogate pairs, tabs, all line ends, zero-width characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥]{1,6}",
        1 => Just("𠮷".to_owned()),
        1 => Just("\t".to_owned()),
        2 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\u{200b}".to_owned()),
        1 => "[a-z0-9,.（）“”]{1,4}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_position_leads_back_to_its_byte(text in text(), at in 0usize..400) {
        let index = LineIndex::new(&text);
        let place = index.position(&text, at);
        prop_assert!(text.is_char_boundary(place.byte));
        prop_assert!(place.byte <= at.min(text.len()));
        prop_assert_eq!(place.char, text[..place.byte].chars().count());
        // A place between \r and \n belongs to no column of its own.
        if !text[..place.byte].ends_with('\r') && !text[place.byte..].starts_with('\n') {
            prop_assert_eq!(index.offset(&text, place.line, place.column), place.byte);
            let (line, column) = index.utf16(&text, place.byte);
            prop_assert_eq!(index.offset_utf16(&text, line, column), place.byte);
            let (line, column) = index.utf8(&text, place.byte);
            prop_assert_eq!(index.offset_utf8(&text, line, column), place.byte);
        }
    }

    #[test]
    fn lines_and_columns_agree_with_a_naive_count(text in text()) {
        let index = LineIndex::new(&text);
        let (mut line, mut column) = (1, 1);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let place = index.position(&text, at);
            prop_assert_eq!((place.line, place.column), (line, column), "at {} of {:?}", at, text);
            let ends = c == '\n' || c == '\r' && chars.peek().is_none_or(|(_, next)| *next != '\n');
            (line, column) = if ends { (line + 1, 1) } else { (line, column + 1) };
        }
    }

    #[test]
    fn trimming_keeps_the_words_and_nothing_else(text in text()) {
        let span = Span::new(0, text.len()).trim(&text);
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        let words = span.of(&text);
        prop_assert!(!words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace));
    }

    #[test]
    fn chinese_text_survives_every_encoding(body in "[一-龥]{4,40}") {
        let text = format!("2025年法治政府建设工作情况报告，全面推进依法行政。{body}");
        let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
        let (decoded, encoding) = decode::decode(&gb).unwrap();
        prop_assert_eq!((decoded.as_str(), encoding), (text.as_str(), Encoding::Gb18030));
        for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
            let mut bytes = Vec::new();
            let units: Vec<u16> = text.encode_utf16().collect();
            for unit in mark.then_some(0xfeff).into_iter().chain(units) {
                bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            }
            let (decoded, encoding) = decode::decode(&bytes).unwrap();
            let expected = if big { Encoding::Utf16Be } else { Encoding::Utf16Le };
            prop_assert_eq!((decoded.as_str(), encoding), (text.as_str(), expected));
        }
    }

    #[test]
    fn a_hard_wrapped_text_leads_back_to_its_lines(sentences in proptest::collection::vec("[一-龥]{20,70}", 6..20), width in 18usize..40) {
        let mut wrapped = String::new();
        for sentence in &sentences {
            let whole: Vec<char> = format!("{sentence}。").chars().collect();
            for line in whole.chunks(width) {
                wrapped.extend(line);
                wrapped.push('\n');
            }
        }
        let source = Source::new("t.txt", wrapped.clone(), Encoding::Utf8, Format::Plain);
        prop_assert_eq!(source.given(), wrapped.as_str());
        for (at, c) in source.text().char_indices().filter(|(_, c)| *c != '\n') {
            let place = source.start(Span::new(at, at + c.len_utf8()));
            prop_assert_eq!(wrapped[place.byte..].chars().next(), Some(c));
            let naive = wrapped[..place.byte].matches('\n').count() + 1;
            prop_assert_eq!(place.line, naive);
        }
    }
}

#[test]
fn a_wrapped_report_is_joined_and_a_paragraph_report_is_not() {
    let wrapped = "一、主要举措和成效\n".to_owned()
        + &"我镇深入贯彻落实上级关于法治政府建设的各项决策部署认真组织开展行政执法\n人员培训和案卷评查工作，全年共开展集中学法活动六次。\n".repeat(8);
    let source = Source::new("t.txt", wrapped, Encoding::Utf8, Format::Plain);
    assert!(source.text().contains("行政执法人员培训"));
    assert!(source.text().starts_with("一、主要举措和成效\n"));
    let plain = "一、主要举措和成效\n我镇开展培训。\n二、存在的不足\n力量不足。\n";
    assert_eq!(Source::from_text("t.txt", plain).text(), plain);
}

#[test]
fn what_is_no_text_is_named() {
    for (bytes, name) in [
        (&b"PK\x03\x04rest"[..], "DamagedZip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Damaged(Doc)"),
        (b"%PDF-1.7", "Damaged(Pdf)"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x00\x01\x02", "NotText"),
        (b"\xfc\x91\x02\xff\x88\x13\x99\xc0\xde\xad\xbe\xef\x00", "NotText"),
    ] {
        let fault = load::from_bytes("t.txt", bytes).expect_err(name);
        assert!(format!("{fault:?}").contains(name), "{fault:?}");
    }
    assert!(matches!(load::from_bytes("t.txt", b" \n\t"), Err(load::LoadError::Empty)));
}

#[test]
fn unpaired_surrogates_become_the_mark_of_a_lost_character() {
    let mut bytes = vec![0xff, 0xfe];
    for unit in "法治".encode_utf16().chain([0xd800]).chain("政府".encode_utf16()) {
        bytes.extend(unit.to_le_bytes());
    }
    let source = load::from_bytes("t.txt", &bytes).unwrap();
    assert_eq!(source.text(), "法治\u{fffd}政府");
}
