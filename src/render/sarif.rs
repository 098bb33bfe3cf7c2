//! SARIF 2.1.0, the format of code scanning services: results with places, fixes and fingerprints, the rules behind
//! them, and what went wrong with the run.

use serde_json::{Value, json};

use super::fingerprint::fingerprints;
use super::json::basis;
use super::remark::{Remark, RemarkKind};
use super::told::{lines, told};
use super::uri::uri;
use super::{Checked, Run, clean, exact_place};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Lang, Severity};
use crate::report::{Report, Settled};
use crate::rule::raw::Verified;
use crate::rule::{Rule, RuleSet};
use crate::source::{Container, Encoding, Format, Source, Span};

/// What stands before the results. Lines and columns are counted as everywhere in this program.
pub const HEAD: &str = concat!(
    "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json\",",
    "\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",",
    "\"newlineSequences\":[\"\\r\\n\",\"\\n\",\"\\r\"],\"results\":[\n"
);

/// Most characters of a snippet; a whole part of a report is found where it stands.
const SNIPPET: usize = 120;

/// An input as the list of artifacts tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its path.
    pub path: String,
    /// Its encoding, where it is a text.
    pub encoding: Option<&'static str>,
    /// Its media type.
    pub mime: &'static str,
    /// The verdict on it.
    pub verdict: &'static str,
}

impl Artifact {
    /// The input of one report.
    #[must_use]
    pub fn of(report: &Report, source: &Source) -> Self {
        let encoding = match source.encoding() {
            Encoding::Utf8Bom => "UTF-8",
            encoding => encoding.name(),
        };
        let mime = match source.container() {
            Some(Container::Docx) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Some(Container::Odt) => "application/vnd.oasis.opendocument.text",
            Some(Container::Ofd) => "application/ofd",
            Some(Container::Html) => "text/html",
            Some(Container::Pdf) => "application/pdf",
            Some(Container::Doc) => "application/msword",
            None if source.format() == Format::Markdown => "text/markdown",
            None => "text/plain",
        };
        Self {
            path: source.name().to_owned(),
            encoding: source.container().is_none().then_some(encoding),
            mime,
            verdict: report.verdict.as_str(),
        }
    }
}

/// The results of one report, set apart by commas.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, style, .. } = *checked;
    let mut out = Vec::new();
    for (found, fingerprint) in report.diagnostics.iter().zip(fingerprints(report, source)) {
        if found.severity >= style.show {
            out.push(result(found, &fingerprint, checked).to_string());
        }
    }
    if style.verbose {
        out.extend(silent(checked));
    }
    out.join(",\n")
}

fn result(found: &Diagnostic, (fingerprint, count): &(String, usize), checked: &Checked<'_>) -> Value {
    let Checked { report, source, rules, style, .. } = *checked;
    let lang = style.lang;
    let year = report.profile.year.as_ref().map(|known| known.value);
    let rule = rules.rule(&found.rule);
    let mut out = json!({
        "ruleId": found.rule,
        "level": level(found.severity),
        "message": {"text": told(found, source, lang)},
        "locations": [location(source, found.span, lang)],
        // The first name is the one that GitHub keeps a finding by.
        "partialFingerprints": {
            "primaryLocationLineHash": format!("{fingerprint}:{count}"),
            "fazhi/v1": fingerprint,
        },
        "properties": {
            "confidence": found.confidence.as_str(),
            "absent": found.absent,
            "basis": rule.map(|rule| basis(rules, rule, year, lang)),
        },
    });
    let related: Vec<Value> = found
        .labels
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let mut place = location(source, label.span, lang);
            set(&mut place, "id", json!(index + 1));
            let words = clean(label.message.get(lang));
            if !words.is_empty() {
                set(&mut place, "message", json!({"text": words}));
            }
            place
        })
        .collect();
    if !related.is_empty() {
        set(&mut out, "relatedLocations", Value::Array(related));
    }
    if let Some(fix) = found.fix.as_ref().and_then(|fix| fixed(fix, source, lang)) {
        set(&mut out, "fixes", json!([fix]));
    }
    out
}

/// A fix, where each of its edits is one region of a text.
fn fixed(fix: &Fix, source: &Source, lang: Lang) -> Option<Value> {
    let words = match fix.applicability {
        Applicability::Safe => lang.pick("可以放心改正", "safe to apply"),
        Applicability::Unsafe => lang.pick("改前请复核", "look it over before applying"),
        Applicability::DisplayOnly => return None,
    };
    let edits: Option<Vec<Value>> = fix
        .edits
        .iter()
        .map(|edit| {
            // What runs across a line break of a hard-wrapped text is no one region.
            (source.given_span(edit.span).len() == edit.span.len()).then_some(())?;
            let region = region(source, edit.span)?;
            Some(json!({"deletedRegion": region, "insertedContent": {"text": edit.replacement}}))
        })
        .collect();
    Some(json!({
        "description": {"text": words},
        "artifactChanges": [{"artifactLocation": artifact(source.name()), "replacements": edits?}],
        "properties": {"applicability": fix.applicability.as_str()},
    }))
}

/// What the rules say that found nothing: met, of no concern, or not to be decided.
fn silent(checked: &Checked<'_>) -> Vec<String> {
    let Checked { report, source, rules, style, .. } = *checked;
    let lang = style.lang;
    let mut out = Vec::new();
    for (index, settled) in &report.settled {
        let Some(rule) = rules.rules.get(*index) else { continue };
        let (kind, words, span) = match settled {
            Settled::Satisfied(span) => ("pass", lang.pick("符合", "met"), *span),
            Settled::NotApplicable(reason) => ("notApplicable", reason.get(lang), None),
            Settled::Taken => continue,
        };
        out.push(quiet(&rule.id, kind, words, span, source, lang).to_string());
    }
    for (rule, reason) in &report.undecided {
        out.push(quiet(rule, "open", reason.get(lang), None, source, lang).to_string());
    }
    out
}

fn quiet(rule: &str, kind: &str, words: &str, span: Option<Span>, source: &Source, lang: Lang) -> Value {
    let place = match span {
        Some(span) => location(source, span, lang),
        None => json!({"physicalLocation": {"artifactLocation": artifact(source.name())}}),
    };
    json!({"ruleId": rule, "kind": kind, "level": "none", "message": {"text": words}, "locations": [place]})
}

/// Where a span stands: a region of a text; in a file that has paragraphs instead of lines, the place in words.
fn location(source: &Source, span: Span, lang: Lang) -> Value {
    let mut physical = json!({"artifactLocation": artifact(source.name())});
    let mut out = json!({});
    if let Some(mut region) = region(source, span) {
        let words = source.given_span(span).of(source.given());
        if !span.is_empty() && words.chars().nth(SNIPPET).is_none() {
            set(&mut region, "snippet", json!({"text": words}));
        }
        set(&mut physical, "region", region);
    }
    if let Some(words) = exact_place(source, span, lang) {
        set(&mut out, "logicalLocations", json!([{"fullyQualifiedName": words}]));
    }
    set(&mut out, "physicalLocation", physical);
    out
}

fn region(source: &Source, span: Span) -> Option<Value> {
    let (start, end) = lines(source, span)?;
    Some(json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }))
}

fn artifact(path: &str) -> Value {
    json!({"uri": uri(path)})
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The remarks that are results: faulty waivers. The others are notifications.
#[must_use]
pub fn remarks(run: &Run<'_>) -> String {
    let waivers = run.remarks.iter().filter(|remark| !is_notification(remark.kind));
    let results: Vec<String> = waivers
        .map(|remark| {
            json!({
                "ruleId": remark.kind.id(),
                "level": level(remark.kind.severity()),
                "message": {"text": clean(&remark.message)},
                "locations": [{"physicalLocation": {"artifactLocation": artifact(&remark.path)}}],
            })
            .to_string()
        })
        .collect();
    results.join(",\n")
}

fn is_notification(kind: RemarkKind) -> bool {
    matches!(kind, RemarkKind::Unreadable | RemarkKind::Incomplete | RemarkKind::NotThisGenre)
}

/// What stands behind the results: the program with its rules, the inputs, and how the run went.
#[must_use]
pub fn tail(run: &Run<'_>) -> String {
    let lang = run.lang;
    let mut descriptors: Vec<Value> = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for rules in run.rules {
        for rule in rules.rules.iter().filter(|rule| rule.disabled.is_none()) {
            // A rule that several packs hold is told once.
            if let Err(at) = known.binary_search(&rule.id.as_str()) {
                known.insert(at, &rule.id);
                descriptors.push(descriptor(rule, rules, lang));
            }
        }
    }
    let (mut notices, mut results) = (Vec::new(), Vec::new());
    for kind in RemarkKind::ALL {
        let (zh, en) = kind.words();
        let words = json!({
            "id": kind.id(),
            "shortDescription": {"text": lang.pick(zh, en)},
            "defaultConfiguration": {"level": level(kind.severity())},
        });
        if is_notification(kind) { notices.push(words) } else { results.push(words) }
    }
    descriptors.extend(results);
    let artifacts: Vec<Value> = run.artifacts.iter().map(listed).collect();
    let of = |kinds: &[RemarkKind]| -> Vec<Value> {
        run.remarks.iter().filter(|remark| kinds.contains(&remark.kind)).map(notification).collect()
    };
    let failed =
        run.remarks.iter().any(|remark| matches!(remark.kind, RemarkKind::Unreadable | RemarkKind::Incomplete));
    let driver = json!({
        "name": "fazhi",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "version": env!("CARGO_PKG_VERSION"),
        "language": lang.pick("zh-CN", "en"),
        "shortDescription": {"text": lang.pick("法治政府建设年度报告合规检查", "compliance linter for annual reports on law-based government")},
        "rules": descriptors,
        "notifications": notices,
    });
    let invocation = json!({
        "executionSuccessful": !failed,
        "toolExecutionNotifications": of(&[RemarkKind::Unreadable, RemarkKind::NotThisGenre]),
        "toolConfigurationNotifications": of(&[RemarkKind::Incomplete]),
    });
    format!(
        "\n],\"tool\":{{\"driver\":{driver}}},\"language\":\"{}\",\"artifacts\":{},\"invocations\":[{invocation}]}}]}}\n",
        lang.pick("zh-CN", "en"),
        Value::Array(artifacts)
    )
}

fn listed(input: &Artifact) -> Value {
    let mut out = json!({
        "location": artifact(&input.path),
        "mimeType": input.mime,
        "roles": ["analysisTarget"],
        "properties": {"verdict": input.verdict},
    });
    if let Some(encoding) = input.encoding {
        set(&mut out, "encoding", json!(encoding));
    }
    out
}

fn notification(remark: &Remark) -> Value {
    json!({
        "descriptor": {"id": remark.kind.id()},
        "level": level(remark.kind.severity()),
        "message": {"text": clean(&remark.message)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact(&remark.path)}}],
    })
}

fn descriptor(rule: &Rule, rules: &RuleSet, lang: Lang) -> Value {
    let authorities: Vec<(String, &'static str)> = rule
        .basis
        .iter()
        .filter_map(|basis| {
            let source = rules.sources.get(basis.source)?;
            let known = match source.verified {
                Verified::Primary => lang.pick("已核对原文", "the text was read"),
                Verified::Secondary => lang.pick("据转引", "read at second hand"),
                Verified::Memory => lang.pick("未核对，只引名称", "not read, cited by name only"),
                Verified::Convention => lang.pick("无明文规定", "no instrument"),
            };
            Some((rules.basis_words(basis, lang), known))
        })
        .collect();
    let (heading, more) = match lang {
        Lang::Zh => ("依据", format!("理由、正反例子：fazhi explain {}", rule.id)),
        Lang::En => ("Basis", format!("Reasons and samples: fazhi explain {} --lang en", rule.id)),
    };
    let plain: Vec<String> = authorities
        .iter()
        .map(|(words, known)| match lang {
            Lang::Zh => format!("{words}（{known}）"),
            Lang::En => format!("{words} ({known})"),
        })
        .collect();
    let title = clean(rule.title.get(lang));
    let items: String = plain.iter().map(|words| format!("- {words}\n")).collect();
    let text = format!("{title}\n{heading}{}{}\n{more}", lang.pick("：", ": "), plain.join(lang.pick("；", "; ")));
    let markdown = match more.split_once("fazhi explain") {
        Some((words, command)) => {
            format!("**{title}**\n\n{heading}{}\n\n{items}\n{words}`fazhi explain{command}`", lang.pick("：", ":"))
        }
        None => text.clone(),
    };
    json!({
        "id": rule.id,
        "shortDescription": {"text": title},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {
            "confidence": rule.confidence.as_str(),
            "precision": rule.confidence.as_str(),
            "basis": basis(rules, rule, None, lang),
            "pack": rules.packs.get(rule.pack).map(|pack| pack.name.as_str()),
            "since": rule.since,
        },
    })
}
