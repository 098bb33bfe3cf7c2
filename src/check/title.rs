//! What a title lacks.

use crate::document::Title;
use crate::facts::Subject;
use crate::rule::matcher::TitlePart;
use crate::source::Span;

use super::{Hit, Variables, Verdict, text};

/// Finds the parts of `lacks` that the title has not.
pub(super) fn lacking(lacks: &[TitlePart], subject: &Subject<'_>) -> Verdict {
    let Some(title) = &subject.document.title else {
        if !lacks.contains(&TitlePart::Title) {
            return Verdict::NotEvaluable(text("没有识别到标题", "no title was found"));
        }
        // A web copy leaves the title to the page.
        if subject.document.furniture.iter().any(|line| !line.inside) {
            return Verdict::NotEvaluable(text("网页文本常把标题留在页面上", "web copies leave the title to the page"));
        }
        let first = subject.document.paragraphs.first().map(|p| p.span.start);
        let heading = subject.document.sections.first().map(|section| section.span.start);
        let at = first.into_iter().chain(heading).min().unwrap_or(subject.document.extent.start);
        return Verdict::Hits(vec![Hit { span: Span::empty(at), absent: true, ..Hit::default() }]);
    };
    if title.subject.is_none() && !lacks.contains(&TitlePart::Title) {
        return Verdict::NotEvaluable(text("标题不是法治政府建设报告的写法", "the title is not that of such a report"));
    }
    let missing: Vec<TitlePart> = lacks.iter().copied().filter(|part| !has(*part, title, subject)).collect();
    if missing.is_empty() {
        return Verdict::Satisfied(Some(title.span));
    }
    let names: Vec<(&str, &str)> = missing
        .iter()
        .map(|part| match part {
            TitlePart::Title => ("标题", "title"),
            TitlePart::Organ => ("发文机关", "issuing organ"),
            TitlePart::Year => ("报告年度", "report year"),
            TitlePart::Genre => ("文种（报告）", "kind of document (报告)"),
        })
        .collect();
    let zh: Vec<&str> = names.iter().map(|(zh, _)| *zh).collect();
    let en: Vec<&str> = names.iter().map(|(_, en)| *en).collect();
    let variables = Variables::default()
        .with_text("lacking", crate::diagnostic::Text { zh: zh.join("、"), en: en.join(", ") })
        .with("organ", subject.profile.organ.as_ref().map(|known| known.value.clone()).unwrap_or_default());
    Verdict::Hits(vec![Hit { span: title.span, variables, ..Hit::default() }])
}

fn has(part: TitlePart, title: &Title, subject: &Subject<'_>) -> bool {
    match part {
        TitlePart::Title => true,
        TitlePart::Organ => !title.organs.is_empty() || above(title, subject),
        TitlePart::Year => title.year.is_some(),
        TitlePart::Genre => title.genre.is_some_and(|genre| {
            let words = genre.of(subject.text());
            ["报告", "总结", "汇报"].iter().any(|kind| words.contains(kind))
        }),
    }
}

/// Whether a short line above the title names an organ, such as a red letterhead.
fn above(title: &Title, subject: &Subject<'_>) -> bool {
    let lines = subject.document.furniture.iter().filter(|line| line.span.end <= title.span.start);
    let mut names = lines.map(|line| line.span.of(subject.text()));
    names.any(|line| {
        ["人民政府", "委员会", "办事处", "局", "厅"].iter().any(|end| line.trim_end_matches("文件").ends_with(end))
    })
}
