//! The runnables of an app's backend, which its frontend calls by their ids.

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::FileId;
use syntax::yaml::Pair;

use super::{Callee, Input, Workspace};
use crate::file::FileKind;
use crate::path;
use crate::references::app::{self, AppRole};
use crate::signature::EntryName;

/// A runnable of an app whose frontend is code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Runnable {
    /// Its id.
    pub id: String,
    /// Its `backend/ID.yaml`.
    pub description: Option<FileId>,
    /// Its code; `None`: it runs something else, or is in a language that is not read.
    pub code: Option<FileId>,
}

impl Workspace {
    /// The runnables in the `backend` of an app's folder, by id. Older apps have them in `raw_app.yaml`; those count where the
    /// folder has none, as Windmill's command line takes them.
    pub fn runnables(&self, app: &str) -> Vec<Runnable> {
        let mut found = self.in_backend(&format!("{app}/backend/"), "");
        if found.is_empty() {
            found.extend(self.older_runnables(app));
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// The runnable of an id in an app's folder.
    pub fn runnable(&self, app: &str, id: &str) -> Option<Runnable> {
        let folder = format!("{app}/backend/");
        let own = self.in_backend(&folder, &format!("{id}."));
        let found = own.into_iter().find(|r| r.id == id);
        found.or_else(|| self.older_runnables(app).into_iter().find(|r| r.id == id))
    }

    /// The runnables whose files lie in a folder and begin with a text.
    fn in_backend(&self, folder: &str, begin: &str) -> Vec<Runnable> {
        let names = self.names();
        let mut found: Vec<Runnable> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for file in names.starting(&format!("{folder}{begin}")) {
            let stem = path::script_stem(file).and_then(|stem| stem.get(folder.len()..));
            let Some(id) = stem.filter(|id| !id.contains('/') && !file.ends_with(".lock")) else {
                continue;
            };
            let at = *places.entry(id).or_insert_with(|| {
                found.push(Runnable {
                    id: id.to_owned(),
                    description: None,
                    code: None,
                });
                found.len() - 1
            });
            let target = self.id(file);
            match target.and_then(|t| self.get(t)).map(|f| &f.kind) {
                Some(FileKind::App) => found[at].description = target,
                Some(FileKind::Script(_)) if found[at].code.is_none() => found[at].code = target,
                _ => {}
            }
        }
        found
    }

    fn older_runnables(&self, app: &str) -> Vec<Runnable> {
        let file = self
            .id(&format!("{app}/raw_app.yaml"))
            .and_then(|id| self.get(id));
        let root = file.and_then(|f| f.yaml().root());
        let pairs = root.and_then(|r| r.get("runnables")).into_iter();
        let pairs = pairs.flat_map(|r| r.pairs());
        let named = pairs.filter_map(|p| {
            Some(Runnable {
                id: p.key.as_str()?.into_owned(),
                description: None,
                code: None,
            })
        });
        named.collect()
    }

    /// What a runnable runs.
    pub fn callee_of_runnable(&self, runnable: &Runnable) -> Callee {
        let description = runnable.description.and_then(|id| self.get(id));
        if let Some(file) = description {
            let runs = app::runs(file);
            let run = runs
                .iter()
                .find(|r| matches!(r.role, AppRole::Path | AppRole::Code));
            return match run {
                Some(run) => self.callee_of_app(file, run),
                None => Callee::Unknown,
            };
        }
        let code = runnable.code.and_then(|id| Some((id, self.get(id)?)));
        match code.and_then(|(id, file)| Some((id, file.script()?))) {
            Some((id, script)) => Callee::Code(crate::code::Code::whole(script.clone(), Some(id))),
            None => Callee::Unknown,
        }
    }

    /// The inputs of a runnable that the frontend may give; `None` where they are not known in full.
    pub fn inputs_of_runnable(&self, runnable: &Runnable) -> Option<Vec<Input>> {
        self.callee_of_runnable(runnable).inputs_of(EntryName::Main)
    }

    /// The inputs that the app gives to a runnable itself; not those that it says the frontend gives.
    pub fn filled_in(&self, runnable: &Runnable) -> FxHashSet<String> {
        let file = runnable.description.and_then(|id| self.get(id));
        let fields = file.and_then(|f| f.yaml().root()?.get("fields"));
        let pairs = fields.into_iter().flat_map(|f| f.pairs());
        let is_user = |p: &Pair<'_>| {
            let kind = p.value.and_then(|v| v.get("type"));
            kind.is_some_and(|k| k.says("user"))
        };
        let own = pairs.filter(|p| !is_user(p));
        own.filter_map(|p| Some(p.key.as_str()?.into_owned()))
            .collect()
    }
}
