//! What a TypeScript script returns, read from its code and its annotations.
//!
//! The code is read by [`super::javascript`], as the expressions of flows are. What an annotation says
//! is only as good as what it is put on: a value that the code shows keeps what is seen of it, and one
//! that comes from elsewhere may always hold more than its type names.

mod annotation;
mod argument;
mod effects;
mod flow;
mod methods;
mod refine;
mod settle;
mod utility;

#[cfg(test)]
mod tests;

use syntax::Language;
use tree_sitter::Node;

use super::Shape;
use super::javascript::{Code, Fate, Names, Reader, Value};
use super::python::opened;
use annotation::Types;
use effects::Effects;
use lang::Program;
use lang::walk::{children, text};
use refine::refine;

/// Longest script that is looked at, in bytes.
const MAX_TEXT: usize = 100_000;

/// What the function `name` at the top of a script returns, as JSON.
pub fn returned(script: &Program, name: &str) -> Shape {
    if script.text.len() > MAX_TEXT {
        return Shape::Unknown;
    }
    // Most scripts are asked once and never edited: their tree is not kept.
    let own;
    let tree = match script.parsed_tree() {
        Some(tree) => tree,
        None => {
            own = syntax::parse(Language::TypeScript, &script.text);
            &own
        }
    };
    let root = tree.root_node();
    if root.has_error() {
        return Shape::Unknown;
    }
    let statements = children(root);
    let Some(main) = function(&statements, &script.text, name) else {
        return Shape::Unknown;
    };
    let effects = Effects::of(root, &script.text);
    let types = Types::of(root, &script.text);
    if effects.is_opaque {
        return match main.child_by_field_name("return_type") {
            Some(annotation) => refine(&types.awaited(annotation), &Shape::Unknown),
            None => Shape::Unknown,
        };
    }
    let known = Known { effects, types };
    let mut reader = Reader::of_script(&script.text, &NoNames, &known);
    reader.module(&statements);
    let shape = reader.run(main);
    match reader.gave_up {
        true => Shape::Unknown,
        false => shape.bounded(),
    }
}

/// The function of this name at the top of a script.
fn function<'t>(statements: &[Node<'t>], source: &str, name: &str) -> Option<Node<'t>> {
    let functions = statements.iter().filter_map(|statement| {
        let declared = statement.child_by_field_name("declaration");
        let function = declared.unwrap_or(*statement);
        (function.kind() == "function_declaration").then_some(function)
    });
    let mut named = functions.filter(|f| {
        let own = f.child_by_field_name("name");
        own.is_some_and(|n| text(n, source) == name)
    });
    named.next()
}

/// What is known of a script besides its code.
struct Known<'t> {
    effects: Effects,
    types: Types<'t>,
}

impl<'t> Code<'t> for Known<'t> {
    fn fate(&self, declared: usize) -> Fate {
        self.effects.fate(declared)
    }

    fn annotated(&self, annotation: Node<'t>, value: Value<'t>) -> Value<'t> {
        let Value::Shape(seen) = &value else {
            return value;
        };
        Value::Shape(refine(&self.types.awaited(annotation), seen))
    }

    fn given(&self, parameter: Node<'t>) -> Value<'t> {
        let annotation = parameter.child_by_field_name("type");
        let told = annotation.map_or(Shape::Unknown, |a| self.types.awaited(a));
        let optional = parameter.kind() == "optional_parameter";
        Value::Shape(match opened(&told) {
            told if optional => told.or_null(),
            told => told,
        })
    }
}

/// A script has no names but its own.
struct NoNames;

impl Names for NoNames {
    fn name(&self, _: &str) -> Option<Shape> {
        None
    }

    fn step(&self, _: &str) -> Shape {
        Shape::Unknown
    }

    fn resource(&self, _: &str) -> Shape {
        Shape::Unknown
    }
}
