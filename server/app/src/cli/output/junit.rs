//! `--output-format junit`: a test suite a file, a failing test a finding, for CI servers that show
//! test reports. Hints are passing tests that say something.

use std::fmt::Write;

use ide::Level;

use super::place::place;
use super::{Report, counted};
use crate::escape::xml;

pub(super) fn render(report: &Report<'_>) -> String {
    let failures = report
        .findings
        .iter()
        .filter(|(_, f)| f.level != Level::Hint)
        .count();
    let tests = report.findings.len().max(1);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "<testsuites name=\"windmill-ls\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    );
    if report.findings.is_empty() {
        out.push_str(
            "  <testsuite name=\"windmill-ls\" tests=\"1\" failures=\"0\" errors=\"0\">\n",
        );
        let _ = writeln!(
            out,
            "    <testcase name=\"{}\" classname=\"windmill-ls\"/>\n  </testsuite>",
            counted(report.files, "file")
        );
    }
    for group in report.findings.chunk_by(|a, b| a.0 == b.0) {
        let path = xml(&report.path(group[0].0));
        let failed = group.iter().filter(|(_, f)| f.level != Level::Hint).count();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\">",
            group.len()
        );
        for (id, finding) in group {
            let line = report
                .file(*id)
                .map_or(1, |f| place(f, finding.span.start as usize).line);
            let (rule, message) = (finding.rule.name, xml(&finding.message));
            let help = finding.help.as_deref().map(xml).unwrap_or_default();
            let element = if finding.level == Level::Hint {
                "system-out"
            } else {
                "failure"
            };
            let attributes = match finding.level {
                Level::Hint => String::new(),
                level => format!(" type=\"{}\" message=\"{message}\"", level.name()),
            };
            let _ = writeln!(
                out,
                "    <testcase name=\"{rule} at line {line}\" classname=\"{path}\" file=\"{path}\" \
                 line=\"{line}\">\n      <{element}{attributes}>{message}\n{help}</{element}>\n    </testcase>"
            );
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}
