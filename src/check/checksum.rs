//! Numbers that check themselves.

use crate::document::digit_value;
use crate::facts::CalendarDate;
use crate::rule::matcher::Checksum;

/// Whether `words` adds up.
pub(super) fn holds(check: Checksum, words: &str) -> bool {
    match check {
        Checksum::ResidentId => resident_id(words),
        Checksum::BankCard => luhn(words),
    }
}

/// The digits of `words`; nothing if there is anything else in it.
fn digits(words: &str) -> Option<Vec<u32>> {
    words.chars().map(digit_value).collect()
}

/// Eighteen characters: area, date of birth, serial, check character by ISO 7064 MOD 11-2.
fn resident_id(words: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((last, body)) = words.char_indices().next_back().and_then(|(at, c)| Some((c, words.get(..at)?))) else {
        return false;
    };
    let Some(body) = digits(body).filter(|body| body.len() == WEIGHTS.len()) else { return false };
    let number =
        |from: usize, to: usize| body.get(from..to).unwrap_or(&[]).iter().fold(0, |sum: u32, digit| sum * 10 + digit);
    let born =
        i32::try_from(number(6, 10)).ok().and_then(|year| CalendarDate::new(year, number(10, 12), number(12, 14)));
    let sum: u32 = body.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let wanted = (12 - sum % 11) % 11;
    let given = if matches!(last, 'X' | 'x' | 'Ｘ' | 'ｘ') { Some(10) } else { digit_value(last) };
    born.is_some() && given == Some(wanted)
}

/// Every second digit from the right counts twice.
fn luhn(words: &str) -> bool {
    let Some(digits) = digits(words).filter(|digits| (12..=19).contains(&digits.len())) else { return false };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let twice = digit * 2;
            if index % 2 == 0 { *digit } else { twice / 10 + twice % 10 }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}

#[cfg(test)]
mod tests {
    use super::{luhn, resident_id};

    #[test]
    fn the_check_character_decides() {
        assert!(resident_id("110101199003074514"), "a well-known specimen");
        assert!(resident_id("11010519491231002X"));
        assert!(!resident_id("110105194912310021"));
        assert!(!resident_id("110105194913310028"), "no thirteenth month");
        assert!(!resident_id("1101051949123100"));
    }

    #[test]
    fn luhn_finds_a_single_wrong_digit() {
        assert!(luhn("4111111111111111"));
        assert!(!luhn("4111111111111112"));
        assert!(!luhn("411111"));
    }
}
