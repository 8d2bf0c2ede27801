//! From oxc's tree of a valid text of TypeScript to ours: oxc reads a script in a small part of the time that tree-sitter takes.
//!
//! Gives the same nodes as `lower` does from tree-sitter's tree. What has no place of its own in oxc's tree (brackets round
//! a condition, the word `extends`) is looked up in the text behind what comes before it (`around`). A text with something
//! that only one of the parsers has a tree for is left to `lower`.
//!
//! It recurses, as the parser did before it, on the same stack. So no function here has more on it than it needs.

mod around;
mod class;
mod expression;
mod function;
mod module;
mod object;
mod pattern;
mod signature;
mod statement;
mod types;

use std::sync::Arc;

use oxc_ast::ast::Program;
use oxc_span::GetSpan;
use syntax::Span;
use syntax::strict::{self, Judged};

use super::tree::builder::Builder;
use super::tree::{Kind, Mark, NodeId, Role, Tree};

/// Judges a text of TypeScript, and gives our tree of it where it is valid, of one parse. `None`: it is not, or has
/// something that this reader leaves alone.
pub(crate) fn judge(text: &Arc<str>) -> (Judged, Option<Tree>) {
    let (judged, tree) = strict::typescript_read(text, |program| tree(text, program));
    (judged, tree.flatten())
}

/// Our tree of a text of TypeScript where the strict parser calls it valid.
pub fn read(text: &Arc<str>) -> Option<Tree> {
    judge(text).1
}

fn tree(text: &Arc<str>, program: &Program<'_>) -> Option<Tree> {
    let mut reading = Reading {
        tree: Builder::new(text),
        text,
        is_odd: false,
    };
    let comments = program.comments.iter().map(|c| span(c.span));
    reading.tree.comments.extend(comments);
    reading.statements(NodeId::ROOT, Role::None, &program.directives, &program.body);
    reading.tree.close(NodeId::ROOT);
    (!reading.is_odd).then(|| reading.tree.finish(text))
}

/// What goes over oxc's tree.
struct Reading<'t> {
    tree: Builder<'t>,
    text: &'t str,
    /// Whether something was found that this reader leaves alone.
    is_odd: bool,
}

impl Reading<'_> {
    /// A node that is still open.
    fn open(&mut self, into: NodeId, role: Role, kind: Kind, place: Span) -> NodeId {
        self.tree.push(into, kind, role, place)
    }

    fn close(&mut self, node: NodeId) {
        self.tree.close(node);
    }

    /// A node with nothing in it.
    fn leaf(&mut self, into: NodeId, role: Role, kind: Kind, place: Span) {
        self.tree.push(into, kind, role, place);
    }

    /// The same, with a name.
    fn name(&mut self, into: NodeId, role: Role, kind: Kind, place: Span) {
        let node = self.tree.push(into, kind, role, place);
        self.tree.set_name(node, place);
    }

    /// A string in quotes.
    fn string(&mut self, into: NodeId, role: Role, place: Span) {
        let node = self.tree.push(into, Kind::Str, role, place);
        self.tree.mark(node, Mark::Closed);
    }

    fn mark(&mut self, node: NodeId, mark: Mark, holds: bool) {
        if holds {
            self.tree.mark(node, mark);
        }
    }

    /// Marks a statement that ends with its `;`.
    fn mark_end(&mut self, node: NodeId, place: Span) {
        let ends = place.slice(self.text).ends_with(';');
        self.mark(node, Mark::Closed, ends);
    }

    /// What is asked for is not read here.
    fn odd(&mut self) {
        self.is_odd = true;
    }
}

fn span(place: oxc_span::Span) -> Span {
    Span::new(place.start as usize, place.end as usize)
}

/// Where something stands.
fn place(of: &impl GetSpan) -> Span {
    span(of.span())
}
