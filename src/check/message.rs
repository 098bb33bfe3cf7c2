//! Message templates: `{name}` is replaced by a variable of the finding.

use crate::diagnostic::Text;
use crate::facts::Subject;

/// The variables of one finding, in both languages.
#[derive(Clone, Debug, Default)]
pub struct Variables(Vec<(&'static str, Text)>);

impl Variables {
    /// Adds a variable that reads the same in both languages.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.with_text(name, Text { zh: value.clone(), en: value })
    }

    /// Adds a variable.
    #[must_use]
    pub fn with_text(mut self, name: &'static str, value: Text) -> Self {
        self.0.push((name, value));
        self
    }

    /// “, in 9 places”, where a finding stands in more than one.
    fn also(&self) -> Text {
        let count =
            self.0.iter().find(|(name, _)| *name == "count").and_then(|(_, count)| count.zh.parse::<usize>().ok());
        match count {
            Some(count) if count > 1 => {
                Text { zh: format!("（全文共{count}处）"), en: format!(" ({count} places)") }
            }
            _ => Text::default(),
        }
    }

    /// Fills a template. `{year}` is always the report year, `{also}` the number of places if there are several.
    #[must_use]
    pub fn fill(&self, template: &Text, subject: &Subject<'_>) -> Text {
        let year = subject.year().map_or_else(|| "？".to_owned(), |year| year.to_string());
        let one = |words: &str, pick: &dyn Fn(&Text) -> String| {
            let mut out = String::with_capacity(words.len() + 32);
            let mut rest = words;
            while let Some((head, tail)) = rest.split_once('{') {
                out.push_str(head);
                let Some((name, behind)) = tail.split_once('}') else {
                    out.push('{');
                    rest = tail;
                    continue;
                };
                match self.0.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => out.push_str(&pick(value)),
                    None if name == "year" => out.push_str(&year),
                    None if name == "also" => out.push_str(&pick(&self.also())),
                    None => {}
                }
                rest = behind;
            }
            out.push_str(rest);
            out
        };
        Text { zh: one(&template.zh, &|text| text.zh.clone()), en: one(&template.en, &|text| text.en.clone()) }
    }
}
