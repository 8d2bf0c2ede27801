//! In the frontend of an app: the runnables that it calls, and what it gives to them.

use model::file::File;
use model::path;
use model::workspace::{Callee, Workspace};
use syntax::Span;

use super::{Hover, flow};
use crate::markdown::{Line, Markdown};

/// A runnable, by its id.
pub(super) fn runnable(workspace: &Workspace, file: &File, span: Span) -> Option<Hover> {
    let id = span.slice(file.text());
    let runnable = workspace.runnable(path::raw_app_folder(&file.path)?, id)?;
    let first = Markdown::from(Line::new().own("Runnable ").code(id));
    let description = runnable.description.and_then(|d| workspace.get(d));
    let name = description.and_then(|d| d.yaml().root()?.get("name")?.as_str());
    let name = name.filter(|name| name != id);
    let first = first.prose(name.as_deref().unwrap_or_default());
    let text = match workspace.callee_of_runnable(&runnable) {
        Callee::Flow(target, flow) => {
            let target = workspace.get(target)?;
            let path = workspace.names().windmill_path(&target.path);
            first.then(flow::sub_flow(&flow, path.as_deref().unwrap_or(id)))
        }
        Callee::Code(code) => {
            let target = workspace.get(code.file?)?;
            let path = workspace.names().windmill_path(&target.path);
            let shown = path.unwrap_or_else(|| path::name(&target.path).to_owned());
            first.then(flow::script(workspace, code.file?, &shown))
        }
        Callee::Unknown => first,
    };
    Some(Hover { text, span })
}

/// An argument.
pub(super) fn argument(workspace: &Workspace, file: &File, offset: usize) -> Option<Hover> {
    let (call, given) = file.frontend()?.given_at(offset)?;
    let mut names = given.names.iter();
    let (name, _) = names.find(|(name, _)| name.span.touches(offset))?;
    let app = path::raw_app_folder(&file.path)?;
    let runnable = workspace.runnable(app, &call.id.value)?;
    let inputs = workspace.inputs_of_runnable(&runnable)?;
    let input = inputs.iter().find(|i| i.name == name.value)?;
    let mut first = Line::new().code(&input.name).own(": ").text(&input.kind);
    if let Some(default) = &input.default {
        first = first.own(" = ").code(default);
    }
    let required = if input.required { "Required." } else { "" };
    Some(Hover {
        text: Markdown::from(first).then(required.into()),
        span: name.span,
    })
}
