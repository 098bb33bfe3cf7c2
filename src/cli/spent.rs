//! Where the time of a run went.

use std::time::{Duration, Instant};

use crate::diagnostic::Lang;

/// The time that the steps of one input took, or of many together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    /// From bytes to text.
    pub read: Duration,
    /// From text to structure and facts.
    pub parse: Duration,
    /// Opening packs; with many threads, also waiting for another that opens them.
    pub packs: Duration,
    /// The rules.
    pub rules: Duration,
    /// The answers.
    pub write: Duration,
}

impl Spent {
    /// Adds that of another input.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.parse += other.parse;
        self.packs += other.packs;
        self.rules += other.rules;
        self.write += other.write;
    }

    /// In words, for a run that began at `begun` and was ready to read after `prepared`.
    pub fn words(&self, begun: Instant, prepared: Duration, inputs: usize, lang: Lang) -> String {
        let whole = milliseconds(begun.elapsed());
        let [prepared, read, parse, packs, rules, write] =
            [prepared, self.read, self.parse, self.packs, self.rules, self.write].map(milliseconds);
        match lang {
            Lang::Zh => format!(
                "用时 {whole} 毫秒（{inputs} 份）：准备 {prepared}；各线程合计：读取 {read}，解析 {parse}，打开规则包 {packs}，规则 {rules}，生成结果 {write}"
            ),
            Lang::En => format!(
                "{whole} ms for {inputs} input(s): {prepared} to prepare; in all threads: {read} reading, {parse} parsing, {packs} opening packs, {rules} rules, {write} rendering"
            ),
        }
    }
}

/// With one decimal.
fn milliseconds(time: Duration) -> String {
    let tenths = time.as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;
    use std::time::Duration;

    #[test]
    fn times_are_told_with_one_decimal() {
        for (micros, words) in [(0, "0.0"), (99, "0.0"), (1_250, "1.2"), (1_000_000, "1000.0")] {
            assert_eq!(milliseconds(Duration::from_micros(micros)), words);
        }
    }
}
