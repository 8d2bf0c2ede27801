//! From tree-sitter's tree to ours, in one pass over all nodes and tokens.
//!
//! Each open node has a [`Frame`], which says where its children go; tokens change the node that they stand in. Nothing is
//! searched for, and nothing recurses: a text nests as deep as it is long.

mod syntax;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ::syntax::{Language, Span};
use rustc_hash::FxHashMap;

use self::syntax::{Step, Table, Token};
use crate::javascript::tree::{
    Kind, Mark, Marks, NO_SYMBOL, Node, NodeId, Operator, Role, Symbol, Syntax, Tree, Unary, Word,
};

/// Our tree of a text, from tree-sitter's tree of the same text in the same language.
pub fn lower(text: &Arc<str>, language: Language, tree: &::syntax::Tree) -> Tree {
    shifted(text, language, tree, 0)
}

/// The same, from a tree of a text that has `shift` bytes more in front, and perhaps more behind.
pub(super) fn shifted(
    text: &Arc<str>,
    language: Language,
    tree: &::syntax::Tree,
    shift: usize,
) -> Tree {
    let table = Table::of(language);
    let mut cursor = tree.root_node().walk();
    let mut lowering = Lowering {
        text,
        shift,
        nodes: Vec::with_capacity(text.len() / 6 + 2),
        symbols: Vec::new(),
        known: FxHashMap::default(),
        comments: Vec::new(),
        frames: Vec::new(),
    };
    lowering.begin();
    loop {
        let node = cursor.node();
        let field = || {
            cursor
                .field_id()
                .map_or(Role::None, |f| table.role(f.get()))
        };
        if lowering.enter(node, table.step(node.kind_id()), field) {
            if cursor.goto_first_child() {
                continue;
            }
            lowering.leave();
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return lowering.finish(text);
            }
            lowering.leave();
        }
    }
}

/// A node of tree-sitter that is open.
#[derive(Clone, Copy)]
struct Frame {
    /// The node of ours that takes the children.
    into: NodeId,
    /// What they are to it, unless something else is said.
    role: Role,
    /// How many nodes of ours end with it, `into` the innermost of them.
    closes: u8,
    /// Whether its operator, or its first quote, has come.
    operated: bool,
    /// Whether a node has come since the last comma.
    filled: bool,
}

struct Lowering<'t> {
    text: &'t str,
    shift: usize,
    nodes: Vec<Node>,
    symbols: Vec<Span>,
    known: FxHashMap<&'t str, Symbol>,
    comments: Vec<Span>,
    frames: Vec<Frame>,
}

impl<'t> Lowering<'t> {
    fn begin(&mut self) {
        let whole = Span::new(0, self.text.len());
        let root = self.push(NodeId::ROOT, Kind::Program, Role::None, whole);
        self.open(root, Role::None, 1);
    }

    fn finish(mut self, text: &Arc<str>) -> Tree {
        while !self.frames.is_empty() {
            self.leave();
        }
        self.nodes.shrink_to_fit();
        self.symbols.shrink_to_fit();
        self.comments.shrink_to_fit();
        Tree::new(Arc::clone(text), self.nodes, self.symbols).with_comments(self.comments)
    }

    /// Takes a node in; whether what is in it comes next.
    fn enter(&mut self, node: tree_sitter::Node<'_>, step: Step, role: impl Fn() -> Role) -> bool {
        let Some(frame) = self.frames.last().copied() else {
            return false;
        };
        let role = || match role() {
            Role::None => frame.role,
            role => role,
        };
        let into = frame.into;
        if node.is_missing() {
            self.push(into, Kind::Broken, role(), self.span(node));
            return false;
        }
        match step {
            Step::Node(kind) | Step::Marked(kind, _) => {
                let (inner, role) = self.place(frame, kind, role(), self.span(node));
                let id = self.push(inner, kind, role, self.span(node));
                if let Step::Marked(_, mark) = step {
                    self.mark(id, mark);
                }
                self.open(id, Role::None, 1 + u8::from(inner != into));
                true
            }
            Step::Leaf(kind) | Step::Name(kind) => {
                let span = self.span(node);
                // What it is made of is missing.
                let kind = if node.has_error() { Kind::Broken } else { kind };
                let (inner, role) = self.place(frame, kind, role(), span);
                let id = self.push(inner, kind, role, span);
                if let Step::Name(_) = step {
                    self.nodes[id.index()].kind.symbol = self.symbol(span);
                }
                if inner != into {
                    self.close(inner);
                }
                false
            }
            Step::Through => {
                // What follows `else` is the other branch; what is named before the braces of an import is its default.
                let role = match node.kind() {
                    "import_clause" => Role::Default,
                    "named_imports" => Role::None,
                    _ => role(),
                };
                self.open(into, role, 0);
                true
            }
            Step::Comment => {
                self.comments.push(self.span(node));
                false
            }
            Step::Mark(mark) => {
                self.mark(into, mark);
                // What it is made of is missing.
                if node.has_error() {
                    self.push(into, Kind::Broken, Role::None, self.span(node));
                }
                false
            }
            Step::Token(token) => {
                self.token(token, frame, self.span(node));
                false
            }
            Step::Nothing => false,
        }
    }

    /// Where a node goes, and as what: a member of an enum that is a name alone is a member all the same.
    fn place(&mut self, frame: Frame, kind: Kind, role: Role, span: Span) -> (NodeId, Role) {
        if let Some(frame) = self.frames.last_mut() {
            frame.filled = true;
        }
        match (self.kind(frame.into), kind) {
            (Kind::EnumBody, kind) if !matches!(kind, Kind::EnumMember | Kind::Broken) => {
                let member = self.push(frame.into, Kind::EnumMember, Role::None, span);
                (member, Role::Name)
            }
            (Kind::Import, Kind::NamespaceImport | Kind::ImportSpecifier | Kind::ImportRequire) => {
                (frame.into, Role::None)
            }
            _ => (frame.into, role),
        }
    }

    fn token(&mut self, token: Token, frame: Frame, at: Span) {
        let into = frame.into;
        let kind = match (token, self.kind(into)) {
            (Token::Mark(Mark::Default), Kind::DefaultCase)
            | (Token::Mark(Mark::Access), Kind::ReadonlyType) => return,
            (Token::Mark(mark), _) => return self.mark(into, mark),
            (Token::Await, Kind::ForIn(_)) => return self.mark(into, Mark::Async),
            (Token::Star, Kind::Function | Kind::FunctionExpression | Kind::Method) => {
                return self.mark(into, Mark::Generator);
            }
            (Token::Star, Kind::Binary(_)) => Kind::Binary(Operator::Mul),
            (
                Token::Question,
                Kind::PropertySignature
                | Kind::Field
                | Kind::Method
                | Kind::MethodSignature
                | Kind::AbstractMethod,
            ) => return self.mark(into, Mark::Optional),
            (Token::Semicolon, _) => return self.mark(into, Mark::Closed),
            (Token::Quote, Kind::Str | Kind::Template) if frame.operated => {
                return self.mark(into, Mark::Closed);
            }
            (Token::Quote, _) => return self.operated(),
            (Token::Comma, Kind::ArrayPattern) => {
                if !frame.filled {
                    let at = Span::at(at.start as usize);
                    self.push(into, Kind::Hole, Role::None, at);
                }
                if let Some(frame) = self.frames.last_mut() {
                    frame.filled = false;
                }
                return;
            }
            (Token::Word(Word::Const), Kind::Variable(Word::Let)) => Kind::Variable(Word::Const),
            (Token::Word(word), Kind::ForIn(None)) => Kind::ForIn(Some(word)),
            (Token::Operator(operator), Kind::Binary(_)) => Kind::Binary(operator),
            (Token::Assigning(operator), Kind::AugAssign(_)) => Kind::AugAssign(operator),
            (Token::Operator(Operator::Sub), Kind::Unary(_)) => Kind::Unary(Unary::Minus),
            (Token::Operator(Operator::Add), Kind::Unary(_)) => Kind::Unary(Unary::Plus),
            (Token::Unary(unary), Kind::Unary(_)) => Kind::Unary(unary),
            (Token::Update, Kind::Update) => Kind::Update,
            _ => return,
        };
        self.nodes[into.index()].kind.kind = kind;
        self.operated();
    }

    fn operated(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.operated = true;
        }
    }

    fn mark(&mut self, node: NodeId, mark: Mark) {
        let marks = &mut self.nodes[node.index()].kind.marks;
        *marks = marks.with(mark);
    }

    /// Adds a node. It is a leaf until it is closed later.
    fn push(&mut self, parent: NodeId, kind: Kind, role: Role, span: Span) -> NodeId {
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

    fn open(&mut self, into: NodeId, role: Role, closes: u8) {
        self.frames.push(Frame {
            into,
            role,
            closes,
            operated: false,
            filled: false,
        });
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop().filter(|f| f.closes > 0) else {
            return;
        };
        let wants_operator = matches!(
            self.kind(frame.into),
            Kind::Binary(_) | Kind::AugAssign(_) | Kind::Unary(_) | Kind::Update
        );
        if wants_operator && !frame.operated {
            self.nodes[frame.into.index()].kind.kind = Kind::Broken;
        }
        let mut node = frame.into;
        for _ in 0..frame.closes {
            self.close(node);
            node = self.nodes[node.index()].parent;
        }
    }

    fn close(&mut self, node: NodeId) {
        self.nodes[node.index()].end = NodeId(self.nodes.len() as u32);
    }

    fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind.kind
    }

    fn symbol(&mut self, span: Span) -> Symbol {
        let text: &'t str = self.text;
        let next = Symbol(self.symbols.len() as u32);
        let symbol = *self.known.entry(span.slice(text)).or_insert(next);
        if symbol == next {
            self.symbols.push(span);
        }
        symbol
    }

    /// Where a node stands in our text.
    fn span(&self, node: tree_sitter::Node<'_>) -> Span {
        let inner = |offset: usize| {
            if self.shift == 0 {
                return offset;
            }
            let mut offset = offset.saturating_sub(self.shift).min(self.text.len());
            while !self.text.is_char_boundary(offset) {
                offset -= 1;
            }
            offset
        };
        Span::new(inner(node.start_byte()), inner(node.end_byte()))
    }
}
