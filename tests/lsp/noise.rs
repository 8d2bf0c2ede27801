//! Streams with mistakes made at random: what comes after them is answered.

use proptest::prelude::*;
use serde_json::json;
use tests::{Client, uri};

use crate::{Folder, flow};

/// A change of a stream's bytes: at which byte (of 10,000 parts of it), how many go, what comes.
type Mistake = (usize, usize, Vec<u8>);

fn mistake() -> impl Strategy<Value = Mistake> {
    let pieces: Vec<&'static [u8]> = vec![
        b"\r\n\r\n",
        b"\n",
        b"\"",
        b"\\",
        b"\\ud83d",
        b"{",
        b"}}",
        b"[",
        b",",
        b"Content-Length: ",
        b"\xff",
        b"\xed\xa0\xbd",
        b"\x00",
        b"\xef\xbb\xbf",
        b"null",
        b"1e999",
        b"jsonrpc",
        b"\"id\":1.5,",
        b"Content-Length: 7\r\n\r\n",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec),
        2 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    (0..10_000usize, 0..20usize, piece)
}

/// Whether a length in the stream may reach further than what is sent after it: that server would wait
/// for what never comes, and rightly so.
fn reaches_too_far(stream: &[u8]) -> bool {
    stream.windows(5).any(|w| w.iter().all(u8::is_ascii_digit))
}

#[test]
fn after_mistakes_at_random_the_next_message_is_answered() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let frame = |message: &serde_json::Value| {
        let body = message.to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    let document = json!({"uri": uri(&folder.flow), "languageId": "yaml", "version": 1, "text": flow("first")});
    let place = json!({"line": 12, "character": 20});
    let stream = [
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}),
        json!({"jsonrpc": "2.0", "id": "h", "method": "textDocument/hover", "params": {"textDocument": {"uri": uri(&folder.flow)}, "position": place}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": uri(&folder.flow), "version": 2}, "contentChanges": [{"text": "é💰"}]}}),
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "h"}}),
        json!({"jsonrpc": "2.0", "id": "c", "method": "textDocument/completion", "params": {"textDocument": {"uri": uri(&folder.flow)}, "position": place}}),
    ];
    let stream: Vec<u8> = stream.iter().flat_map(frame).collect();
    let filler =
        frame(&json!({"jsonrpc": "2.0", "method": "$/filler", "params": "x".repeat(4000)}));
    let mut next = 0;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(300)
    });
    let client = std::cell::RefCell::new((&mut client, &mut next));
    let outcome = runner.run(&prop::collection::vec(mistake(), 1..6), |mistakes| {
        let mut bytes = stream.clone();
        for (at, gone, piece) in mistakes {
            let at = at * bytes.len() / 10_000;
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        // `exit` cannot come out of it by chance: the word is not in it.
        prop_assume!(!reaches_too_far(&bytes));
        let (client, next) = &mut *client.borrow_mut();
        **next += 1;
        client.send_raw(&bytes);
        // More than any length of four digits covers.
        client.send_raw(&filler.repeat(3));
        let id = format!("next {next}");
        client.send(&json!({"jsonrpc": "2.0", "id": id, "method": "windmill-ls/none"}));
        let answer = client.wait(|m| m["id"] == id);
        prop_assert_eq!(&answer["error"]["code"], -32601);
        client.forget();
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn cut_anywhere_the_session_ends() {
    let folder = Folder::new("first");
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": uri(&folder.root()), "capabilities": {}}});
    let body = body.to_string();
    let whole = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    for cut in [
        0,
        1,
        14,
        15,
        16,
        20,
        21,
        22,
        23,
        24,
        25,
        60,
        whole.len() - 1,
        whole.len(),
    ] {
        let mut client = Client::start();
        client.send_raw(&whole.as_bytes()[..cut]);
        client.hang_up();
        assert_eq!(client.exit(), Some(1), "cut at {cut}");
    }
}
