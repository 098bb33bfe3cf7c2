//! A double-array trie over the UTF-16 units of words, made for one question: which words begin where in a text.
//!
//! Looking up words costs more than any other stage of a check, and most of that is not reading but guessing wrong: every
//! other character begins some word, so that a branch per character goes the wrong way half of the time. A trie of a
//! library is entered anew at each character. Here the first two characters are asked together and without a branch, for a
//! whole text; only where a word can stand the trie is walked.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hint::select_unpredictable;

use crate::source::Span;

/// A unit of a text.
#[derive(Clone, Copy, Debug)]
struct Unit {
    /// Its letter; 0 if it is in no word.
    letter: u16,
    /// Where its character begins, in bytes.
    at: u32,
}

/// A node; its children lie at its base and their letters.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// With [`ENDS`] where a word ends.
    base: u32,
    parent: u32,
}

/// The slot of no node.
const FREE: Node = Node { base: 0, parent: u32::MAX };

const ENDS: u32 = 1 << 31;

const UNITS: usize = 1 << 16;

impl Node {
    /// Where the child with this letter lies, if there is one.
    fn child(self, letter: u16) -> u32 {
        (self.base & !ENDS).wrapping_add(letter.into())
    }
}

/// A trie, searched where its bytes lie, so that one that is built into the program costs nothing to open. Any bytes may
/// be searched; what does not come from [`build`] finds nothing sensible.
pub struct Trie<'a> {
    /// The letter of each unit.
    letters: &'a [[u8; 2]; UNITS],
    nodes: &'a [[[u8; 4]; 2]],
    /// For each node where a word ends, the number of the word.
    numbers: &'a [[u8; 4]],
}

impl<'a> Trie<'a> {
    /// The trie in `bytes`, as [`build`] wrote them; none if they are too few.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let (letters, rest) = bytes.split_at_checked(UNITS * 2)?;
        let (nodes, numbers) = rest.split_at_checked(rest.len() / 12 * 8)?;
        let letters = letters.as_chunks().0.try_into().ok()?;
        Some(Self { letters, nodes: nodes.as_chunks().0.as_chunks().0, numbers: numbers.as_chunks().0 })
    }

    fn letter(&self, unit: u16) -> u16 {
        self.letters.get(usize::from(unit)).map_or(0, |letter| u16::from_le_bytes(*letter))
    }

    fn node(&self, number: u32) -> Node {
        self.nodes.get(number as usize).map_or(FREE, |[base, parent]| Node {
            base: u32::from_le_bytes(*base),
            parent: u32::from_le_bytes(*parent),
        })
    }

    /// Whether a word can begin with these two letters: the first is a word, or the second goes on from it. Bits and no
    /// `&&`, which would be a branch.
    fn begins(&self, root: Node, first: u16, second: u16) -> bool {
        let number = root.child(first);
        let node = self.node(number);
        let next = self.node(node.child(second));
        u32::from(node.parent == 0) & (node.base >> 31 | u32::from(next.parent == number)) == 1
    }

    fn units(&self, text: &str) -> Vec<Unit> {
        let mut units = Vec::with_capacity(text.len() / 3 + 32);
        let mut put = |unit: u16, at: usize| {
            units.push(Unit { letter: self.letter(unit), at: u32::try_from(at).unwrap_or(u32::MAX) });
        };
        let (mut rest, mut at) = (text.as_bytes(), 0);
        loop {
            if let [first @ 0xe0..=0xef, second, third, behind @ ..] = rest {
                put(u16::from(*first) << 12 | u16::from(*second & 0x3f) << 6 | u16::from(*third & 0x3f), at);
                at += 3;
                rest = behind;
                continue;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| put(*unit, at));
            at += c.len_utf8();
            rest = rest.get(c.len_utf8()..).unwrap_or(&[]);
        }
        units
    }

    /// Calls `found` for each word at each place of `text`, which is shorter than 4 GiB, in the order of places and lengths:
    /// where it begins and ends, in bytes, and its number.
    pub fn scan(&self, text: &str, mut found: impl FnMut(Span, u32)) {
        let mut units = self.units(text);
        // Behind the text stands nothing that is in a word.
        units.push(Unit { letter: 0, at: u32::try_from(text.len()).unwrap_or(u32::MAX) });
        let root = self.node(0);
        let mut rest = units.as_slice();
        while rest.len() > 1 {
            let mut starts = 0u64;
            for (index, [first, second]) in rest.array_windows().take(64).enumerate() {
                starts |= select_unpredictable(self.begins(root, first.letter, second.letter), 1u64, 0) << index;
            }
            while starts != 0 {
                let start = starts.trailing_zeros();
                starts &= starts - 1;
                self.walk(root, rest.get(start as usize..).unwrap_or(&[]), &mut found);
            }
            rest = rest.get(64..).unwrap_or(&[]);
        }
    }

    /// The words that begin with the first of `units`.
    fn walk(&self, root: Node, units: &[Unit], found: &mut impl FnMut(Span, u32)) {
        let (mut parent, mut node) = (0, root);
        for [unit, next] in units.array_windows() {
            let number = node.child(unit.letter);
            node = self.node(number);
            if node.parent != parent {
                return;
            }
            if node.base & ENDS != 0
                && let Some(word) = self.numbers.get(number as usize)
            {
                let from = units.first().map_or(0, |unit| unit.at as usize);
                found(Span::new(from, next.at as usize), u32::from_le_bytes(*word));
            }
            parent = number;
        }
    }
}

/// Builds the bytes of the trie of `words`, which are different, with their numbers.
///
/// # Errors
/// Where a word is empty or too many characters are in use.
pub fn build(words: &[(&str, u32)]) -> Result<Vec<u8>, String> {
    let letters = letters(words)?;
    let mut keys: Vec<(Vec<u16>, u32)> = words
        .iter()
        .map(|(word, number)| (word.encode_utf16().filter_map(|unit| letters.get(&unit).copied()).collect(), *number))
        .collect();
    keys.sort_unstable();
    if keys.first().is_some_and(|(key, _)| key.is_empty()) {
        return Err("an empty word".to_owned());
    }
    let mut slots = Slots { nodes: vec![FREE], free: BTreeSet::new(), from: 0 };
    let mut numbers = BTreeMap::new();
    // The keys that go through a node, and how many letters lead to it.
    let mut queue = VecDeque::from([(0, keys.as_slice(), 0)]);
    while let Some((node, keys, depth)) = queue.pop_front() {
        let children: Vec<&[(Vec<u16>, u32)]> = keys.chunk_by(|(a, _), (b, _)| a.get(depth) == b.get(depth)).collect();
        let letter = |keys: &[(Vec<u16>, u32)]| keys.first().and_then(|(key, _)| key.get(depth).copied());
        let taken: Vec<u16> = children.iter().filter_map(|keys| letter(keys)).collect();
        let base = slots.place(&taken);
        for keys in children {
            if let Some(letter) = letter(keys) {
                let child = base + usize::from(letter);
                slots.take(child, number(node)?);
                queue.push_back((child, keys, depth + 1));
            } else if let (Some(slot), [(_, word)]) = (slots.nodes.get_mut(node), keys) {
                slot.base |= ENDS;
                numbers.insert(node, *word);
            }
        }
        if let Some(slot) = slots.nodes.get_mut(node) {
            slot.base |= number(base)?;
        }
    }
    let alphabet = (0..=u16::MAX).flat_map(|unit| letters.get(&unit).copied().unwrap_or(0).to_le_bytes());
    let nodes = slots.nodes.iter().flat_map(|node| [node.base, node.parent]).flat_map(u32::to_le_bytes);
    let numbers = (0..slots.nodes.len()).flat_map(|node| numbers.get(&node).copied().unwrap_or(0).to_le_bytes());
    Ok(alphabet.chain(nodes).chain(numbers).collect())
}

fn number(of: usize) -> Result<u32, String> {
    u32::try_from(of).ok().filter(|number| number & ENDS == 0).ok_or_else(|| "too many words".to_owned())
}

/// The letters of the units of `words`, from 1; the commonest are the lowest, so that children lie close together.
fn letters(words: &[(&str, u32)]) -> Result<BTreeMap<u16, u16>, String> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for unit in words.iter().flat_map(|(word, _)| word.encode_utf16()) {
        *counts.entry(unit).or_default() += 1;
    }
    let mut units: Vec<u16> = counts.keys().copied().collect();
    units.sort_by_key(|unit| Reverse(counts.get(unit)));
    if units.len() >= UNITS {
        return Err("too many different characters".to_owned());
    }
    Ok(units.into_iter().zip(1..=u16::MAX).collect())
}

/// The array while it is filled.
struct Slots {
    nodes: Vec<Node>,
    free: BTreeSet<usize>,
    /// Several children are sought a place from here on: before it lie holes that only single ones fill.
    from: usize,
}

/// How many slots are tried for the first of several children, so that building stays linear in the words.
const TRIED: usize = 256;

impl Slots {
    /// A base at which all `letters`, which ascend, find a free slot.
    fn place(&mut self, letters: &[u16]) -> usize {
        let Some(lowest) = letters.first().copied().map(usize::from) else { return 0 };
        let from = if letters.len() == 1 { lowest } else { self.from.max(lowest) };
        let is_free = |slot: usize| slot >= self.nodes.len() || self.free.contains(&slot);
        let fits = |slot: &usize| letters.iter().all(|letter| is_free(slot - lowest + usize::from(*letter)));
        let slot = self.free.range(from..).copied().take(TRIED).find(fits);
        slot.unwrap_or_else(|| {
            self.from = self.nodes.len();
            self.from.max(lowest)
        }) - lowest
    }

    fn take(&mut self, slot: usize, parent: u32) {
        self.free.extend(self.nodes.len()..=slot);
        self.nodes.resize(self.nodes.len().max(slot + 1), FREE);
        self.free.remove(&slot);
        if let Some(node) = self.nodes.get_mut(slot) {
            node.parent = parent;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six thousand words of one to four letters: so many that children are sought a place in vain.
    fn words() -> BTreeMap<String, u32> {
        let mut state = 20_250_331_u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut words = BTreeMap::new();
        for number in 0..6000 {
            let letters = 1 + next(4);
            // The lower ones are the commoner, as in a language.
            let word = (0..letters).filter_map(|_| char::from_u32(0x4e00 + next(60) * next(60))).collect();
            words.entry(word).or_insert(number);
        }
        words
    }

    #[test]
    fn every_word_of_thousands_is_found_and_no_other() {
        let words = words();
        let list: Vec<(&str, u32)> = words.iter().map(|(word, number)| (word.as_str(), *number)).collect();
        let bytes = build(&list).expect("a trie");
        let trie = Trie::of(&bytes).expect("a trie");
        let text: String = words.keys().rev().map(String::as_str).collect();
        let mut found = Vec::new();
        trie.scan(&text, |span, number| found.push((span, number)));
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let wanted = places.iter().enumerate().flat_map(|(first, from)| {
            let ends = places.get(first + 1..).unwrap_or(&[]).iter().take(4);
            ends.filter_map(|to| Some((Span::new(*from, *to), *words.get(text.get(*from..*to)?)?)))
        });
        assert_eq!(found, wanted.collect::<Vec<(Span, u32)>>());
        assert!(found.len() > words.len());
    }

    #[test]
    fn an_empty_word_is_refused() {
        assert!(build(&[("", 0), ("法治", 1)]).is_err());
    }

    #[test]
    fn bytes_that_are_no_trie_find_nothing_sensible_and_do_no_harm() {
        for filler in [0u8, 1, 0x7f, 0x80, 255] {
            let bytes = vec![filler; UNITS * 2 + 12 * 300];
            Trie::of(&bytes).expect("long enough").scan("法治政府建设，2025年𠮷", |_, _| {});
        }
        assert!(Trie::of(&[0; 100]).is_none());
    }
}
