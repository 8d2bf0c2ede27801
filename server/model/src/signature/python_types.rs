//! What Windmill makes of Python annotations and defaults. It knows a short list of forms and takes
//! every other name for a resource type, spelt as it is written. Where an annotation says nothing, it
//! guesses from the default; that guess is left out here, for the code may take more than that.

use tree_sitter::Node;

use super::types::Type;
use lang::python::{Class, ClassKind, plain_string};
use lang::walk::{children, text};

/// How deep lists and options may nest before a type counts as unknown.
const MAX_DEPTH: usize = 32;

/// The type of an annotation, and whether `None` is part of it so that no input is needed.
pub(crate) fn annotation(node: Node<'_>, source: &str, classes: &[Class]) -> (Type, bool) {
    read(node, source, classes, 0)
}

fn read(node: Node<'_>, source: &str, classes: &[Class], depth: usize) -> (Type, bool) {
    if depth > MAX_DEPTH {
        return (Type::Unknown, false);
    }
    let next = |n: Node<'_>| read(n, source, classes, depth + 1);
    match node.kind() {
        "type" | "parenthesized_expression" => {
            node.named_child(0).map_or((Type::Unknown, false), next)
        }
        "identifier" => (named(text(node, source), classes), false),
        "attribute" | "member_type" => (dotted(text(node, source)), false),
        "generic_type" | "subscript" => match generic_parts(node, source) {
            Some(("Optional", args)) => match args[..] {
                [item] => (next(item).0, true),
                _ => (Type::Unknown, true),
            },
            Some(("list" | "List", args)) => match args[..] {
                [item] => (Type::List(Box::new(next(item).0)), false),
                _ => (Type::Unknown, false),
            },
            Some(("Literal", args)) => (literal(&args, source), false),
            _ => (Type::Unknown, false),
        },
        "binary_operator" | "union_type" => {
            let mut parts = operands(node);
            let mut optional = false;
            while parts.len() > 1 && parts.last().is_some_and(|n| text(*n, source) == "None") {
                parts.pop();
                optional = true;
            }
            match parts[..] {
                [only] if optional => (next(only).0, true),
                _ => (Type::Unknown, optional),
            }
        }
        _ => (Type::Unknown, false),
    }
}

/// The members of `a | b | c`, from left to right.
fn operands(node: Node<'_>) -> Vec<Node<'_>> {
    let (mut found, mut rest) = (Vec::new(), vec![node]);
    while let Some(node) = rest.pop() {
        match node.kind() {
            "binary_operator" | "union_type" => rest.extend(children(node).into_iter().rev()),
            "type" if node.named_child_count() == 1 => rest.extend(node.named_child(0)),
            "comment" => {}
            _ => found.push(node),
        }
    }
    found
}

fn named(name: &str, classes: &[Class]) -> Type {
    match name {
        "str" => Type::Str,
        "int" => Type::Int,
        "float" => Type::Float,
        "bool" => Type::Bool,
        "dict" => Type::Object,
        // Windmill says "of strings", yet passes whatever is given.
        "list" => Type::List(Box::new(Type::Unknown)),
        "bytes" => Type::Bytes,
        "datetime" => Type::DateTime,
        "date" => Type::Date,
        "S3Object" => Type::S3Object,
        "Sql" | "sql" => Type::Sql,
        _ => local(name, classes),
    }
}

fn local(name: &str, classes: &[Class]) -> Type {
    if let Some(rest) = name.strip_prefix("DynSelect_") {
        return Type::DynSelect(rest.to_owned());
    }
    if let Some(rest) = name.strip_prefix("DynMultiselect_") {
        return Type::DynMultiselect(rest.to_owned());
    }
    let class = classes.iter().find(|c| c.name.value == name);
    match class.map(|c| (c.kind, c)) {
        Some((ClassKind::Dataclass | ClassKind::Pydantic, _)) => Type::Class(name.to_owned()),
        Some((ClassKind::Enum, class)) if !class.values().is_empty() => Type::Enum(class.values()),
        _ => Type::Resource(name.to_owned()),
    }
}

fn dotted(name: &str) -> Type {
    match name {
        "datetime.datetime" => Type::DateTime,
        "datetime.date" => Type::Date,
        "wmill.S3Object" => Type::S3Object,
        _ => Type::Unknown,
    }
}

/// The name before the brackets and the arguments in them; `None` where a dotted name stands there.
fn generic_parts<'t, 's>(node: Node<'t>, source: &'s str) -> Option<(&'s str, Vec<Node<'t>>)> {
    let parts = children(node);
    let (head, rest) = parts.split_first()?;
    if head.kind() != "identifier" {
        return None;
    }
    let args = match rest {
        [list] if list.kind() == "type_parameter" => children(*list),
        rest => rest.to_vec(),
    };
    let plain = |n: Node<'t>| match n.kind() {
        "type" => n.named_child(0).unwrap_or(n),
        _ => n,
    };
    // `Literal["a", "b"]` may hold its arguments as one tuple.
    let args: Vec<Node> = args.into_iter().map(plain).collect();
    let args = match args[..] {
        [one] if matches!(one.kind(), "tuple" | "expression_list") => children(one),
        _ => args,
    };
    Some((text(*head, source), args))
}

/// Only the strings of a `Literal` with two or more values count.
fn literal(args: &[Node<'_>], source: &str) -> Type {
    let values: Vec<String> = args
        .iter()
        .filter_map(|n| plain_string(*n, source))
        .collect();
    match args.len() {
        0 | 1 => Type::Str,
        _ if values.is_empty() => Type::Str,
        _ => Type::Enum(values),
    }
}

/// What Windmill makes of a default.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DefaultKind {
    /// It is read: the argument may be left out.
    Read,
    /// A call: the argument may be left out, Python works the value out.
    Call,
    /// It is not understood: the argument looks required, and `None` is passed instead of it.
    Lost,
}

/// Whether Windmill understands a default, and the type it takes from it.
pub(crate) fn default(node: Node<'_>, source: &str) -> (DefaultKind, Type) {
    use DefaultKind::*;
    match node.kind() {
        "integer" | "float" if is_imaginary(node, source) => (Read, Type::Unknown),
        "integer" => (Read, Type::Int),
        "float" => (Read, Type::Float),
        "true" | "false" => (Read, Type::Bool),
        "none" | "ellipsis" => (Read, Type::Unknown),
        "string" | "concatenated_string" => string_default(node, source),
        "list" => (Read, Type::List(Box::new(Type::Unknown))),
        "dictionary" => (Read, Type::Object),
        "call" => (Call, Type::Unknown),
        "attribute" if node.child_by_field_name("object").is_some_and(is_name) => {
            (Read, Type::Unknown)
        }
        "parenthesized_expression" => match node.named_child(0) {
            Some(inner) if inner.kind() != "parenthesized_expression" => default(inner, source),
            _ => (Read, Type::Unknown),
        },
        _ => (Lost, Type::Unknown),
    }
}

fn is_name(node: Node<'_>) -> bool {
    node.kind() == "identifier"
}

fn is_imaginary(node: Node<'_>, source: &str) -> bool {
    let written = text(node, source);
    written.ends_with(['j', 'J']) && !written.starts_with("0x") && !written.starts_with("0X")
}

fn string_default(node: Node<'_>, source: &str) -> (DefaultKind, Type) {
    let strings = if node.kind() == "string" {
        vec![node]
    } else {
        children(node)
    };
    let opening = |n: &Node<'_>| {
        let start = n.named_child(0).map_or("", |s| text(s, source));
        start.to_ascii_lowercase()
    };
    if strings.iter().any(|n| opening(n).contains('f')) {
        return (DefaultKind::Lost, Type::Unknown);
    }
    let bytes = strings.iter().any(|n| opening(n).contains('b'));
    (
        DefaultKind::Read,
        if bytes { Type::Unknown } else { Type::Str },
    )
}
