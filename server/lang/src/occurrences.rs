//! Where a name of code is written: what an editor shows as its places, and renames.
//!
//! A *local* is a name that a scope of the program keeps. Its *occurrences* are all places of the text that mean
//! it: where it gets its value, where it is read, and keywords that stand for a parameter.

use syntax::Span;

use crate::Program;

/// A name that a scope of a program keeps.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Local {
    /// The scope: 0 is the module, others have numbers that mean nothing but themselves.
    pub scope: u32,
    /// The name.
    pub name: String,
}

/// A place where a local is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Occurrence {
    /// The name alone, in bytes of the program.
    pub span: Span,
    /// Whether it gets a value there, or is declared.
    pub binds: bool,
    /// How it is written.
    pub form: Form,
}

/// How a name is written at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Form {
    /// As itself.
    Plain,
    /// In an import that binds it under its own name: another name needs an `as`.
    Imported,
    /// In a short form that means a property of the same name as well: `{ x }`.
    Shorthand,
    /// As the first part of a module's name: there can be no other.
    Fixed,
    /// As text in quotes, which is read as code: `"Row"` as an annotation.
    Quoted,
}

impl Program {
    /// The name of a scope that is written at `offset`, in bytes, or ends there. `None` for other languages, and for
    /// names that no scope keeps: what is built in, attributes, what broken code has lost.
    pub fn local_at(&self, offset: usize) -> Option<Local> {
        self.python()?.local_at(offset)
    }

    /// All places that mean a local, in reading order.
    pub fn occurrences(&self, local: &Local) -> Vec<Occurrence> {
        let python = self.python();
        python.map_or_else(Vec::new, |python| python.occurrences(local))
    }

    /// The parameter of this name of a function at the top of the program; of several such functions, the last.
    pub fn parameter(&self, function: &str, name: &str) -> Option<Local> {
        self.python()?.parameter(function, name)
    }

    /// Whether anything in the scopes at or below the one that keeps `local` has this name: whether the local can
    /// take it without meaning something else somewhere, or hiding something.
    pub fn is_taken(&self, local: &Local, name: &str) -> bool {
        self.python().is_some_and(|p| p.is_taken(local, name))
    }
}
