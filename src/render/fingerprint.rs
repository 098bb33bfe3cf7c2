//! What services recognise a finding by from one run to the next.

use std::collections::BTreeMap;

use crate::document;
use crate::report::Report;
use crate::report::baseline::fingerprint;
use crate::source::Source;

/// Of each finding of a report, in order: the fingerprint that baselines keep, and which of those with this fingerprint
/// it is, from 1.
pub(super) fn fingerprints(report: &Report, source: &Source) -> Vec<(String, usize)> {
    let document = document::parse(source);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    report
        .diagnostics
        .iter()
        .map(|found| {
            let own = fingerprint(found, &document, source);
            let count = seen.entry(own.clone()).or_default();
            *count += 1;
            (own, *count)
        })
        .collect()
}
