//! Clients are told to ask again when another file changes what they show: only those that can be, only when
//! something changed, and once.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::disk::tell;
use crate::pulls::{pull, pulls};
use crate::{Folder, flow};

fn is_refresh(message: &Value) -> bool {
    message["method"] == "workspace/diagnostic/refresh"
}

/// Lets two rounds of checks pass: in each a script that is closed, and that nobody uses, has another finding.
fn rounds(client: &mut Client, folder: &Folder) {
    let other = folder.root().join("f/a/round.py");
    for (code, rules) in [
        ("return wmill.nope()", &["unknown-sdk-name"][..]),
        ("return wmill.get_workspace()", &[]),
    ] {
        folder.write(
            &other,
            &format!("import wmill\n\ndef main():\n    {code}\n"),
        );
        tell(client, [(&*other, 1)]);
        client.published_rules(&other, rules);
    }
}

#[test]
fn findings_are_asked_for_again_when_another_file_changes_them() {
    for refreshes in [true, false] {
        let folder = Folder::new("first");
        let mut capabilities = pulls();
        capabilities["workspace"]["diagnostics"]["refreshSupport"] = json!(refreshes);
        let mut client = Client::open(&folder.root(), capabilities);
        client.did_open(&folder.flow, 1, &flow("first"));
        assert_eq!(pull(&mut client, &folder.flow, None)["items"], json!([]));
        rounds(&mut client, &folder);
        assert!(!client.has_come(is_refresh), "nothing changed");
        folder.write(&folder.script, "def main(x: int, y: str):\n    return x\n");
        tell(&mut client, [(&*folder.script, 2)]);
        if refreshes {
            client.wait(is_refresh);
        } else {
            rounds(&mut client, &folder);
        }
        let report = pull(&mut client, &folder.flow, None);
        assert_eq!(report["items"][0]["code"], "missing-input");
        // Once: neither the question nor what does not concern it leads to another.
        rounds(&mut client, &folder);
        assert!(!client.has_come(is_refresh));
        // What is edited itself is asked about anyway.
        client.did_change(&folder.flow, 2, json!([{"text": flow("nobody")}]));
        rounds(&mut client, &folder);
        assert!(!client.has_come(is_refresh));
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// Such as Neovim 0.10: it would go on to show what it was told when the document was opened.
#[test]
fn who_cannot_be_told_to_ask_again_is_sent_findings() {
    let folder = Folder::new("first");
    let mut capabilities = pulls();
    capabilities["workspace"]["diagnostics"]["refreshSupport"] = json!(false);
    let mut client = Client::start();
    let params = json!({"rootUri": uri(&folder.root()), "capabilities": capabilities});
    let offered = client.request("initialize", params);
    assert_eq!(offered["capabilities"]["diagnosticProvider"], Value::Null);
    client.notify("initialized", json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    folder.write(&folder.script, "def main(x: int, y: str):\n    return x\n");
    tell(&mut client, [(&*folder.script, 2)]);
    client.published_rules(&folder.flow, &["missing-input"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn hints_are_asked_for_again_when_another_file_changes_them() {
    for (refreshes, shown) in [(true, true), (true, false), (false, true)] {
        let folder = Folder::new("first");
        let settings = folder.root().join("windmill-ls.toml");
        folder.write(&settings, &format!("[hints]\nshapes = {shown}\n"));
        let capabilities = json!({"workspace": {"inlayHint": {"refreshSupport": refreshes}}});
        let mut client = Client::open(&folder.root(), capabilities);
        client.did_open(&folder.flow, 1, &flow("first"));
        client.published_rules(&folder.flow, &[]);
        rounds(&mut client, &folder);
        client.forget();
        folder.write(&folder.script, "def main(x: int):\n    return [x]\n");
        tell(&mut client, [(&*folder.script, 2)]);
        let is_refresh = |m: &Value| m["method"] == "workspace/inlayHint/refresh";
        if refreshes && shown {
            client.wait(is_refresh);
            // Those that are switched off are taken away.
            folder.write(&settings, "[hints]\nshapes = false\n");
            let changes = json!({"changes": [{"uri": uri(&settings), "type": 2}]});
            client.notify("workspace/didChangeWatchedFiles", changes);
            client.wait(is_refresh);
        } else {
            rounds(&mut client, &folder);
            assert!(!client.has_come(is_refresh));
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}
