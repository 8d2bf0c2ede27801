//! Files and folders that the user makes, moves or deletes in the editor: what names them follows, or is told, and they are
//! read anew.

use std::path::PathBuf;
use std::sync::Arc;

use ide::Move;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::edits::Edits;
use super::initialize::{Client, folder};
use super::requests::Everything;
use super::state::Shared;
use crate::disk;

/// How many of the files that use a deleted one are named.
const NAMED: usize = 5;

/// What of the files that the user makes, moves and deletes is wanted: any file and folder may be named by something.
pub(super) fn operations(
    client: &Client,
) -> Option<lsp::WorkspaceFileOperationsServerCapabilities> {
    let all = lsp::FileOperationRegistrationOptions {
        filters: vec![lsp::FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: lsp::FileOperationPattern {
                glob: "**/*".to_owned(),
                ..lsp::FileOperationPattern::default()
            },
        }],
    };
    let [created, renamed, deleted] = client.told;
    let wanted = |is_wanted: bool| is_wanted.then(|| all.clone());
    let operations = lsp::WorkspaceFileOperationsServerCapabilities {
        will_create: wanted(client.tells_creates),
        will_rename: wanted(client.tells_renames),
        will_delete: wanted(client.tells_deletes),
        did_create: wanted(created),
        did_rename: wanted(renamed),
        did_delete: wanted(deleted),
    };
    (operations != lsp::WorkspaceFileOperationsServerCapabilities::default()).then_some(operations)
}

/// The edits of all that names files which are about to move, and what moves along.
pub(super) fn will_rename(
    all: &Everything,
    params: &lsp::RenameFilesParams,
) -> Option<lsp::WorkspaceEdit> {
    let moves = params.files.iter().filter_map(|file| {
        let path = |uri: &str| convert::path(&uri.parse().ok()?);
        Some(Move {
            from: path(&file.old_uri)?.as_str().into(),
            to: path(&file.new_uri)?,
        })
    });
    let moves: Vec<Move> = moves.collect();
    let mut change = all.snapshot.follow_moves(&moves);
    // The client makes these itself.
    change
        .moves
        .retain(|m| moves.iter().all(|own| own.from != m.from));
    if !all.client.moves_files {
        change.moves.clear();
    }
    let edits = Edits {
        snapshot: &all.snapshot,
        client: &all.client,
        open: all.open.clone(),
        own: None,
    };
    let is_empty = change.edits.is_empty() && change.moves.is_empty();
    edits.of(&change).ok().filter(|_| !is_empty)
}

/// Which scripts are there already that new files would be the code of, in a sentence; `None`: none.
pub(super) fn scripts_there_already(
    all: &Everything,
    params: &lsp::CreateFilesParams,
) -> Option<String> {
    let paths = params.files.iter();
    let paths = paths.filter_map(|file| convert::path(&file.uri.parse().ok()?));
    let told = paths.filter_map(|path| {
        let others = all.snapshot.same_script(&path);
        let other = others.first()?;
        let name = model::path::name(&path);
        Some(format!(
            "`{other}` is that script already: beside it, Windmill does not take `{name}`"
        ))
    });
    let told: Vec<String> = told.take(NAMED).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Who uses files that are about to be deleted, in a sentence; `None`: nobody.
pub(super) fn users_of_deleted(
    all: &Everything,
    params: &lsp::DeleteFilesParams,
) -> Option<String> {
    let paths = params.files.iter();
    let paths = paths.filter_map(|file| convert::path(&file.uri.parse().ok()?));
    let paths: Vec<String> = paths.collect();
    let users = all.snapshot.users_of(&paths);
    let (first, rest) = users.split_at(users.len().min(NAMED));
    let named = first.iter().map(|u| format!("`{u}`"));
    let named = named.collect::<Vec<_>>().join(", ");
    let what = match paths.as_slice() {
        [only] => format!("`{}` is", model::path::name(only)),
        all => format!("{} of the deleted files are", all.len()),
    };
    let more = match rest.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    (!users.is_empty()).then(|| format!("{what} still used by {named}{more}"))
}

impl Shared {
    /// Something happened to these files on the disk.
    pub(super) fn look_again_at(self: &Arc<Self>, uris: impl Iterator<Item = lsp::Uri>) {
        let mut state = self.lock();
        for path in uris.filter_map(|u| convert::path(&u)) {
            state.refresh(disk::to_disk(&path));
        }
        drop(state);
        self.work();
        self.changed.notify_one();
    }

    /// Folders come and go.
    pub(super) fn change_folders(self: &Arc<Self>, event: &lsp::WorkspaceFoldersChangeEvent) {
        let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|f| folder(&f.uri)).collect()
        };
        let (added, removed) = (paths(&event.added), paths(&event.removed));
        {
            let mut state = self.lock();
            state.folders.retain(|f| !removed.contains(f));
            state.folders.extend(added);
            state.backlog.everything();
        }
        self.work();
        self.changed.notify_one();
    }
}
