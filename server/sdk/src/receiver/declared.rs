//! What gives a name its value: an import, an assignment, `with … as`, an annotated parameter.

use tree_sitter::Node;

use super::Known;
use super::infer::{Inference, Value, agreed};
use lang::python::plain_string;
use lang::python::scope::{Declaration, DeclarationKind, scopes};
use lang::walk::{children, span};

impl<'t, 's> Inference<'t, 's> {
    /// What a name gets from one of its declarations.
    pub(super) fn declaration(
        &mut self,
        declaration: &Declaration,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if let Some(import) = &declaration.import {
            return self.imported(import);
        }
        let (nodes, scopes) = self.place(declaration.span.start as usize);
        let innermost = |kind: &str| {
            let found = nodes.iter().rev().find(|n| n.kind() == kind).copied();
            found.filter(|n| span(*n) == declaration.whole)
        };
        match declaration.kind {
            DeclarationKind::Import => None,
            DeclarationKind::Function => innermost("function_definition").map(Value::OwnFunction),
            DeclarationKind::Class => innermost("class_definition").map(Value::OwnClass),
            DeclarationKind::Parameter => self.parameter(&nodes, &scopes, depth),
            DeclarationKind::Variable => self.variable(&nodes, depth),
        }
    }

    /// `nodes` lead down to the name.
    fn variable(&mut self, nodes: &[Node<'t>], depth: usize) -> Option<Value<'t, 's>> {
        let (name, above) = nodes.split_last()?;
        let (parent, further) = above.split_last()?;
        let scopes = scopes(nodes);
        match parent.kind() {
            "assignment" if parent.child_by_field_name("left") == Some(*name) => {
                self.assigned(*parent, &scopes, depth)
            }
            "named_expression" => {
                let value = parent.child_by_field_name("value")?;
                self.value(value, &scopes, depth)
            }
            "as_pattern_target" => {
                let (pattern, above) = further.split_last()?;
                let with = above.iter().rposition(|n| n.kind() == "with_statement")?;
                let inside = &above[with + 1..];
                let items = [
                    "with_clause",
                    "with_item",
                    "parenthesized_expression",
                    "tuple",
                ];
                let is_item = |n: &Node<'t>| items.contains(&n.kind());
                if !inside.iter().all(is_item) {
                    return None;
                }
                let value = self.value(pattern.named_child(0)?, &scopes, depth)?;
                self.entered(value, depth)
            }
            _ => None,
        }
    }

    /// What an assignment gives its target.
    pub(super) fn assigned(
        &mut self,
        assignment: Node<'t>,
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if let Some(annotation) = assignment.child_by_field_name("type") {
            return self.annotated(annotation, scopes, depth);
        }
        let mut right = assignment.child_by_field_name("right")?;
        while right.kind() == "assignment" {
            right = right.child_by_field_name("right")?;
        }
        self.value(right, scopes, depth)
    }

    /// What `with` gives for a value.
    fn entered(&mut self, value: Value<'t, 's>, depth: usize) -> Option<Value<'t, 's>> {
        match value {
            // The SDKs' own contexts give themselves.
            Value::Known(Known::Instance(_)) => Some(value),
            Value::OwnInstance(class) => {
                let enter = ["__enter__", "__aenter__"];
                let mut enter = enter.into_iter();
                let enter = enter.find_map(|n| self.own_method(class, n))?;
                match self.returned_by_own(enter, depth)? {
                    Value::Coming(class) => Some(Value::Known(Known::Instance(class))),
                    Value::OwnComing(class) => Some(Value::OwnInstance(class)),
                    value => Some(value),
                }
            }
            _ => None,
        }
    }

    fn parameter(
        &mut self,
        nodes: &[Node<'t>],
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        let list = nodes.iter().rposition(|n| n.kind() == "parameters")?;
        let (name, param) = (*nodes.last()?, *nodes.get(list + 1)?);
        match param.kind() {
            "typed_parameter" if param.named_child(0) == Some(name) => {}
            "typed_default_parameter" if param.child_by_field_name("name") == Some(name) => {}
            "identifier" => {
                let is_first = nodes[list].named_child(0) == Some(param);
                let function = nodes.get(list.checked_sub(1)?).filter(|_| is_first)?;
                let class = self.class_of_method(&nodes[..list])?;
                return match self.decorator(*function) {
                    None | Some("property" | "cached_property") => Some(Value::OwnInstance(class)),
                    Some("classmethod") => Some(Value::OwnClass(class)),
                    Some(_) => None,
                };
            }
            _ => return None,
        }
        self.annotated(param.child_by_field_name("type")?, scopes, depth)
    }

    /// The class whose body the last of these nodes, a function, stands in.
    fn class_of_method(&self, nodes: &[Node<'t>]) -> Option<Node<'t>> {
        let mut above = nodes.iter().rev().skip(1).copied();
        let mut parent = above.next()?;
        if parent.kind() == "decorated_definition" {
            parent = above.next()?;
        }
        let class = above.next().filter(|_| parent.kind() == "block")?;
        (class.kind() == "class_definition").then_some(class)
    }

    /// An instance of the class that an annotation names.
    pub(super) fn annotated(
        &mut self,
        annotation: Node<'t>,
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if depth > 60 {
            return None;
        }
        let depth = depth + 1;
        match annotation.kind() {
            "type" => self.annotated(annotation.named_child(0)?, scopes, depth),
            "none" => Some(Value::Nothing),
            "identifier" | "attribute" => {
                let class = self.value(annotation, scopes, depth)?;
                self.instance_of(class)
            }
            "member_type" => {
                let module = annotation.named_child(0)?;
                let module = match module.kind() {
                    "type" => module.named_child(0)?,
                    _ => module,
                };
                let module = self.value(module, scopes, depth)?;
                let class = self.member(module, self.text(annotation.named_child(1)?), depth)?;
                self.instance_of(class)
            }
            "string" => {
                let written = plain_string(annotation, self.source)?;
                self.named_class(&written, scopes, depth)
            }
            "binary_operator" | "union_type" => {
                let is_union = annotation
                    .child_by_field_name("operator")
                    .is_none_or(|o| o.kind() == "|");
                let sides = children(annotation).into_iter().filter(|_| is_union);
                let sides: Vec<_> = sides.map(|n| self.annotated(n, scopes, depth)).collect();
                agreed(sides)
            }
            "generic_type" | "subscript" => {
                let parts = children(annotation);
                let [outer, inner] = parts[..] else {
                    return None;
                };
                let inner = match inner.kind() {
                    "type_parameter" => inner
                        .named_child(0)
                        .filter(|_| inner.named_child_count() == 1)?,
                    _ => inner,
                };
                let is_optional = matches!(self.text(outer), "Optional" | "typing.Optional");
                is_optional.then(|| self.annotated(inner, scopes, depth))?
            }
            _ => None,
        }
    }

    fn instance_of(&self, class: Value<'t, 's>) -> Option<Value<'t, 's>> {
        match class {
            Value::Known(Known::Class(class)) => Some(Value::Known(Known::Instance(class))),
            Value::OwnClass(class) => Some(Value::OwnInstance(class)),
            _ => None,
        }
    }

    /// An instance of the class of this name, as an annotation in quotes has it.
    fn named_class(
        &mut self,
        written: &str,
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        let mut parts = written.trim().split('.');
        let mut value = self.name(parts.next()?, scopes, depth)?;
        for part in parts {
            value = self.member(value, part, depth)?;
        }
        self.instance_of(value)
    }
}
