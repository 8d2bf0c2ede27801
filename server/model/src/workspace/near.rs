//! Near names among all of a workspace: made ready when one is asked for first, once for a set of files.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use sdk::PathKind;
use syntax::near::NearNames;

use super::PathNames;
use crate::file::ItemKind;

/// What is made ready, each when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// By root (its index) and what the names are of.
    paths: OnceLock<Vec<[OnceLock<NearNames>; 4]>>,
    resource_types: OnceLock<NearNames>,
    scripts_by_name: OnceLock<ByName>,
}

/// Windmill paths, sorted, by root (its index) and last name.
type ByName = FxHashMap<(usize, Box<str>), Vec<Box<str>>>;

impl PathNames {
    /// The Windmill paths of what is of this kind beside `from`, to ask for the nearest to another; `None` where there
    /// is nothing of the kind.
    pub fn near(&self, from: &str, kind: PathKind) -> Option<&NearNames> {
        let (root, _) = self.locate(from)?;
        let all = self.near.paths.get_or_init(|| {
            let roots = self.roots().iter();
            roots
                .map(|_| <[OnceLock<NearNames>; 4]>::default())
                .collect()
        });
        let slot = match kind {
            PathKind::Script => 0,
            PathKind::Flow => 1,
            PathKind::Resource => 2,
            PathKind::Variable => 3,
        };
        let near = all.get(root)?[slot].get_or_init(|| {
            let path = |(path, _)| path;
            match kind {
                PathKind::Script => NearNames::of(self.scripts(from).map(path)),
                PathKind::Flow => NearNames::of(self.flows(from).map(path)),
                PathKind::Resource => NearNames::of(self.items(from, ItemKind::Resource).map(path)),
                PathKind::Variable => NearNames::of(self.items(from, ItemKind::Variable).map(path)),
            }
        });
        (!near.is_empty()).then_some(near)
    }

    /// The names of resource types that have a file, in any root, to ask for the nearest to another.
    pub fn near_resource_types(&self) -> &NearNames {
        let near = &self.near.resource_types;
        near.get_or_init(|| NearNames::of(self.resource_types()))
    }

    /// Windmill paths of the scripts beside `from` that end with `/` and this name, sorted.
    pub fn scripts_named<'a>(&'a self, from: &str, name: &str) -> impl Iterator<Item = &'a str> {
        let by_name = self.near.scripts_by_name.get_or_init(|| {
            let mut by_name = ByName::default();
            for (root, path) in self.scripts.keys() {
                let key = (*root, Box::from(crate::path::name(path)));
                by_name.entry(key).or_default().push(Box::from(&**path));
            }
            by_name
        });
        let root = self.locate(from).map(|(root, _)| root);
        let found = root.and_then(|root| by_name.get(&(root, Box::from(name))));
        found.into_iter().flatten().map(|path| &**path)
    }
}
