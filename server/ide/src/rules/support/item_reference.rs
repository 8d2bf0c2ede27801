//! Resources and variables by their paths: in values, in expressions, in code.

use model::file::ItemKind;
use model::references::Key;
use sdk::PathKind;
use syntax::Span;

use super::synced::root;
use crate::context::Context;
use crate::finding::Fix;

/// Reports paths of this kind that name nothing on the disk.
pub(in crate::rules) fn check(cx: &mut Context<'_>, kind: ItemKind) {
    let Some(root) = root(cx) else { return };
    let Some(config) = &root.config else { return };
    let is_resource = kind == ItemKind::Resource;
    let (skipped, name) = match is_resource {
        true => (!config.syncs_resources(), "resource"),
        false => (!config.syncs_variables(), "variable"),
    };
    let ending = format!(".{name}.");
    let names = cx.workspace.names();
    if skipped || names.items(&cx.file.path, kind).next().is_none() {
        return;
    }
    // What is secret is not pulled unless that is asked for.
    let complete = is_resource || config.syncs_secrets();
    let named = cx.file.references().iter().filter_map(|r| match &r.key {
        Key::Resource(path) if is_resource => Some((r.span, &**path)),
        Key::Variable(path) if !is_resource => Some((r.span, &**path)),
        _ => None,
    });
    let mut found: Vec<(Span, &str)> = named
        .filter(|(_, path)| {
            let local = path.starts_with("f/") || path.starts_with("u/");
            local
                && config.syncs(&format!("{path}{ending}yaml"))
                && !names.has_item(&cx.file.path, kind, path)
        })
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    if found.is_empty() {
        return;
    }
    let paths = match is_resource {
        true => PathKind::Resource,
        false => PathKind::Variable,
    };
    let near = names.near(&cx.file.path, paths);
    for (span, path) in found {
        let near = near.and_then(|n| n.find(path)).map(|(_, near)| near);
        if near.is_none() && !complete {
            continue;
        }
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "it may be on the server only: `wmill sync pull` brings it".to_owned(),
        };
        let as_written = span.slice(cx.file.text()) == path;
        let fix = near.filter(|near| as_written && is_plain(near));
        cx.report(
            span,
            format!("There is no {name} `{path}` in the synced folders"),
        )
        .help(help)
        .fix = fix.map(|near| Fix::meant(span, near));
    }
}

/// Whether a path means the same in every kind of quotes, and without them.
fn is_plain(path: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/_-.@".contains(c);
    path.chars().all(fits)
}
