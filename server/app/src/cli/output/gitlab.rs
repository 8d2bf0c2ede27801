//! `--output-format gitlab`: GitLab's code quality report, an array of issues.
//!
//! A fingerprint must stay the same while lines move, and be one of its kind within a report.
//! <https://docs.gitlab.com/ci/testing/code_quality/>

use ide::Level;
use serde_json::{Value, json};

use super::Report;
use super::fingerprint::fingerprints;
use super::place::range;
use crate::escape;

pub(super) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let mut issues: Vec<Value> = Vec::new();
    for ((id, finding), print) in report.findings.iter().zip(fingerprints(report)) {
        let Some(file) = report.file(*id) else {
            continue;
        };
        let (start, end) = range(file, finding.span);
        let path = report.path(*id);
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
