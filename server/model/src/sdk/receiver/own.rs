//! The script's own functions and classes: what they return and what they keep on `self`.

use tree_sitter::Node;

use super::infer::{Inference, Value, agreed};
use crate::script::params;
use crate::script::scope::is_inner_scope;
use crate::script::walk::{Visit, children, text, walk, walk_fields};

impl<'t, 's> Inference<'t, 's> {
    /// The name of what decorates a function; `None` for nothing, empty where it is not plain.
    pub(super) fn decorator(&self, function: Node<'t>) -> Option<&'t str> {
        let whole = function.parent()?;
        if whole.kind() != "decorated_definition" {
            return None;
        }
        let decorators = children(whole).into_iter();
        let mut decorators = decorators.filter(|n| n.kind() == "decorator");
        let first = decorators.next()?;
        if decorators.next().is_some() {
            return Some("");
        }
        let inner = first.named_child(0)?;
        let inner = inner.child_by_field_name("function").unwrap_or(inner);
        text(inner, self.source).rsplit('.').next()
    }

    /// What a call of a function of the script gives.
    pub(super) fn returned_by_own(
        &mut self,
        function: Node<'t>,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        let plain = [
            "property",
            "cached_property",
            "staticmethod",
            "classmethod",
            "cache",
            "lru_cache",
        ];
        if self
            .decorator(function)
            .is_some_and(|d| !plain.contains(&d))
        {
            return None;
        }
        let value = match function.child_by_field_name("return_type") {
            Some(annotation) => {
                let (_, scopes) = self.place(function.start_byte());
                self.annotated(annotation, &scopes, depth)?
            }
            None => self.returned_plainly(function, depth)?,
        };
        if !text(function, self.source).starts_with("async") {
            return Some(value);
        }
        match value {
            Value::Known(super::Known::Instance(class)) => Some(Value::Coming(class)),
            Value::OwnInstance(class) => Some(Value::OwnComing(class)),
            _ => None,
        }
    }

    /// What all `return`s of a function give.
    fn returned_plainly(&mut self, function: Node<'t>, depth: usize) -> Option<Value<'t, 's>> {
        let body = function.child_by_field_name("body")?;
        let (mut returns, mut yields) = (Vec::new(), false);
        walk(body, |visit| {
            if let Visit::Enter(node, _) = visit {
                match node.kind() {
                    "yield" => yields = true,
                    "return_statement" => returns.push(node.named_child(0)),
                    _ => {}
                }
                return !is_inner_scope(node);
            }
            true
        });
        if yields || returns.is_empty() {
            return None;
        }
        let mut values = Vec::new();
        for value in returns {
            values.push(match value {
                None => Some(Value::Nothing),
                Some(value) => {
                    let (_, scopes) = self.place(value.start_byte());
                    self.value(value, &scopes, depth)
                }
            });
        }
        agreed(values).filter(|v| *v != Value::Nothing)
    }

    /// The method of this name in a class's own body.
    pub(super) fn own_method(&self, class: Node<'t>, name: &str) -> Option<Node<'t>> {
        let mut found = methods(class).into_iter().filter(|m| {
            let own = m.child_by_field_name("name");
            own.is_some_and(|n| self.text(n) == name)
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// What a member of a class of the script, or of an instance of it, stands for.
    pub(super) fn own_member(
        &mut self,
        class: Node<'t>,
        name: &str,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        let own_name = class.child_by_field_name("name").map(|n| self.text(n));
        // What derives from it may keep something else under the name.
        if depth > 60 || own_name.is_none_or(|n| self.facts.bases.contains(n)) {
            return None;
        }
        self.kept(class, name, depth)
    }

    fn kept(&mut self, class: Node<'t>, name: &str, depth: usize) -> Option<Value<'t, 's>> {
        if depth > 60 {
            return None;
        }
        let kept = self.assignments(class, name)?;
        if let Some(method) = self.own_method(class, name) {
            if !kept.is_empty() {
                return None;
            }
            return match self.decorator(method) {
                Some("property" | "cached_property") => self.returned_by_own(method, depth + 1),
                _ => Some(Value::OwnFunction(method)),
            };
        }
        if !kept.is_empty() {
            let mut values = Vec::new();
            for assignment in kept {
                let (_, scopes) = self.place(assignment.start_byte());
                values.push(self.assigned(assignment, &scopes, depth + 1));
            }
            return agreed(values).filter(|v| *v != Value::Nothing);
        }
        // The bases, where they are the script's own.
        let bases = class.child_by_field_name("superclasses")?;
        let (_, scopes) = self.place(class.start_byte());
        for base in children(bases) {
            let Value::OwnClass(base) = self.value(base, &scopes, depth + 1)? else {
                return None;
            };
            if let Some(found) = self.kept(base, name, depth + 1) {
                return Some(found);
            }
        }
        None
    }

    /// The assignments in a class that give this attribute its value. `None` where something else
    /// gives it one too.
    fn assignments(&self, class: Node<'t>, name: &str) -> Option<Vec<Node<'t>>> {
        let mut found = Vec::new();
        let body = class.child_by_field_name("body")?;
        for statement in children(body) {
            let inner = statement.named_child(0).unwrap_or(statement);
            let left = inner.child_by_field_name("left");
            let is_own = left.is_some_and(|l| l.kind() == "identifier" && self.text(l) == name);
            if inner.kind() == "assignment" && is_own {
                found.push(inner);
            }
        }
        for method in methods(class) {
            let list = params(method.child_by_field_name("parameters")?);
            let Some(this) = list.first().map(|p| self.text(p.name)) else {
                continue;
            };
            let mut other = false;
            walk_fields(method.child_by_field_name("body")?, |visit| {
                let Visit::Enter(node, field) = visit else {
                    return true;
                };
                let is_kept = node.kind() == "attribute"
                    && node.child_by_field_name("attribute").map(|n| self.text(n)) == Some(name)
                    && node.child_by_field_name("object").map(|n| self.text(n)) == Some(this);
                if !is_kept {
                    return true;
                }
                let parent = node.parent();
                match parent.map(|p| (p.kind(), p)) {
                    Some(("assignment", parent)) if field == Some("left") => found.push(parent),
                    Some(("augmented_assignment" | "for_statement" | "for_in_clause", _)) => {
                        other |= field == Some("left")
                    }
                    Some((
                        "pattern_list" | "tuple_pattern" | "list_pattern" | "as_pattern_target"
                        | "delete_statement" | "list_splat_pattern",
                        _,
                    )) => other = true,
                    _ => {}
                }
                true
            });
            if other {
                return None;
            }
        }
        Some(found)
    }
}

/// The functions in a class's own body.
fn methods(class: Node<'_>) -> Vec<Node<'_>> {
    let body = class
        .child_by_field_name("body")
        .map_or(Vec::new(), children);
    body.into_iter()
        .map(|n| n.child_by_field_name("definition").unwrap_or(n))
        .filter(|n| n.kind() == "function_definition")
        .collect()
}
