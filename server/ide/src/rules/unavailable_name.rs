//! Windmill's names where they do not exist, or hold nothing.

use model::expr::Chain;
use model::flow::{Expression, Flow, Kind, ModuleIdx, Place, Position, loop_depth};

use super::names::is_asked_for;
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "unavailable-name",
    Level::Error,
    include_str!("unavailable_name.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        let analysis = expression.analysis();
        if analysis.has_error {
            continue;
        }
        for chain in &analysis.chains {
            if is_asked_for(expression, &chain.root.value) {
                continue;
            }
            if let Some((message, help)) = unavailable(flow, expression, chain) {
                cx.report(expression.outer(chain.root.span), message)
                    .help(help);
            }
        }
    }
}

/// Why a name is of no use here, and what is.
fn unavailable(
    flow: &Flow,
    expression: &Expression,
    chain: &Chain,
) -> Option<(String, &'static str)> {
    use Position::*;
    let (module, position) = (expression.module, expression.position);
    let name = chain.root.value.as_str();
    let is_input = matches!(position, Transform | Timeout | Parallelism);
    // These are there, and empty: whoever provides for that knows.
    let handled = chain.guarded || chain.path.first().is_some_and(|s| s.access.is_optional());
    let here = position.describe();
    match name {
        "results" if is_preprocessor(flow, module) => None,
        "results" => match position {
            RetryIf | Sleep | UserGroups => Some((
                format!("`results` does not exist in {here}"),
                "use `result`, which is this step's, or `flow_input`",
            )),
            FlowSkip => Some((
                format!("`results` does not exist in {here}: no step has run yet"),
                "use `flow_input`",
            )),
            _ => None,
        },
        "result" if is_input => Some((
            format!("`result` does not exist in {here}"),
            "use `previous_result`, or `results` with a step's id",
        )),
        "error" if handled || position == RetryIf || may_have_failed(flow, module) => None,
        "error" => Some((
            "`error` says nothing here: nothing has failed when this runs".to_owned(),
            "use it in `failure_module`, in `retry_if`, or after a step with `continue_on_error`",
        )),
        "resume" | "resumes" | "approvers" if handled || may_be_resumed(flow, module) => None,
        "resume" | "resumes" | "approvers" => Some((
            format!("`{name}` holds nothing here: no step before this one has `suspend`"),
            "set `suspend` on the step whose approval this is about",
        )),
        "all_iters" if may_iterate(flow, module) => None,
        "all_iters" => Some((
            "`all_iters` exists only in the `stop_after_if` of a loop".to_owned(),
            "use `result`",
        )),
        "flow_env" if handled => None,
        "flow_env" if matches!(position, StopAfterIf | StopAfterAllItersIf) => Some((
            format!("`flow_env` is empty in {here}"),
            "read it in the step, and ask for it in `result`",
        )),
        _ => None,
    }
}

fn is_preprocessor(flow: &Flow, module: Option<ModuleIdx>) -> bool {
    module.is_some_and(|m| flow.module(m).place == Place::Preprocessor)
}

/// Whether something may have failed when the expression runs: in the failure handler always, else where
/// some step hands on what went wrong.
fn may_have_failed(flow: &Flow, module: Option<ModuleIdx>) -> bool {
    let handler = module.is_some_and(|m| {
        let mut around = std::iter::once(m).chain(flow.ancestors(m));
        around.any(|m| flow.module(m).place == Place::Failure)
    });
    handler
        || !flow.is_complete()
        || flow.modules().any(|(_, m)| {
            let node = flow.node(m.node);
            let value = m.value.map(|v| flow.node(v));
            let branches = value.and_then(|v| v.get("branches"));
            let branches = branches.into_iter().flat_map(|b| b.items());
            let set = |n: syntax::yaml::Node<'_>, key| {
                n.get(key).is_some_and(|v| v.as_bool() != Some(false))
            };
            set(node, "continue_on_error")
                || value.is_some_and(|v| set(v, "skip_failures"))
                || branches.into_iter().any(|b| set(b, "skip_failure"))
        })
}

/// Whether a step that waits for approval may run before the expression does.
fn may_be_resumed(flow: &Flow, module: Option<ModuleIdx>) -> bool {
    let Some(module) = module else { return false };
    let suspends = |m: ModuleIdx| {
        let suspend = flow.node(flow.module(m).node).get("suspend");
        suspend.is_some_and(|s| !s.is_null())
    };
    let shares_loop = |m: ModuleIdx| {
        let mut loops = flow.ancestors(module).filter(|&a| flow.module(a).is_loop());
        loops.any(|a| flow.is_inside(m, a))
    };
    let anywhere = flow.module(module).is_special() || !flow.is_complete();
    flow.modules()
        .map(|(m, _)| m)
        .any(|m| suspends(m) && (m < module || anywhere || shares_loop(m)))
}

/// Whether the expression is a loop's, or of a step that may lie in one.
fn may_iterate(flow: &Flow, module: Option<ModuleIdx>) -> bool {
    module.is_some_and(|m| {
        let mut around = std::iter::once(m).chain(flow.ancestors(m));
        let unknown = |m| matches!(flow.module(m).kind, Kind::Other(_) | Kind::Missing);
        flow.module(m).is_loop() || loop_depth(flow, m) > 0 || around.any(unknown)
    })
}
