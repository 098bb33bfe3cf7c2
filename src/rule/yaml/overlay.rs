//! One tree laid over another: how a pack changes what it inherits.

use super::mismatch::Mismatch;
use super::node::{Node, Value};
use crate::diagnostic::Text;
use crate::rule::fault::nearest;

/// Lays `patch` over `base`: mappings are joined key by key, `null` takes a key away, `{add: […], remove: […]}` changes
/// a list, and everything else replaces what was there. Every value keeps its place.
///
/// # Errors
/// [`Mismatch`] at a `remove` entry that the list does not hold.
pub fn overlay(base: &mut Node, patch: Node) -> Result<(), Mismatch> {
    let Node { place, value } = patch;
    match (&mut base.value, value) {
        (Value::Map(entries), Value::Map(changes)) => {
            for (key, change) in changes {
                let at = entries.iter().position(|(name, _)| name.words().is_some() && name.words() == key.words());
                match at {
                    Some(at) if change.is_null() => {
                        entries.remove(at);
                    }
                    Some(at) => {
                        if let Some((_, value)) = entries.get_mut(at) {
                            overlay(value, change)?;
                        }
                    }
                    None => entries.push((key, change)),
                }
            }
            Ok(())
        }
        (Value::List(items), Value::Map(changes)) if is_list_change(&changes) => {
            for (key, change) in changes {
                let Value::List(entries) = change.value else {
                    return Err(Mismatch::new(change.place, "这里应为列表", "a list is expected here"));
                };
                if key.words() == Some("add") {
                    items.extend(entries);
                } else {
                    for entry in entries {
                        remove(items, &entry)?;
                    }
                }
            }
            Ok(())
        }
        (_, value) => {
            *base = Node { place, value };
            Ok(())
        }
    }
}

fn is_list_change(entries: &[(Node, Node)]) -> bool {
    !entries.is_empty() && entries.iter().all(|(key, _)| matches!(key.words(), Some("add" | "remove")))
}

fn remove(items: &mut Vec<Node>, entry: &Node) -> Result<(), Mismatch> {
    let wanted = name(entry).unwrap_or_default().to_owned();
    let before = items.len();
    items.retain(|item| !(item.says_same(entry) || !wanted.is_empty() && name(item) == Some(&wanted)));
    if items.len() < before {
        return Ok(());
    }
    let mut fault = Mismatch::new(
        entry.place,
        &format!("所继承的列表里没有“{wanted}”，无法去掉"),
        &format!("the inherited list holds no `{wanted}` to remove"),
    );
    if let Some(near) = nearest(&wanted, items.iter().filter_map(name)) {
        fault.help = Some(Text { zh: format!("是不是“{near}”？"), en: format!("did you mean `{near}`?") });
    }
    Err(fault)
}

/// By what an item of a list is known: its words, or the value of its naming key.
fn name(item: &Node) -> Option<&str> {
    const NAMES: [&str; 6] = ["id", "name", "term", "regex", "source", "role"];
    // A name in two languages is known by its Chinese.
    let named = |value: &'static str| {
        let value = item.get(value)?;
        value.words().or_else(|| value.get("zh")?.words())
    };
    item.words().or_else(|| NAMES.into_iter().find_map(named))
}

/// Adds the mappings of `more` to `items`: one whose `key` is known is joined with it, its lists at the end of the
/// lists already there; any other is a new item.
pub fn append_by_id(items: &mut Vec<Node>, more: Vec<Node>, key: &str) {
    for item in more {
        let id = item.get(key).and_then(Node::words).map(str::to_owned);
        let known =
            items.iter_mut().find(|known| id.is_some() && known.get(key).and_then(Node::words) == id.as_deref());
        match (known, item) {
            (Some(Node { value: Value::Map(entries), .. }), Node { value: Value::Map(changes), .. }) => {
                for (name, change) in changes {
                    let at = entries.iter().position(|(old, _)| old.words() == name.words());
                    match (at.and_then(|at| entries.get_mut(at)), change) {
                        (
                            Some((_, Node { value: Value::List(list), .. })),
                            Node { value: Value::List(additions), .. },
                        ) => list.extend(additions),
                        (Some((_, slot)), change) => *slot = change,
                        (None, change) => entries.push((name, change)),
                    }
                }
            }
            (_, item) => items.push(item),
        }
    }
}
