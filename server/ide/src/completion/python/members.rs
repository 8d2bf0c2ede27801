//! Members of an SDK.

use ::sdk::Member;
use model::workspace::Workspace;

use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::python::sdk;

pub(super) fn completions(workspace: &Workspace, at: &InCode) -> Vec<Completion> {
    let Some((partial, origin, members)) = sdk::members_at(workspace, &at.code.script, at.inner)
    else {
        return Vec::new();
    };
    let replace = at.outer(partial.span);
    let source = origin.short();
    let item = |member: Member<'_>| {
        let (kind, deprecated) = match member {
            Member::Function(f) => (CompletionKind::Function, f.deprecated.is_some()),
            Member::Class(_) => (CompletionKind::Class, false),
            Member::Variable(_) => (CompletionKind::Variable, false),
        };
        let item = Completion::new(member.name(), kind, replace)
            .detail(source.as_str())
            .about(crate::hover::sdk::page(&origin, None, member));
        Completion { deprecated, ..item }
    };
    members.into_iter().map(item).collect()
}
