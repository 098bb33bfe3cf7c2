//! The skeleton as Markdown.

use super::{Line, LineKind};

/// The lines as Markdown; the numbers of the headings are part of their words.
#[must_use]
pub fn markdown(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut title = true;
    for line in lines {
        match line.kind {
            // The title is one heading, whatever lines it is set in.
            LineKind::Title if title => {
                title = false;
                let whole = lines.iter().filter(|line| line.kind == LineKind::Title);
                let whole: Vec<&str> = whole.map(|line| line.words.as_str()).collect();
                out.push_str(&format!("# {}\n\n", whole.concat()));
            }
            LineKind::Title => {}
            LineKind::First => out.push_str(&format!("## {}\n\n", line.words)),
            LineKind::Second => out.push_str(&format!("### {}\n\n", line.words)),
            _ => out.push_str(&format!("{}\n\n", line.words)),
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}
