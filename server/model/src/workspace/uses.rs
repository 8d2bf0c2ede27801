//! Who runs a script, who imports it, and which resource types are used: the index of references, asked.

use std::sync::Arc;

use super::{InlineTarget, Workspace};
use crate::annotation;
use crate::file::{File, FileKind, ItemKind};
use crate::flow::{Inline, ModuleIdx, Place};
use crate::path::{self, FilePath};
use crate::references::{Key, PathHash, Reference, Via, app, metadata};
use syntax::FileId;

/// One step, schedule, trigger or app that runs a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScriptUse {
    /// The file that names it.
    pub file: FileId,
    /// The step; `None` for a schedule, a trigger or an app.
    pub module: Option<ModuleIdx>,
    /// Where the step stands.
    pub place: Option<Place>,
    /// Whether it is inlined, and not named by its path.
    pub inline: bool,
}

impl Workspace {
    /// Every step, schedule, trigger and app that runs this script, in the order of the files' paths and of the steps in them.
    pub fn uses(&self, script: FileId) -> Vec<ScriptUse> {
        let Some(path) = self.get(script).map(|f| Arc::clone(&f.path)) else {
            return Vec::new();
        };
        let names = self.names();
        let mut keys = vec![Key::Inline(PathHash::of(&path))];
        keys.extend(
            names
                .windmill_path(&path)
                .map(|own| Key::Script(Arc::from(own))),
        );
        keys.extend(path::script_stem(&path).map(|stem| Key::CodeBeside(PathHash::of(stem))));
        let mut uses = Vec::new();
        for key in keys {
            for (id, file) in self.naming(key.clone()) {
                let runs = |r: &&Reference| matches!(r.via, Via::Run | Via::Inline);
                let written = file.references().iter().filter(runs);
                let written = written.filter(|r| r.key == key);
                let means = written.filter(|r| self.leads_to(file, r) == Some(script));
                uses.extend(means.map(|r| {
                    let place = r.module.zip(file.flow());
                    ScriptUse {
                        file: id,
                        module: r.module,
                        place: place.map(|(idx, flow)| flow.module(idx).place),
                        inline: matches!(key, Key::Inline(_) | Key::CodeBeside(_)),
                    }
                }));
            }
        }
        let path = |u: &ScriptUse| self.get(u.file).map(|f| Arc::clone(&f.path));
        uses.sort_by_cached_key(|u| (path(u), u.module));
        uses.dedup();
        uses
    }

    /// The files that a file names, as far as they are there, each once.
    pub fn named_by(&self, file: &File) -> Vec<FileId> {
        let names = self.names();
        let mut named: Vec<FileId> = Vec::new();
        for reference in file.references() {
            named.extend(match &reference.key {
                Key::Module(path) => names.script(&file.path, path),
                Key::Flow(_)
                | Key::Script(_)
                | Key::Inline(_)
                | Key::CodeBeside(_)
                | Key::Runnable(_) => self.leads_to(file, reference),
                _ => None,
            });
        }
        let script = file.script().into_iter();
        let imports = script.flat_map(|s| s.imports());
        named.extend(imports.filter_map(|i| self.imported(&file.path, &i.module.value)));
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The file that a reference leads to. `None` where it is not there, and for modules and types: what these lead to,
    /// the code around them says as well.
    pub fn leads_to(&self, file: &File, reference: &Reference) -> Option<FileId> {
        let (names, from) = (self.names(), &file.path);
        match &reference.key {
            Key::Script(path) => names.script(from, path),
            Key::Flow(path) => names.flow(from, path),
            Key::Resource(path) => names.item_file(from, ItemKind::Resource, path),
            Key::Variable(path) => names.item_file(from, ItemKind::Variable, path),
            Key::Inline(_) if file.kind == FileKind::App => {
                let path = app::inline_path(file, reference.span.slice(file.text()))?;
                self.id(&path).filter(|_| self.reaches(from, &path))
            }
            Key::Inline(_) if file.kind == FileKind::Metadata => {
                let (path, _) = metadata::lock(file)?;
                self.id(&path).filter(|_| self.reaches(from, &path))
            }
            Key::Dependencies(name) => self.dependencies(from, name),
            Key::CodeBeside(_) => {
                let stem = path::script_stem(from)?;
                let beside = names.starting(&format!("{stem}."));
                let is_it = |file: &&FilePath| {
                    let id = self.id(file);
                    let is_code = id.and_then(|id| self.get(id)?.script()).is_some();
                    is_code && path::script_stem(file) == Some(stem)
                };
                self.id(beside.iter().find(is_it)?)
            }
            Key::Runnable(_) => {
                let id = reference.span.slice(file.text());
                let runnable = self.runnable(path::raw_app_folder(from)?, id)?;
                runnable.code.or(runnable.description)
            }
            Key::Inline(_) => {
                let module = file.flow()?.module(reference.module?);
                let is_it = |inline: &&Inline| {
                    let start = reference.span.start as usize;
                    inline.name.span.touches(start)
                };
                let inline = module.inlines().find(is_it)?;
                match self.inline_target(from, inline, module.id_text()) {
                    InlineTarget::File(target) => Some(target),
                    _ => None,
                }
            }
            Key::Module(_)
            | Key::ModuleBeside(_)
            | Key::TypeOfResource(_)
            | Key::TypeOfInput(_)
            | Key::TypeInCode(_)
            | Key::Route(_) => None,
        }
    }

    /// The file of this name in the `dependencies/` of the synced workspace that `from` is in.
    pub fn dependencies(&self, from: &str, name: &str) -> Option<FileId> {
        let root = self.root_of(from)?.dir.trim_end_matches('/');
        self.id(&format!("{root}/{}/{name}", annotation::FOLDER))
    }

    /// The name of a file in the `dependencies/` of its synced workspace; `None` for others.
    pub fn dependencies_name<'f>(&self, file: &'f str) -> Option<&'f str> {
        let relative = path::relative(&self.root_of(file)?.dir, file)?;
        let name = relative
            .strip_prefix(annotation::FOLDER)?
            .strip_prefix('/')?;
        (!name.contains('/')).then_some(name)
    }

    /// The names of the files there, sorted.
    pub fn all_dependencies(&self, from: &str) -> impl Iterator<Item = &str> {
        let root = self.root_of(from);
        let folder =
            root.map(|r| format!("{}/{}/", r.dir.trim_end_matches('/'), annotation::FOLDER));
        let files = folder.map(|f| (f.len(), self.names().starting(&f)));
        let files = files.map(|(len, files)| files.iter().map(move |f| &f[len..]));
        files
            .into_iter()
            .flatten()
            .filter(|name| !name.contains('/'))
    }

    /// The Windmill path of the app that a file belongs to.
    pub fn app_path(&self, file: &File) -> Option<String> {
        let root = self.root_of(&file.path)?;
        let folder = path::app_folder(&file.path)?;
        path::relative(&root.dir, path::app_stem(folder)).map(str::to_owned)
    }

    /// The paths that a flow, a file of an app or the metadata of a script names files by, as far as these may be looked at.
    pub fn inlined_by(&self, file: &File) -> Vec<String> {
        let from = &file.path;
        if file.kind == FileKind::Metadata {
            let lock = metadata::lock(file).map(|(path, _)| path);
            return lock.into_iter().filter(|l| self.reaches(from, l)).collect();
        }
        if file.kind == FileKind::App {
            let inline = |r: &&Reference| matches!(r.key, Key::Inline(_));
            let references = file.references().iter().filter(inline);
            let names = references.map(|r| r.span.slice(file.text()));
            let paths = names.filter_map(|name| app::inline_path(file, name));
            return paths.filter(|path| self.reaches(from, path)).collect();
        }
        let modules = file.flow().into_iter().flat_map(|f| f.modules());
        let inlines = modules.flat_map(|(_, module)| module.inlines());
        inlines.filter_map(|i| self.inline_path(from, i)).collect()
    }

    /// The flows, apps and metadata that name this file beside them, as code or as a lock, by path.
    pub fn inliners(&self, path: &str) -> Vec<(FileId, &Arc<File>)> {
        self.naming(Key::Inline(PathHash::of(path)))
    }

    /// Whether some Python script imports this one, or may mean it.
    pub fn is_imported(&self, script: FileId) -> bool {
        let Some(path) = self.get(script).map(|f| &f.path) else {
            return false;
        };
        let own = self.names().windmill_path(path);
        let beside =
            crate::path::script_stem(path).map(|stem| Key::ModuleBeside(PathHash::of(stem)));
        let keys = own.map(|own| Key::Module(Arc::from(own)));
        keys.into_iter().chain(beside).any(|key| self.is_named(key))
    }

    /// Whether a resource of the workspace has this type.
    pub fn has_resource_of(&self, name: &str) -> bool {
        self.is_named(Key::TypeOfResource(Arc::from(name)))
    }

    /// The resources that have this type, by path.
    pub fn resources_of(&self, name: &str) -> Vec<FileId> {
        let files = self.naming(Key::TypeOfResource(Arc::from(name)));
        files.into_iter().map(|(id, _)| id).collect()
    }

    /// The triggers that serve a route, by path.
    pub fn serving(&self, route: &Key) -> Vec<FileId> {
        let files = self.naming(route.clone());
        files.into_iter().map(|(id, _)| id).collect()
    }

    /// The flows and metadata that name this resource type for an input, by path.
    pub fn inputs_of_type(&self, name: &str) -> Vec<FileId> {
        let files = self.naming(Key::TypeOfInput(Arc::from(name)));
        files.into_iter().map(|(id, _)| id).collect()
    }
}
