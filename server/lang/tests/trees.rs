//! What holds of the tree of any text of Python, right or broken.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lang::python::tree::NodeId;
use lang::python::{Names, Tree, lower};
use syntax::Language;

fn read(text: &str) -> Tree {
    lower(&Arc::from(text), &syntax::parse(Language::Python, text))
}

/// What holds of all trees: spans lie in those of their parents and follow one another, lists fit.
fn check(text: &str, tree: &Tree) {
    let mut open: Vec<NodeId> = Vec::new();
    for node in tree.all() {
        while open.last().is_some_and(|o| tree.end(*o) <= node) {
            open.pop();
        }
        assert_eq!(tree.parent(node), open.last().copied(), "{text:?}");
        let span = tree.span(node);
        assert!(text.get(span.range()).is_some(), "{span:?} {text:?}");
        assert!(span.start <= span.end);
        if let Some(parent) = tree.parent(node) {
            assert!(
                tree.span(parent).contains(span),
                "{:?} in {:?} {text:?}",
                tree.kind(node),
                tree.kind(parent)
            );
            assert!(tree.end(node) <= tree.end(parent));
        }
        let mut before = span.start;
        for child in tree.children(node) {
            assert!(
                before <= tree.span(child).start,
                "{:?} {text:?}",
                tree.kind(node)
            );
            before = tree.span(child).end;
        }
        open.push(node);
    }
    Names::new(tree);
}

/// Every identifier of the grammar's tree is the name of one of our nodes, and only once.
fn has_all_identifiers(text: &str, tree: &Tree) {
    let whole = syntax::parse(Language::Python, text);
    let mut want = Vec::new();
    let mut cursor = whole.walk();
    'all: loop {
        let node = cursor.node();
        if node.kind() == "identifier" && !node.is_missing() {
            want.push(node.start_byte());
        }
        // In a string, errors are text.
        if node.kind() != "string_content" && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'all;
            }
        }
    }
    let named = tree.all().filter(|n| tree.symbol_of(*n).is_some());
    let mut found: Vec<usize> = named.map(|n| tree.name_span(n).start as usize).collect();
    found.sort_unstable();
    let lost: Vec<_> = want
        .iter()
        .filter(|w| found.binary_search(w).is_err())
        .map(|w| {
            text[..*w]
                .rsplit('\n')
                .next()
                .map(|l| (l, text[*w..].lines().next()))
        })
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    if !whole.root_node().has_error() {
        assert!(found.is_sorted_by(|a, b| a < b), "two names at one place");
        // `_` of a `case`, and the word in `from __future__`, are no identifiers there.
        assert!(found.len() <= want.len());
    }
}

/// Files of the project itself.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = ["tests", "grammars/python"].map(|d| root.join(d)).into();
    if let Ok(more) = std::env::var("PYTHON_FILES") {
        open.push(more.into());
    }
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let is_ours = !["node_modules", "target"].iter().any(|n| name == *n);
            let is_python = path.extension().is_some_and(|e| e == "py" || e == "pyi");
            if path.is_dir() && is_ours && !path.is_symlink() {
                open.push(path);
            } else if is_python {
                found.extend(std::fs::read_to_string(path));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn all_files_of_the_project_are_read() {
    let files = corpus();
    assert!(files.len() > 20);
    for text in &files {
        let tree = read(text);
        check(text, &tree);
        has_all_identifiers(text, &tree);
    }
}

#[test]
fn no_edit_makes_a_tree_that_does_not_fit() {
    let pieces = [
        "(",
        ")",
        "[",
        "{",
        "'",
        "\"\"\"",
        ":",
        "=",
        ".",
        ",",
        "\n",
        "  ",
        "def ",
        "class A",
        "é",
        "f'{",
        "*",
        "match x:\n case ",
        "with (a as b, c",
        "import ",
        "lambda ",
        " for x in ",
        "@",
        "except ",
        "type X[",
        "->",
        "\\",
    ];
    let mut files = corpus();
    files.retain(|f| f.len() < 6_000);
    assert!(!files.is_empty());
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|r| r.parse().ok())
        .unwrap_or(1_500);
    // A small generator of numbers: the same at each run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for _ in 0..rounds {
        let mut text = files[next(files.len())].clone();
        for _ in 0..=next(3) {
            let mut at = next(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + next(12)).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let piece = pieces[next(pieces.len())];
            text.replace_range(at..end.max(at), if next(3) == 0 { "" } else { piece });
        }
        let tree = read(&text);
        check(&text, &tree);
        has_all_identifiers(&text, &tree);
    }
}

#[test]
fn depth_does_not_matter() {
    let deep = [
        format!("x = {}1{}", "(-".repeat(20_000), ")".repeat(20_000)),
        format!("x = {}", "[".repeat(20_000)),
        format!("x = {}", "a.".repeat(20_000)),
        format!("x = a{}", "()".repeat(20_000)),
        format!("x = {}1", "not ".repeat(20_000)),
        format!("x: {}int{}", "a[".repeat(9_000), "]".repeat(9_000)),
        format!(
            "match x:\n case {}y{}: pass",
            "[".repeat(9_000),
            "]".repeat(9_000)
        ),
    ];
    for text in deep {
        let tree = read(&text);
        check(&text[..text.len()], &tree);
    }
}
