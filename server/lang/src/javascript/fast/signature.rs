//! Members of interfaces and of types in braces.

use oxc_ast::ast::{self, TSMappedTypeModifierOperator, TSSignature};
use oxc_span::GetSpan;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role};

impl Reading<'_> {
    pub(super) fn signatures(&mut self, into: NodeId, all: &[TSSignature<'_>]) {
        for signature in all {
            match signature {
                TSSignature::TSIndexSignature(e) => self.index_signature(into, e),
                TSSignature::TSPropertySignature(e) => self.property_signature(into, e),
                TSSignature::TSMethodSignature(e) => self.method_signature(into, e),
                TSSignature::TSCallSignatureDeclaration(e) => {
                    let end = self.signature_end(&e.params, e.return_type.as_deref());
                    let at = self.span(e.span.start, end);
                    let node = self.open(into, Role::None, Kind::CallSignature, at);
                    self.type_parameters(node, e.type_parameters.as_deref());
                    self.parameters(node, e.this_param.as_deref(), &e.params);
                    self.return_type(node, e.return_type.as_deref());
                    self.close(node);
                }
                TSSignature::TSConstructSignatureDeclaration(e) => {
                    let end = self.signature_end(&e.params, e.return_type.as_deref());
                    let at = self.span(e.span.start, end);
                    let node = self.open(into, Role::None, Kind::ConstructSignature, at);
                    self.type_parameters(node, e.type_parameters.as_deref());
                    self.parameters(node, None, &e.params);
                    self.annotation(node, Role::Type, e.return_type.as_deref());
                    self.close(node);
                }
            }
        }
    }

    fn property_signature(&mut self, into: NodeId, e: &ast::TSPropertySignature<'_>) {
        let end = match &e.type_annotation {
            Some(ty) => ty.span.end,
            None => {
                let end = self.key_end(&e.key, e.computed);
                if e.optional { self.with(end, "?") } else { end }
            }
        };
        let at = self.span(e.span.start, end);
        let node = self.open(into, Role::None, Kind::PropertySignature, at);
        self.mark(node, Mark::Optional, e.optional);
        self.mark(node, Mark::Access, e.readonly);
        self.key(node, Role::Name, &e.key, e.computed, at.start);
        self.annotation(node, Role::Type, e.type_annotation.as_deref());
        self.close(node);
    }

    fn method_signature(&mut self, into: NodeId, e: &ast::TSMethodSignature<'_>) {
        let end = self.signature_end(&e.params, e.return_type.as_deref());
        let at = self.span(e.span.start, end);
        let node = self.open(into, Role::None, Kind::MethodSignature, at);
        self.mark(node, Mark::Optional, e.optional);
        self.key(node, Role::Name, &e.key, e.computed, at.start);
        self.type_parameters(node, e.type_parameters.as_deref());
        self.parameters(node, e.this_param.as_deref(), &e.params);
        self.return_type(node, e.return_type.as_deref());
        self.close(node);
    }

    pub(super) fn index_signature(&mut self, into: NodeId, e: &ast::TSIndexSignature<'_>) {
        // The grammar has no `static` here.
        if e.r#static {
            self.odd();
        }
        let at = self.span(e.span.start, e.type_annotation.span.end);
        let node = self.open(into, Role::None, Kind::IndexSignature, at);
        self.mark(node, Mark::Access, e.readonly);
        let parameter = &e.parameter;
        let len = parameter.name.len() as u32;
        let name = self.span(parameter.span.start, parameter.span.start + len);
        self.name(node, Role::Name, Kind::Identifier, name);
        let index = &parameter.type_annotation.type_annotation;
        self.of_type(node, Role::IndexType, index);
        self.annotation(node, Role::Type, Some(&e.type_annotation));
        self.close(node);
    }

    pub(super) fn mapped_type(&mut self, into: NodeId, role: Role, e: &ast::TSMappedType<'_>) {
        let Some(value) = &e.type_annotation else {
            self.odd();
            return;
        };
        let object = self.open(into, role, Kind::ObjectType, span(e.span));
        let end = place(value).end;
        let at = self.span(self.next(e.span.start + 1), end);
        let node = self.open(object, Role::None, Kind::IndexSignature, at);
        self.mark(node, Mark::Access, e.readonly.is_some());
        let key_end = match &e.name_type {
            Some(alias) => alias.span().end,
            None => e.constraint.span().end,
        };
        let clause = self.span(e.key.span.start, key_end);
        let inner = self.open(node, Role::None, Kind::MappedType, clause);
        self.name(inner, Role::Name, Kind::TypeName, span(e.key.span));
        self.of_type(inner, Role::Type, &e.constraint);
        if let Some(alias) = &e.name_type {
            self.of_type(inner, Role::Alias, alias);
        }
        self.close(inner);
        let sign = self.next(self.past(key_end, 1));
        let annotation = self.open(node, Role::Type, Kind::TypeAnnotation, self.span(sign, end));
        self.of_type(annotation, Role::None, value);
        self.close(annotation);
        // `+?` without a colon right behind it is no sign of the grammar's.
        let want = match e.optional {
            Some(TSMappedTypeModifierOperator::True) => "?:",
            Some(TSMappedTypeModifierOperator::Plus) => "+?:",
            Some(TSMappedTypeModifierOperator::Minus) => "-?:",
            None => ":",
        };
        if !self.comes(sign, want) {
            self.odd();
        }
        self.close(node);
        self.close(object);
    }
}
