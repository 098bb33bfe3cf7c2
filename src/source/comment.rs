//! HTML comments of a Markdown text: left out of what is checked, kept for what they say.

use super::origin::Cut;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What stands between `<!--` and `-->`, trimmed.
    pub words: String,
    /// Where it stood, as a byte of the checked text.
    pub at: usize,
    /// Whether it had its lines to itself; `at` is then the beginning of the line below.
    pub alone: bool,
}

/// The text without its comments, what was cut, and the comments; nothing where there are none.
#[must_use]
pub(super) fn strip(text: &str) -> Option<(String, Vec<Cut>, Vec<Comment>)> {
    let mut out = String::with_capacity(text.len());
    let (mut cuts, mut comments) = (Vec::new(), Vec::new());
    let mut done = 0;
    let mut search = 0;
    while let Some(found) = text.get(search..).and_then(|rest| rest.find("<!--")).map(|at| search + at) {
        let Some(len) = text.get(found + 4..).and_then(|rest| rest.find("-->")) else { break };
        let close = found + 4 + len + 3;
        let words = text.get(found + 4..found + 4 + len).unwrap_or("").trim().to_owned();
        let line = text.get(..found).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let before = text.get(line.max(done)..found).unwrap_or("");
        let behind = text.get(close..).unwrap_or("");
        let end = behind.find('\n').map_or(text.len(), |at| close + at + 1);
        let alone =
            line >= done && before.trim().is_empty() && text.get(close..end).is_some_and(|rest| rest.trim().is_empty());
        let (from, to) = if alone { (line, end) } else { (found - (before.len() - before.trim_end().len()), close) };
        out.push_str(text.get(done..from).unwrap_or(""));
        cuts.push(Cut { at: out.len(), bytes: to - from });
        comments.push(Comment { words, at: out.len(), alone });
        done = to;
        search = to;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    (!cuts.is_empty()).then_some((out, cuts, comments))
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_go_and_everything_else_stays() {
        let text = "# 报告\n\n<!-- 内部：改到第三稿 -->\n我镇开展培训。<!-- 数字待核 -->\n<!--\n多行\n-->\n结束。\n";
        let (checked, cuts, comments) = strip(text).expect("there are comments");
        assert_eq!(checked, "# 报告\n\n我镇开展培训。\n结束。\n");
        let words: Vec<(&str, bool)> = comments.iter().map(|c| (c.words.as_str(), c.alone)).collect();
        assert_eq!(words, [("内部：改到第三稿", true), ("数字待核", false), ("多行", true)]);
        assert_eq!(cuts.iter().map(|cut| cut.bytes).sum::<usize>() + checked.len(), text.len());
        assert!(strip("a <!-- never closed").is_none());
        assert!(strip("no comment").is_none());
    }
}
