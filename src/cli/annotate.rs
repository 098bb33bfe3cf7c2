//! `fazhi check 报告.docx --annotate out.docx`: the findings as comments in a copy of the file.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::annotate::{Stamp, comment, notes};
use crate::diagnostic::{Lang, Severity};
use crate::facts::CalendarDate;
use crate::source::load::from_bytes;
use crate::source::{Container, Source};

use super::args::Check;
use super::check::{Run, folder};
use super::input::Input;
use super::unreadable::container;
use super::{Exit, complain, write_file};

/// Whether the comments can be written at all: one Word file in, another file out.
pub fn possible(args: &Check, inputs: &[Input], lang: Lang) -> Result<(), String> {
    let Some(out) = &args.annotate else { return Ok(()) };
    let [input] = inputs else {
        return Err(lang
            .pick("错误：--annotate 一次只能用于一个文件", "error: --annotate takes one file at a time")
            .to_owned());
    };
    let Input::File(path) = input else {
        return Err(lang
            .pick("错误：--annotate 不能用于标准输入", "error: --annotate does not work on standard input")
            .to_owned());
    };
    if same(path, out) {
        return Err(lang
            .pick(
                "错误：--annotate 的文件与原文件相同；请写到另一个文件，原文件不会改动",
                "error: --annotate names the file itself; write to another one, the original is never changed",
            )
            .to_owned());
    }
    Ok(())
}

fn same(one: &Path, other: &Path) -> bool {
    let full = |path: &Path| std::fs::canonicalize(path).ok();
    one == other || full(one).is_some_and(|one| full(other).is_some_and(|other| one == other))
}

/// Checks the file again and writes the copy with comments.
pub fn write(inputs: &[Input], out: &Path, run: &Run<'_>, lang: Lang) -> Exit {
    let Some(input @ Input::File(path)) = inputs.first() else { return Exit::Usage };
    let Some((bytes, source)) = read(path) else { return Exit::Usage };
    if source.container() != Some(Container::Docx) {
        complain(lang.pick(
            "错误：--annotate 只能用于 Word 文件（.docx）；其他格式请用 --output html=结果.html",
            "error: --annotate works on Word files (.docx) only; use --output html=result.html for others",
        ));
        return Exit::Usage;
    }
    let Ok(judged) = run.judge.judge(&source, &folder(input)) else { return Exit::Usage };
    let show = judged.plan.settings.show.value.unwrap_or(Severity::Info);
    let notes = notes(&judged.report, &source, &judged.rules, lang, show);
    let stamp = Stamp { author: "fazhi".into(), date: now() };
    match comment(&bytes, &notes, &stamp) {
        Ok(bytes) if write_file(out, &bytes, lang) => Exit::Clean,
        Ok(_) => Exit::Usage,
        Err(fault) => {
            complain(&format!("{}{}", lang.pick("错误：", "error: "), container(fault).get(lang)));
            Exit::Usage
        }
    }
}

fn read(path: &Path) -> Option<(Vec<u8>, Source)> {
    let bytes = std::fs::read(path).ok()?;
    let source = from_bytes(&path.display().to_string(), &bytes).ok()?;
    Some((bytes, source))
}

/// The time now as XML writes it. `SOURCE_DATE_EPOCH` stands for it where the same input must give the same file.
pub fn now() -> String {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<i64>().ok());
    let seconds = fixed.or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    });
    let seconds = seconds.unwrap_or(0).clamp(0, 4_000_000_000);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let date = date_of(days);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", date.year, date.month, date.day)
}

/// The calendar date of a day counted from 1970-01-01.
fn date_of(days: i64) -> CalendarDate {
    let mut rest = days;
    let mut year = 1970;
    loop {
        let length = if CalendarDate::new(year, 2, 29).is_some() { 366 } else { 365 };
        if rest < length {
            break;
        }
        rest -= length;
        year += 1;
    }
    let mut month = 1;
    while month < 12 {
        let length = (28..=31).rev().find(|day| CalendarDate::new(year, month, *day).is_some()).unwrap_or(28);
        if rest < i64::from(length) {
            break;
        }
        rest -= i64::from(length);
        month += 1;
    }
    CalendarDate { year, month, day: u32::try_from(rest).unwrap_or(0) + 1 }
}
