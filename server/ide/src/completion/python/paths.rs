//! Paths of the workspace in strings that the SDK takes them in.

use model::file::{File, ItemKind};
use model::workspace::Workspace;
use sdk::PathKind;
use syntax::{FileId, Span};

use crate::completion::{Completion, expression, value};

pub(in crate::completion) fn completions(
    workspace: &Workspace,
    file: &File,
    wanted: PathKind,
    replace: Span,
) -> Vec<Completion> {
    let names = workspace.names();
    let own = names.windmill_path(&file.path);
    let is_other = |found: &(&str, FileId)| own.as_deref() != Some(found.0);
    match wanted {
        PathKind::Script => {
            let others = names.scripts(&file.path).filter(is_other);
            value::paths(workspace, others, replace)
        }
        PathKind::Flow => {
            let others = names.flows(&file.path).filter(is_other);
            value::paths(workspace, others, replace)
        }
        PathKind::Resource => expression::items(workspace, file, ItemKind::Resource, replace),
        PathKind::Variable => expression::items(workspace, file, ItemKind::Variable, replace),
    }
}
