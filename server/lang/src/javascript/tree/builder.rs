//! What the readers of a text make its tree with: a node comes before what stands in it, and is closed behind it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use syntax::Span;

use super::{Kind, Mark, Marks, NO_SYMBOL, Node, NodeId, Role, Symbol, Syntax, Tree};

/// A tree that grows.
pub(crate) struct Builder<'t> {
    pub(crate) text: &'t str,
    pub(crate) nodes: Vec<Node>,
    /// Comments, in order.
    pub(crate) comments: Vec<Span>,
    symbols: Vec<Span>,
    known: FxHashMap<&'t str, Symbol>,
}

impl<'t> Builder<'t> {
    /// A text with nothing in it, which is still open.
    pub(crate) fn new(text: &'t str) -> Builder<'t> {
        let mut builder = Builder {
            text,
            nodes: Vec::with_capacity(text.len() / 6 + 2),
            comments: Vec::new(),
            symbols: Vec::new(),
            known: FxHashMap::default(),
        };
        let whole = Span::new(0, text.len());
        builder.push(NodeId::ROOT, Kind::Program, Role::None, whole);
        builder
    }

    /// The tree, once all nodes are closed. `text` is what was read.
    pub(crate) fn finish(mut self, text: &Arc<str>) -> Tree {
        self.nodes.shrink_to_fit();
        self.symbols.shrink_to_fit();
        self.comments.shrink_to_fit();
        Tree::new(Arc::clone(text), self.nodes, self.symbols).with_comments(self.comments)
    }

    /// Adds a node. It is a leaf until it is closed later.
    pub(crate) fn push(&mut self, parent: NodeId, kind: Kind, role: Role, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            kind: Syntax {
                kind,
                role,
                marks: Marks::default(),
                symbol: NO_SYMBOL,
            },
            span,
            parent,
            end: NodeId(id.0 + 1),
        });
        id
    }

    /// All that was added since is in this node, and nothing else will be.
    pub(crate) fn close(&mut self, node: NodeId) {
        self.nodes[node.index()].end = NodeId(self.nodes.len() as u32);
    }

    pub(crate) fn mark(&mut self, node: NodeId, mark: Mark) {
        let marks = &mut self.nodes[node.index()].kind.marks;
        *marks = marks.with(mark);
    }

    pub(crate) fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind.kind
    }

    pub(crate) fn set_kind(&mut self, node: NodeId, kind: Kind) {
        self.nodes[node.index()].kind.kind = kind;
    }

    /// Gives a node the name that stands at `span`.
    pub(crate) fn set_name(&mut self, node: NodeId, span: Span) {
        let text: &'t str = self.text;
        let next = Symbol(self.symbols.len() as u32);
        let symbol = *self.known.entry(span.slice(text)).or_insert(next);
        if symbol == next {
            self.symbols.push(span);
        }
        self.nodes[node.index()].kind.symbol = symbol;
    }

    /// Makes of `f(g(x) …)` what `g(f(x …))` is: a closed node changes places with its first child, which has one child, and
    /// takes that child and all that follows it.
    pub(crate) fn swap_with_first(&mut self, node: NodeId) {
        let (outer, inner) = (node.index(), node.index() + 1);
        let (end, mut next) = (self.nodes[outer].end, self.nodes[inner].end);
        while next < end {
            self.nodes[next.index()].parent = NodeId(inner as u32);
            next = self.nodes[next.index()].end;
        }
        let (role, inner_role) = (self.nodes[outer].kind.role, self.nodes[inner].kind.role);
        let operand = &self.nodes[inner + 1];
        let (start, operand_role) = (operand.span.start, operand.kind.role);
        let (kind, inner_kind) = (self.nodes[outer].kind, self.nodes[inner].kind);
        self.nodes[outer].kind = Syntax { role, ..inner_kind };
        self.nodes[inner].kind = Syntax {
            role: operand_role,
            ..kind
        };
        self.nodes[inner].span = Span {
            start,
            end: self.nodes[outer].span.end,
        };
        self.nodes[inner].end = end;
        self.nodes[inner + 1].kind.role = inner_role;
    }

    /// Makes of `f(g(x …))` what `g(f(x) …)` is: a closed node, which has one child, changes places with it, and keeps the
    /// first of what that has. Whether there is such a first.
    pub(crate) fn swap_with_outer(&mut self, node: NodeId) -> bool {
        let (outer, inner) = (node.index(), node.index() + 1);
        let end = self.nodes[inner].end;
        let Some(first) = self
            .nodes
            .get(inner + 1)
            .filter(|n| n.parent.index() == inner)
        else {
            return false;
        };
        let (first_end, start) = (first.end, self.nodes[outer].span.start);
        let to = first.span.end;
        let mut next = first_end;
        while next < end {
            self.nodes[next.index()].parent = node;
            next = self.nodes[next.index()].end;
        }
        let (role, inner_role) = (self.nodes[outer].kind.role, self.nodes[inner].kind.role);
        let (kind, inner_kind) = (self.nodes[outer].kind, self.nodes[inner].kind);
        self.nodes[outer].kind = Syntax { role, ..inner_kind };
        self.nodes[inner].kind = Syntax {
            role: inner_role,
            ..kind
        };
        self.nodes[inner].span = Span { start, end: to };
        self.nodes[inner].end = first_end;
        true
    }
}
