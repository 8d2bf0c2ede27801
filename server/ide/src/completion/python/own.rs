//! Names of the code itself, in the code of a flow's YAML: a file of its own has a Python server for them.

use lang::python::DeclarationKind;
use syntax::Span;
use syntax::text::is_word;

use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;

/// Most names that are looked up.
const MOST: usize = 200;

/// The names that mean something at the word from `word` to the cursor and fit what is typed of it; those nearest above
/// first.
pub(super) fn names(at: &InCode, word: usize) -> Vec<Completion> {
    let script = &at.code.script;
    let text = &*script.text;
    let typed = &text[word..at.inner];
    let is_free = !text[..word].trim_end().ends_with(['.', '@']);
    let is_name = typed.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if at.code.map.is_none() || !is_free || !is_name {
        return Vec::new();
    }
    let replace = at.outer(Span::new(word, at.inner));
    let mut seen: Vec<&str> = Vec::new();
    let above = text[..word].rsplit(|c| !is_word(c));
    let below = text[at.inner..].split(|c| !is_word(c));
    for name in above.chain(below) {
        if name.starts_with(typed) && name != typed && !seen.contains(&name) {
            seen.push(name);
        }
        if seen.len() >= MOST {
            break;
        }
    }
    let item = |name: &str| {
        let declared = script.declarations_at(name, word);
        let kind = match declared.last()?.kind {
            DeclarationKind::Function => CompletionKind::Function,
            DeclarationKind::Class => CompletionKind::Class,
            DeclarationKind::Parameter => CompletionKind::Parameter,
            DeclarationKind::Import | DeclarationKind::Variable => CompletionKind::Variable,
        };
        Some(Completion::new(name, kind, replace).detail("this code"))
    };
    seen.into_iter().filter_map(item).collect()
}
