//! Files to packs: which file is what, read and typed, one bad file spoiling no other.

use std::path::Path;

use serde::Deserialize;

use crate::diagnostic::Text;

use super::fault::PackFault;
use super::instrument::RawInstruments;
use super::matcher::RawTextEntry;
use super::raw::{RawPack, RawRule};
use super::yaml::{FileId, Located, Mismatch, Node, Place, Value, read, typed};

/// Largest file of a pack, in bytes.
const MAX_FILE: u64 = 4 << 20;
/// Most files of a pack.
const MAX_FILES: usize = 20_000;
/// Most bytes of a pack.
const MAX_PACK: u64 = 64 << 20;

/// A file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Its path, for messages and for its role (`pack.yaml`, `lexicon/…`, rules).
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The files of all packs that are compiled together.
#[derive(Debug, Default)]
pub struct Files(Vec<PackFile>);

impl Files {
    /// Adds a file.
    pub fn add(&mut self, file: PackFile) -> FileId {
        self.0.push(file);
        FileId(self.0.len() - 1)
    }

    /// The file `id`.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&PackFile> {
        self.0.get(id.0)
    }

    /// `path:line` of a place.
    #[must_use]
    pub fn line(&self, place: Place) -> String {
        let Some(file) = self.get(place.file) else { return String::new() };
        let line = file.text.get(..place.span.start).map_or(1, |before| before.matches('\n').count() + 1);
        format!("{}:{line}", file.path)
    }

    /// A fault at `place`, or without a place.
    #[must_use]
    pub fn fault(&self, place: Option<Place>, zh: String, en: String) -> PackFault {
        let file = place.and_then(|place| self.get(place.file));
        let (path, text) = file.map_or(("", ""), |file| (file.path.as_str(), file.text.as_str()));
        PackFault::new(path, text, place.map(|place| place.span), zh, en)
    }

    /// A [`Mismatch`] drawn in its file.
    #[must_use]
    pub fn mismatch(&self, fault: Mismatch) -> PackFault {
        let mut out = self.fault(fault.place, fault.message.zh, fault.message.en);
        out.help = fault.help;
        out
    }
}

/// A rule as it was read: typed, and as the tree over which other packs lay their changes.
#[derive(Debug)]
pub struct LoadedRule {
    /// The typed rule.
    pub raw: RawRule,
    /// The tree.
    pub node: Node,
    /// Changes made by other packs: index of the pack, and its tree.
    pub changes: Vec<(usize, Node)>,
}

/// A change of an inherited rule.
#[derive(Debug)]
pub struct Override {
    /// The rule.
    pub rule: Located<String>,
    /// What becomes different: a part of a rule file.
    pub patch: Node,
}

/// A pack as written.
#[derive(Debug, Default)]
pub struct LoadedPack {
    /// `pack.yaml` without the content items and the overrides, and its place.
    pub head: Option<(RawPack, Place)>,
    /// The content items, added to those of the packs under this one.
    pub roles: Vec<Node>,
    /// The changes of inherited rules.
    pub overrides: Vec<Override>,
    /// The rules.
    pub rules: Vec<LoadedRule>,
    /// The names of rules that could not be read.
    pub broken: Vec<String>,
    /// The word lists by name.
    pub lexicons: Vec<(String, Vec<RawTextEntry>)>,
    /// The instruments that reports cite.
    pub instruments: Vec<RawInstruments>,
    /// What could not be read; the rest of the pack is kept.
    pub faults: Vec<PackFault>,
}

impl LoadedPack {
    /// The name by which others extend it; empty without a `pack.yaml`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.head.as_ref().map_or("", |(head, _)| head.name.value.as_str())
    }
}

/// A word list of a pack: `lexicon/NAME.yaml`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawLexicon {
    /// What it holds.
    pub title: Text,
    /// Its entries.
    pub entries: Vec<RawTextEntry>,
}

/// Reads the YAML files below `folder`; links are not followed.
///
/// # Errors
/// A [`PackFault`] without a place when the folder cannot be read or is larger than any pack.
pub fn read_folder(folder: &Path) -> Result<Vec<PackFile>, PackFault> {
    let fault = |path: &Path, zh: String, en: String| PackFault::new(&path.display().to_string(), "", None, zh, en);
    let io = |path: &Path, why: &dyn std::fmt::Display| {
        fault(path, format!("无法读取：{why}"), format!("cannot be read: {why}"))
    };
    let mut files = Vec::new();
    let mut total = 0;
    for entry in walkdir::WalkDir::new(folder).max_depth(6).sort_by_file_name() {
        let entry = entry.map_err(|why| io(folder, &why))?;
        let path = entry.path();
        let yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        if !entry.file_type().is_file() || !yaml {
            continue;
        }
        let size = entry.metadata().map_err(|why| io(path, &why))?.len();
        total += size;
        if size > MAX_FILE {
            let (size, most) = (size >> 10, MAX_FILE >> 10);
            let zh = format!("文件有 {size} KB，超过规则文件的上限 {most} KB；请拆成一条规则一个文件");
            return Err(fault(path, zh, format!("{size} KB, more than the {most} KB of a rule file; split it")));
        }
        if files.len() == MAX_FILES || total > MAX_PACK {
            let zh = format!("规则包超过 {MAX_FILES} 个文件或 {} MB；请检查是否选错文件夹", MAX_PACK >> 20);
            let en = format!("more than {MAX_FILES} files or {} MB; is it the right folder?", MAX_PACK >> 20);
            return Err(fault(folder, zh, en));
        }
        let text = std::fs::read_to_string(path).map_err(|why| io(path, &why))?;
        files.push(PackFile { path: path.display().to_string(), text });
    }
    if files.is_empty() {
        let zh = "文件夹里没有 .yaml 规则文件".to_owned();
        return Err(fault(folder, zh, "the folder holds no .yaml rule file".to_owned()));
    }
    Ok(files)
}

/// Sorts the files of a pack into `pack.yaml`, word lists and rules, and reads them; one bad file spoils no other.
#[must_use]
pub fn load(pack_files: Vec<PackFile>, files: &mut Files) -> LoadedPack {
    let mut loaded = LoadedPack::default();
    for file in pack_files {
        let path = Path::new(&file.path);
        let in_lexicon = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "lexicon");
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let id = files.add(file);
        let Some(file) = files.get(id) else { continue };
        let node = match read(file, id) {
            Ok(node) => node,
            Err(fault) => {
                loaded.faults.push(fault);
                if !in_lexicon {
                    loaded.broken.push(stem);
                }
                continue;
            }
        };
        let done = if stem == "pack" {
            head(&mut loaded, node)
        } else if in_lexicon && stem == "instruments" {
            typed::<RawInstruments>(&node).map(|instruments| loaded.instruments.push(instruments))
        } else if in_lexicon {
            typed::<RawLexicon>(&node).map(|lexicon| loaded.lexicons.push((stem.clone(), lexicon.entries)))
        } else {
            rule(&mut loaded, node, &stem)
        };
        if let Err(fault) = done {
            loaded.faults.push(files.mismatch(fault));
            if !in_lexicon {
                loaded.broken.push(stem);
            }
        }
    }
    loaded
}

fn head(loaded: &mut LoadedPack, mut node: Node) -> Result<(), Mismatch> {
    let place = node.place;
    if let Some((_, roles)) = node.take("roles") {
        match roles.value {
            Value::List(items) => loaded.roles = items,
            Value::Scalar(_) | Value::Map(_) => {
                return Err(Mismatch::new(roles.place, "roles 应为列表", "`roles` is a list"));
            }
        }
    }
    if let Some((_, overrides)) = node.take("overrides") {
        loaded.overrides = read_overrides(overrides)?;
    }
    loaded.head = Some((typed(&node)?, place));
    Ok(())
}

/// The changes of inherited rules: a mapping from rule ids to parts of rule files.
///
/// # Errors
/// [`Mismatch`] when it is no such mapping.
pub fn read_overrides(node: Node) -> Result<Vec<Override>, Mismatch> {
    match node.value {
        Value::Map(entries) => entries
            .into_iter()
            .map(|(key, patch)| Ok(Override { rule: typed(&key)?, patch }))
            .collect::<Result<_, Mismatch>>(),
        _ if node.is_null() => Ok(Vec::new()),
        _ => Err(Mismatch::new(
            node.place,
            "overrides 应写成“规则编号: 要改的内容”",
            "`overrides` maps rule ids to what changes",
        )),
    }
}

fn rule(loaded: &mut LoadedPack, node: Node, stem: &str) -> Result<(), Mismatch> {
    let raw: RawRule = typed(&node)?;
    if raw.id.value != stem {
        return Err(Mismatch::new(
            raw.id.place,
            &format!("规则编号“{}”与文件名“{stem}”不一致", raw.id.value),
            &format!("the rule id `{}` differs from the file name `{stem}`", raw.id.value),
        ));
    }
    loaded.rules.push(LoadedRule { raw, node, changes: Vec::new() });
    Ok(())
}
