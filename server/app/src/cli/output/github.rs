//! `--output-format github`: workflow commands, which GitHub Actions shows beside the changed lines.
//!
//! Lines and columns start at 1; the end column is exclusive here and inclusive there.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write;

use ide::Level;

use super::Report;
use super::place::range;

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
        let path = property(&report.path(*id));
        let title = property(&format!("windmill-ls: {}", finding.rule.name));
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
            data(&text)
        );
    }
    out
}

/// Text behind `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn commands_are_escaped() {
        assert_eq!(data("50 %\r\na: b, c"), "50 %25%0D%0Aa: b, c");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
