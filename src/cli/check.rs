//! `fazhi check`

use std::path::Path;
use std::sync::Arc;

use crate::config::{Choice, Stated};
use crate::diagnostic::{Lang, Severity};
use crate::facts::{Overrides, Reading};
use crate::render::{Style, fancy, html, json, markdown, short};
use crate::report::{Policy, Report, judge};
use crate::rule::RuleSet;
use crate::rule::fault::nearest;
use crate::source::Source;

use super::answer::{Done, finish};
use super::args::{Check, Facts, Format};
use super::input::{Input, inputs};
use super::many::many;
use super::plan::{Plan, Plans, folder_of, plans};
use super::{Exit, complain, style};

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
    #[cfg(feature = "docx")]
    if let Err(why) = super::annotate::possible(args, &inputs, style.lang) {
        complain(&why);
        return Exit::Usage;
    }
    let further = args.output.iter().map(|output| output.format).collect();
    let run = Run { plans: &plans, overrides: overrides(&args.facts), style, format: args.format, further };
    let job = |number: usize, input: &Input| run.one(number, input);
    let done = if let [input] = inputs.as_slice() { vec![job(0, input)] } else { many(&inputs, &job, style.lang) };
    let exit = finish(&inputs, &done, args, &style);
    #[cfg(feature = "docx")]
    if let Some(out) = args.annotate.as_ref().filter(|_| exit != Exit::Usage) {
        return super::annotate::write(&inputs, out, &run, style.lang).max(exit);
    }
    exit
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
pub struct Run<'a> {
    plans: &'a Plans,
    overrides: Overrides,
    style: Style,
    format: Format,
    /// The formats of the further outputs.
    further: Vec<Format>,
}

/// A report that was judged, with what holds for it.
pub struct Judged {
    /// The report.
    pub report: Report,
    /// Its rules.
    pub rules: &'static RuleSet,
    /// The settings of its folder.
    pub plan: Arc<Plan>,
}

impl Run<'_> {
    /// Judges a source as the settings of `folder` say; the words if they cannot be used.
    pub fn judge(&self, source: &Source, folder: &Path) -> Result<Judged, String> {
        let lang = self.style.lang;
        let plan = self.plans.of(folder).ok_or(lang.pick("配置文件有误", "its configuration is faulty"))?;
        let settings = &plan.settings;
        let overrides = Overrides {
            level: settings.level.value,
            province: settings.province.value.clone(),
            year: settings.year.value,
            ..self.overrides.clone()
        };
        let reading = Reading::of(source, &overrides);
        let rules = self.plans.rules(&plan, &reading.profile);
        let rules = rules.ok_or(lang.pick("规则包有误，未作检查", "not checked: faulty rule pack"))?;
        let policy = Policy {
            profile: settings.profile.value,
            select: settings.select.value.clone(),
            ignore: settings.ignore.value.clone(),
        };
        Ok(Judged { report: judge(reading, rules, &policy), rules, plan })
    }

    fn one(&self, number: usize, input: &Input) -> Done {
        let source = match input.read(self.style.lang) {
            Ok(source) => source,
            Err(why) => return Done::unreadable(why),
        };
        match self.judge(&source, &folder(input)) {
            Ok(judged) => self.done(number, &source, &judged),
            Err(why) => Done::unreadable(why),
        }
    }

    fn done(&self, number: usize, source: &Source, judged: &Judged) -> Done {
        let Judged { report, rules, plan } = judged;
        let settings = &plan.settings;
        let piece = |format: Format, color: bool| {
            let style = Style {
                show: settings.show.value.unwrap_or(default_show(format)),
                pack_by_province: settings.packs.value == Choice::ByProvince,
                color,
                ..self.style
            };
            match format {
                Format::Fancy => fancy::render(report, source, rules, &style),
                Format::Short => short::render(report, source, &style),
                Format::Json => json::document(report, source, rules, style.lang, style.show),
                Format::Html => html::document(report, source, rules, &style, number),
                Format::Markdown => markdown::render(report, source, rules, &style),
            }
        };
        Done {
            words: Ok(piece(self.format, self.style.color)),
            // A file has no colours, and what is shown there by default does not depend on what the terminal shows.
            further: self.further.iter().map(|format| piece(*format, false)).collect(),
            verdict: Some(report.verdict),
            failing: report.counts.at_least(settings.fail_level.value) > 0,
            counts: report.counts,
            incomplete: rules.incomplete,
        }
    }
}

/// The lightest findings that a format shows if nothing is said: those for people leave hints out.
fn default_show(format: Format) -> Severity {
    if format == Format::Fancy { Severity::Warning } else { Severity::Info }
}
