//! `--output-format concise`: `path:line:column: error[rule] message`, a line each, as problem
//! matchers and editors' error formats read it.

use std::fmt::Write;

use ide::Level;

use super::Report;
use super::place::place;

pub(super) fn render(report: &Report<'_>, colored: bool) -> String {
    let mut out = String::new();
    for (id, finding) in &report.findings {
        let Some(file) = report.file(*id) else {
            continue;
        };
        let at = place(file, finding.span.start as usize);
        let path = one_line(&report.path(*id));
        let (on, off) = if colored {
            (color(finding.level), "\x1b[0m")
        } else {
            ("", "")
        };
        let (level, rule) = (finding.level.name(), finding.rule.name);
        let message = one_line(&finding.message);
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "{path}:{}:{}: {on}{level}[{rule}]{off} {message}",
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

/// Text that stays on its line and cannot steer a terminal.
fn one_line(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escaped = c.is_control().then(|| c.escape_default());
            let plain = (!c.is_control()).then_some(c);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(one_line("a\nb\u{1b}[0m é😀"), "a\\nb\\u{1b}[0m é😀");
    }
}
