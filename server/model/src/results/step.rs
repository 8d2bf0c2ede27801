//! What a step gives.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use syntax::yaml::Node;

use super::{MAX_FILES, Shapes, error};
use crate::flow::{ModuleIdx, ModuleKind, Place};
use crate::script::Script;
use crate::workspace::Callee;
use shape::{Field, Object, Rest, Shape, schema};

impl Shapes<'_> {
    /// The result of a step, as later steps read it.
    pub fn result(&self, idx: ModuleIdx) -> Shape {
        match self.results.borrow().get(&idx) {
            Some(Some(shape)) => return shape.clone(),
            // It depends on itself.
            Some(None) => return Shape::Unknown,
            None => {}
        }
        // Steps that hand on what came before them can be many in a row: the first one first.
        let hands_on = |i: ModuleIdx| self.flow.module(i).kind == ModuleKind::Identity;
        let before = |i: &ModuleIdx| self.flow.previous(*i).filter(|_| hands_on(*i));
        let unknown = |i: &ModuleIdx| hands_on(*i) && !self.results.borrow().contains_key(i);
        let row = std::iter::successors(before(&idx), before).take_while(unknown);
        for earlier in row.collect::<Vec<_>>().into_iter().rev() {
            self.result(earlier);
        }
        self.results.borrow_mut().insert(idx, None);
        let shape = self.told(idx).bounded();
        self.results.borrow_mut().insert(idx, Some(shape.clone()));
        shape
    }

    /// The result with what the step's settings make of it.
    fn told(&self, idx: ModuleIdx) -> Shape {
        let node = self.flow.node(self.flow.module(idx).node);
        if node.is_unknown() || node.merges_unknown() {
            return Shape::Unknown;
        }
        if let Some(mock) = node.get("mock")
            && mock.get("enabled").and_then(|e| e.as_bool()) == Some(true)
        {
            let value = mock.get("return_value");
            return value.map_or(Shape::Unknown, |v| schema::written(v, self.id));
        }
        let mut shape = self.raw_result(idx);
        let set = |key: &str| node.get(key).is_some_and(|v| !v.is_null());
        // A step that is skipped hands on what came before it.
        if set("skip_if") {
            shape = softened(&shape);
        }
        if node
            .get("continue_on_error")
            .is_some_and(|v| v.as_bool() != Some(false) && !v.is_null())
            && !shape.is_unknown()
        {
            let failed = Shape::object([Field::new("error", error())]);
            shape = Shape::union([shape, failed]);
        }
        shape
    }

    /// The result as the step itself gives it.
    pub(super) fn raw_result(&self, idx: ModuleIdx) -> Shape {
        let module = self.flow.module(idx);
        match &module.kind {
            ModuleKind::RawScript { .. } | ModuleKind::Script(_) | ModuleKind::Flow(_) => {
                if module.place == Place::Preprocessor {
                    return Shape::Unknown;
                }
                self.called(idx)
            }
            ModuleKind::ForLoop | ModuleKind::WhileLoop => {
                let item = match self.last_of_body(idx) {
                    Some(last) => self.result(last),
                    None => Shape::Unknown,
                };
                let skips = self.value_flag(idx, "skip_failures");
                Shape::list(if skips { item.or_null() } else { item })
            }
            ModuleKind::BranchOne => {
                let last = self.last_of_branches(idx);
                let branches = self.branches(idx).map_or(0, |b| b.items().count());
                let named = (0..branches).map(Some);
                let results = named.chain([None]).map(|b| self.branch(&last, b));
                Shape::union(results)
            }
            ModuleKind::BranchAll => {
                let last = self.last_of_branches(idx);
                let branches = self.branches(idx).into_iter().flat_map(|b| b.items());
                let results = branches.enumerate().map(|(b, branch)| {
                    let result = self.branch(&last, Some(b));
                    match skips(branch) {
                        true => result.or_null(),
                        false => result,
                    }
                });
                Shape::list(Shape::union(results))
            }
            ModuleKind::Identity => match self.flow.previous(idx) {
                Some(before) => self.result(before),
                None => Shape::Unknown,
            },
            ModuleKind::Agent => self.agent(idx),
            ModuleKind::Other(_) | ModuleKind::Missing => Shape::Unknown,
        }
    }

    /// What the script or sub-flow of a step returns.
    fn called(&self, idx: ModuleIdx) -> Shape {
        match self.workspace.callee(self.file, &self.flow, idx) {
            Callee::Code(code) => {
                let own = (self.id, self.file);
                let of = |id| Some((id, &**self.workspace.get(id)?));
                let Some((id, file)) = code.file.map_or(Some(own), of) else {
                    return Shape::Unknown;
                };
                let script = self.code(code.script);
                self.workspace
                    .returned(id, file, &script, code.map.as_ref())
            }
            Callee::Flow(id, flow) => match self.workspace.get(id) {
                Some(file) if self.depth < MAX_FILES && id != self.id => {
                    let mut inner =
                        Shapes::below(self.workspace, id, file, Arc::clone(&flow), self.depth + 1);
                    inner.unannotated = self.unannotated;
                    inner.of_flow()
                }
                _ => Shape::Unknown,
            },
            Callee::Unknown => Shape::Unknown,
        }
    }

    /// A script as it is to be read.
    fn code(&self, script: Arc<Script>) -> Arc<Script> {
        let bare = self.unannotated.then(|| script.unannotated()).flatten();
        bare.map_or(script, Arc::new)
    }

    /// What the flow as a whole gives: its last step's result, or that of a step it may stop after.
    pub fn of_flow(&self) -> Shape {
        let flow = &self.flow;
        if !flow.is_complete() || !flow.yaml().is_clean() {
            return Shape::Unknown;
        }
        let value = flow.yaml().root().and_then(|r| r.get("value"));
        let set = |key: &str| value.is_some_and(|v| v.get(key).is_some_and(|v| !v.is_null()));
        if set("early_return") || set("skip_expr") {
            return Shape::Unknown;
        }
        let top = flow
            .modules()
            .filter(|(_, m)| matches!(m.place, Place::Top(_)));
        let top: Vec<ModuleIdx> = top.map(|(i, _)| i).collect();
        let stops = |i: &&ModuleIdx| {
            let node = flow.node(flow.module(**i).node);
            node.get("stop_after_if").is_some_and(|s| !s.is_null())
        };
        let mut results: Vec<Shape> = top.iter().filter(stops).map(|i| self.result(*i)).collect();
        match top.last() {
            Some(last) => results.push(self.result(*last)),
            None => return Shape::Unknown,
        }
        Shape::union(results)
    }

    /// The last step of a loop's body.
    fn last_of_body(&self, container: ModuleIdx) -> Option<ModuleIdx> {
        let steps = self.flow.children(Some(container)).iter().rev().copied();
        let mut steps = steps.filter(|i| matches!(self.flow.module(*i).place, Place::Body(_)));
        steps.next()
    }

    /// The last steps of a container's branches.
    fn last_of_branches(&self, container: ModuleIdx) -> FxHashMap<Option<usize>, ModuleIdx> {
        let steps = self.flow.children(Some(container)).iter().copied();
        let steps = steps.filter_map(|i| match self.flow.module(i).place {
            Place::Branch(branch, _) => Some((branch, i)),
            _ => None,
        });
        steps.collect()
    }

    /// What a branch gives. One without steps is unknown: it hands on something else.
    fn branch(&self, last: &FxHashMap<Option<usize>, ModuleIdx>, branch: Option<usize>) -> Shape {
        let last = last.get(&branch);
        last.map_or(Shape::Unknown, |i| self.result(*i))
    }

    /// The list of a container's branches.
    fn branches(&self, container: ModuleIdx) -> Option<Node<'_>> {
        let value = self.flow.module(container).value?;
        self.flow.node(value).get("branches")
    }

    fn value_flag(&self, idx: ModuleIdx, key: &str) -> bool {
        let value = self.flow.module(idx).value.map(|v| self.flow.node(v));
        let flag = value.and_then(|v| v.get(key));
        flag.is_some_and(|f| f.as_bool() != Some(false) && !f.is_null())
    }

    /// An agent's answer, by the schema it is held to.
    fn agent(&self, idx: ModuleIdx) -> Shape {
        let module = self.flow.module(idx);
        let transform = module
            .transforms
            .iter()
            .find(|t| t.name.value == "output_schema");
        let schema = transform.and_then(|t| match t.kind {
            crate::flow::TransformKind::Static(value) => value,
            _ => None,
        });
        let output = match schema.map(|s| self.flow.node(s)) {
            Some(node) if node.is_mapping() => self.schema_at(node),
            _ => Shape::Unknown,
        };
        Shape::from(Object {
            fields: vec![
                Field::new("output", output),
                Field::new("messages", Shape::list(Shape::Unknown)),
            ],
            rest: Rest::Open,
        })
    }
}

/// Whether a branch is passed over where it fails.
fn skips(branch: Node<'_>) -> bool {
    let flag = branch.get("skip_failure");
    flag.is_some_and(|f| f.as_bool() != Some(false) && !f.is_null())
}

/// A result that may also be something else: what it names can be read, what it lacks is not known.
fn softened(shape: &Shape) -> Shape {
    let each = shape.members().iter().map(|member| match member {
        Shape::Object(object) => {
            let fields = object.fields.iter().map(|f| Field {
                shape: softened(&f.shape),
                ..f.clone().optional()
            });
            Shape::from(Object {
                fields: fields.collect(),
                rest: Rest::Open,
            })
        }
        Shape::Null => Shape::Null,
        _ => Shape::Unknown,
    });
    Shape::union(each)
}
