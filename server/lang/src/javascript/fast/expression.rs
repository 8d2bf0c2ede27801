//! Expressions.

use oxc_ast::ast::{self, Argument, ArrayExpressionElement, ChainElement, Expression};
use oxc_span::GetSpan;
use syntax::Span;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Operator, Role, Unary};

impl Reading<'_> {
    pub(super) fn expression(&mut self, into: NodeId, role: Role, expression: &Expression<'_>) {
        let at = place(expression);
        match expression {
            Expression::BooleanLiteral(e) => {
                let kind = if e.value { Kind::True } else { Kind::False };
                self.leaf(into, role, kind, at);
            }
            Expression::NullLiteral(_) => self.leaf(into, role, Kind::Null, at),
            Expression::NumericLiteral(_) | Expression::BigIntLiteral(_) => {
                self.leaf(into, role, Kind::Number, at);
            }
            Expression::RegExpLiteral(_) => self.leaf(into, role, Kind::Regex, at),
            Expression::StringLiteral(_) => self.string(into, role, at),
            Expression::TemplateLiteral(e) => self.template(into, role, e),
            Expression::Identifier(_) => self.identifier(into, role, at),
            Expression::Super(_) => self.leaf(into, role, Kind::Super, at),
            Expression::ThisExpression(_) => self.leaf(into, role, Kind::This, at),
            Expression::ImportMeta(_) | Expression::NewTarget(_) => {
                self.leaf(into, role, Kind::MetaProperty, at);
            }
            Expression::ArrayExpression(e) => self.array(into, role, e),
            Expression::ObjectExpression(e) => self.object(into, role, e),
            Expression::ArrowFunctionExpression(e) => self.arrow(into, role, e),
            Expression::FunctionExpression(e) => {
                self.function(into, role, Kind::FunctionExpression, e, at.start);
            }
            Expression::ClassExpression(e) => self.class(into, role, Kind::ClassExpression, e),
            Expression::AssignmentExpression(e) => self.assignment(into, role, e),
            Expression::BinaryExpression(e) => {
                let operator = Operator::read(e.operator.as_str());
                self.binary(into, role, at, operator, (&e.left, &e.right));
            }
            Expression::LogicalExpression(e) => {
                let operator = Operator::read(e.operator.as_str());
                self.binary(into, role, at, operator, (&e.left, &e.right));
            }
            Expression::PrivateInExpression(e) => {
                let node = self.open(into, role, Kind::Binary(Operator::In), at);
                self.name(node, Role::Left, Kind::PrivateName, span(e.left.span));
                self.expression(node, Role::Right, &e.right);
                self.close(node);
            }
            Expression::ConditionalExpression(e) => {
                let node = self.open(into, role, Kind::Conditional, at);
                self.expression(node, Role::Condition, &e.test);
                self.expression(node, Role::Consequence, &e.consequent);
                self.expression(node, Role::Alternative, &e.alternate);
                self.close(node);
            }
            Expression::SequenceExpression(e) => {
                let node = self.open(into, role, Kind::Sequence, at);
                for inner in &e.expressions {
                    self.expression(node, Role::None, inner);
                }
                self.close(node);
            }
            Expression::ParenthesizedExpression(e) => {
                self.around(into, role, Kind::Paren, at, Role::None, &e.expression);
            }
            Expression::AwaitExpression(e) => {
                self.around(into, role, Kind::Await, at, Role::None, &e.argument);
            }
            Expression::UnaryExpression(e) => {
                let unary = Unary::read(e.operator.as_str()).unwrap_or(Unary::Plus);
                let kind = Kind::Unary(unary);
                self.around(into, role, kind, at, Role::Argument, &e.argument);
            }
            Expression::TSNonNullExpression(e) => {
                self.around(into, role, Kind::NonNull, at, Role::None, &e.expression);
            }
            Expression::YieldExpression(e) => {
                let node = self.open(into, role, Kind::Yield, at);
                if let Some(argument) = &e.argument {
                    self.expression(node, Role::None, argument);
                }
                self.close(node);
            }
            Expression::UpdateExpression(e) => self.update(into, role, e),
            Expression::CallExpression(e) => self.call(into, role, e),
            Expression::NewExpression(e) => self.new_object(into, role, e),
            Expression::ImportExpression(e) => self.import_call(into, role, e),
            Expression::TaggedTemplateExpression(e) => {
                let node = self.open(into, role, Kind::Call, at);
                self.expression(node, Role::Function, &e.tag);
                self.type_arguments(node, e.type_arguments.as_deref());
                self.template(node, Role::Arguments, &e.quasi);
                self.close(node);
            }
            Expression::ChainExpression(e) => self.chain(into, role, &e.expression),
            Expression::ComputedMemberExpression(e) => self.subscript(into, role, e),
            Expression::StaticMemberExpression(e) => self.member(into, role, e),
            Expression::PrivateFieldExpression(e) => self.private_member(into, role, e),
            Expression::TSAsExpression(e) => self.cast(into, role, e),
            Expression::TSSatisfiesExpression(e) => {
                let node = self.open(into, role, Kind::Satisfies, at);
                self.expression(node, Role::None, &e.expression);
                self.of_type(node, Role::None, &e.type_annotation);
                self.close(node);
            }
            Expression::TSTypeAssertion(e) => self.assertion(into, role, e),
            Expression::TSInstantiationExpression(e) => {
                let node = self.open(into, role, Kind::Instantiation, at);
                self.expression(node, Role::None, &e.expression);
                self.type_arguments(node, Some(&e.type_arguments));
                self.close(node);
            }
            Expression::JSXElement(_)
            | Expression::JSXFragment(_)
            | Expression::V8IntrinsicExpression(_) => self.odd(),
        }
    }

    /// A node with one expression in it.
    pub(super) fn around(
        &mut self,
        into: NodeId,
        role: Role,
        kind: Kind,
        at: Span,
        inner_role: Role,
        inner: &Expression<'_>,
    ) {
        let node = self.open(into, role, kind, at);
        self.expression(node, inner_role, inner);
        self.close(node);
    }

    /// A name that is read or given a value.
    pub(super) fn identifier(&mut self, into: NodeId, role: Role, at: Span) {
        match at.slice(self.text) {
            "undefined" => self.leaf(into, role, Kind::Undefined, at),
            // Words, though not everywhere: `await` outside of `async` is a mistake rather than a name.
            "await" | "yield" => self.odd(),
            _ => self.name(into, role, Kind::Identifier, at),
        }
    }

    fn binary(
        &mut self,
        into: NodeId,
        role: Role,
        at: Span,
        operator: Option<Operator>,
        (left, right): (&Expression<'_>, &Expression<'_>),
    ) {
        let kind = Kind::Binary(operator.unwrap_or(Operator::Add));
        let node = self.open(into, role, kind, at);
        self.expression(node, Role::Left, left);
        self.expression(node, Role::Right, right);
        self.close(node);
    }

    fn assignment(&mut self, into: NodeId, role: Role, e: &ast::AssignmentExpression<'_>) {
        let assigning = e.operator.as_str().strip_suffix('=');
        let kind = match assigning.and_then(Operator::read) {
            Some(operator) => Kind::AugAssign(operator),
            None => Kind::Assign,
        };
        // Brackets round it are in no tree of oxc's.
        if e.span.start != e.left.span().start {
            self.odd();
        }
        let node = self.open(into, role, kind, span(e.span));
        self.target(node, Role::Left, &e.left);
        self.expression(node, Role::Right, &e.right);
        self.close(node);
    }

    fn update(&mut self, into: NodeId, role: Role, e: &ast::UpdateExpression<'_>) {
        let argument = e.argument.span();
        let begins = match e.prefix {
            true => self.next(e.span.start + 2),
            false => e.span.start,
        };
        if begins != argument.start {
            self.odd();
        }
        let node = self.open(into, role, Kind::Update, span(e.span));
        self.simple_target(node, Role::Argument, &e.argument);
        self.close(node);
    }

    pub(super) fn template(&mut self, into: NodeId, role: Role, e: &ast::TemplateLiteral<'_>) {
        let node = self.open(into, role, Kind::Template, span(e.span));
        self.mark(node, Mark::Closed, true);
        for (inner, ends) in e.expressions.iter().zip(e.quasis.windows(2)) {
            let at = self.span(ends[0].span.end, ends[1].span.start);
            self.around(node, Role::None, Kind::Substitution, at, Role::None, inner);
        }
        self.close(node);
    }

    fn array(&mut self, into: NodeId, role: Role, e: &ast::ArrayExpression<'_>) {
        let node = self.open(into, role, Kind::Array, span(e.span));
        for element in &e.elements {
            match element {
                ArrayExpressionElement::SpreadElement(spread) => self.spread(node, spread),
                ArrayExpressionElement::Elision(_) => {}
                _ => {
                    if let Some(inner) = element.as_expression() {
                        self.expression(node, Role::None, inner);
                    }
                }
            }
        }
        self.close(node);
    }

    pub(super) fn spread(&mut self, into: NodeId, e: &ast::SpreadElement<'_>) {
        let at = span(e.span);
        self.around(into, Role::None, Kind::Spread, at, Role::None, &e.argument);
    }

    fn chain(&mut self, into: NodeId, role: Role, e: &ChainElement<'_>) {
        match e {
            ChainElement::CallExpression(e) => self.call(into, role, e),
            ChainElement::TSNonNullExpression(e) => {
                let at = span(e.span);
                self.around(into, role, Kind::NonNull, at, Role::None, &e.expression);
            }
            ChainElement::ComputedMemberExpression(e) => self.subscript(into, role, e),
            ChainElement::StaticMemberExpression(e) => self.member(into, role, e),
            ChainElement::PrivateFieldExpression(e) => self.private_member(into, role, e),
        }
    }

    pub(super) fn subscript(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ast::ComputedMemberExpression<'_>,
    ) {
        let node = self.open(into, role, Kind::Subscript, span(e.span));
        self.mark(node, Mark::Optional, e.optional);
        self.expression(node, Role::Object, &e.object);
        self.expression(node, Role::Index, &e.expression);
        self.close(node);
    }

    pub(super) fn member(&mut self, into: NodeId, role: Role, e: &ast::StaticMemberExpression<'_>) {
        let node = self.open(into, role, Kind::Member, span(e.span));
        self.mark(node, Mark::Optional, e.optional);
        self.expression(node, Role::Object, &e.object);
        let property = span(e.property.span);
        self.name(node, Role::Property, Kind::PropertyName, property);
        self.close(node);
    }

    pub(super) fn private_member(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ast::PrivateFieldExpression<'_>,
    ) {
        let node = self.open(into, role, Kind::Member, span(e.span));
        self.mark(node, Mark::Optional, e.optional);
        self.expression(node, Role::Object, &e.object);
        self.name(node, Role::Property, Kind::PrivateName, span(e.field.span));
        self.close(node);
    }

    fn call(&mut self, into: NodeId, role: Role, e: &ast::CallExpression<'_>) {
        let node = self.open(into, role, Kind::Call, span(e.span));
        self.mark(node, Mark::Optional, e.optional);
        self.expression(node, Role::Function, &e.callee);
        self.type_arguments(node, e.type_arguments.as_deref());
        let before = match &e.type_arguments {
            Some(types) => types.span.end,
            None => self.with(e.callee.span().end, "?."),
        };
        self.arguments(node, before, e.span.end, &e.arguments);
        self.close(node);
    }

    fn new_object(&mut self, into: NodeId, role: Role, e: &ast::NewExpression<'_>) {
        let node = self.open(into, role, Kind::New, span(e.span));
        self.expression(node, Role::Constructor, &e.callee);
        self.type_arguments(node, e.type_arguments.as_deref());
        let types = e.type_arguments.as_ref();
        let before = types.map_or(e.callee.span().end, |types| types.span.end);
        if before < e.span.end {
            self.arguments(node, before, e.span.end, &e.arguments);
        }
        self.close(node);
    }

    /// What stands in the brackets behind `before`.
    fn arguments(&mut self, into: NodeId, before: u32, end: u32, all: &[Argument<'_>]) {
        let at = self.span(self.next(before), end);
        let node = self.open(into, Role::Arguments, Kind::Arguments, at);
        for argument in all {
            match argument {
                Argument::SpreadElement(spread) => self.spread(node, spread),
                _ => {
                    if let Some(inner) = argument.as_expression() {
                        self.expression(node, Role::None, inner);
                    }
                }
            }
        }
        self.close(node);
    }

    fn import_call(&mut self, into: NodeId, role: Role, e: &ast::ImportExpression<'_>) {
        if e.phase.is_some() {
            self.odd();
        }
        let node = self.open(into, role, Kind::Call, span(e.span));
        let word = self.span(e.span.start, e.span.start + "import".len() as u32);
        self.leaf(node, Role::Function, Kind::ImportWord, word);
        let at = self.span(self.next(word.end), e.span.end);
        let arguments = self.open(node, Role::Arguments, Kind::Arguments, at);
        self.expression(arguments, Role::None, &e.source);
        if let Some(options) = &e.options {
            self.expression(arguments, Role::None, options);
        }
        self.close(arguments);
        self.close(node);
    }

    fn cast(&mut self, into: NodeId, role: Role, e: &ast::TSAsExpression<'_>) {
        let node = self.open(into, role, Kind::As, span(e.span));
        self.expression(node, Role::None, &e.expression);
        if place(&e.type_annotation).slice(self.text) != "const" {
            self.of_type(node, Role::None, &e.type_annotation);
        }
        self.close(node);
    }

    fn assertion(&mut self, into: NodeId, role: Role, e: &ast::TSTypeAssertion<'_>) {
        let node = self.open(into, role, Kind::TypeAssertion, span(e.span));
        let ty = place(&e.type_annotation);
        let at = self.span(e.span.start, self.past(ty.end, 1));
        let types = self.open(node, Role::None, Kind::TypeArguments, at);
        if ty.slice(self.text) != "const" {
            self.of_type(types, Role::None, &e.type_annotation);
        }
        self.close(types);
        self.expression(node, Role::None, &e.expression);
        self.close(node);
    }
}
