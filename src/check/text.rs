//! Words and patterns.

use crate::diagnostic::{Applicability, Edit, Fix, Label, Severity};
use crate::document::cue::Cue;
use crate::document::words;
use crate::facts::{CalendarDate, RoleId, Subject};
use crate::rule::RuleSet;
use crate::rule::matcher::{PartialDate, TextEntry, TextMatcher, Zone};
use crate::source::Span;
use crate::source::span::{ceil_boundary, floor_boundary};

use super::{Hit, Variables, Verdict, checksum, text};

/// Most further occurrences shown with a finding.
const MOST_LABELS: usize = 4;

/// The occurrences of one entry.
struct Found<'a> {
    entry: &'a TextEntry,
    spans: Vec<Span>,
    /// What stands in the place of a span, where the suggestion is filled from the match.
    filled: Vec<(Span, String)>,
}

impl Found<'_> {
    fn replacement(&self, span: Span) -> Option<&str> {
        let filled = self.filled.iter().find(|(known, _)| *known == span).map(|(_, words)| words.as_str());
        filled.or(self.entry.suggest.as_deref())
    }
}

/// Finds the entries of `matcher`; one finding for each different wording, or one for all.
pub(super) fn find(matcher: &TextMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Verdict {
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut undated = false;
    for entry in &matcher.entries {
        // Cheapest question first: most entries occur nowhere.
        if !entry.cues.iter().any(|cue| subject.cues.all(*cue).next().is_some()) {
            continue;
        }
        let occurs = |cue: &Cue| subject.cues.all(*cue).next().is_some();
        if !entry.guards.context.is_empty() && !entry.guards.context.iter().any(occurs) || !applies(entry, subject) {
            continue;
        }
        match in_time(entry, subject) {
            Some(true) => {}
            Some(false) => continue,
            None => {
                undated = true;
                continue;
            }
        }
        if !entry.needs.possible(|words| words.iter().any(occurs)) {
            continue;
        }
        let (spans, filled) = occurrences(entry, matcher, rules, subject);
        if spans.len() >= entry.guards.min_count {
            found.push(Found { entry, spans, filled });
        }
    }
    drop_covered(&mut found);
    let in_file = super::file::hits(&matcher.file, subject);
    if found.is_empty() && in_file.is_empty() && undated {
        return Verdict::unknown_year();
    }
    if found.len() < matcher.min_distinct {
        return Verdict::of_hits(in_file);
    }
    if matcher.once {
        return Verdict::Hits(once(&found, matcher, rules, subject));
    }
    let mut hits: Vec<Hit> = found.iter().flat_map(|found| by_wording(found, matcher, rules, subject)).collect();
    hits.extend(in_file);
    hits.sort_by_key(|hit| hit.span.start);
    Verdict::Hits(hits)
}

fn applies(entry: &TextEntry, subject: &Subject<'_>) -> bool {
    let level =
        entry.guards.levels.is_empty() || subject.level().is_some_and(|level| entry.guards.levels.contains(&level));
    let years = entry.guards.years.is_open() || subject.year().is_some_and(|year| entry.guards.years.contain(year));
    level && years
}

/// Whether the thing did not exist yet, or no longer, in the report's time; nothing where the time is unknown.
fn in_time(entry: &TextEntry, subject: &Subject<'_>) -> Option<bool> {
    if entry.guards.first_valid.is_none() && entry.guards.last_valid.is_none() {
        return Some(true);
    }
    let year = subject.year()?;
    // Openings cite what is new when they are written, up to a hundred days after the year; an unknown day of the
    // thing counts as its first possible day.
    let written = subject.profile.published.as_ref().or(subject.profile.signed.as_ref()).map(|known| known.value);
    let written = written.filter(|date| date.year > year).or_else(|| CalendarDate::new(year + 1, 4, 10));
    let too_new = entry.guards.first_valid.is_some_and(|first| written.is_some_and(|date| is_after(first, date)));
    let too_old = entry.guards.last_valid.is_some_and(|last| year > last.year);
    Some(too_new || too_old)
}

fn is_after(first: PartialDate, date: CalendarDate) -> bool {
    (first.year, first.month.max(1), first.day.max(1)) > (date.year, date.month, date.day)
}

/// The occurrences of an entry that its guards let through, and what is suggested in the place of each.
fn occurrences(
    entry: &TextEntry,
    matcher: &TextMatcher,
    rules: &RuleSet,
    subject: &Subject<'_>,
) -> (Vec<Span>, Vec<(Span, String)>) {
    let mut filled = Vec::new();
    let mut spans: Vec<Span> = match entry.pattern {
        None => entry.cues.iter().flat_map(|cue| subject.cues.all(*cue)).collect(),
        Some(id) => {
            let Some(pattern) = rules.pattern(id) else {
                return (Vec::new(), filled);
            };
            let template = entry.suggest.as_deref().filter(|suggest| suggest.contains("${"));
            let hits = entry.cues.iter().flat_map(|cue| subject.cues.all(*cue));
            let reach = entry.reach.and_then(|reach| usize::try_from(reach).ok());
            let mut windows: Vec<Window> = hits.filter_map(|hit| window(hit, reach, subject)).collect();
            windows.sort_unstable();
            windows.dedup();
            // A pattern is dear, a look for the words that must stand beside it is cheap.
            let fits = |Window { span, unit }: &Window| {
                (entry.guards.context.is_empty() || subject.cues.any(&entry.guards.context, *unit))
                    && entry.needs.met(span.of(subject.text()), subject.document.signs.within(*span), |words| {
                        subject.cues.any(words, *span)
                    })
            };
            let mut found = Vec::new();
            for Window { span: window, unit } in windows.into_iter().filter(fits) {
                // From the beginning of the sentence, so that ^ means that.
                let words = Span::new(unit.start, window.end).of(subject.text());
                for hit in pattern.matches(words, window.start - unit.start, template) {
                    // The end of a window is no end: such a match does not hold the literal of this window, but another
                    // one, from which it is found if it is one.
                    if hit.whole.end == words.len() && window.end < unit.end {
                        continue;
                    }
                    let span = Span::new(unit.start + hit.marked.start, unit.start + hit.marked.end);
                    found.push(span);
                    filled.extend(hit.filled.map(|words| (span, words)));
                }
            }
            found
        }
    };
    spans.sort_unstable();
    spans.dedup();
    spans.retain(|span| passes(*span, entry, matcher, subject));
    (spans, filled)
}

/// A part of a sentence in which a pattern is tried.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    span: Span,
    /// The sentence.
    unit: Span,
}

/// The part of the sentence round a literal in which a match of at most `reach` bytes must lie if it holds the
/// literal; the whole sentence where there is no limit.
fn window(hit: Span, reach: Option<usize>, subject: &Subject<'_>) -> Option<Window> {
    let unit = unit_at(hit.start, subject)?;
    let Some(reach) = reach else {
        return Some(Window { span: unit, unit });
    };
    // One character more on both sides, for ^ and $ and for what may not stand beside a match.
    let margin = reach + 4;
    let start = floor_boundary(subject.text(), hit.start.saturating_sub(margin)).max(unit.start);
    let end = ceil_boundary(subject.text(), hit.end + margin).min(unit.end);
    Some(Window { span: Span::new(start, end), unit })
}

/// The sentence, heading, title or other line that holds `at`.
pub(super) fn unit_at(at: usize, subject: &Subject<'_>) -> Option<Span> {
    let document = &subject.document;
    if let Some((_, sentence)) = document.sentence_at(at) {
        return Some(sentence.span);
    }
    if let Some(title) = document.title.as_ref().filter(|title| title.span.start <= at && at < title.span.end) {
        return Some(title.span);
    }
    let signature = document.signature.as_ref().into_iter().flat_map(|s| [s.closing, s.organ, s.date]).flatten();
    let mut lines = document.addressee.into_iter().chain(document.document_number).chain(signature);
    if let Some(line) = lines.find(|line| line.start <= at && at < line.end) {
        return Some(line);
    }
    let index = document.heading_at(at)?;
    let section = document.sections.get(index)?;
    Some(Span::new(
        section.span.start,
        section.heading.text.end.max(section.heading.mark.map_or(0, |mark| mark.span.end)),
    ))
}

fn passes(span: Span, entry: &TextEntry, matcher: &TextMatcher, subject: &Subject<'_>) -> bool {
    let all = subject.text();
    let before = all.get(..span.start).unwrap_or("");
    let behind = all.get(span.end..).unwrap_or("");
    let preceded = |words: &[String]| words.iter().any(|word| before.ends_with(word.as_str()));
    let followed = |words: &[String]| words.iter().any(|word| behind.starts_with(word.as_str()));
    if preceded(&entry.guards.not_preceded_by)
        || followed(&entry.guards.not_followed_by)
        || !entry.guards.preceded_by.is_empty() && !preceded(&entry.guards.preceded_by)
        || !entry.guards.followed_by.is_empty() && !followed(&entry.guards.followed_by)
    {
        return false;
    }
    let Some(unit) = unit_at(span.start, subject) else {
        return false;
    };
    if subject.cues.any(&entry.guards.not_context, unit) || subject.cues.any(&matcher.not_context, unit) {
        return false;
    }
    if !entry.guards.context.is_empty() && !subject.cues.any(&entry.guards.context, unit) {
        return false;
    }
    let zone = |zone: Zone| in_zone(zone, span, subject);
    if matcher.not_in.iter().any(|out| zone(*out))
        || !matcher.zones.is_empty() && !matcher.zones.iter().any(|within| zone(*within))
    {
        return false;
    }
    if !matcher.roles.is_empty() && role_at(span, &matcher.roles, subject).is_none() {
        return false;
    }
    if entry.guards.check.is_some_and(|check| !checksum::holds(check, span.of(all))) {
        return false;
    }
    !entry.guards.word || words::is_word(all, unit, span)
}

fn in_zone(zone: Zone, span: Span, subject: &Subject<'_>) -> bool {
    match zone {
        Zone::Title => subject.document.title.as_ref().is_some_and(|title| title.span.encloses(span)),
        Zone::Heading => subject.document.heading_at(span.start).is_some(),
        Zone::Body => subject.document.sentence_at(span.start).is_some(),
        Zone::Citation => subject.tokens.citation_at(span.start).is_some(),
        Zone::Quotation => quoted(span, subject),
    }
}

/// Whether `span` stands between “ and ” of its own unit.
fn quoted(span: Span, subject: &Subject<'_>) -> bool {
    let Some(unit) = unit_at(span.start, subject) else {
        return false;
    };
    let before = Span::new(unit.start, span.start).of(subject.text());
    let opened = before.rfind('“');
    opened.is_some_and(|open| before.get(open..).is_some_and(|tail| !tail.contains('”')))
}

fn role_at(span: Span, roles: &[RoleId], subject: &Subject<'_>) -> Option<RoleId> {
    roles.iter().copied().find(|role| {
        subject.parts.get(*role).is_some_and(|part| part.extents.iter().any(|extent| extent.encloses(span)))
    })
}

/// An occurrence inside a longer occurrence of another entry is the same finding; so is the same occurrence by two
/// entries, of which the heavier one counts.
fn drop_covered(found: &mut Vec<Found<'_>>) {
    let all: Vec<(Span, Option<Severity>, usize)> = found
        .iter()
        .enumerate()
        .flat_map(|(index, found)| found.spans.iter().map(move |span| (*span, found.entry.severity, index)))
        .collect();
    for (index, found) in found.iter_mut().enumerate() {
        let own = found.entry.severity;
        found.spans.retain(|span| {
            !all.iter().any(|(other, severity, at)| {
                *at != index && if other == span { (*severity, index) > (own, *at) } else { other.encloses(*span) }
            })
        });
    }
    found.retain(|found| !found.spans.is_empty());
}

/// One finding for each different wording of an entry.
fn by_wording(found: &Found<'_>, matcher: &TextMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Vec<Hit> {
    let mut groups: Vec<(&str, Vec<Span>)> = Vec::new();
    for span in &found.spans {
        let words = span.of(subject.text());
        match groups.iter_mut().find(|(known, _)| *known == words) {
            Some((_, spans)) => spans.push(*span),
            None => groups.push((words, vec![*span])),
        }
    }
    groups.into_iter().map(|(_, spans)| hit(found, &spans, matcher, rules, subject)).collect()
}

fn hit(found: &Found<'_>, spans: &[Span], matcher: &TextMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Hit {
    let first = spans.first().copied().unwrap_or_default();
    let words = first.of(subject.text());
    let entry = found.entry;
    let suggest = found.replacement(first).unwrap_or_default();
    let date = entry.guards.first_valid.or(entry.guards.last_valid).map(PartialDate::words).unwrap_or_default();
    let role = role_at(first, &matcher.roles, subject)
        .and_then(|id| rules.roles.roles.get(id.0))
        .map(|role| role.name.clone());
    let edit = |span: &Span| Some(Edit { span: *span, replacement: found.replacement(*span)?.to_owned() });
    let fix = entry.fix.and_then(|applicability| {
        let edits: Vec<Edit> = spans.iter().filter_map(edit).collect();
        (!edits.is_empty()).then_some(Fix { applicability, edits })
    });
    Hit {
        span: first,
        severity: entry.severity,
        labels: further(spans),
        variables: Variables::default()
            .with("words", words)
            .with("suggest", suggest)
            .with("count", spans.len().to_string())
            .with_text("date", date)
            .with_text("role", role.unwrap_or_else(|| text("", ""))),
        fix,
        ..Hit::default()
    }
}

pub(super) fn further(spans: &[Span]) -> Vec<Label> {
    spans.iter().skip(1).take(MOST_LABELS).map(|span| Label::bare(*span)).collect()
}

/// The edits of all entries whose edits may be applied most readily; the others wait until these are done.
fn joint_fix(found: &[Found<'_>]) -> Option<Fix> {
    let rank = |fix: Applicability| match fix {
        Applicability::Safe => 0,
        Applicability::Unsafe => 1,
        Applicability::DisplayOnly => 2,
    };
    let applicability = found.iter().filter_map(|found| found.entry.fix).min_by_key(|fix| rank(*fix))?;
    let mut edits: Vec<Edit> = found
        .iter()
        .filter(|found| found.entry.fix == Some(applicability))
        .flat_map(|found| found.spans.iter().map(move |span| (*span, found.replacement(*span))))
        .filter_map(|(span, words)| Some(Edit { span, replacement: words?.to_owned() }))
        .collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|b, a| a.span.overlaps(b.span));
    Some(Fix { applicability, edits })
}

/// One finding for all entries together.
fn once(found: &[Found<'_>], matcher: &TextMatcher, rules: &RuleSet, subject: &Subject<'_>) -> Vec<Hit> {
    let mut spans: Vec<Span> = found.iter().flat_map(|found| found.spans.iter().copied()).collect();
    spans.sort_unstable();
    let Some(first) = found.first() else {
        return Vec::new();
    };
    let mut wordings: Vec<&str> = Vec::new();
    for span in &spans {
        let words = span.of(subject.text());
        if !wordings.contains(&words) {
            wordings.push(words);
        }
    }
    let all_suggest = first.spans.first().and_then(|span| first.replacement(*span)).unwrap_or_default().to_owned();
    let mut all = hit(first, &spans, matcher, rules, subject);
    all.severity = found.iter().filter_map(|found| found.entry.severity).max();
    all.fix = joint_fix(found);
    all.variables = Variables::default()
        .with("words", wordings.join("”“"))
        .with("suggest", all_suggest)
        .with("count", spans.len().to_string());
    vec![all]
}
