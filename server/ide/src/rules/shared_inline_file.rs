//! Two steps with one inline file that cannot be the code of both.

use std::collections::BTreeSet;

use model::flow::{Content, Flow, Kind, Module, ModuleIdx};
use model::script::ScriptLanguage;
use model::workspace::InlineTarget;

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "shared-inline-file",
    Level::Warning,
    include_str!("shared_inline_file.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let mut seen: Vec<(String, ModuleIdx)> = Vec::new();
    for (idx, module) in flow.modules() {
        let Kind::RawScript {
            content: Content::Inline(inline),
            ..
        } = &module.kind
        else {
            continue;
        };
        let target = cx
            .workspace
            .inline_target(&cx.file.path, inline, module.id_text());
        let path = match target {
            InlineTarget::File(id) => cx.workspace.get(id).map(|f| f.path.to_string()),
            InlineTarget::Missing { path, .. } => Some(path),
            InlineTarget::Outside => None,
        };
        let Some(path) = path else { continue };
        match seen.iter().find(|(p, _)| *p == path) {
            Some((_, first)) => {
                if let Some(what) = difference(cx, flow, *first, idx) {
                    let other = flow.module(*first);
                    let name = &inline.name.value;
                    let message = format!(
                        "`{name}` is the code of step `{}` too, but {what}",
                        other.id_text()
                    );
                    let place = flow.id_span(*first);
                    let id = cx.id;
                    cx.report(inline.name.span, message)
                        .help("one of them runs the wrong code: give each step its own file")
                        .related(id, place, "the other step");
                }
            }
            None => seen.push((path, idx)),
        }
    }
}

/// Why one file cannot be the code of both steps.
fn difference(cx: &Context<'_>, flow: &Flow, a: ModuleIdx, b: ModuleIdx) -> Option<&'static str> {
    let (first, second) = (flow.module(a), flow.module(b));
    let language = |m: &Module| match &m.kind {
        Kind::RawScript {
            language: Some(language),
            ..
        } => Some(ScriptLanguage::from_name(language)),
        _ => None,
    };
    if let (Some(x), Some(y)) = (language(first), language(second))
        && x != y
        && !(x.is_typescript() && y.is_typescript())
    {
        return Some("their languages differ");
    }
    let names = |m: &Module| -> BTreeSet<String> {
        m.transforms.iter().map(|t| t.name.value.clone()).collect()
    };
    let (x, y) = (names(first), names(second));
    if x == y {
        return None;
    }
    let callee = cx.callee(b);
    let fits = match callee.inputs(second) {
        Some(inputs) => [&x, &y].iter().all(|given| {
            let known = given.iter().all(|g| inputs.iter().any(|i| i.name == *g));
            known
                && inputs
                    .iter()
                    .all(|i| !i.required || given.contains(&i.name))
        }),
        // Code that cannot be read may have optional parameters.
        None => x.is_subset(&y) || y.is_subset(&x),
    };
    (!fits).then_some("their inputs differ")
}
