//! Dates that no calendar has, and days on which figures were cut off.

use crate::facts::{Subject, WhenValue, days_of};
use crate::rule::matcher::DateFault;

use super::{Hit, Variables, Verdict};

/// Finds the fault of dates that a rule is about.
pub(super) fn find(fault: &DateFault, subject: &Subject<'_>) -> Verdict {
    match fault {
        DateFault::Impossible => impossible(subject),
        DateFault::Cutoff { month, day, words } => {
            let Some(year) = subject.year() else {
                return Verdict::unknown_year();
            };
            let mut hits = Vec::new();
            for cue in words {
                for word in subject.cues.all(*cue) {
                    let near = crate::source::Span::new(word.end, word.end + 36);
                    let Some(when) =
                        subject.tokens.whens_in(near).next().filter(|when| when.span.start <= word.end + 3)
                    else {
                        continue;
                    };
                    let (named, found_month, found_day) = match when.value {
                        WhenValue::Date(named, month, day) => (named, month, day),
                        WhenValue::YearMonth(named, month) => (named, month, 31),
                        WhenValue::MonthDay(month, day) => (year, month, day),
                        _ => continue,
                    };
                    if named == year && (found_month, found_day) < (*month, *day) && (1..=12).contains(&found_month) {
                        let span = word.join(when.span);
                        let variables = Variables::default()
                            .with("words", when.span.of(subject.text()))
                            .with("date", when.span.of(subject.text()));
                        hits.push(Hit { span, variables, ..Hit::default() });
                    }
                }
            }
            hits.sort_by_key(|hit| hit.span.start);
            hits.dedup_by_key(|hit| hit.span.end);
            Verdict::of_hits(hits)
        }
    }
}

fn impossible(subject: &Subject<'_>) -> Verdict {
    let mut hits = Vec::new();
    for when in &subject.tokens.whens {
        let (year, month, day) = match when.value {
            WhenValue::Date(year, month, day) => (Some(year), month, day),
            WhenValue::MonthDay(month, day) => (None, month, day),
            WhenValue::YearMonth(year, month) => (Some(year), month, 1),
            _ => continue,
        };
        // A 29 February without a year may belong to the report year or to the year of the plan.
        let years = match (year, subject.year()) {
            (Some(year), _) => [year, year],
            (None, Some(year)) => [year, year + 1],
            (None, None) => [2024, 2024],
        };
        let most = years.iter().filter_map(|year| days_of(*year, month)).max().unwrap_or(0);
        if day == 0 || day > most {
            let variables = Variables::default()
                .with("words", when.span.of(subject.text()))
                .with("days", most.to_string())
                .with("date", format!("{month}月"));
            hits.push(Hit { span: when.span, variables, ..Hit::default() });
        }
    }
    Verdict::of_hits(hits)
}
