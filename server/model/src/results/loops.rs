//! What steps in loops see: the items of each loop around them, in `flow_input`.

use super::Shapes;
use crate::flow::{ModuleIdx, ModuleKind, Position};
use shape::{Field, Rest, Shape, schema};

/// Most loops around a step that are looked at; where there are more, `flow_input` is open.
const MAX_LOOPS: usize = 20;

impl Shapes<'_> {
    /// `flow_input` for a step: the inputs, and the loops around it.
    pub(super) fn flow_input(&self, module: Option<ModuleIdx>) -> Shape {
        let inputs = self.inputs();
        let Shape::Object(object) = &inputs else {
            return inputs;
        };
        let loops = module.map_or(Vec::new(), |m| {
            let loops = self
                .flow
                .ancestors(m)
                .filter(|a| self.flow.module(*a).is_loop());
            loops.take(MAX_LOOPS + 1).collect()
        });
        let Some(innermost) = loops.first().copied() else {
            return inputs;
        };
        if let Some(known) = self.inputs_in.borrow().get(&innermost) {
            return known.clone();
        }
        let mut object = (**object).clone();
        if loops.len() > MAX_LOOPS {
            object.rest = Rest::Open;
        }
        let mut name = String::from("iter");
        for around in loops.into_iter().take(MAX_LOOPS) {
            let about = |field: Field, text: &str| Field {
                doc: Some(text.into()),
                ..field
            };
            let value = Field::new("value", self.iterated(around));
            let index = Field::new("index", Shape::Number);
            let iteration = [
                about(
                    value,
                    "The item of this round; in a while loop the same as `index`.",
                ),
                about(index, "The number of this round, from 0."),
            ];
            object.set(Field::new(name.as_str(), Shape::object(iteration)));
            name = match name.as_str() {
                "iter" => "iter_parent".to_owned(),
                _ => format!("{name}_parent"),
            };
        }
        let shape = Shape::from(object);
        let mut known = self.inputs_in.borrow_mut();
        known.insert(innermost, shape.clone());
        shape
    }

    /// What a loop's `iter.value` holds.
    fn iterated(&self, idx: ModuleIdx) -> Shape {
        if self.flow.module(idx).kind == ModuleKind::WhileLoop {
            return Shape::Number;
        }
        self.iterator(idx).item().unwrap_or_default()
    }

    /// What a loop runs over.
    pub fn iterator(&self, idx: ModuleIdx) -> Shape {
        if let Some(known) = self.iterators.borrow().get(&idx) {
            return known.clone();
        }
        let shape = self.read_iterator(idx);
        self.iterators.borrow_mut().insert(idx, shape.clone());
        shape
    }

    fn read_iterator(&self, idx: ModuleIdx) -> Shape {
        let module = self.flow.module(idx);
        let iterator = module.value.and_then(|v| self.flow.node(v).get("iterator"));
        let Some(iterator) = iterator else {
            return Shape::Unknown;
        };
        match iterator.get("type").and_then(|t| t.as_str()).as_deref() {
            Some("static") => iterator
                .get("value")
                .map_or(Shape::Null, |v| schema::written(v, self.id)),
            Some("javascript") => {
                let expressions = self.flow.expressions_of(idx);
                let mut own = expressions.filter(|e| e.position == Position::Iterator);
                own.next().map_or(Shape::Unknown, |e| self.read(e).shape)
            }
            _ => Shape::Unknown,
        }
    }
}
