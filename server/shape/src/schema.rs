//! JSON Schema to shapes: a flow's inputs, an approval's form, an agent's output, a resource type.
//!
//! Windmill does not hold values to a schema, and its schemas rarely say `additionalProperties`. What
//! lists its properties is taken to have no others, as Windmill's own forms give no others; what lists
//! none may have any.

use syntax::yaml::{JsonType, Node};

use super::{Field, MAX_DEPTH, Object, Origin, Rest, Shape};
use syntax::FileId;

/// What a schema is read with.
#[derive(Clone, Copy)]
pub struct SchemaContext<'a> {
    /// The file it stands in.
    pub file: FileId,
    /// The root, where `$ref` starts.
    pub root: Node<'a>,
    /// What a resource of a type looks like.
    pub resource: &'a dyn Fn(&str) -> Shape,
}

/// What the values of a schema look like.
pub fn shape(schema: Node<'_>, reading: SchemaContext<'_>) -> Shape {
    read(schema, reading, MAX_DEPTH)
}

fn read(schema: Node<'_>, cx: SchemaContext<'_>, depth: usize) -> Shape {
    if depth == 0 || schema.is_unknown() || schema.merges_unknown() {
        return Shape::Unknown;
    }
    if let Some(target) = schema.get("$ref").and_then(|r| r.as_str()) {
        return resolve(cx.root, &target).map_or(Shape::Unknown, |s| read(s, cx, depth - 1));
    }
    if let Some(values) = schema.get("enum").filter(|e| e.items().next().is_some()) {
        return Shape::union(values.items().map(literal));
    }
    if let Some(value) = schema.get("const") {
        return literal(value);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(variants) = schema.get(key).filter(|v| v.items().next().is_some()) {
            return Shape::union(variants.items().map(|v| read(v, cx, depth - 1)));
        }
    }
    if contradicts(schema) {
        return Shape::Unknown;
    }
    let Some(kind) = schema.get("type") else {
        return match schema.get("properties").is_some() {
            true => object(schema, cx, depth),
            false => Shape::Unknown,
        };
    };
    let shape = if kind.is_sequence() {
        Shape::union(kind.items().map(|k| {
            let name = k.as_str();
            typed(schema, name.as_deref().unwrap_or_default(), cx, depth)
        }))
    } else {
        let name = kind.as_str();
        typed(schema, name.as_deref().unwrap_or_default(), cx, depth)
    };
    match schema.get("nullable").and_then(|n| n.as_bool()) {
        Some(true) => shape.or_null(),
        _ => shape,
    }
}

/// Whether the default is of another type than the schema says: who knows which of them holds.
pub fn contradicts(schema: Node<'_>) -> bool {
    let kind = schema.get("type").and_then(|t| t.as_str());
    let default = schema
        .get("default")
        .filter(|d| !d.is_unknown() && d.tag().is_none());
    let (Some(kind), Some(given)) = (kind, default.and_then(|d| d.json_type())) else {
        return false;
    };
    // What such a list offers may be anything, whatever the type says.
    let format = schema.get("format").and_then(|f| f.as_str());
    if format.is_some_and(|f| f.starts_with("dynselect-") || f.starts_with("dynmultiselect-")) {
        return false;
    }
    let text = || default.and_then(|d| d.as_str()).unwrap_or_default();
    match (&*kind, given) {
        (_, JsonType::Null) => false,
        ("integer" | "number", JsonType::String) => {
            let text = text();
            let text = text.trim();
            !text.is_empty() && !text.starts_with('$') && text.parse::<f64>().is_err()
        }
        ("boolean", JsonType::String) => {
            let text = text();
            !(text.is_empty() || text.starts_with('$') || text == "true" || text == "false")
        }
        ("string", JsonType::Array | JsonType::Object)
        | ("boolean", JsonType::Array | JsonType::Object)
        | ("integer" | "number", JsonType::Boolean | JsonType::Array | JsonType::Object) => true,
        // References to resources are texts, and so are defaults that older editors left empty.
        ("array", JsonType::Object | JsonType::Boolean | JsonType::Integer | JsonType::Number) => {
            true
        }
        ("object", JsonType::Array | JsonType::Boolean | JsonType::Integer | JsonType::Number) => {
            true
        }
        _ => false,
    }
}

fn typed(schema: Node<'_>, kind: &str, cx: SchemaContext<'_>, depth: usize) -> Shape {
    let format = schema.get("format").and_then(|f| f.as_str());
    let format = format.as_deref().unwrap_or_default();
    if format.starts_with("dynselect-") || format.starts_with("dynmultiselect-") {
        return Shape::Unknown;
    }
    if let Some(resource) = format.strip_prefix("resource-") {
        return (cx.resource)(resource);
    }
    match kind {
        "null" => Shape::Null,
        "boolean" => Shape::Bool,
        "integer" | "number" => Shape::Number,
        "string" => Shape::String,
        "array" => {
            let items = schema.get("items").filter(|i| i.is_mapping());
            // What has no `type` is written for an enum of texts by older editors.
            Shape::list(items.map_or(Shape::Unknown, |i| read(i, cx, depth - 1)))
        }
        "object" => object(schema, cx, depth),
        _ => Shape::Unknown,
    }
}

fn object(schema: Node<'_>, cx: SchemaContext<'_>, depth: usize) -> Shape {
    let properties = schema.get("properties").filter(|p| p.is_mapping());
    let listed = properties.is_some_and(|p| p.pairs().next().is_some());
    let additional = schema.get("additionalProperties");
    let rest = match additional.map(|a| (a, a.as_bool())) {
        Some((_, Some(false))) => Rest::Closed,
        Some((_, Some(true))) => Rest::Open,
        Some((values, None)) if values.is_mapping() => match read(values, cx, depth - 1) {
            Shape::Unknown => Rest::Open,
            shape => Rest::Of(shape),
        },
        _ if listed && !properties.is_some_and(|p| p.merges_unknown()) => Rest::Closed,
        _ => Rest::Open,
    };
    let required: Vec<String> = schema.get("required").map_or_else(Vec::new, |r| {
        r.items()
            .filter_map(|i| i.as_str().map(|s| s.into_owned()))
            .collect()
    });
    let mut object = Object {
        fields: Vec::new(),
        rest,
    };
    for pair in properties.iter().flat_map(|p| p.pairs()) {
        let (Some(name), Some(value)) = (pair.key.as_str(), pair.value) else {
            continue;
        };
        let description = value.get("description").and_then(|d| d.as_str());
        object.set(Field {
            optional: !required.iter().any(|r| *r == name),
            name: name.as_ref().into(),
            shape: read(value, cx, depth - 1),
            origin: Some(Origin {
                file: cx.file,
                span: pair.key.span(),
            }),
            doc: description
                .filter(|d| !d.trim().is_empty())
                .map(|d| d.trim().into()),
        });
    }
    Shape::from(object)
}

/// The value of a YAML node as it is written: a static transform, a mock, an enum's member.
pub fn literal(value: Node<'_>) -> Shape {
    match value_of(value, None, MAX_DEPTH) {
        Shape::String => value.as_str().map_or(Shape::String, |t| Shape::text(&t)),
        other => other,
    }
}

/// What a value that is written down looks like; its texts count as any text.
pub fn written(value: Node<'_>, file: FileId) -> Shape {
    value_of(value, Some(file), MAX_DEPTH)
}

fn value_of(value: Node<'_>, file: Option<FileId>, depth: usize) -> Shape {
    if depth == 0 || value.is_unknown() || value.merges_unknown() || value.tag().is_some() {
        return Shape::Unknown;
    }
    match value.json_type() {
        Some(JsonType::Null) => Shape::Null,
        Some(JsonType::Boolean) => Shape::Bool,
        Some(JsonType::Number | JsonType::Integer) => Shape::Number,
        Some(JsonType::String) => {
            let text = value.as_str();
            let text = text.as_deref().unwrap_or_default();
            // A reference is replaced by what it names.
            match text.starts_with("$res:") {
                true => Shape::Unknown,
                false => Shape::String,
            }
        }
        Some(JsonType::Array) => Shape::list(Shape::union(
            value.items().map(|i| value_of(i, file, depth - 1)),
        )),
        Some(JsonType::Object) => {
            let fields = value.pairs().filter_map(|pair| {
                let name = pair.key.as_str()?;
                let shape = pair
                    .value
                    .map_or(Shape::Null, |v| value_of(v, file, depth - 1));
                let origin = file.map(|file| Origin {
                    file,
                    span: pair.key.span(),
                });
                Some(Field {
                    origin,
                    ..Field::new(name.as_ref(), shape)
                })
            });
            Shape::object(fields)
        }
        _ => Shape::Unknown,
    }
}

/// The schema that a local reference names.
fn resolve<'a>(root: Node<'a>, target: &str) -> Option<Node<'a>> {
    let path = target.strip_prefix("#/")?;
    path.split('/').try_fold(root, |node, part| {
        node.get(&part.replace("~1", "/").replace("~0", "~"))
    })
}
