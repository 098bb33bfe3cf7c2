//! The characters that tell something by themselves, found in one pass: marks, digits, letters, and the few ideographs
//! with which numbers, statements that there was none and enumerations begin. Nine characters of ten are other ideographs.

use crate::source::Span;

/// One of the characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Where it stands, in bytes.
    pub at: usize,
    /// The character.
    pub c: char,
}

impl Sign {
    /// The bytes that it covers.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.at, self.at + self.c.len_utf8())
    }
}

/// All such characters of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Signs(Vec<Sign>);

/// The ideographs among them: numerals, 数 and 几, 未 and its like, 是.
const IDEOGRAPHS: &str = "一二两三四五六七八九十百千万亿零壹贰叁肆伍陆柒捌玖拾佰仟数几未无没暂均从尚为并是";

/// The character of three bytes.
const fn code([first, second, third]: [u8; 3]) -> u32 {
    (first as u32 & 0xf) << 12 | (second as u32 & 0x3f) << 6 | third as u32 & 0x3f
}

/// One bit for each of U+4E00–U+9FFF.
#[expect(clippy::indexing_slicing, reason = "the compiler works it out, and stops where it fails")]
const BITS: [u64; 328] = {
    let mut bits = [0; 328];
    let (words, mut at) = (IDEOGRAPHS.as_bytes(), 0);
    while at < words.len() {
        let ideograph = code([words[at], words[at + 1], words[at + 2]]) - 0x4e00;
        bits[ideograph as usize / 64] |= 1 << (ideograph % 64);
        at += 3;
    }
    bits
};

/// Whether the character `code` is a sign: any but an ideograph that tells nothing.
fn tells(code: u32) -> bool {
    let at = code.wrapping_sub(0x4e00);
    BITS.get(at as usize / 64).is_none_or(|bits| bits >> (at % 64) & 1 == 1)
}

/// Whether `c` is one of U+4E00–U+9FFF.
#[must_use]
pub fn is_common_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

impl Signs {
    /// The signs of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut out = Vec::with_capacity(text.len() / 12);
        let mut rest = text.as_bytes();
        loop {
            // Characters of three bytes: most are ideographs that tell nothing.
            if let [first @ 0xe0..=0xef, second, third, behind @ ..] = rest {
                let code = code([*first, *second, *third]);
                if tells(code)
                    && let Some(c) = char::from_u32(code)
                {
                    out.push(Sign { at: text.len() - rest.len(), c });
                }
                rest = behind;
                continue;
            }
            let at = text.len() - rest.len();
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            out.push(Sign { at, c });
            rest = rest.get(c.len_utf8()..).unwrap_or(&[]);
        }
        Self(out)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Sign] {
        &self.0
    }

    /// Those that stand inside `span`.
    #[must_use]
    pub fn within(&self, span: Span) -> &[Sign] {
        let from = self.0.partition_point(|sign| sign.at < span.start);
        let rest = self.0.get(from..).unwrap_or(&[]);
        let len = rest.partition_point(|sign| sign.at < span.end);
        rest.get(..len).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ideographs_are_those_of_the_list() {
        for c in '\0'..=char::MAX {
            let told = IDEOGRAPHS.contains(c) || !('\u{4e00}'..='\u{9fff}').contains(&c);
            assert_eq!(Signs::of(&c.to_string()).all().len(), usize::from(told), "{c}");
        }
    }

    proptest! {
        #[test]
        fn every_sign_of_a_span_is_found(text in "[法一，a𠮷\n]{0,40}", from in 0usize..60, len in 0usize..60) {
            let span = Span::new(from, from + len);
            let wanted: Vec<usize> = text
                .char_indices()
                .filter(|(at, c)| *c != '法' && (span.start..span.end).contains(at))
                .map(|(at, _)| at)
                .collect();
            let found: Vec<usize> = Signs::of(&text).within(span).iter().map(|sign| sign.at).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
