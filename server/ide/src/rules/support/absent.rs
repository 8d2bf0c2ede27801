//! Steps and inputs that expressions read and the flow does not have: what `unknown-step` and `unknown-flow-input` find, and
//! what semantic tokens mark.

use lang::javascript::Chain;
use model::flow::{Expression, Flow, Place};
use rustc_hash::FxHashSet;

use super::reference::hyphenated;

/// The names that a flow has.
pub(crate) struct Absent<'f> {
    flow: &'f Flow,
    /// Its inputs; `None` where there may be others.
    inputs: Option<FxHashSet<&'f str>>,
}

impl<'f> Absent<'f> {
    pub(crate) fn of(flow: &'f Flow) -> Absent<'f> {
        let schema = flow.schema().filter(|s| !s.additional);
        let schema = schema.filter(|s| !flow.node(s.node).is_unknown());
        let names = schema.map(|s| s.names().into_iter().collect::<FxHashSet<&str>>());
        Absent {
            flow,
            inputs: names.filter(|names| !names.is_empty()),
        }
    }

    /// Whether there is no step that a chain means which begins with `results.NAME`.
    pub(crate) fn step(&self, expression: &Expression, chain: &Chain, name: &str) -> bool {
        let flow = self.flow;
        // `unresolvable-results-access` says that the id goes on behind a hyphen.
        let is_other = || hyphenated(flow, expression, chain).is_some();
        flow.is_complete() && flow.by_id(name).is_empty() && !is_other()
    }

    /// Whether there is no input that a chain means which begins with `flow_input.NAME`.
    pub(crate) fn input(&self, expression: &Expression, chain: &Chain, name: &str) -> bool {
        let place = expression.module.map(|m| self.flow.module(m).place);
        // What does not parse may read something else in the end.
        let is_certain = !expression.analysis().has_error && !chain.guarded;
        is_certain
            && place != Some(Place::Preprocessor)
            && !is_method(name)
            && self.input_of_tag(name)
    }

    /// The same for a name in a tag.
    pub(crate) fn input_of_tag(&self, name: &str) -> bool {
        let is_given = name == "iter" || name.starts_with("iter_parent");
        let lacks = |inputs: &FxHashSet<&str>| !inputs.contains(name);
        !is_given && self.inputs.as_ref().is_some_and(lacks)
    }
}

/// What every JavaScript object has.
fn is_method(name: &str) -> bool {
    ["hasOwnProperty", "toString", "valueOf", "constructor"].contains(&name)
}
