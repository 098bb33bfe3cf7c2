//! `fazhi.yaml`: what holds for the reports of a folder, and how it is joined with options and environment.
//!
//! Flags go over environment variables, these over the file, the file over the defaults; every value knows where it
//! came from. Reading the file and the environment is the business of `cli`.

mod raw;
mod settings;

pub use raw::Config;
#[cfg(test)]
pub(crate) use raw::RawConfig;
pub use settings::{Choice, Origin, Setting, Settings, Stated};
