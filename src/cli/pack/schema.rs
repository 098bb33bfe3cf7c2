//! `fazhi pack schema`

use crate::rule::schema;

use super::super::{Exit, print};
use super::args::{Schema, SchemaKind};

/// Runs the command.
pub fn run(args: &Schema) -> Exit {
    print(match args.kind {
        SchemaKind::Rule => schema::RULE,
        SchemaKind::Pack => schema::PACK,
        SchemaKind::Lexicon => schema::LEXICON,
        SchemaKind::Instruments => schema::INSTRUMENTS,
        SchemaKind::Config => schema::CONFIG,
    });
    Exit::Clean
}
