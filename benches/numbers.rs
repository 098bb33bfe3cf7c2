//! What reading the figures of a report and recalculating them costs; together they must stay under a millisecond for
//! a report of 10 kB.

#![allow(missing_docs, reason = "criterion's macros write public functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fazhi::check::run_rule;
use fazhi::facts::{Figures, Overrides, Subject};
use fazhi::rule::Rule;
use fazhi::source::load;

const REPORT: &[u8] = include_bytes!("../tests/silent/01-county-four-block-2025.txt");

fn numbers(criterion: &mut Criterion) {
    let rules = fazhi::builtin::national().expect("the built-in pack opens");
    let source = load::from_bytes("report.txt", REPORT).expect("a report");
    let read = || Subject::read(&source, &rules.cues, &rules.roles, &rules.genre, &Overrides::default());
    let subject = read();
    let audited: Vec<&Rule> =
        rules.rules.iter().filter(|rule| rule.id.starts_with("num-") || rule.id.starts_with("data-")).collect();
    let mut group = criterion.benchmark_group("numbers");
    group.throughput(Throughput::Bytes(source.text().len() as u64));
    group.bench_function("read the report (for comparison)", |b| b.iter(read));
    group.bench_function("read figures", |b| {
        b.iter(|| Figures::read(source.text(), &subject.document, &subject.tokens));
    });
    for rule in &audited {
        let _ = run_rule(&rules, rule, &subject);
        group.bench_function(&rule.id, |b| b.iter(|| run_rule(&rules, rule, &subject)));
    }
    group.bench_function("all rules on figures already read", |b| {
        b.iter(|| audited.iter().map(|rule| run_rule(&rules, rule, &subject)).collect::<Vec<_>>());
    });
    group.finish();
}

criterion_group!(benches, numbers);
criterion_main!(benches);
