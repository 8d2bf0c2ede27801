//! The walk over a module that finds what is bound, what is read, and what the checker refuses.

use std::collections::HashSet;

use ruff_python_ast::visitor::{
    Visitor, walk_arguments, walk_except_handler, walk_expr, walk_parameters, walk_pattern,
    walk_stmt, walk_type_param,
};
use ruff_python_ast::{
    self as ast, Comprehension, ExceptHandler, Expr, ExprContext, Pattern, Stmt, TypeParam,
};
use ruff_python_parser::semantic_errors::SemanticSyntaxChecker;
use ruff_text_size::{Ranged, TextRange};

use super::here::{Here, Scope};
use super::span;
use crate::Span;

/// A name that is read.
pub(super) struct Read<'t> {
    pub(super) name: &'t str,
    pub(super) span: Span,
    pub(super) at_import: bool,
    pub(super) in_annotation: bool,
}

/// Reads a module once, in the order in which it runs.
pub(super) struct Look<'t> {
    checker: SemanticSyntaxChecker,
    pub(super) here: Here<'t>,
    /// The names that are bound, in any scope.
    pub(super) bound: HashSet<&'t str>,
    /// The names that are read.
    pub(super) reads: Vec<Read<'t>>,
    /// Whether names may come from where nobody sees it.
    pub(super) is_open: bool,
    /// `from __future__ import annotations`.
    defers_annotations: bool,
    /// How many annotations are being read.
    annotations: usize,
    /// How many blocks that Windmill never runs are being read.
    unrun: usize,
}

impl<'t> Look<'t> {
    pub(super) fn new(text: &'t str) -> Look<'t> {
        Look {
            checker: SemanticSyntaxChecker::new(),
            here: Here::new(text),
            bound: HashSet::new(),
            reads: Vec::new(),
            is_open: text.contains("NameError"),
            defers_annotations: false,
            annotations: 0,
            unrun: 0,
        }
    }

    fn within(&mut self, scope: Scope, look: impl FnOnce(&mut Self)) {
        let loops = std::mem::take(&mut self.here.loops);
        self.here.scopes.push(scope);
        look(self);
        self.here.scopes.pop();
        self.here.loops = loops;
    }

    fn in_loop(&mut self, body: &'t [Stmt]) {
        self.here.loops += 1;
        self.visit_body(body);
        self.here.loops -= 1;
    }

    fn comprehend(
        &mut self,
        scope: Scope,
        generators: &'t [Comprehension],
        values: [Option<&'t Expr>; 2],
    ) {
        // What the first one runs over is worked out outside.
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        let loops = self.here.loops;
        self.within(scope, |look| {
            look.here.loops = loops;
            for (at, generator) in generators.iter().enumerate() {
                if at > 0 {
                    look.visit_expr(&generator.iter);
                }
                look.visit_expr(&generator.target);
                for condition in &generator.ifs {
                    look.visit_expr(condition);
                }
            }
            for value in values.into_iter().flatten() {
                look.visit_expr(value);
            }
        });
    }

    fn read(&mut self, name: &'t str, range: TextRange) {
        if self.unrun > 0 {
            return;
        }
        self.is_open |= OPENS.contains(&name);
        let later = |s: &Scope| s.is_function() || *s == Scope::Generator;
        self.reads.push(Read {
            name,
            span: span(range),
            at_import: !self.here.scopes.iter().any(later),
            in_annotation: self.annotations > 0,
        });
    }
}

/// With these, names come from where nobody sees it.
const OPENS: &[&str] = &[
    "__builtins__",
    "builtins",
    "exec",
    "eval",
    "globals",
    "locals",
    "vars",
];

/// Whether a condition is one under which Windmill never runs a block.
fn never_holds(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        Expr::Compare(compare) => {
            matches!(&*compare.left, Expr::Name(name) if name.id.as_str() == "__name__")
        }
        Expr::BooleanLiteral(literal) => !literal.value,
        _ => false,
    }
}

impl<'t> Visitor<'t> for Look<'t> {
    fn visit_stmt(&mut self, stmt: &'t Stmt) {
        self.checker.visit_stmt(stmt, &self.here);
        match stmt {
            Stmt::FunctionDef(function) => {
                self.bound.insert(function.name.as_str());
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(params) = &function.type_params {
                    self.visit_type_params(params);
                }
                self.visit_parameters(&function.parameters);
                if let Some(returns) = &function.returns {
                    self.visit_annotation(returns);
                }
                let is_async = function.is_async;
                self.within(Scope::Function { is_async }, |look| {
                    look.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.as_str());
                for decorator in &class.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(params) = &class.type_params {
                    self.visit_type_params(params);
                }
                if let Some(arguments) = &class.arguments {
                    walk_arguments(self, arguments);
                }
                self.within(Scope::Class, |look| look.visit_body(&class.body));
            }
            Stmt::For(each) => {
                self.visit_expr(&each.iter);
                self.visit_expr(&each.target);
                self.in_loop(&each.body);
                self.visit_body(&each.orelse);
            }
            Stmt::While(each) => {
                self.visit_expr(&each.test);
                self.in_loop(&each.body);
                self.visit_body(&each.orelse);
            }
            Stmt::If(branch) => {
                self.visit_expr(&branch.test);
                // Code for another version of Python may stand in any of the branches.
                let test = span(branch.test.range()).slice(self.here.text);
                let of_version = usize::from(test.contains("version_info"));
                let is_unrun = usize::from(never_holds(&branch.test));
                self.unrun += is_unrun + of_version;
                self.visit_body(&branch.body);
                self.unrun -= is_unrun;
                for clause in &branch.elif_else_clauses {
                    self.visit_elif_else_clause(clause);
                }
                self.unrun -= of_version;
            }
            Stmt::AnnAssign(assign) => {
                // In a function nobody looks at the annotation of a plain name.
                let in_function = self.here.scopes.last().is_some_and(|s| s.is_function());
                let is_read = !in_function || !assign.target.is_name_expr();
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                if is_read {
                    self.visit_annotation(&assign.annotation);
                }
                self.visit_expr(&assign.target);
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    let first = name.split('.').next().unwrap_or(name);
                    self.is_open |= first == "builtins";
                    self.bound.insert(first);
                }
            }
            Stmt::ImportFrom(import) => {
                let is_future = import.module.as_deref() == Some("__future__");
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    self.is_open |= name == "*";
                    self.defers_annotations |= is_future && alias.name.as_str() == "annotations";
                    self.bound.insert(name);
                }
            }
            Stmt::Global(declared) => {
                self.bound.extend(declared.names.iter().map(|n| n.as_str()));
            }
            Stmt::Nonlocal(declared) => {
                self.bound.extend(declared.names.iter().map(|n| n.as_str()));
            }
            Stmt::TypeAlias(alias) => {
                // Nothing of it is looked at before it is asked for.
                self.unrun += 1;
                if let Some(params) = &alias.type_params {
                    self.visit_type_params(params);
                }
                self.visit_expr(&alias.value);
                self.unrun -= 1;
                self.visit_expr(&alias.name);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_annotation(&mut self, annotation: &'t Expr) {
        let is_unrun = usize::from(self.defers_annotations);
        self.unrun += is_unrun;
        self.annotations += 1;
        self.visit_expr(annotation);
        self.annotations -= 1;
        self.unrun -= is_unrun;
    }

    fn visit_expr(&mut self, expr: &'t Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load => self.read(name.id.as_str(), name.range()),
                _ => {
                    self.bound.insert(name.id.as_str());
                }
            },
            Expr::ListComp(list) => {
                self.comprehend(
                    Scope::Comprehension,
                    &list.generators,
                    [Some(&list.elt), None],
                );
            }
            Expr::SetComp(set) => {
                self.comprehend(
                    Scope::Comprehension,
                    &set.generators,
                    [Some(&set.elt), None],
                );
            }
            Expr::DictComp(dict) => {
                let values = [dict.key.as_deref(), Some(&*dict.value)];
                self.comprehend(Scope::Comprehension, &dict.generators, values);
            }
            Expr::Generator(each) => {
                self.comprehend(Scope::Generator, &each.generators, [Some(&each.elt), None]);
            }
            Expr::Lambda(lambda) => {
                self.checker.visit_expr(expr, &self.here);
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                self.within(Scope::Lambda, |look| look.visit_expr(&lambda.body));
            }
            // Of comprehensions the checker looks at all that they hold, at each of them.
            _ => {
                self.checker.visit_expr(expr, &self.here);
                walk_expr(self, expr);
            }
        }
    }

    fn visit_parameters(&mut self, parameters: &'t ast::Parameters) {
        self.bound
            .extend(parameters.iter().map(|p| p.name().as_str()));
        walk_parameters(self, parameters);
    }

    fn visit_except_handler(&mut self, handler: &'t ExceptHandler) {
        let ExceptHandler::ExceptHandler(caught) = handler;
        self.bound.extend(caught.name.as_ref().map(|n| n.as_str()));
        walk_except_handler(self, handler);
    }

    fn visit_type_param(&mut self, param: &'t TypeParam) {
        self.bound.insert(param.name().as_str());
        self.unrun += 1;
        walk_type_param(self, param);
        self.unrun -= 1;
    }

    fn visit_pattern(&mut self, pattern: &'t Pattern) {
        let name = match pattern {
            Pattern::MatchAs(bound) => bound.name.as_ref(),
            Pattern::MatchStar(bound) => bound.name.as_ref(),
            Pattern::MatchMapping(bound) => bound.rest.as_ref(),
            _ => None,
        };
        self.bound.extend(name.map(|n| n.as_str()));
        walk_pattern(self, pattern);
    }
}
