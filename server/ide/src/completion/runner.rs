//! Who runs code that is being written: a step of a flow with what it gives, or nobody that is known.

use std::sync::Arc;

use model::file::File;
use model::flow::{ModuleIdx, Place};
use model::signature::EntryName;
use model::workspace::Workspace;

use crate::cursor::InCode;

/// What runs the code: the inputs that it is given, and what it is there for.
pub(super) struct Runner {
    /// Whether it is the preprocessor of a flow, and so has no `main`.
    pub(super) is_preprocessor: bool,
    /// Whether it is a step, and so has no preprocessor.
    pub(super) is_step: bool,
    /// The inputs that a step gives, whatever they are called.
    pub(super) given: Vec<String>,
    /// The inputs that a preprocessor is to give: those of the flow.
    pub(super) wanted: Vec<String>,
}

impl Runner {
    /// The inputs that a step gives and that can be names of the language.
    pub(super) fn names(&self, is_name: fn(&str) -> bool) -> impl Iterator<Item = &str> {
        self.given
            .iter()
            .map(String::as_str)
            .filter(move |n| is_name(n))
    }
}

/// Who runs the code: a step with it in the flow, or one that names the file.
pub(super) fn runner(workspace: &Workspace, file: &File, at: &InCode) -> Runner {
    let mut runner = Runner {
        is_preprocessor: false,
        is_step: false,
        given: Vec::new(),
        wanted: Vec::new(),
    };
    let mut runs = |file: &File, idx: ModuleIdx| {
        let Some(flow) = file.flow() else { return };
        let module = flow.module(idx);
        runner.is_preprocessor |= module.place == Place::Preprocessor;
        runner.is_step |= module.place != Place::Preprocessor;
        let given = module.transforms.iter().filter(|t| flow.gives(t));
        let given = given.map(|t| t.name.value.clone());
        if runner.given.is_empty() {
            runner.given = given.collect();
        }
        let inputs = flow.schema().and_then(|s| s.properties.as_ref());
        if runner.wanted.is_empty() {
            let names = inputs.into_iter().flatten().map(|p| p.name.value.clone());
            runner.wanted = names.filter(|n| !n.contains(['"', '\\', '\n'])).collect();
        }
    };
    if let Some(idx) = at.code.module {
        runs(file, idx);
        return runner;
    }
    let uses = workspace.id(&file.path).map(|id| workspace.uses(id));
    for by in uses.into_iter().flatten().filter(|u| u.inline) {
        if let Some((file, idx)) = workspace.get(by.file).map(Arc::clone).zip(by.module) {
            runs(&file, idx);
        }
    }
    runner
}

/// The inputs that a preprocessor here is to give.
pub(super) fn wanted(workspace: &Workspace, file: &File, at: &InCode) -> Vec<String> {
    script_wants(at, &runner(workspace, file, at))
}

/// The same, by who runs the code.
pub(super) fn script_wants(at: &InCode, runner: &Runner) -> Vec<String> {
    if runner.is_preprocessor {
        return runner.wanted.clone();
    }
    let main = at.code.script.entry(EntryName::Main).signature();
    let params = main.into_iter().flat_map(|m| &m.params);
    params
        .filter(|p| p.passed)
        .map(|p| p.name.value.clone())
        .collect()
}
