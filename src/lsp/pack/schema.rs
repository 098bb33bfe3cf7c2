//! The schemas of pack files, walked along the path to a caret; what their keys mean, in both languages.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::diagnostic::Lang;
use crate::rule::schema::{CONFIG, INSTRUMENTS, LEXICON, PACK, RULE};

use super::context::Step;

/// The guide for pack authors: its tables say what each key means.
const GUIDE: &str = include_str!("../../../docs/packs.md");

/// Deepest way through references.
const DEEPEST: usize = 12;

/// A schema of one kind of file.
pub struct FileSchema {
    root: Value,
}

/// A key that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// Whether the file is faulty without it.
    pub required: bool,
}

impl FileSchema {
    /// The schema of the pack file at `path`; the whole path of a step through `overrides` goes on in a rule.
    #[must_use]
    pub fn of(path: &Path, steps: &[Step]) -> (Self, Vec<Step>) {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "lexicon");
        if let [Step::Key(first), Step::Key(_), rest @ ..] = steps
            && first == "overrides"
        {
            return (Self::parse(RULE), rest.to_vec());
        }
        let text = match stem.as_str() {
            "pack" => PACK,
            "fazhi" => CONFIG,
            "instruments" if folder => INSTRUMENTS,
            _ if folder => LEXICON,
            _ => RULE,
        };
        (Self::parse(text), steps.to_vec())
    }

    fn parse(text: &str) -> Self {
        Self { root: serde_json::from_str(text).unwrap_or_default() }
    }

    /// The keys of the mapping at `steps`.
    #[must_use]
    pub fn keys(&self, steps: &[Step], lang: Lang) -> Vec<Key> {
        let mut out: Vec<Key> = Vec::new();
        for node in self.at(steps) {
            let required: Vec<&str> = node
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let properties = node.get("properties").and_then(Value::as_object);
            for (name, property) in properties.into_iter().flatten() {
                if !out.iter().any(|known| known.name == *name) {
                    out.push(Key {
                        name: name.clone(),
                        meaning: self.meaning(name, property, lang),
                        required: required.contains(&name.as_str()),
                    });
                }
            }
        }
        out
    }

    /// The words that the value at `steps` can be, with their meaning; none if it is free.
    #[must_use]
    pub fn values(&self, steps: &[Step]) -> Vec<(String, String)> {
        let mut out = Vec::new();
        for node in self.at(steps) {
            let meaning = description(node);
            let words = node.get("enum").and_then(Value::as_array).into_iter().flatten().chain(node.get("const"));
            out.extend(words.filter_map(Value::as_str).map(|word| (word.to_owned(), meaning.clone())));
            if node.get("type").is_some_and(|kind| {
                kind == "boolean" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "boolean"))
            }) {
                out.extend(["true", "false"].map(|word| (word.to_owned(), String::new())));
            }
        }
        out.dedup();
        out
    }

    fn meaning(&self, name: &str, property: &Value, lang: Lang) -> String {
        let guide = (lang == Lang::Zh).then(|| guide(name)).flatten();
        guide.unwrap_or_else(|| {
            let own = description(property);
            if own.is_empty() {
                self.expand(property).iter().map(|node| description(node)).next().unwrap_or_default()
            } else {
                own
            }
        })
    }

    /// The nodes at the end of a path.
    fn at(&self, steps: &[Step]) -> Vec<&Value> {
        let mut nodes = self.expand(&self.root);
        for step in steps {
            let next = nodes.iter().flat_map(|node| {
                let inner = match step {
                    Step::Key(key) => node
                        .get("properties")
                        .and_then(|properties| properties.get(key))
                        .or_else(|| node.get("additionalProperties").filter(|more| more.is_object())),
                    Step::Item => node.get("items"),
                };
                inner.map_or_else(Vec::new, |inner| self.expand(inner))
            });
            nodes = next.collect();
        }
        nodes
    }

    /// A node with all that it refers to.
    fn expand<'a>(&'a self, node: &'a Value) -> Vec<&'a Value> {
        let mut out = Vec::new();
        self.collect(node, 0, &mut out);
        out
    }

    fn collect<'a>(&'a self, node: &'a Value, depth: usize, out: &mut Vec<&'a Value>) {
        if depth > DEEPEST {
            return;
        }
        out.push(node);
        let reference = node.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix('#'));
        if let Some(target) = reference.and_then(|pointer| self.root.pointer(pointer)) {
            self.collect(target, depth + 1, out);
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for choice in node.get(key).and_then(Value::as_array).into_iter().flatten() {
                self.collect(choice, depth + 1, out);
            }
        }
    }
}

fn description(node: &Value) -> String {
    node.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What the guide says of a key: the second cell of the first table row that begins with it.
fn guide(name: &str) -> Option<String> {
    static ROWS: OnceLock<Vec<(Vec<String>, String)>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let cells = |line: &str| -> Option<(Vec<String>, String)> {
            let mut cells = line.strip_prefix('|')?.split('|');
            let (first, second) = (cells.next()?, cells.next()?.trim());
            let keys: Vec<String> = first.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (!keys.is_empty()).then(|| (keys, second.to_owned()))
        };
        GUIDE.lines().filter_map(cells).collect()
    });
    rows.iter().find(|(keys, _)| keys.iter().any(|key| key == name)).map(|(_, words)| words.clone())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FileSchema, Key, Step};
    use crate::diagnostic::Lang;

    fn keys(path: &str, steps: &[&str], lang: Lang) -> Vec<Key> {
        let steps: Vec<Step> =
            steps.iter().map(|step| if *step == "-" { Step::Item } else { Step::Key((*step).to_owned()) }).collect();
        let (schema, rest) = FileSchema::of(Path::new(path), &steps);
        schema.keys(&rest, lang)
    }

    #[test]
    fn the_keys_of_a_place_are_known() {
        let has = |keys: &[Key], name: &str| keys.iter().any(|key| key.name == name);
        let rule = keys("p/rules/x.yaml", &[], Lang::Zh);
        assert!(has(&rule, "severity") && has(&rule, "match"));
        assert!(rule.iter().all(|key| !key.meaning.is_empty()), "{rule:?}");
        assert!(has(&keys("p/rules/x.yaml", &["match"], Lang::En), "coverage"));
        assert!(has(&keys("p/rules/x.yaml", &["match", "text", "entries", "-"], Lang::En), "suggest"));
        assert!(has(&keys("p/pack.yaml", &["overrides", "prob-none", "match", "extent"], Lang::En), "han_below"));
        assert!(has(&keys("p/pack.yaml", &["sources", "-"], Lang::En), "verified"));
        assert!(has(&keys("p/lexicon/x.yaml", &["entries", "-"], Lang::En), "term"));
        assert!(has(&keys("fazhi.yaml", &[], Lang::En), "waivers"));
    }

    #[test]
    fn the_values_of_a_place_are_known() {
        let steps = [Step::Key("severity".to_owned())];
        let (schema, rest) = FileSchema::of(Path::new("p/rules/x.yaml"), &steps);
        let words: Vec<String> = schema.values(&rest).into_iter().map(|(word, _)| word).collect();
        assert!(words.contains(&"warning".to_owned()), "{words:?}");
    }
}
