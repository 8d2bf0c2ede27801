//! The tools: what each is called, what it takes, and one call into the engine each.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use ide::rules::RULES;
use ide::{Level, Snapshot, UseRole};
use model::path;
use rmcp::model::JsonObject;
use syntax::{FileId, Span};

use crate::cli::before::Before;
use crate::cli::check::each;
use crate::cli::output::{self, Report};
use crate::cli::rename;
use crate::cli::whole::Whole;
use crate::disk;

/// What a tool is.
pub(super) struct Description {
    /// Its name.
    pub(super) name: &'static str,
    /// What it does and when to use it.
    pub(super) about: &'static str,
    /// What it takes, all of it text: the name, what it is, whether it must be given.
    pub(super) arguments: &'static [(&'static str, &'static str, bool)],
    /// Does it.
    pub(super) call: fn(&JsonObject) -> anyhow::Result<String>,
}

const NAME: &str = "a script or flow (`f/a/x`), a resource or variable, a step (`f/a/x#step`), an input (`f/a/x?input`) or a \
property of a result (`f/a/x.name`, `f/a/x#step.name`)";

/// All tools. None of them changes a file.
pub(super) const ALL: &[Description] = &[
    Description {
        name: "check",
        about: "Finds mistakes in the workspace: the worst first, at most 20, each with why and the fix as a diff. Use it after each change.",
        arguments: &[
            (
                "path",
                "only findings of this file or folder; all files where nothing is said",
                false,
            ),
            (
                "since",
                "a git revision: only what was not found there, in any file, and what is gone that others use",
                false,
            ),
        ],
        call: check,
    },
    Description {
        name: "outline",
        about: "Lists the steps of a flow, or the functions of a script, with their lines.",
        arguments: &[(
            "file",
            "the file, or the Windmill path of a flow or script (`f/a/x`)",
            true,
        )],
        call: outline,
    },
    Description {
        name: "shape",
        about: "Says what a script, a flow or a step gives: the properties of its result with their types.",
        arguments: &[(
            "name",
            "a script or flow (`f/a/x`), or a step (`f/a/x#step`)",
            true,
        )],
        call: shape,
    },
    Description {
        name: "uses",
        about: "Lists every place that names something, over flows, scripts, schedules, triggers and apps.",
        arguments: &[("name", NAME, true)],
        call: uses,
    },
    Description {
        name: "explain",
        about: "Explains a rule: what it reports, why, examples, and how to fix it.",
        arguments: &[("rule", "the name of the rule, such as unknown-step", true)],
        call: explain,
    },
    Description {
        name: "rename",
        about: "Shows as a diff what a rename changes in all files, and changes nothing: apply it, or run `windmill-ls --rename OLD NEW`.",
        arguments: &[
            ("old", NAME, true),
            (
                "new",
                "the new name: a path for a script or flow, else a name",
                true,
            ),
        ],
        call: renamed,
    },
];

fn given<'a>(arguments: &'a JsonObject, name: &str) -> anyhow::Result<Option<&'a str>> {
    match arguments.get(name) {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(value) => value
            .as_str()
            .map(Some)
            .with_context(|| format!("`{name}` must be text")),
    }
}

fn needed<'a>(arguments: &'a JsonObject, name: &str) -> anyhow::Result<&'a str> {
    given(arguments, name)?.with_context(|| format!("`{name}` is missing"))
}

fn whole() -> anyhow::Result<Whole> {
    let here = std::env::current_dir()?;
    let root = disk::root_for(&here).unwrap_or(here);
    Whole::open(&root)
}

fn check(arguments: &JsonObject) -> anyhow::Result<String> {
    let (only, since) = (given(arguments, "path")?, given(arguments, "since")?);
    let Whole {
        snapshot,
        mut files,
        opened,
        from,
    } = whole()?;
    if let Some(only) = only {
        let wanted = disk::to_model(&disk::absolute(Path::new(only)))
            .with_context(|| format!("{only}: no such file"))?;
        files.retain(|id| {
            let file = snapshot.workspace.get(*id);
            file.is_some_and(|f| *f.path == *wanted || path::relative(&wanted, &f.path).is_some())
        });
        if files.is_empty() {
            bail!("{only}: there is nothing to check");
        }
    }
    let before = match since {
        Some(revision) => Some(Before::revision(revision, &snapshot, &opened)?),
        None => None,
    };
    let found = each(&files, |id| match &before {
        Some(before) => before.new_ones(id, snapshot.check_all(id)),
        None => snapshot.check_all(id),
    });
    let mut report = Report::new(&snapshot.workspace, &from, files.len());
    for (id, found) in files.iter().zip(found) {
        report.add(*id, Snapshot::told(found.unwrap_or_default()));
    }
    report.lost = before.map_or_else(Vec::new, |b| b.lost(&snapshot));
    let (errors, warnings) = (report.count(Level::Error), report.count(Level::Warning));
    let counts = format!(
        "{} and {} in {}",
        output::counted(errors, "error"),
        output::counted(warnings, "warning"),
        output::counted(files.len(), "file")
    );
    Ok(format!("{counts}\n\n{}", output::for_agents(&report)))
}

/// The file that a path of the disk or of Windmill means.
fn file(whole: &Whole, name: &str) -> anyhow::Result<FileId> {
    let workspace = &whole.snapshot.workspace;
    let on_disk = disk::to_model(&disk::absolute(Path::new(name)));
    let found = on_disk.and_then(|path| workspace.id(&path));
    let asking = format!("{}/wmill.yaml", whole.from);
    let names = workspace.names();
    found
        .or_else(|| names.flow(&asking, name))
        .or_else(|| names.script(&asking, name))
        .with_context(|| format!("{name}: there is no such file, flow or script in this workspace"))
}

fn outline(arguments: &JsonObject) -> anyhow::Result<String> {
    let whole = whole()?;
    let id = file(&whole, needed(arguments, "file")?)?;
    let of = whole.snapshot.workspace.get(id).context("it is gone")?;
    let mut text = format!("{}\n", output::relative(&whole.from, &of.path));
    for item in whole.snapshot.outline(id) {
        let line = of.lines().line_of(item.span.start as usize) + 1;
        let indent = "  ".repeat(item.depth);
        let detail = match item.detail.is_empty() {
            true => String::new(),
            false => format!(" – {}", item.detail),
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{line:>5}: {indent}{}{detail}", item.name);
    }
    Ok(text)
}

fn shape(arguments: &JsonObject) -> anyhow::Result<String> {
    let whole = whole()?;
    let name = needed(arguments, "name")?;
    let shape = whole
        .snapshot
        .shape_named(&whole.from, name)
        .map_err(|why| anyhow!(why))?;
    Ok(shape.unwrap_or_else(|| "not known: its code does not show it".to_owned()))
}

fn uses(arguments: &JsonObject) -> anyhow::Result<String> {
    let whole = whole()?;
    let name = needed(arguments, "name")?;
    let uses = whole
        .snapshot
        .uses_named(&whole.from, name)
        .map_err(|why| anyhow!(why))?;
    let mut text = format!("{} of {name}\n", output::counted(uses.len(), "place"));
    for at in uses {
        let role = match at.role {
            UseRole::Definition => "declares",
            UseRole::Write => "writes",
            UseRole::Use => "uses",
        };
        let _ = writeln!(text, "{}: {role}", place(&whole, at.file, at.span));
    }
    Ok(text)
}

/// A place as `path:line: text`.
fn place(whole: &Whole, id: FileId, span: Span) -> String {
    let Some(file) = whole.snapshot.workspace.get(id) else {
        return String::new();
    };
    let line = file.lines().line_of(span.start as usize);
    let text = file.text().lines().nth(line).unwrap_or_default().trim();
    let text: String = text.chars().take(120).collect();
    format!(
        "{}:{}: `{text}`",
        output::relative(&whole.from, &file.path),
        line + 1
    )
}

fn explain(arguments: &JsonObject) -> anyhow::Result<String> {
    let name = needed(arguments, "rule")?;
    let rule = RULES.iter().find(|r| r.name == name);
    let rule = rule.with_context(|| {
        let near = ide::rules::did_you_mean(name, RULES.iter().map(|r| r.name));
        let near = near.map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        format!("there is no rule `{name}`{near}")
    })?;
    Ok(rule.explained())
}

fn renamed(arguments: &JsonObject) -> anyhow::Result<String> {
    let whole = whole()?;
    let (old, new) = (needed(arguments, "old")?, needed(arguments, "new")?);
    let planned = rename::plan(&whole.snapshot, &whole.from, old, new)?;
    let left = planned
        .left
        .iter()
        .map(|place| format!("this may be the same property, and is left: {place}\n"));
    let left: String = left.collect();
    Ok(left + &planned.diff(&whole.from).text)
}
