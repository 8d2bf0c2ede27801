//! A step's `path` that no Windmill path can be.

use model::flow::Kind;

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "invalid-path",
    Level::Error,
    include_str!("invalid_path.md"),
    check,
);

/// What every path starts with.
const SPACES: [&str; 4] = ["f/", "u/", "g/", "hub/"];

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let (Kind::Script(Some(path)) | Kind::Flow(Some(path))) = &module.kind else {
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
            value => format!("`{value}` is no path in Windmill"),
        };
        let finding = cx.report(path.span, message);
        if path.value.starts_with('/') || path.value.starts_with('.') {
            finding.help("write it from the workspace's root: `f/<folder>/<name>`");
        } else {
            finding.help("paths start with `f/<folder>/`, `u/<user>/` or `hub/`");
        }
    }
}
