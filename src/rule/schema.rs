//! The JSON Schemas of the files of a pack, for editors. Made from the raw shapes by a test and checked in, so that they
//! cannot drift apart from what the loader takes.

/// Of a rule file.
pub const RULE: &str = include_str!("../../rules/schema/rule.json");
/// Of `pack.yaml`.
pub const PACK: &str = include_str!("../../rules/schema/pack.json");
/// Of a word list.
pub const LEXICON: &str = include_str!("../../rules/schema/lexicon.json");
/// Of the table of instruments, `lexicon/instruments.yaml`.
pub const INSTRUMENTS: &str = include_str!("../../rules/schema/instruments.json");
/// Of `fazhi.yaml`.
pub const CONFIG: &str = include_str!("../../rules/schema/config.json");

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it fails")]
mod tests {
    use schemars::{JsonSchema, Schema, generate::SchemaSettings};
    use serde_json::{Value, json};

    use super::super::instrument::RawInstruments;
    use super::super::load::RawLexicon;
    use super::super::raw::{RawPack, RawRole, RawRule};
    use super::super::yaml::Located;

    impl<T: JsonSchema> JsonSchema for Located<T> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> std::borrow::Cow<'static, str> {
            T::schema_name()
        }

        fn json_schema(generator: &mut schemars::SchemaGenerator) -> Schema {
            T::json_schema(generator)
        }
    }

    fn schema<T: JsonSchema>(title: &str) -> Value {
        let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
        let mut value = serde_json::to_value(schema).unwrap();
        value["title"] = json!(title);
        value
    }

    /// What a pack may change in an inherited rule: the fields of a rule, none of them required; below `match` a list
    /// may also be `{add: […], remove: […]}`, so that only its keys are checked by the loader.
    fn overrides(into: &mut Value) {
        let rule = schema::<RawRule>("rule");
        let mut fields = rule["properties"].clone();
        for fixed in ["id", "since", "title"] {
            fields.as_object_mut().unwrap().remove(fixed);
        }
        fields["match"] = json!({"type": "object"});
        fields["basis"] = json!({"type": ["array", "object"]});
        fields["disabled"] = json!({"anyOf": [{"$ref": "#/definitions/Text"}, {"type": "null"}]});
        into["properties"]["overrides"] = json!({
            "description": "Changes of inherited rules: rule id to the fields of a rule file that differ.",
            "type": ["object", "null"],
            "additionalProperties": {"type": "object", "additionalProperties": false, "properties": fields},
        });
        let definitions = rule["definitions"].as_object().unwrap().clone();
        let into = into.as_object_mut().unwrap().entry("definitions").or_insert_with(|| json!({}));
        for (name, definition) in definitions {
            into.as_object_mut().unwrap().entry(name).or_insert(definition);
        }
    }

    fn pack() -> Value {
        let mut pack = schema::<RawPack>("fazhi pack.yaml");
        let roles = schema::<Vec<RawRole>>("roles");
        let mut item = roles["definitions"]["RawRole"].clone();
        item["required"] = json!(["id"]);
        for (name, definition) in roles["definitions"].as_object().unwrap() {
            pack["definitions"].as_object_mut().unwrap().entry(name.clone()).or_insert(definition.clone());
        }
        pack["properties"]["roles"] = json!({
            "description": "The content items of a report; one whose id is inherited adds its words to it.",
            "type": "array",
            "items": item,
        });
        overrides(&mut pack);
        pack
    }

    fn config() -> Value {
        let mut config = schema::<crate::config::RawConfig>("fazhi.yaml");
        overrides(&mut config);
        config
    }

    fn matches(name: &str, kept: &str, made: &Value) {
        let made = serde_json::to_string_pretty(made).unwrap() + "\n";
        if std::env::var_os("FAZHI_BLESS").is_some() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/schema").join(name);
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(kept == made, "rules/schema/{name} is out of date: run the tests with FAZHI_BLESS=1");
    }

    #[test]
    fn the_schemas_are_those_of_the_loader() {
        matches("rule.json", super::RULE, &schema::<RawRule>("fazhi rule"));
        matches("pack.json", super::PACK, &pack());
        matches("lexicon.json", super::LEXICON, &schema::<RawLexicon>("fazhi word list"));
        matches("instruments.json", super::INSTRUMENTS, &schema::<RawInstruments>("fazhi table of instruments"));
        matches("config.json", super::CONFIG, &config());
    }
}
