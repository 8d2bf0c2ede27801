//! What a TypeScript module imports from others.

use syntax::{Span, Spanned};
use tree_sitter::Node;

use crate::walk::{Visit, children, spanned, walk};

/// One import: `import … from "…"`, `export … from "…"` or `import("…")`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Specifier {
    /// The module, without quotes.
    pub module: Spanned<String>,
    /// The names that are taken from it, as the module calls them; `default` too.
    pub names: Vec<Spanned<String>>,
}

/// All imports below `root`, in reading order.
pub(crate) fn specifiers(root: Node<'_>, source: &str) -> Vec<Specifier> {
    let mut found = Vec::new();
    walk(root, |visit| {
        let Visit::Enter(node, ()) = visit else {
            return true;
        };
        if let Some((module, names)) = destructured(node, source) {
            found.push(Specifier { module, names });
        }
        let text = match node.kind() {
            "import_statement" | "export_statement" => node.child_by_field_name("source"),
            "call_expression" => called(node),
            _ => None,
        };
        if let Some(module) = text.and_then(|t| inner(t, source)) {
            let names = names(node, source);
            found.push(Specifier { module, names });
        }
        true
    });
    found
}

/// `const { a, b: c } = await import("…")`: the module, and the names of it.
fn destructured(node: Node<'_>, source: &str) -> Option<(Spanned<String>, Vec<Spanned<String>>)> {
    if node.kind() != "variable_declarator" {
        return None;
    }
    let pattern = node.child_by_field_name("name")?;
    let value = node.child_by_field_name("value")?;
    if pattern.kind() != "object_pattern" || value.kind() != "await_expression" {
        return None;
    }
    let call = value.named_child(0)?;
    let text = (call.kind() == "call_expression")
        .then(|| called(call))
        .flatten()?;
    let names = children(pattern)
        .into_iter()
        .filter_map(|part| match part.kind() {
            "shorthand_property_identifier_pattern" => Some(part),
            "pair_pattern" => part
                .child_by_field_name("key")
                .filter(|k| k.kind() == "property_identifier"),
            _ => None,
        });
    let names = names.map(|n| spanned(n, source)).collect();
    Some((inner(text, source)?, names))
}

/// The text of `import("…")`.
fn called(node: Node<'_>) -> Option<Node<'_>> {
    let function = node.child_by_field_name("function")?;
    let arguments = node.child_by_field_name("arguments")?;
    let text = arguments
        .named_child(0)
        .filter(|_| arguments.named_child_count() == 1)?;
    (function.kind() == "import" && text.kind() == "string").then_some(text)
}

/// A plain text, without its quotes.
fn inner(text: Node<'_>, source: &str) -> Option<Spanned<String>> {
    let span = Span::new(text.start_byte() + 1, text.end_byte().checked_sub(1)?);
    let value = source.get(span.start as usize..span.end as usize)?;
    let is_plain = text.kind() == "string" && !value.contains('\\');
    is_plain.then(|| Spanned::new(value.to_owned(), span))
}

fn names(statement: Node<'_>, source: &str) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    for clause in children(statement) {
        match clause.kind() {
            "import_clause" => {
                for part in children(clause) {
                    match part.kind() {
                        "identifier" => {
                            let span = Span::new(part.start_byte(), part.end_byte());
                            found.push(Spanned::new("default".to_owned(), span));
                        }
                        "named_imports" => named(part, source, &mut found),
                        _ => {}
                    }
                }
            }
            "export_clause" => named(clause, source, &mut found),
            _ => {}
        }
    }
    found
}

fn named(list: Node<'_>, source: &str, into: &mut Vec<Spanned<String>>) {
    let names = children(list)
        .into_iter()
        .filter_map(|n| n.child_by_field_name("name"));
    into.extend(
        names
            .filter(|n| n.kind() == "identifier")
            .map(|n| spanned(n, source)),
    );
}
