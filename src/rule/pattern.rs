//! Regular expressions of rules: compiled when first needed, cheap engine first.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::needs::Needs;
use crate::source::span::ceil_boundary;

/// The number of a pattern in its rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternId(pub u32);

/// Bytes searched with the engine that compiles in 4 µs before the one that compiles in 200 µs and runs fifty times
/// as fast takes over: more than a pattern has to search in one report, and few in a folder of them.
const PROMOTE_AFTER: usize = 2 * 1024;

/// Threads that search without waiting for one another; a regex keeps its scratch memory behind a lock.
const SLOTS: usize = 8;

/// The engines of one thread.
#[derive(Debug, Default)]
struct Engines {
    small: OnceLock<Option<regex_lite::Regex>>,
    fast: OnceLock<Option<regex::Regex>>,
}

/// A pattern that is compiled when it is first searched.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    /// Whether it has the group `u`.
    marked: bool,
    /// Made with the first search: most patterns are never tried.
    engines: OnceLock<Box<[Engines; SLOTS]>>,
    /// What the first thread to need it compiles while the others go on with their small engines; later they take
    /// copies with scratch memory of their own.
    fast: OnceLock<Option<regex::Regex>>,
    claimed: AtomicBool,
    searched: AtomicUsize,
}

/// A match of a pattern, in bytes of the text that was searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// All of it.
    pub whole: Range<usize>,
    /// The group `u` where it took part, else all of it.
    pub marked: Range<usize>,
    /// The template, filled.
    pub filled: Option<String>,
}

impl Match {
    fn plain(range: Range<usize>) -> Self {
        Self::marked(range, None, None)
    }

    fn marked(whole: Range<usize>, marked: Option<Range<usize>>, filled: Option<String>) -> Self {
        Self { marked: marked.unwrap_or(whole.clone()), whole, filled }
    }
}

/// The matches that `next` finds at a place or behind it, one after another.
fn each(words: &str, from: usize, next: impl Fn(usize) -> Option<Match>) -> Vec<Match> {
    let mut out: Vec<Match> = Vec::new();
    let mut at = from;
    while at <= words.len()
        && let Some(found) = next(at)
    {
        at = match found.whole.end {
            // An empty match goes on behind the next character.
            end if end == found.whole.start => ceil_boundary(words, end + 1).max(end + 1),
            end => end,
        };
        out.push(found);
    }
    out
}

/// The slot of this thread.
fn slot() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static SLOT: usize = NEXT.fetch_add(1, Ordering::Relaxed) % SLOTS;
    }
    SLOT.with(|slot| *slot)
}

/// Patterns by their source: rule sets that build on one another compile what they share once.
#[derive(Debug, Default)]
pub struct PatternPool(BTreeMap<String, Arc<Pattern>>);

impl PatternPool {
    /// The pattern of `source`.
    pub fn pattern(&mut self, source: String) -> Arc<Pattern> {
        if let Some(known) = self.0.get(&source) {
            return Arc::clone(known);
        }
        let made = Arc::new(Pattern::new(source.clone()));
        self.0.insert(source, Arc::clone(&made));
        made
    }
}

impl Pattern {
    /// A pattern from its source, which was validated when the pack was compiled.
    #[must_use]
    pub fn new(source: String) -> Self {
        Self {
            marked: source.contains("<u>"),
            source,
            engines: OnceLock::new(),
            fast: OnceLock::new(),
            claimed: AtomicBool::new(false),
            searched: AtomicUsize::new(0),
        }
    }

    /// All matches in `words` that begin at `from` or later; what stands before is seen by `^` and the like. `template` is
    /// filled from the groups of each: `${name}`.
    pub fn matches(&self, words: &str, from: usize, template: Option<&str>) -> Vec<Match> {
        let Some(engines) = self.engines.get_or_init(Box::default).get(slot()) else { return Vec::new() };
        let due = self.searched.fetch_add(words.len().saturating_sub(from), Ordering::Relaxed) >= PROMOTE_AFTER;
        let simple = !self.marked && template.is_none();
        if due && let Some(regex) = self.fast(engines) {
            return each(words, from, |at| {
                if simple {
                    return regex.find_at(words, at).map(|found| Match::plain(found.range()));
                }
                let found = regex.captures_at(words, at)?;
                let filled = filled(template, |template, out| found.expand(template, out));
                Some(Match::marked(found.get(0)?.range(), found.name("u").map(|marked| marked.range()), filled))
            });
        }
        let small = engines.small.get_or_init(|| regex_lite::Regex::new(&self.source).ok());
        let Some(regex) = small else { return Vec::new() };
        each(words, from, |at| {
            if simple {
                return regex.find_at(words, at).map(|found| Match::plain(found.range()));
            }
            let found = regex.captures_at(words, at)?;
            let filled = filled(template, |template, out| found.expand(template, out));
            Some(Match::marked(found.get(0)?.range(), found.name("u").map(|marked| marked.range()), filled))
        })
    }

    /// The fast engine of a thread; nothing while another thread is still compiling it.
    fn fast<'a>(&self, engines: &'a Engines) -> Option<&'a regex::Regex> {
        if engines.fast.get().is_none() {
            if !self.claimed.swap(true, Ordering::Relaxed) {
                let _ = self.fast.set(regex::Regex::new(&self.source).ok());
            }
            let _ = engines.fast.set(self.fast.get()?.clone());
        }
        engines.fast.get()?.as_ref()
    }
}

/// The template filled by `expand`.
fn filled(template: Option<&str>, expand: impl Fn(&str, &mut String)) -> Option<String> {
    let mut out = String::new();
    expand(template?, &mut out);
    Some(out)
}

/// A pattern that both engines take.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The pattern, with the half-width twins of its punctuation and digits.
    pub source: String,
    /// The most bytes that a match can have, if there is a limit.
    pub reach: Option<usize>,
    /// What every match holds.
    pub needs: Needs<String>,
}

/// Checks a pattern for both engines and widens it.
///
/// # Errors
/// The words of the engine that refuses it.
pub fn validate(source: &str) -> Result<Checked, String> {
    let wide = widen(source);
    for class in ["\\w", "\\s", "\\d", "\\W", "\\S", "\\D", "\\b"] {
        if source.contains(class) {
            return Err(format!(
                "{class}：请改写成明确的字符集，如 [0-9]、[一-龥] / write explicit classes such as [0-9], [一-龥]"
            ));
        }
    }
    regex_lite::Regex::new(&wide).map_err(|fault| fault.to_string())?;
    regex::RegexBuilder::new(&wide).size_limit(1 << 20).build().map_err(|fault| fault.to_string())?;
    let parsed = regex_syntax::parse(&wide).map_err(|fault| fault.to_string())?;
    Ok(Checked { reach: parsed.properties().maximum_len(), needs: Needs::of(&parsed), source: wide })
}

/// The half-width twin of a full-width mark.
#[must_use]
pub fn twin(c: char) -> Option<char> {
    Some(match c {
        '，' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '！' => '!',
        '？' => '?',
        '％' => '%',
        _ => return None,
    })
}

/// Lets every full-width mark of a pattern match its half-width twin, and [0-9] the full-width digits.
fn widen(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let (mut in_class, mut escaped) = (false, false);
    for c in source.replace("0-9", "0-9０-９").chars() {
        match (c, escaped) {
            ('[', false) => in_class = true,
            (']', false) => in_class = false,
            _ => {}
        }
        match twin(c) {
            Some(half) if in_class => {
                out.push(c);
                out.push('\\');
                out.push(half);
            }
            Some(half) => out.push_str(&format!("[{c}\\{half}]")),
            None => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    // “\,” and “\:” are no escapes that both engines know.
    out.replace("\\,", ",").replace("\\:", ":").replace("\\;", ";").replace("\\!", "!").replace("\\%", "%")
}

/// The spellings of a literal: each full-width mark may be half-width.
#[must_use]
pub fn spellings(word: &str) -> Vec<String> {
    let marks = word.chars().filter(|c| twin(*c).is_some()).count();
    let spell = |half: &dyn Fn(usize) -> bool| -> String {
        let mut index = 0;
        word.chars()
            .map(|c| match twin(c) {
                Some(small) => {
                    index += 1;
                    if half(index - 1) { small } else { c }
                }
                None => c,
            })
            .collect()
    };
    if marks == 0 {
        vec![word.to_owned()]
    } else if marks <= 3 {
        (0..1usize << marks).map(|mask| spell(&|index| mask >> index & 1 == 1)).collect()
    } else {
        vec![word.to_owned(), spell(&|_| true)]
    }
}
