//! Fixes: safe ones keep figures and names, applying them twice equals once, and a file is written whole or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fazhi::diagnostic::Applicability;
use fazhi::facts::Overrides;
use fazhi::report::Policy;
use fazhi::report::mend::mend;
use fazhi::source::{Encoding, Format, Source};
use proptest::prelude::*;
use support::{national, read, reports};

fn mended(text: &str, level: Applicability) -> (String, usize, bool) {
    let source = Source::from_text("t.txt", text);
    let overrides = Overrides { as_report: true, ..Overrides::default() };
    let mended = mend(source, national(), &Policy::default(), &overrides, level);
    (mended.source.given().to_owned(), mended.changes(), mended.stable)
}

/// Sentences that hold a slip, and some that hold none.
fn sentence() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("学习《宪法》、《民法典》、《行政处罚法》4次，"),
        Just("推行“一网通办”、“一窗受理”，"),
        Just("印发云府办发[2025]07号、云司发（2024）第9号文件，"),
        Just("截止2025年12月底布署检查4次，，"),
        Just("做出行政处罚决定12件。。"),
        Just("建立台帐3本,核对帐目96笔;"),
        Just("落实《法治政府建设实施纲要（20212025年）》，"),
        Just("落实《法制政府建设实施纲要（2021-2025）》，"),
        Just("推进法制政府建设，接收社会监督，"),
        Just("对12家企业进行进行检查的的情况，"),
        Just("当事人电话13912345678，"),
        Just("审查其它文件30件（含合同12件），"),
        Just("学习重要论述。，贯彻要求；。"),
        Just("调解纠纷96件，"),
    ]
}

fn report() -> impl Strategy<Value = String> {
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    (proptest::collection::vec(sentence(), 1..12), end).prop_map(|(sentences, end)| {
        let body: Vec<String> = sentences.chunks(3).map(|some| format!("{}办结案件12件。{end}", some.concat())).collect();
        let body = body.concat();
        format!("云岭县2025年法治政府建设年度报告{end}一、主要举措和成效{end}{body}二、存在的不足和原因{end}由于编制少，持证人员只有4名。{end}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn fixing_twice_equals_fixing_once(text in report()) {
        for level in [Applicability::Safe, Applicability::Unsafe] {
            let (once, _, stable) = mended(&text, level);
            prop_assert!(stable, "{text}");
            let (twice, changes, _) = mended(&once, level);
            prop_assert_eq!(changes, 0, "{}", once);
            prop_assert_eq!(&once, &twice);
        }
    }

    #[test]
    fn safe_fixes_keep_figures_titles_and_line_ends(text in report()) {
        let (fixed, ..) = mended(&text, Applicability::Safe);
        let digits = |words: &str| words.chars().filter(char::is_ascii_digit).collect::<String>();
        prop_assert_eq!(digits(&text), digits(&fixed));
        prop_assert_eq!(text.matches("\r\n").count(), fixed.matches("\r\n").count());
        prop_assert_eq!(text.lines().count(), fixed.lines().count());
        // The words inside 《》, without the marks of a period that lost its dash.
        let names = |words: &str| -> Vec<String> {
            words.split('《').skip(1).filter_map(|rest| rest.split_once('》')).map(|(name, _)| name.replace('—', "")).collect()
        };
        prop_assert_eq!(names(&text), names(&fixed));
    }
}

#[test]
fn clean_reports_are_left_as_they_are_or_mended_once() {
    for path in reports("tests/silent").iter().chain(&reports("tests/defects")) {
        let overrides = Overrides::default();
        let first = mend(read(path), national(), &Policy::default(), &overrides, Applicability::Safe);
        assert!(first.stable, "{}", path.display());
        let (name, text) = (first.source.name().to_owned(), first.source.given().to_owned());
        let again = Source::new(&name, text, Encoding::Utf8, Format::of_name(&name));
        let again = mend(again, national(), &Policy::default(), &overrides, Applicability::Safe);
        assert_eq!(again.changes(), 0, "{}: {:?}", path.display(), again.applied);
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("fazhi-fix-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn fazhi(arguments: &[&str], path: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fazhi")).arg("check").args(arguments).arg(path).output().unwrap()
}

const SLIPS: &str = "云岭县2025年法治政府建设年度报告\r\n一、主要举措和成效\r\n学习《宪法》、《民法典》4次，建立台帐3本，印发云府办发［2025］7号文件。\r\n二、存在的不足和原因\r\n由于编制少，持证人员只有4名。\r\n";

fn right() -> String {
    SLIPS.replace("》、《", "》《").replace("台帐", "台账").replace('［', "〔").replace('］', "〕")
}

#[test]
fn a_file_keeps_its_encoding_its_mark_and_its_line_ends() {
    let folder = Folder::new("encodings");
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let bom = |text: &str| [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let plain = |text: &str| text.as_bytes().to_vec();
    let right = right();
    for (name, before, after) in [
        ("utf8.txt", plain(SLIPS), plain(&right)),
        ("bom.txt", bom(SLIPS), bom(&right)),
        ("gb.txt", gb(SLIPS), gb(&right)),
        ("utf16.txt", utf16(SLIPS), utf16(&right)),
    ] {
        let path = folder.put(name, &before);
        let output = fazhi(&["--fix", "--format", "short"], &path);
        assert!(output.status.code().is_some_and(|code| code < 2), "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), after, "{name}");
    }
    assert_eq!(folder.names(), ["bom.txt", "gb.txt", "utf16.txt", "utf8.txt"], "nothing is left beside the files");
}

#[test]
fn damaged_and_read_only_files_are_left_alone() {
    let folder = Folder::new("damaged");
    let mut bytes = SLIPS.repeat(8).into_bytes();
    bytes.splice(3..3, [0xff]);
    let damaged = folder.put("damaged.txt", &bytes);
    assert_eq!(fazhi(&["--fix"], &damaged).status.code(), Some(2));
    assert_eq!(std::fs::read(&damaged).unwrap(), bytes);
    let locked = folder.put("locked.txt", SLIPS.as_bytes());
    let mut permissions = std::fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).unwrap();
    assert_eq!(fazhi(&["--fix"], &locked).status.code(), Some(2));
    assert_eq!(std::fs::read(&locked).unwrap(), SLIPS.as_bytes());
    assert_eq!(folder.names(), ["damaged.txt", "locked.txt"]);
}

#[test]
fn a_diff_changes_nothing_and_tells_by_its_exit_code() {
    let folder = Folder::new("diff");
    let path = folder.put("a.txt", SLIPS.as_bytes());
    let output = fazhi(&["--diff"], &path);
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.contains("@@")
            && shown.contains("\n-学习《宪法》、《民法典》")
            && shown.contains("\n+学习《宪法》《民法典》"),
        "{shown}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), SLIPS.as_bytes());
    let path = folder.put("b.txt", right().as_bytes());
    let output = fazhi(&["--diff"], &path);
    assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("link");
    let path = folder.put("a.txt", SLIPS.as_bytes());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.0.join("link.txt");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    fazhi(&["--fix"], &link);
    assert!(std::fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), right());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_hard_wrapped_text_keeps_its_lines() {
    let line = "我镇深入贯彻落实上级关于法治政府建设的各项决策部署认真组织开展执法台帐\n人员培训和案卷评查工作，全年共开展集中学法活动六次、学习《宪法》、《民法典》。\n";
    let text = format!("一、主要举措和成效\n{}", line.repeat(8));
    let (fixed, changes, stable) = mended(&text, Applicability::Safe);
    assert!(stable);
    assert_eq!(changes, 16);
    assert_eq!(fixed, text.replace("台帐", "台账").replace("》、《", "》《"));
}
