//! A workspace as a whole, read and with its settings: for who asks of it without a command line of `--check`.

use std::path::Path;

use ide::{Settings, Snapshot};
use syntax::FileId;

use super::targets;
use crate::disk::{self, Opened};
use crate::{installed, settings};

/// A workspace, all of it.
#[derive(Debug)]
pub(crate) struct Whole {
    /// The files, with the settings and SDKs of the folder.
    pub(crate) snapshot: Snapshot,
    /// The files to check, by path.
    pub(crate) files: Vec<FileId>,
    /// The folder that was read.
    pub(crate) opened: Opened,
    /// The current folder as the model names it: paths are shown from there.
    pub(crate) from: String,
}

impl Whole {
    /// Reads the workspace in a folder.
    ///
    /// # Errors
    /// It cannot be read, or its settings cannot.
    pub(crate) fn open(root: &Path) -> anyhow::Result<Whole> {
        let targets = targets::of_folder(root)?;
        let mut settings = Settings::default();
        if let Some(found) = settings::for_folder(root) {
            settings::read_file(&mut settings, &found).map_err(anyhow::Error::msg)?;
        }
        let mut snapshot = Snapshot {
            workspace: targets.workspace,
            settings,
        };
        installed::find(&targets.opened, &snapshot.settings).put(&mut snapshot);
        let mut files = targets.files;
        files.retain(|id| {
            let file = snapshot.workspace.get(*id);
            file.is_some_and(|f| !snapshot.settings.is_excluded(&f.path))
        });
        Ok(Whole {
            snapshot,
            files,
            opened: targets.opened,
            from: disk::to_model(&std::env::current_dir()?).unwrap_or_default(),
        })
    }
}
