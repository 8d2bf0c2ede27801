//! Where a name of code is written: what an editor shows as its places, and renames.
//!
//! A *local* is a name that a scope of the program keeps. Its *occurrences* are all places of the text that mean
//! it: where it gets its value, where it is read, and keywords that stand for a parameter.

use syntax::Span;

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
    /// In an export under its own name: others keep calling it so.
    Exported,
    /// In a short form that means a property of the same name as well: `{ x }`.
    Shorthand,
    /// As the first part of a module's name: there can be no other.
    Fixed,
    /// As text in quotes, which is read as code: `"Row"` as an annotation.
    Quoted,
}
