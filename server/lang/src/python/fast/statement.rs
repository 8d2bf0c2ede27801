//! Statements.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Reading, span};
use crate::python::tree::builder::COVER;
use crate::python::tree::{Kind, NodeId};

impl Reading<'_> {
    pub(super) fn statements(&mut self, into: NodeId, body: &[Stmt]) {
        for statement in body {
            self.statement(into, statement);
        }
    }

    pub(super) fn block(&mut self, into: NodeId, body: &[Stmt]) {
        let block = self.tree.push(into, Kind::Block, COVER);
        self.statements(block, body);
        self.tree.close(block);
    }

    /// A statement. Those in which others stand are done in functions of their own: what they need is on the stack
    /// while those others are read.
    fn statement(&mut self, into: NodeId, statement: &Stmt) {
        match statement {
            Stmt::FunctionDef(s) => self.function(into, s),
            Stmt::ClassDef(s) => self.class(into, s),
            Stmt::For(s) => self.for_loop(into, s),
            Stmt::While(s) => self.while_loop(into, s),
            Stmt::If(s) => self.conditional(into, s),
            Stmt::With(s) => self.with(into, s),
            Stmt::Match(s) => self.matching(into, s),
            Stmt::Try(s) => self.trying(into, s),
            simple => self.simple(into, simple),
        }
    }

    fn function(&mut self, into: NodeId, function: &ast::StmtFunctionDef) {
        let kind = Kind::Function {
            is_async: function.is_async,
            head: self.head(function.start(), &function.decorator_list),
        };
        let id = self.open(into, kind, function);
        self.decorators(id, &function.decorator_list);
        self.ident(id, &function.name);
        self.type_params(id, function.type_params.as_deref());
        self.params(id, &function.parameters);
        if let Some(returns) = &function.returns {
            self.expression(id, returns);
        }
        self.block(id, &function.body);
        self.tree.close(id);
    }

    fn class(&mut self, into: NodeId, class: &ast::StmtClassDef) {
        let head = self.head(class.start(), &class.decorator_list);
        let id = self.open(into, Kind::Class { head }, class);
        self.decorators(id, &class.decorator_list);
        self.ident(id, &class.name);
        self.type_params(id, class.type_params.as_deref());
        if let Some(arguments) = &class.arguments {
            self.arguments(id, arguments);
        }
        self.block(id, &class.body);
        self.tree.close(id);
    }

    /// Where a definition begins behind its decorators.
    fn head(&self, start: TextSize, decorators: &[ast::Decorator]) -> u32 {
        let head = decorators.last().and_then(|d| self.after(d.end()).next());
        head.map_or(start, Ranged::start).to_u32()
    }

    fn decorators(&mut self, into: NodeId, decorators: &[ast::Decorator]) {
        for decorator in decorators {
            let id = self.open(into, Kind::Decorator, decorator);
            self.expression(id, &decorator.expression);
            self.tree.close(id);
        }
    }

    fn for_loop(&mut self, into: NodeId, statement: &ast::StmtFor) {
        let is_async = statement.is_async;
        let id = self.open(into, Kind::For { is_async }, statement);
        self.expression(id, &statement.target);
        self.expression(id, &statement.iter);
        self.block(id, &statement.body);
        self.tail(id, TokenKind::Else, &statement.body, &statement.orelse);
        self.tree.close(id);
    }

    fn while_loop(&mut self, into: NodeId, statement: &ast::StmtWhile) {
        let id = self.open(into, Kind::While, statement);
        self.expression(id, &statement.test);
        self.block(id, &statement.body);
        self.tail(id, TokenKind::Else, &statement.body, &statement.orelse);
        self.tree.close(id);
    }

    fn conditional(&mut self, into: NodeId, statement: &ast::StmtIf) {
        let id = self.open(into, Kind::If, statement);
        self.expression(id, &statement.test);
        self.block(id, &statement.body);
        for clause in &statement.elif_else_clauses {
            let kind = match clause.test {
                Some(_) => Kind::Elif,
                None => Kind::Else,
            };
            let inner = self.open(id, kind, clause);
            if let Some(test) = &clause.test {
                self.expression(inner, test);
            }
            self.block(inner, &clause.body);
            self.tree.close(inner);
        }
        self.tree.close(id);
    }

    /// `else` or `finally`, where there is one, behind the block `before`.
    fn tail(&mut self, into: NodeId, word: TokenKind, before: &[Stmt], body: &[Stmt]) {
        let (Some(before), Some(last)) = (before.last(), body.last()) else {
            return;
        };
        let kind = match word {
            TokenKind::Finally => Kind::Finally,
            _ => Kind::Else,
        };
        let place = TextRange::new(self.next(word, before.end()), last.end());
        let id = self.open(into, kind, place);
        self.block(id, body);
        self.tree.close(id);
    }

    fn with(&mut self, into: NodeId, statement: &ast::StmtWith) {
        let is_async = statement.is_async;
        let id = self.open(into, Kind::With { is_async }, statement);
        for item in &statement.items {
            let inner = self.open(id, Kind::WithItem, item);
            self.expression(inner, &item.context_expr);
            if let Some(target) = &item.optional_vars {
                self.expression(inner, target);
            }
            self.tree.close(inner);
        }
        self.block(id, &statement.body);
        self.tree.close(id);
    }

    fn matching(&mut self, into: NodeId, statement: &ast::StmtMatch) {
        let id = self.open(into, Kind::Match, statement);
        self.expression(id, &statement.subject);
        for case in &statement.cases {
            let inner = self.open(id, Kind::Case, case);
            self.pattern(inner, &case.pattern);
            if let Some(guard) = &case.guard {
                self.expression(inner, guard);
            }
            self.block(inner, &case.body);
            self.tree.close(inner);
        }
        self.tree.close(id);
    }

    fn trying(&mut self, into: NodeId, statement: &ast::StmtTry) {
        let id = self.open(into, Kind::Try, statement);
        self.block(id, &statement.body);
        let mut before = &statement.body[..];
        for ast::ExceptHandler::ExceptHandler(handler) in &statement.handlers {
            let inner = self.open(id, Kind::Except, handler);
            if let Some(class) = &handler.type_ {
                self.expression(inner, class);
            }
            if let Some(name) = &handler.name {
                self.ident(inner, name);
            }
            self.block(inner, &handler.body);
            self.tree.close(inner);
            before = &handler.body;
        }
        self.tail(id, TokenKind::Else, before, &statement.orelse);
        if !statement.orelse.is_empty() {
            before = &statement.orelse;
        }
        self.tail(id, TokenKind::Finally, before, &statement.finalbody);
        self.tree.close(id);
    }

    /// A statement in which no other stands.
    fn simple(&mut self, into: NodeId, statement: &Stmt) {
        let kind = match statement {
            Stmt::Return(_) => Kind::Return,
            Stmt::Delete(_) => Kind::Delete,
            Stmt::TypeAlias(_) => Kind::TypeAlias,
            Stmt::Assign(_) => Kind::Assign {
                annotated: false,
                valued: true,
            },
            Stmt::AnnAssign(s) => Kind::Assign {
                annotated: true,
                valued: s.value.is_some(),
            },
            Stmt::AugAssign(s) => Kind::AugAssign(super::expression::operator(s.op)),
            Stmt::Raise(_) => Kind::Raise,
            Stmt::Assert(_) => Kind::Assert,
            Stmt::Import(_) => Kind::Import,
            Stmt::ImportFrom(_) => Kind::ImportFrom,
            Stmt::Global(_) => Kind::Global,
            Stmt::Nonlocal(_) => Kind::Nonlocal,
            Stmt::Expr(_) => Kind::Expression,
            Stmt::Pass(_) => Kind::Pass,
            Stmt::Break(_) => Kind::Break,
            Stmt::Continue(_) => Kind::Continue,
            // Of notebooks, or done above.
            _ => return,
        };
        let id = self.open(into, kind, statement);
        match statement {
            Stmt::Delete(s) => self.expressions(id, &s.targets),
            Stmt::TypeAlias(s) => {
                self.expression(id, &s.name);
                self.type_params(id, s.type_params.as_deref());
                self.expression(id, &s.value);
            }
            Stmt::Assign(s) => self.expressions(id, &s.targets),
            Stmt::AnnAssign(s) => {
                self.expression(id, &s.target);
                self.expression(id, &s.annotation);
            }
            Stmt::AugAssign(s) => self.expression(id, &s.target),
            Stmt::Import(s) => self.import(id, s),
            Stmt::ImportFrom(s) => self.import_from(id, s),
            Stmt::Global(s) => s.names.iter().for_each(|n| self.ident(id, n)),
            Stmt::Nonlocal(s) => s.names.iter().for_each(|n| self.ident(id, n)),
            _ => {}
        }
        for value in values(statement).into_iter().flatten() {
            self.expression(id, value);
        }
        self.tree.close(id);
    }

    fn import(&mut self, into: NodeId, statement: &ast::StmtImport) {
        for alias in &statement.names {
            let id = self.open(into, Kind::Alias, alias);
            let path = self.open(id, Kind::Path, &alias.name);
            self.dotted(path, alias.name.range());
            self.tree.close(path);
            if let Some(name) = &alias.asname {
                self.ident(id, name);
            }
            self.tree.close(id);
        }
    }

    fn import_from(&mut self, into: NodeId, statement: &ast::StmtImportFrom) {
        let module = statement.module.as_ref();
        let start = match statement.level {
            0 => module.map_or(statement.start(), Ranged::start),
            _ => {
                let mut after = self.after(statement.start());
                let dots = after.find(|t| is_dots(t.kind()));
                dots.map_or(statement.start(), Ranged::start)
            }
        };
        let end = match module {
            Some(module) => module.end(),
            None => {
                let dots = self.after(start).take_while(|t| is_dots(t.kind()));
                dots.last().map_or(start, Ranged::end)
            }
        };
        let path = self.open(into, Kind::Path, TextRange::new(start, end));
        if let Some(module) = module.filter(|m| statement.level > 0 || m.as_str() != "__future__") {
            self.dotted(path, module.range());
        }
        self.tree.close(path);
        for alias in &statement.names {
            if alias.name.as_str() == "*" {
                self.open(into, Kind::Star, alias);
                continue;
            }
            let id = self.open(into, Kind::Alias, alias);
            self.ident(id, &alias.name);
            if let Some(name) = &alias.asname {
                self.ident(id, name);
            }
            self.tree.close(id);
        }
    }

    /// The names of a module's name.
    fn dotted(&mut self, path: NodeId, place: TextRange) {
        for token in self.after(place.start()) {
            if token.start() >= place.end() {
                break;
            }
            if token.kind() != TokenKind::Dot {
                let place = span(token.range());
                let symbol = self.tree.symbol(place);
                self.tree.push(path, Kind::Ident(symbol), place);
            }
        }
    }
}

/// What comes last in a simple statement.
fn values(statement: &Stmt) -> [Option<&Expr>; 2] {
    match statement {
        Stmt::Return(s) => [s.value.as_deref(), None],
        Stmt::Assign(s) => [Some(&s.value), None],
        Stmt::AnnAssign(s) => [s.value.as_deref(), None],
        Stmt::AugAssign(s) => [Some(&s.value), None],
        Stmt::Raise(s) => [s.exc.as_deref(), s.cause.as_deref()],
        Stmt::Assert(s) => [Some(&s.test), s.msg.as_deref()],
        Stmt::Expr(s) => [Some(&s.value), None],
        _ => [None, None],
    }
}

fn is_dots(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Dot | TokenKind::Ellipsis)
}
