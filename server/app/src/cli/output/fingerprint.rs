//! What tells a finding from others, and stays while lines move: made of the file, the rule, the message and the count of such
//! findings before it.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::Report;

/// A fingerprint for each finding of a report, in their order: 32 hexadecimal digits, each one once.
pub(super) fn fingerprints(report: &Report<'_>) -> Vec<String> {
    let mut seen: BTreeMap<(String, &str, &str), u32> = BTreeMap::new();
    let mut prints = Vec::with_capacity(report.findings.len());
    for (id, finding) in &report.findings {
        let key = (
            report.path(*id),
            finding.rule.name,
            finding.message.as_str(),
        );
        let count = seen.entry(key.clone()).or_default();
        let half = |salt: u8| {
            let mut hasher = FxHasher::default();
            (salt, key.0.as_str(), key.1, key.2, *count).hash(&mut hasher);
            hasher.finish()
        };
        prints.push(format!("{:016x}{:016x}", half(0), half(1)));
        *count += 1;
    }
    prints
}
