//! Python: the tree of a text, what its names mean, imports and classes.

mod attributes;
mod declaration;
pub mod declare;
mod docstring;
mod exports;
mod fast;
mod identifier;
mod imports;
mod literal;
mod lower;
pub(crate) mod module;
pub mod names;
mod occurrences;
pub mod reach;
mod stdlib;
pub mod tree;

use std::sync::{Arc, OnceLock};

use syntax::Language;

pub use declaration::{Declaration, DeclarationKind, Imported};
pub use declare::{Annotation, Class, ClassKind, Field, Function, Param};
pub(crate) use fast::judge;
pub use fast::read;
pub use identifier::is_identifier;
pub use imports::{Import, ImportPlace};
pub use literal::after_string;
pub use lower::lower;
pub use names::Names;
pub use reach::Reach;
pub use stdlib::is_stdlib;
pub use tree::{ParamKind, Tree};

/// A text of Python as it is read: its tree, and what its names mean.
#[derive(Debug)]
pub struct Python {
    /// The tree.
    pub tree: Tree,
    names: OnceLock<Names>,
    reach: OnceLock<Reach>,
}

/// The tree of a text: the strict parser's where that takes it, else tree-sitter's, as far as that comes.
pub fn read_any(text: &Arc<str>) -> Tree {
    let (_, tree) = read(text);
    let tolerant = || lower(text, &syntax::parse(Language::Python, text));
    tree.unwrap_or_else(tolerant)
}

impl Python {
    /// Reads a text; see [`read_any`].
    pub fn read(text: &Arc<str>) -> Python {
        Python::of(read_any(text))
    }

    /// From tree-sitter's tree of the same text.
    pub fn new(text: &Arc<str>, tree: &syntax::Tree) -> Python {
        Python::of(lower(text, tree))
    }

    /// From our own tree.
    pub(crate) fn of(tree: Tree) -> Python {
        Python {
            tree,
            names: OnceLock::new(),
            reach: OnceLock::new(),
        }
    }

    /// What its names mean. Worked out when first asked for.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.tree))
    }

    /// Which bindings reach its uses. Worked out when first asked for.
    pub fn reach(&self) -> &Reach {
        let new = || Reach::new(&self.tree, self.names());
        self.reach.get_or_init(new)
    }
}
