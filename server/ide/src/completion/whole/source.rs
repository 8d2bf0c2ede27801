//! What an input can be given: expressions that exist at a step, ranked by how well they fit a parameter, by
//! their names and by their shapes.

use std::sync::Arc;

use model::file::{File, ItemKind};
use model::flow::{Flow, ModuleIdx, ModuleKind, Place, Position, Reach};
use model::results::Shapes;
use model::signature::{EntryName, Type};
use model::workspace::Workspace;
use rustc_hash::FxHashSet;
use shape::{Shape, javascript};
use syntax::FileId;

use crate::completion::quote::{in_code, is_js_name};
use crate::completion::rank::fit;

use super::alike::{is_torn, likeness, round_words, words};

/// Most steps whose results are looked into: the nearest ones.
const MOST_STEPS: usize = 40;

/// Most properties of one value that are looked at.
const MOST_FIELDS: usize = 60;

/// Most resources that are offered for one input.
const MOST_RESOURCES: usize = 8;

/// A step that is being written, with what can be known there.
pub(crate) struct Here<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) file: &'a File,
    pub(crate) flow: Arc<Flow>,
    pub(crate) role: Role,
    /// What it is called: its summary, else its id.
    pub(crate) title: String,
    /// What it is called, word by word.
    pub(crate) words: Vec<String>,
    /// The inputs that it is given already.
    pub(crate) given: Vec<String>,
    /// What can be read there, the nearest first.
    known: Vec<Source>,
}

/// What a step is for its flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// One of its steps.
    Step,
    /// A tool of an agent.
    Tool,
    /// What runs first and makes the inputs.
    Preprocessor,
    /// What runs when a step has failed.
    Failure,
}

impl Role {
    pub(crate) fn of(place: Place) -> Role {
        match place {
            Place::Preprocessor => Role::Preprocessor,
            Place::Failure => Role::Failure,
            Place::Tool(_) => Role::Tool,
            Place::Top(_) | Place::Body(_) | Place::Branch(..) => Role::Step,
        }
    }

    /// Whether it stands beside the steps.
    pub(crate) fn is_special(self) -> bool {
        matches!(self, Role::Preprocessor | Role::Failure)
    }

    /// The function of a script that it calls.
    pub(crate) fn entry(self) -> EntryName {
        match self {
            Role::Preprocessor => EntryName::Preprocessor,
            _ => EntryName::Main,
        }
    }
}

/// An expression that exists at the step.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// As it is written.
    pub(crate) text: String,
    /// What it gives.
    pub(crate) shape: Shape,
    /// What a parameter for it would be called.
    pub(super) name: String,
    /// The same word by word.
    pub(super) words: Vec<String>,
    /// Words for what it is one of: those of its loop.
    pub(super) also: Vec<String>,
    /// How much it is at hand: the step before, the round of a loop.
    is_next: bool,
    /// Whether it is all that a step gives.
    is_result: bool,
    /// How many properties it goes down.
    depth: usize,
}

/// What speaks for a source, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Tie {
    /// Its name.
    Name,
    /// It comes next, and it is what the parameter takes.
    Next,
    /// It is at hand, and nothing speaks against it.
    Loose,
}

/// A parameter that is to be given something.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    /// The same word by word.
    pub(super) words: Vec<String>,
    pub(crate) required: bool,
    pub(crate) ty: Type,
    /// Its default as it is written.
    pub(crate) default: Option<String>,
}

impl Wanted {
    pub(crate) fn new(name: String, ty: Type, required: bool, default: Option<String>) -> Wanted {
        Wanted {
            words: words(&name),
            name,
            required,
            ty,
            default,
        }
    }
}

impl<'a> Here<'a> {
    /// At a step that is there.
    pub(crate) fn at(
        workspace: &'a Workspace,
        file: &'a File,
        flow: &Arc<Flow>,
        module: ModuleIdx,
        position: Position,
    ) -> Here<'a> {
        let mut here = Here::given(workspace, file, flow, module);
        if let Some(id) = workspace.id(&file.path) {
            let shapes = Shapes::new(workspace, id, file, Arc::clone(flow));
            here.known = known(&shapes, At::Step(module), position);
        }
        here
    }

    /// The same with no more than how it is called and what it is given: nothing is asked of what it can read.
    pub(crate) fn given(
        workspace: &'a Workspace,
        file: &'a File,
        flow: &Arc<Flow>,
        module: ModuleIdx,
    ) -> Here<'a> {
        let mut here = Here::new_step(workspace, file, flow, Role::of(flow.module(module).place));
        let step = flow.module(module);
        let summary = step.summary.as_deref().filter(|s| !s.trim().is_empty());
        here.title = summary.unwrap_or(step.id_text()).to_owned();
        here.words.extend(words(&here.title));
        here.words.extend(words(step.id_text()));
        let given = step.transforms.iter().map(|t| t.name.value.clone());
        here.given = given.collect();
        here
    }

    /// Where a step is to come: nothing is known of what it can read.
    pub(crate) fn new_step(
        workspace: &'a Workspace,
        file: &'a File,
        flow: &Arc<Flow>,
        role: Role,
    ) -> Here<'a> {
        Here {
            workspace,
            file,
            flow: Arc::clone(flow),
            role,
            title: String::new(),
            words: words_of(role),
            given: Vec::new(),
            known: Vec::new(),
        }
    }

    /// With what can be read behind the step before it, or as the first in the one around it.
    pub(crate) fn reading(mut self, near: At) -> Here<'a> {
        if let Some(id) = self.workspace.id(&self.file.path) {
            let shapes = Shapes::new(self.workspace, id, self.file, Arc::clone(&self.flow));
            self.known = known(&shapes, near, Position::Transform);
        }
        self
    }

    /// All that can be read there: what best fits, then by type, the nearest first.
    pub(crate) fn ranked(&self, wanted: &Wanted) -> Vec<&Source> {
        let mut all: Vec<&Source> = self.known.iter().collect();
        all.sort_by_cached_key(|source| {
            let fit = fit(&wanted.ty, &source.shape);
            let best = self.score(wanted, source);
            (best.is_none(), best, fit, source.depth)
        });
        all
    }

    /// Whether the first of what is ranked stands out: it has the parameter's name and type, and no other has both.
    pub(crate) fn is_clear(&self, wanted: &Wanted) -> bool {
        let is_same = |s: &&Source| {
            likeness(wanted, s) == 3 && fit(&wanted.ty, &s.shape) == 0 && !wanted.name.is_empty()
        };
        self.known.iter().filter(is_same).take(2).count() == 1
    }

    /// Whether a step of the flow runs this path.
    pub(crate) fn runs(&self, path: &str) -> bool {
        self.flow.modules().any(|(_, m)| match &m.kind {
            ModuleKind::Script(Some(own)) | ModuleKind::Flow(Some(own)) => own.value == path,
            _ => false,
        })
    }

    /// How well a source fits, the less the better; `None`: nothing speaks for it.
    fn score(&self, wanted: &Wanted, source: &Source) -> Option<(Tie, u8, u8)> {
        let fit = fit(&wanted.ty, &source.shape);
        let named = likeness(wanted, source);
        let is_whole = matches!(wanted.ty, Type::List(_) | Type::Object | Type::Class(_));
        let tie = match () {
            () if fit > 1 => return None,
            () if named > 0 => Tie::Name,
            () if source.is_next && fit == 0 && is_whole => Tie::Next,
            // What has parts is not what one text or number is meant to be.
            () if source.is_next && wanted.required && !is_torn(&wanted.ty, &source.shape) => {
                // The round of a loop, what an agent says.
                match source.text.ends_with(".value") || source.name == "output" {
                    true => Tie::Next,
                    false => Tie::Loose,
                }
            }
            () if source.is_result && fit == 0 && is_whole && wanted.required => Tie::Loose,
            () => return None,
        };
        Some((tie, 3 - named, fit * 2 + u8::from(!source.is_next)))
    }

    /// What best fits a parameter by its name, or because it is what comes next, with what speaks for it; the best first.
    pub(crate) fn best(&self, wanted: &Wanted) -> Vec<(Tie, &Source)> {
        let mut found: Vec<(_, &Source)> = self
            .known
            .iter()
            .filter_map(|s| Some((self.score(wanted, s)?, s)))
            .collect();
        found.sort_by_key(|(score, _)| *score);
        let found = found.into_iter();
        found.map(|((tie, ..), source)| (tie, source)).collect()
    }

    /// The round of the loop that the step is in, where it is not known what it holds.
    pub(crate) fn unknown_round(&self) -> Option<&Source> {
        let is_round = |s: &&Source| s.text == "flow_input.iter.value";
        self.known
            .iter()
            .find(is_round)
            .filter(|s| s.shape.is_unknown() || s.shape == Shape::open())
    }

    /// The paths of resources of a type.
    pub(crate) fn resources(&self, name: &str) -> Vec<String> {
        let of_type: FxHashSet<FileId> = self.workspace.resources_of(name).into_iter().collect();
        let names = self.workspace.names();
        names
            .items(&self.file.path, ItemKind::Resource)
            .filter(|(_, id)| of_type.contains(id))
            .map(|(path, _)| path.to_owned())
            .take(MOST_RESOURCES)
            .collect()
    }

    /// An input of the flow whose schema says that it is a resource of this type.
    pub(crate) fn resource_input(&self, name: &str) -> Option<String> {
        let properties = self.flow.schema()?.properties.as_ref()?;
        let is_of = |p: &&model::flow::Property| {
            let node = p.node.map(|n| self.flow.node(n));
            let format = node.and_then(|n| n.get("format")).and_then(|f| f.as_str());
            format.is_some_and(|f| f.strip_prefix("resource-") == Some(name))
        };
        let found = properties.iter().find(is_of)?;
        Some(member("flow_input", &found.name.value))
    }
}

/// A step, or the place of one that is to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum At {
    /// It is there.
    Step(ModuleIdx),
    /// It comes behind this one, in the same list.
    Behind(ModuleIdx),
    /// It is the first that comes in this one.
    In(ModuleIdx),
}

/// What can be read at a step, the nearest first.
fn known(shapes: &Shapes<'_>, at: At, position: Position) -> Vec<Source> {
    let flow = shapes.flow();
    let (At::Step(module) | At::Behind(module) | At::In(module)) = at;
    let names = shapes.names(Some(module), position);
    let read = |text: &str| javascript::read(text, &names).shape;
    let has = |name: &str| {
        let known = model::flow::names(flow, Some(module), position);
        known.iter().any(|n| n.name == name)
    };
    let mut known = Vec::new();
    if has("result") {
        let shape = read("result");
        fields(&mut known, "result", &shape);
        known.push(Source::new("result", "result", shape, false));
    }
    if has("error") {
        for name in ["message", "name", "stack", "step_id"] {
            let text = format!("error.{name}");
            known.push(Source::new(&text, name, Shape::String, false));
        }
        known.push(Source::new("error", "error", read("error"), false));
    }
    if has("flow_input") {
        let own = matches!(at, At::In(_)).then_some(module);
        let loops = own.into_iter().chain(flow.ancestors(module));
        let loops = loops.filter(|&a| flow.module(a).is_loop());
        let is_deeper = own.is_some_and(|m| flow.module(m).is_loop());
        for (level, around) in loops.enumerate() {
            let parents = "_parent".repeat(level);
            let text = format!("flow_input.iter{parents}.value");
            let shape = match level.checked_sub(usize::from(is_deeper)) {
                Some(level) => read(&format!("flow_input.iter{}.value", "_parent".repeat(level))),
                None => Shape::Unknown,
            };
            fields(&mut known, &text, &shape);
            let around = flow.module(around);
            let is_first = match at {
                At::Step(_) => is_first(flow, module),
                At::Behind(_) => false,
                At::In(_) => is_deeper && around.kind == ModuleKind::ForLoop,
            };
            let is_next = level == 0 && is_first;
            let mut value = Source::new(&text, "value", shape, is_next);
            value.also = match around.kind {
                ModuleKind::ForLoop => round_words(around),
                _ => Vec::new(),
            };
            known.push(value);
            let text = format!("flow_input.iter{parents}.index");
            let mut index = Source::new(&text, "index", Shape::Number, false);
            index.also = ["position", "idx"].map(str::to_owned).to_vec();
            known.push(index);
            if around.kind == ModuleKind::WhileLoop {
                // Pages are counted from 1, rounds from 0.
                let text = format!("{text} + 1");
                known.push(Source::new(&text, "page", Shape::Number, false));
            }
        }
        for name in inputs(flow) {
            let text = member("flow_input", &name);
            let shape = read(&text);
            known.push(Source::new(&text, &name, shape, false));
        }
    }
    if has("results") && !flow.module(module).is_special() {
        let before = match at {
            At::Step(_) => flow.previous(module),
            At::Behind(_) => Some(module).filter(|m| !flow.module(*m).id_text().is_empty()),
            At::In(_) => None,
        };
        let last = before.filter(|_| matches!(at, At::Behind(_)));
        let visible = visible(flow, module, position);
        for idx in last.into_iter().chain(visible) {
            let id = flow.module(idx).id_text();
            let text = member("results", id);
            let shape = shapes.result(idx);
            let is_next = before == Some(idx);
            let mut whole = Source::new(&text, id, shape.clone(), is_next);
            whole.is_result = true;
            known.push(whole);
            let first = known.len();
            fields(&mut known, &text, &shape);
            if is_next && flow.module(idx).kind == ModuleKind::Agent {
                let output = known[first..].iter_mut().find(|s| s.name == "output");
                output.into_iter().for_each(|s| s.is_next = true);
            }
        }
    }
    known
}

/// Whether nothing runs before it in its loop.
fn is_first(flow: &Flow, idx: ModuleIdx) -> bool {
    let module = flow.module(idx);
    let around = module.parent.map(|p| &flow.module(p).kind);
    module.place == Place::Body(0) && around == Some(&ModuleKind::ForLoop)
}

impl Source {
    fn new(text: &str, name: &str, shape: Shape, is_next: bool) -> Source {
        Source {
            text: text.to_owned(),
            shape,
            name: name.to_owned(),
            words: words(name),
            also: Vec::new(),
            is_next,
            is_result: false,
            depth: text.matches(['.', '[']).count(),
        }
    }
}

/// The properties of a value.
fn fields(known: &mut Vec<Source>, owner: &str, shape: &Shape) {
    for field in shape.fields().into_iter().take(MOST_FIELDS) {
        let text = member(owner, &field.name);
        known.push(Source::new(&text, &field.name, field.shape.clone(), false));
    }
}

/// The steps whose results can be read, the nearest first.
fn visible(flow: &Flow, reader: ModuleIdx, position: Position) -> Vec<ModuleIdx> {
    let is_read = |idx: &ModuleIdx| {
        let module = flow.module(*idx);
        !module.id_text().is_empty()
            && !module.is_special()
            && !matches!(module.place, Place::Tool(_))
            && flow.reach(reader, position, *idx) == Reach::Visible
    };
    let all: Vec<ModuleIdx> = flow.modules().map(|(idx, _)| idx).collect();
    all.into_iter()
        .rev()
        .filter(is_read)
        .take(MOST_STEPS)
        .collect()
}

/// The inputs that the schema has; where there is none yet, those that the flow reads.
pub(crate) fn inputs(flow: &Flow) -> Vec<String> {
    if let Some(schema) = flow.schema()
        && let Some(properties) = &schema.properties
    {
        return properties.iter().map(|p| p.name.value.clone()).collect();
    }
    read_inputs(flow)
}

/// The inputs that the flow's expressions read, each once, in the order in which they come.
pub(crate) fn read_inputs(flow: &Flow) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for expression in flow.expressions() {
        let chains = expression.analysis().chains.iter();
        for chain in chains.filter(|c| c.root.value == "flow_input") {
            let Some(name) = chain.path.first().and_then(|s| s.key.name()) else {
                continue;
            };
            let is_round = name == "iter" || name.starts_with("iter_parent");
            if !is_round && seen.insert(name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// A property as JavaScript reads it.
pub(crate) fn member(owner: &str, name: &str) -> String {
    match is_js_name(name) {
        true => format!("{owner}.{name}"),
        false => format!("{owner}[\"{}\"]", in_code(name, '"')),
    }
}

/// What scripts for such a step are called.
fn words_of(role: Role) -> Vec<String> {
    let words: &[&str] = match role {
        Role::Failure => &["failure", "fail", "error", "report", "notify", "alert"],
        Role::Preprocessor => &["preprocessor", "preproces", "webhook", "event"],
        Role::Step | Role::Tool => &[],
    };
    words.iter().map(|w| (*w).to_owned()).collect()
}
