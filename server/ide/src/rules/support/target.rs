//! What a schedule or a trigger runs.

use model::code::Code;
use model::file::{FileKind, ItemKind};
use model::signature::{Entry, EntryName};
use model::workspace::callee::Input;
use model::workspace::{Callee, Workspace};
use rustc_hash::FxHashSet;
use sdk::PathKind;
use syntax::yaml::Node;
use syntax::{FileId, Spanned};

use super::insert::add_field;
use super::synced;
use super::synced::{endings, is_synced, keeps, root};
use crate::context::Context;
use crate::finding::{Applicability, Fix};
use crate::rule::Level;

/// Checks the target of the file, if it is an item of this kind.
pub(in crate::rules) fn check(cx: &mut Context<'_>, kind: ItemKind) {
    if cx.file.kind != FileKind::Item(kind) {
        return;
    }
    let yaml = cx.file.yaml();
    let Some(node) = yaml.root().and_then(|r| r.get("script_path")) else {
        return;
    };
    let Some(text) = node.as_str().filter(|_| node.is_string()) else {
        return;
    };
    let is_flow = yaml
        .root()
        .and_then(|r| r.get("is_flow"))
        .and_then(|f| f.as_bool());
    let path = Spanned::new(text.into_owned(), node.span());
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let script = names.script(&from, &path.value);
    let flow = names.flow(&from, &path.value);
    let found = match is_flow.unwrap_or_default() {
        true => flow,
        false => script.or(flow.filter(|_| is_flow.is_none())),
    };
    match found {
        Some(id) if kind == ItemKind::Schedule => arguments(cx, id, yaml.root()),
        Some(_) => {}
        None => missing(
            cx,
            &path,
            node,
            is_flow.unwrap_or_default(),
            script.or(flow).is_some(),
        ),
    }
}

fn missing(
    cx: &mut Context<'_>,
    path: &Spanned<String>,
    node: Node<'_>,
    is_flow: bool,
    other: bool,
) {
    let Some(root) = root(cx) else { return };
    let item = cx.file.yaml().root();
    let enabled = item.and_then(|i| i.get("enabled"));
    let is_off = enabled.and_then(|e| e.as_bool()) == Some(false);
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let what = match is_flow {
        true => PathKind::Flow,
        false => PathKind::Script,
    };
    if other {
        let (is, set) = if is_flow {
            ("a script", "false")
        } else {
            ("a flow", "true")
        };
        let said = item.and_then(|i| i.get("is_flow"));
        let fix = match said {
            Some(said) => said.as_bool().map(|_| Fix {
                title: format!("Change to `is_flow: {set}`"),
                ..Fix::meant(said.span(), set)
            }),
            None => item.and_then(|i| add_field(cx.file.text(), i, "is_flow", set)),
        };
        let fix = fix.map(|fix| Fix {
            applicability: Applicability::Unsafe,
            ..fix
        });
        cx.report(
            node.span(),
            format!("`{}` is {is}, so nothing runs", path.value),
        )
        .help(format!("write `is_flow: {set}`"))
        .fix = fix;
        return;
    }
    let there = !is_flow && names.has_metadata(&from, &path.value);
    if is_synced(root, what)
        && !there
        && names.near(&from, what).is_some()
        && keeps(root, &path.value, endings(what))
    {
        let found = synced::report(cx, root, path, what);
        // What is switched off runs nothing, and may be kept for a script that was archived.
        if let Some(finding) = found.filter(|_| is_off) {
            finding.level(Level::Warning);
        }
    }
}

/// Compares `args` with what the target takes.
fn arguments(cx: &mut Context<'_>, id: FileId, item: Option<Node<'_>>) {
    let Some(inputs) = inputs(cx.workspace, id) else {
        return;
    };
    let Some(pair) = item.and_then(|i| i.pair("args")) else {
        return;
    };
    let Some(args) = pair
        .value
        .filter(|v| v.is_mapping() && !v.is_unknown() && !v.merges_unknown())
    else {
        return;
    };
    let keys = args.pairs().filter_map(|p| p.key.as_str());
    let given: FxHashSet<_> = keys.collect();
    let merges = given.contains("<<");
    for input in inputs.iter().filter(|i| i.required) {
        if !given.contains(input.name.as_str()) && (!merges || args.pair(&input.name).is_none()) {
            let message = format!(
                "The schedule does not give `{}`: it will be null",
                input.name
            );
            cx.report(pair.key.span(), message)
                .help(format!("add `{}` under `args`", input.name))
                .level(Level::Warning);
        }
    }
    let taken: FxHashSet<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
    for given in args.pairs() {
        let Some(name) = given.key.as_str() else {
            continue;
        };
        if taken.contains(&*name) {
            continue;
        }
        let near = cx.did_you_mean(&name, inputs.iter().map(|i| i.name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if inputs.is_empty() => "it takes no inputs".to_owned(),
            None => {
                let names: Vec<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
                format!("its inputs are: {}", names.join(", "))
            }
        };
        let as_written = given.key.span().slice(cx.file.text()) == name;
        let fix = near
            .filter(|_| as_written)
            .map(|n| Fix::meant(given.key.span(), n));
        cx.report(
            given.key.span(),
            format!("The script or flow has no input `{name}`: this value is ignored"),
        )
        .help(help)
        .level(Level::Warning)
        .fix = fix;
    }
}

/// What a script or flow takes from a schedule; `None` where that is not known.
pub(crate) fn inputs(workspace: &Workspace, id: FileId) -> Option<Vec<Input>> {
    let file = workspace.get(id)?;
    if let Some(flow) = file.flow() {
        // A preprocessor makes the inputs out of something else.
        let direct = flow.preprocessor().is_none();
        return direct.then(|| Callee::Flow(id, flow.clone()).inputs_of(EntryName::Main))?;
    }
    let script = file.script()?;
    if matches!(script.entry(EntryName::Preprocessor), Entry::Found(_)) {
        return None;
    }
    Callee::Code(Code::whole(script.clone(), Some(id))).inputs_of(EntryName::Main)
}
