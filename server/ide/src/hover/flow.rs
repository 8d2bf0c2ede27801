//! In the flow itself: keys, values, parameters, paths and inline files.

use model::file::{File, FileId};
use model::flow::{Flow, Kind, ModuleIdx};
use model::openflow::openflow;
use model::script::{EntryName, Signature};
use model::workspace::{Callee, InlineTarget, Workspace};

use super::Hover;
use crate::completion::expression::describe;
use crate::completion::key::description;
use crate::cursor::{InKey, InValue};

/// A key: a parameter under `input_transforms`, else a field of OpenFlow.
pub(super) fn key(workspace: &Workspace, file: &File, at: &InKey) -> Option<Hover> {
    let span = at.partial.span;
    let name = span.slice(file.text()).trim_matches(['"', '\'']);
    if matches!(at.owner.as_str(), "input_transforms" | "input_transform") {
        let idx = at.module?;
        let callee = workspace.callee(file, &at.flow, idx);
        let inputs = callee.inputs(at.flow.module(idx))?;
        let input = inputs.iter().find(|i| i.name == name)?;
        let default = input
            .default
            .as_ref()
            .map(|d| format!(" = {d}"))
            .unwrap_or_default();
        let required = if input.required { "\n\nRequired." } else { "" };
        let text = format!("`{name}`: {}{default}{required}", input.kind);
        return Some(Hover { text, span });
    }
    let field = at.reading.field(name).or_else(|| {
        let (union, key) = at.reading.union?;
        let mut kinds = openflow().alternatives(union);
        (key == name).then(|| kinds.find_map(|a| a.field(name)))?
    })?;
    let mut text = format!("`{name}`");
    if at.reading.required().any(|(n, _)| n == name) {
        text += " (required)";
    }
    if let Some(since) = &field.since {
        text += &format!(" (since OpenFlow {since})");
    }
    if field.deprecated {
        text += " **deprecated**";
    }
    let about = description(field);
    if !about.is_empty() {
        text += &format!("\n\n{about}");
    }
    Some(Hover { text, span })
}

/// A value: a step's id, a path, an inline file, an enum's value.
pub(super) fn value(workspace: &Workspace, file: &File, at: &InValue) -> Option<Hover> {
    let span = at.raw.span;
    if !span.touches(at.offset) {
        return None;
    }
    let value = at.raw.value.trim_matches(['"', '\'']);
    let hover = |text: String| Some(Hover { text, span });
    if let Some(idx) = at.module {
        let module = at.flow.module(idx);
        let own = module.value == Some(at.mapping) || module.node == at.mapping;
        match (at.key.as_str(), &module.kind) {
            ("id", _) if own => return hover(step(workspace, file, &at.flow, idx)),
            ("path", Kind::Script(_)) if own => {
                let id = workspace.names().script(&file.path, value)?;
                return hover(script(workspace, id, value));
            }
            ("path", Kind::Flow(_)) if own => {
                let id = workspace.names().flow(&file.path, value)?;
                let flow = workspace.get(id)?.flow()?;
                return hover(sub_flow(flow, value));
            }
            ("content", Kind::RawScript { .. }) if own && value.starts_with("!inline") => {
                let model::flow::Content::Inline(inline) = (match &module.kind {
                    Kind::RawScript { content, .. } => content,
                    _ => return None,
                }) else {
                    return None;
                };
                let target = workspace.inline_target(&file.path, inline, module.id_text());
                let InlineTarget::File(id) = target else {
                    return None;
                };
                return hover(script(workspace, id, &inline.name.value));
            }
            _ => {}
        }
    }
    if let Some((union, key)) = at.reading.union
        && key == at.key
    {
        let kinds = openflow().kinds(union);
        let (name, about) = kinds.into_iter().find(|(name, _)| *name == value)?;
        return hover(format!("`{name}`\n\n{about}"));
    }
    let def = openflow().target(at.reading.field(&at.key)?);
    let about = def.choice_descriptions.get(value)?;
    hover(format!("`{value}`\n\n{about}"))
}

/// A step: id, summary, what it runs.
pub(super) fn step(workspace: &Workspace, file: &File, flow: &Flow, idx: ModuleIdx) -> String {
    let module = flow.module(idx);
    let mut text = format!("Step `{}`", module.id_text());
    let kind = describe(&module.kind);
    if !kind.is_empty() {
        text += &format!(": {kind}");
    }
    if let Some(summary) = module.summary.as_ref().filter(|s| !s.is_empty()) {
        text += &format!("\n\n{summary}");
    }
    match workspace.callee(file, flow, idx) {
        Callee::Flow(_, flow) => text += &inputs(&flow),
        callee => {
            if let Some(signature) = callee.signature(module) {
                text += &format!("\n\n{}", rendered(signature));
            }
        }
    }
    text
}

fn script(workspace: &Workspace, id: FileId, name: &str) -> String {
    let mut text = format!("Script `{name}`");
    let Some(file) = workspace.get(id) else {
        return text;
    };
    if let Some(summary) = summary(workspace, file) {
        text += &format!("\n\n{summary}");
    }
    let script = file.script();
    let entry = |name| script.and_then(|s| s.entry(name).signature());
    if let Some(signature) = entry(EntryName::Main).or_else(|| entry(EntryName::Preprocessor)) {
        text += &format!("\n\n{}", rendered(signature));
        if let Some(doc) = &signature.doc {
            text += &format!("\n\n{doc}");
        }
    }
    text
}

/// The summary of a script's metadata.
fn summary(workspace: &Workspace, file: &File) -> Option<String> {
    let dir = model::path::parent(&file.path);
    let path = workspace.names().windmill_path(&file.path)?;
    let name = model::path::name(&path);
    let id = workspace.id(&format!("{dir}/{name}.script.yaml"))?;
    let summary = workspace
        .get(id)?
        .yaml()
        .root()?
        .get("summary")?
        .as_str()?
        .into_owned();
    (!summary.is_empty()).then_some(summary)
}

fn sub_flow(flow: &Flow, name: &str) -> String {
    let root = flow.yaml().root();
    let summary = root.and_then(|r| r.get("summary")).and_then(|s| s.as_str());
    let summary = summary.filter(|s| !s.is_empty());
    let summary = summary.map(|s| format!("\n\n{s}")).unwrap_or_default();
    format!("Flow `{name}`{summary}{}", inputs(flow))
}

fn inputs(flow: &Flow) -> String {
    let names = flow.schema().map(|s| s.names()).unwrap_or_default();
    if names.is_empty() {
        return String::new();
    }
    format!(
        "\n\nInputs: {}",
        names
            .iter()
            .map(|n| format!("`{n}`"))
            .collect::<Vec<_>>()
            .join(", ")
    )
}

/// A signature as code, one parameter a line where it is long.
fn rendered(signature: &Signature) -> String {
    let params: Vec<String> = signature
        .params
        .iter()
        .map(|p| {
            let annotation = p.annotation.as_ref().map(|a| format!(": {}", a.value));
            let default = p.default.as_ref().map(|d| format!(" = {}", d.value));
            let (annotation, default) =
                (annotation.unwrap_or_default(), default.unwrap_or_default());
            format!("{}{annotation}{default}", p.name.value)
        })
        .collect();
    let returns = signature
        .returns
        .as_ref()
        .map(|r| format!(" -> {}", r.value));
    let (name, returns) = (&signature.name.value, returns.unwrap_or_default());
    let line = format!("{name}({}){returns}", params.join(", "));
    if line.len() <= 80 {
        return format!("```python\n{line}\n```");
    }
    let params: String = params.iter().map(|p| format!("    {p},\n")).collect();
    format!("```python\n{name}(\n{params}){returns}\n```")
}
