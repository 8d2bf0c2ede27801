//! Which name of Windmill's client stands at a place, and which of its functions a call calls.

use lang::javascript::{CallAt, call_at};
use model::script::Script;
use syntax::Span;
use syntax::lex::{Inside, before};
use syntax::text::{is_js_word, leading, trailing};

use super::client::{Form, Member, member};
use super::{Meaning, meaning};

/// A name in a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Named {
    /// The client.
    Client,
    /// What it exports.
    Member(Member),
}

/// The name of the client at `offset` of a script, and where it stands there.
pub(crate) fn named_at(script: &Script, offset: usize) -> Option<(Named, Span)> {
    let text = &*script.text;
    if !script.language.is_typescript() || before(text, offset).1 != Inside::Code {
        return None;
    }
    let start = offset - trailing(&text[..offset], is_js_word).len();
    let end = offset + leading(&text[offset..], is_js_word).len();
    let name = Span::new(start, end);
    if name.is_empty() {
        return None;
    }
    let object = text[..start].trim_end().strip_suffix('.');
    let found = match object.map(|o| o.trim_end().trim_end_matches('?')) {
        Some(object) => {
            let root = trailing(object, is_js_word);
            let place = Span::new(object.len() - root.len(), object.len());
            let before = object[..object.len() - root.len()].trim_end();
            if before.ends_with('.') {
                return None;
            }
            Named::Member(of_client(script, place, name)?)
        }
        None => match meaning(script, name) {
            Meaning::Client(_) => Named::Client,
            Meaning::Exported(exported) => Named::Member(member(Form::Namespace, &exported)?),
            Meaning::Free | Meaning::Other => return None,
        },
    };
    Some((found, name))
}

/// The function of the client that is called around `offset` of a script, and which argument is there, from 0.
pub(crate) fn called_at(script: &Script, offset: usize) -> Option<(Member, usize)> {
    if !script.language.is_typescript() {
        return None;
    }
    let CallAt {
        object,
        name,
        index,
    } = call_at(&script.text, offset)?;
    let member = match object {
        Some(object) => of_client(script, object, name)?,
        None => match meaning(script, name) {
            Meaning::Exported(exported) => member(Form::Namespace, &exported)?,
            _ => return None,
        },
    };
    Some((member, index))
}

/// What a name behind the client's own is.
fn of_client(script: &Script, object: Span, name: Span) -> Option<Member> {
    match meaning(script, object) {
        Meaning::Client(form) => member(form, name.slice(&script.text)),
        _ => None,
    }
}
