//! `fazhi check`

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::config::{Choice, Stated};
use crate::diagnostic::{Lang, Severity, Text};
use crate::engine::{Judge, Judged, Known, Plan, Plans, folder_of};
use crate::facts::Overrides;
use crate::render::json::WaiverJson;
use crate::render::sarif::Artifact;
use crate::render::{Checked, Format, Statistics, Style, Template};
use crate::report::mend::{Mended, mend};
use crate::report::waiver;
use crate::report::waiver::Waiver;
use crate::rule::RuleSet;
use crate::rule::fault::nearest;
use crate::source::Source;

use super::answer::{Done, finish};
use super::args::{Check, Facts};
use super::fix::{self, FixMode};
use super::input::{Input, inputs};
use super::many::many;
use super::plan::plans;
use super::spent::Spent;
use super::{Exit, complain, review, style};

/// Runs the command.
pub fn run(args: &Check, lang: Lang) -> Exit {
    let begun = Instant::now();
    let mut style = style(&args.common, lang);
    style.verbose = args.verbose;
    let Some(plans) = plans(stated(args), &args.packs.config, style) else {
        return Exit::Usage;
    };
    let template = match template(args, style.lang) {
        Ok(template) => template,
        Err(why) => {
            complain(&why);
            return Exit::Usage;
        }
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
    if !known_rules(plans, &first, style.lang) {
        return Exit::Usage;
    }
    #[cfg(feature = "docx")]
    if let Err(why) = super::annotate::possible(args, &inputs, style.lang) {
        complain(&why);
        return Exit::Usage;
    }
    let Some((waivers, known)) = earlier(args, plans, &first, &inputs, style) else {
        return Exit::Usage;
    };
    let run = Run {
        judge: Judge {
            plans,
            overrides: overrides(&args.facts),
            waivers,
            known,
            fingerprints: args.review.write_baseline.is_some(),
            today: review::today(),
        },
        style,
        format: args.format,
        further: args.output.iter().map(|output| output.format).collect(),
        mode,
        template,
        quiet: args.quiet,
        statistics: args.statistics,
    };
    let prepared = begun.elapsed();
    let job = |number: usize, input: &Input| run.one(number, input);
    let done =
        if let [input] = inputs.as_slice() { vec![job(0, input)] } else { many(&inputs, &job, args.quiet, style.lang) };
    if let Some(path) = &args.review.write_baseline {
        let done = inputs.iter().zip(&done);
        let found = done.map(|(input, done)| (input, done.words.as_ref().map(|_| done.fingerprints.clone())));
        return review::write_baseline(path, found.collect(), style.lang);
    }
    let waivers = run.waiver_findings(&done, args, &first);
    let waivers_fail = !waivers.is_empty() && first.settings.fail_level.value <= Severity::Warning;
    let exit = finish(&inputs, &done, &waivers, waivers_fail, args, &style);
    if args.time {
        let mut spent = Spent::default();
        for done in &done {
            spent.add(done.spent);
        }
        complain(&spent.words(begun, prepared, inputs.len(), style.lang));
    }
    #[cfg(feature = "docx")]
    if let Some(out) = args.annotate.as_ref().filter(|_| exit != Exit::Usage) {
        return super::annotate::write(&inputs, out, &run, style.lang).max(exit);
    }
    exit
}

/// What earlier reviews left: the waivers, and the known findings of each input; nothing if a file is faulty.
fn earlier(args: &Check, plans: &Plans, first: &Plan, inputs: &[Input], style: Style) -> Option<(Vec<Waiver>, Known)> {
    let waivers = match &args.review.waivers {
        Some(path) => review::waivers(path, &plans.all_rules(first), style)?,
        None => match first.config.as_ref().filter(|config| !config.waivers().is_empty()) {
            Some(config) => review::config_waivers(config, &plans.all_rules(first), style.lang)?,
            None => Vec::new(),
        },
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

/// The template that the options ask for.
fn template(args: &Check, lang: Lang) -> Result<Template, String> {
    let wanted = args.format == Format::Template || args.output.iter().any(|output| output.format == Format::Template);
    let words = match &args.template {
        None => return Ok(Template::default()),
        Some(_) if !wanted => lang
            .pick(
                "要与 --format template 或 --output template=文件 合用",
                "it goes with --format template or --output template=FILE",
            )
            .to_owned(),
        Some(words) => match Template::parse(words) {
            Ok(template) => return Ok(template),
            Err(fault) => fault.get(lang).to_owned(),
        },
    };
    Err(match lang {
        Lang::Zh => format!("错误：--template：{words}"),
        Lang::En => format!("error: --template: {words}"),
    })
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
    let covered = |name: &str, sets: &[Arc<RuleSet>]| {
        sets.iter().any(|set| set.rules.iter().any(|rule| crate::report::covers(name, &rule.id)))
    };
    let mut names: Vec<&String> = plan.settings.select.value.iter().chain(&plan.settings.ignore.value).collect();
    if names.is_empty() {
        return true;
    }
    // Most are rules that hold everywhere; the packs of all provinces are opened only for the rest.
    let everywhere: Vec<Arc<RuleSet>> = plans.rules_for(plan, None).into_iter().collect();
    names.retain(|name| !covered(name, &everywhere));
    if names.is_empty() {
        return true;
    }
    let sets = plans.all_rules(plan);
    let mut all_known = true;
    for name in names.into_iter().filter(|name| !covered(name, &sets)) {
        all_known = false;
        if let Some(rules) = sets.first() {
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

/// What all inputs of a run share.
pub struct Run<'a> {
    /// How they are judged.
    pub judge: Judge<'a>,
    style: Style,
    format: Format,
    /// The formats of the further outputs.
    further: Vec<Format>,
    mode: FixMode,
    template: Template,
    quiet: bool,
    statistics: bool,
}

impl Run<'_> {
    /// Judges a source as the settings of its folder say, and tells how long that took.
    fn timed(&self, source: &Source, folder: &Path) -> Result<(Judged, Spent), Text> {
        let begun = Instant::now();
        let read = self.judge.read(source, folder)?;
        let parse = begun.elapsed();
        let begun = Instant::now();
        let equipped = self.judge.equip(read)?;
        let packs = begun.elapsed();
        let begun = Instant::now();
        let judged = equipped.judge();
        Ok((judged, Spent { parse, packs, rules: begun.elapsed(), ..Spent::default() }))
    }

    fn one(&self, number: usize, input: &Input) -> Done {
        let begun = Instant::now();
        // The bytes are kept only where they are to be written back.
        let read = match self.mode {
            FixMode::Off => input.read(self.style.lang).map(|source| (source, Vec::new())),
            FixMode::Diff(_) | FixMode::Write(..) => input.read_bytes(self.style.lang),
        };
        let (source, bytes) = match read {
            Ok(read) => read,
            Err(why) => return Done::unreadable(why),
        };
        let read = begun.elapsed();
        let (judged, mut spent) = match self.timed(&source, &folder(input)) {
            Ok(timed) => timed,
            Err(why) => return Done::unreadable(why.get(self.style.lang).to_owned()),
        };
        spent.read = read;
        let level = match self.mode {
            FixMode::Off => return self.done(number, &source, judged, spent),
            FixMode::Diff(level) | FixMode::Write(level, _) => level,
        };
        if source.container().is_some() {
            return self.mended_container(number, input, &source, (&bytes, spent), judged);
        }
        let before = source.given().to_owned();
        let Judged { rules, plan, policy, overrides, .. } = judged;
        let mended = mend(source, &rules, &policy, &overrides, level);
        let note = fix::summary(&input.name(), &mended, self.mode, self.style.lang);
        let after = if mended.stable { mended.source.given() } else { before.as_str() }.to_owned();
        let Mended { report, source, .. } = mended;
        let judged = Judged { report, rules, plan, policy, overrides };
        let lang = self.style.lang;
        let written = match (self.mode, input) {
            (FixMode::Diff(_), _) => Ok(Some(fix::diff(&input.name(), &before, &after))),
            (_, Input::Stdin(_)) => fix::stdout_bytes(&bytes, &after, lang).map(|bytes| {
                super::print_bytes(&bytes);
                Some(String::new())
            }),
            (_, Input::File(path)) if before != after => fix::write(path, &bytes, &after, lang).map(|()| None),
            _ => Ok(None),
        };
        let done = Done { note, differs: before != after, ..self.done(number, &source, judged, spent) };
        match written {
            Ok(None) => done,
            Ok(Some(words)) => Done { words: Ok(words), ..done },
            Err(why) => Done::unreadable(why),
        }
    }

    /// Mends a file of a container format: a Word file as tracked changes or plain text, no other.
    fn mended_container(
        &self,
        number: usize,
        input: &Input,
        source: &Source,
        (bytes, spent): (&[u8], Spent),
        judged: Judged,
    ) -> Done {
        let lang = self.style.lang;
        let level = match self.mode {
            FixMode::Diff(level) | FixMode::Write(level, _) => level,
            FixMode::Off => return self.done(number, source, judged, spent),
        };
        let edits = crate::report::mend::edits(&judged.report.diagnostics, source, level);
        let after = crate::report::mend::apply(source.text(), edits.iter().cloned());
        let differs = after != source.text();
        if let FixMode::Diff(_) = self.mode {
            let words = fix::diff(&input.name(), source.text(), &after);
            return Done { words: Ok(words), differs, ..self.done(number, source, judged, spent) };
        }
        let written = match input {
            Input::File(path) if differs => fix::write_container(path, bytes, source, &edits, self.mode, lang),
            _ => Ok(String::new()),
        };
        match written {
            Ok(note) => Done {
                note: Some(note).filter(|note| !note.is_empty()),
                differs,
                ..self.done(number, source, judged, spent)
            },
            Err(why) => Done::unreadable(why),
        }
    }

    /// The waivers of the file that are findings themselves.
    fn waiver_findings(&self, done: &[Done], args: &Check, first: &Plan) -> Vec<WaiverJson> {
        let config = first.config.as_ref().map(|config| Path::new(&config.file.path));
        let Some(path) = args.review.waivers.as_deref().or(config) else { return Vec::new() };
        let met: Vec<usize> = done.iter().flat_map(|done| done.waivers.met.iter().copied()).collect();
        let used: Vec<usize> = done.iter().flat_map(|done| done.waivers.used.iter().copied()).collect();
        let faults = waiver::faults(&self.judge.waivers, &met, &used, self.judge.today);
        review::findings(path, &self.judge.waivers, &faults, self.style.lang)
    }

    fn done(&self, number: usize, source: &Source, judged: Judged, mut spent: Spent) -> Done {
        let begun = Instant::now();
        let Judged { report, rules, plan, .. } = judged;
        let settings = &plan.settings;
        let fail = settings.fail_level.value;
        let failing = report.counts.at_least(fail) > 0;
        let piece = |format: Format, color: bool| {
            // What a person reads thins out when only failures are wanted; what goes to programs stays whole.
            let thin = self.quiet && matches!(format, Format::Fancy | Format::Short);
            if thin && format == Format::Fancy && !failing {
                return String::new();
            }
            let style = Style {
                show: settings.show.value.unwrap_or(if thin { fail } else { format.shows() }),
                fail,
                pack_by_province: settings.packs.value == Choice::ByProvince,
                color,
                ..self.style
            };
            let (report, rules) = (&report, &*rules);
            format.piece(&Checked { report, source, rules, style: &style, template: &self.template, number })
        };
        let words = Ok(piece(self.format, self.style.color));
        // A file has no colours, and what is shown there by default does not depend on what the terminal shows.
        let further = self.further.iter().map(|format| piece(*format, false)).collect();
        spent.write = begun.elapsed();
        Done {
            words,
            further,
            verdict: Some(report.verdict),
            failing,
            counts: report.counts,
            artifact: Some(Artifact::of(&report, source)),
            statistics: self.statistics.then(|| Statistics::of(&report, &rules)),
            rules: Some(rules),
            note: None,
            differs: false,
            waivers: report.waivers,
            fingerprints: report.fingerprints,
            spent,
        }
    }
}
