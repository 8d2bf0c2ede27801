//! Patterns of `case`, and names with dots, which mean different things in different places.

use tree_sitter::Node;

use super::syntax::{Syntax, syntax};
use super::token::is_pattern;
use super::{Lowering, span};
use crate::python::tree::{Constant, Kind, NodeId, PatternKind, Unary};

impl Lowering<'_> {
    /// `a.b.c`: a module, what is imported from one, a pattern or a value.
    /// Whether what is in it comes next.
    pub(super) fn dotted(&mut self, node: Node<'_>) -> bool {
        let Some(frame) = self.frames.last().copied() else {
            return false;
        };
        let into = frame.into;
        let whole = span(node);
        if self.has_error && node.has_error() {
            self.tree.push(into, Kind::Broken, whole);
            self.open(Syntax::Error, NodeId(self.tree.nodes.len() as u32 - 1), 1);
            return true;
        }
        let names = self.identifiers(node);
        match frame.syntax {
            Syntax::Import => {
                let alias = self.tree.push(into, Kind::Alias, whole);
                self.path(alias, node, &names);
                self.tree.close(alias);
            }
            Syntax::RelativeImport => self.idents(into, &names),
            Syntax::ImportFrom if frame.parted == 0 => self.path(into, node, &names),
            Syntax::ImportFrom | Syntax::FutureImport => {
                let alias = self.tree.push(into, Kind::Alias, whole);
                self.imported(alias, node, &names);
                self.tree.close(alias);
            }
            Syntax::AliasedImport => {
                let statement = self.tree.nodes[into.index()].parent;
                match self.tree.kind(statement) {
                    Kind::ImportFrom => self.imported(into, node, &names),
                    _ => self.path(into, node, &names),
                }
            }
            syntax if is_pattern(syntax) => match names[..] {
                [only] if span(only).slice(self.tree.text) == "_" => {
                    self.tree
                        .push(into, Kind::Pattern(PatternKind::Wildcard), whole);
                }
                [only] => {
                    let pattern = self
                        .tree
                        .push(into, Kind::Pattern(PatternKind::Capture), whole);
                    self.idents(pattern, &[only]);
                    self.tree.close(pattern);
                }
                _ => {
                    let pattern = self
                        .tree
                        .push(into, Kind::Pattern(PatternKind::Value), whole);
                    self.chain(pattern, node, &names);
                    self.tree.close(pattern);
                }
            },
            _ => self.chain(into, node, &names),
        }
        false
    }

    fn identifiers<'n>(&mut self, node: Node<'n>) -> Vec<Node<'n>> {
        let mut cursor = node.walk();
        let children = node.named_children(&mut cursor);
        let is_name = |n: &Node<'n>| syntax(*n) == Syntax::Identifier && !n.is_missing();
        children.filter(is_name).collect()
    }

    fn idents(&mut self, into: NodeId, names: &[Node<'_>]) {
        for name in names {
            let symbol = self.tree.symbol(span(*name));
            self.tree.push(into, Kind::Ident(symbol), span(*name));
        }
    }

    /// A module's name.
    fn path(&mut self, into: NodeId, node: Node<'_>, names: &[Node<'_>]) {
        let path = self.tree.push(into, Kind::Path, span(node));
        self.idents(path, names);
        self.tree.close(path);
    }

    /// What an import takes from a module: one name, if it is right.
    fn imported(&mut self, into: NodeId, node: Node<'_>, names: &[Node<'_>]) {
        match names {
            [_] => self.idents(into, names),
            _ => self.path(into, node, names),
        }
    }

    /// A value, and attributes of it.
    fn chain(&mut self, into: NodeId, node: Node<'_>, names: &[Node<'_>]) {
        let start = span(node);
        let mut open = Vec::new();
        let mut into = into;
        // Numbered in the order of the text.
        let symbols: Vec<_> = names.iter().map(|n| self.tree.symbol(span(*n))).collect();
        for (name, symbol) in names.iter().zip(symbols).skip(1).rev() {
            let whole = start.cover(span(*name));
            let whole = ::syntax::Span {
                end: span(*name).end,
                ..whole
            };
            into = self.tree.push(into, Kind::Attribute(symbol), whole);
            open.push(into);
        }
        if let Some(first) = names.first() {
            let symbol = self.tree.symbol(span(*first));
            self.tree.push(into, Kind::Name(symbol), span(*first));
        }
        for node in open.into_iter().rev() {
            self.tree.close(node);
        }
    }

    /// A list or tuple of patterns; one alone in round brackets is just that pattern.
    pub(super) fn sequence(&mut self, syntax: Syntax, node: Node<'_>, into: NodeId) -> bool {
        if syntax == Syntax::TuplePattern && self.holds_one(node) {
            self.open(syntax, into, 0);
            return true;
        }
        let pattern = self
            .tree
            .push(into, Kind::Pattern(PatternKind::Sequence), span(node));
        self.open(syntax, pattern, 1);
        true
    }

    /// A number behind a `-` in a pattern.
    pub(super) fn negative(&mut self, syntax: Syntax, node: Node<'_>, start: usize, into: NodeId) {
        let whole = ::syntax::Span::new(start, node.end_byte());
        let constant = match syntax {
            Syntax::Float => Constant::Float,
            _ => Constant::Integer,
        };
        let pattern = self
            .tree
            .push(into, Kind::Pattern(PatternKind::Value), whole);
        let minus = self.tree.push(pattern, Kind::Unary(Unary::Minus), whole);
        self.tree.push(minus, Kind::Constant(constant), span(node));
        self.tree.close(minus);
        self.tree.close(pattern);
    }

    /// Whether something stands right in brackets, without a comma.
    pub(super) fn holds_one(&self, node: Node<'_>) -> bool {
        let mut cursor = node.walk();
        let mut found = false;
        for part in node.children(&mut cursor) {
            if syntax(part) == Syntax::Comma {
                return false;
            }
            found |= part.is_named() && !part.is_extra();
        }
        found
    }
}
