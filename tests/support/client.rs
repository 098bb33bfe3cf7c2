//! A client of the language server: the real process, spoken to over its standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer may take before a test gives up: never reached by a server that answers at all.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server process and what it said so far.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    number: i64,
    /// Notifications and requests of the server, in order.
    pub heard: Vec<Value>,
}

impl Client {
    /// Starts a server; `zero` says that the environment of this machine has no part in it.
    pub fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fazhi"))
            .arg("lsp")
            .env_remove("FAZHI_LANG")
            .env("SOURCE_DATE_EPOCH", "1767225600")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { input: child.stdin.take(), child, output: receiver, number: 0, heard: Vec::new() }
    }

    /// Starts a server and introduces itself.
    pub fn initialised(capabilities: Value, options: Value, folder: Option<&Path>) -> Self {
        let mut client = Self::start();
        let folders = folder.map(|folder| json!([{"uri": uri(folder), "name": "x"}]));
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities,
            "initializationOptions": options, "workspaceFolders": folders});
        client.request("initialize", params).unwrap();
        client.notify("initialized", json!({}));
        client
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks and waits for the answer.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.number += 1;
        let id = self.number;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let answer = self.wait(|message| message["id"] == json!(id) && message.get("method").is_none());
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].clone()),
        }
    }

    /// Waits for a message; what comes before it is kept in `heard`.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.output.recv_timeout(PATIENCE).expect("the server says nothing more");
            if wanted(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Waits for the diagnostics of a version of a document.
    pub fn diagnostics(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        let fits = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && version.is_none_or(|version| message["params"]["version"] == version)
        };
        if let Some(index) = self.heard.iter().position(fits) {
            return self.heard.remove(index)["params"]["diagnostics"].as_array().unwrap().clone();
        }
        self.wait(fits)["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Opens a document.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Says goodbye; the exit code of the process.
    pub fn shut_down(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }

    /// Closes the input without a word; the exit code of the process.
    pub fn hang_up(mut self) -> i32 {
        self.input = None;
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut size = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            size = value.parse().unwrap();
        }
    }
    let mut body = vec![0; size];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// The address of a path.
pub fn uri(path: &Path) -> String {
    let mut out = "file://".to_owned();
    for byte in path.display().to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// In what positions are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Bytes.
    Utf8,
    /// UTF-16 units.
    Utf16,
}

/// The lines of a text with their endings, as the protocol divides them.
fn lines(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let end = if rest[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out.push(rest);
    out
}

/// The byte of a position, counted here once more.
pub fn byte_at(text: &str, position: &Value, units: Units) -> usize {
    let (line, column) =
        (position["line"].as_u64().unwrap() as usize, position["character"].as_u64().unwrap() as usize);
    let lines = lines(text);
    let start: usize = lines[..line].iter().map(|line| line.len()).sum();
    let mut counted = 0;
    for (at, c) in lines[line].char_indices() {
        if counted == column {
            return start + at;
        }
        counted += if units == Units::Utf8 { c.len_utf8() } else { c.len_utf16() };
    }
    assert_eq!(counted, column, "{position} lies inside a character or behind the line");
    start + lines[line].len()
}

/// The words of a range.
pub fn words<'a>(text: &'a str, range: &Value, units: Units) -> &'a str {
    &text[byte_at(text, &range["start"], units)..byte_at(text, &range["end"], units)]
}

/// The position of a byte.
pub fn position(text: &str, at: usize, units: Units) -> Value {
    let mut start = 0;
    let lines = lines(text);
    let last = lines.len() - 1;
    for (number, line) in lines.into_iter().enumerate() {
        let inside = at < start + line.len() || number == last;
        if inside {
            let words = &text[start..at];
            let column: usize = if units == Units::Utf8 { words.len() } else { words.encode_utf16().count() };
            return json!({"line": number, "character": column});
        }
        start += line.len();
    }
    unreachable!("{at} lies behind the text")
}

/// A text with edits of a client carried out, the last first.
pub fn edited(text: &str, edits: &Value, units: Units) -> String {
    let mut spans: Vec<(usize, usize, String)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            let words = edit["newText"].as_str().unwrap().to_owned();
            (byte_at(text, start, units), byte_at(text, end, units), words)
        })
        .collect();
    spans.sort();
    let mut out = text.to_owned();
    for (start, end, words) in spans.into_iter().rev() {
        out.replace_range(start..end, &words);
    }
    out
}
