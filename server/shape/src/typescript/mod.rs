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

use super::Shape;
use super::javascript::{Code, Environment, Escape, Reader, Value};
use super::python::opened;
use annotation::Types;
use effects::Effects;
use lang::Program;
use lang::javascript::JavaScript;
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Tree};
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
    let read = match script.parsed_typescript() {
        Some(read) => read,
        None => {
            own = JavaScript::read(&script.text);
            &own
        }
    };
    match read.tree.is_broken(NodeId::ROOT) {
        false => in_tree(&read.tree, name),
        true => Shape::Unknown,
    }
}

fn in_tree(tree: &Tree, name: &str) -> Shape {
    let Some(main) = function(tree, name) else {
        return Shape::Unknown;
    };
    let effects = Effects::of(tree);
    let types = Types::of(tree);
    if effects.is_opaque {
        return match tree.part(main, Role::ReturnType) {
            Some(annotation) => refine(&types.awaited(annotation), &Shape::Unknown),
            None => Shape::Unknown,
        };
    }
    let known = Known { effects, types };
    let mut reader = Reader::of_script(tree, &NoNames, &known);
    reader.module();
    let shape = reader.run(main);
    match reader.gave_up {
        true => Shape::Unknown,
        false => shape.bounded(),
    }
}

/// The function of this name at the top of a script.
fn function(tree: &Tree, name: &str) -> Option<NodeId> {
    let declared = |statement| tree.part(statement, Role::Declaration).unwrap_or(statement);
    let mut functions = tree.children(NodeId::ROOT).map(declared);
    functions.find(|f| {
        let is_named = tree.written(tree.part(*f, Role::Name)) == name;
        tree.kind(*f) == Kind::Function && is_named
    })
}

/// What is known of a script besides its code.
struct Known<'t> {
    effects: Effects,
    types: Types<'t>,
}

impl Code for Known<'_> {
    fn escape(&self, declared: NodeId) -> Escape {
        self.effects.escape(declared)
    }

    fn annotated(&self, annotation: NodeId, value: Value) -> Value {
        let Value::Shape(seen) = &value else {
            return value;
        };
        Value::Shape(refine(&self.types.awaited(annotation), seen))
    }

    fn given(&self, parameter: NodeId) -> Value {
        let tree = self.types.tree;
        let annotation = tree.part(parameter, Role::Type);
        let told = annotation.map_or(Shape::Unknown, |a| self.types.awaited(a));
        let optional = tree.has(parameter, Mark::Optional);
        Value::Shape(match opened(&told) {
            told if optional => told.or_null(),
            told => told,
        })
    }
}

/// A script has no names but its own.
struct NoNames;

impl Environment for NoNames {
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
