//! `results.X` where X has not run yet: a later step, the step itself, or what encloses it.

use model::flow::Reach;

use super::reference::{reach, references};
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "forward-step-reference",
    Level::Error,
    include_str!("forward_step_reference.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for reference in references(flow, "results") {
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
                format!("`results.{id}`: the step reads its own result, which is not there yet"),
                "read an earlier step, or `previous_result`",
            ),
            Reach::Encloses => (
                format!("`results.{id}`: this step is inside `{id}`, which is not done yet"),
                "read a step before this one instead",
            ),
            Reach::Later => (
                format!("`results.{id}`: step `{id}` runs later than this, so it is null here"),
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
        cx.report(reference.span(), message)
            .level(level)
            .help(help)
            .related(file, place, about);
    }
}
