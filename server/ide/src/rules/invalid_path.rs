//! A step's `path` that no Windmill path can be.

use model::flow::ModuleKind;
use syntax::text::is_word;

use super::expression_as_static::{static_values, texts};
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-path",
        Level::Error,
        include_str!("invalid_path.md"),
    ),
    check,
};

/// What every path starts with.
const SPACES: [&str; 4] = ["f/", "u/", "g/", "hub/"];

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let values = flow.modules().flat_map(|(_, m)| static_values(flow, m));
    for node in values
        .flat_map(texts)
        .filter(|n| n.is_string())
        .collect::<Vec<_>>()
    {
        let Some(text) = node.as_str() else { continue };
        let path = text.strip_prefix("$res:").or(text.strip_prefix("$var:"));
        // Any path has a space, a folder or user, and a name.
        let Some(path) = path.filter(|p| is_cut_short(p)) else {
            continue;
        };
        cx.report(
            node.span(),
            format!("`{path}` is not a Windmill path: it has two parts, not three"),
        )
        .help("write `f/<folder>/<name>` or `u/<user>/<name>`");
    }
    for (_, module) in flow.modules() {
        let (ModuleKind::Script(Some(path)) | ModuleKind::Flow(Some(path))) = &module.kind else {
            continue;
        };
        // `invalid-type` speaks of null.
        let written = path.span.slice(cx.file.text());
        if matches!(written, "null" | "~" | "") {
            continue;
        }
        if SPACES.iter().any(|s| path.value.starts_with(s)) {
            continue;
        }
        let message = match path.value.as_str() {
            "" => "The path is empty".to_owned(),
            value => format!("`{value}` is not a Windmill path"),
        };
        let finding = cx.report(path.span, message);
        if path.value.starts_with('/') || path.value.starts_with('.') {
            finding.help("write it from the workspace's root: `f/<folder>/<name>`");
        } else {
            finding.help("paths start with `f/<folder>/`, `u/<user>/` or `hub/`");
        }
    }
}

/// Whether a path has a space and one part behind it: what no item has.
fn is_cut_short(path: &str) -> bool {
    let part = |c: char| is_word(c) || c == '-';
    let rest = ["f/", "u/", "g/"].iter().find_map(|s| path.strip_prefix(s));
    rest.is_some_and(|r| !r.is_empty() && r.chars().all(part))
}
