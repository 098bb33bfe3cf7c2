//! Outcomes to a report: requirement matrix, findings, verdict. Policy is applied here and nowhere else.

pub mod baseline;
mod extraction;
pub mod mend;
mod policy;
mod requirement;
pub mod waiver;

pub use policy::{Policy, Profile as PolicyProfile, RuleNames, covers};
pub use requirement::{RequirementRow, Status};

use crate::check::{self, Outcome};
use crate::diagnostic::{Confidence, Diagnostic, Severity, Text};
use crate::facts::{Genre, Overrides, Profile, Reading, Subject};
use crate::rule::RuleSet;
use crate::source::{Source, Span};

/// What is to be done with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 可报送: nothing at error or warning.
    Ready,
    /// 建议修改后报送: warnings, no error.
    Revise,
    /// 应退回修改: at least one error.
    Return,
    /// The text is not a report of this kind; nothing was judged.
    NotThisGenre,
    /// Nothing was found, but some rules could not be read: nobody may say that it passed.
    Incomplete,
}

impl Verdict {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Revise => "revise",
            Self::Return => "return",
            Self::NotThisGenre => "not_this_genre",
            Self::Incomplete => "incomplete",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Ready => ("可报送", "ready to submit"),
            Self::Revise => ("建议修改后报送", "revise before submitting"),
            Self::Return => ("应退回修改", "return for revision"),
            Self::NotThisGenre => ("未按年度报告检查", "not checked as an annual report"),
            Self::Incomplete => ("检查不完整：规则包有误", "incomplete: the rule pack is faulty"),
        }
    }
}

/// How many findings of each weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Hints.
    pub info: usize,
}

impl Counts {
    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.error += other.error;
        self.warning += other.warning;
        self.info += other.info;
    }

    /// The findings at or above `level`.
    #[must_use]
    pub fn at_least(self, level: Severity) -> usize {
        match level {
            Severity::Error => self.error,
            Severity::Warning => self.error + self.warning,
            Severity::Info => self.error + self.warning + self.info,
        }
    }
}

/// The verdict on one document, with all that led to it.
#[derive(Debug)]
pub struct Report {
    /// Who reports on which year.
    pub profile: Profile,
    /// Whether it is a report of this kind.
    pub genre: Genre,
    /// 合规对照表
    pub requirements: Vec<RequirementRow>,
    /// The findings, in document order.
    pub diagnostics: Vec<Diagnostic>,
    /// Rules that could not decide, with the reason.
    pub undecided: Vec<(String, Text)>,
    /// What the other rules that ran say: indices into [`RuleSet::rules`], in order. Nothing for a text of another kind.
    pub settled: Vec<(usize, Settled)>,
    /// The verdict.
    pub verdict: Verdict,
    /// The findings by weight.
    pub counts: Counts,
    /// Lines of page furniture that were left out.
    pub furniture: Vec<Span>,
    /// Whether only the first part of the text was read.
    pub truncated: bool,
    /// Whether only selected rules ran, so that the verdict speaks of these only.
    pub partial: bool,
    /// Whether the text seems to come from a web archive that made its punctuation half-width.
    pub extracted: bool,
    /// How many findings were waived.
    pub waived: usize,
    /// How many findings were known from the baseline.
    pub baselined: usize,
    /// The waivers of the policy that were for this document, and those that waived something.
    pub waivers: WaiverUse,
    /// The remaining findings as a baseline keeps them, if the policy asks for them.
    pub fingerprints: Vec<baseline::KnownFinding>,
}

/// What a rule says that has no finding in the report and could decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// What it demands is there; the words that show it, if single words do.
    Satisfied(Option<Span>),
    /// It does not concern this report.
    NotApplicable(Text),
    /// It found something, but all of it was waived, known from the baseline or told by another rule.
    Taken,
}

/// Indices into [`Policy::waivers`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaiverUse {
    /// Those that were for this document and whose rules ran.
    pub met: Vec<usize>,
    /// Those that waived something.
    pub used: Vec<usize>,
}

/// Reads `source`, runs the rules and weighs what they say.
#[must_use]
pub fn check(source: &Source, rules: &RuleSet, policy: &Policy, overrides: &Overrides) -> Report {
    judge(Reading::of(source, overrides), rules, policy)
}

/// Runs the rules on what was read and weighs what they say.
#[must_use]
pub fn judge(reading: Reading<'_>, rules: &RuleSet, policy: &Policy) -> Report {
    let subject = reading.with(&rules.cues, &rules.roles, &rules.genre);
    let outcomes = check::run(rules, &subject, &|rule| policy.wants(&rule.id));
    assemble(&subject, rules, outcomes, policy)
}

/// Weighs outcomes under a policy.
#[must_use]
pub fn assemble(subject: &Subject<'_>, rules: &RuleSet, outcomes: Vec<Outcome>, policy: &Policy) -> Report {
    let judged = subject.genre == Genre::Report;
    let requirements = requirement::matrix(subject, rules, &outcomes, policy);
    let mut diagnostics = Vec::new();
    let mut undecided = Vec::new();
    let mut settled = Vec::new();
    for (index, (rule, outcome)) in rules.rules.iter().zip(outcomes).enumerate() {
        match outcome {
            Outcome::Finding(found) => {
                settled.push((index, Settled::Taken));
                diagnostics.extend(found.into_iter().map(|found| policy.weigh(rule, found)));
            }
            Outcome::NotEvaluable(reason) => undecided.push((rule.id.clone(), reason)),
            _ if !judged || rule.disabled.is_some() || !policy.wants(&rule.id) => {}
            Outcome::Satisfied(span) => settled.push((index, Settled::Satisfied(span))),
            Outcome::NotApplicable(reason) => settled.push((index, Settled::NotApplicable(reason))),
        }
    }
    diagnostics.retain(|diagnostic| diagnostic.confidence > Confidence::Low);
    let diagnostics = extraction::fold(diagnostics, rules, subject);
    let ran = |id: &str| judged && policy.wants(id) && rules.rule(id).is_some_and(|rule| rule.disabled.is_none());
    let waiving = waiver::apply(diagnostics, &policy.waivers, subject.source, rules, policy.today, &ran);
    let met = policy.waivers.iter().enumerate().filter(|(_, waiver)| {
        let concerned = rules.rules.iter().filter(|rule| covers(&waiver.rule, &rule.id));
        waiver.is_for(subject.source.name()) && concerned.into_iter().any(|rule| ran(&rule.id))
    });
    let waivers = WaiverUse { met: met.map(|(index, _)| index).collect(), used: waiving.used };
    let fingerprints = if policy.fingerprints {
        baseline::known(&waiving.kept, &subject.document, subject.source)
    } else {
        Vec::new()
    };
    let known = policy.known.get(subject.source.name()).map_or(&[][..], Vec::as_slice);
    let (mut diagnostics, baselined) = baseline::subtract(waiving.kept, known, &subject.document, subject.source);
    // A text of another kind may well explain how waivers are written.
    if judged {
        diagnostics.extend(waiving.about);
    }
    diagnostics.sort_by(|a, b| {
        (a.span.start, std::cmp::Reverse(a.severity), &a.rule).cmp(&(
            b.span.start,
            std::cmp::Reverse(b.severity),
            &b.rule,
        ))
    });
    settled.retain(|(index, settled)| {
        let id = rules.rules.get(*index).map(|rule| rule.id.as_str());
        *settled != Settled::Taken || !diagnostics.iter().any(|found| Some(found.rule.as_str()) == id)
    });
    let mut counts = Counts::default();
    for diagnostic in &diagnostics {
        match diagnostic.severity {
            Severity::Error => counts.error += 1,
            Severity::Warning => counts.warning += 1,
            Severity::Info => counts.info += 1,
        }
    }
    let verdict = match (&subject.genre, counts.error, counts.warning) {
        (Genre::Other(_), ..) => Verdict::NotThisGenre,
        (Genre::Report, 0, 0) if rules.incomplete => Verdict::Incomplete,
        (Genre::Report, 0, 0) => Verdict::Ready,
        (Genre::Report, 0, _) => Verdict::Revise,
        (Genre::Report, ..) => Verdict::Return,
    };
    let outside = subject.document.furniture.iter().filter(|line| !line.inside);
    Report {
        profile: subject.profile.clone(),
        genre: subject.genre.clone(),
        requirements,
        diagnostics,
        undecided,
        settled,
        verdict,
        counts,
        furniture: outside.map(|line| line.span).collect(),
        truncated: subject.document.truncated,
        extracted: judged && extraction::may_be_lost(subject),
        waived: waiving.waived,
        baselined,
        waivers,
        fingerprints,
        partial: !policy.select.is_empty() || !policy.ignore.is_empty(),
    }
}
