//! Functions and their parameters.

use oxc_ast::ast::{self, ArrowFunctionBody, TSTypePredicateName};
use oxc_span::GetSpan;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role};

impl Reading<'_> {
    /// A function whose own text begins at `start`.
    pub(super) fn function(
        &mut self,
        into: NodeId,
        role: Role,
        kind: Kind,
        e: &ast::Function<'_>,
        start: u32,
    ) {
        let kind = match e.body {
            None => Kind::FunctionSignature,
            Some(_) => kind,
        };
        let at = self.span(start, e.span.end);
        let node = self.open(into, role, kind, at);
        self.mark(node, Mark::Async, e.r#async);
        self.mark(node, Mark::Generator, e.generator);
        if kind == Kind::FunctionSignature {
            self.mark_end(node, at);
        }
        if let Some(id) = &e.id {
            self.name(node, Role::Name, Kind::Identifier, span(id.span));
        }
        self.callable(node, e);
        self.close(node);
    }

    /// What a function has behind its name.
    pub(super) fn callable(&mut self, into: NodeId, e: &ast::Function<'_>) {
        self.type_parameters(into, e.type_parameters.as_deref());
        self.parameters(into, e.this_param.as_deref(), &e.params);
        self.return_type(into, e.return_type.as_deref());
        if let Some(body) = &e.body {
            self.body(into, body);
        }
    }

    fn body(&mut self, into: NodeId, body: &ast::FunctionBody<'_>) {
        let node = self.open(into, Role::Body, Kind::Block, span(body.span));
        self.statements(node, Role::None, &body.directives, &body.statements);
        self.close(node);
    }

    pub(super) fn arrow(&mut self, into: NodeId, role: Role, e: &ast::ArrowFunctionExpression<'_>) {
        let node = self.open(into, role, Kind::Arrow, span(e.span));
        self.mark(node, Mark::Async, e.r#async);
        self.type_parameters(node, e.type_parameters.as_deref());
        let bare = e.params.items.first();
        match bare.filter(|_| !span(e.params.span).slice(self.text).starts_with('(')) {
            Some(bare) => {
                self.name(
                    node,
                    Role::Parameter,
                    Kind::Identifier,
                    place(&bare.pattern),
                );
            }
            None => self.parameters(node, None, &e.params),
        }
        self.return_type(node, e.return_type.as_deref());
        match &e.body {
            ArrowFunctionBody::FunctionBody(body) => self.body(node, body),
            body => {
                if let Some(value) = body.as_expression() {
                    self.expression(node, Role::Body, value);
                }
            }
        }
        self.close(node);
    }

    pub(super) fn parameters(
        &mut self,
        into: NodeId,
        this: Option<&ast::TSThisParameter<'_>>,
        e: &ast::FormalParameters<'_>,
    ) {
        let node = self.open(into, Role::Parameters, Kind::Parameters, span(e.span));
        if let Some(this) = this {
            let inner = self.open(node, Role::None, Kind::Parameter, span(this.span));
            let word = span(this.this_span);
            self.leaf(inner, Role::Pattern, Kind::This, word);
            self.annotation(inner, Role::Type, this.type_annotation.as_deref());
            self.close(inner);
        }
        for parameter in &e.items {
            self.parameter(node, parameter);
        }
        if let Some(rest) = &e.rest {
            let inner = self.open(node, Role::None, Kind::Parameter, span(rest.span));
            for decorator in &rest.decorators {
                self.decorator(inner, decorator);
            }
            self.rest_pattern(inner, Role::Pattern, &rest.rest);
            self.annotation(inner, Role::Type, rest.type_annotation.as_deref());
            self.close(inner);
        }
        self.close(node);
    }

    fn parameter(&mut self, into: NodeId, e: &ast::FormalParameter<'_>) {
        let node = self.open(into, Role::None, Kind::Parameter, span(e.span));
        self.mark(node, Mark::Optional, e.optional);
        let access = e.accessibility.is_some() || e.readonly || e.r#override;
        self.mark(node, Mark::Access, access);
        for decorator in &e.decorators {
            self.decorator(node, decorator);
        }
        self.pattern(node, Role::Pattern, &e.pattern);
        self.annotation(node, Role::Type, e.type_annotation.as_deref());
        if let Some(value) = &e.initializer {
            self.expression(node, Role::Value, value);
        }
        self.close(node);
    }

    /// What stands behind the parameters.
    pub(super) fn return_type(
        &mut self,
        into: NodeId,
        annotation: Option<&ast::TSTypeAnnotation<'_>>,
    ) {
        let Some(annotation) = annotation else {
            return;
        };
        match &annotation.type_annotation {
            ast::TSType::TSTypePredicate(predicate) => {
                let kind = match predicate.asserts {
                    true => Kind::AssertsAnnotation,
                    false => Kind::PredicateAnnotation,
                };
                let at = span(annotation.span);
                let node = self.open(into, Role::ReturnType, kind, at);
                self.predicate(node, Role::None, predicate);
                self.close(node);
            }
            _ => self.annotation(into, Role::ReturnType, Some(annotation)),
        }
    }

    pub(super) fn predicate(&mut self, into: NodeId, role: Role, e: &ast::TSTypePredicate<'_>) {
        let (name, kind) = match &e.parameter_name {
            TSTypePredicateName::Identifier(name) => (span(name.span), Kind::Identifier),
            TSTypePredicateName::This(this) => (span(this.span), Kind::This),
        };
        let mut into = into;
        let mut role = role;
        let asserts = e.asserts.then(|| {
            let node = self.open(into, role, Kind::Asserts, span(e.span));
            (into, role) = (node, Role::None);
            node
        });
        let tell = |reading: &mut Self, into, role| match kind {
            Kind::This => reading.leaf(into, role, kind, name),
            _ => reading.name(into, role, kind, name),
        };
        match &e.type_annotation {
            Some(ty) => {
                let at = self.span(name.start, e.span.end);
                let node = self.open(into, role, Kind::TypePredicate, at);
                tell(self, node, Role::Name);
                self.of_type(node, Role::Type, &ty.type_annotation);
                self.close(node);
            }
            None => tell(self, into, role),
        }
        if let Some(node) = asserts {
            self.close(node);
        }
    }

    pub(super) fn decorator(&mut self, into: NodeId, e: &ast::Decorator<'_>) {
        let at = span(e.span);
        self.around(
            into,
            Role::Decorator,
            Kind::Decorator,
            at,
            Role::None,
            &e.expression,
        );
    }

    /// Where the parameters end, with what stands behind them.
    pub(super) fn signature_end(
        &self,
        parameters: &ast::FormalParameters<'_>,
        result: Option<&ast::TSTypeAnnotation<'_>>,
    ) -> u32 {
        result.map_or(parameters.span.end, |result| result.span().end)
    }
}
