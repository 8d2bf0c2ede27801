//! `windmill-ls.toml`: where it is, and its text as settings.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use ide::Settings;
use serde_json::Value;
use toml_edit::{Document, Item};

use super::{Problem, apply};
use crate::disk::{self, guard};

/// The file's name.
pub(crate) const NAME: &str = "windmill-ls.toml";

/// Largest settings file that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// A settings file that was found.
#[derive(Debug)]
pub(crate) struct SettingsFile {
    /// Where.
    pub(crate) path: PathBuf,
    /// Its text, or why it cannot be read.
    text: io::Result<String>,
}

impl SettingsFile {
    /// Its text, or why it cannot be read.
    pub(crate) fn text(&self) -> io::Result<&str> {
        match &self.text {
            Ok(text) => Ok(text),
            Err(e) => Err(io::Error::new(e.kind(), e.to_string())),
        }
    }
}

/// The settings file for a folder: in it or above it, up to the root of its repository. None outside of
/// the repository is read, not even through a link.
pub(crate) fn for_folder(folder: &Path) -> Option<SettingsFile> {
    let base = disk::repository(folder).unwrap_or(folder);
    let whole = guard::Guard::new(&[base]);
    disk::up_to(folder, Some(base)).find_map(|dir| {
        let place = whole.place(dir)?.join(OsStr::new(NAME));
        let text = match place.what() {
            Ok(guard::What::Folder) => return None,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return None,
            Err(e) if guard::leads_out(&e) => {
                let why = "leads out of the workspace and is not read";
                Err(io::Error::new(e.kind(), why))
            }
            _ => place.open().and_then(|f| text(&f)),
        };
        let path = place.path();
        Some(SettingsFile { path, text })
    })
}

/// The settings file that a person named.
pub(crate) fn named(path: &Path) -> SettingsFile {
    SettingsFile {
        path: path.to_owned(),
        text: guard::open_named(path).and_then(|f| text(&f)),
    }
}

fn text(file: &File) -> io::Result<String> {
    let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
    let size = file.metadata()?.len();
    let bytes = guard::bytes(file, MAX_BYTES)?;
    if size.max(bytes.len() as u64) > MAX_BYTES {
        let most = MAX_BYTES / 1024;
        return Err(invalid(format!(
            "is {} KiB, at most {most} are read",
            size / 1024
        )));
    }
    String::from_utf8(bytes).map_err(|_| invalid("is not UTF-8".to_owned()))
}

/// Adds what a file says to `settings`. Each message says where: `file:line: what`. `Err`: the file
/// cannot be used at all.
pub(crate) fn read_file(
    settings: &mut Settings,
    file: &SettingsFile,
) -> Result<Vec<String>, String> {
    let shown = file.path.display();
    let text = file.text.as_ref().map_err(|e| format!("{shown}: {e}"))?;
    let line = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
    let document = Document::parse(text.as_str()).map_err(|e| {
        let at = e.span().map_or(1, |s| line(s.start));
        format!("{shown}:{at}: {}", e.message())
    })?;
    let value: Value =
        toml_edit::de::from_str(text).map_err(|e| format!("{shown}: {}", e.message()))?;
    let base = file
        .path
        .parent()
        .and_then(disk::to_model)
        .unwrap_or_default();
    let problems = apply(settings, &value, &base);
    let tell = |p: &Problem| {
        let at = offset(document.as_item(), &p.path).map_or(1, line);
        format!("{shown}:{at}: {}", p.message)
    };
    match problems.iter().find(|p| p.is_failure) {
        Some(problem) => Err(tell(problem)),
        None => Ok(problems.iter().map(tell).collect()),
    }
}

/// Where the value or key at a path starts; the nearest one above it that is there.
fn offset(root: &Item, path: &[String]) -> Option<usize> {
    let mut item = root;
    let mut found = None;
    for part in path {
        let key = item.as_table_like().and_then(|t| t.get_key_value(part));
        let next = match key {
            Some((key, next)) => {
                found = key.span().map(|s| s.start).or(found);
                next
            }
            None => {
                let index: usize = part.parse().ok()?;
                let table = item.as_array_of_tables()?.get(index)?;
                // An entry of a list of tables has no item of its own.
                return Some(table.span()?.start);
            }
        };
        item = next;
    }
    found
}
