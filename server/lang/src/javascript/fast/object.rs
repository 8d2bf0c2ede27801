//! Objects and keys.

use oxc_ast::ast::{self, Expression, ObjectPropertyKind, PropertyKey};
use oxc_span::GetSpan;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role};

impl Reading<'_> {
    pub(super) fn object(&mut self, into: NodeId, role: Role, e: &ast::ObjectExpression<'_>) {
        let node = self.open(into, role, Kind::Object, span(e.span));
        for property in &e.properties {
            match property {
                ObjectPropertyKind::SpreadProperty(e) => self.spread(node, e),
                ObjectPropertyKind::ObjectProperty(e) => self.property(node, e),
            }
        }
        self.close(node);
    }

    fn property(&mut self, into: NodeId, e: &ast::ObjectProperty<'_>) {
        let is_accessor = e.kind != ast::PropertyKind::Init;
        match &e.value {
            Expression::FunctionExpression(value) if e.method || is_accessor => {
                let node = self.open(into, Role::None, Kind::Method, span(e.span));
                self.mark(node, Mark::Async, value.r#async);
                self.mark(node, Mark::Generator, value.generator);
                self.key(node, Role::Name, &e.key, e.computed, e.span.start);
                self.callable(node, value);
                self.close(node);
            }
            _ if e.shorthand => self.name(into, Role::None, Kind::Shorthand, span(e.span)),
            value => {
                let node = self.open(into, Role::None, Kind::Pair, span(e.span));
                self.key(node, Role::Key, &e.key, e.computed, e.span.start);
                self.expression(node, Role::Value, value);
                self.close(node);
            }
        }
    }

    /// The key of a property. `from`: where the property begins, behind its decorators.
    pub(super) fn key(
        &mut self,
        into: NodeId,
        role: Role,
        key: &PropertyKey<'_>,
        computed: bool,
        from: u32,
    ) {
        let at = place(key);
        if computed {
            let whole = self.span(self.first(from, '['), self.past(at.end, 1));
            let node = self.open(into, role, Kind::Computed, whole);
            if let Some(inner) = key.as_expression() {
                self.expression(node, Role::None, inner);
            }
            self.close(node);
            return;
        }
        match key {
            PropertyKey::StaticIdentifier(_) => {
                self.name(into, role, Kind::PropertyName, at);
            }
            PropertyKey::PrivateIdentifier(_) => self.name(into, role, Kind::PrivateName, at),
            _ => {
                if let Some(inner) = key.as_expression() {
                    self.expression(into, role, inner);
                }
            }
        }
    }

    /// Where a key ends, with its brackets.
    pub(super) fn key_end(&self, key: &PropertyKey<'_>, computed: bool) -> u32 {
        match computed {
            true => self.past(key.span().end, 1),
            false => key.span().end,
        }
    }
}
