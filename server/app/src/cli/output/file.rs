//! `--output-file`: a report is never written over what the run reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::file::FileKind;
use model::flow::{Content, ModuleKind};
use model::language::ScriptLanguage;
use model::workspace::{InlineTarget, Workspace};

use crate::cli::Args;
use crate::disk::guard::Guard;
use crate::disk::{self, write};

/// Files that say what belongs to a workspace and how it is checked.
const SETTINGS: [&str; 3] = ["windmill-ls.toml", ".gitignore", ".ignore"];

/// Refuses a file that this run reads, or another one would.
///
/// # Errors
/// It is such a file.
pub(in crate::cli) fn refuse_inputs(args: &Args, workspace: &Workspace) -> anyhow::Result<()> {
    let Some(path) = &args.output_file else {
        return Ok(());
    };
    // Where nothing is, nothing is lost.
    let Ok(real) = path.canonicalize() else {
        return Ok(());
    };
    let config = args.config.as_ref().and_then(|c| c.canonicalize().ok());
    if config.as_ref() == Some(&real) || is_input(workspace, &real) {
        bail!(
            "--output-file {}: is a file that is read; name another one",
            path.display()
        );
    }
    Ok(())
}

/// Writes a report.
///
/// # Errors
/// What was there is there still.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    write::report(path, text).with_context(|| format!("--output-file {}", path.display()))
}

fn is_input(workspace: &Workspace, real: &Path) -> bool {
    let folders = workspace.folders().iter();
    let folders: Vec<PathBuf> = folders.map(|f| disk::to_disk(f)).collect();
    let guard = Guard::new(&folders);
    let path = guard.place(real).and_then(|p| disk::to_model(&p.path()));
    let Some(path) = path else { return false };
    let name = model::path::name(&path);
    // Which TypeScript it is does not matter: all of it is read.
    SETTINGS.contains(&name)
        || FileKind::of(&path, &ScriptLanguage::Bun) != FileKind::Other
        || is_inline(workspace, &path)
}

/// Whether a flow has it as a step's code or lock file.
fn is_inline(workspace: &Workspace, path: &str) -> bool {
    let Some(id) = workspace.id(path) else {
        return false;
    };
    workspace.files().iter().any(|(_, file)| {
        let modules = file.flow().into_iter().flat_map(|f| f.modules());
        modules.into_iter().any(|(_, module)| {
            let ModuleKind::RawScript { content, lock, .. } = &module.kind else {
                return false;
            };
            let content = match content {
                Content::Inline(inline) => Some(inline),
                _ => None,
            };
            content.into_iter().chain(lock).any(|inline| {
                workspace.inline_target(&file.path, inline, module.id_text())
                    == InlineTarget::File(id)
            })
        })
    })
}
