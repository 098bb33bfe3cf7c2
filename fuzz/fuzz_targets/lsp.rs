//! Any conversation with the language server: sound messages, malformed ones, positions that do not exist.
#![no_main]

use std::time::{Duration, Instant};

use fazhi::config::Stated;
use fazhi::lsp::{Server, World};
use libfuzzer_sys::fuzz_target;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

const METHODS: [&str; 16] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "textDocument/codeAction",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "workspace/executeCommand",
    "workspace/didChangeConfiguration",
    "$/cancelRequest",
    "shutdown",
    "exit",
];

fuzz_target!(|pieces: Vec<(u8, u32, u32, String)>| {
    let world = World { variables: Stated::default(), today: Box::new(|| None) };
    let mut server = Server::new(world);
    let mut now = Instant::now();
    let start = json!({"processId": null, "rootUri": null, "capabilities": {}});
    let first = Request { id: RequestId::from(0), method: "initialize".to_owned(), params: start };
    server.handle(Message::Request(first), now);
    for (number, (kind, line, column, words)) in pieces.into_iter().take(64).enumerate() {
        let method = METHODS[usize::from(kind) % METHODS.len()];
        // Half of the messages are what the words say, the others are sound but for their positions.
        let params = match serde_json::from_str::<Value>(&words) {
            Ok(params) if kind >= 128 => params,
            _ => sound(method, line, column, words),
        };
        let is_told = method.contains("/did") || method.starts_with('$') || method == "exit";
        let method = method.to_owned();
        let message = if is_told {
            Message::Notification(Notification { method, params })
        } else {
            Message::Request(Request { id: RequestId::from(number as i32 + 1), method, params })
        };
        server.handle(message, now);
        now += Duration::from_millis(u64::from(line % 64));
        server.work(now);
        drop(server.take_outbox());
    }
});

fn sound(method: &str, line: u32, column: u32, words: String) -> Value {
    let address = if column % 2 == 0 { "file:///nowhere/a.txt" } else { "untitled:b.md" };
    let place = json!({"line": line, "character": column});
    let range = json!({"start": place, "end": {"line": column, "character": line}});
    let document = json!({"uri": address, "languageId": "plaintext", "version": 1, "text": words});
    json!({
        "textDocument": document, "position": place, "range": range, "context": {"diagnostics": []},
        "contentChanges": [{"range": range, "text": words}],
        "command": "fazhi.fixAll", "arguments": [address], "settings": {"show": words},
        "id": line, "method": method,
    })
}
