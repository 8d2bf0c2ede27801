//! `--hook`: after an edit by an agent, what this edit brought, on stderr with exit status 2, which clients show to their model.
//! Silent with 0 where it brought nothing, and for files that are none of Windmill's.

mod payload;

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use ide::{Level, Snapshot};
use model::file::{File, FileKind, Source};

use super::before::Before;
use super::check::each;
use super::output::{self, Report};
use super::whole::Whole;
use crate::disk;
use payload::Payload;

/// Largest payload that is read, in bytes: it may hold a file twice.
const MOST: u64 = 4 * disk::MAX_BYTES;

/// Exit status that clients understand as something to be told to their model.
const TOLD: u8 = 2;

/// Exit status that clients show to the user at most.
const REFUSED: u8 = 1;

/// Reads a payload from stdin and answers it.
///
/// # Errors
/// The payload is no JSON, or the folder cannot be read. The exit status is then 1: it is no matter of the model's.
pub(super) fn run() -> ExitCode {
    match answer() {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(text)) => {
            output::to_stderr(&text);
            ExitCode::from(TOLD)
        }
        Err(error) => {
            super::say(&format!("--hook: {error:#}"));
            ExitCode::from(REFUSED)
        }
    }
}

fn answer() -> anyhow::Result<Option<String>> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MOST)
        .read_to_end(&mut bytes)
        .context("stdin")?;
    let payload = Payload::read(&bytes).context("what stands on stdin is no JSON")?;
    let Some(payload) = payload else {
        return Ok(None);
    };
    let file = disk::absolute(&payload.file);
    let (Some(root), Some(name)) = (disk::root_for(&file), disk::to_model(&file)) else {
        return Ok(None);
    };
    let Whole {
        snapshot: now,
        files: all,
        from,
        ..
    } = Whole::open(&root)?;
    let found = now
        .workspace
        .id(&name)
        .and_then(|id| Some((id, Arc::clone(now.workspace.get(id)?))));
    let Some((id, file)) = found.filter(|(_, file)| is_own(&now, file)) else {
        return Ok(None);
    };
    let earlier = payload.before.text(file.text());
    let text = earlier.clone().unwrap_or_default();
    let before = Before::one(&now, id, &name, text.map(|t| Source::Text(t.into())));
    let mut files = vec![id];
    // Where it is not known what was there, only the file itself is looked at.
    if earlier.is_ok() && !before.is_same_to_others(&file, id) {
        files.extend(all.iter().filter(|other| **other != id));
    }
    let found = each(&files, |id| {
        let mut found = match earlier {
            Err(()) => now.check_all(id),
            Ok(_) => before.new_ones(id, now.check_all(id)),
        };
        found.retain(|f| f.level != Level::Hint);
        found
    });
    let mut report = Report::new(&now.workspace, &from, files.len());
    for (id, found) in files.iter().zip(found) {
        report.add(*id, Snapshot::told(found.unwrap_or_default()));
    }
    if earlier.is_ok() {
        report.lost = before.lost(&now);
    }
    let text = output::for_agents(&report);
    let start = "This edit brought findings of windmill-ls:\n";
    Ok((!text.is_empty()).then(|| format!("{start}{text}")))
}

/// Whether it is one of Windmill's files: in a synced workspace, a flow, or code that a flow has.
fn is_own(snapshot: &Snapshot, file: &File) -> bool {
    let workspace = &snapshot.workspace;
    let is_synced = workspace.names().is_synced();
    let is_of_flow = || file.kind == FileKind::Flow || !workspace.inliners(&file.path).is_empty();
    file.kind.is_checked() && (is_synced || is_of_flow())
}
