//! Where a property of a result goes: what a rename changes, and what it cannot follow.

use std::collections::BTreeSet;
use std::sync::Arc;

use shape::{Object, Origin, Shape};
use syntax::text::{is_blank, is_js_word};
use syntax::{FileId, Span};

use super::property::{Location, named, objects_in, returned};
use super::{Use, code_in};
use crate::flow::Position;
use crate::references::Key;
use crate::results::Shapes;
use crate::script::Script;
use crate::workspace::{Callee, Workspace};

/// A property of what code returns, with all that is known of where it goes.
#[derive(Debug)]
pub struct Trail {
    /// The keys that make it, and what reads it.
    pub uses: Vec<Use>,
    /// The names of the properties beside it, wherever it is made or read.
    pub beside: BTreeSet<Arc<str>>,
    /// Whether what is read is made at these keys alone, and all of them are in code whose keys can be changed.
    pub is_certain: bool,
    /// Where it may be read or made as well, which cannot be followed.
    pub left: BTreeSet<Location>,
}

impl Workspace {
    /// Where a property goes that is made at these places.
    pub fn trail(&self, name: &str, places: &[Location]) -> Trail {
        let (places, reads) = self.closure(name, places);
        let mut trail = Trail {
            uses: Vec::new(),
            beside: BTreeSet::new(),
            is_certain: true,
            left: BTreeSet::new(),
        };
        for read in reads {
            for object in read.owner.objects() {
                let Some(field) = object.field(name) else {
                    continue;
                };
                let is_known = |o: Origin| places.contains(&(o.file, o.span));
                trail.is_certain &= field.origin.is_some_and(is_known);
                trail.note_beside(object, name);
            }
            trail.uses.push(read.at);
        }
        for place in &places {
            self.follow_made(&mut trail, name, *place);
        }
        let files: BTreeSet<FileId> = places.iter().map(|(file, _)| *file).collect();
        for file in files {
            for flow in self.readers(file) {
                trail.left.extend(self.handed_on(flow, name, &places));
            }
            for other in self.code_that_runs(file) {
                trail.left.extend(self.named_in(other, name));
            }
        }
        let known: BTreeSet<Location> = trail.uses.iter().map(|u| (u.file, u.span)).collect();
        trail.left.retain(|place| !known.contains(place));
        trail
    }

    fn follow_made(&self, trail: &mut Trail, name: &str, place: Location) {
        let code = self.get(place.0).and_then(|f| self.code_around(f, place));
        let (Some(at), Some((_, code))) = (self.made(name, place), code) else {
            trail.is_certain = false;
            return;
        };
        trail.uses.push(at);
        trail.is_certain &= code.script.is_python() || code.script.language.is_typescript();
        for object in returned(&code) {
            let origin = object.field(name).and_then(|f| f.origin);
            let own = origin.filter(|o| o.file == Origin::OWN);
            if own.is_some_and(|o| code.outer(o.span) == place.1) {
                trail.note_beside(object, name);
            }
        }
        let spans = taken_in(&code.script, name).into_iter();
        let left = spans.map(|span| (place.0, code.outer(span)));
        trail.left.extend(left);
    }

    /// Where an expression reads a property of that other name of a value that has the property of a symbol: `places`
    /// are all of that symbol's.
    pub fn reads_beside(&self, name: &str, places: &[Location], other: &str) -> Option<Location> {
        let places: BTreeSet<Location> = places.iter().copied().collect();
        let files: BTreeSet<FileId> = places.iter().map(|(file, _)| *file).collect();
        let flows: BTreeSet<FileId> = files.into_iter().flat_map(|f| self.readers(f)).collect();
        flows.into_iter().find_map(|id| {
            let file = self.get(id)?;
            let flow = file.flow()?;
            let shapes = Shapes::new(self, id, file, Arc::clone(flow));
            named(flow, other).find_map(|expression| {
                let parts = shapes.read(expression).parts.into_iter();
                let mut parts = parts.filter(|p| p.name == other);
                let part = parts.find(|p| {
                    let mut objects = p.owner.iter().flat_map(Shape::objects);
                    objects.any(|o| is_made_at(o, name, &places))
                })?;
                Some((id, expression.outer(part.span)))
            })
        })
    }

    /// The inputs of steps that are given a whole value with the property in it, where what the step runs may read it.
    fn handed_on(&self, id: FileId, name: &str, places: &BTreeSet<Location>) -> Vec<Location> {
        let Some((file, flow)) = self.get(id).and_then(|f| Some((f, f.flow()?))) else {
            return Vec::new();
        };
        let shapes = Shapes::new(self, id, file, Arc::clone(flow));
        let mut found = Vec::new();
        for expression in flow.expressions() {
            let (Position::Transform, Some(step)) = (expression.position, expression.module) else {
                continue;
            };
            let given = shapes.read(expression).shape;
            let mut inside = objects_in(vec![&given]).into_iter();
            let is_in = inside.any(|object| is_made_at(object, name, places));
            let may_read = || match self.callee(file, flow, step) {
                Callee::Code(code) => code.script.text.contains(name),
                Callee::Flow(_, inner) => inner.yaml().text().contains(name),
                Callee::Unknown => true,
            };
            if is_in && may_read() {
                found.push((id, flow.node(expression.node).span()));
            }
        }
        found
    }

    /// The scripts that may read what a script returns: those that import it, or run it by its path.
    fn code_that_runs(&self, id: FileId) -> BTreeSet<FileId> {
        let importers = self.importers(id).into_iter().map(|(id, _)| id);
        let mut all: BTreeSet<FileId> = importers.collect();
        let file = self.get(id);
        if let Some(path) = file.and_then(|f| self.names().windmill_path(&f.path)) {
            let users = self.naming(Key::Script(path.into())).into_iter();
            all.extend(users.map(|(id, _)| id));
        }
        all
    }

    /// Where code of a file has the name as a key or an attribute.
    fn named_in(&self, id: FileId, name: &str) -> Vec<Location> {
        let Some(file) = self.get(id) else {
            return Vec::new();
        };
        let code = code_in(id, file).into_iter();
        let named = code.flat_map(|(_, code)| {
            let spans = taken_in(&code.script, name).into_iter();
            spans
                .map(|span| (id, code.outer(span)))
                .collect::<Vec<Location>>()
        });
        named.collect()
    }
}

impl Trail {
    fn note_beside(&mut self, object: &Object, name: &str) {
        let names = object.fields.iter().map(|f| Arc::from(&*f.name));
        let others = names.filter(|n: &Arc<str>| **n != *name);
        self.beside.extend(others);
    }
}

/// Whether an object has the property from one of some places.
fn is_made_at(object: &Object, name: &str, places: &BTreeSet<Location>) -> bool {
    let origin = object.field(name).and_then(|f| f.origin);
    origin.is_some_and(|o| places.contains(&(o.file, o.span)))
}

/// Where code may take a property by its name, or say that it has one: as a text, an attribute or a field of a class, and in
/// TypeScript where a value is taken apart.
fn taken_in(script: &Script, name: &str) -> Vec<Span> {
    let mut found = names_in(&script.text, name);
    if let Some(typescript) = script.typescript() {
        found.extend(typescript.taken_apart(name));
        found.sort_unstable();
        found.dedup();
    }
    found
}

/// Where code has a name as a text, an attribute or a field of a class.
fn names_in(text: &str, name: &str) -> Vec<Span> {
    let is_one = |(at, _): &(usize, &str)| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        let quote = before.chars().next_back().filter(|c| "'\"`".contains(*c));
        let is_text = quote.is_some_and(|quote| after.starts_with(quote));
        let is_attribute = before.ends_with('.') && !after.starts_with(is_js_word);
        let bare = before.trim_end_matches(is_blank);
        let starts_line = bare.is_empty() || bare.ends_with(['\n', '\r']);
        let is_field = starts_line && after.trim_start().starts_with([':', '?']);
        is_text || is_attribute || is_field
    };
    let found = text.match_indices(name).filter(is_one);
    found
        .map(|(at, _)| Span::new(at, at + name.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn keys_attributes_and_fields_but_no_variables() {
        let text = "class Out(TypedDict):\n    total: int\n\ntotal = row['total'] + out.total + totals.total_x\n";
        let found: Vec<usize> = names_in(text, "total")
            .iter()
            .map(|s| s.start as usize)
            .collect();
        assert_eq!(found, [26, 51, 65]);
    }
}
