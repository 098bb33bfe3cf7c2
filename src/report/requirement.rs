//! 合规对照表: each content item with its status and the place of the evidence.

use crate::check::Outcome;
use crate::diagnostic::Text;
use crate::facts::{Genre, Place, Subject};
use crate::rule::RuleSet;
use crate::source::Span;

use super::policy::Policy;

/// The status of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 符合
    Satisfied,
    /// 不符合
    Finding,
    /// 不适用
    NotApplicable,
    /// 无法判断
    NotEvaluable,
}

impl Status {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Finding => "finding",
            Self::NotApplicable => "not_applicable",
            Self::NotEvaluable => "not_evaluable",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Satisfied => ("符合", "met"),
            Self::Finding => ("不符合", "not met"),
            Self::NotApplicable => ("不适用", "not applicable"),
            Self::NotEvaluable => ("无法判断", "cannot tell"),
        }
    }
}

/// One row of the matrix.
#[derive(Clone, Debug)]
pub struct RequirementRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its status.
    pub status: Status,
    /// Where the item stands.
    pub place: Place,
    /// The words that show it, or the empty span where it should be inserted.
    pub span: Option<Span>,
    /// The nearest text, if it is missing.
    pub candidate: Option<Span>,
    /// Whether the deciding rule was left out by the user.
    pub unchecked: bool,
}

/// The matrix of one report.
pub(super) fn matrix(
    subject: &Subject<'_>,
    rules: &RuleSet,
    outcomes: &[Outcome],
    policy: &Policy,
) -> Vec<RequirementRow> {
    let mut rows = Vec::with_capacity(rules.requirements.len());
    for requirement in &rules.requirements {
        let (Some(role), Some(part)) = (rules.roles.roles.get(requirement.role.0), subject.parts.get(requirement.role))
        else {
            continue;
        };
        let present = part.place > Place::Missing;
        let outcome = requirement.rule.and_then(|index| outcomes.get(index));
        let decider = requirement.rule.and_then(|index| rules.rules.get(index));
        let unchecked = !present && decider.is_some_and(|rule| !policy.wants(&rule.id));
        let status = match (&subject.genre, outcome) {
            (Genre::Other(_), _) => Status::NotApplicable,
            _ if unchecked => Status::NotEvaluable,
            (_, Some(Outcome::Finding(_))) => Status::Finding,
            (_, Some(Outcome::NotEvaluable(_))) => Status::NotEvaluable,
            (_, Some(Outcome::NotApplicable(_)) | None) if !present => Status::NotApplicable,
            _ => Status::Satisfied,
        };
        let insertion = (status == Status::Finding && part.insertion > 0).then(|| Span::empty(part.insertion));
        rows.push(RequirementRow {
            id: role.id.clone(),
            name: role.name.clone(),
            status,
            place: part.place,
            span: if present { part.evidence } else { insertion },
            candidate: if present { None } else { part.candidate },
            unchecked,
        });
    }
    rows
}
