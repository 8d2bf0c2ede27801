//! A workspace with every way out that a file can name, and secrets outside.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// What must never be seen of the outside.
pub(crate) const SECRET: &str = "TOPSECRET";

/// The workspace, in a folder of its own with the rest of the world.
pub(crate) struct Trap {
    dir: TempDir,
}

impl Trap {
    pub(crate) fn new() -> Trap {
        let trap = Trap {
            dir: TempDir::new().unwrap(),
        };
        trap.add_outside();
        trap.add_links();
        trap.add_flows();
        trap
    }

    /// Everything, the outside too.
    pub(crate) fn world(&self) -> PathBuf {
        self.dir.path().canonicalize().unwrap()
    }

    /// The workspace.
    pub(crate) fn root(&self) -> PathBuf {
        self.world().join("home/ws")
    }

    /// The user's own folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.world().join("user")
    }

    /// Where calls are logged.
    pub(crate) fn log(&self) -> PathBuf {
        self.world().join("log")
    }

    fn add_outside(&self) {
        let write = |name: &str, text: &str| write(&self.world().join(name), text);
        let python = "class TOPSECRET: ...\ndef topsecret(x): return 'TOPSECRET'\n";
        for (name, text) in [
            (
                "secret/secret.py",
                "def main(token: str):\n    return 'TOPSECRET'\n",
            ),
            ("secret/flow.yaml", "summary: TOPSECRET: TOPSECRET\n"),
            ("secret/wmill/client.py", python),
            (
                "secret/lib/python3.12/site-packages/wmill/client.py",
                python,
            ),
            ("secret/windmill-ls.toml", "[rulez]\nTOPSECRET = 1\n"),
            ("secret/wmill.yaml", "TOPSECRET: [\n"),
            ("secret/ignore", "TOPSECRET\n"),
            ("wmill.yaml", "TOPSECRET: [\n"),
            ("windmill-ls.toml", "TOPSECRET = 1\n"),
            (".gitignore", "*\n"),
            (".ignore", "*\n"),
            ("home/.gitignore", "*\n"),
            ("user/.gitconfig", "[core]\n\texcludesFile = /TOPSECRET\n"),
            ("user/.config/git/ignore", "*\n"),
        ] {
            write(name, text);
        }
    }

    fn add_links(&self) {
        let (root, secret) = (self.root(), self.world().join("secret"));
        write(&root.join(".git/HEAD"), "ref: refs/heads/main\n");
        fs::create_dir_all(root.join("f/a/x")).unwrap();
        for (target, name) in [
            ("", ".venv"),
            ("", "venv"),
            ("secret.py", "f/a/link.py"),
            ("", "f/a/dir"),
            ("", "f/a/l.flow"),
            ("wmill.yaml", "f/wmill.yaml"),
            ("ignore", "f/.gitignore"),
            ("ignore", "f/.ignore"),
            ("windmill-ls.toml", "f/windmill-ls.toml"),
            ("not/yet.py", "f/a/dangling.py"),
        ] {
            symlink(secret.join(target), root.join(name)).unwrap();
        }
        symlink("../../../../secret", root.join("f/a/climbs.flow")).unwrap();
    }

    fn add_flows(&self) {
        let root = self.root();
        let secret = self.world().join("secret");
        write(&root.join("wmill.yaml"), "defaultTs: bun\n");
        let script = "import wmill\ndef main(x: int):\n    return wmill.get_variable(x)\n";
        write(&root.join("f/a/ok.py"), script);
        let fixed = "summary: Greet: you\nvalue:\n  modules: []\n";
        write(&root.join("f/a/fix.flow/flow.yaml"), fixed);
        let outside = secret.join("secret.py");
        let outside = outside.to_string_lossy();
        let names = [
            "../../../../../secret/secret.py",
            "../dir/secret.py",
            "../dir/new.py",
            "../dir/deep/new.py",
            &outside,
            "//localhost/share/x.py",
            &format!("file://{outside}"),
            "http://127.0.0.1:1/x.py",
            "~/x.py",
            "$HOME/x.py",
            "../../../../../../../../../../etc/passwd",
            "/etc/passwd",
            "%2e%2e/%2e%2e/secret.py",
            "../link.py",
            "../dangling.py",
            "./../x/../dir/../dir/secret.py",
        ];
        let mut flow = "summary: s\nvalue:\n  modules:\n".to_owned();
        for (i, name) in names.iter().enumerate() {
            flow += &format!(
                "    - id: a{i}\n      value:\n        type: rawscript\n        language: python3\n        \
                 content: '!inline {name}'\n        lock: '!inline {name}'\n        input_transforms: {{}}\n    \
                 - id: b{i}\n      value:\n        type: script\n        path: '{name}'\n        \
                 input_transforms: {{}}\n"
            );
        }
        write(&root.join("f/a/b.flow/flow.yaml"), &flow);
        let paths = [
            &*secret.to_string_lossy(),
            "../../secret",
            "f/a/dir",
            ".venv",
            "//localhost/share",
            "/etc",
        ];
        let settings = format!("[sdk]\npaths = {paths:?}\n");
        write(&root.join("windmill-ls.toml"), &settings);
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
