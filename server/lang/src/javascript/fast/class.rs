//! Classes.

use oxc_ast::ast::{self, ClassElement, MethodDefinitionType};
use oxc_span::GetSpan;
use syntax::Span;

use super::{Reading, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role};

impl Reading<'_> {
    pub(super) fn class(&mut self, into: NodeId, role: Role, kind: Kind, e: &ast::Class<'_>) {
        self.class_from(into, role, kind, e, e.span.start);
    }

    /// A class whose own text begins at `start`.
    pub(super) fn class_from(
        &mut self,
        into: NodeId,
        role: Role,
        kind: Kind,
        e: &ast::Class<'_>,
        start: u32,
    ) {
        let node = self.open(into, role, kind, self.span(start, e.span.end));
        self.mark(node, Mark::Abstract, e.r#abstract);
        for decorator in &e.decorators {
            self.decorator(node, decorator);
        }
        let mut before = match &e.id {
            Some(id) => {
                self.name(node, Role::Name, Kind::TypeName, span(id.span));
                id.span.end
            }
            None => {
                let from = e.decorators.last().map_or(start, |d| d.span.end);
                self.past(from, "class".len() as u32)
            }
        };
        if let Some(types) = &e.type_parameters {
            self.type_parameters(node, Some(types));
            before = types.span.end;
        }
        self.heritage(node, before, e);
        let body = self.open(node, Role::Body, Kind::ClassBody, span(e.body.span));
        for member in &e.body.body {
            self.class_member(body, member);
        }
        self.close(body);
        self.close(node);
    }

    /// What a class extends and implements, behind `before`.
    fn heritage(&mut self, into: NodeId, before: u32, e: &ast::Class<'_>) {
        let extends_end = e.heritage.as_ref().map(|heritage| {
            let types = heritage.type_arguments.as_ref();
            types.map_or(heritage.expression.span().end, |t| t.span.end)
        });
        let implements_end = e.implements.last().map(|i| i.span.end);
        let Some(end) = implements_end.or(extends_end) else {
            return;
        };
        let at = self.span(self.next(before), end);
        let node = self.open(into, Role::None, Kind::Heritage, at);
        let mut start = at.start;
        if let (Some(heritage), Some(end)) = (&e.heritage, extends_end) {
            let inner = self.open(node, Role::None, Kind::Extends, self.span(start, end));
            self.expression(inner, Role::Value, &heritage.expression);
            self.type_arguments(inner, heritage.type_arguments.as_deref());
            self.close(inner);
            start = self.next(end);
        }
        if let Some(end) = implements_end {
            let inner = self.open(node, Role::None, Kind::Implements, self.span(start, end));
            for ty in &e.implements {
                let types = ty.type_arguments.as_deref();
                self.named_type(inner, Role::None, span(ty.span), &ty.expression, types);
            }
            self.close(inner);
        }
        self.close(node);
    }

    fn class_member(&mut self, into: NodeId, member: &ClassElement<'_>) {
        match member {
            ClassElement::StaticBlock(e) => {
                let node = self.open(into, Role::None, Kind::StaticBlock, span(e.span));
                let start = self.next(e.span.start + "static".len() as u32);
                let at = self.span(start, e.span.end);
                let block = self.open(node, Role::Body, Kind::Block, at);
                self.statements(block, Role::None, &[], &e.body);
                self.close(block);
                self.close(node);
            }
            ClassElement::MethodDefinition(e) => self.method(into, e),
            ClassElement::PropertyDefinition(e) => self.field(into, e),
            ClassElement::AccessorProperty(_) => self.odd(),
            ClassElement::TSIndexSignature(e) => self.index_signature(into, e),
        }
    }

    fn method(&mut self, into: NodeId, e: &ast::MethodDefinition<'_>) {
        for decorator in &e.decorators {
            self.decorator(into, decorator);
        }
        let start = match e.decorators.last() {
            Some(last) => self.next(last.span.end),
            None => e.span.start,
        };
        let (kind, end) = match &e.value.body {
            Some(body) => (Kind::Method, body.span.end),
            None => {
                let result = e.value.return_type.as_deref();
                let kind = match e.r#type {
                    MethodDefinitionType::MethodDefinition => Kind::MethodSignature,
                    MethodDefinitionType::TSAbstractMethodDefinition => Kind::AbstractMethod,
                };
                (kind, self.signature_end(&e.value.params, result))
            }
        };
        let node = self.open(into, Role::None, kind, self.span(start, end));
        self.mark(node, Mark::Async, e.value.r#async);
        let is_generator = e.value.generator && kind == Kind::Method;
        self.mark(node, Mark::Generator, is_generator);
        self.mark(node, Mark::Optional, e.optional);
        let access = e.accessibility.is_some() || e.r#override;
        self.mark(node, Mark::Access, access);
        self.key(node, Role::Name, &e.key, e.computed, start);
        self.callable(node, &e.value);
        self.close(node);
    }

    fn field(&mut self, into: NodeId, e: &ast::PropertyDefinition<'_>) {
        let start = e.span.start;
        let from = e.decorators.last().map_or(start, |last| last.span.end);
        let end = match (&e.value, &e.type_annotation) {
            (Some(value), _) => value.span().end,
            (None, Some(ty)) => ty.span.end,
            (None, None) => {
                let end = self.key_end(&e.key, e.computed);
                match (e.optional, e.definite) {
                    (true, _) => self.with(end, "?"),
                    (_, true) => self.with(end, "!"),
                    _ => end,
                }
            }
        };
        let at: Span = self.span(start, end);
        let node = self.open(into, Role::None, Kind::Field, at);
        self.mark(node, Mark::Optional, e.optional);
        let access = e.accessibility.is_some() || e.r#override || e.readonly;
        self.mark(node, Mark::Access, access);
        for decorator in &e.decorators {
            self.decorator(node, decorator);
        }
        self.key(node, Role::Name, &e.key, e.computed, from);
        self.annotation(node, Role::Type, e.type_annotation.as_deref());
        if let Some(value) = &e.value {
            self.expression(node, Role::Value, value);
        }
        self.close(node);
    }
}
