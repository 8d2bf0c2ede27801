//! Blocks: what certainly runs with what, and what lies around a place.

use tree_sitter::Node;

use crate::script::walk::{Visit, children, text, walk};

/// The block that a place runs with: what stands in `with` runs with what is around it. What runs
/// only at times within its statement is a block of its own.
pub(super) fn block_of(node: Node<'_>, source: &str) -> usize {
    let mut node = node;
    while let Some(parent) = node.parent() {
        match parent.kind() {
            "block" => {
                let owner = parent.parent().filter(|o| o.kind() == "with_statement");
                if owner.is_none_or(|o| may_suppress(o, source)) {
                    return parent.id();
                }
            }
            "boolean_operator" if parent.child_by_field_name("left") != Some(node) => {
                return node.id();
            }
            "elif_clause"
            | "case_clause"
            | "conditional_expression"
            | "list_comprehension"
            | "dictionary_comprehension"
            | "set_comprehension"
            | "generator_expression"
            | "comparison_operator"
            | "assert_statement"
            | "lambda" => {
                return node.id();
            }
            _ => {}
        }
        node = parent;
    }
    node.id()
}

/// Whether a `with` may go on after an error inside of it: `suppress` does, and what is made in the
/// file may.
pub(super) fn may_suppress(with: Node<'_>, source: &str) -> bool {
    let mut may = false;
    for part in children(with)
        .into_iter()
        .filter(|c| c.kind() == "with_clause")
    {
        may |= text(part, source).contains("suppress");
        walk(part, |visit| {
            if let Visit::Enter(node, _) = visit
                && node.kind() == "call"
                && let Some(function) = node.child_by_field_name("function")
            {
                let name = text(function, source);
                let defined = |kind: &str| source.contains(&format!("{kind} {name}"));
                may |= name.is_empty() || defined("def") || defined("class");
            }
            true
        });
    }
    may
}

/// What lies around a place.
pub(super) struct Around {
    /// The blocks, innermost first.
    pub(super) blocks: Vec<usize>,
    /// The loops, each as its span in bytes.
    pub(super) loops: Vec<(usize, usize)>,
}

/// What lies around a place up to `scope`. `None`: the place lies in a function inside the scope.
pub(super) fn around(place: Node<'_>, scope: Node<'_>) -> Option<Around> {
    let (mut blocks, mut loops) = (Vec::new(), Vec::new());
    let mut node = place;
    while node != scope {
        let Some(parent) = node.parent() else {
            break;
        };
        match parent.kind() {
            "block" | "module" => blocks.push(parent.id()),
            "for_statement" if parent.child_by_field_name("body") == Some(node) => {
                loops.push((parent.start_byte(), parent.end_byte()));
            }
            "while_statement"
            | "list_comprehension"
            | "dictionary_comprehension"
            | "set_comprehension"
            | "generator_expression" => loops.push((parent.start_byte(), parent.end_byte())),
            "function_definition" | "lambda" if parent != scope => return None,
            _ => {}
        }
        node = parent;
    }
    Some(Around { blocks, loops })
}
