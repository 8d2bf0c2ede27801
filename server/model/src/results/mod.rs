//! The shapes of a flow: what its steps give, what its names hold, what its expressions come to.
//!
//! [`Shapes`] answers for one flow at one moment and keeps what it worked out. Where Windmill may put
//! something else in a result's place (a skipped step, a failure that is carried on from), the shape
//! says so or is left open.

mod loops;
mod step;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::file::{File, FileKind, ItemKind};
use crate::flow::{
    Expression, Flow, ModuleIdx, ModuleKind, Place, Position, Reach, Transform, TransformKind,
};
use crate::language::ScriptLanguage;
use crate::script::Script;
use crate::workspace::Workspace;
use shape::javascript::{self, Environment, Evaluation};
use shape::{Field, Object, Origin, Rest, Shape, schema};
use syntax::FileId;

/// How deep sub-flows and imported scripts are followed.
const MAX_FILES: usize = 4;

/// The shapes of one flow.
pub struct Shapes<'a> {
    workspace: &'a Workspace,
    id: FileId,
    file: &'a File,
    flow: Arc<Flow>,
    /// Results so far; `None` while one is being worked out.
    results: RefCell<FxHashMap<ModuleIdx, Option<Shape>>>,
    /// What loops run over, worked out once each: an inner loop asks for all around it.
    iterators: RefCell<FxHashMap<ModuleIdx, Shape>>,
    inputs: OnceCell<Shape>,
    /// The inputs as steps in a loop see them.
    inputs_in: RefCell<FxHashMap<ModuleIdx, Shape>>,
    environment: OnceCell<Shape>,
    /// What the forms of approvals ask for.
    forms: RefCell<FxHashMap<ModuleIdx, Shape>>,
    /// Whether scripts are read without the types that their authors wrote.
    unannotated: bool,
    depth: usize,
}

impl<'a> Shapes<'a> {
    /// For the flow in a file, as `flow` reads it.
    pub fn new(
        workspace: &'a Workspace,
        id: FileId,
        file: &'a File,
        flow: Arc<Flow>,
    ) -> Shapes<'a> {
        Shapes::below(workspace, id, file, flow, 0)
    }

    fn below(
        workspace: &'a Workspace,
        id: FileId,
        file: &'a File,
        flow: Arc<Flow>,
        depth: usize,
    ) -> Shapes<'a> {
        Shapes {
            workspace,
            id,
            file,
            flow,
            results: RefCell::default(),
            iterators: RefCell::default(),
            inputs: OnceCell::new(),
            inputs_in: RefCell::default(),
            environment: OnceCell::new(),
            forms: RefCell::default(),
            unannotated: false,
            depth,
        }
    }

    /// The same, by what the code of scripts does alone: the types that their authors wrote beside parameters
    /// and results are not held to, and not counted on here.
    pub fn unannotated(self) -> Shapes<'a> {
        Shapes {
            unannotated: true,
            ..self
        }
    }

    /// The flow.
    pub fn flow(&self) -> &Arc<Flow> {
        &self.flow
    }

    /// What an expression gives, and what it reads on the way.
    pub fn read(&self, expression: &Expression) -> Evaluation {
        javascript::read_snippet(
            expression,
            &self.names(expression.module, expression.position),
        )
    }

    /// What stands before the `.` or `[` at a cursor in an expression; see [`javascript::receiver`].
    pub fn receiver(
        &self,
        text: &str,
        offset: usize,
        module: Option<ModuleIdx>,
        position: Position,
    ) -> Option<Shape> {
        javascript::receiver(text, offset, &self.names(module, position))
    }

    /// What a transform gives.
    pub fn transform(&self, transform: &Transform) -> Shape {
        match transform.kind {
            TransformKind::Static(Some(value)) => schema::written(self.flow.node(value), self.id),
            TransformKind::Static(None) => Shape::Null,
            TransformKind::JavaScript(Some(index)) => {
                self.read(&self.flow.expressions()[index]).shape
            }
            TransformKind::JavaScript(None) | TransformKind::Ai | TransformKind::Other => {
                Shape::Unknown
            }
        }
    }

    /// What the names of an expression hold.
    pub fn names(&self, module: Option<ModuleIdx>, position: Position) -> impl Environment + '_ {
        Here {
            shapes: self,
            module,
            position,
        }
    }

    /// The flow's inputs: an object that may hold more than the schema says.
    pub fn inputs(&self) -> Shape {
        self.inputs.get_or_init(|| self.declared()).clone()
    }

    fn declared(&self) -> Shape {
        let Some(declared) = self.flow.schema() else {
            return Shape::open();
        };
        let node = self.flow.node(declared.node);
        match self.schema_at(node) {
            Shape::Object(object) => Shape::from(Object {
                rest: Rest::Open,
                ..(*object).clone()
            }),
            _ => Shape::open(),
        }
    }

    fn schema_at(&self, node: syntax::yaml::Node<'_>) -> Shape {
        let resource = |name: &str| self.workspace.resource_type(&self.file.path, name);
        let reading = schema::SchemaContext {
            file: self.id,
            root: node,
            resource: &resource,
        };
        schema::shape(node, reading)
    }

    /// `results.<id>` for a reader.
    fn step(&self, id: &str, reader: Option<ModuleIdx>, position: Position) -> Shape {
        let [target] = self.flow.by_id(id) else {
            return Shape::Unknown;
        };
        let shape = self.result(*target);
        let Some(reader) = reader else { return shape };
        match self.flow.reach(reader, position, *target) {
            Reach::Visible if self.flow.module(reader).is_special() => shape.or_null(),
            Reach::Visible | Reach::InBranchAll(_) | Reach::InLoop(_) => shape,
            Reach::InBranch(_)
            | Reach::OtherBranch(_)
            | Reach::PreviousIteration
            | Reach::InWhile => shape.or_null(),
            Reach::Itself | Reach::Encloses | Reach::Later | Reach::Nameless(_) => Shape::Unknown,
        }
    }

    /// What the step before this one gave, as its expressions see it.
    fn previous(&self, idx: ModuleIdx) -> Shape {
        match self.flow.previous(idx) {
            Some(before) => self.result(before),
            None if self.flow.module(idx).place == Place::Top(0) => self.inputs(),
            None => Shape::Unknown,
        }
    }

    /// What the form of the last approval before a step asks for.
    fn resume(&self, idx: ModuleIdx) -> Shape {
        let Some(before) = self.flow.previous(idx) else {
            return Shape::Unknown;
        };
        if let Some(known) = self.forms.borrow().get(&before) {
            return known.clone();
        }
        let shape = self.form(before);
        self.forms.borrow_mut().insert(before, shape.clone());
        shape
    }

    fn form(&self, before: ModuleIdx) -> Shape {
        let node = self.flow.node(self.flow.module(before).node);
        let form = node.get("suspend").and_then(|s| s.get("resume_form"));
        match form.and_then(|f| f.get("schema")) {
            Some(form) => match self.schema_at(form) {
                // What is sent by other means than the form is not held to it.
                Shape::Object(object) => Shape::from(Object {
                    rest: Rest::Open,
                    ..(*object).clone()
                }),
                _ => Shape::Unknown,
            },
            None => Shape::Unknown,
        }
    }

    fn environment(&self) -> Shape {
        let value = self.flow.yaml().root().and_then(|r| r.get("value"));
        let values = value.and_then(|v| v.get("flow_env"));
        match values.map(|v| schema::written(v, self.id)) {
            Some(Shape::Object(object)) => Shape::from(Object {
                rest: Rest::Open,
                ..(*object).clone()
            }),
            _ => Shape::open(),
        }
    }

    fn name(&self, name: &str, module: Option<ModuleIdx>, position: Position) -> Option<Shape> {
        let after = position.is_after_step() || position == Position::StopAfterAllItersIf;
        Some(match name {
            "flow_input" => self.flow_input(module),
            "flow_env" => {
                let environment = self.environment.get_or_init(|| self.environment());
                environment.clone()
            }
            "previous_result" | "result" if position == Position::RetryIf => Shape::Unknown,
            "result" | "previous_result" if after => {
                let module = module?;
                match position {
                    Position::StopAfterIf if self.flow.module(module).is_loop() => Shape::Unknown,
                    _ => self.raw_result(module),
                }
            }
            // It does not exist before the step has run; `unavailable-name` says so.
            "result"
                if matches!(
                    position,
                    Position::Transform | Position::Timeout | Position::Parallelism
                ) =>
            {
                Shape::Unknown
            }
            "result" | "previous_result" => {
                let module = module?;
                // The conditions of a decision ask for its answer.
                let is_unknown = matches!(self.flow.module(module).kind, ModuleKind::Other(_))
                    && position == Position::Branch;
                if self.flow.module(module).is_special() || is_unknown {
                    return Some(Shape::Unknown);
                }
                self.previous(module)
            }
            "all_iters" => Shape::list(Shape::Unknown),
            "error" => error(),
            "resume" => self.resume(module?),
            "resumes" => Shape::list(self.resume(module?)),
            "approvers" => Shape::list(Shape::Unknown),
            _ => return None,
        })
    }
}

/// One place in a flow.
struct Here<'a, 'b> {
    shapes: &'b Shapes<'a>,
    module: Option<ModuleIdx>,
    position: Position,
}

impl Environment for Here<'_, '_> {
    fn name(&self, name: &str) -> Option<Shape> {
        self.shapes.name(name, self.module, self.position)
    }

    fn step(&self, id: &str) -> Shape {
        self.shapes.step(id, self.module, self.position)
    }

    fn resource(&self, path: &str) -> Shape {
        self.shapes.workspace.resource(&self.shapes.file.path, path)
    }
}

/// What is known of an error.
pub(super) fn error() -> Shape {
    let text = |name| Field::new(name, Shape::String);
    Shape::from(Object {
        fields: vec![
            text("message"),
            text("name"),
            text("stack").optional(),
            text("step_id").optional(),
        ],
        rest: Rest::Open,
    })
}

impl Workspace {
    /// What the `main` of a script returns. Origins lead to its file, through `map` where it is
    /// embedded.
    pub fn returned(
        &self,
        id: FileId,
        file: &File,
        script: &Script,
        map: Option<&syntax::SourceMap>,
    ) -> Shape {
        let place = |origin: Origin| {
            Some(match origin.file {
                Origin::OWN => Origin {
                    file: id,
                    span: map.map_or(origin.span, |m| m.outer_span(origin.span)),
                },
                _ => origin,
            })
        };
        self.resolved(&file.path, script.returned(), 0)
            .relocated(&place)
    }

    /// A shape of Python code in the file `from`, with what other scripts return put in its place.
    pub fn with_imported(&self, from: &str, shape: &Shape) -> Shape {
        self.resolved(from, shape, 0)
    }

    /// The same, so many files deep.
    fn resolved(&self, from: &str, shape: &Shape, depth: usize) -> Shape {
        shape.mapped(&|part| {
            let Shape::Deferred(deferred) = part else {
                return None;
            };
            let target = self
                .imported(from, &deferred.module)
                .filter(|_| depth < MAX_FILES);
            let found = target.and_then(|id| Some((id, self.get(id)?)));
            let Some((id, file)) = found else {
                return Some(Shape::Unknown);
            };
            let Some(script) = file
                .script()
                .filter(|s| s.language == ScriptLanguage::Python3)
            else {
                return Some(Shape::Unknown);
            };
            let shape = script.functions().get(&deferred.function);
            let shape = shape.cloned().unwrap_or_default();
            let place = |origin: Origin| {
                let own = origin.file == Origin::OWN;
                Some(Origin {
                    file: if own { id } else { origin.file },
                    ..origin
                })
            };
            let shape = self
                .resolved(&file.path, &shape, depth + 1)
                .relocated(&place);
            Some(shape.part(&deferred.path))
        })
    }

    /// What a resource of a type looks like, by the type's schema where that is on the disk.
    pub fn resource_type(&self, from: &str, name: &str) -> Shape {
        if name == "s3_object" {
            return Shape::from(Object {
                fields: vec![Field::new("s3", Shape::String)],
                rest: Rest::Open,
            });
        }
        let Some(root) = self.root_of(from) else {
            return Shape::Unknown;
        };
        let path = format!("{}/{name}.resource-type.yaml", root.dir);
        let found = self.id(&path).and_then(|id| Some((id, self.get(id)?)));
        let Some((id, file)) =
            found.filter(|(_, f)| f.kind == FileKind::Item(ItemKind::ResourceType))
        else {
            return Shape::Unknown;
        };
        let Some(node) = file.yaml().root().and_then(|r| r.get("schema")) else {
            return Shape::Unknown;
        };
        let reading = schema::SchemaContext {
            file: id,
            root: node,
            resource: &|_| Shape::Unknown,
        };
        schema::shape(node, reading)
    }

    /// What the resource at a Windmill path holds: by its type, else by what is on the disk, left open.
    pub fn resource(&self, from: &str, path: &str) -> Shape {
        let Some(root) = self.root_of(from) else {
            return Shape::Unknown;
        };
        let found = self.id(&format!("{}/{path}.resource.yaml", root.dir));
        let Some((id, file)) = found.and_then(|id| Some((id, self.get(id)?))) else {
            return Shape::Unknown;
        };
        let node = file.yaml().root();
        let kind = node
            .and_then(|r| r.get("resource_type"))
            .and_then(|t| t.as_str());
        let typed = kind.map_or(Shape::Unknown, |k| self.resource_type(from, &k));
        if !typed.is_unknown() {
            return typed;
        }
        match node
            .and_then(|r| r.get("value"))
            .map(|v| schema::written(v, id))
        {
            Some(Shape::Object(object)) => Shape::from(Object {
                rest: Rest::Open,
                ..(*object).clone()
            }),
            _ => Shape::Unknown,
        }
    }
}
