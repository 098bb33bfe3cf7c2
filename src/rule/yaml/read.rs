//! Text to [`Node`]s. The only file that calls the YAML library.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Location, Spanned};

use crate::source::Span;

use super::super::fault::PackFault;
use super::super::load::PackFile;
use super::node::{FileId, Node, Place, Scalar, Value};

/// Deepest nesting; a rule has ten levels. Each costs some stack while it is read.
const MAX_DEPTH: usize = 40;

/// Reads `file`, whose number among the files of the packs is `id`.
///
/// The library's budgets bound nesting, aliases and size; duplicate keys are refused; `yes` and `on` are words.
///
/// # Errors
/// [`PackFault`] at the place that is no YAML.
pub fn read(file: &PackFile, id: FileId) -> Result<Node, PackFault> {
    let mut options = serde_yaml::Options::default();
    options.strict_booleans = true;
    options.with_snippet = false;
    if let Some(budget) = &mut options.budget {
        budget.max_depth = MAX_DEPTH;
    }
    let tree: Spanned<Tree> = serde_yaml::from_str_with_options(&file.text, options).map_err(|fault| {
        let span = fault.location().map(|location| {
            let start = start_of(&file.text, location);
            Span::new(start, word_end(&file.text, start))
        });
        let words = plain(&fault.without_snippet().to_string());
        PackFault::new(&file.path, &file.text, span, chinese(&words), words)
    })?;
    Ok(node(tree, &file.text, id))
}

/// The library's words without the place at either end, which is drawn instead.
fn plain(words: &str) -> String {
    let words = words
        .split_once(": ")
        .filter(|(head, _)| head.starts_with("line ") || head.contains(" line "))
        .map_or(words, |(_, rest)| rest);
    words
        .rsplit_once(" at line ")
        .map_or(words, |(head, _)| head)
        .replace(", set DuplicateKeyPolicy in Options if acceptable", "")
}

/// The frequent faults in Chinese; a rare one keeps the library's words behind a Chinese frame.
fn chinese(words: &str) -> String {
    const KNOWN: [(&str, &str); 12] = [
        ("duplicate mapping key", "同一层里有两个相同的键"),
        ("recursion limit", "嵌套太深"),
        ("depth", "嵌套太深"),
        ("multiple YAML documents", "一个文件只能写一份 YAML，请去掉“---”之后的内容"),
        ("illegal placement of ':'", "冒号位置不对；上一行的括号或引号可能没有写完"),
        ("tab", "缩进只能用空格，不能用制表符"),
        ("while parsing a flow", "方括号或花括号没有写完整"),
        ("alias", "别名引用有误或展开过多"),
        ("budget", "内容超出限额"),
        ("unclosed", "引号或括号没有写完整"),
        ("mismatched bracket", "括号不配对"),
        ("NUL character", "文字里有 NUL 字符（\\0），请删去"),
    ];
    match KNOWN.iter().find(|(known, _)| words.contains(known)) {
        Some((_, zh)) => format!("YAML 写法有误：{zh}（{words}）"),
        None => format!("YAML 写法有误：{words}"),
    }
}

/// A value as the library gives it.
enum Tree {
    Scalar(Scalar),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<Tree>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar(Scalar::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Scalar::Int(value, value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar(
            i64::try_from(value)
                .map_or_else(|_| Scalar::Decimal(value.to_string()), |whole| Scalar::Int(whole, value.to_string())),
        ))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Scalar::Decimal(value.to_string())))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Tree, E> {
        // No text holds it, and what looks for words takes it for their end.
        if value.contains('\0') {
            return Err(E::custom("a NUL character in a string"));
        }
        Ok(Tree::Scalar(Scalar::Text(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Scalar::Null))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Scalar::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Map(entries))
    }
}

fn node(tree: Spanned<Tree>, text: &str, file: FileId) -> Node {
    let written = written(text, tree.referenced);
    let (span, value) = match tree.value {
        Tree::Scalar(scalar) => {
            let raw = written.of(text);
            // A number keeps its zeros and its sign as they were written.
            let scalar = match scalar {
                Scalar::Int(value, _) => Scalar::Int(value, raw.to_owned()),
                Scalar::Decimal(_) => Scalar::Decimal(raw.to_owned()),
                other => other,
            };
            (unquoted(text, written), Value::Scalar(scalar))
        }
        Tree::List(items) => (written, Value::List(items.into_iter().map(|item| node(item, text, file)).collect())),
        Tree::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| (node(key, text, file), node(value, text, file)));
            (written, Value::Map(entries.collect()))
        }
    };
    Node { place: Place { file, span }, value }
}

/// The words of a location; of a block, its first word.
fn written(text: &str, location: Location) -> Span {
    let start = start_of(text, location);
    let len = location.span().byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
    let end = text.floor_char_boundary(start.saturating_add(len).min(text.len()));
    if end > start { Span::new(start, end) } else { Span::new(start, word_end(text, start)) }
}

fn start_of(text: &str, location: Location) -> usize {
    if let Some(start) = location.span().byte_offset().and_then(|at| usize::try_from(at).ok())
        && text.is_char_boundary(start)
    {
        return start;
    }
    let line = usize::try_from(location.line()).unwrap_or(1);
    let column = usize::try_from(location.column()).unwrap_or(1);
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// Without quotes; of a text over several lines, its first line.
fn unquoted(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let inner = ['"', '\''].iter().find_map(|quote| words.strip_prefix(*quote)?.strip_suffix(*quote));
    let (start, words) = inner.map_or((span.start, words), |inner| (span.start + 1, inner));
    let len = words.find('\n').unwrap_or(words.len());
    Span::new(start, start + words.get(..len).unwrap_or("").trim_end().len())
}

fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let len = rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ']' | '}')).unwrap_or(rest.len());
    start + len.max(rest.chars().next().map_or(0, char::len_utf8))
}
