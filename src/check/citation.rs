//! Cited titles against the table of instruments.

use crate::diagnostic::{Applicability, Edit, Fix, Severity, Text};
use crate::facts::{Citation, Subject, place};
use crate::rule::RuleSet;
use crate::rule::instrument::{Instrument, Resolved};
use crate::rule::matcher::{CitationFault, CitationMatcher};
use crate::source::Span;
use crate::source::span::floor_boundary;

use super::text::{further, unit_at};
use super::{Hit, Variables, Verdict};

/// How far before a title its issuer is looked for, in bytes; thirty characters.
const ISSUER_BEFORE: usize = 90;

/// How far before a title a verb shows that the place made it itself, in bytes; eight characters.
const MADE_BEFORE: usize = 24;

/// A faulty title.
struct Fault<'a> {
    /// What it should be called, without 《》.
    suggest: String,
    /// The instrument that is meant.
    instrument: &'a Instrument,
    severity: Option<Severity>,
    applicability: Option<Applicability>,
}

/// One cited title and what it is held against.
struct Case<'a, 's> {
    citation: &'s Citation,
    /// The sentence, row or heading that holds it.
    unit: Span,
    matcher: &'s CitationMatcher,
    rules: &'a RuleSet,
    subject: &'s Subject<'s>,
}

/// Who issued the instrument, as far as the sentence tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Issuer {
    Central,
    Local,
    Both,
    Unknown,
}

/// Finds the titles with the fault that `matcher` is about; one finding for each wording.
pub(super) fn find(matcher: &CitationMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let mut found: Vec<(&str, Fault<'_>, Vec<Span>)> = Vec::new();
    let mut undated = false;
    for citation in subject.citations() {
        if citation.key.draft || citation.key.is_empty() {
            continue;
        }
        let Some(unit) = unit_at(citation.span.start, subject) else { continue };
        // Asked of faulty titles only, of which there are few.
        let guarded = || {
            let before = subject.text().get(..citation.span.start).unwrap_or("");
            matcher.not_preceded_by.iter().any(|word| before.ends_with(word.as_str()))
                || subject.cues.any(&matcher.not_context, unit)
        };
        let words = citation.span.of(subject.text());
        if let Some((.., spans)) = found.iter_mut().find(|(known, ..)| *known == words) {
            if !guarded() {
                spans.push(citation.span);
            }
            continue;
        }
        let case = Case { citation, unit, matcher, rules, subject };
        let fault = match matcher.fault {
            CitationFault::Misnamed => misnamed(&case),
            CitationFault::Period => wrong_period(&case),
            CitationFault::NearMiss => near_miss(&case),
            CitationFault::Repealed => {
                let year = subject.year();
                undated |= year.is_none() && is_repealed(citation, rules) && !guarded();
                year.and_then(|year| repealed(&case, year))
            }
        };
        if let Some(fault) = fault.filter(|_| !guarded()) {
            found.push((words, fault, vec![citation.span]));
        }
    }
    if found.is_empty() && undated {
        return Verdict::unknown_year();
    }
    Verdict::of_hits(found.into_iter().map(|(words, fault, spans)| hit(words, &fault, &spans, rules)).collect())
}

fn hit(words: &str, fault: &Fault<'_>, spans: &[Span], rules: &RuleSet) -> Hit {
    let fix = fault.applicability.map(|applicability| Fix {
        applicability,
        edits: spans.iter().map(|span| Edit { span: *span, replacement: format!("《{}》", fault.suggest) }).collect(),
    });
    let successor = rules.instruments.successor(fault.instrument);
    let replaced = successor.map_or_else(Text::default, |successor| Text {
        zh: format!("，由《{}》取代", successor.title),
        en: format!("; replaced by 《{}》", successor.title),
    });
    let date = fault.instrument.repealed.map(crate::rule::matcher::PartialDate::words).unwrap_or_default();
    Hit {
        span: spans.first().copied().unwrap_or_default(),
        severity: fault.severity,
        labels: further(spans),
        variables: Variables::default()
            .with("words", words.split_whitespace().collect::<String>())
            .with("suggest", format!("《{}》", fault.suggest))
            .with("count", spans.len().to_string())
            .with_text("successor", replaced)
            .with_text("date", date),
        fix,
        ..Hit::default()
    }
}

/// A known wrong name.
fn misnamed<'a>(case: &Case<'a, '_>) -> Option<Fault<'a>> {
    let Case { citation, rules, .. } = *case;
    let Resolved::Slip(instrument) = rules.instruments.resolve(&citation.key) else { return None };
    let severity = match issuer(case) {
        Issuer::Local => return None,
        Issuer::Both => Some(Severity::Info),
        Issuer::Central | Issuer::Unknown => None,
    };
    // The years as they are written stay: whether they are right is another question.
    let suggest = match (citation.key.period, instrument.period) {
        (Some(written), Some(own)) if written != own => with_period(&instrument.title, written),
        (None, Some(_)) if !citation.key.odd_period => without_period(&instrument.title).to_owned(),
        _ => instrument.title.clone(),
    };
    Some(Fault { suggest, instrument, severity, applicability: Some(Applicability::Unsafe) })
}

/// The right name with other years, or without the 年 behind them.
fn wrong_period<'a>(case: &Case<'a, '_>) -> Option<Fault<'a>> {
    let Case { citation, rules, subject, .. } = *case;
    let period = citation.key.period?;
    let rows = match rules.instruments.resolve(&citation.key) {
        Resolved::Exact(rows) => rows,
        Resolved::Slip(row) => vec![row],
        Resolved::Unknown => return None,
    };
    if let Some(row) = rows.iter().find(|row| row.period == Some(period)) {
        let fault = Fault {
            suggest: row.title.clone(),
            instrument: row,
            severity: Some(Severity::Info),
            applicability: Some(Applicability::Unsafe),
        };
        return citation.key.bare_period.then_some(fault);
    }
    let row = *rows
        .iter()
        .filter(|row| row.period.is_some())
        .min_by_key(|row| row.period.map_or(i32::MAX, |own| (own.0 - period.0).abs() + (own.1 - period.1).abs()))?;
    if row.local {
        return None;
    }
    let elsewhere = rows.iter().any(|row| row.elsewhere.contains(&period));
    // A province of which the table knows such a plan means its own.
    let own = subject.profile.province.as_ref().is_some_and(|province| {
        let title = format!("{}{}", province.value, with_period(&row.title, period));
        rules.instruments.rows().iter().any(|row| row.local && row.title == title)
    });
    let severity = match (issuer(case), elsewhere) {
        (Issuer::Local, _) => return None,
        (Issuer::Unknown, _) if own => return None,
        (Issuer::Central, _) | (Issuer::Unknown, false) => None,
        (Issuer::Both, _) | (Issuer::Unknown, true) => Some(Severity::Info),
    };
    Some(Fault {
        suggest: row.title.clone(),
        instrument: row,
        severity,
        applicability: Some(Applicability::DisplayOnly),
    })
}

/// One or two characters off a known name.
fn near_miss<'a>(case: &Case<'a, '_>) -> Option<Fault<'a>> {
    let Case { citation, rules, matcher, .. } = *case;
    let key = &citation.key;
    if !matches!(rules.instruments.resolve(key), Resolved::Unknown) || names_place(&key.name) {
        return None;
    }
    if matches!(issuer(case), Issuer::Local | Issuer::Both) {
        return None;
    }
    let near = rules.instruments.near(&key.name);
    let ending = |name: &str| matcher.endings.iter().find(|ending| name.ends_with(ending.as_str())).cloned();
    let mut fitting = near.into_iter().filter(|(known, _)| {
        let (own, theirs) = differing(&key.name, known);
        let told = |words: &str| matcher.telling.iter().any(|word| words.contains(word.as_str()));
        let other_kind = ending(&key.name).is_some_and(|own| ending(known) != Some(own));
        // A word exchanged for another of two characters is another word, not a slip.
        let exchanged = own.chars().count() >= 2 && theirs.chars().count() >= 2 && !transposed(&own, &theirs);
        !other_kind && !told(&own) && !told(&theirs) && !exchanged
    });
    let (known, instrument) = fitting.next()?;
    if fitting.any(|(other, _)| other != known) {
        return None;
    }
    // Of several instruments of one name, the one of the years that are written is meant.
    let name = without_period(&instrument.title);
    let of_period = |row: &&Instrument| row.period == key.period && without_period(&row.title) == name;
    let instrument = rules.instruments.rows().iter().find(of_period).unwrap_or(instrument);
    Some(Fault {
        suggest: instrument.title.clone(),
        instrument,
        severity: None,
        applicability: Some(Applicability::DisplayOnly),
    })
}

/// What the two names have between their common beginning and their common end.
fn differing(own: &str, known: &str) -> (String, String) {
    let (own, known): (Vec<char>, Vec<char>) = (own.chars().collect(), known.chars().collect());
    let head = own.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let shorter = own.len().min(known.len()) - head;
    let tail = own.iter().rev().zip(known.iter().rev()).take(shorter).take_while(|(a, b)| a == b).count();
    let middle = |chars: &[char]| chars.get(head..chars.len() - tail).unwrap_or(&[]).iter().collect();
    (middle(&own), middle(&known))
}

fn transposed(own: &str, known: &str) -> bool {
    own.chars().rev().eq(known.chars())
}

/// Whether anything of this name was ever repealed.
fn is_repealed(citation: &Citation, rules: &RuleSet) -> bool {
    let Resolved::Exact(rows) = rules.instruments.resolve(&citation.key) else { return false };
    rows.iter().any(|row| row.repealed.is_some())
}

/// No longer in force in the report year.
fn repealed<'a>(case: &Case<'a, '_>, year: i32) -> Option<Fault<'a>> {
    let Case { citation, rules, .. } = *case;
    let Resolved::Exact(rows) = rules.instruments.resolve(&citation.key) else { return None };
    let fits = |row: &&&Instrument| citation.key.period.is_none() || citation.key.period == row.period;
    // A name that also belongs to an instrument in force says nothing.
    if rows.iter().any(|row| row.repealed.is_none()) {
        return None;
    }
    let row = *rows.iter().filter(fits).max_by_key(|row| row.last_year())?;
    if row.last_year().is_none_or(|last| year <= last) {
        return None;
    }
    if matches!(issuer(case), Issuer::Local | Issuer::Both) {
        return None;
    }
    let severity = (!row.firm).then_some(Severity::Info);
    let suggest = rules.instruments.successor(row).unwrap_or(row).title.clone();
    Some(Fault { suggest, instrument: row, severity, applicability: Some(Applicability::DisplayOnly) })
}

/// Whether the name begins with, or names early on, a place of its own.
fn names_place(name: &str) -> bool {
    if place::mentions(name).iter().any(|(start, ..)| *start == 0) {
        return true;
    }
    name.chars().take(9).skip(1).any(|c| matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡'))
        || name.starts_with(['省', '市', '县', '区', '我', '本', '全'])
}

/// Who issued the cited instrument: the document number behind it tells, or the words before it.
fn issuer(case: &Case<'_, '_>) -> Issuer {
    let Case { citation, unit, matcher, subject, .. } = *case;
    if let Some(number) = &citation.number {
        let agency = number.agency.of(subject.text());
        let central = matcher.numbers.iter().any(|code| code == agency);
        return if central { Issuer::Central } else { Issuer::Local };
    }
    let window = |bytes: usize| {
        let start = floor_boundary(subject.text(), citation.span.start.saturating_sub(bytes));
        Span::new(unit.start.max(start), citation.span.start)
    };
    let before = window(ISSUER_BEFORE);
    let central = subject.cues.any(&matcher.central, before);
    let made = !central && subject.cues.any(&matcher.made, window(MADE_BEFORE));
    let local = made || subject.cues.any(&matcher.local, before);
    match (central, local) {
        (true, true) => Issuer::Both,
        (true, false) => Issuer::Central,
        (false, true) => Issuer::Local,
        (false, false) => Issuer::Unknown,
    }
}

/// “（2021—2025年）” put in the place of the years of `title`.
fn with_period(title: &str, period: (i32, i32)) -> String {
    format!("{}（{}—{}年）", without_period(title), period.0, period.1)
}

fn without_period(title: &str) -> &str {
    title.rsplit_once('（').map_or(title, |(name, _)| name)
}
