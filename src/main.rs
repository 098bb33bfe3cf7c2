//! The binary; everything is in the library.

fn main() -> std::process::ExitCode {
    fazhi::cli::main(std::env::args_os())
}
