//! What the frontend of an app gives to the runnables that it calls: shared by the rules on that.

use model::file::{File, FileKind};
use model::frontend::{BackendCall, Frontend, Given, NameForm};
use model::path;
use model::workspace::{Callee, Input, Runnable, Workspace};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Fix;

/// What a call runs, where both are known in full.
pub(in crate::rules) struct Called<'f> {
    pub(in crate::rules) call: &'f BackendCall,
    pub(in crate::rules) given: &'f Given,
    pub(in crate::rules) callee: Callee,
    pub(in crate::rules) inputs: Vec<Input>,
    /// What the app gives itself, or has a word on.
    pub(in crate::rules) filled: FxHashSet<String>,
}

/// The frontend that a file is, where all of it could be read, with the folder of its app.
pub(in crate::rules) fn read(file: &File) -> Option<(&Frontend, &str)> {
    if file.kind != FileKind::Frontend {
        return None;
    }
    let read = file.frontend().filter(|f| f.is_whole)?;
    Some((read, path::raw_app_folder(&file.path)?))
}

/// The calls of a frontend whose arguments can be seen.
pub(in crate::rules) fn calls<'f>(workspace: &Workspace, file: &'f File) -> Vec<Called<'f>> {
    let Some((read, app)) = read(file) else {
        return Vec::new();
    };
    let mut known: FxHashMap<&str, Option<(Runnable, Vec<Input>)>> = FxHashMap::default();
    let mut found = Vec::new();
    for call in read.calls.iter().filter(|c| c.is_code) {
        let Some(given) = &call.given else { continue };
        let id = call.id.value.as_str();
        let runnable = known.entry(id).or_insert_with(|| {
            let runnable = workspace.runnable(app, id)?;
            let inputs = workspace.inputs_of_runnable(&runnable)?;
            Some((runnable, inputs))
        });
        let Some((runnable, inputs)) = runnable else {
            continue;
        };
        found.push(Called {
            call,
            given,
            callee: workspace.callee_of_runnable(runnable),
            inputs: inputs.clone(),
            filled: workspace.filled_in(runnable),
        });
    }
    found
}

impl Called<'_> {
    /// The names that are given.
    pub(in crate::rules) fn names(&self) -> FxHashSet<&str> {
        let names = self.given.names.iter().map(|(n, _)| n.value.as_str());
        names.collect()
    }

    /// The names that no input has.
    pub(in crate::rules) fn strangers(&self) -> Vec<&str> {
        let known: FxHashSet<&str> = self.inputs.iter().map(|i| i.name.as_str()).collect();
        let names = self.given.names.iter().map(|(n, _)| n.value.as_str());
        let strangers = names.filter(|n| !known.contains(n) && !self.filled.contains(*n));
        strangers.collect()
    }

    /// The argument of a name with another one.
    pub(in crate::rules) fn renamed(&self, old: &str, new: &str) -> Option<Fix> {
        let mut all = self.given.names.iter();
        let (name, form) = all.find(|(name, _)| name.value == old)?;
        let is_plain = lang::javascript::is_identifier(new);
        let text = match form {
            NameForm::Shorthand if is_plain => format!("{new}: {old}"),
            NameForm::Quoted if !new.contains(['"', '\'', '\\', '\n']) => new.to_owned(),
            NameForm::Key if is_plain => new.to_owned(),
            _ => return None,
        };
        Some(Fix {
            title: format!("Change to `{new}`"),
            ..Fix::meant(name.span, text)
        })
    }
}
