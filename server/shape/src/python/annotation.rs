//! Python annotations as they are meant, not as Windmill's form reads them.

use std::rc::Rc;

use lang::python::tree::{Constant, Kind, NodeId, Operator, Symbol, Unary};
use lang::python::{Class, ClassKind, Field as ClassField};
use rustc_hash::FxHashMap;

use super::scope::Source;
use super::value::{Opaque, UNKNOWN, Value, union};
use super::{MAX_NESTING, Reader};
use crate::{Field, Object, Origin, Rest, Shape};

/// How many classes are followed from one to what it derives from.
const MAX_BASES: usize = 4;

/// How many classes are followed from one into its fields.
const MAX_CLASSES: usize = 8;

/// What is known of the classes of the file.
#[derive(Default)]
pub(super) struct Classes<'t> {
    /// The fields of a class, by its name, how many classes derive from it on the way, and how many lie
    /// around it.
    fields: FxHashMap<(&'t str, usize, usize), Shape>,
    /// What the members of enums are written as.
    pub(super) enums: FxHashMap<&'t str, Shape>,
    /// What the values of enums' members are.
    values: FxHashMap<&'t str, Value>,
    /// The fields of classes by their names.
    members: FxHashMap<&'t str, FxHashMap<&'t str, &'t ClassField>>,
    /// How many classes lie around what is being read.
    around: usize,
}

impl<'t> Reader<'t> {
    /// The values that an annotation speaks of.
    pub(super) fn annotation(&mut self, node: NodeId) -> Value {
        if self.nesting > MAX_NESTING || self.tree.is_broken(node) {
            return UNKNOWN;
        }
        if let Some(value) = self.annotations.get(&node) {
            return value.clone();
        }
        // A name that stands for itself says nothing.
        self.annotations.insert(node, UNKNOWN);
        self.nesting += 1;
        let value = self.annotated(node);
        self.nesting -= 1;
        self.annotations.insert(node, value.clone());
        value
    }

    fn annotated(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Constant(Constant::None) => Value::Shape(Shape::Null),
            Kind::Name(name) => self.named(tree.name(name), Some(name)),
            Kind::Attribute(_) => self.named(tree.text_of(node), None),
            Kind::Str(_) => match tree.plain_string(node) {
                Some(text) => self.spelt(text),
                None => UNKNOWN,
            },
            Kind::Binary(Operator::BitOr) => {
                let parts = tree.children(node);
                union(parts.map(|n| self.annotation(n)).collect::<Vec<_>>())
            }
            Kind::Subscript => {
                let Some((head, inner)) = tree.two(node) else {
                    return UNKNOWN;
                };
                let arguments: Vec<NodeId> = match tree.kind(inner) {
                    Kind::Tuple => tree.children(inner).collect(),
                    _ => vec![inner],
                };
                self.generic(tree.text_of(head), &arguments)
            }
            _ => UNKNOWN,
        }
    }

    /// An annotation in quotes, or of a stub: names and a few forms.
    pub(super) fn spelt(&mut self, text: &str) -> Value {
        if self.nesting > MAX_NESTING {
            return UNKNOWN;
        }
        self.nesting += 1;
        let mut values = Vec::new();
        let mut rest = text;
        while let Some((first, more)) = top_level_split(rest, '|') {
            values.push(self.spelt_one(first.trim()));
            rest = more;
        }
        values.push(self.spelt_one(rest.trim()));
        self.nesting -= 1;
        union(values)
    }

    fn spelt_one(&mut self, text: &str) -> Value {
        let generic = text.strip_suffix(']').and_then(|t| t.split_once('['));
        let Some((head, inner)) = generic else {
            return match self.script.class(text) {
                Some(_) => self.local_class(text),
                None => simple(last_name(text)).unwrap_or(UNKNOWN),
            };
        };
        let item = |this: &mut Self| {
            let value = this.spelt(inner);
            this.json(&value)
        };
        match last_name(head.trim()) {
            "Optional" => {
                let value = self.spelt(inner);
                union([value, Value::Shape(Shape::Null)])
            }
            "list" | "List" | "Sequence" => Value::Shape(Shape::list(item(self))),
            "dict" | "Dict" | "Mapping" => {
                let value = top_level_split(inner, ',').map(|(_, value)| self.spelt(value));
                let value = value.map_or(Shape::Unknown, |v| self.json(&v));
                Value::Shape(Shape::map(value))
            }
            "Literal" => {
                let texts = inner.split(',').map(|t| t.trim().trim_matches(['"', '\'']));
                Value::Shape(Shape::texts(texts))
            }
            _ => UNKNOWN,
        }
    }

    fn generic(&mut self, head: &str, arguments: &[NodeId]) -> Value {
        let head = last_name(head);
        match (head, arguments) {
            ("Optional", [item]) => {
                let item = self.annotation(*item);
                union([item, Value::Shape(Shape::Null)])
            }
            ("Union", items) => union(
                items
                    .iter()
                    .map(|n| self.annotation(*n))
                    .collect::<Vec<_>>(),
            ),
            (
                "Annotated" | "Final" | "Required" | "NotRequired" | "ReadOnly" | "Awaitable",
                [item, ..],
            ) => self.annotation(*item),
            ("Coroutine", [_, _, result]) => self.annotation(*result),
            ("list" | "List" | "Sequence" | "MutableSequence" | "deque", [item]) => {
                let item = self.annotation(*item);
                Value::Shape(Shape::list(self.json(&item)))
            }
            (
                "dict" | "Dict" | "Mapping" | "MutableMapping" | "defaultdict" | "OrderedDict",
                [_, value],
            ) => {
                let value = self.annotation(*value);
                Value::Shape(Shape::map(self.json(&value)))
            }
            ("Counter", _) => Value::Shape(Shape::map(Shape::Number)),
            ("tuple" | "Tuple", [item, rest]) if self.is_constant(*rest, Constant::Ellipsis) => {
                let item = self.annotation(*item);
                Value::Shape(Shape::list(self.json(&item)))
            }
            ("tuple" | "Tuple", items) => {
                Value::Tuple(items.iter().map(|n| self.annotation(*n)).collect())
            }
            ("set" | "Set" | "frozenset" | "FrozenSet", _) => Value::Opaque(Opaque::Other),
            ("Literal", values) => {
                union(values.iter().map(|n| self.literal(*n)).collect::<Vec<_>>())
            }
            _ => UNKNOWN,
        }
    }

    fn literal(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Str(_) => match tree.plain_string(node) {
                Some(text) => Value::Shape(Shape::text(text)),
                None => UNKNOWN,
            },
            Kind::Constant(Constant::Integer)
            | Kind::Unary(Unary::Minus | Unary::Plus | Unary::Invert) => {
                Value::Shape(Shape::Number)
            }
            Kind::Constant(Constant::True | Constant::False) => Value::Shape(Shape::Bool),
            Kind::Constant(Constant::None) => Value::Shape(Shape::Null),
            _ => UNKNOWN,
        }
    }

    fn is_constant(&self, node: NodeId, constant: Constant) -> bool {
        self.tree.kind(node) == Kind::Constant(constant)
    }

    fn named(&mut self, name: &'t str, symbol: Option<Symbol>) -> Value {
        if self.script.class(name).is_some() {
            return self.local_class(name);
        }
        if let Some(value) = simple(last_name(name)) {
            // A name of the file or of another package may hide the usual one.
            let bare = symbol.is_some();
            let scope = self.scope(NodeId::ROOT);
            let other = |m: &str| {
                !matches!(
                    m,
                    "typing"
                        | "typing_extensions"
                        | "datetime"
                        | "decimal"
                        | "uuid"
                        | "pathlib"
                        | "collections"
                        | "collections.abc"
                        | "types"
                        | "wmill"
                )
            };
            let imported = self
                .imports
                .get(name)
                .is_some_and(|(module, _)| other(module));
            let bound = symbol.is_some_and(|s| scope.names.contains_key(&s))
                && !self.imports.contains_key(name);
            return if bare && (imported || bound) {
                UNKNOWN
            } else {
                value
            };
        }
        // `Row = dict[str, int]` at the top of the file.
        let scope = self.scope(NodeId::ROOT);
        let alias = symbol
            .and_then(|s| scope.names.get(&s))
            .filter(|n| n.bindings.len() == 1 && !n.lost);
        match alias
            .and_then(|n| n.bindings.values().next())
            .map(|b| &b.source)
        {
            Some(Source::Value(value) | Source::Annotated(_, value)) => {
                match self.tree.kind(*value) {
                    Kind::Subscript | Kind::Name(_) | Kind::Binary(_) | Kind::Attribute(_) => {
                        self.annotation(*value)
                    }
                    _ => UNKNOWN,
                }
            }
            _ => UNKNOWN,
        }
    }

    fn local_class(&mut self, name: &str) -> Value {
        let Some(class) = self.script.class(name) else {
            return UNKNOWN;
        };
        match class.kind {
            ClassKind::TypedDict => Value::Shape(self.fields(class, 0)),
            ClassKind::Enum | ClassKind::Dataclass | ClassKind::Pydantic => {
                Value::Instance(Rc::from(name))
            }
            ClassKind::Other if has_base(class, "NamedTuple") => {
                let fields = class.fields.iter().map(|f| f.annotation.as_ref());
                let fields: Vec<Value> = fields
                    .map(|a| a.map_or(UNKNOWN, |a| self.spelt(&a.value)))
                    .collect();
                Value::Tuple(fields.into())
            }
            ClassKind::Other if self.typed_dict_base(class).is_some() => {
                Value::Shape(self.fields(class, 0))
            }
            ClassKind::Other => UNKNOWN,
        }
    }

    /// The class of the file that this one derives from, where that is a `TypedDict`.
    fn typed_dict_base(&self, class: &Class) -> Option<&'t Class> {
        let bases = class
            .bases
            .iter()
            .filter_map(|b| self.script.class(&b.value));
        bases
            .into_iter()
            .find(|b| b.kind == ClassKind::TypedDict && b.name != class.name)
    }

    /// The annotated fields of a class, those of its bases in the file first.
    pub(super) fn fields(&mut self, class: &'t Class, depth: usize) -> Shape {
        let around = self.classes.around;
        if depth > MAX_BASES || around > MAX_CLASSES {
            return Shape::Unknown;
        }
        let key = (class.name.as_str(), depth, around);
        if let Some(shape) = self.classes.fields.get(&key) {
            return shape.clone();
        }
        let mut object = Object::default();
        let mut plain = true;
        for base in &class.bases {
            let known = matches!(
                last_name(&base.value),
                "TypedDict" | "BaseModel" | "total=False" | "total=True" | "ABC" | "object"
            );
            match self.script.class(&base.value) {
                Some(base) if base.name != class.name => match self.fields(base, depth + 1) {
                    Shape::Object(base) => base.fields.iter().for_each(|f| object.set(f.clone())),
                    _ => plain = false,
                },
                _ => plain &= known,
            }
        }
        let partial = class
            .bases
            .iter()
            .any(|b| b.value.replace(' ', "") == "total=False");
        self.classes.around += 1;
        for field in &class.fields {
            let Some(annotation) = &field.annotation else {
                continue;
            };
            if annotation.value.contains("ClassVar") || field.name.value.starts_with("model_config")
            {
                continue;
            }
            let (inner, not_required) = requirement(&annotation.value);
            let value = self.spelt(inner);
            let shape = self.json(&value);
            let origin = Origin::own(field.name.span);
            object.set(Field {
                optional: not_required.unwrap_or(partial),
                ..Field::new(field.name.value.as_str(), shape).at(origin)
            });
        }
        self.classes.around -= 1;
        if !plain {
            object.rest = Rest::Open;
        }
        let shape = Shape::from(object);
        self.classes.fields.insert(key, shape.clone());
        shape
    }

    /// The field of this name of a class of the file.
    pub(super) fn field(&mut self, class: &'t Class, name: &str) -> Option<&'t ClassField> {
        let members = self.classes.members.entry(class.name.as_str());
        let members = members.or_insert_with(|| {
            let fields = class.fields.iter().rev();
            fields.map(|f| (f.name.as_str(), f)).collect()
        });
        members.get(name).copied()
    }

    /// What the value of an enum's member is.
    pub(super) fn value_of_enum(&mut self, class: &'t Class) -> Value {
        let known = self.classes.values.entry(class.name.as_str());
        let value = known.or_insert_with(|| {
            let texts = class.values();
            match texts.len() == class.fields.len() {
                true => Value::Shape(Shape::texts(texts.iter().map(String::as_str))),
                false => UNKNOWN,
            }
        });
        value.clone()
    }
}

fn has_base(class: &Class, name: &str) -> bool {
    class.bases.iter().any(|b| last_name(&b.value) == name)
}

/// An annotation without `Required[…]` and `NotRequired[…]`, and whether the key may be missing,
/// where that is said.
fn requirement(annotation: &str) -> (&str, Option<bool>) {
    let text = annotation.trim();
    let Some((head, inner)) = text.strip_suffix(']').and_then(|t| t.split_once('[')) else {
        return (text, None);
    };
    match last_name(head) {
        "NotRequired" => (inner, Some(true)),
        "Required" => (inner, Some(false)),
        _ => (text, None),
    }
}

fn last_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name).trim()
}

/// What builtins and well-known names stand for.
fn simple(name: &str) -> Option<Value> {
    Some(match name {
        "str" | "AnyStr" | "LiteralString" => Value::Shape(Shape::String),
        "int" | "float" => Value::Shape(Shape::Number),
        "bool" => Value::Shape(Shape::Bool),
        "None" | "NoneType" => Value::Shape(Shape::Null),
        "dict" | "Dict" | "Mapping" | "MutableMapping" | "OrderedDict" | "defaultdict" => {
            Value::Shape(Shape::open())
        }
        "list" | "List" | "Sequence" | "tuple" | "Tuple" | "deque" => {
            Value::Shape(Shape::list(Shape::Unknown))
        }
        "datetime" | "date" | "time" => Value::Opaque(Opaque::Time),
        "timedelta" | "Decimal" | "UUID" | "Path" | "PurePath" | "bytes" | "bytearray" | "set"
        | "frozenset" | "complex" => Value::Opaque(Opaque::Other),
        "NoReturn" | "Never" => Value::Shape(Shape::Never),
        "S3Object" => Value::Shape(s3_object()),
        _ => return None,
    })
}

/// A file in object storage, as the SDK hands it out.
fn s3_object() -> Shape {
    Shape::from(Object {
        fields: vec![
            Field::new("s3", Shape::String),
            Field::new("storage", Shape::String.or_null()).optional(),
        ],
        rest: Rest::Open,
    })
}

/// The text before and after the first `mark` outside of brackets.
fn top_level_split(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            c if c == mark && depth == 0 => return Some((&text[..i], &text[i + c.len_utf8()..])),
            _ => {}
        }
    }
    None
}
