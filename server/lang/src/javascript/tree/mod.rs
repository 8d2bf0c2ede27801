//! A text of JavaScript or TypeScript as a tree of our own; see [`crate::tree`] for how it is kept.
//!
//! A node is a [`Kind`], fills a [`Role`] in the one that it stands in, has [`Mark`]s for words and signs that stand right in
//! it, and perhaps a name. Brackets round an expression are nodes; comments and punctuation are none. What does not parse is
//! there as far as it could be read, in or beside a [`Kind::Broken`].

pub(crate) mod builder;
mod kind;

use crate::tree::{self, Data};
pub use crate::tree::{NodeId, Symbol};

pub use kind::{Kind, Operator, Unary, Word};

/// A text of JavaScript or TypeScript.
pub type Tree = tree::Tree<Syntax>;

/// What is kept of a node.
pub(crate) type Node = tree::Node<Syntax>;

/// The children of a node, in order; see [`tree::Tree::children`].
pub type Children<'t> = tree::Children<'t, Syntax>;

/// All that stands in a node, in reading order; see [`tree::Tree::below`].
pub type Descendants<'t> = tree::Descendants<'t, Syntax>;

/// All that is said of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Syntax {
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) marks: Marks,
    pub(crate) symbol: Symbol,
}

/// In place of a symbol: there is none.
pub(crate) const NO_SYMBOL: Symbol = Symbol(u32::MAX);

impl Data for Syntax {
    type Kind = Kind;

    fn kind(self) -> Kind {
        self.kind
    }

    fn symbol(self) -> Option<Symbol> {
        (self.symbol != NO_SYMBOL).then_some(self.symbol)
    }

    fn is_broken(self) -> bool {
        self.kind == Kind::Broken
    }
}

/// A word or sign that stands right in a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mark {
    /// `async`; of a loop, `await`.
    Async,
    /// The `*` of a function.
    Generator,
    /// `?.`; behind the name of a parameter or property, `?`.
    Optional,
    /// `default` of an export.
    Default,
    /// `of` of a loop.
    Of,
    /// A word for who may use it (`private`, `override`, `readonly`): of a parameter it makes a property.
    Access,
    /// It ends with its own sign: the quote of a string, the `;` of a statement.
    Closed,
    /// `abstract` of a class.
    Abstract,
}

/// The marks of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Marks(u8);

impl Marks {
    pub(crate) fn with(self, mark: Mark) -> Marks {
        Marks(self.0 | 1 << mark as u8)
    }

    fn has(self, mark: Mark) -> bool {
        self.0 & (1 << mark as u8) != 0
    }
}

/// What a node is to the one that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are the grammars' own")]
pub enum Role {
    /// Nothing but the next one.
    None,
    Alias,
    Alternative,
    Argument,
    Arguments,
    Attribute,
    Body,
    CloseTag,
    Condition,
    Consequence,
    Constraint,
    Constructor,
    Declaration,
    Decorator,
    /// The name of an import that has no braces.
    Default,
    Finalizer,
    Function,
    Handler,
    Increment,
    Index,
    IndexType,
    Initializer,
    Key,
    Label,
    Left,
    Module,
    Name,
    Object,
    OpenTag,
    Parameter,
    Parameters,
    Pattern,
    Property,
    ReturnType,
    Right,
    Source,
    Type,
    TypeArguments,
    TypeParameters,
    Value,
}

impl Tree {
    /// What a node is to the one that it stands in.
    pub fn role(&self, node: NodeId) -> Role {
        self.data(node).role
    }

    /// Whether a word or sign stands right in a node.
    pub fn has(&self, node: NodeId, mark: Mark) -> bool {
        self.data(node).marks.has(mark)
    }

    /// The first child that fills a role.
    pub fn part(&self, node: NodeId, role: Role) -> Option<NodeId> {
        self.children(node).find(|c| self.role(*c) == role)
    }

    /// What an identifier, a key or a type's name is called; the text of all else.
    pub fn written(&self, node: Option<NodeId>) -> &str {
        node.map_or("", |n| self.text_of(n))
    }

    /// Whether a node is a function whose body is there.
    pub fn is_function(&self, node: NodeId) -> bool {
        self.kind(node).is_function()
    }

    /// An expression without the brackets and assertions round it.
    pub fn bare(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while matches!(self.kind(node), Kind::Paren | Kind::NonNull | Kind::As) {
            let Some(inner) = self.child(node, 0) else {
                break;
            };
            node = inner;
        }
        node
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_small_and_trees_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<Tree>();
        assert_eq!(size_of::<Kind>(), 2);
        assert_eq!(size_of::<Syntax>(), 8);
        assert_eq!(size_of::<Node>(), 24);
    }
}
