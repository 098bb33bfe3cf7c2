//! What a check costs inside a process, stage by stage, and that it grows with the text and not faster.
//!
//! Whole processes are timed by `benches/process.py`.

#![allow(missing_docs, reason = "criterion's macros write public functions")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fazhi::document::parse;
use fazhi::facts::{Overrides, Subject, tokens};
use fazhi::render::{Style, fancy, json, short};
use fazhi::report::{Policy, check};
use fazhi::source::{Source, load};

const CLEAN: &[u8] = include_bytes!("../tests/silent/01-county-four-block-2025.txt");
const FAULTY: &str = include_str!("../examples/青石镇2025.txt");

fn stages(criterion: &mut Criterion) {
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let source = load::from_bytes("clean.txt", CLEAN).expect("a report");
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(source.text().len() as u64));
    group.bench_function("open the built-in pack", |b| b.iter(fazhi::builtin::national));
    group.bench_function("decode", |b| b.iter(|| load::from_bytes("clean.txt", CLEAN)));
    group.bench_function("parse", |b| b.iter(|| parse(&source)));
    let document = parse(&source);
    group.bench_function("dates and figures", |b| b.iter(|| tokens(source.text(), &document)));
    group.bench_function("find words", |b| b.iter(|| rules.cues.scan(source.text())));
    let read = || Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &Overrides::default());
    group.bench_function("read (all of these)", |b| b.iter(read));
    group.bench_function("check", |b| b.iter(|| check(&source, &rules, &Policy::default(), &Overrides::default())));
    group.finish();
}

/// What the rules on citations, wording, privacy and secrecy add to a report of ten kilobytes, its words being found.
fn wording(criterion: &mut Criterion) {
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let clean = load::from_bytes("clean.txt", CLEAN).expect("a report").text().to_owned();
    let clean = clean.repeat(10_000 / clean.len() + 1);
    let cut = clean.char_indices().map(|(at, _)| at).take_while(|at| *at <= 10_000).last().unwrap_or(0);
    let clean = clean.get(..cut).unwrap_or("").to_owned();
    let slips = format!("{clean}\n建立台帐3本，布署检查4次，学习《宪法》、《民法典》、《优化营商环境条列》。\n");
    let jieba = format!("{clean}\n新的旅游社揭牌，问题急待解决。\n");
    let overrides = Overrides { as_report: true, ..Overrides::default() };
    let mut group = criterion.benchmark_group("wording, 10 kB");
    for (name, text) in [("clean", clean), ("with slips", slips), ("with words for jieba", jieba)] {
        let source = Source::from_text("report.txt", &text);
        group.bench_function(name, |b| {
            b.iter_batched(
                || Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &overrides),
                |subject| {
                    let ours = ["cite-", "lang-", "priv-", "secrecy-"];
                    let mut found = 0;
                    for rule in rules.rules.iter().filter(|rule| ours.iter().any(|group| rule.id.starts_with(group))) {
                        let outcome = fazhi::check::run_rule(&rules, rule, &subject);
                        found += usize::from(matches!(outcome, fazhi::check::Outcome::Finding(_)));
                    }
                    (found, subject)
                },
                criterion::BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn renderers(criterion: &mut Criterion) {
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let source = Source::from_text("青石镇2025.txt", FAULTY);
    let report = check(&source, &rules, &Policy::default(), &Overrides::default());
    let style = Style::default();
    let mut group = criterion.benchmark_group("renderers");
    group.bench_function("fancy", |b| b.iter(|| fancy::render(&report, &source, &rules, &style)));
    group.bench_function("short", |b| b.iter(|| short::render(&report, &source, &style)));
    group.bench_function("json", |b| b.iter(|| json::document(&report, &source, &rules, style.lang, style.show)));
    group.finish();
}

/// A Word file of some twenty pages, with its runs cut into pieces of eight characters as editing leaves them.
#[cfg(feature = "docx")]
fn word(criterion: &mut Criterion) {
    use std::io::{Read, Write};
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let skeleton = include_bytes!("../tests/docx/python-docx.docx");
    let text = load::from_bytes("clean.txt", CLEAN).expect("a report");
    let mut body = String::new();
    for line in text.text().repeat(5).lines().map(str::trim).filter(|line| !line.is_empty()) {
        let chars: Vec<char> = line.chars().collect();
        body.push_str("<w:p>");
        for piece in chars.chunks(8) {
            let words: String = piece.iter().collect();
            body.push_str(&format!(
                "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/><w:sz w:val=\"32\"/></w:rPr><w:t>{words}</w:t></w:r>"
            ));
        }
        body.push_str("</w:p>");
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&skeleton[..])).expect("a zip file");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        if name == "word/document.xml" {
            let whole = String::from_utf8(bytes).expect("UTF-8");
            let (head, tail) = whole.split_once("<w:body>").expect("a body");
            let end = tail.rfind("<w:sectPr").expect("a section");
            bytes = format!("{head}<w:body>{body}{}", tail.get(end..).unwrap_or("")).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        writer.write_all(&bytes).expect("its bytes");
    }
    let bytes = writer.finish().expect("a zip file").into_inner();
    let mut group = criterion.benchmark_group("word");
    group.bench_function("read", |b| b.iter(|| load::from_bytes("a.docx", &bytes)));
    let stamp = fazhi::annotate::Stamp { author: "fazhi".into(), date: String::new() };
    group.bench_function("read, check, comment", |b| {
        b.iter(|| {
            let source = load::from_bytes("a.docx", &bytes).expect("a report");
            let report = check(&source, &rules, &Policy::default(), &Overrides::default());
            let lang = fazhi::diagnostic::Lang::Zh;
            let notes = fazhi::annotate::notes(&report, &source, &rules, lang, fazhi::diagnostic::Severity::Info);
            fazhi::annotate::comment(&bytes, &notes, &stamp).expect("a Word file")
        });
    });
    group.finish();
}

#[cfg(not(feature = "docx"))]
fn word(_: &mut Criterion) {}

fn growth(criterion: &mut Criterion) {
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let line = "我镇推进法治政府建设，开展执法培训4次，存在执法力量不足的问题，主要原因是编制少，2025年调解纠纷212件（较2024年增长3%），\
                落实《法治政府建设实施纲要（2021—2025年）》。";
    let mut group = criterion.benchmark_group("one line");
    group.sample_size(10);
    for kilobytes in [10, 100, 1_000] {
        let text = line.repeat(kilobytes * 1_000 / line.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        let source = Source::from_text("long.txt", &text);
        let overrides = Overrides { as_report: true, ..Overrides::default() };
        group.bench_with_input(BenchmarkId::from_parameter(format!("{kilobytes} kB")), &source, |b, source| {
            b.iter(|| check(source, &rules, &Policy::default(), &overrides));
        });
    }
    group.finish();
}

/// From a keystroke in a report of 20,000 characters to its diagnostics, as messages.
#[cfg(feature = "lsp")]
fn keystroke(criterion: &mut Criterion) {
    use std::time::{Duration, Instant};

    use fazhi::lsp::{Server, World};
    use lsp_server::{Message, Notification, Request, RequestId};
    use serde_json::json;

    // One report with the long paragraphs of others: a text that repeats itself would be another matter.
    let mut text = load::from_bytes("clean.txt", CLEAN).expect("a report").text().to_owned();
    let (others, _) = load::list_folder(std::path::Path::new("tests/silent"));
    for other in others {
        let other = load::load(&other).expect("a report");
        for line in other.text().lines().filter(|line| line.chars().count() > 60) {
            if text.chars().count() < 20_000 && !text.contains(line) {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    assert!(text.chars().count() >= 20_000, "{} characters", text.chars().count());
    let mut server = Server::new(World { variables: fazhi::config::Stated::default(), today: Box::new(|| None) });
    let mut now = Instant::now();
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    let hello = Request { id: RequestId::from(0), method: "initialize".to_owned(), params };
    server.handle(Message::Request(hello), now);
    let tell = |method: &str, params| Message::Notification(Notification { method: method.to_owned(), params });
    let item = json!({"uri": "file:///nowhere/a.txt", "languageId": "plaintext", "version": 1, "text": text});
    server.handle(tell("textDocument/didOpen", json!({"textDocument": item})), now);
    drop(server.take_outbox());
    let mut group = criterion.benchmark_group("language server");
    group.bench_function("keystroke, 20,000 characters", |b| {
        b.iter(|| {
            let place = json!({"line": 5, "character": 3});
            let changes = json!([{"range": {"start": place, "end": place}, "text": "一"}]);
            let document = json!({"uri": "file:///nowhere/a.txt", "version": 2});
            let params = json!({"textDocument": document, "contentChanges": changes});
            server.handle(tell("textDocument/didChange", params), now);
            now += Duration::from_secs(1);
            server.work(now);
            let told = server.take_outbox();
            assert_eq!(told.len(), 1);
            told
        });
    });
    group.finish();
}

#[cfg(not(feature = "lsp"))]
fn keystroke(_: &mut Criterion) {}

criterion_group!(benches, stages, wording, renderers, growth, word, keystroke);
criterion_main!(benches);
