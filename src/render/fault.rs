//! A fault of a pack or a configuration, drawn in its file.

use super::frame::Picture;
use super::{Paint, Style, clean};
use crate::diagnostic::Severity;
use crate::rule::fault::PackFault;
use crate::source::Source;

/// The fault with the guilty words underlined; only its message where no words are known.
#[must_use]
pub fn render(fault: &PackFault, style: &Style) -> String {
    let message = fault.message.get(style.lang);
    let paint = Paint { on: style.color };
    let mut out = match fault.span {
        Some(span) => {
            let source = Source::from_text(&fault.file, &fault.text);
            let picture =
                Picture { message, severity: Severity::Error, primary: (span, String::new()), others: Vec::new() };
            picture.draw(&source, style, style.width)
        }
        None if fault.file.is_empty() => format!("  {} {}\n", paint.severity(Severity::Error, "×"), clean(message)),
        None => {
            format!("  {} {}: {}\n", paint.severity(Severity::Error, "×"), clean(&fault.file), clean(message))
        }
    };
    if let Some(help) = &fault.help {
        let key = style.lang.pick("处理：", "help: ");
        out.push_str(&format!("  {}{}\n", paint.bold(key), clean(help.get(style.lang))));
    }
    out
}
