//! How people read a shape: compact, in the notation of TypeScript.

use std::fmt::{self, Write};

use syntax::text::is_js_word;

use super::{Object, Rest, Shape};

/// How deep a hover shows a shape.
const SHOWN_DEPTH: usize = 4;

/// Most properties that a hover shows of one object.
const SHOWN_FIELDS: usize = 20;

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        write(&mut out, self, usize::MAX, usize::MAX);
        f.write_str(&out)
    }
}

impl Shape {
    /// The shape on one line, cut where it gets long.
    pub fn brief(&self) -> String {
        let mut out = String::new();
        write(&mut out, self, SHOWN_DEPTH, SHOWN_FIELDS);
        out
    }

    /// [`Shape::brief`], where it says something: `None` of what is unknown in full, or a list of it.
    pub fn known(&self) -> Option<String> {
        match self {
            Shape::Unknown | Shape::Deferred(_) | Shape::Never => None,
            Shape::List(item) => item.known().map(|_| self.brief()),
            _ => Some(self.brief()),
        }
    }

    /// Whether it is a list, whatever is in it.
    pub fn is_list(&self) -> bool {
        matches!(self, Shape::List(_))
    }

    /// One word or two for it: the outermost kind.
    pub fn label(&self) -> String {
        let mut out = String::new();
        write(&mut out, self, 1, 4);
        out
    }
}

fn write(out: &mut String, shape: &Shape, depth: usize, fields: usize) {
    match shape {
        Shape::Unknown | Shape::Deferred(_) => out.push_str("unknown"),
        Shape::Never => out.push_str("never"),
        Shape::Null => out.push_str("null"),
        Shape::Bool => out.push_str("boolean"),
        Shape::Number => out.push_str("number"),
        Shape::String => out.push_str("string"),
        Shape::Text(text) => {
            let _ = write!(out, "{:?}", &**text);
        }
        Shape::List(item) => match &**item {
            Shape::Never => out.push_str("[]"),
            union @ Shape::Union(_) => {
                out.push('(');
                write(out, union, depth, fields);
                out.push_str(")[]");
            }
            item => {
                write(out, item, depth, fields);
                out.push_str("[]");
            }
        },
        Shape::Union(members) => {
            for (i, member) in members.iter().enumerate() {
                if i > 0 {
                    out.push_str(" | ");
                }
                write(out, member, depth, fields);
            }
        }
        Shape::Object(object) => write_object(out, object, depth, fields),
    }
}

fn write_object(out: &mut String, object: &Object, depth: usize, fields: usize) {
    if object.fields.is_empty() && object.rest == Rest::Closed {
        out.push_str("{}");
        return;
    }
    if depth == 0 {
        out.push_str("{ … }");
        return;
    }
    out.push_str("{ ");
    let mut first = true;
    let mut comma = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push_str(", ");
        }
    };
    for field in object.fields.iter().take(fields) {
        comma(out);
        write_name(out, &field.name);
        out.push_str(if field.optional { "?: " } else { ": " });
        write(out, &field.shape, depth.saturating_sub(1), fields);
    }
    let hidden = object.fields.len() > fields;
    match &object.rest {
        Rest::Of(shape) => {
            comma(out);
            out.push_str("[key: string]: ");
            write(out, shape, depth.saturating_sub(1), fields);
        }
        Rest::Open => {
            comma(out);
            out.push('…');
        }
        Rest::Closed if hidden => {
            comma(out);
            out.push('…');
        }
        Rest::Closed => {}
    }
    out.push_str(" }");
}

fn write_name(out: &mut String, name: &str) {
    let starts = name.starts_with(|c: char| !c.is_ascii_digit());
    if starts && name.chars().all(is_js_word) {
        out.push_str(name);
    } else {
        let _ = write!(out, "{name:?}");
    }
}
