//! The snippets: `# == name` begins one, and a comment at the end of a line says who calls it wrong.

use std::collections::{BTreeMap, BTreeSet};

/// The files of snippets.
const FILES: &[(&str, &str)] = &[
    ("calls", include_str!("snippets/calls.py")),
    ("names", include_str!("snippets/names.py")),
    ("objects", include_str!("snippets/objects.py")),
    ("shadowing", include_str!("snippets/shadowing.py")),
    ("skyvern", include_str!("snippets/skyvern.py")),
];

/// Who calls a line wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// `# wrong`: pyright and we.
    Both,
    /// `# theirs: word`: pyright alone, for the reason of this name.
    Theirs(&'static str),
}

/// One script.
pub(crate) struct Snippet {
    /// What its file is called.
    pub(crate) file: String,
    /// Its text, without marks.
    pub(crate) text: String,
    /// The marks by line, counted from 0.
    pub(crate) marks: BTreeMap<usize, Mark>,
}

/// All snippets.
pub(crate) fn snippets() -> Vec<Snippet> {
    let mut found = Vec::new();
    for (group, text) in FILES {
        for part in text.split("# == ").skip(1) {
            let (name, code) = part.split_once('\n').unwrap();
            let mut text = String::new();
            let mut marks = BTreeMap::new();
            for (i, line) in code.lines().enumerate() {
                let (line, mark) = marked(line);
                text += line;
                text.push('\n');
                marks.extend(mark.map(|m| (i, m)));
            }
            found.push(Snippet {
                file: format!("{group}_{name}.py"),
                text,
                marks,
            });
        }
    }
    let files: BTreeSet<&String> = found.iter().map(|s| &s.file).collect();
    assert_eq!(files.len(), found.len(), "each has a name of its own");
    found
}

fn marked(line: &'static str) -> (&'static str, Option<Mark>) {
    if let Some(line) = line.strip_suffix("  # wrong") {
        return (line, Some(Mark::Both));
    }
    match line.rsplit_once("  # theirs: ") {
        Some((line, why)) => (line, Some(Mark::Theirs(why))),
        None => (line, None),
    }
}
