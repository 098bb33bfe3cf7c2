//! What does not fit a typed shape, said at the guilty word.

use std::fmt::{self, Display};

use serde::de;

use crate::diagnostic::Text;
use crate::rule::fault::nearest;

use super::node::Place;

/// A value that does not fit, and where.
#[derive(Clone, Debug)]
pub struct Mismatch {
    /// Where; filled in by the nearest value around the fault.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: Text,
    /// What was probably meant.
    pub help: Option<Text>,
}

impl Mismatch {
    /// A mismatch at `place`.
    #[must_use]
    pub fn new(place: Place, zh: &str, en: &str) -> Self {
        Self { place: Some(place), message: Text { zh: zh.to_owned(), en: en.to_owned() }, help: None }
    }

    pub(super) fn unplaced(zh: String, en: String) -> Self {
        Self { place: None, message: Text { zh, en }, help: None }
    }

    pub(super) fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }

    pub(super) fn choose(mut self, word: &str, known: &'static [&'static str]) -> Self {
        self.help = Some(if let Some(near) = nearest(word, known.iter().copied()) {
            Text { zh: format!("是不是“{near}”？"), en: format!("did you mean `{near}`?") }
        } else {
            Text { zh: format!("可用：{}", known.join("、")), en: format!("known: {}", known.join(", ")) }
        });
        self
    }
}

impl Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message.en)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: Display>(words: T) -> Self {
        let words = words.to_string();
        // A shape may speak both languages: “中文 / English”.
        let (zh, en) = words.split_once(" / ").unwrap_or((&words, &words));
        Self::unplaced(zh.to_owned(), en.to_owned())
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let expected = expected.to_string();
        let zh = match expected.as_str() {
            "a string" => "文字",
            "a sequence" => "列表",
            "a boolean" => "true 或 false",
            "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "整数",
            other if other.starts_with("struct ") || other.contains("map") => "“键: 值”",
            other => other,
        };
        let what = match found {
            de::Unexpected::Seq => "列表",
            de::Unexpected::Map => "“键: 值”",
            de::Unexpected::Unit => "空值",
            de::Unexpected::Str(_) => "文字",
            de::Unexpected::Bool(_) => "true/false",
            de::Unexpected::Signed(_) | de::Unexpected::Unsigned(_) | de::Unexpected::Float(_) => "数字",
            _ => "这种值",
        };
        let en = match zh {
            "整数" => "a whole number",
            "“键: 值”" => "keys with values",
            "列表" => "a list",
            _ => expected.as_str(),
        };
        Self::unplaced(format!("这里应写{zh}，不能是{what}"), format!("expected {en}, found {found}"))
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::unplaced(format!("这个值不可用，应为 {expected}"), format!("expected {expected}, found {found}"))
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::unplaced(format!("这里不能写“{word}”"), format!("`{word}` is not possible here")).choose(word, known)
    }

    fn unknown_field(word: &str, known: &'static [&'static str]) -> Self {
        Self::unplaced(format!("没有“{word}”这个键"), format!("there is no key `{word}`")).choose(word, known)
    }

    fn missing_field(word: &'static str) -> Self {
        Self::unplaced(format!("缺少“{word}”"), format!("`{word}` is missing"))
    }
}
