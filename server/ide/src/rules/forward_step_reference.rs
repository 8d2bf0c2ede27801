//! `results.X` where X has not run yet: a later step, the step itself, or what encloses it.

use model::flow::{Flow, ModuleIdx, Place, Position, Reach};

use super::support::reference::{Reference, reach, references, results_of, span_to};
use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "forward-step-reference",
        Level::Error,
        include_str!("forward_step_reference.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for reference in references(flow, "results") {
        let read = results_of(reference.name);
        if let Some(failure) = failure(flow, &reference) {
            let id = reference.name;
            let message = format!("`{read}`: the failure module has not run, so it is null here");
            let (file, place) = (cx.id, flow.id_span(failure));
            cx.report(reference.span(), message)
                .level(Level::Warning)
                .help("it runs when a step has failed, and the flow ends with it")
                .related(file, place, format!("step `{id}` is here"));
            continue;
        }
        let Some((target, reach)) = reach(flow, &reference) else {
            continue;
        };
        let id = reference.name;
        // A loop inside a loop has a result from the round before.
        let mut around = flow.ancestors(target);
        let again = reach == Reach::Encloses && around.any(|a| flow.module(a).is_loop());
        if again && reference.chain.guarded {
            continue;
        }
        let (message, help) = match reach {
            Reach::Itself => (
                format!("`{read}`: the step reads its own result, which is not there yet"),
                "read an earlier step, or `previous_result`",
            ),
            Reach::Encloses => (
                format!("`{read}`: this step is inside `{id}`, which is not done yet"),
                "read a step before this one instead",
            ),
            Reach::Later => (
                format!("`{read}`: step `{id}` runs later than this, so it is null here"),
                "move the step up, or read one that has run",
            ),
            _ => continue,
        };
        let (file, place) = (cx.id, flow.id_span(target));
        let about = format!("step `{id}` is here");
        // With something to take instead, the flow runs, if not as it was meant.
        let is_softer = again || reference.chain.guarded;
        let level = if is_softer {
            Level::Warning
        } else {
            Level::Error
        };
        let before = (reach == Reach::Itself).then(|| previous(cx, flow, &reference, target));
        cx.report(reference.span(), message)
            .level(level)
            .help(help)
            .related(file, place, about)
            .fix = before.flatten();
    }
}

/// What the step before gave, instead of the step's own result: where a step before it certainly is.
fn previous(
    cx: &Context<'_>,
    flow: &Flow,
    reference: &Reference<'_>,
    itself: ModuleIdx,
) -> Option<Fix> {
    let name = "previous_result";
    let follows = flow.previous(itself).is_some();
    let inner = span_to(reference.chain, 1);
    let edit = code_edit::in_expression(cx, flow, reference.expression, inner, name);
    let is_input = reference.expression.position == Position::Transform;
    code_edit::fix(scalar::changed_to(name), false, vec![edit]).filter(|_| follows && is_input)
}

/// The failure module, where it is what a step reads.
fn failure(flow: &Flow, reference: &Reference<'_>) -> Option<ModuleIdx> {
    let [target] = flow.by_id(reference.name) else {
        return None;
    };
    let is_failure = |idx: ModuleIdx| flow.module(idx).place == Place::Failure;
    let reader = reference.expression.module?;
    let is_elsewhere = !flow.module(reader).is_special() && !reference.chain.guarded;
    (is_failure(*target) && is_elsewhere).then_some(*target)
}
