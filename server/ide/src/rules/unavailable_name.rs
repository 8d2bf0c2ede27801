//! Windmill's names where they do not exist, or hold nothing.

use std::cell::OnceCell;

use lang::javascript::Chain;
use model::flow::{Expression, Flow, ModuleIdx, ModuleKind, Place, Position, loop_depth};
use syntax::text::is_ascii_word;
use syntax::yaml::Node;

use super::support::names::{has_results, is_asked_for};
use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unavailable-name",
        Level::Error,
        include_str!("unavailable_name.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let known = Known {
        flow,
        hands_on: OnceCell::new(),
        suspending: OnceCell::new(),
    };
    for expression in flow.expressions() {
        let analysis = expression.analysis();
        if analysis.has_error {
            continue;
        }
        for chain in &analysis.chains {
            let Some((message, help)) = unavailable(&known, expression, chain) else {
                continue;
            };
            if !is_asked_for(expression, &chain.root.value) {
                let new = help.strip_prefix("use `").and_then(|h| h.strip_suffix('`'));
                let new = new.filter(|new| new.chars().all(is_ascii_word));
                let fix = new.and_then(|new| {
                    let edit = code_edit::in_expression(cx, flow, expression, chain.root.span, new);
                    code_edit::fix(scalar::changed_to(new), false, vec![edit])
                });
                cx.report(expression.outer(chain.root.span), message)
                    .help(help)
                    .fix = fix;
            }
        }
    }
}

/// Why a name is of no use here, and what is.
fn unavailable(
    known: &Known<'_>,
    expression: &Expression,
    chain: &Chain,
) -> Option<(String, &'static str)> {
    use Position::*;
    let flow = known.flow;
    let (module, position) = (expression.module, expression.position);
    let name = chain.root.value.as_str();
    let is_input = matches!(position, Transform | Timeout | Parallelism);
    // These are there, and empty: whoever provides for that knows.
    let handled = chain.guarded || chain.path.first().is_some_and(|s| s.access.is_optional());
    let here = position.describe();
    match name {
        "results" if has_results(flow, expression) => None,
        "results" => match position {
            RetryIf | Sleep | UserGroups => Some((
                format!("`results` does not exist in {here}"),
                "use `result`, what this step returned, or `flow_input`",
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
        "error" if handled || position == RetryIf || known.may_have_failed(module) => None,
        "error" => Some((
            "`error` is empty here: nothing has failed when this runs".to_owned(),
            "use it in `failure_module`, in `retry_if`, or after a step with `continue_on_error`",
        )),
        "resume" | "resumes" | "approvers" if handled || known.may_be_resumed(module) => None,
        "resume" | "resumes" | "approvers" => Some((
            format!("`{name}` is empty here: no step before this one has `suspend`"),
            "set `suspend` on the step that people approve",
        )),
        "all_iters" if may_iterate(flow, module) => None,
        "all_iters" => Some((
            "`all_iters` exists only in the `stop_after_if` of a loop".to_owned(),
            match is_input || position == Iterator {
                true => "use `results` with the loop's id",
                false => "use `result`",
            },
        )),
        _ => None,
    }
}

/// What is worked out once for a flow, where it is asked for.
struct Known<'f> {
    flow: &'f Flow,
    /// Whether some step hands on what went wrong.
    hands_on: OnceCell<bool>,
    /// The steps that wait for approval.
    suspending: OnceCell<Vec<ModuleIdx>>,
}

impl Known<'_> {
    /// Whether something may have failed when the expression runs: in the failure handler always, else
    /// where some step hands on what went wrong.
    fn may_have_failed(&self, module: Option<ModuleIdx>) -> bool {
        let handler = module.is_some_and(|m| {
            let mut around = std::iter::once(m).chain(self.flow.ancestors(m));
            around.any(|m| self.flow.module(m).place == Place::Failure)
        });
        let hands_on = || *self.hands_on.get_or_init(|| hands_on_failures(self.flow));
        handler || !self.flow.is_complete() || hands_on()
    }

    /// Whether a step that waits for approval may run before the expression does.
    fn may_be_resumed(&self, module: Option<ModuleIdx>) -> bool {
        let flow = self.flow;
        let Some(module) = module else { return false };
        let suspending = self.suspending.get_or_init(|| suspending(flow));
        if flow.module(module).is_special() || !flow.is_complete() {
            return !flow.is_complete() || !suspending.is_empty();
        }
        let loops = flow.ancestors(module).filter(|&a| flow.module(a).is_loop());
        let outermost = loops.last();
        let shares_loop = |m| outermost.is_some_and(|a| flow.is_inside(m, a));
        suspending.iter().any(|&m| m < module || shares_loop(m))
    }
}

fn hands_on_failures(flow: &Flow) -> bool {
    let set = |node: Node<'_>, key| node.get(key).is_some_and(|v| v.as_bool() != Some(false));
    flow.modules().any(|(_, m)| {
        let value = m.value.map(|v| flow.node(v));
        let branches = value.and_then(|v| v.get("branches"));
        let mut branches = branches.into_iter().flat_map(|b| b.items());
        set(flow.node(m.node), "continue_on_error")
            || value.is_some_and(|v| set(v, "skip_failures"))
            || branches.any(|b| set(b, "skip_failure"))
    })
}

fn suspending(flow: &Flow) -> Vec<ModuleIdx> {
    let suspends = |node: Node<'_>| node.get("suspend").is_some_and(|s| !s.is_null());
    let steps = flow.modules().filter(|(_, m)| suspends(flow.node(m.node)));
    steps.map(|(m, _)| m).collect()
}

/// Whether the expression is a loop's, or of a step that may lie in one.
fn may_iterate(flow: &Flow, module: Option<ModuleIdx>) -> bool {
    module.is_some_and(|m| {
        let mut around = std::iter::once(m).chain(flow.ancestors(m));
        let unknown = |m| {
            matches!(
                flow.module(m).kind,
                ModuleKind::Other(_) | ModuleKind::Missing
            )
        };
        flow.module(m).is_loop() || loop_depth(flow, m) > 0 || around.any(unknown)
    })
}
