//! Numbers recalculated: each statement that could be, what comes out, and whether it holds.
//!
//! A statement whose members cannot be paired surely is unsure, never wrong.

mod form;
mod growth;
mod rate;
mod record;
mod repeat;
mod sum;

pub use record::{MemberRole, Record, RecordKind, records};

use crate::diagnostic::{Fix, Label, Severity, Text};
use crate::facts::{Decimal, Figure, FigureKind, Subject};
use crate::rule::RuleSet;
use crate::rule::matcher::{Arithmetic, Matcher, Relation, Shortening};
use crate::source::Span;
use crate::source::span::{ceil_boundary, floor_boundary};

use super::{Hit, Variables, Verdict, text};

/// Bytes before and behind a figure in which anything can belong to it.
const REACH: usize = 1_500;

/// What became of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is right.
    Holds,
    /// It is wrong.
    Fails,
    /// Its members cannot be told surely, and why.
    Unsure(Text),
}

/// A statement that was recalculated.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What was recalculated.
    pub check: Arithmetic,
    /// The words that state it.
    pub span: Span,
    /// The other numbers it depends on.
    pub labels: Vec<Label>,
    /// What became of it.
    pub judgement: Judgement,
    /// The arithmetic: `16 + 2 + 4 = 22`.
    pub calculation: Text,
    /// What would put it right; empty where nothing is known.
    pub reconcile: Text,
    /// A name for it: the rate, the measure word.
    pub name: Text,
    /// A mending of its words.
    pub fix: Option<Fix>,
    /// Its own weight, where it differs from the rule's.
    pub severity: Option<Severity>,
}

impl Statement {
    fn new(check: Arithmetic, span: Span, judgement: Judgement) -> Self {
        Self {
            check,
            span,
            labels: Vec::new(),
            judgement,
            calculation: Text::default(),
            reconcile: Text::default(),
            name: Text::default(),
            fix: None,
            severity: None,
        }
    }

    fn calculation(mut self, words: impl Into<Text>) -> Self {
        self.calculation = words.into();
        self
    }

    fn labels(mut self, labels: Vec<Label>) -> Self {
        self.labels = labels;
        self
    }

    fn name(mut self, words: impl Into<String>) -> Self {
        self.name = same(words);
        self
    }

    fn reconcile(mut self, words: Text) -> Self {
        self.reconcile = words;
        self
    }
}

/// A text that reads the same in both languages.
fn same(words: impl Into<String>) -> Text {
    let words = words.into();
    Text { zh: words.clone(), en: words }
}

fn unsure(zh: &str, en: &str) -> Judgement {
    Judgement::Unsure(text(zh, en))
}

/// All statements that `matcher` is about.
#[must_use]
pub fn judge(matcher: &Relation, subject: &Subject<'_>) -> Vec<Statement> {
    statements(&Desk { listed: true, ..Desk::new(matcher, subject) })
}

fn statements(desk: &Desk<'_>) -> Vec<Statement> {
    match desk.matcher.check {
        Arithmetic::Sum => sum::totals(desk),
        Arithmetic::Subset => sum::subsets(desk),
        Arithmetic::Percent => rate::percents(desk),
        Arithmetic::Possible => rate::possible(desk),
        Arithmetic::Bound => rate::bounded(desk),
        Arithmetic::Base => rate::bases(desk),
        Arithmetic::Growth => growth::changes(desk),
        Arithmetic::Points => growth::points(desk),
        Arithmetic::Repeat => repeat::conflicts(desk),
        Arithmetic::Approximation => form::approximations(desk),
        Arithmetic::Measure => form::measures(desk),
    }
}

/// The statements of all relation rules of a set that run, in document order.
#[must_use]
pub fn audit(rules: &RuleSet, subject: &Subject<'_>) -> Vec<Statement> {
    let mut out: Vec<Statement> = rules
        .rules
        .iter()
        .filter(|rule| rule.disabled.is_none())
        .filter_map(|rule| match &rule.matcher {
            Matcher::Relation(matcher) => Some(judge(matcher, subject)),
            _ => None,
        })
        .flatten()
        .collect();
    out.sort_by_key(|statement| statement.span);
    out
}

/// What a rule about numbers says.
pub(super) fn verdict(matcher: &Relation, subject: &Subject<'_>) -> Verdict {
    let statements = statements(&Desk::new(matcher, subject));
    let (mut hits, mut holds, mut open) = (Vec::new(), None, Vec::new());
    for statement in statements {
        match statement.judgement {
            Judgement::Holds => {
                holds.get_or_insert(statement.span);
            }
            Judgement::Unsure(reason) => open.push(reason),
            Judgement::Fails => {
                let variables = Variables::default()
                    .with("words", statement.span.of(subject.text()))
                    .with("stated", statement.span.of(subject.text()))
                    .with_text("name", statement.name)
                    .with_text("calculation", statement.calculation)
                    .with_text("reconcile", statement.reconcile);
                hits.push(Hit {
                    span: statement.span,
                    labels: statement.labels,
                    fix: statement.fix,
                    severity: statement.severity,
                    variables,
                    ..Hit::default()
                });
            }
        }
    }
    if !hits.is_empty() {
        return Verdict::Hits(hits);
    }
    if let Some(reason) = open.first() {
        let count = open.len();
        return Verdict::NotEvaluable(Text {
            zh: format!("有{count}处不能确定：{}", reason.zh),
            en: format!("{count} place(s) cannot be told: {}", reason.en),
        });
    }
    match holds {
        Some(span) => Verdict::Satisfied(Some(span)),
        None => Verdict::NotApplicable(text("文中没有可以这样核算的数字", "no numbers of this kind to recalculate")),
    }
}

/// Everything a check of numbers looks at.
struct Desk<'a> {
    matcher: &'a Relation,
    subject: &'a Subject<'a>,
    all: &'a str,
    figures: &'a [Figure],
    /// Whether the statements that hold are listed as well.
    listed: bool,
}

impl<'a> Desk<'a> {
    fn new(matcher: &'a Relation, subject: &'a Subject<'a>) -> Self {
        Self { matcher, subject, all: subject.text(), figures: &subject.figures().all, listed: false }
    }

    /// The arithmetic of a statement that holds; mostly nobody reads it.
    fn proof(&self, words: impl FnOnce() -> Text) -> Text {
        if self.listed { words() } else { Text::default() }
    }

    fn of(&self, span: Span) -> &'a str {
        span.of(self.all)
    }

    /// The words round a figure in its clause.
    fn holds(&self, figure: &Figure, words: &[String]) -> bool {
        contains(self.of(figure.before), words) || contains(self.of(figure.behind), words)
    }

    /// The sentence of a figure, so far as it can matter.
    fn sentence(&self, figure: &Figure) -> Span {
        let sentences = &self.subject.document.sentences;
        let around = self.around(figure.span);
        figure.sentence.and_then(|index| sentences.get(index)).map_or(figure.span, |sentence| {
            Span::new(sentence.span.start.max(around.start), sentence.span.end.min(around.end))
        })
    }

    /// The paragraph round `span`, so far as it can matter; a text without full stops must not cost more than its length.
    fn around(&self, span: Span) -> Span {
        let from = ceil_boundary(self.all, span.start.saturating_sub(REACH));
        let to = floor_boundary(self.all, span.end + REACH);
        let document = &self.subject.document;
        let paragraph = document.paragraph_at(span.start).and_then(|index| document.paragraphs.get(index));
        paragraph.map_or(span, |paragraph| Span::new(from.max(paragraph.span.start), to.min(paragraph.span.end)))
    }

    /// The quantities of a sentence, names and ordinals left out.
    fn quantities(&self, span: Span) -> Vec<&'a Figure> {
        let from = self.figures.partition_point(|figure| figure.span.start < span.start);
        let rest = self.figures.get(from..).unwrap_or(&[]);
        rest.iter()
            .take_while(|figure| figure.span.start < span.end)
            .filter(|figure| figure.kind.is_quantity())
            .collect()
    }

    /// The sentences with at least `least` quantities, each with these.
    fn sentences(&self, least: usize) -> impl Iterator<Item = (Span, Vec<&'a Figure>)> {
        let sentences = &self.subject.document.sentences;
        let together = self.figures.chunk_by(|left, right| left.sentence == right.sentence);
        together.filter(move |figures| figures.len() >= least).filter_map(move |figures| {
            let sentence = sentences.get(figures.first()?.sentence?)?;
            let quantities: Vec<&Figure> = figures.iter().filter(|figure| figure.kind.is_quantity()).collect();
            (quantities.len() >= least).then_some((sentence.span, quantities))
        })
    }

    /// Whether two figures count the same things.
    fn same_unit(&self, left: &Figure, right: &Figure) -> bool {
        let (left, right) = (left.unit_words(self.all), right.unit_words(self.all));
        left == right
            || self
                .matcher
                .words
                .units
                .iter()
                .any(|group| group.iter().any(|unit| unit == left) && group.iter().any(|unit| unit == right))
    }

    /// Whether `stated` may be `part` of `whole` in percent.
    fn fits(&self, stated: Decimal, part: Decimal, whole: Decimal) -> bool {
        let (rounded, cut) = (self.matcher.accepts(Shortening::Rounded), self.matcher.accepts(Shortening::Cut));
        stated.is_percent_of(part, whole, rounded, cut).unwrap_or(true)
    }
}

/// Whether `words` holds one of `any`.
fn contains(words: &str, any: &[String]) -> bool {
    any.iter().any(|word| words.contains(word.as_str()))
}

/// A stated percentage with nothing left open.
fn exact_percent(figure: &Figure) -> bool {
    figure.kind == FigureKind::Percent && figure.qualifier == crate::facts::Qualifier::Exact && !figure.han
}
