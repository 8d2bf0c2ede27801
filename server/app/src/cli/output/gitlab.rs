//! `--output-format gitlab`: GitLab's code quality report, an array of issues.
//!
//! A fingerprint must stay the same while lines move, and be one of its kind within a report: it is made
//! of the file, the rule, the message and the count of such findings before it.
//! <https://docs.gitlab.com/ci/testing/code_quality/>

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use ide::Level;
use rustc_hash::FxHasher;
use serde_json::{Value, json};

use super::Report;
use super::place::range;
use crate::escape;

pub(super) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let mut seen: BTreeMap<(String, &str, &str), u32> = BTreeMap::new();
    let mut issues: Vec<Value> = Vec::new();
    for (id, finding) in &report.findings {
        let Some(file) = report.file(*id) else {
            continue;
        };
        let (start, end) = range(file, finding.span);
        let path = report.path(*id);
        let count = seen
            .entry((path.clone(), finding.rule.name, &finding.message))
            .or_default();
        let print = fingerprint(&path, finding.rule.name, &finding.message, *count);
        *count += 1;
        issues.push(json!({
            "description": finding.message,
            "check_name": finding.rule.name,
            "fingerprint": print,
            "severity": match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Hint => "info",
            },
            "location": { "path": path, "lines": { "begin": start.line, "end": end.line } },
        }));
    }
    escape::json(&issues).map(|json| json + "\n")
}

fn fingerprint(path: &str, rule: &str, message: &str, count: u32) -> String {
    let half = |salt: u8| {
        let mut hasher = FxHasher::default();
        (salt, path, rule, message, count).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", half(0), half(1))
}
