//! `--output-format concise`: `path:line:column: error[rule] message`, a line each, as problem
//! matchers and editors' error formats read it.

use std::fmt::Write;

use ide::Level;

use super::Report;
use super::place::place;
use crate::escape;

pub(super) fn render(report: &Report<'_>, colored: bool) -> String {
    let mut out = String::new();
    for (id, finding) in &report.findings {
        let Some(file) = report.file(*id) else {
            continue;
        };
        let at = place(file, finding.span.start as usize);
        let path = report.path(*id);
        let path = escape::leading_path(&path);
        let (on, off) = if colored {
            (color(finding.level), "\x1b[0m")
        } else {
            ("", "")
        };
        let (level, rule) = (finding.level.name(), finding.rule.name);
        let message = escape::line(&finding.message);
        let meant = finding
            .help
            .as_deref()
            .filter(|h| h.starts_with("did you mean"));
        let meant = meant.map_or_else(String::new, |h| format!("; {}", escape::line(h)));
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "{path}:{}:{}: {on}{level}[{rule}]{off} {message}{meant}",
            at.line, at.column
        );
    }
    out
}

fn color(level: Level) -> &'static str {
    match level {
        Level::Error => "\x1b[1;31m",
        Level::Warning => "\x1b[1;33m",
        Level::Hint => "\x1b[1;36m",
    }
}
