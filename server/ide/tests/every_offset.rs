//! Every feature at every place of the sample workspaces, whole, cut off and damaged: nothing
//! panics, and what is answered lies in its file.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::path::{Path, PathBuf};

use ide::{Settings, Snapshot};
use model::file::{FileKind, Source};
use model::workspace::Workspace;
use syntax::FileId;

const ROOT: &str = "/w";

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, found)
        } else {
            found.push(path)
        }
    }
}

/// A sample workspace, and its flows and Python scripts.
fn sample(name: &str) -> (Workspace, Vec<FileId>) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/workspaces")
        .join(name);
    let mut files = Vec::new();
    collect(&base, &mut files);
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    let mut subjects = Vec::new();
    for path in files {
        let relative = path
            .strip_prefix(&base)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        let id = workspace.set(&format!("{ROOT}/{relative}"), Source::Text(text.into()));
        let is_flow = workspace.get(id).unwrap().kind == FileKind::Flow;
        if is_flow || relative.ends_with(".py") {
            subjects.push(id);
        }
    }
    (workspace, subjects)
}

/// Asks everything at one place and checks where the answers lie. How many there were.
fn ask(snapshot: &Snapshot, id: FileId, offset: usize) -> usize {
    let file = snapshot.workspace.get(id).unwrap();
    let text = file.text();
    // Offsets past the end or inside a character mean the nearest one before.
    let clamped = (0..=offset.min(text.len()))
        .rev()
        .find(|&o| text.is_char_boundary(o))
        .unwrap();
    let place = || format!("{} at {offset}", file.path);
    let items = snapshot.completions(id, offset);
    for item in &items {
        let replaced = text
            .get(item.replace.range())
            .unwrap_or_else(|| panic!("{}", place()));
        assert!(
            !replaced.contains(['\n', '\r']),
            "{}: {replaced:?}",
            place()
        );
        assert!(
            item.replace.touches(clamped),
            "{}: {:?}",
            place(),
            item.replace
        );
        assert!(!item.label.is_empty(), "{}", place());
        for edit in &item.also {
            assert!(text.get(edit.span.range()).is_some(), "{}", place());
            let apart = edit.span.end <= item.replace.start || edit.span.start >= item.replace.end;
            assert!(apart, "{}: {item:?}", place());
        }
    }
    let signature = snapshot.signature(id, offset);
    if let Some(signature) = &signature {
        let parameters = &signature.parameters;
        let inside = |p: &ide::Parameter| !p.span.slice(&signature.label).is_empty();
        assert!(parameters.iter().all(inside), "{}: {signature:?}", place());
        assert!(
            signature.active.is_none_or(|a| a < parameters.len()),
            "{}",
            place()
        );
    }
    let hover = snapshot.hover(id, offset);
    if let Some(hover) = &hover {
        assert!(
            text.get(hover.span.range()).is_some(),
            "{}: {:?}",
            place(),
            hover.span
        );
        assert!(!hover.text.to_markdown().trim().is_empty(), "{}", place());
    }
    let targets = snapshot.definition(id, offset);
    for target in &targets {
        assert!(
            text.get(target.origin.range()).is_some(),
            "{}: {target:?}",
            place()
        );
        let there = snapshot.workspace.get(target.file).unwrap().text();
        assert!(
            there.get(target.full.range()).is_some(),
            "{}: {target:?}",
            place()
        );
        assert!(target.full.contains(target.name), "{}: {target:?}", place());
    }
    items.len() + usize::from(hover.is_some()) + usize::from(signature.is_some()) + targets.len()
}

fn snapshot(workspace: &Workspace) -> Snapshot {
    Snapshot {
        workspace: workspace.clone(),
        settings: Settings::default(),
    }
}

#[test]
fn whole_files() {
    for name in ["clean", "broken", "nondotted"] {
        let (workspace, subjects) = sample(name);
        let snapshot = snapshot(&workspace);
        for &id in &subjects {
            let length = snapshot.workspace.get(id).unwrap().text().len();
            // Past the end and inside characters too.
            let answers: usize = (0..=length + 2)
                .map(|offset| ask(&snapshot, id, offset))
                .sum();
            let is_flow = snapshot.workspace.get(id).unwrap().kind == FileKind::Flow;
            assert!(
                answers > 0 || !is_flow,
                "no answer anywhere in a flow of {name}"
            );
        }
    }
}

/// The text cut off at the end of each line and asked at its end: a flow being written.
#[test]
fn files_cut_off() {
    let (mut workspace, subjects) = sample("clean");
    for &id in &subjects {
        let file = workspace.get(id).unwrap();
        let (path, text) = (file.path.clone(), file.text().to_owned());
        for (start, line) in text.match_indices('\n').map(|(end, _)| (end, end + 1)) {
            for end in [start.saturating_sub(1), start, line] {
                let Some(cut) = text.get(..end) else { continue };
                workspace.set(&path, Source::Text(cut.into()));
                ask(&snapshot(&workspace), id, end);
            }
        }
        workspace.set(&path, Source::Text(text.into()));
    }
}

/// Damage on a line, asked there and around it.
#[test]
fn files_damaged() {
    let damage = [
        "\t",
        "results.",
        "\"results.",
        "'",
        "{",
        "[ ",
        ": ",
        "- ",
        "`é😀",
        "|",
        "&a *b",
        "!inline ",
    ];
    let (mut workspace, subjects) = sample("clean");
    for (n, &id) in subjects.iter().enumerate() {
        let file = workspace.get(id).unwrap();
        let (path, text) = (file.path.clone(), file.text().to_owned());
        let ends: Vec<usize> = text.match_indices('\n').map(|(i, _)| i).collect();
        for (i, &end) in ends.iter().enumerate().filter(|(i, _)| i % 5 == n % 5) {
            let typed = damage[(i / 5 + n) % damage.len()];
            let damaged = format!("{}{typed}{}", &text[..end], &text[end..]);
            workspace.set(&path, Source::Text(damaged.into()));
            let snapshot = snapshot(&workspace);
            for offset in [end, end + 1, end + typed.len(), end + typed.len() + 1] {
                ask(&snapshot, id, offset);
            }
        }
        workspace.set(&path, Source::Text(text.into()));
    }
}

#[test]
fn texts_that_are_no_flow() {
    for text in [
        "",
        "\n",
        "\u{feff}",
        "\u{feff}summary: ",
        "- ",
        "{",
        "value:\n  modules:\n    - ",
        "é: 😀",
        "a: &a [*a]",
        "\r\n\r",
        "? a\n: b\n",
        "---\n---\n",
        "a: |\n",
        "%YAML",
    ] {
        let mut workspace = Workspace::new(vec![ROOT.into()]);
        let id = workspace.set("/w/f/a/b.flow/flow.yaml", Source::Text(text.into()));
        let snapshot = snapshot(&workspace);
        for offset in 0..=text.len() + 1 {
            ask(&snapshot, id, offset);
        }
    }
}
