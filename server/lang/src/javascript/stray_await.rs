//! `await` in a function of TypeScript that is not `async`: it parses, and no runtime takes it.

use syntax::strict::{Problem, said};
use syntax::{Span, Tree};
use tree_sitter::Node;

use crate::walk::{Visit, has_token, span, text, walk};

/// What an `await` stands in.
enum Around<'t> {
    /// A function that may wait, or the module itself.
    Async,
    /// A function that may not.
    Plain(Node<'t>),
    /// Parameters, and bodies that are no function's: not judged.
    Unknown,
}

/// The first `await` of a module that stands right in a function without `async`.
pub(crate) fn stray_await(source: &str, tree: &Tree) -> Option<Problem> {
    if !source.contains("await") {
        return None;
    }
    let mut around = vec![Around::Async];
    let mut found = None;
    walk(tree.root_node(), |visit| {
        match visit {
            Visit::Enter(node, ()) if found.is_none() => {
                around.extend(opens(node));
                if let Some(word) = awaits(node)
                    && let Some(Around::Plain(function)) = around.last()
                {
                    found = Some(stray(source, span(word), *function));
                }
            }
            // Not entered: nothing leaves it either.
            Visit::Enter(..) => return false,
            Visit::Leave(node) => {
                if opens(node).is_some() {
                    around.pop();
                }
            }
        }
        true
    });
    found
}

fn opens(node: Node<'_>) -> Option<Around<'_>> {
    match node.kind() {
        "function_declaration"
        | "function_expression"
        | "generator_function"
        | "generator_function_declaration"
        | "arrow_function"
        | "method_definition" => Some(match has_token(node, "async") {
            true => Around::Async,
            false => Around::Plain(node),
        }),
        "formal_parameters" | "class_body" | "enum_body" | "internal_module" | "module" => {
            Some(Around::Unknown)
        }
        _ => None,
    }
}

/// The word `await` of a node that waits.
fn awaits(node: Node<'_>) -> Option<Node<'_>> {
    if !matches!(node.kind(), "await_expression" | "for_in_statement") {
        return None;
    }
    let mut children = node
        .children(&mut node.walk())
        .collect::<Vec<_>>()
        .into_iter();
    children.find(|n| n.kind() == "await")
}

fn stray(source: &str, word: Span, function: Node<'_>) -> Problem {
    let name = function.child_by_field_name("name");
    let name = name.map(|n| text(n, source));
    let place = match (function.kind(), name) {
        ("method_definition", Some(name)) => format!("`{name}`"),
        ("arrow_function", _) => "the parameters of the arrow function".to_owned(),
        (_, Some(name)) => format!("`function {name}`"),
        (_, None) => "`function`".to_owned(),
    };
    Problem::new(
        word,
        said(
            "`await` stands in a function that is not `async`",
            format!("write `async` before {place}"),
        ),
    )
}
