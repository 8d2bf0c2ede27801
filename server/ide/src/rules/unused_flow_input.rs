//! A flow's input that nothing in the flow reads.

use lang::javascript::Key;
use model::flow::{Expression, Flow, Place, TransformKind};
use rustc_hash::FxHashSet;

use super::support::reference::property_of;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unused-flow-input",
        Level::Hint,
        include_str!("unused_flow_input.md"),
    )
    .pedantic(),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let Some(schema) = flow.schema() else { return };
    let Some(read) = read(flow).filter(|_| flow.is_complete()) else {
        return;
    };
    for property in schema.properties.iter().flatten() {
        let name = property.name.value.as_str();
        if read.contains(name) || is_filled_in(flow, name) {
            continue;
        }
        cx.report(
            property.name.span,
            format!("Input `{name}` is not read by any expression of this flow"),
        )
        .help(format!(
            "read it as `{}`, or remove it",
            property_of("flow_input", name)
        ));
    }
}

/// The inputs that are read by name; `None` where all may be read at once.
fn read(flow: &Flow) -> Option<FxHashSet<&str>> {
    let mut read = FxHashSet::default();
    for expression in flow.expressions() {
        let text = &expression.text;
        let first = text.contains("previous_result") && takes_inputs(flow, expression);
        if !first && !text.contains("flow_input") {
            continue;
        }
        let analysis = expression.analysis();
        if analysis.has_error {
            return None;
        }
        for chain in &analysis.chains {
            let whole = chain.root.value == "previous_result" && first;
            if chain.root.value != "flow_input" && !whole {
                continue;
            }
            match chain.path.first().map(|s| &s.key) {
                Some(Key::Name(name)) => read.insert(name.as_str()),
                _ => return None,
            };
        }
    }
    // A form that is not understood may read anything.
    let unknown = flow.modules().any(|(_, m)| {
        let odd = |t: &model::flow::Transform| matches!(t.kind, TransformKind::Other);
        m.transforms.iter().any(odd)
    });
    (!unknown).then_some(read)
}

/// Whether `previous_result` stands for the flow's inputs: in the first step of all, and in the first
/// ones of what it contains.
fn takes_inputs(flow: &Flow, expression: &Expression) -> bool {
    let Some(module) = expression.module else {
        return true;
    };
    let mut around = std::iter::once(module).chain(flow.ancestors(module));
    around.all(|m| {
        let place = flow.module(m).place;
        matches!(
            place,
            Place::Top(0) | Place::Body(0) | Place::Branch(_, 0) | Place::Preprocessor
        )
    })
}

/// Whether something else uses the input: a text with `$args[…]`, the arguments that Windmill gathers, a
/// chat's message, what the form shows, or an expression where none is known to stand.
fn is_filled_in(flow: &Flow, name: &str) -> bool {
    let text = flow.yaml().text();
    let value = flow.yaml().root().and_then(|r| r.get("value"));
    let gathered = value.and_then(|v| v.get("debounce_args_to_accumulate"));
    let mut gathered = gathered.into_iter().flat_map(|g| g.items());
    let is_chat = value
        .and_then(|v| v.get("chat_input_enabled"))
        .is_some_and(|c| c.as_bool() != Some(false));
    text.contains(&format!("$args[{name}"))
        || text.contains(&format!("fields.{name}"))
        || text.contains(&format!("flow_input.{name}"))
        || gathered.any(|g| g.as_str().is_some_and(|g| g == name))
        || (is_chat && name == "user_message")
}
