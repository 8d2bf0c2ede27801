//! A route of an HTTP trigger that the server refuses.

use model::file::{FileKind, ItemKind};

use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-route",
        Level::Error,
        include_str!("invalid_route.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Item(ItemKind::Trigger) {
        return;
    }
    let node = cx.file.yaml().root().and_then(|r| r.get("route_path"));
    let Some(node) = node.filter(|n| n.is_string()) else {
        return;
    };
    // An empty one is not looked at: what a server makes of it has changed.
    let Some(route) = node.as_str().filter(|r| !r.is_empty()) else {
        return;
    };
    let parts: Vec<&str> = route.split('/').collect();
    let bad = parts.iter().enumerate().find(|(i, part)| {
        let is_last = i + 1 == parts.len();
        !is_part(part, is_last)
    });
    let Some((_, part)) = bad else { return };
    let meant = meant(&route);
    let help = match part {
        _ if route.starts_with('/') || route.ends_with('/') => {
            format!(
                "write `{}`, without a slash at its start or end",
                route.trim_matches('/')
            )
        }
        part if part.starts_with('{') => format!("write a parameter with a colon: `{meant}`"),
        part if part.starts_with('*') => "write `*name` as the last part only".to_owned(),
        _ => "each part has letters, digits, `-` and `_` only; a parameter is `:name`".to_owned(),
    };
    let is_better = meant != *route && meant.split('/').all(|p| is_part(p, false));
    let fix = is_better
        .then(|| scalar::meant(cx.file.text(), node, &meant))
        .flatten();
    cx.report(
        node.span(),
        format!("The server refuses the route `{route}`"),
    )
    .help(help)
    .fix = fix;
}

/// Whether the server takes a part of a route. From `VALID_ROUTE_PATH_RE` in Windmill's `windmill-trigger-http`:
/// `*rest`, of newer versions, is the last part.
fn is_part(part: &str, is_last: bool) -> bool {
    let name = match part.strip_prefix('*') {
        Some(name) if is_last => name,
        Some(_) => return false,
        None => part.strip_prefix(':').unwrap_or(part),
    };
    let is_known = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(is_known)
}

/// The route without slashes around it, and with colons for braces.
fn meant(route: &str) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
        Some(name) => format!(":{name}"),
        None => part.to_owned(),
    };
    let parts: Vec<String> = route.trim_matches('/').split('/').map(part).collect();
    parts.join("/")
}
