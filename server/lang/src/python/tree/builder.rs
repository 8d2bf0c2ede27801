//! What the readers of a text make its tree with: a node comes before what stands in it, and is closed behind it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use syntax::Span;

use super::{Kind, Node, NodeId, Symbol, Tree};

/// In place of a span: it covers what stands in the node.
pub(crate) const COVER: Span = Span {
    start: u32::MAX,
    end: u32::MAX,
};

/// A tree that grows.
pub(crate) struct Builder<'t> {
    pub(crate) text: &'t str,
    pub(crate) nodes: Vec<Node>,
    symbols: Vec<Span>,
    known: FxHashMap<&'t str, Symbol>,
}

impl<'t> Builder<'t> {
    /// A module with nothing in it, which is still open.
    pub(crate) fn new(text: &'t str) -> Builder<'t> {
        let mut builder = Builder {
            text,
            nodes: Vec::with_capacity(text.len() / 6 + 1),
            symbols: Vec::new(),
            known: FxHashMap::default(),
        };
        builder.push(NodeId::ROOT, Kind::Module, Span::new(0, text.len()));
        builder
    }

    /// The tree, once all nodes are closed. `text` is what was read.
    pub(crate) fn finish(mut self, text: &Arc<str>) -> Tree {
        self.nodes.shrink_to_fit();
        self.symbols.shrink_to_fit();
        Tree::new(Arc::clone(text), self.nodes, self.symbols)
    }

    /// Adds a node. It is a leaf until it is closed later.
    pub(crate) fn push(&mut self, parent: NodeId, kind: Kind, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            kind,
            span,
            parent,
            end: NodeId(id.0 + 1),
        });
        id
    }

    /// All that was added since is in this node, and nothing else will be.
    pub(crate) fn close(&mut self, node: NodeId) {
        let end = NodeId(self.nodes.len() as u32);
        self.nodes[node.index()].end = end;
        let Node {
            kind, span, parent, ..
        } = self.nodes[node.index()];
        let inner = NodeId(node.0 + 1);
        if kind == Kind::WithItem && inner < end && self.nodes[inner.index()].end == end {
            // Brackets round a value alone may be those of the whole list.
            self.nodes[node.index()].span = self.nodes[inner.index()].span;
            return;
        }
        let holds_blocks = holds_blocks(kind);
        if span != COVER && kind != Kind::Block && !holds_blocks {
            return;
        }
        let mut child = inner;
        let mut cover: Option<Span> = None;
        let mut last = None;
        while child < end {
            let Node {
                span, end, kind, ..
            } = self.nodes[child.index()];
            cover = Some(cover.map_or(span, |c| c.cover(span)));
            last = Some(kind);
            child = end;
        }
        if holds_blocks {
            // Comments and semicolons behind the last statement are no part of it.
            let is_block = last.is_some_and(|k| k == Kind::Block || is_clause(k));
            if let Some(cover) = cover.filter(|_| is_block) {
                self.nodes[node.index()].span.end = cover.end;
            }
            return;
        }
        let start = match span == COVER {
            true => self.nodes[parent.index()].span.start,
            false => span.start,
        };
        self.nodes[node.index()].span = cover.unwrap_or(Span { start, end: start });
    }

    pub(crate) fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind
    }

    pub(crate) fn set(&mut self, node: NodeId, kind: Kind) {
        self.nodes[node.index()].kind = kind;
    }

    /// The symbol of the name that stands there.
    pub(crate) fn symbol(&mut self, span: Span) -> Symbol {
        let text: &'t str = self.text;
        let next = Symbol(self.symbols.len() as u32);
        let symbol = *self.known.entry(span.slice(text)).or_insert(next);
        if symbol == next {
            self.symbols.push(span);
        }
        symbol
    }
}

/// What ends with a block of statements.
fn holds_blocks(kind: Kind) -> bool {
    match kind {
        Kind::Function { .. } | Kind::Class { .. } => true,
        Kind::For { .. } | Kind::While | Kind::If | Kind::With { .. } | Kind::Match | Kind::Try => {
            true
        }
        kind => is_clause(kind),
    }
}

/// What is part of a statement and ends with a block.
fn is_clause(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Case | Kind::Elif | Kind::Else | Kind::Except | Kind::Finally
    )
}
