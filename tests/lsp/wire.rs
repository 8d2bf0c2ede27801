//! The wire: whatever comes, the next message is answered.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{EXPRESSION, Folder, flow};

/// Asks for something that only a server in order knows.
pub(crate) fn is_in_order(client: &mut Client, folder: &Folder, after: &str) {
    let (line, column) = EXPRESSION;
    let hover = client.at("hover", &folder.flow, line, column + 10);
    let said = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(said.starts_with("Step `first`"), "after {after:?}: {hover}");
}

/// The code of the next error that belongs to no request.
pub(crate) fn refusal(client: &mut Client) -> Value {
    let answer = client.wait(|m| m.get("error").is_some() && m["id"].is_null());
    answer["error"]["code"].clone()
}

fn notification(params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","method":"x","params":{params}}}"#)
}

/// Bodies, and the code of the error that answers them; 0 where there is nothing to say.
fn bodies() -> Vec<(Vec<u8>, i64)> {
    let deep = |n: usize| notification(&format!("{}{}", "[".repeat(n), "]".repeat(n)));
    let deep_object = format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200));
    let many = format!("[{}]", ["{}"; 10_000].join(","));
    let text = |body: &str, code| (body.as_bytes().to_vec(), code);
    vec![
        // No JSON.
        text("{nope", -32700),
        text(r#"{"jsonrpc":"2.0","method":"x","params":{"#, -32700),
        text(r#"{"jsonrpc":"2.0","method":"x"}}"#, -32700),
        text(r#"{"jsonrpc":"2.0","method":"x"} {}"#, -32700),
        text(r#"{"jsonrpc":"2.0","method":"x",}"#, -32700),
        text(r#"{'jsonrpc':'2.0','method':'x'}"#, -32700),
        text("\u{0}", -32700),
        text("\"", -32700),
        text(&notification("NaN"), -32700),
        text(&notification("01"), -32700),
        text(&notification("\"\u{1}\""), -32700),
        text(&notification("\"\\x41\""), -32700),
        text(&notification("\"\\u12\""), -32700),
        text(&"[".repeat(100_000), -32600),
        (b"\xff\xfe{\x00}\x00".to_vec(), -32700),
        (vec![0xff; 10_000], -32700),
        // JSON, but no message.
        text("[]", -32600),
        text("null", -32600),
        text("true", -32600),
        text("5", -32600),
        text("-0.0", -32600),
        text("\"exit\"", -32600),
        text("{}", -32600),
        text(r#"[{"jsonrpc":"2.0","id":1,"method":"x"}]"#, -32600),
        text(&many, -32600),
        text(r#"{"jsonrpc":"2.0"}"#, -32600),
        text(r#"{"jsonrpc":"2.0","params":{}}"#, -32600),
        text(r#"{"jsonrpc":"1.0","method":"x"}"#, -32600),
        text(r#"{"jsonrpc":2,"method":"x"}"#, -32600),
        text(r#"{"method":"x"}"#, -32600),
        text(r#"{"jsonrpc":"2.0","method":5}"#, -32600),
        text(r#"{"jsonrpc":"2.0","method":null}"#, -32600),
        text(r#"{"jsonrpc":"2.0","method":["x"]}"#, -32600),
        text(r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#, -32600),
        text(
            r#"{"jsonrpc":"2.0","id":18446744073709551616,"method":"x"}"#,
            -32600,
        ),
        text(r#"{"jsonrpc":"2.0","id":1e999,"method":"x"}"#, -32600),
        text(r#"{"jsonrpc":"2.0","id":true,"method":"x"}"#, -32600),
        text(r#"{"jsonrpc":"2.0","id":[],"method":"x"}"#, -32600),
        text(r#"{"jsonrpc":"2.0","id":{"a":1},"result":null}"#, -32600),
        text(
            r#"{"jsonrpc":"2.0","id":null,"method":"x","params":1e999}"#,
            -32600,
        ),
        text(&notification("1e999"), -32600),
        text(&deep(128), -32600),
        text(&deep(200), -32600),
        text(&deep(100_000), -32600),
        text(&notification(&deep_object), -32600),
        // Messages, however odd.
        text("", 0),
        text(" \r\n\t", 0),
        text(r#"{"jsonrpc":"2.0","id":4711}"#, 0),
        text(r#"{"jsonrpc":"2.0","id":4711,"result":{}}"#, 0),
        text(r#"{"jsonrpc":"2.0","id":0,"error":{"code":"x"}}"#, 0),
        text(r#"{"jsonrpc":"2.0","id":null,"result":1}"#, 0),
        text(
            r#"{"jsonrpc":"2.0","id":"x","result":1,"error":{"code":1,"message":""}}"#,
            0,
        ),
        text("\u{feff}{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", 0),
        text("{\"\u{feff}\":1,\"jsonrpc\":\"2.0\",\"method\":\"x\"}", 0),
        text(
            r#"{"jsonrpc":"2.0","method":"x","method":"y","params":1,"params":2}"#,
            0,
        ),
        text(
            r#"{"jsonrpc":"2.0","method":"\ud83d","params":["\udcb0"]}"#,
            0,
        ),
        text(
            r#"{"jsonrpc":"2.0","method":"$/x","params":{"\ud83d":1}}"#,
            0,
        ),
        text(r#"{"jsonrpc":"2.0","method":"","params":"\u0000"}"#, 0),
        text(&notification(&deep(50)), 0),
        text(&notification("0.00001e-5"), 0),
        text(&notification("1e-999"), 0),
        text(&notification("18446744073709551616"), 0),
        text(&notification(&format!("\"{}\"", "x".repeat(3_000_000))), 0),
        (
            notification("\"caf?\"")
                .replace('?', "\u{1}")
                .bytes()
                .map(|b| if b == 1 { 0xe9 } else { b })
                .collect(),
            0,
        ),
        (
            b"{\"jsonrpc\":\"2.0\",\"method\":\"x\xed\xa0\xbd\",\"\xff\":\"\xf0\x9f\x92\"}"
                .to_vec(),
            0,
        ),
    ]
}

#[test]
fn a_bad_body_costs_itself() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    for (body, code) in bodies() {
        client.send_body(&body);
        let start = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        if code != 0 {
            assert_eq!(refusal(&mut client), code, "{start:?}");
        }
        is_in_order(&mut client, &folder, &start);
    }
    // Nothing was answered that has no answer.
    assert_eq!(client.heard(|m| m.get("error").is_some()), 0);
    assert_eq!(client.shut_down(), Some(0));
}

/// What comes between two messages, and whether it is a mistake.
fn frames() -> Vec<(Vec<u8>, bool)> {
    let body = r#"{"jsonrpc":"2.0","method":"x"}"#;
    assert_eq!(body.len(), 30);
    let text = |frame: &str, is_bad| (frame.replace("BODY", body).into_bytes(), is_bad);
    let long = "a".repeat(1_000_000);
    let many = "X: y\r\n".repeat(10_000);
    vec![
        text("content-length: 30\r\n\r\nBODY", false),
        text("CONTENT-LENGTH:30\r\n\r\nBODY", false),
        text("Content-Length: 30\r\nX-A: 1\r\nX-B: 2\r\n\r\nBODY", false),
        text(
            "Content-Length: 30\r\nContent-Type: application/vscode-jsonrpc\r\n\r\nBODY",
            false,
        ),
        text(
            "Content-Type: a/b; charset=UTF-8\r\nContent-Length: 30\r\n\r\nBODY",
            false,
        ),
        text("Content-Length: 30\n\nBODY", false),
        text("\r\n\r\n", false),
        text("Content-Length: 0\r\n\r\n", false),
        text(
            &format!("X: {long}\r\nContent-Length: 30\r\n\r\nBODY"),
            false,
        ),
        text(&format!("{many}Content-Length: 30\r\n\r\nBODY"), false),
        text(
            "Content-Length: 10\r\nContent-Length: 30\r\n\r\nBODY",
            false,
        ),
        text("Content-Length: 10\r\n\r\nBODY", true),
        text("Content-Length: -5\r\n\r\n", true),
        text("Content-Length: ten\r\n\r\n{}", true),
        text("Content-Length: +30\r\n\r\nBODY", true),
        text("Content-Length: 99999999999\r\n\r\n", true),
        text("Content-Length: 9223372036854775807\r\n\r\n{}", true),
        text("Content-Length: 18446744073709551615\r\n\r\n", true),
        text("Content-Length: 99999999999999999999999\r\n\r\n", true),
        text(
            "Content-Length: 30\r\nContent-Type: a/b; charset=utf-16\r\n\r\nBODY",
            true,
        ),
        text("Content-Type: a/b; charset=utf-8\r\n\r\nBODY", true),
        text("BODY\n", true),
        text("BODY", true),
        text(&format!("{long}\n"), true),
        text(&long, true),
        text("\u{0}\u{1b}[2J garbage \r\n\r\n", true),
        (b"\xff\xfe\x00\r\n\r\n".to_vec(), true),
        text("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", true),
    ]
}

#[test]
fn a_bad_frame_costs_itself() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    for (frame, is_bad) in frames() {
        client.send_raw(&frame);
        let start = String::from_utf8_lossy(&frame[..frame.len().min(60)]).into_owned();
        is_in_order(&mut client, &folder, &start);
        let told = client.heard(|m| m["error"]["code"] == -32700 && m["id"].is_null());
        assert_eq!(told > 0, is_bad, "{start:?}");
        assert!(told <= 2, "{start:?}: {told} errors for one mistake");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_message_may_come_byte_by_byte() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let body = r#"{"jsonrpc":"2.0","id":"slow","method":"windmill-ls/none"}"#;
    for byte in format!("Content-Length: {}\r\n\r\n{body}", body.len()).bytes() {
        client.send_raw(&[byte]);
    }
    let answer = client.wait(|m| m["id"] == "slow");
    assert_eq!(answer["error"]["code"], -32601);
}

#[test]
fn half_an_emoji_moves_nothing_behind_it() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let (line, column) = EXPRESSION;
    // As an escape, as bytes that encode it by itself, and in the midst of more text.
    for (version, half) in [r"\ud83d".as_bytes(), b"\xed\xa0\xbd", br"\ude00", b"\xe9"]
        .into_iter()
        .enumerate()
    {
        let version = 10 * (version as i32 + 1);
        client.did_change(&folder.flow, version, json!([{"text": flow("first")}]));
        let change = |text: &[u8], from: u32, to: u32, version: i32| {
            let place = |c| json!({"line": line, "character": c});
            let whole = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                "textDocument": {"uri": uri(&folder.flow), "version": version},
                "contentChanges": [{"range": {"start": place(from), "end": place(to)}, "text": "?"}],
            }});
            let whole = whole.to_string();
            let (before, after) = whole.split_once("\"?\"").unwrap();
            [before.as_bytes(), b"\"", text, b"\"", after.as_bytes()].concat()
        };
        // `results.first` becomes `0+'?' + results.frist`.
        client.send_body(&change(b"0+'' + ", column, column, version + 1));
        client.send_body(&change(half, column + 3, column + 3, version + 2));
        client.send_body(&change(b"frist", column + 16, column + 21, version + 3));
        let found = client.published(&folder.flow, |p| p["version"] == version + 3);
        let found = &found["diagnostics"][0];
        assert_eq!(found["code"], "unknown-step", "{half:?}");
        let start = json!({"line": line, "character": column + 8});
        assert_eq!(found["range"]["start"], start, "{half:?}");
        // The half is one character to the next edit as well.
        client.send_body(&change(b"", column, column + 8, version + 4));
        client.published(&folder.flow, |p| {
            let start = json!({"line": line, "character": column});
            p["version"] == version + 4 && p["diagnostics"][0]["range"]["start"] == start
        });
    }
}
