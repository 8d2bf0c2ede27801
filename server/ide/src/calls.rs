//! Who runs what: a schedule or a trigger runs a flow, the flow its steps, a step a script or another flow, a script those
//! that it imports or runs through the SDK; and the same from the other end.

use std::collections::BTreeMap;

use model::code::Code;
use model::file::{File, FileKind, ItemKind};
use model::flow::{Flow, ModuleIdx, ModuleKind, first_key};
use model::path;
use model::references::Key;
use model::signature::EntryName;
use model::workspace::{ImportTarget, Workspace};
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::lenses::symbol;
use crate::outline::{short, step_span};

/// What runs, or is run. Places are bytes of its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callable {
    /// What it is.
    pub kind: CallableKind,
    /// A step's id, else a Windmill path or the name of a file.
    pub name: String,
    /// The flow that a step is of; empty for all else.
    pub detail: String,
    /// Its file.
    pub file: FileId,
    /// The id of a step.
    pub step: Option<String>,
    /// All of it.
    pub span: Span,
    /// Its name, inside of `span`.
    pub name_span: Span,
}

/// What runs, or is run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CallableKind {
    /// A schedule or a trigger.
    Trigger,
    /// An app.
    App,
    /// A flow.
    Flow,
    /// A step.
    Step,
    /// A script.
    Script,
}

/// What runs something, or is run by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The other end.
    pub other: Callable,
    /// Where the one that runs says so, in bytes of its file.
    pub places: Vec<Span>,
}

/// What stands at a place: the step there, else what the file is.
pub(crate) fn at(snapshot: &Snapshot, id: FileId, offset: usize) -> Option<Callable> {
    let file = snapshot.workspace.get(id)?;
    let step = file.flow().and_then(|flow| {
        let idx = flow.module_at(offset)?;
        let all = std::iter::once(idx).chain(flow.ancestors(idx));
        all.into_iter()
            .find_map(|idx| step(snapshot, id, flow, idx))
    });
    step.or_else(|| whole(snapshot, id))
}

/// A step by its id, or what the file is.
pub(crate) fn named(snapshot: &Snapshot, id: FileId, id_of_step: Option<&str>) -> Option<Callable> {
    let Some(name) = id_of_step else {
        return whole(snapshot, id);
    };
    let flow = snapshot.workspace.get(id)?.flow()?;
    step(snapshot, id, flow, *flow.by_id(name).first()?)
}

/// What it runs, in the order in which it says so.
pub(crate) fn outgoing(snapshot: &Snapshot, of: &Callable) -> Vec<Call> {
    let Some(file) = snapshot.workspace.get(of.file) else {
        return Vec::new();
    };
    let mut calls = Calls::default();
    match (of.kind, file.flow()) {
        (CallableKind::Flow, Some(flow)) => {
            for (idx, _) in flow.modules() {
                if let Some(step) = step(snapshot, of.file, flow, idx) {
                    let place = step.name_span;
                    calls.add(step, place);
                }
            }
        }
        (CallableKind::Step, Some(flow)) => {
            let idx = of.step.as_ref().and_then(|id| flow.by_id(id).first());
            if let Some(&idx) = idx {
                for (target, place) in targets(&snapshot.workspace, file, Some(idx)) {
                    calls.extend(whole(snapshot, target), place);
                }
            }
        }
        _ => {
            for (target, place) in targets(&snapshot.workspace, file, None) {
                calls.extend(whole(snapshot, target), place);
            }
        }
    }
    calls.0
}

/// What runs it, by file and place.
pub(crate) fn incoming(snapshot: &Snapshot, of: &Callable) -> Vec<Call> {
    let workspace = &snapshot.workspace;
    let mut calls = Calls::default();
    if of.kind == CallableKind::Step {
        calls.extend(whole(snapshot, of.file), of.name_span);
        return calls.0;
    }
    let own = workspace.get(of.file);
    let symbol = own.and_then(|file| symbol(workspace, of.file, file));
    let uses = symbol.map_or_else(Vec::new, |symbol| workspace.uses_of(&symbol));
    // The last flow's references: each of many steps may run the same.
    let mut steps: (FileId, Vec<(Span, ModuleIdx)>) = (of.file, Vec::new());
    for at in uses.into_iter().filter(|at| at.file != of.file) {
        let Some(user) = workspace.get(at.file) else {
            continue;
        };
        let is_empty = at.span.is_empty();
        let runs = match user.kind {
            FileKind::Flow => user.flow().and_then(|flow| {
                if steps.0 != at.file {
                    steps = (at.file, steps_by_place(user));
                }
                let behind = steps.1.partition_point(|(s, _)| s.start <= at.span.start);
                let (own, idx) = *steps.1.get(behind.checked_sub(1)?)?;
                let idx = Some(idx).filter(|_| own.contains(at.span))?;
                step(snapshot, at.file, flow, idx)
            }),
            FileKind::Script(_)
            | FileKind::App
            | FileKind::Item(ItemKind::Schedule | ItemKind::Trigger) => whole(snapshot, at.file),
            _ => None,
        };
        calls.extend(runs.filter(|_| !is_empty), at.span);
    }
    calls.0
}

/// Where the steps of a flow name other files, in order.
fn steps_by_place(file: &File) -> Vec<(Span, ModuleIdx)> {
    let named = file.references().iter();
    let mut places: Vec<_> = named.filter_map(|r| Some((r.span, r.module?))).collect();
    places.sort_unstable();
    places
}

/// Calls, those of one thing together.
#[derive(Default)]
struct Calls(Vec<Call>, BTreeMap<(FileId, u32, Option<String>), usize>);

impl Calls {
    fn add(&mut self, other: Callable, place: Span) {
        let key = (other.file, other.span.start, other.step.clone());
        let at = *self.1.entry(key).or_insert_with(|| {
            let places = Vec::new();
            self.0.push(Call { other, places });
            self.0.len() - 1
        });
        let places = &mut self.0[at].places;
        if !places.contains(&place) {
            places.push(place);
        }
    }

    fn extend(&mut self, other: Option<Callable>, place: Span) {
        if let Some(other) = other {
            self.add(other, place);
        }
    }
}

/// A step that runs something, with an id that is its own.
fn step(snapshot: &Snapshot, id: FileId, flow: &Flow, idx: ModuleIdx) -> Option<Callable> {
    let module = flow.module(idx);
    let runs = matches!(
        module.kind,
        ModuleKind::RawScript { .. } | ModuleKind::Script(_) | ModuleKind::Flow(_)
    );
    let name = module.id_text();
    if !runs || name.trim().is_empty() || *flow.by_id(name).first()? != idx {
        return None;
    }
    let span = step_span(flow.node(module.node), module.place);
    let name_span = flow.id_span(idx);
    Some(Callable {
        kind: CallableKind::Step,
        name: short(name),
        detail: whole(snapshot, id)?.name,
        file: id,
        step: Some(name.to_owned()),
        span: span.cover(name_span),
        name_span,
    })
}

/// What a file is as a whole.
fn whole(snapshot: &Snapshot, id: FileId) -> Option<Callable> {
    let file = snapshot.workspace.get(id)?;
    let kind = match &file.kind {
        FileKind::Flow => CallableKind::Flow,
        FileKind::Script(_) => CallableKind::Script,
        FileKind::Item(ItemKind::Schedule | ItemKind::Trigger) => CallableKind::Trigger,
        FileKind::App => CallableKind::App,
        _ => return None,
    };
    let start = Span::at(0);
    let name_span = match kind {
        CallableKind::Script => {
            let entry = file.script().map(|s| s.entry(EntryName::Main));
            entry.and_then(|e| e.signature()).map(|s| s.name.span)
        }
        _ => file.yaml().root().map(first_key),
    };
    let own = match kind {
        CallableKind::App => snapshot.workspace.app_path(file),
        _ => snapshot.workspace.names().windmill_path(&file.path),
    };
    Some(Callable {
        kind,
        name: short(own.as_deref().unwrap_or(path::name(&file.path))),
        detail: String::new(),
        file: id,
        step: None,
        span: Span::new(0, file.text().len()),
        name_span: name_span.unwrap_or(start),
    })
}

/// The scripts and flows that a step runs, or that a file does for itself, each with where it says so.
fn targets(workspace: &Workspace, file: &File, step: Option<ModuleIdx>) -> Vec<(FileId, Span)> {
    let mut found = Vec::new();
    for reference in file.references().iter().filter(|r| r.module == step) {
        if matches!(
            reference.key,
            Key::Script(_) | Key::Flow(_) | Key::Inline(_) | Key::CodeBeside(_)
        ) {
            let target = workspace.leads_to(file, reference);
            let kind = |id: &FileId| workspace.get(*id).map(|f| &f.kind);
            let target = target.filter(|id| kind(id) != Some(&FileKind::Lock));
            found.extend(target.map(|target| (target, reference.span)));
        }
    }
    let code = match step {
        Some(idx) => file.embedded_in(idx).cloned(),
        None => file.script().map(|s| Code::whole(s.clone(), None)),
    };
    if let Some(code) = code {
        imports(workspace, file, &code, &mut found);
    }
    found.sort_by_key(|(_, place)| *place);
    // A file beside a flow has several names by which it is looked for.
    found.dedup();
    found
}

/// The scripts that code imports.
fn imports(workspace: &Workspace, file: &File, code: &Code, found: &mut Vec<(FileId, Span)>) {
    let mut add = |path: Option<String>, ending: &str, place: Span| {
        let target = path.map(|path| workspace.import_target(&file.path, &path, ending));
        if let Some(ImportTarget::File(target)) = target {
            found.push((target, code.outer(place)));
        }
    };
    for import in code.script.imports() {
        let module = import.module.value.as_str();
        add(
            workspace.python_import(&file.path, module),
            "py",
            import.module.span,
        );
        if let Some(name) = &import.name {
            let dot = if module.ends_with('.') { "" } else { "." };
            let whole = format!("{module}{dot}{}", name.value);
            add(workspace.python_import(&file.path, &whole), "py", name.span);
        }
    }
    for specifier in code.script.specifiers() {
        let path = workspace.typescript_import(&file.path, &specifier.module.value);
        add(path, "ts", specifier.module.span);
    }
}
