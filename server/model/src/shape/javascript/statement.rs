//! Bodies: declarations, and what `return` gives.

use tree_sitter::Node;

use super::Reader;
use super::pattern::loosened;
use super::value::{NULL, UNKNOWN, Value, union};
use crate::script::walk::{Visit, children, walk};
use crate::shape::Shape;

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

    /// What a function gives for these arguments.
    pub(super) fn apply(&mut self, function: Node<'t>, arguments: Vec<Value<'t>>) -> Value<'t> {
        if self.nesting > super::MAX_NESTING || self.budget == 0 {
            return UNKNOWN;
        }
        let before = self.locals.len();
        let parameters = match function.child_by_field_name("parameter") {
            Some(single) => vec![single],
            None => function
                .child_by_field_name("parameters")
                .map_or(Vec::new(), children),
        };
        let mut arguments = arguments.into_iter();
        for parameter in parameters.into_iter().filter(|p| p.kind() != "comment") {
            let value = arguments.next().unwrap_or(NULL);
            self.bind(parameter, value);
        }
        let body = function.child_by_field_name("body");
        let value = match body {
            Some(block) if block.kind() == "statement_block" => self.block(block),
            Some(expression) => self.value(expression),
            None => UNKNOWN,
        };
        self.locals.truncate(before);
        value
    }

    fn block(&mut self, block: Node<'t>) -> Value<'t> {
        let mut returned = Vec::new();
        let ends = self.statements(&children(block), &mut returned);
        if !ends {
            returned.push(NULL);
        }
        union(returned)
    }

    /// Reads statements in order; whether the last one is never passed.
    fn statements(&mut self, statements: &[Node<'t>], returned: &mut Vec<Value<'t>>) -> bool {
        let before = self.locals.len();
        // Functions can be called above the place where they stand.
        for statement in statements
            .iter()
            .filter(|s| s.kind() == "function_declaration")
        {
            if let Some(name) = statement.child_by_field_name("name") {
                self.locals
                    .push((self.text(name), Value::Function(*statement)));
            }
        }
        let mut ends = false;
        for statement in statements {
            ends |= self.statement(*statement, returned);
        }
        self.locals.truncate(before);
        ends
    }

    fn statement(&mut self, node: Node<'t>, returned: &mut Vec<Value<'t>>) -> bool {
        if self.nesting > super::MAX_NESTING {
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
                    if let Some(name) = declarator.child_by_field_name("name") {
                        self.bind(name, value);
                    }
                }
                false
            }
            "expression_statement" => {
                node.named_child(0).map(|n| self.value(n));
                false
            }
            "statement_block" => self.statements(&children(node), returned),
            "if_statement" => {
                field("condition").map(|n| self.value(n));
                let then = field("consequence").is_some_and(|n| self.statement(n, returned));
                let otherwise = field("alternative").is_some_and(|n| self.statement(n, returned));
                then && otherwise
            }
            "else_clause" => node
                .named_child(0)
                .is_some_and(|n| self.statement(n, returned)),
            "for_in_statement" => {
                let before = self.locals.len();
                let iterated = field("right").map_or(UNKNOWN, |n| self.value(n));
                let is_of = field("operator").is_some_and(|n| self.text(n) == "of");
                let item = match is_of {
                    true => self.item(&iterated),
                    false => Value::Shape(Shape::String),
                };
                if let Some(left) = field("left") {
                    self.bind(left, item);
                }
                field("body").map(|n| self.statement(n, returned));
                self.locals.truncate(before);
                false
            }
            "for_statement" | "while_statement" | "do_statement" | "labeled_statement" => {
                let before = self.locals.len();
                for part in ["initializer", "condition", "increment", "body"] {
                    if let Some(part) = field(part) {
                        self.statement(part, returned);
                    }
                }
                self.locals.truncate(before);
                false
            }
            "switch_statement" => {
                field("value").map(|n| self.value(n));
                for case in field("body").map_or(Vec::new(), children) {
                    case.child_by_field_name("value").map(|n| self.value(n));
                    let body: Vec<Node<'t>> = children(case)
                        .into_iter()
                        .filter(|n| Some(*n) != case.child_by_field_name("value"))
                        .collect();
                    self.statements(&body, returned);
                }
                false
            }
            "try_statement" => {
                let body = field("body").is_some_and(|n| self.statement(n, returned));
                let handler = field("handler");
                let caught = handler.is_none_or(|h| {
                    let before = self.locals.len();
                    if let Some(error) = h.child_by_field_name("parameter") {
                        self.bind(error, UNKNOWN);
                    }
                    let ends = h
                        .child_by_field_name("body")
                        .is_some_and(|n| self.statement(n, returned));
                    self.locals.truncate(before);
                    ends
                });
                let finally = field("finalizer").and_then(|f| f.child_by_field_name("body"));
                let finally = finally.is_some_and(|n| self.statement(n, returned));
                finally || body && caught
            }
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

    /// What a loop over a value gives.
    pub(super) fn item(&mut self, value: &Value<'t>) -> Value<'t> {
        match value {
            Value::Pairs(key, value) => Value::Pair(key.clone(), value.clone()),
            Value::Set(item) => Value::Shape(item.clone()),
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
                .map_or(Vec::new(), |root| changed_names(root, self.source)),
        };
        let is_changed = changed.contains(&name);
        self.changed = Some(changed);
        is_changed
    }

    /// The value of a name whose value is changed somewhere, for who reads it before.
    pub(super) fn loosened(value: &Value<'t>) -> Value<'t> {
        Value::Shape(loosened(&value.shape()))
    }
}

/// Methods that change a list in place.
const CHANGES: &[&str] = &["push", "unshift", "splice", "fill", "copyWithin"];

fn changed_names<'t>(root: Node<'t>, source: &'t str) -> Vec<&'t str> {
    let mut names = Vec::new();
    let mut add = |node: Option<Node<'t>>| {
        let mut node = node;
        while let Some(n) = node {
            match n.kind() {
                "member_expression" | "subscript_expression" => {
                    node = n.child_by_field_name("object")
                }
                "identifier" => {
                    names.push(crate::script::walk::text(n, source));
                    break;
                }
                _ => {
                    // Parts of a pattern: `[a, b] = …`.
                    walk(n, |visit| {
                        if let Visit::Enter(part, _) = visit
                            && part.kind() == "identifier"
                        {
                            names.push(crate::script::walk::text(part, source));
                        }
                        true
                    });
                    break;
                }
            }
        }
    };
    walk(root, |visit| {
        if let Visit::Enter(node, _) = visit {
            match node.kind() {
                "assignment_expression" | "augmented_assignment_expression" => {
                    add(node.child_by_field_name("left"));
                }
                "update_expression" => add(node.child_by_field_name("argument")),
                "unary_expression"
                    if crate::script::walk::text(node, source).starts_with("delete") =>
                {
                    add(node.child_by_field_name("argument"));
                }
                "call_expression" => {
                    let function = node.child_by_field_name("function");
                    let method = function.and_then(|f| f.child_by_field_name("property"));
                    let method = method.map_or("", |m| crate::script::walk::text(m, source));
                    if CHANGES.contains(&method) {
                        add(function.and_then(|f| f.child_by_field_name("object")));
                    }
                    // `Object.assign(x, …)`
                    if method == "assign" {
                        let arguments = node.child_by_field_name("arguments");
                        add(arguments
                            .and_then(|a| a.named_child(0))
                            .filter(|n| n.kind() == "identifier"));
                    }
                }
                _ => {}
            }
        }
        true
    });
    held_elsewhere(root, source, &mut names);
    names
}

/// Adds the names whose values a changed name was made of: what is done to `b` after `b = a` is done
/// to `a`. What a call gives is taken to be new.
fn held_elsewhere<'t>(root: Node<'t>, source: &'t str, names: &mut Vec<&'t str>) {
    use crate::script::walk::text;
    let mut before = 0;
    while !names.is_empty() && before != names.len() {
        before = names.len();
        walk(root, |visit| {
            let Visit::Enter(node, _) = visit else {
                return true;
            };
            let fields = match node.kind() {
                "variable_declarator" => ("name", "value"),
                "assignment_expression" | "for_in_statement" => ("left", "right"),
                _ => return true,
            };
            let (Some(name), Some(value)) = (
                node.child_by_field_name(fields.0),
                node.child_by_field_name(fields.1),
            ) else {
                return true;
            };
            let is_new = matches!(
                value.kind(),
                "call_expression" | "arrow_function" | "function_expression" | "binary_expression"
            );
            let mut changed = false;
            walk(name, |visit| {
                if let Visit::Enter(part, _) = visit {
                    changed |= names.contains(&text(part, source));
                }
                !changed
            });
            if changed && !is_new {
                walk(value, |visit| {
                    if let Visit::Enter(part, _) = visit
                        && matches!(part.kind(), "identifier" | "shorthand_property_identifier")
                        && !names.contains(&text(part, source))
                    {
                        names.push(text(part, source));
                    }
                    true
                });
            }
            true
        });
    }
}
