//! `--output-format json`: one object, versioned. Lines and columns start at 1, columns count
//! Unicode characters, ends are exclusive, paths use `/` on every system. Keys may be added within a
//! version; none changes its meaning or goes away.

use std::collections::BTreeMap;

use ide::Level;
use serde::Serialize;
use syntax::{FileId, Span};

use super::Report;
use super::place::{Place, range};
use crate::escape;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    tool: Tool,
    findings: Vec<Finding<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<Lost<'a>>,
    summary: Summary,
}

/// What a change took away that others use.
#[derive(Serialize)]
struct Lost<'a> {
    kind: &'static str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// The path that it has now, where it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a str>,
    users: Vec<String>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
    openflow: &'static str,
}

/// A finding as programs read it.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'static str,
    level: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    file: String,
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    safety: &'static str,
    title: &'a str,
    edits: Vec<Edit<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creates: Option<NewFile<'a>>,
}

#[derive(Serialize)]
struct NewFile<'a> {
    file: String,
    text: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    file: String,
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    file: String,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: At,
    end: At,
}

#[derive(Serialize)]
struct At {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    /// Findings that are left out, as the baseline has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<BTreeMap<&'static str, usize>>,
}

/// The report as JSON on one line; `statistics` adds the count of each rule.
pub(super) fn render(report: &Report<'_>, statistics: bool) -> serde_json::Result<String> {
    let output = Output {
        version: 1,
        tool: Tool {
            name: "windmill-ls",
            version: env!("CARGO_PKG_VERSION"),
            openflow: &model::openflow::openflow().version,
        },
        findings: findings(report).collect(),
        lost: report.lost.iter().map(|l| lost(report, l)).collect(),
        summary: Summary {
            files: report.files,
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            hints: report.count(Level::Hint),
            known: report.known,
            rules: statistics.then(|| report.by_rule()),
        },
    };
    escape::json(&output).map(|json| json + "\n")
}

fn lost<'a>(report: &Report<'_>, lost: &'a ide::Lost) -> Lost<'a> {
    Lost {
        kind: lost.what.name(),
        path: &lost.path,
        name: lost.name.as_deref(),
        now: lost.now.as_deref(),
        users: lost.users.iter().map(|id| report.path(*id)).collect(),
    }
}

/// The findings in their order.
pub(super) fn findings<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Finding<'a>> {
    report.findings.iter().map(|(id, f)| Finding {
        rule: f.rule.name,
        level: f.level.name(),
        message: &f.message,
        help: f.help.as_deref(),
        file: report.path(*id),
        range: at(report, *id, f.span),
        url: f.rule.url(),
        related: f.related.iter().map(|r| related(report, r)).collect(),
        fix: f.fix.as_ref().map(|fix| Fix {
            safety: fix.kind().name(),
            title: &fix.title,
            edits: fix.edits.iter().map(|e| edit(report, *id, e)).collect(),
            creates: fix.creates.as_ref().map(|new| NewFile {
                file: super::relative(report.from, &new.path),
                text: &new.text,
            }),
        }),
    })
}

fn related<'a>(report: &Report<'_>, related: &'a ide::Related) -> Related<'a> {
    let range = at(report, related.file, related.span);
    Related {
        file: report.path(related.file),
        range,
        message: &related.message,
    }
}

fn at(report: &Report<'_>, id: FileId, span: Span) -> Range {
    let first = Place { line: 1, column: 1 };
    let (start, end) = report.file(id).map_or((first, first), |f| range(f, span));
    let at = |p: Place| At {
        line: p.line,
        column: p.column,
    };
    Range {
        start: at(start),
        end: at(end),
    }
}

fn edit<'a>(report: &Report<'_>, id: FileId, edit: &'a ide::TextEdit) -> Edit<'a> {
    Edit {
        file: report.path(id),
        range: at(report, id, edit.span),
        text: &edit.text,
    }
}
