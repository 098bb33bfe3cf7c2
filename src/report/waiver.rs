//! Findings that somebody has looked at and accepted: by rule, file and quoted words, with a reason and perhaps a day
//! on which it ends. A waiver that no longer waives anything, or has ended, is a finding itself.

use serde::Deserialize;

use crate::diagnostic::{Confidence, Diagnostic, Severity, Text};
use crate::facts::CalendarDate;
use crate::rule::RuleSet;
use crate::source::{Source, Span};

use super::policy::covers;

/// A waiver, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawWaiver {
    /// The rule, or a group such as `res-*`.
    pub rule: String,
    /// The files it is for, such as `2025/*.txt`; all if not given.
    #[serde(default)]
    pub file: Option<String>,
    /// Words of the report at which it holds; everywhere if not given.
    #[serde(default)]
    pub words: Option<String>,
    /// Why the finding is accepted.
    pub reason: String,
    /// The last day on which it holds, such as 2026-12-31.
    #[serde(default)]
    pub until: Option<String>,
}

/// A waiver, ready to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// See [`RawWaiver::rule`].
    pub rule: String,
    /// See [`RawWaiver::file`].
    pub file: Option<String>,
    /// See [`RawWaiver::words`].
    pub words: Option<String>,
    /// See [`RawWaiver::reason`].
    pub reason: String,
    /// See [`RawWaiver::until`].
    pub until: Option<CalendarDate>,
}

impl RawWaiver {
    /// Checks the waiver; `known` says whether a name covers a rule.
    ///
    /// # Errors
    /// What is wrong with it, in both languages.
    pub fn compile(self, known: &dyn Fn(&str) -> bool) -> Result<Waiver, Text> {
        let fault = |zh: String, en: String| Text { zh, en };
        if !known(&self.rule) {
            return Err(fault(format!("没有规则“{}”", self.rule), format!("there is no rule `{}`", self.rule)));
        }
        if self.reason.trim().is_empty() {
            return Err(fault("没有写明理由（reason）".into(), "it gives no reason".into()));
        }
        let until = match self.until.as_deref() {
            None => None,
            Some(day) => Some(CalendarDate::parse(day).ok_or_else(|| {
                fault(format!("“{day}”不是日期，应写成 2026-12-31"), format!("`{day}` is no date; write 2026-12-31"))
            })?),
        };
        let filled = |words: Option<String>| words.filter(|words| !words.trim().is_empty());
        let (file, words) = (filled(self.file), filled(self.words));
        Ok(Waiver { rule: self.rule, file, words, reason: self.reason, until })
    }
}

impl Waiver {
    /// Whether it is for the file called `name`.
    #[must_use]
    pub fn is_for(&self, name: &str) -> bool {
        self.file.as_deref().is_none_or(|pattern| fits(pattern, name))
    }

    /// Whether its last day is over. Without a known day nothing is over.
    #[must_use]
    pub fn has_ended(&self, today: Option<CalendarDate>) -> bool {
        self.until.zip(today).is_some_and(|(until, today)| until < today)
    }

    fn waives(&self, found: &Diagnostic, text: &str) -> bool {
        if !covers(&self.rule, &found.rule) {
            return false;
        }
        let Some(words) = &self.words else { return true };
        let quoted: Vec<Span> =
            text.match_indices(words.as_str()).map(|(at, words)| Span::new(at, at + words.len())).collect();
        let at_quote = |span: Span| quoted.iter().any(|quote| quote.overlaps(span) || quote.encloses(span));
        // A finding that stands for several places is waived only if the words cover all that are shown.
        let places = found.labels.iter().filter(|label| label.message == Text::default());
        at_quote(found.span) && places.into_iter().all(|label| at_quote(label.span))
    }
}

/// Whether the file called `name` fits `pattern`: `*` within a folder, `**` across folders, `?` one character. A
/// pattern without a slash is about the file's own name, any other about the end of its path.
#[must_use]
pub fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.replace('\\', "/"), name.replace('\\', "/"));
    let pattern: Vec<char> = pattern.trim_start_matches("./").chars().collect();
    let starts = std::iter::once(0).chain(name.match_indices('/').map(|(at, _)| at + 1));
    starts.filter_map(|at| name.get(at..)).any(|tail| glob(&pattern, &tail.chars().collect::<Vec<_>>()))
}

/// Row by row over the pattern: linear memory, no backtracking without end.
fn glob(pattern: &[char], name: &[char]) -> bool {
    let mut reached = vec![false; name.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    let mut at = 0;
    while let Some(c) = pattern.get(at) {
        let double = *c == '*' && pattern.get(at + 1) == Some(&'*');
        let mut next = vec![false; name.len() + 1];
        if *c == '*' {
            let mut open = false;
            for (index, slot) in next.iter_mut().enumerate() {
                let blocked = !double && index > 0 && name.get(index - 1) == Some(&'/');
                open = (open && !blocked) || reached.get(index) == Some(&true);
                *slot = open;
            }
        } else {
            for (index, found) in name.iter().enumerate() {
                let same = found == c || *c == '?' && *found != '/';
                if same
                    && reached.get(index) == Some(&true)
                    && let Some(slot) = next.get_mut(index + 1)
                {
                    *slot = true;
                }
            }
        }
        reached = next;
        at += if double { 2 } else { 1 };
        // “**/” also stands for no folder at all.
        if double && pattern.get(at) == Some(&'/') && glob(pattern.get(at + 1..).unwrap_or(&[]), name) {
            return true;
        }
    }
    reached.last() == Some(&true)
}

/// What waivers did to one document.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// The findings that remain.
    pub kept: Vec<Diagnostic>,
    /// Findings about inline waivers.
    pub about: Vec<Diagnostic>,
    /// How many were waived.
    pub waived: usize,
    /// Indices of the waivers that waived something.
    pub used: Vec<usize>,
}

/// A waiver inside a Markdown text: `<!-- fazhi: ignore RULE reason -->`.
struct Inline {
    rules: Vec<String>,
    /// The line it is for.
    line: Span,
    used: bool,
}

/// Takes the waived findings out. An unused inline waiver is stale if all rules that it names ran.
pub(super) fn apply(
    found: Vec<Diagnostic>,
    waivers: &[Waiver],
    source: &Source,
    rules: &RuleSet,
    today: Option<CalendarDate>,
    ran: &dyn Fn(&str) -> bool,
) -> Applied {
    let mut out = Applied::default();
    let mut inline = Vec::new();
    for comment in source.comments() {
        let Some(rest) = comment.words.strip_prefix("fazhi:").map(str::trim_start) else { continue };
        let line = target(source.text(), comment.at, comment.alone);
        match read(rest, rules) {
            Ok(rules) => inline.push(Inline { rules, line, used: false }),
            Err(fault) => out.about.push(finding("waiver-invalid", line, fault)),
        }
    }
    let live: Vec<(usize, &Waiver)> =
        waivers.iter().enumerate().filter(|(_, w)| w.is_for(source.name()) && !w.has_ended(today)).collect();
    for found in found {
        let beside = |line: Span| {
            line.encloses(Span::empty(found.span.start)) || line.end == found.span.start && found.span.is_empty()
        };
        let by_inline = inline
            .iter_mut()
            .find(|waiver| beside(waiver.line) && waiver.rules.iter().any(|rule| covers(rule, &found.rule)));
        if let Some(waiver) = by_inline {
            waiver.used = true;
            out.waived += 1;
        } else if let Some((index, _)) = live.iter().find(|(_, waiver)| waiver.waives(&found, source.text())) {
            out.used.push(*index);
            out.waived += 1;
        } else {
            out.kept.push(found);
        }
    }
    for waiver in inline.iter().filter(|waiver| !waiver.used) {
        let concerned = rules.rules.iter().filter(|rule| waiver.rules.iter().any(|name| covers(name, &rule.id)));
        if concerned.into_iter().all(|rule| ran(&rule.id)) {
            let names = waiver.rules.join("、");
            let fault = Text {
                zh: format!("此处对 {names} 的豁免已经没有对应的问题"),
                en: format!("the waiver of {names} here no longer waives anything"),
            };
            out.about.push(finding("waiver-stale", waiver.line, fault));
        }
    }
    out
}

/// The line a comment is for: its own, or the next that holds words if it stands alone.
fn target(text: &str, at: usize, alone: bool) -> Span {
    let mut start = text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    loop {
        let end = text.get(start..).and_then(|tail| tail.find('\n')).map_or(text.len(), |len| start + len);
        let line = Span::new(start, end);
        if !alone || !line.of(text).trim().is_empty() || end >= text.len() {
            return line.trim(text);
        }
        start = end + 1;
    }
}

/// “ignore RULE[,RULE] reason”
fn read(words: &str, rules: &RuleSet) -> Result<Vec<String>, Text> {
    let usage = || Text {
        zh: "豁免应写成 <!-- fazhi: ignore 规则 理由 -->".into(),
        en: "write a waiver as <!-- fazhi: ignore RULE reason -->".into(),
    };
    let rest = words.strip_prefix("ignore").filter(|rest| rest.starts_with(char::is_whitespace)).ok_or_else(usage)?;
    let rest = rest.trim_start();
    let (names, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let names: Vec<String> =
        names.split([',', '，', '、']).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    if names.is_empty() {
        return Err(usage());
    }
    for name in &names {
        let raw = RawWaiver { rule: name.clone(), reason: reason.to_owned(), ..RawWaiver::default() };
        raw.compile(&|name| rules.rules.iter().any(|rule| covers(name, &rule.id)))?;
    }
    Ok(names)
}

fn finding(rule: &str, line: Span, message: Text) -> Diagnostic {
    let help = match rule {
        "waiver-stale" => Text { zh: "删去这条豁免".into(), en: "delete the waiver".into() },
        _ => Text {
            zh: "写明规则编号和理由，或者删去这条豁免".into(),
            en: "name the rule and the reason, or delete the waiver".into(),
        },
    };
    Diagnostic {
        rule: rule.to_owned(),
        severity: Severity::Warning,
        confidence: Confidence::High,
        message,
        help,
        span: line,
        absent: false,
        labels: Vec::new(),
        fix: None,
    }
}

/// What became of the waivers of a file over all documents of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverFault {
    /// Its last day is over.
    Expired(CalendarDate),
    /// It was for documents of this run and waived nothing.
    Stale,
}

impl WaiverFault {
    /// The id under which it is reported.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Expired(_) => "waiver-expired",
            Self::Stale => "waiver-stale",
        }
    }
}

/// The waivers that are findings themselves; `met` and `used` hold, for each waiver, whether it was for a document of
/// the run and whether it waived something.
#[must_use]
pub fn faults(
    waivers: &[Waiver],
    met: &[usize],
    used: &[usize],
    today: Option<CalendarDate>,
) -> Vec<(usize, WaiverFault)> {
    let fault = |(index, waiver): (usize, &Waiver)| match waiver.until.filter(|_| waiver.has_ended(today)) {
        Some(until) => Some((index, WaiverFault::Expired(until))),
        None if met.contains(&index) && !used.contains(&index) => Some((index, WaiverFault::Stale)),
        None => None,
    };
    waivers.iter().enumerate().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_fit_the_end_of_a_path() {
        for (pattern, name) in [
            ("*.txt", "2025/云岭县.txt"),
            ("云岭县.txt", "out/a/云岭县.txt"),
            ("2025/*.txt", "./out/2025/青石镇.txt"),
            ("2025/**", "out/2025/乡镇/青石镇.md"),
            ("**/青石镇?.txt", "青石镇2.txt"),
            ("out\\*.md", "out/a.md"),
        ] {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("*.txt", "a.md"),
            ("2025/*.txt", "2025/乡镇/a.txt"),
            ("岭县.txt", "云岭县.txt"),
            ("2025/*", "2024/a"),
            ("?", "ab"),
        ] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
        let many = "*a".repeat(200);
        assert!(!fits(&many, &"a".repeat(199)));
    }
}
