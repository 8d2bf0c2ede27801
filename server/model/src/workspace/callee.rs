//! What a step runs, and which inputs that takes.

use std::sync::Arc;

use super::{InlineTarget, Workspace};
use crate::code::Code;
use crate::file::File;
use crate::flow::{Content, Flow, Module, ModuleIdx, ModuleKind, Place};
use crate::language::ScriptLanguage;
use crate::references::app::{AppRole, AppRun};
use crate::script::Script;
use crate::signature::{Entry, EntryName, Signature};
use syntax::FileId;
use syntax::yaml::Node;

/// What a step runs.
#[derive(Clone, Debug)]
pub enum Callee {
    /// Code: inside the flow's own text, or a script's file.
    Code(Code),
    /// A sub-flow's file.
    Flow(FileId, Arc<Flow>),
    /// Nothing that can be seen from here.
    Unknown,
}

/// One input that a callee takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Whether it must be given.
    pub required: bool,
    /// Its type, for people; empty where unknown.
    pub kind: String,
    /// Its default as written.
    pub default: Option<String>,
}

/// A default as it is written: a scalar, or what stands in brackets on one line; `None` for all other.
fn written(whole: &str, node: Node<'_>) -> Option<String> {
    if let Some(text) = node.as_str() {
        return Some(text.into_owned());
    }
    let text = node.span().slice(whole);
    let is_one_line = text.starts_with(['[', '{']) && !text.contains(['\n', '\r']);
    is_one_line.then(|| text.to_owned())
}

impl Workspace {
    /// What the step `idx` of the flow in `file` runs.
    pub fn callee(&self, file: &File, flow: &Flow, idx: ModuleIdx) -> Callee {
        let module = flow.module(idx);
        match &module.kind {
            ModuleKind::RawScript {
                content: Content::Embedded(node),
                language,
                ..
            } => {
                let own = file
                    .embedded_in(idx)
                    .filter(|_| self.same_reading(file, flow));
                if let Some(e) = own {
                    return Callee::Code(e.clone());
                }
                // Read around a broken line: the code is where that reading has it.
                let Some(decoded) = flow.node(*node).decode() else {
                    return Callee::Unknown;
                };
                let name = language.as_ref().map_or("", |l| l.value.as_str());
                let language = ScriptLanguage::from_name(name);
                Callee::Code(Code {
                    script: Arc::new(Script::new(language, Arc::from(decoded.text))),
                    file: None,
                    map: Some(decoded.map),
                    module: Some(idx),
                })
            }
            ModuleKind::RawScript {
                content: Content::Inline(inline),
                language,
                ..
            } => {
                let target = self.inline_target(&file.path, inline, module.id_text());
                let InlineTarget::File(id) = target else {
                    return Callee::Unknown;
                };
                let script = self.get(id).and_then(|f| f.script().cloned());
                let fits = |s: &Arc<Script>| language.as_ref().is_none_or(|l| is_read_as(s, l));
                match script.filter(fits) {
                    Some(script) => Callee::Code(Code::whole(script, Some(id))),
                    None => Callee::Unknown,
                }
            }
            ModuleKind::Script(Some(path)) => {
                let id = self.names().script(&file.path, path);
                match id.and_then(|id| Some((id, self.get(id)?.script()?.clone()))) {
                    Some((id, script)) => Callee::Code(Code::whole(script, Some(id))),
                    None => Callee::Unknown,
                }
            }
            ModuleKind::Flow(Some(path)) => {
                let id = self.names().flow(&file.path, path);
                match id.and_then(|id| Some((id, self.get(id)?.flow()?))) {
                    Some((id, flow)) => Callee::Flow(id, Arc::clone(flow)),
                    None => Callee::Unknown,
                }
            }
            _ => Callee::Unknown,
        }
    }

    /// What an app runs there.
    pub fn callee_of_app(&self, file: &File, run: &AppRun<'_>) -> Callee {
        if !matches!(run.role, AppRole::Path | AppRole::Code) {
            return Callee::Unknown;
        }
        let Some(id) = self.leads_to(file, &run.reference()) else {
            return Callee::Unknown;
        };
        let Some(target) = self.get(id) else {
            return Callee::Unknown;
        };
        if let Some(flow) = target.flow() {
            return Callee::Flow(id, Arc::clone(flow));
        }
        let told = run.language.and_then(|l| l.as_str());
        let fits = |s: &&Arc<Script>| told.as_deref().is_none_or(|l| is_read_as(s, l));
        match target.script().filter(fits) {
            Some(script) => Callee::Code(Code::whole(Arc::clone(script), Some(id))),
            None => Callee::Unknown,
        }
    }

    fn same_reading(&self, file: &File, flow: &Flow) -> bool {
        file.flow()
            .is_some_and(|f| Arc::ptr_eq(f.yaml(), flow.yaml()))
    }
}

/// Whether a script is read as code of this language would be.
fn is_read_as(script: &Script, language: &str) -> bool {
    let told = ScriptLanguage::from_name(language);
    let same_grammar = told.syntax().is_some() && told.syntax() == script.language.syntax();
    told == script.language || same_grammar
}

/// The function of a script that this step calls.
pub fn entry_name(module: &Module) -> EntryName {
    match module.place {
        Place::Preprocessor => EntryName::Preprocessor,
        _ => EntryName::Main,
    }
}

impl Callee {
    /// The script, where it is one.
    pub fn script(&self) -> Option<&Arc<Script>> {
        match self {
            Callee::Code(code) => Some(&code.script),
            _ => None,
        }
    }

    /// The signature of the function that `module` calls, where it can be read.
    pub fn signature(&self, module: &Module) -> Option<&Signature> {
        self.signature_of(entry_name(module))
    }

    /// The signature of this function of it, where it can be read.
    pub fn signature_of(&self, entry: EntryName) -> Option<&Signature> {
        match self.script()?.entry(entry) {
            Entry::Found(signature) => Some(signature),
            _ => None,
        }
    }

    /// The inputs it takes for `module`; `None` where they are not known in full.
    pub fn inputs(&self, module: &Module) -> Option<Vec<Input>> {
        self.inputs_of(entry_name(module))
    }

    /// The inputs it takes where this function of it is called; `None` where they are not known in full.
    pub fn inputs_of(&self, entry: EntryName) -> Option<Vec<Input>> {
        if let Callee::Flow(_, flow) = self {
            let schema = flow.schema()?;
            if schema.additional || !flow.yaml().is_clean() {
                return None;
            }
            let required = |name: &str| schema.required.iter().any(|r| r.value == name);
            let input = |p: &crate::flow::Property| {
                let node = p.node.map(|n| flow.node(n));
                let text = |key| node.and_then(|n| n.get(key)).and_then(|v| v.as_str());
                let has_default =
                    node.is_some_and(|n| n.get("default").is_some_and(|d| !d.is_null()));
                Input {
                    name: p.name.value.clone(),
                    required: required(&p.name) && !has_default,
                    kind: match text("format") {
                        Some(format) if format.starts_with("resource-") => format.into_owned(),
                        _ => text("type").unwrap_or_default().into_owned(),
                    },
                    default: node
                        .and_then(|n| n.get("default"))
                        .and_then(|d| written(flow.yaml().text(), d)),
                }
            };
            return Some(schema.properties.as_ref()?.iter().map(input).collect());
        }
        let signature = self.signature_of(entry)?;
        if signature.takes_any {
            return None;
        }
        let params = signature.params.iter().filter(|p| p.passed);
        Some(
            params
                .map(|p| Input {
                    name: p.name.value.clone(),
                    required: p.is_required(),
                    kind: p.ty.to_string(),
                    default: p.default.as_ref().map(|d| d.value.clone()),
                })
                .collect(),
        )
    }
}
