//! A field that has no effect beside another one, or without it.

use model::flow::ModuleKind;
use syntax::yaml::{Node, Pair};

use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "ignored-field",
        Level::Warning,
        include_str!("ignored_field.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

/// Fields that another kind of step has: the kind that has them not, the field, what is said, what to do.
const OF_OTHERS: &[(ModuleKind, &str, &str, &str)] = &[
    (
        ModuleKind::BranchAll,
        "default",
        "`default` has no effect: a `branchall` runs all its branches",
        "make it one of the `branches`, or write a `branchone`",
    ),
    (
        ModuleKind::WhileLoop,
        "iterator",
        "`iterator` has no effect: a while loop goes on until it is stopped",
        "write a `forloopflow`, or remove it",
    ),
    (
        ModuleKind::BranchOne,
        "parallel",
        "`parallel` has no effect: a `branchone` runs one branch",
        "write a `branchall`, or remove it",
    ),
];

/// Whether a field holds more than what stands for nothing.
fn says_something(pair: &Pair<'_>) -> bool {
    let is_empty = |v: Node<'_>| {
        v.is_null()
            || v.as_bool() == Some(false)
            || v.is_sequence() && v.items().next().is_none()
            || v.is_mapping() && v.pairs().next().is_none()
    };
    pair.value.is_some_and(|v| !is_empty(v))
}

/// An `expr` where `type: static` stands and no `value`: Windmill reads the value alone, which is not there.
fn static_expression(cx: &mut Context<'_>, transform: Node<'_>) {
    let is_static = transform.get("type").filter(|t| t.says("static"));
    let expression = transform.pair("expr").filter(says_something);
    let has_value = transform
        .pair("value")
        .is_some_and(|p| p.value.is_some_and(|v| !v.is_null()));
    let (Some(kind), Some(expression)) = (is_static, expression.filter(|_| !has_value)) else {
        return;
    };
    if transform.merges_unknown() {
        return;
    }
    let as_written = kind.span().slice(cx.file.text()) == "static";
    let finding = cx.report(
        expression.key.span(),
        "`expr` has no effect with `type: static`: the value is null",
    );
    finding
        .level(Level::Error)
        .help("write `type: javascript` to run it, or call it `value`");
    if as_written {
        finding.fix(Fix::meant(kind.span(), "javascript"));
    }
}

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let step = flow.node(module.node);
        let inner = module.value.map(|v| flow.node(v));
        let given = module.transforms.iter().filter_map(|t| t.node);
        let given = given.map(|n| flow.node(n));
        let own = ["sleep", "timeout"].into_iter().filter_map(|k| step.get(k));
        let iterator = inner.and_then(|v| v.get("iterator"));
        for transform in given.chain(own).chain(iterator).filter(|t| t.is_mapping()) {
            static_expression(cx, transform);
        }
        // Source: `get_stop_after_if_data`, windmill-labs/windmill#8464.
        if let Some(stop) = step.get("stop_after_if").filter(|s| !s.merges_unknown()) {
            let skips = stop.get("skip_if_stopped").and_then(|s| s.as_bool()) == Some(true);
            let message = stop.pair("error_message").filter(|p| {
                p.value
                    .is_some_and(|v| v.as_str().is_some_and(|t| !t.is_empty()) && !v.is_null())
            });
            if let Some(pair) = message.filter(|_| skips) {
                cx.report(
                    pair.key.span(),
                    "`error_message` is never shown: with `skip_if_stopped: true` nothing fails",
                )
                .help("remove it, or set `skip_if_stopped: false`; older servers fail with it");
            }
        }
        let Some(value) = module.value.map(|v| flow.node(v)) else {
            continue;
        };
        for (kind, field, message, help) in OF_OTHERS {
            let pair = value.pair(field).filter(|p| says_something(p));
            if let Some(pair) = pair.filter(|_| module.kind == *kind) {
                cx.report(pair.key.span(), *message).help(*help);
            }
        }
        if module.kind == ModuleKind::BranchAll {
            let branches = value.get("branches").into_iter().flat_map(|b| b.items());
            for condition in branches.filter_map(|b| b.pair("expr")) {
                // Editors write `false` there; who writes a condition means it.
                let text = condition.value.and_then(|v| v.as_str());
                let reads = |text: &str| !lang::javascript::analyze(text).chains.is_empty();
                if text.is_some_and(|t| reads(&t)) {
                    cx.report(
                        condition.key.span(),
                        "`expr` has no effect: a `branchall` runs all its branches",
                    )
                    .help("write a `branchone`, or `skip_if` in the steps of the branch");
                }
            }
        }
        // Source: `push_next_flow_job`, windmill-labs/windmill#6815.
        let given = |p: &syntax::yaml::Pair<'_>| p.value.is_some_and(|v| !v.is_null());
        let limit = value.pair("parallelism").filter(given);
        let Some(limit) = limit.filter(|_| module.is_loop() && !value.merges_unknown()) else {
            continue;
        };
        let parallel = value.get("parallel").and_then(|p| p.as_bool()) == Some(true);
        if module.kind == ModuleKind::WhileLoop {
            cx.report(
                limit.key.span(),
                "`parallelism` has no effect: a while loop runs one round after the other",
            )
            .help("remove it");
        } else if !parallel {
            cx.report(
                limit.key.span(),
                "`parallelism` has no effect without `parallel: true`",
            )
            .help("set `parallel: true`, or remove it");
        }
    }
}
