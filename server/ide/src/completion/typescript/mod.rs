//! TypeScript code: how a script starts, what Windmill's client has, types of parameters, workspace paths in calls of the
//! client. What any TypeScript server knows is left to it.

mod bring;
mod members;
mod paths;
mod spot;
mod start;
mod types;

use model::file::File;
use model::workspace::Workspace;
use syntax::lex::{self, Inside};
use syntax::text::is_js_word;

use super::Completion;
use super::layout::Layout;
use crate::cursor::InCode;
use spot::{Spot, spot};

pub(super) use members::named as names_of_client;

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let (tokens, inside) = lex::before(text, at.inner);
    match inside {
        Inside::Text(_) => return paths::completions(workspace, file, at),
        Inside::Other => return Vec::new(),
        Inside::Code => {}
    }
    let layout = Layout::of(file, at);
    let members = members::completions(workspace, file, at, layout.as_ref());
    if !members.is_empty() {
        return members;
    }
    let word = text[..at.inner].trim_end_matches(is_js_word).len();
    let Some((spot, layout)) = spot(text, &tokens, word, at.inner).zip(layout) else {
        return Vec::new();
    };
    match spot {
        Spot::Line(start) => start::completions(workspace, file, at, start, &layout),
        Spot::Type(function) => types::completions(workspace, file, at, (function, word), &layout),
    }
}
