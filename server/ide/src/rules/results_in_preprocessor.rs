//! `results` in the preprocessor module, which runs before every step.

use model::flow::Place;

use super::support::reference::span_to;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "results-in-preprocessor",
        Level::Error,
        include_str!("results_in_preprocessor.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        let place = expression.module.map(|m| flow.module(m).place);
        if place != Some(Place::Preprocessor) {
            continue;
        }
        for chain in expression
            .analysis()
            .chains
            .iter()
            .filter(|c| c.root.value == "results")
        {
            cx.report(
                expression.outer(span_to(chain, 1)),
                "`results` is empty here: the preprocessor runs before every step",
            )
            .help("read the trigger's event through `flow_input`");
        }
    }
}
