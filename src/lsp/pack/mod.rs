//! Rule packs that are being written: faults at the word, keys, names, documentation, tests.

mod complete;
mod context;
mod schema;
mod state;
mod tests_lens;

pub use complete::{completions, hover};
pub use state::PackState;
pub use tests_lens::{lenses, run_tests};
