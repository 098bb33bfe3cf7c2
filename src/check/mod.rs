//! Carries out a rule set on one report.
//!
//! Every rule has one outcome of four values. "Cannot tell" is an outcome, never a defect.

pub mod case;
mod checksum;
mod citation;
mod data;
mod date;
mod file;
pub mod fullness;
mod heading;
mod message;
mod part;
mod passage;
mod punctuation;
pub mod relation;
mod text;
mod title;
mod year;

use crate::diagnostic::{Diagnostic, Fix, Label, Severity, Text};
use crate::facts::{Genre, Subject};
use crate::rule::matcher::Matcher;
use crate::rule::raw::InputFormat;
use crate::rule::{Rule, RuleSet};
use crate::source::{Format, Span};

pub use message::Variables;

/// What a rule says of a report.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It found something.
    Finding(Vec<Diagnostic>),
    /// What it demands is there; the words that show it, if single words do.
    Satisfied(Option<Span>),
    /// It does not concern this report.
    NotApplicable(Text),
    /// It cannot be decided.
    NotEvaluable(Text),
}

/// A finding before messages and weights.
#[derive(Debug, Default)]
pub(crate) struct Hit {
    span: Span,
    absent: bool,
    labels: Vec<Label>,
    severity: Option<Severity>,
    /// The weight may be lowered by the rule's adjustments although the hit has its own.
    variables: Variables,
    fix: Option<Fix>,
}

/// What a matcher says.
pub(crate) enum Verdict {
    Hits(Vec<Hit>),
    Satisfied(Option<Span>),
    NotApplicable(Text),
    NotEvaluable(Text),
}

impl Verdict {
    fn of_hits(hits: Vec<Hit>) -> Self {
        if hits.is_empty() { Self::Satisfied(None) } else { Self::Hits(hits) }
    }

    fn unknown_year() -> Self {
        Self::NotEvaluable(text(
            "未能识别报告年度，可用 --year 指定",
            "the report year is not known; state it with --year",
        ))
    }
}

pub(crate) fn text(zh: &str, en: &str) -> Text {
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

/// The outcomes of all rules, in the order of the rule set. A text of another genre is not judged.
#[must_use]
pub fn run(rules: &RuleSet, subject: &Subject<'_>, wanted: &dyn Fn(&Rule) -> bool) -> Vec<Outcome> {
    rules
        .rules
        .iter()
        .map(|rule| {
            if let Some(reason) = &rule.disabled {
                return Outcome::NotApplicable(reason.clone());
            }
            if !wanted(rule) {
                // Nobody is told why.
                return Outcome::NotApplicable(Text::default());
            }
            if subject.genre != Genre::Report {
                return Outcome::NotApplicable(text("不是法治政府建设年度报告", "not a report of this kind"));
            }
            run_rule(rules, rule, subject)
        })
        .collect()
}

/// The outcome of one rule.
#[must_use]
pub fn run_rule(rules: &RuleSet, rule: &Rule, subject: &Subject<'_>) -> Outcome {
    if let Some(year) = subject.year().filter(|year| !rule.applies.years.contain(*year)) {
        return Outcome::NotApplicable(Text {
            zh: format!("本规则不适用于{year}年度报告"),
            en: format!("does not apply to reports on {year}"),
        });
    }
    if let Some(year) = subject.year().filter(|year| !rules.has_authority(rule, *year)) {
        return Outcome::NotApplicable(Text {
            zh: format!("所依据的文件不适用于{year}年度报告"),
            en: format!("its instruments were not in force for reports on {year}"),
        });
    }
    if rule.applies.needs_year && subject.year().is_none() {
        return Outcome::NotEvaluable(text(
            "未能识别报告年度，可用 --year 指定",
            "the report year is not known; state it with --year",
        ));
    }
    let format = match subject.source.format() {
        Format::Plain => InputFormat::Plain,
        Format::Markdown => InputFormat::Markdown,
    };
    if !rule.applies.formats.is_empty() && !rule.applies.formats.contains(&format) {
        return Outcome::NotApplicable(text("本规则不适用于这种文件格式", "does not apply to this format of input"));
    }
    if !rule.applies.levels.is_empty() {
        match subject.level() {
            None => {
                return Outcome::NotEvaluable(text(
                    "未能识别报告机关层级，可用 --level 指定",
                    "the level of the organ is not known; state it with --level",
                ));
            }
            Some(level) if !rule.applies.levels.contains(&level) => {
                return Outcome::NotApplicable(Text {
                    zh: format!("本规则不适用于{}级报告", level.as_str()),
                    en: format!("does not apply to {} reports", level.english()),
                });
            }
            Some(_) => {}
        }
    }
    match verdict(rules, rule, subject) {
        Verdict::Hits(hits) => Outcome::Finding(hits.into_iter().map(|hit| diagnostic(rule, hit, subject)).collect()),
        Verdict::Satisfied(span) => Outcome::Satisfied(span),
        Verdict::NotApplicable(reason) => Outcome::NotApplicable(reason),
        Verdict::NotEvaluable(reason) => Outcome::NotEvaluable(reason),
    }
}

fn verdict(rules: &RuleSet, rule: &Rule, subject: &Subject<'_>) -> Verdict {
    match &rule.matcher {
        Matcher::Text(matcher) => text::find(matcher, rules, subject),
        Matcher::Role(matcher) => part::place(matcher, rules, subject),
        Matcher::Extent(matcher) => part::extent(matcher, rules, subject),
        Matcher::Coverage(matcher) => part::coverage(matcher, rules, subject),
        Matcher::Every(matcher) => part::every(matcher, rules, subject),
        Matcher::Gap(matcher) => part::gap(matcher, subject),
        Matcher::Year(matcher) => year::find(matcher, rules, subject),
        Matcher::Title(lacks) => title::lacking(lacks, subject),
        Matcher::NearMiss(matcher) => heading::near_miss(matcher, subject),
        Matcher::Numbering(fault) => heading::numbering(*fault, subject),
        Matcher::Date(fault) => date::find(fault, subject),
        Matcher::Repeat(matcher) => passage::repeat(matcher, subject),
        Matcher::Characters(matcher) => passage::characters(matcher, subject),
        Matcher::Furniture => passage::furniture(subject),
        Matcher::Data(matcher) => data::topic(matcher, subject),
        Matcher::Density(matcher) => data::density(matcher, subject),
        Matcher::Relation(matcher) => relation::verdict(matcher, subject),
        Matcher::Citation(matcher) => citation::find(matcher, rules, subject),
        Matcher::Punctuation(matcher) => punctuation::find(matcher, subject),
    }
}

fn diagnostic(rule: &Rule, hit: Hit, subject: &Subject<'_>) -> Diagnostic {
    let mut severity = hit.severity.unwrap_or(rule.severity);
    let mut confidence = rule.confidence;
    let heading = subject
        .document
        .heading_at(hit.span.start)
        .or_else(|| {
            let paragraph = subject.document.paragraph_at(hit.span.start)?;
            subject.document.paragraphs.get(paragraph)?.section
        })
        .and_then(|index| subject.document.sections.get(index))
        .map_or("", |section| section.heading.text.of(subject.text()));
    let fits = rule.adjust.iter().find(|adjust| {
        (adjust.levels.is_empty() || subject.level().is_some_and(|level| adjust.levels.contains(&level)))
            && (adjust.years.is_open() || subject.year().is_some_and(|year| adjust.years.contain(year)))
            && (adjust.heading.is_empty() || adjust.heading.iter().any(|word| heading.contains(word.as_str())))
    });
    if let Some(adjust) = fits {
        // An entry that is lighter by itself is not made heavier by its surroundings.
        if let Some(adjusted) = adjust.severity {
            severity = if hit.severity.is_some() { severity.min(adjusted) } else { adjusted };
        }
        confidence = adjust.confidence.unwrap_or(confidence);
    }
    Diagnostic {
        rule: rule.id.clone(),
        severity,
        confidence,
        message: hit.variables.fill(&rule.message, subject),
        help: hit.variables.fill(&rule.help, subject),
        span: hit.span,
        absent: hit.absent,
        labels: hit.labels,
        fix: hit.fix,
    }
}
