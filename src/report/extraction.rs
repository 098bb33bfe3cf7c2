//! Losses of a conversion: what a web archive dropped is not the author's fault, and is told once.

use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Severity, Text};
use crate::facts::Subject;
use crate::rule::RuleSet;
use crate::source::Container;

/// Most places shown.
const MOST_LABELS: usize = 4;

/// Whether the text looks as if a conversion took its marks. What a word processor wrote is as its author left it.
pub(super) fn may_be_lost(subject: &Subject<'_>) -> bool {
    let written = matches!(subject.source.container(), Some(Container::Docx | Container::Odt | Container::Doc));
    !written && subject.widths().is_half_width()
}

/// Puts the findings that are probably losses of a conversion together as one, one step lighter.
#[must_use]
pub(super) fn fold(found: Vec<Diagnostic>, rules: &RuleSet, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let is_loss = |found: &Diagnostic| rules.rule(&found.rule).is_some_and(|rule| rule.extraction);
    if !found.iter().any(is_loss) || !may_be_lost(subject) {
        return found;
    }
    let (mut losses, mut rest): (Vec<Diagnostic>, Vec<Diagnostic>) = found.into_iter().partition(is_loss);
    losses.sort_by_key(|found| found.span);
    let severity = losses.iter().map(|found| found.severity).max().unwrap_or(Severity::Info);
    let severity = if severity == Severity::Error { Severity::Warning } else { Severity::Info };
    let mut others = losses.split_off(1.min(losses.len()));
    let Some(mut first) = losses.pop() else { return rest };
    let count = others.len() + 1;
    first.severity = severity;
    first.message = match count {
        1 => Text {
            zh: format!("疑似网页转换造成的丢失（疑似抽取损失）：{}", first.message.zh),
            en: format!("probably lost in the conversion of a web page: {}", first.message.en),
        },
        _ => Text {
            zh: format!("疑似网页转换造成的丢失（疑似抽取损失）{count}类，第一类：{}", first.message.zh),
            en: format!(
                "probably lost in the conversion of a web page, {count} kinds; the first: {}",
                first.message.en
            ),
        },
    };
    let same = first.fix.as_ref().map(|fix| fix.applicability);
    let mut edits: Vec<Edit> = first.fix.take().map(|fix| fix.edits).unwrap_or_default();
    for other in &mut others {
        first.labels.push(Label { span: other.span, message: Text::default() });
        if let Some(fix) = other.fix.take().filter(|fix| Some(fix.applicability) == same) {
            edits.extend(fix.edits);
        }
    }
    first.labels.truncate(MOST_LABELS);
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|b, a| a.span.overlaps(b.span));
    first.fix = same.map(|applicability| Fix { applicability, edits });
    rest.push(first);
    rest
}
