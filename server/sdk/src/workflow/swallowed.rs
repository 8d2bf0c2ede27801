//! An `except` around a task that catches the exception by which Windmill leaves a workflow.

use syntax::Span;

use super::awaited::awaits_task;
use super::{Code, WorkflowMistake, WorkflowMistakeKind};
use lang::python::tree::{Kind, NodeId};

pub(super) fn look(code: &mut Code<'_>, workflow: NodeId, found: &mut Vec<WorkflowMistake>) {
    let tree = code.tree;
    code.each(workflow, |code, node| {
        let kind = tree.kind(node);
        if kind.is_function() && !code.is_async(node) {
            return false;
        }
        let Some(body) = tree.child(node, 0).filter(|_| kind == Kind::Try) else {
            return true;
        };
        for clause in tree.excepts(node) {
            // One that raises may let the signal through, here or for the clauses below.
            if raises(code, clause) {
                break;
            }
            let Some((span, named)) = catches_all(code, clause) else {
                continue;
            };
            if awaits_task(code, body) {
                found.push(WorkflowMistake {
                    kind: WorkflowMistakeKind::Swallowed { named },
                    name: "except".to_owned(),
                    span,
                });
            }
            break;
        }
        true
    });
}

/// Whether a clause catches everything: where it says so, and whether by name.
fn catches_all(code: &Code<'_>, clause: NodeId) -> Option<(Span, bool)> {
    let tree = code.tree;
    if tree.caught(clause).is_empty() {
        let start = tree.span(clause).start as usize;
        return Some((Span::new(start, start + "except".len()), false));
    }
    let caught = tree.child(clause, 0)?;
    let is_base = |class: &NodeId| code.is_built_in(*class, &["BaseException"]);
    let base = match tree.kind(caught) {
        Kind::Tuple => tree.children(caught).find(is_base),
        _ => Some(caught).filter(is_base),
    };
    base.map(|class| (tree.span(class), true))
}

/// Whether code below a node raises something, where it stands.
fn raises(code: &Code<'_>, node: NodeId) -> bool {
    let mut below = code.tree.below(node);
    while let Some(node) = below.next() {
        let kind = code.tree.kind(node);
        if kind == Kind::Raise {
            return true;
        }
        if kind.is_function() {
            below.leave_out();
        }
    }
    false
}
