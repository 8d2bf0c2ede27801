//! From ruff's tree of a valid text to ours: the strict parser judges each text anyway, so that nothing else need parse it.
//!
//! Gives the same nodes as `lower` does from tree-sitter's tree. What is in ruff's tree without a place of its own (where an
//! `else` begins, where the brackets round a value end) is looked up among the tokens (`around`).
//!
//! It recurses, as the parser did before it, on the same stack. So no function here has more on it than it needs: what
//! takes room is done in functions that do not recurse.

mod around;
mod clause;
mod expression;
mod pattern;
mod statement;
mod string;

use std::sync::Arc;

use ruff_python_ast::ModModule;
use ruff_python_ast::token::Token;
use ruff_text_size::{Ranged, TextRange};
use syntax::Span;
use syntax::strict::{self, Compiled, Verdict};

use super::tree::builder::Builder;
use super::tree::{Kind, NodeId, Tree};

/// Judges a text, and gives our tree of it where it is valid, of one parse.
pub fn read(text: &Arc<str>) -> (Verdict, Option<Tree>) {
    strict::python_read(text, |module, tokens| tree(text, module, tokens))
}

/// As [`read`], and says what Python refuses of a text that parses.
pub(crate) fn judge(text: &Arc<str>) -> (Verdict, Compiled, Option<Tree>) {
    let (verdict, seen) = strict::python_read(text, |module, tokens| {
        let compiled = strict::compiled(text, module);
        (compiled, tree(text, module, tokens))
    });
    let (compiled, tree) = seen.unzip();
    (verdict, compiled.unwrap_or_default(), tree)
}

fn tree(text: &Arc<str>, module: &ModModule, tokens: &[Token]) -> Tree {
    let mut reading = Reading {
        tree: Builder::new(text),
        tokens,
    };
    reading.statements(NodeId::ROOT, &module.body);
    reading.tree.close(NodeId::ROOT);
    reading.tree.finish(text)
}

/// What goes over ruff's tree.
struct Reading<'t> {
    tree: Builder<'t>,
    /// All tokens, comments and line breaks among them.
    tokens: &'t [Token],
}

impl Reading<'_> {
    fn open(&mut self, into: NodeId, kind: Kind, place: impl Ranged) -> NodeId {
        self.tree.push(into, kind, span(place.range()))
    }

    /// An identifier that is no expression.
    fn ident(&mut self, into: NodeId, place: impl Ranged) {
        let place = span(place.range());
        let symbol = self.tree.symbol(place);
        self.tree.push(into, Kind::Ident(symbol), place);
    }
}

fn span(range: TextRange) -> Span {
    Span::new(range.start().to_usize(), range.end().to_usize())
}
