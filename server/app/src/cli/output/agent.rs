//! `--output-format agent`: for programs that write code. Of each finding the place, the rule, the message and the line, why it
//! matters once a rule, and what fixes it as a diff. The worst come first, and there is an end: who reads this reads it whole.

use std::fmt::Write;

use ide::fix::edited;
use ide::{Finding, Fix};
use model::file::File;
use rustc_hash::FxHashSet;
use syntax::FileId;

use super::diff::unified;
use super::place::place;
use super::{Report, counted};
use crate::escape;

/// Most findings that are written.
const MOST: usize = 20;

/// Most bytes that are written, but for the last finding and the line that says what was left out.
const ROOM: usize = 16_000;

/// Most characters of a line that are shown.
const WIDTH: usize = 160;

/// Most lines of a fix that are shown.
const LINES: usize = 40;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut findings: Vec<&(FileId, Finding)> = report.findings.iter().collect();
    // Those of a level stay in their order.
    findings.sort_by_key(|(_, finding)| finding.level);
    let mut out = String::new();
    let mut explained = FxHashSet::default();
    let mut told = 0;
    for (id, finding) in findings.iter().take(MOST) {
        if out.len() > ROOM {
            break;
        }
        if let Some(file) = report.file(*id) {
            one(
                report,
                *id,
                file,
                finding,
                explained.insert(finding.rule.name),
                &mut out,
            );
        }
        told += 1;
    }
    let left = findings.len() - told;
    if left > 0 {
        let more = counted(left, "more finding");
        let _ = writeln!(
            out,
            "{more} not shown: fix these first, then run `windmill-ls --check` again"
        );
    }
    out
}

fn one(
    report: &Report<'_>,
    id: FileId,
    file: &File,
    finding: &Finding,
    explain: bool,
    out: &mut String,
) {
    let at = place(file, finding.span.start as usize);
    let path = report.path(id);
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "{}:{}:{}: {}[{}]: {}",
        escape::leading_path(&path),
        at.line,
        at.column,
        finding.level.name(),
        finding.rule.name,
        escape::line(&finding.message)
    );
    let text = file.text();
    let line = text.lines().nth(at.line as usize - 1).unwrap_or_default();
    let _ = writeln!(out, "  {:>4} | {}", at.line, escape::excerpt(&cut(line)));
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "  help: {}", escape::line(help));
    }
    if explain {
        let _ = writeln!(out, "  why: {}", escape::line(&finding.rule.purpose()));
    }
    if let Some(fix) = &finding.fix {
        self::fix(report, &path, text, fix, out);
    }
    out.push('\n');
}

fn fix(report: &Report<'_>, path: &str, text: &str, fix: &Fix, out: &mut String) {
    let _ = writeln!(
        out,
        "  fix ({}): {}",
        fix.kind().name(),
        escape::line(&fix.title)
    );
    let diff = match &fix.creates {
        Some(new) => unified(&super::relative(report.from, &new.path), "", &new.text),
        None => unified(path, text, &edited(text, &fix.edits)),
    };
    let lines: Vec<&str> = diff.text.lines().collect();
    for line in lines.iter().take(LINES) {
        let _ = writeln!(out, "    {}", cut(line));
    }
    if lines.len() > LINES {
        let _ = writeln!(out, "    … {} more", counted(lines.len() - LINES, "line"));
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
