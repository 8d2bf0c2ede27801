//! The disk behind a session: files that are none, a disk that does not answer, bursts of changes, folders
//! told of by their name alone, links that lead out, documents that belong to no workspace.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Client, uri};

use crate::{EXPRESSION, Folder, flow};

/// Tells that something happened to paths.
pub(crate) fn tell<'a>(client: &mut Client, paths: impl IntoIterator<Item = (&'a Path, u8)>) {
    let changes = paths.into_iter();
    let changes = changes.map(|(path, kind)| json!({"uri": uri(path), "type": kind}));
    let changes: Vec<Value> = changes.collect();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": changes}),
    );
}

/// The paths of all files that the server knows, from `root`.
fn known(client: &mut Client, root: &Path) -> Vec<String> {
    let files = client.request("windmill-ls/test/files", Value::Null);
    let files = files.as_array().expect("a list").iter();
    let paths = files.map(|f| f["path"].as_str().expect("a path").to_owned());
    let inside = |p: String| match Path::new(&p).strip_prefix(root) {
        Ok(inside) => inside.display().to_string(),
        Err(_) => p,
    };
    paths.map(inside).collect()
}

/// How many jobs the disk was asked for.
fn jobs(client: &mut Client) -> u64 {
    let jobs = client.request("windmill-ls/test/jobs", Value::Null);
    jobs.as_u64().expect("a number")
}

/// Puts a pipe, and a link to a device, in the place of a path, one after the other.
#[cfg(unix)]
fn specials(path: &Path, mut then: impl FnMut(&str)) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let old = fs::read(path).ok();
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    then("a pipe");
    fs::remove_file(path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", path).unwrap();
    then("a link to a device");
    fs::remove_file(path).unwrap();
    if let Some(old) = old {
        fs::write(path, old).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_hold_nothing_up() {
    let folder = Folder::new("nobody");
    fs::create_dir_all(folder.root().join(".git/info")).unwrap();
    for name in [
        ".gitignore",
        ".ignore",
        "f/a/.gitignore",
        "f/a/.ignore",
        "f/a/.git",
        ".git/info/exclude",
        "wmill.yaml",
        "windmill-ls.toml",
        "f/a/x.py",
        "f/a/x.script.yaml",
        "f/a/x.flow/flow.yaml",
        "f/a/b.flow/code.py",
        ".venv/lib/python3.12/site-packages/wmill/client.py",
    ] {
        specials(&folder.root().join(name), |what| {
            // Named by a step, too.
            let text = flow("nobody").replace(
                "type: identity",
                "type: rawscript\n        language: python3\n        content: '!inline code.py'",
            );
            folder.write(&folder.flow, &text);
            let mut client = Client::open(&folder.root(), json!({}));
            let is_told =
                |params: &Value| params["diagnostics"].to_string().contains("unknown-step");
            client.published(&folder.flow, is_told);
            tell(&mut client, [(&*folder.root().join(name), 1)]);
            let files = known(&mut client, &folder.root());
            assert!(
                files.contains(&"f/a/run.py".to_owned()),
                "{name}, {what}: {files:?}"
            );
            assert_eq!(client.shut_down(), Some(0), "{name}, {what}");
        });
    }
}

#[test]
fn open_documents_are_answered_while_the_disk_does_not_answer() {
    let (folder, other) = (Folder::new("first"), Folder::new("first"));
    let mut client = Client::open(&folder.root(), json!({"textDocument": {"diagnostic": {}}}));
    known(&mut client, &folder.root());
    client.request("windmill-ls/test/hold", Value::Null);
    let added = json!({"added": [{"uri": uri(&other.root()), "name": "x"}], "removed": []});
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": added}),
    );
    let text = flow("nobody");
    client.did_open(&other.flow, 1, &text);
    let (line, column) = EXPRESSION;
    let items = client.at("completion", &other.flow, line, column + 8);
    assert!(items.to_string().contains("first"), "{items}");
    client.at("hover", &other.flow, line, column + 8);
    // Findings wait: what they depend on may be on the disk.
    let document = json!({"textDocument": {"uri": uri(&other.flow)}});
    let id = client.ask("textDocument/diagnostic", document.clone());
    let answer = client.answer(id);
    assert_eq!(
        answer["error"]["data"]["retriggerRequest"], true,
        "{answer}"
    );
    client.request("windmill-ls/test/release", Value::Null);
    let report = client.request("textDocument/diagnostic", document);
    assert_eq!(report["items"][0]["code"], "unknown-step", "{report}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_burst_is_one_job_and_holds_up_no_request() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("nobody"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    known(&mut client, &folder.root());
    let before = jobs(&mut client);
    client.request("windmill-ls/test/hold", Value::Null);
    let scripts: Vec<_> = (0..300)
        .map(|i| folder.root().join(format!("f/a/s{i}.py")))
        .collect();
    for script in &scripts {
        folder.write(script, "def main():\n    return 1\n");
        tell(&mut client, [(&**script, 1)]);
        client.did_open(script, 1, "def main(x):\n    return x\n");
        client.did_close(script);
    }
    // The disk is held, so this comes from what is there.
    let (line, column) = EXPRESSION;
    let items = client.at("completion", &folder.flow, line, column + 8);
    assert!(items.to_string().contains("first"), "{items}");
    client.request("windmill-ls/test/release", Value::Null);
    let files = known(&mut client, &folder.root());
    assert_eq!(files.iter().filter(|f| f.starts_with("f/a/s")).count(), 300);
    // The first change was taken up by itself, everything else at once.
    assert_eq!(jobs(&mut client) - before, 2);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_folder_that_is_told_of_by_its_name_alone() {
    let folder = Folder::new("nobody");
    let mut client = Client::open(&folder.root(), json!({}));
    client.published_rules(&folder.flow, &["unknown-step"]);
    let (old, new) = (
        folder.flow.parent().unwrap(),
        folder.root().join("f/a/z.flow"),
    );
    fs::rename(old, &new).unwrap();
    tell(&mut client, [(old, 3), (&*new, 1)]);
    client.published_rules(&folder.flow, &[]);
    client.published_rules(&new.join("flow.yaml"), &["unknown-step"]);
    // A file in the place of the folder, then a folder in the place of the file.
    fs::remove_dir_all(&new).unwrap();
    fs::write(&new, "").unwrap();
    tell(&mut client, [(&*new, 2)]);
    client.published_rules(&new.join("flow.yaml"), &[]);
    fs::remove_file(&new).unwrap();
    folder.write(&new.join("flow.yaml"), &flow("nobody"));
    tell(&mut client, [(&*new.join("flow.yaml"), 1)]);
    client.published_rules(&new.join("flow.yaml"), &["unknown-step"]);
    let files = known(&mut client, &folder.root());
    assert!(!files.contains(&"f/a/z.flow".to_owned()), "{files:?}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_document_that_belongs_to_no_workspace_is_read_alone() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().canonicalize().unwrap();
    for path in ["note.py", "other.py", "below/x.py", "code.py", "flow.yaml"] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), "def main():\n    return 1\n").unwrap();
    }
    let mut client = Client::start();
    client.request("initialize", json!({"processId": null, "capabilities": {}}));
    client.notify("initialized", json!({}));
    client.did_open(
        &root.join("note.py"),
        1,
        "def main(x: str):\n    return x\n",
    );
    assert_eq!(known(&mut client, &root), ["note.py"]);
    let text = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
                language: python3\n        content: '!inline code.py'\n        input_transforms: {}\n";
    client.did_open(&root.join("flow.yaml"), 1, text);
    assert_eq!(
        known(&mut client, &root),
        ["code.py", "flow.yaml", "note.py"]
    );
    client.published_rules(&root.join("flow.yaml"), &[]);
    // A change of what is beside them is no concern of theirs.
    tell(
        &mut client,
        [(&*root.join("other.py"), 2), (&*root.join("code.py"), 2)],
    );
    client.did_close(&root.join("note.py"));
    assert_eq!(known(&mut client, &root), ["code.py", "flow.yaml"]);
    client.did_close(&root.join("flow.yaml"));
    assert_eq!(known(&mut client, &root), [""; 0]);
    // With a mark above it, it brings its workspace along.
    fs::write(root.join("wmill.yaml"), "").unwrap();
    client.did_open(
        &root.join("note.py"),
        1,
        "def main(x: str):\n    return x\n",
    );
    assert_eq!(known(&mut client, &root).len(), 6);
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed_when_told() {
    use std::os::unix::fs::symlink;
    let (folder, out) = (Folder::new("first"), TempDir::new().unwrap());
    let mut client = Client::open(&folder.root(), json!({}));
    let before = known(&mut client, &folder.root());
    for path in ["deep/s.py", "flow.yaml", "wmill.yaml"] {
        folder.write(&out.path().join(path), "TOPSECRET: [\n");
    }
    let links = [
        ("f/out", out.path().to_owned()),
        ("f/a/s.py", out.path().join("deep/s.py")),
        ("f/a/x.flow", out.path().to_owned()),
        ("f/wmill.yaml", out.path().join("wmill.yaml")),
        ("windmill-ls.toml", out.path().join("flow.yaml")),
    ];
    for (link, target) in &links {
        symlink(target, folder.root().join(link)).unwrap();
        let link = folder.root().join(link);
        let inside = [link.join("flow.yaml"), link.join("deep/s.py")];
        tell(
            &mut client,
            [(&*link, 1), (&*inside[0], 1), (&*inside[1], 2)],
        );
        assert_eq!(
            known(&mut client, &folder.root()),
            before,
            "{}",
            link.display()
        );
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn everything_that_comes_or_goes_is_watched() {
    let folder = Folder::new("first");
    let watches = json!({"didChangeWatchedFiles": {"dynamicRegistration": true}});
    let mut client = Client::open(&folder.root(), json!({"workspace": watches}));
    let asked = client.wait(|m| m["method"] == "client/registerCapability");
    let watchers = &asked["params"]["registrations"][0]["registerOptions"]["watchers"];
    // Created (1) or deleted (4): folders have no pattern of their own.
    assert_eq!(watchers[0], json!({"globPattern": "**/*", "kind": 5}));
    for pattern in ["py", "yaml", ".gitignore", ".ignore", "exclude"] {
        let changed = watchers
            .as_array()
            .unwrap()
            .iter()
            .filter(|w| w["kind"] == 2);
        assert!(
            changed.map(Value::to_string).any(|w| w.contains(pattern)),
            "{watchers}"
        );
    }
    assert_eq!(client.shut_down(), Some(0));
}
