//! What a schedule or a trigger runs after a run: how its path is written, and whether it is there.

use model::file::{FileKind, ItemKind};
use model::references::{Key, Reference, Via};
use sdk::PathKind;
use syntax::Spanned;
use syntax::yaml::Node;

use super::support::scalar;
use super::support::synced::{self, endings, is_synced, keeps, root};
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
    if written.starts_with("script/") || written.starts_with("flow/") {
        exists(cx, node);
        return;
    }
    let is_flow = names.flow(&from, &written).is_some();
    let is_script = names.script(&from, &written).is_some();
    let kind = match is_flow && !is_script {
        true => "flow",
        false => "script",
    };
    let meant = format!("{kind}/{written}");
    let fix = scalar::meant(cx.file.text(), node, &meant);
    let message = format!("`{name}` needs `script/` or `flow/` first: nothing runs");
    cx.report(node.span(), message)
        .help(format!("write `{meant}`"))
        .fix = fix;
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
        exists(cx, node);
    }
}

/// Reports the path in `node` if it names nothing of its kind.
fn exists(cx: &mut Context<'_>, node: Node<'_>) {
    let Some(root) = root(cx) else { return };
    let is_here = |r: &&Reference| r.via == Via::Handler && node.span().contains(r.span);
    let Some(reference) = cx.file.references().iter().find(is_here) else {
        return;
    };
    let (kind, path) = match &reference.key {
        Key::Script(path) => (PathKind::Script, path),
        Key::Flow(path) => (PathKind::Flow, path),
        _ => return,
    };
    let path = Spanned::new(path.to_string(), reference.span);
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let script = names.script(&from, &path.value).is_some()
        || names.has_metadata(&from, &path.value)
        || names.is_unread(&from, &path.value);
    let flow = names.flow(&from, &path.value).is_some();
    let (here, other, what) = match kind {
        PathKind::Flow => (flow, script, "script"),
        _ => (script, flow, "flow"),
    };
    if here {
        return;
    }
    if other {
        let is_alone = node.says(&path.value);
        let message = format!("`{}` is a {what}: nothing runs", path.value);
        let finding = cx.report(path.span, message);
        match is_alone {
            true => finding.help("write the path of a script"),
            false => finding.help(format!("write `{what}/{}`", path.value)),
        };
        return;
    }
    if is_synced(root, kind)
        && names.near(&from, kind).is_some()
        && keeps(root, &path.value, endings(kind))
    {
        synced::report(cx, root, &path, kind);
    }
}
