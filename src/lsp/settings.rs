//! What a client states about checks, in `initializationOptions` and in its settings.

use serde::Deserialize;
use serde_json::Value;

use crate::config::Stated;
use crate::diagnostic::{Lang, Severity};
use crate::facts::{Level, place};
use crate::report::PolicyProfile;

/// The settings of a client; what it leaves out comes from `fazhi.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClientSettings {
    lang: Option<String>,
    packs: Option<Vec<String>>,
    profile: Option<String>,
    level: Option<String>,
    province: Option<String>,
    year: Option<i32>,
    show: Option<String>,
    select: Option<Vec<String>>,
    ignore: Option<Vec<String>>,
    /// The client shows what commands answer.
    pub answers: bool,
}

impl ClientSettings {
    /// Settings from what a client sent: the object itself, or one with it under `fazhi`. Fields of a wrong type are
    /// as if left out, and told.
    pub fn read(value: &Value, faults: &mut Vec<String>) -> Self {
        let value = value.get("fazhi").unwrap_or(value);
        let Value::Object(fields) = value else { return Self::default() };
        let mut sound = serde_json::Map::new();
        for (key, field) in fields {
            let alone = Value::Object([(key.clone(), field.clone())].into_iter().collect());
            if field.is_null() {
                continue;
            }
            match serde_json::from_value::<Self>(alone) {
                Ok(_) => {
                    sound.insert(key.clone(), field.clone());
                }
                Err(why) => faults.push(format!("{key}: {why}")),
            }
        }
        serde_json::from_value(Value::Object(sound)).unwrap_or_default()
    }

    /// The same as the options of a command state it; empty words state nothing.
    pub fn stated(&self, faults: &mut Vec<String>) -> Stated {
        let mut stated = Stated {
            packs: filled(self.packs.as_deref()),
            select: filled(self.select.as_deref()),
            ignore: filled(self.ignore.as_deref()),
            year: self.year.filter(|year| *year != 0),
            ..Stated::default()
        };
        let mut word = |key: &str, value: Option<&String>, read: &mut dyn FnMut(&str) -> bool| {
            if let Some(value) = value.filter(|value| !value.is_empty() && *value != "auto")
                && !read(value)
            {
                faults.push(format!("{key}: {value}"));
            }
        };
        word("lang", self.lang.as_ref(), &mut |value| {
            stated.lang = match value {
                "zh" => Some(Lang::Zh),
                "en" => Some(Lang::En),
                _ => None,
            };
            stated.lang.is_some()
        });
        word("profile", self.profile.as_ref(), &mut |value| {
            stated.profile = match value {
                "draft" => Some(PolicyProfile::Draft),
                "submit" => Some(PolicyProfile::Submit),
                "publish" => Some(PolicyProfile::Publish),
                _ => None,
            };
            stated.profile.is_some()
        });
        word("show", self.show.as_ref(), &mut |value| {
            stated.show = match value {
                "error" => Some(Severity::Error),
                "warning" => Some(Severity::Warning),
                "info" => Some(Severity::Info),
                _ => None,
            };
            stated.show.is_some()
        });
        word("level", self.level.as_ref(), &mut |value| {
            stated.level = Level::parse(value);
            stated.level.is_some()
        });
        word("province", self.province.as_ref(), &mut |value| {
            stated.province = place::province(value).map(str::to_owned);
            stated.province.is_some()
        });
        stated
    }
}

fn filled(words: Option<&[String]>) -> Vec<String> {
    words.unwrap_or(&[]).iter().filter(|word| !word.is_empty()).cloned().collect()
}
