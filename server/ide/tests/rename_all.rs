//! Every symbol of the sample workspaces gets a new name, and its old one back: rename and references are exact inverses.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ide::{Change, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

/// All texts by path.
type Texts = BTreeMap<String, String>;

fn read(folder: &Path, at: &str, into: &mut Texts) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{at}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &path, into);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            into.insert(path, text);
        }
    }
}

fn snapshot(texts: &Texts) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in texts {
        workspace.set(path, Source::Text(text.as_str().into()));
    }
    let settings = Settings::default();
    Snapshot {
        workspace,
        settings,
    }
}

fn texts(snapshot: &Snapshot) -> Texts {
    let files = snapshot.workspace.files().into_iter();
    files
        .map(|(_, f)| (f.path.to_string(), f.text().to_owned()))
        .collect()
}

/// Where a file or what is in a folder goes.
fn place(change: &Change, path: &str) -> String {
    let moved = change.moves.iter().find_map(|m| {
        let rest = path.strip_prefix(&*m.from)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{}{rest}", m.to))
    });
    moved.unwrap_or_else(|| path.to_owned())
}

/// The workspace after a change, and the place of one of the new names in it.
fn changed(before: &Snapshot, change: &Change, new: &str) -> (Snapshot, Option<(FileId, usize)>) {
    let mut after = before.clone();
    let mut here = None;
    let mut sets: Vec<(String, String)> = Vec::new();
    for (id, edits) in &change.edits {
        let file = before.workspace.get(*id).unwrap();
        let mut text = file.text().to_owned();
        let path = place(change, &file.path);
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        let mut shift = 0_isize;
        for edit in edits {
            let start = edit.span.start as isize + shift;
            shift += edit.text.len() as isize - edit.span.len() as isize;
            if edit.text == new && here.is_none() {
                here = Some((path.clone(), start as usize));
            }
        }
        sets.push((path, text));
    }
    let moves = !change.moves.is_empty();
    if moves {
        for (_, file) in before.workspace.files() {
            let to = place(change, &file.path);
            if to != *file.path {
                after.workspace.remove(&file.path);
                if !sets.iter().any(|(path, _)| *path == to) {
                    sets.push((to, file.text().to_owned()));
                }
            }
        }
    }
    for (path, text) in sets {
        after.workspace.set(&path, Source::Text(text.into()));
    }
    let here = here.map(|(path, at)| (after.workspace.id(&path).unwrap(), at + 1));
    (after, here)
}

/// Whether a name may be given: those that are reserved are not in the samples.
fn is_valid(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    name.chars().all(fits) && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// How often each rule finds something in these files.
fn found(snapshot: &Snapshot, files: impl Iterator<Item = FileId>) -> Vec<&'static str> {
    let mut rules = Vec::new();
    for id in files {
        rules.extend(snapshot.check(id).into_iter().map(|f| f.rule.name));
    }
    rules.sort_unstable();
    rules
}

/// How many symbols were renamed; others were refused.
fn hold(name: &str, every: usize) -> usize {
    let mut all = Texts::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces");
    read(&root.join(name), "/w", &mut all);
    let before = snapshot(&all);
    let mut seen = BTreeSet::new();
    let mut renamed = 0;
    for (id, file) in before.workspace.files() {
        for offset in (0..file.text().len()).step_by(every) {
            if !file.text().is_char_boundary(offset) {
                continue;
            }
            let uses = before.uses(id, offset);
            let key = uses.iter().map(|u| (u.file, u.span)).min();
            if key.is_none_or(|key| !seen.insert(key)) {
                continue;
            }
            let told = || {
                format!(
                    "{} {offset} {:?}",
                    file.path,
                    file.text()[offset..].lines().next()
                )
            };
            let old = match before.prepare_rename(id, offset) {
                Ok(found) => found.unwrap().1,
                Err(_) => continue,
            };
            let new = match () {
                _ if old.contains('/') => "f/zz_new/zz_name".to_owned(),
                _ if old.contains('.') => format!("zz_new{}", &old[old.find('.').unwrap()..]),
                _ => "zz_new".to_owned(),
            };
            let change = match before.rename(id, offset, &new) {
                Ok(change) => change,
                Err(_) => continue,
            };
            renamed += 1;
            let (after, here) = changed(&before, &change, &new);
            // The files that the change is in, by their places before and after.
            let touched = change.edits.keys().copied();
            let there = touched.clone().map(|id| {
                let path = &before.workspace.get(id).unwrap().path;
                after.workspace.id(&place(&change, path)).unwrap()
            });
            let (mut was, mut is) = (found(&before, touched), found(&after, there));
            // Another id may be no mistake.
            if name == "broken" {
                for rules in [&mut was, &mut is] {
                    rules.retain(|rule| !rule.ends_with("-step-id"));
                }
            }
            assert_eq!(is, was, "{} to {new}: other findings", told());
            let Some((there, at)) = here else {
                assert!(
                    uses.len() <= 1 || !change.moves.is_empty(),
                    "{}: {change:?}",
                    told()
                );
                continue;
            };
            let renamed_uses = after.uses(there, at);
            assert_eq!(
                renamed_uses.len(),
                uses.len(),
                "{} to {new}: {uses:?} {renamed_uses:?}",
                told()
            );
            let back = match after.rename(there, at, &old) {
                Ok(back) => back,
                // The old name was a mistake itself.
                Err(reason) => {
                    // Or a name that nothing defines would mean it.
                    let is_loose = name == "broken"
                        && ["already in this code", "is reserved"]
                            .iter()
                            .any(|r| reason.contains(r));
                    assert!(!is_valid(&old) || is_loose, "{}: {reason}", told());
                    continue;
                }
            };
            let (back, _) = changed(&after, &back, &old);
            let (back, was) = (texts(&back), texts(&before));
            assert_eq!(back.len(), was.len(), "{}", told());
            for (path, text) in &was {
                assert_eq!(back.get(path), Some(text), "{}: {path}", told());
            }
        }
    }
    renamed
}

/// Files and folders of a workspace move, one at a time: what is found stays the same. How many moved.
fn hold_moves(name: &str) -> usize {
    let mut all = Texts::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces");
    read(&root.join(name), "/w", &mut all);
    let before = snapshot(&all);
    let every = |snapshot: &Snapshot| {
        let files = snapshot.workspace.files().into_iter();
        found(snapshot, files.map(|(id, _)| id))
    };
    let was = every(&before);
    let mut moves: BTreeSet<(String, String)> = BTreeSet::new();
    for path in all.keys() {
        let parts: Vec<&str> = path.split('/').collect();
        let of_flow = parts
            .iter()
            .position(|p| p.ends_with(".flow") || p.ends_with("__flow"));
        let (folder, last) = path.rsplit_once('/').unwrap();
        if parts.len() < 5 {
            continue;
        }
        match of_flow {
            // A step's file stays with its flow, and the flow moves as a whole.
            Some(at) if last != "flow.yaml" => {
                let deeper = format!("{}/zz_new/{last}", parts[..=at].join("/"));
                moves.insert((path.clone(), deeper));
            }
            Some(at) => {
                let flow = parts[..=at].join("/");
                moves.insert((flow, format!("/w/f/zz_new/{}", parts[at])));
            }
            None if path.contains("__mod/") || last.contains(".script.") => {}
            None => {
                moves.insert((path.clone(), format!("/w/f/zz_new/{last}")));
            }
        }
        if of_flow.is_none() {
            moves.insert((folder.to_owned(), format!("{folder}_zz/inner")));
        }
    }
    let count = moves.len();
    for (from, to) in moves {
        let asked = ide::Move {
            from: from.as_str().into(),
            to: to.clone(),
        };
        let change = before.follow_moves(std::slice::from_ref(&asked));
        assert_eq!(change.moves.first(), Some(&asked));
        let (after, _) = changed(&before, &change, "");
        assert_eq!(after.workspace.files().len(), all.len(), "{from} to {to}");
        assert_eq!(every(&after), was, "{from} to {to}: {change:#?}");
    }
    count
}

#[test]
fn everything_moves() {
    assert!(hold_moves("clean") > 60);
}

#[test]
fn everything_without_dots_moves() {
    assert!(hold_moves("nondotted") > 5);
}

#[test]
fn the_clean_one() {
    let renamed = hold("clean", 3);
    assert!(renamed > 300, "{renamed}");
}

#[test]
fn the_one_without_dots() {
    let renamed = hold("nondotted", 1);
    assert!(renamed > 30, "{renamed}");
}

#[test]
fn the_one_with_mistakes() {
    let renamed = hold("broken", 3);
    assert!(renamed > 100, "{renamed}");
}
