//! What a rule sees, and how it reports: the one place that builds findings, so that no rule can
//! forget a place, a level or the settings.

use std::cell::OnceCell;
use std::ops::Deref;
use std::sync::Arc;

use model::app::App;
use model::code::Code;
use model::file::{File, FileKind};
use model::flow::{Content, Flow, ModuleIdx, ModuleKind, Place};
use model::language::ScriptLanguage;
use model::results::Shapes;
use model::workspace::{Callee, Workspace};
use syntax::{FileId, Span};

use crate::finding::Finding;
use crate::rule::RuleInfo;
use crate::rules::{SchemaNode, SharedFiles, Suggestions};
use crate::settings::Settings;

/// One file being checked by one rule.
pub struct Context<'a> {
    /// Everything else.
    pub workspace: &'a Workspace,
    /// What the workspace sets.
    pub settings: &'a Settings,
    /// The file's id.
    pub id: FileId,
    /// The file.
    pub file: &'a File,
    pub(crate) shared: &'a Shared<'a>,
    pub(crate) rule: &'static RuleInfo,
    pub(crate) suggestions: Suggestions,
    pub(crate) findings: Vec<Finding>,
}

/// What several rules ask of a file, worked out once for all of them.
#[derive(Default)]
pub(crate) struct Shared<'a> {
    /// The walk with what the schema says of each node.
    pub(crate) schema_nodes: OnceCell<Vec<SchemaNode<'a>>>,
    /// Inline files that several steps share and cannot.
    pub(crate) shared_files: OnceCell<SharedFiles>,
    shapes: OnceCell<Option<Shapes<'a>>>,
    shapes_of_code: OnceCell<Option<Shapes<'a>>>,
    callees: OnceCell<Vec<(ModuleIdx, Callee)>>,
    app: OnceCell<Option<App<'a>>>,
    code: OnceCell<Vec<CheckedCode>>,
}

/// Code to look at: a script's file, or what a flow embeds.
#[derive(Clone, Debug)]
pub struct CheckedCode {
    code: Code,
    /// What it must hold.
    pub role: Role,
    /// The `content` key, for embedded code.
    pub key: Option<Span>,
}

impl Deref for CheckedCode {
    type Target = Code;

    fn deref(&self) -> &Code {
        &self.code
    }
}

/// What is asked of a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Role {
    /// A step, a schedule, a trigger or an app runs its `main`.
    pub needs_main: bool,
    /// A preprocessor module runs its `preprocessor`.
    pub needs_preprocessor: bool,
    /// It has a `.script.yaml`.
    pub has_metadata: bool,
    /// Its metadata says that it is a library, without a `main`.
    pub is_library: bool,
    /// Other scripts import it.
    pub is_imported: bool,
    /// Windmill may run it: beside a synced workspace lies other code that has a `main` of its own.
    pub is_script: bool,
}

/// Whether a file's name says that it holds tests, or belongs to a package of Python.
fn is_test(name: &str) -> bool {
    matches!(name, "conftest.py" | "__init__.py")
        || name.ends_with(".py") && (name.starts_with("test_") || name.ends_with("_test.py"))
        || [".test.ts", ".spec.ts"].iter().any(|e| name.ends_with(e))
}

/// Whether a script's metadata says that the script is there to be imported.
fn says_library(metadata: &File) -> bool {
    let Some(root) = metadata.yaml().root() else {
        return false;
    };
    root.get("no_main_func").and_then(|v| v.as_bool()) == Some(true)
        || root
            .get("auto_kind")
            .and_then(|v| v.as_str())
            .is_some_and(|kind| kind == "lib")
}

impl CheckedCode {
    /// Whether it is Python that Windmill may run.
    pub fn is_python(&self) -> bool {
        self.role.is_script && self.script.language == ScriptLanguage::Python3
    }

    /// Where something absent from the code is reported: the `content` key, else line 1.
    pub fn place_of_absent(&self) -> Span {
        let first_line = self.script.text.lines().next().map_or(0, str::len);
        self.key.unwrap_or(Span::new(0, first_line))
    }
}

impl<'a> Context<'a> {
    /// Reports a finding at `span` of the file, at the rule's own level.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding {
            rule: self.rule,
            level: self.rule.level,
            message: message.into(),
            help: None,
            span,
            related: Vec::new(),
            fix: None,
            unfinished: None,
        });
        self.findings.last_mut().expect("it was just pushed")
    }

    /// The name among `known` that `name` was most likely meant to be. `None` also where the rule has
    /// compared too many names in this file already.
    pub fn did_you_mean<'k>(
        &self,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<&'k str> {
        self.suggestions.did_you_mean(name, known)
    }

    /// Whether `name` is the beginning of one of `known`, so that somebody may be typing that.
    pub fn is_begun<'k>(&self, name: &str, known: impl IntoIterator<Item = &'k str>) -> bool {
        self.suggestions.is_begun(name, known)
    }

    /// The flow, for a flow's file.
    pub fn flow(&self) -> Option<&'a Flow> {
        self.file.flow().map(|f| &**f)
    }

    /// The low-code app, for its file.
    pub fn app(&self) -> Option<&'a App<'a>> {
        if self.file.kind != FileKind::App {
            return None;
        }
        let read = || App::read(&self.file.path, self.file.yaml());
        self.shared.app.get_or_init(read).as_ref()
    }

    /// What a step of the file's flow runs.
    pub fn callee(&self, idx: ModuleIdx) -> &'a Callee {
        self.workspace.uses_others();
        let all = self.shared.callees.get_or_init(|| {
            let Some(flow) = self.file.flow() else {
                return Vec::new();
            };
            let of = |(i, _)| (i, self.workspace.callee(self.file, flow, i));
            flow.modules().map(of).collect()
        });
        let found = all.binary_search_by_key(&idx, |(i, _)| *i);
        found.map_or(&Callee::Unknown, |at| &all[at].1)
    }

    /// The shapes of the flow, for a flow's file.
    pub fn shapes(&self) -> Option<&'a Shapes<'a>> {
        self.workspace.uses_others();
        let shapes = self.shared.shapes.get_or_init(|| self.read_shapes());
        shapes.as_ref()
    }

    /// The same without what authors say of the types: what is left is certain. Worked out when it is
    /// asked for first.
    pub fn shapes_of_code(&self) -> Option<&'a Shapes<'a>> {
        self.workspace.uses_others();
        let make = || self.read_shapes().map(Shapes::unannotated);
        self.shared.shapes_of_code.get_or_init(make).as_ref()
    }

    fn read_shapes(&self) -> Option<Shapes<'a>> {
        let flow = Arc::clone(self.file.flow()?);
        Some(Shapes::new(self.workspace, self.id, self.file, flow))
    }

    /// All code of the file.
    pub fn code(&self) -> &'a [CheckedCode] {
        if self.file.kind != FileKind::Flow {
            // What is asked of a script depends on who runs it.
            self.workspace.uses_others();
        }
        self.shared.code.get_or_init(|| self.read_code())
    }

    fn read_code(&self) -> Vec<CheckedCode> {
        if let Some(script) = self.file.script() {
            return vec![CheckedCode {
                code: Code::whole(Arc::clone(script), None),
                role: self.role_of_file(),
                key: None,
            }];
        }
        let Some(flow) = self.flow() else {
            return Vec::new();
        };
        let mut code = Vec::new();
        for embedded in self.file.embedded() {
            let Some(module) = embedded.module.map(|idx| flow.module(idx)) else {
                continue;
            };
            let value = module.value.map(|v| flow.node(v));
            code.push(CheckedCode {
                code: embedded.clone(),
                role: Role {
                    needs_main: module.place != Place::Preprocessor,
                    needs_preprocessor: module.place == Place::Preprocessor,
                    is_script: true,
                    ..Role::default()
                },
                key: value.and_then(|v| v.pair("content")).map(|p| p.key.span()),
            });
        }
        code
    }

    /// What is asked of the script that the file is.
    pub(crate) fn role_of_file(&self) -> Role {
        let names = self.workspace.names();
        let uses = self.workspace.uses(self.id);
        let path = names.windmill_path(&self.file.path).unwrap_or_default();
        let preprocessor = |u: &model::workspace::ScriptUse| u.place == Some(Place::Preprocessor);
        let root = self.workspace.root_of(&self.file.path).and_then(|r| {
            let relative = model::path::relative(&r.dir, &self.file.path)?;
            Some((r, relative))
        });
        // What is not synced is no script of the workspace, and neither are tests beside one.
        let is_synced =
            root.is_none_or(|(r, relative)| r.config.as_ref().is_none_or(|c| c.syncs(relative)));
        let is_own = is_synced && !is_test(model::path::name(&self.file.path));
        let is_placed = !path.is_empty() || !names.is_synced();
        Role {
            is_script: is_own && is_placed || !uses.is_empty(),
            needs_main: uses.iter().any(|u| !preprocessor(u)),
            needs_preprocessor: uses.iter().any(preprocessor),
            has_metadata: names.has_metadata(&self.file.path, &path),
            is_library: names
                .metadata(&self.file.path, &path)
                .and_then(|id| self.workspace.get(id))
                .is_some_and(|f| says_library(f)),
            is_imported: self.workspace.is_imported(self.id),
        }
    }

    /// Whether this is a flow or of an app, and its YAML cannot be trusted to show everything, or to show steps as they are meant.
    pub(crate) fn is_broken_yaml(&self) -> bool {
        let is_merged = || self.flow().is_some_and(|f| f.merges_steps());
        let is_read = matches!(self.file.kind, FileKind::Flow | FileKind::App);
        is_read && (!self.file.yaml().is_clean() || is_merged())
    }

    /// The language of a step's code as the flow names it.
    pub fn language<'f>(&self, flow: &'f Flow, idx: ModuleIdx) -> Option<&'f str> {
        match &flow.module(idx).kind {
            ModuleKind::RawScript {
                language: Some(language),
                ..
            } => Some(language.value.as_str()),
            _ => None,
        }
    }

    /// Whether the code of a step stands in the flow's own text.
    pub fn is_embedded(&self, flow: &Flow, idx: ModuleIdx) -> bool {
        matches!(
            &flow.module(idx).kind,
            ModuleKind::RawScript {
                content: Content::Embedded(_),
                ..
            }
        )
    }
}
