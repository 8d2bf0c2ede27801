//! Bodies: declarations, and what `return` gives.

use super::changed::changed_names;
use super::pattern::loosened;
use super::value::{NULL, NUMBER, UNKNOWN, Value, union};
use super::{Local, Reader};
use crate::{Field, Object, Rest, Shape};
use lang::javascript::tree::{Kind, Mark, NodeId, Role};

impl<'t> Reader<'t> {
    /// What a whole text gives: its expression, or what its statements return.
    pub(super) fn program(&mut self) -> Shape {
        let statements: Vec<NodeId> = self.tree.children(NodeId::ROOT).collect();
        if let [only] = statements[..] {
            match self.tree.kind(only) {
                Kind::Expression => return self.first(only).shape(),
                // Where an expression is wanted, it is one.
                Kind::Function | Kind::Class => return Shape::Unknown,
                _ => {}
            }
        }
        let mut returned = Vec::new();
        let ends = self.statements(&statements, &mut returned);
        if !ends {
            returned.push(NULL);
        }
        union(returned).shape()
    }

    pub(super) fn block(&mut self, block: NodeId) -> Value {
        let range = self.range(block);
        let scope = std::mem::replace(&mut self.scope, range);
        let mut returned = Vec::new();
        let ends = self.statements_in(block, &mut returned);
        self.scope = scope;
        if !ends {
            returned.push(NULL);
        }
        union(returned)
    }

    /// Reads statements in order; whether the last one is never passed.
    fn statements(&mut self, statements: &[NodeId], returned: &mut Vec<Value>) -> bool {
        let before = self.locals.len();
        self.hoist(statements);
        let mut ends = false;
        for statement in statements {
            ends |= self.statement(*statement, returned);
            // What stands behind a `return` is not reached.
            if ends && self.code.is_some() {
                break;
            }
        }
        self.locals.truncate(before);
        ends
    }

    /// Declares functions, which can be called above the place where they stand.
    fn hoist(&mut self, statements: &[NodeId]) {
        for statement in statements {
            let statement = *statement;
            let declared = self.tree.kind(statement) == Kind::Function;
            if let Some(name) = self.tree.part(statement, Role::Name).filter(|_| declared) {
                let escape = self.code.map_or_else(Default::default, |c| c.escape(name));
                let value = Value::Function(statement);
                if self.locals.is_top() {
                    self.tops.insert(statement);
                }
                self.locals.push(Local {
                    name: self.text(name),
                    value: if escape.is_lost { UNKNOWN } else { value },
                    scope: self.scope,
                    depth: self.depth,
                    escape,
                    annotation: None,
                });
            }
        }
    }

    fn statements_in(&mut self, node: NodeId, returned: &mut Vec<Value>) -> bool {
        let statements: Vec<NodeId> = self.tree.children(node).collect();
        self.statements(&statements, returned)
    }

    /// Reads the statements at the top of a script, whose names stay.
    pub(crate) fn module(&mut self) {
        let statements: Vec<NodeId> = self.tree.children(NodeId::ROOT).collect();
        self.hoist(&statements);
        for statement in statements {
            self.statement(statement, &mut Vec::new());
        }
    }

    /// Reads a part in its own scope.
    fn scoped<R>(&mut self, node: NodeId, read: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.locals.len();
        let range = self.range(node);
        let scope = std::mem::replace(&mut self.scope, range);
        let result = read(self);
        self.scope = scope;
        self.locals.truncate(before);
        result
    }

    /// Reads a part that may be left out.
    fn maybe<R>(&mut self, read: impl FnOnce(&mut Self) -> R) -> R {
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn statement(&mut self, node: NodeId, returned: &mut Vec<Value>) -> bool {
        if self.nesting > super::MAX_NESTING {
            self.gave_up = true;
            returned.push(UNKNOWN);
            return false;
        }
        self.nesting += 1;
        let ends = self.one(node, returned);
        self.nesting -= 1;
        ends
    }

    fn one(&mut self, node: NodeId, returned: &mut Vec<Value>) -> bool {
        let tree = self.tree;
        let part = |role| tree.part(node, role);
        match tree.kind(node) {
            Kind::Return => {
                let value = tree.child(node, 0);
                returned.push(value.map_or(NULL, |n| self.value(n)));
                true
            }
            Kind::Throw => {
                self.first(node);
                true
            }
            Kind::Variable(_) => {
                for declarator in tree.children(node) {
                    self.declarator(declarator);
                }
                false
            }
            Kind::Expression => {
                self.first(node);
                false
            }
            Kind::Block => self.scoped(node, |this| this.statements_in(node, returned)),
            Kind::If => {
                part(Role::Condition).map(|n| self.value(n));
                let mut branch = |role| {
                    let branch = tree.part(node, role);
                    branch.is_some_and(|n| self.maybe(|this| this.statement(n, returned)))
                };
                let then = branch(Role::Consequence);
                let otherwise = branch(Role::Alternative);
                then && otherwise
            }
            Kind::ForIn(word) => {
                let iterated = self.field(node, Role::Right);
                let item = match tree.has(node, Mark::Of) {
                    true => self.item(&iterated),
                    false => Value::Shape(Shape::String),
                };
                let declares = word.is_some() || self.code.is_none();
                self.repeated(|this| {
                    this.scoped(node, |this| {
                        match tree.part(node, Role::Left) {
                            Some(left) if declares => this.bind(left, item.clone()),
                            Some(left) => this.assign(left, item.clone()),
                            None => {}
                        }
                        tree.part(node, Role::Body)
                            .map(|n| this.statement(n, returned));
                    });
                });
                false
            }
            Kind::For | Kind::While | Kind::DoWhile | Kind::Labeled => {
                self.scoped(node, |this| {
                    if let Some(part) = part(Role::Initializer) {
                        this.statement(part, returned);
                    }
                    this.repeated(|this| {
                        for role in [Role::Condition, Role::Body, Role::Increment] {
                            if let Some(part) = part(role) {
                                this.statement(part, returned);
                            }
                        }
                    });
                });
                let forever = || {
                    let condition = tree.written(part(Role::Condition));
                    tree.kind(node) == Kind::While && condition == "(true)"
                };
                self.code.is_some() && forever() && !self.breaks(node)
            }
            Kind::Switch => {
                part(Role::Value).map(|n| self.value(n));
                let body = part(Role::Body);
                let (mut has_default, mut ends) = (false, false);
                self.depth += 1;
                self.scoped(body.unwrap_or(node), |this| {
                    for case in body.into_iter().flat_map(|body| tree.children(body)) {
                        has_default |= tree.kind(case) == Kind::DefaultCase;
                        let value = tree.part(case, Role::Value);
                        value.map(|n| this.value(n));
                        let statements = tree.children(case).filter(|n| Some(*n) != value);
                        let statements: Vec<NodeId> = statements.collect();
                        // A case without statements goes on to the next.
                        ends = this.statements(&statements, returned);
                    }
                });
                self.depth -= 1;
                ends && has_default && self.code.is_some() && !self.breaks(node)
            }
            Kind::Try => {
                let body = part(Role::Body)
                    .is_some_and(|n| self.maybe(|this| this.statement(n, returned)));
                let caught = part(Role::Handler).is_none_or(|h| {
                    self.maybe(|this| {
                        this.scoped(h, |this| {
                            if let Some(error) = tree.part(h, Role::Parameter) {
                                this.bind(error, UNKNOWN);
                            }
                            tree.part(h, Role::Body)
                                .is_some_and(|n| this.statement(n, returned))
                        })
                    })
                });
                let finally = part(Role::Finalizer).and_then(|f| tree.part(f, Role::Body));
                let finally = finally.is_some_and(|n| self.statement(n, returned));
                finally || body && caught
            }
            Kind::Export if self.code.is_some() => {
                if let Some(inner) = part(Role::Declaration).or(part(Role::Value)) {
                    self.statement(inner, returned);
                }
                false
            }
            Kind::Class | Kind::Namespace if self.code.is_some() => {
                if let Some(name) = part(Role::Name) {
                    self.declare(name, UNKNOWN, None);
                }
                false
            }
            Kind::Import if self.code.is_some() => {
                let names = tree.below(node);
                for name in names.filter(|n| tree.kind(*n) == Kind::Identifier) {
                    self.declare(name, UNKNOWN, None);
                }
                false
            }
            Kind::Enum if self.code.is_some() => {
                if let Some(name) = part(Role::Name) {
                    let value = self.enumeration(node);
                    self.declare(name, value, None);
                }
                false
            }
            Kind::Function
            | Kind::FunctionSignature
            | Kind::Interface
            | Kind::TypeAlias
            | Kind::Ambient
            | Kind::Class
            | Kind::Empty
            | Kind::Break
            | Kind::Continue
            | Kind::Import
            | Kind::Export => false,
            Kind::Broken => {
                for part in tree.children(node) {
                    self.value(part);
                }
                returned.push(UNKNOWN);
                false
            }
            _ => {
                self.value(node);
                false
            }
        }
    }

    fn declarator(&mut self, node: NodeId) {
        let tree = self.tree;
        if tree.kind(node) != Kind::Declarator {
            return;
        }
        let value = tree.part(node, Role::Value);
        let value = value.map_or(NULL, |n| self.value(n));
        let annotation = tree.part(node, Role::Type);
        let value = self.annotated(annotation, value);
        match tree.part(node, Role::Name) {
            Some(name) if tree.kind(name) == Kind::Identifier && annotation.is_some() => {
                self.declare(name, value, annotation);
            }
            Some(name) => self.bind(name, value),
            None => {}
        }
    }

    /// The members of an `enum`; one of numbers leads back from them to their names.
    fn enumeration(&mut self, node: NodeId) -> Value {
        let mut object = Object {
            fields: Vec::new(),
            rest: Rest::Open,
        };
        let body = self.tree.part(node, Role::Body);
        let members = body.into_iter().flat_map(|body| self.tree.children(body));
        for member in members.filter(|m| self.tree.kind(*m) == Kind::EnumMember) {
            let Some(name) = self.tree.part(member, Role::Name) else {
                continue;
            };
            let value = match self.tree.part(member, Role::Value) {
                Some(value) => self.value(value),
                None => NUMBER,
            };
            let name = self.text(name).trim_matches(['"', '\'']);
            object.set(Field::new(name, value.shape()));
        }
        Value::Shape(Shape::from(object))
    }

    /// What a loop over a value gives.
    pub(super) fn item(&mut self, value: &Value) -> Value {
        match value {
            Value::Pairs(key, value) => Value::Pair(key.clone(), value.clone()),
            Value::Iterator(inner) => self.item(inner),
            Value::Opaque(item) => Value::Shape(item.clone()),
            Value::Promises(item) => Value::Promise(item.clone()),
            Value::Shape(Shape::String) => Value::Shape(Shape::String),
            Value::Shape(shape) => Value::Shape(shape.item().unwrap_or_default()),
            _ => UNKNOWN,
        }
    }

    /// Whether the text assigns to a name or changes its value in place.
    pub(super) fn is_changed(&mut self, name: NodeId) -> bool {
        let tree = self.tree;
        let changed = self.changed.get_or_insert_with(|| changed_names(tree));
        tree.symbol_of(name).is_some_and(|s| changed.contains(&s))
    }

    /// The value of a name whose value is changed somewhere, for who reads it before.
    pub(super) fn loosened(value: &Value) -> Value {
        Value::Shape(loosened(&value.shape()))
    }

    /// Whether a `switch` or a loop holds a `break`.
    fn breaks(&mut self, statement: NodeId) -> bool {
        if let Some(known) = self.breaks.get(&statement) {
            return *known;
        }
        let mut found = false;
        let mut within = self.tree.within(statement);
        while let Some(node) = within.next().filter(|_| !found) {
            found = self.tree.kind(node) == Kind::Break;
            // What lies inside has been read before.
            if let Some(inner) = self.breaks.get(&node) {
                found |= inner;
                within.leave_out();
            }
        }
        self.breaks.insert(statement, found);
        found
    }
}
