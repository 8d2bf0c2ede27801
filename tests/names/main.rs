//! The places of names in Python and TypeScript beside those that pyright and TypeScript's language service would rename:
//! the snippets of this test, those of others, and the sample workspaces.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use lang::Program;
use lang::occurrences::{Form, Local};
use serde_json::{Value, json};
use syntax::Language;

/// A text, and the names of its scopes, each with its places in bytes.
struct Read {
    from: String,
    text: String,
    names: Vec<(Local, Vec<usize>)>,
}

fn read(language: Language, from: &str, text: &str) -> Read {
    let program = Program::new(Some(language), Arc::from(text));
    let mut names: Vec<(Local, Vec<usize>)> = Vec::new();
    let mut seen = BTreeSet::new();
    for offset in 0..text.len() {
        if !text.is_char_boundary(offset) || seen.contains(&offset) {
            continue;
        }
        let Some(local) = program.local_at(offset) else {
            continue;
        };
        let places = program.occurrences(&local);
        let starts: Vec<usize> = places.iter().map(|o| o.span.start as usize).collect();
        // What stands between the names belongs to the one before.
        if !starts.contains(&offset) || !seen.insert(offset) {
            continue;
        }
        seen.extend(&starts);
        // Who renames these has to know more than the text.
        let is_open = program.is_of_class(&local) && !program.is_certain_attribute(&local);
        let is_left = is_open || places.iter().any(|o| o.form == Form::Fixed);
        if !is_left {
            names.push((local, starts));
        }
    }
    Read {
        from: from.to_owned(),
        text: text.to_owned(),
        names,
    }
}

/// The parts of a text that a mark begins, each behind its first line.
fn parts<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    text.split(mark).filter_map(|part| part.split_once('\n'))
}

fn samples(ending: &str, into: &mut Vec<(String, String)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces/clean");
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                into.push((
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    text,
                ));
            }
        }
    }
}

/// What another tool answers.
fn theirs(script: &str, modules: &str, asked: &Value) -> Vec<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(
        folder.join(modules).join("node_modules").is_dir(),
        "run `npm ci --prefix tests/{modules}` once"
    );
    let mut child = Command::new("node")
        .arg(folder.join("names").join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut stdin = child.stdin.take().unwrap();
    let text = asked.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{script}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Compares all names that the other tool renames; gives how many there were.
fn hold(
    all: &[Read],
    answers: &[Vec<Value>],
    place: impl Fn(&str, usize) -> Value,
    known: &[(&str, &str)],
) -> usize {
    let mut different = Vec::new();
    let mut count = 0;
    for (read, answers) in all.iter().zip(answers) {
        assert_eq!(read.names.len(), answers.len());
        for ((local, starts), answer) in read.names.iter().zip(answers) {
            let mut theirs: Vec<Value> = answer.as_array().cloned().unwrap_or_default();
            // What comes from elsewhere is not renamed by everyone.
            if theirs.is_empty() {
                continue;
            }
            count += 1;
            let mut ours: Vec<Value> = starts.iter().map(|s| place(&read.text, *s)).collect();
            let text = |v: &Value| v.to_string();
            theirs.sort_by_key(text);
            theirs.dedup();
            ours.sort_by_key(text);
            let is_known = known.contains(&(read.from.as_str(), local.name.as_str()));
            if (ours == theirs) == is_known {
                different.push(format!(
                    "{} {}: {ours:?}, theirs {theirs:?}",
                    read.from, local.name
                ));
            }
        }
    }
    assert!(
        different.is_empty(),
        "{} of {count}:\n{}",
        different.len(),
        different.join("\n")
    );
    count
}

#[test]
fn typescript() {
    let mut texts: Vec<(String, String)> = Vec::new();
    let own = parts(include_str!("snippets.ts"), "// == ");
    let of_reality = parts(include_str!("../reality_node/scripts.ts"), "//// ");
    texts.extend(
        own.chain(of_reality)
            .map(|(name, text)| (name.to_owned(), text.to_owned())),
    );
    samples(".ts", &mut texts);
    let all: Vec<Read> = texts
        .iter()
        .map(|(n, t)| read(Language::TypeScript, n, t))
        .collect();
    let place = |text: &str, at: usize| json!(text[..at].encode_utf16().count());
    let asked: Vec<Value> = all
        .iter()
        .map(|r| {
            let places: Vec<Value> = r.names.iter().map(|(_, s)| place(&r.text, s[0])).collect();
            json!({"text": r.text, "places": places})
        })
        .collect();
    let answers = theirs("typescript.mjs", "reality_node", &json!(asked));
    let count = hold(&all, &answers, place, &[]);
    assert!(
        all.len() > 50 && count > 300,
        "{} texts, {count} names",
        all.len()
    );
}

#[test]
fn python() {
    let mut texts: Vec<(String, String)> = Vec::new();
    let own = parts(include_str!("snippets.py"), "# == ");
    let others = [
        include_str!("../pyright/snippets/calls.py"),
        include_str!("../pyright/snippets/names.py"),
        include_str!("../pyright/snippets/objects.py"),
        include_str!("../pyright/snippets/shadowing.py"),
    ];
    let others = others.iter().flat_map(|text| parts(text, "# == "));
    texts.extend(
        own.chain(others)
            .map(|(name, text)| (name.to_owned(), text.to_owned())),
    );
    samples(".py", &mut texts);
    let all: Vec<Read> = texts
        .iter()
        .map(|(n, t)| read(Language::Python, n, t))
        .collect();
    let place = |text: &str, at: usize| {
        let line = text[..at].matches('\n').count();
        let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        json!([line, text[start..at].encode_utf16().count()])
    };
    let asked: Vec<Value> = all
        .iter()
        .map(|r| {
            let places: Vec<Value> = r.names.iter().map(|(_, s)| place(&r.text, s[0])).collect();
            json!({"text": r.text, "places": places})
        })
        .collect();
    let answers = theirs("python.mjs", "oracles", &json!(asked));
    let count = hold(&all, &answers, place, &[]);
    assert!(
        all.len() > 150 && count > 400,
        "{} texts, {count} names",
        all.len()
    );
}
