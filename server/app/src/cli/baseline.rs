//! `--baseline FILE`: findings that were there when it was written, which do not count.
//!
//! The file is JSON, one line a finding, in the order of files, so that it is read and merged like any other text:
//! ```json
//! {
//!   "version": 1,
//!   "findings": [
//!     {"file": "f/a/b.flow/flow.yaml", "rule": "unknown-step", "message": "…", "count": 2}
//!   ]
//! }
//! ```
//! Paths are relative to the folder of the baseline. Lines are not in it: what moves stays known.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ide::Finding;
use serde::{Deserialize, Serialize};

use super::known::{Identity, Known};
use super::output::relative;
use crate::disk::{self, write};
use crate::escape;

/// The only version there is.
const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Kept {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    rule: String,
    message: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: u32,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

/// A baseline, and how much of it was met.
#[derive(Debug)]
pub(super) struct Baseline {
    path: PathBuf,
    /// The folder that its paths are relative to, as the model names it.
    folder: String,
    known: Known,
    /// The files that were checked, as the baseline names them.
    checked: BTreeSet<String>,
    /// How many findings were known.
    pub(super) met: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// There is none, or it cannot be understood.
    pub(super) fn read(path: &Path) -> anyhow::Result<Baseline> {
        let shown = format!("--baseline {}", path.display());
        if !path.exists() {
            bail!("{shown}: there is no such file; add --write-baseline to write it");
        }
        let text = fs::read_to_string(path).with_context(|| shown.clone())?;
        let kept: Kept = serde_json::from_str(&text).with_context(|| shown.clone())?;
        if kept.version != VERSION {
            bail!(
                "{shown}: has version {}, and only version {VERSION} is known",
                kept.version
            );
        }
        let mut baseline = Baseline::empty(path)?;
        for entry in kept.findings {
            let identity = Identity {
                file: entry.file,
                rule: entry.rule,
                message: entry.message,
            };
            baseline.known.add(identity, entry.count);
        }
        Ok(baseline)
    }

    /// One with nothing in it. What a file that is there already says of files that are not checked now stays.
    ///
    /// # Errors
    /// There is a file that is no baseline: it is not written over.
    pub(super) fn to_write(path: &Path) -> anyhow::Result<Baseline> {
        match path.exists() {
            true => Baseline::read(path),
            false => Baseline::empty(path),
        }
    }

    fn empty(path: &Path) -> anyhow::Result<Baseline> {
        let absolute = disk::absolute(path);
        let folder = absolute.parent().and_then(disk::to_model);
        Ok(Baseline {
            path: path.to_owned(),
            folder: folder.with_context(|| format!("{}: the name is not UTF-8", path.display()))?,
            known: Known::default(),
            checked: BTreeSet::new(),
            met: 0,
        })
    }

    /// The findings of a file that are not known. The file is named as the model names it.
    pub(super) fn new_ones(&mut self, file: &str, findings: Vec<Finding>) -> Vec<Finding> {
        let file = relative(&self.folder, file);
        let all = findings.len();
        let is_new = |f: &Finding| !self.known.take(&Identity::of(&file, f));
        let new: Vec<Finding> = findings.into_iter().filter(is_new).collect();
        self.met += all - new.len();
        self.checked.insert(file);
        new
    }

    /// How many findings it has of the checked files that are there no more.
    pub(super) fn gone(&self) -> usize {
        let entries = self.known.0.iter();
        let gone = entries.filter(|(i, _)| self.checked.contains(&i.file));
        gone.map(|(_, left)| *left as usize).sum()
    }

    /// Writes it with these findings of the files that were checked; says how many are in it.
    ///
    /// # Errors
    /// It cannot be written; what was there is there still.
    pub(super) fn write<'f>(
        mut self,
        files: impl IntoIterator<Item = (&'f str, &'f [Finding])>,
    ) -> anyhow::Result<usize> {
        let mut found = Known::default();
        for (file, findings) in files {
            let file = relative(&self.folder, file);
            for finding in findings {
                found.add(Identity::of(&file, finding), 1);
            }
            self.checked.insert(file);
        }
        let folder = disk::to_disk(&self.folder);
        for (identity, count) in self.known.0 {
            let is_there = || folder.join(&identity.file).exists();
            if !self.checked.contains(&identity.file) && is_there() {
                found.add(identity, count);
            }
        }
        let count = found.0.values().map(|n| *n as usize).sum();
        let mut lines = Vec::with_capacity(found.0.len());
        for (identity, count) in found.0 {
            let entry = Entry {
                file: identity.file,
                rule: identity.rule,
                message: identity.message,
                count,
            };
            lines.push(format!("    {}", escape::json(&entry)?));
        }
        let list = match lines.is_empty() {
            true => "[]".to_owned(),
            false => format!("[\n{}\n  ]", lines.join(",\n")),
        };
        let text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": {list}\n}}\n");
        let shown = || format!("--baseline {}", self.path.display());
        write::report(&self.path, &text).with_context(shown)?;
        Ok(count)
    }
}
