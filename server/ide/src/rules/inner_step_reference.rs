//! `results.X` where X lies inside a container that the reader is outside of.

use model::flow::{Flow, ModuleIdx, Place, Position, Reach};

use super::support::code_edit;
use super::support::reference::{MAX_SHARING, Reference, reach, references, results_of, span_to};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "inner-step-reference",
        Level::Warning,
        include_str!("inner_step_reference.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for reference in references(flow, "results") {
        let Some((target, reach)) = reach(flow, &reference) else {
            continue;
        };
        let id = reference.name;
        let (container, what, level) = match reach {
            Reach::InBranch(c) | Reach::OtherBranch(c) if is_guarded(flow, &reference, c) => {
                continue;
            }
            Reach::InBranch(c) => (c, "null when another branch ran", Level::Warning),
            Reach::OtherBranch(c) => (c, "in another branch, so always null", Level::Warning),
            Reach::InLoop(c) => (c, "only the last iteration's result", Level::Warning),
            Reach::InBranchAll(c) => (c, "one branch's result out of a list", Level::Hint),
            Reach::Nameless(c) => (
                c,
                "always null: the only step of a loop cannot be read",
                Level::Warning,
            ),
            _ => continue,
        };
        let message = format!("`{}` is {what}", results_of(id));
        let help = help(flow, container, id, reach);
        let name = flow.module(container).id_text();
        let inner = span_to(reference.chain, 1);
        let edit =
            code_edit::in_expression(cx, flow, reference.expression, inner, &results_of(name));
        // Only what a branch ends with is what its container gives.
        let ends = is_end(flow, target, container) && matches!(reach, Reach::InBranch(_));
        let meant = ends && !name.is_empty();
        let fix = code_edit::fix(
            format!("Change to `{}`", results_of(name)),
            false,
            vec![edit],
        )
        .filter(|_| meant);
        cx.report(reference.span(), message)
            .level(level)
            .help(help)
            .fix = fix;
    }
}

/// Whether the author has thought of the branch not being taken: a guard on this step, one on another
/// step of the same container beside it (`results.a ?? results.b`), or the branch's own condition.
fn is_guarded(flow: &Flow, reference: &Reference<'_>, container: ModuleIdx) -> bool {
    let expression = reference.expression;
    let chains = expression
        .analysis()
        .chains
        .iter()
        .filter(|c| c.root.value == "results");
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let text = plain(&expression.text);
    let mut conditions = flow
        .expressions_of(container)
        .filter(|e| e.position == Position::Branch && !e.text.trim().is_empty());
    if conditions.any(|c| text.contains(&plain(&c.text))) {
        return true;
    }
    chains.into_iter().any(|chain| {
        let guarded = chain.guarded || chain.path.get(1).is_some_and(|s| s.access.is_optional());
        let name = chain.path.first().and_then(|s| s.key.name());
        let beside = || {
            let ids = name.map_or(&[][..], |n| flow.by_id(n));
            ids.len() > MAX_SHARING || ids.iter().any(|&i| flow.is_inside(i, container))
        };
        guarded && (name == Some(reference.name) || beside())
    })
}

/// Whether a step is the last one of its branch of the container, so that both give the same.
fn is_end(flow: &Flow, step: ModuleIdx, container: ModuleIdx) -> bool {
    let place = |i| flow.module(i).place;
    let Place::Branch(branch, n) = place(step) else {
        return false;
    };
    let mut others = flow.modules().filter(|(_, m)| m.parent == Some(container));
    flow.module(step).parent == Some(container)
        && !others.any(|(i, _)| matches!(place(i), Place::Branch(b, m) if b == branch && m > n))
}

fn help(flow: &Flow, container: ModuleIdx, id: &str, reach: Reach) -> String {
    let name = flow.module(container).id_text();
    let whole = results_of(name);
    match reach {
        _ if name.is_empty() => {
            format!("`{id}` lies inside another step: read that step's result instead")
        }
        Reach::OtherBranch(_) => format!("`{id}` is a step of another branch of `{name}`"),
        Reach::InBranch(_) => {
            format!("`{id}` lies inside `{name}`: `{whole}` is what the branch that ran ended with")
        }
        Reach::Nameless(_) => format!(
            "`{whole}` is the list of all rounds' results; inside, `previous_result` is the last one"
        ),
        _ => format!("`{id}` lies inside `{name}`: `{whole}` is the list of all results"),
    }
}
