//! What a variable holds at a place: what was bound last, and what was done to it since.

use tree_sitter::Node;

use super::Reader;
use super::block::around;
use super::choice::within;
use super::effect::ChangeKind;
use super::scope::{Binding, Change, Scope, Source};
use super::sharing::is_kept;
use super::value::{UNKNOWN, Value, union};
use crate::script::walk::{children, text};
use crate::shape::{Field, Object, Rest, Shape};

impl<'t> Reader<'t> {
    /// What a variable of `owner` holds at `place`.
    pub(super) fn variable(
        &mut self,
        name: &str,
        place: Node<'t>,
        owner: Node<'t>,
        scope: &Scope<'t>,
    ) -> Value {
        let Some(known) = scope.names.get(name).filter(|n| !n.lost) else {
            return UNKNOWN;
        };
        let around = around(place, owner);
        let at = place.start_byte();
        // The last binding that has certainly happened, and those that may have happened since.
        let holds = |b: &Binding<'_>| match &around {
            Some(a) => b.end <= at && a.blocks.contains(&b.block),
            None => false,
        };
        let base = known.bindings.iter().rposition(holds);
        let from = base.map_or(0, |i| known.bindings[i].end);
        // A loop around the place comes back to it with what was done further down, unless the
        // binding is made anew in each round.
        let comes_back = |end: usize| match &around {
            Some(a) => a
                .loops
                .iter()
                .any(|l| l.0 <= end && end <= l.1 && !(l.0 <= from && base.is_some())),
            None => true,
        };
        let mut values = Vec::new();
        let mut newest = 0;
        let mut all_new = true;
        for (i, binding) in known.bindings.iter().enumerate() {
            let since = Some(i) == base
                || i > base.unwrap_or(0) && binding.end <= at
                || base.is_none() && binding.end <= at;
            if since || comes_back(binding.end) {
                values.push(self.bound(binding));
                newest = newest.max(binding.end);
                all_new &=
                    is_new(binding, self.source) || matches!(binding.source, Source::Augmented(_));
            }
        }
        let mut value = union(values);
        if known.changes.is_empty() || value.is_unknown() {
            return value;
        }
        // What is done later counts as well where something still holds the value.
        let kept = is_kept(place, owner, self.source);
        let rebound = |change: &Change<'_>| {
            let anew = |b: &&Binding<'_>| !matches!(b.source, Source::Augmented(_));
            let mut bindings = known.bindings.iter().filter(anew);
            bindings.any(|b| at < b.end && b.end <= change.start && b.block == change.block)
        };
        // What is done by the name alone is certain only where nothing else can hold the value.
        let source = self.source;
        let begins = |b: &Binding<'_>| is_new(b, source) && holds(b);
        let begins_here = base.is_some_and(|i| begins(&known.bindings[i]));
        let own = all_new
            && base.is_some_and(|i| {
                let since = known.bindings[..=i].iter().rev().take_while(|b| !begins(b));
                since
                    .into_iter()
                    .all(|b| matches!(b.source, Source::Augmented(_)))
            });
        let mut shared = Vec::new();
        for change in &known.changes {
            let before = change.end <= at;
            let around_it = change.start <= at && at < change.end;
            let later = kept && !before && !around_it && !rebound(change);
            let happens = match &around {
                None => true,
                Some(_) => {
                    let shared = matches!(change.kind, ChangeKind::Shared);
                    before && (change.end >= from || shared && !begins_here)
                        || later
                        || comes_back(change.end)
                        || change.inner
                }
            };
            // `x += …` gives `x` its value as well.
            let is_own = matches!(change.kind, ChangeKind::Grown(_))
                && known
                    .bindings
                    .get(base.unwrap_or(usize::MAX))
                    .is_some_and(|b| b.end == change.end);
            if !happens || is_own && !comes_back(change.end) {
                continue;
            }
            let certain = !change.inner
                && before
                && own
                && newest <= change.start
                && around
                    .as_ref()
                    .is_some_and(|a| a.blocks.contains(&change.block));
            if self.budget == 0 {
                return UNKNOWN;
            }
            self.budget -= 1;
            value = self.changed(value, change, certain);
            if matches!(change.kind, ChangeKind::Shared) {
                shared.push(change);
            }
        }
        // The other name may change it at any time from there on.
        for change in shared {
            value = self.changed(value, change, false);
        }
        value
    }

    /// What a binding gives. One that depends on itself is read again with what it gave, until that
    /// does not change.
    fn bound(&mut self, binding: &Binding<'t>) -> Value {
        let id = match &binding.source {
            Source::Value(n) | Source::Augmented(n) | Source::Item(n) | Source::Annotated(_, n) => {
                n.id()
            }
            Source::Param { .. } | Source::Unknown => return self.part_of(binding),
        };
        let value = self.settled(id, |this| this.source(binding));
        part(value, &binding.path)
    }

    /// What `read` gives. Where it asks for itself it is given what is known so far, until that does
    /// not change.
    pub(super) fn settled(&mut self, id: usize, read: impl Fn(&mut Self) -> Value) -> Value {
        if let Some((assumed, asked)) = self.assumed.get_mut(&id) {
            *asked = true;
            return assumed.clone();
        }
        let mut assumed = Value::Shape(Shape::Never);
        for _ in 0..4 {
            self.assumed.insert(id, (assumed.clone(), false));
            let value = read(self);
            let asked = self.assumed.remove(&id).is_some_and(|(_, asked)| asked);
            let next = union([assumed.clone(), value.clone()]);
            if !asked || next == assumed {
                return value;
            }
            assumed = next;
        }
        UNKNOWN
    }

    fn part_of(&mut self, binding: &Binding<'t>) -> Value {
        let value = self.source(binding);
        part(value, &binding.path)
    }

    fn source(&mut self, binding: &Binding<'t>) -> Value {
        match &binding.source {
            Source::Value(value) => self.value(*value),
            Source::Item(value) => self.value(*value).item(),
            Source::Annotated(annotation, value) => {
                let annotated = self.annotation(*annotation);
                let inferred = self.value(*value);
                self.choose(annotated, inferred)
            }
            Source::Augmented(statement) => self.augmented(*statement),
            Source::Param {
                annotation,
                default,
            } => {
                let default = default.map(|d| self.value(d));
                let annotated = annotation.map(|a| self.annotation(a));
                match (annotated, default) {
                    (Some(Value::Shape(shape)), default) => {
                        // What is passed is not held to the annotation's properties.
                        let default = default.filter(|d| match d {
                            Value::Shape(default) => !within(default, &shape),
                            _ => true,
                        });
                        let given = Value::Shape(opened(&shape));
                        union([Some(given), default].into_iter().flatten())
                    }
                    (Some(value), default) => union([Some(value), default].into_iter().flatten()),
                    (None, _) => UNKNOWN,
                }
            }
            Source::Unknown => UNKNOWN,
        }
    }
}

/// Whether a binding gives a name a value that nothing else holds.
fn is_new(binding: &Binding<'_>, source: &str) -> bool {
    let value = match &binding.source {
        Source::Param { .. } => return true,
        Source::Value(value) | Source::Annotated(_, value) if binding.path.is_empty() => *value,
        _ => return false,
    };
    match value.kind() {
        "identifier"
        | "subscript"
        | "attribute"
        | "conditional_expression"
        | "boolean_operator"
        | "parenthesized_expression"
        | "named_expression"
        | "await" => false,
        // What is given to a function may come back.
        "call" => {
            let function = value.child_by_field_name("function");
            let name = function.map_or("", |f| text(f, source));
            let arguments = value.child_by_field_name("arguments");
            matches!(
                name,
                "dict"
                    | "list"
                    | "sorted"
                    | "set"
                    | "defaultdict"
                    | "Counter"
                    | "copy.copy"
                    | "copy.deepcopy"
                    | "deepcopy"
                    | "json.loads"
                    | "asdict"
                    | "dataclasses.asdict"
            ) || [".copy", ".model_dump", "._asdict"]
                .iter()
                .any(|m| name.ends_with(m))
                || arguments.is_some_and(|a| {
                    let mut plain = children(a).into_iter();
                    function.is_some_and(|f| f.kind() == "identifier")
                        && plain.all(|a| {
                            matches!(
                                a.kind(),
                                "string" | "integer" | "float" | "true" | "false" | "none"
                            )
                        })
                })
        }
        _ => true,
    }
}

/// The same, where objects may have more properties than are listed.
pub(crate) fn opened(shape: &Shape) -> Shape {
    shape.mapped(&|part| {
        let Shape::Object(object) = part else {
            return None;
        };
        let fields = object.fields.iter().map(|f| Field {
            shape: opened(&f.shape),
            ..f.clone()
        });
        Some(Shape::from(Object {
            fields: fields.collect(),
            rest: match &object.rest {
                Rest::Closed => Rest::Open,
                rest => rest.clone(),
            },
        }))
    })
}

/// The part of a value that an unpacking gives.
pub(super) fn part(value: Value, path: &[usize]) -> Value {
    path.iter().fold(value, |value, &i| match value {
        Value::Tuple(mut items) if i < items.len() => items.swap_remove(i),
        Value::Tuple(_) => UNKNOWN,
        value => value.item(),
    })
}
