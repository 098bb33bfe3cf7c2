//! `fazhi check`

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::config::{Choice, Stated};
use crate::diagnostic::{Lang, Severity};
use crate::facts::{CalendarDate, Overrides, Reading};
use crate::render::json::{Summary, Unreadable, WaiverJson};
use crate::render::{Style, fancy, json, short};
use crate::report::baseline::KnownFinding;
use crate::report::mend::{Mended, mend};
use crate::report::waiver::Waiver;
use crate::report::{Counts, Policy, Report, Verdict, WaiverUse, judge, waiver};
use crate::rule::RuleSet;
use crate::rule::fault::nearest;
use crate::source::Source;

use super::args::{Check, Facts, Format};
use super::fix::{self, FixMode};
use super::input::{Input, inputs};
use super::plan::{Plan, Plans, folder_of, plans};
use super::{Exit, complain, print_all, review, style};

/// The known findings of each input.
type Known = BTreeMap<String, Vec<KnownFinding>>;

/// What became of one input.
struct Done {
    words: Result<String, String>,
    verdict: Option<Verdict>,
    counts: Counts,
    /// Findings at or above the fail level that holds for it.
    failing: bool,
    /// Its rules could not all be read.
    incomplete: bool,
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
    fn unreadable(why: String) -> Self {
        Self {
            words: Err(why),
            verdict: None,
            counts: Counts::default(),
            failing: false,
            incomplete: false,
            note: None,
            differs: false,
            waivers: WaiverUse::default(),
            fingerprints: Vec::new(),
        }
    }
}

/// Runs the command.
pub fn run(args: &Check, lang: Lang) -> Exit {
    let mut style = style(&args.common, lang);
    style.verbose = args.verbose;
    let Some(plans) = plans(stated(args), &args.packs.config, style) else {
        return Exit::Usage;
    };
    let mut inputs = inputs(&args.paths, &args.stdin_filename, lang);
    let mode = FixMode::of(args);
    if mode != FixMode::Off {
        distinct(&mut inputs);
    }
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
    let Some((waivers, known)) = earlier(args, &plans, &first, &inputs, style) else {
        return Exit::Usage;
    };
    let run = Run {
        plans: &plans,
        overrides: overrides(&args.facts),
        style,
        format: args.format,
        mode,
        waivers,
        known,
        today: review::today(),
    };
    let job = |input: &Input| run.one(input);
    let done = if inputs.len() == 1 { inputs.iter().map(job).collect() } else { many(&inputs, &job, run.style.lang) };
    if let Some(path) = &args.review.write_baseline {
        let done = inputs.iter().zip(&done);
        let found = done.map(|(input, done)| (input, done.words.as_ref().map(|_| done.fingerprints.clone())));
        return review::write_baseline(path, found.collect(), run.style.lang);
    }
    let waivers = run.waiver_findings(&done, args);
    let waivers_fail = !waivers.is_empty() && first.settings.fail_level.value <= Severity::Warning;
    finish(&inputs, &done, &waivers, waivers_fail, args, &run.style)
}

/// What earlier reviews left: the waivers, and the known findings of each input; nothing if a file is faulty.
fn earlier(args: &Check, plans: &Plans, first: &Plan, inputs: &[Input], style: Style) -> Option<(Vec<Waiver>, Known)> {
    let waivers = match &args.review.waivers {
        Some(path) => review::waivers(path, &plans.all_rules(first), style)?,
        None => Vec::new(),
    };
    let known = match &args.review.baseline {
        Some(path) => review::known(path, inputs, style.lang)?,
        None => Known::new(),
    };
    Some((waivers, known))
}

/// One file is written by one thread.
fn distinct(inputs: &mut Vec<Input>) {
    let mut seen = BTreeSet::new();
    inputs.retain(|input| match input {
        Input::File(path) => seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        Input::Stdin(_) | Input::Unreadable(..) => true,
    });
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
    mode: FixMode,
    waivers: Vec<Waiver>,
    known: Known,
    today: Option<CalendarDate>,
}

impl Run<'_> {
    fn one(&self, input: &Input) -> Done {
        let lang = self.style.lang;
        let Some(plan) = self.plans.of(&folder(input)) else {
            return Done::unreadable(lang.pick("配置文件有误", "its configuration is faulty").to_owned());
        };
        // The bytes are kept only where they are to be written back.
        let read = match self.mode {
            FixMode::Off => input.read(lang).map(|source| (source, Vec::new())),
            FixMode::Diff(_) | FixMode::Write(_) => input.read_bytes(lang),
        };
        let (source, bytes) = match read {
            Ok(read) => read,
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
            waivers: self.waivers.clone(),
            known: self.known.clone(),
            today: self.today,
        };
        match self.mode {
            FixMode::Off => {
                let report = judge(reading, rules, &policy);
                let words = self.page(&report, &source, rules, &plan);
                Self::done(report, words, rules, &plan)
            }
            FixMode::Diff(level) | FixMode::Write(level) => {
                let before = source.given().to_owned();
                let mended = mend(source, rules, &policy, &overrides, level);
                self.mended(input, &before, &bytes, mended, rules, &plan)
            }
        }
    }

    /// Shows or writes what changed.
    fn mended(&self, input: &Input, before: &str, bytes: &[u8], mended: Mended, rules: &RuleSet, plan: &Plan) -> Done {
        let lang = self.style.lang;
        let note = fix::summary(&input.name(), &mended, self.mode, lang);
        let after = if mended.stable { mended.source.given() } else { before };
        let differs = before != after;
        let page = || self.page(&mended.report, &mended.source, rules, plan);
        let words = match (self.mode, input) {
            (FixMode::Diff(_), _) => Ok(fix::diff(&input.name(), before, after)),
            (_, Input::Stdin(_)) => fix::stdout_bytes(bytes, after, lang).map(|bytes| {
                super::print_bytes(&bytes);
                String::new()
            }),
            (_, Input::File(path)) if differs => fix::write(path, bytes, after, lang).map(|()| page()),
            _ => Ok(page()),
        };
        match words {
            Ok(words) => Done { note, differs, ..Self::done(mended.report, words, rules, plan) },
            Err(why) => Done::unreadable(why),
        }
    }

    fn done(report: Report, words: String, rules: &RuleSet, plan: &Plan) -> Done {
        Done {
            words: Ok(words),
            verdict: Some(report.verdict),
            failing: report.counts.at_least(plan.settings.fail_level.value) > 0,
            counts: report.counts,
            incomplete: rules.incomplete,
            note: None,
            differs: false,
            waivers: report.waivers,
            fingerprints: report.fingerprints,
        }
    }

    fn page(&self, report: &Report, source: &Source, rules: &RuleSet, plan: &Plan) -> String {
        let lightest = if self.format == Format::Fancy { Severity::Warning } else { Severity::Info };
        let style = Style {
            show: plan.settings.show.value.unwrap_or(lightest),
            pack_by_province: plan.settings.packs.value == Choice::ByProvince,
            ..self.style
        };
        match self.format {
            Format::Fancy => fancy::render(report, source, rules, &style),
            Format::Short => short::render(report, source, &style),
            Format::Json => json::document(report, source, rules, style.lang, style.show),
        }
    }

    /// The waivers of the file that are findings themselves.
    fn waiver_findings(&self, done: &[Done], args: &Check) -> Vec<WaiverJson> {
        let Some(path) = &args.review.waivers else { return Vec::new() };
        let met: Vec<usize> = done.iter().flat_map(|done| done.waivers.met.iter().copied()).collect();
        let used: Vec<usize> = done.iter().flat_map(|done| done.waivers.used.iter().copied()).collect();
        let faults = waiver::faults(&self.waivers, &met, &used, self.today);
        review::findings(path, &self.waivers, &faults, self.style.lang)
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

fn finish(
    inputs: &[Input],
    done: &[Done],
    waivers: &[WaiverJson],
    waivers_fail: bool,
    args: &Check,
    style: &Style,
) -> Exit {
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
    counts.warning += waivers.len();
    (summary.error, summary.warning, summary.info) = (counts.error, counts.warning, counts.info);
    let pieces = done.iter().filter_map(|done| done.words.as_deref().ok());
    let mended_stdin = args.mending.fix && inputs.iter().any(|input| matches!(input, Input::Stdin(_)));
    match args.format {
        _ if args.mending.diff || mended_stdin => print_all(pieces),
        Format::Json => {
            let (head, tail) = json::envelope(&unreadable, waivers, &summary);
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
    if args.format != Format::Json && !args.mending.diff && !mended_stdin {
        review::show(waivers);
    }
    let failing = done.iter().any(|done| done.failing) || waivers_fail;
    let changes = args.mending.diff.then(|| done.iter().any(|done| done.differs));
    ending(inputs, done, &unreadable, changes.unwrap_or(failing), args, style)
}

/// What is said on standard error, and how the run ends.
fn ending(
    inputs: &[Input],
    done: &[Done],
    unreadable: &[Unreadable],
    failing: bool,
    args: &Check,
    style: &Style,
) -> Exit {
    for note in done.iter().filter_map(|done| done.note.as_ref()) {
        complain(note);
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
    let incomplete = done.iter().any(|done| done.incomplete);
    if incomplete {
        complain(style.lang.pick(
            "错误：规则包有误，以上结果缺少部分规则，不能作为通过的依据",
            "error: the rule pack is faulty: rules are missing from these results, so nothing has passed",
        ));
    }
    if !unreadable.is_empty() || incomplete {
        Exit::Usage
    } else if failing {
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
