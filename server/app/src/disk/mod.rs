//! The disk: with [`crate::installed`] the only place that reads files. Finds what belongs to a
//! workspace, guards against what cannot be read as text, and never leaves the folders it was given.

#[allow(
    dead_code,
    reason = "reading and writing move over to it one after the other"
)]
pub(crate) mod guard;

use std::fs::{self, File as DiskFile};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;

use ignore::{DirEntry, WalkBuilder, WalkState};
use model::file::{File, FileKind, Source};
use model::flow::{Content, Kind};
use model::script::ScriptLanguage;
use model::workspace::{InlineTarget, Workspace};
use rayon::prelude::*;

/// Largest file that is read, in bytes.
pub(crate) const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// Most files that one folder may hold before discovery stops.
const MAX_FILES: usize = 200_000;

/// A workspace as the disk has it.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The files.
    pub(crate) workspace: Workspace,
    /// What people should be told of, beside findings.
    pub(crate) problems: Vec<Problem>,
}

/// Something on the disk that stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    /// Where.
    pub(crate) path: PathBuf,
    /// What.
    pub(crate) message: String,
}

/// Reads everything below `folders`.
pub(crate) fn load(folders: &[PathBuf]) -> Loaded {
    let folders: Vec<PathBuf> = folders.iter().map(|f| absolute(f)).collect();
    let models = folders
        .iter()
        .filter_map(|f| to_model(f))
        .map(Into::into)
        .collect();
    let mut loaded = Loaded {
        workspace: Workspace::new(models),
        problems: Vec::new(),
    };
    for folder in &folders {
        add(&mut loaded, folder, folder);
    }
    probe(&mut loaded.workspace);
    loaded
}

/// Finds and reads what lies below `dir`, which lies inside the opened `folder`.
fn add(loaded: &mut Loaded, folder: &Path, dir: &Path) {
    let mut found = Vec::new();
    for entry in walk(dir) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let message = error.to_string();
                loaded.problems.push(Problem {
                    path: dir.to_owned(),
                    message,
                });
                continue;
            }
        };
        let path = entry.path();
        if entry
            .file_type()
            .is_none_or(|t| t.is_dir() && !is_flow_file(path))
        {
            continue;
        }
        if to_model(path).is_none() {
            let message = "the name is not UTF-8; left out".to_owned();
            loaded.problems.push(Problem {
                path: path.to_owned(),
                message,
            });
            continue;
        }
        if found.len() >= MAX_FILES {
            let message = format!("more than {MAX_FILES} files; the rest is left out");
            loaded.problems.push(Problem {
                path: dir.to_owned(),
                message,
            });
            break;
        }
        let is_link = entry.file_type().is_some_and(|t| t.is_symlink());
        found.push((path.to_owned(), is_link));
    }
    // `wmill.yaml` first: it decides what a bare `.ts` file is.
    let is_config = |(p, _): &(PathBuf, bool)| p.file_name().is_some_and(|n| n == "wmill.yaml");
    let (configs, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_config);
    for (path, _) in configs {
        let Some((name, source)) = to_model(&path).zip(source(folder, &path)) else {
            continue;
        };
        let id = loaded.workspace.set(&name, source);
        let config = loaded.workspace.get(id).and_then(|f| f.config());
        if let Some(Err(message)) = config {
            let message = format!("cannot be read, its settings do not count: {message}");
            loaded.problems.push(Problem { path, message });
        }
    }
    let workspace = &loaded.workspace;
    // The walk follows no links: what it found is inside, unless it is a link itself.
    let read = |(path, is_link): &(PathBuf, bool)| {
        let name = to_model(path)?;
        let source = match is_link {
            true => source(folder, path)?,
            false => contents(&name, path)?,
        };
        let file = workspace.file(&name, source);
        warm(&file);
        Some(file)
    };
    let files: Vec<File> = others.par_iter().filter_map(read).collect();
    for file in files {
        loaded.workspace.add(file);
    }
}

/// Everything below a folder that git does not ignore, by path: found by all cores.
fn walk(dir: &Path) -> Vec<Result<DirEntry, ignore::Error>> {
    let (found, all) = mpsc::channel();
    let walker = WalkBuilder::new(dir).follow_links(false).build_parallel();
    walker.run(|| {
        let found = found.clone();
        Box::new(move |entry| match found.send(entry) {
            Ok(()) => WalkState::Continue,
            Err(_) => WalkState::Quit,
        })
    });
    drop(found);
    let mut all: Vec<_> = all.into_iter().collect();
    let place = |entry: &Result<DirEntry, ignore::Error>| match entry {
        Ok(entry) => (entry.path().to_owned(), String::new()),
        Err(error) => (PathBuf::new(), error.to_string()),
    };
    all.sort_by_cached_key(place);
    all
}

/// Works out what every reader of the workspace will ask of a file, while all cores are at it.
fn warm(file: &File) {
    match file.kind {
        FileKind::Metadata | FileKind::Item(_) => drop(file.yaml()),
        _ => {
            file.embedded();
            file.script();
        }
    }
}

fn is_flow_file(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|n| n == "flow.yaml" || n == "flow.json")
}

/// What to keep of a file that belongs to `folder`; `None` where it must not be read: no link, of the
/// file or of a folder above it, may lead out of the workspace.
fn source(folder: &Path, path: &Path) -> Option<Source> {
    if let (Ok(target), Ok(folder)) = (path.canonicalize(), folder.canonicalize())
        && !target.starts_with(folder)
    {
        return None;
    }
    contents(&to_model(path)?, path)
}

/// The text of a file whose text matters, else that it exists.
fn contents(name: &str, path: &Path) -> Option<Source> {
    // Whether `.ts` is bun or deno does not matter here: both are read.
    if !FileKind::of(name, &ScriptLanguage::Bun).is_read() {
        return path.is_file().then_some(Source::Unread);
    }
    read(path)
}

/// Reads one file. `None`: there is none.
pub(crate) fn read(path: &Path) -> Option<Source> {
    let unreadable = |why: &str| Some(Source::Unreadable(why.to_owned()));
    let Ok(metadata) = fs::metadata(path) else {
        return match fs::symlink_metadata(path) {
            Ok(m) if m.is_symlink() => unreadable("is a link that leads nowhere"),
            Ok(_) => unreadable("cannot be opened"),
            Err(_) => None,
        };
    };
    if metadata.is_dir() {
        return unreadable("is a folder");
    }
    if !metadata.is_file() {
        return unreadable("is no regular file");
    }
    if metadata.len() > MAX_BYTES {
        return Some(Source::Unreadable(too_large(metadata.len())));
    }
    // It may grow while it is read: never take more than the limit.
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    let opened = DiskFile::open(path);
    if let Err(error) = opened.and_then(|f| f.take(MAX_BYTES + 1).read_to_end(&mut bytes)) {
        return Some(Source::Unreadable(format!("cannot be read: {error}")));
    }
    Some(from_bytes(bytes))
}

/// Text of bytes, or why they are none.
pub(crate) fn from_bytes(bytes: Vec<u8>) -> Source {
    if bytes.len() as u64 > MAX_BYTES {
        return Source::Unreadable(too_large(bytes.len() as u64));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Source::Text(text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Source::Unreadable(format!("is not UTF-8 (from byte {at} on)"))
        }
    }
}

fn too_large(len: u64) -> String {
    let mib = |bytes: u64| bytes.div_ceil(1024 * 1024);
    format!(
        "is {} MiB; files over {} MiB are not read",
        mib(len),
        mib(MAX_BYTES)
    )
}

/// Takes up what happened to `path` on the disk: a file, or a folder with everything below.
pub(crate) fn refresh(workspace: &mut Workspace, path: &Path) {
    let path = absolute(path);
    let Some(name) = to_model(&path) else { return };
    let folders = workspace.folders().to_vec();
    let inside = |f: &&model::path::FilePath| {
        &***f == name.as_str() || model::path::relative(f, &name).is_some()
    };
    let Some(folder) = folders.iter().find(inside).map(|f| to_disk(f)) else {
        return;
    };
    if path.is_dir() && !is_flow_file(&path) {
        let taken = std::mem::take(workspace);
        let mut loaded = Loaded {
            workspace: taken,
            problems: Vec::new(),
        };
        add(&mut loaded, &folder, &path);
        *workspace = loaded.workspace;
    } else {
        match source(&folder, &path) {
            Some(source) => {
                workspace.set(&name, source);
            }
            None => {
                workspace.remove(&name);
                let below = workspace.files();
                let below: Vec<_> = below
                    .into_iter()
                    .filter(|(_, f)| model::path::relative(&name, &f.path).is_some())
                    .map(|(_, f)| f.path.clone())
                    .collect();
                for file in below {
                    workspace.remove(&file);
                }
            }
        }
    }
    probe(workspace);
}

/// Looks for `!inline` targets that discovery left out (ignored by git, hidden).
pub(crate) fn probe(workspace: &mut Workspace) {
    let mut wanted = Vec::new();
    for (_, file) in workspace.files() {
        let Some(flow) = file.flow() else {
            continue;
        };
        for (_, module) in flow.modules() {
            let Kind::RawScript { content, lock, .. } = &module.kind else {
                continue;
            };
            let content = match content {
                Content::Inline(inline) => Some(inline),
                _ => None,
            };
            for inline in content.into_iter().chain(lock) {
                let target = workspace.inline_target(&file.path, inline, module.id_text());
                if let InlineTarget::Missing { path, .. } = target {
                    wanted.push(path);
                }
            }
        }
    }
    for path in wanted {
        let disk = to_disk(&path);
        let folder = workspace
            .folders()
            .iter()
            .map(|f| to_disk(f))
            .find(|f| disk.starts_with(f));
        if let Some(source) = folder.and_then(|f| source(&f, &disk)) {
            workspace.set(&path, source);
        }
    }
}

/// The folder that a path belongs to: the nearest one upward with a `wmill.yaml`, else with a
/// `.git`, else the path's own folder.
pub(crate) fn root_for(path: &Path) -> PathBuf {
    let path = absolute(path);
    let own = if path.is_dir() {
        path.as_path()
    } else {
        path.parent().unwrap_or(&path)
    };
    let with = |name: &str| own.ancestors().find(|d| d.join(name).exists());
    with("wmill.yaml")
        .or_else(|| with(".git"))
        .unwrap_or(own)
        .to_owned()
}

/// A path as the model names it; `None` where it is not UTF-8.
pub(crate) fn to_model(path: &Path) -> Option<String> {
    let path = absolute(path);
    let text = path.to_str()?;
    // Elsewhere a backslash is a letter of a name like others.
    let text = match cfg!(windows) {
        true => text.replace('\\', "/"),
        false => text.to_owned(),
    };
    let text = text.strip_prefix("//?/").unwrap_or(&text);
    let trimmed = text.trim_end_matches('/');
    Some(if trimmed.is_empty() {
        text.to_owned()
    } else {
        trimmed.to_owned()
    })
}

/// A path of the model, for the disk.
pub(crate) fn to_disk(path: &str) -> PathBuf {
    PathBuf::from(path)
}

/// Absolute, without `.` and `..`, links not followed.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
