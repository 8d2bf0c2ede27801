//! Every symbol of the sample workspaces gets a new name, and its old one back: rename and references are exact inverses.

use std::collections::BTreeSet;

use ide::Snapshot;

use crate::workspace::{Texts, changed, found, is_valid, place, sample, snapshot, texts};

/// How many symbols were renamed; others were refused.
fn hold(name: &str, every: usize) -> usize {
    hold_in(&sample(name), every, name == "broken")
}

/// The same of any texts; `broken`: their mistakes may have to do with names.
pub(crate) fn hold_in(all: &Texts, every: usize, broken: bool) -> usize {
    let before = snapshot(all);
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
            // What is left may be a mistake then, and is said.
            if !change.left.is_empty() {
                continue;
            }
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
            if broken {
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
                    let is_loose = broken
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
    hold_moves_in(&sample(name))
}

/// The same of any texts.
pub(crate) fn hold_moves_in(all: &Texts) -> usize {
    let before = snapshot(all);
    let every = |snapshot: &Snapshot| {
        let files = snapshot.workspace.files().into_iter();
        found(snapshot, files.map(|(id, _)| id))
    };
    let was = every(&before);
    let mut moves: BTreeSet<(String, String)> = BTreeSet::new();
    for path in all.keys() {
        let parts: Vec<&str> = path.split('/').collect();
        const OWNERS: &[&str] = &[".flow", "__flow", ".app", ".raw_app"];
        let is_owner = |p: &&str| OWNERS.iter().any(|ending| p.ends_with(ending));
        let of_flow = parts.iter().position(is_owner);
        let (folder, last) = path.rsplit_once('/').unwrap();
        if parts.len() < 5 {
            continue;
        }
        match of_flow {
            // The names of these files are what the app calls them by.
            Some(_) if folder.ends_with("/backend") => {}
            // A step's file stays with its flow, and the flow moves as a whole.
            Some(at) if !["flow.yaml", "app.yaml", "raw_app.yaml"].contains(&last) => {
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
