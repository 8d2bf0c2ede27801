//! TypeScript types as the JSON of their values.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;
use syntax::Span;
use tree_sitter::Node;

use super::utility::{intersection, mapped, quoted, record, s3_object, texts, with_fields};
use crate::{Field, Object, Origin, Rest, Shape};
use lang::walk::{Visit, children, text, walk};

/// How deep types are followed into each other.
const MAX_DEPTH: usize = 40;

/// Most types that are looked at for one answer.
const BUDGET: usize = 4_000;

/// The types that a script declares.
pub(super) struct Types<'t> {
    source: &'t str,
    /// By name; several for an interface that is written in parts, none where a name is not clear.
    declared: FxHashMap<&'t str, Vec<Node<'t>>>,
    /// What the parameters of the type that is read stand for, innermost last.
    parameters: RefCell<Vec<(&'t str, Shape)>>,
    /// Types being read.
    active: RefCell<Vec<Node<'t>>>,
    budget: Cell<usize>,
    /// What annotations say.
    known: RefCell<FxHashMap<usize, Shape>>,
    /// What types without parameters are, where none was being read around them.
    whole: RefCell<FxHashMap<usize, Shape>>,
    /// How many declared types are being read.
    inside: Cell<usize>,
}

impl<'t> Types<'t> {
    /// Reads the declarations of a script.
    pub(super) fn of(root: Node<'t>, source: &'t str) -> Types<'t> {
        let mut declared: FxHashMap<&str, Vec<Node<'_>>> = FxHashMap::default();
        let mut unclear = Vec::new();
        let mut above: Vec<&'static str> = Vec::new();
        walk(root, |visit| {
            let Visit::Enter(node, _) = visit else {
                above.pop();
                return true;
            };
            let name = || node.child_by_field_name("name").map(|n| text(n, source));
            match node.kind() {
                "interface_declaration"
                | "type_alias_declaration"
                | "enum_declaration"
                | "class_declaration"
                | "abstract_class_declaration"
                | "internal_module" => {
                    if let Some(name) = name() {
                        let mut outer = above.iter().rev();
                        let outer = outer.find(|kind| **kind != "export_statement");
                        if outer.is_some_and(|kind| *kind != "program") {
                            unclear.push(name);
                        }
                        declared.entry(name).or_default().push(node);
                    }
                }
                "type_parameter" => unclear.extend(name()),
                "import_specifier" | "import_clause" | "namespace_import" => {
                    let alias = node.child_by_field_name("alias");
                    let bound = alias.or(node.child_by_field_name("name"));
                    let bound = bound.or_else(|| {
                        children(node)
                            .into_iter()
                            .find(|n| n.kind() == "identifier")
                    });
                    unclear.extend(bound.map(|n| text(n, source)));
                }
                _ => {}
            }
            above.push(node.kind());
            true
        });
        for name in unclear {
            declared.insert(name, Vec::new());
        }
        // Only interfaces can be written in parts.
        declared.retain(|_, nodes| {
            if nodes.len() > 1 && nodes.iter().any(|n| n.kind() != "interface_declaration") {
                nodes.clear();
            }
            true
        });
        Types {
            source,
            declared,
            parameters: RefCell::default(),
            active: RefCell::default(),
            budget: Cell::new(BUDGET),
            known: RefCell::default(),
            whole: RefCell::default(),
            inside: Cell::new(0),
        }
    }

    fn text(&self, node: Node<'_>) -> &'t str {
        text(node, self.source)
    }

    /// The values of a type.
    pub(super) fn read(&self, node: Node<'t>) -> Shape {
        let left = self.budget.get();
        let depth = self.active.borrow().len();
        if left == 0 || depth > MAX_DEPTH {
            return Shape::Unknown;
        }
        self.budget.set(left - 1);
        self.active.borrow_mut().push(node);
        let shape = self.typed(node);
        self.active.borrow_mut().pop();
        shape
    }

    /// The same, of what `await` gives of such a value.
    pub(super) fn awaited(&self, node: Node<'t>) -> Shape {
        if let Some(known) = self.known.borrow().get(&node.id()) {
            return known.clone();
        }
        self.budget.set(BUDGET);
        let shape = self.read(node).bounded();
        self.known.borrow_mut().insert(node.id(), shape.clone());
        shape
    }

    fn typed(&self, node: Node<'t>) -> Shape {
        let first = || node.named_child(0);
        match node.kind() {
            "type_annotation" | "parenthesized_type" | "readonly_type" => {
                let inner = children(node).into_iter().find(|n| n.kind() != "comment");
                inner.map_or(Shape::Unknown, |n| self.read(n))
            }
            "type_predicate_annotation" => Shape::Bool,
            "asserts_annotation" => Shape::Null,
            "predefined_type" => match self.text(node) {
                "string" => Shape::String,
                "number" => Shape::Number,
                "boolean" => Shape::Bool,
                "void" | "undefined" | "null" => Shape::Null,
                "never" => Shape::Never,
                _ => Shape::Unknown,
            },
            "literal_type" => first().map_or(Shape::Unknown, |n| self.literal(n)),
            "template_literal_type" => Shape::String,
            "array_type" => Shape::list(first().map_or(Shape::Unknown, |n| self.read(n))),
            "tuple_type" => Shape::list(Shape::union(
                children(node).into_iter().map(|n| self.element(n)),
            )),
            "union_type" => Shape::union(children(node).into_iter().map(|n| match n.kind() {
                "comment" => Shape::Never,
                _ => self.read(n),
            })),
            "intersection_type" => {
                let parts = children(node).into_iter().filter(|n| n.kind() != "comment");
                intersection(parts.map(|n| self.read(n)))
            }
            "object_type" | "interface_body" => Shape::from(self.members(node)),
            "type_identifier" | "identifier" => self.named(node, &[]),
            "generic_type" => {
                let name = node.child_by_field_name("name");
                let arguments = node.child_by_field_name("type_arguments");
                let mut arguments = arguments.map_or(Vec::new(), children);
                arguments.retain(|a| a.kind() != "comment");
                match name.filter(|n| n.kind() == "type_identifier" || n.kind() == "identifier") {
                    Some(name) => self.named(name, &arguments),
                    None => Shape::Unknown,
                }
            }
            // `wmill.S3Object`, `Colour.Red`
            "nested_type_identifier" => match self.text(node).split_once('.') {
                Some(("wmill" | "windmill", "S3Object")) => s3_object(),
                Some((name, _)) => match self.declared.get(name).map(Vec::as_slice) {
                    Some([only]) if only.kind() == "enum_declaration" => self.enumeration(*only),
                    _ => Shape::Unknown,
                },
                None => Shape::Unknown,
            },
            // `Order["id"]`
            "lookup_type" => {
                let parts = children(node);
                let [object, key] = parts[..] else {
                    return Shape::Unknown;
                };
                match (self.read(object), self.read(key)) {
                    (Shape::Object(object), Shape::Text(name)) => match object.field(&name) {
                        Some(field) if field.optional => field.shape.clone().or_null(),
                        Some(field) => field.shape.clone(),
                        None => Shape::Unknown,
                    },
                    (Shape::List(item), Shape::Number) => (*item).clone(),
                    _ => Shape::Unknown,
                }
            }
            _ => Shape::Unknown,
        }
    }

    fn literal(&self, node: Node<'t>) -> Shape {
        match node.kind() {
            "string" => match quoted(self.text(node)) {
                Some(text) => Shape::text(text),
                None => Shape::String,
            },
            "number" if self.text(node).ends_with('n') => Shape::Unknown,
            "number" | "unary_expression" => Shape::Number,
            "true" | "false" => Shape::Bool,
            "null" | "undefined" => Shape::Null,
            "template_string" | "template_literal_type" => Shape::String,
            _ => Shape::Unknown,
        }
    }

    /// An element of a tuple.
    fn element(&self, node: Node<'t>) -> Shape {
        let inner = || node.named_child(0).map_or(Shape::Unknown, |n| self.read(n));
        match node.kind() {
            "comment" => Shape::Never,
            "optional_type" => inner().or_null(),
            "rest_type" => inner().item().unwrap_or_default(),
            "required_parameter" => {
                let ty = node.child_by_field_name("type");
                ty.map_or(Shape::Unknown, |t| self.read(t))
            }
            "optional_parameter" => {
                let ty = node.child_by_field_name("type");
                ty.map_or(Shape::Unknown, |t| self.read(t)).or_null()
            }
            _ => self.read(node),
        }
    }

    /// The properties in the braces of an object type or interface.
    fn members(&self, body: Node<'t>) -> Object {
        let mut object = Object::default();
        let mut before = None;
        for member in children(body) {
            let comment = before.replace(member).filter(|n| n.kind() == "comment");
            let name = member.child_by_field_name("name");
            match member.kind() {
                "property_signature" => {
                    let Some((name, span)) = name.and_then(|n| self.property_name(n)) else {
                        object.rest = Rest::Open;
                        continue;
                    };
                    let ty = member.child_by_field_name("type");
                    let is_function = ty
                        .and_then(|t| t.named_child(0))
                        .is_some_and(|t| t.kind() == "function_type");
                    let mut parts = member.walk();
                    let optional = member.children(&mut parts).any(|c| c.kind() == "?");
                    object.set(Field {
                        optional: optional || is_function,
                        doc: comment.and_then(|c| self.doc(c)),
                        ..Field::new(name, ty.map_or(Shape::Unknown, |t| self.read(t)))
                            .at(Origin::own(span))
                    });
                }
                "method_signature" => {
                    if let Some((name, span)) = name.and_then(|n| self.property_name(n)) {
                        let field = Field::new(name, Shape::Unknown).at(Origin::own(span));
                        object.set(field.optional());
                    }
                }
                "index_signature" => {
                    let ty = member.child_by_field_name("type");
                    object.rest = match ty.map_or(Shape::Unknown, |t| self.read(t)) {
                        // A mapped type: its keys are not worked out.
                        _ if mapped(member) => Rest::Open,
                        Shape::Unknown => Rest::Open,
                        shape => Rest::Of(shape),
                    };
                }
                "comment" => {}
                _ => object.rest = Rest::Open,
            }
        }
        object
    }

    fn property_name(&self, node: Node<'t>) -> Option<(&'t str, Span)> {
        let range = node.byte_range();
        match node.kind() {
            "property_identifier" | "number" => Some((self.text(node), Span::from(range))),
            "string" => {
                let name = quoted(self.text(node))?;
                Some((name, Span::new(range.start + 1, range.end - 1)))
            }
            _ => None,
        }
    }

    /// What a `/** … */` says, on one line.
    fn doc(&self, comment: Node<'t>) -> Option<std::sync::Arc<str>> {
        let inner = self.text(comment).strip_prefix("/**")?.strip_suffix("*/")?;
        let lines = inner
            .lines()
            .map(|l| l.trim().trim_start_matches('*').trim());
        let text: Vec<&str> = lines.filter(|l| !l.is_empty()).collect();
        (!text.is_empty()).then(|| text.join(" ").into())
    }

    fn named(&self, name: Node<'t>, arguments: &[Node<'t>]) -> Shape {
        let written = self.text(name);
        let parameters = self.parameters.borrow();
        if let Some((_, shape)) = parameters.iter().rev().find(|(n, _)| *n == written) {
            return shape.clone();
        }
        drop(parameters);
        match self.declared.get(written) {
            Some(nodes) => self.declaration(nodes, arguments),
            None => self.built_in(written, arguments),
        }
    }

    fn declaration(&self, nodes: &[Node<'t>], arguments: &[Node<'t>]) -> Shape {
        let Some(first) = nodes.first() else {
            return Shape::Unknown;
        };
        // A type that holds itself.
        if self.active.borrow().contains(first) {
            return Shape::Unknown;
        }
        if first.kind() == "enum_declaration" {
            return self.enumeration(*first);
        }
        let is_whole = self.inside.get() == 0 && arguments.is_empty();
        if is_whole && let Some(known) = self.whole.borrow().get(&first.id()) {
            return known.clone();
        }
        let values: Vec<Shape> = arguments.iter().map(|a| self.read(*a)).collect();
        let mut bound = Vec::new();
        let list = first.child_by_field_name("type_parameters");
        let declared = list.map_or(Vec::new(), children);
        for (i, parameter) in declared.iter().enumerate() {
            if let Some(name) = parameter.child_by_field_name("name") {
                let value = values.get(i).cloned().unwrap_or_default();
                bound.push((self.text(name), value));
            }
        }
        // Only its own parameters are seen inside.
        let outer = self.parameters.replace(bound);
        self.active.borrow_mut().push(*first);
        self.inside.set(self.inside.get() + 1);
        let shape = match first.kind() {
            "type_alias_declaration" => {
                let value = first.child_by_field_name("value");
                value.map_or(Shape::Unknown, |v| self.read(v))
            }
            "interface_declaration" => self.interface(nodes),
            _ => Shape::Unknown,
        };
        self.inside.set(self.inside.get() - 1);
        self.active.borrow_mut().pop();
        self.parameters.replace(outer);
        if is_whole && self.budget.get() > 0 {
            let mut whole = self.whole.borrow_mut();
            whole.insert(first.id(), shape.clone());
        }
        shape
    }

    fn interface(&self, nodes: &[Node<'t>]) -> Shape {
        let mut object = Object::default();
        for node in nodes {
            for part in children(*node) {
                if part.kind() != "extends_type_clause" && part.kind() != "extends_clause" {
                    continue;
                }
                for base in children(part).into_iter().filter(|n| n.kind() != "comment") {
                    match self.read(base) {
                        Shape::Object(base) => {
                            base.fields.iter().for_each(|f| object.set(f.clone()));
                            if base.rest != Rest::Closed {
                                object.rest = base.rest.clone();
                            }
                        }
                        _ => object.rest = Rest::Open,
                    }
                }
            }
        }
        for body in nodes.iter().filter_map(|n| n.child_by_field_name("body")) {
            let own = self.members(body);
            own.fields.iter().for_each(|f| object.set(f.clone()));
            if own.rest != Rest::Closed {
                object.rest = own.rest;
            }
        }
        Shape::from(object)
    }

    /// What the members of an enum are.
    fn enumeration(&self, node: Node<'t>) -> Shape {
        let members = node
            .child_by_field_name("body")
            .map_or(Vec::new(), children);
        Shape::union(members.into_iter().map(|member| match member.kind() {
            "comment" => Shape::Never,
            "enum_assignment" => {
                let value = member.child_by_field_name("value");
                value.map_or(Shape::Unknown, |v| match v.kind() {
                    "string" | "number" | "unary_expression" => self.literal(v),
                    _ => Shape::Unknown,
                })
            }
            _ => Shape::Number,
        }))
    }

    fn built_in(&self, name: &str, arguments: &[Node<'t>]) -> Shape {
        let read = |node: &Node<'t>| self.read(*node);
        match (name, arguments) {
            ("Date", []) => Shape::String,
            ("undefined", []) => Shape::Null,
            ("S3Object", []) => s3_object(),
            ("Array" | "ReadonlyArray", [item]) => Shape::list(read(item)),
            ("Promise" | "PromiseLike" | "Awaited" | "Readonly", [inner]) => read(inner),
            ("NonNullable", [inner]) => read(inner).without_null(),
            ("Record", [keys, value]) => record(&read(keys), read(value)),
            ("Partial", [inner]) => with_fields(read(inner), |f| Some(f.optional())),
            ("Required", [inner]) => with_fields(read(inner), |f| {
                Some(Field {
                    optional: false,
                    ..f
                })
            }),
            ("Pick", [inner, keys]) => match texts(&read(keys)) {
                Some(keys) => with_fields(read(inner), |f| {
                    keys.iter().any(|k| **k == *f.name).then_some(f)
                }),
                None => Shape::Unknown,
            },
            ("Omit", [inner, keys]) => match texts(&read(keys)) {
                Some(keys) => with_fields(read(inner), |f| {
                    (!keys.iter().any(|k| **k == *f.name)).then_some(f)
                }),
                None => Shape::Unknown,
            },
            _ => Shape::Unknown,
        }
    }
}
