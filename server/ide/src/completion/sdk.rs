//! Members of the `wmill` package in Python code.

use model::script::ScriptLanguage;
use model::sdk::{Member, Sdk, sdk_member_at};

use super::{Completion, CompletionKind};
use crate::cursor::InCode;

pub(super) fn completions(at: &InCode) -> Vec<Completion> {
    if at.script.language != ScriptLanguage::Python3 {
        return Vec::new();
    }
    let Some(partial) = sdk_member_at(&at.script, at.inner) else {
        return Vec::new();
    };
    let replace = at.outer(partial.span);
    let item = |member: Member<'_>| {
        let (kind, deprecated) = match member {
            Member::Function(f) => (CompletionKind::Function, f.deprecated.is_some()),
            Member::Class(_) => (CompletionKind::Class, false),
            Member::Variable(_) => (CompletionKind::Variable, false),
        };
        let signature = member.render();
        let first = signature.lines().next().unwrap_or_default().to_owned();
        let item = Completion::new(member.name(), kind, replace)
            .detail(first)
            .about(crate::hover::sdk::page(member));
        Completion { deprecated, ..item }
    };
    Sdk::wmill().members().map(item).collect()
}
