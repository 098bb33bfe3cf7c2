//! What became of the inputs of `fazhi check`, printed and written, and how the run ends.

use crate::diagnostic::Lang;
use crate::render::json::{Summary, Unreadable, WaiverJson};
use crate::render::{Style, fancy, html, json};
use crate::report::baseline::KnownFinding;
use crate::report::{Counts, Verdict, WaiverUse};

use super::args::Check;
use super::choice::Format;
use super::input::Input;
use super::{Exit, complain, print, print_all, review, write_file};

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
    /// Its rules could not all be read.
    pub incomplete: bool,
    /// What was mended, in one line for standard error.
    pub note: Option<String>,
    /// Whether mending changes it.
    pub differs: bool,
    /// The waivers it met and used.
    pub waivers: WaiverUse,
    /// Its findings as a baseline keeps them.
    pub fingerprints: Vec<KnownFinding>,
}

impl Done {
    /// An input that could not be read.
    pub fn unreadable(why: String) -> Self {
        Self {
            words: Err(why),
            verdict: None,
            counts: Counts::default(),
            failing: false,
            incomplete: false,
            further: Vec::new(),
            note: None,
            differs: false,
            waivers: WaiverUse::default(),
            fingerprints: Vec::new(),
        }
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
    let pieces: Vec<&str> = done.iter().filter_map(|done| done.words.as_deref().ok()).collect();
    let rule = format!("{}\n", "─".repeat(style.width.clamp(50, 110)));
    let (head, tail) = json::envelope(&unreadable, waivers, &summary);
    let total = if done.len() > 1 { rule.clone() + &total(&summary, counts, style.lang) } else { String::new() };
    // Large answers are written piece by piece, never put together in memory.
    let whole = |format: Format, pieces: Vec<&str>| -> String {
        match format {
            Format::Html => html::page(&pieces.into_iter().map(str::to_owned).collect::<Vec<_>>(), style.lang),
            Format::Json => format!("{head}{}{tail}", pieces.join(",")),
            Format::Short => pieces.concat(),
            Format::Markdown => pieces.join("\n---\n\n"),
            Format::Fancy => pieces.join(&rule) + &total,
        }
    };
    let mended_stdin = args.mending.fix && inputs.iter().any(|input| matches!(input, Input::Stdin(_)));
    match args.format {
        _ if args.mending.diff || mended_stdin => print_all(pieces.into_iter()),
        Format::Json => {
            let pieces = between(pieces.into_iter(), ",");
            print_all([head.as_str()].into_iter().chain(pieces).chain([tail.as_str()]));
        }
        Format::Short => print_all(pieces.into_iter()),
        Format::Fancy => print_all(between(pieces.into_iter(), &rule).chain([total.as_str()])),
        Format::Html | Format::Markdown => print(&whole(args.format, pieces)),
    }
    if args.format != Format::Json && !args.mending.diff && !mended_stdin {
        review::show(waivers);
    }
    for note in done.iter().filter_map(|done| done.note.as_ref()) {
        complain(note);
    }
    let mut written = true;
    for (index, output) in args.output.iter().enumerate() {
        let pieces = done.iter().filter_map(|done| done.further.get(index)).map(String::as_str).collect();
        written &= write_file(&output.path, whole(output.format, pieces).as_bytes(), style.lang);
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
