//! What Windmill makes of TypeScript annotations.
//!
//! Source: <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-ts/src/lib.rs>.

use super::types::Type;
use lang::javascript::tree::{Kind, NodeId, Role, Tree};
use syntax::text::is_js_word;

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
    pub(crate) fn new(tree: &'s Tree, function: NodeId) -> Names<'s> {
        let mut names = Names {
            objects: Vec::new(),
            unclear: Vec::new(),
        };
        for statement in tree.children(NodeId::ROOT) {
            let node = tree.part(statement, Role::Declaration);
            let node = node.unwrap_or(statement);
            let name = tree.part(node, Role::Name).map(|n| tree.text_of(n));
            let value = tree.part(node, Role::Value).map(|n| tree.kind(n));
            match (tree.kind(node), name) {
                (Kind::Interface, Some(name)) => names.objects.push(name),
                (Kind::TypeAlias, Some(name)) if value == Some(Kind::ObjectType) => {
                    names.objects.push(name);
                }
                (Kind::Import, _) => names.add_words(tree.text_of(node)),
                (_, Some(name)) => names.unclear.push(name),
                _ => {}
            }
        }
        if let Some(own) = tree.part(function, Role::TypeParameters) {
            names.add_words(tree.text_of(own));
        }
        names
    }

    fn add_words(&mut self, source: &'s str) {
        let words = source.split(|c: char| !is_js_word(c));
        self.unclear.extend(words.filter(|w| !w.is_empty()));
    }
}

/// The type, and whether `null` or `undefined` is part of it.
pub(crate) fn read(tree: &Tree, node: NodeId, names: &Names<'_>) -> (Type, bool) {
    read_at(tree, node, names, 0)
}

fn read_at(tree: &Tree, node: NodeId, names: &Names<'_>, depth: usize) -> (Type, bool) {
    if depth > MAX_DEPTH {
        return (Type::Unknown, false);
    }
    let written = tree.text_of(node);
    let inner = || {
        let inner = tree.child(node, 0);
        inner.map_or((Type::Unknown, false), |n| {
            read_at(tree, n, names, depth + 1)
        })
    };
    let ty = match tree.kind(node) {
        Kind::PredefinedType => match written {
            "string" => Type::Str,
            "number" => Type::Float,
            "boolean" => Type::Bool,
            "object" => Type::Object,
            _ => Type::Unknown,
        },
        Kind::LiteralType => match string_literal(tree, node) {
            Some(value) => Type::Enum(vec![value]),
            None => return (Type::Unknown, is_nothing(written)),
        },
        Kind::ObjectType => Type::Object,
        Kind::ArrayType => Type::List(Box::new(inner().0)),
        Kind::ParenType => return inner(),
        Kind::UnionType => return union(tree, node, names, depth),
        Kind::TypeName => named(written, names),
        Kind::QualifiedType => match written.split_once('.') {
            Some(("RT", name)) => Type::Resource(snake_case(name)),
            Some((_, "S3Object")) => Type::S3Object,
            _ => Type::Unknown,
        },
        Kind::GenericType => resource(tree, node).map_or(Type::Unknown, Type::Resource),
        _ => Type::Unknown,
    };
    (ty, false)
}

fn is_nothing(written: &str) -> bool {
    matches!(written, "null" | "undefined")
}

/// A union of strings is an enumeration; `T | null` is an optional T; any other is unknown.
fn union(tree: &Tree, node: NodeId, names: &Names<'_>, depth: usize) -> (Type, bool) {
    // `a | b | c` nests to the left.
    let mut members = Vec::new();
    let mut below = tree.below(node);
    while let Some(part) = below.next() {
        if tree.kind(part) != Kind::UnionType {
            members.push(part);
            below.leave_out();
        }
    }
    let optional = members.iter().any(|n| is_nothing(tree.text_of(*n)));
    members.retain(|n| !is_nothing(tree.text_of(*n)));
    if let [only] = members[..] {
        return (read_at(tree, only, names, depth + 1).0, optional);
    }
    let values: Option<Vec<String>> = members.iter().map(|n| string_literal(tree, *n)).collect();
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
    let words = annotation.split(|c| !is_js_word(c));
    let word = words
        .rev()
        .find(|w| !w.is_empty() && (*w == name || snake_case(w) == name))?;
    let start = word.as_ptr() as usize - annotation.as_ptr() as usize;
    Some(syntax::Span::new(start, start + word.len()))
}

/// `Resource<"name">`.
fn resource(tree: &Tree, node: NodeId) -> Option<String> {
    let head = tree.part(node, Role::Name)?;
    let mut arguments = tree.children(tree.part(node, Role::TypeArguments)?);
    let (one, more) = (arguments.next()?, arguments.next());
    match tree.text_of(head) == "Resource" && more.is_none() {
        true => string_literal(tree, one),
        false => None,
    }
}

fn string_literal(tree: &Tree, node: NodeId) -> Option<String> {
    let string = tree.child(node, 0);
    let written = tree.text_of(string.filter(|n| tree.kind(*n) == Kind::Str)?);
    written
        .get(1..written.len().checked_sub(1)?)
        .map(str::to_owned)
}

/// The resource type that Windmill takes a type of this name for.
pub fn snake_case(name: &str) -> String {
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
