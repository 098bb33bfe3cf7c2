//! What became of the inputs of `fazhi check`, printed and written, and how the run ends.

use std::sync::Arc;

use crate::diagnostic::Lang;
use crate::render::json::{Summary, Unreadable, WaiverJson};
use crate::render::sarif::Artifact;
use crate::render::{Format, Paint, Remark, RemarkKind, Run, Statistics, Style};
use crate::report::baseline::KnownFinding;
use crate::report::{Counts, Verdict, WaiverUse};
use crate::rule::RuleSet;

use super::args::Check;
use super::input::Input;
use super::spent::Spent;
use super::{Exit, complain, print_all, review, write_file};

/// What became of one input.
pub struct Done {
    /// What is printed, or why it could not be read.
    pub words: Result<String, String>,
    /// The pieces of the further outputs, in their order.
    pub further: Vec<String>,
    /// Its verdict, if it was read.
    pub verdict: Option<Verdict>,
    /// Its findings by weight.
    pub counts: Counts,
    /// Findings at or above the fail level that holds for it.
    pub failing: bool,
    /// Its rules.
    pub rules: Option<Arc<RuleSet>>,
    /// What it is.
    pub artifact: Option<Artifact>,
    /// How often each rule found something, if that is wanted.
    pub statistics: Option<Statistics>,
    /// What was mended, in one line for standard error.
    pub note: Option<String>,
    /// Whether mending changes it.
    pub differs: bool,
    /// The waivers it met and used.
    pub waivers: WaiverUse,
    /// Its findings as a baseline keeps them.
    pub fingerprints: Vec<KnownFinding>,
    /// The time it took.
    pub spent: Spent,
}

impl Done {
    /// An input that could not be read.
    pub fn unreadable(why: String) -> Self {
        Self {
            words: Err(why),
            verdict: None,
            counts: Counts::default(),
            failing: false,
            rules: None,
            artifact: None,
            statistics: None,
            further: Vec::new(),
            note: None,
            differs: false,
            waivers: WaiverUse::default(),
            fingerprints: Vec::new(),
            spent: Spent::default(),
        }
    }

    /// Whether its rules could not all be read.
    fn incomplete(&self) -> bool {
        self.rules.as_ref().is_some_and(|rules| rules.incomplete)
    }
}

/// Prints what became of all inputs and says how the run ends.
pub fn finish(
    inputs: &[Input],
    done: &[Done],
    waivers: &[WaiverJson],
    waivers_fail: bool,
    args: &Check,
    style: &Style,
) -> Exit {
    let (summary, unreadable) = summed(inputs, done, waivers);
    let remarks = remarks(inputs, done, waivers, style.lang);
    let artifacts: Vec<Artifact> = done.iter().filter_map(|done| done.artifact.clone()).collect();
    let mut rules: Vec<&RuleSet> = Vec::new();
    for used in done.iter().filter_map(|done| done.rules.as_deref()) {
        if !rules.iter().any(|known| std::ptr::eq(*known, used)) {
            rules.push(used);
        }
    }
    let mut statistics = Statistics::default();
    for of_one in done.iter().filter_map(|done| done.statistics.as_ref()) {
        statistics.add(of_one);
    }
    let run = |color: bool| Run {
        lang: style.lang,
        width: style.width,
        paint: Paint { on: color },
        quiet: args.quiet,
        summary: &summary,
        unreadable: &unreadable,
        waivers,
        waivers_fail,
        remarks: &remarks,
        artifacts: &artifacts,
        rules: &rules,
        statistics: args.statistics.then_some(&statistics),
    };
    let pieces = || done.iter().filter_map(|done| done.words.as_deref().ok());
    let mended_stdin = args.mending.fix && inputs.iter().any(|input| matches!(input, Input::Stdin(_)));
    if args.mending.diff || mended_stdin {
        print_all(pieces());
    } else {
        let frame = Frame::new(args.format, &run(style.color));
        print_all(frame.round(pieces()));
        if !args.format.tells_waivers() && (waivers_fail || !args.quiet) {
            review::show(waivers);
        }
    }
    for note in done.iter().filter_map(|done| done.note.as_ref()).filter(|_| !args.quiet) {
        complain(note);
    }
    let mut written = true;
    for (index, output) in args.output.iter().enumerate() {
        let pieces = done.iter().filter_map(|done| done.further.get(index)).map(String::as_str);
        let frame = Frame::new(output.format, &run(false));
        written &= write_file(&output.path, frame.round(pieces), style.lang);
    }
    let genre = remarks.iter().filter(|remark| remark.kind == RemarkKind::NotThisGenre);
    for Remark { path, message, .. } in genre.filter(|_| !args.format.tells_genre() && !args.quiet) {
        complain(&match style.lang {
            Lang::Zh => format!("说明：{path}：{message}"),
            Lang::En => format!("note: {path}: {message}"),
        });
    }
    if args.statistics && !args.format.tells_statistics() {
        complain(statistics.table(style.lang, style.width, Paint { on: false }).trim_end());
    }
    for input in &unreadable {
        complain(&match style.lang {
            Lang::Zh => format!("错误：{}：{}", input.path, input.message),
            Lang::En => format!("error: {}: {}", input.path, input.message),
        });
    }
    let incomplete = done.iter().any(Done::incomplete);
    if incomplete {
        complain(style.lang.pick(
            "错误：规则包有误，以上结果缺少部分规则，不能作为通过的依据",
            "error: the rule pack is faulty: rules are missing from these results, so nothing has passed",
        ));
    }
    if !unreadable.is_empty() || incomplete || !written {
        Exit::Usage
    } else if args.mending.diff {
        if done.iter().any(|done| done.differs) { Exit::Findings } else { Exit::Clean }
    } else if waivers_fail || done.iter().any(|done| done.failing) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// The sums over all inputs, and those that could not be read.
fn summed(inputs: &[Input], done: &[Done], waivers: &[WaiverJson]) -> (Summary, Vec<Unreadable>) {
    let mut summary = Summary { files: inputs.len(), ..Summary::default() };
    let mut counts = Counts::default();
    let mut unreadable = Vec::new();
    for (input, done) in inputs.iter().zip(done) {
        counts.add(done.counts);
        if let Err(why) = &done.words {
            unreadable.push(Unreadable { path: input.name(), message: why.clone() });
        } else if let Some(verdict) = done.verdict {
            summary.add(verdict);
        }
    }
    summary.unreadable = unreadable.len();
    counts.warning += waivers.len();
    (summary.error, summary.warning, summary.info) = (counts.error, counts.warning, counts.info);
    (summary, unreadable)
}

/// What no rule found, input by input; waivers last.
fn remarks(inputs: &[Input], done: &[Done], waivers: &[WaiverJson], lang: Lang) -> Vec<Remark> {
    let mut out = Vec::new();
    for (input, done) in inputs.iter().zip(done) {
        let mut remark = |kind, message: &str| {
            out.push(Remark { kind, path: input.name(), message: message.to_owned() });
        };
        if let Err(why) = &done.words {
            remark(RemarkKind::Unreadable, why);
        }
        if done.incomplete() {
            remark(
                RemarkKind::Incomplete,
                lang.pick(
                    "规则包有误，结果缺少部分规则，不能作为通过的依据",
                    "the rule pack is faulty: rules are missing from the results, so nothing has passed",
                ),
            );
        }
        if done.verdict == Some(Verdict::NotThisGenre) {
            remark(
                RemarkKind::NotThisGenre,
                lang.pick(
                    "不像法治政府建设年度报告，未作检查；如需检查请加 --as-report",
                    "does not look like an annual report and was not checked; --as-report checks it",
                ),
            );
        }
    }
    out.extend(waivers.iter().map(|waiver| Remark {
        kind: if waiver.rule == RemarkKind::WaiverExpired.id() {
            RemarkKind::WaiverExpired
        } else {
            RemarkKind::WaiverStale
        },
        path: waiver.path.clone(),
        message: waiver.message.clone(),
    }));
    out
}

/// What a format writes round the pieces. Large answers are written piece by piece, never put together in memory.
struct Frame {
    head: String,
    between: String,
    remarks: String,
    tail: String,
}

impl Frame {
    fn new(format: Format, run: &Run<'_>) -> Self {
        Self {
            head: format.head(run),
            between: format.between(run),
            remarks: format.remarks(run),
            tail: format.tail(run),
        }
    }

    /// Head, pieces with something between them, tail. A report of which the format says nothing leaves no gap.
    fn round<'a>(&'a self, pieces: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
        let pieces = pieces.chain([self.remarks.as_str()]).filter(|piece| !piece.is_empty()).enumerate();
        let pieces = pieces.flat_map(|(index, piece)| [if index == 0 { "" } else { self.between.as_str() }, piece]);
        [self.head.as_str()].into_iter().chain(pieces).chain([self.tail.as_str()])
    }
}
