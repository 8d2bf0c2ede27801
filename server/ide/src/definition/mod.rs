//! Definition: where the thing under the cursor comes from.

mod imports;
mod sdk;

use std::sync::Arc;

use lang::javascript::chain_at;
use model::file::File;
use model::references::Key;
use model::results::Shapes;
use model::signature::EntryName;
use model::symbol::{Role as UseRole, Spelling, Symbol};
use model::workspace::callee::entry_name;
use model::workspace::{Callee, Workspace};
use shape::{Origin, javascript};
use syntax::{FileId, Span};

pub(crate) use imports::imported;
pub use sdk::StubTarget;
pub(crate) use sdk::definition as in_stub;

use crate::cursor::{Cursor, InExpression, InKey, cursor};

/// A place to go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// What the jump starts from, in bytes of the file that was asked about.
    pub origin: Span,
    /// The file to go to.
    pub file: FileId,
    /// The whole thing there.
    pub full: Span,
    /// Its name there.
    pub name: Span,
}

/// Where the thing at `offset` comes from.
pub(crate) fn definition(workspace: &Workspace, id: FileId, offset: usize) -> Vec<Target> {
    let Some(file) = workspace.get(id) else {
        return Vec::new();
    };
    let at_cursor = || match cursor(file, offset) {
        Cursor::Expression(at) => in_expression(workspace, file, id, &at),
        Cursor::Key(at) => parameter(workspace, file, id, &at),
        Cursor::Code(at) => imports::imported(workspace, file, &at),
        Cursor::Value(_) | Cursor::None => None,
    };
    let target = referred(workspace, file, offset)
        .or_else(at_cursor)
        .or_else(|| by_symbol(workspace, id, offset));
    target.into_iter().collect()
}

/// Where the symbol at `offset` is declared.
fn by_symbol(workspace: &Workspace, id: FileId, offset: usize) -> Option<Target> {
    let (symbol, at) = workspace.symbol_at(id, offset)?;
    let mut uses = workspace.uses_of(&symbol);
    uses.retain(|u| u.role == UseRole::Definition);
    if let Symbol::ResourceType { .. } = symbol {
        // Code has its own class for it; the type itself is a file.
        match at.spelling {
            Spelling::Code(_) => uses.sort_by_key(|u| u.file != id),
            _ => uses.retain(|u| u.spelling == Spelling::File),
        }
    }
    let declared = uses.first()?;
    let is_here = (declared.file, declared.span) == (id, at.span);
    // In a file of their own the language's server knows names as well, and tells them once.
    let is_script = workspace.get(id).is_some_and(|f| f.script().is_some());
    let is_told = is_script && declared.file == id && matches!(at.spelling, Spelling::Code(_));
    (!is_here && !is_told).then_some(Target {
        origin: at.span,
        file: declared.file,
        full: declared.span,
        name: declared.span,
    })
}

/// What a reference leads to: a script at its entry point, a resource or a variable at its value, a flow at its start.
fn referred(workspace: &Workspace, file: &File, offset: usize) -> Option<Target> {
    let reference = file.reference_at(offset)?;
    let id = workspace.leads_to(file, reference)?;
    let there = workspace.get(id)?;
    let entry = |name| {
        let signature = there.script()?.entry(name).signature()?;
        Some(signature.name.span)
    };
    let name = match reference.key {
        Key::Script(_) | Key::Runnable(_) => entry(EntryName::Main),
        Key::Inline(_) => {
            let step = file.flow().zip(reference.module);
            step.and_then(|(flow, idx)| entry(entry_name(flow.module(idx))))
        }
        Key::Resource(_) | Key::Variable(_) => {
            let value = there.yaml().root().and_then(|r| r.pair("value"));
            value.map(|pair| pair.key.span())
        }
        _ => None,
    };
    let name = name.unwrap_or(Span::at(0));
    Some(Target {
        origin: reference.span,
        file: id,
        full: name,
        name,
    })
}

/// Steps, flow inputs, properties.
fn in_expression(
    workspace: &Workspace,
    file: &File,
    id: FileId,
    at: &InExpression,
) -> Option<Target> {
    of_chain(id, at).or_else(|| property(workspace, file, id, at))
}

/// A step, or an input by the flow's schema.
fn of_chain(id: FileId, at: &InExpression) -> Option<Target> {
    let (chain, part) = chain_at(at.snippet().analysis(), at.inner)?;
    let segment = chain.path.get(part.checked_sub(1)?)?;
    let origin = at.map.outer_span(segment.span);
    let name = segment.key.name()?;
    match chain.root.value.as_str() {
        "results" if part == 1 => {
            let idx = *at.flow.by_id(name).first()?;
            let full = at.flow.node(at.flow.module(idx).node).span();
            Some(Target {
                origin,
                file: id,
                full,
                name: at.flow.id_span(idx),
            })
        }
        "flow_input" => {
            let mut node = at.flow.node(at.flow.schema()?.node);
            let mut found = None;
            for segment in &chain.path[..part] {
                let pair = node.get("properties")?.pair(segment.key.name()?)?;
                found = Some(pair);
                node = pair.value.unwrap_or(node);
            }
            let pair = found?;
            Some(Target {
                origin,
                file: id,
                full: pair.span,
                name: pair.key.span(),
            })
        }
        _ => None,
    }
}

/// A property goes to where it is written: the key in the script's `return`, the schema.
fn property(workspace: &Workspace, file: &File, id: FileId, at: &InExpression) -> Option<Target> {
    let shapes = Shapes::new(workspace, id, file, Arc::clone(&at.flow));
    let names = shapes.names(at.module, at.position);
    let parts = javascript::read_snippet(at.snippet(), &names).parts;
    let part = parts.into_iter().find(|p| p.span.touches(at.inner))?;
    let place = part.origin.filter(|o| o.file != Origin::OWN)?;
    Some(Target {
        origin: at.map.outer_span(part.span),
        file: place.file,
        full: place.span,
        name: place.span,
    })
}

/// A transform's key goes to the parameter it fills.
fn parameter(workspace: &Workspace, file: &File, id: FileId, at: &InKey) -> Option<Target> {
    if !matches!(at.owner.as_str(), "input_transforms" | "input_transform") {
        return None;
    }
    let origin = at.partial.span;
    let name = origin.slice(file.text()).trim_matches(['"', '\'']);
    let idx = at.module?;
    let module = at.flow.module(idx);
    match workspace.callee(file, &at.flow, idx) {
        Callee::Flow(target, flow) => {
            let span = flow.schema()?.property(name)?.name.span;
            Some(Target {
                origin,
                file: target,
                full: span,
                name: span,
            })
        }
        callee => {
            let param = callee.signature(module)?.param(name)?;
            let (full, name) = (param.span, param.name.span);
            let Callee::Code(code) = &callee else {
                return None;
            };
            Some(Target {
                origin,
                file: code.file.unwrap_or(id),
                full: code.outer(full),
                name: code.outer(name),
            })
        }
    }
}
