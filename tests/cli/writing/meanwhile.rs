//! What others do while files are fixed: an editor saves, folders turn into links, the process is killed.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Child;

use tempfile::TempDir;

use super::{FIX, broken, fixed, many, rubbish, start, tree};
use crate::support::Workspace;

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

fn has_ended(child: &mut Child) -> bool {
    child.try_wait().unwrap().is_some()
}

fn messages(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains("a fault of its own"), "{text}");
    assert!([Some(0), Some(2)].contains(&output.status.code()), "{text}");
    text
}

#[test]
fn what_an_editor_saved_last_is_kept() {
    let workspace = Workspace::new();
    let flows = many(&workspace, 60, 20);
    let beside = workspace.path("f/k/.edited");
    let (mut random, mut saved) = (Random(1), BTreeMap::new());
    let mut child = start(workspace.command(".", FIX));
    while !has_ended(&mut child) {
        let flow = &flows[random.below(flows.len())];
        let text = fs::read_to_string(flow).unwrap() + &format!("# saved {}\n", saved.len());
        fs::write(&beside, &text).unwrap();
        fs::rename(&beside, flow).unwrap();
        saved.insert(flow, text);
    }
    let said = messages(child);
    assert!(!saved.is_empty());
    for flow in &flows {
        let text = fs::read_to_string(flow).unwrap();
        let old = match saved.get(flow) {
            Some(last) => last.clone(),
            None => broken("a") + &"# a comment to make it longer\n".repeat(20),
        };
        assert!(
            text == old || text == fixed(&old),
            "{flow:?} is {text}\nnot {old}\n{said}"
        );
    }
    assert_eq!(rubbish(&workspace.path("")), Vec::<PathBuf>::new());
}

#[test]
fn folders_that_vanish_or_turn_into_links_are_left() {
    for seed in 1..4 {
        let (workspace, outside) = (Workspace::new(), TempDir::new().unwrap());
        fs::write(outside.path().join("flow.yaml"), broken("a")).unwrap();
        let before = tree::of(outside.path());
        let flows = many(&workspace, 60, 5);
        let mut random = Random(seed);
        let mut child = start(workspace.command(".", FIX));
        while !has_ended(&mut child) {
            let folder = flows[random.below(flows.len())].parent().unwrap();
            // A file may come up in it between the two.
            if !folder.is_symlink() && fs::remove_dir_all(folder).is_ok() && random.below(3) > 0 {
                let _ = symlink(outside.path(), folder);
            }
        }
        let said = messages(child);
        assert_eq!(tree::of(outside.path()), before, "{said}");
        for flow in flows.iter().filter(|f| !f.parent().unwrap().is_symlink()) {
            let old = broken("a") + &"# a comment to make it longer\n".repeat(5);
            if let Ok(text) = fs::read_to_string(flow) {
                assert!(text == old || text == fixed(&old), "{flow:?} is {text}");
            }
        }
    }
}

/// Kills a run once as many files as this are done.
fn kill_after(workspace: &Workspace, args: &str, done: usize, is_done: impl Fn() -> usize) {
    let mut child = start(workspace.command(".", args));
    while is_done() < done && !has_ended(&mut child) {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(
        status.signal() == Some(9) || status.code() == Some(0),
        "{status}"
    );
}

#[test]
fn killed_in_the_midst_every_file_is_whole() {
    let old = broken("a") + &"# a comment to make it longer\n".repeat(300);
    for (args, is_new) in [
        (
            FIX,
            (|old: &str, text: &str| text == fixed(old)) as fn(&str, &str) -> bool,
        ),
        ("--check --add-ignore=later --exit-zero", |old, text| {
            text.contains("windmill-ls: ignore")
                && text.len() > old.len()
                && text.ends_with(&old[old.len() - 2000..])
        }),
    ] {
        for done in [1, 3, 10, 25] {
            let workspace = Workspace::new();
            let flows = many(&workspace, 30, 300);
            let count = || {
                let changed = |f: &&PathBuf| fs::read_to_string(f).unwrap() != old;
                flows.iter().filter(changed).count()
            };
            kill_after(&workspace, args, done, count);
            for flow in &flows {
                let text = fs::read_to_string(flow).unwrap();
                assert!(
                    text == old || is_new(&old, &text),
                    "{flow:?}: {} bytes",
                    text.len()
                );
            }
            // One for each thread at most, and whole.
            for left in rubbish(&workspace.path("")) {
                let text = fs::read_to_string(left).unwrap();
                assert!(text == old || is_new(&old, &text));
            }
        }
    }
}
