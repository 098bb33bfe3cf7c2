//! All reports of the workspace, checked one at a time between messages.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use lsp_types::ProgressToken;
use serde_json::json;

use crate::diagnostic::Lang;
use crate::source::load::{list_folder, load};

use super::buffer::uri_of;
use super::diagnostics::of_report;
use super::server::Server;

/// Most files that one such check looks at.
const MOST_FILES: usize = 20_000;

/// A check of the workspace that is under way.
#[derive(Debug)]
pub struct Job {
    /// Files still to be checked.
    pub waiting: VecDeque<PathBuf>,
    /// How many there were.
    pub total: usize,
    /// How many findings there are so far.
    pub found: usize,
    /// How many could not be read.
    pub unreadable: usize,
    /// Under which progress is shown, where the client shows any.
    pub token: Option<ProgressToken>,
}

impl Job {
    /// Everything that a check of these folders would read.
    #[must_use]
    pub fn of(folders: &[PathBuf], token: Option<ProgressToken>) -> Self {
        let mut waiting: VecDeque<PathBuf> = folders.iter().flat_map(|folder| list_folder(folder).0).collect();
        waiting.truncate(MOST_FILES);
        Self { total: waiting.len(), waiting, found: 0, unreadable: 0, token }
    }

    /// How far it is, in percent.
    #[must_use]
    pub fn percent(&self) -> u32 {
        let done = self.total - self.waiting.len();
        u32::try_from(done * 100 / self.total.max(1)).unwrap_or(100)
    }
}

impl Server {
    /// Checks the next report of the workspace.
    pub(super) fn job_step(&mut self) {
        let Some(job) = &mut self.job else { return };
        let Some(path) = job.waiting.pop_front() else {
            self.end_job();
            return;
        };
        let (percent, token, left) = (job.percent(), job.token.clone(), job.waiting.len());
        let Some(uri) = uri_of(&path) else { return };
        // What is open was checked as it is being written.
        if self.open.contains_key(uri.as_str()) {
            return;
        }
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let encoding = self.wishes.encoding;
        match load(&path).map(|source| self.check(source, &folder)) {
            Ok(Ok(analysis)) => {
                let found = of_report(&analysis, &uri, encoding);
                if let Some(job) = &mut self.job {
                    job.found += found.len();
                }
                self.publish_elsewhere(&uri, &found);
            }
            Ok(Err(_)) | Err(_) => {
                if let Some(job) = &mut self.job {
                    job.unreadable += 1;
                }
            }
        }
        self.tell_faults();
        if let Some(token) = token.filter(|_| left % 16 == 0) {
            let value = json!({"kind": "report", "percentage": percent});
            self.notify("$/progress", json!({"token": token, "value": value}));
        }
    }

    /// Ends the check of the workspace, done or not.
    pub(super) fn end_job(&mut self) {
        let Some(job) = self.job.take() else { return };
        let done = job.total - job.waiting.len();
        let words = match self.lang() {
            Lang::Zh => format!("检查了 {done} 份，发现 {} 条，无法读取 {} 份", job.found, job.unreadable),
            Lang::En => format!("{done} file(s) checked, {} finding(s), {} unreadable", job.found, job.unreadable),
        };
        match job.token {
            Some(token) => {
                let value = json!({"kind": "end", "message": words});
                self.notify("$/progress", json!({"token": token, "value": value}));
            }
            None => self.notify("window/showMessage", json!({"type": 3, "message": words})),
        }
    }
}
