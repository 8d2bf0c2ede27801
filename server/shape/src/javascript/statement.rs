//! Bodies: declarations, and what `return` gives.

use tree_sitter::Node;

use super::changed::changed_names;
use super::pattern::loosened;
use super::value::{NULL, NUMBER, UNKNOWN, Value, union};
use super::{Local, Reader};
use crate::{Field, Object, Rest, Shape};
use lang::walk::{Visit, children, walk};

impl<'t> Reader<'t> {
    /// What a whole text gives: its expression, or what its statements return.
    pub(super) fn program(&mut self, root: Node<'t>) -> Shape {
        self.root = Some(root);
        let statements: Vec<Node<'t>> = children(root)
            .into_iter()
            .filter(|n| n.kind() != "comment")
            .collect();
        if let [only] = statements[..]
            && only.kind() == "expression_statement"
        {
            return only
                .named_child(0)
                .map_or(UNKNOWN, |n| self.value(n))
                .shape();
        }
        let mut returned = Vec::new();
        let ends = self.statements(&statements, &mut returned);
        if !ends {
            returned.push(NULL);
        }
        union(returned).shape()
    }

    pub(super) fn block(&mut self, block: Node<'t>) -> Value<'t> {
        let scope = std::mem::replace(&mut self.scope, (block.start_byte(), block.end_byte()));
        let mut returned = Vec::new();
        let ends = self.statements(&children(block), &mut returned);
        self.scope = scope;
        if !ends {
            returned.push(NULL);
        }
        union(returned)
    }

    /// Reads statements in order; whether the last one is never passed.
    fn statements(&mut self, statements: &[Node<'t>], returned: &mut Vec<Value<'t>>) -> bool {
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
    fn hoist(&mut self, statements: &[Node<'t>]) {
        for statement in statements {
            let declared = matches!(
                statement.kind(),
                "function_declaration" | "generator_function_declaration"
            );
            if let Some(name) = statement.child_by_field_name("name").filter(|_| declared) {
                let fate = self
                    .code
                    .map_or_else(Default::default, |c| c.fate(name.start_byte()));
                let value = Value::Function(*statement);
                if self.locals.is_top() {
                    self.tops.insert(statement.id());
                }
                self.locals.push(Local {
                    name: self.text(name),
                    value: if fate.is_lost { UNKNOWN } else { value },
                    scope: self.scope,
                    depth: self.depth,
                    fate,
                    annotation: None,
                });
            }
        }
    }

    /// Reads the statements at the top of a script, whose names stay.
    pub(crate) fn module(&mut self, statements: &[Node<'t>]) {
        self.hoist(statements);
        for statement in statements {
            self.statement(*statement, &mut Vec::new());
        }
    }

    /// Reads a part in its own scope.
    fn scoped<R>(&mut self, node: Node<'t>, read: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.locals.len();
        let scope = std::mem::replace(&mut self.scope, (node.start_byte(), node.end_byte()));
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

    fn statement(&mut self, node: Node<'t>, returned: &mut Vec<Value<'t>>) -> bool {
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

    fn one(&mut self, node: Node<'t>, returned: &mut Vec<Value<'t>>) -> bool {
        let field = |name| node.child_by_field_name(name);
        match node.kind() {
            "return_statement" => {
                let value = children(node).into_iter().find(|n| n.kind() != "comment");
                returned.push(value.map_or(NULL, |n| self.value(n)));
                true
            }
            "throw_statement" => {
                node.named_child(0).map(|n| self.value(n));
                true
            }
            "lexical_declaration" | "variable_declaration" => {
                for declarator in children(node)
                    .into_iter()
                    .filter(|n| n.kind() == "variable_declarator")
                {
                    let value = declarator
                        .child_by_field_name("value")
                        .map_or(NULL, |n| self.value(n));
                    let annotation = declarator.child_by_field_name("type");
                    let value = self.annotated(annotation, value);
                    match declarator.child_by_field_name("name") {
                        Some(name) if name.kind() == "identifier" && annotation.is_some() => {
                            self.declare(name, value, annotation);
                        }
                        Some(name) => self.bind(name, value),
                        None => {}
                    }
                }
                false
            }
            "expression_statement" => {
                node.named_child(0).map(|n| self.value(n));
                false
            }
            "statement_block" => {
                self.scoped(node, |this| this.statements(&children(node), returned))
            }
            "if_statement" => {
                field("condition").map(|n| self.value(n));
                let then = field("consequence")
                    .is_some_and(|n| self.maybe(|this| this.statement(n, returned)));
                let otherwise = field("alternative")
                    .is_some_and(|n| self.maybe(|this| this.statement(n, returned)));
                then && otherwise
            }
            "else_clause" => node
                .named_child(0)
                .is_some_and(|n| self.statement(n, returned)),
            "for_in_statement" => {
                let iterated = field("right").map_or(UNKNOWN, |n| self.value(n));
                let is_of = field("operator").is_some_and(|n| self.text(n) == "of");
                let item = match is_of {
                    true => self.item(&iterated),
                    false => Value::Shape(Shape::String),
                };
                self.repeated(|this| {
                    this.scoped(node, |this| {
                        match field("left") {
                            Some(left) if field("kind").is_some() => this.bind(left, item.clone()),
                            Some(left) if this.code.is_some() => this.assign(left, item.clone()),
                            Some(left) => this.bind(left, item.clone()),
                            None => {}
                        }
                        field("body").map(|n| this.statement(n, returned));
                    });
                });
                false
            }
            "for_statement" | "while_statement" | "do_statement" | "labeled_statement" => {
                self.scoped(node, |this| {
                    if let Some(part) = field("initializer") {
                        this.statement(part, returned);
                    }
                    this.repeated(|this| {
                        for part in ["condition", "body", "increment"] {
                            if let Some(part) = field(part) {
                                this.statement(part, returned);
                            }
                        }
                    });
                });
                let forever = || {
                    let condition = field("condition").map(|n| self.text(n));
                    node.kind() == "while_statement" && condition == Some("(true)")
                };
                self.code.is_some() && forever() && !self.breaks(node)
            }
            "switch_statement" => {
                field("value").map(|n| self.value(n));
                let cases = field("body").map_or(Vec::new(), children);
                let (mut has_default, mut ends) = (false, false);
                self.depth += 1;
                self.scoped(field("body").unwrap_or(node), |this| {
                    for case in cases {
                        has_default |= case.kind() == "switch_default";
                        case.child_by_field_name("value").map(|n| this.value(n));
                        let body: Vec<Node<'t>> = children(case)
                            .into_iter()
                            .filter(|n| Some(*n) != case.child_by_field_name("value"))
                            .collect();
                        // A case without statements goes on to the next.
                        ends = this.statements(&body, returned);
                    }
                });
                self.depth -= 1;
                ends && has_default && self.code.is_some() && !self.breaks(node)
            }
            "try_statement" => {
                let body =
                    field("body").is_some_and(|n| self.maybe(|this| this.statement(n, returned)));
                let handler = field("handler");
                let caught = handler.is_none_or(|h| {
                    self.maybe(|this| {
                        this.scoped(h, |this| {
                            if let Some(error) = h.child_by_field_name("parameter") {
                                this.bind(error, UNKNOWN);
                            }
                            h.child_by_field_name("body")
                                .is_some_and(|n| this.statement(n, returned))
                        })
                    })
                });
                let finally = field("finalizer").and_then(|f| f.child_by_field_name("body"));
                let finally = finally.is_some_and(|n| self.statement(n, returned));
                finally || body && caught
            }
            "export_statement" if self.code.is_some() => {
                if let Some(inner) = field("declaration").or(field("value")) {
                    self.statement(inner, returned);
                }
                false
            }
            "class_declaration" | "abstract_class_declaration" | "internal_module"
                if self.code.is_some() =>
            {
                if let Some(name) = field("name") {
                    self.declare(name, UNKNOWN, None);
                }
                false
            }
            "import_statement" if self.code.is_some() => {
                let mut bound = Vec::new();
                walk(node, |visit| {
                    if let Visit::Enter(part, _) = visit
                        && part.kind() == "identifier"
                    {
                        bound.push(part);
                    }
                    true
                });
                for name in bound {
                    self.declare(name, UNKNOWN, None);
                }
                false
            }
            "enum_declaration" if self.code.is_some() => {
                if let Some(name) = field("name") {
                    let value = self.enumeration(node);
                    self.declare(name, value, None);
                }
                false
            }
            "generator_function_declaration"
            | "function_signature"
            | "interface_declaration"
            | "type_alias_declaration"
            | "ambient_declaration" => false,
            "function_declaration" | "class_declaration" | "comment" | "empty_statement" => false,
            "break_statement" | "continue_statement" | "import_statement" | "export_statement" => {
                false
            }
            "ERROR" => {
                for part in children(node) {
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

    /// The members of an `enum`; one of numbers leads back from them to their names.
    fn enumeration(&mut self, node: Node<'t>) -> Value<'t> {
        let mut object = Object {
            fields: Vec::new(),
            rest: Rest::Open,
        };
        for member in node
            .child_by_field_name("body")
            .map_or(Vec::new(), children)
        {
            let (name, value) = match member.kind() {
                "property_identifier" => (Some(member), NUMBER),
                "enum_assignment" => {
                    let value = member.child_by_field_name("value");
                    let value = value.map_or(UNKNOWN, |n| self.value(n));
                    (member.child_by_field_name("name"), value)
                }
                _ => continue,
            };
            if let Some(name) = name {
                let name = self.text(name).trim_matches(['"', '\'']);
                object.set(Field::new(name, value.shape()));
            }
        }
        Value::Shape(Shape::from(object))
    }

    /// What a loop over a value gives.
    pub(super) fn item(&mut self, value: &Value<'t>) -> Value<'t> {
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
    pub(super) fn is_changed(&mut self, name: &str) -> bool {
        let changed = match self.changed.take() {
            Some(changed) => changed,
            None => self
                .root
                .map_or_else(Default::default, |root| changed_names(root, self.source)),
        };
        let is_changed = changed.contains(name);
        self.changed = Some(changed);
        is_changed
    }

    /// The value of a name whose value is changed somewhere, for who reads it before.
    pub(super) fn loosened(value: &Value<'t>) -> Value<'t> {
        Value::Shape(loosened(&value.shape()))
    }

    /// Whether a `switch` or a loop holds a `break`.
    fn breaks(&mut self, statement: Node<'t>) -> bool {
        if let Some(known) = self.breaks.get(&statement.id()) {
            return *known;
        }
        let known = &self.breaks;
        let mut found = false;
        walk(statement, |visit| {
            if let Visit::Enter(node, _) = visit {
                found |= node.kind() == "break_statement";
                // What lies inside has been read before.
                if let Some(inner) = known.get(&node.id()) {
                    found |= inner;
                    return false;
                }
            }
            !found
        });
        self.breaks.insert(statement.id(), found);
        found
    }
}
