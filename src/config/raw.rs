//! The YAML shape of `fazhi.yaml`.

use serde::Deserialize;

use crate::diagnostic::{Lang, Severity, Text};
use crate::facts::Level;
use crate::report::PolicyProfile;
use crate::report::waiver::RawWaiver;
use crate::rule::fault::PackFault;
use crate::rule::load::{Files, LoadedPack, PackFile, read_overrides};
use crate::rule::raw::RawPack;
use crate::rule::yaml::{FileId, Located, Node, Place, read, typed};
use crate::source::Span;

/// A configuration file as read.
#[derive(Debug)]
pub struct Config {
    /// The file.
    pub file: PackFile,
    /// What it states.
    pub(super) raw: RawConfig,
    /// Changes of rules, as in a pack.
    overrides: Option<Node>,
}

/// `fazhi.yaml`
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawConfig {
    /// Packs by name, or folders relative to the file; `auto` and `none` as on the command line.
    #[serde(default)]
    pub(super) packs: Option<Located<Vec<String>>>,
    /// The occasion.
    #[serde(default)]
    pub(super) profile: Option<Located<PolicyProfile>>,
    /// The weight from which a run fails.
    #[serde(default)]
    pub(super) fail_level: Option<Located<Severity>>,
    /// The lightest weight that is shown.
    #[serde(default)]
    pub(super) show: Option<Located<Severity>>,
    /// The language.
    #[serde(default)]
    pub(super) lang: Option<Located<Lang>>,
    /// Only these rules.
    #[serde(default)]
    pub(super) select: Option<Located<Vec<String>>>,
    /// Not these rules.
    #[serde(default)]
    pub(super) ignore: Option<Located<Vec<String>>>,
    /// The level of the reporting organ.
    #[serde(default)]
    pub(super) level: Option<Located<Level>>,
    /// The province.
    #[serde(default)]
    pub(super) province: Option<Located<String>>,
    /// The report year.
    #[serde(default)]
    pub(super) year: Option<Located<i32>>,
    /// Findings that were accepted.
    #[serde(default)]
    pub(super) waivers: Vec<RawWaiver>,
}

impl Config {
    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// [`PackFault`] at the guilty word.
    pub fn parse(file: PackFile) -> Result<Self, PackFault> {
        let id = FileId::default();
        let mut node = read(&file, id)?;
        let overrides = node.take("overrides").map(|(_, value)| value);
        let mut files = Files::default();
        files.add(file.clone());
        let checked = |node: &Node| {
            if node.is_null() { Ok(RawConfig::default()) } else { typed(node) }
        };
        let raw = checked(&node).map_err(|fault| files.mismatch(fault))?;
        // Faults inside the changes show when they are laid over the rules; that they are changes at all shows here.
        if let Some(overrides) = overrides.clone() {
            read_overrides(overrides).map_err(|fault| files.mismatch(fault))?;
        }
        Ok(Self { file, raw, overrides })
    }

    /// Its changes of rules as a pack on top of the packs called `under`; `None` if there are none.
    #[must_use]
    pub fn as_pack(&self, under: &[String], files: &mut Files) -> Option<LoadedPack> {
        self.overrides.as_ref()?;
        let id = files.add(self.file.clone());
        let node = read(files.get(id)?, id).ok()?;
        let mut node = node;
        let (key, overrides) = node.take("overrides")?;
        let at = |value: &str| Located { value: value.to_owned(), place: key.place };
        let head = RawPack {
            name: at(&self.file.path),
            version: String::new(),
            title: Text { zh: self.file.path.clone(), en: self.file.path.clone() },
            description: Text::default(),
            extends: Some(under.iter().map(|name| at(name)).collect()),
            provinces: Vec::new(),
            sources: Vec::new(),
            requirements: Vec::new(),
            genre: None,
        };
        let place = Place { file: id, span: Span::default() };
        let overrides = read_overrides(overrides).ok()?;
        Some(LoadedPack { head: Some((head, place)), overrides, ..LoadedPack::default() })
    }

    /// The findings that it accepts.
    #[must_use]
    pub fn waivers(&self) -> Vec<RawWaiver> {
        self.raw.waivers.clone()
    }

    /// Whether it changes rules.
    #[must_use]
    pub fn has_overrides(&self) -> bool {
        self.overrides.is_some()
    }

    /// The rules that it changes.
    #[must_use]
    pub fn changed_rules(&self) -> Vec<String> {
        let read = self.overrides.clone().and_then(|node| read_overrides(node).ok()).unwrap_or_default();
        read.into_iter().map(|change| change.rule.value).collect()
    }

    /// The line of a place in the file, from 1.
    #[must_use]
    pub(super) fn line(&self, place: Place) -> usize {
        self.file.text.get(..place.span.start).map_or(1, |before| before.matches('\n').count() + 1)
    }
}
