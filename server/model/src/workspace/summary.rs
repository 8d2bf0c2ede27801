//! What other files may know of a file.
//!
//! A [`Summary`] is compared with `==`: an edit that leaves it equal concerns its own file only. It is a value of
//! its own and holds nothing of the file's trees; no places are in it, for these change with every letter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Workspace;
use crate::file::{File, FileKind, Source};
use crate::flow::{Content, Flow, ModuleKind, Place};
use crate::references::Key;
use crate::script::Script;
use crate::signature::{Entry, EntryName, Type};
use lang::python::{self, Import};
use shape::Shape;
use syntax::FileId;

/// What other files may know of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Summary {
    /// That it is there.
    #[default]
    Nothing,
    /// A flow.
    Flow(Box<FlowSummary>),
    /// A script.
    Script(Box<ScriptSummary>),
    /// All of its text: settings, items and metadata are short, and others read any key of them.
    Text(Arc<str>),
}

/// What other files may know of a flow.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FlowSummary {
    /// Names of inputs with whether they are required; `None`: unknown.
    pub inputs: Option<Vec<(String, bool)>>,
    /// What it runs or reads, in order.
    pub runs: Vec<Run>,
    /// Names of inputs that it gives to files beside it.
    pub given: Vec<String>,
    /// Modules that its code imports.
    pub imports: Vec<String>,
    /// Resource types that its inputs name.
    pub types: Vec<Arc<str>>,
    /// Its schema as written.
    pub schema: String,
    /// What its result depends on beside code, as written, part by part.
    pub parts: Vec<String>,
    /// What its code returns, step by step.
    pub returned: Vec<Shape>,
}

/// A step that runs something which stands elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Where the step stands.
    pub place: Place,
    /// Its id.
    pub step: String,
    /// What it runs.
    pub target: Target,
}

/// What a step runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A file beside the flow, with the step's language.
    Inline(String, Option<String>),
    /// A script by its Windmill path.
    Script(String),
    /// A flow by its Windmill path.
    Flow(String),
}

/// What other files may know of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScriptSummary {
    /// Its `main`.
    pub main: EntrySummary,
    /// Its `preprocessor`.
    pub preprocessor: EntrySummary,
    /// Modules that it imports.
    pub imports: Vec<String>,
    /// How many imports stand at its top: what they name is installed for those who import this module.
    pub at_top: usize,
    /// What `main` returns, where its functions are not told one by one.
    pub returned: Shape,
    /// What the functions at its top return, by name, in Python.
    pub functions: BTreeMap<String, Shape>,
}

/// What callers can know of an entry point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EntrySummary {
    /// It is there.
    Found {
        /// Its parameters, in order.
        params: Vec<ParamSummary>,
        /// Whether inputs may come that no parameter names.
        takes_any: bool,
    },
    /// See [`Entry::Missing`].
    Missing,
    /// See [`Entry::Workflow`].
    Workflow,
    /// See [`Entry::Unknown`].
    Unknown,
}

/// What callers can know of a parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParamSummary {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether something must be given.
    pub required: bool,
    /// Whether Windmill ever passes it.
    pub passed: bool,
}

impl EntrySummary {
    fn of(entry: &Entry) -> EntrySummary {
        let signature = match entry {
            Entry::Found(signature) => signature,
            Entry::Missing => return EntrySummary::Missing,
            Entry::Workflow => return EntrySummary::Workflow,
            Entry::Unknown => return EntrySummary::Unknown,
        };
        let params = signature.params.iter();
        EntrySummary::Found {
            params: params
                .map(|param| ParamSummary {
                    name: param.name.value.clone(),
                    ty: param.ty.clone(),
                    required: param.is_required(),
                    passed: param.passed,
                })
                .collect(),
            takes_any: signature.takes_any,
        }
    }
}

/// The Windmill path that an imported module has for a script at `own`.
pub(super) fn imported_path(own: &str, module: &str) -> Option<String> {
    let dots = module.chars().take_while(|&c| c == '.').count();
    let tail = module[dots..].replace('.', "/");
    if dots > 0 {
        let dir = (0..dots).fold(own, |dir, _| crate::path::parent(dir));
        return Some(match tail.is_empty() {
            true => dir.to_owned(),
            false => format!("{dir}/{tail}"),
        });
    }
    (tail.starts_with("f/") || tail.starts_with("u/")).then_some(tail)
}

impl Workspace {
    /// The script that Python code at `from` imports as `module`.
    pub fn imported(&self, from: &str, module: &str) -> Option<FileId> {
        let own = self.names().windmill_path(from).unwrap_or_default();
        let path = imported_path(&own, module)?;
        self.names().script(from, &path)
    }
}

impl File {
    /// What other files may know of this one.
    pub fn summary(&self) -> &Summary {
        self.summary.get_or_init(|| self.summarize())
    }

    fn summarize(&self) -> Summary {
        match &self.kind {
            FileKind::Flow => self.flow().map_or(Summary::Nothing, |flow| {
                Summary::Flow(Box::new(of_flow(self, flow)))
            }),
            FileKind::Script(_) => self.script().map_or(Summary::Nothing, |script| {
                Summary::Script(Box::new(of_script(script)))
            }),
            FileKind::Item(_) | FileKind::Metadata | FileKind::Config => match &self.source {
                Source::Text(text) => Summary::Text(Arc::clone(text)),
                _ => Summary::Nothing,
            },
            FileKind::LooseFlow
            | FileKind::App
            | FileKind::Frontend
            | FileKind::Hashes
            | FileKind::Other
            | FileKind::Lock => Summary::Nothing,
        }
    }
}

fn of_flow(file: &File, flow: &Flow) -> FlowSummary {
    let schema = flow.schema();
    let inputs = schema.and_then(|s| {
        let required = |name: &str| s.required.iter().any(|r| r.value == name);
        let names = s.properties.as_ref()?.iter().map(|p| p.name.value.clone());
        Some(names.map(|n| (n.clone(), required(&n))).collect())
    });
    let mut summary = FlowSummary {
        inputs,
        schema: schema.map_or_else(String::new, |s| {
            flow.node(s.node).span().slice(file.text()).to_owned()
        }),
        parts: result_parts(file, flow),
        ..FlowSummary::default()
    };
    for (_, module) in flow.modules() {
        let target = match &module.kind {
            ModuleKind::RawScript {
                content: Content::Inline(inline),
                language,
                ..
            } => {
                let given = module.transforms.iter().filter(|t| flow.gives(t));
                let names = given.map(|t| t.name.value.clone());
                summary.given.extend(names);
                let language = language.as_ref().map(|l| l.value.clone());
                Target::Inline(inline.name.value.clone(), language)
            }
            ModuleKind::Script(Some(path)) => Target::Script(path.value.clone()),
            ModuleKind::Flow(Some(path)) => Target::Flow(path.value.clone()),
            _ => continue,
        };
        summary.runs.push(Run {
            place: module.place,
            step: module.id_text().to_owned(),
            target,
        });
    }
    for embedded in file.embedded() {
        summary.imports.extend(imported_modules(&embedded.script));
        summary.returned.push(embedded.script.returned().clone());
    }
    for reference in file.references() {
        if let Key::TypeOfInput(name) = &reference.key {
            summary.types.push(Arc::clone(name));
        }
    }
    summary
}

/// All that the shape of a flow's result can depend on, but for code: of that, what it returns.
fn result_parts(file: &File, flow: &Flow) -> Vec<String> {
    /// What does not count, or stands elsewhere.
    const LEFT_OUT: &[&str] = &[
        "content", "lock", "modules", "branches", "default", "summary", "tools", "value",
    ];
    let mut parts = Vec::new();
    for (_, module) in flow.modules() {
        let value = module.value.map(|v| flow.node(v));
        let own = flow.node(module.node).pairs();
        for pair in own.chain(value.into_iter().flat_map(|v| v.pairs())) {
            let key = pair.key.as_str().unwrap_or_default();
            let counts = !LEFT_OUT.contains(&&*key)
                && (key != "input_transforms" || module.kind == ModuleKind::Identity);
            if counts {
                parts.push(pair.span.slice(file.text()).to_owned());
            }
        }
    }
    parts
}

fn of_script(script: &Script) -> ScriptSummary {
    let top = |i: &&Import| i.place == python::ImportPlace::Top;
    let functions = script.functions().clone();
    ScriptSummary {
        main: EntrySummary::of(script.entry(EntryName::Main)),
        preprocessor: EntrySummary::of(script.entry(EntryName::Preprocessor)),
        imports: imported_modules(script),
        at_top: script.imports().iter().filter(top).count(),
        returned: match functions.is_empty() {
            true => script.returned().clone(),
            false => Shape::Unknown,
        },
        functions,
    }
}

/// Modules as a script imports them, each with and without the imported name.
fn imported_modules(script: &Script) -> Vec<String> {
    let mut modules = Vec::new();
    for import in script.imports() {
        let module = &import.module.value;
        if let Some(name) = &import.name {
            let dot = if module.ends_with('.') { "" } else { "." };
            modules.push(format!("{module}{dot}{}", name.value));
        }
        modules.push(module.clone());
    }
    modules
}
