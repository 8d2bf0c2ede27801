//! A flow in one file, which sync passes over.

use model::file::FileKind;
use model::path;
use syntax::Span;

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "flow-as-file",
    Level::Warning,
    include_str!("flow_as_file.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let name = path::name(&cx.file.path);
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
    if let Some(first) = first.filter(|_| is_flow) {
        let span: Span = first.key.span();
        cx.report(span, format!("`{name}` is not synced: a flow is a folder"))
            .help(format!("move it to `{stem}.flow/flow.yaml`"));
    }
}
