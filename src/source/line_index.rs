//! The one place where bytes become lines, columns and UTF-16 units.

use super::span::{count_bytes, floor_boundary};

/// Bytes between two checkpoints of the character count.
const BLOCK: usize = 128;

/// A position for people and editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Byte offset in the decoded text.
    pub byte: usize,
    /// Unicode scalars before the position, from the start of the decoded text.
    pub char: usize,
    /// Line, from 1. `\n`, `\r\n` and a lone `\r` end a line.
    pub line: usize,
    /// Column in Unicode scalars, from 1.
    pub column: usize,
}

/// Maps byte offsets of one text to lines and columns and back.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    chars_before_block: Vec<usize>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let lone = bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
            if lone {
                starts.push(at + 1);
            }
        }
        let mut chars_before_block = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut chars = 0;
        for block in bytes.chunks(BLOCK) {
            chars_before_block.push(chars);
            chars += scalars(block);
        }
        Self { starts, chars_before_block }
    }

    /// The number of lines; a text that ends in a line break has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The position of byte `at`, moved down to a character boundary and at most to the end of `text`.
    #[must_use]
    pub fn position(&self, text: &str, at: usize) -> Position {
        let byte = floor_boundary(text, at);
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.line_start(line);
        let char = self.chars_before(text, byte);
        Position { byte, char, line, column: char - self.chars_before(text, start) + 1 }
    }

    /// The byte at `line` and `column` (both from 1, columns in Unicode scalars), at most the end of the line.
    #[must_use]
    pub fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let (start, end) = self.line_bounds(text, line);
        let words = text.get(start..end).unwrap_or("");
        words.char_indices().nth(column.saturating_sub(1)).map_or(end, |(at, _)| start + at)
    }

    /// Line (from 0) and column in UTF-16 units (from 0), as editors count.
    #[must_use]
    pub fn utf16(&self, text: &str, at: usize) -> (usize, usize) {
        let byte = floor_boundary(text, at);
        let line = self.starts.partition_point(|&start| start <= byte);
        let words = text.get(self.line_start(line)..byte).unwrap_or("");
        (line.saturating_sub(1), words.chars().map(char::len_utf16).sum())
    }

    /// The byte at `line` (from 0) and `column` (UTF-16 units from 0), rounded down to a character boundary.
    #[must_use]
    pub fn offset_utf16(&self, text: &str, line: usize, column: usize) -> usize {
        let (start, end) = self.line_bounds(text, line.saturating_add(1));
        let mut units = 0;
        for (at, c) in text.get(start..end).unwrap_or("").char_indices() {
            units += c.len_utf16();
            if units > column {
                return start + at;
            }
        }
        end
    }

    /// Line (from 0) and column in bytes (from 0).
    #[must_use]
    pub fn utf8(&self, text: &str, at: usize) -> (usize, usize) {
        let byte = floor_boundary(text, at);
        let line = self.starts.partition_point(|&start| start <= byte);
        (line.saturating_sub(1), byte - self.line_start(line))
    }

    /// The byte at `line` (from 0) and `column` (bytes from 0), rounded down to a character boundary.
    #[must_use]
    pub fn offset_utf8(&self, text: &str, line: usize, column: usize) -> usize {
        let (start, end) = self.line_bounds(text, line.saturating_add(1));
        floor_boundary(text, start.saturating_add(column).min(end))
    }

    fn line_start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0)
    }

    fn line_bounds(&self, text: &str, line: usize) -> (usize, usize) {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let next = self.starts.get(line).copied().unwrap_or(text.len());
        let words = text.get(start..next).unwrap_or("");
        (start, start + words.trim_end_matches(['\n', '\r']).len())
    }

    fn chars_before(&self, text: &str, byte: usize) -> usize {
        let block = byte / BLOCK;
        let before = self.chars_before_block.get(block).copied().unwrap_or_else(|| scalars(text.as_bytes()));
        let rest = text.as_bytes().get(block * BLOCK..byte).unwrap_or(&[]);
        before + scalars(rest)
    }
}

/// Unicode scalars that start in `bytes`: every byte that is not a UTF-8 continuation.
fn scalars(bytes: &[u8]) -> usize {
    count_bytes(bytes, |byte| byte & 0xc0 != 0x80)
}
