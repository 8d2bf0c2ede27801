//! Text that nests without end, at every depth, in every language: the program answers and goes on. It runs
//! as a process of its own, for an overflow of the stack ends a process and cannot be caught.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "a test that fails says at what")]

use std::collections::BTreeSet;
use std::process::{Command, Output};

use model::expression::{self, Goal};
use serde_json::json;
use syntax::{Language, strict};
use tests::deep::{self, Deep};
use tests::{Client, program};

/// How deep all texts nest in checks.
const DEPTH: usize = 100;

/// How deep those nest whose work grows no faster than they do: a level of ours without a limit takes more
/// than a stack has.
const GREAT_DEPTH: usize = 20_000;

/// How deep texts nest that are parsed alone.
const PARSED: usize = 2_000;

/// What nests to [`GREAT_DEPTH`], by how the names begin.
const GREAT: [&str; 14] = [
    "SQL ",
    "bash ",
    "PowerShell ",
    "Python attributes",
    "Python brackets",
    "Python calls of calls",
    "Python items of items",
    "Python minus",
    "Python not",
    "TypeScript brackets",
    "TypeScript calls of calls",
    "TypeScript type arguments of calls",
    "YAML braces",
    "JSON ",
];

#[test]
fn names_and_files_are_given_once() {
    let texts = deep::texts();
    let paths: BTreeSet<String> = texts.iter().map(Deep::path).collect();
    assert_eq!(paths.len(), texts.len());
    assert!(texts.len() > 200, "{}", texts.len());
}

#[test]
fn texts_nest_and_are_read() {
    for deep in deep::texts() {
        let (one, many) = (deep.text(10), deep.text(20));
        assert!(one.len() < many.len(), "{}", deep.name);
        assert!(deep.text(100_000).len() <= 10 << 20, "{}", deep.name);
    }
}

#[test]
fn checks_end() {
    all_end(&deep::texts(), DEPTH);
    let mut great = Vec::new();
    for name in GREAT {
        let texts = deep::texts().into_iter();
        let before = great.len();
        great.extend(texts.filter(|d| d.name.starts_with(name)));
        assert!(great.len() > before, "{name}: no text has such a name");
    }
    all_end(&great, GREAT_DEPTH);
}

fn all_end(texts: &[Deep], depth: usize) {
    let together = check(texts, depth);
    if ended(&together) {
        return;
    }
    // Which of them it was.
    let alone = texts.iter().filter(|d| !ended(&check(&[**d], depth)));
    let alone: Vec<&str> = alone.map(|d| d.name).collect();
    panic!(
        "{depth} deep: {:?}, {}: {alone:?}",
        together.status,
        err(&together)
    );
}

/// On the stack of an ordinary thread, and a small one: parsers see to their own room.
#[test]
fn parsing_ends() {
    let parse = || {
        for deep in deep::texts() {
            println!("{}", deep.name);
            let text = deep.text(PARSED);
            let path = deep.path();
            let language = match () {
                () if path.ends_with(".py") => Language::Python,
                () if path.ends_with(".ts") => Language::TypeScript,
                () if deep.name.starts_with("expressions") => Language::JavaScript,
                () => Language::Yaml,
            };
            let tree = syntax::parse(language, &text);
            assert!(tree.root_node().descendant_count() > 1, "{}", deep.name);
            drop(tree);
            match language {
                Language::Python => {
                    drop(strict::python_compiled(&text));
                    drop(lang::python::read(&text.into()));
                }
                Language::Yaml => drop(strict::accepts_yaml(&text)),
                _ => drop(expression::judge(&text, Goal::Expression)),
            }
        }
    };
    let small = std::thread::Builder::new().stack_size(512 * 1024);
    small.spawn(parse).unwrap().join().unwrap();
}

fn check(texts: &[Deep], depth: usize) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for deep in texts {
        deep::place(folder.path(), deep, depth).unwrap();
    }
    Command::new(program())
        .args(["--check", ".", "--output-format", "concise"])
        .current_dir(folder.path())
        .output()
        .unwrap()
}

/// Whether a check ended with findings or without, and with no fault of its own.
fn ended(run: &Output) -> bool {
    matches!(run.status.code(), Some(0 | 1)) && !err(run).contains("fault")
}

fn err(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr)
        .chars()
        .take(1_000)
        .collect()
}

#[test]
fn the_server_answers_while_they_are_typed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("wmill.yaml"), "defaultTs: bun\n").unwrap();
    let mut client = Client::open(folder.path(), json!({}));
    for deep in deep::texts() {
        typed(&mut client, folder.path(), &deep, DEPTH);
    }
    assert_eq!(client.shut_down(), Some(0));
}

/// Types a text in two pieces and asks all that an editor asks.
fn typed(client: &mut Client, root: &std::path::Path, deep: &Deep, depth: usize) {
    // A failure shows which text it was.
    println!("{} {depth} deep", deep.name);
    let path = root.join(deep.path());
    let text = deep.text(depth);
    let mut half = text.len() / 2;
    while !text.is_char_boundary(half) {
        half -= 1;
    }
    client.did_open(&path, 1, "");
    client.did_change(&path, 2, json!([{"text": text[..half]}]));
    let (line, character) = end(&text[..half]);
    let at = json!({"line": line, "character": character});
    let change = json!([{"range": {"start": at, "end": at}, "text": text[half..]}]);
    client.did_change(&path, 3, change);
    let (last, column) = end(&text);
    for (line, character) in [(line, character), (last, column), (last / 2, 5)] {
        for method in ["completion", "hover", "definition", "signatureHelp"] {
            client.at(method, &path, line, character);
        }
    }
    let document = json!({"uri": tests::uri(&path)});
    let whole =
        json!({"start": {"line": 0, "character": 0}, "end": {"line": last, "character": column}});
    let hints = json!({"textDocument": document, "range": whole});
    client.request("textDocument/inlayHint", hints);
    let actions = json!({"textDocument": document, "range": whole, "context": {"diagnostics": []}});
    client.request("textDocument/codeAction", actions);
    client.published(&path, |params| params["version"] == 3);
    client.did_close(&path);
}

/// Where a text ends: line from 0, column in UTF-16.
fn end(text: &str) -> (u32, u32) {
    let lines = text.matches('\n').count();
    let last = text.rsplit('\n').next().unwrap_or_default();
    (lines as u32, last.encode_utf16().count() as u32)
}
