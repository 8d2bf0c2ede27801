//! What an input can be given: expressions that exist at a step, ranked by how well they fit a parameter, by
//! their names and by their shapes.

use std::sync::Arc;

use model::file::{File, ItemKind};
use model::flow::{Flow, ModuleIdx, ModuleKind, Place, Position, Reach, loop_depth};
use model::results::Shapes;
use model::signature::{EntryName, Type};
use model::workspace::Workspace;
use rustc_hash::FxHashSet;
use shape::{Shape, javascript};
use syntax::FileId;

use crate::completion::quote::{in_code, is_js_name};
use crate::completion::rank::fit;

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
    name: String,
    /// The same word by word.
    words: Vec<String>,
    /// How much it is at hand: the step before, the round of a loop.
    is_next: bool,
    /// How many properties it goes down.
    depth: usize,
}

/// A parameter that is to be given something.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    /// The same word by word.
    words: Vec<String>,
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
        let mut here = Here::new_step(workspace, file, flow, Role::of(flow.module(module).place));
        let step = flow.module(module);
        let summary = step.summary.as_deref().filter(|s| !s.trim().is_empty());
        here.title = summary.unwrap_or(step.id_text()).to_owned();
        here.words.extend(words(&here.title));
        here.words.extend(words(step.id_text()));
        let given = step.transforms.iter().map(|t| t.name.value.clone());
        here.given = given.collect();
        if let Some(id) = workspace.id(&file.path) {
            let shapes = Shapes::new(workspace, id, file, Arc::clone(flow));
            here.known = known(&shapes, module, position);
        }
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
    fn score(&self, wanted: &Wanted, source: &Source) -> Option<(u8, u8, bool)> {
        let fit = fit(&wanted.ty, &source.shape);
        let named = likeness(wanted, source);
        let is_whole = matches!(wanted.ty, Type::List(_) | Type::Object | Type::Class(_));
        let is_next = source.is_next && (fit == 0 && is_whole || wanted.required && fit < 2);
        (fit < 2 && (named > 0 || is_next)).then_some((3 - named, fit, !is_next))
    }

    /// What best fits a parameter by its name, or because it is what comes next; the best first.
    pub(crate) fn best(&self, wanted: &Wanted) -> Vec<&Source> {
        let mut found: Vec<(_, &Source)> = self
            .known
            .iter()
            .filter_map(|s| Some((self.score(wanted, s)?, s)))
            .collect();
        found.sort_by_key(|(score, _)| *score);
        found.into_iter().map(|(_, source)| source).collect()
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

/// What can be read at a step, the nearest first.
fn known(shapes: &Shapes<'_>, module: ModuleIdx, position: Position) -> Vec<Source> {
    let flow = shapes.flow();
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
        let depth = loop_depth(flow, module);
        for level in 0..depth {
            let parents = "_parent".repeat(level);
            let text = format!("flow_input.iter{parents}.value");
            let shape = read(&text);
            fields(&mut known, &text, &shape);
            let is_next = level == 0 && is_first(flow, module);
            known.push(Source::new(&text, "value", shape, is_next));
            let text = format!("flow_input.iter{parents}.index");
            known.push(Source::new(&text, "index", Shape::Number, false));
        }
        for name in inputs(flow) {
            let text = member("flow_input", &name);
            let shape = read(&text);
            known.push(Source::new(&text, &name, shape, false));
        }
    }
    if has("results") && !flow.module(module).is_special() {
        let before = flow.previous(module);
        for idx in visible(flow, module, position) {
            let id = flow.module(idx).id_text();
            let text = member("results", id);
            let shape = shapes.result(idx);
            let is_next = before == Some(idx);
            known.push(Source::new(&text, id, shape.clone(), is_next));
            fields(&mut known, &text, &shape);
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
            is_next,
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

/// How alike the names of a parameter and a source are: 0 not at all, 3 the same.
fn likeness(wanted: &Wanted, source: &Source) -> u8 {
    if wanted.name.eq_ignore_ascii_case(&source.name) {
        return 3;
    }
    let (a, b) = (&wanted.words, &source.words);
    // Words that say nothing of what is meant.
    const ANY: &[&str] = &[
        "name", "id", "value", "type", "data", "result", "index", "step",
    ];
    let says_nothing = |words: &[String]| matches!(words, [only] if ANY.contains(&only.as_str()));
    if says_nothing(a) || says_nothing(b) {
        return 0;
    }
    match (a.last(), b.last()) {
        (Some(x), Some(y)) if a == b || x == y && (a.len() == 1 || b.len() == 1) => 2,
        _ => 0,
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

/// The words of a name, in lower case and in the singular.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        let splits = !c.is_alphanumeric() || was_lower && c.is_uppercase();
        if splits && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    for word in &mut words {
        if word.len() > 3 && word.ends_with("ies") {
            word.truncate(word.len() - 3);
            word.push('y');
        } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
    }
    words
}
