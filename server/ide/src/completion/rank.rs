//! For an input's expression: what fits the parameter comes before what is not known to, and that before
//! what certainly does not.

use std::sync::Arc;

use lang::javascript::{Key, MemberAt};
use model::file::File;
use model::flow::{Position, Transform};
use model::results::Shapes;
use model::signature::Type;
use model::workspace::Workspace;
use shape::Shape;
use shape::javascript::{self, Environment};

use super::{Completion, CompletionKind};
use crate::cursor::InExpression;

/// Sorts steps, inputs and properties by how well they fit; all others stay where they are.
pub(super) fn by_fit(
    workspace: &Workspace,
    file: &File,
    at: &InExpression,
    member: &MemberAt,
    items: &mut [Completion],
) {
    let Some(wanted) = wanted(workspace, file, at) else {
        return;
    };
    let Some((id, owner)) = workspace.id(&file.path).zip(chain(member)) else {
        return;
    };
    let shapes = Shapes::new(workspace, id, file, Arc::clone(&at.flow));
    let names = shapes.names(at.module, at.position);
    let is_results = member.root == "results" && member.path.is_empty();
    // Read once for all of its properties.
    let owner = match is_results {
        true => Shape::Unknown,
        false => javascript::read(&owner, &names).shape,
    };
    items.sort_by_cached_key(|item| {
        if !matches!(item.kind, CompletionKind::Step | CompletionKind::Property) {
            return 1;
        }
        let shape = match is_results {
            true => names.step(&item.label),
            false => owner.property(&item.label).shape(),
        };
        fit(&wanted, &shape)
    });
}

/// What stands before the property that is being typed.
fn chain(member: &MemberAt) -> Option<String> {
    let mut text = member.root.clone();
    for key in &member.path {
        text += &match key {
            Key::Name(name) => format!("[{name:?}]"),
            Key::Index(index) => format!("[{index}]"),
            Key::Dynamic => return None,
        };
    }
    Some(text)
}

/// The type of the parameter whose expression the cursor is in.
fn wanted(workspace: &Workspace, file: &File, at: &InExpression) -> Option<Type> {
    // A part of something larger may be anything.
    let is_chain = |c: char| c.is_alphanumeric() || "_$.?[]\"'".contains(c);
    let is_whole = at.text.trim().chars().all(is_chain);
    let (_, ty) = parameter(workspace, file, at).filter(|_| is_whole)?;
    Some(ty)
}

/// The name and the type of the parameter that the expression of the cursor is for.
pub(super) fn parameter(
    workspace: &Workspace,
    file: &File,
    at: &InExpression,
) -> Option<(String, Type)> {
    let idx = at.module.filter(|_| at.position == Position::Transform)?;
    let module = at.flow.module(idx);
    let offset = at.map.outer(at.inner) as u32;
    let start = |t: &&Transform| t.name.span.start;
    let above = module.transforms.iter().filter(|t| start(t) <= offset);
    let name = above.max_by_key(start)?.name.value.clone();
    let callee = workspace.callee(file, &at.flow, idx);
    let ty = callee.signature(module).and_then(|s| s.param(&name));
    let ty = ty.map_or(Type::Unknown, |p| p.ty.clone());
    Some((name, ty))
}

/// 0: it fits; 1: it may, or holds something that may; 2: it does not.
pub(super) fn fit(wanted: &Type, shape: &Shape) -> u8 {
    let kinds = shape.without_null();
    let holds = |s: &Shape| matches!(s, Shape::Object(_) | Shape::List(_));
    let fits = |s: &Shape| match wanted {
        Type::Int | Type::Float => *s == Shape::Number,
        Type::Bool => *s == Shape::Bool,
        Type::List(_) => matches!(s, Shape::List(_)),
        Type::Object | Type::Class(_) | Type::S3Object => matches!(s, Shape::Object(_)),
        Type::Str | Type::Enum(_) | Type::Bytes | Type::DateTime | Type::Date | Type::Sql => {
            matches!(s, Shape::String | Shape::Text(_))
        }
        _ => false,
    };
    let members = kinds.members();
    match () {
        _ if kinds.is_unknown() || matches!(kinds, Shape::Deferred(_)) => 1,
        _ if matches!(wanted, Type::Unknown | Type::Resource(_)) => 1,
        _ if !members.is_empty() && members.iter().all(fits) => 0,
        _ if members.iter().any(|m| fits(m) || holds(m)) => 1,
        _ => 2,
    }
}
