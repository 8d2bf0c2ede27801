//! An `except` around a task that catches the exception by which Windmill leaves a workflow.

use tree_sitter::Node;

use super::awaited::awaits_task;
use super::{Code, WorkflowMistake, WorkflowMistakeKind, is_async, is_function};
use lang::python::scope::Meaning;
use lang::walk::{children, span};

pub(super) fn look<'t>(code: &mut Code<'t>, workflow: Node<'t>, found: &mut Vec<WorkflowMistake>) {
    code.each(workflow, |code, node, scopes| {
        if is_function(node) && !is_async(node) {
            return false;
        }
        if node.kind() != "try_statement" {
            return true;
        }
        let Some(body) = node.child_by_field_name("body") else {
            return true;
        };
        let clauses = children(node).into_iter();
        let clauses: Vec<_> = clauses.filter(|c| c.kind() == "except_clause").collect();
        for clause in clauses {
            // One that raises may let the signal through, here or for the clauses below.
            if raises(clause) {
                break;
            }
            let Some((at, named)) = catches_all(code, clause, scopes) else {
                continue;
            };
            if awaits_task(code, body, scopes) {
                found.push(WorkflowMistake {
                    kind: WorkflowMistakeKind::Swallowed { named },
                    name: "except".to_owned(),
                    span: span(at),
                });
            }
            break;
        }
        true
    });
}

/// Whether a clause catches everything: where it says so, and whether by name.
fn catches_all<'t>(
    code: &mut Code<'t>,
    clause: Node<'t>,
    scopes: &[Node<'t>],
) -> Option<(Node<'t>, bool)> {
    let parts = children(clause).into_iter();
    let mut caught = parts.filter(|n| !matches!(n.kind(), "block" | "comment"));
    let Some(caught) = caught.next() else {
        return clause.child(0).map(|keyword| (keyword, false));
    };
    let caught = match caught.kind() {
        "as_pattern" => caught.named_child(0)?,
        _ => caught,
    };
    let classes = match caught.kind() {
        "tuple" | "parenthesized_expression" => children(caught),
        _ => vec![caught],
    };
    let is_base = |code: &mut Code<'t>, class: Node<'t>| {
        class.kind() == "identifier"
            && code.text(class) == "BaseException"
            && code.resolver.meaning_in("BaseException", scopes) == Meaning::Free
    };
    let base = classes.into_iter().find(|c| is_base(code, *c));
    base.map(|class| (class, true))
}

/// Whether code below a node raises something, where it stands.
fn raises(node: Node<'_>) -> bool {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if node.kind() == "raise_statement" {
            return true;
        }
        if !is_function(node) {
            open.extend(children(node));
        }
    }
    false
}
