//! Python code: how a script starts, members of the SDK, arguments of calls and their values, types, keys of
//! dictionaries, workspace paths in strings, classes of resource types. Each item says where it comes from, so that it can be told
//! from what a Python server offers beside it.

mod annotation;
mod arguments;
mod bring;
mod imported;
mod keys;
mod members;
mod own;
pub(super) mod paths;
pub(super) mod resource_type;
mod spot;
mod start;

use model::file::File;
use model::language::ScriptLanguage;
use model::workspace::Workspace;
use syntax::text::is_word;
use syntax::yaml::Style;

use self::spot::{Spot, spot};
use super::Completion;
use super::layout::Layout;
use crate::cursor::InCode;
use crate::finding::TextEdit;
use crate::python::{Inside, Site, site};

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    if at.code.script.language != ScriptLanguage::Python3 {
        return Vec::new();
    }
    let members = members::completions(workspace, at);
    if !members.is_empty() {
        return members;
    }
    let site = site(&at.code.script.text, at.inner);
    let mut items = match site.inside {
        Inside::Code => in_code(workspace, file, at, &site),
        Inside::Text(content) => {
            let values = arguments::in_text(workspace, file, at, &site, content);
            match values.is_empty() {
                true => keys::in_text(workspace, file, at, &site, content),
                false => values,
            }
        }
        Inside::Comment | Inside::Other => Vec::new(),
    };
    for item in &mut items {
        item.also = merged(std::mem::take(&mut item.also));
    }
    if is_in_quotes(file, at) {
        // What would end the scalar, or be read as something else in it, is left out.
        let stays = |text: &str| !text.contains(['"', '\'', '\\', '\n']);
        items.retain(|i| stays(&i.insert) && i.also.iter().all(|e| stays(&e.text)));
        for item in &mut items {
            item.snippet = None;
        }
    }
    items
}

/// Whether the code stands in a scalar in which not every text stands for itself.
fn is_in_quotes(file: &File, at: &InCode) -> bool {
    let Some((flow, idx)) = at
        .code
        .map
        .as_ref()
        .and_then(|_| file.flow().zip(at.code.module))
    else {
        return false;
    };
    let style = flow
        .code_node(idx)
        .and_then(|n| file.yaml().node(n).style());
    !matches!(style, Some(Style::Literal | Style::Folded))
}

fn in_code(workspace: &Workspace, file: &File, at: &InCode, site: &Site) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let layout = Layout::of(file, at);
    let members = members::unimported(workspace, at, layout.as_ref());
    if !members.is_empty() {
        return members;
    }
    let members = imported::members(workspace, file, at);
    if !members.is_empty() {
        return members;
    }
    let mut items = arguments::completions(workspace, file, at, site);
    items.extend(keys::in_braces(workspace, file, at, site));
    let word = text[..at.inner].trim_end_matches(is_word).len();
    items.extend(imported::names(workspace, file, at, word));
    let spot = spot(text, word, at.inner, site);
    if spot.is_none() {
        // What is known to be of another script says more.
        let own = own::names(at, word).into_iter();
        let known: Vec<String> = items.iter().map(|i| i.label.clone()).collect();
        items.extend(own.filter(|i| !known.contains(&i.label)));
    }
    let Some((spot, layout)) = spot.zip(layout) else {
        return items;
    };
    match spot {
        Spot::Line => items.extend(start::completions(workspace, file, at, word, &layout)),
        Spot::Type(ty) => items.extend(annotation::completions(at, ty, word, &layout)),
        Spot::Header => {}
    }
    let place = (spot, word);
    items.extend(resource_type::completions(
        workspace, file, at, place, &layout,
    ));
    if let Spot::Type(ty) = spot
        && let Some(name) = ty.name.map(|n| n.slice(text)).filter(|_| !ty.is_part)
        && annotation::likely(name).is_none()
    {
        let meant = resource_type::spoken_of(workspace, file, name);
        items.sort_by_key(|i| !meant.contains(&i.label));
    }
    items
}

/// Edits in the order of the text; those at one place are one.
fn merged(mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    edits.sort_by_key(|e| e.span);
    edits.dedup_by(|next, edit| {
        let is_same = next.span == edit.span && edit.span.is_empty();
        if is_same {
            edit.text.push_str(&next.text);
        }
        is_same
    });
    edits
}
