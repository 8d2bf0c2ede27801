//! Findings as text for people and programs.

mod agent;
mod concise;
pub(in crate::cli) mod diff;
mod file;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod json_lines;
mod junit;
mod place;
mod rdjson;
mod sarif;

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, IsTerminal, Write};

use anyhow::Context;
use ide::fix::applied;
use ide::{Finding, Level, Lost};
use model::file::File;
use model::workspace::Workspace;
use serde_json::Value;
use syntax::FileId;

pub(super) use file::refuse_inputs;

use super::Args;
use super::args::{Color, Format};
use crate::escape;

/// What a run of `--check` found.
#[derive(Debug)]
pub(super) struct Report<'a> {
    workspace: &'a Workspace,
    /// The folder that paths are shown from.
    from: &'a str,
    /// How many files were checked.
    files: usize,
    /// By file and place.
    findings: Vec<(FileId, Finding)>,
    /// How many findings were left out, as a baseline has them.
    pub(super) known: Option<usize>,
    /// What a change took away that others use.
    pub(super) lost: Vec<Lost>,
}

impl<'a> Report<'a> {
    /// A report over `files` files, with no findings yet.
    pub(super) fn new(workspace: &'a Workspace, from: &'a str, files: usize) -> Report<'a> {
        Report {
            workspace,
            from,
            files,
            findings: Vec::new(),
            known: None,
            lost: Vec::new(),
        }
    }

    /// Adds the findings of a file, sorted by place. Files come by path.
    pub(super) fn add(&mut self, id: FileId, findings: Vec<Finding>) {
        self.findings.extend(findings.into_iter().map(|f| (id, f)));
    }

    /// How many findings have this level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.findings
            .iter()
            .filter(|(_, f)| f.level == level)
            .count()
    }

    /// A file's path as shown.
    pub(super) fn path(&self, id: FileId) -> String {
        self.file(id)
            .map_or_else(String::new, |f| relative(self.from, &f.path))
    }

    fn file(&self, id: FileId) -> Option<&'a File> {
        self.workspace.get(id).map(|f| &**f)
    }

    /// How often each rule fired, by name.
    fn by_rule(&self) -> BTreeMap<&'static str, usize> {
        let mut rules = BTreeMap::new();
        for (_, finding) in &self.findings {
            *rules.entry(finding.rule.name).or_default() += 1;
        }
        rules
    }
}

/// An object with a link, where there is something to link to.
fn with_link(mut object: Value, name: &str, link: Option<String>) -> Value {
    if let Some(link) = link {
        object[name] = link.into();
    }
    object
}

/// Prints a report as the arguments want it.
pub(super) fn print(args: &Args, report: &Report<'_>) -> anyhow::Result<()> {
    let colored = is_colored(args);
    let mut text = match args.output_format {
        Format::Json => json::render(report, args.statistics)?,
        _ if args.statistics => statistics(report),
        Format::Full => full::render(report, colored, args.verbose),
        Format::Concise => concise::render(report, colored),
        Format::Agent => agent::render(report),
        Format::JsonLines => json_lines::render(report)?,
        Format::Sarif => sarif::render(report)?,
        Format::Github => github::render(report),
        Format::Gitlab => gitlab::render(report)?,
        Format::Junit => junit::render(report),
        Format::Rdjson => rdjson::render(report)?,
    };
    let is_for_people = matches!(
        args.output_format,
        Format::Full | Format::Concise | Format::Agent
    );
    if is_for_people && !args.statistics {
        text.push_str(&lost(report));
    }
    if args.output_format == Format::Full && !args.quiet {
        text.push_str(&summary(report));
    }
    match &args.output_file {
        Some(path) => file::write(path, &text),
        None => to_stdout(&text),
    }
}

/// A report for agents: its findings, and what is gone.
pub(super) fn for_agents(report: &Report<'_>) -> String {
    agent::render(report) + &lost(report)
}

/// Writes to stderr as it is. Where stderr is gone there is nobody to tell.
pub(super) fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes to stdout. A reader who has seen enough (`| head`) is no failure.
pub(super) fn to_stdout(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("stdout"),
        _ => Ok(()),
    }
}

/// `path` as seen from the folder `from`; as it is where there is no way between (another drive).
pub(super) fn relative(from: &str, path: &str) -> String {
    let same_start = from.split('/').next() == path.split('/').next();
    if same_start {
        model::path::relative_to(from, path)
    } else {
        path.to_owned()
    }
}

/// `1 file`, `2 files`.
pub(crate) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What is gone that others use, a line each.
fn lost(report: &Report<'_>) -> String {
    let line = |lost: &Lost| {
        let verb = match lost.users.len() {
            1 => "uses",
            _ => "use",
        };
        let of = lost.name.as_ref().map_or_else(String::new, |name| {
            format!("{} `{}` of ", lost.what.name(), escape::label(name))
        });
        let (said, path) = (&lost.said, escape::label(&lost.path));
        let users: Vec<String> = lost
            .users
            .iter()
            .take(USERS)
            .map(|id| report.path(*id))
            .collect();
        let rest = if lost.users.len() > USERS {
            ", …"
        } else {
            ""
        };
        let users = escape::line(&users.join(", ")).into_owned();
        let now = lost.now.as_ref().map_or_else(
            || "is gone".to_owned(),
            |now| format!("is `{}` now", escape::label(now)),
        );
        format!("{said} {verb} {of}`{path}`, which {now}: {users}{rest}\n")
    };
    let mut text: String = report.lost.iter().map(line).collect();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Users of something that is gone that are named.
const USERS: usize = 5;

/// What was found in one line.
fn summary(report: &Report<'_>) -> String {
    let files = match report.known {
        Some(n @ 1..) => {
            let known = counted(n, "finding");
            format!("{}; {known} in the baseline", counted(report.files, "file"))
        }
        _ => counted(report.files, "file"),
    };
    let levels = [Level::Error, Level::Warning, Level::Hint];
    let found: Vec<String> = levels
        .into_iter()
        .map(|level| (report.count(level), level.name()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| counted(n, name))
        .collect();
    if found.is_empty() {
        format!("No findings in {files}.\n")
    } else {
        format!("Found {} in {files}.\n{}", found.join(", "), fixes(report))
    }
}

/// What `--fix` would do about it, and what it leaves to a person.
fn fixes(report: &Report<'_>) -> String {
    let findings = || report.findings.iter().map(|(_, f)| f);
    let safe = findings().filter(|f| applied(f, false).is_some()).count();
    let whole = findings().filter(|f| applied(f, true).is_some()).count();
    let yours = findings().filter(|f| f.level != Level::Hint);
    let yours = yours.filter(|f| f.fix.as_ref().is_some_and(|x| !x.is_whole()));
    let mut text = String::new();
    if safe > 0 {
        text += &format!("{safe} can be fixed with --fix.\n");
    }
    if whole > safe {
        let more = if safe > 0 { " more" } else { "" };
        let n = whole - safe;
        text +=
            &format!("{n}{more} can be fixed with --fix --unsafe-fixes: read the diff first.\n");
    }
    match yours.count() {
        0 => {}
        n => {
            text += &format!(
                "{n} can be fixed in an editor only: part of the fix is yours to write.\n"
            );
        }
    }
    text
}

/// How often each rule fired, most often first.
fn statistics(report: &Report<'_>) -> String {
    let mut rules: Vec<(&str, usize)> = report.by_rule().into_iter().collect();
    rules.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let width = rules.first().map_or(0, |(_, n)| n.to_string().len());
    rules
        .iter()
        .map(|(name, n)| format!("{n:width$}  {name}\n"))
        .collect()
}

fn is_colored(args: &Args) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty() && v != "0");
    match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if args.output_file.is_some() => false,
        Color::Auto if is_set("FORCE_COLOR") => true,
        Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) => false,
        Color::Auto => {
            io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_from_a_folder() {
        assert_eq!(relative("/w/a", "/w/a/b.py"), "b.py");
        assert_eq!(relative("/w/a", "/w/b.py"), "../b.py");
        assert_eq!(relative("C:/w", "C:/w/b.py"), "b.py");
        assert_eq!(relative("C:/w", "D:/b.py"), "D:/b.py");
    }
}
