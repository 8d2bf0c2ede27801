//! Random workspaces, each file in some hostile condition, fixed: what has to hold whatever they are.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use tempfile::TempDir;

use super::tree::{self, Entry};
use super::{FIX, broken, fixed, inlining, is_root, rubbish};
use crate::support::{Run, Workspace};

/// What is odd about a flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Condition {
    Plain,
    CrLf,
    Bom,
    NoLineEnd,
    ManyLineEnds,
    MixedLineEnds,
    BlanksAtEnds,
    Odd,
    Mode(u32),
    OtherOwner,
    Attribute,
    AccessList,
    ReadOnly,
    HardLink,
    ReadOnlyFolder,
    Link,
    AbsoluteLink,
    LinkedFolder,
    LinkOut,
    FolderOut,
    Folder,
    Pipe,
    Missing,
    MissingInFolders,
    MissingThroughLink,
    MissingOutside,
    MissingDeepOutside,
    MissingOverLink,
}

use Condition::*;

const CONDITIONS: &[Condition] = &[
    Plain,
    CrLf,
    Bom,
    NoLineEnd,
    ManyLineEnds,
    MixedLineEnds,
    BlanksAtEnds,
    Odd,
    Mode(0o600),
    Mode(0o640),
    Mode(0o664),
    Mode(0o755),
    OtherOwner,
    Attribute,
    AccessList,
    ReadOnly,
    HardLink,
    ReadOnlyFolder,
    Link,
    AbsoluteLink,
    LinkedFolder,
    LinkOut,
    FolderOut,
    Folder,
    Pipe,
    Missing,
    MissingInFolders,
    MissingThroughLink,
    MissingOutside,
    MissingDeepOutside,
    MissingOverLink,
];

/// What has to become of a file.
#[derive(Clone, Debug)]
enum Fate {
    /// It says this, and has what it had.
    Fixed(String),
    /// It is what it was, and that is said.
    Left,
    /// It stays absent, or what it was.
    Untouched,
}

/// A workspace, a folder outside that nothing may happen to, and what has to become of the files.
struct Setting {
    workspace: Workspace,
    outside: TempDir,
    fates: BTreeMap<PathBuf, Fate>,
}

impl Setting {
    fn new(conditions: &[Condition]) -> Setting {
        let mut setting = Setting {
            workspace: Workspace::new(),
            outside: TempDir::new().unwrap(),
            fates: BTreeMap::new(),
        };
        let outside = setting.outside.path();
        fs::create_dir(outside.join("x.flow")).unwrap();
        fs::write(outside.join("x.flow/flow.yaml"), broken("x")).unwrap();
        for (i, &condition) in conditions.iter().enumerate() {
            setting.add(i, condition);
        }
        setting
    }

    fn add(&mut self, i: usize, condition: Condition) {
        let name = format!("f/a/x{i}.flow/flow.yaml");
        let path = self.workspace.path(&name);
        let folder = path.parent().unwrap().to_owned();
        let outside = self.outside.path().to_owned();
        let write = |text: &str| self.workspace.write(&name, text);
        let text = broken("a");
        let lines = match condition {
            CrLf => text.replace('\n', "\r\n"),
            Bom => format!("\u{feff}{}", text.replace('\n', "\r\n")),
            NoLineEnd => text.trim_end().to_owned(),
            ManyLineEnds => text.clone() + "\n\n\n",
            MixedLineEnds => text.replacen('\n', "\r\n", 4),
            BlanksAtEnds => text.replacen('\n', "  \n", 2),
            Odd => text.clone() + "# é💰\u{2028}\u{85}\ta\tb\n",
            _ => text.clone(),
        };
        let fate = match condition {
            Plain | CrLf | Bom | NoLineEnd | ManyLineEnds | MixedLineEnds | BlanksAtEnds | Odd => {
                write(&lines);
                Fate::Fixed(fixed(&lines))
            }
            Mode(mode) => {
                write(&text);
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
                Fate::Fixed(fixed(&text))
            }
            OtherOwner => {
                write(&text);
                if is_root(&folder) {
                    chown(&path, Some(1234), Some(4321)).unwrap();
                }
                Fate::Fixed(fixed(&text))
            }
            Attribute => {
                write(&text);
                set_attribute(&path, "user.note", &[b'x'; 300]);
                Fate::Fixed(fixed(&text))
            }
            AccessList => {
                write(&text);
                // Version 2: the owner rw, user 1234 rw, the group r, the mask rw, others nothing.
                let entry = |tag: u16, rights: u16, id: u32| {
                    [
                        &tag.to_le_bytes()[..],
                        &rights.to_le_bytes(),
                        &id.to_le_bytes(),
                    ]
                    .concat()
                };
                let nobody = u32::MAX;
                let list = [
                    2_u32.to_le_bytes().to_vec(),
                    entry(1, 6, nobody),
                    entry(2, 6, 1234),
                    entry(4, 4, nobody),
                    entry(0x10, 6, nobody),
                    entry(0x20, 0, nobody),
                ];
                set_attribute(&path, "system.posix_acl_access", &list.concat());
                Fate::Fixed(fixed(&text))
            }
            ReadOnly => {
                write(&text);
                fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
                Fate::Left
            }
            HardLink => {
                write(&text);
                fs::hard_link(&path, outside.join(format!("x{i}"))).unwrap();
                Fate::Left
            }
            ReadOnlyFolder => {
                write(&text);
                fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
                Fate::Left
            }
            Link | AbsoluteLink => {
                let real = format!("f/real/x{i}.txt");
                self.workspace.write(&real, &text);
                fs::create_dir_all(&folder).unwrap();
                match condition {
                    Link => symlink(format!("../../real/x{i}.txt"), &path).unwrap(),
                    _ => symlink(self.workspace.path(&real), &path).unwrap(),
                }
                let fate = Fate::Fixed(fixed(&text));
                self.fates.insert(self.workspace.path(&real), fate);
                Fate::Untouched
            }
            LinkedFolder => {
                let real = format!("f/real/x{i}.flow/flow.yaml");
                self.workspace.write(&real, &text);
                fs::create_dir_all(folder.parent().unwrap()).unwrap();
                symlink(format!("../real/x{i}.flow"), &folder).unwrap();
                let fate = Fate::Fixed(fixed(&text));
                self.fates.insert(self.workspace.path(&real), fate);
                return;
            }
            LinkOut => {
                fs::create_dir_all(&folder).unwrap();
                symlink(outside.join("x.flow/flow.yaml"), &path).unwrap();
                Fate::Untouched
            }
            FolderOut => {
                fs::create_dir_all(folder.parent().unwrap()).unwrap();
                symlink(outside.join("x.flow"), &folder).unwrap();
                return;
            }
            Folder => {
                fs::create_dir_all(&path).unwrap();
                Fate::Untouched
            }
            Pipe => {
                fs::create_dir_all(&folder).unwrap();
                let made = Command::new("mkfifo").arg(&path).status().unwrap();
                assert!(made.success());
                Fate::Untouched
            }
            Missing => {
                write(&inlining("new.py"));
                self.fates.insert(folder.join("new.py"), Fate::Untouched);
                Fate::Untouched
            }
            MissingInFolders => {
                write(&inlining("a/b/new.py"));
                self.fates
                    .insert(folder.join("a/b/new.py"), Fate::Untouched);
                Fate::Untouched
            }
            MissingThroughLink => {
                write(&inlining("into/new.py"));
                self.workspace.write(&format!("f/into{i}/keep.txt"), "");
                symlink(format!("../../into{i}"), folder.join("into")).unwrap();
                let real = self.workspace.path(&format!("f/into{i}/new.py"));
                self.fates.insert(real, Fate::Untouched);
                Fate::Untouched
            }
            MissingOutside | MissingDeepOutside => {
                write(&inlining(match condition {
                    MissingOutside => "out/new.py",
                    _ => "out/deep/new.py",
                }));
                symlink(&outside, folder.join("out")).unwrap();
                Fate::Untouched
            }
            MissingOverLink => {
                write(&inlining("new.py"));
                symlink(outside.join("nothing.py"), folder.join("new.py")).unwrap();
                self.fates.insert(folder.join("new.py"), Fate::Untouched);
                Fate::Untouched
            }
        };
        self.fates.insert(path, fate);
    }

    fn root(&self) -> PathBuf {
        self.workspace.path("")
    }

    fn run(&self, args: &str, threads: &str) -> Run {
        self.workspace
            .run_with_env(args, &[("RAYON_NUM_THREADS", threads)])
    }

    /// What has to hold after a run on what was there `before`.
    fn hold(&self, before: &BTreeMap<PathBuf, Entry>, run: &Run) {
        let after = tree::of(&self.root());
        let mut left = 0;
        for (path, fate) in &self.fates {
            let (old, new) = (before.get(path), after.get(path));
            match fate {
                Fate::Fixed(text) => {
                    let (old, new) = (old.unwrap(), new.unwrap());
                    assert_eq!(
                        String::from_utf8_lossy(&new.bytes),
                        *text,
                        "{path:?} {run:#?}"
                    );
                    let beside = |e: &Entry| (e.mode, e.owner, e.links, e.attributes.clone());
                    assert_eq!(beside(new), beside(old), "{path:?}");
                }
                Fate::Left => {
                    left += 1;
                    assert_eq!(new, old, "{path:?} {run:#?}");
                    let name = path.strip_prefix(self.root()).unwrap();
                    let is_said = run.stderr.contains(&*name.to_string_lossy());
                    assert!(is_said, "{name:?} is not named: {run:#?}");
                }
                Fate::Untouched => assert_eq!(new, old, "{path:?}"),
            }
        }
        // Nothing else came, nothing went.
        for path in after.keys() {
            assert!(before.contains_key(path), "{path:?} came: {run:#?}");
        }
        assert!(before.keys().all(|p| after.contains_key(p)));
        assert!(run.code == Some(0) || run.code == Some(2), "{run:#?}");
        if left > 0 {
            run.ends_with(2);
        }
    }
}

impl Drop for Setting {
    fn drop(&mut self) {
        // An ordinary user cannot remove what lies in a read-only folder.
        for path in self.fates.keys() {
            let folder = path.parent().unwrap_or(path);
            let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
        }
    }
}

fn set_attribute(path: &Path, name: &str, value: &[u8]) {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        // A file system without them keeps none, and then there is nothing to lose.
        let none = rustix::fs::XattrFlags::empty();
        let _ = rustix::fs::setxattr(path, name, value, none);
    }
}

/// Runs one random workspace through everything.
fn fix(conditions: &[Condition]) {
    let (one, other) = (Setting::new(conditions), Setting::new(conditions));
    let (before, outside) = (tree::of(&one.root()), tree::of(one.outside.path()));

    let diff = one.run("--check --diff --unsafe-fixes", "4");
    assert_eq!(tree::of(&one.root()), before, "--diff writes: {diff:#?}");

    let run = one.run(FIX, "4");
    one.hold(&before, &run);
    let after = tree::of(&one.root());
    for (path, new) in &after {
        let is_file = new.mode & 0o170_000 == 0o100_000;
        if is_file && before.get(path).is_none_or(|old| old.bytes != new.bytes) {
            let name = path.strip_prefix(one.root()).unwrap();
            // It is shown by the name that leads to it.
            let is_shown = diff.stdout.contains(&format!("+++ b/{}", name.display()));
            let is_linked = ["f/real", "f/into"]
                .iter()
                .any(|f| name.to_string_lossy().starts_with(f));
            assert!(is_shown || is_linked, "{name:?} is not in --diff");
        }
    }
    assert_eq!(rubbish(&one.root()), Vec::<PathBuf>::new());

    let again = one.run(FIX, "4");
    assert_eq!(
        tree::of(&one.root()),
        after,
        "a second run writes: {again:#?}"
    );
    assert_eq!(tree::of(one.outside.path()), outside, "{run:#?}");

    let alone = other.run(FIX, "1");
    let texts = |setting: &Setting| -> BTreeMap<PathBuf, (Vec<u8>, u32)> {
        let root = setting.root();
        let files = tree::of(&root).into_iter();
        let files = files.filter(|(_, e)| e.mode & 0o170_000 == 0o100_000);
        let name = |p: PathBuf| p.strip_prefix(&root).unwrap().to_owned();
        files.map(|(p, e)| (name(p), (e.bytes, e.mode))).collect()
    };
    assert_eq!(texts(&other), texts(&one), "one thread: {alone:#?}");
    assert_eq!((alone.code, &alone.stdout), (run.code, &run.stdout));
}

/// `--add-ignore` writes by the same way: comments come, and nothing else changes.
fn silence(conditions: &[Condition]) {
    let setting = Setting::new(conditions);
    let (before, outside) = (tree::of(&setting.root()), tree::of(setting.outside.path()));
    let run = setting.run("--check --add-ignore=later --exit-zero", "4");
    assert!(run.code == Some(0) || run.code == Some(2), "{run:#?}");
    let after = tree::of(&setting.root());
    assert!(before.keys().eq(after.keys()), "{run:#?}");
    for (path, old) in &before {
        let new = &after[path];
        let beside = |e: &Entry| (e.mode, e.owner, e.links, e.attributes.clone());
        assert_eq!(beside(new), beside(old), "{path:?}");
        let text = String::from_utf8_lossy(&new.bytes);
        let lines = text.split_inclusive('\n');
        let is_comment = |l: &&str| {
            l.trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with("# windmill-ls: ignore")
        };
        let bare: String = lines.filter(|l| !is_comment(l)).collect();
        let old = String::from_utf8_lossy(&old.bytes).into_owned();
        let bom = |t: &str| t.trim_start_matches('\u{feff}').to_owned();
        assert_eq!(bom(&bare), bom(&old), "{path:?}");
        assert_eq!(
            text.starts_with('\u{feff}'),
            old.starts_with('\u{feff}'),
            "{path:?}"
        );
        assert!(
            !old.contains("\r\n")
                || !text.replace("\r\n", "").contains('\n')
                || old.replace("\r\n", "").contains('\n')
        );
    }
    assert_eq!(tree::of(setting.outside.path()), outside);
}

#[test]
fn every_condition_silenced() {
    for conditions in CONDITIONS.chunks(8) {
        silence(conditions);
    }
}

#[test]
fn every_condition_in_small_company_and_all_at_once() {
    for conditions in CONDITIONS.chunks(5) {
        fix(conditions);
    }
    fix(CONDITIONS);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_outside_changes_and_files_are_old_or_fixed(
        conditions in prop::collection::vec(prop::sample::select(CONDITIONS), 1..12)
    ) {
        fix(&conditions);
    }

    #[test]
    fn ignore_comments_change_nothing_else(
        conditions in prop::collection::vec(prop::sample::select(CONDITIONS), 1..8)
    ) {
        silence(&conditions);
    }
}
