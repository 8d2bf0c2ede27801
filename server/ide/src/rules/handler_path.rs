//! What a schedule or a trigger runs after a run: how its path is written, and whether it is there.

use model::file::{FileKind, ItemKind};
use sdk::PathKind;
use syntax::yaml::Node;
use syntax::{Span, Spanned};

use super::support::scalar;
use super::support::synced::{self, keeps, root};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "handler-path",
        Level::Error,
        include_str!("handler_path.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    // No other file is read as YAML for it.
    if !matches!(cx.file.kind, FileKind::Item(_)) {
        return;
    }
    let Some(root) = cx.file.yaml().root() else {
        return;
    };
    let is_text = |node: &Node<'_>| node.is_string() && !node.says("");
    let text = |name: &str| root.get(name).filter(is_text);
    match cx.file.kind {
        FileKind::Item(ItemKind::Schedule) => {
            for name in ["on_failure", "on_recovery", "on_success"] {
                if let Some(node) = text(name) {
                    of_schedule(cx, name, node);
                }
            }
            if let Some(node) = text("dynamic_skip") {
                of_script(cx, "dynamic_skip", node);
            }
        }
        FileKind::Item(ItemKind::Trigger) => {
            if let Some(node) = text("error_handler_path") {
                of_script(cx, "error_handler_path", node);
            }
        }
        _ => {}
    }
}

/// With `script/` or `flow/` before the path. From `get_payload_tag_from_prefixed_path` in Windmill's `windmill-queue`,
/// which fails when the handler should run; nothing looks at it before.
fn of_schedule(cx: &mut Context<'_>, name: &str, node: Node<'_>) {
    let Some(written) = node.as_str() else { return };
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let (kind, path) = match written.split_once('/') {
        Some(("script", path)) => (PathKind::Script, path),
        Some(("flow", path)) => (PathKind::Flow, path),
        _ => {
            let is_flow = names.flow(&from, &written).is_some();
            let is_script = names.script(&from, &written).is_some();
            let kind = if is_flow && !is_script {
                "flow"
            } else {
                "script"
            };
            let meant = format!("{kind}/{written}");
            let fix = scalar::meant(cx.file.text(), node, &meant);
            let message = format!("`{name}` needs `script/` or `flow/` first: nothing runs");
            cx.report(node.span(), message)
                .help(format!("write `{meant}`"))
                .fix = fix;
            return;
        }
    };
    let start = node.span().end as usize - path.len();
    let quoted = node.span().slice(cx.file.text()).ends_with(['"', '\'']);
    let start = start - usize::from(quoted);
    let span = Span::new(start, start + path.len());
    if span.slice(cx.file.text()) == path {
        exists(cx, kind, &Spanned::new(path.to_owned(), span), node);
    }
}

/// A script's path, with nothing before it: the server refuses a prefix, and before August 2026 nothing ran.
fn of_script(cx: &mut Context<'_>, name: &str, node: Node<'_>) {
    let Some(written) = node.as_str() else { return };
    if let Some(path) = written.strip_prefix("script/") {
        let fix = scalar::meant(cx.file.text(), node, path);
        let message = format!("`{name}` takes a script's path alone: nothing runs");
        cx.report(node.span(), message)
            .help(format!("write `{path}`, without `script/`"))
            .fix = fix;
    } else if written.starts_with("flow/") {
        cx.report(
            node.span(),
            format!("`{name}` cannot be a flow: nothing runs"),
        )
        .help("write the path of a script");
    } else {
        let path = Spanned::new(written.into_owned(), node.span());
        exists(cx, PathKind::Script, &path, node);
    }
}

/// Reports a path that names nothing of its kind.
fn exists(cx: &mut Context<'_>, kind: PathKind, path: &Spanned<String>, node: Node<'_>) {
    let Some(root) = root(cx) else { return };
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let script = names.script(&from, &path.value).is_some()
        || names.has_metadata(&from, &path.value)
        || names.is_unread(&from, &path.value);
    let flow = names.flow(&from, &path.value).is_some();
    let config = root.config.as_ref();
    let (here, other, what, synced): (_, _, _, &[&str]) = match kind {
        PathKind::Flow => (
            flow,
            script,
            "script",
            &[".flow/flow.yaml", "__flow/flow.yaml"],
        ),
        _ => (script, flow, "flow", &[".py", ".ts", ".sh", ".script.yaml"]),
    };
    let is_synced = match kind {
        PathKind::Flow => config.is_some_and(|c| c.syncs_flows()),
        _ => config.is_some_and(|c| c.syncs_scripts()),
    };
    if here {
        return;
    }
    if other {
        let message = format!("`{}` is a {what}: nothing runs", path.value);
        let prefixed = node.says(&format!("{what}/{}", path.value));
        let is_handler = !node.says(&path.value) && !prefixed;
        let finding = cx.report(path.span, message);
        match is_handler {
            true => finding.help(format!("write `{what}/{}`", path.value)),
            false => finding.help("write the path of a script"),
        };
        return;
    }
    if is_synced && names.near(&from, kind).is_some() && keeps(root, &path.value, synced) {
        synced::report(cx, root, path, kind);
    }
}
