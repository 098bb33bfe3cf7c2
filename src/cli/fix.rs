//! Fixes on their way to the file: unified diffs, and writing in one stroke.

use std::path::Path;

use similar::TextDiff;

#[cfg(feature = "docx")]
use crate::annotate::{Stamp, Tracking, revise};
use crate::diagnostic::{Applicability, Edit, Lang};
use crate::report::mend::Mended;
use crate::source::Source;
#[cfg(feature = "docx")]
use crate::source::container::Container;
use crate::source::encode::{EncodeError, reencode};

use super::args::Check;
use super::write::atomically;

/// What is to be done with fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixMode {
    /// Nothing: findings only.
    Off,
    /// Show what would change.
    Diff(Applicability),
    /// Change the file; in a Word file as tracked changes, or as plain text.
    Write(Applicability, bool),
}

impl FixMode {
    /// What the options ask for.
    pub fn of(args: &Check) -> Self {
        let level = if args.mending.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        match (args.mending.fix, args.mending.diff) {
            (true, _) => Self::Write(level, args.mending.accept_fixes),
            (_, true) => Self::Diff(level),
            _ => Self::Off,
        }
    }
}

/// The change as a unified diff; empty where there is none.
pub fn diff(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = name.replace('\\', "/");
    let name = name.trim_start_matches(['.', '/']);
    let (old, new) = (format!("a/{name}"), format!("b/{name}"));
    TextDiff::from_lines(before, after).unified_diff().context_radius(2).header(&old, &new).to_string()
}

/// Writes `text` over the file at `path`, of which `original` are the bytes that were read: all of it or nothing.
///
/// # Errors
/// The words for the user, when the file changed meanwhile, may not be written or cannot hold the text.
pub fn write(path: &Path, original: &[u8], text: &str, lang: Lang) -> Result<(), String> {
    let bytes = reencode(original, text).map_err(|fault| encode_words(fault, lang))?;
    write_bytes(path, original, &bytes, lang)
}

/// Puts `bytes` in the place of the file of which `original` was read.
fn write_bytes(path: &Path, original: &[u8], bytes: &[u8], lang: Lang) -> Result<(), String> {
    let io = |fault: std::io::Error| match lang {
        Lang::Zh => format!("无法写回：{fault}"),
        Lang::En => format!("cannot be written: {fault}"),
    };
    // Behind a symbolic link the file itself is replaced, not the link.
    let path = std::fs::canonicalize(path).map_err(io)?;
    let meta = std::fs::metadata(&path).map_err(io)?;
    if meta.permissions().readonly() {
        return Err(lang.pick("文件是只读的，未改动", "the file is read-only and was left alone").to_owned());
    }
    if std::fs::read(&path).map_err(io)? != original {
        let words = lang.pick(
            "检查期间文件已被改动，未写回；请重新检查",
            "it changed during the check and was left alone; check it again",
        );
        return Err(words.to_owned());
    }
    atomically(&path, [bytes].into_iter()).map_err(io)
}

/// The bytes for standard output.
///
/// # Errors
/// The words for the user, as [`write`].
pub fn stdout_bytes(original: &[u8], text: &str, lang: Lang) -> Result<Vec<u8>, String> {
    reencode(original, text).map_err(|fault| encode_words(fault, lang))
}

fn encode_words(fault: EncodeError, lang: Lang) -> String {
    match (fault, lang) {
        (EncodeError::Damaged, Lang::Zh) => "原文件有损坏的字节，写回会丢失内容，未改动；请先修复乱码".to_owned(),
        (EncodeError::Damaged, Lang::En) => {
            "some bytes of the file are damaged and would be lost; it was left alone: mend them first".to_owned()
        }
        (EncodeError::NoCode(c), Lang::Zh) => format!("原文件的编码无法表示“{c}”，未改动；请另存为 UTF-8"),
        (EncodeError::NoCode(c), Lang::En) => {
            format!("the encoding of the file has no code for “{c}”; it was left alone: save it as UTF-8")
        }
    }
}

/// What was done, in one line.
pub fn summary(name: &str, mended: &Mended, mode: FixMode, lang: Lang) -> Option<String> {
    if !mended.stable {
        return Some(match lang {
            Lang::Zh => format!("说明：{name}：有规则的改法互相抵触，未改动；请报告此问题"),
            Lang::En => {
                format!("note: {name}: the fixes of two rules undo one another; it was left alone, please report this")
            }
        });
    }
    let changes = mended.changes();
    if changes == 0 {
        return None;
    }
    let rules: Vec<String> = mended.applied.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    let rules = rules.join(lang.pick("，", ", "));
    Some(match (mode, lang) {
        (FixMode::Diff(_), Lang::Zh) => format!("说明：{name}：可改正 {changes} 处（{rules}）"),
        (FixMode::Diff(_), Lang::En) => format!("note: {name}: {changes} place(s) would change ({rules})"),
        (_, Lang::Zh) => format!("说明：{name}：已改正 {changes} 处（{rules}）"),
        (_, Lang::En) => format!("note: {name}: {changes} place(s) changed ({rules})"),
    })
}

/// Writes edits into the Word file at `path`, as tracked changes or as plain text; the line for standard error.
///
/// # Errors
/// The words for the user, when the file is of another format or may not be written.
pub fn write_container(
    path: &Path,
    original: &[u8],
    source: &Source,
    edits: &[Edit],
    mode: FixMode,
    lang: Lang,
) -> Result<String, String> {
    #[cfg(feature = "docx")]
    if source.container() == Some(Container::Docx) {
        let plain = matches!(mode, FixMode::Write(_, true));
        let stamp = Stamp { author: "fazhi".into(), date: super::annotate::now() };
        let tracking = if plain { Tracking::Plain } else { Tracking::Tracked(stamp) };
        let revised = revise(original, edits, &tracking)
            .map_err(|fault| super::unreadable::container(fault).get(lang).to_owned())?;
        let done = edits.len() - revised.skipped.len();
        if done > 0 {
            write_bytes(path, original, &revised.bytes, lang)?;
        }
        return Ok(match (lang, plain) {
            (Lang::Zh, false) => {
                format!("说明：{}：以修订方式写入 {done} 处改动，请在 Word/WPS 中接受或拒绝", path.display())
            }
            (Lang::Zh, true) => format!("说明：{}：改动 {done} 处", path.display()),
            (Lang::En, false) => format!("note: {}: {done} tracked change(s) to accept or reject", path.display()),
            (Lang::En, true) => format!("note: {}: {done} change(s)", path.display()),
        });
    }
    let _ = (path, original, source, edits, mode);
    Err(lang
        .pick(
            "这种格式只能读，不能改；请在原来的程序里改，或者另存为 .docx、.txt",
            "this format is only read; mend it where it was made, or save it as .docx or .txt",
        )
        .to_owned())
}
