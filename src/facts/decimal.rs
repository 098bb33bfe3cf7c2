//! Exact decimal numbers, kept as they are written: `60`, `60.0` and `60.00` are equal in value and different on paper.
//!
//! Nothing here rounds silently and nothing is a floating point number.

use std::cmp::Ordering;
use std::fmt;

/// Most digits behind the point that are read.
const MAX_SCALE: u32 = 6;
/// The largest number that is read, in its smallest place; larger ones are account numbers and the like.
const MAX_UNITS: i128 = 1_000_000_000_000_000_000;

/// An exact decimal number: `units` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

/// Ten to the power of `exponent`, which is small here.
fn ten(exponent: u32) -> i128 {
    10i128.checked_pow(exponent).unwrap_or(i128::MAX)
}

impl Decimal {
    /// A whole number.
    #[must_use]
    pub const fn whole(value: i64) -> Self {
        Self { units: value as i128, scale: 0 }
    }

    /// The number `units` / 10^`scale`, if it is of a size that a report can mean.
    #[must_use]
    pub fn new(units: i128, scale: u32) -> Option<Self> {
        (scale <= MAX_SCALE && units.abs() <= MAX_UNITS).then_some(Self { units, scale })
    }

    /// Reads ASCII digits with at most one point; grouping marks must be taken out before.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let (whole, fraction) = words.split_once('.').unwrap_or((words, ""));
        if whole.is_empty() || words.ends_with('.') || whole.len() + fraction.len() > 18 {
            return None;
        }
        let mut units = 0i128;
        for digit in whole.chars().chain(fraction.chars()) {
            units = units * 10 + i128::from(digit.to_digit(10)?);
        }
        Self::new(units, u32::try_from(fraction.len()).ok()?)
    }

    /// Digits behind the point, as written.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.scale
    }

    /// Whether there is no part behind the point, whatever is written.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.units % ten(self.scale) == 0
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn to_whole(self) -> Option<i128> {
        self.is_whole().then(|| self.units / ten(self.scale))
    }

    /// The number a hundred, ten thousand, … times as large; digits behind the point are used up first.
    #[must_use]
    pub fn times_ten(self, exponent: u32) -> Option<Self> {
        let (used, left) = (exponent.min(self.scale), exponent.saturating_sub(self.scale));
        Self::new(self.units.checked_mul(10i128.checked_pow(left)?)?, self.scale - used)
    }

    /// Both numbers in the smaller of their two last places, and how many digits that is behind the point.
    fn aligned(self, other: Self) -> (i128, i128, u32) {
        let scale = self.scale.max(other.scale);
        (self.units * ten(scale - self.scale), other.units * ten(scale - other.scale), scale)
    }

    /// The sum; nothing where it is too large to mean anything.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.aligned(other);
        Self::new(left + right, scale)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.aligned(other);
        Self::new(left - right, scale)
    }

    /// The distance of the two numbers.
    #[must_use]
    pub fn distance(self, other: Self) -> Option<Self> {
        if self < other { other.minus(self) } else { self.minus(other) }
    }

    /// The number times a whole number.
    #[must_use]
    pub fn times(self, factor: i64) -> Option<Self> {
        Self::new(self.units.checked_mul(i128::from(factor))?, self.scale)
    }

    /// A fifth of the number, cut off in its last place where that holds all digits that are read.
    #[must_use]
    pub fn fifth(self) -> Self {
        let cut = Self { units: self.units / 5, scale: self.scale };
        if self.units % 5 == 0 { cut } else { Self::new(self.units.saturating_mul(2), self.scale + 1).unwrap_or(cut) }
    }

    /// The value of one in the place of the last digit that is not zero: 10 for 380, 1000 for 5000, 0.1 for 1.2.
    #[must_use]
    pub fn place(self) -> Self {
        let mut units = self.units.abs();
        let mut place = 1;
        while units != 0 && units % 10 == 0 {
            units /= 10;
            place *= 10;
        }
        Self { units: place, scale: self.scale }
    }

    /// The value of one in the last place written: 1 for 380, 0.01 for 96.80.
    #[must_use]
    pub fn last_place(self) -> Self {
        Self { units: 1, scale: self.scale }
    }

    /// Whether `part` of `whole` is, in percent, this number as written: rounded to its places, or cut off there.
    ///
    /// Nothing where there is nothing to divide by, or where the numbers are too large.
    #[must_use]
    pub fn is_percent_of(self, part: Self, whole: Self, rounded: bool, cut: bool) -> Option<bool> {
        let (part, whole, _) = part.aligned(whole);
        if whole <= 0 {
            return None;
        }
        let exact = part.checked_mul(100)?.checked_mul(ten(self.scale))?;
        let stated = self.units.checked_mul(whole)?;
        // Twice the distance in the last place written, so that a half is whole.
        let twice = exact.checked_sub(stated)?.checked_mul(2)?;
        let near = rounded && -whole <= twice && twice <= whole;
        let below = cut && 0 <= twice && twice < whole.checked_mul(2)?;
        Some(near || below)
    }

    /// `part` of `whole` in percent, rounded half up to `decimals` digits, for people.
    #[must_use]
    pub fn percent_words(part: Self, whole: Self, decimals: u32) -> String {
        let (part, whole, _) = part.aligned(whole);
        let scaled = part.checked_mul(100).and_then(|part| part.checked_mul(ten(decimals)));
        let Some(scaled) = scaled.filter(|_| whole > 0) else { return "—".to_owned() };
        let rounded = scaled.saturating_mul(2).saturating_add(whole).div_euclid(whole.saturating_mul(2));
        format!("{}%", Self { units: rounded, scale: decimals })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right, _) = self.aligned(*other);
        left.cmp(&right)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let (whole, fraction) = (self.units.abs() / ten(self.scale), self.units.abs() % ten(self.scale));
        if self.scale == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{fraction:0width$}", width = self.scale as usize)
        }
    }
}
