//! Numerals: Arabic digits of either width with grouping and a point, and Chinese numerals, plain and in banker's form.

use super::decimal::Decimal;

/// The value of a numeral without its scale word; nothing for words that are none.
#[must_use]
pub fn value(words: &str) -> Option<Decimal> {
    let first = words.chars().next()?;
    if crate::document::digit_value(first).is_some() { arabic(words) } else { han(words).map(Decimal::whole) }
}

/// “1,280”, “１２８０”, “96.80”
fn arabic(words: &str) -> Option<Decimal> {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            ',' | '，' | ' ' => {}
            '.' | '．' => plain.push('.'),
            _ => plain.push(char::from_digit(crate::document::digit_value(c)?, 10)?),
        }
    }
    Decimal::parse(&plain)
}

/// What a character of a Chinese numeral means.
enum Sign {
    Digit(i64),
    /// 十 百 千
    Place(i64),
    /// 万 亿
    Block(i64),
}

const fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '零' | '〇' | '○' => Sign::Digit(0),
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' => Sign::Digit(2),
        '三' | '叁' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Place(10),
        '百' | '佰' => Sign::Place(100),
        '千' | '仟' => Sign::Place(1000),
        '万' => Sign::Block(10_000),
        '亿' => Sign::Block(100_000_000),
        _ => return None,
    })
}

/// The ideographs from U+4E00 on that have a [`sign`], one bit each: nearly every character of a report is asked for.
#[expect(clippy::indexing_slicing, reason = "the compiler works it out, and stops where it fails")]
const SIGNS: [u64; 328] = {
    let mut bits = [0; 328];
    let mut index = 0;
    while index < 328 * 64 {
        if let Some(c) = char::from_u32(0x4e00 + index)
            && sign(c).is_some()
        {
            bits[index as usize / 64] |= 1 << (index % 64);
        }
        index += 1;
    }
    bits
};

/// Whether `c` can stand in a Chinese numeral.
#[must_use]
pub fn is_han_digit(c: char) -> bool {
    if !('\u{4e00}'..='\u{9fff}').contains(&c) {
        return sign(c).is_some();
    }
    let at = c as usize - 0x4e00;
    SIGNS.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
}

/// “一百二十三”, “两千”, “二〇二五”, “三万五千”
fn han(words: &str) -> Option<i64> {
    if words.chars().count() > 16 {
        return None;
    }
    if words.chars().count() > 1 && words.chars().all(|c| matches!(sign(c), Some(Sign::Digit(_)))) {
        // Digits one by one, as in years and codes.
        return words.chars().try_fold(0i64, |value, c| match sign(c)? {
            Sign::Digit(digit) => value.checked_mul(10)?.checked_add(digit),
            _ => None,
        });
    }
    let (mut total, mut block, mut digit) = (0i64, 0i64, None);
    // The last place, for “三万五” and “一百二”, where the last digit stands in the next place.
    let mut last = 1;
    let mut zero = false;
    for c in words.chars() {
        match sign(c)? {
            Sign::Digit(0) => {
                zero = true;
                digit.get_or_insert(0);
            }
            Sign::Digit(value) => {
                if digit.is_some_and(|digit| digit != 0) {
                    return None;
                }
                digit = Some(value);
            }
            Sign::Place(place) => {
                let count = digit.take().filter(|digit| *digit != 0).unwrap_or(1);
                block += count * place;
                (last, zero) = (place, false);
            }
            Sign::Block(place) => {
                let sum = block + digit.take().unwrap_or(0);
                let sum = if sum == 0 && total == 0 { 1 } else { sum };
                total =
                    if place > 10_000 { (total + sum).checked_mul(place)? } else { total + sum.checked_mul(place)? };
                (block, last, zero) = (0, place, false);
            }
        }
    }
    let tail = digit.unwrap_or(0);
    let tail = if last >= 100 && !zero { tail * last / 10 } else { tail };
    Some(total + block + tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::signs::Signs;

    #[test]
    fn all_characters_with_a_value_are_digits() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(is_han_digit(c), sign(c).is_some(), "{c}");
            let told = !Signs::of(&c.to_string()).all().is_empty();
            assert!(told || !is_han_digit(c), "{c}");
        }
    }
}
