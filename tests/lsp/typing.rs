//! Files typed from nothing over the wire, a character at a time, with the requests that an editor makes.
//! `tests/properties` types all sample files without the wire; here it is about the protocol: each
//! request has its answer, completions edit what is at the cursor, and no edit is lost.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Client, uri};

/// A flow with code and expressions in it, a script, and a flow that is wrong.
const FILES: [(&str, &str); 3] = [
    ("clean", "u/admin/table_sizes.flow/flow.yaml"),
    ("clean", "f/crm/upsert_contact.py"),
    ("broken", "f/ops/weekly_report.flow/flow.yaml"),
];

/// What is asked besides completion, one after each character in turn.
const OTHERS: [&str; 5] = [
    "hover",
    "definition",
    "signatureHelp",
    "inlayHint",
    "codeAction",
];

/// Says where a wait was without end.
struct Place(String);

impl Drop for Place {
    fn drop(&mut self) {
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "the wait knows nothing of the place")]
            {
                eprintln!("at {}", self.0);
            }
        }
    }
}

#[test]
fn files_from_nothing() {
    for (sample, path) in FILES {
        from_nothing(sample, path);
    }
}

/// Approvals, agents, loops, branches, sub-flows, SQL, failure modules and preprocessors, as people write them.
#[test]
fn flows_of_many_kinds_from_nothing() {
    let folder = samples().join("written/f/people");
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut flows: Vec<String> = names.filter(|n| n.ends_with(".flow")).collect();
    flows.sort();
    assert_eq!(flows.len(), 10, "{flows:?}");
    for name in flows {
        from_nothing("written", &format!("f/people/{name}/flow.yaml"));
    }
}

/// Types a file of a sample workspace, a character at a time.
fn from_nothing(sample: &str, path: &str) {
    let folder = TempDir::new().unwrap();
    let root = folder.path().canonicalize().unwrap();
    copy(&samples().join(sample), &root);
    let file = root.join(path);
    let text = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    fs::write(&file, "").unwrap();
    let pulls = json!({"textDocument": {"diagnostic": {}}});
    let mut client = Client::open(&root, pulls.clone());
    client.did_open(&file, 1, "");
    let mut version = 1;
    let (mut line, mut column) = (0, 0);
    for (n, c) in text.chars().enumerate() {
        let place = Place(format!("{path}:{}:{}", line + 1, column + 1));
        let at = json!({"line": line, "character": column});
        version += 1;
        let change = json!([{"range": {"start": at, "end": at}, "text": c.to_string()}]);
        client.did_change(&file, version, change);
        (line, column) = match c {
            '\n' => (line + 1, 0),
            c => (line, column + c.len_utf16() as u32),
        };
        complete(&mut client, &file, line, column);
        ask(&mut client, &file, OTHERS[n % OTHERS.len()], line, column);
        drop(place);
    }
    let typed = diagnostics(&mut client, &file);
    assert_eq!(client.shut_down(), Some(0));
    let mut fresh = Client::open(&root, pulls);
    fresh.did_open(&file, 1, &text);
    assert_eq!(typed, diagnostics(&mut fresh, &file), "{path}");
    assert_eq!(fresh.shut_down(), Some(0));
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(&from, &to).unwrap()),
        }
    }
}

fn complete(client: &mut Client, file: &Path, line: u32, column: u32) {
    let answer = client.at("completion", file, line, column);
    let items = answer.get("items").unwrap_or(&answer);
    for item in items.as_array().into_iter().flatten() {
        let range = &item["textEdit"]["range"];
        if range.is_null() {
            continue;
        }
        let holds = range["start"]["line"] == line
            && range["end"]["line"] == line
            && range["start"]["character"].as_u64().unwrap() <= u64::from(column)
            && range["end"]["character"].as_u64().unwrap() >= u64::from(column);
        assert!(holds, "the cursor is not in what is replaced: {item}");
    }
}

fn ask(client: &mut Client, file: &Path, method: &str, line: u32, column: u32) {
    let at = json!({"line": line, "character": column});
    let mut params = json!({"textDocument": {"uri": uri(file)}});
    match method {
        "inlayHint" => {
            params["range"] = json!({"start": {"line": 0, "character": 0}, "end": at});
        }
        "codeAction" => {
            let start = json!({"line": line, "character": 0});
            params["range"] = json!({"start": start, "end": at});
            params["context"] = json!({"diagnostics": []});
        }
        _ => params["position"] = at,
    }
    client.request(&format!("textDocument/{method}"), params);
}

fn diagnostics(client: &mut Client, file: &Path) -> Value {
    let params = json!({"textDocument": {"uri": uri(file)}});
    let mut report = client.request("textDocument/diagnostic", params);
    report["items"].take()
}
