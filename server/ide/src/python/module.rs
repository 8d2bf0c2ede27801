//! Modules of the workspace by the names that a script has for them.

use lang::python::Import;
use model::file::File;
use model::script::Script;
use model::workspace::{ImportTarget, Workspace};
use syntax::{FileId, Span};

/// The script that Python code means by a chain of names before a dot: `rates`, or `f.lib.rates`.
pub(crate) fn module_of(
    workspace: &Workspace,
    file: &File,
    script: &Script,
    chain: Span,
) -> Option<FileId> {
    let name = chain.slice(&script.text);
    if name.contains('.') {
        let is_it = |i: &&Import| i.name.is_none() && !i.aliased && i.module.value == name;
        let import = script.imports().iter().find(is_it)?;
        return workspace.imported(&file.path, &import.module.value);
    }
    let declared = script.declarations_at(name, chain.start as usize);
    let [declared] = &declared[..] else {
        return None;
    };
    let import = declared.import.as_ref()?;
    let Some(taken) = import.name.as_ref() else {
        let is_bound = import.aliased || !import.module.value.contains('.');
        let there = workspace.imported(&file.path, &import.module.value);
        return there.filter(|_| is_bound);
    };
    let folder = workspace.python_import(&file.path, &import.module.value)?;
    let path = format!("{folder}/{}", taken.value);
    match workspace.import_target(&file.path, &path, "py") {
        ImportTarget::File(id) => Some(id),
        _ => None,
    }
}
