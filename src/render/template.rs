//! A line for each finding as the user wants it: `{path}:{line}: {message}\n`.

use super::told::{basis, told};
use super::{Checked, clean, place};
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::rule::fault::nearest;

/// What is written if no template is given.
pub const DEFAULT: &str = "{path}:{line}:{column}: {severity}[{rule}]: {message}\\n";

/// What a template may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variable {
    Path,
    Line,
    Column,
    EndLine,
    EndColumn,
    Place,
    Severity,
    Weight,
    Confidence,
    Rule,
    Title,
    Message,
    Help,
    Told,
    Basis,
    Words,
    Replacement,
    Verdict,
}

impl Variable {
    const ALL: [(&'static str, Self); 18] = [
        ("path", Self::Path),
        ("line", Self::Line),
        ("column", Self::Column),
        ("end_line", Self::EndLine),
        ("end_column", Self::EndColumn),
        ("place", Self::Place),
        ("severity", Self::Severity),
        ("weight", Self::Weight),
        ("confidence", Self::Confidence),
        ("rule", Self::Rule),
        ("title", Self::Title),
        ("message", Self::Message),
        ("help", Self::Help),
        ("told", Self::Told),
        ("basis", Self::Basis),
        ("words", Self::Words),
        ("replacement", Self::Replacement),
        ("verdict", Self::Verdict),
    ];
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Variable(Variable),
}

/// A template that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

impl Default for Template {
    fn default() -> Self {
        Self::parse(DEFAULT).unwrap_or(Self { parts: Vec::new() })
    }
}

impl Template {
    /// Reads a template: `{name}` is a variable, `{{` and `}}` are braces, `\n`, `\t`, `\r` and `\\` what they are
    /// everywhere.
    ///
    /// # Errors
    /// The words for the user: an unknown variable, with the nearest one; a brace or a backslash that stands alone.
    pub fn parse(words: &str) -> Result<Self, Text> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = words.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\\' => plain.push(match rest.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('\\') => '\\',
                    other => {
                        let other = other.map(String::from).unwrap_or_default();
                        return Err(Text {
                            zh: format!("模板里不认识“\\{other}”；可用 \\n、\\t、\\r、\\\\"),
                            en: format!("there is no `\\{other}` in a template; use \\n, \\t, \\r or \\\\"),
                        });
                    }
                }),
                '{' if rest.next_if_eq(&'{').is_some() => plain.push('{'),
                '}' if rest.next_if_eq(&'}').is_some() => plain.push('}'),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match rest.next() {
                            Some('}') => break,
                            Some(c) => name.push(c),
                            None => return Err(alone('{')),
                        }
                    }
                    let known = Variable::ALL.iter().find(|(known, _)| *known == name.trim());
                    let (_, variable) = known.ok_or_else(|| unknown(name.trim()))?;
                    if !plain.is_empty() {
                        parts.push(Part::Words(std::mem::take(&mut plain)));
                    }
                    parts.push(Part::Variable(*variable));
                }
                '}' => return Err(alone('}')),
                c => plain.push(c),
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Words(plain));
        }
        Ok(Self { parts })
    }

    /// The findings of one report.
    #[must_use]
    pub fn render(&self, checked: &Checked<'_>) -> String {
        let mut out = String::new();
        for found in checked.report.diagnostics.iter().filter(|found| found.severity >= checked.style.show) {
            for part in &self.parts {
                match part {
                    Part::Words(words) => out.push_str(words),
                    Part::Variable(variable) => out.push_str(&value(*variable, found, checked)),
                }
            }
        }
        out
    }
}

fn alone(brace: char) -> Text {
    Text {
        zh: format!("模板里有单独的“{brace}”；变量写成 {{名称}}，花括号本身写成 {brace}{brace}"),
        en: format!("a `{brace}` stands alone; write {{name}} for a variable and {brace}{brace} for a brace"),
    }
}

fn unknown(name: &str) -> Text {
    let names = Variable::ALL.map(|(known, _)| known);
    match nearest(name, names) {
        Some(near) => Text {
            zh: format!("模板里没有变量“{name}”；是不是 {near}？"),
            en: format!("there is no variable `{name}`; did you mean `{near}`?"),
        },
        None => Text {
            zh: format!("模板里没有变量“{name}”；可用：{}", names.join("、")),
            en: format!("there is no variable `{name}`; there are {}", names.join(", ")),
        },
    }
}

/// The words of a variable, on one line.
fn value(variable: Variable, found: &Diagnostic, checked: &Checked<'_>) -> String {
    let Checked { report, source, rules, style, .. } = *checked;
    let lang = style.lang;
    let year = report.profile.year.as_ref().map(|known| known.value);
    match variable {
        Variable::Path => clean(source.name()),
        Variable::Line => source.start(found.span).line.to_string(),
        Variable::Column => source.start(found.span).column.to_string(),
        Variable::EndLine => source.end(found.span).line.to_string(),
        Variable::EndColumn => source.end(found.span).column.to_string(),
        Variable::Place => {
            super::exact_place(source, found.span, lang).unwrap_or_else(|| place(source, found.span, lang))
        }
        Variable::Severity => found.severity.as_str().to_owned(),
        Variable::Weight => match found.severity {
            Severity::Error => lang.pick("错误", "error"),
            Severity::Warning => lang.pick("警告", "warning"),
            Severity::Info => lang.pick("提示", "hint"),
        }
        .to_owned(),
        Variable::Confidence => found.confidence.as_str().to_owned(),
        Variable::Rule => found.rule.clone(),
        Variable::Title => rules.rule(&found.rule).map(|rule| clean(rule.title.get(lang))).unwrap_or_default(),
        Variable::Message => clean(found.message.get(lang)),
        Variable::Help => clean(found.help.get(lang)),
        Variable::Told => told(found, source, lang),
        Variable::Basis => clean(&basis(found, rules, year, lang)),
        Variable::Words => clean(source.words(found.span)),
        Variable::Replacement => {
            let edit = found.fix.as_ref().and_then(|fix| fix.edits.iter().find(|edit| edit.span == found.span));
            edit.map(|edit| clean(&edit.replacement)).unwrap_or_default()
        }
        Variable::Verdict => report.verdict.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Template, Variable};

    #[test]
    fn templates_are_read() {
        let read = Template::parse(r"{{{path}}}:{ line }\t%\\\n").expect("it is right");
        assert_eq!(
            read.parts,
            [
                Part::Words("{".into()),
                Part::Variable(Variable::Path),
                Part::Words("}:".into()),
                Part::Variable(Variable::Line),
                Part::Words("\t%\\\n".into()),
            ]
        );
        assert_eq!(Template::default().parts.len(), 12, "the default is right itself");
    }

    #[test]
    fn mistakes_are_told_with_the_nearest_name() {
        for (words, en) in [
            ("{pth}", "did you mean `path`?"),
            ("{colum}", "did you mean `column`?"),
            ("{zzzzzzzz}", "there are path, line"),
            ("{path", "stands alone"),
            ("path}", "stands alone"),
            (r"\x", r"there is no `\x`"),
            ("\\", "there is no `\\`"),
        ] {
            let fault = Template::parse(words).expect_err("it is wrong");
            assert!(fault.en.contains(en), "{words}: {}", fault.en);
        }
    }
}
