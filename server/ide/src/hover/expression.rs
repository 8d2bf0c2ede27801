//! In expressions: steps, flow inputs, Windmill's names.

use std::sync::Arc;

use lang::javascript::chain_at;
use model::file::File;
use model::flow::{Flow, ModuleIdx, Reach, names};
use model::results::Shapes;
use model::workspace::Workspace;
use shape::Found;
use shape::javascript::{self, Part};
use syntax::Span;

use super::{Hover, flow};
use crate::completion::expression::{kind, text};
use crate::completion::property::describe;
use crate::cursor::InExpression;
use crate::markdown::{Line, Markdown};

pub(super) fn hover(workspace: &Workspace, file: &File, at: &InExpression) -> Option<Hover> {
    let analysis = at.snippet().analysis();
    let outer = |span: Span| at.map.outer_span(span);
    let Some((chain, part)) = chain_at(analysis, at.inner) else {
        return shape(workspace, file, at);
    };
    let root = chain.root.value.as_str();
    if part == 0 {
        let name = names(&at.flow, at.module, at.position)
            .into_iter()
            .find(|n| n.name == root);
        let Some(name) = name else {
            return shape(workspace, file, at);
        };
        let mut text = Markdown::from(Line::new().code(name.name)).then(name.about.into());
        if let Some(known) = known_shape(workspace, file, at).filter(|_| root != "flow_input") {
            text = text.code("ts", &known);
        }
        return Some(Hover {
            text,
            span: outer(chain.root.span),
        });
    }
    let first = chain.path.first()?;
    match root {
        "results" if part == 1 => {
            let idx = *at.flow.by_id(first.key.name()?).first()?;
            let mut text = flow::step(workspace, file, &at.flow, idx);
            if let Some(known) = known_shape(workspace, file, at) {
                text = text.code("ts", &known);
            }
            if let Some(note) = note(&at.flow, at, idx) {
                text = text.then(note.into());
            }
            Some(Hover {
                text,
                span: outer(first.span),
            })
        }
        "flow_input" => {
            let segments = &chain.path[..part];
            let text = input(
                &at.flow,
                segments.iter().filter_map(|s| s.key.name()).collect(),
            );
            let Some(mut text) = text else {
                return shape(workspace, file, at);
            };
            if let Some(known) = known_shape(workspace, file, at).filter(|k| k.contains(['{', '[']))
            {
                text = text.code("ts", &known);
            }
            Some(Hover {
                text,
                span: outer(segments.last()?.span),
            })
        }
        _ => shape(workspace, file, at),
    }
}

/// The part of the expression under the cursor, where its shape is known.
fn part(workspace: &Workspace, file: &File, at: &InExpression) -> Option<Part> {
    let id = workspace.id(&file.path)?;
    let shapes = Shapes::new(workspace, id, file, Arc::clone(&at.flow));
    let names = shapes.names(at.module, at.position);
    let parts = javascript::read_snippet(at.snippet(), &names).parts;
    parts.into_iter().find(|p| p.span.touches(at.inner))
}

/// The shape under the cursor, as TypeScript writes it.
fn known_shape(workspace: &Workspace, file: &File, at: &InExpression) -> Option<String> {
    let shape = part(workspace, file, at)?.shape();
    (!shape.is_unknown()).then(|| shape.brief())
}

/// A name or property by its shape, and where that comes from.
fn shape(workspace: &Workspace, file: &File, at: &InExpression) -> Option<Hover> {
    let part = part(workspace, file, at)?;
    let shape = part.shape();
    let field = part.owner.as_ref().and_then(|o| o.field(&part.name));
    if shape.is_unknown() && field.is_none() || part.found == Found::Absent {
        return None;
    }
    let code = format!("{}: {}", part.name, shape.brief());
    let mut text = Markdown::new().code("ts", &code);
    if let Some(doc) = field.and_then(|f| f.doc.as_deref()) {
        text = text.prose(doc);
    }
    if let Some(place) = part.origin.and_then(|o| describe(workspace, file, o)) {
        text = text.line(place);
    }
    Some(Hover {
        text,
        span: at.map.outer_span(part.span),
    })
}

/// What one gets where it is not simply the step's result.
fn note(flow: &Flow, at: &InExpression, idx: ModuleIdx) -> Option<&'static str> {
    Some(match flow.reach(at.module?, at.position, idx) {
        Reach::Visible => return None,
        Reach::PreviousIteration => "Here: the result of the iteration before this one.",
        Reach::Itself | Reach::Encloses | Reach::Later => "Here: `null`, it has not run yet.",
        Reach::InBranch(_) => "Here: `null` when another branch ran.",
        Reach::OtherBranch(_) => "Here: always `null`, it lies in another branch.",
        Reach::InLoop(_) | Reach::InWhile => "Here: the result of the last iteration only.",
        Reach::Nameless(_) => {
            "Here: always `null`, the only step of a loop has no id when it runs."
        }
        Reach::InBranchAll(_) => "Here: this branch's result alone.",
    })
}

/// A flow input by its names from the outside in.
fn input(flow: &Flow, names: Vec<&str>) -> Option<Markdown> {
    if let [first, ..] = names[..]
        && first.starts_with("iter")
    {
        return Some(match names.get(1) {
            Some(&"index") => "`index`: the number of this round, from 0".into(),
            Some(_) => "`value`: the item of this round".into(),
            None => {
                let what = ": a round of the loop, with `value` and `index`";
                Line::new().code(first).own(what).into()
            }
        });
    }
    let mut node = Some(flow.node(flow.schema()?.node));
    let mut required = false;
    for name in &names {
        let list = node.and_then(|n| n.get("required"));
        required = list.is_some_and(|l| l.items().any(|i| i.as_str().is_some_and(|s| s == *name)));
        node = node
            .and_then(|n| n.get("properties"))
            .and_then(|p| p.get(name));
    }
    let node = Some(node?);
    let name = names.last()?;
    let kind = kind(node);
    let mut first = Line::new().code(name).own(": ");
    first = match kind.is_empty() {
        true => first.own("any type"),
        false => first.text(&kind),
    };
    if required {
        first = first.own(", required");
    }
    let default = text(node, "default");
    if !default.is_empty() && default != "null" {
        first = first.own(", default ").code(&default);
    }
    Some(Markdown::from(first).prose(&text(node, "description")))
}
