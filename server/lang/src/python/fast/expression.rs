//! Expressions.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, CmpOp, Expr, ExprRef, Number, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

use super::{Reading, span};
use crate::python::tree::{
    Comparison, Comparisons, Comprehension, Constant, Kind, NodeId, Operator, Unary,
};

impl Reading<'_> {
    pub(super) fn expressions(&mut self, into: NodeId, all: &[Expr]) {
        for inner in all {
            self.expression(into, inner);
        }
    }

    pub(super) fn expression(&mut self, into: NodeId, expression: &Expr) {
        match expression {
            Expr::BoolOp(e) => self.logical(into, e),
            Expr::Lambda(e) => self.lambda(into, e),
            Expr::Dict(e) => self.dict(into, e),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(into, expression.range(), expression.into());
            }
            Expr::FString(_)
            | Expr::TString(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_) => {
                self.string(into, expression);
            }
            Expr::Call(e) => {
                let id = self.open(into, Kind::Call, e);
                self.expression(id, &e.func);
                self.arguments(id, &e.arguments);
                self.tree.close(id);
            }
            Expr::Attribute(e) => {
                // Its name comes behind all names in what it is of.
                let id = self.open(into, Kind::Broken, e);
                self.expression(id, &e.value);
                let symbol = self.tree.symbol(span(e.attr.range()));
                self.tree.set(id, Kind::Attribute(symbol));
                self.tree.close(id);
            }
            Expr::Compare(e) => {
                let id = self.open(into, Kind::Compare(comparisons(&e.ops)), e);
                self.expression(id, &e.left);
                self.expressions(id, &e.comparators);
                self.tree.close(id);
            }
            Expr::Name(e) => {
                let symbol = self.tree.symbol(span(e.range()));
                self.open(into, Kind::Name(symbol), e);
            }
            other => self.plain(into, other),
        }
    }

    /// An expression that has up to three others in it, in the order of the text, or any number of a kind.
    fn plain(&mut self, into: NodeId, expression: &Expr) {
        let Some(kind) = self.plain_kind(expression) else {
            return;
        };
        let id = self.open(into, kind, expression);
        for inner in inner(expression).into_iter().flatten() {
            self.expression(id, inner);
        }
        match expression {
            Expr::Set(e) => self.expressions(id, &e.elts),
            Expr::List(e) => self.expressions(id, &e.elts),
            Expr::Tuple(e) => self.expressions(id, &e.elts),
            _ => {}
        }
        self.tree.close(id);
    }

    fn plain_kind(&self, expression: &Expr) -> Option<Kind> {
        Some(match expression {
            Expr::Named(_) => Kind::Named,
            Expr::BinOp(e) => Kind::Binary(operator(e.op)),
            Expr::UnaryOp(e) => Kind::Unary(unary(e.op)),
            Expr::If(_) => Kind::Conditional,
            Expr::Set(_) => Kind::Set,
            Expr::List(_) => Kind::List,
            Expr::Tuple(_) => Kind::Tuple,
            Expr::Await(_) => Kind::Await,
            Expr::Yield(_) => Kind::Yield,
            Expr::YieldFrom(_) => Kind::YieldFrom,
            Expr::Subscript(_) => Kind::Subscript,
            Expr::Starred(_) => Kind::Starred,
            Expr::Slice(_) => {
                let parts = inner(expression).into_iter().enumerate();
                let parts = parts.filter(|(_, part)| part.is_some());
                Kind::Slice {
                    parts: parts.map(|(i, _)| 1 << i).sum(),
                }
            }
            Expr::NumberLiteral(e) => Kind::Constant(match e.value {
                Number::Int(_) => Constant::Integer,
                Number::Float(_) => Constant::Float,
                Number::Complex { .. } => {
                    let written = span(e.range()).slice(self.tree.text);
                    match written.contains(['.', 'e', 'E']) {
                        true => Constant::Float,
                        false => Constant::Integer,
                    }
                }
            }),
            Expr::BooleanLiteral(e) => Kind::Constant(match e.value {
                true => Constant::True,
                false => Constant::False,
            }),
            Expr::NoneLiteral(_) => Kind::Constant(Constant::None),
            Expr::EllipsisLiteral(_) => Kind::Constant(Constant::Ellipsis),
            _ => return None,
        })
    }

    /// `and` and `or`: of three, the first two are the left one.
    fn logical(&mut self, into: NodeId, expression: &ast::ExprBoolOp) {
        let kind = match expression.op {
            ast::BoolOp::And => Kind::And,
            ast::BoolOp::Or => Kind::Or,
        };
        let outer = self.open(into, kind, expression);
        let mut last = outer;
        for value in expression.values.iter().rev().skip(1) {
            if last.index() - outer.index() + 2 >= expression.values.len() {
                break;
            }
            let place = TextRange::new(expression.start(), self.closed(value));
            last = self.open(last, kind, place);
        }
        for (at, value) in expression.values.iter().enumerate() {
            // The first two stand in the innermost, each other one in the next.
            let outside = at.saturating_sub(1) as u32;
            let into = NodeId(last.0.saturating_sub(outside));
            self.expression(into, value);
            if at > 0 {
                self.tree.close(into);
            }
        }
    }

    fn lambda(&mut self, into: NodeId, expression: &ast::ExprLambda) {
        let id = self.open(into, Kind::Lambda, expression);
        if let Some(params) = &expression.parameters {
            self.params(id, params);
        }
        self.expression(id, &expression.body);
        self.tree.close(id);
    }

    fn dict(&mut self, into: NodeId, expression: &ast::ExprDict) {
        let id = self.open(into, Kind::Dict, expression);
        for item in &expression.items {
            self.pair(id, item.key.as_ref(), &item.value);
        }
        self.tree.close(id);
    }

    /// A key and its value, or what is unpacked.
    fn pair(&mut self, into: NodeId, key: Option<&Expr>, value: &Expr) {
        let (kind, start) = match key {
            Some(key) => (Kind::Pair, self.bracketed(key).start()),
            None => (
                Kind::Unpack,
                self.previous(TokenKind::DoubleStar, value.start()),
            ),
        };
        let id = self.open(into, kind, TextRange::new(start, self.closed(value)));
        for inner in key.into_iter().chain([value]) {
            self.expression(id, inner);
        }
        self.tree.close(id);
    }

    /// A list, a set, a dictionary or a generator that is made of something else.
    pub(super) fn comprehension(&mut self, into: NodeId, place: TextRange, of: ExprRef<'_>) {
        let kind = match of {
            ExprRef::ListComp(_) => Comprehension::List,
            ExprRef::SetComp(_) => Comprehension::Set,
            ExprRef::DictComp(_) => Comprehension::Dict,
            _ => Comprehension::Generator,
        };
        let id = self.open(into, Kind::Comp(kind), place);
        let generators = match of {
            ExprRef::ListComp(e) => {
                self.expression(id, &e.elt);
                &e.generators
            }
            ExprRef::SetComp(e) => {
                self.expression(id, &e.elt);
                &e.generators
            }
            ExprRef::DictComp(e) => {
                self.pair(id, e.key.as_deref(), &e.value);
                &e.generators
            }
            ExprRef::Generator(e) => {
                self.expression(id, &e.elt);
                &e.generators
            }
            _ => return,
        };
        self.generators(id, generators);
        self.tree.close(id);
    }
}

/// What stands in an expression that has a certain number of parts, in the order of the text.
fn inner(expression: &Expr) -> [Option<&Expr>; 3] {
    match expression {
        Expr::Named(e) => [Some(&e.target), Some(&e.value), None],
        Expr::BinOp(e) => [Some(&e.left), Some(&e.right), None],
        Expr::UnaryOp(e) => [Some(&e.operand), None, None],
        Expr::If(e) => [Some(&e.body), Some(&e.test), Some(&e.orelse)],
        Expr::Await(e) => [Some(&e.value), None, None],
        Expr::Yield(e) => [e.value.as_deref(), None, None],
        Expr::YieldFrom(e) => [Some(&e.value), None, None],
        Expr::Subscript(e) => [Some(&e.value), Some(&e.slice), None],
        Expr::Starred(e) => [Some(&e.value), None, None],
        Expr::Slice(e) => [e.lower.as_deref(), e.upper.as_deref(), e.step.as_deref()],
        _ => [None, None, None],
    }
}

pub(super) fn operator(of: ast::Operator) -> Operator {
    match of {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mult,
        ast::Operator::MatMult => Operator::MatMult,
        ast::Operator::Div => Operator::Div,
        ast::Operator::FloorDiv => Operator::FloorDiv,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::Pow => Operator::Pow,
        ast::Operator::LShift => Operator::LShift,
        ast::Operator::RShift => Operator::RShift,
        ast::Operator::BitOr => Operator::BitOr,
        ast::Operator::BitXor => Operator::BitXor,
        ast::Operator::BitAnd => Operator::BitAnd,
    }
}

fn unary(of: UnaryOp) -> Unary {
    match of {
        UnaryOp::Not => Unary::Not,
        UnaryOp::USub => Unary::Minus,
        UnaryOp::UAdd => Unary::Plus,
        UnaryOp::Invert => Unary::Invert,
    }
}

fn comparisons(all: &[CmpOp]) -> Comparisons {
    let all = all.iter().map(|of| match of {
        CmpOp::Eq => Comparison::Eq,
        CmpOp::NotEq => Comparison::NotEq,
        CmpOp::Lt => Comparison::Lt,
        CmpOp::LtE => Comparison::LtE,
        CmpOp::Gt => Comparison::Gt,
        CmpOp::GtE => Comparison::GtE,
        CmpOp::Is => Comparison::Is,
        CmpOp::IsNot => Comparison::IsNot,
        CmpOp::In => Comparison::In,
        CmpOp::NotIn => Comparison::NotIn,
    });
    all.take(8).fold(Comparisons::default(), Comparisons::with)
}
