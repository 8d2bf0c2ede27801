//! Members of Windmill's client, with its import where nothing has declared `wmill`; resource types of the namespace `RT`.

use lang::javascript::{Access, At, at as written};
use model::file::File;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_js_word, trailing};

use super::{bring, types};
use crate::completion::layout::Layout;
use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::typescript::client::{self, Form, Kind, Member};
use crate::typescript::{Meaning, meaning};

pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    layout: Option<&Layout>,
) -> Vec<Completion> {
    let script = &at.code.script;
    let text = &*script.text;
    let At::Member(member) = written(text, at.inner) else {
        return Vec::new();
    };
    if !member.path.is_empty() || member.access != Access::Dot {
        return Vec::new();
    }
    let before = text[..member.partial.span.start as usize].trim_end();
    let Some(object) = before.strip_suffix('.').map(str::trim_end) else {
        return Vec::new();
    };
    let name = trailing(object, is_js_word);
    let object = Span::new(object.len() - name.len(), object.len());
    let replace = at.outer(Span::new(member.partial.span.start as usize, at.inner));
    let (form, import) = match meaning(script, object) {
        Meaning::Client(form) => (form, None),
        Meaning::Free if name == "wmill" => {
            let Some(import) = layout.and_then(|l| bring::edit(l, at)) else {
                return Vec::new();
            };
            (Form::Namespace, Some(import))
        }
        Meaning::Free if name == "RT" => return types::namespace(workspace, file, replace),
        _ => return Vec::new(),
    };
    let mut items: Vec<Completion> = client::members(form)
        .into_iter()
        .map(|m| item(m, replace))
        .collect();
    for item in &mut items {
        item.also.extend(import.clone());
    }
    items
}

/// What an import may take of the client by name.
pub(in crate::completion) fn named(replace: Span) -> Vec<Completion> {
    let members = client::members(Form::Namespace).into_iter();
    members.map(|m| item(m, replace)).collect()
}

fn item(member: Member, replace: Span) -> Completion {
    let kind = match member.kind {
        Kind::Function => CompletionKind::Function,
        Kind::Type | Kind::Class => CompletionKind::Class,
        Kind::Variable => CompletionKind::Variable,
    };
    let item = Completion::new(member.name, kind, replace)
        .detail("windmill-client")
        .about(member.page());
    Completion {
        deprecated: member.instead.is_some(),
        ..item
    }
}
