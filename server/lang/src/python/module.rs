//! What stands at the top of a Python module: its classes; and its imports, wherever they stand.

use rustc_hash::FxHashMap;
use syntax::{Span, Spanned};

use super::imports::{Import, imports};
use super::tree::{Kind, NodeId, Tree};

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

/// What is kept of the module that a tree is of.
pub(crate) fn module(tree: &Tree) -> Module {
    let classes: Vec<Class> = tree.top().filter_map(|n| class(tree, n)).collect();
    let names = classes.iter().enumerate();
    let class_of_name = names.map(|(i, c)| (c.name.value.clone(), i)).collect();
    Module {
        classes,
        class_of_name,
        imports: imports(tree),
    }
}

fn class(tree: &Tree, node: NodeId) -> Option<Class> {
    let parts = tree.class(node)?;
    let bases = parts.arguments.into_iter();
    let bases: Vec<_> = bases.map(|n| tree.spanned(n)).collect();
    let decorators = tree.decorators(node);
    let body = parts.body.into_iter().flat_map(|b| tree.children(b));
    Some(Class {
        name: tree.spanned(parts.name?),
        fields: body.filter_map(|n| field(tree, n)).collect(),
        kind: class_kind(&bases, &decorators),
        doc: tree.docstring(node),
        span: tree.span(node),
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

fn field(tree: &Tree, node: NodeId) -> Option<Field> {
    let parts = tree.assignment(node)?;
    let name = *parts.targets.first()?;
    let Kind::Name(_) = tree.kind(name) else {
        return None;
    };
    let string = parts.value.and_then(|v| tree.plain_string(v));
    let default = parts.value.map(|v| tree.bracketed(v));
    Some(Field {
        name: tree.spanned(name),
        annotation: parts.annotation.map(|n| tree.spanned(n)),
        default: default.map(|s| Spanned::new(s.slice(tree.text()).to_owned(), s)),
        string: string.map(str::to_owned),
    })
}
