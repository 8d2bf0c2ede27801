//! A flow in one file, which sync passes over.

use model::file::FileKind;
use model::path;
use syntax::Span;

use super::{Level, Rule, synced};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "flow-as-file",
    Level::Warning,
    include_str!("flow_as_file.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let name = path::name(&cx.file.path);
    if name == "flow.yml" && cx.file.kind == FileKind::LooseFlow {
        return check_ending(cx);
    }
    let Some(stem) = name
        .strip_suffix(".flow.yaml")
        .or_else(|| name.strip_suffix(".flow.yml"))
        .filter(|_| cx.file.kind == FileKind::LooseFlow)
    else {
        return;
    };
    let root = cx.file.yaml().root();
    let value = root.and_then(|r| r.get("value"));
    let is_flow = value
        .and_then(|v| v.get("modules"))
        .is_some_and(|m| m.is_sequence());
    let first = root.and_then(|r| r.pairs().next());
    // Beside the workspace lie drafts and examples.
    let is_synced = synced::root(cx).is_some_and(|root| {
        let relative = path::relative(&root.dir, &cx.file.path).unwrap_or_default();
        let bare = relative.rsplit_once(".flow.").map_or("", |(bare, _)| bare);
        synced::keeps(root, bare, &[".flow/flow.yaml"])
    });
    if let Some(first) = first.filter(|_| is_flow && is_synced) {
        let span: Span = first.key.span();
        cx.report(span, format!("`{name}` is not synced: a flow is a folder"))
            .help(format!("move it to `{stem}.flow/flow.yaml`"));
    }
}

/// A flow's folder with a `flow.yml`: Windmill looks for `flow.yaml` alone.
fn check_ending(cx: &mut Context<'_>) {
    let folder = path::parent(&cx.file.path);
    let beside = |name: &str| cx.workspace.id(&format!("{folder}/{name}")).is_some();
    let is_synced = synced::root(cx).is_some_and(|root| {
        let relative = path::relative(&root.dir, folder).unwrap_or_default();
        let bare = [".flow", "__flow"]
            .iter()
            .find_map(|s| relative.strip_suffix(s));
        bare.is_some_and(|bare| synced::keeps(root, bare, &[".flow/flow.yaml"]))
    });
    let first = cx.file.yaml().root().and_then(|r| r.pairs().next());
    if let Some(first) = first.filter(|_| is_synced && !beside("flow.yaml") && !beside("flow.json"))
    {
        let span: Span = first.key.span();
        cx.report(
            span,
            "`flow.yml` is not synced: Windmill looks for `flow.yaml`",
        )
        .help("rename it to `flow.yaml`");
    }
}
