//! Names: Windmill paths (`f/folder/name`) to files and back, and the files behind `!inline`.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::near::Near;
use super::{Root, Workspace};
use crate::file::{File, FileKind, ItemKind};
use crate::flow::Inline;
use crate::path::{self, FilePath};
use crate::references::app;
use syntax::FileId;

/// Every name of a workspace. Worked out once for a set of files.
#[derive(Debug, Default)]
pub struct PathNames {
    roots: Vec<Root>,
    /// By root (its index) and Windmill path.
    pub(super) scripts: BTreeMap<(usize, String), Vec<FileId>>,
    flows: BTreeMap<(usize, String), FileId>,
    /// Metadata of scripts, by root and Windmill path.
    metadata: FxHashMap<(usize, String), FileId>,
    /// Roots that have any.
    with_metadata: FxHashSet<usize>,
    /// Windmill paths of resources and of variables.
    items: [BTreeMap<(usize, String), FileId>; 2],
    /// Paths behind which a file stands whose ending says nothing, or a folder with the script.
    unread: FxHashSet<(usize, String)>,
    /// The files of [`PathNames::paths`].
    ids: Vec<FileId>,
    /// Every file by its path in lower case, once a file is missed.
    lower: OnceLock<FxHashMap<String, FileId>>,
    /// The roots by their folders, without a slash at the end.
    by_folder: FxHashMap<String, usize>,
    /// The paths of all files, sorted.
    paths: Vec<FilePath>,
    /// The names of resource types that have a file, in any root.
    resource_types: BTreeMap<String, Vec<FileId>>,
    /// The Python modules of the workspace that hide an SDK: their files.
    sdk_like: Vec<FilePath>,
    /// Whether there is a Python module `windmill`.
    has_windmill: bool,
    /// Whether any root has settings that can be read.
    is_synced: bool,
    pub(super) near: Near,
}

/// The entries of a root whose paths start in one way.
struct Below<'a, T> {
    range: Range<'a, (usize, String), T>,
    root: usize,
    start: String,
}

impl<'a, T> Iterator for Below<'a, T> {
    type Item = (&'a str, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        let ((root, path), value) = self.range.next()?;
        (*root == self.root && path.starts_with(&self.start)).then_some((path, value))
    }
}

/// What `!inline` names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InlineTarget {
    /// This file.
    File(FileId),
    /// Nothing; where it should be, and a file there whose name differs in letter case only.
    Missing {
        /// The path that was looked for.
        path: String,
        /// The near miss.
        other_case: Option<FileId>,
    },
    /// A path that is not looked for: absolute, or outside the workspace.
    Outside,
}

/// Files that Python finds instead of an SDK's package.
const SDK_LIKE: &[&str] = &[
    "/wmill.py",
    "/wmill/__init__.py",
    "/skyvern.py",
    "/skyvern/__init__.py",
];

impl PathNames {
    pub(super) fn of(workspace: &Workspace) -> PathNames {
        let files: Vec<_> = workspace.every().collect();
        let roots = roots(workspace);
        let folder = |r: &Root| r.dir.trim_end_matches('/').to_owned();
        let mut names = PathNames {
            by_folder: roots
                .iter()
                .enumerate()
                .map(|(i, r)| (folder(r), i))
                .collect(),
            is_synced: roots.iter().any(|r| r.config.is_some()),
            roots,
            paths: files.iter().map(|(_, f)| Arc::clone(&f.path)).collect(),
            ids: files.iter().map(|(id, _)| *id).collect(),
            ..PathNames::default()
        };
        // Folders with a flow whose names do not say so: sync passes such a flow over, but who pushes it by
        // hand has the code of its steps there.
        let mut bare: FxHashSet<&str> = FxHashSet::default();
        let mut described: FxHashSet<&str> = FxHashSet::default();
        for (id, file) in &files {
            if file.kind == FileKind::Flow {
                bare.insert(path::parent(&file.path));
            }
            if file.kind == FileKind::Metadata
                && let Some((stem, _)) = file.path.rsplit_once(".script.")
            {
                described.insert(stem);
            }
            if SDK_LIKE.iter().any(|ending| file.path.ends_with(ending)) {
                names.sdk_like.push(Arc::clone(&file.path));
            }
            names.has_windmill |= ["/windmill.py", "/windmill/__init__.py"]
                .iter()
                .any(|ending| file.path.ends_with(ending));
            if file.kind == FileKind::Item(ItemKind::ResourceType)
                && let Some((name, _)) = path::name(&file.path).split_once(".resource-type.")
            {
                let files = names.resource_types.entry(name.to_owned());
                files.or_default().push(*id);
            }
        }
        for (id, file) in &files {
            let Some((root, relative)) = names.locate(&file.path) else {
                continue;
            };
            match &file.kind {
                FileKind::Flow => {
                    let folder = path::parent(relative);
                    names
                        .flows
                        .insert((root, path::flow_stem(folder).to_owned()), *id);
                }
                FileKind::Script(_) | FileKind::Metadata => {
                    if relative.contains("__mod/") || relative.contains("__dbt/") {
                        names.other(root, relative);
                        continue;
                    }
                    let of_flow = bare.contains(path::parent(&file.path))
                        && file.kind != FileKind::Metadata
                        && path::script_stem(&file.path)
                            .is_none_or(|stem| !described.contains(stem));
                    if is_owned(relative) || of_flow {
                        continue;
                    }
                    if file.kind == FileKind::Metadata {
                        let name = relative
                            .rsplit_once(".script.")
                            .map_or(relative, |(n, _)| n);
                        names.metadata.insert((root, name.to_owned()), *id);
                        names.with_metadata.insert(root);
                    } else if let Some(name) = script_path(relative) {
                        names.scripts.entry((root, name)).or_default().push(*id);
                    }
                }
                FileKind::Item(kind) => names.item(root, *kind, relative, *id),
                FileKind::LooseFlow | FileKind::App | FileKind::Frontend | FileKind::Other => {
                    names.other(root, relative);
                }
                FileKind::Config | FileKind::Lock | FileKind::Hashes => {}
            }
        }
        names
    }

    fn item(&mut self, root: usize, kind: ItemKind, relative: &str, id: FileId) {
        let Some(slot) = slot(kind) else { return };
        let mark = [".resource.", ".variable."][slot];
        let Some((path, _)) = relative.rsplit_once(mark) else {
            return;
        };
        // `db.staging.resource.yaml` is `db` in one workspace.
        if let Some((stem, _)) = path.rsplit_once('.') {
            self.items[slot].insert((root, stem.to_owned()), id);
        }
        self.items[slot].insert((root, path.to_owned()), id);
    }

    fn other(&mut self, root: usize, relative: &str) {
        for mark in ["__mod/", "__dbt/"] {
            if let Some((stem, _)) = relative.split_once(mark) {
                self.unread.insert((root, stem.to_owned()));
            }
        }
        if let Some((stem, ending)) = relative.rsplit_once('.')
            && ending != "lock"
        {
            self.unread.insert((root, stem.to_owned()));
        }
    }

    /// Windmill paths of the resources or variables beside `from`, sorted; none for other kinds.
    pub fn items<'a>(
        &'a self,
        from: &str,
        kind: ItemKind,
    ) -> impl Iterator<Item = (&'a str, FileId)> {
        let all = slot(kind).map(|s| &self.items[s]);
        let paths = self.below(all, from, "");
        paths.map(|(path, id)| (path, *id))
    }

    /// What a map has for the root of `from` at Windmill paths that start with `start`, sorted.
    fn below<'a, T>(
        &'a self,
        map: Option<&'a BTreeMap<(usize, String), T>>,
        from: &str,
        start: &str,
    ) -> impl Iterator<Item = (&'a str, &'a T)> + use<'a, T> {
        let key = self.locate(from).map(|(root, _)| (root, start.to_owned()));
        let range = key.zip(map).map(|(key, map)| Below {
            range: map.range(key.clone()..),
            root: key.0,
            start: key.1,
        });
        range.into_iter().flatten()
    }

    /// Whether the script at a Windmill path may be there in a form that is not read.
    pub fn is_unread(&self, from: &str, path: &str) -> bool {
        self.locate(from)
            .is_some_and(|(root, _)| self.unread.contains(&(root, path.to_owned())))
    }

    /// Whether a file lies in a folder of a flow or an app, by the folder's name.
    pub fn is_owned(&self, file: &str) -> bool {
        self.locate(file)
            .is_some_and(|(_, relative)| is_owned(relative))
    }

    /// The file at a path that may differ in letter case.
    fn whatever_case(&self, path: &str) -> Option<FileId> {
        let files = self.lower.get_or_init(|| {
            let files = self.paths.iter().zip(&self.ids);
            files.map(|(path, id)| (path.to_lowercase(), *id)).collect()
        });
        files.get(&path.to_lowercase()).copied()
    }

    /// Whether there is any synced workspace: any `wmill.yaml` that can be read.
    pub fn is_synced(&self) -> bool {
        self.is_synced
    }

    /// All synced workspaces, outer ones first.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    pub(super) fn root_of(&self, path: &str) -> Option<&Root> {
        self.locate(path).map(|(root, _)| &self.roots[root])
    }

    /// The innermost root that holds `path`, and the path from there.
    pub(super) fn locate<'a>(&self, path: &'a str) -> Option<(usize, &'a str)> {
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Some(&root) = self.by_folder.get(above) {
                return Some((root, &path[above.len() + 1..]));
            }
            folder = above;
        }
        None
    }

    /// Whether a file's path starts with `start` and goes on with one of `/`, `.` and `_`.
    pub fn stands(&self, start: &str) -> bool {
        ["/", ".", "_"].iter().any(|sign| {
            let start = format!("{start}{sign}");
            let at = self.paths.partition_point(|p| **p < *start);
            self.paths.get(at).is_some_and(|p| p.starts_with(&start))
        })
    }

    /// The paths of the files that start with `start`, sorted.
    pub fn starting(&self, start: &str) -> &[FilePath] {
        let at = self.paths.partition_point(|p| **p < *start);
        let below = &self.paths[at..];
        &below[..below.partition_point(|p| p.starts_with(start))]
    }

    /// The names of resource types that have a file, in any root, sorted.
    pub fn resource_types(&self) -> impl Iterator<Item = &str> {
        self.resource_types.keys().map(String::as_str)
    }

    /// The files of the resource type of this name, in any root, by path.
    pub fn resource_type(&self, name: &str) -> &[FileId] {
        self.resource_types.get(name).map_or(&[], Vec::as_slice)
    }

    /// The files that Python may find instead of an SDK's package, by path.
    pub fn sdk_like(&self) -> &[FilePath] {
        &self.sdk_like
    }

    /// Whether the workspace has a Python module `windmill` of its own.
    pub fn has_windmill_module(&self) -> bool {
        self.has_windmill
    }

    /// Whether there is a resource or variable at this Windmill path beside `from`.
    pub fn has_item(&self, from: &str, kind: ItemKind, path: &str) -> bool {
        let (Some((root, _)), Some(slot)) = (self.locate(from), slot(kind)) else {
            return false;
        };
        self.items[slot].contains_key(&(root, path.to_owned()))
    }

    /// The file of the resource or variable at this Windmill path beside `from`.
    pub fn item_file(&self, from: &str, kind: ItemKind, path: &str) -> Option<FileId> {
        let (root, _) = self.locate(from)?;
        self.items[slot(kind)?]
            .get(&(root, path.to_owned()))
            .copied()
    }

    /// The script that a step of `from` means by `path`; the one with metadata, if several fit.
    pub fn script(&self, from: &str, path: &str) -> Option<FileId> {
        let (root, _) = self.locate(from)?;
        self.scripts.get(&(root, path.to_owned()))?.first().copied()
    }

    /// The flow that a step of `from` means by `path`.
    pub fn flow(&self, from: &str, path: &str) -> Option<FileId> {
        let (root, _) = self.locate(from)?;
        self.flows.get(&(root, path.to_owned())).copied()
    }

    /// Whether the script at this Windmill path has a `.script.yaml`.
    pub fn has_metadata(&self, from: &str, path: &str) -> bool {
        self.locate(from)
            .is_some_and(|(root, _)| self.metadata.contains_key(&(root, path.to_owned())))
    }

    /// The `.script.yaml` of the script at this Windmill path.
    pub fn metadata(&self, from: &str, path: &str) -> Option<FileId> {
        let (root, _) = self.locate(from)?;
        self.metadata.get(&(root, path.to_owned())).copied()
    }

    /// Whether any script beside `from` has a `.script.yaml`.
    pub fn knows_metadata(&self, from: &str) -> bool {
        let root = self.locate(from).map(|(root, _)| root);
        root.is_some_and(|root| self.with_metadata.contains(&root))
    }

    /// All files that may be the code of the script at this Windmill path.
    pub fn contents(&self, from: &str, path: &str) -> &[FileId] {
        let root = self.locate(from).map(|(root, _)| root);
        let found = root.and_then(|root| self.scripts.get(&(root, path.to_owned())));
        found.map_or(&[], Vec::as_slice)
    }

    /// Windmill paths of all scripts beside `from`, sorted.
    pub fn scripts<'a>(&'a self, from: &str) -> impl Iterator<Item = (&'a str, FileId)> {
        let scripts = self.below(Some(&self.scripts), from, "");
        scripts.filter_map(|(path, ids)| Some((path, *ids.first()?)))
    }

    /// Windmill paths of the scripts below a folder beside `from`, sorted.
    pub fn scripts_below<'a>(&'a self, from: &str, folder: &str) -> impl Iterator<Item = &'a str> {
        let below = self.below(Some(&self.scripts), from, &format!("{folder}/"));
        below.map(|(path, _)| path)
    }

    /// Windmill paths of the flows below a folder beside `from`, sorted.
    pub fn flows_below<'a>(&'a self, from: &str, folder: &str) -> impl Iterator<Item = &'a str> {
        let below = self.below(Some(&self.flows), from, &format!("{folder}/"));
        below.map(|(path, _)| path)
    }

    /// Windmill paths of all flows beside `from`, sorted.
    pub fn flows<'a>(&'a self, from: &str) -> impl Iterator<Item = (&'a str, FileId)> {
        let flows = self.below(Some(&self.flows), from, "");
        flows.map(|(path, id)| (path, *id))
    }

    /// Every script, flow, resource and variable with its Windmill path; of several scripts at one path each.
    pub fn everything(&self) -> impl Iterator<Item = (&str, FileId)> {
        let scripts = self.scripts.iter();
        let scripts = scripts.flat_map(|((_, path), ids)| ids.iter().map(move |id| (path, *id)));
        let [resources, variables] = &self.items;
        let others = self.flows.iter().chain(resources).chain(variables);
        let others = others.map(|((_, path), id)| (path, *id));
        scripts.chain(others).map(|(path, id)| (path.as_str(), id))
    }

    /// The Windmill path of a script's or flow's file.
    pub fn windmill_path(&self, file: &str) -> Option<String> {
        let (_, relative) = self.locate(file)?;
        if matches!(path::name(relative), "flow.yaml" | "flow.json") {
            let folder = path::parent(relative);
            return Some(path::flow_stem(folder).to_owned());
        }
        script_path(relative)
    }
}

impl Workspace {
    /// Where an `!inline` of the flow at `flow` looks for its file. `None`: nowhere, the path is absolute
    /// or leads out of the workspace.
    pub fn inline_path(&self, flow: &str, inline: &Inline) -> Option<String> {
        let name = inline.name.value.as_str();
        let path = path::join(path::parent(flow), name).filter(|_| !path::is_absolute(name))?;
        self.reaches(flow, &path).then_some(path)
    }

    /// The file behind an `!inline` of the flow at `flow`; `module` is the step's id, which Windmill
    /// falls back on.
    pub fn inline_target(&self, flow: &str, inline: &Inline, module: &str) -> InlineTarget {
        let Some(path) = self.inline_path(flow, inline) else {
            return InlineTarget::Outside;
        };
        let paths = path::inline_paths(path::parent(flow), &inline.name.value, module);
        if let Some(id) = paths.iter().find_map(|p| self.id(p)) {
            return InlineTarget::File(id);
        }
        let other_case = self.names().whatever_case(&path);
        InlineTarget::Missing { path, other_case }
    }

    /// The file that an `!inline` of a file of an app names.
    pub fn inline_target_of_app(&self, file: &File, name: &str) -> InlineTarget {
        let path = app::inline_path(file, name).filter(|p| self.reaches(&file.path, p));
        let Some(path) = path else {
            return InlineTarget::Outside;
        };
        if let Some(id) = self.id(&path) {
            return InlineTarget::File(id);
        }
        let other_case = self.names().whatever_case(&path);
        InlineTarget::Missing { path, other_case }
    }
}

/// Where items of a kind stand in [`PathNames`].
fn slot(kind: ItemKind) -> Option<usize> {
    match kind {
        ItemKind::Resource => Some(0),
        ItemKind::Variable => Some(1),
        _ => None,
    }
}

/// The folders with a `wmill.yaml`, and opened folders that none of those holds.
fn roots(workspace: &Workspace) -> Vec<Root> {
    let mut roots: Vec<Root> = Vec::new();
    for (_, file) in workspace.every() {
        if let Some(config) = file.config() {
            let dir: FilePath = FilePath::from(path::parent(&file.path));
            roots.push(Root {
                dir,
                config: config.clone().ok(),
            });
        }
    }
    for folder in workspace.folders() {
        let held = |r: &Root| *r.dir == **folder || path::relative(&r.dir, folder).is_some();
        if !roots.iter().any(held) {
            roots.push(Root {
                dir: folder.clone(),
                config: None,
            });
        }
    }
    roots.sort_by_key(|r| (r.dir.len(), r.dir.clone()));
    roots
}

/// Whether a file lies in a folder of a flow or an app, by the folder's name.
fn is_owned(relative: &str) -> bool {
    let mut folders = path::parent(relative).split('/');
    let of_flow = |folder: &str| path::FLOW_SUFFIXES.iter().any(|s| folder.ends_with(s));
    folders.any(of_flow) || path::app_folder(relative).is_some()
}

/// `f/a/b.bun.ts` to `f/a/b`; only what lies under `f/`, `u/` or `g/`.
fn script_path(relative: &str) -> Option<String> {
    let folder = relative.split('/').next()?;
    if !["f", "u", "g"].contains(&folder) {
        return None;
    }
    path::script_stem(relative).map(str::to_owned)
}
