//! Insertions and removals in a text, applied in one go; everything between them stays as it is, byte for byte.

use std::collections::BTreeSet;

use crate::source::Span;

/// Changes of one part.
#[derive(Debug, Default)]
pub(super) struct Patch {
    changes: Vec<Change>,
    marked: BTreeSet<usize>,
}

#[derive(Debug)]
struct Change {
    at: usize,
    /// Changes at one place: closing tags, then ends, then starts, then opening tags, then removals.
    order: u8,
    remove: usize,
    insert: String,
}

/// What is inserted at a place, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Close = 0,
    End = 1,
    Start = 2,
    Open = 3,
}

impl Patch {
    /// Inserts `words` at byte `at`.
    pub(super) fn insert(&mut self, at: usize, order: Order, words: String) {
        self.changes.push(Change { at, order: order as u8, remove: 0, insert: words });
    }

    /// Splits an element at `at`, once however often it is asked for.
    pub(super) fn split(&mut self, at: usize, close: &str, open: String) {
        if self.marked.insert(at) {
            self.insert(at, Order::Close, close.to_owned());
            self.insert(at, Order::Open, open);
        }
    }

    /// Inserts `words` at `at`, once however often it is asked for.
    pub(super) fn insert_once(&mut self, at: usize, words: &str) {
        if self.marked.insert(at) {
            self.insert(at, Order::Start, words.to_owned());
        }
    }

    /// Puts `words` for what stands at `span`.
    pub(super) fn replace(&mut self, span: Span, words: String) {
        self.changes.push(Change { at: span.start, order: 4, remove: span.len(), insert: words });
    }

    /// The text with all changes.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.changes.sort_by_key(|change| (change.at, change.order));
        let added: usize = self.changes.iter().map(|change| change.insert.len()).sum();
        let mut out = String::with_capacity(text.len() + added);
        let mut at = 0;
        for change in self.changes {
            out.push_str(text.get(at..change.at).unwrap_or(""));
            out.push_str(&change.insert);
            at = at.max(change.at + change.remove);
        }
        out.push_str(text.get(at..).unwrap_or(""));
        out
    }
}
