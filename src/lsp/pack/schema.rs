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
    /// The heading in the guide under which its topmost keys are told.
    chapter: &'static str,
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
            return (Self::parse(RULE, "规则文件"), rest.to_vec());
        }
        let (text, chapter) = match stem.as_str() {
            "pack" => (PACK, "pack.yaml"),
            "fazhi" => (CONFIG, "fazhi.yaml"),
            "instruments" if folder => (INSTRUMENTS, "instruments.yaml"),
            _ if folder => (LEXICON, "词表"),
            _ => (RULE, "规则文件"),
        };
        (Self::parse(text, chapter), steps.to_vec())
    }

    fn parse(text: &str, chapter: &'static str) -> Self {
        Self { root: serde_json::from_str(text).unwrap_or_default(), chapter }
    }

    /// The keys of the mapping at `steps`.
    #[must_use]
    pub fn keys(&self, steps: &[Step], lang: Lang) -> Vec<Key> {
        let mut out: Vec<Key> = Vec::new();
        // A key means what it means in its place: a rule has a `severity`, and so has an entry of it.
        let chapter = match steps {
            [] => Some(self.chapter),
            [.., Step::Key(last), Step::Item] if last == "entries" => Some("`text` 的条目"),
            _ => None,
        };
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
                        meaning: self.meaning(name, property, chapter.filter(|_| lang == Lang::Zh)),
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

    fn meaning(&self, name: &str, property: &Value, chapter: Option<&str>) -> String {
        chapter.and_then(|chapter| guide(chapter, name)).unwrap_or_else(|| {
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

/// What the guide says of a key in the tables of a chapter.
fn guide(chapter: &str, name: &str) -> Option<String> {
    static ROWS: OnceLock<Vec<(String, Vec<String>, String)>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let mut chapter = String::new();
        let mut rows = Vec::new();
        for line in GUIDE.lines() {
            if let Some(title) = line.strip_prefix('#').or_else(|| line.strip_prefix("**")) {
                title.trim_start_matches('#').trim().trim_end_matches("**").clone_into(&mut chapter);
            } else if let Some((first, rest)) = line.strip_prefix('|').and_then(|cells| cells.split_once('|')) {
                let keys: Vec<String> = first.split('`').skip(1).step_by(2).map(str::to_owned).collect();
                let told = rest.split('|').next().unwrap_or("").trim().to_owned();
                rows.push((chapter.clone(), keys, told));
            }
        }
        rows
    });
    let row = rows.iter().find(|(known, keys, _)| known == chapter && keys.iter().any(|key| key == name));
    row.map(|(.., words)| words.clone())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
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
        let meaning = |keys: &[Key], name: &str| keys.iter().find(|key| key.name == name).unwrap().meaning.clone();
        assert_eq!(meaning(&rule, "severity"), "`error`、`warning`、`info`");
        let entry = keys("p/rules/x.yaml", &["match", "text", "entries", "-"], Lang::Zh);
        assert_eq!(meaning(&entry, "severity"), "这一条另定级别");
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
