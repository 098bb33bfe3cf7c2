//! The structure of a document: a tree for people, and the same as JSON.

use serde::Serialize;

use super::json::{SpanJson, span_json};
use super::table::cut;
use super::view::clean;
use super::{Paint, Style, kind};
use crate::document::{HeadingForm, Section};
use crate::facts::{RoleId, RoleLexicon, Subject};
use crate::source::Span;

/// One line of the outline.
#[derive(Debug, Serialize)]
struct Node<'a> {
    /// furniture, document_number, title, addressee, section, paragraph, item, closing, organ or date.
    kind: &'static str,
    /// For a section its depth from 1; for a paragraph the depth of the section that holds it, 0 for none; for an item one
    /// more.
    level: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'static str>,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'a str>,
    span: SpanJson,
    #[serde(skip)]
    at: Span,
}

#[derive(Debug, Serialize)]
struct Outline<'a> {
    path: &'a str,
    encoding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<&'static str>,
    nodes: Vec<Node<'a>>,
}

/// The outline as JSON.
#[must_use]
pub fn json(subject: &Subject<'_>, roles: &RoleLexicon) -> String {
    let outline = Outline {
        path: subject.source.name(),
        encoding: subject.source.encoding().name(),
        container: subject.source.container().map(crate::source::Container::as_str),
        nodes: nodes(subject, roles),
    };
    serde_json::to_string(&outline).unwrap_or_default()
}

/// The outline as text.
#[must_use]
pub fn text(subject: &Subject<'_>, roles: &RoleLexicon, style: &Style) -> String {
    let paint = Paint { on: style.color };
    let mut out =
        format!("{}  {}\n", paint.bold(&clean(subject.source.name())), paint.dim(kind(subject.source, style.lang)));
    let nodes = nodes(subject, roles);
    let items: Vec<usize> = nodes.iter().filter(|node| node.kind == "item").map(|node| node.at.start).collect();
    for node in nodes {
        // A paragraph that is one chain of items, or the text of a numbered paragraph, is shown by these alone.
        if node.kind == "paragraph" && node.roles.is_empty() && items.contains(&node.at.start) {
            continue;
        }
        let line = subject.source.start(node.at).line;
        let line = subject.source.origin(node.at.start).map_or(line, |origin| origin.paragraph);
        let (zh, en) = match node.kind {
            "furniture" => ("网页附带", "web page"),
            "document_number" => ("发文字号", "doc number"),
            "title" => ("标题", "title"),
            "addressee" => ("主送", "addressee"),
            "attachment" => ("附件", "attachment"),
            "closing" => ("结语", "closing"),
            "organ" => ("落款", "sign-off"),
            "date" => ("成文日期", "date"),
            _ => ("", ""),
        };
        let kind = style.lang.pick(zh, en);
        let kind = if kind.is_empty() { String::new() } else { format!("{} ", paint.dim(&format!("[{kind}]"))) };
        let mark = node
            .mark
            .clone()
            .map(|mark| if mark.starts_with('#') { format!("{mark} ") } else { mark })
            .unwrap_or_default();
        let names: Vec<&str> = node
            .roles
            .iter()
            .filter_map(|id| roles.roles.iter().find(|role| role.id == *id))
            .map(|role| role.name.get(style.lang))
            .collect();
        let shown = if names.is_empty() {
            String::new()
        } else {
            format!("  {}", paint.good(&format!("← {}", names.join(style.lang.pick("、", ", ")))))
        };
        let depth = if node.kind == "section" { node.level - 1 } else { node.level };
        let indent = "  ".repeat(depth);
        let words = match node.kind {
            "section" => format!(
                "{mark}{}",
                if node.text.is_empty() {
                    paint.dim(style.lang.pick("（条）", "(item)"))
                } else {
                    paint.bold(&node.text)
                }
            ),
            _ => format!("{mark}{}", cut(&node.text, style.width.saturating_sub(16 + indent.len()).clamp(24, 72))),
        };
        out.push_str(&format!("{} {indent}{kind}{words}{shown}\n", paint.dim(&format!("{line:>4}"))));
    }
    out
}

fn nodes<'a>(subject: &Subject<'_>, roles: &'a RoleLexicon) -> Vec<Node<'a>> {
    let document = &subject.document;
    let mut out = Vec::new();
    let plain = |kind: &'static str, at: Span, level: usize| Node {
        kind,
        level,
        mark: None,
        form: None,
        text: clean(subject.source.words(at)),
        roles: Vec::new(),
        span: span_json(subject.source, at),
        at,
    };
    out.extend(
        document
            .furniture
            .iter()
            .map(|line| Node { form: Some(line.kind.as_str()), ..plain("furniture", line.span, 0) }),
    );
    out.extend(document.document_number.map(|at| plain("document_number", at, 0)));
    out.extend(document.title.as_ref().map(|title| plain("title", title.span, 0)));
    out.extend(document.addressee.map(|at| plain("addressee", at, 0)));
    out.extend(document.attachments.iter().map(|at| plain("attachment", *at, 0)));
    for (index, section) in document.sections.iter().enumerate() {
        out.push(section_node(subject, roles, index, section));
    }
    for paragraph in &document.paragraphs {
        let level = paragraph.section.and_then(|index| document.sections.get(index)).map_or(0, |section| section.level);
        let mut node = plain("paragraph", paragraph.span, level);
        node.roles = unheaded(subject, roles, paragraph.span);
        out.push(node);
    }
    for item in &document.items {
        let paragraph = document.paragraphs.get(item.paragraph);
        let level = paragraph
            .and_then(|p| p.section)
            .and_then(|index| document.sections.get(index))
            .map_or(0, |section| section.level);
        let mut node = plain("item", item.span, level + 1);
        node.roles = roles
            .roles
            .iter()
            .enumerate()
            .filter(|(index, _)| {
                subject
                    .parts
                    .get(RoleId(*index))
                    .is_some_and(|part| part.place == crate::facts::Place::Item && part.extents.contains(&item.span))
            })
            .map(|(_, role)| role.id.as_str())
            .collect();
        out.push(node);
    }
    if let Some(signature) = &document.signature {
        let parts = [("closing", signature.closing), ("organ", signature.organ), ("date", signature.date)];
        out.extend(parts.into_iter().filter_map(|(kind, at)| Some(plain(kind, at?, 0))));
    }
    // A paragraph stands before its first item, a heading before its run-in body.
    let rank = |node: &Node<'_>| match node.kind {
        "section" => 0,
        "paragraph" => 1,
        _ => 2,
    };
    out.sort_by_key(|node| (node.at.start, rank(node)));
    out
}

fn section_node<'a>(subject: &Subject<'_>, roles: &'a RoleLexicon, index: usize, section: &Section) -> Node<'a> {
    let heading = &section.heading;
    let at = heading
        .mark
        .map_or(heading.text, |mark| if heading.text.is_empty() { mark.span } else { mark.span.join(heading.text) });
    Node {
        kind: "section",
        level: section.level,
        mark: heading.mark.map(|mark| clean(subject.source.words(mark.span))),
        form: Some(match heading.form {
            HeadingForm::Standalone => "standalone",
            HeadingForm::RunIn => "run-in",
            HeadingForm::Glued => "glued",
            HeadingForm::Numbered => "numbered",
        }),
        text: clean(subject.source.words(heading.text)),
        roles: section_roles(subject, roles, index, section),
        span: span_json(subject.source, at),
        at,
    }
}

/// The content items that a section is: those its heading announces, or what remains when the others are taken away.
fn section_roles<'a>(subject: &Subject<'_>, roles: &'a RoleLexicon, index: usize, section: &Section) -> Vec<&'a str> {
    let announced = subject.parts.of_section(index).iter().filter_map(|role| roles.roles.get(role.0));
    let themes = roles.roles.iter().enumerate().filter(|(role, cues)| {
        let part = subject.parts.get(RoleId(*role));
        !cues.remainder.is_empty()
            && part.is_some_and(|part| part.section.is_none() && part.extents.contains(&section.span))
    });
    announced.chain(themes.map(|(_, cues)| cues)).map(|role| role.id.as_str()).collect()
}

/// The content items whose unheaded passages begin in this paragraph.
fn unheaded<'a>(subject: &Subject<'_>, roles: &'a RoleLexicon, paragraph: Span) -> Vec<&'a str> {
    roles
        .roles
        .iter()
        .enumerate()
        .filter(|(index, _)| {
            subject.parts.get(RoleId(*index)).is_some_and(|part| {
                part.section.is_none()
                    && part.place == crate::facts::Place::Paragraph
                    && part
                        .extents
                        .iter()
                        .any(|extent| paragraph.encloses(Span::empty(extent.start)) && extent.start < paragraph.end)
            })
        })
        .map(|(_, role)| role.id.as_str())
        .collect()
}

/// The heading of the outline of several documents.
#[must_use]
pub fn envelope(documents: &[String]) -> String {
    format!("{{\"schema_version\":{},\"documents\":[{}]}}\n", super::json::SCHEMA_VERSION, documents.join(","))
}
