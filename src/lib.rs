#![doc = include_str!("../README.md")]
//!
//! # The house
//!
//! One direction of data, one room a step; each room uses only those named before it:
//!
//! ```text
//! bytes ─ source::load ─▶ Source ─ document::parse ─▶ Document ─ facts ─▶ Subject ─┐
//! rules/**/*.yaml ─ rule::load ─▶ raw ─ rule::compile ─▶ RuleSet ───────────────────┤ check::run
//!                                                                                  ▼
//!  Vec<Outcome> ─ report::assemble(Policy, waivers, baseline) ─▶ Report ─ render::{fancy, short, json, html, markdown}
//!                                                                      └ annotate (comments and changes in Word files)
//! ```
//!
//! [`engine`] puts this together with the settings and packs that hold for an input; the command line, the language
//! server and [`check()`] stand on it.
//!
//! Start reading at [`report::check`]: a finding goes from byte to caret through [`source::load::load`],
//! [`document::parse`], [`facts::Subject::read`], [`check::run`], [`report::assemble`] and [`render::fancy::render`].
//!
//! # Invariants
//!
//! 1. Parsing is total: any text yields a [`document::Document`]; a structural fault is found by a rule, never by the
//!    parser, and nobody ever sees a parser's error.
//! 2. A position is a byte [`source::Span`] in the text of a [`source::Source`]. Lines, columns and UTF-16 units are
//!    made in one file, [`source::LineIndex`], at the edge. A hard-wrapped text is joined before it is read; its
//!    [`source::OriginMap`] leads back. So it does from the text of a Word, HTML or PDF file to paragraph, page and cell.
//! 3. Only `source` knows encodings and file formats; only `document` and the token readers of `facts` name pest; only
//!    `render::frame` names miette, only `render::short` codespan-reporting; only
//!    `rule::yaml` names the YAML library; packs and `fazhi.yaml` are read through it.
//! 4. Checks are configuration: the engine knows no rule id. A rule is a YAML file with its messages, its page and its
//!    tests; it holds no scripts.
//! 5. An outcome has four values: finding, satisfied, not applicable, not evaluable. "Cannot tell" is never a defect,
//!    and an unreadable file is never a pass.
//! 6. Severity, confidence and the applicability of a fix are three axes. Policy is applied in one place, after all
//!    rules have run.
//! 7. An absent thing is reported where it should be inserted, with the nearest text, once.
//! 8. No input, output, clock, environment or exit below `cli` and `lsp`, but in [`source::load`], [`rule::load`] and
//!    [`engine`], which reads `fazhi.yaml`. The same bytes and the same packs give the same report, byte for byte.
//! 9. No floating point decides anything.
//! 10. Nothing that a report or a pack contains can make the program panic, hang or write outside the path it was
//!     given; it writes nothing but its answer, the report that `--fix` was given and the baseline it was told to write.
//!     A report is written whole or not at all, in the bytes it came in.
//!
//! Two departures from the obvious, with their reasons. Which part of a report a section *is* depends on the report
//! year and on word lists of the pack, so it is worked out in [`facts`] and not in [`document`]. The built-in packs are
//! compiled by `build.rs` with the same `rule` room and embedded as bytes ([`builtin`]), because reading YAML at every
//! start would cost more than checking a report.

// The parsers that pest makes without its `std` feature name `alloc`.
extern crate alloc;

pub mod source;

pub mod diagnostic;

pub mod document;

pub mod facts;

pub mod rule;

pub mod builtin;

pub mod check;

pub mod report;

pub mod config;

pub mod render;

#[cfg(feature = "docx")]
pub mod annotate;

pub mod skeleton;

pub mod engine;

pub use engine::{CheckError, Checked, Checker, Options, check};

#[cfg(feature = "lsp")]
pub mod lsp;

pub mod cli;
