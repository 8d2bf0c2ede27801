//! Calls that give a coroutine which nothing awaits.

use syntax::Span;
use tree_sitter::Node;

use super::{
    Code, Durable, WorkflowMistake, WorkflowMistakeKind, function_of, is_async, is_function,
};
use crate::script::scope::{Meaning, bindings};
use crate::script::walk::{Visit, children, span, walk};

/// Functions of Python that cannot do anything with a coroutine.
const BUILT_IN: &[&str] = &[
    "bool",
    "dict",
    "enumerate",
    "float",
    "int",
    "len",
    "list",
    "max",
    "min",
    "print",
    "range",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
];

/// What becomes of a coroutine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Dropped,
    /// It is taken for its result; whether `await` needs brackets there.
    Used { brackets: bool },
    /// It is given this name.
    Stored,
    /// Somebody may await it.
    Handed,
}

pub(super) fn look<'t>(code: &mut Code<'t>, workflow: Node<'t>, found: &mut Vec<WorkflowMistake>) {
    code.each(workflow, |code, node, scopes| {
        // Other functions may be called where nothing awaits; generators are run elsewhere.
        let is_elsewhere = is_function(node) && !is_async(node);
        if is_elsewhere || node.kind() == "generator_expression" {
            return false;
        }
        if node.kind() != "call" {
            return true;
        }
        let Some(durable) = code.durable(node, scopes) else {
            return true;
        };
        let Some(inner) = innermost(scopes) else {
            return true;
        };
        let fate = match fate(code, node, workflow == inner, scopes) {
            Fate::Stored => stored(code, node, inner, scopes),
            fate => fate,
        };
        found.extend(mistake(code, &durable, fate));
        true
    });
}

/// The function that code with these scopes belongs to.
fn innermost<'t>(scopes: &[Node<'t>]) -> Option<Node<'t>> {
    let mut scopes = scopes.iter().rev();
    scopes.find(|s| s.kind() == "function_definition").copied()
}

fn mistake(code: &Code<'_>, durable: &Durable<'_>, fate: Fate) -> Option<WorkflowMistake> {
    let whole = span(durable.call);
    let (start, end) = (Span::at(whole.start as usize), Span::at(whole.end as usize));
    let (used, fix) = match fate {
        Fate::Dropped => (false, vec![(start, "await ")]),
        Fate::Used { brackets: false } => (true, vec![(start, "await ")]),
        Fate::Used { brackets: true } => (true, vec![(start, "(await "), (end, ")")]),
        Fate::Stored | Fate::Handed => return None,
    };
    Some(WorkflowMistake {
        kind: WorkflowMistakeKind::Unawaited {
            task: durable.task,
            used,
            fix,
        },
        name: code.text(durable.function).to_owned(),
        span: span(durable.function),
    })
}

/// What becomes of the value of an expression; `own`: whether it stands in the workflow itself.
fn fate<'t>(code: &mut Code<'t>, value: Node<'t>, own: bool, scopes: &[Node<'t>]) -> Fate {
    const USED: Fate = Fate::Used { brackets: false };
    let mut node = value;
    let mut in_brackets = false;
    while let Some(parent) = node.parent() {
        let is = |field: &str| parent.child_by_field_name(field) == Some(node);
        return match parent.kind() {
            "parenthesized_expression" => {
                in_brackets = true;
                node = parent;
                continue;
            }
            "expression_statement" if parent.named_child_count() == 1 => Fate::Dropped,
            "attribute" if is("object") => Fate::Used {
                brackets: !in_brackets,
            },
            "subscript" if is("value") => Fate::Used {
                brackets: !in_brackets,
            },
            "call" if is("function") => Fate::Used {
                brackets: !in_brackets,
            },
            "subscript"
            | "binary_operator"
            | "unary_operator"
            | "not_operator"
            | "comparison_operator"
            | "interpolation" => USED,
            "if_statement" | "elif_clause" | "while_statement" if is("condition") => USED,
            "conditional_expression" if parent.named_child(1) == Some(node) => USED,
            "for_statement" | "for_in_clause" if is("right") && !is_async_for(parent) => USED,
            "augmented_assignment" if is("right") => USED,
            "assignment" if is("right") => match parent.child_by_field_name("left") {
                Some(left) if left.kind() == "identifier" => match parent.parent() {
                    Some(outer) if outer.kind() == "expression_statement" => Fate::Stored,
                    _ => Fate::Handed,
                },
                Some(left) if matches!(left.kind(), "pattern_list" | "tuple_pattern") => USED,
                _ => Fate::Handed,
            },
            "argument_list" | "keyword_argument" => argument(code, parent, scopes),
            "pair" | "dictionary" | "list" | "tuple" | "expression_list" if own => {
                if is_returned(parent) {
                    USED
                } else {
                    Fate::Handed
                }
            }
            _ => Fate::Handed,
        };
    }
    Fate::Handed
}

/// What a call makes of an argument: tasks and some functions of Python want a result.
fn argument<'t>(code: &mut Code<'t>, list: Node<'t>, scopes: &[Node<'t>]) -> Fate {
    let list = match list.kind() {
        "keyword_argument" => list.parent(),
        _ => Some(list),
    };
    let Some(call) = list.and_then(|l| l.parent()).filter(|c| c.kind() == "call") else {
        return Fate::Handed;
    };
    let Some(function) = function_of(call) else {
        return Fate::Handed;
    };
    let is_task = code.durable(call, scopes).is_some_and(|d| d.task);
    let name = code.text(function);
    let is_built_in = function.kind() == "identifier"
        && BUILT_IN.contains(&name)
        && code.resolver.meaning_in(name, scopes) == Meaning::Free;
    if is_task || is_built_in {
        return Fate::Used { brackets: false };
    }
    Fate::Handed
}

/// Whether a literal is what a function returns, be it inside another one.
fn is_returned(literal: Node<'_>) -> bool {
    let mut node = literal;
    while let Some(parent) = node.parent() {
        match parent.kind() {
            "pair"
            | "dictionary"
            | "list"
            | "tuple"
            | "expression_list"
            | "parenthesized_expression" => node = parent,
            kind => return kind == "return_statement",
        }
    }
    false
}

fn is_async_for(node: Node<'_>) -> bool {
    node.child(0).is_some_and(|n| n.kind() == "async")
}

/// What becomes of a coroutine that is given a name: whatever its uses agree on.
fn stored<'t>(
    code: &mut Code<'t>,
    call: Node<'t>,
    function: Node<'t>,
    scopes: &[Node<'t>],
) -> Fate {
    let mut assignment = call;
    while assignment.kind() != "assignment" {
        match assignment.parent() {
            Some(parent) => assignment = parent,
            None => return Fate::Handed,
        }
    }
    let Some(left) = assignment.child_by_field_name("left") else {
        return Fate::Handed;
    };
    let name = code.text(left);
    let bound = bindings(function, code.source, name);
    if bound.outer || bound.declarations.len() != 1 {
        return Fate::Handed;
    }
    let mut uses = Vec::new();
    let mut inside = 0usize;
    let mut is_unclear = false;
    walk(function, |visit| {
        let node = match visit {
            Visit::Enter(node, _) => node,
            Visit::Leave(node) => {
                inside -= usize::from(node != function && is_inner(node));
                return true;
            }
        };
        inside += usize::from(node != function && is_inner(node));
        if node.kind() == "identifier" && node != left && code.text(node) == name {
            if is_name_of_something_else(node) {
                return true;
            }
            is_unclear |= inside > 0;
            uses.push(node);
        }
        true
    });
    if is_unclear {
        return Fate::Handed;
    }
    let mut all = Fate::Dropped;
    for used in uses {
        match fate(code, used, false, scopes) {
            Fate::Used { .. } => all = Fate::Used { brackets: false },
            _ => return Fate::Handed,
        }
    }
    all
}

/// Whether a name in here may be another one, or be looked at at another time.
fn is_inner(node: Node<'_>) -> bool {
    is_function(node)
        || node.kind().ends_with("_comprehension")
        || node.kind() == "generator_expression"
}

/// Whether an identifier is no variable: an attribute, a keyword of a call.
fn is_name_of_something_else(node: Node<'_>) -> bool {
    node.parent().is_some_and(|p| match p.kind() {
        "attribute" => p.child_by_field_name("attribute") == Some(node),
        "keyword_argument" => p.child_by_field_name("name") == Some(node),
        _ => false,
    })
}

/// Whether code below `node` awaits a task, where it stands.
pub(super) fn awaits_task<'t>(code: &mut Code<'t>, node: Node<'t>, scopes: &[Node<'t>]) -> bool {
    let mut open = vec![(node, false)];
    while let Some((node, awaited)) = open.pop() {
        if is_function(node) {
            continue;
        }
        let awaited = awaited || node.kind() == "await";
        if awaited && node.kind() == "call" && code.durable(node, scopes).is_some() {
            return true;
        }
        open.extend(children(node).into_iter().map(|c| (c, awaited)));
    }
    false
}
