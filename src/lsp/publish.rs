//! Open reports checked, and diagnostics sent: of reports, of packs, and of files that are not open.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use lsp_types::Uri;
use serde_json::json;

use crate::diagnostic::Text;
use crate::engine::{Judge, Known, config_waivers};
use crate::facts::Overrides;
use crate::rule::fault::PackFault;
use crate::source::{Encoding as TextEncoding, Format, Source};

use super::buffer::{Buffer, Kind, uri_of};
use super::diagnostics::{of_failure, of_fault, of_report};
use super::report::Analysis;
use super::server::Server;

/// Largest text that is checked while it is being written, in bytes; a report has 6 to 60 kB.
const MOST_BYTES: usize = 4 << 20;

impl Server {
    /// Checks a report that is open, if that has not been done for this version.
    pub(super) fn analyse(&mut self, key: &str) -> Option<(&Buffer, &Analysis)> {
        let open = self.open.get(key)?;
        let unread = open.analysis.is_none() && open.failure.is_none();
        if open.buffer.kind == Kind::Text && unread && !open.buffer.text.trim().is_empty() {
            let name = open.buffer.name();
            let format = Format::of_name(&name);
            let source = Source::new(&name, open.buffer.text.clone(), TextEncoding::Utf8, format);
            let folder = open.buffer.folder();
            let analysis = if source.given().len() > MOST_BYTES {
                Err(Text {
                    zh: "文字超过 4 MB，编辑器里不作检查；请用 fazhi check".to_owned(),
                    en: "more than 4 MB are not checked in an editor; use `fazhi check`".to_owned(),
                })
            } else {
                self.check(source, &folder)
            };
            self.tell_faults();
            let open = self.open.get_mut(key)?;
            (open.analysis, open.failure) = match analysis {
                Ok(analysis) => (Some(analysis), None),
                Err(words) => (None, Some(words)),
            };
        }
        let open = self.open.get(key)?;
        Some((&open.buffer, open.analysis.as_ref()?))
    }

    /// Checks a source under the settings of its folder.
    pub(super) fn check(&self, source: Source, folder: &std::path::Path) -> Result<Analysis, Text> {
        let waivers = self.plans.of(folder).and_then(|plan| {
            let config = plan.config.as_ref().filter(|config| !config.waivers().is_empty())?;
            config_waivers(config, &self.plans.all_rules(&plan)).ok()
        });
        let judge = Judge {
            plans: &self.plans,
            overrides: Overrides::default(),
            waivers: waivers.unwrap_or_default(),
            known: Known::new(),
            fingerprints: false,
            today: (self.world.today)(),
        };
        let judged = judge.judge(&source, folder)?;
        Ok(Analysis::new(source, judged))
    }

    /// Sends the diagnostics of an open document.
    pub(super) fn publish(&mut self, key: &str) {
        let Some(open) = self.open.get(key) else { return };
        let (uri, version) = (open.buffer.uri.clone(), open.buffer.version);
        let encoding = self.wishes.encoding;
        let diagnostics = match open.buffer.kind.clone() {
            Kind::Text => {
                let found = self.analyse(key).map(|(_, analysis)| of_report(analysis, &uri, encoding));
                let failed = || {
                    let open = self.open.get(key)?;
                    Some(vec![of_failure(open.failure.as_ref()?.get(self.lang()), &open.buffer, encoding)])
                };
                // What was not checked has not passed.
                found.or_else(failed).unwrap_or_default()
            }
            Kind::Pack(root) => self.pack_diagnostics(&root, key),
            Kind::Config => self.config_diagnostics(key),
            Kind::Foreign => return,
        };
        let params = json!({"uri": uri.as_str(), "version": version, "diagnostics": diagnostics});
        self.notify("textDocument/publishDiagnostics", params);
    }

    /// Sends diagnostics of a file that is not open.
    pub(super) fn publish_elsewhere(&mut self, uri: &Uri, diagnostics: &[lsp_types::Diagnostic]) {
        let key = uri.as_str().to_owned();
        if self.open.contains_key(&key) || diagnostics.is_empty() && !self.elsewhere.contains(&key) {
            return;
        }
        self.notify("textDocument/publishDiagnostics", json!({"uri": key, "diagnostics": diagnostics}));
        if diagnostics.is_empty() {
            self.elsewhere.remove(&key);
        } else {
            self.elsewhere.insert(key);
        }
    }

    /// Tells of faults in packs and configurations that reports are checked with.
    pub(super) fn tell_faults(&mut self) {
        let faults = std::mem::take(&mut *self.faults.lock().unwrap_or_else(PoisonError::into_inner));
        let mut by_file: BTreeMap<String, Vec<PackFault>> = BTreeMap::new();
        for fault in faults {
            by_file.entry(fault.file.clone()).or_default().push(fault);
        }
        let (lang, encoding) = (self.lang(), self.wishes.encoding);
        for (file, faults) in by_file {
            match uri_of(file.as_ref()).filter(|_| !file.is_empty()) {
                Some(uri) => {
                    let told: Vec<_> = faults.iter().map(|fault| of_fault(fault, lang, encoding)).collect();
                    self.publish_elsewhere(&uri, &told);
                }
                None => faults.iter().for_each(|fault| self.show(1, &format!("fazhi: {}", fault.message.get(lang)))),
            }
        }
    }
}
