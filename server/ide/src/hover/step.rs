//! Steps: what one is, what it runs, and what is read of it from another place.

use std::sync::Arc;

use model::file::File;
use model::flow::{Content, Flow, Kind, Module, ModuleIdx, Reach};
use model::script::{Script, ScriptLanguage, Signature};
use model::workspace::{Callee, Workspace};
use syntax::Language;

use super::Site;
use crate::completion::path;

/// What a step runs. Embedded code is found in a recovered reading too.
pub(crate) fn callee(workspace: &Workspace, file: &File, flow: &Flow, idx: ModuleIdx) -> Callee {
    let callee = workspace.callee(file, flow, idx);
    let Kind::RawScript {
        language,
        content: Content::Embedded(node),
        ..
    } = &flow.module(idx).kind
    else {
        return callee;
    };
    match (callee, flow.node(*node).decode()) {
        (Callee::Unknown, Some(decoded)) => {
            let name = language.as_ref().map_or("", |l| l.value.as_str());
            let text = Arc::from(decoded.text.as_str());
            let script = Arc::new(Script::new(ScriptLanguage::from_name(name), text));
            Callee::Embedded {
                script,
                map: decoded.map,
            }
        }
        (callee, _) => callee,
    }
}

/// What a step does, in a few words.
pub(crate) fn kind(module: &Module) -> String {
    match &module.kind {
        Kind::RawScript {
            language: Some(language),
            ..
        } => format!("{} code", language.value),
        Kind::RawScript { .. } => "code".to_owned(),
        Kind::Script(Some(path)) => format!("script {}", path.value),
        Kind::Script(None) => "script".to_owned(),
        Kind::Flow(Some(path)) => format!("flow {}", path.value),
        Kind::Flow(None) => "flow".to_owned(),
        Kind::ForLoop => "for loop".to_owned(),
        Kind::WhileLoop => "while loop".to_owned(),
        Kind::BranchOne => "branches, one of which runs".to_owned(),
        Kind::BranchAll => "branches, all of which run".to_owned(),
        Kind::Identity => "identity".to_owned(),
        Kind::Agent => "AI agent".to_owned(),
        Kind::Other(name) => name.clone(),
        Kind::Missing => "step".to_owned(),
    }
}

/// A step in full.
pub(super) fn describe(site: &Site<'_>, idx: ModuleIdx) -> String {
    let module = site.flow.module(idx);
    let mut parts = vec![format!("step `{}`: {}", module.id_text(), kind(module))];
    parts.extend(module.summary.clone().filter(|s| !s.trim().is_empty()));
    let callee = callee(site.workspace, site.file, site.flow, idx);
    match &callee {
        Callee::Flow(_, flow) => parts.extend(flow_inputs(flow)),
        callee => parts.extend(
            callee
                .script()
                .zip(callee.signature(module))
                .map(|(script, s)| signature(script, s)),
        ),
    }
    parts.join("\n\n")
}

/// A signature as the script has it.
pub(super) fn signature(script: &Script, signature: &Signature) -> String {
    let language = match script.language.syntax() {
        Some(Language::Python) => "python",
        _ => "typescript",
    };
    let text = signature.span.slice(&script.text).trim_end();
    format!("```{language}\n{text}\n```")
}

/// What a sub-flow takes.
pub(super) fn flow_inputs(flow: &Flow) -> Option<String> {
    let schema = flow.schema()?;
    let required = |name: &str| schema.required.iter().any(|r| r.value == name);
    let properties = super::input::properties(flow.node(schema.node));
    let line = |(name, node): (String, Option<_>)| {
        let kind = node
            .and_then(super::input::kind)
            .unwrap_or_else(|| "any".to_owned());
        let required = if required(&name) { ", required" } else { "" };
        format!("- `{name}`: {kind}{required}")
    };
    let lines: Vec<String> = properties.into_iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("Takes:\n{}", lines.join("\n")))
}

/// What one gets for a step that is not plainly there.
pub(super) fn reach(flow: &Flow, idx: ModuleIdx, reach: Reach) -> Option<String> {
    let id = flow.module(idx).id_text();
    let name = |container| match flow.module(container).id_text() {
        "" => "the step around it".to_owned(),
        id => format!("`results.{id}`"),
    };
    Some(match reach {
        Reach::Visible => return None,
        Reach::PreviousIteration => {
            format!(
                "Read from here, `{id}` gives its result of the iteration before; at first null."
            )
        }
        Reach::Itself => format!("Read from here, `{id}` is null: it has not run yet."),
        Reach::Encloses => format!("Read from here, `{id}` is null: it is still running."),
        Reach::Later => format!("Read from here, `{id}` is null: it runs later."),
        Reach::OtherBranch(_) => format!(
            "Read from here, `{id}` is null: it lies in another branch, and only one of them runs."
        ),
        Reach::InBranch(c) => format!(
            "Read from here, `{id}` is null unless its branch was chosen; {} has the result of the \
             branch that ran.",
            name(c)
        ),
        Reach::InLoop(c) => format!(
            "Read from here, `{id}` gives the last iteration only; {} is the list of all.",
            name(c)
        ),
        Reach::InBranchAll(c) => {
            format!(
                "{} is the list of what the branches gave, this one among them.",
                name(c)
            )
        }
    })
}

/// A script of the workspace by its path: signature and summary.
pub(super) fn script(workspace: &Workspace, from: &str, name: &str) -> Option<String> {
    let id = workspace.names().script(from, name)?;
    let file = workspace.get(id)?;
    let meta = path::metadata(workspace, from, name);
    let root = meta.and_then(|m| m.yaml().root());
    let text = |key| {
        root.and_then(|r| r.get(key))
            .and_then(|v| v.as_str())
            .map(|t| t.into_owned())
    };
    let mut parts = vec![format!("script `{name}`")];
    parts.extend(text("summary").filter(|s| !s.trim().is_empty()));
    parts.extend(of_file(file));
    parts.extend(
        text("description")
            .map(|d| d.trim().to_owned())
            .filter(|d| !d.is_empty()),
    );
    Some(parts.join("\n\n"))
}

/// The signature of a file's `main`, else of its `preprocessor`.
pub(super) fn of_file(file: &File) -> Option<String> {
    use model::script::EntryName::{Main, Preprocessor};
    let script = file.script()?;
    let found = [Main, Preprocessor]
        .into_iter()
        .find_map(|n| script.entry(n).signature())?;
    Some(signature(script, found))
}
