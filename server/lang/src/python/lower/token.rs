//! What tokens say of the node that they stand in.

use tree_sitter::Node;

use super::syntax::Syntax;
use super::{Lowering, span};
use crate::python::tree::{Kind, NodeId, Operator, ParamKind, PatternKind, TypeParamKind, Unary};

impl Lowering<'_> {
    pub(super) fn token(&mut self, token: Syntax, node: Node<'_>) {
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        let into = frame.into;
        let kind = match (frame.syntax, token, self.tree.kind(into)) {
            (Syntax::FunctionDefinition, Syntax::Async, Kind::Function { head, .. }) => {
                Kind::Function {
                    is_async: true,
                    head,
                }
            }
            (_, Syntax::Async, Kind::For { .. }) => Kind::For { is_async: true },
            (_, Syntax::Async, Kind::With { .. }) => Kind::With { is_async: true },
            (_, Syntax::Async, Kind::CompFor { .. }) => Kind::CompFor { is_async: true },
            (
                Syntax::DefaultParameter | Syntax::TypedDefaultParameter,
                Syntax::Equals,
                Kind::Param {
                    kind, annotated, ..
                },
            ) => Kind::Param {
                kind,
                annotated,
                default: true,
            },
            (Syntax::Assignment, Syntax::Equals, Kind::Assign { annotated, .. }) => Kind::Assign {
                annotated,
                valued: true,
            },
            (Syntax::AugmentedAssignment, Syntax::Operated(operator), Kind::AugAssign(_)) => {
                Kind::AugAssign(operator)
            }
            (Syntax::BinaryOperator, Syntax::Operated(operator), _) => Kind::Binary(operator),
            (Syntax::UnaryOperator, Syntax::Operated(Operator::Sub), _) => {
                Kind::Unary(Unary::Minus)
            }
            (Syntax::UnaryOperator, Syntax::Operated(_), _) => Kind::Unary(Unary::Plus),
            (Syntax::UnaryOperator, Syntax::Prefixed(unary), _) => Kind::Unary(unary),
            (Syntax::BooleanOperator, Syntax::And, _) => Kind::And,
            (Syntax::ComparisonOperator, Syntax::Compared(with), Kind::Compare(all)) => {
                Kind::Compare(all.with(with))
            }
            (Syntax::Yield, Syntax::From, _) => Kind::YieldFrom,
            (Syntax::SplatType, Syntax::Operated(operator), Kind::TypeParam(_)) => {
                Kind::TypeParam(match operator {
                    Operator::Pow => TypeParamKind::Parameters,
                    _ => TypeParamKind::Tuple,
                })
            }
            (Syntax::Match | Syntax::CaseClause | Syntax::ExceptClause, Syntax::Colon, _) => {
                self.close_inner();
                return;
            }
            (Syntax::FutureImport, Syntax::Future, _) => {
                self.tree.push(into, Kind::Path, span(node));
                return;
            }
            (syntax, Syntax::Operated(Operator::Sub), _) if is_pattern(syntax) => {
                self.minus = Some(node.start_byte());
                return;
            }
            (syntax, Syntax::Underscore, _) if is_pattern(syntax) => {
                self.tree
                    .push(into, Kind::Pattern(PatternKind::Wildcard), span(node));
                return;
            }
            (Syntax::Slice, Syntax::Colon, _)
            | (Syntax::ImportFrom, Syntax::ImportWord, _)
            | (Syntax::ExceptClause | Syntax::AsPattern, Syntax::As, _) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.parted = frame.parted.saturating_add(1);
                }
                return;
            }
            _ => return,
        };
        self.tree.set(into, kind);
    }

    /// All parameters so far are given by place only.
    pub(super) fn positional_only(&mut self, function: NodeId) {
        let mut child = NodeId(function.0 + 1);
        while child.index() < self.tree.nodes.len() {
            if let Kind::Param { kind, .. } = &mut self.tree.nodes[child.index()].kind {
                *kind = ParamKind::PositionalOnly;
            }
            child = self.tree.nodes[child.index()].end;
        }
    }
}

/// Whether what stands in a node of this kind is a pattern of a `case`.
pub(super) fn is_pattern(syntax: Syntax) -> bool {
    matches!(
        syntax,
        Syntax::CasePattern | Syntax::UnionPattern | Syntax::DictPattern | Syntax::KeywordPattern
    )
}
