//! Python scripts: signature help, completion and hover of the SDK, and the switch that turns them off.

use serde_json::{Value, json};
use tests::Client;

use crate::Folder;

/// The face and the accent stand before every place: columns count in UTF-16.
const SCRIPT: &str =
    "import wmill\r\n\r\ndef main(name: str):\r\n    x = '😀é'; wmill.set_variable(\r\n";
const LINE: u32 = 3;
const END: u32 = 35;

fn offsets() -> Value {
    json!({"textDocument": {"signatureHelp": {"signatureInformation":
        {"parameterInformation": {"labelOffsetSupport": true}}}}})
}

#[test]
fn signature_help_while_typing() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), offsets());
    client.did_open(&folder.script, 1, SCRIPT);
    let mut column = END;
    let mut version = 1;
    let mut help = client.at("signatureHelp", &folder.script, LINE, column);
    let label = help["signatures"][0]["label"].as_str().unwrap().to_owned();
    assert!(
        label.starts_with("set_variable(path: str, value: str"),
        "{label}"
    );
    for (typed, active) in [
        ("'a", 0),
        ("', ", 1),
        ("is_secret", 1),
        ("=", 2),
        ("x(", -1),
        (")", 2),
    ] {
        let place = json!({"line": LINE, "character": column});
        let change = json!([{"range": {"start": place, "end": place}, "text": typed}]);
        version += 1;
        client.did_change(&folder.script, version, change);
        column += typed.encode_utf16().count() as u32;
        help = client.at("signatureHelp", &folder.script, LINE, column);
        match active {
            -1 => assert_eq!(help, Value::Null, "{typed}"),
            active => assert_eq!(help["activeParameter"], active, "{typed}: {help}"),
        }
    }
    let signature = &help["signatures"][0];
    assert_eq!(signature["activeParameter"], 2);
    assert_eq!(signature["parameters"][0]["label"], json!([13, 22]));
    assert!(
        !signature["parameters"][0]["documentation"].is_null(),
        "{help}"
    );
    let place = json!({"line": LINE, "character": column});
    client.did_change(
        &folder.script,
        version + 1,
        json!([{"range": {"start": place, "end": place}, "text": ")"}]),
    );
    let gone = client.at("signatureHelp", &folder.script, LINE, column + 1);
    assert_eq!(gone, Value::Null);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn parameters_without_offsets_are_texts_and_none_is_behind_the_last() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let text = SCRIPT.replace("set_variable(", "set_variable('a', 'b', True, 4");
    client.did_open(&folder.script, 1, &text);
    let help = client.at("signatureHelp", &folder.script, LINE, END);
    assert_eq!(help["signatures"][0]["parameters"][0]["label"], "path: str");
    let help = client.at("signatureHelp", &folder.script, LINE, END + 17);
    assert_eq!(help["activeParameter"], 3, "{help}");
}

#[test]
fn signature_help_in_a_flow() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let code = "def greet(name, loud=False):\n            return name\n\n          def main():\n            return greet('é😀', ";
    let text = format!(
        "summary: Test\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
         language: python3\n        content: |\n          {code}\n        input_transforms: {{}}\n"
    );
    client.did_open(&folder.flow, 1, &text);
    let help = client.at("signatureHelp", &folder.flow, 12, 32);
    assert_eq!(
        help["signatures"][0]["label"], "greet(name, loud=False)",
        "{help}"
    );
    assert_eq!(help["activeParameter"], 1);
    assert_eq!(client.at("signatureHelp", &folder.flow, 2, 4), Value::Null);
}

#[test]
fn what_the_server_offers() {
    let folder = Folder::new("first");
    let mut client = Client::start();
    let root = tests::uri(&folder.root());
    let answer = client.request("initialize", json!({"rootUri": root, "capabilities": {}}));
    let offered = &answer["capabilities"]["signatureHelpProvider"];
    assert_eq!(offered["triggerCharacters"], json!(["(", ","]));
    assert_eq!(offered["retriggerCharacters"], json!(["=", ")"]));
}

#[test]
fn a_class_comes_with_its_import() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(
        &folder.script,
        1,
        "import json\n\ndef main(db: postg):\n    pass\n",
    );
    let items = client.at("completion", &folder.script, 2, 18);
    let item = items
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["label"] == "postgresql")
        .unwrap();
    assert_eq!(item["textEdit"]["newText"], "postgresql");
    let edits = item["additionalTextEdits"].as_array().unwrap();
    assert_eq!(edits.len(), 3, "{item}");
    assert_eq!(edits[0]["newText"], "from typing import TypedDict\n");
    assert_eq!(
        edits[0]["range"]["start"],
        json!({"line": 0, "character": 0})
    );
    // Between the import and the class are two blank lines, one of them is there.
    assert_eq!(edits[1]["newText"], "\n");
    let class = edits[2]["newText"].as_str().unwrap();
    assert!(
        class.starts_with("class postgresql(TypedDict):\n    host: str\n"),
        "{class}"
    );
    assert_eq!(edits[2]["range"]["end"], json!({"line": 2, "character": 0}));
}

#[test]
fn the_sdk_can_be_turned_off() {
    let folder = Folder::new("first");
    let file = folder.root().join("windmill-ls.toml");
    folder.write(&file, "[sdk]\nenabled = false\n");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.script, 1, SCRIPT);
    let ask = |client: &mut Client| {
        let help = client.at("signatureHelp", &folder.script, LINE, END);
        let hover = client.at("hover", &folder.script, LINE, END - 2);
        let items = client.at("completion", &folder.script, LINE, END);
        (
            !help.is_null(),
            !hover.is_null(),
            items.as_array().is_some_and(|i| !i.is_empty()),
        )
    };
    assert_eq!(ask(&mut client), (false, false, false));
    let settings = json!({"settings": {"windmill-ls": {"sdk": {"enabled": true}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    assert_eq!(ask(&mut client), (true, true, true));
}

#[test]
fn names_of_the_sdk_lead_to_the_stub() {
    let folder = Folder::new("first");
    let capabilities = json!({"textDocument": {"definition": {"linkSupport": true}}});
    let mut client = Client::open(&folder.root(), capabilities);
    let text = "import wmill as w\n\ndef main():\n    return w.get_resource('f/a/b')\n";
    client.did_open(&folder.script, 1, text);
    let links = client.at("definition", &folder.script, 3, 16);
    let link = &links[0];
    let address = link["targetUri"].as_str().unwrap();
    assert!(address.ends_with("/wmill.pyi"), "{address}");
    let path = std::path::PathBuf::from(address.strip_prefix("file://").unwrap());
    let stub = std::fs::read_to_string(&path).unwrap();
    let line = link["targetSelectionRange"]["start"]["line"]
        .as_u64()
        .unwrap();
    let line = stub.lines().nth(line as usize).unwrap();
    assert!(line.starts_with("def get_resource("), "{line}");
    assert_eq!(link["originSelectionRange"]["start"]["character"], 13);
    // Opening it brings nothing along: the stub is no script of the workspace.
    client.did_open(&path, 1, &stub);
    assert!(client.at("definition", &folder.script, 2, 5).is_null());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn paths_and_names_of_other_scripts() {
    let folder = Folder::new("first");
    let lib = folder.root().join("f/a/lib.py");
    folder.write(
        &lib,
        "def double(x: int, by: int = 2) -> int:\n    \"\"\"Twice as much.\"\"\"\n    return x * by\n",
    );
    let file = folder.root().join("f/a/new.py");
    let text = "import wmill\nfrom f.a.lib import double\n\n\ndef main():\n    r = wmill.run_script_by_path(\"f/a/run\", args={})\n    return double(1, by=3)\n";
    folder.write(&file, text);
    for snippets in [true, false] {
        let item = json!({"snippetSupport": snippets});
        let mut client = Client::open(
            &folder.root(),
            json!({"textDocument": {"completion": {"completionItem": item}}}),
        );
        client.did_open(&file, 1, text);
        client.published(&file, |_| true);
        let hover = |client: &mut Client, line, column| {
            let hover = client.at("hover", &file, line, column);
            hover["contents"]["value"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        // A path in a call of the SDK: what it is, and the way there.
        let path = hover(&mut client, 5, 40);
        assert!(path.contains("f/a/run") && path.contains('x'), "{path}");
        let there = client.at("definition", &file, 5, 40);
        let uri = there[0]["uri"].as_str().unwrap();
        assert!(uri.ends_with("/f/a/run.py"), "{there}");
        // A name of another script, and an argument of it.
        let name = hover(&mut client, 6, 13);
        assert!(name.contains("def double(x: int, by: int = 2)"), "{name}");
        assert!(
            name.contains("Twice as much.") && name.contains("f/a/lib"),
            "{name}"
        );
        let argument = hover(&mut client, 6, 22);
        assert!(argument.contains("by: int = 2"), "{argument}");
        let there = client.at("definition", &file, 6, 13);
        assert!(
            there[0]["uri"].as_str().unwrap().ends_with("/f/a/lib.py"),
            "{there}"
        );
        let mut version = 1;
        let mut offered = |client: &mut Client, typed: &str| {
            let change = json!({"text": format!("import wmill\nfrom f.a.lib import double\n\n\ndef main():\n    {typed}")});
            version += 1;
            client.did_change(&file, version, json!([change]));
            let column = 4 + typed.len() as u32;
            client.at("completion", &file, 5, column)[0].clone()
        };
        let double = offered(&mut client, "dou");
        assert_eq!(
            (&double["label"], &double["detail"]),
            (&json!("double"), &json!("f/a/lib"))
        );
        assert_eq!(offered(&mut client, "double(1, b")["label"], "by=");
        assert_eq!(client.shut_down(), Some(0));
    }
}
