//! `--output-format github`: workflow commands, which GitHub Actions shows beside the changed lines.
//!
//! Lines and columns start at 1; the end column is exclusive here and inclusive there.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write;

use ide::Level;

use super::Report;
use super::place::range;
use crate::escape::{github_data, github_property};

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for (id, finding) in &report.findings {
        let Some(file) = report.file(*id) else {
            continue;
        };
        let (start, end) = range(file, finding.span);
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Hint => "notice",
        };
        let path = github_property(&report.path(*id));
        let title = github_property(&format!("windmill-ls: {}", finding.rule.name));
        let mut text = finding.message.clone();
        if let Some(help) = &finding.help {
            text += &format!("\n{help}");
        }
        let last = if end.line == start.line {
            end.column.saturating_sub(1).max(start.column)
        } else {
            end.column
        };
        // Columns only count where both ends are on one line.
        let columns = match end.line == start.line {
            true => format!(",col={},endColumn={last}", start.column),
            false => String::new(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "::{command} file={path},line={},endLine={}{columns},title={title}::{}",
            start.line,
            end.line,
            github_data(&text)
        );
    }
    out
}
