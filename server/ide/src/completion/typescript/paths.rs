//! Paths of the workspace in texts that the client's functions take them in.

use lang::javascript::{At, at as written};
use model::file::File;
use model::workspace::Workspace;
use syntax::Span;

use crate::completion::Completion;
use crate::completion::python::paths;
use crate::cursor::InCode;
use crate::typescript::{Meaning, meaning};

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    let script = &at.code.script;
    let At::CallArg(call) = written(&script.text, at.inner) else {
        return Vec::new();
    };
    let Some(function) = exported(at, &call.function, call.partial.span.start as usize) else {
        return Vec::new();
    };
    let kind = sdk::typescript_path_wanted(&function, call.index);
    kind.map_or_else(Vec::new, |kind| {
        paths::completions(workspace, file, kind, at.outer(call.partial.span))
    })
}

/// The function of the client that is called as `function`, whose brackets open before `end`, as the client calls it.
fn exported(at: &InCode, function: &str, end: usize) -> Option<String> {
    let script = &at.code.script;
    let text = &*script.text;
    let root = function.split('.').next()?;
    // The call's own brackets: the last place before the argument where it is written so.
    let start = text[..end].rfind(function)?;
    let name = Span::new(start, start + root.len());
    match (meaning(script, name), function.split_once('.')) {
        (Meaning::Client(_), Some((_, member))) => Some(member.to_owned()),
        (Meaning::Exported(name), None) => Some(name),
        _ => None,
    }
}
