//! Definition: where the thing under the cursor comes from.

mod imports;
mod sdk;

use std::sync::Arc;

use lang::javascript::{Analysis, analyze, chain_at};
use model::file::File;
use model::flow::{Content, Kind};
use model::path;
use model::results::Shapes;
use model::signature::EntryName;
use model::symbol::{Role as UseRole, Spelling, Symbol};
use model::workspace::callee::entry_name;
use model::workspace::{Callee, InlineTarget, Workspace};
use shape::{Origin, javascript};
use syntax::yaml::Node;
use syntax::{FileId, Span};

pub(crate) use imports::imported;
pub use sdk::StubTarget;
pub(crate) use sdk::definition as in_stub;

use crate::cursor::{Cursor, InExpression, InKey, InValue, cursor};

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
    let target = match cursor(file, offset) {
        Cursor::Expression(at) => in_expression(workspace, file, id, &at),
        Cursor::Key(at) => parameter(workspace, file, id, &at),
        Cursor::Value(at) => in_value(workspace, file, &at),
        Cursor::Code(at) => imports::imported(workspace, file, &at),
        Cursor::None => None,
    };
    let target = target.or_else(|| by_symbol(workspace, id, offset));
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

/// Steps, flow inputs, paths in `resource("…")` and `variable("…")`.
fn in_expression(
    workspace: &Workspace,
    file: &File,
    id: FileId,
    at: &InExpression,
) -> Option<Target> {
    let analysis = analyze(&at.text);
    let call = analysis.calls.iter().find_map(|call| {
        let text = call.text.as_ref().filter(|t| t.span.touches(at.inner))?;
        Some((analysis.chains.get(call.chain)?.root.value.as_str(), text))
    });
    if let Some((kind, text)) = call.filter(|(f, _)| matches!(*f, "resource" | "variable")) {
        return item(
            workspace,
            file,
            kind,
            &text.value,
            at.map.outer_span(text.span),
        );
    }
    of_chain(&analysis, id, at).or_else(|| property(workspace, file, id, at))
}

/// A step, or an input by the flow's schema.
fn of_chain(analysis: &Analysis, id: FileId, at: &InExpression) -> Option<Target> {
    let (chain, part) = chain_at(analysis, at.inner)?;
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
    let parts = javascript::read(&at.text, &names).parts;
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

/// Paths, inline files, `$res:` and `$var:`.
fn in_value(workspace: &Workspace, file: &File, at: &InValue) -> Option<Target> {
    let origin = at.raw.span;
    if !origin.touches(at.offset) {
        return None;
    }
    let value = at.raw.value.trim_matches(['"', '\'']);
    for (mark, kind) in [("$res:", "resource"), ("$var:", "variable")] {
        if let Some(path) = value.strip_prefix(mark) {
            return item(workspace, file, kind, path, origin);
        }
    }
    let module = at.flow.module(at.module?);
    if module.value != Some(at.mapping) {
        return None;
    }
    match (at.key.as_str(), &module.kind) {
        ("path", Kind::Script(_)) => {
            let id = workspace.names().script(&file.path, value)?;
            Some(entry(workspace, id, EntryName::Main, origin))
        }
        ("path", Kind::Flow(_)) => {
            let file = workspace.names().flow(&file.path, value)?;
            Some(Target {
                origin,
                file,
                full: Span::at(0),
                name: Span::at(0),
            })
        }
        ("content" | "lock", Kind::RawScript { content, lock, .. }) => {
            let inline = match (at.key.as_str(), content) {
                ("content", Content::Inline(inline)) => inline,
                ("lock", _) => lock.as_ref()?,
                _ => return None,
            };
            let target = workspace.inline_target(&file.path, inline, module.id_text());
            let InlineTarget::File(id) = target else {
                return None;
            };
            let name = inline.name.span;
            let origin = if name.touches(at.offset) {
                name
            } else {
                origin
            };
            Some(entry(workspace, id, entry_name(module), origin))
        }
        _ => None,
    }
}

/// A script's file, at its entry point where it has one.
fn entry(workspace: &Workspace, id: FileId, name: EntryName, origin: Span) -> Target {
    let script = workspace.get(id).and_then(|f| f.script());
    let signature = script.and_then(|s| s.entry(name).signature());
    let span = signature.map_or(Span::at(0), |s| s.name.span);
    Target {
        origin,
        file: id,
        full: span,
        name: span,
    }
}

/// A resource's or variable's file.
fn item(
    workspace: &Workspace,
    file: &File,
    kind: &str,
    name: &str,
    origin: Span,
) -> Option<Target> {
    let root = workspace.root_of(&file.path)?;
    let path = path::join(&root.dir, &format!("{name}.{kind}.yaml"))?;
    let id = workspace.id(&path)?;
    let value = workspace
        .get(id)?
        .yaml()
        .root()
        .and_then(|r: Node<'_>| r.pair("value"));
    let span = value.map_or(Span::at(0), |p| p.key.span());
    Some(Target {
        origin,
        file: id,
        full: span,
        name: span,
    })
}
