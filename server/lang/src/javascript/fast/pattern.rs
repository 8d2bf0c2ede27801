//! What is given a value: names, patterns, properties.

use oxc_ast::ast::{
    self, AssignmentTarget, AssignmentTargetMaybeDefault, AssignmentTargetProperty, BindingPattern,
    SimpleAssignmentTarget,
};
use oxc_span::GetSpan;
use syntax::Span;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, NodeId, Role};

impl Reading<'_> {
    /// What declares names.
    pub(super) fn pattern(&mut self, into: NodeId, role: Role, pattern: &BindingPattern<'_>) {
        match pattern {
            BindingPattern::BindingIdentifier(e) => {
                if matches!(e.name.as_str(), "undefined" | "await" | "yield") {
                    self.odd();
                }
                self.name(into, role, Kind::Identifier, span(e.span));
            }
            BindingPattern::ObjectPattern(e) => self.object_pattern(into, role, e),
            BindingPattern::ArrayPattern(e) => self.array_pattern(into, role, e),
            BindingPattern::AssignmentPattern(e) => {
                let node = self.open(into, role, Kind::AssignmentPattern, span(e.span));
                self.pattern(node, Role::Left, &e.left);
                self.expression(node, Role::Right, &e.right);
                self.close(node);
            }
        }
    }

    fn object_pattern(&mut self, into: NodeId, role: Role, e: &ast::ObjectPattern<'_>) {
        let node = self.open(into, role, Kind::ObjectPattern, span(e.span));
        for property in &e.properties {
            self.property_pattern(node, property);
        }
        if let Some(rest) = &e.rest {
            self.rest_pattern(node, Role::None, rest);
        }
        self.close(node);
    }

    fn property_pattern(&mut self, into: NodeId, e: &ast::BindingProperty<'_>) {
        if !e.shorthand {
            let node = self.open(into, Role::None, Kind::PairPattern, span(e.span));
            self.key(node, Role::Key, &e.key, e.computed, e.span.start);
            self.pattern(node, Role::Value, &e.value);
            self.close(node);
            return;
        }
        match &e.value {
            BindingPattern::AssignmentPattern(value) => {
                let at = span(value.span);
                let node = self.open(into, Role::None, Kind::AssignmentPattern, at);
                let name = place(&value.left);
                self.name(node, Role::Left, Kind::ShorthandPattern, name);
                self.expression(node, Role::Right, &value.right);
                self.close(node);
            }
            value => self.name(into, Role::None, Kind::ShorthandPattern, place(value)),
        }
    }

    fn array_pattern(&mut self, into: NodeId, role: Role, e: &ast::ArrayPattern<'_>) {
        let node = self.open(into, role, Kind::ArrayPattern, span(e.span));
        let mut before = e.span.start + 1;
        for element in &e.elements {
            match element {
                Some(element) => {
                    self.pattern(node, Role::None, element);
                    before = self.past(element.span().end, 1);
                }
                None => before = self.hole(node, before),
            }
        }
        if let Some(rest) = &e.rest {
            self.rest_pattern(node, Role::None, rest);
        }
        self.close(node);
    }

    /// What is left out before the next comma, and where that ends.
    fn hole(&mut self, into: NodeId, before: u32) -> u32 {
        let comma = self.next(before);
        self.leaf(into, Role::None, Kind::Hole, Span::at(comma as usize));
        comma + 1
    }

    pub(super) fn rest_pattern(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ast::BindingRestElement<'_>,
    ) {
        let node = self.open(into, role, Kind::Rest, span(e.span));
        self.pattern(node, Role::None, &e.argument);
        self.close(node);
    }

    /// What is given a value by `=`.
    pub(super) fn target(&mut self, into: NodeId, role: Role, target: &AssignmentTarget<'_>) {
        match target {
            AssignmentTarget::ArrayAssignmentTarget(e) => self.array_target(into, role, e),
            AssignmentTarget::ObjectAssignmentTarget(e) => self.object_target(into, role, e),
            _ => {
                if let Some(simple) = target.as_simple_assignment_target() {
                    self.simple_target(into, role, simple);
                }
            }
        }
    }

    pub(super) fn simple_target(
        &mut self,
        into: NodeId,
        role: Role,
        target: &SimpleAssignmentTarget<'_>,
    ) {
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(e) => {
                self.identifier(into, role, span(e.span));
            }
            SimpleAssignmentTarget::TSNonNullExpression(e) => {
                let at = span(e.span);
                self.around(into, role, Kind::NonNull, at, Role::None, &e.expression);
            }
            SimpleAssignmentTarget::ComputedMemberExpression(e) => self.subscript(into, role, e),
            SimpleAssignmentTarget::StaticMemberExpression(e) => self.member(into, role, e),
            SimpleAssignmentTarget::PrivateFieldExpression(e) => self.private_member(into, role, e),
            SimpleAssignmentTarget::TSAsExpression(_)
            | SimpleAssignmentTarget::TSSatisfiesExpression(_)
            | SimpleAssignmentTarget::TSTypeAssertion(_) => self.odd(),
        }
    }

    fn inner_target(&mut self, into: NodeId, role: Role, target: &AssignmentTarget<'_>) {
        let before = self.text[..target.span().start as usize].trim_end();
        // Brackets round it are in no tree of oxc's.
        if before.ends_with('(') {
            self.odd();
        }
        self.target(into, role, target);
    }

    fn maybe_default(
        &mut self,
        into: NodeId,
        role: Role,
        target: &AssignmentTargetMaybeDefault<'_>,
    ) {
        match target {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(e) => {
                let node = self.open(into, role, Kind::AssignmentPattern, span(e.span));
                self.inner_target(node, Role::Left, &e.binding);
                self.expression(node, Role::Right, &e.init);
                self.close(node);
            }
            _ => {
                if let Some(target) = target.as_assignment_target() {
                    self.inner_target(into, role, target);
                }
            }
        }
    }

    fn array_target(&mut self, into: NodeId, role: Role, e: &ast::ArrayAssignmentTarget<'_>) {
        let node = self.open(into, role, Kind::ArrayPattern, span(e.span));
        let mut before = e.span.start + 1;
        for element in &e.elements {
            match element {
                Some(element) => {
                    self.maybe_default(node, Role::None, element);
                    before = self.past(element.span().end, 1);
                }
                None => before = self.hole(node, before),
            }
        }
        self.rest_target(node, e.rest.as_deref());
        self.close(node);
    }

    fn object_target(&mut self, into: NodeId, role: Role, e: &ast::ObjectAssignmentTarget<'_>) {
        let node = self.open(into, role, Kind::ObjectPattern, span(e.span));
        for property in &e.properties {
            match property {
                AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(e) => {
                    let name = span(e.binding.span);
                    match &e.init {
                        None => self.name(node, Role::None, Kind::ShorthandPattern, name),
                        Some(init) => {
                            let at = span(e.span);
                            let inner = self.open(node, Role::None, Kind::AssignmentPattern, at);
                            self.name(inner, Role::Left, Kind::ShorthandPattern, name);
                            self.expression(inner, Role::Right, init);
                            self.close(inner);
                        }
                    }
                }
                AssignmentTargetProperty::AssignmentTargetPropertyProperty(e) => {
                    let pair = self.open(node, Role::None, Kind::PairPattern, span(e.span));
                    self.key(pair, Role::Key, &e.name, e.computed, e.span.start);
                    self.maybe_default(pair, Role::Value, &e.binding);
                    self.close(pair);
                }
            }
        }
        self.rest_target(node, e.rest.as_deref());
        self.close(node);
    }

    fn rest_target(&mut self, into: NodeId, rest: Option<&ast::AssignmentTargetRest<'_>>) {
        if let Some(rest) = rest {
            let node = self.open(into, Role::None, Kind::Rest, span(rest.span));
            self.inner_target(node, Role::None, &rest.target);
            self.close(node);
        }
    }
}
