//! The inverse of the references: from what is named to the files that name it.
//!
//! It is worked out when it is asked for first, and after a change only for what changed: by the difference of
//! two sorted lists of keys.

use std::sync::{Arc, OnceLock};

use immutable_chunkmap::set::Set;
use rustc_hash::FxHashMap;
use syntax::FileId;

use super::Key;
use crate::file::File;

/// From keys to files.
#[derive(Clone, Default, Debug)]
pub(crate) struct Index {
    pairs: Set<(Key, FileId), 64>,
}

impl Index {
    /// The index of these files.
    pub(crate) fn of<'a>(files: impl Iterator<Item = (FileId, &'a Arc<File>)>) -> Index {
        let mut pairs: Vec<(Key, FileId)> = Vec::new();
        for (id, file) in files {
            pairs.extend(file.keys().into_iter().map(|k| (k.clone(), id)));
        }
        pairs.sort_unstable();
        Index {
            pairs: Set::new().insert_many(pairs),
        }
    }

    /// A file changed that named these keys, sorted; `None`: it is gone.
    fn change(&mut self, id: FileId, before: &[Key], after: Option<&File>) {
        let before: Vec<&Key> = before.iter().collect();
        let after = after.map_or_else(Vec::new, File::keys);
        for key in difference(&before, &after) {
            self.pairs.remove_cow(&(key.clone(), id));
        }
        for key in difference(&after, &before) {
            self.pairs.insert_cow((key.clone(), id));
        }
    }

    /// The files that write this key, by their ids.
    pub(crate) fn files(&self, key: &Key) -> impl Iterator<Item = FileId> {
        let range = (key.clone(), FileId(0))..=(key.clone(), FileId(u32::MAX));
        self.pairs.range(range).map(|(_, id)| *id)
    }

    /// Whether any file does.
    pub(crate) fn has(&self, key: &Key) -> bool {
        self.files(key).next().is_some()
    }

    /// All of it, in order: a test compares.
    #[cfg(test)]
    pub(crate) fn pairs(&self) -> Vec<(Key, FileId)> {
        self.pairs.into_iter().cloned().collect()
    }
}

/// What stands in the first sorted list and not in the second.
pub(crate) fn difference<'k>(one: &[&'k Key], other: &[&Key]) -> Vec<&'k Key> {
    let is_new = |key: &&&Key| other.binary_search(*key).is_err();
    one.iter().filter(is_new).copied().collect()
}

/// The index of one state of the workspace, made of that of an earlier one and what changed since.
#[derive(Clone, Default, Debug)]
pub(crate) struct Cell {
    index: Arc<OnceLock<Index>>,
    base: Option<Base>,
}

#[derive(Clone, Debug)]
struct Base {
    index: Index,
    /// The keys that the files named which changed since: nothing else is kept of what they were.
    changed: FxHashMap<FileId, Vec<Key>>,
}

impl Cell {
    /// Notes that a file comes, changes or goes; `before`: as it was until now.
    pub(crate) fn change(&mut self, id: FileId, before: Option<Arc<File>>) {
        if let Some(index) = self.index.get() {
            self.base = Some(Base {
                index: index.clone(),
                changed: FxHashMap::default(),
            });
        }
        if self.index.get().is_some() || Arc::strong_count(&self.index) > 1 {
            self.index = Arc::default();
        }
        if let Some(base) = &mut self.base {
            let before = before.iter().flat_map(|f| f.keys()).cloned();
            let changed = base.changed.entry(id);
            changed.or_insert_with(|| before.collect());
        }
    }

    /// The index. `all`: every file; `now`: one of them.
    pub(crate) fn get<'a, I>(
        &self,
        all: impl FnOnce() -> I,
        now: impl Fn(FileId) -> Option<&'a Arc<File>>,
    ) -> &Index
    where
        I: Iterator<Item = (FileId, &'a Arc<File>)>,
    {
        self.index.get_or_init(|| {
            let Some(base) = &self.base else {
                return Index::of(all());
            };
            let mut index = base.index.clone();
            #[expect(
                clippy::iter_over_hash_type,
                reason = "the files do not touch each other"
            )]
            for (id, before) in &base.changed {
                index.change(*id, before, now(*id).map(|f| &**f));
            }
            index
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::file::Source;
    use crate::workspace::Workspace;

    const PATHS: &[&str] = &[
        "/w/wmill.yaml",
        "/w/f/a.flow/flow.yaml",
        "/w/f/b__flow/flow.yaml",
        "/w/f/lib.py",
        "/w/f/in/x.py",
        "/w/f/a.schedule.yaml",
        "/w/f/db.resource.yaml",
        "/w/f/lib.script.yaml",
    ];

    const TEXTS: &[&str] = &[
        "",
        "value:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: f/lib\n",
        "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
         content: '!inline x.py'\n    - id: b\n      value:\n        type: rawscript\n        \
         language: python3\n        content: |\n          from f.lib import x\n          from .in import y\n",
        "from f.lib import x\nfrom . import y\nimport f.in.x\n",
        "script_path: f/lib\nis_flow: false\n",
        "script_path: f/a\nis_flow: true\n",
        "resource_type: postgresql\nvalue: {}\n",
        "schema:\n  properties:\n    db:\n      format: resource-postgresql\n",
    ];

    #[derive(Clone, Debug)]
    enum Act {
        Set(usize, usize),
        Remove(usize),
        Ask,
        Keep,
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let act = prop_oneof![
            6 => (0..PATHS.len(), 0..TEXTS.len()).prop_map(|(p, t)| Act::Set(p, t)),
            2 => (0..PATHS.len()).prop_map(Act::Remove),
            2 => Just(Act::Ask),
            1 => Just(Act::Keep),
        ];
        prop::collection::vec(act, 1..40)
    }

    proptest! {
        /// Whatever was asked in between, and whoever still holds an older state.
        #[test]
        fn changed_equals_fresh(acts in acts()) {
            let mut workspace = Workspace::new(vec![Arc::from("/w")]);
            let mut kept = Vec::new();
            for act in acts {
                match act {
                    Act::Set(path, text) => {
                        workspace.set(PATHS[path], Source::Text(Arc::from(TEXTS[text])));
                    }
                    Act::Remove(path) => drop(workspace.remove(PATHS[path])),
                    Act::Ask => drop(workspace.index().pairs()),
                    Act::Keep => kept.push(workspace.clone()),
                }
            }
            kept.push(workspace);
            for workspace in kept {
                let fresh = Index::of(workspace.files().into_iter());
                prop_assert_eq!(workspace.index().pairs(), fresh.pairs());
            }
        }
    }
}
