//! `results.X` where X lies inside a container that the reader is outside of.

use model::flow::{Flow, ModuleIdx, Position, Reach};

use super::code_edit;
use super::reference::{Reference, reach, references, results_of, span_to};
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "inner-step-reference",
        Level::Warning,
        include_str!("inner_step_reference.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for reference in references(flow, "results") {
        let Some((_, reach)) = reach(flow, &reference) else {
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
            _ => continue,
        };
        let message = format!("`results.{id}` is {what}");
        let outside = !matches!(reach, Reach::OtherBranch(_));
        let help = help(flow, container, id, outside);
        let name = flow.module(container).id_text();
        let inner = span_to(reference.chain, 1);
        let edit =
            code_edit::in_expression(cx, flow, reference.expression, inner, &results_of(name));
        let meant = outside && !name.is_empty();
        let fix = code_edit::fix(format!("Write `{}`", results_of(name)), false, vec![edit])
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
    let mut conditions = flow.expressions().iter().filter(|e| {
        e.module == Some(container) && e.position == Position::Branch && !e.text.trim().is_empty()
    });
    if conditions.any(|c| text.contains(&plain(&c.text))) {
        return true;
    }
    chains.into_iter().any(|chain| {
        let guarded = chain.guarded || chain.path.get(1).is_some_and(|s| s.access.is_optional());
        let name = chain.path.first().and_then(|s| s.key.name());
        let beside = || {
            let ids = name.map_or(&[][..], |n| flow.by_id(n));
            ids.iter().any(|&i| flow.is_inside(i, container))
        };
        guarded && (name == Some(reference.name) || beside())
    })
}

fn help(flow: &Flow, container: ModuleIdx, id: &str, outside: bool) -> String {
    match flow.module(container).id_text() {
        "" => format!("`{id}` lies inside another step: read that step's result instead"),
        name if outside => format!("`{id}` lies inside `{name}`: read `results.{name}` instead"),
        name => format!("`{id}` is a step of another branch of `{name}`"),
    }
}
