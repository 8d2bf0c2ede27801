//! What each node of tree-sitter's becomes.

use ::syntax::Span;
use tree_sitter::Node;

use super::listed::listed;
use super::step::{Step, step};
use super::syntax::{Syntax, syntax};
use super::token::is_pattern;
use super::{Frame, Lowering, span};
use crate::python::tree::{Kind, Operator, ParamKind, PatternKind, StringForm, TypeParamKind};

impl Lowering<'_> {
    /// Takes a node in; whether what is in it comes next.
    pub(super) fn enter(&mut self, node: Node<'_>) -> bool {
        let syntax = syntax(node);
        let Some(frame) = self.frames.last().copied() else {
            return false;
        };
        if self.has_error && node.is_missing() {
            self.tree.push(frame.into, Kind::Broken, span(node));
            self.minus = None;
            return false;
        }
        if syntax == Syntax::Token || !node.is_named() && syntax != Syntax::Error {
            self.token(syntax, node);
            return false;
        }
        if let Some(start) = self.minus.take()
            && matches!(syntax, Syntax::Integer | Syntax::Float)
        {
            self.negative(syntax, node, start, frame.into);
            return false;
        }
        let frame = self.counted(frame, syntax);
        if let Some(goes_on) = self.specially(syntax, node, frame) {
            return goes_on;
        }
        let Some(step) = step(syntax, frame) else {
            return false;
        };
        let mut into = frame.into;
        let mut closes = 0;
        if frame.syntax == Syntax::WithItems {
            into = self.tree.push(into, Kind::WithItem, span(node));
            closes += 1;
        }
        if let Step::Leaf(Kind::Constant(_)) | Step::Node(Kind::Str(_)) = step
            && is_pattern(frame.syntax)
        {
            into = self
                .tree
                .push(into, Kind::Pattern(PatternKind::Value), span(node));
            closes += 1;
        }
        match step {
            Step::Through => {
                self.open(syntax, into, closes);
                true
            }
            Step::Node(kind) => {
                let id = self.tree.push(into, kind, span(node));
                self.open(syntax, id, closes + 1);
                true
            }
            Step::Leaf(kind) => {
                self.tree.push(into, kind, span(node));
                if closes > 0 {
                    self.tree.close(into);
                }
                false
            }
        }
    }

    /// Counts a node in the one that it stands in.
    fn counted(&mut self, mut frame: Frame, syntax: Syntax) -> Frame {
        if frame.syntax == Syntax::Slice
            && syntax != Syntax::Error
            && let Kind::Slice { parts } = self.tree.kind(frame.into)
        {
            let parts = parts | 1 << frame.parted.min(2);
            self.tree.set(frame.into, Kind::Slice { parts });
        }
        // What is between the brackets of `x[a, b]` is one tuple.
        if let Some(place) = frame.wide.filter(|_| frame.nodes == 1) {
            frame.into = self.tree.push(frame.into, Kind::Tuple, place);
            frame.closes += 1;
            frame.wide = None;
        }
        let before = frame;
        frame.nodes = frame.nodes.saturating_add(1);
        if let Some(last) = self.frames.last_mut() {
            *last = frame;
        }
        before
    }

    /// Nodes that need more than one look; `None` for all others.
    fn specially(&mut self, syntax: Syntax, node: Node<'_>, frame: Frame) -> Option<bool> {
        let mut into = frame.into;
        match syntax {
            Syntax::Identifier => {
                self.identifier(node, frame);
                return Some(false);
            }
            Syntax::DottedName => {
                return Some(self.dotted(node));
            }
            Syntax::ExpressionStatement => {
                let first = node.child(0).map(self::syntax);
                let is_assignment =
                    |s| matches!(s, Syntax::Assignment | Syntax::AugmentedAssignment);
                if first.is_some_and(is_assignment) {
                    self.open(syntax, into, 0);
                } else {
                    let id = self.tree.push(into, Kind::Expression, span(node));
                    self.open(syntax, id, 1);
                    if let Some(place) = listed(self.tree.text, node, 0, |_| false) {
                        self.inner(Kind::Tuple, place);
                    }
                }
            }
            Syntax::TypeAlias if self.is_call_of_type(node) => self.call_of_type(node, into),
            Syntax::Tuple | Syntax::Parenthesized if self.called == Some(node.start_byte()) => {
                self.called_with(node, into);
            }
            Syntax::Match => {
                let id = self.tree.push(into, Kind::Match, span(node));
                self.open(syntax, id, 1);
                if let Some(place) = listed(self.tree.text, node, 1, |s| s == Syntax::Colon) {
                    self.inner(Kind::Tuple, place);
                }
            }
            Syntax::ExceptClause => {
                let id = self.tree.push(into, Kind::Except, span(node));
                self.open(syntax, id, 1);
                let star = Syntax::Operated(Operator::Mult);
                let skip = 1 + usize::from(node.child(1).map(self::syntax) == Some(star));
                let ends = |s| matches!(s, Syntax::Colon | Syntax::As);
                if let Some(place) = listed(self.tree.text, node, skip, ends) {
                    self.inner(Kind::Tuple, place);
                }
            }
            Syntax::CaseClause => {
                let id = self.tree.push(into, Kind::Case, span(node));
                self.open(syntax, id, 1);
                let ends = |s| matches!(s, Syntax::Colon | Syntax::IfClause);
                if let Some(place) = listed(self.tree.text, node, 1, ends) {
                    self.inner(Kind::Pattern(PatternKind::Sequence), place);
                }
            }
            Syntax::IfClause if frame.syntax == Syntax::CaseClause => {
                self.close_inner();
                let into = self.frames.last().map_or(into, |f| f.into);
                self.open(syntax, into, 0);
            }
            Syntax::Subscript => {
                let wide = listed(self.tree.text, node, 2, |s| s == Syntax::Closing);
                let mut closes = 1;
                if frame.syntax == Syntax::WithItems {
                    into = self.tree.push(into, Kind::WithItem, span(node));
                    closes += 1;
                }
                let id = self.tree.push(into, Kind::Subscript, span(node));
                self.open(syntax, id, closes);
                if let Some(last) = self.frames.last_mut() {
                    last.wide = wide;
                }
            }
            Syntax::TypeParameter => match frame.syntax {
                Syntax::FunctionDefinition | Syntax::ClassDefinition | Syntax::AliasedType => {
                    self.open(Syntax::TypeParameters, into, 0);
                }
                _ => match listed(self.tree.text, node, 1, |s| s == Syntax::Closing) {
                    Some(place) => {
                        let tuple = self.tree.push(into, Kind::Tuple, place);
                        self.open(syntax, tuple, 1);
                    }
                    None => self.open(syntax, into, 0),
                },
            },
            Syntax::GenericType => {
                let alias = self.frames.len().checked_sub(2).map(|i| self.frames[i]);
                let is_left = alias.is_some_and(|a| a.syntax == Syntax::TypeAlias && a.nodes == 1);
                if is_left && frame.syntax == Syntax::Type {
                    self.open(Syntax::AliasedType, into, 0);
                } else {
                    let id = self.tree.push(into, Kind::Subscript, span(node));
                    self.open(syntax, id, 1);
                }
            }
            Syntax::Type => self.annotation(node, frame),
            Syntax::ConstrainedType if frame.syntax == Syntax::DefinedType => {
                self.open(Syntax::DefinedType, into, 0);
            }
            Syntax::FunctionDefinition | Syntax::ClassDefinition => {
                let head = node.start_byte() as u32;
                let kind = match syntax {
                    Syntax::ClassDefinition => Kind::Class { head },
                    _ => Kind::Function {
                        is_async: false,
                        head,
                    },
                };
                if frame.syntax == Syntax::DecoratedDefinition {
                    self.tree.set(into, kind);
                    self.open(syntax, into, 0);
                } else {
                    let id = self.tree.push(into, kind, span(node));
                    self.open(syntax, id, 1);
                }
            }
            Syntax::Decorator => {
                // A comment behind it is no part of it.
                let mut cursor = node.walk();
                let parts = node.named_children(&mut cursor);
                let last = parts.filter(|n| !n.is_extra()).last();
                let end = last.map_or(node.end_byte(), |n| n.end_byte());
                let place = Span::new(node.start_byte(), end);
                let id = self.tree.push(into, Kind::Decorator, place);
                self.open(syntax, id, 1);
            }
            Syntax::Assignment if frame.syntax == Syntax::Assignment => {
                self.open(syntax, into, 0);
            }
            Syntax::WithItem => {
                let value = node.named_child(0);
                let is_list = |n: &Node<'_>| {
                    matches!(self::syntax(*n), Syntax::Tuple | Syntax::Parenthesized)
                };
                let mut cursor = node.walk();
                let holds_items = value.filter(is_list).is_some_and(|v| {
                    let mut inner = v.named_children(&mut cursor);
                    inner.any(|n| self::syntax(n) == Syntax::AsPattern)
                });
                if holds_items {
                    self.open(Syntax::WithItems, into, 0);
                } else {
                    let id = self.tree.push(into, Kind::WithItem, span(node));
                    self.open(syntax, id, 1);
                }
            }
            Syntax::Tuple | Syntax::Parenthesized
                if frame.syntax == Syntax::WithItems && frame.nodes == 0 =>
            {
                let is_outer = self.frames.iter().rev().nth(1);
                let is_outer = is_outer.is_some_and(|f| f.syntax != Syntax::WithItems);
                if !is_outer {
                    return None;
                }
                self.open(Syntax::WithItems, into, 0);
            }
            Syntax::ListPattern | Syntax::TuplePattern if is_pattern(frame.syntax) => {
                return Some(self.sequence(syntax, node, into));
            }
            // Brackets round one target.
            Syntax::Tuple | Syntax::TuplePattern
                if !matches!(frame.syntax, Syntax::Parameters | Syntax::LambdaParameters)
                    && self.holds_one(node) =>
            {
                self.open(Syntax::Parenthesized, into, 0);
            }
            Syntax::PositionalSeparator => {
                self.positional_only(into);
                return Some(false);
            }
            Syntax::KeywordSeparator => {
                self.keywords_follow();
                return Some(false);
            }
            Syntax::ListSplatPattern | Syntax::DictionarySplatPattern
                if matches!(frame.syntax, Syntax::Parameters | Syntax::LambdaParameters)
                    || matches!(self.tree.kind(into), Kind::Param { .. }) =>
            {
                self.splat_parameter(syntax, node, frame);
            }
            Syntax::StringStart => {
                self.string_start(node, frame);
                return Some(false);
            }
            Syntax::StringEnd => {
                if let Kind::Str(form) = self.tree.kind(into) {
                    self.tree.set(
                        into,
                        Kind::Str(StringForm {
                            open: false,
                            ..form
                        }),
                    );
                }
                return Some(false);
            }
            _ => return None,
        }
        Some(true)
    }

    /// Opens another node inside the one opened last; both end together, or the inner one before.
    fn inner(&mut self, kind: Kind, place: Span) {
        if let Some(frame) = self.frames.last().copied() {
            let into = self.tree.push(frame.into, kind, place);
            if let Some(last) = self.frames.last_mut() {
                last.into = into;
                last.closes += 1;
            }
        }
    }

    fn identifier(&mut self, node: Node<'_>, frame: Frame) {
        let place = span(node);
        let symbol = self.tree.symbol(place);
        let into = frame.into;
        let kind = match (frame.syntax, self.tree.kind(into)) {
            (Syntax::Attribute | Syntax::MemberType, Kind::Broken) if frame.nodes > 0 => {
                self.tree.set(into, Kind::Attribute(symbol));
                return;
            }
            (Syntax::KeywordArgument, Kind::Broken) if frame.nodes == 0 => {
                self.tree.set(into, Kind::Keyword(symbol));
                return;
            }
            (Syntax::Parameters | Syntax::LambdaParameters, _) => {
                let kind = self.param_kind();
                let param = Kind::Param {
                    kind,
                    annotated: false,
                    default: false,
                };
                let param = self.tree.push(into, param, place);
                self.tree.push(param, Kind::Ident(symbol), place);
                self.tree.close(param);
                return;
            }
            (
                Syntax::FunctionDefinition
                | Syntax::ClassDefinition
                | Syntax::Global
                | Syntax::Nonlocal
                | Syntax::AliasedImport
                | Syntax::SplatPattern,
                _,
            ) => Kind::Ident(symbol),
            (
                Syntax::TypedParameter
                | Syntax::DefaultParameter
                | Syntax::TypedDefaultParameter
                | Syntax::DefinedType
                | Syntax::KeywordPattern,
                _,
            ) if frame.nodes == 0 => Kind::Ident(symbol),
            (
                Syntax::ListSplatPattern | Syntax::DictionarySplatPattern | Syntax::SplatType,
                Kind::Param { .. } | Kind::TypeParam(_),
            ) => Kind::Ident(symbol),
            (Syntax::AsPattern, Kind::Pattern(_)) => Kind::Ident(symbol),
            (Syntax::AsPatternTarget, Kind::Except) => Kind::Ident(symbol),
            (Syntax::ExceptClause, _) if frame.parted > 0 => Kind::Ident(symbol),
            (Syntax::WithItems, _) => {
                let item = self.tree.push(into, Kind::WithItem, place);
                self.tree.push(item, Kind::Name(symbol), place);
                self.tree.close(item);
                return;
            }
            _ => Kind::Name(symbol),
        };
        self.tree.push(into, kind, place);
    }

    /// A `type`, which holds an annotation or defines a type parameter.
    fn annotation(&mut self, node: Node<'_>, frame: Frame) {
        let into = frame.into;
        match (frame.syntax, self.tree.kind(into)) {
            (Syntax::TypeParameters, _) => {
                let id = self
                    .tree
                    .push(into, Kind::TypeParam(TypeParamKind::Plain), span(node));
                self.open(Syntax::DefinedType, id, 1);
            }
            (Syntax::DefinedType, _) if frame.nodes == 0 => self.open(Syntax::DefinedType, into, 0),
            (
                Syntax::TypedParameter | Syntax::TypedDefaultParameter,
                Kind::Param { kind, default, .. },
            ) => {
                self.tree.set(
                    into,
                    Kind::Param {
                        kind,
                        annotated: true,
                        default,
                    },
                );
                self.open(Syntax::Type, into, 0);
            }
            (Syntax::Assignment, Kind::Assign { valued, .. }) => {
                self.tree.set(
                    into,
                    Kind::Assign {
                        annotated: true,
                        valued,
                    },
                );
                self.open(Syntax::Type, into, 0);
            }
            _ => self.open(Syntax::Type, into, 0),
        }
    }

    fn splat_parameter(&mut self, syntax: Syntax, node: Node<'_>, frame: Frame) {
        let kind = match syntax {
            Syntax::ListSplatPattern => ParamKind::Args,
            _ => ParamKind::Kwargs,
        };
        if kind == ParamKind::Args {
            self.keywords_follow();
        }
        match self.tree.kind(frame.into) {
            Kind::Param {
                annotated, default, ..
            } => {
                self.tree.set(
                    frame.into,
                    Kind::Param {
                        kind,
                        annotated,
                        default,
                    },
                );
                self.open(syntax, frame.into, 0);
            }
            _ => {
                let param = Kind::Param {
                    kind,
                    annotated: false,
                    default: false,
                };
                let id = self.tree.push(frame.into, param, span(node));
                self.open(syntax, id, 1);
            }
        }
    }

    /// The parameters that come are given by name only.
    fn keywords_follow(&mut self) {
        let is_list =
            |f: &&mut Frame| matches!(f.syntax, Syntax::Parameters | Syntax::LambdaParameters);
        if let Some(list) = self.frames.iter_mut().rev().find(is_list) {
            list.parted = 1;
        }
    }

    /// How a parameter that stands right in the list takes its value.
    fn param_kind(&self) -> ParamKind {
        match self.frames.last() {
            Some(list) if list.parted > 0 => ParamKind::KeywordOnly,
            _ => ParamKind::Plain,
        }
    }

    fn string_start(&mut self, node: Node<'_>, frame: Frame) {
        let Kind::Str(form) = self.tree.kind(frame.into) else {
            return;
        };
        let has = |letters: [u8; 2]| {
            let start = span(node).slice(self.tree.text).bytes();
            start.into_iter().any(|b| letters.contains(&b))
        };
        let form = StringForm {
            bytes: form.bytes | has(*b"bB"),
            formatted: form.formatted | has(*b"fF") | has(*b"tT"),
            raw: form.raw | has(*b"rR"),
            open: true,
            ..form
        };
        self.tree.set(frame.into, Kind::Str(form));
    }
}
