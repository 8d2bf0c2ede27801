//! `--output-format sarif`: SARIF 2.1.0, as GitHub's code scanning and others take it. Columns count
//! Unicode characters, which the run declares.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use ide::rules::RULES;
use ide::{Level, PUBLISHED, TextEdit};
use serde_json::{Value, json};
use syntax::{FileId, Span};

use super::fingerprint::fingerprints;
use super::place::range;
use super::{Report, with_link};
use crate::escape::{self, uri};

pub(super) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            let about = json!({
                "id": rule.name,
                "shortDescription": { "text": rule.purpose() },
                "help": { "text": rule.page, "markdown": rule.page },
                "defaultConfiguration": { "level": level(rule.level) },
                "properties": { "tags": [rule.category.name()] },
            });
            with_link(about, "helpUri", rule.url())
        })
        .collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .zip(fingerprints(report))
        .map(|((id, finding), print)| {
            let mut text = sentence(&finding.message);
            if let Some(help) = &finding.help {
                text += &format!(" {}", sentence(help));
            }
            let related: Vec<Value> = finding
                .related
                .iter()
                .enumerate()
                .map(|(i, r)| {
                    let mut place = location(report, r.file, r.span);
                    place["id"] = json!(i);
                    place["message"] = json!({ "text": escape::sarif(&r.message) });
                    place
                })
                .collect();
            let mut result = json!({
                "ruleId": finding.rule.name,
                "ruleIndex": RULES.iter().position(|r| r.name == finding.rule.name),
                "level": level(finding.level),
                "message": { "text": escape::sarif(&text) },
                "locations": [location(report, *id, finding.span)],
                "partialFingerprints": { "windmillLs/v1": print },
            });
            if !related.is_empty() {
                result["relatedLocations"] = json!(related);
            }
            if let Some(fix) = finding.fix.as_ref().filter(|f| !f.edits.is_empty()) {
                let replacements: Vec<Value> = fix
                    .edits
                    .iter()
                    .map(|e| replacement(report, *id, e))
                    .collect();
                result["fixes"] = json!([{
                    "description": { "text": escape::sarif(&fix.title) },
                    "artifactChanges": [{
                        "artifactLocation": { "uri": uri(&report.path(*id)) },
                        "replacements": replacements,
                    }],
                }]);
            }
            result
        })
        .collect();
    let driver = json!({
        "name": "windmill-ls",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let driver = with_link(driver, "informationUri", PUBLISHED.map(str::to_owned));
    let output = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    escape::json(&output).map(|json| json + "\n")
}

/// A message as a sentence: with a capital and an end.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>());
    let end = if text.ends_with(['.', '?', '!', '…']) {
        ""
    } else {
        "."
    };
    format!("{}{}{end}", first.unwrap_or_default(), chars.as_str())
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
    }
}

fn location(report: &Report<'_>, id: FileId, span: Span) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&report.path(id)) },
        "region": region(report, id, span),
    }})
}

fn region(report: &Report<'_>, id: FileId, span: Span) -> Value {
    match report.file(id).map(|f| range(f, span)) {
        Some((start, end)) => json!({
            "startLine": start.line, "startColumn": start.column,
            "endLine": end.line, "endColumn": end.column,
        }),
        None => json!({ "startLine": 1 }),
    }
}

fn replacement(report: &Report<'_>, id: FileId, edit: &TextEdit) -> Value {
    json!({
        "deletedRegion": region(report, id, edit.span),
        "insertedContent": { "text": edit.text },
    })
}
