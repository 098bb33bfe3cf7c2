//! `fazhi check`

use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::diagnostic::{Lang, Severity};
use crate::facts::Overrides;
use crate::render::json::{Summary, Unreadable};
use crate::render::{Style, fancy, json, short};
use crate::report::{Counts, Policy, PolicyProfile, Verdict, check};
use crate::rule::RuleSet;
use crate::rule::fault::nearest;

use super::args::{Check, Facts, Format, Occasion};
use super::input::{Input, inputs, rule_set};
use super::{Exit, complain, print_all, style};

/// What became of one input.
struct Done {
    words: Result<String, String>,
    verdict: Option<Verdict>,
    counts: Counts,
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
    let job = |input: &Input| one(input, rules, &policy, &overrides, &style, args.format);
    let done = if inputs.len() == 1 { inputs.iter().map(job).collect() } else { many(&inputs, &job, lang) };
    finish(&inputs, &done, args, &style)
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
        Err(why) => {
            return Done { words: Err(why), verdict: None, counts: Counts::default() };
        }
    };
    let report = check(&source, rules, policy, overrides);
    let words = match format {
        Format::Fancy => fancy::render(&report, &source, rules, style),
        Format::Short => short::render(&report, &source, style),
        Format::Json => json::document(&report, &source, rules, style.lang, style.show),
    };
    Done { words: Ok(words), verdict: Some(report.verdict), counts: report.counts }
}

/// Checks many inputs on all cores, this thread's among them; the answers come back in input order.
fn many<'a>(inputs: &'a [Input], job: &(dyn Fn(&'a Input) -> Done + Sync), lang: Lang) -> Vec<Done> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(inputs.len()).max(1);
    let done: Vec<OnceLock<Done>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let work = |seen: &mut dyn FnMut(usize)| {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(input), Some(slot)) = (inputs.get(index), done.get(index)) else {
                break;
            };
            let _ = slot.set(job(input));
            seen(finished.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let mut progress = Progress {
        shown: false,
        terminal: std::io::stderr().is_terminal(),
        due: Instant::now() + Duration::from_secs(1),
        total: inputs.len(),
        lang,
    };
    std::thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(|| work(&mut |_| {}));
        }
        work(&mut |count| progress.show(count));
    });
    progress.clear();
    let lost = || Done { words: Err("lost".into()), verdict: None, counts: Counts::default() };
    done.into_iter().map(|slot| slot.into_inner().unwrap_or_else(lost)).collect()
}

/// A line on standard error while a run takes longer than a second.
struct Progress {
    shown: bool,
    terminal: bool,
    due: Instant,
    total: usize,
    lang: Lang,
}

impl Progress {
    fn show(&mut self, count: usize) {
        if !self.terminal || Instant::now() < self.due {
            return;
        }
        self.shown = true;
        self.due = Instant::now() + Duration::from_millis(100);
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
    let pieces = done.iter().filter_map(|done| done.words.as_deref().ok());
    match args.format {
        Format::Json => {
            let (head, tail) = json::envelope(&unreadable, &summary);
            print_all([head.as_str()].into_iter().chain(between(pieces, ",")).chain([tail.as_str()]));
        }
        Format::Short => print_all(pieces),
        Format::Fancy => {
            let rule = format!("{}\n", "─".repeat(style.width.clamp(50, 110)));
            let total =
                if done.len() > 1 { rule.clone() + &total(&summary, counts, style.lang) } else { String::new() };
            print_all(between(pieces, &rule).chain([total.as_str()]));
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
    for input in &unreadable {
        complain(&match style.lang {
            Lang::Zh => format!("错误：{}：{}", input.path, input.message),
            Lang::En => format!("error: {}: {}", input.path, input.message),
        });
    }
    if !unreadable.is_empty() {
        Exit::Usage
    } else if counts.at_least(args.fail_level.into()) > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// The pieces with `mark` between them.
fn between<'a>(pieces: impl Iterator<Item = &'a str>, mark: &'a str) -> impl Iterator<Item = &'a str> {
    pieces.enumerate().flat_map(move |(index, piece)| [if index == 0 { "" } else { mark }, piece])
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
