//! The checks and hovers of the Python SDKs beside pyright, which is given our stubs as the types of the
//! packages and reads all snippets in one run.
//!
//! A line that we call wrong pyright must call wrong too, and for the same reason. Where pyright alone
//! does, the snippet names one of [`REASONS`]. Types of arguments are pyright's own business.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod ours;
mod signatures;
mod snippets;
mod theirs;

use std::collections::{BTreeMap, BTreeSet};

use snippets::{Mark, snippets};

/// Why a line that pyright calls wrong is right for us, by the word that marks it.
const REASONS: &[(&str, &str)] = &[
    (
        "awaited",
        "what a coroutine has before it is awaited is for a checker of types",
    ),
    (
        "beside",
        "the package has the modules that it imports, which its stub leaves out",
    ),
    (
        "derived",
        "the script derives a class from it: an object of that type may be one of those",
    ),
    (
        "form",
        "brackets, quoted annotations and what a comprehension runs over are not looked into",
    ),
    (
        "guarded",
        "the script catches that the name is not there, or it is for checkers of types alone",
    ),
    ("on_class", "a class may be given members at run time"),
    (
        "open",
        "the class derives from one of Python's own, whose members the stub does not list",
    ),
    (
        "package",
        "what else the package `skyvern` has is not in the stub",
    ),
    (
        "pinned",
        "a comment asks for another version of the package",
    ),
    ("private", "stubs leave private names out"),
    (
        "python",
        "what Python's own objects and results have, and calls of them, is not ours to say",
    ),
    (
        "spread",
        "what a list or dictionary adds to the arguments is not known",
    ),
    (
        "tested",
        "the script asks what kind of object it has, and so knows more of it",
    ),
    (
        "value",
        "values are not followed through containers, tuples, callables, defaults and casts",
    ),
    (
        "values",
        "a name with two different values counts as unknown",
    ),
    (
        "versions",
        "other versions of `skyvern` have the name or take the argument",
    ),
    ("written", "the script itself writes or deletes the name"),
];

/// What a line gets wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Wrong {
    /// A name that is not there.
    Name,
    /// Arguments that do not fit.
    Arguments,
}

#[test]
fn calls_are_wrong_where_pyright_says_so() {
    let snippets = snippets();
    assert!(snippets.len() > 150, "{}", snippets.len());
    let theirs = theirs::diagnostics();
    let mut problems = Vec::new();
    let (mut both, mut alone) = (0, BTreeMap::<&str, usize>::new());
    for snippet in &snippets {
        let ours = ours::wrong_lines(&snippet.text);
        let theirs = theirs.get(&snippet.file).cloned().unwrap_or_default();
        for (i, line) in snippet.text.lines().enumerate() {
            let on = |all: &BTreeSet<(usize, Wrong)>| -> Vec<Wrong> {
                let here = all.iter().filter(|(l, _)| *l == i);
                here.map(|(_, wrong)| *wrong).collect()
            };
            let (ours, theirs) = (on(&ours), on(&theirs));
            let mark = snippet.marks.get(&i);
            let told = match mark {
                None => ours.is_empty() && theirs.is_empty(),
                Some(Mark::Both) => !ours.is_empty() && ours == theirs,
                Some(Mark::Theirs(_)) => ours.is_empty() && !theirs.is_empty(),
            };
            match mark {
                Some(Mark::Both) => both += 1,
                Some(Mark::Theirs(why)) => *alone.entry(why).or_default() += 1,
                None => {}
            }
            if !told {
                let place = format!("{}:{}", snippet.file, i + 1);
                problems.push(format!(
                    "{place}: {line}\n  marked {mark:?}, ours {ours:?}, pyright's {theirs:?}"
                ));
            }
        }
    }
    assert!(
        problems.is_empty(),
        "{} lines differ:\n{}",
        problems.len(),
        problems.join("\n")
    );
    assert!(both > 200, "{both}");
    let used: Vec<&str> = alone.keys().copied().collect();
    let listed: Vec<&str> = REASONS.iter().map(|(word, _)| *word).collect();
    assert_eq!(used, listed, "every reason is used, and every one is given");
}

#[test]
fn hovers_show_the_parameters_that_pyright_reads() {
    let theirs = theirs::revealed();
    let asked = signatures::asked();
    assert!(asked.len() > 300, "{}", asked.len());
    let mut problems = Vec::new();
    for question in &asked {
        let ours = signatures::hovered(question);
        let theirs = theirs.get(&question.line).map(|t| signatures::read(t));
        if Some(&ours) != theirs.as_ref() {
            problems.push(format!(
                "{}\n  ours:      {ours:?}\n  pyright's: {theirs:?}",
                question.written
            ));
        }
    }
    assert!(
        problems.is_empty(),
        "{} of {} differ:\n{}",
        problems.len(),
        asked.len(),
        problems.join("\n")
    );
}
