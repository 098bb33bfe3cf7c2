//! Requests and notifications, each handed to the file that knows the answer.

use std::time::Instant;

use lsp_server::ErrorCode;
use lsp_types::{
    CodeActionParams, CodeLensParams, CompletionList, CompletionParams, CompletionResponse,
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DocumentSymbolParams, ExecuteCommandParams, FoldingRangeParams, HoverParams,
    InlayHintParams, Uri,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::builtin;
use crate::diagnostic::Lang;
use crate::engine::packs::lineage;
use crate::render::rule_page;
use crate::rule::RuleSet;
use crate::rule::load::Files;

use super::buffer::{Buffer, Kind, path_of};
use super::params::{encoded, read};
use super::report::Analysis;
use super::server::{Refusal, Server};
use super::workspace::Job;
use super::{action, command, completion, hint, hover, lens, pack, symbols};

/// What a client is told where it expects a list and there is nothing.
fn list<T: Serialize>(items: &[T]) -> Value {
    serde_json::to_value(items).unwrap_or_else(|_| json!([]))
}

fn key_of(uri: &Uri) -> &str {
    uri.as_str()
}

impl Server {
    /// Answers a request of a running conversation.
    pub(super) fn answer(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        let encoding = self.wishes.encoding;
        match method {
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(params)?;
                let only = params.context.only;
                Ok(self.of_report(&params.text_document.uri, |buffer, analysis| {
                    list(&action::actions(buffer, analysis, params.range, only.as_deref(), encoding))
                }))
            }
            "textDocument/hover" => {
                let HoverParams { text_document_position_params: at, .. } = read(params)?;
                let key = key_of(&at.text_document.uri).to_owned();
                if let Some(root) = self.pack_of(&key) {
                    let lang = self.lang();
                    let Some((buffer, state)) = self.pack_state(&root, &key) else { return Ok(Value::Null) };
                    let found = pack::hover(buffer, state, at.position, encoding, lang);
                    return Ok(serde_json::to_value(found).unwrap_or_default());
                }
                let found = self
                    .analyse(&key)
                    .and_then(|(buffer, analysis)| hover::hover(buffer, analysis, at.position, encoding));
                Ok(serde_json::to_value(found).unwrap_or_default())
            }
            "textDocument/completion" => {
                let CompletionParams { text_document_position: at, .. } = read(params)?;
                let key = key_of(&at.text_document.uri).to_owned();
                let items = if let Some(root) = self.pack_of(&key) {
                    let lang = self.lang();
                    let state = self.pack_state(&root, &key);
                    state.map(|(buffer, state)| pack::completions(buffer, state, at.position, encoding, lang))
                } else {
                    self.analyse(&key)
                        .map(|(buffer, analysis)| completion::completions(buffer, analysis, at.position, encoding))
                };
                // What fits depends on every character that is typed.
                let items = CompletionList { is_incomplete: true, items: items.unwrap_or_default() };
                Ok(serde_json::to_value(CompletionResponse::List(items)).unwrap_or_default())
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(params)?;
                Ok(self.of_report(&params.text_document.uri, |_, analysis| list(&symbols::symbols(analysis, encoding))))
            }
            "textDocument/foldingRange" => {
                let params: FoldingRangeParams = read(params)?;
                Ok(self.of_report(&params.text_document.uri, |_, analysis| list(&symbols::folds(analysis, encoding))))
            }
            "textDocument/codeLens" => {
                let params: CodeLensParams = read(params)?;
                let key = key_of(&params.text_document.uri).to_owned();
                if let Some(root) = self.pack_of(&key) {
                    let lang = self.lang();
                    let lenses =
                        self.pack_state(&root, &key).map(|(buffer, state)| pack::lenses(buffer, state, encoding, lang));
                    return Ok(list(&lenses.unwrap_or_default()));
                }
                if let Some((buffer, analysis)) = self.analyse(&key) {
                    return Ok(list(&lens::lenses(buffer, analysis, encoding)));
                }
                let lang = self.lang();
                let open = self.open.get(&key).and_then(|open| Some((&open.buffer, open.failure.as_ref()?)));
                Ok(list(
                    &open.map_or_else(Vec::new, |(buffer, words)| lens::failure(buffer, words.get(lang), encoding)),
                ))
            }
            "textDocument/inlayHint" => {
                let params: InlayHintParams = read(params)?;
                Ok(self.of_report(&params.text_document.uri, |buffer, analysis| {
                    list(&hint::hints(buffer, analysis, params.range, encoding))
                }))
            }
            "workspace/executeCommand" => self.execute(&read(params)?),
            _ => Err((ErrorCode::MethodNotFound, method.to_owned())),
        }
    }

    /// Takes in a notification of a running conversation. One that cannot be read is left out: it has no answer.
    pub(super) fn told(&mut self, method: &str, params: Value, now: Instant) {
        match method {
            "textDocument/didOpen" => {
                let Ok(DidOpenTextDocumentParams { text_document: it }) = read(params) else { return };
                self.touch(Buffer::new(it.uri, &it.language_id, it.version, it.text), now);
            }
            "textDocument/didChange" => {
                let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = read(params) else { return };
                let Some(open) = self.open.get(key_of(&text_document.uri)) else { return };
                let mut buffer = open.buffer.clone();
                buffer.apply(content_changes, text_document.version, self.wishes.encoding);
                self.touch(buffer, now);
            }
            "textDocument/didClose" => {
                let Ok(DidCloseTextDocumentParams { text_document }) = read(params) else { return };
                let key = key_of(&text_document.uri).to_owned();
                if let Some(closed) = self.open.remove(&key) {
                    if let Kind::Pack(root) = &closed.buffer.kind {
                        self.packs.remove(root);
                    }
                    self.notify("textDocument/publishDiagnostics", json!({"uri": key, "diagnostics": []}));
                }
            }
            // What packs and configurations say may have changed on the disk.
            "textDocument/didSave" => {
                let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).unwrap_or_default();
                let kind = self.open.get(&encoded(uri)).map(|open| open.buffer.kind.clone());
                if matches!(kind, Some(Kind::Pack(_) | Kind::Config)) {
                    self.forget_rules();
                    self.refresh(now);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                self.forget_rules();
                self.refresh(now);
            }
            "workspace/didChangeConfiguration" => {
                // Clients that answer questions send nothing of use here.
                if self.wishes.configuration {
                    self.ask_settings();
                } else if let Some(settings) = params.get("settings").filter(|settings| !settings.is_null()) {
                    self.take_settings(&settings.clone());
                    self.refresh(now);
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                let Ok(DidChangeWorkspaceFoldersParams { event }) = read(params) else { return };
                let gone: Vec<_> = event.removed.iter().filter_map(|folder| path_of(&folder.uri)).collect();
                self.folders.retain(|folder| !gone.contains(folder));
                self.folders.extend(event.added.iter().filter_map(|folder| path_of(&folder.uri)));
            }
            "window/workDoneProgress/cancel" => {
                let token = self.job.as_ref().and_then(|job| job.token.as_ref());
                let same = token.is_some_and(|token| Some(&json!(token)) == params.get("token"));
                if same {
                    self.end_job();
                }
            }
            _ => {}
        }
    }

    /// Something of a report; an empty list for any other document.
    fn of_report(&mut self, uri: &Uri, answer: impl FnOnce(&Buffer, &Analysis) -> Value) -> Value {
        self.analyse(key_of(uri)).map_or_else(|| json!([]), |(buffer, analysis)| answer(buffer, analysis))
    }

    fn execute(&mut self, params: &ExecuteCommandParams) -> Result<Value, Refusal> {
        let argument = encoded(params.arguments.first().and_then(Value::as_str).unwrap_or_default());
        let missing = |what: &str| (ErrorCode::InvalidParams, what.to_owned());
        let lang = self.lang();
        let closed = || {
            missing(lang.pick("没有打开这份报告，或者未能检查", "no such report is open, or it could not be checked"))
        };
        let no_rule_file = || missing(lang.pick("打开的不是规则包里的文件", "no file of a rule pack is open there"));
        match params.command.as_str() {
            command::FIX_ALL => {
                let encoding = self.wishes.encoding;
                let (buffer, analysis) = self.analyse(&argument).ok_or_else(closed)?;
                let edits = action::safe_edits(buffer, analysis, encoding);
                let count = edits.len();
                let edit = action::workspace_edit(&buffer.uri, edits);
                if count > 0 {
                    let label = lang.pick("可放心改正的问题", "safe fixes");
                    self.ask("workspace/applyEdit", json!({"label": label, "edit": edit}));
                }
                Ok(json!(count))
            }
            command::MATRIX => {
                let (_, analysis) = self.analyse(&argument).ok_or_else(closed)?;
                let (table, plain) = lens::matrix(&analysis.judged.report, &analysis.source, analysis.lang());
                Ok(self.shown_answer(&table, &plain))
            }
            command::EXPLAIN => {
                let words = self.explain(&argument).ok_or_else(|| {
                    missing(&match lang {
                        Lang::Zh => format!("没有规则“{argument}”"),
                        Lang::En => format!("there is no rule `{argument}`"),
                    })
                })?;
                Ok(self.shown_answer(&words, &words.replace("**", "").replace('`', "")))
            }
            command::TEST_RULE => {
                let root = self.pack_of(&argument).ok_or_else(no_rule_file)?;
                let (buffer, state) = self.pack_state(&root, &argument).ok_or_else(no_rule_file)?;
                let words = pack::run_tests(buffer, state, lang).ok_or_else(|| {
                    missing(lang.pick("这个文件里没有能运行的规则", "this file holds no rule that can be run"))
                })?;
                Ok(self.shown_answer(&words, &words))
            }
            command::CHECK_WORKSPACE => {
                if self.folders.is_empty() {
                    let words = lang.pick("没有打开文件夹", "no folder is open").to_owned();
                    return Err((ErrorCode::RequestFailed, words));
                }
                self.begin_job();
                Ok(json!(self.job.as_ref().map_or(0, |job| job.total)))
            }
            _ => Err(missing(lang.pick("没有这个命令", "no such command"))),
        }
    }

    /// The answer of a command, shown as a message as well where the client does not show it.
    fn shown_answer(&mut self, words: &str, plain: &str) -> Value {
        if !self.answers {
            self.notify("window/showMessage", json!({"type": 3, "message": plain}));
        }
        json!(words)
    }

    /// The page of a rule of the packs in use.
    fn explain(&mut self, id: &str) -> Option<String> {
        let lang = self.lang();
        let sets: Vec<std::sync::Arc<RuleSet>> = self
            .open
            .values()
            .filter_map(|open| Some(std::sync::Arc::clone(&open.analysis.as_ref()?.judged.rules)))
            .collect();
        let used = sets.iter().find(|set| set.rule(id).is_some());
        let builtin = || {
            builtin::names().into_iter().find_map(|name| {
                let rules = builtin::rule_set(name, &mut builtin::Shared::default())?.ok()?;
                rules.rule(id).is_some().then(|| std::sync::Arc::new(rules))
            })
        };
        let rules = used.cloned().or_else(builtin)?;
        let rule = rules.rule(id)?;
        let names = [rules.name().to_owned()];
        let mut files = Files::default();
        let loaded = lineage(&names, std::path::Path::new(""), None, &mut files).0;
        let rule_file = loaded.into_iter().flat_map(|lineage| lineage.packs).flat_map(|pack| pack.rules);
        let rule_file = rule_file.into_iter().find(|loaded| loaded.raw.id.value == id);
        Some(rule_page(&rules, rule, rule_file.as_ref(), lang))
    }

    fn begin_job(&mut self) {
        self.end_job();
        let token = self.wishes.progress.then(|| lsp_types::ProgressToken::String("fazhi/check".to_owned()));
        if let Some(token) = &token {
            self.ask("window/workDoneProgress/create", json!({"token": token}));
            let title = self.lang().pick("检查所有报告", "checking all reports");
            let begin = json!({"kind": "begin", "title": title, "cancellable": true, "percentage": 0});
            self.notify("$/progress", json!({"token": token, "value": begin}));
        }
        self.job = Some(Job::of(&self.folders, token));
    }
}
