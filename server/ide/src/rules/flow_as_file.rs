//! A flow in one file, or in a folder of another name, which sync passes over.

use model::file::FileKind;
use model::path;
use syntax::Span;

use super::support::synced;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "flow-as-file",
        Level::Warning,
        include_str!("flow_as_file.md"),
    )
    .category(Category::Correctness),
    check,
};

fn check(cx: &mut Context<'_>) {
    let name = path::name(&cx.file.path);
    if name == "flow.yml" && cx.file.kind == FileKind::LooseFlow {
        return check_ending(cx);
    }
    if name == "flow.yaml" && cx.file.kind == FileKind::Flow {
        return check_folder(cx);
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
        let suffix = suffix(cx);
        cx.report(span, format!("`{name}` is not synced: a flow is a folder"))
            .help(format!("move it to `{stem}{suffix}/flow.yaml`"));
    }
}

/// How the folders of flows end in this workspace.
fn suffix(cx: &Context<'_>) -> &'static str {
    let config = synced::root(cx).and_then(|r| r.config.as_ref());
    match config.is_some_and(|c| c.non_dotted()) {
        true => "__flow",
        false => ".flow",
    }
}

/// A flow in a folder that is not called like a flow's.
fn check_folder(cx: &mut Context<'_>) {
    let folder = path::parent(&cx.file.path);
    let Some(root) = synced::root(cx) else { return };
    let bare = path::relative(&root.dir, folder).unwrap_or_default();
    let suffix = suffix(cx);
    // A folder of a flow, an app or a script with modules holds what it likes.
    let is_plain = !bare
        .split('/')
        .any(|part| part.contains('.') || part.contains("__"));
    // `f/lib/flow.yaml` itself may be anything: a flow's path has a name of its own.
    let is_synced = is_plain
        && bare.split('/').count() > 2
        && synced::keeps(root, bare, &[&format!("{suffix}/flow.yaml")]);
    let file = cx.file.yaml().root();
    let modules = file.and_then(|r| r.get("value")?.get("modules"));
    let first = file.and_then(|r| r.pairs().next());
    let Some(first) = first.filter(|_| is_synced && modules.is_some_and(|m| m.is_sequence()))
    else {
        return;
    };
    let span: Span = first.key.span();
    let name = path::name(folder);
    let twin = ["flow.yaml", "flow.json"];
    let has_twin = [".flow", "__flow"].iter().any(|s| {
        let other = |n: &&str| cx.workspace.id(&format!("{folder}{s}/{n}")).is_some();
        twin.iter().any(other)
    });
    let help = match has_twin {
        true => format!("the flow `{name}` has a folder of its own beside it: remove this one"),
        false => format!("rename the folder to `{name}{suffix}`"),
    };
    cx.report(
        span,
        format!("The flow is not synced: its folder is not called `{name}{suffix}`"),
    )
    .help(help);
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
