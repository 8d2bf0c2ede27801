//! Flows that are being typed: where the steps are while a key around them is missing, cut short or
//! doubled.
//!
//! Without `value:` its fields stand beside `summary`; without `modules:` the list stands where the
//! mapping should be; a key cut short (`modu`) holds what the whole one did. All of this is no flow to
//! the server, and other rules say so; here it keeps completion alive meanwhile.

use syntax::yaml::Node;

/// The mapping that is the flow. A `-` typed above it makes it a list's item.
pub(super) fn root(root: Node<'_>) -> Node<'_> {
    if root.is_sequence()
        && let Some(item) = root.items().find(|i| i.is_mapping())
    {
        return item;
    }
    root
}

/// What `value` of a flow or a step holds. `fields`: what it must have.
pub(super) fn value<'a>(holder: Node<'a>, fields: &[&str]) -> Option<Node<'a>> {
    let fits = |n: &Node<'_>| n.is_mapping() && fields.iter().any(|f| n.pair(f).is_some());
    let is_value = |n: &Node<'_>| n.is_mapping() || steps_in(*n).is_some();
    if let Some(value) = holder.get("value") {
        if value.is_mapping() {
            return Some(value);
        }
        if value.is_unknown() {
            return None;
        }
        if value.is_sequence() {
            // A `-` above the fields, or no `modules:` above the steps.
            return value.items().find(fits).or(Some(value).filter(is_value));
        }
    }
    if fits(&holder) {
        return Some(holder);
    }
    let own = [
        "schema",
        "retry",
        "suspend",
        "mock",
        "stop_after_if",
        "skip_if",
        "sleep",
        "timeout",
    ];
    let others = holder.pairs().filter(|p| {
        let key = p.key.as_str();
        key.is_none_or(|k| !own.contains(&&*k))
    });
    others.filter_map(|p| p.value).find(fits)
}

/// The list of steps in a flow's or a loop's `value`.
pub(super) fn steps(value: Node<'_>) -> Option<Node<'_>> {
    match value.get("modules") {
        Some(modules) if modules.is_mapping() => {
            modules.pairs().filter_map(|p| p.value).find_map(steps_in)
        }
        Some(modules) => Some(modules),
        None if value.is_sequence() => steps_in(value),
        None => value.pairs().filter_map(|p| p.value).find_map(steps_in),
    }
}

/// The node itself, where it is a list that reads like steps.
fn steps_in(node: Node<'_>) -> Option<Node<'_>> {
    let is_step = |n: Node<'_>| n.pair("id").is_some() && n.pair("value").is_some();
    (node.is_sequence() && node.items().any(is_step)).then_some(node)
}

/// The list of branches in a `value`.
pub(super) fn branches(value: Node<'_>) -> Option<Node<'_>> {
    let is_branch = |n: Node<'_>| n.pair("modules").is_some() && n.pair("id").is_none();
    let list = |n: &Node<'_>| n.is_sequence() && n.items().any(is_branch);
    match value.get("branches") {
        Some(branches) if branches.is_mapping() => {
            branches.pairs().filter_map(|p| p.value).find(list)
        }
        Some(branches) => Some(branches),
        None => value.pairs().filter_map(|p| p.value).find(list),
    }
}

/// Further `value`s of a step: those of a step below whose `- id:` is gone.
pub(super) fn other_values<'a>(
    step: Node<'a>,
    value: Node<'a>,
) -> impl Iterator<Item = Node<'a>> + 'a {
    let named = |p: &syntax::yaml::Pair<'_>| p.key.as_str().is_some_and(|k| k == "value");
    let values = step.pairs().filter(named).filter_map(|p| p.value);
    values.filter(move |v| *v != value && v.is_mapping())
}
