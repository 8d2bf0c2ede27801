//! Members of an SDK: what people call first comes first, then the functions, classes and variables, and last what is
//! out of use.

use ::sdk::{Member, SdkModule};
use model::workspace::Workspace;
use syntax::text::{is_word, trailing};

use super::bring::WMILL;
use crate::completion::layout::Layout;
use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::python::sdk::{self, Origin};

/// What scripts call most, by how often: the first two in half of those that use the SDK at all.
const MOST_CALLED: [&str; 12] = [
    "get_variable",
    "get_resource",
    "run_script_by_path",
    "run_flow_async",
    "set_variable",
    "set_resource",
    "get_state",
    "set_state",
    "run_script_by_path_async",
    "write_s3_file",
    "load_s3_file",
    "get_resume_urls",
];

pub(super) fn completions(workspace: &Workspace, at: &InCode) -> Vec<Completion> {
    let Some((partial, origin, members)) = sdk::members_at(workspace, &at.code.script, at.inner)
    else {
        return Vec::new();
    };
    listed(&origin, members, at.outer(partial.span))
}

/// The members of `wmill` where the name is written and nothing has imported it: the import comes along.
pub(super) fn unimported(
    workspace: &Workspace,
    at: &InCode,
    layout: Option<&Layout>,
) -> Vec<Completion> {
    let (script, layout) = match layout {
        Some(layout) => (&at.code.script, layout),
        None => return Vec::new(),
    };
    let before = &script.text[..at.inner];
    let start = before.trim_end_matches(is_word).len();
    let Some(object) = before[..start].strip_suffix('.') else {
        return Vec::new();
    };
    let name = trailing(object, is_word);
    let is_whole = !object[..object.len() - name.len()].ends_with('.');
    let module = SdkModule::Wmill;
    if name != module.name() || !is_whole || WMILL.is_there(script) {
        return Vec::new();
    }
    let at_name = object.len() - name.len();
    if !script.declarations_at(name, at_name).is_empty() {
        return Vec::new();
    }
    let Some(import) = WMILL.edit(layout, at, at_name) else {
        return Vec::new();
    };
    let sdks = workspace.sdks();
    let origin = Origin { sdks, module };
    let members = sdks.of(module).members().collect();
    let mut items = listed(
        &origin,
        members,
        at.outer(syntax::Span::new(start, at.inner)),
    );
    for item in &mut items {
        item.also.push(import.clone());
    }
    items
}

/// Members as proposals, in the order in which people want them.
fn listed(
    origin: &Origin<'_>,
    mut members: Vec<Member<'_>>,
    replace: syntax::Span,
) -> Vec<Completion> {
    members.sort_by_key(rank);
    let source = origin.short();
    let item = |member: Member<'_>| {
        let (kind, deprecated) = match member {
            Member::Function(f) => (CompletionKind::Function, f.deprecated.is_some()),
            Member::Class(_) => (CompletionKind::Class, false),
            Member::Variable(_) => (CompletionKind::Variable, false),
        };
        let item = Completion::new(member.name(), kind, replace)
            .detail(source.as_str())
            .about(crate::hover::sdk::page(origin, None, member));
        Completion { deprecated, ..item }
    };
    members.into_iter().map(item).collect()
}

fn rank(member: &Member<'_>) -> (u8, usize) {
    let name = member.name();
    let called = MOST_CALLED.iter().position(|m| *m == name);
    match member {
        _ if name.starts_with('_') => (5, 0),
        Member::Function(f) if f.deprecated.is_some() => (4, 0),
        Member::Function(_) => match called {
            Some(place) => (0, place),
            None => (1, 0),
        },
        Member::Class(_) => (2, 0),
        Member::Variable(_) => (3, 0),
    }
}
