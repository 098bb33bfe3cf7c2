//! The library in ten lines: `cargo run --example check -- examples/青石镇2025.txt`, or any report.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which report?")?;
    let options = fazhi::Options { name: path.clone(), ..fazhi::Options::default() };
    let checked = fazhi::check(&std::fs::read(&path)?, &options)?;
    for found in &checked.report.diagnostics {
        let at = checked.source.start(found.span);
        let line = format!("{path}:{}:{}: [{}] {}", at.line, at.column, found.rule, found.message.zh);
        std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes())?;
    }
    Ok(())
}
