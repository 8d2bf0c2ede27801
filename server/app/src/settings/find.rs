//! `windmill-ls.toml`: where it is, and its text as settings.

use std::fs;
use std::path::{Path, PathBuf};

use ide::Settings;
use serde_json::Value;
use toml_edit::{Document, Item};

use super::{Problem, apply};
use crate::disk;

/// The file's name.
pub(crate) const NAME: &str = "windmill-ls.toml";

/// The settings file for a folder: in it or above it, up to the root of its repository.
pub(crate) fn for_folder(folder: &Path) -> Option<PathBuf> {
    for dir in folder.ancestors() {
        let file = dir.join(NAME);
        if file.is_file() {
            return Some(file);
        }
        if dir.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Adds what a file says to `settings`. Each message says where: `file:line: what`. `Err`: the file
/// cannot be used at all.
pub(crate) fn read_file(settings: &mut Settings, file: &Path) -> Result<Vec<String>, String> {
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|e| format!("{shown}: {e}"))?;
    let line = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
    let document = Document::parse(text.as_str()).map_err(|e| {
        let at = e.span().map_or(1, |s| line(s.start));
        format!("{shown}:{at}: {}", e.message())
    })?;
    let value: Value =
        toml_edit::de::from_str(&text).map_err(|e| format!("{shown}: {}", e.message()))?;
    let base = file.parent().and_then(disk::to_model).unwrap_or_default();
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
