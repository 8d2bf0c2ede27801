//! `stop_after_all_iters_if` on a step that has neither iterations nor branches.

use model::flow::ModuleKind;

use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "stop-after-all-iters-outside-loop",
        Level::Error,
        include_str!("stop_after_all_iters_outside_loop.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

const KEY: &str = "stop_after_all_iters_if";

/// What a step has that runs once.
const INSTEAD: &str = "stop_after_if";

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let repeats = matches!(
            module.kind,
            ModuleKind::ForLoop | ModuleKind::WhileLoop | ModuleKind::BranchAll
        );
        let unknown = matches!(module.kind, ModuleKind::Other(_) | ModuleKind::Missing);
        let pair = flow.node(module.node).pair(KEY);
        let Some(pair) = pair.filter(|p| p.value.is_some_and(|v| !v.is_null())) else {
            continue;
        };
        if repeats || unknown {
            continue;
        }
        let text = cx.file.text();
        let free = flow.node(module.node).pair(INSTEAD).is_none();
        let fix = scalar::meant_at(text, pair.key.span(), KEY, INSTEAD).filter(|_| free);
        cx.report(
            pair.key.span(),
            format!("`{KEY}` does nothing here: this step has no iterations"),
        )
        .help("write `stop_after_if`, or move it to the loop or `branchall` it is about")
        .fix = fix;
    }
}
