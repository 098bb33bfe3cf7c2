//! Keys, values and names in the files of a pack.

use std::path::Path;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Hover, HoverContents, MarkupContent, MarkupKind, Position,
    TextEdit,
};

use crate::builtin;
use crate::diagnostic::Lang;
use crate::lsp::buffer::Buffer;
use crate::lsp::position::Encoding;
use crate::source::Span;

use super::context::{Context, Spot, Step, context};
use super::schema::FileSchema;
use super::state::PackState;

/// What can be written at a place of a pack file.
#[must_use]
pub fn completions(
    buffer: &Buffer,
    state: &PackState,
    position: Position,
    encoding: Encoding,
    lang: Lang,
) -> Vec<CompletionItem> {
    let at = encoding.offset(buffer.lines(), &buffer.text, position);
    let found = context(&buffer.text, at);
    let range = encoding.range(buffer.lines(), &buffer.text, Span::new(found.word.start, at));
    let item = |label: String, kind: CompletionItemKind, detail: String, write: String| CompletionItem {
        label,
        kind: Some(kind),
        detail: Some(detail).filter(|detail| !detail.is_empty()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, write))),
        ..CompletionItem::default()
    };
    if found.spot == Spot::Key && found.path != [Step::Key("overrides".to_owned())] {
        let path = buffer.path.as_deref().unwrap_or(Path::new(""));
        let (schema, steps) = FileSchema::of(path, &found.path);
        return schema
            .keys(&steps, lang)
            .into_iter()
            .map(|key| {
                let write = format!("{}: ", key.name);
                let mut item = item(key.name, CompletionItemKind::PROPERTY, key.meaning, write);
                item.sort_text = Some(format!("{}{}", u8::from(!key.required), item.label));
                item
            })
            .collect();
    }
    let names = names(&found, state, lang);
    if !names.is_empty() {
        let write = |name: &str| if found.spot == Spot::Key { format!("{name}:") } else { name.to_owned() };
        return names
            .into_iter()
            .map(|(name, told)| {
                let words = write(&name);
                item(name, CompletionItemKind::REFERENCE, told, words)
            })
            .collect();
    }
    let path = buffer.path.as_deref().unwrap_or(Path::new(""));
    let (schema, steps) = FileSchema::of(path, &found.path);
    let values = schema.values(&steps).into_iter();
    values.map(|(word, told)| item(word.clone(), CompletionItemKind::ENUM_MEMBER, told, word)).collect()
}

/// What is said of the words at a place of a pack file.
#[must_use]
pub fn hover(buffer: &Buffer, state: &PackState, position: Position, encoding: Encoding, lang: Lang) -> Option<Hover> {
    let at = encoding.offset(buffer.lines(), &buffer.text, position);
    let word = context(&buffer.text, at).word;
    // The place is told from the beginning of the word, so that it is the same all over it.
    let found = context(&buffer.text, word.start);
    let words = word.of(&buffer.text);
    if words.is_empty() {
        return None;
    }
    let named = names(&found, state, lang).into_iter().find(|(name, _)| name == words);
    let told = match named {
        Some((name, told)) => format!("`{name}`\n\n{told}"),
        None if found.spot == Spot::Key => {
            let path = buffer.path.as_deref().unwrap_or(Path::new(""));
            let (schema, steps) = FileSchema::of(path, &found.path);
            let key = schema.keys(&steps, lang).into_iter().find(|key| key.name == words)?;
            format!("`{}`\n\n{}", key.name, key.meaning)
        }
        None => {
            let path = buffer.path.as_deref().unwrap_or(Path::new(""));
            let (schema, steps) = FileSchema::of(path, &found.path);
            let (word, told) = schema.values(&steps).into_iter().find(|(word, _)| word == words)?;
            format!("`{word}`\n\n{told}")
        }
    };
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: told };
    let range = encoding.range(buffer.lines(), &buffer.text, word);
    Some(Hover { contents: HoverContents::Markup(contents), range: Some(range) })
}

/// The names that can stand at a place, with what they name.
fn names(found: &Context, state: &PackState, lang: Lang) -> Vec<(String, String)> {
    let keys: Vec<&str> = found
        .path
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item => None,
        })
        .collect();
    let rules = state.rules.as_ref();
    let parts = || {
        rules
            .into_iter()
            .flat_map(|rules| &rules.roles.roles)
            .map(|role| (role.id.clone(), role.name.get(lang).to_owned()))
            .collect()
    };
    let rule_ids = || {
        rules
            .into_iter()
            .flat_map(|rules| &rules.rules)
            .map(|rule| (rule.id.clone(), rule.title.get(lang).to_owned()))
            .collect()
    };
    match (keys.as_slice(), found.spot) {
        (["overrides"], Spot::Key) | (["requirements" | "waivers", "rule"] | ["select" | "ignore"], Spot::Value) => {
            rule_ids()
        }
        ([.., "source"], Spot::Value) if keys.contains(&"basis") => rules
            .into_iter()
            .flat_map(|rules| &rules.sources)
            .map(|source| (source.id.clone(), source.title.get(lang).to_owned()))
            .collect(),
        ([.., "role" | "roles" | "from" | "to" | "within"], Spot::Value) if keys.contains(&"match") => parts(),
        (["requirements", "role"], Spot::Value) => parts(),
        ([.., "lexicon"], Spot::Value) => state.lexicons.iter().map(|name| (name.clone(), String::new())).collect(),
        (["extends" | "packs"], Spot::Value) => {
            builtin::names().into_iter().map(|name| (name.to_owned(), String::new())).collect()
        }
        _ => Vec::new(),
    }
}
