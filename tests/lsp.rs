//! Conversations with the language server: the real process, its positions read as words of the text.

#![cfg(feature = "lsp")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::format_push_string,
    clippy::cast_possible_truncation,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

#[path = "support/client.rs"]
mod client;
mod support;

use std::path::Path;
use std::process::Command;

use std::time::Instant;

use client::{Client, Units, byte_at, edited, position, uri, words};
use fazhi::lsp::{Flow, Server, World};
use lsp_server::{Message, Notification, Request, RequestId, Response};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A server in this process, and the answer to its only question.
fn server(units: Units) -> Server {
    let mut server = Server::new(World { variables: fazhi::config::Stated::default(), today: Box::new(|| None) });
    let encodings = if units == Units::Utf8 { json!(["utf-8"]) } else { json!(["utf-16"]) };
    let capabilities = json!({"general": {"positionEncodings": encodings}});
    let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities});
    ask(&mut server, "initialize", params).unwrap();
    server
}

fn ask(server: &mut Server, method: &str, params: Value) -> Result<Value, String> {
    let request = Request { id: RequestId::from(1), method: method.to_owned(), params };
    assert_eq!(server.handle(Message::Request(request), Instant::now()), Flow::Continue);
    match server.take_outbox().pop() {
        Some(Message::Response(Response { response_result, .. })) => response_result.map_err(|fault| fault.message),
        other => panic!("no answer: {other:?}"),
    }
}

fn tell(server: &mut Server, method: &str, params: Value) {
    let told = Notification { method: method.to_owned(), params };
    assert_eq!(server.handle(Message::Notification(told), Instant::now()), Flow::Continue);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed where, the server has the text that the editor has: its folds and symbols are those of the
    /// text opened afresh.
    #[test]
    fn the_server_has_the_text_that_is_typed(
        edits in proptest::collection::vec((0usize..600, 0usize..12, "[一二、（）()\r\n𠮷a，。0-9]{0,6}"), 1..8),
        utf8 in any::<bool>(),
    ) {
        let units = if utf8 { Units::Utf8 } else { Units::Utf16 };
        let mut typed = server(units);
        let mut text = REPORT.to_owned();
        let address = "file:///nowhere/typed.txt";
        let open = |text: &str| json!({"textDocument":
            {"uri": address, "languageId": "plaintext", "version": 1, "text": text}});
        tell(&mut typed, "textDocument/didOpen", open(&text));
        for (at, length, words) in edits {
            // A client does not divide a line ending.
            let divides = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
            let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at) && !divides(*at));
            let start = boundary(at).unwrap();
            let end = boundary(at + length).unwrap().max(start);
            let range = json!({"start": position(&text, start, units), "end": position(&text, end, units)});
            let changes = json!([{"range": range, "text": words}]);
            tell(&mut typed, "textDocument/didChange",
                json!({"textDocument": {"uri": address, "version": 2}, "contentChanges": changes}));
            text.replace_range(start..end, &words);
        }
        let mut fresh = server(units);
        tell(&mut fresh, "textDocument/didOpen", open(&text));
        let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}});
        let params = json!({"textDocument": {"uri": address}, "range": whole, "context": {"diagnostics": []}});
        for method in ["textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/codeAction"] {
            prop_assert_eq!(ask(&mut typed, method, params.clone()), ask(&mut fresh, method, params.clone()));
        }
    }
}

/// Astral characters, CRLF, a wrong name, a wrong sum, no problems, no plan.
const REPORT: &str = "云岭县青石镇人民政府2025年度法治政府建设年度报告\r\n\r\n𠮷祥村等12个村参加。一、主要举措和成效\r\n\
    （一）依法行政。𠮷庆社区谁执法,谁普法责任制落实，贯彻落实《法治政府建设实施刚要（2021—2025年）》。\
    共配备执法记录仪5台，分别为城管中队3台、派出所1台。\r\n（二）开展培训。全镇共开展培训32场，分别为法律明白人培训20场、执法培训12场。\r\n";

fn client(units: Units, options: Value) -> Client {
    let encodings = if units == Units::Utf8 { json!(["utf-8", "utf-16"]) } else { json!(["utf-16"]) };
    Client::initialised(json!({"general": {"positionEncodings": encodings}}), options, None)
}

fn find<'a>(diagnostics: &'a [Value], code: &str) -> &'a Value {
    diagnostics.iter().find(|found| found["code"] == code).unwrap_or_else(|| panic!("no {code} in {diagnostics:#?}"))
}

fn range_of(text: &str, words: &str, units: Units) -> Value {
    let at = text.find(words).unwrap();
    json!({"start": position(text, at, units), "end": position(text, at + words.len(), units)})
}

#[test]
fn a_report_is_checked_changed_mended_and_closed() {
    for units in [Units::Utf16, Units::Utf8] {
        let mut client = client(units, json!({"answers": true}));
        let address = "file:///nowhere/%E9%9D%92%E7%9F%B3%E9%95%87.txt";
        client.open(address, "plaintext", REPORT);
        let found = client.diagnostics(address, Some(1));
        let slip = find(&found, "cite-near-miss");
        assert_eq!(words(REPORT, &slip["range"], units), "《法治政府建设实施刚要（2021—2025年）》");
        assert!(slip["message"].as_str().unwrap().contains("实施纲要（2021—2025年）》"), "{slip}");
        assert_eq!(slip["source"], "fazhi");
        let sum = find(&found, "num-sum-mismatch");
        assert!(sum["message"].as_str().unwrap().contains("3 + 1 = 4"), "{sum}");
        let pair = find(&found, "lang-mixed-width-punct");
        assert_eq!(words(REPORT, &pair["range"], units), ",");
        find(&found, "section-problems-missing");

        // A quick fix changes these words and no others.
        let document = json!({"uri": address});
        let caret = position(REPORT, REPORT.find(',').unwrap(), units);
        let params = json!({"textDocument": document, "range": {"start": caret, "end": caret},
            "context": {"diagnostics": []}});
        let actions = client.request("textDocument/codeAction", params).unwrap();
        let fix = actions.as_array().unwrap().iter().find(|action| action["kind"] == "quickfix").unwrap();
        let mended = edited(REPORT, &fix["edit"]["changes"][address], units);
        assert_eq!(mended, REPORT.replacen("谁执法,谁普法", "谁执法，谁普法", 1));
        assert!(actions.as_array().unwrap().iter().any(|action| action["kind"] == "source.fixAll.fazhi"));

        // Only what is asked for is offered.
        let params = json!({"textDocument": document, "range": {"start": caret, "end": caret},
            "context": {"diagnostics": [], "only": ["source.organizeImports"]}});
        assert_eq!(client.request("textDocument/codeAction", params).unwrap(), json!([]));

        // Typing behind astral characters and a CRLF hits the right words.
        let range = range_of(REPORT, "刚要", units);
        let change = json!({"textDocument": {"uri": address, "version": 2},
            "contentChanges": [{"range": range, "text": "纲要"}]});
        client.notify("textDocument/didChange", change);
        let after = REPORT.replacen("刚要", "纲要", 1);
        let found = client.diagnostics(address, Some(2));
        assert!(found.iter().all(|found| found["code"] != "cite-near-miss"), "{found:#?}");
        let pair = find(&found, "lang-mixed-width-punct");
        assert_eq!(words(&after, &pair["range"], units), ",");

        // Everything safe at once comes as an edit of the client's.
        let count = client
            .request("workspace/executeCommand", json!({"command": "fazhi.fixAll", "arguments": [address]}))
            .unwrap();
        let asked = |message: &Value| message["method"] == "workspace/applyEdit";
        let index = client.heard.iter().position(asked);
        let edit = match index {
            Some(index) => client.heard.remove(index),
            None => client.wait(asked),
        };
        let edits = &edit["params"]["edit"]["changes"][address];
        assert_eq!(edits.as_array().unwrap().len() as u64, count.as_u64().unwrap());
        assert!(!edited(&after, edits, units).contains("谁执法,谁普法"));

        client.notify("textDocument/didClose", json!({"textDocument": document}));
        assert!(client.diagnostics(address, None).is_empty());
        assert_eq!(client.shut_down(), 0);
    }
}

#[test]
fn a_report_is_explained_outlined_and_recalculated() {
    let units = Units::Utf16;
    let mut client = client(units, json!({"answers": true}));
    let address = "untitled:Untitled-1";
    client.open(address, "plaintext", REPORT);
    let document = json!({"uri": address});
    let at = |words: &str| position(REPORT, REPORT.find(words).unwrap() + words.len(), units);

    let hover = client
        .request("textDocument/hover", json!({"textDocument": document, "position": at("《法治政府建设实施")}))
        .unwrap();
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(told.contains("cite-near-miss") && told.contains("依据："), "{told}");
    assert_eq!(words(REPORT, &hover["range"], units), "《法治政府建设实施刚要（2021—2025年）》");

    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": document})).unwrap();
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert!(names[0].contains("2025年度法治政府建设"), "{names:?}");
    assert!(symbols.to_string().contains("（二）开展培训"), "{symbols}");

    let lenses = client.request("textDocument/codeLens", json!({"textDocument": document})).unwrap();
    assert_eq!(lenses[0]["command"]["command"], "fazhi.matrix");
    assert!(lenses[0]["command"]["title"].as_str().unwrap().starts_with("应退回修改 · 必备内容"), "{lenses}");
    let matrix =
        client.request("workspace/executeCommand", json!({"command": "fazhi.matrix", "arguments": [address]})).unwrap();
    assert!(matrix.as_str().unwrap().contains("| 不符合 |"), "{matrix}");

    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let hints = client.request("textDocument/inlayHint", json!({"textDocument": document, "range": whole})).unwrap();
    let labels: Vec<&str> = hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap()).collect();
    assert!(labels.iter().any(|label| label.starts_with('✗') && label.contains("3 + 1 = 4")), "{labels:?}");
    assert!(labels.iter().any(|label| label.starts_with('✓') && label.contains("20 + 12 = 32")), "{labels:?}");

    // Titles of instruments behind 《, with the bracket that closes them.
    let items = client
        .request("textDocument/completion", json!({"textDocument": document, "position": at("贯彻落实《法治政府建设")}))
        .unwrap();
    let items = &items["items"];
    let first = &items[0]["textEdit"];
    assert!(first["newText"].as_str().unwrap().starts_with("法治政府建设"), "{items}");
    assert_eq!(words(REPORT, &first["range"], units), "法治政府建设");
    // A mandated heading on an empty line.
    let end = position(REPORT, REPORT.len(), units);
    let items = client.request("textDocument/completion", json!({"textDocument": document, "position": end})).unwrap();
    assert!(items.to_string().contains("必备内容，尚未写"), "{items}");

    let page = client
        .request("workspace/executeCommand", json!({"command": "fazhi.explain", "arguments": ["prob-too-thin"]}))
        .unwrap();
    assert!(page.as_str().unwrap().contains("`prob-too-thin`"), "{page}");
    let error = client
        .request("workspace/executeCommand", json!({"command": "fazhi.explain", "arguments": ["no-such-rule"]}))
        .unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("no-such-rule"), "{error}");
    assert_eq!(client.shut_down(), 0);
}

/// What the command line finds, as (rule, start, end) in bytes of the file.
fn by_command(path: &Path) -> Vec<(String, usize, usize)> {
    let output = Command::new(env!("CARGO_BIN_EXE_fazhi"))
        .args(["check", "--format", "json"])
        .arg(path)
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let byte = |found: &Value, end: &str| found["span"][end]["byte"].as_u64().unwrap() as usize;
    let found = answer["documents"][0]["diagnostics"].as_array().unwrap();
    let mut found: Vec<_> = found
        .iter()
        .map(|found| (found["rule"].as_str().unwrap().to_owned(), byte(found, "start"), byte(found, "end")))
        .collect();
    found.sort();
    found
}

#[test]
fn the_editor_shows_what_the_command_line_shows() {
    let units = Units::Utf8;
    let mut client = client(units, json!({}));
    let mut compared = 0;
    for folder in ["examples", "tests/silent", "tests/defects"] {
        for path in support::reports(folder) {
            let ending = path.extension().unwrap().to_string_lossy().into_owned();
            let Ok(text) = String::from_utf8(std::fs::read(&path).unwrap()) else { continue };
            if ending != "txt" && ending != "md" || text.starts_with('\u{feff}') {
                continue;
            }
            let address = uri(&path);
            client.open(&address, if ending == "md" { "markdown" } else { "plaintext" }, &text);
            let mut found: Vec<(String, usize, usize)> = client
                .diagnostics(&address, Some(1))
                .iter()
                .map(|found| {
                    let rule = found["code"].as_str().unwrap().to_owned();
                    let range = &found["range"];
                    (rule, byte_at(&text, &range["start"], units), byte_at(&text, &range["end"], units))
                })
                .collect();
            found.sort();
            assert_eq!(found, by_command(&path), "{}", path.display());
            compared += found.len();
        }
    }
    assert!(compared > 60, "{compared}");
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn settings_come_from_the_client_and_from_the_folder() {
    let units = Units::Utf16;
    let mut english = client(units, json!({"lang": "en", "show": "error"}));
    english.open("file:///nowhere/a.txt", "plaintext", REPORT);
    let found = english.diagnostics("file:///nowhere/a.txt", Some(1));
    assert!(found.iter().all(|found| found["severity"] == 1), "{found:#?}");
    assert!(find(&found, "section-problems-missing")["message"].as_str().unwrap().is_ascii(), "{found:#?}");

    // New settings hold for what is open.
    let settings = json!({"settings": {"fazhi": {"lang": "en", "ignore": ["section-*"]}}});
    english.notify("workspace/didChangeConfiguration", settings);
    let found = english.diagnostics("file:///nowhere/a.txt", Some(1));
    assert!(found.iter().all(|found| !found["code"].as_str().unwrap().starts_with("section-")), "{found:#?}");
    find(&found, "cite-near-miss");

    // A setting that says nothing known is told, and the others hold.
    english.notify("workspace/didChangeConfiguration", json!({"settings": {"profile": "later", "show": "error"}}));
    let told = english.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("profile: later"), "{told}");
    assert_eq!(english.shut_down(), 0);

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fazhi.yaml"), "ignore: [cite-near-miss]\nshow: warning\n").unwrap();
    let path = folder.path().join("报告.txt");
    let mut quiet = client(units, Value::Null);
    quiet.open(&uri(&path), "plaintext", REPORT);
    let found = quiet.diagnostics(&uri(&path), Some(1));
    assert!(found.iter().all(|found| found["code"] != "cite-near-miss" && found["severity"] != 3));
    find(&found, "num-sum-mismatch");
    // A configuration that was saved holds at once.
    std::fs::write(folder.path().join("fazhi.yaml"), "select: [cite-near-miss]\n").unwrap();
    let changed = json!({"changes": [{"uri": uri(&folder.path().join("fazhi.yaml")), "type": 2}]});
    quiet.notify("workspace/didChangeWatchedFiles", changed);
    let found = quiet.diagnostics(&uri(&path), Some(1));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(quiet.shut_down(), 0);
}

#[test]
fn what_was_not_checked_has_not_passed() {
    let mut client = client(Units::Utf16, json!({"answers": true, "packs": ["no-such-pack"]}));
    // Some clients write addresses as they are.
    let (address, known) = ("file:///nowhere/报告 一.txt", "file:///nowhere/%E6%8A%A5%E5%91%8A%20%E4%B8%80.txt");
    client.open(address, "plaintext", REPORT);
    let found = client.diagnostics(known, Some(1));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["code"], "not-checked");
    assert!(words(REPORT, &found[0]["range"], Units::Utf16).starts_with("云岭县青石镇人民政府"));
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": address}})).unwrap();
    assert_eq!(lenses.as_array().unwrap().len(), 1, "{lenses}");
    let command = json!({"command": "fazhi.matrix", "arguments": [address]});
    let error = client.request("workspace/executeCommand", command.clone()).unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("未能检查"), "{error}");
    let settings = json!({"settings": {"fazhi": {"packs": []}}});
    client.notify("workspace/didChangeConfiguration", settings);
    assert!(client.diagnostics(known, Some(1)).len() > 1);
    assert!(client.request("workspace/executeCommand", command).unwrap().as_str().unwrap().contains("| 不符合 |"));
    let long = format!("{REPORT}{}", "字".repeat(1_500_000));
    client.open("file:///nowhere/long.txt", "plaintext", &long);
    assert_eq!(client.diagnostics("file:///nowhere/long.txt", Some(1))[0]["code"], "not-checked");
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn one_report_tells_nothing_of_another() {
    let mut client = client(Units::Utf16, json!({}));
    let (one, other) = ("file:///nowhere/one.txt", "file:///nowhere/other.txt");
    client.open(one, "plaintext", REPORT);
    let alone = client.diagnostics(one, Some(1));
    client.open(
        other,
        "plaintext",
        "四川省云岭县2019年法治政府建设年度报告\n\n一、主要举措和成效\n办结信访事项2件。\n",
    );
    let apart = client.diagnostics(other, Some(1));
    assert!(apart.iter().all(|found| found["code"] != "cite-near-miss"));
    let change = json!({"textDocument": {"uri": one, "version": 2}, "contentChanges": [{"text": REPORT}]});
    client.notify("textDocument/didChange", change);
    assert_eq!(client.diagnostics(one, Some(2)), alone);
    // What is no report, and what is empty, has no findings.
    client.open("file:///nowhere/todo.txt", "plaintext", "买菜，取快递。\n");
    assert!(client.diagnostics("file:///nowhere/todo.txt", Some(1)).is_empty());
    client.open("file:///nowhere/empty.txt", "plaintext", "");
    assert!(client.diagnostics("file:///nowhere/empty.txt", Some(1)).is_empty());
    assert_eq!(client.shut_down(), 0);
}

const RULE: &str = "id: yunling-mediation\ntitle: {zh: 未写人民调解, en: no mediation}\nseverity: warnig\nsince: 0.1.0\n\
    basis:\n  - source: yunling\nmatch:\n  coverage:\n    groups:\n      - name: {zh: 调解, en: mediation}\n        any: [人民调解]\n    at_least: 1\n\
    message: {zh: 未写人民调解, en: mediation is missing}\nhelp: {zh: 补写, en: add it}\n\
    docs:\n  why: {zh: 通知要求, en: asked for}\n  bad: 办结案件。\n  good: 人民调解3件。\n\
    tests:\n  pass:\n    - text: 云岭县2025年法治政府建设年度报告。人民调解3件。\n  fail:\n    - text: 云岭县2025年法治政府建设年度报告。[[]]\n";

#[test]
fn a_rule_pack_is_an_open_book() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::create_dir(root.join("rules")).unwrap();
    let pack = "name: yunling\nversion: '1'\ntitle: {zh: 云岭县, en: Yunling}\ndescription: {zh: 试, en: x}\nextends: [national]\n\
        sources:\n  - id: yunling\n    title: {zh: 《通知》, en: notice}\n    verified: primary\n";
    std::fs::write(root.join("pack.yaml"), pack).unwrap();
    let path = root.join("rules/yunling-mediation.yaml");
    std::fs::write(&path, RULE).unwrap();
    let units = Units::Utf16;
    let mut client = client(units, json!({"answers": true}));
    let address = uri(&path);
    client.open(&address, "yaml", RULE);
    let found = client.diagnostics(&address, Some(1));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(words(RULE, &found[0]["range"], units), "warnig");
    assert!(found[0]["message"].as_str().unwrap().contains("warning"), "{found:#?}");

    // Mended in the editor, not on the disk.
    let range = range_of(RULE, "warnig", units);
    let change = json!({"textDocument": {"uri": address, "version": 2},
        "contentChanges": [{"range": range, "text": "warning"}]});
    client.notify("textDocument/didChange", change);
    let text = RULE.replacen("warnig", "warning", 1);
    assert_eq!(client.diagnostics(&address, Some(2)), Vec::<Value>::new());

    let document = json!({"uri": address});
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": document})).unwrap();
    assert_eq!(lenses[0]["command"]["command"], "fazhi.testRule", "{lenses}");
    let told = client
        .request("workspace/executeCommand", json!({"command": "fazhi.testRule", "arguments": [address]}))
        .unwrap();
    assert!(told.as_str().unwrap().contains("pass 1") && told.as_str().unwrap().contains("fail 1"), "{told}");

    let at = |words: &str| position(&text, text.find(words).unwrap() + words.len(), units);
    let labels = |items: Value| -> Vec<String> {
        items["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    let ask = |place: Value| json!({"textDocument": document, "position": place});
    let keys = labels(client.request("textDocument/completion", ask(at("    gro"))).unwrap());
    assert!(keys.contains(&"groups".to_owned()) && keys.contains(&"at_least".to_owned()), "{keys:?}");
    let sources = labels(client.request("textDocument/completion", ask(at("source: "))).unwrap());
    assert!(sources.contains(&"yunling".to_owned()), "{sources:?}");
    let weights = labels(client.request("textDocument/completion", ask(at("severity: "))).unwrap());
    assert!(weights.contains(&"info".to_owned()), "{weights:?}");

    let hover = client.request("textDocument/hover", ask(at("source: yun"))).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("《通知》"), "{hover}");
    assert_eq!(words(&text, &hover["range"], units), "yunling");
    let hover = client.request("textDocument/hover", ask(at("sever"))).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("`severity`"), "{hover}");

    // A fault in another file of the pack is told there, and goes when it is mended.
    let other = uri(&root.join("pack.yaml"));
    client.open(&other, "yaml", &pack.replacen("verified: primary", "verifed: primary", 1));
    let found = client.diagnostics(&other, Some(1));
    assert_eq!(words(&pack.replacen("verified", "verifed", 1), &found[0]["range"], units), "verifed");
    let change = json!({"textDocument": {"uri": other, "version": 2}, "contentChanges": [{"text": pack}]});
    client.notify("textDocument/didChange", change);
    assert!(client.diagnostics(&other, Some(2)).is_empty());
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn all_reports_of_a_folder_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("一.txt"), REPORT).unwrap();
    std::fs::write(root.join("坏.docx"), b"PK\x03\x04").unwrap();
    let capabilities = json!({"window": {"workDoneProgress": true}});
    let mut client = Client::initialised(capabilities, json!({}), Some(&root));
    let total = client
        .request("workspace/executeCommand", json!({"command": "fazhi.checkWorkspace", "arguments": []}))
        .unwrap();
    assert_eq!(total, 2);
    let found = client.diagnostics(&uri(&root.join("一.txt")), None);
    assert_eq!(
        words(REPORT, &find(&found, "cite-near-miss")["range"], Units::Utf16),
        "《法治政府建设实施刚要（2021—2025年）》"
    );
    let ended = client.wait(|message| message["params"]["value"]["kind"] == "end");
    let words = ended["params"]["value"]["message"].as_str().unwrap();
    assert!(words.contains("2 份") && words.contains("无法读取 1 份"), "{words}");
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn a_broken_conversation_goes_on_or_ends_in_good_order() {
    let mut client = Client::start();
    // Before the first word nothing else is answered.
    let error = client.request("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(error["code"], -32002);
    client.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}})).unwrap();
    assert_eq!(client.request("initialize", json!({"capabilities": {}})).unwrap_err()["code"], -32600);
    client.raw(b"Content-Length: 7\r\n\r\n{\"a\": 1");
    let answer = client.wait(|message| message.get("error").is_some());
    assert_eq!(answer["error"]["code"], -32700);
    assert_eq!(client.request("textDocument/definition", json!({})).unwrap_err()["code"], -32601);
    assert_eq!(client.request("textDocument/hover", json!({"x": 1})).unwrap_err()["code"], -32602);
    for params in [json!(null), json!([1]), json!({"textDocument": {"uri": "::", "version": "x"}})] {
        client.notify("textDocument/didOpen", params.clone());
        client.notify("textDocument/didChange", params.clone());
        client.notify("textDocument/didClose", params);
    }
    // What is not open has no answer but an empty one.
    let nowhere = json!({"textDocument": {"uri": "file:///x.txt"}, "position": {"line": 9, "character": 9}});
    assert_eq!(client.request("textDocument/hover", nowhere).unwrap(), Value::Null);
    // A request that was cancelled while it waited is not begun.
    let hover = json!({"jsonrpc": "2.0", "id": 900, "method": "textDocument/codeLens",
        "params": {"textDocument": {"uri": "file:///x.txt"}}});
    let cancel = json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 900}});
    let frame = |message: &Value| format!("Content-Length: {}\r\n\r\n{message}", message.to_string().len());
    client.raw(format!("{}{}", frame(&cancel), frame(&hover)).as_bytes());
    let answer = client.wait(|message| message["id"] == 900);
    assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    assert_eq!(client.shut_down(), 0);

    // `exit` without `shutdown`, and a client that goes away, end the process with 1.
    let mut rude = Client::start();
    rude.notify("exit", Value::Null);
    assert_eq!(rude.hang_up(), 1);
    assert_eq!(Client::start().hang_up(), 1);
    let mut broken = Client::start();
    broken.raw(b"Content-Length: 99999999999999\r\n\r\n{}");
    assert_eq!(broken.hang_up(), 1);
}
