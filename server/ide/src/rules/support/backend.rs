//! The folder `backend/` of an app whose frontend is code: what the frontend calls there.

use model::language::ScriptLanguage;
use model::path;
use model::workspace::Workspace;

/// How the folder of such an app ends.
const SUFFIXES: &[&str] = &[".raw_app", "__raw_app"];

/// Whether a file lies right in the backend of an app.
pub(in crate::rules) fn is_in_backend(file: &str) -> bool {
    let folder = path::parent(file);
    let app = path::parent(folder);
    path::name(folder) == "backend" && SUFFIXES.iter().any(|s| app.ends_with(s))
}

/// The files that may be the code of `backend/ID.yaml`: Windmill's command line passes over upper and lower case.
pub(in crate::rules) fn beside<'w>(workspace: &'w Workspace, yaml: &str) -> Vec<&'w str> {
    let folder = format!("{}/", path::parent(yaml));
    let start = format!("{}.", id(yaml)).to_lowercase();
    let files = workspace.names().starting(&folder).iter();
    let names = files.filter_map(|file| file.strip_prefix(&*folder));
    let is_beside = |name: &&str| {
        !name.contains('/')
            && !name.ends_with(".yaml")
            && !name.ends_with(".lock")
            && name.to_lowercase().starts_with(&start)
    };
    names.filter(is_beside).collect()
}

/// Those of them that are code in a language that is known.
pub(in crate::rules) fn code_of<'w>(workspace: &'w Workspace, yaml: &str) -> Vec<&'w str> {
    let mut names = beside(workspace, yaml);
    let length = id(yaml).len();
    names.retain(|name| {
        ScriptLanguage::from_file_name(name, &ScriptLanguage::Bun).is_some()
            && path::script_stem(name).is_some_and(|stem| stem.len() == length)
    });
    names
}

/// What the frontend calls `backend/ID.yaml`.
pub(in crate::rules) fn id(yaml: &str) -> &str {
    let name = path::name(yaml);
    name.strip_suffix(".yaml").unwrap_or(name)
}
