//! The blanks of a new line, where the editor asks for them when somebody presses Enter.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{Folder, change, flow};

/// What is answered when `ch` was typed and the cursor is there.
fn typed(client: &mut Client, folder: &Folder, line: u32, character: u32, ch: &str) -> Value {
    let params = json!({
        "textDocument": {"uri": uri(&folder.flow)},
        "position": {"line": line, "character": character},
        "ch": ch,
        "options": {"tabSize": 4, "insertSpaces": false},
    });
    client.request("textDocument/onTypeFormatting", params)
}

fn edit(line: u32, until: u32, text: &str) -> Value {
    let start = json!({"line": line, "character": 0});
    let end = json!({"line": line, "character": until});
    json!([{"range": {"start": start, "end": end}, "newText": text}])
}

#[test]
fn enter_indents_below_a_key_and_nothing_else() {
    let folder = Folder::new("first");
    let able = json!({"textDocument": {"onTypeFormatting": {}}});
    let mut client = Client::open(&folder.root(), able);
    let offered = &client.capabilities()["documentOnTypeFormattingProvider"];
    assert_eq!(*offered, json!({"firstTriggerCharacter": "\n"}));
    let text = "summary: \u{1f600}\r\nvalue:\r\n";
    client.did_open(&folder.flow, 1, text);
    assert_eq!(typed(&mut client, &folder, 2, 0, "\n"), edit(2, 0, "  "));
    // Only what was asked for.
    assert_eq!(typed(&mut client, &folder, 2, 0, "x"), Value::Null);
    let more = "  modules:\r\n  ";
    client.did_change(&folder.flow, 2, json!([change(2, 0, 0, more)]));
    assert_eq!(typed(&mut client, &folder, 3, 2, "\n"), edit(3, 2, "    "));
    let more = "    - id: a\r\n      value:\r\n        type: rawscript\r\n        content: |\r\n";
    client.did_change(&folder.flow, 3, json!([change(3, 0, 2, more)]));
    assert_eq!(
        typed(&mut client, &folder, 7, 0, "\n"),
        Value::Null,
        "a block"
    );
    let more = "          if x:\r\n          ";
    client.did_change(&folder.flow, 4, json!([change(7, 0, 0, more)]));
    assert_eq!(
        typed(&mut client, &folder, 8, 10, "\n"),
        Value::Null,
        "code"
    );
    // Below the last line of a mapping everything stays where it is.
    client.did_change(
        &folder.flow,
        5,
        json!([{"text": flow("first") + "            "}]),
    );
    assert_eq!(typed(&mut client, &folder, 14, 12, "\n"), Value::Null);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn who_does_not_ask_is_not_offered_it() {
    let folder = Folder::new("first");
    let client = Client::open(&folder.root(), json!({}));
    assert!(
        client
            .capabilities()
            .get("documentOnTypeFormattingProvider")
            .is_none()
    );
    assert_eq!(client.shut_down(), Some(0));
}
