//! `fazhi pack eval`: what a pack does to real reports, before it is issued.

use crate::check::Outcome;
use crate::diagnostic::{Lang, Severity};
use crate::engine::packs::build;
use crate::facts::{Genre, Overrides, Reading};
use crate::render::{Paint, Style, pad};
use crate::report::{Policy, Verdict, assemble};
use crate::rule::RuleSet;
use crate::source::Source;

use super::super::input::inputs;
use super::super::{Exit, complain, print, style};
use super::args::Eval;
use super::{show, write_file};

/// What a rule did to all reports.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// Reports in which it found something.
    fired: usize,
    /// Its findings.
    findings: usize,
    /// Reports that satisfy it.
    satisfied: usize,
    /// Reports to which it does not apply.
    not_applicable: usize,
    /// Reports for which it cannot tell.
    not_evaluable: usize,
}

/// Runs the command.
pub fn run(args: &Eval, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let Some(rules) = compiled(&args.packs, &style) else {
        return Exit::Usage;
    };
    let against = match &args.against {
        None => None,
        Some(name) => match compiled(std::slice::from_ref(name), &style) {
            None => return Exit::Usage,
            rules => rules,
        },
    };
    let mut tallies = vec![Tally::default(); rules.rules.len()];
    let mut reports = 0;
    let mut others = 0;
    let mut unreadable = false;
    let mut changes = Vec::new();
    for input in inputs(&args.on, "stdin.txt", lang) {
        let source = match input.read(lang) {
            Ok(source) => source,
            Err(why) => {
                complain(&format!("{}{}: {why}", lang.pick("错误：", "error: "), input.name()));
                unreadable = true;
                continue;
            }
        };
        match judge(&source, &rules, &mut tallies) {
            None => others += 1,
            Some(verdict) => {
                reports += 1;
                if let Some(against) = &against {
                    let mut unused = vec![Tally::default(); against.rules.len()];
                    let before = judge(&source, against, &mut unused);
                    if before != Some(verdict) {
                        changes.push((input.name(), before, verdict));
                    }
                }
            }
        }
    }
    let page = Page { rules: &rules, tallies: &tallies, reports, lang, paint: Paint { on: style.color } };
    let mut out = page.table();
    for (name, before, after) in &changes {
        let words = |verdict: Option<Verdict>| {
            let (zh, en) = verdict.unwrap_or(Verdict::NotThisGenre).words();
            lang.pick(zh, en)
        };
        out.push_str(&format!("{name}  {} → {}\n", words(*before), words(Some(*after))));
    }
    out.push_str(&match lang {
        Lang::Zh => format!("共 {reports} 份年度报告，另有 {others} 份不是年度报告"),
        Lang::En => format!("{reports} report(s), {others} text(s) of another kind"),
    });
    if against.is_some() {
        out.push_str(&match lang {
            Lang::Zh => format!("；结论改变 {} 份", changes.len()),
            Lang::En => format!("; {} verdict(s) changed", changes.len()),
        });
    }
    out.push('\n');
    print(&out);
    if let Some(path) = &args.csv
        && let Err(fault) = write_file(path, page.csv().as_bytes(), lang)
    {
        complain(&fault);
        return Exit::Usage;
    }
    if unreadable { Exit::Usage } else { Exit::Clean }
}

fn compiled(names: &[String], style: &Style) -> Option<RuleSet> {
    let (rules, faults) = build(names, "".as_ref(), None);
    show(&faults, style);
    rules.filter(|_| faults.is_empty())
}

/// Counts what every rule says; `None` for a text of another kind.
fn judge(source: &Source, rules: &RuleSet, tallies: &mut [Tally]) -> Option<Verdict> {
    let subject = Reading::of(source, &Overrides::default()).with(&rules.cues, &rules.roles, &rules.genre);
    if subject.genre != Genre::Report {
        return None;
    }
    let outcomes = crate::check::run(rules, &subject, &|_| true);
    for (tally, outcome) in tallies.iter_mut().zip(&outcomes) {
        match outcome {
            Outcome::Finding(found) => {
                tally.fired += 1;
                tally.findings += found.len();
            }
            Outcome::Satisfied(_) => tally.satisfied += 1,
            Outcome::NotApplicable(_) => tally.not_applicable += 1,
            Outcome::NotEvaluable(_) => tally.not_evaluable += 1,
        }
    }
    Some(assemble(&subject, rules, outcomes, &Policy::default()).verdict)
}

struct Page<'a> {
    rules: &'a RuleSet,
    tallies: &'a [Tally],
    reports: usize,
    lang: Lang,
    paint: Paint,
}

impl Page<'_> {
    /// The rules that fire, most often first, and those that never or always do.
    fn table(&self) -> String {
        let say = |zh: &'static str, en: &'static str| self.lang.pick(zh, en);
        let mut rows: Vec<_> =
            self.rules.rules.iter().zip(self.tallies).filter(|(rule, _)| rule.disabled.is_none()).collect();
        rows.sort_by(|a, b| (b.1.fired, &a.0.id).cmp(&(a.1.fired, &b.0.id)));
        let head = format!(
            "{}{}{}{}{}{}\n",
            pad(say("规则", "rule"), 38),
            pad(say("报出", "fired"), 8),
            pad(say("比例", "rate"), 8),
            pad(say("处数", "places"), 8),
            pad(say("不适用", "n/a"), 8),
            say("无法判断", "cannot tell")
        );
        let mut out = self.paint.bold(&head);
        for (rule, tally) in rows.iter().filter(|(_, tally)| tally.fired > 0) {
            let weight = match rule.severity {
                Severity::Error => say("错误", "error"),
                Severity::Warning => say("警告", "warning"),
                Severity::Info => say("提示", "hint"),
            };
            let always = tally.fired + tally.not_applicable + tally.not_evaluable == self.reports && self.reports > 1;
            out.push_str(&format!(
                "{}{}{}{}{}{}  {}{}\n",
                pad(&rule.id, 38),
                pad(&tally.fired.to_string(), 8),
                pad(&percent(tally.fired, self.reports), 8),
                pad(&tally.findings.to_string(), 8),
                pad(&tally.not_applicable.to_string(), 8),
                pad(&tally.not_evaluable.to_string(), 4),
                weight,
                if always { say("  凡适用必报", "  always fires") } else { "" }
            ));
        }
        let never: Vec<&str> =
            rows.iter().filter(|(_, tally)| tally.fired == 0).map(|(rule, _)| rule.id.as_str()).collect();
        if !never.is_empty() {
            let words = format!("{}（{}）：", say("从未报出", "never fired"), never.len());
            out.push_str(&format!("{words}{}\n", self.paint.dim(&never.join("、"))));
        }
        out
    }

    fn csv(&self) -> String {
        let mut out = String::from("rule,severity,reports,fired,findings,satisfied,not_applicable,not_evaluable\n");
        for (rule, tally) in self.rules.rules.iter().zip(self.tallies) {
            out.push_str(&format!(
                "{},{},{},{},{},{},{},{}\n",
                rule.id,
                if rule.disabled.is_some() { "disabled" } else { rule.severity.as_str() },
                self.reports,
                tally.fired,
                tally.findings,
                tally.satisfied,
                tally.not_applicable,
                tally.not_evaluable
            ));
        }
        out
    }
}

/// A share in whole percent, rounded to the nearest.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{}%", (part * 200 + whole) / (whole * 2)) }
}
