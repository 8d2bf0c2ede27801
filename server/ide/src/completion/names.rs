//! Values that name something of the flow itself: steps in groups and notes, properties that a schema requires.

use model::flow::Flow;
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::yaml::Node;

use super::quote::yaml_key;
use super::{Completion, CompletionKind};
use crate::cursor::{InValue, owner};

/// What the key takes, without what its list has already. Empty: it takes no names, or there are none.
pub(super) fn completions(at: &InValue, replace: Span) -> Vec<Completion> {
    let mapping = at.flow.node(at.mapping);
    let found = match (at.key.as_str(), owner(mapping).as_str()) {
        ("start_id" | "end_id", "groups") | ("contained_node_ids", "notes") => steps(&at.flow),
        ("early_return", "value") => steps(&at.flow),
        ("debounce_args_to_accumulate", _) => inputs(&at.flow),
        ("required" | "order", _) => properties(mapping),
        _ => return Vec::new(),
    };
    let list = mapping.get(&at.key).filter(|v| v.is_sequence());
    let others = list.into_iter().flat_map(|l| l.items());
    // The name under the cursor does not stand in its own way.
    let others = others.filter(|i| !i.span().touches(at.offset));
    let taken: FxHashSet<_> = others.filter_map(|i| i.as_str()).collect();
    let free = found
        .into_iter()
        .filter(|n| !taken.contains(n.name.as_str()));
    let item = |named: Named| {
        Completion::new(named.name.as_str(), named.kind, replace)
            .detail(named.detail)
            .inserting(yaml_key(&named.name))
    };
    free.map(item).collect()
}

struct Named {
    name: String,
    kind: CompletionKind,
    detail: String,
}

fn steps(flow: &Flow) -> Vec<Named> {
    let named = |(_, module): (_, &model::flow::Module)| Named {
        name: module.id_text().to_owned(),
        kind: CompletionKind::Step,
        detail: module.summary.clone().unwrap_or_default(),
    };
    let modules = flow.modules().filter(|(_, m)| m.id.is_some());
    modules.map(named).collect()
}

fn inputs(flow: &Flow) -> Vec<Named> {
    let root = flow.yaml().root();
    let schema = root.and_then(|r| r.get("schema"));
    schema.map(properties).unwrap_or_default()
}

/// The properties of a schema.
fn properties(schema: Node<'_>) -> Vec<Named> {
    let properties = schema.get("properties").into_iter();
    let named = |pair: syntax::yaml::Pair<'_>| {
        let kind = pair.value.and_then(|v| v.get("type"));
        Some(Named {
            name: pair.key.as_str()?.into_owned(),
            kind: CompletionKind::Property,
            detail: kind
                .and_then(|k| k.as_str())
                .unwrap_or_default()
                .into_owned(),
        })
    };
    properties
        .flat_map(|p| p.pairs())
        .filter_map(named)
        .collect()
}
