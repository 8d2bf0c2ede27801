//! What braces are given to: the inputs of a script or a flow that the SDK runs, those of what a preprocessor is for.

use lang::python::after_string;
use model::code::Code;
use model::file::File;
use model::signature::EntryName;
use model::workspace::callee::Input;
use model::workspace::{Callee, Workspace};
use sdk::PathKind;

use super::Key;
use crate::completion::runner;
use crate::cursor::InCode;
use crate::python::{Bracket, Site, active, callable_at};

/// The keys that braces still lack which are given to a script, a flow, or by a preprocessor to what it is for. What follows
/// is read from `behind`.
pub(super) fn given(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
    behind: usize,
) -> Vec<Key> {
    let text = &*at.code.script.text;
    let [.., braces] = &site.open[..] else {
        return Vec::new();
    };
    let mut keys = match &site.open[..] {
        [.., call, _] if call.is_call() => arguments(workspace, file, at, call),
        [_] => returned(workspace, file, at, braces.at),
        _ => Vec::new(),
    };
    let own = braces.before - 1;
    let others = braces
        .arguments
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != own);
    let taken: Vec<&str> = others
        .filter_map(|(_, argument)| {
            let written = &text[argument.start?..];
            let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            written[1..].split(quote).next()
        })
        .collect();
    let behind = keys_behind(&text[behind..]);
    keys.retain(|k| !taken.contains(&k.name.as_str()) && !behind.contains(&k.name.as_str()));
    keys
}

/// The keys that follow in braces, as far as these go.
fn keys_behind(rest: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut after_comma = false;
    let mut at = 0;
    while let Some(c) = rest[at..].chars().next() {
        match c {
            '"' | '\'' => {
                let end = after_string(rest.as_bytes(), at).unwrap_or(rest.len());
                if depth == 0 && after_comma && end > at + 1 {
                    found.extend(rest.get(at + 1..end - 1));
                }
                at = end;
                after_comma = false;
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => break,
            },
            _ => {}
        }
        after_comma = c == ',' || after_comma && c.is_whitespace();
        at += c.len_utf8();
    }
    found
}

/// The inputs of what a call runs, where the braces are its `args`; those that must be given first.
fn arguments(workspace: &Workspace, file: &File, at: &InCode, call: &Bracket) -> Vec<Key> {
    let text = &*at.code.script.text;
    let callable = call
        .callee
        .and_then(|name| callable_at(workspace, file, &at.code.script, name));
    let Some(callable) = callable.filter(|c| c.origin.is_some()) else {
        return Vec::new();
    };
    let param = active(text, &callable.params, call);
    if param.is_none_or(|i| callable.params[i].name.value != "args") {
        return Vec::new();
    }
    let mut placed = callable.params.iter();
    let path = call.arguments.iter().find_map(|argument| {
        let start = argument.start?;
        let (name, value) = match argument.keyword {
            Some(name) => {
                let rest = text[name.end as usize..].trim_start().strip_prefix('=')?;
                (name.slice(text), rest.trim_start())
            }
            None => (placed.next()?.name.as_str(), &text[start..]),
        };
        let kind = sdk::path_wanted(&callable.name, name)?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        Some((kind, value[1..].split([quote, '\n']).next()?))
    });
    let Some((kind, path)) = path else {
        return Vec::new();
    };
    let names = workspace.names();
    let callee = match kind {
        PathKind::Script => names.script(&file.path, path).and_then(|id| {
            let script = workspace.get(id)?.script()?;
            Some(Callee::Code(Code::whole(script.clone(), Some(id))))
        }),
        PathKind::Flow => names.flow(&file.path, path).and_then(|id| {
            let flow = workspace.get(id)?.flow()?;
            Some(Callee::Flow(id, flow.clone()))
        }),
        PathKind::Resource | PathKind::Variable => None,
    };
    let mut inputs = callee
        .and_then(|c| c.inputs_of(EntryName::Main))
        .unwrap_or_default();
    inputs.sort_by_key(|i: &Input| !i.required);
    inputs
        .into_iter()
        .map(|i| Key::new(i.name, i.kind))
        .collect()
}

/// What a preprocessor returns: what it is for takes that.
fn returned(workspace: &Workspace, file: &File, at: &InCode, braces: usize) -> Vec<Key> {
    let text = &*at.code.script.text;
    let before = &text[..braces];
    if !before.trim_end().ends_with("return") {
        return Vec::new();
    }
    let lines = before.lines().rev();
    let mut outer = lines.filter(|l| l.starts_with(|c: char| !c.is_whitespace() && c != '#'));
    let is_it = outer
        .next()
        .is_some_and(|l| l.starts_with("def preprocessor("));
    match is_it {
        true => {
            let inputs = runner::wanted(workspace, file, at);
            inputs
                .into_iter()
                .map(|name| Key::new(name, "input"))
                .collect()
        }
        false => Vec::new(),
    }
}
