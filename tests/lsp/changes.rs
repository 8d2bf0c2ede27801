//! Whatever happens on the disk: a server that was told of it knows what one knows that starts now.
//!
//! Random changes of a small workspace with everything in it that decides what belongs to it (files with
//! rules, settings, links, pipes, files that flows name), told as editors tell them: a folder by its name
//! alone or with all that is in it, one by one or in one message, with paths that nothing happened to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::Client;

use crate::disk::tell;
use crate::flow;

/// Rounds of changes, each compared at its end.
const ROUNDS: usize = 100;

const FOLDERS: &[&str] = &[
    "",
    "f/a",
    "f/a/x.flow",
    "f/b",
    "f/gone",
    "f/b/y.flow",
    "g",
    ".hidden",
    "node_modules/p",
];

const NAMES: &[&str] = &[
    "s.py",
    "t.ts",
    "flow.yaml",
    "s.script.yaml",
    "c.resource.yaml",
    "note.txt",
    "code.py",
    "run.py",
];

const RULES: &[&str] = &[
    "gone/\n",
    "*.py\n",
    "*\n!*/\n!s.py\n",
    "/f/b\n",
    "b\n",
    "flow.yaml\n",
    "!.hidden\n!node_modules\n",
    "x.flow/\n",
    "[\n",
    "t.ts\n*.yaml\n",
];

/// Where files with rules lie.
const RULED: &[&str] = &["", "f", "f/a", "f/b"];

const CONFIGS: &[&str] = &[
    "defaultTs: bun\nincludes: ['f/**', 'g/**']\n",
    "defaultTs: deno\n",
    ":\n- [\n",
];

const SETTINGS: &[&str] = &[
    "[rules]\nunknown-step = 'off'\n",
    "[files]\nexclude = ['f/b/**']\n",
    "[rules\n",
];

struct Disk {
    root: PathBuf,
    out: PathBuf,
    random: u64,
    /// What happened, for a failure's message.
    log: Vec<String>,
}

impl Disk {
    fn up_to(&mut self, most: usize) -> usize {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.random >> 33) as usize % most
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.up_to(of.len())]
    }

    /// Whether a path goes through a link: what changes there has another name.
    fn is_linked(&self, path: &Path) -> bool {
        let above = path.ancestors().skip(1).take_while(|p| *p != self.root);
        let mut found = above.map(fs::symlink_metadata);
        found.any(|m| m.is_ok_and(|m| m.is_symlink()))
    }

    /// A path that is there, or one that may be.
    fn path(&mut self) -> PathBuf {
        let mut there = below(&self.root);
        there.retain(|p| !p.ends_with(".git") && !p.starts_with(self.root.join(".git")));
        match there.is_empty() || self.up_to(3) == 0 {
            true => {
                let (folder, name) = (self.one(FOLDERS), self.one(NAMES));
                self.root.join(folder).join(name)
            }
            false => there[self.up_to(there.len())].clone(),
        }
    }

    fn text(&mut self, path: &Path) -> String {
        let inline = |name: &str| {
            let code = format!(
                "type: rawscript\n        language: python3\n        content: '!inline {name}'"
            );
            flow("first").replace("type: identity", &code)
        };
        match (path.extension().and_then(|e| e.to_str()), self.up_to(4)) {
            (Some("yaml"), 0) => flow("nobody"),
            (Some("yaml"), 1) => inline("code.py"),
            (Some("yaml"), 2) => inline("../../../.hidden/code.py"),
            (Some("yaml"), _) => inline("../../gone/s.py"),
            (_, 0) => "def main(x: int):\n    return x\n".to_owned(),
            (_, 1) => "def main(:\n".to_owned(),
            _ => "export async function main(a: STRIPE) { return Deno.env }\n".to_owned(),
        }
    }

    /// Changes something; gives the paths to tell of.
    fn change(&mut self) -> Vec<PathBuf> {
        let path = self.path();
        match self.up_to(14) {
            0 | 1 => {
                let text = self.text(&path);
                self.write(&path, &text)
            }
            2 => self.remove(&path),
            3 => {
                let to = self.path();
                let is_around = to.starts_with(&path) || path.starts_with(&to);
                if is_around || to.exists() || self.is_linked(&to) || self.is_linked(&path) {
                    return Vec::new();
                }
                let Ok(()) = fs::create_dir_all(to.parent().unwrap()) else {
                    return Vec::new();
                };
                match fs::rename(&path, &to) {
                    Ok(()) => self.told(vec![path, to], "renamed"),
                    Err(_) => Vec::new(),
                }
            }
            4 => {
                let mut told = self.remove(&path);
                let text = self.text(&path);
                told.extend(self.write(&path.join("in.py"), &text));
                told
            }
            5 => self.link(&path),
            6 => self.pipe(&path),
            7 | 8 | 12 => {
                let (folder, rules) = (self.one(RULED), self.one(RULES));
                let name = self.one(&[".gitignore", ".gitignore", ".ignore"]);
                let path = self.root.join(folder).join(name);
                let exclude = self.root.join(".git/info/exclude");
                let path = if self.up_to(5) == 0 { exclude } else { path };
                match self.up_to(3) {
                    0 => self.remove(&path),
                    _ => self.write(&path, rules),
                }
            }
            9 | 13 => {
                let (name, texts) = match self.up_to(4) {
                    0 => ("windmill-ls.toml", SETTINGS),
                    1 => ("f/wmill.yaml", CONFIGS),
                    _ => ("wmill.yaml", CONFIGS),
                };
                let (path, text) = (self.root.join(name), self.one(texts));
                match self.up_to(3) {
                    0 => self.remove(&path),
                    _ => self.write(&path, text),
                }
            }
            10 => {
                let git = self.one(&["f/.git", "f/a/.git"]);
                let git = self.root.join(git);
                match git.exists() {
                    true => self.remove(&git),
                    false => {
                        let _ = fs::create_dir_all(&git);
                        self.told(vec![git], "repository")
                    }
                }
            }
            _ => self.told(vec![path], "nothing"),
        }
    }

    fn write(&mut self, path: &Path, text: &str) -> Vec<PathBuf> {
        if self.is_linked(path) {
            return Vec::new();
        }
        let missing = path.ancestors().take_while(|p| !p.exists()).last();
        let missing = missing.map(Path::to_owned);
        let made = fs::create_dir_all(path.parent().unwrap());
        // Never through a link that a change before this one made.
        let is_link = fs::symlink_metadata(path).is_ok_and(|m| !m.is_file());
        if made.is_err() || is_link || fs::write(path, text).is_err() {
            return Vec::new();
        }
        // Of a new folder some editors tell by its name alone.
        let told = match self.up_to(2) {
            0 => vec![missing.unwrap_or_else(|| path.to_owned())],
            _ => missing.into_iter().chain([path.to_owned()]).collect(),
        };
        self.told(told, "written")
    }

    fn remove(&mut self, path: &Path) -> Vec<PathBuf> {
        if self.is_linked(path) {
            return Vec::new();
        }
        let is_folder = fs::symlink_metadata(path).is_ok_and(|m| m.is_dir());
        let _ = match is_folder {
            true => fs::remove_dir_all(path),
            false => fs::remove_file(path),
        };
        self.told(vec![path.to_owned()], "removed")
    }

    #[cfg(unix)]
    fn link(&mut self, path: &Path) -> Vec<PathBuf> {
        let inside = self.path();
        let target = match self.up_to(5) {
            0 => self.out.join("evil.py"),
            1 => self.out.clone(),
            2 => PathBuf::from("nowhere"),
            3 => PathBuf::from(inside.file_name().unwrap()),
            _ => inside,
        };
        if self.is_linked(path) {
            return Vec::new();
        }
        let mut told = self.remove(path);
        let _ = fs::create_dir_all(path.parent().unwrap());
        let _ = std::os::unix::fs::symlink(&target, path);
        told.extend(self.told(
            vec![path.to_owned()],
            &format!("linked to {}", target.display()),
        ));
        told
    }

    #[cfg(unix)]
    fn pipe(&mut self, path: &Path) -> Vec<PathBuf> {
        if self.is_linked(path) {
            return Vec::new();
        }
        let mut told = self.remove(path);
        let _ = std::process::Command::new("mkfifo").arg(path).status();
        told.extend(self.told(vec![path.to_owned()], "a pipe"));
        told
    }

    #[cfg(not(unix))]
    fn link(&mut self, path: &Path) -> Vec<PathBuf> {
        self.remove(path)
    }

    #[cfg(not(unix))]
    fn pipe(&mut self, path: &Path) -> Vec<PathBuf> {
        self.remove(path)
    }

    fn told(&mut self, paths: Vec<PathBuf>, what: &str) -> Vec<PathBuf> {
        self.log.push(format!("{what}: {paths:?}"));
        paths
    }
}

/// Everything below a folder, links not followed.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut rest = vec![folder.to_owned()];
    while let Some(folder) = rest.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                rest.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

fn state(client: &mut Client) -> BTreeMap<String, Value> {
    let files = client.request("windmill-ls/test/files", Value::Null);
    let files = files.as_array().expect("a list").iter();
    files.map(|f| (f["path"].to_string(), f.clone())).collect()
}

#[test]
fn what_was_told_equals_a_fresh_start() {
    let (dir, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut disk = Disk {
        root: dir.path().canonicalize().unwrap(),
        out: out.path().canonicalize().unwrap(),
        random: 20,
        log: Vec::new(),
    };
    fs::write(disk.out.join("evil.py"), "def main(:\n").unwrap();
    fs::create_dir_all(disk.root.join(".git/info")).unwrap();
    fs::write(disk.root.join("wmill.yaml"), CONFIGS[0]).unwrap();
    for folder in FOLDERS {
        for name in ["s.py", "flow.yaml", "t.ts"] {
            let path = disk.root.join(folder).join(name);
            let text = disk.text(&path);
            disk.write(&path, &text);
        }
    }
    let mut client = Client::open(&disk.root, json!({}));
    let mut open: BTreeMap<PathBuf, String> = BTreeMap::new();
    for round in 0..ROUNDS {
        disk.log.clear();
        let mut held = Vec::new();
        for _ in 0..1 + disk.up_to(6) {
            let told = disk.change();
            held.extend(told);
            if disk.up_to(2) == 0 {
                tell(&mut client, held.iter().map(|p: &PathBuf| (&**p, 1)));
                held.clear();
            }
            if disk.up_to(6) == 0 {
                let path = disk.path();
                let text = disk.text(&path);
                let is_open = open.remove(&path).is_some();
                disk.log.push(format!("open {is_open}: {path:?}"));
                match is_open {
                    true => client.did_close(&path),
                    false => {
                        client.did_open(&path, 1, &text);
                        open.insert(path, text);
                    }
                }
            }
        }
        tell(&mut client, held.iter().map(|p| (&**p, 2)));
        let mut fresh = Client::open(&disk.root, json!({}));
        for (path, text) in &open {
            fresh.did_open(path, 1, text);
        }
        let (is, should) = (state(&mut client), state(&mut fresh));
        for (path, file) in &should {
            assert_eq!(is.get(path), Some(file), "round {round}: {:#?}", disk.log);
        }
        for path in is.keys() {
            assert!(
                should.contains_key(path),
                "round {round}: {path} is left over: {:#?}",
                disk.log
            );
        }
        assert_eq!(fresh.shut_down(), Some(0));
    }
    assert_eq!(client.shut_down(), Some(0));
}
