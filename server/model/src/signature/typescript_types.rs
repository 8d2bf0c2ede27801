//! What Windmill makes of TypeScript annotations.

use tree_sitter::Node;

use super::types::Type;
use lang::walk::{children, text};

/// How deep types may nest before one counts as unknown.
const MAX_DEPTH: usize = 32;

/// The type names that a script declares, imports or takes as parameters.
pub(crate) struct Names<'s> {
    /// Declared with their properties.
    objects: Vec<&'s str>,
    /// Declared in another way, or imported: their meaning is not looked up.
    unclear: Vec<&'s str>,
}

impl<'s> Names<'s> {
    /// Looks at the top-level statements and at the function's own type parameters.
    pub(crate) fn new(source: &'s str, top: &[Node<'_>], function: Node<'_>) -> Names<'s> {
        let mut names = Names {
            objects: Vec::new(),
            unclear: Vec::new(),
        };
        for statement in top {
            let node = statement
                .child_by_field_name("declaration")
                .unwrap_or(*statement);
            let name = node.child_by_field_name("name").map(|n| text(n, source));
            let value = node.child_by_field_name("value").map(|n| n.kind());
            match (node.kind(), name) {
                ("interface_declaration", Some(name)) => names.objects.push(name),
                ("type_alias_declaration", Some(name)) if value == Some("object_type") => {
                    names.objects.push(name);
                }
                ("import_statement", _) => names.add_words(text(node, source)),
                (_, Some(name)) => names.unclear.push(name),
                _ => {}
            }
        }
        if let Some(own) = function.child_by_field_name("type_parameters") {
            names.add_words(text(own, source));
        }
        names
    }

    fn add_words(&mut self, source: &'s str) {
        let words = source.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
        self.unclear.extend(words.filter(|w| !w.is_empty()));
    }
}

/// The type, and whether `null` or `undefined` is part of it.
pub(crate) fn read(node: Node<'_>, source: &str, names: &Names<'_>) -> (Type, bool) {
    read_at(node, source, names, 0)
}

fn read_at(node: Node<'_>, source: &str, names: &Names<'_>, depth: usize) -> (Type, bool) {
    if depth > MAX_DEPTH {
        return (Type::Unknown, false);
    }
    let written = text(node, source);
    let ty = match node.kind() {
        "predefined_type" => match written {
            "string" => Type::Str,
            "number" => Type::Float,
            "boolean" => Type::Bool,
            "object" => Type::Object,
            _ => Type::Unknown,
        },
        "literal_type" => match string_literal(node, source) {
            Some(value) => Type::Enum(vec![value]),
            None => return (Type::Unknown, matches!(written, "null" | "undefined")),
        },
        "object_type" => Type::Object,
        "array_type" => {
            let item = node.named_child(0);
            let item = item.map_or(Type::Unknown, |n| read_at(n, source, names, depth + 1).0);
            Type::List(Box::new(item))
        }
        "parenthesized_type" => {
            let inner = node.named_child(0);
            return inner.map_or((Type::Unknown, false), |n| {
                read_at(n, source, names, depth + 1)
            });
        }
        "union_type" => return union(node, source, names, depth),
        "type_identifier" => named(written, names),
        "nested_type_identifier" => match written.split_once('.') {
            Some(("RT", name)) => Type::Resource(snake_case(name)),
            Some((_, "S3Object")) => Type::S3Object,
            _ => Type::Unknown,
        },
        "generic_type" => resource(node, source).map_or(Type::Unknown, Type::Resource),
        _ => Type::Unknown,
    };
    (ty, false)
}

/// A union of strings is an enumeration; `T | null` is an optional T; any other is unknown.
fn union(node: Node<'_>, source: &str, names: &Names<'_>, depth: usize) -> (Type, bool) {
    // `a | b | c` nests to the left.
    let (mut members, mut rest) = (Vec::new(), Some(node));
    while let Some(node) = rest.take() {
        let parts = children(node);
        for part in parts.iter().rev().filter(|n| n.kind() != "comment") {
            match part.kind() {
                "union_type" => rest = Some(*part),
                _ => members.push(*part),
            }
        }
    }
    members.reverse();
    let is_nothing = |n: &Node| matches!(text(*n, source), "null" | "undefined");
    let optional = members.iter().any(is_nothing);
    members.retain(|n| !is_nothing(n));
    if let [only] = members[..] {
        return (read_at(only, source, names, depth + 1).0, optional);
    }
    let values: Option<Vec<String>> = members.iter().map(|n| string_literal(*n, source)).collect();
    let values = values.filter(|v| !v.is_empty());
    (values.map_or(Type::Unknown, Type::Enum), optional)
}

fn named(name: &str, names: &Names<'_>) -> Type {
    if names.objects.contains(&name) {
        return Type::Class(name.to_owned());
    }
    if let Some(rest) = name.strip_prefix("DynSelect_") {
        return Type::DynSelect(rest.to_owned());
    }
    if let Some(rest) = name.strip_prefix("DynMultiselect_") {
        return Type::DynMultiselect(rest.to_owned());
    }
    match name {
        "S3Object" => Type::S3Object,
        "Date" => Type::DateTime,
        "Base64" => Type::Bytes,
        "Email" => Type::Str,
        "Sql" => Type::Sql,
        "bigint" => Type::Int,
        _ if names.unclear.contains(&name) => Type::Unknown,
        _ => Type::Resource(snake_case(name)),
    }
}

/// The word of an annotation that a resource type is read from, in bytes of it.
pub(crate) fn type_word(annotation: &str, name: &str) -> Option<syntax::Span> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let words = annotation.split(|c| !is_part(c));
    let word = words
        .rev()
        .find(|w| !w.is_empty() && (*w == name || snake_case(w) == name))?;
    let start = word.as_ptr() as usize - annotation.as_ptr() as usize;
    Some(syntax::Span::new(start, start + word.len()))
}

/// `Resource<"name">`.
fn resource(node: Node<'_>, source: &str) -> Option<String> {
    let head = node.child_by_field_name("name")?;
    let args = children(node.child_by_field_name("type_arguments")?);
    match args[..] {
        [one] if text(head, source) == "Resource" => string_literal(one, source),
        _ => None,
    }
}

fn string_literal(node: Node<'_>, source: &str) -> Option<String> {
    let string = node.named_child(0).filter(|n| n.kind() == "string")?;
    let written = text(string, source);
    written
        .get(1..written.len().checked_sub(1)?)
        .map(str::to_owned)
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && after_lower {
            out.push('_');
        }
        after_lower = c.is_lowercase() || c.is_numeric();
        out.extend(c.to_lowercase());
    }
    out
}
