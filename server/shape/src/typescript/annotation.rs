//! TypeScript types as the JSON of their values.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;
use syntax::Span;

use super::utility::{intersection, quoted, record, s3_object, texts, with_fields};
use crate::{Field, Object, Origin, Rest, Shape};
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Tree};

/// How deep types are followed into each other.
const MAX_DEPTH: usize = 40;

/// Most types that are looked at for one answer.
const BUDGET: usize = 4_000;

/// The types that a script declares.
pub(super) struct Types<'t> {
    pub(super) tree: &'t Tree,
    /// By name; several for an interface that is written in parts, none where a name is not clear.
    declared: FxHashMap<&'t str, Vec<NodeId>>,
    /// What the parameters of the type that is read stand for, innermost last.
    parameters: RefCell<Vec<(&'t str, Shape)>>,
    /// Types being read.
    active: RefCell<Vec<NodeId>>,
    budget: Cell<usize>,
    /// What annotations say.
    known: RefCell<FxHashMap<NodeId, Shape>>,
    /// What types without parameters are, where none was being read around them.
    whole: RefCell<FxHashMap<NodeId, Shape>>,
    /// How many declared types are being read.
    inside: Cell<usize>,
}

impl<'t> Types<'t> {
    /// Reads the declarations of a script.
    pub(super) fn of(tree: &'t Tree) -> Types<'t> {
        let mut declared: FxHashMap<&str, Vec<NodeId>> = FxHashMap::default();
        let mut unclear = Vec::new();
        for node in tree.all() {
            let name = || tree.part(node, Role::Name).map(|n| tree.text_of(n));
            match tree.kind(node) {
                Kind::Interface | Kind::TypeAlias | Kind::Enum | Kind::Class | Kind::Namespace => {
                    if let Some(name) = name() {
                        let mut outer = tree.above(node).map(|n| tree.kind(n));
                        let outer = outer.find(|kind| *kind != Kind::Export);
                        if outer != Some(Kind::Program) {
                            unclear.push(name);
                        }
                        declared.entry(name).or_default().push(node);
                    }
                }
                Kind::TypeParameter => unclear.extend(name()),
                Kind::ImportSpecifier => {
                    let alias = tree.part(node, Role::Alias);
                    unclear.extend(alias.map(|n| tree.text_of(n)).or_else(name));
                }
                Kind::NamespaceImport => {
                    unclear.extend(tree.child(node, 0).map(|n| tree.text_of(n)));
                }
                Kind::Import => {
                    let default = tree.part(node, Role::Default);
                    unclear.extend(default.map(|n| tree.text_of(n)));
                }
                _ => {}
            }
        }
        for name in unclear {
            declared.insert(name, Vec::new());
        }
        // Only interfaces can be written in parts.
        declared.retain(|_, nodes| {
            if nodes.len() > 1 && nodes.iter().any(|n| tree.kind(*n) != Kind::Interface) {
                nodes.clear();
            }
            true
        });
        Types {
            tree,
            declared,
            parameters: RefCell::default(),
            active: RefCell::default(),
            budget: Cell::new(BUDGET),
            known: RefCell::default(),
            whole: RefCell::default(),
            inside: Cell::new(0),
        }
    }

    fn text(&self, node: NodeId) -> &'t str {
        self.tree.text_of(node)
    }

    /// The values of a type.
    pub(super) fn read(&self, node: NodeId) -> Shape {
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
    pub(super) fn awaited(&self, node: NodeId) -> Shape {
        if let Some(known) = self.known.borrow().get(&node) {
            return known.clone();
        }
        self.budget.set(BUDGET);
        let shape = self.read(node).bounded();
        self.known.borrow_mut().insert(node, shape.clone());
        shape
    }

    fn typed(&self, node: NodeId) -> Shape {
        let tree = self.tree;
        let first = || {
            let first = tree.child(node, 0);
            first.map_or(Shape::Unknown, |n| self.read(n))
        };
        match tree.kind(node) {
            Kind::TypeAnnotation | Kind::ParenType | Kind::ReadonlyType => first(),
            Kind::PredicateAnnotation => Shape::Bool,
            Kind::AssertsAnnotation => Shape::Null,
            Kind::PredefinedType => match self.text(node) {
                "string" => Shape::String,
                "number" => Shape::Number,
                "boolean" => Shape::Bool,
                "void" | "undefined" | "null" => Shape::Null,
                "never" => Shape::Never,
                _ => Shape::Unknown,
            },
            Kind::LiteralType => {
                let literal = tree.child(node, 0);
                literal.map_or(Shape::Unknown, |n| self.literal(n))
            }
            Kind::TemplateType => Shape::String,
            Kind::ArrayType => Shape::list(first()),
            Kind::TupleType => {
                Shape::list(Shape::union(tree.children(node).map(|n| self.element(n))))
            }
            Kind::UnionType => Shape::union(tree.children(node).map(|n| self.read(n))),
            Kind::IntersectionType => intersection(tree.children(node).map(|n| self.read(n))),
            Kind::ObjectType => Shape::from(self.members(node)),
            Kind::TypeName | Kind::Identifier => self.named(node, &[]),
            Kind::GenericType => {
                let name = tree.part(node, Role::Name);
                let list = tree.part(node, Role::TypeArguments);
                let arguments = list.into_iter().flat_map(|list| tree.children(list));
                let arguments: Vec<NodeId> = arguments.collect();
                let is_plain =
                    |n: &NodeId| matches!(tree.kind(*n), Kind::TypeName | Kind::Identifier);
                match name.filter(is_plain) {
                    Some(name) => self.named(name, &arguments),
                    None => Shape::Unknown,
                }
            }
            // `wmill.S3Object`, `Colour.Red`
            Kind::QualifiedType => match self.text(node).split_once('.') {
                Some(("wmill" | "windmill", "S3Object")) => s3_object(),
                Some((name, _)) => match self.declared.get(name).map(Vec::as_slice) {
                    Some([only]) if tree.kind(*only) == Kind::Enum => self.enumeration(*only),
                    _ => Shape::Unknown,
                },
                None => Shape::Unknown,
            },
            // `Order["id"]`
            Kind::LookupType => {
                let mut parts = tree.children(node);
                let (Some(object), Some(key), None) = (parts.next(), parts.next(), parts.next())
                else {
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

    fn literal(&self, node: NodeId) -> Shape {
        match self.tree.kind(node) {
            Kind::Str => match quoted(self.text(node)) {
                Some(text) => Shape::text(text),
                None => Shape::String,
            },
            Kind::Number if self.text(node).ends_with('n') => Shape::Unknown,
            Kind::Number | Kind::Unary(_) => Shape::Number,
            Kind::True | Kind::False => Shape::Bool,
            Kind::Null | Kind::Undefined => Shape::Null,
            Kind::Template | Kind::TemplateType => Shape::String,
            _ => Shape::Unknown,
        }
    }

    /// An element of a tuple.
    fn element(&self, node: NodeId) -> Shape {
        let tree = self.tree;
        let inner = |part: Option<NodeId>| part.map_or(Shape::Unknown, |n| self.read(n));
        let first = || inner(tree.child(node, 0));
        match tree.kind(node) {
            Kind::OptionalType => first().or_null(),
            Kind::RestType => first().item().unwrap_or_default(),
            Kind::Parameter => {
                let shape = inner(tree.part(node, Role::Type));
                match tree.has(node, Mark::Optional) {
                    true => shape.or_null(),
                    false => shape,
                }
            }
            _ => self.read(node),
        }
    }

    /// The properties in the braces of an object type or interface.
    fn members(&self, body: NodeId) -> Object {
        let mut object = Object::default();
        let tree = self.tree;
        for member in tree.children(body) {
            let name = tree.part(member, Role::Name);
            let ty = || tree.part(member, Role::Type);
            match tree.kind(member) {
                Kind::PropertySignature => {
                    let Some((name, span)) = name.and_then(|n| self.property_name(n)) else {
                        object.rest = Rest::Open;
                        continue;
                    };
                    let ty = ty();
                    let inner = ty.and_then(|t| tree.child(t, 0)).map(|t| tree.kind(t));
                    let is_function = inner == Some(Kind::FunctionType);
                    object.set(Field {
                        optional: is_function || tree.has(member, Mark::Optional),
                        doc: tree.comment_before(member).and_then(|c| self.doc(c)),
                        ..Field::new(name, ty.map_or(Shape::Unknown, |t| self.read(t)))
                            .at(Origin::own(span))
                    });
                }
                Kind::MethodSignature => {
                    if let Some((name, span)) = name.and_then(|n| self.property_name(n)) {
                        let field = Field::new(name, Shape::Unknown).at(Origin::own(span));
                        object.set(field.optional());
                    }
                }
                Kind::IndexSignature => {
                    let shape = ty().map_or(Shape::Unknown, |t| self.read(t));
                    let mapped = tree.find(member, |k| k == Kind::MappedType);
                    object.rest = match shape {
                        // A mapped type: its keys are not worked out.
                        _ if mapped.is_some() => Rest::Open,
                        Shape::Unknown => Rest::Open,
                        shape => Rest::Of(shape),
                    };
                }
                _ => object.rest = Rest::Open,
            }
        }
        object
    }

    fn property_name(&self, node: NodeId) -> Option<(&'t str, Span)> {
        let span = self.tree.span(node);
        match self.tree.kind(node) {
            Kind::PropertyName | Kind::Number => Some((self.text(node), span)),
            Kind::Str => {
                let name = quoted(self.text(node))?;
                Some((
                    name,
                    Span::new(span.start as usize + 1, span.end as usize - 1),
                ))
            }
            _ => None,
        }
    }

    /// What a `/** … */` says, on one line.
    fn doc(&self, comment: Span) -> Option<std::sync::Arc<str>> {
        let inner = comment
            .slice(self.tree.text())
            .strip_prefix("/**")?
            .strip_suffix("*/")?;
        let lines = inner
            .lines()
            .map(|l| l.trim().trim_start_matches('*').trim());
        let text: Vec<&str> = lines.filter(|l| !l.is_empty()).collect();
        (!text.is_empty()).then(|| text.join(" ").into())
    }

    fn named(&self, name: NodeId, arguments: &[NodeId]) -> Shape {
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

    fn declaration(&self, nodes: &[NodeId], arguments: &[NodeId]) -> Shape {
        let Some(first) = nodes.first() else {
            return Shape::Unknown;
        };
        let tree = self.tree;
        // A type that holds itself.
        if self.active.borrow().contains(first) {
            return Shape::Unknown;
        }
        if tree.kind(*first) == Kind::Enum {
            return self.enumeration(*first);
        }
        let is_whole = self.inside.get() == 0 && arguments.is_empty();
        if is_whole && let Some(known) = self.whole.borrow().get(first) {
            return known.clone();
        }
        let values: Vec<Shape> = arguments.iter().map(|a| self.read(*a)).collect();
        let mut bound = Vec::new();
        let list = tree.part(*first, Role::TypeParameters);
        let declared = list.into_iter().flat_map(|list| tree.children(list));
        for (i, parameter) in declared.enumerate() {
            if let Some(name) = tree.part(parameter, Role::Name) {
                let value = values.get(i).cloned().unwrap_or_default();
                bound.push((self.text(name), value));
            }
        }
        // Only its own parameters are seen inside.
        let outer = self.parameters.replace(bound);
        self.active.borrow_mut().push(*first);
        self.inside.set(self.inside.get() + 1);
        let shape = match tree.kind(*first) {
            Kind::TypeAlias => {
                let value = tree.part(*first, Role::Value);
                value.map_or(Shape::Unknown, |v| self.read(v))
            }
            Kind::Interface => self.interface(nodes),
            _ => Shape::Unknown,
        };
        self.inside.set(self.inside.get() - 1);
        self.active.borrow_mut().pop();
        self.parameters.replace(outer);
        if is_whole && self.budget.get() > 0 {
            let mut whole = self.whole.borrow_mut();
            whole.insert(*first, shape.clone());
        }
        shape
    }

    fn interface(&self, nodes: &[NodeId]) -> Shape {
        let tree = self.tree;
        let mut object = Object::default();
        for node in nodes {
            let extends = tree.children(*node);
            for part in extends.filter(|n| tree.kind(*n) == Kind::ExtendsType) {
                for base in tree.children(part) {
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
        for body in nodes.iter().filter_map(|n| tree.part(*n, Role::Body)) {
            let own = self.members(body);
            own.fields.iter().for_each(|f| object.set(f.clone()));
            if own.rest != Rest::Closed {
                object.rest = own.rest;
            }
        }
        Shape::from(object)
    }

    /// What the members of an enum are.
    fn enumeration(&self, node: NodeId) -> Shape {
        let tree = self.tree;
        let body = tree.part(node, Role::Body);
        let members = body.into_iter().flat_map(|body| tree.children(body));
        Shape::union(members.map(|member| {
            let value = tree.part(member, Role::Value);
            value.map_or(Shape::Number, |v| match tree.kind(v) {
                Kind::Str | Kind::Number | Kind::Unary(_) => self.literal(v),
                _ => Shape::Unknown,
            })
        }))
    }

    fn built_in(&self, name: &str, arguments: &[NodeId]) -> Shape {
        let read = |node: &NodeId| self.read(*node);
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
