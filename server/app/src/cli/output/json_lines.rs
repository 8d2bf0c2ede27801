//! `--output-format json-lines`: the findings of the `json` format, one object a line, for tools that
//! read as they go.

use super::{Report, json};
use crate::escape;

pub(super) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let mut out = String::new();
    for finding in json::findings(report) {
        out.push_str(&escape::json(&finding)?);
        out.push('\n');
    }
    Ok(out)
}
