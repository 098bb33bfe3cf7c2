//! Changes: “由50件增至60件，增长20%”, “受理60件，较上年50件增长20%”, “由98.2%提高到99.1%，提高0.9个百分点”.

use crate::diagnostic::{Label, Text};
use crate::facts::{Decimal, Figure, FigureKind, Qualifier};
use crate::rule::matcher::{Arithmetic, Shortening};
use crate::source::Span;

use super::{Desk, Judgement, MemberRole, Record, RecordKind, Statement, contains, same, unsure};

/// Words that lead to the first of two values.
const FROM: [&str; 2] = ["由", "从"];
/// Words that lead to the second of two values.
const TO: [&str; 5] = ["至", "到", "为", "成", "达"];
/// Words for the year before.
pub(super) const BEFORE: [&str; 5] = ["上年", "去年", "上一年", "前一年", "同期"];

/// A change that is stated, with both values.
struct Change<'a> {
    from: &'a Figure,
    to: &'a Figure,
    by: &'a Figure,
    rises: bool,
}

fn direction(desk: &Desk<'_>, words: &str) -> Option<bool> {
    let rises = contains(words, &desk.matcher.words.rises);
    let falls = contains(words, &desk.matcher.words.falls);
    (rises != falls).then_some(rises)
}

/// Whether `words` name another period at their end: “较上年”, “比2023年的”.
fn compares(desk: &Desk<'_>, words: &str) -> bool {
    let led = words.contains('较') || words.contains('比') || words.contains("相比");
    led && (contains(words, &desk.matcher.words.compares)
        || BEFORE.iter().any(|word| words.contains(word))
        || words.contains('年'))
}

fn find<'a>(desk: &Desk<'a>) -> Vec<Change<'a>> {
    let mut out = Vec::new();
    for (_, figures) in desk.sentences(3) {
        for triple in figures.windows(3) {
            let [first, second, change] = triple else { continue };
            let (of_first, of_second, of_change) =
                (desk.of(first.before), desk.of(second.before), desk.of(change.before));
            let gap = desk.of(Span::new(first.span.end, change.span.start));
            if gap.contains(['；', ';', '。']) || !desk.same_unit(first, second) || first.kind != second.kind {
                continue;
            }
            // “由2023年的3.2万件增至4.6万件，增长43.8%”
            let led = FROM.iter().any(|word| {
                of_first.rfind(word).is_some_and(|at| of_first.get(at..).is_some_and(|rest| rest.chars().count() <= 14))
            });
            let reached = TO.iter().any(|word| of_second.ends_with(word))
                && of_second.chars().count() <= 8
                && (direction(desk, of_second).is_some() || led);
            let told = || direction(desk, of_change).filter(|_| plain(desk, of_change));
            if led && reached {
                if let Some(rises) = told() {
                    out.push(Change { from: first, to: second, by: change, rises });
                }
                continue;
            }
            // “受理60件，较上年50件增长20%”
            let plainly =
                || direction(desk, of_second).is_none() && !of_second.contains(['多', '少', '增', '减', '升', '降']);
            if change.before.start == second.span.end
                && compares(desk, of_second)
                && of_second.chars().count() <= 14
                && plainly()
                && let Some(rises) = told()
            {
                out.push(Change { from: second, to: first, by: change, rises });
            }
        }
    }
    out
}

/// Whether the words before a change name nothing but the change: “，同比增长”, “增幅达”.
fn plain(desk: &Desk<'_>, words: &str) -> bool {
    let lists = [&desk.matcher.words.rises, &desk.matcher.words.falls, &desk.matcher.words.compares];
    let mut rest = words.to_owned();
    for word in lists.into_iter().flatten() {
        rest = rest.replace(word.as_str(), "");
    }
    for word in [
        "上年", "去年", "同期", "率", "幅度", "增速", "较", "比", "与", "相", "了", "约", "为", "达", "到", "共", "净",
        "数量", "也", "有所", "的", "、",
    ] {
        rest = rest.replace(word, "");
    }
    rest.trim().is_empty()
}

/// The changes that are stated with both values.
pub(super) fn stated<'a>(desk: &Desk<'a>) -> Vec<Record<'a>> {
    let record = |change: Change<'a>| Record {
        kind: RecordKind::Change { rises: change.rises },
        figure: change.by,
        members: vec![(MemberRole::Before, change.from), (MemberRole::Now, change.to)],
    };
    find(desk).into_iter().map(record).collect()
}

/// Whether the words before a figure make it a change against another period, and which way: “，同比增长”.
pub(super) fn comparison(desk: &Desk<'_>, words: &str) -> Option<bool> {
    let compares = contains(words, &desk.matcher.words.compares);
    direction(desk, words).filter(|_| compares)
}

/// Changes against both values.
pub(super) fn changes(desk: &Desk<'_>) -> Vec<Statement> {
    find(desk).iter().filter_map(|change| judge(desk, change)).collect()
}

fn judge(desk: &Desk<'_>, stated: &Change<'_>) -> Option<Statement> {
    let Change { from, to, by: change, rises } = stated;
    let (a, b) = (from.value, to.value);
    let difference = b.distance(a)?;
    let make = |judgement, words: String| {
        Statement::new(Arithmetic::Growth, change.span, judgement)
            .labels(vec![Label::new(from.span, "基期", "before"), Label::new(to.span, "报告期", "now")])
            .calculation(same(words))
    };
    let open = [from, to, change].iter().any(|figure| figure.qualifier != Qualifier::Exact || figure.han);
    if open {
        return Some(make(unsure("其中有约数", "one of the values is approximate"), String::new()));
    }
    let (greater, less) = if b >= a { (b, a) } else { (a, b) };
    let wrong_way = a != b && (b > a) != *rises;
    let (holds, words, right) = match change.kind {
        FigureKind::Percent if matches!(from.kind, FigureKind::Count | FigureKind::Money | FigureKind::Duration) => {
            if a.is_zero() {
                return Some(make(unsure("基数为零", "the base is zero"), String::new()));
            }
            let right = Decimal::percent_words(difference, a, change.value.decimals());
            let words = format!(
                "({greater} - {less}) ÷ {a} = {}",
                Decimal::percent_words(difference, a, change.value.decimals().max(1))
            );
            (relative(desk, stated)?, words, right)
        }
        FigureKind::Points if from.kind == FigureKind::Percent => {
            // Either value may have been rounded.
            let slack = from.value.last_place().max(to.value.last_place());
            let holds = difference.distance(change.value)? <= slack;
            (holds, format!("{greater} - {less} = {difference}"), difference.to_string())
        }
        FigureKind::Count | FigureKind::Money if desk.same_unit(from, change) && from.kind == change.kind => {
            let slack = [from, to, change]
                .iter()
                .filter(|figure| figure.value != figure.written)
                .map(|figure| figure.value.place())
                .max();
            let holds = difference.distance(change.value)? <= slack.unwrap_or(Decimal::whole(0));
            (holds, format!("{greater} - {less} = {difference}"), difference.to_string())
        }
        _ => return None,
    };
    let judgement = if holds && !wrong_way { Judgement::Holds } else { Judgement::Fails };
    let words = if wrong_way { format!("{a} → {b}；{words}") } else { words };
    let way = |en: bool| match (b > a, en) {
        (true, false) => "增长",
        (false, false) => "下降",
        (true, true) => "up",
        (false, true) => "down",
    };
    let reconcile =
        Text { zh: format!("应为{}{right}", way(false)), en: format!("it should be {} {right}", way(true)) };
    Some(make(judgement, words).reconcile(reconcile))
}

/// Whether a change in percent fits both values; values in 万 are rounded and stand for a range.
fn relative(desk: &Desk<'_>, stated: &Change<'_>) -> Option<bool> {
    let Change { from, to, by: change, .. } = stated;
    let (rounded, cut) = (desk.matcher.accepts(Shortening::Rounded), desk.matcher.accepts(Shortening::Cut));
    let difference = to.value.distance(from.value)?;
    if change.value.is_percent_of(difference, from.value, rounded, cut)? {
        return Some(true);
    }
    let half = |figure: &Figure| -> Option<Decimal> {
        let shortened = figure.value != figure.written || figure.written.decimals() > 0;
        if !shortened {
            return Some(Decimal::whole(0));
        }
        // The last place written, in the value: 1000 for 4.6万.
        let mut place = figure.written.last_place();
        let mut scaled = figure.written;
        while scaled < figure.value {
            scaled = scaled.times(10)?;
            place = place.times(10)?;
        }
        Decimal::new(5, 1)?.times(i64::try_from(place.to_whole().unwrap_or(1)).ok()?)
    };
    let (slack_from, slack_to) = (half(from)?, half(to)?);
    if slack_from.is_zero() && slack_to.is_zero() {
        return Some(false);
    }
    let (mut least, mut most) =
        (difference.minus(slack_from)?.minus(slack_to)?, difference.plus(slack_from)?.plus(slack_to)?);
    if least < Decimal::whole(0) {
        least = Decimal::whole(0);
    }
    if most < least {
        most = least;
    }
    // Smallest growth over the largest base, largest growth over the smallest.
    let base_high = from.value.plus(slack_from)?;
    let base_low = from.value.minus(slack_from)?;
    let stated = change.value;
    let low_fits = stated.is_percent_of(least, base_high, rounded, cut)? || above(stated, least, base_high)?;
    let high_fits = stated.is_percent_of(most, base_low, rounded, cut)? || !above(stated, most, base_low)?;
    Some(low_fits && high_fits)
}

/// Whether `stated` percent is more than `part` of `whole`.
fn above(stated: Decimal, part: Decimal, whole: Decimal) -> Option<bool> {
    let whole_units = i64::try_from(whole.to_whole()?).ok()?;
    Some(stated.times(whole_units)? > part.times(100)?)
}

/// Changes of a rate in % where percentage points are meant.
pub(super) fn points(desk: &Desk<'_>) -> Vec<Statement> {
    let mut out = Vec::new();
    for (_, figures) in desk.sentences(2) {
        for pair in figures.windows(2) {
            let [level, change] = pair else { continue };
            if level.kind != FigureKind::Percent || !matches!(change.kind, FigureKind::Percent | FigureKind::Points) {
                continue;
            }
            let name = desk.of(level.before);
            let rates = &desk.matcher.words.rates;
            let rate = rates.iter().any(|words| contains(name, &words.names) && !contains(name, &words.not));
            let told = desk.of(change.before);
            let compared =
                contains(told, &desk.matcher.words.compares) && direction(desk, told).is_some() && plain(desk, told);
            let gap = desk
                .of(Span::new(level.span.end, change.before.start))
                .trim_matches(['，', ',', ' ', '（', '('])
                .is_empty();
            if !rate || !compared || !gap {
                continue;
            }
            let judgement = if change.kind == FigureKind::Percent { Judgement::Fails } else { Judgement::Holds };
            out.push(
                Statement::new(Arithmetic::Points, change.span, judgement)
                    .labels(vec![Label::new(level.span, "比率", "rate")])
                    .name(name),
            );
        }
    }
    out
}
