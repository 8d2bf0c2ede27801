//! `--output-format rdjson`: reviewdog's diagnostic format. Its lines and columns start at 1, columns
//! count bytes of UTF-8.
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>

use ide::{Level, PUBLISHED};
use model::file::File;
use serde_json::{Value, json};
use syntax::{Encoding, Span};

use super::{Report, with_link};
use crate::escape;

pub(super) fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let diagnostics: Vec<Value> = report
        .findings
        .iter()
        .filter_map(|(id, finding)| {
            let file = report.file(*id)?;
            let mut message = finding.message.clone();
            if let Some(help) = &finding.help {
                message += &format!("\n{help}");
            }
            let suggestions: Vec<Value> = finding
                .fix
                .iter()
                .filter(|f| f.edits.len() == 1)
                .flat_map(|f| &f.edits)
                .map(|e| json!({ "range": range(file, e.span), "text": e.text }))
                .collect();
            Some(json!({
                "message": message,
                "location": { "path": report.path(*id), "range": range(file, finding.span) },
                "severity": match finding.level {
                    Level::Error => "ERROR",
                    Level::Warning => "WARNING",
                    Level::Hint => "INFO",
                },
                "code": with_link(json!({ "value": finding.rule.name }), "url", finding.rule.url()),
                "suggestions": suggestions,
            }))
        })
        .collect();
    let output = json!({
        "source": with_link(json!({ "name": "windmill-ls" }), "url", PUBLISHED.map(str::to_owned)),
        "diagnostics": diagnostics,
    });
    escape::json(&output).map(|json| json + "\n")
}

fn range(file: &File, span: Span) -> Value {
    let at = |offset: u32| {
        let at = file
            .lines()
            .line_col(file.text(), offset as usize, Encoding::Utf8);
        json!({ "line": at.line + 1, "column": at.col + 1 })
    };
    json!({ "start": at(span.start), "end": at(span.end.max(span.start)) })
}
