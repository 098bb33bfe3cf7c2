//! The state of a conversation, and who answers what.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{InitializeParams, InitializeResult, ServerInfo};
use serde_json::{Value, json};

use crate::config::Stated;
use crate::diagnostic::{Lang, Text};
use crate::engine::{Plans, Search, Trouble};
use crate::facts::CalendarDate;
use crate::rule::fault::PackFault;

use super::buffer::{Buffer, Kind, path_of};
use super::pack::PackState;
use super::params::read;
use super::report::Analysis;
use super::settings::ClientSettings;
use super::wishes::{Wishes, capabilities};
use super::workspace::Job;

/// How long after a change a report is checked again, so that several keystrokes cost one check.
const QUIET: Duration = Duration::from_millis(40);

/// What happens after a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The conversation goes on.
    Continue,
    /// The process ends with this code.
    Exit(u8),
}

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Before,
    Running,
    Over,
}

/// What the server is told of the world outside.
pub struct World {
    /// What the environment states.
    pub variables: Stated,
    /// The day of today, where known.
    pub today: Box<dyn Fn() -> Option<CalendarDate> + Send>,
}

/// An open document with what is known of it.
pub(super) struct Open {
    pub(super) buffer: Buffer,
    pub(super) analysis: Option<Analysis>,
    /// Why it could not be checked.
    pub(super) failure: Option<Text>,
    /// Since when its diagnostics are out of date.
    dirty: Option<Instant>,
}

/// The language server.
pub struct Server {
    pub(super) world: World,
    phase: Phase,
    pub(super) wishes: Wishes,
    /// The client shows what commands answer.
    pub(super) answers: bool,
    stated: Stated,
    pub(super) plans: Plans,
    pub(super) faults: Arc<Mutex<Vec<PackFault>>>,
    pub(super) folders: Vec<PathBuf>,
    pub(super) open: BTreeMap<String, Open>,
    pub(super) packs: BTreeMap<PathBuf, PackState>,
    /// Addresses of files that are not open and have diagnostics.
    pub(super) elsewhere: BTreeSet<String>,
    /// Messages that were shown already and need not be shown again.
    shown: BTreeSet<String>,
    outbox: Vec<Message>,
    number: i32,
    /// The request whose answer holds the client's settings.
    asked: Option<RequestId>,
    cancelled: Vec<RequestId>,
    pub(super) job: Option<Job>,
}

/// Why a request is not answered.
pub(super) type Refusal = (ErrorCode, String);

impl Server {
    /// A server that has not been spoken to yet.
    #[must_use]
    pub fn new(world: World) -> Self {
        let faults = Arc::default();
        let plans = plans(&world, Stated::default(), &faults);
        Self {
            world,
            phase: Phase::Before,
            wishes: Wishes::default(),
            answers: false,
            stated: Stated::default(),
            plans,
            faults,
            folders: Vec::new(),
            open: BTreeMap::new(),
            packs: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            shown: BTreeSet::new(),
            outbox: Vec::new(),
            number: 0,
            asked: None,
            cancelled: Vec::new(),
            job: None,
        }
    }

    /// Takes in a message; what is said in answer waits in the outbox. A fault in one request is told, and the
    /// conversation goes on.
    pub fn handle(&mut self, message: Message, now: Instant) -> Flow {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                let answer = catch_unwind(AssertUnwindSafe(|| self.request(request)));
                let answer = answer.unwrap_or_else(|_| {
                    Err((ErrorCode::InternalError, "this is a fault of fazhi; please report it".to_owned()))
                });
                let response = match answer {
                    Ok(value) => Response { id, response_result: Ok(value) },
                    Err((code, words)) => Response::new_err(id, code as i32, words),
                };
                self.send(Message::Response(response));
                Flow::Continue
            }
            Message::Notification(told) => {
                catch_unwind(AssertUnwindSafe(|| self.notification(told, now))).unwrap_or(Flow::Continue)
            }
            Message::Response(response) => {
                let _ = catch_unwind(AssertUnwindSafe(|| self.response(response, now)));
                Flow::Continue
            }
        }
    }

    /// Notes that a waiting request is no longer wanted.
    pub fn hear_cancel(&mut self, told: &Notification) {
        if told.method == "$/cancelRequest"
            && let Some(id) = told.params.get("id").and_then(|id| serde_json::from_value(id.clone()).ok())
            && !self.cancelled.contains(&id)
        {
            self.cancelled.push(id);
        }
    }

    /// How long until something is to be done without a message; nothing if nothing is.
    #[must_use]
    pub fn due(&self, now: Instant) -> Option<Duration> {
        let oldest = self.open.values().filter_map(|open| open.dirty).min()?;
        Some((oldest + QUIET).saturating_duration_since(now))
    }

    /// Whether there is work that goes on between messages.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Checks what was quiet long enough, and one more report of a check of the workspace.
    pub fn work(&mut self, now: Instant) {
        let ready: Vec<String> = self
            .open
            .iter()
            .filter(|(_, open)| open.dirty.is_some_and(|since| since + QUIET <= now))
            .map(|(key, _)| key.clone())
            .collect();
        for key in ready {
            let _ = catch_unwind(AssertUnwindSafe(|| self.publish(&key)));
            if let Some(open) = self.open.get_mut(&key) {
                open.dirty = None;
            }
        }
        if self.job.is_some() && catch_unwind(AssertUnwindSafe(|| self.job_step())).is_err() {
            self.end_job();
        }
    }

    /// The messages to the client since the last call.
    pub fn take_outbox(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.outbox)
    }

    /// Says something to the client.
    pub fn send(&mut self, message: Message) {
        self.outbox.push(message);
    }

    /// Tells the client something.
    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(Message::Notification(Notification { method: method.to_owned(), params }));
    }

    /// Asks the client something.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.number += 1;
        let id = RequestId::from(self.number);
        self.send(Message::Request(Request { id: id.clone(), method: method.to_owned(), params }));
        id
    }

    /// Shows a message, once in a conversation.
    pub(super) fn show(&mut self, kind: u8, words: &str) {
        if self.shown.insert(words.to_owned()) {
            self.notify("window/showMessage", json!({"type": kind, "message": words}));
        }
    }

    /// The language of messages that belong to no report.
    pub(super) fn lang(&self) -> Lang {
        self.stated.lang.or(self.world.variables.lang).unwrap_or_default()
    }

    fn request(&mut self, request: Request) -> Result<Value, Refusal> {
        if let Some(index) = self.cancelled.iter().position(|id| *id == request.id) {
            self.cancelled.remove(index);
            return Err((ErrorCode::RequestCanceled, "cancelled".to_owned()));
        }
        match (request.method.as_str(), self.phase) {
            ("initialize", Phase::Before) => self.initialize(request.params),
            (_, Phase::Before) => Err((ErrorCode::ServerNotInitialized, "`initialize` comes first".to_owned())),
            ("initialize", _) | (_, Phase::Over) => {
                Err((ErrorCode::InvalidRequest, "not at this point of the conversation".to_owned()))
            }
            ("shutdown", Phase::Running) => {
                self.phase = Phase::Over;
                self.job = None;
                Ok(Value::Null)
            }
            (_, Phase::Running) => self.answer(&request.method, request.params),
        }
    }

    fn initialize(&mut self, value: Value) -> Result<Value, Refusal> {
        let params: InitializeParams = read(value)?;
        self.wishes = Wishes::of(&params);
        let roots = params.workspace_folders.unwrap_or_default();
        self.folders = roots.iter().filter_map(|folder| path_of(&folder.uri)).collect();
        #[expect(deprecated, reason = "older clients name their only folder here")]
        if let Some(root) = params.root_uri.as_ref().filter(|_| self.folders.is_empty()) {
            self.folders.extend(path_of(root));
        }
        self.take_settings(&params.initialization_options.unwrap_or_default());
        self.phase = Phase::Running;
        let info = ServerInfo { name: "fazhi".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        let result = InitializeResult { capabilities: capabilities(self.wishes.encoding), server_info: Some(info) };
        Ok(serde_json::to_value(result).unwrap_or_default())
    }

    fn notification(&mut self, told: Notification, now: Instant) -> Flow {
        match (told.method.as_str(), self.phase) {
            ("exit", phase) => return Flow::Exit(u8::from(phase != Phase::Over)),
            ("$/cancelRequest", _) => {
                // The request was answered before the word came.
                let id = told.params.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
                self.cancelled.retain(|known| Some(known) != id.as_ref());
            }
            ("initialized", Phase::Running) => self.initialized(),
            (_, Phase::Running) => self.told(&told.method, told.params, now),
            (_, Phase::Before | Phase::Over) => {}
        }
        Flow::Continue
    }

    fn initialized(&mut self) {
        if self.wishes.watches {
            let watchers = ["**/*.yaml", "**/*.yml"].map(|glob| json!({"globPattern": glob}));
            let registration = json!({"id": "fazhi-packs", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": watchers}});
            self.ask("client/registerCapability", json!({"registrations": [registration]}));
        }
        self.ask_settings();
    }

    pub(super) fn ask_settings(&mut self) {
        if self.wishes.configuration {
            let id = self.ask("workspace/configuration", json!({"items": [{"section": "fazhi"}]}));
            self.asked = Some(id);
        }
    }

    fn response(&mut self, response: Response, now: Instant) {
        if self.asked.as_ref() == Some(&response.id) {
            self.asked = None;
            if let Ok(value) = response.response_result
                && let Some(settings) = value.get(0)
                && !settings.is_null()
            {
                self.take_settings(&settings.clone());
                self.refresh(now);
            }
        }
    }

    /// Takes over what the client states.
    pub(super) fn take_settings(&mut self, value: &Value) {
        let mut faults = Vec::new();
        let client = ClientSettings::read(value, &mut faults);
        self.stated = client.stated(&mut faults);
        self.answers |= client.answers;
        for fault in faults {
            let words = match self.lang() {
                Lang::Zh => format!("fazhi：设置无效：{fault}"),
                Lang::En => format!("fazhi: invalid setting: {fault}"),
            };
            self.show(2, &words);
        }
        self.forget_rules();
    }

    /// Reads packs and configurations again when they are next needed.
    pub(super) fn forget_rules(&mut self) {
        self.plans = plans(&self.world, self.stated.clone(), &self.faults);
        self.packs.clear();
        self.shown.clear();
    }

    /// Everything open is to be checked again.
    pub(super) fn refresh(&mut self, now: Instant) {
        for open in self.open.values_mut() {
            (open.analysis, open.failure) = (None, None);
            open.dirty = Some(now);
        }
    }

    /// Opens a document, or takes in a change of it.
    pub(super) fn touch(&mut self, buffer: Buffer, now: Instant) {
        let key = buffer.uri.as_str().to_owned();
        if let Kind::Pack(root) = &buffer.kind {
            self.packs.remove(root);
            // All files of a pack are judged together.
            let same = |open: &&mut Open| open.buffer.kind == buffer.kind;
            self.open.values_mut().filter(same).for_each(|open| open.dirty = Some(now));
        }
        self.elsewhere.remove(&key);
        // Typing on does not put the check off: it runs a moment after the first change.
        let since = self.open.get(&key).and_then(|open| open.dirty).unwrap_or(now);
        self.open.insert(key, Open { buffer, analysis: None, failure: None, dirty: Some(since) });
    }
}

/// Plans that note what is wrong in packs and configurations.
fn plans(world: &World, stated: Stated, faults: &Arc<Mutex<Vec<PackFault>>>) -> Plans {
    let heard = Arc::clone(faults);
    let tell = Box::new(move |trouble: Trouble<'_>| {
        if let Trouble::Fault(fault) = trouble {
            heard.lock().unwrap_or_else(PoisonError::into_inner).push(fault.clone());
        }
    });
    Plans::new(stated, world.variables.clone(), Search::Upwards, tell)
}
