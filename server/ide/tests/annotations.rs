//! Comments of scripts that Windmill reads: what is proposed in them, what they say, and the files of `dependencies/` that they
//! lead to.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['**']\n"),
    ("dependencies/requirements.in", "requests\n"),
    ("dependencies/ml.requirements.in", "pandas\n"),
    ("dependencies/web.package.json", "{}\n"),
    ("dependencies/old/x.requirements.in", "\n"),
    ("f/a/other.py", "# requirements: ml\n\ndef main(): ...\n"),
];

fn snapshot(path: &str, marked: &str) -> (Snapshot, FileId, usize) {
    let (text, offset) = cursor(marked);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in FILES {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    let id = workspace.set(&format!("/w/{path}"), Source::Text(text.as_str().into()));
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    (snapshot, id, offset)
}

/// What is proposed, and the text with the first of these labels taken.
fn proposed(path: &str, marked: &str) -> Vec<String> {
    let (snapshot, id, offset) = snapshot(path, marked);
    let found = snapshot.completions(id, offset);
    found.into_iter().map(|c| c.label).collect()
}

fn taken(path: &str, marked: &str, label: &str) -> String {
    let (snapshot, id, offset) = snapshot(path, marked);
    let found = snapshot.completions(id, offset);
    let item = found.into_iter().find(|c| c.label == label).unwrap();
    let mut text = snapshot.workspace.get(id).unwrap().text().to_owned();
    text.replace_range(item.replace.range(), &item.insert);
    text
}

#[test]
fn words_are_proposed_in_the_first_comments() {
    let found = proposed("f/a/x.py", "# py312\n# <|>\n\ndef main(): ...\n");
    assert_eq!(found[..2], ["requirements:", "extra_requirements:"]);
    assert!(found.contains(&"sandbox".to_owned()) && !found.contains(&"py312".to_owned()));
    assert_eq!(
        proposed("f/a/x.ts", "//<|>\n"),
        [
            "package_json:",
            "native",
            "nobundling",
            "nodejs",
            "npm",
            "sandbox"
        ]
    );
    assert_eq!(
        proposed("f/a/x.sh", "#!/bin/bash\n# <|>\n"),
        ["docker", "sandbox"]
    );
    assert_eq!(
        taken("f/a/x.ts", "// no<|>b\nlet x\n", "nobundling"),
        "// nobundling\nlet x\n"
    );
    assert_eq!(
        taken("f/a/x.py", "#req<|>\n", "requirements:"),
        "#requirements: \n"
    );
    for (path, text) in [
        ("f/a/x.py", "import a\n# <|>\n"),
        ("f/a/x.py", "# Loads the <|>\n"),
        ("f/a/x.py", "<|># py312\n"),
        ("f/a/x.deno.ts", "\n// <|>\n"),
    ] {
        assert_eq!(proposed(path, text), [""; 0], "{text}");
    }
}

#[test]
fn files_are_proposed_behind_the_colon() {
    assert_eq!(
        proposed("f/a/x.py", "# requirements: <|>\n"),
        ["ml", "default"]
    );
    assert_eq!(proposed("f/a/x.ts", "// package_json:<|>\n"), ["web"]);
    assert_eq!(
        taken("f/a/x.py", "# requirements: o<|>ld\nimport a\n", "ml"),
        "# requirements: ml\nimport a\n"
    );
    for text in ["# requirements: ml, <|>\n", "# extra_requirements: <|>\n"] {
        assert_eq!(proposed("f/a/x.py", text), [""; 0], "{text}");
    }
}

#[test]
fn a_block_of_a_flow_has_them_too() {
    let flow = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
                content: |\n          # requirements: <|>\n          def main(): ...\n        input_transforms: {}\n";
    assert_eq!(proposed("f/a/x.flow/flow.yaml", flow), ["ml", "default"]);
}

#[test]
fn hover_says_what_they_do() {
    let hover = |path: &str, text: &str| {
        let (snapshot, id, offset) = snapshot(path, text);
        let found = snapshot.hover(id, offset).map(|h| h.text.to_markdown());
        found.unwrap_or_default()
    };
    assert!(hover("f/a/x.py", "# py3<|>12\n").contains("Python 3.12"));
    assert!(hover("f/a/x.py", "# requ<|>irements: ml\n").contains("no import"));
    assert!(hover("f/a/x.py", "# requirements: m<|>l\n").contains("ml.requirements.in"));
    assert_eq!(hover("f/a/x.py", "# requirements: m<|>k\n"), "");
    assert_eq!(hover("f/a/x.py", "# pandas<|> is used\n"), "");
}

#[test]
fn a_name_leads_to_its_file_and_is_renamed_with_it() {
    let (snapshot, id, offset) = snapshot("f/a/x.py", "# requirements: m<|>l\n\ndef main(): ...\n");
    let path = |id: FileId| snapshot.workspace.get(id).unwrap().path.to_string();
    let target = snapshot.definition(id, offset);
    assert_eq!(path(target[0].file), "/w/dependencies/ml.requirements.in");
    let (symbol, _) = snapshot.workspace.symbol_at(id, offset).unwrap();
    let mut uses: Vec<String> = snapshot
        .workspace
        .uses_of(&symbol)
        .iter()
        .map(|u| path(u.file))
        .collect();
    uses.sort();
    assert_eq!(
        uses,
        [
            "/w/dependencies/ml.requirements.in",
            "/w/f/a/other.py",
            "/w/f/a/x.py"
        ]
    );
    let change = snapshot.rename(id, offset, "models").unwrap();
    assert_eq!(change.moves[0].to, "/w/dependencies/models.requirements.in");
    let edits: Vec<&str> = change
        .edits
        .values()
        .flatten()
        .map(|e| e.text.as_str())
        .collect();
    assert_eq!(edits, ["models", "models"]);
    for bad in ["default", "a.b", "a b", "", "ml/x"] {
        assert!(snapshot.rename(id, offset, bad).is_err(), "{bad}");
    }
}
