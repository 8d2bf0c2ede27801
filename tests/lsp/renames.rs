//! Renames that change several files, and files that the user moves or deletes, by what the client can do.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{EXPRESSION, Folder, flow};

/// Everything that a client may be able to do here.
fn able() -> Value {
    json!({
        "workspace": {
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create", "rename", "delete"],
                "changeAnnotationSupport": {"groupsOnLabel": true},
            },
            "fileOperations": {"willRename": true, "willDelete": true},
        },
    })
}

fn at(path: &Path, line: u32, column: u32, new: &str) -> Value {
    json!({
        "textDocument": {"uri": uri(path)},
        "position": {"line": line, "character": column},
        "newName": new,
    })
}

#[test]
fn a_parameter_is_renamed_in_all_that_gives_it() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let edit = client.request("textDocument/rename", at(&folder.script, 0, 9, "amount"));
    let changes = edit["changes"].as_object().unwrap();
    let count = |path: &Path| changes[&uri(path)].as_array().unwrap().len();
    assert_eq!(
        (changes.len(), count(&folder.script), count(&folder.flow)),
        (2, 2, 1),
        "{edit}"
    );

    let mut client = Client::open(&folder.root(), able());
    // What is not saved counts, and the version of each document.
    client.did_open(&folder.flow, 4, &format!("# first\n{}", flow("first")));
    client.did_open(&folder.script, 9, "def main(x: int):\n    return x + x\n");
    let edit = client.request("textDocument/rename", at(&folder.script, 0, 9, "amount"));
    let documents = edit["documentChanges"].as_array().unwrap();
    let told: Vec<Value> = documents
        .iter()
        .map(|d| d["textDocument"].clone())
        .collect();
    let document = |path: &Path, version| json!({"uri": uri(path), "version": version});
    assert!(told.contains(&document(&folder.flow, 4)), "{edit}");
    assert!(told.contains(&document(&folder.script, 9)), "{edit}");
    let of_flow = documents
        .iter()
        .find(|d| d["textDocument"]["uri"] == uri(&folder.flow))
        .unwrap();
    let (line, _) = EXPRESSION;
    assert_eq!(of_flow["edits"][0]["range"]["start"]["line"], line);
    let label = "Also in f/a/b.flow/flow.yaml";
    assert_eq!(of_flow["edits"][0]["annotationId"], label);
    assert_eq!(edit["changeAnnotations"][label]["label"], label);
    let own = documents
        .iter()
        .find(|d| d["textDocument"]["uri"] == uri(&folder.script))
        .unwrap();
    assert_eq!(own["edits"].as_array().unwrap().len(), 3);
    assert!(own["edits"][0]["annotationId"].is_null(), "{edit}");
}

#[test]
fn a_property_is_renamed_and_what_is_left_is_said() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let script =
        "def main(first: int):\n    out = {'key': first}\n    print(out['key'])\n    return out\n";
    client.did_open(&folder.script, 1, script);
    let edit = client.request("textDocument/rename", at(&folder.script, 1, 13, "other"));
    let edits = edit["changes"][&uri(&folder.script)].as_array().unwrap();
    assert_eq!(edits.len(), 1, "{edit}");
    assert_eq!(edits[0]["newText"], "other");
    let told = client.wait(|m| m["method"] == "window/showMessage");
    assert_eq!(
        told["params"]["message"],
        "This may be the same property, and was left: line 3 of `f/a/run.py`"
    );
}

#[test]
fn a_script_is_renamed_where_the_client_moves_files() {
    let folder = Folder::new("first");
    let path = (9, 16);
    let ask = |client: &mut Client| {
        client.ask(
            "textDocument/rename",
            at(&folder.flow, path.0, path.1, "f/b/go"),
        )
    };
    let mut client = Client::open(
        &folder.root(),
        json!({"workspace": {"workspaceEdit": {"documentChanges": true}}}),
    );
    let id = ask(&mut client);
    let error = client.answer(id)["error"].clone();
    assert_eq!(error["code"], -32803);
    assert_eq!(
        error["message"],
        "This editor does not let a rename move files"
    );

    let mut client = Client::open(&folder.root(), able());
    let id = ask(&mut client);
    let edit = client.answer(id)["result"].clone();
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["edits"][0]["newText"], "f/b/go");
    assert_eq!(
        changes[1],
        json!({
            "kind": "rename",
            "oldUri": uri(&folder.script),
            "newUri": uri(&folder.root().join("f/b/go.py")),
        })
    );
}

#[test]
fn files_that_the_user_moves_are_followed() {
    let folder = Folder::new("first");
    folder.write(&folder.root().join("f/a/run.script.yaml"), "summary: ''\n");
    let told = |client: &Client| client.capabilities()["workspace"]["fileOperations"].clone();
    let client = Client::open(&folder.root(), json!({}));
    assert!(told(&client).is_null());

    let mut client = Client::open(&folder.root(), able());
    assert_eq!(
        told(&client)["willRename"]["filters"][0]["pattern"]["glob"],
        "**/*"
    );
    let to = folder.root().join("f/b/go.py");
    let moved =
        |from: &Path, to: &Path| json!({"files": [{"oldUri": uri(from), "newUri": uri(to)}]});
    let edit = client.request("workspace/willRenameFiles", moved(&folder.script, &to));
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["textDocument"]["uri"], uri(&folder.flow));
    assert_eq!(changes[0]["edits"][0]["newText"], "f/b/go");
    // The client moves the script itself.
    assert_eq!(changes.len(), 2, "{edit}");
    assert_eq!(
        changes[1]["newUri"],
        uri(&folder.root().join("f/b/go.script.yaml"))
    );
    // Nothing names the flow.
    let (from, to) = (
        folder.root().join("f/a/b.flow"),
        folder.root().join("f/a/c.flow"),
    );
    assert!(
        client
            .request("workspace/willRenameFiles", moved(&from, &to))
            .is_null()
    );

    // A client that moves nothing in an edit is told of the texts alone.
    let less = json!({"workspace": {"fileOperations": {"willRename": true}}});
    let mut client = Client::open(&folder.root(), less);
    let to = folder.root().join("f/b/go.py");
    let edit = client.request("workspace/willRenameFiles", moved(&folder.script, &to));
    assert_eq!(edit["changes"][uri(&folder.flow)][0]["newText"], "f/b/go");
}

#[test]
fn who_deletes_what_is_used_is_told_by_whom() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), able());
    assert!(!client.capabilities()["workspace"]["fileOperations"]["willDelete"].is_null());
    let deleted = |path: &Path| json!({"files": [{"uri": uri(path)}]});
    let edit = client.request("workspace/willDeleteFiles", deleted(&folder.script));
    assert!(edit.is_null());
    let message = client.wait(|m| m["method"] == "window/showMessage");
    assert_eq!(
        message["params"]["message"],
        "`run.py` is still used by `f/a/b.flow/flow.yaml`"
    );
    client.forget();
    // All that uses it goes along.
    client.request(
        "workspace/willDeleteFiles",
        deleted(&folder.root().join("f")),
    );
    assert!(!client.has_come(|m| m["method"] == "window/showMessage"));
}

#[test]
fn files_that_the_user_makes_and_moves_are_told() {
    let folder = Folder::new("first");
    let told = |client: &Client, name: &str| {
        !client.capabilities()["workspace"]["fileOperations"][name].is_null()
    };
    let names = ["willCreate", "didCreate", "didRename", "didDelete"];
    let client = Client::open(&folder.root(), able());
    assert!(names.iter().all(|n| !told(&client, n)));
    drop(client);

    let operations: serde_json::Map<String, Value> = names
        .iter()
        .map(|n| ((*n).to_owned(), json!(true)))
        .collect();
    let mut client = Client::open(
        &folder.root(),
        json!({"workspace": {"fileOperations": operations}}),
    );
    assert!(names.iter().all(|n| told(&client, n)));
    assert!(!told(&client, "willRename"));
    let one = |path: &Path| json!({"files": [{"uri": uri(path)}]});
    let other = folder.root().join("f/a/run.ts");
    let edit = client.request("workspace/willCreateFiles", one(&other));
    assert!(edit.is_null());
    let message = client.wait(|m| m["method"] == "window/showMessage");
    assert_eq!(
        message["params"]["message"],
        "`run.py` is that script already: beside it, Windmill does not take `run.ts`"
    );
    client.forget();
    // Of a script that is new, and of what belongs to a flow, there is nothing to say.
    for new in ["f/a/new.py", "f/a/b.flow/run.ts", "f/a/run.md"] {
        client.request("workspace/willCreateFiles", one(&folder.root().join(new)));
    }
    assert!(!client.has_come(|m| m["method"] == "window/showMessage"));

    // Without watched files, this is how the server hears of them.
    client.did_open(&folder.flow, 1, &crate::flow("first"));
    client.published_rules(&folder.flow, &[]);
    let away = folder.root().join("f/a/gone.py");
    std::fs::rename(&folder.script, &away).unwrap();
    client.notify(
        "workspace/didRenameFiles",
        json!({"files": [{"oldUri": uri(&folder.script), "newUri": uri(&away)}]}),
    );
    client.published_rules(&folder.flow, &["unknown-script"]);
    std::fs::copy(&away, &folder.script).unwrap();
    client.notify("workspace/didCreateFiles", one(&folder.script));
    client.published_rules(&folder.flow, &[]);
    std::fs::remove_file(&folder.script).unwrap();
    client.notify("workspace/didDeleteFiles", one(&folder.script));
    client.published_rules(&folder.flow, &["unknown-script"]);
    assert_eq!(client.shut_down(), Some(0));
}
