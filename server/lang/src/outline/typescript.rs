//! What a TypeScript program declares.

use syntax::{Span, Tree};
use tree_sitter::Node;

use super::{Declared, DeclaredKind, MAX_DEPTH};
use crate::walk::{Visit, span, text, walk};

/// Functions, classes, types and what they have, wherever they stand.
pub(super) fn outline(tree: &Tree, source: &str) -> Vec<Declared> {
    let mut outline: Vec<Declared> = Vec::new();
    // The nodes around, outermost first, each with whether it is listed; and the kinds of those that are.
    let mut around: Vec<(Node<'_>, bool)> = Vec::new();
    let mut owners: Vec<DeclaredKind> = Vec::new();
    walk(tree.root_node(), |visit| {
        let node = match visit {
            Visit::Enter(node, ()) => node,
            Visit::Leave(_) => {
                if around.pop().is_some_and(|(_, listed)| listed) {
                    owners.pop();
                }
                return true;
            }
        };
        // The types of parameters have names that are nobody's.
        if node.kind() == "formal_parameters" {
            return false;
        }
        let found = declared(node, &around, owners.last().copied(), source);
        let found = found.filter(|(_, name)| !name.is_empty() && owners.len() <= MAX_DEPTH);
        around.push((node, found.is_some()));
        if let Some((kind, name_span)) = found {
            let whole = statement(&around).cover(name_span);
            outline.push(Declared {
                name: name_span.slice(source).to_owned(),
                kind,
                span: whole,
                name_span,
                depth: owners.len(),
            });
            owners.push(kind);
        }
        true
    });
    outline
}

/// What a node declares, and where its name stands.
fn declared(
    node: Node<'_>,
    around: &[(Node<'_>, bool)],
    owner: Option<DeclaredKind>,
    source: &str,
) -> Option<(DeclaredKind, Span)> {
    let name = || node.child_by_field_name("name").map(span);
    let value = || node.child_by_field_name("value");
    let is_member = owner == Some(DeclaredKind::Class);
    let is_typed = matches!(
        owner,
        Some(DeclaredKind::Interface | DeclaredKind::Field | DeclaredKind::Class)
    );
    let (kind, name) = match node.kind() {
        "function_declaration" | "generator_function_declaration" | "function_signature" => {
            (DeclaredKind::Function, name())
        }
        "class_declaration" | "abstract_class_declaration" => (DeclaredKind::Class, name()),
        "interface_declaration" | "type_alias_declaration" => (DeclaredKind::Interface, name()),
        "enum_declaration" => (DeclaredKind::Enum, name()),
        "internal_module" | "module" => (DeclaredKind::Namespace, name()),
        "method_definition" | "abstract_method_signature" if is_member => {
            (DeclaredKind::Method, name())
        }
        "method_signature" if is_typed => (DeclaredKind::Method, name()),
        "property_signature" if is_typed && !is_member => (DeclaredKind::Field, name()),
        "public_field_definition" if is_member => {
            let kind = match value().and_then(held) {
                Some(DeclaredKind::Function) => DeclaredKind::Method,
                _ => DeclaredKind::Field,
            };
            (kind, name())
        }
        "enum_assignment" => (DeclaredKind::EnumMember, name()),
        "property_identifier" | "string" | "computed_property_name"
            if owner == Some(DeclaredKind::Enum) =>
        {
            (DeclaredKind::EnumMember, Some(span(node)))
        }
        "variable_declarator" => {
            let name = node.child_by_field_name("name");
            let name = name.filter(|n| n.kind() == "identifier");
            (held(value()?)?, name.map(span))
        }
        // Without a name of its own.
        _ if around.last().is_some_and(|(p, _)| is_default(*p, node)) => {
            let export = around.last().map(|(p, _)| *p)?;
            let word = "default";
            let at = text(export, source).find(word)? + export.start_byte();
            (held(node)?, Some(Span::new(at, at + word.len())))
        }
        _ => return None,
    };
    Some((kind, name?))
}

/// What an expression is, where it is a function or a class.
fn held(value: Node<'_>) -> Option<DeclaredKind> {
    match value.kind() {
        "arrow_function" | "function_expression" | "generator_function" => {
            Some(DeclaredKind::Function)
        }
        "class" => Some(DeclaredKind::Class),
        _ => None,
    }
}

fn is_default(export: Node<'_>, value: Node<'_>) -> bool {
    export.kind() == "export_statement" && export.child_by_field_name("value") == Some(value)
}

/// All of the statement that the last node stands in, where it is the only one in it.
fn statement(around: &[(Node<'_>, bool)]) -> Span {
    let mut nodes = around.iter().rev().map(|(node, _)| *node);
    let mut whole = nodes.next().map_or(Span::default(), span);
    for outer in nodes {
        let is_alone = match outer.kind() {
            "lexical_declaration" | "variable_declaration" => outer.named_child_count() == 1,
            kind => matches!(
                kind,
                "export_statement" | "ambient_declaration" | "expression_statement"
            ),
        };
        if !is_alone {
            break;
        }
        whole = span(outer);
    }
    whole
}
