//! JavaScript and TypeScript: the tree of a text, what its names mean, what a module imports; what one expression reads
//! (its member chains over free names), and what stands at a cursor in it.
//!
//! `results` is a name like any other. All spans are byte offsets into the text that is read. Nothing
//! here recurses or fails.

mod analyse;
mod cursor;
mod exports;
mod fast;
mod guard;
mod identifier;
mod literal;
mod lower;
pub mod names;
mod no_value;
mod occurrences;
mod quick;
mod snippet;
mod specifiers;
mod stray_await;
pub mod tree;

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use syntax::{Language, Span, Spanned};

pub use cursor::{At, CallArg, CallAt, MemberAt, at, call_at};
pub use exports::Export;
pub(crate) use fast::judge;
pub use fast::read;
pub use identifier::is_identifier;
pub use lower::lower;
pub use names::Names;
pub use no_value::{NoValue, no_value};
pub use quick::chain as plain_chain;
pub use snippet::Snippet;
pub use specifiers::Specifier;
pub(crate) use specifiers::specifiers;
pub(crate) use stray_await::stray_await;
pub use tree::Tree;

/// A program of TypeScript as it is read: its tree, and what its names mean.
#[derive(Debug)]
pub struct JavaScript {
    /// The tree.
    pub tree: Tree,
    names: OnceLock<Names>,
}

impl JavaScript {
    /// From tree-sitter's tree of the same text in the same language.
    pub fn new(text: &Arc<str>, language: Language, tree: &syntax::Tree) -> JavaScript {
        JavaScript::of(lower(text, language, tree))
    }

    /// Reads a text of TypeScript: from the strict parser's tree where that takes it, else from tree-sitter's, as far as
    /// that comes.
    pub fn read(text: &Arc<str>) -> JavaScript {
        let language = Language::TypeScript;
        let tolerant = || lower(text, language, &syntax::parse(language, text));
        JavaScript::of(read(text).unwrap_or_else(tolerant))
    }

    /// Reads a text of TypeScript that may have JSX, as far as it can be read.
    pub fn read_with_jsx(text: &Arc<str>) -> JavaScript {
        let tree = syntax::parse(Language::Tsx, text);
        JavaScript::new(text, Language::Tsx, &tree)
    }

    /// From our own tree.
    pub(crate) fn of(tree: Tree) -> JavaScript {
        JavaScript {
            tree,
            names: OnceLock::new(),
        }
    }

    /// What its names mean. Worked out when first asked for.
    pub fn names(&self) -> &Names {
        let mode = names::Mode::Module;
        self.names.get_or_init(|| Names::new(&self.tree, mode))
    }
}

/// Reads one expression that is asked nothing else; see [`Snippet::analysis`].
pub fn analyze(text: &str) -> Analysis {
    let snippet = Snippet::new(text);
    snippet.analysis().clone()
}

/// What an expression reads, and how it is built.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Analysis {
    /// Every maximal member chain that starts at a free name, in order of its root.
    pub chains: Vec<Chain>,
    /// The calls of these chains, in the same order.
    pub calls: Vec<Call>,
    /// Whether the tolerant tree shows an error. Chains are a best guess then, and names that the
    /// broken part declares may look free. A strict parser knows whether it is a mistake.
    pub has_error: bool,
    /// Whether it is something else than one expression: a `;`, a declaration, several statements.
    pub statements: bool,
    /// Whether a `return` stands outside every nested function.
    pub returns: bool,
    /// Whether a `throw` stands outside every nested function.
    pub throws: bool,
    /// The first `await` in a function that is not `async`, where it is a mistake.
    pub stray_await: Option<Span>,
}

/// A free name and the properties that are read from it, one after the other.
///
/// A name is free when nothing in the expression declares it: parameters (destructured, with
/// defaults), `const`, `let`, `var`, functions, classes, `catch`, loop variables, and names that are
/// assigned to. A chain ends at a call (`results.a.map(f).b` is the chain `results.a.map`) and at
/// brackets around it (`(results.a).b` is `results.a`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// The free name.
    pub root: Spanned<String>,
    /// The properties, from the first on.
    pub path: Vec<Segment>,
    /// The whole chain, with closing bracket.
    pub span: Span,
    /// Whether the author has thought of the value being absent. Generous on purpose: a rule that
    /// asks is silent where it says yes. It holds for a chain
    /// - anywhere in the left side of `??`, `||`, `??=`, `||=`, `&&=`, or of `&&`;
    /// - anywhere in the condition of `?:`, `if`, `while`, `for`, or in the value of `switch`;
    /// - under `!` or `typeof`, on either side of `in` or `instanceof`, beside `null`, `undefined` or
    ///   `void 0` in a comparison, or as an argument of `Boolean`, `Array.isArray`, `Object.hasOwn`;
    /// - whose call is optional (`a.b?.()`), or that is read on with `?.` after brackets around it;
    /// - in the body of a `try` that has a `catch`;
    /// - in a branch of `?:`, on the right of `&&`, `||`, `??`, or anywhere after the condition of
    ///   `if`, `while`, `for` or `switch`, where that condition (left side) reads the same root with
    ///   the same first segment, the bare root, or asks its `hasOwnProperty`.
    ///
    /// The first four stop at the border of a nested function. A `?.` in the chain itself does not
    /// count: it shows in [`Segment::access`].
    pub guarded: bool,
    /// Whether the last segment (the root, without segments) is called: `f(…)`, `f?.(…)`,
    /// `new F(…)`, or as the tag of a template.
    pub called: bool,
    /// Whether the chain is the operand of `typeof`.
    pub under_typeof: bool,
    /// Whether it stands in a nested function that is not `async`.
    pub in_sync_function: bool,
    /// What is done with its value.
    pub place: ChainUse,
}

/// What is done with the value of a chain, where a rule may care.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChainUse {
    /// An argument of this function (its text, as in `Object.keys`).
    Argument(String),
    /// The right side of `in`.
    RightOfIn,
    /// Spread with `...`.
    Spread,
    /// It is what the text gives, as a whole or in one of its cases: the expression, the value of a
    /// `return` outside nested functions, a branch of `?:`, the right side of `??`, `||`, `&&`.
    Given,
    /// Anything else.
    Other,
}

/// One step of a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Which property.
    pub key: Key,
    /// Its name or index alone, without dot, brackets or quotes.
    pub span: Span,
    /// How it is written.
    pub access: Access,
}

/// Which property of a value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// A name, unescaped.
    Name(String),
    /// A whole number in brackets.
    Index(u64),
    /// Known at run time only: `a[i]`.
    Dynamic,
}

impl Key {
    /// The name, where it is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Key::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// How a property is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Access {
    /// `a.b`
    Dot,
    /// `a?.b`
    OptionalDot,
    /// `a["b"]`, `a[0]`
    Bracket(Quote),
    /// `a?.["b"]`, `a?.[0]`
    OptionalBracket(Quote),
}

impl Access {
    /// Whether an absent object gives `undefined` here, not an exception.
    pub fn is_optional(self) -> bool {
        matches!(self, Access::OptionalDot | Access::OptionalBracket(_))
    }
}

/// The quotes around a name in brackets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quote {
    /// No string literal: a number, or an expression.
    None,
    /// `'b'`
    Single,
    /// `"b"`
    Double,
    /// A template: `` `b` ``
    Template,
}

/// A call of a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// Which of [`Analysis::chains`] is called.
    pub chain: usize,
    /// The whole call.
    pub span: Span,
    /// The first argument, where it is a string literal: unescaped, and its span without quotes.
    pub text: Option<Spanned<String>>,
}

/// The chain under `offset`, and which part of it: 0 for the root, `n` for `path[n - 1]`.
/// In `a[b]` the inner chain wins.
pub fn chain_at(analysis: &Analysis, offset: usize) -> Option<(&Chain, usize)> {
    let parts = analysis.chains.iter().flat_map(|chain| {
        let names = chain.path.iter().map(|segment| segment.span);
        let spans = std::iter::once(chain.root.span).chain(names);
        spans
            .enumerate()
            .map(move |(part, span)| (chain, part, span))
    });
    parts
        .filter(|(_, _, span)| span.touches(offset))
        .min_by_key(|(_, _, span)| span.len())
        .map(|(chain, part, _)| (chain, part))
}
