//! Patterns of a `case`.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, Expr, Pattern, Singleton};
use ruff_text_size::{Ranged, TextRange};

use super::Reading;
use crate::python::tree::{Constant, Kind, NodeId, PatternKind};

impl Reading<'_> {
    pub(super) fn pattern(&mut self, into: NodeId, pattern: &Pattern) {
        match pattern {
            Pattern::MatchValue(p) => self.pattern_value(into, &p.value),
            Pattern::MatchSingleton(p) => {
                let id = self.open(into, Kind::Pattern(PatternKind::Value), p);
                let constant = match p.value {
                    Singleton::None => Constant::None,
                    Singleton::True => Constant::True,
                    Singleton::False => Constant::False,
                };
                self.open(id, Kind::Constant(constant), p);
                self.tree.close(id);
            }
            Pattern::MatchSequence(p) => {
                let id = self.open(into, Kind::Pattern(PatternKind::Sequence), p);
                self.patterns(id, &p.patterns);
                self.tree.close(id);
            }
            Pattern::MatchMapping(p) => self.pattern_mapping(into, p),
            Pattern::MatchClass(p) => {
                let id = self.open(into, Kind::Pattern(PatternKind::Class), p);
                self.expression(id, &p.cls);
                self.patterns(id, &p.arguments.patterns);
                for keyword in &p.arguments.keywords {
                    let inner = self.open(id, Kind::Pattern(PatternKind::Keyword), keyword);
                    self.ident(inner, &keyword.attr);
                    self.pattern(inner, &keyword.pattern);
                    self.tree.close(inner);
                }
                self.tree.close(id);
            }
            Pattern::MatchStar(p) => {
                let id = self.open(into, Kind::Pattern(PatternKind::Rest), p);
                if let Some(name) = &p.name {
                    self.ident(id, name);
                }
                self.tree.close(id);
            }
            Pattern::MatchAs(p) => {
                let kind = match (&p.pattern, &p.name) {
                    (Some(_), _) => PatternKind::As,
                    (None, Some(_)) => PatternKind::Capture,
                    (None, None) => PatternKind::Wildcard,
                };
                let id = self.open(into, Kind::Pattern(kind), p);
                if let Some(inner) = &p.pattern {
                    self.pattern(id, inner);
                }
                if let Some(name) = &p.name {
                    self.ident(id, name);
                }
                self.tree.close(id);
            }
            Pattern::MatchOr(p) => {
                let id = self.open(into, Kind::Pattern(PatternKind::Or), p);
                self.patterns(id, &p.patterns);
                self.tree.close(id);
            }
        }
    }

    fn patterns(&mut self, into: NodeId, all: &[Pattern]) {
        for inner in all {
            self.pattern(into, inner);
        }
    }

    /// What must be equal. A sum, which can only be a complex number, has nothing in it.
    fn pattern_value(&mut self, into: NodeId, value: &Expr) {
        let id = self.open(into, Kind::Pattern(PatternKind::Value), value);
        if !matches!(value, Expr::BinOp(_)) {
            self.expression(id, value);
        }
        self.tree.close(id);
    }

    fn pattern_mapping(&mut self, into: NodeId, mapping: &ast::PatternMatchMapping) {
        let id = self.open(into, Kind::Pattern(PatternKind::Mapping), mapping);
        for (key, value) in mapping.keys.iter().zip(&mapping.patterns) {
            self.pattern_value(id, key);
            self.pattern(id, value);
        }
        if let Some(name) = &mapping.rest {
            let start = self.previous(TokenKind::DoubleStar, name.start());
            let place = TextRange::new(start, name.end());
            let inner = self.open(id, Kind::Pattern(PatternKind::Rest), place);
            self.ident(inner, name);
            self.tree.close(inner);
        }
        self.tree.close(id);
    }
}
