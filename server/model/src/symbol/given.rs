//! What one file gives to a script or a flow, by the names of its inputs: the steps of flows, schedules and
//! triggers, code that runs things by their path; and the schema beside a script.

use syntax::Span;
use syntax::yaml::Node;

use super::{CodeId, Found, KeyForm, PathKind, Role, Spelling, Symbol, code_in, input, key_form};
use crate::code::Code;
use crate::file::{File, FileKind};
use crate::flow::{Content, Flow, ModuleKind};
use crate::path;
use crate::references::{Key, PathHash, Via, app};
use crate::signature::EntryName;
use crate::workspace::callee::entry_name;
use crate::workspace::{Callee, InlineTarget, Workspace};
use syntax::FileId;

/// What has inputs.
#[derive(Clone, Copy)]
enum Taker {
    Flow(FileId),
    Code(CodeId, EntryName),
}

impl Taker {
    fn script(file: FileId) -> Taker {
        Taker::Code(CodeId { file, module: None }, EntryName::Main)
    }

    fn symbol(self, name: &str) -> Symbol {
        match self {
            Taker::Flow(flow) => input(flow, name),
            Taker::Code(code, entry) => Symbol::Parameter {
                code,
                entry,
                name: name.into(),
            },
        }
    }
}

impl Workspace {
    /// What the steps of a flow give.
    pub(super) fn given_by_steps(&self, file: &File, flow: &Flow, found: &mut Found<'_>) {
        for (idx, module) in flow.modules() {
            // An alias brings keys that stand elsewhere: the step's own place says nothing of them.
            if !module
                .transforms
                .iter()
                .any(|t| found.concerns(t.name.span))
            {
                continue;
            }
            let code =
                |file, module| Taker::Code(CodeId { file, module }, entry_name(flow.module(idx)));
            let taker = match &module.kind {
                ModuleKind::Flow(Some(path)) => {
                    self.names().flow(&file.path, path).map(Taker::Flow)
                }
                ModuleKind::Script(Some(path)) => {
                    let script = self.names().script(&file.path, path);
                    script.map(|id| code(id, None))
                }
                ModuleKind::RawScript { content, .. } => match content {
                    Content::Embedded(_) => Some(code(found.file, Some(idx))),
                    Content::Inline(inline) => {
                        match self.inline_target(&file.path, inline, module.id_text()) {
                            InlineTarget::File(id) => Some(code(id, None)),
                            _ => None,
                        }
                    }
                    _ => None,
                },
                _ => None,
            };
            let Some(taker) = taker else { continue };
            for transform in &module.transforms {
                let name = &transform.name;
                found.scalar(taker.symbol(&name.value), name.span, Role::Use);
            }
        }
    }

    /// What a schedule or a trigger gives to what it runs, and to what it runs afterwards.
    pub(super) fn given_by_item(&self, file: &File, found: &mut Found<'_>) {
        let Some(root) = file.yaml().root() else {
            return;
        };
        for reference in file.references() {
            let Some(taker) = self.taker(file, &reference.key) else {
                continue;
            };
            let args = match reference.via {
                Via::Run => root.get("args"),
                Via::Handler => root
                    .pairs()
                    .find(|p| p.value.is_some_and(|v| touches(v, reference.span)))
                    .and_then(|p| p.key.as_str())
                    .and_then(|key| match key.strip_suffix("_path") {
                        Some(handler) => root.get(&format!("{handler}_args")),
                        None => root.get(&format!("{key}_extra_args")),
                    }),
                _ => None,
            };
            for pair in args.into_iter().flat_map(|a| a.pairs()) {
                if let Some(name) = pair.key.as_str() {
                    found.scalar(taker.symbol(&name), pair.key.span(), Role::Use);
                }
            }
        }
    }

    /// What an app gives to what it runs.
    pub(super) fn given_by_app(&self, file: &File, found: &mut Found<'_>) {
        for run in app::runs(file) {
            let mut inputs = run.inputs.iter();
            if !inputs.any(|i| found.concerns(i.span())) {
                continue;
            }
            let taker = self.taker(file, &run.key).or_else(|| {
                let target = self.leads_to(file, &run.reference());
                target.map(Taker::script)
            });
            let Some(taker) = taker else { continue };
            for input in run.inputs {
                if let Some(name) = input.as_str() {
                    found.scalar(taker.symbol(&name), input.span(), Role::Use);
                }
            }
        }
    }

    /// What the frontend of an app gives to what it calls.
    pub(super) fn given_by_frontend(&self, file: &File, found: &mut Found<'_>) {
        let app = path::raw_app_folder(&file.path);
        let Some((read, app)) = file.frontend().zip(app) else {
            return;
        };
        for call in &read.calls {
            let given = call.given.iter().flat_map(|g| &g.names);
            if !given.clone().any(|(name, _)| found.concerns(name.span)) {
                continue;
            }
            let runnable = self.runnable(app, &call.id.value);
            let taker = match runnable.map(|r| self.callee_of_runnable(&r)) {
                Some(Callee::Flow(flow, _)) => Taker::Flow(flow),
                Some(Callee::Code(Code { file: Some(id), .. })) => Taker::script(id),
                _ => continue,
            };
            for (name, form) in given {
                let spelling = Spelling::Key(key_form(*form));
                found.add(taker.symbol(&name.value), name.span, Role::Use, spelling);
            }
        }
    }

    /// What has the inputs of what a key names.
    fn taker(&self, file: &File, key: &Key) -> Option<Taker> {
        match key {
            Key::Flow(path) => self.names().flow(&file.path, path).map(Taker::Flow),
            Key::Script(path) => self.names().script(&file.path, path).map(Taker::script),
            _ => None,
        }
    }

    /// What code gives to what it runs by its path.
    pub(super) fn given_by_code(&self, file: &File, found: &mut Found<'_>) {
        for (_, code) in code_in(found.file, file) {
            for path in code.script.sdk_paths() {
                let mut inputs = path.inputs.iter();
                if !inputs.any(|i| found.concerns(code.outer(i.name.span))) {
                    continue;
                }
                let name = path.path.value.as_str();
                let taker = match path.kind {
                    PathKind::Flow => self.names().flow(&file.path, name).map(Taker::Flow),
                    PathKind::Script => self.names().script(&file.path, name).map(Taker::script),
                    _ => None,
                };
                let Some(taker) = taker else { continue };
                for input in &path.inputs {
                    let before = &code.script.text[..input.name.span.start as usize];
                    let form = match before.ends_with(['"', '\'', '`']) {
                        true => KeyForm::Quoted,
                        false if input.is_shorthand => KeyForm::Shorthand,
                        false => KeyForm::Plain,
                    };
                    let symbol = taker.symbol(&input.name.value);
                    let span = code.outer(input.name.span);
                    found.add(symbol, span, Role::Use, Spelling::Key(form));
                }
            }
        }
    }

    /// The schema that stands beside a script.
    pub(super) fn described(&self, file: &File, found: &mut Found<'_>) {
        let Some(script) = self.described_by(file) else {
            return;
        };
        let taker = Taker::script(script);
        let root = file.yaml().root();
        if let Some(schema) = root.and_then(|r| r.get("schema")) {
            found.schema(schema, Role::Use, |_, name| taker.symbol(name));
        }
        found.arguments(root, |_, name| taker.symbol(name));
    }

    /// The script that a `.script.yaml` is about.
    fn described_by(&self, file: &File) -> Option<FileId> {
        let (stem, _) = file.path.rsplit_once(".script.")?;
        let root = self.root_of(&file.path)?;
        self.names()
            .script(&file.path, path::relative(&root.dir, stem)?)
    }

    /// The files that may give something to a symbol or describe it, its own first.
    pub(super) fn naming_files(&self, symbol: &Symbol) -> Vec<FileId> {
        let Some((own, file)) = symbol.file().and_then(|id| Some((id, self.get(id)?))) else {
            return Vec::new();
        };
        let path = self.names().windmill_path(&file.path);
        let mut keys = Vec::new();
        let mut files = vec![own];
        match symbol {
            Symbol::Input { .. } => {
                keys.extend(path.map(|path| Key::Flow(path.into())));
            }
            Symbol::Parameter { code, .. } if code.module.is_none() => {
                keys.push(Key::Inline(PathHash::of(&file.path)));
                let stem = path::script_stem(&file.path);
                keys.extend(stem.map(|stem| Key::CodeBeside(PathHash::of(stem))));
                if let Some(path) = path {
                    files.extend(self.names().metadata(&file.path, &path));
                    keys.push(Key::Script(path.into()));
                }
            }
            _ => {}
        }
        for key in keys {
            files.extend(self.naming(key).into_iter().map(|(id, _)| id));
        }
        // The frontends of apps call what runs it by the name of that file.
        let runs = files.iter().filter_map(|id| self.get(*id));
        let of_backend = runs.filter(|f| f.kind == FileKind::App || f.path == file.path);
        let stems = of_backend.filter_map(|f| path::script_stem(&f.path));
        let stems: Vec<PathHash> = stems.map(PathHash::of).collect();
        for stem in stems {
            let callers = self.naming(Key::Runnable(stem));
            files.extend(callers.into_iter().map(|(id, _)| id));
        }
        let mut seen = rustc_hash::FxHashSet::default();
        files.retain(|id| seen.insert(*id));
        files
    }
}

fn touches(node: Node<'_>, span: Span) -> bool {
    node.span().touches(span.start as usize)
}
