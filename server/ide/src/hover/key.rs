//! Keys: fields of OpenFlow, parameters under `input_transforms`, inputs in the flow's schema.

use syntax::yaml::Node;

use super::{Hover, Site, input, step};
use crate::cursor::{KeyAt, Part};

pub(super) fn hover(site: &Site<'_>, key: &KeyAt<'_>) -> Option<Hover> {
    if !key.has_colon {
        return None;
    }
    let own = key
        .slot
        .holds_transforms()
        .then(|| parameter(site, key))
        .flatten();
    let text = own.or_else(|| field(key)).or_else(|| flow_input(key))?;
    Some(Hover {
        text,
        span: key.name.span,
    })
}

fn field(key: &KeyAt<'_>) -> Option<String> {
    let reading = &key.slot.reading;
    let name = key.name.as_str();
    let field = model::openflow::openflow()
        .child(reading, name, None)
        .field?;
    // A name that the mapping's author chose says nothing of itself.
    let chosen = reading.field(name).is_none() && reading.other_fields().is_some();
    if chosen || field.description.is_empty() {
        return None;
    }
    let required = reading.required().any(|(n, _)| n == name);
    let mut text = format!("`{name}`{}", if required { ", required" } else { "" });
    if let Some(since) = &field.since {
        text += &format!(", since OpenFlow {since}");
    }
    if field.deprecated {
        text += ", deprecated";
    }
    Some(format!("{text}\n\n{}", field.description))
}

fn parameter(site: &Site<'_>, key: &KeyAt<'_>) -> Option<String> {
    let idx = key.slot.module?;
    let module = site.flow.module(idx);
    let callee = step::callee(site.workspace, site.file, site.flow, idx);
    let name = key.name.as_str();
    if let model::workspace::Callee::Flow(_, flow) = &callee {
        let path = [model::expr::Key::Name(name.to_owned())];
        let (owner, pair) = input::entry(flow, &path)?;
        return input::describe(owner, pair);
    }
    let param = callee.signature(module)?.param(name)?;
    let mut text = format!("parameter `{name}`: {}", param.ty);
    if let Some(default) = &param.default {
        text += &format!(", default `{}`", default.value);
    } else if param.is_required() {
        text += ", required";
    }
    Some(text)
}

/// An input where it is declared.
fn flow_input(key: &KeyAt<'_>) -> Option<String> {
    let properties: Node<'_> = key.slot.mapping?;
    let declared = key.slot.path.first() == Some(&Part::Key("schema".to_owned()));
    if !declared || key.slot.key(0) != Some("properties") {
        return None;
    }
    input::describe(properties.parent()?, properties.pair(&key.name.value)?)
}
