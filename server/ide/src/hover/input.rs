//! Inputs of a flow: properties of its JSON Schema, at any depth.

use model::expr::Key;
use model::flow::Flow;
use syntax::yaml::{Node, Pair};

/// What a path of keys leads to inside a schema.
pub(crate) fn inside<'a>(schema: Node<'a>, path: &[Key]) -> Option<Node<'a>> {
    let mut node = schema;
    for key in path {
        node = match key {
            Key::Name(name) => node.get("properties")?.get(name)?,
            Key::Index(_) | Key::Dynamic => node.get("items")?,
        };
    }
    Some(node)
}

/// The entry of the last key of a path.
pub(crate) fn entry<'a>(flow: &'a Flow, path: &[Key]) -> Option<(Node<'a>, Pair<'a>)> {
    let (last, above) = path.split_last()?;
    let schema = flow.node(flow.schema()?.node);
    let owner = inside(schema, above)?;
    Some((owner, owner.get("properties")?.pair(last.name()?)?))
}

/// Names and definitions, in the order that the schema asks for.
pub(crate) fn properties<'a>(schema: Node<'a>) -> Vec<(String, Option<Node<'a>>)> {
    let order: Vec<String> = schema
        .get("order")
        .into_iter()
        .flat_map(|o| o.items())
        .filter_map(|n| Some(n.as_str()?.into_owned()))
        .collect();
    let pairs = schema.get("properties").into_iter().flat_map(|p| p.pairs());
    let mut found: Vec<_> = pairs
        .filter_map(|p| Some((p.key.as_str()?.into_owned(), p.value)))
        .collect();
    found.sort_by_key(|(name, _)| order.iter().position(|o| o == name).unwrap_or(usize::MAX));
    found
}

/// The type, for people.
pub(crate) fn kind(definition: Node<'_>) -> Option<String> {
    let text = |key| definition.get(key).and_then(|n| n.as_str());
    let format = text("format").unwrap_or_default();
    if let Some(resource) = format.strip_prefix("resource-") {
        return Some(format!("resource {resource}"));
    }
    let choices: Vec<String> = definition
        .get("enum")
        .into_iter()
        .flat_map(|e| e.items())
        .filter_map(|n| n.as_str())
        .map(|c| format!("\"{c}\""))
        .collect();
    if !choices.is_empty() {
        return Some(choices.join(" | "));
    }
    let name = text("type")?;
    let item = definition.get("items").and_then(kind);
    Some(match item {
        Some(item) if name == "array" => format!("list of {item}"),
        _ if format.is_empty() => name.into_owned(),
        _ => format!("{name} ({format})"),
    })
}

pub(crate) fn description(definition: Node<'_>) -> Option<String> {
    let text = definition.get("description")?.as_str()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What is to be said of an input: type, whether it is required, default, description.
pub(crate) fn describe(owner: Node<'_>, pair: Pair<'_>) -> Option<String> {
    let name = pair.key.as_str()?;
    let mut head = format!("`{name}`");
    if let Some(kind) = pair.value.and_then(kind) {
        head += &format!(": {kind}");
    }
    let mut required = owner.get("required").into_iter().flat_map(|r| r.items());
    if required.any(|r| r.as_str().is_some_and(|r| r == name)) {
        head += ", required";
    }
    if let Some(default) = pair
        .value
        .and_then(|v| v.get("default"))
        .filter(|d| !d.is_null())
    {
        let shown = default
            .as_str()
            .map_or_else(|| format!("{default:?}"), |d| d.into_owned());
        head += &format!(", default `{shown}`");
    }
    Some(match pair.value.and_then(description) {
        Some(description) => format!("{head}\n\n{description}"),
        None => head,
    })
}
