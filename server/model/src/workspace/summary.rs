//! What other files may know of a file.
//!
//! A [`Summary`] is compared with `==`: an edit that leaves it equal concerns its own file only.

use super::Workspace;
use crate::file::{File, FileKind};
use crate::flow::{Content, Flow, Kind, Place};
use crate::references::Key;
use crate::script::Script;
use crate::signature::{Entry, EntryName};
use lang::python::{self, Import};
use syntax::FileId;

/// What other files may know of a file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Summary {
    /// Names of inputs with whether they are required; `None`: unknown.
    pub inputs: Option<Vec<(String, bool)>>,
    /// What it runs or reads, in order.
    pub uses: Vec<(Place, String, Target)>,
    /// Anything else that matters, as text (types of parameters, the settings file).
    pub rest: String,
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
            FileKind::Flow => self.flow_summary(),
            FileKind::Script(_) => self
                .script()
                .map_or_else(Summary::default, |s| script_summary(s)),
            FileKind::Item(_) | FileKind::Metadata | FileKind::Config => Summary {
                rest: self.text().to_owned(),
                ..Summary::default()
            },
            FileKind::LooseFlow | FileKind::Other | FileKind::Lock => Summary::default(),
        }
    }

    fn flow_summary(&self) -> Summary {
        let Some(flow) = self.flow() else {
            return Summary::default();
        };
        let inputs = flow.schema().and_then(|s| {
            let required = |name: &str| s.required.iter().any(|r| r.value == name);
            let names = s.properties.as_ref()?.iter().map(|p| p.name.value.clone());
            Some(names.map(|n| (n.clone(), required(&n))).collect())
        });
        let mut uses = Vec::new();
        let mut given = Vec::new();
        for (_, module) in flow.modules() {
            let target = match &module.kind {
                Kind::RawScript {
                    content: Content::Inline(inline),
                    language,
                    ..
                } => {
                    let language = language.as_ref().map(|l| l.value.clone());
                    Target::Inline(inline.name.value.clone(), language)
                }
                Kind::Script(Some(path)) => Target::Script(path.value.clone()),
                Kind::Flow(Some(path)) => Target::Flow(path.value.clone()),
                _ => continue,
            };
            if matches!(target, Target::Inline(..)) {
                let names = module.transforms.iter().filter(|t| flow.gives(t));
                given.extend(names.map(|t| t.name.value.as_str()));
            }
            uses.push((module.place, module.id_text().to_owned(), target));
        }
        let imports: Vec<String> = self
            .embedded()
            .iter()
            .flat_map(|e| imported_modules(&e.script))
            .collect();
        let formats: Vec<&str> = self
            .references()
            .iter()
            .filter_map(|r| match &r.key {
                Key::TypeOfInput(name) => Some(&**name),
                _ => None,
            })
            .collect();
        let inner = flow
            .schema()
            .map_or("", |s| flow.node(s.node).span().slice(self.text()));
        let result = result_parts(self, flow);
        Summary {
            inputs,
            uses,
            rest: format!(
                "{}\n{}\n{}\n{inner}\n{result}",
                imports.join(" "),
                given.join(" "),
                formats.join(" "),
            ),
        }
    }
}

/// All that the shape of a flow's result can depend on, but for code: of that, what it returns.
fn result_parts(file: &File, flow: &Flow) -> String {
    /// What does not count, or stands elsewhere.
    const LEFT_OUT: &[&str] = &[
        "content", "lock", "modules", "branches", "default", "summary", "tools", "value",
    ];
    let mut parts = String::new();
    for (_, module) in flow.modules() {
        let value = module.value.map(|v| flow.node(v));
        let own = flow.node(module.node).pairs();
        for pair in own.chain(value.into_iter().flat_map(|v| v.pairs())) {
            let key = pair.key.as_str().unwrap_or_default();
            let counts = !LEFT_OUT.contains(&&*key)
                && (key != "input_transforms" || module.kind == Kind::Identity);
            if counts {
                parts += pair.span.slice(file.text());
                parts += "\n";
            }
        }
    }
    for embedded in file.embedded() {
        parts += &format!("{}\n", embedded.script.returned());
    }
    parts
}

fn script_summary(script: &Script) -> Summary {
    let main = shape(script.entry(EntryName::Main));
    let preprocessor = shape(script.entry(EntryName::Preprocessor));
    let imports = imported_modules(script).join(" ");
    // What is installed for those who import this module.
    let top = |i: &&Import| i.place == python::Place::Top;
    let top = script.imports().iter().filter(top).count();
    let functions = script.functions().iter();
    let functions: Vec<String> = functions.map(|(n, s)| format!("{n}: {s}")).collect();
    let returned = match functions.is_empty() {
        true => script.returned().to_string(),
        false => functions.join("\n"),
    };
    Summary {
        rest: format!("{main}\n{preprocessor}\n{imports} {top}\n{returned}"),
        ..Summary::default()
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

/// What callers can know of an entry point, without its places.
fn shape(entry: &Entry) -> String {
    let Entry::Found(signature) = entry else {
        return format!("{entry:?}");
    };
    let mut shape = format!("{}", signature.takes_any);
    for param in &signature.params {
        let (name, ty) = (&param.name.value, &param.ty);
        shape += &format!(", {name}: {ty} {} {}", param.is_required(), param.passed);
    }
    shape
}
