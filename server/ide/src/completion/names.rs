//! Values that name something of the flow itself: steps in groups and notes, properties that a schema requires.

use model::flow::Flow;
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::yaml::Node;

use super::quote::yaml_key;
use super::whole::Spot;
use super::whole::draft::Draft;
use super::{Completion, CompletionKind};
use crate::cursor::{InValue, owner};

/// What the key takes, without what its list has already. Empty: it takes no names, or there are none.
pub(super) fn completions(at: &InValue, replace: Span) -> Vec<Completion> {
    let mapping = at.flow.node(at.mapping);
    if is_list(&at.key) && !mapping.get(&at.key).is_some_and(Node::is_sequence) {
        return Vec::new();
    }
    let item = |named: Named| {
        Completion::new(named.name.as_str(), named.kind, replace)
            .detail(named.detail)
            .inserting(yaml_key(&named.name))
    };
    let free = free(&at.flow, mapping, &at.key, at.offset);
    free.into_iter().map(item).collect()
}

/// The same where the list is to come: one of all names, then one of each.
pub(super) fn lists(spot: &Spot<'_>) -> Vec<Completion> {
    let at = spot.at;
    let Some(mapping) = at
        .holder
        .filter(|_| is_list(&at.owner) && at.mapping.is_none())
    else {
        return Vec::new();
    };
    let start = at.partial.span.start as usize;
    let found = free(&at.flow, at.flow.node(mapping), &at.owner, start);
    let draft = |names: &[Named]| {
        let items = names.iter().map(|n| Draft::fixed(&yaml_key(&n.name)));
        Draft::List(items.collect())
    };
    let all = (found.len() > 1).then(|| {
        let label = format!("all {}", found.len());
        spot.draft(&label, &draft(&found))
    });
    let one = |named: &Named| {
        let mut item = spot.draft(&named.name, &draft(std::slice::from_ref(named)));
        item.kind = named.kind;
        item.detail(named.detail.as_str())
    };
    all.into_iter().chain(found.iter().map(one)).collect()
}

/// Whether the key has a list of names.
fn is_list(key: &str) -> bool {
    matches!(
        key,
        "contained_node_ids" | "debounce_args_to_accumulate" | "required" | "order"
    )
}

/// The names that a key of a mapping takes and does not have yet.
fn free(flow: &Flow, mapping: Node<'_>, key: &str, offset: usize) -> Vec<Named> {
    let mut found = match (key, owner(mapping).as_str()) {
        ("start_id" | "end_id", "groups") | ("contained_node_ids", "notes") => steps(flow),
        ("early_return", "value") => steps(flow),
        ("debounce_args_to_accumulate", _) => inputs(flow),
        ("required" | "order", _) => properties(mapping),
        _ => return Vec::new(),
    };
    let list = mapping.get(key).filter(|v| v.is_sequence());
    let others = list.into_iter().flat_map(|l| l.items());
    // The name under the cursor does not stand in its own way.
    let others = others.filter(|i| !i.span().touches(offset));
    let taken: FxHashSet<_> = others.filter_map(|i| i.as_str()).collect();
    found.retain(|n| !taken.contains(n.name.as_str()));
    found
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
