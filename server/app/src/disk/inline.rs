//! The files behind `!inline`: read even where a walk leaves them out, for Windmill reads them all the
//! same. Such a file is known for as long as a flow names it.

use std::path::PathBuf;
use std::sync::Arc;

use model::file::{File, Source};
use model::path::FilePath;
use model::workspace::Workspace;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use syntax::FileId;

use super::guard::Place;
use super::opened::Opened;
use super::path::to_disk;
use super::{Aside, read};

/// Reads what flows name and the walk did not find, and forgets what none names any more. What changed is
/// added to `touched`, which has the files that changed before; `all`: there may be more of them. Open documents
/// stay as they are.
pub(super) fn settle(
    opened: &Opened,
    workspace: &mut Workspace,
    open: &FxHashSet<String>,
    aside: &mut Aside,
    touched: &mut FxHashSet<FilePath>,
    all: bool,
) {
    let Aside { probed, links } = aside;
    let before = std::mem::take(probed);
    let flows = match all {
        true => workspace.files(),
        false => concerned(workspace, touched, open),
    };
    let wanted = wanted(workspace, flows, &before);
    if !all {
        // What flows name that did not change.
        let named = |name: &FilePath| {
            let mut flows = workspace.inliners(name).into_iter();
            flows.any(|(_, flow)| !before.contains(&flow.path))
        };
        let known = before.iter().filter(|name| workspace.id(name).is_some());
        probed.extend(known.filter(|name| named(name)).cloned());
    }
    for (flow, name) in wanted {
        if open.contains(&name) || probed.contains(&*name) {
            continue;
        }
        if workspace.id(&name).is_some() {
            // What the walk found is none of ours; the rest was told if it changed.
            probed.extend(before.get(&*name).cloned());
            continue;
        }
        let found = opened.beside(&to_disk(&flow), &to_disk(&name), |place| {
            let source = source(&name, place)?;
            Some((source, place.resolved().map(|r| r.path() != place.path())))
        });
        if let Some((source, is_link)) = found {
            let name = FilePath::from(name);
            if matches!(is_link, Ok(true)) {
                links.insert(Arc::clone(&name));
            }
            workspace.set(&name, source);
            touched.insert(Arc::clone(&name));
            probed.insert(name);
        }
    }
    let mut gone: Vec<FilePath> = before.into_iter().collect();
    gone.retain(|name| !probed.contains(name) && !open.contains(&**name));
    for name in gone {
        workspace.remove(&name);
        touched.insert(name);
    }
}

/// Whether the files that `file` names are other than those known for it: one is there that was not
/// read, or one that `before` named may have to go.
pub(crate) fn is_unsettled(
    folders: &[PathBuf],
    workspace: &Workspace,
    file: &File,
    before: &File,
    aside: &Aside,
) -> bool {
    let now = workspace.inlined_by(file);
    let mut unknown = now.iter().filter(|n| workspace.id(n).is_none()).peekable();
    if unknown.peek().is_some() {
        let opened = Opened::new(folders);
        let is_there = |name: &String| {
            let path = to_disk(name);
            let found = opened.beside(&to_disk(&file.path), &path, |p| source(name, p));
            found.is_some()
        };
        if unknown.any(is_there) {
            return true;
        }
    }
    let before = workspace.inlined_by(before);
    let is_lost = |name: &String| aside.probed.contains(name.as_str()) && !now.contains(name);
    before.iter().any(is_lost)
}

/// The files that changed or are open, and the flows that name a file that is gone, by path.
fn concerned<'a>(
    workspace: &'a Workspace,
    touched: &FxHashSet<FilePath>,
    open: &FxHashSet<String>,
) -> Vec<(FileId, &'a Arc<File>)> {
    let known = |path: &str| {
        let id = workspace.id(path)?;
        Some((id, workspace.get(id)?))
    };
    let mut concerned: Vec<(FileId, &Arc<File>)> = Vec::new();
    #[expect(clippy::iter_over_hash_type, reason = "sorted right after")]
    for path in open {
        concerned.extend(known(path));
    }
    #[expect(clippy::iter_over_hash_type, reason = "sorted right after")]
    for path in touched {
        match known(path) {
            Some(file) => concerned.push(file),
            None => concerned.extend(workspace.inliners(path)),
        }
    }
    concerned.sort_by(|a, b| a.1.path.cmp(&b.1.path));
    concerned.dedup_by_key(|(id, _)| *id);
    concerned
}

/// The files that these flows name, each with the flow, by path. What is itself only known because a flow
/// names it does not count: what is asked of the disk has an end.
fn wanted(
    workspace: &Workspace,
    flows: Vec<(FileId, &Arc<File>)>,
    probed: &FxHashSet<FilePath>,
) -> Vec<(FilePath, String)> {
    let wanted = flows.into_par_iter().flat_map_iter(|(_, file)| {
        let counts = !probed.contains(&file.path);
        let names = if counts {
            workspace.inlined_by(file)
        } else {
            Vec::new()
        };
        names.into_iter().map(|name| (Arc::clone(&file.path), name))
    });
    wanted.collect()
}

fn source(name: &str, place: &Place<'_>) -> Option<Source> {
    read::source(name, place, place.what_itself().ok()?)
}
