//! JUnit's XML: a suite a report, a case a rule. What lets the run fail is a failure; lighter findings are told beside a
//! case that passed; what does not concern a report, or cannot be decided, was skipped.

use super::markup::escape;
use super::remark::{Remark, RemarkKind};
use super::told::{lines, told};
use super::{Checked, Run, clean};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::report::{Settled, Verdict};

/// What stands behind the suites.
pub const TAIL: &str = "</testsuites>\n";

/// What stands before the suites.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fazhi\">\n";

/// The cases of a suite as they are written, and how many went which way.
#[derive(Default)]
struct Cases {
    words: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

/// The suite of one report.
#[must_use]
pub fn render(checked: &Checked<'_>) -> String {
    let Checked { report, source, rules, style, .. } = *checked;
    let lang = style.lang;
    let path = escape(source.name());
    let mut cases = Cases::default();
    if report.verdict == Verdict::NotThisGenre {
        let (zh, en) = RemarkKind::NotThisGenre.words();
        cases.skip(&path, RemarkKind::NotThisGenre.id(), lang.pick(zh, en));
        return suite(&path, &cases, report.verdict);
    }
    for (index, rule) in rules.rules.iter().enumerate() {
        let name = format!("{} {}", rule.id, clean(rule.title.get(lang)));
        let found: Vec<&Diagnostic> = report.diagnostics.iter().filter(|found| found.rule == rule.id).collect();
        if !found.is_empty() {
            cases.found(&path, &name, &found, checked);
        } else if let Some((_, reason)) = report.undecided.iter().find(|(id, _)| *id == rule.id) {
            let words = lang.pick("无法判断：", "cannot tell: ");
            cases.skip(&path, &name, &format!("{words}{}", reason.get(lang)));
        } else {
            match report.settled.iter().find(|(settled, _)| *settled == index).map(|(_, settled)| settled) {
                Some(Settled::Satisfied(_)) => cases.pass(&path, &name),
                Some(Settled::NotApplicable(reason)) => {
                    cases.skip(
                        &path,
                        &name,
                        &format!("{}{}", lang.pick("不适用：", "not applicable: "), reason.get(lang)),
                    );
                }
                Some(Settled::Taken) => cases.skip(
                    &path,
                    &name,
                    lang.pick(
                        "问题已豁免、列入基线或并入其他规则",
                        "its findings are waived, in the baseline or told by another rule",
                    ),
                ),
                // It is disabled, or was not selected.
                None => {}
            }
        }
    }
    // Findings that belong to no rule of the pack, such as faulty waivers inside the text.
    for found in report.diagnostics.iter().filter(|found| rules.rule(&found.rule).is_none()) {
        cases.found(&path, &found.rule, &[found], checked);
    }
    suite(&path, &cases, report.verdict)
}

impl Cases {
    fn pass(&mut self, path: &str, name: &str) {
        self.tests += 1;
        self.words.push_str(&format!("<testcase classname=\"{path}\" name=\"{}\"/>\n", escape(name)));
    }

    fn skip(&mut self, path: &str, name: &str, why: &str) {
        self.tests += 1;
        self.skipped += 1;
        let (name, why) = (escape(name), escape(&clean(why)));
        self.words.push_str(&format!(
            "<testcase classname=\"{path}\" name=\"{name}\"><skipped message=\"{why}\"/></testcase>\n"
        ));
    }

    fn found(&mut self, path: &str, name: &str, found: &[&Diagnostic], checked: &Checked<'_>) {
        let fails = |found: &&&Diagnostic| found.severity >= checked.style.fail;
        let heavy: Vec<String> = found.iter().filter(fails).map(|found| line(found, checked)).collect();
        let light: Vec<String> = found
            .iter()
            .filter(|found| !fails(found) && found.severity >= checked.style.show)
            .map(|found| line(found, checked))
            .collect();
        self.tests += 1;
        self.words.push_str(&format!("<testcase classname=\"{path}\" name=\"{}\">", escape(name)));
        if let Some(first) = found.iter().find(fails) {
            self.failures += 1;
            self.words.push_str(&format!(
                "<failure type=\"{}\" message=\"{}\">{}</failure>",
                first.severity.as_str(),
                escape(&clean(first.message.get(checked.style.lang))),
                escape(&heavy.join("\n"))
            ));
        }
        if !light.is_empty() {
            self.words.push_str(&format!("<system-out>{}</system-out>", escape(&light.join("\n"))));
        }
        self.words.push_str("</testcase>\n");
    }
}

/// A finding in one line: place, weight, message, help.
fn line(found: &Diagnostic, checked: &Checked<'_>) -> String {
    let Checked { source, style, .. } = *checked;
    let place = match lines(source, found.span) {
        Some((start, _)) => format!("{}:{}:{}: ", source.name(), start.line, start.column),
        None => format!("{}: ", source.name()),
    };
    let colon = style.lang.pick("：", ": ");
    format!("{place}{}{colon}{}", weight(found.severity, style.lang), told(found, source, style.lang))
}

fn weight(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Info => lang.pick("提示", "hint"),
    }
}

fn suite(path: &str, cases: &Cases, verdict: Verdict) -> String {
    let Cases { words, tests, failures, skipped } = cases;
    format!(
        "<testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n\
         <properties><property name=\"verdict\" value=\"{}\"/></properties>\n{words}</testsuite>\n",
        verdict.as_str()
    )
}

/// The suites of inputs that could not be read, and of waivers. What was not judged has a suite of its own already.
#[must_use]
pub fn remarks(run: &Run<'_>) -> String {
    let suite = |remark: &Remark| {
        let (path, message) = (escape(&remark.path), escape(&remark.message));
        let (failures, errors, element) = match remark.kind.severity() {
            Severity::Error => (0, 1, "error"),
            _ if run.waivers_fail => (1, 0, "failure"),
            _ => (0, 0, "skipped"),
        };
        let skipped = 1 - failures - errors;
        format!(
            "<testsuite name=\"{path}\" tests=\"1\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n\
             <testcase classname=\"{path}\" name=\"{}\"><{element} message=\"{message}\"/></testcase>\n</testsuite>\n",
            remark.kind.id()
        )
    };
    run.remarks.iter().filter(|remark| remark.kind != RemarkKind::NotThisGenre).map(suite).collect()
}
