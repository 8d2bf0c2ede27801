//! Types.

use oxc_ast::ast::{
    self, TSImportTypeQualifier, TSLiteral, TSTupleElement, TSType, TSTypeName,
    TSTypeOperatorOperator, TSTypeQueryExprName,
};
use oxc_span::GetSpan;
use syntax::Span;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role};

impl Reading<'_> {
    /// `: T`.
    pub(super) fn annotation(
        &mut self,
        into: NodeId,
        role: Role,
        annotation: Option<&ast::TSTypeAnnotation<'_>>,
    ) {
        if let Some(annotation) = annotation {
            let at = span(annotation.span);
            let node = self.open(into, role, Kind::TypeAnnotation, at);
            self.of_type(node, Role::None, &annotation.type_annotation);
            self.close(node);
        }
    }

    pub(super) fn of_type(&mut self, into: NodeId, role: Role, ty: &TSType<'_>) {
        let at = place(ty);
        match ty {
            TSType::TSAnyKeyword(_)
            | TSType::TSBooleanKeyword(_)
            | TSType::TSNeverKeyword(_)
            | TSType::TSNumberKeyword(_)
            | TSType::TSObjectKeyword(_)
            | TSType::TSStringKeyword(_)
            | TSType::TSSymbolKeyword(_)
            | TSType::TSUnknownKeyword(_)
            | TSType::TSVoidKeyword(_) => self.leaf(into, role, Kind::PredefinedType, at),
            TSType::TSBigIntKeyword(_) | TSType::TSIntrinsicKeyword(_) => {
                self.name(into, role, Kind::TypeName, at);
            }
            TSType::TSNullKeyword(_) => self.literal(into, role, Kind::Null, at),
            TSType::TSUndefinedKeyword(_) => self.literal(into, role, Kind::Undefined, at),
            TSType::TSThisType(_) => self.leaf(into, role, Kind::ThisType, at),
            TSType::TSArrayType(e) => {
                self.of_types(into, role, Kind::ArrayType, at, [&e.element_type]);
            }
            TSType::TSIndexedAccessType(e) => {
                let parts = [&e.object_type, &e.index_type];
                self.of_types(into, role, Kind::LookupType, at, parts);
            }
            TSType::TSParenthesizedType(e) => {
                self.of_types(into, role, Kind::ParenType, at, [&e.type_annotation]);
            }
            TSType::TSTypeOperatorType(e) => match e.operator {
                TSTypeOperatorOperator::Keyof => {
                    self.of_types(into, role, Kind::KeyofType, at, [&e.type_annotation]);
                }
                TSTypeOperatorOperator::Readonly => {
                    self.of_types(into, role, Kind::ReadonlyType, at, [&e.type_annotation]);
                }
                TSTypeOperatorOperator::Unique => {
                    self.leaf(into, role, Kind::PredefinedType, at);
                }
            },
            TSType::TSConditionalType(e) => {
                let node = self.open(into, role, Kind::ConditionalType, at);
                self.of_type(node, Role::Left, &e.check_type);
                self.of_type(node, Role::Right, &e.extends_type);
                self.of_type(node, Role::Consequence, &e.true_type);
                self.of_type(node, Role::Alternative, &e.false_type);
                self.close(node);
            }
            TSType::TSUnionType(e) => self.joined(into, role, Kind::UnionType, at, &e.types),
            TSType::TSIntersectionType(e) => {
                self.joined(into, role, Kind::IntersectionType, at, &e.types);
            }
            TSType::TSFunctionType(e) => {
                let node = self.open(into, role, Kind::FunctionType, at);
                self.type_parameters(node, e.type_parameters.as_deref());
                self.parameters(node, e.this_param.as_deref(), &e.params);
                match &e.return_type.type_annotation {
                    TSType::TSTypePredicate(e) => self.predicate(node, Role::ReturnType, e),
                    ty => self.of_type(node, Role::ReturnType, ty),
                }
                self.close(node);
            }
            TSType::TSConstructorType(e) => {
                let node = self.open(into, role, Kind::ConstructorType, at);
                self.type_parameters(node, e.type_parameters.as_deref());
                self.parameters(node, None, &e.params);
                self.of_type(node, Role::Type, &e.return_type.type_annotation);
                self.close(node);
            }
            TSType::TSInferType(e) => self.inferred(into, role, at, &e.type_parameter),
            TSType::TSLiteralType(e) => self.literal_type(into, role, at, &e.literal),
            TSType::TSTemplateLiteralType(e) => self.template_type(into, role, e),
            TSType::TSMappedType(e) => self.mapped_type(into, role, e),
            TSType::TSTupleType(e) => self.tuple(into, role, e),
            TSType::TSTypeLiteral(e) => {
                let node = self.open(into, role, Kind::ObjectType, at);
                self.signatures(node, &e.members);
                self.close(node);
            }
            TSType::TSTypeReference(e) => {
                let types = e.type_arguments.as_deref();
                self.named_type(into, role, at, &e.type_name, types);
            }
            TSType::TSTypeQuery(e) => self.query(into, role, e),
            TSType::TSImportType(e) => self.import_type(into, role, e),
            TSType::TSNamedTupleMember(e) => self.tuple_member(into, role, e),
            TSType::TSTypePredicate(_)
            | TSType::JSDocNullableType(_)
            | TSType::JSDocNonNullableType(_)
            | TSType::JSDocUnknownType(_) => self.odd(),
        }
    }

    fn of_types<'e, 'a: 'e>(
        &mut self,
        into: NodeId,
        role: Role,
        kind: Kind,
        at: Span,
        inner: impl IntoIterator<Item = &'e TSType<'a>>,
    ) {
        let node = self.open(into, role, kind, at);
        for ty in inner {
            self.of_type(node, Role::None, ty);
        }
        self.close(node);
    }

    /// Types with a sign between: each sign has what stands before it on its left.
    fn joined(&mut self, into: NodeId, role: Role, kind: Kind, at: Span, types: &[TSType<'_>]) {
        let leads = types.first().is_some_and(|t| t.span().start != at.start);
        let inner = if leads {
            types.len()
        } else {
            types.len().saturating_sub(1)
        };
        let mut open = Vec::with_capacity(inner);
        let (mut into, mut role) = (into, role);
        for last in types.iter().rev().take(inner) {
            let node = self.open(into, role, kind, self.span(at.start, last.span().end));
            open.push(node);
            (into, role) = (node, Role::None);
        }
        let mut types = types.iter();
        if !leads && let Some(first) = types.next() {
            self.of_type(into, role, first);
        }
        for ty in types {
            if let Some(node) = open.pop() {
                self.of_type(node, Role::None, ty);
                self.close(node);
            }
        }
    }

    fn literal(&mut self, into: NodeId, role: Role, kind: Kind, at: Span) {
        let node = self.open(into, role, Kind::LiteralType, at);
        self.leaf(node, Role::None, kind, at);
        self.close(node);
    }

    fn literal_type(&mut self, into: NodeId, role: Role, at: Span, literal: &TSLiteral<'_>) {
        let kind = match literal {
            TSLiteral::BooleanLiteral(e) if e.value => Kind::True,
            TSLiteral::BooleanLiteral(_) => Kind::False,
            TSLiteral::NumericLiteral(_) | TSLiteral::BigIntLiteral(_) => Kind::Number,
            TSLiteral::StringLiteral(_) => {
                let node = self.open(into, role, Kind::LiteralType, at);
                self.string(node, Role::None, at);
                self.close(node);
                return;
            }
            TSLiteral::TemplateLiteral(_) => {
                let node = self.open(into, role, Kind::TemplateType, at);
                self.close(node);
                return;
            }
            TSLiteral::UnaryExpression(e) => {
                let node = self.open(into, role, Kind::LiteralType, at);
                let sign = crate::javascript::tree::Unary::read(e.operator.as_str());
                let sign = sign.unwrap_or(crate::javascript::tree::Unary::Minus);
                let argument = &e.argument;
                self.around(
                    node,
                    Role::None,
                    Kind::Unary(sign),
                    at,
                    Role::Argument,
                    argument,
                );
                self.close(node);
                return;
            }
        };
        self.literal(into, role, kind, at);
    }

    fn template_type(&mut self, into: NodeId, role: Role, e: &ast::TSTemplateLiteralType<'_>) {
        let node = self.open(into, role, Kind::TemplateType, span(e.span));
        for (ty, ends) in e.types.iter().zip(e.quasis.windows(2)) {
            let at = self.span(ends[0].span.end, ends[1].span.start);
            self.of_types(node, Role::None, Kind::TemplatePart, at, [ty]);
        }
        self.close(node);
    }

    fn tuple(&mut self, into: NodeId, role: Role, e: &ast::TSTupleType<'_>) {
        let node = self.open(into, role, Kind::TupleType, span(e.span));
        for element in &e.element_types {
            self.tuple_element(node, element);
        }
        self.close(node);
    }

    fn tuple_element(&mut self, into: NodeId, element: &TSTupleElement<'_>) {
        let none = Role::None;
        match element {
            TSTupleElement::TSOptionalType(e) => {
                let at = span(e.span);
                self.of_types(into, none, Kind::OptionalType, at, [&e.type_annotation]);
            }
            TSTupleElement::TSRestType(e) => {
                if let TSType::TSNamedTupleMember(member) = &e.type_annotation {
                    self.rest_member(into, span(e.span), member);
                    return;
                }
                let at = span(e.span);
                self.of_types(into, none, Kind::RestType, at, [&e.type_annotation]);
            }
            _ => {
                if let Some(ty) = element.as_ts_type() {
                    self.of_type(into, none, ty);
                }
            }
        }
    }

    fn tuple_member(&mut self, into: NodeId, role: Role, e: &ast::TSNamedTupleMember<'_>) {
        let label = span(e.label.span);
        let node = self.open(into, role, Kind::Parameter, span(e.span));
        self.mark(node, Mark::Optional, e.optional);
        self.name(node, Role::Name, Kind::Identifier, label);
        let end = if e.optional {
            self.past(label.end, 1)
        } else {
            label.end
        };
        self.member_type(node, end, e);
        self.close(node);
    }

    /// `...name: T` in a tuple.
    fn rest_member(&mut self, into: NodeId, at: Span, e: &ast::TSNamedTupleMember<'_>) {
        let label = span(e.label.span);
        let node = self.open(into, Role::None, Kind::Parameter, at);
        let rest = self.span(at.start, label.end);
        let inner = self.open(node, Role::Name, Kind::Rest, rest);
        self.name(inner, Role::None, Kind::Identifier, label);
        self.close(inner);
        self.member_type(node, label.end, e);
        self.close(node);
    }

    fn member_type(&mut self, into: NodeId, before: u32, e: &ast::TSNamedTupleMember<'_>) {
        let at = self.span(self.next(before), e.element_type.span().end);
        let node = self.open(into, Role::Type, Kind::TypeAnnotation, at);
        self.tuple_element(node, &e.element_type);
        self.close(node);
    }

    /// A type by its name, perhaps with arguments.
    pub(super) fn named_type(
        &mut self,
        into: NodeId,
        role: Role,
        at: Span,
        name: &TSTypeName<'_>,
        types: Option<&ast::TSTypeParameterInstantiation<'_>>,
    ) {
        let Some(types) = types else {
            self.type_name(into, role, name);
            return;
        };
        let node = self.open(into, role, Kind::GenericType, at);
        self.type_name(node, Role::Name, name);
        self.type_arguments(node, Some(types));
        self.close(node);
    }

    fn type_name(&mut self, into: NodeId, role: Role, name: &TSTypeName<'_>) {
        match name {
            TSTypeName::IdentifierReference(e) => {
                self.name(into, role, Kind::TypeName, span(e.span));
            }
            TSTypeName::QualifiedName(e) => {
                let node = self.open(into, role, Kind::QualifiedType, span(e.span));
                match &e.left {
                    TSTypeName::IdentifierReference(left) => {
                        self.name(node, Role::Module, Kind::Identifier, span(left.span));
                    }
                    TSTypeName::QualifiedName(left) => {
                        self.qualified(node, Role::Module, Kind::Qualified, left);
                    }
                    TSTypeName::ThisExpression(_) => self.odd(),
                }
                self.name(node, Role::Name, Kind::TypeName, span(e.right.span));
                self.close(node);
            }
            TSTypeName::ThisExpression(_) => self.odd(),
        }
    }

    /// `a.b.c` as a name; the outermost pair is of this kind.
    pub(super) fn qualified(
        &mut self,
        into: NodeId,
        role: Role,
        kind: Kind,
        e: &ast::TSQualifiedName<'_>,
    ) {
        let node = self.open(into, role, kind, span(e.span));
        match &e.left {
            TSTypeName::IdentifierReference(left) => {
                self.name(node, Role::Object, Kind::Identifier, span(left.span));
            }
            TSTypeName::QualifiedName(left) => {
                self.qualified(node, Role::Object, Kind::Member, left);
            }
            TSTypeName::ThisExpression(left) => {
                self.leaf(node, Role::Object, Kind::This, span(left.span));
            }
        }
        self.name(node, Role::Property, Kind::PropertyName, span(e.right.span));
        self.close(node);
    }

    fn query(&mut self, into: NodeId, role: Role, e: &ast::TSTypeQuery<'_>) {
        let node = self.open(into, role, Kind::TypeQuery, span(e.span));
        let mut into = node;
        let mut role = Role::None;
        let types = e.type_arguments.as_deref();
        let inner = types.map(|types| {
            let at = self.span(e.expr_name.span().start, types.span.end);
            (into, role) = (
                self.open(node, Role::None, Kind::Instantiation, at),
                Role::Function,
            );
            into
        });
        match &e.expr_name {
            TSTypeQueryExprName::IdentifierReference(name) => {
                self.name(into, role, Kind::Identifier, span(name.span));
            }
            TSTypeQueryExprName::QualifiedName(name) => {
                self.qualified(into, role, Kind::Member, name);
            }
            TSTypeQueryExprName::ThisExpression(this) => {
                self.leaf(into, role, Kind::This, span(this.span));
            }
            TSTypeQueryExprName::TSImportType(e) => {
                if e.qualifier.is_some() || e.type_arguments.is_some() {
                    self.odd();
                }
                self.import_type(into, role, e);
            }
        }
        if let Some(inner) = inner {
            self.type_arguments(inner, types);
            self.close(inner);
        }
        self.close(node);
    }

    /// `import("…").a.b`.
    fn import_type(&mut self, into: NodeId, role: Role, e: &ast::TSImportType<'_>) {
        if e.options.is_some() || e.type_arguments.is_some() {
            self.odd();
        }
        let mut names = Vec::new();
        let mut qualifier = e.qualifier.as_ref();
        while let Some(name) = qualifier {
            qualifier = match name {
                TSImportTypeQualifier::Identifier(name) => {
                    names.push(span(name.span));
                    None
                }
                TSImportTypeQualifier::QualifiedName(name) => {
                    names.push(span(name.right.span));
                    Some(&name.left)
                }
            };
        }
        let mut open = Vec::with_capacity(names.len());
        let (mut into, mut role) = (into, role);
        for name in names {
            let at = self.span(e.span.start, name.end);
            let node = self.open(into, role, Kind::Member, at);
            open.push((node, name));
            (into, role) = (node, Role::Object);
        }
        let source = span(e.source.span);
        let end = self.past(self.with(source.end, ","), 1);
        let call = self.open(into, role, Kind::Call, self.span(e.span.start, end));
        let word = self.span(e.span.start, e.span.start + "import".len() as u32);
        self.leaf(call, Role::Function, Kind::ImportWord, word);
        let at = self.span(self.next(word.end), end);
        let arguments = self.open(call, Role::Arguments, Kind::Arguments, at);
        self.string(arguments, Role::None, source);
        self.close(arguments);
        self.close(call);
        while let Some((node, name)) = open.pop() {
            self.name(node, Role::Property, Kind::PropertyName, name);
            self.close(node);
        }
    }

    fn inferred(&mut self, into: NodeId, role: Role, at: Span, e: &ast::TSTypeParameter<'_>) {
        let node = self.open(into, role, Kind::InferType, at);
        self.name(node, Role::None, Kind::TypeName, span(e.name.span));
        if let Some(constraint) = &e.constraint {
            self.of_type(node, Role::None, constraint);
        }
        self.close(node);
    }

    pub(super) fn type_arguments(
        &mut self,
        into: NodeId,
        types: Option<&ast::TSTypeParameterInstantiation<'_>>,
    ) {
        if let Some(types) = types {
            let kind = Kind::TypeArguments;
            let at = span(types.span);
            self.of_types(into, Role::TypeArguments, kind, at, &types.params);
        }
    }

    pub(super) fn type_parameters(
        &mut self,
        into: NodeId,
        types: Option<&ast::TSTypeParameterDeclaration<'_>>,
    ) {
        let Some(types) = types else {
            return;
        };
        let at = span(types.span);
        let all = self.open(into, Role::TypeParameters, Kind::TypeParameters, at);
        for ty in &types.params {
            // The grammar has no `in` and `out`.
            if ty.r#in || ty.out {
                self.odd();
            }
            let node = self.open(all, Role::None, Kind::TypeParameter, span(ty.span));
            let mut before = ty.name.span.end;
            self.name(node, Role::Name, Kind::TypeName, span(ty.name.span));
            if let Some(constraint) = &ty.constraint {
                let at = self.span(self.next(before), constraint.span().end);
                self.of_types(node, Role::Constraint, Kind::Constraint, at, [constraint]);
                before = at.end;
            }
            if let Some(default) = &ty.default {
                let at = self.span(self.next(before), default.span().end);
                self.of_types(node, Role::Value, Kind::DefaultType, at, [default]);
            }
            self.close(node);
        }
        self.close(all);
    }
}
