//! Python annotations as they are meant, not as Windmill's form reads them.

use std::rc::Rc;

use lang::python::declare::{Form, last_name};
use lang::python::tree::{Constant, Kind, NodeId};
use lang::python::{Annotation, Class, ClassKind, Field as ClassField};
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
    /// What `NamedTuple`s are, by name and how many classes lie around them.
    tuples: FxHashMap<(&'t str, usize), Value>,
    /// The fields of classes by their names.
    members: FxHashMap<&'t str, FxHashMap<&'t str, &'t ClassField>>,
    /// How many classes lie around what is being read.
    around: usize,
}

/// Where the names of an annotation mean something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// In the script.
    Script,
    /// In the stub of an SDK.
    Stub,
}

impl<'t> Reader<'t> {
    /// The values that an annotation speaks of.
    pub(super) fn annotation(&mut self, node: NodeId) -> Value {
        if self.nesting > MAX_NESTING {
            return UNKNOWN;
        }
        if let Some(value) = self.annotations.get(&node) {
            return value.clone();
        }
        // A name that stands for itself says nothing.
        self.annotations.insert(node, UNKNOWN);
        let value = self.annotated(&Annotation::read(self.tree, node), Home::Script);
        self.annotations.insert(node, value.clone());
        value
    }

    /// The same of one that has been read.
    pub(super) fn annotated(&mut self, annotation: &Annotation, home: Home) -> Value {
        if self.nesting > MAX_NESTING {
            return UNKNOWN;
        }
        self.nesting += 1;
        let value = match &annotation.form {
            Form::Constant(Constant::None) => Value::Shape(Shape::Null),
            Form::Name if home == Home::Script => self.named(annotation.written()),
            Form::Name => simple(last_name(annotation.written())).unwrap_or(UNKNOWN),
            Form::Quoted(inner) => self.annotated(inner, home),
            Form::Union(members) => self.one_of(members, home),
            Form::Generic(head, arguments) => {
                self.generic(last_name(head.written()), arguments, home)
            }
            Form::Text(_) | Form::Constant(_) | Form::Other(_) => UNKNOWN,
        };
        self.nesting -= 1;
        value
    }

    fn one_of(&mut self, members: &[Annotation], home: Home) -> Value {
        let values = members.iter().map(|m| self.annotated(m, home));
        union(values.collect::<Vec<_>>())
    }

    fn generic(&mut self, head: &str, arguments: &[Annotation], home: Home) -> Value {
        match (head, arguments) {
            ("Optional", [item]) => {
                let item = self.annotated(item, home);
                union([item, Value::Shape(Shape::Null)])
            }
            ("Union", items) => self.one_of(items, home),
            (
                "Annotated" | "Final" | "Required" | "NotRequired" | "ReadOnly" | "Awaitable",
                [item, ..],
            ) => self.annotated(item, home),
            ("Coroutine", [_, _, result]) => self.annotated(result, home),
            ("list" | "List" | "Sequence" | "MutableSequence" | "deque", [item]) => {
                let item = self.annotated(item, home);
                Value::Shape(Shape::list(self.json(&item)))
            }
            (
                "dict" | "Dict" | "Mapping" | "MutableMapping" | "defaultdict" | "OrderedDict",
                [_, value],
            ) => {
                let value = self.annotated(value, home);
                Value::Shape(Shape::map(self.json(&value)))
            }
            ("Counter", _) => Value::Shape(Shape::map(Shape::Number)),
            ("tuple" | "Tuple", [item, rest])
                if rest.form == Form::Constant(Constant::Ellipsis) =>
            {
                let item = self.annotated(item, home);
                Value::Shape(Shape::list(self.json(&item)))
            }
            ("tuple" | "Tuple", items) => {
                Value::Tuple(items.iter().map(|i| self.annotated(i, home)).collect())
            }
            ("set" | "Set" | "frozenset" | "FrozenSet", _) => Value::Opaque(Opaque::Other),
            ("Literal", values) => union(values.iter().map(literal)),
            _ => UNKNOWN,
        }
    }

    fn named(&mut self, name: &str) -> Value {
        if self.script.class(name).is_some() {
            return self.local_class(name);
        }
        let symbol = self.tree.symbol(name);
        let scope = self.scope(NodeId::ROOT);
        if let Some(value) = simple(last_name(name)) {
            // A name of the file or of another package may hide the usual one.
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
            return if imported || bound { UNKNOWN } else { value };
        }
        // `Row = dict[str, int]` at the top of the file.
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
            ClassKind::Other if has_base(class, "NamedTuple") => self.named_tuple(class),
            ClassKind::Other if self.typed_dict_base(class).is_some() => {
                Value::Shape(self.fields(class, 0))
            }
            ClassKind::Other => UNKNOWN,
        }
    }

    /// A `NamedTuple`. What tuples it holds are lists, so that its size grows with the text.
    fn named_tuple(&mut self, class: &'t Class) -> Value {
        if self.classes.around > MAX_CLASSES {
            return UNKNOWN;
        }
        let key = (class.name.as_str(), self.classes.around);
        if let Some(value) = self.classes.tuples.get(&key) {
            return value.clone();
        }
        self.classes.around += 1;
        let fields = class.fields.iter().map(|f| {
            let annotation = f.annotation.as_ref();
            let value = annotation.map_or(UNKNOWN, |a| self.annotated(a, Home::Script));
            match value {
                Value::Tuple(_) => Value::Shape(self.json(&value).bounded()),
                value => value,
            }
        });
        let value = Value::Tuple(fields.collect());
        self.classes.around -= 1;
        self.classes.tuples.insert(key, value.clone());
        value
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
            if annotation.written().contains("ClassVar")
                || field.name.value.starts_with("model_config")
            {
                continue;
            }
            let not_required = not_required(annotation);
            let value = self.annotated(annotation, Home::Script);
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
        // Classes that hold each other would make of a few lines more than can be gone through.
        let shape = Shape::from(object).bounded();
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

/// Whether the key of a field may be missing, where that is said.
fn not_required(annotation: &Annotation) -> Option<bool> {
    let (head, _) = annotation.generic()?;
    match last_name(head) {
        "NotRequired" => Some(true),
        "Required" => Some(false),
        _ => None,
    }
}

/// The one value of a `Literal`.
fn literal(value: &Annotation) -> Value {
    match &value.form {
        Form::Text(text) => Value::Shape(Shape::text(text)),
        Form::Constant(constant) => match constant {
            Constant::Integer | Constant::Float => Value::Shape(Shape::Number),
            Constant::True | Constant::False => Value::Shape(Shape::Bool),
            Constant::None => Value::Shape(Shape::Null),
            Constant::Ellipsis => UNKNOWN,
        },
        _ => UNKNOWN,
    }
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
