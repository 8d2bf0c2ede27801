//! A text without the types that its author wrote beside parameters, results and names, where nothing
//! holds anybody to them.

use std::sync::Arc;

use syntax::{Language, Tree};
use tree_sitter::Node;

use crate::walk::{Visit, walk};

/// The same text with spaces in place of these types.
pub(crate) fn unannotated(text: &str, grammar: Language) -> Arc<str> {
    let tree = syntax::parse(grammar, text);
    match grammar {
        Language::Python => blank(text, &tree, python),
        _ => blank(text, &tree, typescript),
    }
}

/// The text with what `found` says of its nodes as spaces; line breaks stay.
fn blank(
    source: &str,
    tree: &Tree,
    found: impl Fn(Node<'_>) -> Option<(usize, usize)>,
) -> Arc<str> {
    let mut bytes = source.as_bytes().to_vec();
    walk(tree.root_node(), |visit| {
        let Visit::Enter(node, ()) = visit else {
            return true;
        };
        if let Some((start, end)) = found(node) {
            let part = bytes[start..end].iter_mut();
            part.filter(|b| !matches!(b, b'\n' | b'\r'))
                .for_each(|b| *b = b' ');
        }
        true
    });
    String::from_utf8(bytes).map_or_else(|_| source.into(), Into::into)
}

/// `: T` of a parameter, `-> T`. The fields of classes stay: they say what a class is.
fn python(node: Node<'_>) -> Option<(usize, usize)> {
    let from_sign = |sign: &str, field: &str| {
        let ty = node.child_by_field_name(field)?;
        let mut parts = node
            .children(&mut node.walk())
            .collect::<Vec<_>>()
            .into_iter();
        let sign = parts.find(|n| n.kind() == sign)?;
        Some((sign.start_byte(), ty.end_byte()))
    };
    match node.kind() {
        "typed_parameter" | "typed_default_parameter" => from_sign(":", "type"),
        "function_definition" => from_sign("->", "return_type"),
        _ => None,
    }
}

/// `: T` anywhere, and `as T`.
fn typescript(node: Node<'_>) -> Option<(usize, usize)> {
    match node.kind() {
        "type_annotation" => Some((node.start_byte(), node.end_byte())),
        "as_expression" => Some((node.named_child(0)?.end_byte(), node.end_byte())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(grammar: Language, text: &str) -> String {
        unannotated(text, grammar).to_string()
    }

    #[test]
    fn types_are_spaces() {
        let python = |text: &str| bare(Language::Python, text);
        assert_eq!(
            python("def main(a: str, b: int = 1) -> é:\n    return a\n"),
            "def main(a     , b      = 1)      :\n    return a\n"
        );
        assert_eq!(
            python("class A:\n    b: str\ndef main(*a: int, **b): pass"),
            "class A:\n    b: str\ndef main(*a     , **b): pass"
        );
        let typescript = |text: &str| bare(Language::TypeScript, text);
        assert_eq!(
            typescript("export function main(a: string, b?: { c: 1 }): d { return a as string }"),
            "export function main(a        , b?          )    { return a           }"
        );
    }
}
