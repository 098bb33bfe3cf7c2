//! `fazhi check`

use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::config::{Choice, Stated};
use crate::diagnostic::{Lang, Severity};
use crate::facts::{Overrides, Reading};
use crate::render::json::{Summary, Unreadable};
use crate::render::{Style, fancy, json, short};
use crate::report::{Counts, Policy, Verdict, judge};
use crate::rule::RuleSet;
use crate::rule::fault::nearest;

use super::args::{Check, Facts, Format};
use super::input::{Input, inputs};
use super::plan::{Plan, Plans, folder_of, plans};
use super::{Exit, complain, print_all, style};

/// What became of one input.
struct Done {
    words: Result<String, String>,
    verdict: Option<Verdict>,
    counts: Counts,
    /// Findings at or above the fail level that holds for it.
    failing: bool,
    /// Its rules could not all be read.
    incomplete: bool,
}

impl Done {
    fn unreadable(why: String) -> Self {
        Self { words: Err(why), verdict: None, counts: Counts::default(), failing: false, incomplete: false }
    }
}

/// Runs the command.
pub fn run(args: &Check, lang: Lang) -> Exit {
    let mut style = style(&args.common, lang);
    style.verbose = args.verbose;
    let Some(plans) = plans(stated(args), &args.packs.config, style) else {
        return Exit::Usage;
    };
    let inputs = inputs(&args.paths, &args.stdin_filename, lang);
    // The first input's folder says in which language the run speaks, unless an option or the environment does.
    let Some(first) =
        inputs.first().map_or_else(|| plans.of(&folder_of("".as_ref())), |input| plans.of(&folder(input)))
    else {
        return Exit::Usage;
    };
    style.lang = first.settings.lang.value;
    // A pack that cannot be used is said once, not once a report.
    if matches!(first.settings.packs.value, Choice::Named(_)) && plans.rules_for(&first, None).is_none() {
        return Exit::Usage;
    }
    if !known_rules(&plans, &first, style.lang) {
        return Exit::Usage;
    }
    let run = Run { plans: &plans, overrides: overrides(&args.facts), style, format: args.format };
    let job = |input: &Input| run.one(input);
    let done = if inputs.len() == 1 { inputs.iter().map(job).collect() } else { many(&inputs, &job, run.style.lang) };
    finish(&inputs, &done, args, &run.style)
}

/// The folder whose configuration holds for an input.
pub fn folder(input: &Input) -> std::path::PathBuf {
    match input {
        Input::File(path) | Input::Unreadable(path, _) => folder_of(path),
        Input::Stdin(name) => folder_of(name.as_ref()),
    }
}

/// What the options state.
fn stated(args: &Check) -> Stated {
    Stated {
        packs: args.packs.packs.clone(),
        profile: args.profile.map(Into::into),
        fail_level: args.fail_level.map(Into::into),
        show: args.show.map(Into::into),
        lang: args.common.lang.map(Into::into),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        level: args.facts.level,
        province: args.facts.province.clone(),
        year: args.facts.year,
    }
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
fn known_rules(plans: &Plans, plan: &Plan, lang: Lang) -> bool {
    let names: Vec<&String> = plan.settings.select.value.iter().chain(&plan.settings.ignore.value).collect();
    if names.is_empty() {
        return true;
    }
    let sets = plans.all_rules(plan);
    let mut all_known = true;
    for name in names {
        if !sets.iter().any(|set| set.rules.iter().any(|rule| crate::report::covers(name, &rule.id))) {
            all_known = false;
            if let Some(rules) = sets.first() {
                complain(&unknown_rule(rules, name, lang));
            }
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

/// What all inputs of a run share.
struct Run<'a> {
    plans: &'a Plans,
    overrides: Overrides,
    style: Style,
    format: Format,
}

impl Run<'_> {
    fn one(&self, input: &Input) -> Done {
        let lang = self.style.lang;
        let Some(plan) = self.plans.of(&folder(input)) else {
            return Done::unreadable(lang.pick("配置文件有误", "its configuration is faulty").to_owned());
        };
        let source = match input.read(lang) {
            Ok(source) => source,
            Err(why) => return Done::unreadable(why),
        };
        let settings = &plan.settings;
        let overrides = Overrides {
            level: settings.level.value,
            province: settings.province.value.clone(),
            year: settings.year.value,
            ..self.overrides.clone()
        };
        let reading = Reading::of(&source, &overrides);
        let Some(rules) = self.plans.rules(&plan, &reading.profile) else {
            return Done::unreadable(lang.pick("规则包有误，未作检查", "not checked: faulty rule pack").to_owned());
        };
        let policy = Policy {
            profile: settings.profile.value,
            select: settings.select.value.clone(),
            ignore: settings.ignore.value.clone(),
        };
        let report = judge(reading, rules, &policy);
        let lightest = if self.format == Format::Fancy { Severity::Warning } else { Severity::Info };
        let style = Style {
            show: settings.show.value.unwrap_or(lightest),
            pack_by_province: settings.packs.value == Choice::ByProvince,
            ..self.style
        };
        let words = match self.format {
            Format::Fancy => fancy::render(&report, &source, rules, &style),
            Format::Short => short::render(&report, &source, &style),
            Format::Json => json::document(&report, &source, rules, lang, style.show),
        };
        Done {
            words: Ok(words),
            verdict: Some(report.verdict),
            failing: report.counts.at_least(settings.fail_level.value) > 0,
            counts: report.counts,
            incomplete: rules.incomplete,
        }
    }
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
    done.into_iter().map(|slot| slot.into_inner().unwrap_or_else(|| Done::unreadable("lost".to_owned()))).collect()
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
            Some(Verdict::Incomplete) => summary.incomplete += 1,
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
    let incomplete = done.iter().any(|done| done.incomplete);
    if incomplete {
        complain(style.lang.pick(
            "错误：规则包有误，以上结果缺少部分规则，不能作为通过的依据",
            "error: the rule pack is faulty: rules are missing from these results, so nothing has passed",
        ));
    }
    if !unreadable.is_empty() || incomplete {
        Exit::Usage
    } else if done.iter().any(|done| done.failing) {
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
    let mut words = match lang {
        Lang::Zh => format!(
            "共 {} 份：可报送 {}，建议修改后报送 {}，应退回修改 {}，非年度报告 {}，无法读取 {}",
            summary.files, summary.ready, summary.revise, summary.r#return, summary.not_this_genre, summary.unreadable
        ),
        Lang::En => format!(
            "{} file(s): {} ready, {} to revise, {} to return, {} of another kind, {} unreadable",
            summary.files, summary.ready, summary.revise, summary.r#return, summary.not_this_genre, summary.unreadable
        ),
    };
    if summary.incomplete > 0 {
        words.push_str(&match lang {
            Lang::Zh => format!("，检查不完整 {}", summary.incomplete),
            Lang::En => format!(", {} incomplete", summary.incomplete),
        });
    }
    format!("{words}    {weights}\n")
}
