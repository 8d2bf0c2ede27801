//! A property of what code returns: the keys that make it, and every expression that reads it, in any flow.
//!
//! Code may make it in several places and an expression may read several of them, so all that hang together by one
//! expression or another are one symbol.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lang::javascript::Access;
use lang::occurrences::Form;
use rustc_hash::FxHashSet;
use shape::{Object, Origin, Rest, Shape};
use syntax::{FileId, Span};

use super::{CodeId, Found, KeyForm, Role, Spelling, Symbol, Use, code_in};
use crate::code::Code;
use crate::file::{File, FileKind};
use crate::flow::{Expression, Flow};
use crate::references::{Key, PathHash};
use crate::results::Shapes;
use crate::workspace::Workspace;

/// A place in a file, in bytes: where code makes a property, or where something may read it.
pub type Location = (FileId, Span);

/// How far results are followed from flow to flow, and from script to script.
const FOLLOWED: usize = 8;

/// The names of the properties of what a file returns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnedNames {
    /// The names, sorted.
    pub names: Vec<String>,
    /// Whether there are no others.
    pub closed: bool,
}

/// What an expression reads: the place there, where that is made, and the value that has it.
pub(super) struct Read {
    pub(super) at: Use,
    places: Vec<Location>,
    pub(super) owner: Shape,
}

impl Workspace {
    /// The property that stands at an offset: read by an expression, or made by code.
    pub(super) fn property_at(&self, id: FileId, offset: usize, found: &mut Found<'_>) {
        let Some(file) = self.get(id) else { return };
        if let Some((name, at, places)) = self.read_at(id, file, offset) {
            let symbol = self.property(&name, &places);
            found.add(symbol, at.span, at.role, at.spelling);
        } else if let Some((name, place)) = self.made_at(id, file, offset) {
            let symbol = self.property(&name, &[(id, place)]);
            if let Some(at) = self.made(&name, (id, place)) {
                found.add(symbol, at.span, at.role, at.spelling);
            }
        }
    }

    fn read_at(
        &self,
        id: FileId,
        file: &File,
        offset: usize,
    ) -> Option<(String, Use, Vec<Location>)> {
        let flow = file.flow()?;
        let expression = flow.expression_at(offset)?;
        let shapes = Shapes::new(self, id, file, Arc::clone(flow));
        let parts = shapes.read(expression).parts.into_iter();
        let mut parts = parts.filter(|p| expression.outer(p.span).touches(offset));
        parts.find_map(|part| {
            let places = self.places_of(part.owner.as_ref()?, &part.name);
            let at = use_of(id, expression, part.span);
            (!places.is_empty()).then_some((part.name, at, places))
        })
    }

    /// The key of what a function returns that stands at an offset of code.
    fn made_at(&self, id: FileId, file: &File, offset: usize) -> Option<(String, Span)> {
        let mut all = code_in(id, file).into_iter();
        let (code, inner) = all.find_map(|(_, code)| {
            let inner = match &code.map {
                Some(map) => map.inner(offset),
                None => Some(offset),
            };
            Some((code, inner?))
        })?;
        let fields = returned(&code).into_iter().flat_map(|o| &o.fields);
        let mut made = fields.filter_map(|field| {
            let own = field.origin.filter(|o| o.file == Origin::OWN)?;
            let is_here = own.span.touches(inner);
            is_here.then(|| (field.name.to_string(), code.outer(own.span)))
        });
        made.next()
    }

    /// Where the property of a value is made, as far as that is code.
    fn places_of(&self, owner: &Shape, name: &str) -> Vec<Location> {
        let fields = owner.objects().filter_map(|o| o.field(name));
        let origins = fields.filter_map(|f| f.origin);
        let mut places: Vec<Location> = origins
            .filter(|o| o.file != Origin::OWN && self.is_code(o))
            .map(|o| (o.file, o.span))
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn is_code(&self, origin: &Origin) -> bool {
        let Some(file) = self.get(origin.file) else {
            return false;
        };
        match file.kind {
            FileKind::Script(_) => true,
            FileKind::Flow => self.code_around(file, (origin.file, origin.span)).is_some(),
            _ => false,
        }
    }

    /// The code that a place is in.
    pub fn code_around(&self, file: &File, (id, span): Location) -> Option<(CodeId, Code)> {
        let offset = span.start as usize;
        let mut all = code_in(id, file).into_iter();
        all.find(|(_, code)| match &code.map {
            Some(map) => map.inner(offset).is_some(),
            None => true,
        })
    }

    /// The symbol of a property that is made at these places, and at all others that hang together with them.
    fn property(&self, name: &str, places: &[Location]) -> Symbol {
        let (places, _) = self.closure(name, places);
        Symbol::Property {
            name: name.into(),
            places: places.into_iter().collect(),
        }
    }

    /// The property of a step's result that names lead to, each of the value before it or of its items, as far as code makes it.
    pub fn property_of_step(&self, flow: FileId, step: &str, names: &[&str]) -> Option<Symbol> {
        self.property_in(self.result_of_step(flow, step)?, names)
    }

    /// What a step gives. `None`: there is no such step.
    pub fn result_of_step(&self, flow: FileId, step: &str) -> Option<Shape> {
        let file = self.get(flow)?;
        let idx = *file.flow()?.by_id(step).first()?;
        let shapes = Shapes::new(self, flow, file, Arc::clone(file.flow()?));
        Some(shapes.result(idx))
    }

    /// The same of what a script or a flow returns.
    pub fn property_of_file(&self, id: FileId, names: &[&str]) -> Option<Symbol> {
        self.property_in(self.result_of_file(id)?, names)
    }

    /// The properties of what a script or a flow returns, or of the items of a list that it returns. `None`: it is neither.
    pub fn returned_names(&self, id: FileId) -> Option<ReturnedNames> {
        let result = self.result_of_file(id)?;
        let mut returned = ReturnedNames {
            names: Vec::new(),
            closed: true,
        };
        let mut objects = 0;
        for shape in items_of(&result) {
            let members = shape.members();
            returned.closed &= members.iter().all(|m| match m {
                Shape::Object(object) => object.rest == Rest::Closed,
                Shape::List(_) | Shape::Null => true,
                _ => false,
            });
            for object in shape.objects() {
                objects += 1;
                returned
                    .names
                    .extend(object.fields.iter().map(|f| f.name.to_string()));
            }
        }
        returned.closed &= objects > 0;
        returned.names.sort_unstable();
        returned.names.dedup();
        Some(returned)
    }

    /// What a script or a flow returns. `None`: it is neither.
    pub fn result_of_file(&self, id: FileId) -> Option<Shape> {
        let file = self.get(id)?;
        Some(match (file.flow(), file.script()) {
            (Some(flow), _) => Shapes::new(self, id, file, Arc::clone(flow)).of_flow(),
            (None, script) => self.returned(id, file, script?, None),
        })
    }

    fn property_in(&self, whole: Shape, names: &[&str]) -> Option<Symbol> {
        let (last, before) = names.split_last()?;
        let mut owner = vec![whole];
        for name in before {
            let inner: Vec<Shape> = owner
                .iter()
                .flat_map(|shape| values_of(shape, name))
                .collect();
            owner = inner;
        }
        let mut places: Vec<Location> = Vec::new();
        for shape in owner.iter().flat_map(items_of) {
            places.extend(self.places_of(shape, last));
        }
        (!places.is_empty()).then(|| self.property(last, &places))
    }

    pub(super) fn uses_of_property(&self, name: &str, places: &[Location]) -> Vec<Use> {
        let (places, reads) = self.closure(name, places);
        let made = places.iter().filter_map(|place| self.made(name, *place));
        reads.into_iter().map(|read| read.at).chain(made).collect()
    }

    pub(super) fn closure(
        &self,
        name: &str,
        start: &[Location],
    ) -> (BTreeSet<Location>, Vec<Read>) {
        let mut places: BTreeSet<Location> = BTreeSet::new();
        let mut waiting: Vec<Location> = start.to_vec();
        // What was read so far, by the places that it reads.
        let mut reads: Vec<Option<Read>> = Vec::new();
        let mut by_place: BTreeMap<Location, Vec<usize>> = BTreeMap::new();
        let mut seen: FxHashSet<FileId> = FxHashSet::default();
        let mut followed: FxHashSet<FileId> = FxHashSet::default();
        let mut known = Vec::new();
        while let Some(place) = waiting.pop() {
            if !places.insert(place) {
                continue;
            }
            if followed.insert(place.0) {
                for flow in self.readers(place.0) {
                    if !seen.insert(flow) {
                        continue;
                    }
                    for read in self.reads_of(flow, name) {
                        for place in &read.places {
                            by_place.entry(*place).or_default().push(reads.len());
                            // Its other places may have been met before.
                            if places.contains(place) {
                                waiting.extend(&read.places);
                            }
                        }
                        reads.push(Some(read));
                    }
                }
            }
            for at in by_place.get(&place).into_iter().flatten() {
                if let Some(read) = reads[*at].take() {
                    waiting.extend(&read.places);
                    known.push(read);
                }
            }
        }
        for place in &places {
            for at in by_place.get(place).into_iter().flatten() {
                known.extend(reads[*at].take());
            }
        }
        (places, known)
    }

    /// The flows that may read what the code of a file returns.
    pub(super) fn readers(&self, id: FileId) -> Vec<FileId> {
        let mut flows = Vec::new();
        let mut seen = FxHashSet::from_iter([id]);
        let mut layer = vec![id];
        for _ in 0..FOLLOWED {
            let mut next = Vec::new();
            for id in layer {
                let Some(file) = self.get(id) else { continue };
                let path = self.names().windmill_path(&file.path);
                let mut keys = vec![Key::Inline(PathHash::of(&file.path))];
                match file.kind {
                    FileKind::Flow => {
                        flows.push(id);
                        keys.extend(path.map(|path| Key::Flow(path.into())));
                    }
                    _ => {
                        keys.extend(path.map(|path| Key::Script(path.into())));
                        next.extend(self.importers(id).into_iter().map(|(id, _)| id));
                    }
                }
                for key in keys {
                    next.extend(self.naming(key).into_iter().map(|(id, _)| id));
                }
            }
            next.retain(|id| seen.insert(*id));
            layer = next;
        }
        flows
    }

    /// Where the expressions of a flow read properties of this name that code makes.
    fn reads_of(&self, id: FileId, name: &str) -> Vec<Read> {
        let flow = self.get(id).and_then(|file| Some((file, file.flow()?)));
        let Some((file, flow)) = flow.filter(|(file, _)| file.text().contains(name)) else {
            return Vec::new();
        };
        let shapes = Shapes::new(self, id, file, Arc::clone(flow));
        let mut reads = Vec::new();
        for expression in named(flow, name) {
            for part in shapes.read(expression).parts {
                let Some(owner) = part.owner.as_ref().filter(|_| part.name == name) else {
                    continue;
                };
                let places = self.places_of(owner, name);
                if !places.is_empty() {
                    let at = use_of(id, expression, part.span);
                    let owner = owner.clone();
                    reads.push(Read { at, places, owner });
                }
            }
        }
        reads
    }

    /// The key at a place where code makes a property.
    pub(super) fn made(&self, name: &str, (id, span): Location) -> Option<Use> {
        let file = self.get(id)?;
        let written = span.slice(file.text());
        let start = span.start as usize + written.find(name)?;
        let inner = Span::new(start, start + name.len());
        let (_, code) = self.code_around(file, (id, span))?;
        let is_quoted = inner != span;
        let after = file.text()[span.end as usize..].trim_start();
        let spelling = match () {
            () if is_quoted => Spelling::Key(KeyForm::Quoted),
            () if code.script.language.is_typescript() && after.starts_with([',', '}']) => {
                Spelling::Key(KeyForm::Shorthand)
            }
            () if code.script.is_python() && after.starts_with(':') => Spelling::Code(Form::Plain),
            () => Spelling::Key(KeyForm::Plain),
        };
        Some(Use {
            file: id,
            span: inner,
            role: Role::Definition,
            spelling,
        })
    }
}

/// A value, and the items of the lists that it may be.
fn items_of(shape: &Shape) -> Vec<&Shape> {
    let mut found = vec![shape];
    let mut at = 0;
    while let Some(shape) = found.get(at).copied() {
        at += 1;
        found.extend(shape.members().iter().filter_map(|member| match member {
            Shape::List(item) => Some(item.as_ref()),
            _ => None,
        }));
    }
    found
}

/// The values of a property of it.
fn values_of(shape: &Shape, name: &str) -> Vec<Shape> {
    let objects = items_of(shape).into_iter().flat_map(Shape::objects);
    let fields = objects.filter_map(|o| o.field(name));
    fields.map(|f| f.shape.clone()).collect()
}

/// All objects in what the functions of some code return, however deep.
pub(super) fn returned(code: &Code) -> Vec<&Object> {
    let script = &code.script;
    let whole: Vec<&Shape> = match script.is_python() {
        true => script.functions().values().collect(),
        false => vec![script.returned()],
    };
    objects_in(whole)
}

/// All objects in some values, however deep.
pub(super) fn objects_in(mut rest: Vec<&Shape>) -> Vec<&Object> {
    let mut objects = Vec::new();
    while let Some(shape) = rest.pop() {
        for member in shape.members() {
            match member {
                Shape::List(item) => rest.push(item),
                Shape::Object(object) => {
                    rest.extend(object.fields.iter().map(|f| &f.shape));
                    objects.push(&**object);
                }
                _ => {}
            }
        }
    }
    objects
}

/// The expressions that may name it.
pub(super) fn named<'f>(flow: &'f Flow, name: &'f str) -> impl Iterator<Item = &'f Expression> {
    flow.expressions()
        .iter()
        .filter(move |e| e.text.contains(name))
}

/// The place of a property that an expression reads.
fn use_of(file: FileId, expression: &Expression, span: Span) -> Use {
    let text = &expression.text;
    let analysis = expression.analysis();
    let segments = analysis.chains.iter().flat_map(|chain| {
        let ends = std::iter::once(chain.root.span).chain(chain.path.iter().map(|s| s.span));
        chain.path.iter().zip(ends)
    });
    let segment = segments
        .into_iter()
        .find(|(segment, _)| segment.span == span);
    let before = text[..span.start as usize].chars().next_back();
    let spelling = match segment.map(|(segment, before)| (segment.access, before)) {
        Some((Access::Dot | Access::OptionalDot, before)) => {
            let between = before.end as usize..span.start as usize;
            let inner = Span::new(before.end as usize, span.end as usize);
            let outer = expression.outer(inner);
            let is_plain =
                matches!(text.get(between), Some("." | "?.")) && outer.len() == inner.len();
            Spelling::Dot(is_plain.then_some(outer))
        }
        Some(_) => Spelling::Bracket,
        None => match before {
            Some('.') => Spelling::Dot(None),
            Some('"' | '\'' | '`') => Spelling::Bracket,
            _ if text[span.end as usize..].trim_start().starts_with(':') => {
                Spelling::Key(KeyForm::Plain)
            }
            _ => Spelling::Key(KeyForm::Shorthand),
        },
    };
    Use {
        file,
        span: expression.outer(span),
        role: Role::Use,
        spelling,
    }
}
