//! Colours, where they are wanted.

use crate::diagnostic::Severity;

/// Wraps words in ANSI sequences, or leaves them alone.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Whether to colour.
    pub on: bool,
}

impl Paint {
    fn wrap(self, code: &str, words: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }

    /// Bold.
    #[must_use]
    pub fn bold(self, words: &str) -> String {
        self.wrap("1", words)
    }

    /// Dim, for what is less important.
    #[must_use]
    pub fn dim(self, words: &str) -> String {
        self.wrap("2", words)
    }

    /// Green, for what is right.
    #[must_use]
    pub fn good(self, words: &str) -> String {
        self.wrap("32", words)
    }

    /// The colour of a weight.
    #[must_use]
    pub fn severity(self, severity: Severity, words: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Info => "36",
        };
        self.wrap(code, words)
    }
}
