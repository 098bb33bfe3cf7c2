//! Statements about numbers as a report makes them, whether they can be judged or not: totals with their parts, changes
//! against another period, cases carried over.

use crate::facts::{Figure, Subject};
use crate::rule::RuleSet;
use crate::rule::matcher::{Arithmetic, Matcher, Relation};

use super::growth::{BEFORE, comparison};
use super::{Desk, contains, growth, sum};

/// What a record states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A total with parts; whether its words say that all of them are listed.
    Total {
        /// 分别为 says so, 其中 does not.
        complete: bool,
    },
    /// A change against another period.
    Change {
        /// 增长, not 下降.
        rises: bool,
    },
    /// Cases of an earlier period that are still open: 上年结转3件.
    CarriedOver,
}

/// What a member is to its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberRole {
    /// A part of a total.
    Part,
    /// The earlier value of a change.
    Before,
    /// The later value of a change.
    Now,
}

/// A statement about numbers.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// What it states.
    pub kind: RecordKind,
    /// The total, the change, the number carried over.
    pub figure: &'a Figure,
    /// The other numbers that belong to it.
    pub members: Vec<(MemberRole, &'a Figure)>,
}

/// All such statements, in document order. The words by which they are recognised are those of the rules that run.
#[must_use]
pub fn records<'a>(rules: &'a RuleSet, subject: &'a Subject<'a>) -> Vec<Record<'a>> {
    let mut out = Vec::new();
    for rule in rules.rules.iter().filter(|rule| rule.disabled.is_none()) {
        let Matcher::Relation(matcher) = &rule.matcher else { continue };
        let desk = Desk::new(matcher, subject);
        match matcher.check {
            Arithmetic::Sum => {
                out.extend(sum::lists(&desk));
                out.extend(carried(&desk, matcher));
            }
            Arithmetic::Growth => out.extend(changes(&desk)),
            _ => {}
        }
    }
    out.sort_by_key(|record| (record.figure.span, record.members.len()));
    out
}

/// Changes with both values, with one of them, and with none.
fn changes<'a>(desk: &Desk<'a>) -> Vec<Record<'a>> {
    let mut out = growth::stated(desk);
    for figure in desk.figures.iter().filter(|figure| figure.kind.is_quantity()) {
        let known = |record: &Record<'_>| {
            record.figure.span == figure.span || record.members.iter().any(|(_, member)| member.span == figure.span)
        };
        if let Some(rises) = comparison(desk, desk.of(figure.before)).filter(|_| !out.iter().any(known)) {
            out.push(Record { kind: RecordKind::Change { rises }, figure, members: Vec::new() });
        }
    }
    out
}

/// Numbers that are said to come from an earlier period. “较上年50件” compares and carries nothing over.
fn carried<'a>(desk: &Desk<'a>, matcher: &Relation) -> Vec<Record<'a>> {
    let words: Vec<String> =
        matcher.words.carried.iter().filter(|word| !BEFORE.contains(&word.as_str())).cloned().collect();
    let told = desk.figures.iter().filter(|figure| figure.is_exact_count() && contains(desk.of(figure.before), &words));
    told.map(|figure| Record { kind: RecordKind::CarriedOver, figure, members: Vec::new() }).collect()
}
