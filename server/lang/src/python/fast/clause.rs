//! What definitions and calls have in their brackets, and the clauses of comprehensions.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, AnyParameterRef, ArgOrKeyword, Expr, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use super::{Reading, span};
use crate::python::tree::{Kind, NodeId, ParamKind, TypeParamKind};

impl Reading<'_> {
    pub(super) fn type_params(&mut self, into: NodeId, all: Option<&ast::TypeParams>) {
        for param in all.into_iter().flat_map(|p| p.iter()) {
            let (kind, name, bound, default) = match param {
                TypeParam::TypeVar(p) => (TypeParamKind::Plain, &p.name, &p.bound, &p.default),
                TypeParam::TypeVarTuple(p) => (TypeParamKind::Tuple, &p.name, &None, &p.default),
                TypeParam::ParamSpec(p) => (TypeParamKind::Parameters, &p.name, &None, &p.default),
            };
            let id = self.open(into, Kind::TypeParam(kind), param);
            self.ident(id, name);
            for inner in [bound, default].into_iter().flatten() {
                self.expression(id, inner);
            }
            self.tree.close(id);
        }
    }

    pub(super) fn params(&mut self, into: NodeId, all: &ast::Parameters) {
        let named = [
            (&all.posonlyargs, ParamKind::PositionalOnly),
            (&all.args, ParamKind::Plain),
        ];
        for (params, kind) in named {
            for param in params {
                self.param(into, kind, AnyParameterRef::NonVariadic(param));
            }
        }
        if let Some(param) = &all.vararg {
            self.param(into, ParamKind::Args, AnyParameterRef::Variadic(param));
        }
        for param in &all.kwonlyargs {
            let param = AnyParameterRef::NonVariadic(param);
            self.param(into, ParamKind::KeywordOnly, param);
        }
        if let Some(param) = &all.kwarg {
            self.param(into, ParamKind::Kwargs, AnyParameterRef::Variadic(param));
        }
    }

    fn param(&mut self, into: NodeId, kind: ParamKind, param: AnyParameterRef<'_>) {
        let kind = Kind::Param {
            kind,
            annotated: param.annotation().is_some(),
            default: param.default().is_some(),
        };
        let id = self.open(into, kind, param);
        self.ident(id, param.name());
        for inner in [param.annotation(), param.default()].into_iter().flatten() {
            self.expression(id, inner);
        }
        self.tree.close(id);
    }

    pub(super) fn arguments(&mut self, into: NodeId, arguments: &ast::Arguments) {
        for argument in arguments.iter_source_order() {
            match argument {
                // The brackets of a call are those of a generator that stands alone in it.
                ArgOrKeyword::Arg(Expr::Generator(inner)) if !inner.parenthesized => {
                    self.comprehension(into, arguments.range(), ast::ExprRef::Generator(inner));
                }
                ArgOrKeyword::Arg(inner) => self.expression(into, inner),
                ArgOrKeyword::Keyword(keyword) => {
                    let kind = match &keyword.arg {
                        Some(name) => Kind::Keyword(self.tree.symbol(span(name.range()))),
                        None => Kind::Unpack,
                    };
                    let id = self.open(into, kind, keyword);
                    self.expression(id, &keyword.value);
                    self.tree.close(id);
                }
            }
        }
    }

    /// A comprehension's `for` and `if` clauses.
    pub(super) fn generators(&mut self, into: NodeId, all: &[ast::Comprehension]) {
        for generator in all {
            // Where the last clause ends, the brackets of the whole may follow.
            let end = |this: &Self, last: bool, inner: &Expr| match last {
                true => generator.end(),
                false => this.closed(inner),
            };
            let is_async = generator.is_async;
            let stop = end(self, generator.ifs.is_empty(), &generator.iter);
            let place = TextRange::new(generator.start(), stop);
            let id = self.open(into, Kind::CompFor { is_async }, place);
            self.expression(id, &generator.target);
            self.expression(id, &generator.iter);
            self.tree.close(id);
            let mut before = stop;
            for (at, test) in generator.ifs.iter().enumerate() {
                let stop = end(self, at + 1 == generator.ifs.len(), test);
                let place = TextRange::new(self.next(TokenKind::If, before), stop);
                let id = self.open(into, Kind::CompIf, place);
                self.expression(id, test);
                self.tree.close(id);
                before = stop;
            }
        }
    }
}
