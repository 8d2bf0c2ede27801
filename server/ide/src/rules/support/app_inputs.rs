//! What an app's runnables take: shared by the rules on what they are given.

use model::file::File;
use model::references::app::{AppRole, AppRun};
use model::signature::EntryName;
use model::workspace::{Callee, Input};

/// The inputs of what an app runs; `None` where they are not known in full.
pub(in crate::rules) fn inputs(callee: &Callee) -> Option<Vec<Input>> {
    callee.inputs_of(EntryName::Main)
}

/// Whether the component asks for pages of rows, whose bounds it gives by itself, be they parameters or not.
pub(in crate::rules) fn fills_by_itself(run: &AppRun<'_>) -> bool {
    let kind = run.component.and_then(|c| c.as_str());
    kind.is_some_and(|k| k.contains("infinite") || k.contains("dbexplorer"))
}

/// What is run, at the head of a sentence.
pub(in crate::rules) fn told(file: &File, run: &AppRun<'_>) -> String {
    match run.role {
        AppRole::Path => format!("`{}`", run.span.slice(file.text())),
        _ => "The code".to_owned(),
    }
}
