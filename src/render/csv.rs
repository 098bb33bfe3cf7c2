//! One row a finding, for spreadsheets: Excel and WPS take UTF-8 for it only behind a BOM.

use super::remark::Remark;
use super::told::{basis, lines};
use super::{Checked, clean, place};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::report::Verdict;

/// The BOM and the names of the columns.
#[must_use]
pub fn head(lang: Lang) -> String {
    let names = lang.pick(
        "文件,结论,级别,规则,位置,行,列,原文,问题,处理,依据,改为,把握",
        "file,verdict,severity,rule,place,line,column,words,message,help,basis,replacement,confidence",
    );
    format!("\u{feff}{names}\r\n")
}

/// The rows of one report.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, rules, style, .. } = *checked;
    let lang = style.lang;
    let year = report.profile.year.as_ref().map(|known| known.value);
    let (zh, en) = report.verdict.words();
    let verdict = lang.pick(zh, if report.verdict == Verdict::NotThisGenre { "not checked" } else { en });
    let mut out = String::new();
    for found in report.diagnostics.iter().filter(|found| found.severity >= style.show) {
        let start = lines(source, found.span).map(|(start, _)| start);
        row(
            &mut out,
            &[
                source.name(),
                verdict,
                weight(found.severity, lang),
                &found.rule,
                &super::exact_place(source, found.span, lang).unwrap_or_else(|| place(source, found.span, lang)),
                &start.map(|start| start.line.to_string()).unwrap_or_default(),
                &start.map(|start| start.column.to_string()).unwrap_or_default(),
                &clean(source.words(found.span)),
                &clean(found.message.get(lang)),
                &clean(found.help.get(lang)),
                &basis(found, rules, year, lang),
                &replacement(found),
                found.confidence.as_str(),
            ],
        );
    }
    out
}

/// The rows of remarks.
#[must_use]
pub fn remarks(remarks: &[Remark], lang: Lang) -> String {
    let mut out = String::new();
    for remark in remarks {
        let (weight, message) = (weight(remark.kind.severity(), lang), clean(&remark.message));
        row(&mut out, &[&remark.path, "", weight, remark.kind.id(), "", "", "", "", &message, "", "", "", ""]);
    }
    out
}

/// What the guilty words would become, where a fix says so.
fn replacement(found: &Diagnostic) -> String {
    let edit = found.fix.as_ref().and_then(|fix| fix.edits.iter().find(|edit| edit.span == found.span));
    edit.map(|edit| clean(&edit.replacement)).unwrap_or_default()
}

fn weight(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Info => lang.pick("提示", "hint"),
    }
}

fn row(out: &mut String, cells: &[&str]) {
    for (index, words) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&cell(words));
    }
    out.push_str("\r\n");
}

/// A cell of CSV; a spreadsheet must not take words of a report for a formula.
pub(super) fn cell(words: &str) -> String {
    let words = words.replace(['\n', '\r'], " ");
    // East Asian spreadsheets take the wide marks as well, and blanks before them hide nothing.
    let begins = words.trim_start();
    let formula = begins.starts_with(['=', '+', '@', '＝', '＋', '＠', '－', '|'])
        || words.starts_with('\t')
        || begins.starts_with('-') && words.parse::<i64>().is_err() && !words.ends_with(['%', '％']);
    let words = if formula { format!("'{words}") } else { words };
    if words.contains([',', '"', ';', '\t']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        for (words, shown) in [
            ("=1+1", "'=1+1"),
            (" =1+1", "' =1+1"),
            ("＝1+1", "'＝1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("-12", "-12"),
            ("-3%", "-3%"),
            ("+增长", "'+增长"),
            ("甲,乙", "\"甲,乙\""),
            ("甲\"乙", "\"甲\"\"乙\""),
            ("甲\n乙", "甲 乙"),
            ("𠮷", "𠮷"),
        ] {
            assert_eq!(cell(words), shown);
        }
    }
}
