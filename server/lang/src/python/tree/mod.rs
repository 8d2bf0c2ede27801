//! A Python module as a tree of our own: it can be kept, sent and shared, which a tree-sitter node cannot.
//!
//! All nodes lie in one list, each before what stands in it, in the order of the text: going over a tree is
//! going over a list, what stands in a node is a range, and to drop it is to drop a list, however deep it
//! nests. A node has 24 bytes. What a node's children are to it is said by its [`Kind`] and their order;
//! [`parts`] puts it into words. Brackets round an expression, comments and punctuation are no nodes.
//!
//! What does not parse is there as far as it could be read, in or beside a [`Kind::Broken`].

pub(crate) mod builder;
mod kind;
mod parts;
mod walk;

use syntax::Span;

use crate::tree::{self, Data};
pub use crate::tree::{NodeId, Symbol};

pub use kind::{
    Comparison, Comparisons, Comprehension, Constant, Kind, Operator, ParamKind, PatternKind,
    StringForm, TypeParamKind, Unary,
};
pub use parts::{AliasParts, AssignParts, ClassParts, FunctionParts, ParamParts};

/// A Python module. Of a function or class its decorators are part; a block goes from its first statement to its last.
pub type Tree = tree::Tree<Kind>;

/// What is kept of a node.
pub(crate) type Node = tree::Node<Kind>;

/// The children of a node, in order; see [`tree::Tree::children`].
pub type Children<'t> = tree::Children<'t, Kind>;

/// All that stands in a node, in reading order; see [`tree::Tree::below`].
pub type Descendants<'t> = tree::Descendants<'t, Kind>;

impl Data for Kind {
    type Kind = Kind;

    fn kind(self) -> Kind {
        self
    }

    fn symbol(self) -> Option<Symbol> {
        match self {
            Kind::Name(symbol)
            | Kind::Ident(symbol)
            | Kind::Attribute(symbol)
            | Kind::Keyword(symbol) => Some(symbol),
            _ => None,
        }
    }

    fn is_broken(self) -> bool {
        self == Kind::Broken
    }
}

impl Tree {
    /// Where the name of an attribute or of a keyword stands; for all else, all of it.
    pub fn name_span(&self, node: NodeId) -> Span {
        let span = self.span(node);
        match self.kind(node) {
            Kind::Attribute(symbol) => {
                let len = self.name(symbol).len();
                Span::new((span.end as usize).saturating_sub(len), span.end as usize)
            }
            Kind::Keyword(symbol) => {
                let len = self.name(symbol).len();
                Span::new(span.start as usize, span.start as usize + len)
            }
            _ => span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_small_and_trees_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<Tree>();
        assert_eq!(size_of::<Kind>(), 8);
        assert_eq!(size_of::<Node>(), 24);
    }
}
