//! Python code: members of the SDK, arguments of calls and their values, workspace paths in strings,
//! classes of resource types. Each item says where it comes from, so that it can be told from what a
//! Python server offers beside it.

mod arguments;
mod members;
mod paths;
mod resource_type;

use model::file::File;
use model::language::ScriptLanguage;
use model::workspace::Workspace;

use super::Completion;
use crate::cursor::InCode;
use crate::python::{Inside, site};

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    if at.code.script.language != ScriptLanguage::Python3 {
        return Vec::new();
    }
    let members = members::completions(workspace, at);
    if !members.is_empty() {
        return members;
    }
    let site = site(&at.code.script.text, at.inner);
    match site.inside {
        Inside::Code => {
            let mut items = arguments::completions(workspace, file, at, &site);
            items.extend(resource_type::completions(workspace, file, at, &site));
            items
        }
        Inside::Text(content) => arguments::in_text(workspace, file, at, &site, content),
        Inside::Comment | Inside::Other => Vec::new(),
    }
}
