//! What a number may mean: exactly what is written, or anything that 余, 多, 近, 约, 以上 and the like leave open.

use super::decimal::Decimal;

/// How a number is qualified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// As written.
    #[default]
    Exact,
    /// 约、左右、上下
    About,
    /// 近、将近、接近
    Nearly,
    /// 余、多
    More,
    /// 以上、至少、超过、逾
    AtLeast,
    /// 以下、以内、不超过、不足
    AtMost,
    /// 3至5次
    Between,
    /// 数十、几百
    Some,
}

impl Qualifier {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::More => "more",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::Between => "between",
            Self::Some => "some",
        }
    }
}

/// All values that a number may mean, from `low` to `high`, `low` included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least value.
    pub low: Decimal,
    /// The bound above; none where nothing bounds it.
    pub high: Option<Decimal>,
    /// Whether `high` itself is meant as well.
    pub closed: bool,
}

impl Interval {
    /// Exactly `value`.
    #[must_use]
    pub fn exact(value: Decimal) -> Self {
        Self { low: value, high: Some(value), closed: true }
    }

    /// What `value` means under `qualifier`; generous where usage differs, because it is used to find contradictions.
    #[must_use]
    pub fn of(value: Decimal, qualifier: Qualifier) -> Self {
        let fifth = value.fifth();
        match qualifier {
            Qualifier::Exact | Qualifier::Between => Self::exact(value),
            // 40余 lies below 50, 5000余 below 6000.
            Qualifier::More => Self { low: value, high: value.plus(value.place()), closed: false },
            Qualifier::About => {
                Self { low: value.minus(fifth).unwrap_or(value), high: value.plus(fifth), closed: true }
            }
            Qualifier::Nearly => {
                // 近30 may be 21, 近万 hardly 1: at most three fifths.
                let reach = fifth.max(value.place()).min(fifth.times(3).unwrap_or(fifth));
                Self { low: value.minus(reach).unwrap_or(value), high: Some(value), closed: true }
            }
            Qualifier::AtLeast => Self { low: value, high: None, closed: false },
            Qualifier::AtMost => Self { low: Decimal::whole(0), high: Some(value), closed: true },
            Qualifier::Some => Self { low: value.times(2).unwrap_or(value), high: value.times(10), closed: false },
        }
    }

    /// Whether no value is in both.
    #[must_use]
    pub fn is_disjoint(self, other: Self) -> bool {
        let below = |left: Self, right: Self| {
            left.high.is_some_and(|high| high < right.low || high == right.low && !left.closed)
        };
        below(self, other) || below(other, self)
    }
}
