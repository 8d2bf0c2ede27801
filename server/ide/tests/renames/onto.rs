//! A rename onto a name that something else in the file has: it is refused, or nothing else notices.

use std::collections::BTreeMap;

use ide::{Change, Snapshot, Use};
use syntax::FileId;

use crate::workspace::{Texts, changed, found, place, sample, snapshot};

/// How many names of others each symbol gets.
const ONTO: usize = 4;

/// What can be renamed in a file: the name, where it stands, and its places.
struct Named {
    name: String,
    offset: usize,
    uses: Vec<Use>,
}

fn named(snapshot: &Snapshot, id: FileId, every: usize) -> Vec<Named> {
    let text = snapshot.workspace.get(id).unwrap().text();
    let mut found: BTreeMap<(FileId, u32, u32), Named> = BTreeMap::new();
    for offset in (0..text.len()).step_by(every) {
        if !text.is_char_boundary(offset) {
            continue;
        }
        let Ok(Some((span, name))) = snapshot.prepare_rename(id, offset) else {
            continue;
        };
        let uses = snapshot.uses(id, offset);
        let Some(first) = uses.iter().map(|u| (u.file, u.span)).min() else {
            continue;
        };
        let key = (first.0, first.1.start, first.1.end);
        let offset = span.start as usize + usize::from(span.len() > 1);
        found.entry(key).or_insert(Named { name, offset, uses });
    }
    found.into_values().collect()
}

/// Where an offset of a file is after a change; `None`: what stands there is changed itself.
fn after(change: &Change, id: FileId, offset: usize) -> Option<usize> {
    let mut shift = 0_isize;
    for edit in change.edits.get(&id).into_iter().flatten() {
        if (edit.span.end as usize) < offset {
            shift += edit.text.len() as isize - edit.span.len() as isize;
        } else if edit.span.start as usize <= offset {
            return None;
        }
    }
    Some((offset as isize + shift) as usize)
}

/// How many renames were made, and how many were refused.
pub(crate) fn hold(all: &Texts, every: usize) -> (usize, usize) {
    let before = snapshot(all);
    let (mut made, mut refused) = (0, 0);
    for (id, file) in before.workspace.files() {
        let symbols = named(&before, id, every);
        for (at, symbol) in symbols.iter().enumerate() {
            let others = symbols.iter().cycle().skip(at + 1).take(symbols.len() - 1);
            let mut names: Vec<&str> = others.map(|o| o.name.as_str()).collect();
            names.retain(|n| *n != symbol.name);
            names.dedup();
            for new in names.into_iter().take(ONTO) {
                let told = || format!("{}: {} to {new}", file.path, symbol.name);
                let Ok(change) = before.rename(id, symbol.offset, new) else {
                    refused += 1;
                    continue;
                };
                made += 1;
                let (now, _) = changed(&before, &change, new);
                let there = now.workspace.id(&place(&change, &file.path)).unwrap();
                for other in &symbols {
                    let Some(offset) = after(&change, id, other.offset) else {
                        continue;
                    };
                    let uses = now.uses(there, offset);
                    assert_eq!(
                        uses.len(),
                        other.uses.len(),
                        "{}: uses of {}",
                        told(),
                        other.name
                    );
                }
                let touched = change.edits.keys().copied();
                let moved = touched.clone().map(|id| {
                    let path = &before.workspace.get(id).unwrap().path;
                    now.workspace.id(&place(&change, path)).unwrap()
                });
                assert_eq!(found(&now, moved), found(&before, touched), "{}", told());
            }
        }
    }
    (made, refused)
}

#[test]
fn names_of_others_in_the_clean_one() {
    let (made, refused) = hold(&sample("clean"), 9);
    assert!(made > 50 && refused > 200, "{made} made, {refused} refused");
}

#[test]
fn names_of_others_in_the_one_without_dots() {
    let (made, refused) = hold(&sample("nondotted"), 2);
    assert!(made > 5 && refused > 20, "{made} made, {refused} refused");
}
