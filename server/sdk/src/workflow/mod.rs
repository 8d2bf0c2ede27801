//! Workflows as code: what a `@workflow` function of a Python script gets wrong, and what TypeScript does not await.
//!
//! Windmill runs such a function again and again, from the top each time, and leaves it at each task by
//! an exception. So what it calls must be awaited, must come out the same each time, and nothing may
//! catch that exception. Only what is certain is told: a coroutine that is handed on counts as awaited,
//! and a function inside the workflow as one that `step` may be given.
//!
//! Source: <https://www.windmill.dev/docs/core_concepts/workflows_as_code>.

mod awaited;
mod code;
mod impure;
mod swallowed;
#[cfg(test)]
mod tests;
pub mod typescript;

use syntax::Span;

use super::uses::PACKAGE;
use code::{Code, Durable};
use lang::Program;
use lang::python::tree::{Kind, NodeId};
use lang::python::{Import, Python, Tree};

/// One mistake in a workflow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkflowMistake {
    /// What is wrong.
    pub kind: WorkflowMistakeKind,
    /// The name it is about, as written.
    pub name: String,
    /// Where.
    pub span: Span,
}

/// What is wrong in a workflow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkflowMistakeKind {
    /// A call that is not awaited.
    Unawaited {
        /// Whether it is a task, which Windmill starts all the same, and not a function of the SDK.
        task: bool,
        /// Whether what comes back is taken for the result.
        used: bool,
        /// What to put where to await it.
        fix: Vec<(Span, &'static str)>,
    },
    /// Something that comes out differently each time.
    Impure(Impurity),
    /// An `except` that catches the signal to pause; whether it names `BaseException`.
    Swallowed {
        /// It does, and is not bare.
        named: bool,
    },
}

/// What a workflow depends on that changes between its runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Impurity {
    /// The time.
    Clock,
    /// Random numbers.
    Random,
    /// A new id.
    Uuid,
    /// Something far away.
    Network,
    /// The worker's disk.
    File,
    /// The worker's environment.
    Environment,
}

/// Whether a look at the text shows that there is no workflow.
pub fn is_plain(script: &Program) -> bool {
    let from_sdk = script.imports().iter().any(|i| i.module.value == PACKAGE);
    !from_sdk || !script.text.contains("workflow")
}

/// Whether a Python program is a workflow: it imports `workflow` from `wmill` and decorates a top-level
/// function with it. `tree` may be that of the outline.
pub fn is_workflow(script: &Program, tree: &Tree) -> bool {
    let bound = |i: &Import| {
        let name = i.name.as_ref().map(|n| n.as_str());
        i.module.value == "wmill" && name == Some("workflow") && !i.aliased
    };
    // What a syntax error caught up stands at the top as well.
    let top = tree.children(NodeId::ROOT).flat_map(|n| {
        let caught = matches!(tree.kind(n), Kind::Broken).then(|| tree.children(n));
        std::iter::once(n).chain(caught.into_iter().flatten())
    });
    script.imports().iter().any(bound) && top.into_iter().any(|n| is_decorated(tree, n))
}

fn is_decorated(tree: &Tree, node: NodeId) -> bool {
    let function = tree.function(node);
    let mut decorators = function.into_iter().flat_map(|f| f.decorators);
    decorators.any(|d| {
        let written = tree.child(d, 0).map_or("", |n| tree.text_of(n));
        let name = written.split('(').next();
        name.is_some_and(|name| name.trim() == "workflow")
    })
}

/// Every mistake in reading order. `python` is what is read of the whole text.
pub fn mistakes(script: &Program, python: &Python) -> Vec<WorkflowMistake> {
    if !script.problems().is_empty() {
        return Vec::new();
    }
    let mut code = Code::new(script, python);
    let mut found = Vec::new();
    for workflow in code.workflows() {
        awaited::look(&mut code, workflow, &mut found);
        impure::look(&mut code, workflow, &mut found);
        swallowed::look(&mut code, workflow, &mut found);
    }
    found.sort_by_key(|m| m.span);
    found
}
