//! Statements.

use oxc_ast::ast::{
    self, Directive, Expression, ForStatementInit, ForStatementLeft, Statement,
    VariableDeclarationKind,
};
use oxc_span::GetSpan;
use syntax::Span;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role, Word};

impl Reading<'_> {
    pub(super) fn statements(
        &mut self,
        into: NodeId,
        role: Role,
        directives: &[Directive<'_>],
        all: &[Statement<'_>],
    ) {
        for directive in directives {
            let at = span(directive.span);
            let node = self.open(into, role, Kind::Expression, at);
            self.mark_end(node, at);
            self.string(node, Role::None, span(directive.expression.span));
            self.close(node);
        }
        for statement in all {
            self.statement(into, role, statement);
        }
    }

    pub(super) fn statement(&mut self, into: NodeId, role: Role, statement: &Statement<'_>) {
        let at = place(statement);
        match statement {
            Statement::BlockStatement(s) => self.block(into, role, s),
            Statement::EmptyStatement(_) => self.empty(into, role, at),
            Statement::DebuggerStatement(_) => {
                let node = self.open(into, role, Kind::Debugger, at);
                self.mark_end(node, at);
                self.close(node);
            }
            Statement::ExpressionStatement(s) => {
                let node = self.open(into, role, Kind::Expression, at);
                self.mark_end(node, at);
                self.expression(node, Role::None, &s.expression);
                self.close(node);
            }
            Statement::ReturnStatement(s) => {
                let node = self.open(into, role, Kind::Return, at);
                self.mark_end(node, at);
                if let Some(value) = &s.argument {
                    self.expression(node, Role::None, value);
                }
                self.close(node);
            }
            Statement::ThrowStatement(s) => {
                let node = self.open(into, role, Kind::Throw, at);
                self.mark_end(node, at);
                self.expression(node, Role::None, &s.argument);
                self.close(node);
            }
            Statement::BreakStatement(s) => {
                self.jump(into, role, Kind::Break, at, s.label.as_ref());
            }
            Statement::ContinueStatement(s) => {
                self.jump(into, role, Kind::Continue, at, s.label.as_ref());
            }
            Statement::LabeledStatement(s) => {
                let node = self.open(into, role, Kind::Labeled, at);
                self.name(node, Role::Label, Kind::Label, span(s.label.span));
                self.statement(node, Role::Body, &s.body);
                self.close(node);
            }
            Statement::IfStatement(s) => {
                let node = self.open(into, role, Kind::If, at);
                self.bracketed(node, Role::Condition, at.start + 2, &s.test);
                self.statement(node, Role::Consequence, &s.consequent);
                if let Some(other) = &s.alternate {
                    self.statement(node, Role::Alternative, other);
                }
                self.close(node);
            }
            Statement::WhileStatement(s) => {
                let node = self.open(into, role, Kind::While, at);
                self.bracketed(node, Role::Condition, at.start + 5, &s.test);
                self.statement(node, Role::Body, &s.body);
                self.close(node);
            }
            Statement::DoWhileStatement(s) => {
                let node = self.open(into, role, Kind::DoWhile, at);
                self.mark_end(node, at);
                self.statement(node, Role::Body, &s.body);
                let word = self.past(s.body.span().end, 5);
                self.bracketed(node, Role::Condition, word, &s.test);
                self.close(node);
            }
            Statement::WithStatement(s) => {
                let node = self.open(into, role, Kind::With, at);
                self.bracketed(node, Role::Object, at.start + 4, &s.object);
                self.statement(node, Role::Body, &s.body);
                self.close(node);
            }
            Statement::ForStatement(s) => self.for_loop(into, role, s),
            Statement::ForInStatement(s) => {
                self.for_in(into, role, at, &s.left, (&s.right, &s.body), |_, _| {});
            }
            Statement::ForOfStatement(s) => {
                let marks = |reading: &mut Self, node| {
                    reading.mark(node, Mark::Of, true);
                    reading.mark(node, Mark::Async, s.r#await);
                };
                self.for_in(into, role, at, &s.left, (&s.right, &s.body), marks);
            }
            Statement::SwitchStatement(s) => self.switch(into, role, s),
            Statement::TryStatement(s) => self.attempt(into, role, s),
            _ => {
                if let Some(declaration) = statement.as_declaration() {
                    self.declaration(into, role, declaration);
                } else if let Some(module) = statement.as_module_declaration() {
                    self.module_declaration(into, role, module);
                }
            }
        }
    }

    pub(super) fn block(&mut self, into: NodeId, role: Role, block: &ast::BlockStatement<'_>) {
        let node = self.open(into, role, Kind::Block, span(block.span));
        self.statements(node, Role::None, &[], &block.body);
        self.close(node);
    }

    fn jump(
        &mut self,
        into: NodeId,
        role: Role,
        kind: Kind,
        at: Span,
        label: Option<&ast::LabelIdentifier<'_>>,
    ) {
        let node = self.open(into, role, kind, at);
        self.mark_end(node, at);
        if let Some(label) = label {
            self.name(node, Role::Label, Kind::Label, span(label.span));
        }
        self.close(node);
    }

    /// An expression in the brackets that stand behind `before`. Returns where they end.
    fn bracketed(&mut self, into: NodeId, role: Role, before: u32, inner: &Expression<'_>) -> u32 {
        let end = self.past(inner.span().end, 1);
        let at = self.span(self.next(before), end);
        self.around(into, role, Kind::Paren, at, Role::None, inner);
        end
    }

    /// Variables whose own text begins at `start` and ends at `end`.
    pub(super) fn variables(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ast::VariableDeclaration<'_>,
        at: Span,
    ) {
        let node = self.open(into, role, Kind::Variable(word(e.kind)), at);
        self.mark_end(node, at);
        for declarator in &e.declarations {
            let inner = self.open(node, Role::None, Kind::Declarator, span(declarator.span));
            self.pattern(inner, Role::Name, &declarator.id);
            let ty = declarator.type_annotation.as_deref();
            self.annotation(inner, Role::Type, ty);
            if let Some(value) = &declarator.init {
                self.expression(inner, Role::Value, value);
            }
            self.close(inner);
        }
        self.close(node);
    }

    fn for_loop(&mut self, into: NodeId, role: Role, s: &ast::ForStatement<'_>) {
        let node = self.open(into, role, Kind::For, span(s.span));
        let bracket = self.past(s.span.start + 3, 1);
        let after = match &s.init {
            Some(ForStatementInit::VariableDeclaration(variables)) => {
                let last = variables.declarations.last();
                let end = last.map_or(variables.span.end, |d| d.span.end);
                let end = self.past(end, 1);
                let at = self.span(variables.span.start, end);
                self.variables(node, Role::Initializer, variables, at);
                end
            }
            Some(init) => match init.as_expression() {
                Some(inner) => {
                    self.expression(node, Role::Initializer, inner);
                    self.past(inner.span().end, 1)
                }
                None => bracket,
            },
            None => self.nothing(node, Role::Initializer, bracket),
        };
        match &s.test {
            Some(test) => self.expression(node, Role::Condition, test),
            None => _ = self.nothing(node, Role::Condition, after),
        }
        if let Some(update) = &s.update {
            self.expression(node, Role::Increment, update);
        }
        self.statement(node, Role::Body, &s.body);
        self.close(node);
    }

    /// The `;` behind `before` with nothing in front of it, and where it ends.
    fn nothing(&mut self, into: NodeId, role: Role, before: u32) -> u32 {
        let start = self.next(before);
        self.empty(into, role, self.span(start, start + 1));
        start + 1
    }

    fn empty(&mut self, into: NodeId, role: Role, at: Span) {
        let node = self.open(into, role, Kind::Empty, at);
        self.mark_end(node, at);
    }

    fn for_in(
        &mut self,
        into: NodeId,
        role: Role,
        at: Span,
        left: &ForStatementLeft<'_>,
        (right, body): (&Expression<'_>, &Statement<'_>),
        marks: impl Fn(&mut Self, NodeId),
    ) {
        let declared = match left {
            ForStatementLeft::VariableDeclaration(variables) => Some(word(variables.kind)),
            _ => None,
        };
        let node = self.open(into, role, Kind::ForIn(declared), at);
        marks(self, node);
        match left {
            ForStatementLeft::VariableDeclaration(variables) => {
                for declarator in &variables.declarations {
                    if declarator.init.is_some() || declarator.type_annotation.is_some() {
                        self.odd();
                    }
                    self.pattern(node, Role::Left, &declarator.id);
                }
            }
            _ => {
                if let Some(target) = left.as_assignment_target() {
                    let word = at.start + 3;
                    let word = self.with(word, "await");
                    // Brackets round it are in no tree of oxc's.
                    if self.next(self.past(word, 1)) != target.span().start {
                        self.odd();
                    }
                    self.target(node, Role::Left, target);
                }
            }
        }
        self.expression(node, Role::Right, right);
        self.statement(node, Role::Body, body);
        self.close(node);
    }

    fn switch(&mut self, into: NodeId, role: Role, s: &ast::SwitchStatement<'_>) {
        let node = self.open(into, role, Kind::Switch, span(s.span));
        let end = self.bracketed(node, Role::Value, s.span.start + 6, &s.discriminant);
        let at = self.span(self.next(end), s.span.end);
        let body = self.open(node, Role::Body, Kind::SwitchBody, at);
        for case in &s.cases {
            let kind = match case.test {
                Some(_) => Kind::Case,
                None => Kind::DefaultCase,
            };
            let inner = self.open(body, Role::None, kind, span(case.span));
            if let Some(test) = &case.test {
                self.expression(inner, Role::Value, test);
            }
            self.statements(inner, Role::Body, &[], &case.consequent);
            self.close(inner);
        }
        self.close(body);
        self.close(node);
    }

    fn attempt(&mut self, into: NodeId, role: Role, s: &ast::TryStatement<'_>) {
        let node = self.open(into, role, Kind::Try, span(s.span));
        self.block(node, Role::Body, &s.block);
        let mut before = s.block.span.end;
        if let Some(handler) = &s.handler {
            let inner = self.open(node, Role::Handler, Kind::Catch, span(handler.span));
            if let Some(parameter) = &handler.param {
                self.pattern(inner, Role::Parameter, &parameter.pattern);
                let ty = parameter.type_annotation.as_deref();
                self.annotation(inner, Role::Type, ty);
            }
            self.block(inner, Role::Body, &handler.body);
            self.close(inner);
            before = handler.span.end;
        }
        if let Some(finalizer) = &s.finalizer {
            let at = self.span(self.next(before), finalizer.span.end);
            let inner = self.open(node, Role::Finalizer, Kind::Finally, at);
            self.block(inner, Role::Body, finalizer);
            self.close(inner);
        }
        self.close(node);
    }
}

/// The word that declares variables of a sort.
fn word(kind: VariableDeclarationKind) -> Word {
    match kind {
        VariableDeclarationKind::Var => Word::Var,
        VariableDeclarationKind::Let => Word::Let,
        VariableDeclarationKind::Const => Word::Const,
        VariableDeclarationKind::Using | VariableDeclarationKind::AwaitUsing => Word::Using,
    }
}
