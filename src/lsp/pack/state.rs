//! A pack as it is on the disk, with the open files as they are in the editor.

use std::path::{Path, PathBuf};

use lsp_types::Diagnostic as LspDiagnostic;

use crate::config::{Choice, Config, Settings, Stated};
use crate::engine::packs::{build, lineage_of};
use crate::lsp::buffer::{Buffer, Kind, path_of, uri_of};
use crate::lsp::diagnostics::of_fault;
use crate::lsp::server::Server;
use crate::rule::fault::PackFault;
use crate::rule::load::{Files, PackFile, read_folder};
use crate::rule::raw::RawTests;
use crate::rule::{Literals, RuleSet, compile};

/// A rule of the pack with its tests.
#[derive(Debug)]
pub struct Tested {
    /// The rule.
    pub id: String,
    /// Its tests.
    pub tests: RawTests,
}

/// What is known of a pack.
#[derive(Debug, Default)]
pub struct PackState {
    /// What is wrong in it.
    pub faults: Vec<PackFault>,
    /// Its rules with those that it inherits, as far as they are sound.
    pub rules: Option<RuleSet>,
    /// The names of its word lists, and of those that it inherits.
    pub lexicons: Vec<String>,
    /// The tests of its own rules.
    pub tested: Vec<Tested>,
}

impl PackState {
    /// Reads the pack in `root`; what is open stands for what is on the disk.
    #[must_use]
    pub fn read<'a>(root: &Path, open: impl Iterator<Item = &'a Buffer>) -> Self {
        let (mut found, unreadable) = match read_folder(root) {
            Ok(found) => (found, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        for buffer in open {
            let Some(path) = buffer.path.as_ref().filter(|path| path.starts_with(root)) else { continue };
            let path = path.display().to_string();
            match found.iter_mut().find(|file| file.path == path) {
                Some(file) => file.text.clone_from(&buffer.text),
                None => found.push(PackFile { path, text: buffer.text.clone() }),
            }
        }
        if found.is_empty() {
            return Self { faults: unreadable.into_iter().collect(), ..Self::default() };
        }
        let mut files = Files::default();
        let mut lineage = lineage_of(found, &mut files);
        let mut state = Self::default();
        let asked = lineage.asked.clone();
        for (index, pack) in lineage.packs.iter_mut().enumerate() {
            state.lexicons.extend(pack.lexicons.iter().map(|(name, _)| name.clone()));
            for rule in pack.rules.iter_mut().filter(|_| asked.contains(&index)) {
                let tests = std::mem::take(&mut rule.raw.tests);
                state.tested.push(Tested { id: rule.raw.id.value.clone(), tests });
            }
        }
        let mut literals = Literals::default();
        let (compiled, faults) = compile(lineage, &files, &mut literals);
        state.faults = faults;
        state.rules = compiled.and_then(|compiled| compiled.open(&literals).ok());
        state
    }

    /// What a configuration file can name: the packs that it chooses.
    #[must_use]
    pub fn of_config(buffer: &Buffer) -> Self {
        let name = buffer.path.as_ref().map_or_else(|| buffer.name(), |path| path.display().to_string());
        let file = PackFile { path: name, text: buffer.text.clone() };
        let config = match Config::parse(file) {
            Ok(config) => config,
            Err(fault) => {
                let (rules, _) = build(&[crate::builtin::NATIONAL.to_owned()], Path::new(""), None);
                return Self { faults: vec![fault], rules, ..Self::default() };
            }
        };
        let settings = Settings::resolve(&Stated::default(), &Stated::default(), Some(&config));
        let names = match settings.packs.value {
            Choice::ByProvince => vec![crate::builtin::NATIONAL.to_owned()],
            Choice::Named(names) => names,
        };
        let (rules, faults) = build(&names, &buffer.folder(), Some(&config));
        Self { faults, rules, ..Self::default() }
    }
}

impl Server {
    /// The folder of the pack, or of the configuration, that an open document belongs to.
    pub(in crate::lsp) fn pack_of(&self, key: &str) -> Option<PathBuf> {
        let buffer = &self.open.get(key)?.buffer;
        match &buffer.kind {
            Kind::Pack(root) => Some(root.clone()),
            Kind::Config => buffer.path.clone(),
            Kind::Text | Kind::Foreign => None,
        }
    }

    /// An open document of a pack with what is known of the pack.
    pub(in crate::lsp) fn pack_state(&mut self, root: &Path, key: &str) -> Option<(&Buffer, &PackState)> {
        if !self.packs.contains_key(root) {
            let buffer = &self.open.get(key)?.buffer;
            let state = match buffer.kind {
                Kind::Config => PackState::of_config(buffer),
                _ => PackState::read(root, self.open.values().map(|open| &open.buffer)),
            };
            self.packs.insert(root.to_owned(), state);
        }
        Some((&self.open.get(key)?.buffer, self.packs.get(root)?))
    }

    /// The faults of a pack that stand in the open document `key`; those in files that are not open are sent apart.
    pub(in crate::lsp) fn pack_diagnostics(&mut self, root: &Path, key: &str) -> Vec<LspDiagnostic> {
        let (lang, encoding) = (self.lang(), self.wishes.encoding);
        let Some((buffer, state)) = self.pack_state(root, key) else { return Vec::new() };
        let path = buffer.path.clone();
        let mut own = Vec::new();
        let mut others: Vec<(lsp_types::Uri, Vec<LspDiagnostic>)> = Vec::new();
        for fault in &state.faults {
            let told = of_fault(fault, lang, encoding);
            // A fault of the pack as a whole is told where somebody looks.
            let Some(uri) = uri_of(Path::new(&fault.file)).filter(|_| !fault.file.is_empty()) else {
                own.push(told);
                continue;
            };
            if uri.as_str() == key || path_of(&uri) == path {
                own.push(told);
            } else {
                match others.iter_mut().find(|(known, _)| *known == uri) {
                    Some((_, list)) => list.push(told),
                    None => others.push((uri, vec![told])),
                }
            }
        }
        let mended: Vec<lsp_types::Uri> = self
            .elsewhere
            .iter()
            .filter_map(|known| known.parse::<lsp_types::Uri>().ok())
            .filter(|uri| path_of(uri).is_some_and(|path| path.starts_with(root)))
            .filter(|uri| !others.iter().any(|(other, _)| other == uri))
            .collect();
        for uri in mended {
            self.publish_elsewhere(&uri, &[]);
        }
        for (uri, told) in others {
            self.publish_elsewhere(&uri, &told);
        }
        own
    }

    /// The faults of an open `fazhi.yaml`.
    pub(in crate::lsp) fn config_diagnostics(&mut self, key: &str) -> Vec<LspDiagnostic> {
        let (lang, encoding) = (self.lang(), self.wishes.encoding);
        let Some(path) = self.pack_of(key) else { return Vec::new() };
        // It is read again each time: nothing else says when it changed.
        self.packs.remove(&path);
        let Some((_, state)) = self.pack_state(&path, key) else { return Vec::new() };
        let name = path.display().to_string();
        let own = state.faults.iter().filter(|fault| fault.file.is_empty() || fault.file == name);
        own.map(|fault| of_fault(fault, lang, encoding)).collect()
    }
}
