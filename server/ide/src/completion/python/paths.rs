//! Paths of the workspace in strings that the SDK takes them in.

use model::file::{File, ItemKind};
use model::workspace::Workspace;
use syntax::{FileId, Span};

use crate::completion::{Completion, expression, value};

/// What a path names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wanted {
    Script,
    Flow,
    Resource,
    Variable,
}

/// What a parameter of an SDK function wants a path of; `None` where it wants something else.
pub(super) fn wanted(function: &str, param: &str) -> Option<Wanted> {
    match (function, param) {
        (_, "s3_resource_path" | "resource_path") => Some(Wanted::Resource),
        ("task", "path") => Some(Wanted::Script),
        (_, "path" | "hash_or_path") => {
            let kinds = [
                ("resource", Wanted::Resource),
                ("variable", Wanted::Variable),
                ("script", Wanted::Script),
                ("flow", Wanted::Flow),
            ];
            // State that a flow keeps has paths of its own.
            let kind = kinds.iter().find(|(word, _)| function.contains(word));
            kind.filter(|_| !function.contains("state")).map(|k| k.1)
        }
        _ => None,
    }
}

pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    wanted: Wanted,
    replace: Span,
) -> Vec<Completion> {
    let names = workspace.names();
    let own = names.windmill_path(&file.path);
    let is_other = |found: &(&str, FileId)| own.as_deref() != Some(found.0);
    match wanted {
        Wanted::Script => {
            let others = names.scripts(&file.path).filter(is_other);
            value::paths(workspace, others, replace)
        }
        Wanted::Flow => {
            let others = names.flows(&file.path).filter(is_other);
            value::paths(workspace, others, replace)
        }
        Wanted::Resource => expression::items(workspace, file, ItemKind::Resource, replace),
        Wanted::Variable => expression::items(workspace, file, ItemKind::Variable, replace),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdk::Sdk;

    /// Every parameter of the SDK that takes a path of something is known, and no other.
    #[test]
    fn which_parameters_take_which_paths() {
        let mut found = Vec::new();
        for function in &Sdk::wmill().functions {
            for param in &function.params {
                if let Some(wanted) = wanted(&function.name, &param.name) {
                    found.push(format!("{} {}: {wanted:?}", function.name, param.name));
                }
            }
        }
        assert_eq!(
            found,
            [
                "boto3_connection_settings s3_resource_path: Resource",
                "delete_s3_object s3_resource_path: Resource",
                "duckdb_connection_settings s3_resource_path: Resource",
                "get_resource path: Resource",
                "get_variable path: Variable",
                "load_s3_file s3_resource_path: Resource",
                "load_s3_file_reader s3_resource_path: Resource",
                "polars_connection_settings s3_resource_path: Resource",
                "run_flow_async path: Flow",
                "run_script path: Script",
                "run_script_async hash_or_path: Script",
                "run_script_by_path path: Script",
                "run_script_by_path_async path: Script",
                "run_script_by_path_sync path: Script",
                "set_resource path: Resource",
                "set_variable path: Variable",
                "task path: Script",
                "task_flow path: Flow",
                "task_script path: Script",
                "write_s3_file s3_resource_path: Resource",
            ]
        );
    }
}
