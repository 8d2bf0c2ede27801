//! What Windmill makes of Python annotations and defaults. It knows a short list of forms and takes
//! every other name for a resource type, spelt as it is written. Where an annotation says nothing, it
//! guesses from the default; that guess is left out here, for the code may take more than that.
//!
//! Source: <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-py/src/lib.rs>, and of models and
//! dataclasses `pydantic_parser.rs` beside it.

use super::types::Type;
use lang::python::declare::Form;
use lang::python::tree::{Constant, Kind, NodeId};
use lang::python::{Annotation, Class, ClassKind, Tree};

/// The type of an annotation, and whether `None` is part of it so that no input is needed.
pub(crate) fn annotation(annotation: &Annotation, classes: &[Class]) -> (Type, bool) {
    let next = |a| self::annotation(a, classes);
    match &annotation.form {
        Form::Name => {
            let name = annotation.written();
            match name.contains('.') {
                true => (dotted(name), false),
                false => (named(name, classes), false),
            }
        }
        Form::Generic(..) => match annotation.generic() {
            Some(("Optional", args)) => match args {
                [item] => (next(item).0, true),
                _ => (Type::Unknown, true),
            },
            Some(("list" | "List", args)) => match args {
                [item] => (Type::List(Box::new(next(item).0)), false),
                _ => (Type::Unknown, false),
            },
            Some(("Literal", args)) => (literal(args), false),
            _ => (Type::Unknown, false),
        },
        Form::Union(members) => {
            let mut rest = &members[..];
            while let [first @ .., last] = rest
                && !first.is_empty()
                && last.is_none()
            {
                rest = first;
            }
            let optional = rest.len() < members.len();
            match rest {
                [only] if optional => (next(only).0, true),
                _ => (Type::Unknown, optional),
            }
        }
        _ => (Type::Unknown, false),
    }
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

/// Only the strings of a `Literal` with two or more values count.
fn literal(args: &[Annotation]) -> Type {
    let values = args.iter().filter_map(|a| match &a.form {
        Form::Text(text) => Some(text.clone()),
        _ => None,
    });
    let values: Vec<String> = values.collect();
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
pub(crate) fn default(tree: &Tree, node: NodeId) -> (DefaultKind, Type) {
    use DefaultKind::*;
    match tree.kind(node) {
        Kind::Constant(Constant::Integer | Constant::Float) if is_imaginary(tree.text_of(node)) => {
            (Read, Type::Unknown)
        }
        Kind::Constant(Constant::Integer) => (Read, Type::Int),
        Kind::Constant(Constant::Float) => (Read, Type::Float),
        Kind::Constant(Constant::True | Constant::False) => (Read, Type::Bool),
        Kind::Constant(Constant::None | Constant::Ellipsis) => (Read, Type::Unknown),
        Kind::Str(form) if form.formatted => (Lost, Type::Unknown),
        Kind::Str(form) if form.bytes => (Read, Type::Unknown),
        Kind::Str(_) => (Read, Type::Str),
        Kind::List => (Read, Type::List(Box::new(Type::Unknown))),
        Kind::Dict => (Read, Type::Object),
        Kind::Call => (Call, Type::Unknown),
        Kind::Attribute(_) => {
            let object = tree.child(node, 0).map(|o| tree.kind(o));
            match object {
                Some(Kind::Name(_)) => (Read, Type::Unknown),
                _ => (Lost, Type::Unknown),
            }
        }
        _ => (Lost, Type::Unknown),
    }
}

fn is_imaginary(written: &str) -> bool {
    written.ends_with(['j', 'J']) && !written.starts_with("0x") && !written.starts_with("0X")
}
