//! YAML files to raw packs. The only place, with the configuration, that reads YAML.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::diagnostic::Text;
use crate::source::Span;

use super::fault::PackFault;
use super::instrument::RawInstruments;
use super::matcher::RawTextEntry;
use super::raw::{RawPack, RawRule};

/// Largest file of a pack, in bytes.
const MAX_FILE: u64 = 4 << 20;
/// Most files of a pack.
const MAX_FILES: usize = 20_000;

/// A file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Its path, for messages and for its role (`pack.yaml`, `lexicon/…`, rules).
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A pack as written.
#[derive(Debug, Default)]
pub struct LoadedPack {
    /// `pack.yaml` with its file.
    pub pack: Option<(PackFile, RawPack)>,
    /// The rules with their files.
    pub rules: Vec<(PackFile, RawRule)>,
    /// The word lists by name.
    pub lexicons: Vec<(String, Vec<RawTextEntry>)>,
    /// The instruments that reports cite, with their files.
    pub instruments: Vec<(PackFile, RawInstruments)>,
    /// What could not be read; the rest of the pack is kept.
    pub faults: Vec<PackFault>,
}

/// A word list of a pack: `lexicon/NAME.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLexicon {
    /// What it holds.
    #[expect(dead_code, reason = "documentation for readers of the file")]
    title: Text,
    /// Its entries.
    entries: Vec<RawTextEntry>,
}

/// Reads the YAML files below `folder`.
///
/// # Errors
/// A [`PackFault`] without a place when the folder cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<PackFile>, PackFault> {
    let io = |path: &Path, fault: &dyn std::fmt::Display| {
        let name = path.display().to_string();
        PackFault::new(&name, "", None, format!("无法读取：{fault}"), format!("cannot be read: {fault}"))
    };
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).max_depth(6).sort_by_file_name() {
        let entry = entry.map_err(|fault| io(folder, &fault))?;
        let path = entry.path();
        let yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        if !entry.file_type().is_file() || !yaml {
            continue;
        }
        let size = entry.metadata().map_err(|fault| io(path, &fault))?.len();
        if size > MAX_FILE {
            return Err(io(path, &format!("{size} bytes > {MAX_FILE}")));
        }
        if files.len() == MAX_FILES {
            return Err(io(folder, &format!("more than {MAX_FILES} files")));
        }
        let text = std::fs::read_to_string(path).map_err(|fault| io(path, &fault))?;
        files.push(PackFile { path: path.display().to_string(), text });
    }
    Ok(files)
}

/// Sorts the files of a pack into `pack.yaml`, word lists and rules, and reads them; one bad file spoils no other.
#[must_use]
pub fn load(files: Vec<PackFile>) -> LoadedPack {
    let mut loaded = LoadedPack::default();
    for file in files {
        let path = Path::new(&file.path);
        let in_lexicon = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "lexicon");
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if stem == "pack" {
            match parse::<RawPack>(&file) {
                Ok(pack) => loaded.pack = Some((file, pack)),
                Err(fault) => loaded.faults.push(fault),
            }
        } else if in_lexicon && stem == "instruments" {
            match parse::<RawInstruments>(&file) {
                Ok(instruments) => loaded.instruments.push((file, instruments)),
                Err(fault) => loaded.faults.push(fault),
            }
        } else if in_lexicon {
            match parse::<RawLexicon>(&file) {
                Ok(lexicon) => loaded.lexicons.push((stem, lexicon.entries)),
                Err(fault) => loaded.faults.push(fault),
            }
        } else {
            match parse::<RawRule>(&file) {
                Ok(rule) if rule.id.value != stem => {
                    let span = value_span(&file.text, &rule.id);
                    loaded.faults.push(PackFault::new(
                        &file.path,
                        &file.text,
                        Some(span),
                        format!("规则编号“{}”与文件名“{stem}”不一致", rule.id.value),
                        format!("the rule id `{}` differs from the file name `{stem}`", rule.id.value),
                    ));
                }
                Ok(rule) => loaded.rules.push((file, rule)),
                Err(fault) => loaded.faults.push(fault),
            }
        }
    }
    loaded
}

/// Reads one YAML file.
///
/// # Errors
/// [`PackFault`] at the place that YAML or the shape does not allow.
pub fn parse<T: DeserializeOwned>(file: &PackFile) -> Result<T, PackFault> {
    serde_yaml::from_str(&file.text).map_err(|fault| {
        let place = fault.location().map(|location| {
            let start = offset(&file.text, location.line(), location.column());
            Span::new(start, word_end(&file.text, start))
        });
        let words = fault.without_snippet().to_string();
        // The library puts “line 6 column 15: ” in front; the place is drawn instead.
        let words = words
            .split_once(": ")
            .filter(|(head, _)| head.starts_with("line ") || head.contains(" line "))
            .map_or(words.as_str(), |(_, rest)| rest)
            .to_owned();
        PackFault::new(&file.path, &file.text, place, format!("YAML 有误：{words}"), words)
    })
}

fn offset(text: &str, line: u64, column: u64) -> usize {
    let line = usize::try_from(line).unwrap_or(1);
    let column = usize::try_from(column).unwrap_or(1);
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at)
}

fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let len = rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ']' | '}')).unwrap_or(rest.len());
    start + len.max(rest.chars().next().map_or(0, char::len_utf8))
}

/// Where a value stands in its file, quotes left out.
#[must_use]
pub fn value_span(text: &str, value: &serde_yaml::Spanned<String>) -> Span {
    let location = value.referenced;
    let start = offset(text, location.line(), location.column());
    let rest = text.get(start..).unwrap_or("");
    let words = value.value.lines().next().unwrap_or("");
    // Quoted and block scalars begin before their words.
    match rest.find(words).filter(|at| *at <= 8) {
        Some(at) => Span::new(start + at, start + at + words.len()),
        None => Span::new(start, word_end(text, start)),
    }
}
