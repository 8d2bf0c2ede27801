//! Uses and rename as a reader asks: from wherever a name stands, the same places; renamed there and back, the same text.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Change, Settings, Snapshot, TextEdit};
use model::file::Source;
use model::symbol::Spelling;
use model::workspace::Workspace;
use syntax::FileId;

const FLOW: &str = "summary: results.fetch, as text
value:
  early_return: fetch
  groups:
    - start_id: fetch
      end_id: \"last\"
  notes:
    - contained_node_ids: [fetch, last]
  modules:
    - id: fetch # results.fetch
      value:
        type: script
        path: f/a/fetch
        input_transforms:
          fetch: {type: javascript, expr: flow_input.user}
    - id: 'last'
      value:
        type: rawscript
        language: python3
        content: |
          def main(a): return 'results.fetch'
        input_transforms:
          a:
            type: javascript
            expr: \"results.fetch + results?.fetch.fetch + results['fetch'] + ((results) => results.fetch)(1)\"
    - id: sub
      value:
        type: flow
        path: f/a/sub
        input_transforms:
          user: {type: javascript, expr: results.last}
schema:
  properties:
    user: {type: string}
  required: [user]
  order: ['user']
";

const SUB: &str = "value: {modules: []}
schema: {properties: {user: {type: string}}}
";

fn snapshot(flow: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set("f/a/sub.flow/flow.yaml", SUB);
    set(
        "f/a/day.schedule.yaml",
        "script_path: f/a/main\nis_flow: true\nargs:\n  user: x\n",
    );
    let id = set("f/a/main.flow/flow.yaml", flow);
    let settings = Settings::default();
    (
        Snapshot {
            workspace,
            settings,
        },
        id,
    )
}

fn at(word: &str) -> (Snapshot, FileId, usize) {
    let bare = word.replace("<|>", "");
    let (text, offset) = cursor(&FLOW.replacen(&bare, word, 1));
    let (snapshot, id) = snapshot(&text);
    (snapshot, id, offset)
}

/// Each use as `file:line:text`, lines from 1.
fn uses(word: &str) -> Vec<String> {
    let (snapshot, id, offset) = at(word);
    let uses = snapshot.uses(id, offset).into_iter();
    let told = uses.map(|u| {
        let file = snapshot.workspace.get(u.file).unwrap();
        let line = file.lines().line_of(u.span.start as usize) + 1;
        let name = file.path.strip_prefix("/w/f/a/").unwrap();
        format!("{name}:{line}:{}", u.span.slice(file.text()))
    });
    told.collect()
}

fn renamed(word: &str, new: &str) -> Result<String, String> {
    let (snapshot, id, offset) = at(word);
    let change = snapshot.rename(id, offset, new)?;
    Ok(apply(FLOW, edits_of(change, id)))
}

/// The edits of a change that is all in one file.
fn edits_of(mut change: Change, id: FileId) -> Vec<TextEdit> {
    let edits = change.edits.remove(&id).unwrap_or_default();
    assert_eq!((change.edits.len(), change.moves.len()), (0, 0));
    edits
}

fn apply(text: &str, mut edits: Vec<TextEdit>) -> String {
    edits.sort_by_key(|e| std::cmp::Reverse(e.span.start));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[test]
fn a_step_has_the_same_uses_from_everywhere() {
    let from_id = uses("id: fe<|>tch");
    let lines = [3, 5, 8, 10, 25, 25, 25];
    let expected: Vec<String> = lines
        .iter()
        .map(|l| format!("main.flow/flow.yaml:{l}:fetch"))
        .collect();
    assert_eq!(from_id, expected);
    for word in [
        "early_return: fetch<|>",
        "start_id: <|>fetch",
        "_ids: [fet<|>ch",
        "\"results.<|>fetch",
        "results?.f<|>etch",
        "results['fetch<|>']",
    ] {
        assert_eq!(uses(word), from_id, "{word}");
    }
    assert_eq!(
        uses("id: 'la<|>st'"),
        [6, 8, 16, 31].map(|l| format!("main.flow/flow.yaml:{l}:last"))
    );
}

#[test]
fn an_input_has_those_in_other_files_too() {
    let own = uses("flow_input.us<|>er");
    let expected = [
        "main.flow/flow.yaml:15:user",
        "main.flow/flow.yaml:34:user",
        "main.flow/flow.yaml:35:user",
        "main.flow/flow.yaml:36:user",
        "day.schedule.yaml:4:user",
    ];
    assert_eq!(own, expected);
    assert_eq!(uses("    us<|>er: {type: string}"), own);
    // What it gives to another flow is that one's.
    let of_sub = ["sub.flow/flow.yaml:2:user", "main.flow/flow.yaml:31:user"];
    assert_eq!(
        uses("us<|>er: {type: javascript, expr: results.last"),
        of_sub
    );
}

#[test]
fn nothing_else_is_a_use() {
    for word in [
        "# results.fe<|>tch",
        "summary: results.fe<|>tch",
        "=> results.fe<|>tch",
        "fe<|>tch: {type",
        "return 'results.fe<|>tch'",
        "results?.fetch.fe<|>tch",
    ] {
        let found = uses(word);
        assert!(found.is_empty(), "{word}: {found:?}");
        assert!(renamed(word, "b").is_err(), "{word}");
    }
    // What is run has a name of its own.
    assert_eq!(
        uses("path: f/a/fe<|>tch"),
        ["main.flow/flow.yaml:13:f/a/fetch"]
    );
}

#[test]
fn a_rename_there_and_back_gives_the_same_text() {
    let there = renamed("id: fe<|>tch", "orders").unwrap();
    assert_eq!(there.matches("orders").count(), 7, "{there}");
    let (snapshot, id) = snapshot(&there);
    let offset = there.find("orders").unwrap();
    let change = snapshot.rename(id, offset, "fetch").unwrap();
    assert_eq!(apply(&there, edits_of(change, id)), FLOW);
}

#[test]
fn what_failed_is_compared_with_the_new_id_and_words_stay() {
    let flow = "value:
  modules:
    - id: o<|>ne
    - id: two
      value: {type: script, path: f/a/x, input_transforms: {a: {type: javascript, expr: previous_result.one}}}
  failure_module:
    id: failure
    value: {type: script, path: f/a/x, input_transforms: {a: {type: javascript, expr: 'error.step_id == \"one\"'}}}
";
    let (text, offset) = cursor(flow);
    let (snapshot, id) = snapshot(&text);
    let change = snapshot.rename(id, offset, "first").unwrap();
    let expected = text
        .replace("id: one", "id: first")
        .replace("\"one\"", "\"first\"");
    assert_eq!(apply(&text, edits_of(change, id)), expected);
}

#[test]
fn a_name_that_is_no_identifier_goes_into_brackets() {
    let there = renamed("id: fe<|>tch", "all-orders").unwrap();
    let expected = "\"results['all-orders'] + results?.['all-orders'].fetch + results['all-orders'] + ((results)";
    assert!(there.contains(expected), "{there}");
    let there = renamed("id: 'la<|>st'", "the-last").unwrap();
    assert!(there.contains("id: 'the-last'"), "{there}");
    assert!(there.contains("expr: results[\"the-last\"]}"), "{there}");
    assert!(there.contains("end_id: \"the-last\""), "{there}");
}

#[test]
fn what_an_alias_repeats_is_renamed_once() {
    let flow = "value:
  modules:
    - id: o<|>ne
    - {id: two, value: {type: script, path: f/a/x, input_transforms: {a: &t {type: javascript, expr: results.one}}}}
    - {id: three, value: {type: script, path: f/a/x, input_transforms: {a: *t}}}
";
    let (text, offset) = cursor(flow);
    let (snapshot, id) = snapshot(&text);
    let change = snapshot.rename(id, offset, "first").unwrap();
    assert_eq!(
        apply(&text, edits_of(change, id)),
        text.replace("one", "first")
    );
}

#[track_caller]
fn is_refused(flow: &str, new: &str, reason: &str) {
    let (text, offset) = cursor(flow);
    let (snapshot, id) = snapshot(&text);
    let refused = snapshot.rename(id, offset, new).unwrap_err();
    assert!(refused.contains(reason), "{refused}");
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let flow = |rest: &str| format!("value:\n  modules:\n    - id: on<|>e\n{rest}");
    is_refused(&flow("    - id: two\n"), "two", "has a step `two` already");
    is_refused(&flow("    - id: one\n"), "b", "2 steps have the id");
    is_refused(&flow(""), "1b", "start with a letter");
    is_refused(&flow(""), "a b", "Ids take the letters");
    is_refused(&flow(""), "", "Ids take the letters");
    is_refused(&flow(""), "failure", "is reserved");
    is_refused(&flow(""), "Null", "is reserved");
    let with = |expr: &str| {
        let value = format!(
            "{{type: script, path: f/a/x, input_transforms: {{a: {{type: javascript, expr: '{expr}'}}}}}}"
        );
        flow(&format!("    - id: two\n      value: {value}\n"))
    };
    is_refused(&with("results.three"), "three", "does not have");
    is_refused(&with("results.one +"), "b", "does not parse");
    is_refused(&with("error.step_id == x(\"one\")"), "b", "by hand first");
    let code = "{type: rawscript, language: python3, content: 'def main(e): return e[\"step_id\"] == \"one\"'}";
    let code = format!("    - id: two\n      value: {code}\n");
    is_refused(&flow(&code), "b", "by hand first");
    let word =
        "value:\n  modules:\n    - id: one\n    - id: two\n      skip_if: {expr: res<|>ult}\n";
    is_refused(word, "b", "`result` stands for the step `one`");
    is_refused(&with("results[\"o\\x6ee\"]"), "b", "cannot be changed");
    is_refused(&flow("      value: [\n"), "b", "fix its syntax first");
    let failure = "value:\n  modules: []\n  failure_module:\n    id: fail<|>ure\n";
    is_refused(failure, "b", "as it is");
    let input = |rest: &str| {
        format!("value: {{modules: []}}\nschema: {{properties: {{u<|>ser: {{}}{rest}}}}}\n")
    };
    is_refused(&input(", b: {}"), "b", "an input `b` already");
    is_refused(
        &input(", b: {showExpr: 'fields.user == 1'}"),
        "c",
        "by hand first",
    );
    is_refused(&input(""), "a b", "A new name takes");
    is_refused(&input(""), "iter", "something else");
}

/// The sample workspaces, with the mistakes of one of them.
fn samples() -> Snapshot {
    sample(".")
}

fn sample(name: &str) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces");
    let root = root.join(name);
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                let name = name.replace('\\', "/");
                workspace.set(&format!("/w/{name}"), Source::Text(text.into()));
            }
        }
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

/// Of every step of the sample workspaces: after a rename the same is found, under the new name the same places are,
/// and the way back leads to the same text. What was asked for at any of the places is the same.
#[test]
fn steps_of_the_samples_are_renamed_there_and_back() {
    let before = samples();
    let files = before.workspace.files().into_iter();
    let flows: Vec<FileId> = files
        .filter(|(_, f)| f.flow().is_some())
        .map(|(id, _)| id)
        .collect();
    let rules = |snapshot: &Snapshot, id| {
        let findings = snapshot.check(id).into_iter();
        let mut rules: Vec<String> = findings.map(|f| f.rule.name.to_owned()).collect();
        rules.sort();
        rules
    };
    let (mut renamed, mut refused) = (0, 0);
    for id in flows {
        let file = before.workspace.get(id).unwrap();
        let text = file.text();
        for (_, module) in file.flow().unwrap().modules() {
            let Some(name) = &module.id else { continue };
            let offset = name.span.start as usize + 1;
            let uses = before.uses(id, offset);
            for at in &uses {
                assert_eq!(
                    before.uses(id, at.span.start as usize),
                    uses,
                    "{}",
                    file.path
                );
            }
            let Ok(change) = before.rename(id, offset, "a_new_name") else {
                refused += 1;
                continue;
            };
            let edits = edits_of(change, id);
            let written = |u: &&ide::Use| u.spelling != Spelling::Word;
            assert_eq!(edits.len(), uses.iter().filter(written).count());
            let there = apply(text, edits);
            let mut after = before.clone();
            after
                .workspace
                .set(&file.path, Source::Text(there.as_str().into()));
            let here = there.find("a_new_name").unwrap();
            assert_eq!(after.uses(id, here).len(), uses.len());
            let back = after
                .rename(id, here, &name.value)
                .map(|change| apply(&there, edits_of(change, id)));
            let (mut found, mut found_before) = (rules(&after, id), rules(&before, id));
            match back {
                Ok(back) => assert_eq!(back, text),
                // The old id was a mistake itself.
                Err(reason) => {
                    assert!(
                        reason.contains("Ids take") || reason.contains("reserved"),
                        "{reason}"
                    );
                    for rules in [&mut found, &mut found_before] {
                        rules.retain(|r| !r.ends_with("-step-id"));
                    }
                }
            }
            assert_eq!(found, found_before, "{}: {}", file.path, name.value);
            renamed += 1;
        }
    }
    assert!(
        renamed > 50 && refused > 0,
        "{renamed} renamed, {refused} refused"
    );
}
