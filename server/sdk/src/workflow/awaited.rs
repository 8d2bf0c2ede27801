//! Calls that give a coroutine which nothing awaits.

use syntax::Span;
use tree_sitter::Node;

use super::{
    Code, Durable, WorkflowMistake, WorkflowMistakeKind, function_of, is_async, is_function,
};
use lang::python::scope::Meaning;
use lang::walk::{children, span};

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
    while let Some(parent) = code.nodes.parent(node) {
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
                Some(left) if left.kind() == "identifier" => match code.nodes.parent(parent) {
                    Some(outer) if outer.kind() == "expression_statement" => Fate::Stored,
                    _ => Fate::Handed,
                },
                Some(left) if matches!(left.kind(), "pattern_list" | "tuple_pattern") => USED,
                _ => Fate::Handed,
            },
            "argument_list" | "keyword_argument" => argument(code, parent, scopes),
            "pair" | "dictionary" | "list" | "tuple" | "expression_list" if own => {
                if is_returned(code, parent) {
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
        "keyword_argument" => code.nodes.parent(list),
        _ => Some(list),
    };
    let call = list.and_then(|l| code.nodes.parent(l));
    let Some(call) = call.filter(|c| c.kind() == "call") else {
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
fn is_returned<'t>(code: &Code<'t>, literal: Node<'t>) -> bool {
    let mut node = literal;
    while let Some(parent) = code.nodes.parent(node) {
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
        match code.nodes.parent(assignment) {
            Some(parent) => assignment = parent,
            None => return Fate::Handed,
        }
    }
    let Some(left) = assignment.child_by_field_name("left") else {
        return Fate::Handed;
    };
    let name = code.text(left);
    let bound = code.resolver.bindings(function, name);
    if bound.is_none_or(|b| b.outer || b.declarations.len() != 1) {
        return Fate::Handed;
    }
    let uses = code.uses(function);
    let uses = uses.get(name).map_or(&[][..], Vec::as_slice).iter();
    let uses: Vec<(Node<'t>, bool)> = uses.filter(|(n, _)| *n != left).copied().collect();
    let is_unclear = uses.iter().any(|(_, inside)| *inside);
    if is_unclear {
        return Fate::Handed;
    }
    let mut all = Fate::Dropped;
    for (used, _) in uses {
        match fate(code, used, false, scopes) {
            Fate::Used { .. } => all = Fate::Used { brackets: false },
            _ => return Fate::Handed,
        }
    }
    all
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
