//! Members of an SDK.

use model::sdk::Member;

use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::python::sdk;

pub(super) fn completions(at: &InCode) -> Vec<Completion> {
    let Some((partial, sdk, members)) = sdk::members_at(&at.script, at.inner) else {
        return Vec::new();
    };
    let replace = at.outer(partial.span);
    let source = sdk::source(sdk);
    let item = |member: Member<'_>| {
        let (kind, deprecated) = match member {
            Member::Function(f) => (CompletionKind::Function, f.deprecated.is_some()),
            Member::Class(_) => (CompletionKind::Class, false),
            Member::Variable(_) => (CompletionKind::Variable, false),
        };
        let item = Completion::new(member.name(), kind, replace)
            .detail(source.as_str())
            .about(crate::hover::sdk::page(sdk, member));
        Completion { deprecated, ..item }
    };
    members.into_iter().map(item).collect()
}
