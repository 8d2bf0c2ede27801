//! An id that two steps of a flow share.

use model::flow::Place;

use super::support::scalar;
use super::support::suggest::free_name;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "duplicate-step-id",
        Level::Error,
        include_str!("duplicate_step_id.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        let Some(id) = module.id.as_ref().filter(|id| !id.value.is_empty()) else {
            continue;
        };
        // An anchor that is used twice is one step written once: said where it is written.
        let first = flow.by_id(&id.value)[0];
        if first == idx || matches!(module.place, Place::Failure) && flow.module(first).is_special()
        {
            continue;
        }
        let (file, place) = (cx.id, flow.id_span(first));
        let free = free_name(&id.value, |new| !flow.by_id(new).is_empty());
        let fix = free.and_then(|new| scalar::meant_at(cx.file.text(), id.span, &id.value, &new));
        cx.report(
            id.span,
            format!("Step id `{}` is used twice in this flow", id.value),
        )
        .help("give this step an id of its own: `results` can hold only one of them")
        .related(file, place, "the other one")
        .fix = fix;
    }
}
