//! `fazhi check`

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::diagnostic::{Lang, Severity};
use crate::facts::Overrides;
use crate::render::json::{Summary, Unreadable};
use crate::render::{Style, fancy, html, json, markdown, short};
use crate::report::{Counts, Policy, PolicyProfile, Verdict, check};
use crate::rule::RuleSet;
use crate::rule::fault::nearest;

use super::args::{Check, Facts, Format, Occasion};
use super::input::{Input, inputs, rule_set};
use super::{Exit, complain, print, style};

/// What became of one input.
struct Done {
    words: Result<String, String>,
    /// The pieces of the further outputs, in their order.
    further: Vec<String>,
    verdict: Option<Verdict>,
    counts: Counts,
}

/// Runs the command.
pub fn run(args: &Check, lang: Lang) -> Exit {
    let mut style = style(&args.common, lang);
    let lightest = args.show.map(Severity::from);
    style.show = lightest.unwrap_or(default_show(args.format));
    style.verbose = args.verbose;
    let Some(rules) = rule_set(&args.rules, lang, style.color) else {
        return Exit::Usage;
    };
    if !known_rules(rules, args, lang) {
        return Exit::Usage;
    }
    let policy = Policy {
        profile: match args.profile {
            Occasion::Draft => PolicyProfile::Draft,
            Occasion::Submit => PolicyProfile::Submit,
            Occasion::Publish => PolicyProfile::Publish,
        },
        select: args.select.clone(),
        ignore: args.ignore.clone(),
    };
    let overrides = overrides(&args.facts);
    let inputs = inputs(&args.paths, &args.stdin_filename, lang);
    #[cfg(feature = "docx")]
    if let Err(why) = super::annotate::possible(args, &inputs, lang) {
        complain(&why);
        return Exit::Usage;
    }
    let formats: Vec<Format> = args.output.iter().map(|output| output.format).collect();
    let plan =
        Plan { rules, policy: &policy, overrides: &overrides, style, lightest, format: args.format, further: &formats };
    let job = |number: usize, input: &Input| one(number, input, &plan);
    let done = if inputs.len() == 1 { inputs.iter().map(|input| job(0, input)).collect() } else { many(&inputs, &job, lang) };
    let exit = finish(&inputs, &done, args, &style);
    #[cfg(feature = "docx")]
    if exit != Exit::Usage && let Some(out) = &args.annotate {
        let show = lightest.unwrap_or(Severity::Info);
        let written = super::annotate::write(&inputs, out, rules, &policy, &overrides, lang, show);
        return written.max(exit);
    }
    exit
}

/// What the options state about a report.
pub fn overrides(facts: &Facts) -> Overrides {
    Overrides {
        level: facts.level,
        province: facts.province.clone(),
        year: facts.year,
        published: facts.published,
        as_report: facts.as_report,
    }
}

/// Whether every name of `--select` and `--ignore` covers a rule.
fn known_rules(rules: &RuleSet, args: &Check, lang: Lang) -> bool {
    let mut all_known = true;
    for name in args.select.iter().chain(&args.ignore) {
        if !rules.rules.iter().any(|rule| crate::report::covers(name, &rule.id)) {
            all_known = false;
            complain(&unknown_rule(rules, name, lang));
        }
    }
    all_known
}

/// “there is no rule …, did you mean …”
pub fn unknown_rule(rules: &RuleSet, name: &str, lang: Lang) -> String {
    let near = nearest(name, rules.rules.iter().map(|rule| rule.id.as_str()));
    match (lang, near) {
        (Lang::Zh, Some(near)) => format!("错误：没有规则 {name}；是不是 {near}？"),
        (Lang::Zh, None) => format!("错误：没有规则 {name}；用 fazhi rules 查看全部规则"),
        (Lang::En, Some(near)) => format!("error: there is no rule {name}; did you mean {near}?"),
        (Lang::En, None) => format!("error: there is no rule {name}; `fazhi rules` lists them all"),
    }
}

/// What one run says of all its inputs.
struct Plan<'a> {
    rules: &'a RuleSet,
    policy: &'a Policy,
    overrides: &'a Overrides,
    style: Style,
    /// The lightest findings to be shown, if the user said so.
    lightest: Option<Severity>,
    format: Format,
    /// The formats of the further outputs.
    further: &'a [Format],
}

fn one(number: usize, input: &Input, plan: &Plan<'_>) -> Done {
    let Plan { rules, style, .. } = plan;
    let source = match input.read(style.lang) {
        Ok(source) => source,
        Err(why) => {
            return Done { words: Err(why), further: Vec::new(), verdict: None, counts: Counts::default() };
        }
    };
    let report = check(&source, rules, plan.policy, plan.overrides);
    let piece = |format: Format, style: &Style| match format {
        Format::Fancy => fancy::render(&report, &source, rules, style),
        Format::Short => short::render(&report, &source, style),
        Format::Json => json::document(&report, &source, rules, style.lang, style.show),
        Format::Html => html::document(&report, &source, rules, style, number),
        Format::Markdown => markdown::render(&report, &source, rules, style),
    };
    let words = piece(plan.format, style);
    // A file has no colours, and what is shown there by default does not depend on what the terminal shows.
    let further = plan
        .further
        .iter()
        .map(|format| {
            let show = plan.lightest.unwrap_or(default_show(*format));
            piece(*format, &Style { color: false, show, ..*style })
        })
        .collect();
    Done { words: Ok(words), further, verdict: Some(report.verdict), counts: report.counts }
}

/// The lightest findings that a format shows if nothing is said: those for people leave hints out.
fn default_show(format: Format) -> Severity {
    if format == Format::Fancy { Severity::Warning } else { Severity::Info }
}

/// Checks many inputs on all cores; the answers come back in input order.
fn many<'a>(inputs: &'a [Input], job: &(dyn Fn(usize, &'a Input) -> Done + Sync), lang: Lang) -> Vec<Done> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(inputs.len()).max(1);
    let mut done: Vec<Option<Done>> = inputs.iter().map(|_| None).collect();
    let (send, receive) = mpsc::channel();
    let started = Instant::now();
    let mut progress =
        Progress { shown: false, terminal: std::io::stderr().is_terminal(), started, total: inputs.len(), lang };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (next, send) = (&next, send.clone());
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(index) else {
                        break;
                    };
                    if send.send((index, job(index, input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        for (count, (index, result)) in receive.iter().enumerate() {
            if let Some(slot) = done.get_mut(index) {
                *slot = Some(result);
            }
            progress.show(count + 1);
        }
    });
    progress.clear();
    let lost = || Done { words: Err("lost".into()), further: Vec::new(), verdict: None, counts: Counts::default() };
    done.into_iter().map(|slot| slot.unwrap_or_else(lost)).collect()
}

/// A line on standard error while a run takes longer than a second.
struct Progress {
    shown: bool,
    terminal: bool,
    started: Instant,
    total: usize,
    lang: Lang,
}

impl Progress {
    fn show(&mut self, count: usize) {
        if !self.terminal || self.started.elapsed() < Duration::from_secs(1) || !count.is_multiple_of(16) {
            return;
        }
        self.shown = true;
        let words = self.lang.pick("已检查", "checked");
        let mut out = std::io::stderr().lock();
        let _ = write!(out, "\r\u{1b}[K{words} {count}/{}", self.total);
        let _ = out.flush();
    }

    fn clear(&self) {
        if self.shown {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\u{1b}[K");
        }
    }
}

fn finish(inputs: &[Input], done: &[Done], args: &Check, style: &Style) -> Exit {
    let mut summary = Summary { files: inputs.len(), ..Summary::default() };
    let mut counts = Counts::default();
    let mut unreadable = Vec::new();
    for (input, done) in inputs.iter().zip(done) {
        counts.add(done.counts);
        match done.verdict {
            Some(Verdict::Ready) => summary.ready += 1,
            Some(Verdict::Revise) => summary.revise += 1,
            Some(Verdict::Return) => summary.r#return += 1,
            Some(Verdict::NotThisGenre) => summary.not_this_genre += 1,
            None => {}
        }
        match &done.words {
            Ok(_) => summary.checked += 1,
            Err(why) => unreadable.push(Unreadable { path: input.name(), message: why.clone() }),
        }
    }
    summary.unreadable = unreadable.len();
    (summary.error, summary.warning, summary.info) = (counts.error, counts.warning, counts.info);
    let pieces: Vec<String> = done.iter().filter_map(|done| done.words.as_ref().ok().cloned()).collect();
    let whole = |format: Format, pieces: &[String]| match format {
        Format::Json => json::envelope(pieces, &unreadable, &summary),
        Format::Short => pieces.concat(),
        Format::Html => html::page(pieces, style.lang),
        Format::Markdown => pieces.join("\n---\n\n"),
        Format::Fancy => {
            let rule = format!("{}\n", "─".repeat(style.width.clamp(50, 110)));
            let mut page = pieces.join(&rule);
            if done.len() > 1 {
                page.push_str(&rule);
                page.push_str(&total(&summary, counts, style.lang));
            }
            page
        }
    };
    print(&whole(args.format, &pieces));
    let mut written = true;
    for (index, output) in args.output.iter().enumerate() {
        let pieces: Vec<String> = done.iter().filter_map(|done| done.further.get(index).cloned()).collect();
        written &= write_file(&output.path, whole(output.format, &pieces).as_bytes(), style.lang);
    }
    // The one-line format has no line for a text that was not judged.
    for (input, done) in inputs.iter().zip(done) {
        if args.format == Format::Short && done.verdict == Some(Verdict::NotThisGenre) {
            complain(&match style.lang {
                Lang::Zh => {
                    format!("说明：{}：不像法治政府建设年度报告，未作检查；如需检查请加 --as-report", input.name())
                }
                Lang::En => format!(
                    "note: {}: does not look like an annual report and was not checked; --as-report checks it",
                    input.name()
                ),
            });
        }
    }
    for input in &unreadable {
        complain(&match style.lang {
            Lang::Zh => format!("错误：{}：{}", input.path, input.message),
            Lang::En => format!("error: {}: {}", input.path, input.message),
        });
    }
    if !unreadable.is_empty() || !written {
        Exit::Usage
    } else if counts.at_least(args.fail_level.into()) > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// Writes an answer to the file that was named for it; says so if that fails.
pub fn write_file(path: &std::path::Path, bytes: &[u8], lang: Lang) -> bool {
    match std::fs::write(path, bytes) {
        Ok(()) => true,
        Err(fault) => {
            complain(&match lang {
                Lang::Zh => format!("错误：无法写入 {}：{fault}", path.display()),
                Lang::En => format!("error: cannot write {}: {fault}", path.display()),
            });
            false
        }
    }
}

fn total(summary: &Summary, counts: Counts, lang: Lang) -> String {
    let weights = fancy::counts_words(counts, lang);
    match lang {
        Lang::Zh => format!(
            "共 {} 份：可报送 {}，建议修改后报送 {}，应退回修改 {}，非年度报告 {}，无法读取 {}    {weights}\n",
            summary.files, summary.ready, summary.revise, summary.r#return, summary.not_this_genre, summary.unreadable
        ),
        Lang::En => format!(
            "{} file(s): {} ready, {} to revise, {} to return, {} of another kind, {} unreadable    {weights}\n",
            summary.files, summary.ready, summary.revise, summary.r#return, summary.not_this_genre, summary.unreadable
        ),
    }
}
