//! Keys: OpenFlow's fields that the mapping lacks, parameters under `input_transforms`, and the dash that begins
//! an item where a list belongs.

use model::file::File;
use model::openflow::{Def, openflow};
use model::workspace::Workspace;

use super::quote::yaml_key;
use super::{Completion, CompletionKind};
use crate::cursor::InKey;

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InKey) -> Vec<Completion> {
    let own = at.mapping.map(|m| at.flow.node(m));
    let taken: Vec<String> = own
        .into_iter()
        .flat_map(|m| m.pairs())
        // The key under the cursor does not stand in its own way.
        .filter(|p| p.key.span().start != at.partial.span.start)
        .filter_map(|p| p.key.as_str().map(Into::into))
        .collect();
    if matches!(at.owner.as_str(), "input_transforms" | "input_transform") {
        let found = parameters(workspace, file, at, &taken);
        // An agent's inputs are fields of its own.
        if !found.is_empty() || at.reading.fields().next().is_none() {
            return found;
        }
    }
    let colon = if at.has_colon { "" } else { ": " };
    let item = |name: &str, about: &'static str| {
        Completion::new(name, CompletionKind::Key, at.partial.span)
            .about(about)
            .inserting(format!("{name}{colon}"))
    };
    if let Some(list) = at.reading.defs.iter().find(|d| d.items.is_some()) {
        return match at.partial.value.is_empty() && !at.has_colon {
            true => vec![item("-", &list.description).inserting("- ")],
            false => Vec::new(),
        };
    }
    if at.reading.undecided {
        let Some((union, key)) = at.reading.union else {
            return Vec::new();
        };
        return vec![item(key, &union.description)];
    }
    let required: Vec<&str> = at.reading.required().map(|(name, _)| name).collect();
    let mut fields: Vec<(&str, &'static Def)> = at
        .reading
        .fields()
        .filter(|(name, def)| !def.residue && !taken.iter().any(|t| t == name))
        .collect();
    let place = |name: &str, def: &Def| {
        let order = def
            .order
            .or(openflow().target(def).order)
            .unwrap_or(1_000.0);
        (
            !required.contains(&name),
            def.deprecated,
            (order * 100.0) as i64,
            name.to_owned(),
        )
    };
    fields.sort_by_key(|(name, def)| place(name, def));
    let entry = |(name, def): (&str, &'static Def)| {
        let needed = if required.contains(&name) {
            "required"
        } else {
            ""
        };
        let mut item = item(name, description(def)).detail(needed);
        item.deprecated = def.deprecated;
        item
    };
    fields.into_iter().map(entry).collect()
}

/// What a field is about: its own words, else those of what it refers to.
pub(crate) fn description(def: &'static Def) -> &'static str {
    match def.description.as_str() {
        "" => &openflow().target(def).description,
        own => own,
    }
}

/// The parameters of what the step runs that are not given yet, required ones first.
fn parameters(workspace: &Workspace, file: &File, at: &InKey, taken: &[String]) -> Vec<Completion> {
    let Some(idx) = at.module else {
        return Vec::new();
    };
    let module = at.flow.module(idx);
    let callee = workspace.callee(file, &at.flow, idx);
    let mut inputs = callee.inputs(module).unwrap_or_default();
    inputs.retain(|i| !taken.contains(&i.name));
    inputs.sort_by_key(|i| !i.required);
    let colon = if at.has_colon { "" } else { ":" };
    let item = |input: model::workspace::Input| {
        let default = input.default.map(|d| format!(" = {d}")).unwrap_or_default();
        Completion::new(
            input.name.as_str(),
            CompletionKind::Parameter,
            at.partial.span,
        )
        .detail(format!("{}{default}", input.kind))
        .about(if input.required { "Required." } else { "" })
        .inserting(format!("{}{colon}", yaml_key(&input.name)))
    };
    inputs.into_iter().map(item).collect()
}
