//! Sheets of demands: what is drafted from them passes its own tests, and comes back as the same sheet.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop where it fails"
)]

use std::path::Path;
use std::process::{Command, Output};

const SHEET: &str = "编号,要求,出处,适用对象,必备程度,关键词,示例
local-hotline,报告热线办理情况,《某县年度报告通知》第三条,乡、街道,应当,12345、政务热线,全年办理12345热线工单214件。
local-review,报告重大决策合法性审查,《某县年度报告通知》第四条,县,必须,合法性审查,\"一、主要举措和成效
对5件重大决策作了合法性审查，占\"\"应审\"\"的全部。\"
local-story,报告典型案例,,各级,建议,典型案例、案例,形成典型案例2个。
local-open,写明公开情况,《某省公开规定》,部门,应当,,
";

fn fazhi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fazhi")).args(arguments).output().unwrap()
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn cells(csv: &[u8]) -> Vec<Vec<String>> {
    let body = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(body)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_sheet_becomes_a_pack_that_passes_its_tests_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (sheet, pack) = (folder.path().join("要求.csv"), folder.path().join("某县"));
    std::fs::write(&sheet, SHEET).unwrap();
    let made = fazhi(&["pack", "import", text(&sheet), "-o", text(&pack)]);
    assert!(made.status.success(), "{}", words(&made));
    let tested = fazhi(&["pack", "test", text(&pack), "--mutate"]);
    assert!(tested.status.success(), "{}", words(&tested));
    // A demand that nothing recognises is there, but switched off.
    let open = std::fs::read_to_string(pack.join("rules/local-open.yaml")).unwrap();
    assert!(open.contains("disabled") && open.contains("待补"), "{open}");
    for ending in ["csv", "xlsx"] {
        let out = folder.path().join(format!("out.{ending}"));
        let written = fazhi(&["pack", "export", text(&pack), "-o", text(&out)]);
        assert!(written.status.success(), "{}", words(&written));
        let again = folder.path().join(format!("again-{ending}"));
        let imported = fazhi(&["pack", "import", text(&out), "-o", text(&again)]);
        assert!(imported.status.success(), "{}", words(&imported));
        let back = folder.path().join(format!("back-{ending}.csv"));
        assert!(fazhi(&["pack", "export", text(&again), "-o", text(&back)]).status.success());
        let rows = cells(&std::fs::read(&back).unwrap());
        let expected = cells(SHEET.as_bytes());
        // What the sheet left open is filled with what the draft assumed.
        let named = |rows: &[Vec<String>], id: &str| rows.iter().find(|row| row[0] == id).unwrap().clone();
        for id in ["local-hotline", "local-review"] {
            assert_eq!(named(&rows, id), named(&expected, id), "{ending}");
        }
        assert_eq!(named(&rows, "local-story")[1..2], named(&expected, "local-story")[1..2]);
        assert_eq!(named(&rows, "local-story")[3..], named(&expected, "local-story")[3..]);
        assert_eq!(named(&rows, "local-open")[1..5], named(&expected, "local-open")[1..5]);
    }
}

#[test]
fn a_sheet_in_the_encoding_of_an_office_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("gbk.csv");
    let (bytes, ..) = encoding_rs::GBK.encode(SHEET);
    std::fs::write(&sheet, bytes).unwrap();
    let pack = folder.path().join("gbk");
    let made = fazhi(&["pack", "import", text(&sheet), "-o", text(&pack)]);
    assert!(made.status.success(), "{}", words(&made));
    let rule = std::fs::read_to_string(pack.join("rules/local-hotline.yaml")).unwrap();
    assert!(rule.contains("政务热线"), "{rule}");
}

#[test]
fn unusable_sheets_are_refused_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("no-header.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(at("broken.xlsx"), b"PK\x03\x04not really").unwrap();
    std::fs::write(at("good.csv"), SHEET).unwrap();
    std::fs::create_dir(at("full")).unwrap();
    std::fs::write(at("full/mine.txt"), "mine").unwrap();
    for (sheet, folder) in [
        ("no-header.csv", "a"),
        ("broken.xlsx", "b"),
        ("missing.csv", "c"),
        ("good.csv", "full"),
        ("good.csv", "good.csv"),
    ] {
        let output = fazhi(&["pack", "import", text(&at(sheet)), "-o", text(&at(folder))]);
        assert_eq!(output.status.code(), Some(2), "{sheet}: {}", words(&output));
    }
    assert_eq!(std::fs::read_to_string(at("full/mine.txt")).unwrap(), "mine");
}

#[test]
fn a_new_pack_passes_its_own_tests_and_its_files_follow_the_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("my-city");
    assert!(fazhi(&["pack", "new", "my-city", "-o", text(&pack)]).status.success());
    let tested = fazhi(&["pack", "test", text(&pack), "--mutate"]);
    assert!(tested.status.success(), "{}", words(&tested));
    assert_eq!(fazhi(&["pack", "new", "my-city", "-o", text(&pack)]).status.code(), Some(2), "the folder is full");
    for format in ["md", "html"] {
        let docs = fazhi(&["pack", "docs", text(&pack), "--format", format]);
        assert!(docs.status.success() && words(&docs).contains("my-city-legality-review"));
    }
    let rule: serde_json::Value =
        serde_yaml::from_str(&std::fs::read_to_string(pack.join("rules/my-city-legality-review.yaml")).unwrap())
            .unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&fazhi(&["pack", "schema", "rule"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&rule));
    let mut wrong = rule.clone();
    wrong["severity"] = "warn".into();
    assert!(!validator.is_valid(&wrong), "the schema notices a wrong word");
}

#[test]
fn every_shipped_file_follows_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let schema = |kind: &str| {
        let schema: serde_json::Value = serde_json::from_slice(&fazhi(&["pack", "schema", kind]).stdout).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    };
    let (rule, pack, lexicon) = (schema("rule"), schema("pack"), schema("lexicon"));
    let instruments = schema("instruments");
    let mut checked = 0;
    for entry in walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let mut options = serde_yaml::Options::default();
        options.strict_booleans = true;
        options.with_snippet = false;
        let value: serde_json::Value = serde_yaml::from_str_with_options(&text, options).unwrap();
        let in_lexicon = path.parent().and_then(Path::file_name).is_some_and(|name| name == "lexicon");
        let validator = if path.file_stem().is_some_and(|stem| stem == "pack") {
            &pack
        } else if in_lexicon && path.file_stem().is_some_and(|stem| stem == "instruments") {
            &instruments
        } else if in_lexicon {
            &lexicon
        } else {
            &rule
        };
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|fault| format!("{} {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {}", path.display(), faults.join("; "));
        checked += 1;
    }
    assert!(checked > 50, "{checked}");
}
