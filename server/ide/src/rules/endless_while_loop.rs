//! A while loop that nothing stops.

use model::flow::{Flow, ModuleIdx, ModuleKind};

use super::support::reference::results_of;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "endless-while-loop",
        Level::Warning,
        include_str!("endless_while_loop.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    if !flow.is_complete() {
        return;
    }
    for (idx, module) in flow.modules() {
        let Some(kind) = module
            .kind_span
            .filter(|_| module.kind == ModuleKind::WhileLoop)
        else {
            continue;
        };
        let mut inside = flow
            .modules()
            .map(|(i, _)| i)
            .skip_while(|&i| i <= idx)
            .take_while(|&i| flow.is_inside(i, idx))
            .peekable();
        let only = inside.peek().copied().filter(|&i| flow.is_plain_body(i));
        if let Some(step) = only.filter(|&i| reads_itself(flow, i)) {
            cx.report(
                kind,
                "This loop never stops: it cannot read what its only step returns",
            )
            .help(format!(
                "inside the loop `{}` is always null: put the `stop_after_if` on that step",
                results_of(flow.module(step).id_text())
            ));
            continue;
        }
        let is_started = inside.peek().is_some();
        if !is_started || stops(flow, idx) || inside.any(|i| stops(flow, i)) {
            continue;
        }
        cx.report(
            kind,
            "This loop has no `stop_after_if`: only a failure ends it",
        )
        .help("set `stop_after_if` on the loop or on a step inside");
    }
}

/// Whether the step has a stop condition.
fn stops(flow: &Flow, idx: ModuleIdx) -> bool {
    let condition = flow.node(flow.module(idx).node).pair("stop_after_if");
    condition.is_some_and(|c| c.value.is_none_or(|v| !v.is_null()))
}

/// Whether an input of the step asks for the step's own result, that of the round before.
fn reads_itself(flow: &Flow, idx: ModuleIdx) -> bool {
    let id = flow.module(idx).id_text();
    let mut own = flow.expressions_of(idx);
    own.any(|e| {
        let mut chains = e.analysis().chains.iter();
        chains.any(|c| {
            let first = c.path.first().and_then(|s| s.key.name());
            c.root.value == "results" && first == Some(id)
        })
    })
}
