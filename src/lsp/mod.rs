//! The language server: what `check` finds, shown while a report or a rule pack is being written.
//!
//! [`Server`] is a machine without input and output: messages go in, messages come out, and it is told what time it is.
//! [`serve`] puts it between standard input and standard output. Checks are those of [`crate::engine`], so that an
//! editor shows what the command line shows.

mod action;
mod answer;
mod buffer;
mod command;
mod completion;
mod diagnostics;
mod hint;
mod hover;
mod lens;
mod pack;
mod params;
mod position;
mod publish;
mod report;
mod server;
mod settings;
mod symbols;
mod transport;
mod wishes;
mod workspace;

pub use server::{Flow, Server, World};
pub use transport::serve;
