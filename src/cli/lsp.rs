//! `fazhi lsp`

use crate::diagnostic::Lang;
use crate::lsp::{Server, World, serve};

use super::plan::environment;
use super::{Exit, complain, review};

/// Runs the command; the exit code is the one that the protocol asks for.
pub fn run(lang: Lang) -> std::process::ExitCode {
    match environment(lang) {
        Ok(variables) => {
            let world = World { variables, today: Box::new(review::today) };
            std::process::ExitCode::from(serve(Server::new(world)))
        }
        Err(words) => {
            complain(&words);
            Exit::Usage.into()
        }
    }
}
