//! Totals and their parts: “共24台，分别为城管16台、司法所2台、派出所6台”, “受理152件，其中简易112件”, “受理40件，审结38件”.

use crate::diagnostic::{Label, Text};
use crate::facts::{Decimal, Figure, FigureKind, Qualifier};
use crate::rule::matcher::Arithmetic;
use crate::source::Span;

use super::{Desk, Judgement, MemberRole, REACH, Record, RecordKind, Statement, contains, same, unsure};

/// Most parts of which every choice is added up.
const MAX_PARTS: usize = 8;

/// A total and the figures that are said to be its parts.
struct Total<'a> {
    /// The words that say so.
    introducer: Span,
    /// Whether all parts are listed.
    closed: bool,
    whole: &'a Figure,
    /// Other figures of the sentence that could be meant as the total.
    rivals: Vec<&'a Figure>,
    parts: Vec<&'a Figure>,
}

fn countable(figure: &Figure) -> bool {
    matches!(figure.kind, FigureKind::Count | FigureKind::Money)
}

fn exact(figure: &Figure) -> bool {
    figure.qualifier == Qualifier::Exact
}

/// The totals of a report with their parts.
fn find<'a>(desk: &Desk<'a>) -> Vec<Total<'a>> {
    let words = &desk.matcher.words;
    let mut out = Vec::new();
    for (sentence, figures) in desk.sentences(2) {
        // A total stands before the words that introduce its parts.
        let told = Span::new(figures.first().map_or(sentence.end, |first| first.span.end), sentence.end);
        let all = desk.of(told);
        let lists = [(true, &words.closed), (false, &words.open)];
        let mut introducers: Vec<(usize, usize, bool)> = lists
            .iter()
            .flat_map(|(closed, list)| {
                let present = list.iter().filter(|word| all.contains(word.as_str()));
                present.flat_map(move |word| all.match_indices(word.as_str()).map(|(at, _)| (at, word.len(), *closed)))
            })
            .collect();
        introducers.sort_unstable();
        introducers.dedup_by_key(|(at, ..)| *at);
        for (order, (at, len, closed)) in introducers.iter().enumerate() {
            let introducer = Span::new(told.start + at, told.start + at + len);
            let until = introducers.get(order + 1).map_or(told.end, |(at, ..)| told.start + at);
            if let Some(total) = one(desk, &figures, introducer, *closed, until) {
                out.push(total);
            }
        }
    }
    out
}

fn one<'a>(desk: &Desk<'a>, figures: &[&'a Figure], introducer: Span, closed: bool, until: usize) -> Option<Total<'a>> {
    let split = figures.partition_point(|figure| figure.span.end <= introducer.start);
    let (before, behind) = figures.split_at(split);
    let first = behind.first().filter(|first| {
        let gap = desk.of(Span::new(introducer.end, first.span.start));
        countable(first) && gap.len() <= REACH && !gap.contains(['；', ';', '。'])
    })?;
    let mut candidates = before.iter().rev().filter(|figure| countable(figure) && desk.same_unit(figure, first));
    let total = *candidates.next()?;
    let between = desk.of(Span::new(total.span.end, introducer.start));
    if between.len() > REACH {
        return None;
    }
    // A closed list follows its total at once; 其中 may follow a clause later, but not another group of clauses.
    if closed && !between.chars().all(|c| "，,：: ".contains(c)) || between.contains(['；', ';', '。']) {
        return None;
    }
    if total.interval.low.is_zero() {
        return None;
    }
    let rivals = candidates.copied().collect();
    let mut parts = vec![*first];
    let breaks = |figure: &Figure| contains(desk.of(figure.before), &desk.matcher.words.breaks);
    let mut tight = false;
    for pair in behind.windows(2) {
        let [left, right] = pair else { break };
        let gap = desk.of(Span::new(left.span.end, right.span.start));
        let loose = gap.contains(['，', ',']);
        // A list set apart by 、 ends at the first comma; one set apart by commas ends where something new begins.
        let anew = || loose && (tight || breaks(right) && !breaks(first));
        if right.span.start >= until
            || !countable(right)
            || !desk.same_unit(first, right)
            || gap.contains(['；', ';', '。', '（', '('])
            || anew()
        {
            break;
        }
        tight |= gap.contains('、') && !loose;
        parts.push(right);
    }
    Some(Total { introducer, closed, whole: total, rivals, parts })
}

fn add(parts: &[&Figure]) -> Option<Decimal> {
    parts.iter().try_fold(Decimal::whole(0), |sum, part| sum.plus(part.value))
}

/// Whether some of the parts, at least two, make up the total: the others overlap with them.
fn some_make_up(parts: &[&Figure], total: Decimal) -> bool {
    if parts.len() > MAX_PARTS {
        return true;
    }
    (1u32..1 << parts.len()).filter(|choice| choice.count_ones() >= 2).any(|choice| {
        let chosen: Vec<&Figure> =
            parts.iter().enumerate().filter(|(index, _)| choice >> index & 1 == 1).map(|(_, part)| *part).collect();
        add(&chosen) == Some(total)
    })
}

fn part_labels(parts: &[&Figure]) -> Vec<Label> {
    parts.iter().map(|part| Label::new(part.span, "分项", "part")).collect()
}

fn addition(parts: &[&Figure], sum: Decimal) -> String {
    let terms: Vec<String> = parts.iter().map(|part| part.value.to_string()).collect();
    format!("{} = {sum}", terms.join(" + "))
}

/// Totals with their parts, as they are stated.
pub(super) fn lists<'a>(desk: &Desk<'a>) -> Vec<Record<'a>> {
    let record = |total: Total<'a>| Record {
        kind: RecordKind::Total { complete: total.closed },
        figure: total.whole,
        members: total.parts.into_iter().map(|part| (MemberRole::Part, part)).collect(),
    };
    find(desk).into_iter().map(record).collect()
}

/// Totals against the sums of their parts.
pub(super) fn totals(desk: &Desk<'_>) -> Vec<Statement> {
    let found = find(desk);
    let lists = found.iter().filter(|total| total.parts.len() >= 2);
    lists.filter_map(|total| judge(desk, total)).collect()
}

fn judge(desk: &Desk<'_>, list: &Total<'_>) -> Option<Statement> {
    let Total { whole: total, parts, .. } = list;
    let make = |judgement| Statement::new(Arithmetic::Sum, total.span, judgement).labels(part_labels(parts));
    if !exact(total) || !parts.iter().all(|part| exact(part)) {
        return Some(make(unsure("总数或分项是约数", "total or parts are approximate")));
    }
    let sum = add(parts)?;
    let difference = sum.distance(total.value)?;
    let (whole, unit) = (total.value, total.unit_words(desk.all));
    if difference.is_zero() {
        return Some(make(Judgement::Holds).calculation(desk.proof(|| same(addition(parts, sum)))));
    }
    let sentence = desk.sentence(total);
    let told = desk.of(sentence);
    // “……等” and what the last part is said of stand right behind it.
    let tail = parts.last().map_or(total.span, |part| part.span.join(part.behind));
    let members = total.span.join(tail);
    let judgement = if sum < whole && !list.closed {
        // 其中 need not list everything.
        unsure("“其中”后面没有列全，不能核算合计", "其中 does not list all parts")
    } else if contains(told, &desk.matcher.words.carried) {
        unsure("含上年结转，合计口径不明", "cases are carried over")
    } else if contains(desk.of(members), &desk.matcher.words.overlaps) || some_make_up(parts, whole) {
        unsure("分项之间可能有交叉", "the parts may overlap")
    } else if parts.iter().any(|part| part.value >= whole) {
        unsure("分项与总数可能不是同一口径", "the parts may not be parts of this total")
    } else if list.rivals.iter().any(|rival| rival.value >= sum || !exact(rival)) {
        unsure("句中有几个可能的总数", "several figures could be the total")
    } else {
        Judgement::Fails
    };
    let words = format!("{} ≠ {whole}", addition(parts, sum));
    let more = sum > whole;
    let reconcile = Text {
        zh: format!("分项合计{sum}{unit}，比总数{}{difference}{unit}", if more { "多" } else { "少" }),
        en: format!("the parts add up to {sum}, {difference} {} than the total", if more { "more" } else { "fewer" }),
    };
    let mut out = make(judgement).calculation(same(words)).reconcile(reconcile).name(desk.of(list.introducer));
    out.severity = desk.matcher.words.open_severity.filter(|_| !list.closed);
    Some(out)
}

/// Parts that are larger than their whole.
pub(super) fn subsets(desk: &Desk<'_>) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::new();
    for list in find(desk).iter().filter(|list| !list.closed) {
        let Some(first) = list.parts.first().filter(|part| exact(part) && exact(list.whole)) else { continue };
        let other = list.rivals.iter().any(|rival| rival.value >= first.value);
        let carried = contains(desk.of(desk.sentence(first)), &desk.matcher.words.carried);
        out.push(pair(desk, list.whole, first, other || carried));
    }
    for (_, figures) in desk.sentences(2) {
        for neighbours in figures.windows(2) {
            let [whole, part] = neighbours else { continue };
            if let Some(statement) = ordered(desk, whole, part) {
                out.push(statement);
            }
        }
    }
    out.sort_by_key(|statement| statement.span);
    out.dedup_by_key(|statement| statement.span);
    out
}

/// “受理40件，审结38件”: neighbours of which the second is known to be a part of the first.
fn ordered(desk: &Desk<'_>, whole: &Figure, part: &Figure) -> Option<Statement> {
    let (of_whole, of_part) = (desk.of(whole.before), desk.of(part.before));
    if !whole.is_exact_count() || !part.is_exact_count() || !desk.same_unit(whole, part) {
        return None;
    }
    let names = desk.matcher.words.pairs.iter().zip(&desk.matcher.parts).find_map(|(pair, cues)| {
        // Cheapest question first.
        if !desk.subject.cues.any(cues, part.before) {
            return None;
        }
        let word = pair.part.iter().find(|word| of_part.contains(word.as_str()))?;
        let known = contains(of_whole, &pair.whole) && !contains(of_whole, &pair.part);
        known.then_some((word, &pair.whole))
    })?;
    let (word, wholes) = names;
    if part.value <= whole.value {
        return Some(pair(desk, whole, part, false));
    }
    // A part that names a thing of its own may be a part of something else.
    let mut rest = of_part.replacen(word.as_str(), "", 1);
    for word in wholes.iter().chain(&desk.matcher.words.neutral) {
        rest = rest.replace(word.as_str(), "");
    }
    let own = !rest.is_empty() && !of_whole.contains(rest.as_str());
    let carried = contains(desk.of(desk.around(part.span)), &desk.matcher.words.carried);
    Some(pair(desk, whole, part, own || carried))
}

fn pair(desk: &Desk<'_>, whole: &Figure, part: &Figure, open: bool) -> Statement {
    let unit = part.unit_words(desk.all);
    let judgement = match (part.value > whole.value, open) {
        (false, _) => Judgement::Holds,
        (true, true) => {
            unsure("分项可能含上年结转或属于另一口径", "the part may hold cases carried over or be of another kind")
        }
        (true, false) => Judgement::Fails,
    };
    let holds = judgement == Judgement::Holds;
    let words = || same(format!("{} {} {}", part.value, if holds { "≤" } else { ">" }, whole.value));
    let out =
        Statement::new(Arithmetic::Subset, part.span, judgement).labels(vec![Label::new(whole.span, "总数", "whole")]);
    if holds {
        return out.calculation(desk.proof(words));
    }
    let out = out.calculation(words());
    let difference = part.value.distance(whole.value).unwrap_or(part.value);
    out.reconcile(Text {
        zh: format!("如有上年结转{difference}{unit}，请写明"),
        en: format!("state it if {difference} were carried over from the year before"),
    })
}
