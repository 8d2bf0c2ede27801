//! What a module, a class or a stub declares: functions, classes, and names that are given a type or a value. One model
//! for scripts, for the SDKs' stubs and source, and for what is called at a cursor.
//!
//! It keeps nothing of the tree that it is read from.

mod annotation;
mod render;

use syntax::{Span, Spanned};

use super::tree::{Kind, NodeId, ParamKind, Tree};

pub use annotation::{Annotation, Form, last_name};
pub use render::rendered_params;

/// A function or method.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Function {
    /// Its name.
    pub name: Spanned<String>,
    /// Its parameters, `self` and the like among them.
    pub params: Vec<Param>,
    /// Its return annotation.
    pub returns: Option<Annotation>,
    /// Whether it is `async`.
    pub is_async: bool,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// What `@deprecated` says; perhaps nothing.
    pub deprecated: Option<String>,
    /// Its other decorators, as written without the `@`.
    pub decorators: Vec<Spanned<String>>,
}

/// A parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name, without stars.
    pub name: Spanned<String>,
    /// Its annotation.
    pub annotation: Option<Annotation>,
    /// Its default, as written.
    pub default: Option<Spanned<String>>,
    /// How it takes its value.
    pub kind: ParamKind,
}

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

/// A class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its name.
    pub name: Spanned<String>,
    /// What it derives from, as written; keywords such as `total=False` among them.
    pub bases: Vec<Spanned<String>>,
    /// Its decorators without the `@`, as written.
    pub decorators: Vec<Spanned<String>>,
    /// Its annotated or assigned names; in order, where nothing else is said.
    pub fields: Vec<Field>,
    /// Its functions; in order, where nothing else is said.
    pub methods: Vec<Function>,
    /// What it is for.
    pub kind: ClassKind,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// All of it, with its decorators.
    pub span: Span,
}

/// A name that is given a type or a value: of a class a field, of a module a variable or an alias.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: Spanned<String>,
    /// Its annotation.
    pub annotation: Option<Annotation>,
    /// What is assigned to it, as written.
    pub default: Option<Spanned<String>>,
    /// What that holds, where it is a plain string.
    pub string: Option<String>,
    /// The string below it.
    pub doc: Option<String>,
}

impl Class {
    /// The method of this name; of several, the first.
    pub fn method(&self, name: &str) -> Option<&Function> {
        self.methods.iter().find(|m| m.name.value == name)
    }

    /// The field of this name; of several, the first.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name.value == name)
    }

    /// The string values of an enum's members; values that are no strings are left out.
    pub fn values(&self) -> Vec<String> {
        let strings = self.fields.iter().filter_map(|f| f.string.clone());
        strings.collect()
    }
}

impl Function {
    /// Whether it is read like a field, not called.
    pub fn is_property(&self) -> bool {
        let mut decorators = self.decorators.iter();
        decorators.any(|d| {
            *d.value == *"property" || d.ends_with("cached_property") || d.ends_with(".setter")
        })
    }
}

/// Reads a function; `None` for other nodes.
pub fn function(tree: &Tree, node: NodeId) -> Option<Function> {
    let Kind::Function { is_async, .. } = tree.kind(node) else {
        return None;
    };
    let parts = tree.function(node)?;
    let mut decorators = tree.decorators(node);
    let is_deprecation = |d: &Spanned<String>| d.starts_with("deprecated");
    let is_deprecated = decorators.iter().any(is_deprecation);
    decorators.retain(|d| !is_deprecation(d));
    Some(Function {
        name: tree.spanned(parts.name?),
        params: parts
            .params
            .iter()
            .filter_map(|p| param(tree, *p))
            .collect(),
        returns: parts.returns.map(|n| Annotation::read(tree, n)),
        is_async,
        doc: tree.docstring(node),
        deprecated: is_deprecated.then(|| deprecation(tree, &parts.decorators)),
        decorators,
    })
}

/// Reads a parameter; `None` for other nodes.
pub fn param(tree: &Tree, node: NodeId) -> Option<Param> {
    let parts = tree.param(node)?;
    Some(Param {
        name: tree.spanned(parts.name?),
        annotation: parts.annotation.map(|n| Annotation::read(tree, n)),
        default: parts.default.map(|n| bracketed(tree, n)),
        kind: parts.kind,
    })
}

/// Reads a class; `None` for other nodes.
pub fn class(tree: &Tree, node: NodeId) -> Option<Class> {
    let parts = tree.class(node)?;
    let bases = parts.arguments.into_iter();
    let bases: Vec<_> = bases.map(|n| tree.spanned(n)).collect();
    let decorators = tree.decorators(node);
    let body: Vec<NodeId> = parts
        .body
        .map_or_else(Vec::new, |b| tree.children(b).collect());
    Some(Class {
        name: tree.spanned(parts.name?),
        fields: fields(tree, &body),
        methods: body.iter().filter_map(|n| function(tree, *n)).collect(),
        kind: class_kind(&bases, &decorators),
        doc: tree.docstring(node),
        span: tree.span(node),
        bases,
        decorators,
    })
}

/// The names that some statements in order give a type or a value.
pub fn fields(tree: &Tree, statements: &[NodeId]) -> Vec<Field> {
    let nodes = statements.iter().enumerate();
    let fields = nodes.filter_map(|(i, node)| {
        let below = statements.get(i + 1);
        field(tree, *node, below.copied())
    });
    fields.collect()
}

fn field(tree: &Tree, node: NodeId, below: Option<NodeId>) -> Option<Field> {
    let parts = tree.assignment(node)?;
    let name = *parts.targets.first()?;
    let Kind::Name(_) = tree.kind(name) else {
        return None;
    };
    let string = parts.value.and_then(|v| tree.plain_string(v));
    let doc = below.and_then(|n| tree.string_statement(n));
    Some(Field {
        name: tree.spanned(name),
        annotation: parts.annotation.map(|n| Annotation::read(tree, n)),
        default: parts.value.map(|v| bracketed(tree, v)),
        string: string.map(str::to_owned),
        doc: doc.map(str::to_owned),
    })
}

fn bracketed(tree: &Tree, value: NodeId) -> Spanned<String> {
    let span = tree.bracketed(value);
    Spanned::new(span.slice(tree.text()).to_owned(), span)
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

/// The first string among the arguments of `@deprecated(…)`.
fn deprecation(tree: &Tree, decorators: &[NodeId]) -> String {
    let calls = decorators.iter().filter_map(|d| tree.child(*d, 0));
    let calls = calls.filter(|c| tree.kind(*c) == Kind::Call);
    let mut arguments = calls.flat_map(|c| tree.arguments(c));
    let string = arguments.find_map(|n| tree.plain_string(n));
    string.unwrap_or_default().to_owned()
}
