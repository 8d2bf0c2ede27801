//! In the flow itself: keys, values, parameters, paths and inline files.

use model::file::File;
use model::flow::{Flow, ModuleIdx};
use model::openflow::{Def, Reading, openflow};
use model::references::Key;
use model::signature::{EntryName, Signature};
use model::workspace::{Callee, Workspace};
use syntax::FileId;

use super::{Hover, frontend};
use crate::completion::expression::describe;
use crate::completion::key::description;
use crate::cursor::{InKey, InValue};
use crate::markdown::{Line, Markdown};

/// A key: a parameter under `input_transforms`, else a field of OpenFlow.
pub(super) fn key(workspace: &Workspace, file: &File, at: &InKey) -> Option<Hover> {
    let span = at.partial.span;
    let name = span.slice(file.text()).trim_matches(['"', '\'']);
    if matches!(at.owner.as_str(), "input_transforms" | "input_transform") {
        let idx = at.module?;
        let callee = workspace.callee(file, &at.flow, idx);
        let inputs = callee.inputs(at.flow.module(idx))?;
        let input = inputs.iter().find(|i| i.name == name)?;
        let mut first = Line::new().code(name).own(": ").text(&input.kind);
        if let Some(default) = &input.default {
            first = first.own(" = ").code(default);
        }
        let required = if input.required { "Required." } else { "" };
        let text = Markdown::from(first).then(required.into());
        return Some(Hover { text, span });
    }
    let field = at.reading.field(name).or_else(|| {
        let (union, key) = at.reading.union?;
        let mut kinds = openflow().alternatives(union);
        (key == name).then(|| kinds.find_map(|a| a.field(name)))?
    })?;
    let text = field_text(&at.reading, name, field);
    Some(Hover { text, span })
}

/// A field and what it is for.
pub(super) fn field_text(reading: &Reading, name: &str, field: &'static Def) -> Markdown {
    let mut first = Line::new().code(name);
    if reading.required().any(|(n, _)| n == name) {
        first = first.own(" (required)");
    }
    if let Some(since) = &field.since {
        first = first.own(" (since OpenFlow ").own(since).own(")");
    }
    if field.deprecated {
        first = first.own(" **deprecated**");
    }
    Markdown::from(first).then(description(field).into())
}

/// The script or the flow that is named by its path or, where it stands beside a flow, by its file.
pub(super) fn referred(workspace: &Workspace, file: &File, offset: usize) -> Option<Hover> {
    let reference = file.reference_at(offset)?;
    let id = workspace.leads_to(file, reference)?;
    let text = match &reference.key {
        Key::Script(path) => script(workspace, id, path),
        Key::Flow(path) => sub_flow(workspace.get(id)?.flow()?, path),
        Key::Inline(_) => {
            workspace.get(id)?.script()?;
            script(workspace, id, reference.span.slice(file.text()))
        }
        Key::Runnable(_) => return frontend::runnable(workspace, file, reference.span),
        _ => return None,
    };
    Some(Hover {
        text,
        span: reference.span,
    })
}

/// A value: a step's id, an enum's value.
pub(super) fn value(workspace: &Workspace, file: &File, at: &InValue) -> Option<Hover> {
    let span = at.raw.span;
    if !span.touches(at.offset) {
        return None;
    }
    let value = at.raw.value.trim_matches(['"', '\'']);
    let hover = |text: Markdown| Some(Hover { text, span });
    if let Some(idx) = at.module {
        let module = at.flow.module(idx);
        if at.key == "id" && module.node == at.mapping {
            return hover(step(workspace, file, &at.flow, idx));
        }
    }
    if let Some((union, key)) = at.reading.union
        && key == at.key
    {
        let kinds = openflow().kinds(union);
        let (name, about) = kinds.into_iter().find(|(name, _)| *name == value)?;
        return hover(Markdown::from(Line::new().code(name)).then(about.into()));
    }
    let def = openflow().target(at.reading.field(&at.key)?);
    let about = def.choice_descriptions.get(value)?;
    hover(Markdown::from(Line::new().code(value)).then(about.as_str().into()))
}

/// A step: id, summary, what it runs.
pub(super) fn step(workspace: &Workspace, file: &File, flow: &Flow, idx: ModuleIdx) -> Markdown {
    let module = flow.module(idx);
    let mut first = Line::new().own("Step ").code(module.id_text());
    let kind = describe(&module.kind);
    if !kind.is_empty() {
        first = first.own(": ").text(kind);
    }
    let summary = module.summary.as_deref().unwrap_or("");
    let text = Markdown::from(first).prose(summary);
    match workspace.callee(file, flow, idx) {
        Callee::Flow(_, flow) => text.line(inputs(&flow)),
        callee => match callee.signature(module) {
            Some(signature) => text.code("python", &rendered(signature)),
            None => text,
        },
    }
}

pub(super) fn script(workspace: &Workspace, id: FileId, name: &str) -> Markdown {
    let mut text = Markdown::from(Line::new().own("Script ").code(name));
    let Some(file) = workspace.get(id) else {
        return text;
    };
    if let Some(summary) = summary(workspace, file) {
        text = text.prose(&summary);
    }
    let script = file.script();
    let entry = |name| script.and_then(|s| s.entry(name).signature());
    if let Some(signature) = entry(EntryName::Main).or_else(|| entry(EntryName::Preprocessor)) {
        text = text.code("python", &rendered(signature));
        text = text.prose(signature.doc.as_deref().unwrap_or(""));
    }
    text
}

/// The summary of a script's metadata.
fn summary(workspace: &Workspace, file: &File) -> Option<String> {
    let names = workspace.names();
    let path = names.windmill_path(&file.path)?;
    let id = names.metadata(&file.path, &path)?;
    let summary = workspace
        .get(id)?
        .yaml()
        .root()?
        .get("summary")?
        .as_str()?
        .into_owned();
    (!summary.is_empty()).then_some(summary)
}

pub(super) fn sub_flow(flow: &Flow, name: &str) -> Markdown {
    let root = flow.yaml().root();
    let summary = root.and_then(|r| r.get("summary")).and_then(|s| s.as_str());
    Markdown::from(Line::new().own("Flow ").code(name))
        .prose(&summary.unwrap_or_default())
        .line(inputs(flow))
}

/// The names of a flow's inputs; nothing where it has none.
fn inputs(flow: &Flow) -> Line {
    let names = flow.schema().map(|s| s.names()).unwrap_or_default();
    let mut line = Line::new();
    for (i, name) in names.iter().enumerate() {
        let before = if i == 0 { "Inputs: " } else { ", " };
        line = line.own(before).code(name);
    }
    line
}

/// A signature, one parameter a line where it is long.
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
        return line;
    }
    let params: String = params.iter().map(|p| format!("    {p},\n")).collect();
    format!("{name}(\n{params}){returns}")
}
