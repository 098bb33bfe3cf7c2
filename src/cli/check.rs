//! `fazhi check`

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::diagnostic::{Applicability, Lang, Severity};
use crate::facts::Overrides;
use crate::render::json::{Summary, Unreadable, WaiverJson};
use crate::render::{Style, fancy, json, short};
use crate::report::baseline::KnownFinding;
use crate::report::mend::mend;
use crate::report::{Counts, Policy, PolicyProfile, Report, Verdict, WaiverUse, check, waiver};
use crate::rule::RuleSet;
use crate::rule::fault::nearest;
use crate::source::Source;

use super::args::{Check, Facts, Format, Occasion};
use super::fix::{self, FixMode};
use super::input::{Input, inputs, rule_set};
use super::{Exit, complain, print, review, style};

/// What became of one input.
struct Done {
    words: Result<String, String>,
    verdict: Option<Verdict>,
    counts: Counts,
    /// What was mended, in one line for standard error.
    note: Option<String>,
    /// Whether a diff is not empty.
    differs: bool,
    /// The waivers it met and used.
    waivers: WaiverUse,
    /// Its findings as a baseline keeps them.
    fingerprints: Vec<KnownFinding>,
}

impl Done {
    fn failed(why: String) -> Self {
        Self {
            words: Err(why),
            verdict: None,
            counts: Counts::default(),
            note: None,
            differs: false,
            waivers: WaiverUse::default(),
            fingerprints: Vec::new(),
        }
    }

    fn of(report: Report, words: String) -> Self {
        Self {
            words: Ok(words),
            verdict: Some(report.verdict),
            counts: report.counts,
            note: None,
            differs: false,
            waivers: report.waivers,
            fingerprints: report.fingerprints,
        }
    }
}

/// Runs the command.
pub fn run(args: &Check, lang: Lang) -> Exit {
    let mut style = style(&args.common, lang);
    let lightest = args.show.map(Severity::from);
    style.show = lightest.unwrap_or(if args.format == Format::Fancy { Severity::Warning } else { Severity::Info });
    style.verbose = args.verbose;
    let Some(rules) = rule_set(&args.rules, lang, style.color) else {
        return Exit::Usage;
    };
    if !known_rules(rules, args, lang) {
        return Exit::Usage;
    }
    let mut policy = Policy {
        profile: match args.profile {
            Occasion::Draft => PolicyProfile::Draft,
            Occasion::Submit => PolicyProfile::Submit,
            Occasion::Publish => PolicyProfile::Publish,
        },
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        today: review::today(),
        ..Policy::default()
    };
    let overrides = overrides(&args.facts);
    let mut inputs = inputs(&args.paths, &args.stdin_filename, lang);
    let mode = FixMode::of(args);
    if mode != FixMode::Off {
        distinct(&mut inputs);
    }
    if let Some(path) = &args.review.waivers {
        let Some(waivers) = review::waivers(path, rules, lang, style.color) else { return Exit::Usage };
        policy.waivers = waivers;
    }
    if let Some(path) = &args.review.baseline {
        let Some(known) = review::known(path, &inputs, lang) else { return Exit::Usage };
        policy.known = known;
    }
    let job = |input: &Input| match mode {
        FixMode::Off => one(input, rules, &policy, &overrides, &style, args.format),
        FixMode::Diff(level) | FixMode::Write(level) => {
            mended(input, rules, &policy, &overrides, &style, args.format, mode, level)
        }
    };
    let done = if inputs.len() == 1 { inputs.iter().map(job).collect() } else { many(&inputs, &job, lang) };
    if let Some(path) = &args.review.write_baseline {
        let done = inputs.iter().zip(&done);
        let found = done.map(|(input, done)| (input, done.words.as_ref().map(|_| done.fingerprints.clone())));
        return review::write_baseline(path, found.collect(), lang);
    }
    finish(&inputs, &done, &policy, args, &style)
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

fn one(input: &Input, rules: &RuleSet, policy: &Policy, overrides: &Overrides, style: &Style, format: Format) -> Done {
    let source = match input.read(style.lang) {
        Ok(source) => source,
        Err(why) => return Done::failed(why),
    };
    let report = check(&source, rules, policy, overrides);
    let words = page(&report, &source, rules, style, format);
    Done::of(report, words)
}

fn page(report: &Report, source: &Source, rules: &RuleSet, style: &Style, format: Format) -> String {
    match format {
        Format::Fancy => fancy::render(report, source, rules, style),
        Format::Short => short::render(report, source, style),
        Format::Json => json::document(report, source, rules, style.lang, style.show),
    }
}

/// One file is written by one thread.
fn distinct(inputs: &mut Vec<Input>) {
    let mut seen = BTreeSet::new();
    inputs.retain(|input| match input {
        Input::File(path) => seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        Input::Stdin(_) | Input::Unreadable(..) => true,
    });
}

/// Checks an input, mends it, and shows or writes what changed.
#[expect(clippy::too_many_arguments, reason = "they are the options of one run")]
fn mended(
    input: &Input,
    rules: &RuleSet,
    policy: &Policy,
    overrides: &Overrides,
    style: &Style,
    format: Format,
    mode: FixMode,
    level: Applicability,
) -> Done {
    let (source, bytes) = match input.read_bytes(style.lang) {
        Ok(read) => read,
        Err(why) => return Done::failed(why),
    };
    let before = source.given().to_owned();
    let mended = mend(source, rules, policy, overrides, level);
    let note = fix::summary(&input.name(), &mended, mode, style.lang);
    let after = if mended.stable { mended.source.given() } else { before.as_str() };
    let words = match (mode, input) {
        (FixMode::Diff(_), _) => Ok(fix::diff(&input.name(), &before, after)),
        (_, Input::Stdin(_)) => match fix::stdout_bytes(&bytes, after, style.lang) {
            Ok(bytes) => {
                super::print_bytes(&bytes);
                Ok(String::new())
            }
            Err(why) => Err(why),
        },
        (_, Input::File(path)) if before != after => fix::write(path, &bytes, after, style.lang)
            .map(|()| page(&mended.report, &mended.source, rules, style, format)),
        _ => Ok(page(&mended.report, &mended.source, rules, style, format)),
    };
    let differs = before != after;
    match words {
        Ok(words) => Done { note, differs, ..Done::of(mended.report, words) },
        Err(why) => Done::failed(why),
    }
}

/// Checks many inputs on all cores; the answers come back in input order.
fn many<'a>(inputs: &'a [Input], job: &(dyn Fn(&'a Input) -> Done + Sync), lang: Lang) -> Vec<Done> {
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
                    if send.send((index, job(input))).is_err() {
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
    let lost = || Done::failed("lost".into());
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

fn finish(inputs: &[Input], done: &[Done], policy: &Policy, args: &Check, style: &Style) -> Exit {
    let waivers = waiver_findings(done, policy, args, style.lang);
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
    counts.warning += waivers.len();
    (summary.error, summary.warning, summary.info) = (counts.error, counts.warning, counts.info);
    let pieces: Vec<String> = done.iter().filter_map(|done| done.words.as_ref().ok().cloned()).collect();
    if args.mending.diff {
        print(&pieces.concat());
        return ending(inputs, done, &unreadable, counts, args, style);
    }
    match args.format {
        _ if args.mending.fix && inputs.iter().any(|input| matches!(input, Input::Stdin(_))) => print(&pieces.concat()),
        Format::Json => print(&json::envelope(&pieces, &unreadable, &waivers, &summary)),
        Format::Short => print(&pieces.concat()),
        Format::Fancy => {
            let rule = format!("{}\n", "─".repeat(style.width.clamp(50, 110)));
            let mut page = pieces.join(&rule);
            if done.len() > 1 {
                page.push_str(&rule);
                page.push_str(&total(&summary, counts, style.lang));
            }
            print(&page);
        }
    }
    if args.format != Format::Json {
        review::show(&waivers);
    }
    ending(inputs, done, &unreadable, counts, args, style)
}

/// The waivers of the file that are findings themselves.
fn waiver_findings(done: &[Done], policy: &Policy, args: &Check, lang: Lang) -> Vec<WaiverJson> {
    let Some(path) = &args.review.waivers else { return Vec::new() };
    let met: Vec<usize> = done.iter().flat_map(|done| done.waivers.met.iter().copied()).collect();
    let used: Vec<usize> = done.iter().flat_map(|done| done.waivers.used.iter().copied()).collect();
    let faults = waiver::faults(&policy.waivers, &met, &used, policy.today);
    review::findings(path, &policy.waivers, &faults, lang)
}

/// What is said on standard error, and how the run ends.
fn ending(
    inputs: &[Input],
    done: &[Done],
    unreadable: &[Unreadable],
    counts: Counts,
    args: &Check,
    style: &Style,
) -> Exit {
    for done in done {
        if let Some(note) = &done.note {
            complain(note);
        }
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
    for input in unreadable {
        complain(&match style.lang {
            Lang::Zh => format!("错误：{}：{}", input.path, input.message),
            Lang::En => format!("error: {}: {}", input.path, input.message),
        });
    }
    if !unreadable.is_empty() {
        Exit::Usage
    } else if args.mending.diff {
        if done.iter().any(|done| done.differs) { Exit::Findings } else { Exit::Clean }
    } else if counts.at_least(args.fail_level.into()) > 0 {
        Exit::Findings
    } else {
        Exit::Clean
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
