//! Names of Windmill's client in TypeScript: signature, what it does, what to use instead.

use syntax::Span;
use syntax::lex::{Inside, before};
use syntax::text::{is_js_word, leading, trailing};

use super::Hover;
use crate::cursor::InCode;
use crate::markdown::{Line, Markdown};
use crate::typescript::client::{Form, member};
use crate::typescript::{Meaning, meaning};

pub(super) fn hover(at: &InCode) -> Option<Hover> {
    let script = &at.code.script;
    let text = &*script.text;
    if !script.language.is_typescript() || before(text, at.inner).1 != Inside::Code {
        return None;
    }
    let start = at.inner - trailing(&text[..at.inner], is_js_word).len();
    let end = at.inner + leading(&text[at.inner..], is_js_word).len();
    let name = Span::new(start, end);
    if name.is_empty() {
        return None;
    }
    let object = text[..start].trim_end().strip_suffix('.');
    let about = match object.map(|o| o.trim_end().trim_end_matches('?')) {
        Some(object) => {
            let root = trailing(object, is_js_word);
            let place = Span::new(object.len() - root.len(), object.len());
            let is_whole = !object[..object.len() - root.len()]
                .trim_end()
                .ends_with('.');
            match meaning(script, place) {
                Meaning::Client(form) if is_whole => member(form, name.slice(text))?.page(),
                _ => return None,
            }
        }
        None => match meaning(script, name) {
            Meaning::Client(_) => Markdown::from(
                Line::new()
                    .code("windmill-client")
                    .own(": Windmill's TypeScript client"),
            ),
            Meaning::Exported(exported) => member(Form::Namespace, &exported)?.page(),
            Meaning::Free | Meaning::Other => return None,
        },
    };
    Some(Hover {
        text: about,
        span: at.outer(name),
    })
}
