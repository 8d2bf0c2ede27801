//! What Windmill makes of a script's entry points: where it finds them, what they take, of which types; and what
//! it overlooks.
//!
//! It reads text and no grammar, and so does what is here, wherever that makes a difference.

pub(crate) mod conventions;
pub(crate) mod main_forms;
pub(crate) mod python;
mod python_types;
mod types;
pub(crate) mod typescript;
mod typescript_types;

use lang::python::{Annotation, ParamKind};
use syntax::{Span, Spanned};

pub use main_forms::HiddenMain;
pub use python_types::DefaultKind;
pub use types::Type;
pub use typescript_types::snake_case;
pub(crate) use typescript_types::type_word;

/// Which function of a script is meant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntryName {
    /// What runs.
    Main,
    /// What runs before it on a trigger's event.
    Preprocessor,
}

impl EntryName {
    /// The function's name.
    pub fn as_str(self) -> &'static str {
        match self {
            EntryName::Main => "main",
            EntryName::Preprocessor => "preprocessor",
        }
    }
}

/// An entry point as Windmill would find it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// It is there, and takes these.
    Found(Signature),
    /// Windmill would not find it.
    Missing,
    /// A `@workflow` function stands in for `main`.
    Workflow,
    /// Nothing can be said: the language is not read, the signature is broken, or it is not plain.
    Unknown,
}

impl Entry {
    /// The signature, where it is known.
    pub fn signature(&self) -> Option<&Signature> {
        match self {
            Entry::Found(signature) => Some(signature),
            _ => None,
        }
    }
}

/// What an entry point takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The function's name.
    pub name: Spanned<String>,
    /// Its parameters but for `*args` and `**kwargs`, in order.
    pub params: Vec<Param>,
    /// Whether inputs may come that no parameter names.
    pub takes_any: bool,
    /// Its header, from `def` or `export` up to the return annotation.
    pub span: Span,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// The return annotation as written.
    pub returns: Option<Spanned<String>>,
    /// Whether it is `async`.
    pub is_async: bool,
}

impl Signature {
    /// The first parameter without a default that stands after one with: Python refuses that.
    pub fn misplaced(&self) -> Option<&Param> {
        let by_place = |p: &&Param| p.kind != ParamKind::KeywordOnly;
        let mut rest = self
            .params
            .iter()
            .filter(by_place)
            .skip_while(|p| p.default.is_none());
        rest.find(|p| p.default.is_none())
    }

    /// The parameter of this name.
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|p| p.name.value == name)
    }
}

/// A parameter of an entry point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type as Windmill reads it: from the annotation, else from the default.
    pub ty: Type,
    /// The annotation as written.
    pub annotation: Option<Spanned<String>>,
    /// The same taken apart, in Python.
    pub parts: Option<Annotation>,
    /// The default as written.
    pub default: Option<Spanned<String>>,
    /// What Windmill makes of the default; `None` where there is none.
    pub default_kind: Option<DefaultKind>,
    /// How Python takes it.
    pub kind: ParamKind,
    /// Whether Windmill ever passes it: not where it is keyword-only or positional-only.
    pub passed: bool,
    /// Whether its type says that nothing need be given.
    pub optional: bool,
    /// All of it.
    pub span: Span,
}

impl Param {
    /// Whether something must be given. A default that Windmill cannot read still counts as one; see
    /// [`Param::loses_default`].
    pub fn is_required(&self) -> bool {
        self.passed && self.default.is_none() && !self.optional
    }

    /// Whether `None` is passed in place of the default, because Windmill cannot read that.
    pub fn loses_default(&self) -> bool {
        self.passed && !self.optional && python::is_lost(self.default_kind)
    }
}
