//! The JSON contract, version 1. Own types: what is inside may change, what is printed may not.

mod run;
mod span;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::facts::{Known, Profile};
use crate::report::{Counts, Report, RequirementRow};
use crate::rule::raw::Verified;
use crate::rule::{Rule, RuleSet};
use crate::source::{Container, Source};

pub use run::{Summary, Unreadable, WaiverJson, head, tail};
pub use span::{OriginJson, PositionJson, SpanJson, span_json};

/// The version of the contract.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct DocumentJson<'a> {
    path: &'a str,
    encoding: &'static str,
    /// The format the text was taken out of: docx, odt, ofd, html, pdf or doc.
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<&'static str>,
    profile: ProfileJson<'a>,
    /// The packs whose rules were used, the base first.
    packs: Vec<PackJson<'a>>,
    requirements: Vec<RequirementJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
    undecided: Vec<UndecidedJson<'a>>,
    verdict: &'static str,
    /// Only selected rules ran.
    partial: bool,
    counts: CountsJson,
    /// The text seems to be converted from a web page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    extracted: bool,
    /// Findings that are not among the diagnostics and do not count.
    #[serde(skip_serializing_if = "SuppressedJson::is_none")]
    suppressed: SuppressedJson,
}

#[derive(Debug, Serialize)]
struct SuppressedJson {
    waived: usize,
    baselined: usize,
}

impl SuppressedJson {
    fn is_none(&self) -> bool {
        self.waived + self.baselined == 0
    }
}

#[derive(Debug, Serialize)]
struct PackJson<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Debug, Serialize)]
struct ProfileJson<'a> {
    organ: Option<&'a str>,
    level: Option<&'static str>,
    province: Option<&'a str>,
    year: Option<i32>,
    published: Option<String>,
    signed: Option<String>,
    evidence: EvidenceJson,
}

#[derive(Debug, Serialize)]
struct EvidenceJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    organ: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    province: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<SpanJson>,
}

#[derive(Debug, Serialize)]
struct RequirementJson<'a> {
    id: &'a str,
    name: &'a str,
    status: &'static str,
    place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<SpanJson>,
}

/// A finding of the contract.
#[derive(Debug, Serialize)]
pub(super) struct DiagnosticJson<'a> {
    rule: &'a str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    help: &'a str,
    basis: Vec<BasisJson<'a>>,
    absent: bool,
    span: SpanJson,
    labels: Vec<LabelJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson<'a>>,
}

/// What a finding rests on.
#[derive(Debug, Serialize)]
pub(super) struct BasisJson<'a> {
    source: &'a str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'a str>,
    verified: Verified,
}

#[derive(Debug, Serialize)]
struct LabelJson<'a> {
    span: SpanJson,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct FixJson<'a> {
    applicability: &'static str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Debug, Serialize)]
struct EditJson<'a> {
    span: SpanJson,
    replacement: &'a str,
}

#[derive(Debug, Serialize)]
struct UndecidedJson<'a> {
    rule: &'a str,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct CountsJson {
    error: usize,
    warning: usize,
    info: usize,
}

impl From<Counts> for CountsJson {
    fn from(counts: Counts) -> Self {
        Self { error: counts.error, warning: counts.warning, info: counts.info }
    }
}

/// One document of the `documents` array.
#[must_use]
pub fn document(report: &Report, source: &Source, rules: &RuleSet, lang: Lang, show: Severity) -> String {
    let profile = &report.profile;
    let year = profile.year.as_ref().map(|known| known.value);
    let json = DocumentJson {
        path: source.name(),
        encoding: source.encoding().name(),
        container: source.container().map(Container::as_str),
        profile: profile_json(profile, source),
        packs: rules.packs.iter().map(|pack| PackJson { name: &pack.name, version: &pack.version }).collect(),
        requirements: report.requirements.iter().map(|row| requirement(row, source, lang)).collect(),
        diagnostics: report
            .diagnostics
            .iter()
            .filter(|found| found.severity >= show)
            .map(|found| diagnostic(found, source, rules, year, lang))
            .collect(),
        undecided: report
            .undecided
            .iter()
            .map(|(rule, reason)| UndecidedJson { rule, reason: reason.get(lang) })
            .collect(),
        verdict: report.verdict.as_str(),
        partial: report.partial,
        counts: report.counts.into(),
        extracted: report.extracted,
        suppressed: SuppressedJson { waived: report.waived, baselined: report.baselined },
    };
    serde_json::to_string(&json).unwrap_or_default()
}

fn profile_json<'a>(profile: &'a Profile, source: &Source) -> ProfileJson<'a> {
    ProfileJson {
        organ: profile.organ.as_ref().map(|known| known.value.as_str()),
        level: profile.level.as_ref().map(|known| known.value.as_str()),
        province: profile.province.as_ref().map(|known| known.value.as_str()),
        year: profile.year.as_ref().map(|known| known.value),
        published: profile.published.as_ref().map(|known| known.value.to_string()),
        signed: profile.signed.as_ref().map(|known| known.value.to_string()),
        evidence: EvidenceJson {
            organ: evidence(profile.organ.as_ref(), source),
            level: evidence(profile.level.as_ref(), source),
            province: evidence(profile.province.as_ref(), source),
            year: evidence(profile.year.as_ref(), source),
            published: evidence(profile.published.as_ref(), source),
            signed: evidence(profile.signed.as_ref(), source),
        },
    }
}

fn evidence<T>(known: Option<&Known<T>>, source: &Source) -> Option<SpanJson> {
    known.and_then(|known| known.evidence).map(|span| span_json(source, span))
}

fn requirement<'a>(row: &'a RequirementRow, source: &Source, lang: Lang) -> RequirementJson<'a> {
    RequirementJson {
        id: &row.id,
        name: row.name.get(lang),
        status: row.status.as_str(),
        place: row.place.as_str(),
        span: row.span.map(|span| span_json(source, span)),
        nearest: row.candidate.map(|span| span_json(source, span)),
    }
}

/// A finding of a report on `year`.
pub(super) fn diagnostic<'a>(
    found: &'a Diagnostic,
    source: &Source,
    rules: &'a RuleSet,
    year: Option<i32>,
    lang: Lang,
) -> DiagnosticJson<'a> {
    DiagnosticJson {
        rule: &found.rule,
        severity: found.severity.as_str(),
        confidence: found.confidence.as_str(),
        message: found.message.get(lang),
        help: found.help.get(lang),
        basis: rules.rule(&found.rule).map(|rule| basis(rules, rule, year, lang)).unwrap_or_default(),
        absent: found.absent,
        span: span_json(source, found.span),
        labels: found
            .labels
            .iter()
            .map(|label| LabelJson { span: span_json(source, label.span), message: label.message.get(lang) })
            .collect(),
        fix: found.fix.as_ref().map(|fix| FixJson {
            applicability: fix.applicability.as_str(),
            edits: fix
                .edits
                .iter()
                .map(|edit| EditJson { span: span_json(source, edit.span), replacement: &edit.replacement })
                .collect(),
        }),
    }
}

/// What a rule rests on, for a report on `year`.
pub(super) fn basis<'a>(rules: &'a RuleSet, rule: &'a Rule, year: Option<i32>, lang: Lang) -> Vec<BasisJson<'a>> {
    rules
        .basis_for(rule, year)
        .filter_map(|basis| {
            let known = rules.sources.get(basis.source)?;
            let text = rules.basis_words(basis, lang);
            Some(BasisJson { source: &known.id, text, article: basis.article.as_deref(), verified: known.verified })
        })
        .collect()
}
