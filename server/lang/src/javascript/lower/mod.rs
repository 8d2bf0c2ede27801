//! From tree-sitter's tree to ours, in one pass over all nodes and tokens.
//!
//! Each open node has a [`Frame`], which says where its children go; tokens change the node that they stand in. Nothing is
//! searched for, and nothing recurses: a text nests as deep as it is long.

mod syntax;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ::syntax::{Language, Span};

use self::syntax::{Step, Table, Token};
use crate::javascript::tree::builder::Builder;
use crate::javascript::tree::{Kind, Mark, NodeId, Operator, Role, Tree, Unary, Word};

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
        tree: Builder::new(text),
        shift,
        frames: Vec::new(),
    };
    lowering.open(NodeId::ROOT, Role::None, 1);
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

/// Most operators that something goes behind, or in front of; see [`Lowering::sink`].
const MAX_SINKS: usize = 4;

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
    tree: Builder<'t>,
    shift: usize,
    frames: Vec<Frame>,
}

impl Lowering<'_> {
    fn finish(mut self, text: &Arc<str>) -> Tree {
        while !self.frames.is_empty() {
            self.leave();
        }
        self.tree.finish(text)
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
            self.tree.push(into, Kind::Broken, role(), self.span(node));
            return false;
        }
        match step {
            // A declaration, which the grammar takes for an expression.
            Step::Node(Kind::Expression) if is_namespace(node) => {
                self.open(into, role(), 0);
                true
            }
            Step::Node(kind) | Step::Marked(kind, _) => {
                let (inner, role) = self.place(frame, kind, role(), self.span(node));
                let id = self.tree.push(inner, kind, role, self.span(node));
                if let Step::Marked(_, mark) = step {
                    self.tree.mark(id, mark);
                }
                self.open(id, Role::None, 1 + u8::from(inner != into));
                true
            }
            Step::Leaf(kind) | Step::Name(kind) => {
                let span = self.span(node);
                // What it is made of is missing.
                let kind = if node.has_error() { Kind::Broken } else { kind };
                let (inner, role) = self.place(frame, kind, role(), span);
                let id = self.tree.push(inner, kind, role, span);
                if let Step::Name(_) = step {
                    self.tree.set_name(id, span);
                }
                if inner != into {
                    self.tree.close(inner);
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
                self.tree.comments.push(self.span(node));
                false
            }
            Step::Mark(mark) => {
                self.tree.mark(into, mark);
                // What it is made of is missing.
                if node.has_error() {
                    self.tree
                        .push(into, Kind::Broken, Role::None, self.span(node));
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
        match (self.tree.kind(frame.into), kind) {
            (Kind::EnumBody, kind) if !matches!(kind, Kind::EnumMember | Kind::Broken) => {
                let member = self
                    .tree
                    .push(frame.into, Kind::EnumMember, Role::None, span);
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
        let kind = match (token, self.tree.kind(into)) {
            (Token::Mark(Mark::Default), Kind::DefaultCase)
            | (Token::Mark(Mark::Access), Kind::ReadonlyType) => return,
            (Token::Mark(mark), _) => return self.tree.mark(into, mark),
            (Token::Await, Kind::ForIn(_)) => return self.tree.mark(into, Mark::Async),
            (Token::Star, Kind::Function | Kind::FunctionExpression | Kind::Method) => {
                return self.tree.mark(into, Mark::Generator);
            }
            (Token::Star, Kind::Binary(_)) => Kind::Binary(Operator::Mul),
            (
                Token::Question,
                Kind::PropertySignature
                | Kind::Field
                | Kind::Method
                | Kind::MethodSignature
                | Kind::AbstractMethod,
            ) => return self.tree.mark(into, Mark::Optional),
            // What stands between statements and members, and in the head of a loop.
            (
                Token::Semicolon,
                Kind::Program | Kind::Block | Kind::ClassBody | Kind::ObjectType | Kind::For,
            ) => return,
            (Token::Semicolon, _) => return self.tree.mark(into, Mark::Closed),
            (Token::Quote, Kind::Str | Kind::Template) if frame.operated => {
                return self.tree.mark(into, Mark::Closed);
            }
            (Token::Quote, _) => return self.operated(),
            (Token::Comma, Kind::ArrayPattern) => {
                if !frame.filled {
                    let at = Span::at(at.start as usize);
                    self.tree.push(into, Kind::Hole, Role::None, at);
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
        self.tree.set_kind(into, kind);
        self.operated();
    }

    fn operated(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.operated = true;
        }
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
            self.tree.kind(frame.into),
            Kind::Binary(_) | Kind::AugAssign(_) | Kind::Unary(_) | Kind::Update
        );
        if wants_operator && !frame.operated {
            self.tree.set_kind(frame.into, Kind::Broken);
        }
        let mut node = frame.into;
        for _ in 0..frame.closes {
            self.tree.close(node);
            self.without_comments(node);
            self.sink(node);
            self.rise(node);
            node = self.tree.nodes[node.index()].parent;
        }
    }

    /// Ends a node before the comments at its end: a statement that has no `;` before a `}` takes them in.
    fn without_comments(&mut self, node: NodeId) {
        let span = self.tree.nodes[node.index()].span;
        if node == NodeId::ROOT || self.tree.kind(node) == Kind::Broken || span.is_empty() {
            return;
        }
        // What is missing stands behind them.
        let last = self.tree.nodes.last().map_or(0, |last| last.span.start);
        let mut end = span.end;
        for comment in self.tree.comments.iter().rev() {
            if comment.end != end || comment.start <= span.start || comment.end <= last {
                break;
            }
            let before = &self.tree.text[span.start as usize..comment.start as usize];
            end = span.start + before.trim_end().len() as u32;
        }
        self.tree.nodes[node.index()].span.end = end;
    }

    /// `await f<T>(a)` awaits the call, and `!f<T>(a)` is what the call gives, turned round: where there are types, the
    /// grammar takes `await f` for what is called. So what stands behind an operand goes into it.
    fn sink(&mut self, node: NodeId) {
        let mut node = node;
        for _ in 0..MAX_SINKS {
            let inner = NodeId(node.0 + 1);
            let is_behind = matches!(
                self.tree.kind(node),
                Kind::Call | Kind::Member | Kind::Subscript | Kind::NonNull | Kind::Instantiation
            );
            let has_operand = inner.index() + 1 < self.tree.nodes.len()
                && matches!(self.tree.kind(inner), Kind::Await | Kind::Unary(_))
                && self.tree.nodes[inner.index() + 1].parent == inner;
            if !is_behind || !has_operand {
                return;
            }
            self.tree.swap_with_first(node);
            node = inner;
        }
    }

    /// `await a as T` says what comes of the waiting, where the grammar waits for `a as T`.
    fn rise(&mut self, node: NodeId) {
        let mut node = node;
        for _ in 0..MAX_SINKS {
            let inner = NodeId(node.0 + 1);
            let is_turned = self.tree.kind(node) == Kind::Await
                && self.tree.nodes.get(inner.index()).is_some_and(|inner| {
                    inner.parent == node && matches!(inner.kind.kind, Kind::As | Kind::Satisfies)
                });
            if !is_turned || !self.tree.swap_with_outer(node) {
                return;
            }
            node = inner;
        }
    }

    /// Where a node stands in our text.
    fn span(&self, node: tree_sitter::Node<'_>) -> Span {
        let inner = |offset: usize| {
            if self.shift == 0 {
                return offset;
            }
            let offset = offset.saturating_sub(self.shift);
            self.tree.text.floor_char_boundary(offset)
        };
        Span::new(inner(node.start_byte()), inner(node.end_byte()))
    }
}

/// Whether a statement is a namespace and nothing else.
fn is_namespace(statement: tree_sitter::Node<'_>) -> bool {
    let first = statement.child(0);
    first.is_some_and(|first| first.kind() == "internal_module")
}
