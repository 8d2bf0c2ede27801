//! Files that move, and everything that names them: paths, imports, inlined files.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::annotation::Source;
use model::file::{File, FileKind, ItemKind};
use model::language::ScriptLanguage;
use model::path;
use model::references::{Key, Via};
use model::symbol::{PathKind, Role, Spelling, Symbol};
use model::workspace::{InlineTarget, Workspace};
use syntax::{FileId, Span};

use super::{Change, Move, Refused, hashes, imports, readable, shown};
use crate::finding::TextEdit;

/// Files that move, each with where it goes.
pub(super) struct Moved<'w> {
    pub(super) workspace: &'w Workspace,
    files: BTreeMap<FileId, String>,
    /// Scripts and flows by their old file, with their new Windmill path.
    pub(super) paths: BTreeMap<FileId, String>,
}

/// Everything that moves when these files and folders do: the metadata and the lock of a script go along.
pub(crate) fn moved(workspace: &Workspace, moves: &[Move]) -> Vec<Move> {
    let mut all: Vec<Move> = moves.to_vec();
    for one in moves {
        let Some(id) = workspace.id(&one.from) else {
            continue;
        };
        let is_script = matches!(
            workspace.get(id).map(|f| &f.kind),
            Some(FileKind::Script(_))
        );
        if !is_script || workspace.names().is_owned(&one.from) {
            continue;
        }
        let stems = path::script_stem(&one.from).zip(path::script_stem(&one.to));
        let Some((from, to)) = stems.filter(|(from, to)| from != to) else {
            continue;
        };
        for ending in [
            ".script.yaml",
            ".script.yml",
            ".script.json",
            ".script.lock",
        ] {
            let beside = Move {
                from: format!("{from}{ending}").into(),
                to: format!("{to}{ending}"),
            };
            let is_there = workspace.id(&beside.from).is_some();
            let is_free = workspace.id(&beside.to).is_none();
            if is_there && is_free && !all.iter().any(|m| m.from == beside.from) {
                all.push(beside);
            }
        }
    }
    all
}

/// The files that are the script already whose code a new file at this path would be: Windmill takes one for each.
pub(crate) fn same_script(workspace: &Workspace, path: &str) -> Vec<String> {
    let names = workspace.names();
    let kind = FileKind::of(path, &ScriptLanguage::Bun);
    if !matches!(kind, FileKind::Script(_)) || names.is_owned(path) {
        return Vec::new();
    }
    let Some(own) = names.windmill_path(path) else {
        return Vec::new();
    };
    let others = names.contents(path, &own).iter();
    let others = others.filter_map(|id| workspace.get(*id));
    let others = others.filter(|f| *f.path != *path);
    others
        .map(|f| model::path::name(&f.path).to_owned())
        .collect()
}

/// Who names files, or files in folders, at these paths and is none of them: by path, from the root of the workspace.
pub(crate) fn users_of(workspace: &Workspace, paths: &[String]) -> Vec<String> {
    let gone: Vec<Move> = paths
        .iter()
        .map(|path| Move {
            from: path.as_str().into(),
            to: String::new(),
        })
        .collect();
    let gone = Moved::of(workspace, &gone);
    let mut users: Vec<FileId> = Vec::new();
    for id in gone.files.keys() {
        let Some(file) = workspace.get(*id) else {
            continue;
        };
        users.extend(workspace.inliners(&file.path).into_iter().map(|(id, _)| id));
        if workspace.dependencies_name(&file.path).is_some() {
            let uses = workspace.uses_of(&Symbol::Inlined(*id)).into_iter();
            users.extend(uses.filter(|u| u.role == Role::Use).map(|u| u.file));
        }
        let path = gone.old_path(*id, file);
        let root = workspace.root_of(&file.path);
        if let Some(((kind, path), root)) = path.zip(root) {
            let symbol = Symbol::Path {
                kind,
                root: Arc::clone(&root.dir),
                path: path.as_str().into(),
            };
            users.extend(workspace.uses_of(&symbol).into_iter().map(|u| u.file));
        }
    }
    users.retain(|id| !gone.files.contains_key(id));
    let files = users.iter().filter_map(|id| workspace.get(*id));
    let mut named: Vec<String> = files.map(|f| shown(workspace, f)).collect();
    named.sort();
    named.dedup();
    named
}

/// The edits of all that names files and folders that move. Those of a file that moves itself are of its text where it
/// still is. `strict`: what cannot be followed refuses it; else that is left as it stands.
pub(crate) fn follow(
    workspace: &Workspace,
    moves: &[Move],
    strict: bool,
) -> Result<Change, Refused> {
    let moved = Moved::of(workspace, moves);
    let mut change = Change {
        moves: moves.to_vec(),
        ..Change::default()
    };
    moved.paths_of_all(&mut change, strict)?;
    moved.inlined(&mut change);
    moved.locks(&mut change);
    moved.dependencies(&mut change);
    imports::follow(&moved, &mut change, strict)?;
    hashes::follow(&moved, &mut change);
    Ok(change.sorted())
}

impl<'w> Moved<'w> {
    fn of(workspace: &'w Workspace, moves: &[Move]) -> Moved<'w> {
        let names = workspace.names();
        let mut files = BTreeMap::new();
        for one in moves {
            if let Some(id) = workspace.id(&one.from) {
                files.insert(id, one.to.clone());
            }
            for below in names.starting(&format!("{}/", one.from)) {
                let rest = below.strip_prefix(&*one.from);
                if let Some((id, rest)) = workspace.id(below).zip(rest) {
                    files.insert(id, format!("{}{rest}", one.to));
                }
            }
        }
        let mut moved = Moved {
            workspace,
            files,
            paths: BTreeMap::new(),
        };
        let paths = moved.files.iter().filter_map(|(id, to)| {
            let file = workspace.get(*id)?;
            let (kind, _) = moved.old_path(*id, file)?;
            matches!(kind, PathKind::Script | PathKind::Flow).then_some(())?;
            Some((*id, moved.new_path(kind, file, to)?))
        });
        moved.paths = paths.collect();
        moved
    }

    /// The Windmill path that a file gets; `None` where it leaves its workspace.
    fn new_path(&self, kind: PathKind, file: &File, to: &str) -> Option<String> {
        let root = self.workspace.root_of(&file.path)?;
        let new = self.workspace.root_of(to).filter(|new| new.dir == root.dir);
        new.and_then(|_| new_path(self.workspace, kind, to))
    }

    /// Where a file will be.
    pub(super) fn place_of(&self, id: FileId) -> Option<&str> {
        let now = self.workspace.get(id).map(|f| &*f.path);
        self.files.get(&id).map(String::as_str).or(now)
    }

    /// The Windmill path that a script will have.
    pub(super) fn path_of(&self, id: FileId) -> Option<String> {
        let now = || {
            let file = self.workspace.get(id)?;
            self.workspace.names().windmill_path(&file.path)
        };
        self.paths.get(&id).cloned().or_else(now)
    }

    /// What a file is by its path, with that path.
    fn old_path(&self, id: FileId, file: &File) -> Option<(PathKind, String)> {
        let names = self.workspace.names();
        match &file.kind {
            FileKind::Flow => Some((PathKind::Flow, names.windmill_path(&file.path)?)),
            FileKind::Script(_) => {
                let path = names.windmill_path(&file.path)?;
                let is_it = names.script(&file.path, &path) == Some(id);
                is_it.then_some((PathKind::Script, path))
            }
            FileKind::Item(kind) => {
                let kind = match kind {
                    ItemKind::Resource => PathKind::Resource,
                    ItemKind::Variable => PathKind::Variable,
                    _ => return None,
                };
                Some((kind, new_path(self.workspace, kind, &file.path)?))
            }
            _ => None,
        }
    }

    /// Paths as they are written in YAML, in expressions and in strings of code.
    fn paths_of_all(&self, change: &mut Change, strict: bool) -> Result<(), Refused> {
        for (id, to) in &self.files {
            let Some(file) = self.workspace.get(*id) else {
                continue;
            };
            let Some((kind, old)) = self.old_path(*id, file) else {
                continue;
            };
            let new = self.new_path(kind, file, to);
            let Some(new) = new.filter(|new| *new != old) else {
                continue;
            };
            let Some(root) = self.workspace.root_of(&file.path) else {
                continue;
            };
            let symbol = Symbol::Path {
                kind,
                root: Arc::clone(&root.dir),
                path: old.as_str().into(),
            };
            for at in self.workspace.uses_of(&symbol) {
                let Some(named) = self.workspace.get(at.file) else {
                    continue;
                };
                let is_text = matches!(at.spelling, Spelling::Scalar | Spelling::Text);
                if !is_text {
                    continue;
                }
                if strict {
                    readable(self.workspace, at.file)?;
                }
                if at.span.slice(named.text()) == old {
                    change.add(
                        at.file,
                        TextEdit {
                            span: at.span,
                            text: new.clone(),
                        },
                    );
                } else if strict {
                    let place = super::place(self.workspace, &at);
                    return Err(format!("{place} names it in a way that cannot be changed"));
                }
            }
        }
        Ok(())
    }

    /// `!inline` of flows and apps: by the place of the flow and that of the file.
    fn inlined(&self, change: &mut Change) {
        let mut flows: Vec<FileId> = Vec::new();
        for id in self.files.keys() {
            let Some(file) = self.workspace.get(*id) else {
                continue;
            };
            if matches!(file.kind, FileKind::Flow | FileKind::App) {
                flows.push(*id);
            }
            flows.extend(
                self.workspace
                    .inliners(&file.path)
                    .into_iter()
                    .map(|(id, _)| id),
            );
        }
        flows.sort_unstable();
        flows.dedup();
        for id in flows {
            self.inlined_by_app(id, change);
            let Some((file, flow)) = self.workspace.get(id).and_then(|f| Some((f, f.flow()?)))
            else {
                continue;
            };
            for (_, module) in flow.modules() {
                for inline in module.inlines() {
                    let target = self
                        .workspace
                        .inline_target(&file.path, inline, module.id_text());
                    let InlineTarget::File(target) = target else {
                        continue;
                    };
                    if !self.files.contains_key(&target) && !self.files.contains_key(&id) {
                        continue;
                    }
                    let (Some(flow), Some(to)) = (self.place_of(id), self.place_of(target)) else {
                        continue;
                    };
                    let new = path::relative_to(path::parent(flow), to);
                    let old = &inline.name.value;
                    let is_same = path::join(path::parent(flow), old).as_deref() == Some(to);
                    let span = inline.name.span;
                    if !is_same && span.slice(file.text()) == old {
                        change.add(id, TextEdit { span, text: new });
                    }
                }
            }
        }
    }

    fn inlined_by_app(&self, id: FileId, change: &mut Change) {
        let app = self.workspace.get(id);
        let Some(file) = app.filter(|f| f.kind == FileKind::App) else {
            return;
        };
        let inlined = file.references().iter().filter(|r| r.via == Via::Inline);
        for reference in inlined.filter(|r| matches!(r.key, Key::Inline(_))) {
            let places = self.workspace.leads_to(file, reference).and_then(|target| {
                let old = &self.workspace.get(target)?.path;
                let name = reference.span.slice(file.text());
                let base = old.strip_suffix(name)?.trim_end_matches('/');
                Some((base, name, self.place_of(id)?, self.place_of(target)?))
            });
            let Some((base, name, app, to)) = places else {
                continue;
            };
            // `backend`, or nothing.
            let below = path::relative_to(path::parent(&file.path), base);
            let new = path::join(path::parent(app), &below);
            let new = new.map(|base| path::relative_to(&base, to));
            if let Some(text) = new.filter(|new| new != name) {
                let span = reference.span;
                change.add(id, TextEdit { span, text });
            }
        }
    }

    /// The comments of scripts that name a file of `dependencies/`.
    fn dependencies(&self, change: &mut Change) {
        for (id, to) in &self.files {
            let Some(file) = self.workspace.get(*id) else {
                continue;
            };
            let workspace = self.workspace;
            let Some((old, new)) = workspace
                .dependencies_name(&file.path)
                .zip(workspace.dependencies_name(to))
            else {
                continue;
            };
            let Some((_, name)) = Source::named(new).filter(|(s, _)| s.name(old).is_some()) else {
                continue;
            };
            for named in workspace.uses_of(&Symbol::Inlined(*id)) {
                if named.role == Role::Use {
                    let (span, text) = (named.span, name.to_owned());
                    change.add(named.file, TextEdit { span, text });
                }
            }
        }
    }

    /// The `lock` of a script's metadata, which names its file from the root of the workspace.
    fn locks(&self, change: &mut Change) {
        const MARK: &str = "!inline ";
        const LOCK: &str = ".script.lock";
        for id in self.files.keys() {
            let Some(file) = self
                .workspace
                .get(*id)
                .filter(|f| f.kind == FileKind::Metadata)
            else {
                continue;
            };
            let lock = file.yaml().root().and_then(|r| r.get("lock"));
            let Some((lock, root)) = lock.zip(self.workspace.root_of(&file.path)) else {
                continue;
            };
            let span = lock.span();
            let Some(at) = span.slice(file.text()).find(MARK) else {
                continue;
            };
            let start = span.start as usize + at + MARK.len();
            let rest = &file.text()[start..span.end as usize];
            let written = rest.trim_end_matches(['"', '\'']);
            let Some(old) = path::join(&root.dir, written) else {
                continue;
            };
            let new = match self.workspace.id(&old) {
                Some(target) => self.files.get(&target).cloned(),
                // It is yet to be made, or nobody keeps it here: Windmill makes it beside the metadata.
                None => {
                    let stem =
                        |metadata: &str| Some(metadata.rsplit_once(".script.")?.0.to_owned());
                    let is_own = stem(&file.path).is_some_and(|s| old == s + LOCK);
                    let new = self.files.get(id).filter(|_| is_own);
                    new.and_then(|new| Some(stem(new)? + LOCK))
                }
            };
            let new = new
                .as_deref()
                .and_then(|new| path::relative(&root.dir, new));
            if let Some(new) = new {
                change.add(
                    *id,
                    TextEdit {
                        span: Span::new(start, start + written.len()),
                        text: new.to_owned(),
                    },
                );
            }
        }
    }
}

/// The Windmill path that a file of a kind has at a place.
pub(crate) fn new_path(workspace: &Workspace, kind: PathKind, file: &str) -> Option<String> {
    let mark = match kind {
        PathKind::Script | PathKind::Flow => return workspace.names().windmill_path(file),
        PathKind::Resource => ".resource.",
        PathKind::Variable => ".variable.",
    };
    let root = workspace.root_of(file)?;
    let (stem, _) = path::relative(&root.dir, file)?.rsplit_once(mark)?;
    // `db.staging.resource.yaml` is `db` in one workspace.
    let folder = path::parent(stem);
    let name = path::name(stem).split('.').next()?;
    Some(format!("{folder}/{name}"))
}

/// Refuses where one of these places is taken.
pub(super) fn free(workspace: &Workspace, moves: &[Move]) -> Result<(), Refused> {
    for one in moves {
        let below = format!("{}/", one.to);
        let is_taken =
            workspace.id(&one.to).is_some() || !workspace.names().starting(&below).is_empty();
        if is_taken {
            return Err(format!("There is `{}` already", workspace.shown(&one.to)));
        }
    }
    for one in moves {
        if let Some(file) = workspace.id(&one.from).and_then(|id| workspace.get(id))
            && file.kind == FileKind::Config
        {
            return Err(format!("`{}` cannot move", shown(workspace, file)));
        }
    }
    Ok(())
}
