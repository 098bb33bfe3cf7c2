//! The floor of every start-up measurement: a binary that parses five commands and ten options with clap and does
//! nothing else.

use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
struct Floor {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(Options),
    Outline(Options),
    Explain(Options),
    Rules(Options),
    Completions(Options),
}

#[derive(Args)]
struct Options {
    paths: Vec<std::path::PathBuf>,
    #[arg(long)]
    format: Option<String>,
    #[arg(long)]
    profile: Option<String>,
    #[arg(long)]
    level: Option<String>,
    #[arg(long)]
    province: Option<String>,
    #[arg(long)]
    year: Option<i32>,
    #[arg(long)]
    published: Option<String>,
    #[arg(long)]
    select: Vec<String>,
    #[arg(long)]
    ignore: Vec<String>,
    #[arg(long)]
    lang: Option<String>,
    #[arg(short, long)]
    verbose: bool,
}

fn main() {
    let floor = Floor::parse();
    let (Command::Check(options)
    | Command::Outline(options)
    | Command::Explain(options)
    | Command::Rules(options)
    | Command::Completions(options)) = floor.command;
    std::hint::black_box((
        options.paths,
        options.format,
        options.profile,
        options.level,
        options.province,
        options.year,
        options.published,
        options.select,
        options.ignore,
        options.lang,
        options.verbose,
    ));
}
