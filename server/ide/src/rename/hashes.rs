//! `wmill-lock.yaml`, where Windmill's command line keeps a hash of each script, flow and app by its path, to tell which
//! locks and metadata are stale. Its keys follow what moves: a flow keeps being known, and nothing stays behind under a
//! path that is gone.
//!
//! A script's key is its Windmill path, that of a flow or an app the path of its folder; what follows a `+` is a file in
//! it, or a word for all of it.

use model::file::FileKind;
use model::path::{self, FilePath};
use rustc_hash::FxHashMap;
use syntax::text::is_ascii_word;
use syntax::yaml::Yaml;

use super::moves::Moved;
use super::{Change, Move};
use crate::finding::TextEdit;

const FILE: &str = "wmill-lock.yaml";

/// The edits of the keys that name something that moves. What moves out of its workspace keeps its old key, which
/// the command line passes over.
pub(super) fn follow(moved: &Moved<'_>, change: &mut Change) {
    let workspace = moved.workspace;
    let mut roots: Vec<FilePath> = change
        .moves
        .iter()
        .filter_map(|m| Some(workspace.root_of(&m.from)?.dir.clone()))
        .collect();
    roots.sort();
    roots.dedup();
    for root in roots {
        let file = format!("{}/{FILE}", root.trim_end_matches('/'));
        let id = workspace.id(&file);
        let Some((id, file)) = id.and_then(|id| Some((id, workspace.get(id)?))) else {
            continue;
        };
        let new = new_names(moved, &change.moves, &root);
        let is_meant = |old: &String| file.text().contains(old.as_str());
        if file.kind != FileKind::Hashes || !new.keys().any(is_meant) {
            continue;
        }
        for edit in edits(file.text(), &new) {
            change.add(id, edit);
        }
    }
}

/// What changes its path, from the root of its workspace: files, folders, and scripts by their Windmill paths.
fn new_names(moved: &Moved<'_>, moves: &[Move], root: &str) -> FxHashMap<String, String> {
    let relative = |path: &str| path::relative(root, path).map(str::to_owned);
    let places = moves
        .iter()
        .filter_map(|m| Some((relative(&m.from)?, relative(&m.to)?)));
    let mut new: FxHashMap<String, String> = places.collect();
    let scripts = moved.paths.iter().filter_map(|(id, to)| {
        let file = moved.workspace.get(*id)?;
        let is_here = moved.workspace.root_of(&file.path)?.dir.as_ref() == root;
        let old = moved.workspace.names().windmill_path(&file.path)?;
        (is_here && matches!(file.kind, FileKind::Script(_))).then(|| (old, to.clone()))
    });
    new.extend(scripts);
    new
}

/// The edits of the keys whose beginning has another name in `new`.
fn edits(text: &str, new: &FxHashMap<String, String>) -> Vec<TextEdit> {
    let yaml = Yaml::new(text.into());
    let locks = yaml.root().and_then(|root| root.get("locks"));
    let mut edits = Vec::new();
    for pair in locks.into_iter().flat_map(|l| l.pairs()) {
        let Some(key) = pair.key.as_str() else {
            continue;
        };
        let Some((old, new)) = renamed(&key, new) else {
            continue;
        };
        let mut span = pair.key.span();
        let written = span.slice(text);
        let quotes = usize::from(written.starts_with(['\'', '"']));
        let start = span.start as usize + quotes;
        span = syntax::Span::new(start, start + old.len());
        let is_plain = |c: char| is_ascii_word(c) || "/.-".contains(c);
        // What would need other quotes is left alone: it says no more than that something is stale.
        if text.get(span.range()) == Some(old) && (quotes == 1 || new.chars().all(is_plain)) {
            let is_quoted = |c: char| matches!(c, '\'' | '"' | '\\');
            if !new.contains(is_quoted) {
                edits.push(TextEdit {
                    span,
                    text: new.to_owned(),
                });
            }
        }
    }
    edits
}

/// The longest beginning of a key that has a new name, with that.
fn renamed<'k>(key: &'k str, new: &'k FxHashMap<String, String>) -> Option<(&'k str, &'k str)> {
    let mut old = key.split('+').next().unwrap_or(key);
    while !old.is_empty() {
        if let Some(new) = new.get(old) {
            return Some((old, new));
        }
        old = path::parent(old);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(text: &str, new: &[(&str, &str)]) -> String {
        let new = new.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        let mut out = text.to_owned();
        for edit in edits(text, &new.collect()).iter().rev() {
            out.replace_range(edit.span.range(), &edit.text);
        }
        out
    }

    #[test]
    fn keys_follow_by_whole_parts_of_paths() {
        let text = "version: v2\nlocks:\n  f/a/x: 1\n  f/a/xy: 2\n  f/a/x__flow+__flow_hash: 3\n  \
                    'f/a/x__flow+a b.py': 4\n  f/a/x__mod+__script_hash: 5\n";
        assert_eq!(
            followed(
                text,
                &[
                    ("f/a/x", "f/b/y"),
                    ("f/a/x__flow", "f/b/y__flow"),
                    ("f/a/x__mod", "f/b/y__mod")
                ]
            ),
            "version: v2\nlocks:\n  f/b/y: 1\n  f/a/xy: 2\n  f/b/y__flow+__flow_hash: 3\n  \
             'f/b/y__flow+a b.py': 4\n  f/b/y__mod+__script_hash: 5\n"
        );
        assert_eq!(
            followed(text, &[("f/a", "f/new: one")]),
            text.replace("'f/a/", "'f/new: one/")
        );
    }

    #[test]
    fn the_older_form_has_the_files_below() {
        let text = "locks:\n  f/a/x.flow:\n    __flow_hash: 1\n    a.py: 2\n  f/a/x: 3\n";
        assert_eq!(
            followed(text, &[("f/a", "f/b")]),
            "locks:\n  f/b/x.flow:\n    __flow_hash: 1\n    a.py: 2\n  f/b/x: 3\n"
        );
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        for text in [
            "",
            "locks: f/a/x",
            "locks:\n  ? f/a\n  : {",
            "- f/a/x",
            "locks: [f/a/x",
        ] {
            assert_eq!(followed(text, &[("f/a/x", "f/b/y")]), text);
        }
    }
}
