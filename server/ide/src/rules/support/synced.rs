//! What a missing path may mean: only where `wmill.yaml` says that sync keeps such files here.

use std::sync::Arc;

use model::file::{File, FileKind};
use model::path;
use model::references::app::{self, AppRole};
use model::references::{Key, Via};
use model::workspace::Root;
use sdk::PathKind;
use syntax::{Span, Spanned};

use super::scalar;
use crate::Snapshot;
use crate::context::Context;
use crate::finding::{Finding, Fix};

/// The root of the file that is checked, if it has a `wmill.yaml` that can be read.
pub(in crate::rules) fn root<'a>(cx: &Context<'a>) -> Option<&'a Root> {
    let root = cx.workspace.root_of(&cx.file.path);
    root.filter(|r| r.config.is_some())
}

/// Whether a file that is called like a flow's belongs to something else: its folder is not called like a flow's,
/// and it lies where nothing is synced, or has nothing of a flow.
pub(in crate::rules) fn is_foreign(snapshot: &Snapshot, file: &File) -> bool {
    let root = snapshot.workspace.root_of(&file.path);
    let config = root.and_then(|r| Some((r, r.config.as_ref()?)));
    let Some((root, config)) = config.filter(|_| file.kind == FileKind::Flow) else {
        return false;
    };
    if snapshot.workspace.names().is_owned(&file.path) {
        return false;
    }
    let relative = path::relative(&root.dir, &file.path).unwrap_or_default();
    let is_placed = ["f/", "u/", "g/"].iter().any(|f| relative.starts_with(f));
    let is_flow = || file.yaml().root().is_some_and(|r| r.get("value").is_some());
    !(is_placed && config.syncs(relative) && is_flow())
}

/// How the files end that a script or a flow may be kept in.
pub(in crate::rules) fn endings(kind: PathKind) -> &'static [&'static str] {
    match kind {
        PathKind::Flow => &[".flow/flow.yaml", "__flow/flow.yaml"],
        _ => &[".py", ".ts", ".sh", ".script.yaml"],
    }
}

/// Whether sync keeps scripts, or flows, here at all.
pub(in crate::rules) fn is_synced(root: &Root, kind: PathKind) -> bool {
    root.config.as_ref().is_some_and(|c| match kind {
        PathKind::Flow => c.syncs_flows(),
        _ => c.syncs_scripts(),
    })
}

/// Whether sync keeps files with all of these endings at a Windmill path here.
pub(in crate::rules) fn keeps(root: &Root, path: &str, endings: &[&str]) -> bool {
    let is_local = path.starts_with("f/") || path.starts_with("u/");
    let syncs = |ending: &&str| {
        let config = root.config.as_ref();
        config.is_some_and(|c| c.syncs(&format!("{path}{ending}")))
    };
    is_local && endings.iter().all(syncs)
}

/// Something that is run by its path.
pub(in crate::rules) struct RunByPath {
    /// The path as it is written.
    pub(in crate::rules) path: Spanned<String>,
    /// The key that says whether it is a script's or a flow's.
    key: &'static str,
    /// The value of that key.
    kind: Option<Span>,
}

/// What the steps of a flow or the runnables of an app run by a path, in their order.
pub(in crate::rules) fn run_by_path(
    cx: &Context<'_>,
    named: fn(&Key) -> Option<&Arc<str>>,
) -> Vec<RunByPath> {
    if let Some(flow) = cx.flow() {
        let runs = cx.file.references().iter().filter(|r| r.via == Via::Run);
        let found = runs.filter_map(|r| {
            Some(RunByPath {
                path: Spanned::new(named(&r.key)?.to_string(), r.span),
                key: "type",
                kind: flow.module(r.module?).kind_span,
            })
        });
        return found.collect();
    }
    if cx.file.kind != FileKind::App {
        return Vec::new();
    }
    let runs = app::runs(cx.file).into_iter();
    let runs = runs.filter(|r| r.role == AppRole::Path);
    let found = runs.filter_map(|r| {
        let is_type = r.kind.is_some_and(|k| k.key.says("type"));
        Some(RunByPath {
            path: Spanned::new(named(&r.key)?.to_string(), r.span),
            key: if is_type { "type" } else { "runType" },
            kind: r.kind.and_then(|k| k.value).map(|v| v.span()),
        })
    });
    found.collect()
}

/// Whether files stand where the path's own would: in another layout, or in a language not read here.
fn is_taken(cx: &Context<'_>, root: &Root, path: &str) -> bool {
    cx.workspace
        .names()
        .stands(&format!("{}/{path}", root.dir.trim_end_matches('/')))
}

/// Reports a path of one kind where the other is run: a script's where a flow is, or the other way round.
pub(in crate::rules) fn report_kind(
    cx: &mut Context<'_>,
    run: &RunByPath,
    wrong: &str,
    right: &'static str,
) {
    let (path, key) = (&run.path, run.key);
    // Who wraps a script of the server in a flow likes to call both the same.
    let own = cx.workspace.names().windmill_path(&cx.file.path);
    if own.is_some_and(|own| own == path.value) {
        return;
    }
    let message = format!("`{}` is a {right}, not a {wrong}", path.value);
    let kind = run.kind.filter(|k| k.slice(cx.file.text()) == wrong);
    let finding = cx.report(path.span, message);
    finding.help(format!(
        "write `{key}: {right}`: there is no {wrong} of this path here"
    ));
    if let Some(kind) = kind {
        finding.fix(Fix::meant(kind, right));
    }
}

/// Reports a path of a script or a flow that names nothing. `None`: nothing was reported, for what is meant may be
/// on the server alone.
pub(in crate::rules) fn report<'c>(
    cx: &'c mut Context<'_>,
    root: &Root,
    path: &Spanned<String>,
    kind: PathKind,
) -> Option<&'c mut Finding> {
    if is_taken(cx, root, &path.value) {
        return None;
    }
    let (names, from) = (cx.workspace.names(), &cx.file.path);
    let near = names.near(from, kind).and_then(|n| n.find(&path.value));
    let near = near.map(|(_, near)| near);
    // A folder of which nothing is here may be one that whoever pulled is not allowed to read.
    let parts: Vec<&str> = path.value.splitn(3, '/').take(2).collect();
    let folder = parts.join("/");
    let (what, has_folder) = match kind {
        PathKind::Flow => ("flow", names.flows_below(from, &folder).next().is_some()),
        _ => (
            "script",
            names.scripts_below(from, &folder).next().is_some(),
        ),
    };
    if near.is_none() && !has_folder {
        return None;
    }
    let fix = near.and_then(|near| scalar::meant_at(cx.file.text(), path.span, &path.value, near));
    let message = format!("There is no {what} `{}` in this workspace", path.value);
    let finding = cx.report(path.span, message);
    match near {
        Some(near) => {
            finding.help(format!("did you mean `{near}`?"));
            finding.fix = fix;
        }
        None => {
            finding.help("`wmill sync pull` brings it, if the server has it");
        }
    }
    Some(finding)
}
