//! Places of all answers, counted in bytes and in UTF-16.

use serde_json::{Value, json};
use tests::uri;

use crate::Folder;
use crate::abilities::{FLOW, SCRIPT, ability, answers, folder, open};

/// Both answers have the same places, each in its own columns.
#[test]
fn places_in_both_encodings() {
    let folder = folder();
    let utf8 = ability("general.positionEncodings", json!(["utf-8", "utf-16"]));
    let edits = json!({"documentChanges": true, "resourceOperations": ["rename"]});
    let moves = ability("workspace.workspaceEdit", edits);
    let mut units = open(&folder, std::slice::from_ref(&moves));
    let mut bytes = open(&folder, &[moves, utf8]);
    let before = answers(&folder, &mut units, false);
    let after = answers(&folder, &mut bytes, true);
    let mut compared = Compared {
        folder: &folder,
        shifted: 0,
    };
    for ((method, old), (_, new)) in before.iter().zip(&after) {
        assert!(!old.is_string(), "{method} is answered: {old}");
        let is_tokens = method.contains("semanticTokens");
        match is_tokens {
            true => compared.tokens(method, old, new),
            false => {
                let is_flow = *method != "textDocument/codeLens" && *method != "codeLens/resolve";
                let asked = if is_flow {
                    &folder.flow
                } else {
                    &folder.script
                };
                compared.places(method, &uri(asked), old, new);
            }
        }
    }
    assert!(compared.shifted > 30, "{}", compared.shifted);
}

struct Compared<'a> {
    folder: &'a Folder,
    /// How many places had another column in the other encoding.
    shifted: usize,
}

impl Compared<'_> {
    fn places(&mut self, method: &str, asked: &str, old: &Value, new: &Value) {
        let own = old.get("uri").or_else(|| old["textDocument"].get("uri"));
        let own = own.and_then(Value::as_str).unwrap_or(asked);
        match (old, new) {
            (Value::Object(a), Value::Object(_)) if a.contains_key("character") => {
                let line = old["line"].as_u64().unwrap() as usize;
                let [from, to] = [old, new].map(|p| p["character"].as_u64().unwrap() as usize);
                self.column(method, own, line, from, to);
                assert_eq!(old["line"], new["line"], "{method}");
            }
            (Value::Object(a), Value::Object(b)) if a.contains_key("startLine") => {
                let place = |fold: &serde_json::Map<String, Value>, name: &str| {
                    Some(fold.get(name)?.as_u64().unwrap() as usize)
                };
                assert_eq!(a["endLine"], b["endLine"]);
                let line = place(a, "endLine").unwrap();
                let columns = place(a, "endCharacter").zip(place(b, "endCharacter"));
                let (from, to) = columns.unwrap();
                self.column(method, own, line, from, to);
            }
            (Value::Object(a), Value::Object(b)) => {
                assert!(a.keys().eq(b.keys()), "{method}: {old} {new}");
                for (key, value) in a {
                    let uri = if key.starts_with("file:") { key } else { own };
                    self.places(method, uri, value, &b[key]);
                }
            }
            (Value::Array(a), Value::Array(b)) => {
                assert_eq!(a.len(), b.len(), "{method}");
                for (old, new) in a.iter().zip(b) {
                    self.places(method, own, old, new);
                }
            }
            _ => assert_eq!(old, new, "{method}"),
        }
    }

    /// The column `from` in UTF-16 is the column `to` in bytes.
    fn column(&mut self, method: &str, file: &str, line: usize, from: usize, to: usize) {
        let text = match file == uri(&self.folder.flow) {
            true => FLOW,
            false => SCRIPT,
        };
        let line = text.split('\n').nth(line).unwrap();
        let before = line.get(..to);
        let before = before.unwrap_or_else(|| panic!("{method}: byte {to} of {line}"));
        assert_eq!(before.encode_utf16().count(), from, "{method}: {line}");
        self.shifted += usize::from(from != to);
    }

    fn tokens(&mut self, method: &str, old: &Value, new: &Value) {
        let read = |of: &Value| -> Vec<[usize; 3]> {
            let data: Vec<usize> = serde_json::from_value(of["data"].clone()).unwrap_or_default();
            let (mut line, mut column) = (0, 0);
            let token = |t: &[usize]| {
                column = if t[0] == 0 { column + t[1] } else { t[1] };
                line += t[0];
                [line, column, t[2]]
            };
            data.chunks(5).map(token).collect()
        };
        let (old, new) = (read(old), read(new));
        assert_eq!(old.len(), new.len(), "{method}");
        assert!(!old.is_empty() || method.ends_with("delta"), "{method}");
        let flow = uri(&self.folder.flow);
        for ([line, from, length], [_, to, bytes]) in old.into_iter().zip(new) {
            self.column(method, &flow, line, from, to);
            self.column(method, &flow, line, from + length, to + bytes);
        }
    }
}
