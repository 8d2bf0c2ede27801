//! What stands at the top of a Python module: its classes; and its imports, wherever they stand.

use rustc_hash::FxHashMap;
use syntax::{Span, Spanned, Tree};
use tree_sitter::Node;

use super::imports::{Import, imports};
use super::params::{docstring, plain_string};
use crate::walk::{children, span, text};

/// What a class is for, as far as its bases and decorators say.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClassKind {
    /// Derives from `TypedDict`.
    TypedDict,
    /// Decorated as a dataclass.
    Dataclass,
    /// Derives directly from pydantic's `BaseModel`.
    Pydantic,
    /// Derives from `Enum`, `StrEnum`, `IntEnum`, `Flag` or `IntFlag` by its plain name.
    Enum,
    /// Anything else.
    Other,
}

/// A top-level class of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its name.
    pub name: Spanned<String>,
    /// What it derives from, as written; keywords such as `total=False` among them.
    pub bases: Vec<Spanned<String>>,
    /// Its decorators without the `@`, as written.
    pub decorators: Vec<Spanned<String>>,
    /// Its annotated or assigned names, in order.
    pub fields: Vec<Field>,
    /// What it is for.
    pub kind: ClassKind,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// All of it, with its decorators.
    pub span: Span,
}

impl Class {
    /// The string values of an enum's members; values that are no strings are left out.
    pub fn values(&self) -> Vec<String> {
        self.fields
            .iter()
            .filter_map(|f| f.string.clone())
            .collect()
    }
}

/// A field of a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: Spanned<String>,
    /// Its annotation, as written.
    pub annotation: Option<Spanned<String>>,
    /// What is assigned to it, as written.
    pub default: Option<Spanned<String>>,
    /// What that holds, where it is a plain string.
    pub string: Option<String>,
}

/// What [`crate::Program`] keeps of a Python module.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) classes: Vec<Class>,
    /// The last class of each name, by its place among all.
    pub(crate) class_of_name: FxHashMap<String, usize>,
    pub(crate) imports: Vec<Import>,
}

/// `tree` may be that of the outline, `own` is our tree of the same.
pub(crate) fn module(tree: &Tree, own: &super::Tree, source: &str) -> Module {
    let imports = imports(own);
    let classes: Vec<Class> = top_level(tree).filter_map(|n| class(n, source)).collect();
    let names = classes.iter().enumerate();
    let class_of_name = names.map(|(i, c)| (c.name.value.clone(), i)).collect();
    Module {
        classes,
        class_of_name,
        imports,
    }
}

/// Whether a node opens a scope of its own inside another.
pub fn is_inner_scope(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition"
            | "class_definition"
            | "lambda"
            | "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
            | "generator_expression"
    )
}

/// The statements of the module, and those that a syntax error caught up.
fn top_level(tree: &Tree) -> impl Iterator<Item = Node<'_>> {
    children(tree.root_node())
        .into_iter()
        .flat_map(|node| match node.kind() {
            "ERROR" => children(node),
            _ => vec![node],
        })
}

/// The decorators of a definition, as written without the `@`.
pub fn decorators(node: Node<'_>, source: &str) -> Vec<Spanned<String>> {
    let nodes = children(node)
        .into_iter()
        .filter(|n| n.kind() == "decorator");
    let inner = nodes.filter_map(|n| n.named_child(0));
    inner.map(|n| spanned(n, source)).collect()
}

/// What a node was written as, and where.
pub fn spanned(node: Node<'_>, source: &str) -> Spanned<String> {
    Spanned::new(text(node, source).to_owned(), span(node))
}

fn class(node: Node<'_>, source: &str) -> Option<Class> {
    let definition = node.child_by_field_name("definition").unwrap_or(node);
    if definition.kind() != "class_definition" {
        return None;
    }
    let name = spanned(definition.child_by_field_name("name")?, source);
    let bases = definition
        .child_by_field_name("superclasses")
        .map_or(Vec::new(), children);
    let bases: Vec<_> = bases.into_iter().map(|n| spanned(n, source)).collect();
    let decorators = if definition == node {
        Vec::new()
    } else {
        decorators(node, source)
    };
    let body = definition
        .child_by_field_name("body")
        .map_or(Vec::new(), children);
    Some(Class {
        fields: body.into_iter().filter_map(|n| field(n, source)).collect(),
        kind: class_kind(&bases, &decorators),
        doc: docstring(definition, source),
        span: span(node),
        name,
        bases,
        decorators,
    })
}

fn class_kind(bases: &[Spanned<String>], decorators: &[Spanned<String>]) -> ClassKind {
    let base = |names: &[&str]| bases.iter().any(|b| names.contains(&b.as_str()));
    let dataclass = decorators.iter().any(|d| {
        let name = d.split('(').next().unwrap_or("").trim();
        matches!(
            name,
            "dataclass" | "dataclasses.dataclass" | "pydantic.dataclasses.dataclass"
        )
    });
    match () {
        () if dataclass => ClassKind::Dataclass,
        () if base(&["BaseModel", "pydantic.BaseModel"]) => ClassKind::Pydantic,
        () if base(&[
            "TypedDict",
            "typing.TypedDict",
            "typing_extensions.TypedDict",
        ]) =>
        {
            ClassKind::TypedDict
        }
        () if base(&["Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"]) => ClassKind::Enum,
        () => ClassKind::Other,
    }
}

fn field(node: Node<'_>, source: &str) -> Option<Field> {
    let assignment = match node.kind() {
        "expression_statement" => node.named_child(0)?,
        _ => node,
    };
    if assignment.kind() != "assignment" {
        return None;
    }
    let name = assignment
        .child_by_field_name("left")
        .filter(|n| n.kind() == "identifier")?;
    let default = assignment.child_by_field_name("right");
    Some(Field {
        name: spanned(name, source),
        annotation: assignment
            .child_by_field_name("type")
            .map(|n| spanned(n, source)),
        default: default.map(|n| spanned(n, source)),
        string: default.and_then(|n| plain_string(n, source)),
    })
}
