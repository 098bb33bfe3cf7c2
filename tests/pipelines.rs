//! The formats of pipelines: valid against their schemas, read back, and the same findings as in the JSON.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const FORMATS: [&str; 9] = ["json", "jsonl", "csv", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson"];

/// A report in which every kind of character meets every format: astral, quoting, controls, `%`, tabs, CRLF.
const NASTY: &str = "云岭县青石镇2024年法治政府建设年度报告\r\n\r\n一、主要举措和成效\r\n\
全年𠮷𠮷培训××次，\"A&B\"<c>'d'达到50%,:;\t覆盖\u{7}全镇；𠮷村\u{fffe}共XX人参加。完成率=100%。\r\n\
受理案件6件，纠错率60%；配备记录仪24台，分别为城管16台、司法所2台、派出所4台。\r\n\
学习《中华人民共和国行政处罚法》,推进“放管服”改革.\r\n\
\r\n二、存在的不足和原因\r\n𠮷𠮷执法力量不足，有待加强。\r\n\r\n三、2024年工作安排\r\n继续推进=1+1。\r\n";

/// A folder with that report, a clean one, another kind of text, Word and PDF, a damaged file and a faulty waiver.
struct Workplace {
    folder: tempfile::TempDir,
    /// The answers by format, and what was said on standard error.
    answers: BTreeMap<&'static str, String>,
}

/// A name with everything that a format might trip over.
const NASTY_NAME: &str = "报 告,甲:乙;'𠮷'&50%\"#[1].txt";

fn workplace(arguments: &[&str]) -> Workplace {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, to: &str| {
        std::fs::copy(support::project(from), folder.path().join(to)).unwrap();
    };
    std::fs::write(folder.path().join(NASTY_NAME), NASTY).unwrap();
    copy("tests/silent/02-town-joint-run-in-2024.txt", "clean.txt");
    copy("tests/docx/messy.docx", "表 格.docx");
    std::fs::write(folder.path().join("other.txt"), "今天天气很好，适合去公园散步。\n").unwrap();
    std::fs::write(folder.path().join("damaged.docx"), b"PK\x03\x04 nothing more").unwrap();
    std::fs::write(
        folder.path().join("waivers.yaml"),
        "waivers:\n  - {rule: res-placeholder, words: 没有的字, reason: 不再有}\n",
    )
    .unwrap();
    let answers = run(folder.path(), arguments);
    Workplace { folder, answers }
}

/// One run that writes every format.
fn run(folder: &Path, arguments: &[&str]) -> BTreeMap<&'static str, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fazhi"));
    command.current_dir(folder).env_clear().args(["check", "--no-config", "--show", "info"]).args(arguments);
    for format in FORMATS {
        command.arg("--output").arg(format!("{format}=out.{format}"));
    }
    let output = command.output().unwrap();
    assert!(output.status.code().is_some(), "{output:?}");
    FORMATS
        .into_iter()
        .map(|format| {
            let path = folder.join(format!("out.{format}"));
            let words = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{format}: {output:?}"));
            std::fs::remove_file(path).unwrap();
            (format, words)
        })
        .collect()
}

fn everything() -> Workplace {
    workplace(&[
        NASTY_NAME,
        "clean.txt",
        "表 格.docx",
        "other.txt",
        "damaged.docx",
        "missing, file.txt",
        "--waivers",
        "waivers.yaml",
    ])
}

impl Workplace {
    fn json(&self, format: &str) -> Value {
        serde_json::from_str(&self.answers[format]).unwrap_or_else(|fault| panic!("{format}: {fault}"))
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// The findings of the contract: path, finding.
    fn findings(&self) -> Vec<(String, Value)> {
        let json = self.json("json");
        let documents = json["documents"].as_array().unwrap().clone();
        documents
            .iter()
            .flat_map(|document| {
                let path = document["path"].as_str().unwrap().to_owned();
                document["diagnostics"].as_array().unwrap().iter().map(move |found| (path.clone(), found.clone()))
            })
            .collect()
    }
}

fn schema(name: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(support::project(&format!("tests/schemas/{name}"))).unwrap();
    // The published schema of SARIF holds a pattern with a bracket too many, which is no regular expression.
    let schema: Value = serde_json::from_str(&text.replace("{2}]?$", "{2}$")).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn valid(schema: &jsonschema::Validator, json: &Value, what: &str) {
    let faults: Vec<String> =
        schema.iter_errors(json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{what}: {}", faults.join("\n"));
}

/// The elements of that name as maps of their attributes, after the document was held against its schema.
fn elements(xml: &str, xsd: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let schema = std::fs::read_to_string(support::project(&format!("tests/schemas/{xsd}"))).unwrap();
    let schema = uppsala::parse(&schema).unwrap();
    let validator = uppsala::XsdValidator::from_schema(&schema).unwrap();
    let document = uppsala::parse(xml).unwrap_or_else(|fault| panic!("{fault:?}\n{xml}"));
    let faults: Vec<String> = validator.validate(&document).iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{xsd}: {}", faults.join("\n"));
    document
        .get_elements_by_tag_name(name)
        .into_iter()
        .map(|node| {
            let element = document.element(node).unwrap();
            element
                .attributes
                .iter()
                .map(|attribute| (attribute.name.local_name.to_string(), attribute.value.to_string()))
                .collect()
        })
        .collect()
}

/// Line and column, from 1.
type Place = (usize, usize);

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// The words between two places (lines and columns from 1), columns counted by `width` of a character.
fn words(text: &str, start: Place, end: Place, width: fn(char) -> usize) -> String {
    let at = |(line, column): Place| {
        let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let mut counted = 1;
        for (at, c) in text[line_start..].char_indices() {
            if counted == column {
                return line_start + at;
            }
            counted += width(c);
        }
        text.len()
    };
    text[at(start)..at(end)].to_owned()
}

fn expected_words(text: &str, found: &Value) -> String {
    let byte = |end: &str| number(&found["span"][end]["byte"]);
    text[byte("start")..byte("end")].to_owned()
}

#[test]
fn the_nasty_report_has_findings_worth_testing() {
    let place = everything();
    let own: Vec<Value> =
        place.findings().into_iter().filter(|(path, _)| path == NASTY_NAME).map(|(_, found)| found).collect();
    let rules: BTreeSet<&str> = own.iter().map(|found| found["rule"].as_str().unwrap()).collect();
    assert!(own.len() >= 8 && rules.len() >= 5, "{rules:?}");
    assert!(own.iter().any(|found| found["absent"] == true));
    assert!(own.iter().any(|found| found["fix"]["applicability"] == "safe"), "{rules:?}");
    assert!(own.iter().any(|found| found["labels"].as_array().is_some_and(|labels| !labels.is_empty())));
}

#[test]
fn sarif_is_valid_and_says_what_the_json_says() {
    let place = everything();
    let sarif = place.json("sarif");
    valid(&schema("sarif-2.1.0.json"), &sarif, "sarif");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules: BTreeSet<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            if !rule["id"].as_str().unwrap().starts_with("waiver-") {
                assert!(rule["help"]["markdown"].as_str().unwrap().contains("fazhi explain"));
                assert!(!rule["properties"]["basis"].as_array().unwrap().is_empty(), "{rule}");
            }
            rule["id"].as_str().unwrap()
        })
        .collect();
    let results = run["results"].as_array().unwrap();
    let findings = place.findings();
    // One result a finding, and the stale waiver.
    assert_eq!(results.len(), findings.len() + 1);
    assert_eq!(results.last().unwrap()["ruleId"], "waiver-stale");
    let text = place.text(NASTY_NAME);
    let mut prints = BTreeSet::new();
    for (result, (path, found)) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], found["rule"]);
        assert!(rules.contains(result["ruleId"].as_str().unwrap()));
        let level = match found["severity"].as_str().unwrap() {
            "info" => "note",
            other => other,
        };
        assert_eq!(result["level"], level);
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(
            uri.is_ascii() && prints.insert((uri, result["partialFingerprints"]["primaryLocationLineHash"].as_str()))
        );
        if path == NASTY_NAME {
            let region = &physical["region"];
            let number = |key: &str| number(&region[key]);
            let start = (number("startLine"), number("startColumn"));
            let found_words = words(&text, start, (number("endLine"), number("endColumn")), |_| 1);
            assert_eq!(found_words, expected_words(&text, found), "{found}");
            if let Some(snippet) = region["snippet"]["text"].as_str() {
                assert_eq!(snippet, found_words);
            }
            let applicable = found["fix"]["applicability"].as_str().is_some_and(|known| known != "display-only");
            assert_eq!(result.get("fixes").is_some(), applicable, "{found}");
        } else {
            assert!(physical.get("region").is_none());
            let place = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap();
            assert!(place.contains('段') && result["message"]["text"].as_str().unwrap().starts_with(place));
        }
    }
    // The fixes by region do what `--fix` does.
    let mut edits: Vec<(Place, Place, String)> = Vec::new();
    for result in results {
        let safe = result["fixes"][0]["properties"]["applicability"] == "safe";
        let changes = result["fixes"][0]["artifactChanges"].as_array().filter(|_| safe);
        for replacement in changes.into_iter().flatten().flat_map(|change| change["replacements"].as_array().unwrap()) {
            let number = |key: &str| number(&replacement["deletedRegion"][key]);
            edits.push((
                (number("startLine"), number("startColumn")),
                (number("endLine"), number("endColumn")),
                replacement["insertedContent"]["text"].as_str().unwrap().to_owned(),
            ));
        }
    }
    assert!(!edits.is_empty());
    edits.sort();
    let mut mended = text.clone();
    for (start, end, replacement) in edits.iter().rev() {
        let at = |(line, column): Place| {
            let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let inside: usize = text[line_start..].chars().take(column - 1).map(char::len_utf8).sum();
            line_start + inside
        };
        mended.replace_range(at(*start)..at(*end), replacement);
    }
    let status = Command::new(env!("CARGO_BIN_EXE_fazhi"))
        .current_dir(place.folder.path())
        .args(["check", "--no-config", "--fix", NASTY_NAME])
        .output()
        .unwrap();
    assert_eq!(place.text(NASTY_NAME), mended, "{status:?}");
    // Inputs and what went wrong.
    let artifacts: Vec<&str> =
        run["artifacts"].as_array().unwrap().iter().map(|a| a["properties"]["verdict"].as_str().unwrap()).collect();
    assert_eq!(artifacts.len(), 4);
    assert!(artifacts.contains(&"ready") && artifacts.contains(&"not_this_genre"));
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notes: Vec<&str> = invocation["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["descriptor"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(notes, ["not-this-genre", "unreadable", "unreadable"]);
}

#[test]
fn sarif_tells_what_is_met_only_when_asked() {
    let clean = workplace(&["clean.txt"]);
    let run = clean.json("sarif")["runs"][0].clone();
    assert_eq!(run["results"].as_array().unwrap().len(), clean.findings().len());
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let told = workplace(&["clean.txt", "--verbose"]);
    let sarif = told.json("sarif");
    valid(&schema("sarif-2.1.0.json"), &sarif, "sarif");
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        *kinds.entry(result["kind"].as_str().unwrap_or("fail").to_owned()).or_default() += 1;
        assert!(result.get("kind").is_none() || result["level"] == "none");
    }
    assert!(kinds["pass"] > 30 && kinds["notApplicable"] > 3, "{kinds:?}");
    let undecided = told.json("json")["documents"][0]["undecided"].as_array().unwrap().len();
    assert_eq!(kinds.get("open").copied().unwrap_or(0), undecided);
}

#[test]
fn code_quality_is_valid_with_fingerprints_of_their_own() {
    let place = everything();
    let issues = place.json("gitlab");
    valid(&schema("gitlab-code-quality.json"), &issues, "gitlab");
    let issues = issues.as_array().unwrap();
    let findings = place.findings();
    // Another kind of text, two that cannot be read, a stale waiver.
    assert_eq!(issues.len(), findings.len() + 4);
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len());
    for (issue, (path, found)) in issues.iter().zip(&findings) {
        assert_eq!(
            (issue["check_name"].clone(), issue["location"]["path"].as_str()),
            (found["rule"].clone(), Some(path.as_str()))
        );
        let line = if path == NASTY_NAME { found["span"]["start"]["line"].clone() } else { 1.into() };
        assert_eq!(issue["location"]["lines"]["begin"], line);
    }
    // A line more at the top moves no fingerprint.
    let folder = place.folder.path();
    std::fs::write(folder.join(NASTY_NAME), format!("\r\n{NASTY}")).unwrap();
    let again: Value = serde_json::from_str(&run(folder, &[NASTY_NAME])["gitlab"]).unwrap();
    let own = |issue: &&Value| issue["location"]["path"] == NASTY_NAME;
    let before: BTreeSet<&str> =
        issues.iter().filter(own).map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    let after: BTreeSet<&str> =
        again.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(before, after);
}

#[test]
fn reviewdog_counts_in_bytes() {
    let place = everything();
    let json = place.json("rdjson");
    valid(&schema("rdjson.json"), &json, "rdjson");
    let entries = json["diagnostics"].as_array().unwrap();
    let findings = place.findings();
    assert_eq!(entries.len(), findings.len() + 4);
    let text = place.text(NASTY_NAME);
    let mut suggestions = 0;
    for (entry, (path, found)) in entries.iter().zip(&findings) {
        assert_eq!(entry["code"]["value"], found["rule"]);
        let range = &entry["location"]["range"];
        if path != NASTY_NAME {
            assert!(range.is_null());
            continue;
        }
        let at = |end: &str| (number(&range[end]["line"]), number(&range[end]["column"]));
        assert_eq!(words(&text, at("start"), at("end"), char::len_utf8), expected_words(&text, found));
        for suggestion in entry["suggestions"].as_array().into_iter().flatten() {
            suggestions += 1;
            assert_eq!(suggestion["text"], found["fix"]["edits"][0]["replacement"]);
        }
    }
    assert!(suggestions > 0);
}

#[test]
fn checkstyle_is_valid_and_holds_every_finding() {
    let place = everything();
    let xml = &place.answers["checkstyle"];
    let files: Vec<String> =
        elements(xml, "checkstyle.xsd", "file").into_iter().map(|file| file["name"].clone()).collect();
    assert_eq!(
        files,
        [
            NASTY_NAME,
            "clean.txt",
            "表 格.docx",
            "other.txt",
            "other.txt",
            "damaged.docx",
            "missing, file.txt",
            "waivers.yaml"
        ]
    );
    let errors = elements(xml, "checkstyle.xsd", "error");
    let findings = place.findings();
    assert_eq!(errors.len(), findings.len() + 4);
    for (error, (path, found)) in errors.iter().zip(&findings) {
        assert_eq!(error["source"], format!("fazhi.{}", found["rule"].as_str().unwrap()));
        assert_eq!(error["severity"], found["severity"].as_str().unwrap());
        if path == NASTY_NAME {
            assert_eq!(error["column"], found["span"]["start"]["column"].to_string());
            assert!(!error["message"].contains(char::is_control));
        }
    }
}

#[test]
fn junit_is_valid_and_fails_where_the_run_fails() {
    let place = everything();
    let xml = &place.answers["junit"];
    let suites = elements(xml, "junit-10.xsd", "testsuite");
    let cases = elements(xml, "junit-10.xsd", "testcase");
    let sum = |key: &str| -> usize { suites.iter().map(|suite| suite[key].parse::<usize>().unwrap()).sum() };
    assert_eq!(sum("tests"), cases.len());
    assert_eq!(sum("skipped"), elements(xml, "junit-10.xsd", "skipped").len());
    assert_eq!(sum("errors"), 2, "two files cannot be read");
    let failing: BTreeSet<(String, String)> = place
        .findings()
        .iter()
        .filter(|(_, found)| found["severity"] == "error")
        .map(|(path, found)| (path.clone(), found["rule"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(sum("failures"), failing.len());
    assert_eq!(elements(xml, "junit-10.xsd", "failure").len(), failing.len());
    // With a stricter level more fails, and so does the stale waiver.
    let stricter = run(place.folder.path(), &[NASTY_NAME, "--fail-level", "info", "--waivers", "waivers.yaml"]);
    let suites = elements(&stricter["junit"], "junit-10.xsd", "testsuite");
    let own: BTreeSet<String> = place
        .findings()
        .iter()
        .filter(|(path, _)| path == NASTY_NAME)
        .map(|(_, found)| found["rule"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(suites[0]["failures"], own.len().to_string());
    assert_eq!(suites.last().unwrap()["failures"], "1");
    let clean = run(place.folder.path(), &["clean.txt"]);
    assert_eq!(elements(&clean["junit"], "junit-10.xsd", "failure").len(), 0);
    assert!(elements(&clean["junit"], "junit-10.xsd", "testcase").len() > 50);
}

#[test]
fn commands_survive_the_parser_of_the_runner() {
    let place = everything();
    let findings = place.findings();
    let lines: Vec<&str> = place.answers["github"].lines().collect();
    assert_eq!(lines.len(), findings.len() + 4);
    let undo = |words: &str| {
        words.replace("%3A", ":").replace("%2C", ",").replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    };
    for (line, (path, found)) in lines.iter().zip(&findings) {
        // As the runner reads it: the command up to the first blank, the properties up to the next `::`.
        let (command, rest) = line.strip_prefix("::").unwrap().split_once(' ').unwrap();
        let (properties, message) = rest.split_once("::").unwrap();
        let properties: BTreeMap<&str, String> = properties
            .split(',')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(key, value)| (key, undo(value)))
            .collect();
        let word = match found["severity"].as_str().unwrap() {
            "info" => "notice",
            other => other,
        };
        assert_eq!(
            (command, properties["file"].as_str(), properties["title"].as_str()),
            (word, path.as_str(), found["rule"].as_str().unwrap())
        );
        assert_eq!(properties.contains_key("line"), path == NASTY_NAME);
        let message = undo(message);
        assert!(!message.contains(char::is_control));
        if path == NASTY_NAME && !found["message"].as_str().unwrap().contains(char::is_control) {
            assert!(message.starts_with(found["message"].as_str().unwrap()), "{message}");
        }
    }
}

#[test]
fn lines_of_json_are_findings_of_the_contract() {
    let place = everything();
    let lines: Vec<Value> = place.answers["jsonl"].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let findings = place.findings();
    assert_eq!(lines.len(), findings.len() + 4);
    for (line, (path, found)) in lines.iter().zip(&findings) {
        let mut expected = found.clone();
        expected["path"] = path.as_str().into();
        assert_eq!(*line, expected);
    }
    for line in &lines[findings.len()..] {
        assert!(line["path"].is_string() && line["message"].is_string() && line["span"].is_null());
    }
}

#[test]
fn a_spreadsheet_reads_the_table_and_no_cell_is_a_formula() {
    let place = everything();
    let csv = &place.answers["csv"];
    assert!(csv.starts_with("\u{feff}文件,结论,级别,规则,"));
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let width = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let findings = place.findings();
    assert_eq!(rows.len(), findings.len() + 4);
    for row in &rows {
        assert_eq!(row.len(), width);
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])), "{row:?}");
    }
    for (row, (path, found)) in rows.iter().zip(&findings) {
        assert_eq!((&row[0], &row[3]), (path.as_str(), found["rule"].as_str().unwrap()));
    }
}

#[test]
fn nothing_found_and_nothing_read_are_well_formed_too() {
    let place = workplace(&["clean.txt"]);
    let folder = place.folder.path();
    for arguments in [&["clean.txt", "--select", "plan-year-wrong"][..], &["nowhere.txt"][..], &["other.txt"][..]] {
        let answers = run(folder, arguments);
        let json = |format: &str| -> Value { serde_json::from_str(&answers[format]).unwrap() };
        valid(&schema("sarif-2.1.0.json"), &json("sarif"), "sarif");
        valid(&schema("gitlab-code-quality.json"), &json("gitlab"), "gitlab");
        valid(&schema("rdjson.json"), &json("rdjson"), "rdjson");
        elements(&answers["checkstyle"], "checkstyle.xsd", "checkstyle");
        elements(&answers["junit"], "junit-10.xsd", "testsuites");
        // What could not be read or judged is told everywhere, what is clean nowhere.
        let quiet = arguments[0] == "clean.txt";
        for format in ["jsonl", "github"] {
            assert_eq!(answers[format].is_empty(), quiet, "{format}");
        }
        assert_eq!(json("gitlab").as_array().unwrap().is_empty(), quiet);
    }
}

#[test]
fn every_example_is_valid_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let inputs: Vec<PathBuf> =
        ["tests/defects", "tests/silent", "tests/docx", "tests/formats", "examples"].map(support::project).into();
    let arguments: Vec<&str> = inputs.iter().map(|path| path.to_str().unwrap()).collect();
    let answers = run(folder.path(), &[arguments.as_slice(), &["--verbose", "--lang", "en"]].concat());
    let json = |format: &str| -> Value { serde_json::from_str(&answers[format]).unwrap() };
    valid(&schema("sarif-2.1.0.json"), &json("sarif"), "sarif");
    valid(&schema("gitlab-code-quality.json"), &json("gitlab"), "gitlab");
    valid(&schema("rdjson.json"), &json("rdjson"), "rdjson");
    assert!(elements(&answers["checkstyle"], "checkstyle.xsd", "error").len() > 100);
    assert!(elements(&answers["junit"], "junit-10.xsd", "failure").len() > 20);
    let prints: Vec<String> = json("gitlab")
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| issue["fingerprint"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(prints.iter().collect::<BTreeSet<_>>().len(), prints.len());
}
