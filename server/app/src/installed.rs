//! The SDKs that lie in a workspace: found, read, never run.
//!
//! Only the folders that the settings name, and `.venv` and `venv` in the opened folders, are looked at;
//! nothing outside the opened folders is read, and no link is followed out of them.

use std::fs;
use std::path::{Path, PathBuf};

use ide::{Settings, Snapshot};
use model::sdk::{InstalledSdks, SOURCE_LIMIT, Sdk, version_in};

use crate::disk;

/// The modules of `wmill`, the one that scripts import first.
const WMILL: &[&str] = &["client.py", "s3_types.py", "s3_reader.py"];

/// The modules of `skyvern` that have clients.
const SKYVERN: &[&str] = &[
    "library/skyvern.py",
    "client/client.py",
    "client/environment.py",
    "client/agent/client.py",
    "client/agents/client.py",
    "client/artifacts/client.py",
    "client/schedules/client.py",
    "client/scripts/client.py",
];

/// Reads the SDKs of a workspace anew. What is said of them in the settings and cannot be heeded is told.
pub(crate) fn take_up(snapshot: &mut Snapshot) -> Vec<String> {
    let folders = snapshot.workspace.folders().iter();
    let folders: Vec<PathBuf> = folders.map(|f| disk::to_disk(f)).collect();
    let (named, problems) = named(&folders, &snapshot.settings);
    snapshot.workspace.set_installed(sdks(&folders, &named));
    problems
}

/// The folders that the settings name, each with the opened folder it lies in, and what is wrong with the
/// others.
fn named(folders: &[PathBuf], settings: &Settings) -> (Vec<(PathBuf, PathBuf)>, Vec<String>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let (base, paths) = settings.sdk_paths();
    let real = |f: &PathBuf| f.canonicalize().ok();
    let opened: Vec<PathBuf> = folders.iter().filter_map(real).collect();
    for path in paths {
        let place = disk::absolute(&disk::to_disk(base).join(path));
        let mut all = folders.iter().chain(&opened);
        // By its name first: what lies outside is not even looked for.
        let why = if !all.any(|f| place.starts_with(f)) {
            "is outside the workspace and is not read"
        } else if !place.is_dir() {
            "is no folder"
        } else if let Some(folder) =
            real(&place).and_then(|place| opened.iter().find(|f| place.starts_with(f)))
        {
            if has_package(folder, &place) {
                found.push((folder.clone(), place));
                continue;
            }
            "has no `wmill` or `skyvern` that can be read"
        } else {
            "leads out of the workspace and is not read"
        };
        problems.push(format!("[sdk] paths: `{path}` {why}"));
    }
    (found, problems)
}

/// Whether a folder has a module of an SDK.
fn has_package(folder: &Path, packages: &Path) -> bool {
    let has = |name: &str, files: &[&str]| {
        let root = packages.join(name);
        files.iter().any(|f| text(folder, &root.join(f)).is_some())
    };
    has("wmill", WMILL) || has("skyvern", SKYVERN)
}

/// What is installed: in the first of the named folders that has it, else in an opened folder.
fn sdks(folders: &[PathBuf], named: &[(PathBuf, PathBuf)]) -> InstalledSdks {
    let installed = folders.iter().flat_map(|f| site_packages(f));
    let packages: Vec<(PathBuf, PathBuf)> = named.iter().cloned().chain(installed).collect();
    let first = |name: &str, files: &[&str]| {
        let mut found = packages.iter();
        found.find_map(|(folder, packages)| package(folder, packages, name, files))
    };
    InstalledSdks {
        wmill: first("wmill", WMILL),
        skyvern: first("skyvern", SKYVERN),
    }
}

/// The folders with packages in a folder's virtual environments, each with that folder.
fn site_packages(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let mut found = Vec::new();
    for environment in [".venv", "venv"] {
        let environment = folder.join(environment);
        found.push(environment.join("Lib/site-packages"));
        let entries = fs::read_dir(environment.join("lib"));
        let entries = entries.into_iter().flatten().flatten();
        let mut pythons: Vec<PathBuf> = entries
            .filter(|e| e.file_name().to_string_lossy().starts_with("python"))
            .map(|e| e.path().join("site-packages"))
            .collect();
        pythons.sort();
        found.extend(pythons);
    }
    found.retain(|f| f.is_dir());
    found.into_iter().map(|f| (folder.to_owned(), f)).collect()
}

/// A package with its version; `None` where it is not installed.
fn package(folder: &Path, packages: &Path, name: &str, files: &[&str]) -> Option<Sdk> {
    let root = packages.join(name);
    let texts = files
        .iter()
        .filter_map(|f| Some((*f, text(folder, &root.join(f))?)));
    let texts: Vec<(&str, String)> = texts.collect();
    if texts.is_empty() {
        return None;
    }
    let entries = fs::read_dir(packages).into_iter().flatten().flatten();
    let mut metadata = entries.filter(|e| {
        let own = e.file_name().to_string_lossy().into_owned();
        own.starts_with(&format!("{name}-")) && own.ends_with(".dist-info")
    });
    let metadata = metadata.next().map(|e| e.path().join("METADATA"));
    let metadata = metadata.and_then(|m| text(folder, &m)).unwrap_or_default();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let sdk = Sdk::from_source(&texts, version_in(&metadata).unwrap_or_default());
    // What has no names could not be read.
    let is_empty = sdk.members().next().is_none();
    (!is_empty).then_some(sdk)
}

/// The text of a file inside `folder` that is not too large.
fn text(folder: &Path, path: &Path) -> Option<String> {
    let (folder, path) = (folder.canonicalize().ok()?, path.canonicalize().ok()?);
    let length = fs::metadata(&path).ok().filter(|m| m.is_file())?.len();
    if !path.starts_with(folder) || length > SOURCE_LIMIT as u64 {
        return None;
    }
    fs::read_to_string(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    #[test]
    fn packages_are_found_with_their_versions() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let folders = [root.to_owned()];
        assert_eq!(sdks(&folders, &[]), InstalledSdks::default());
        let packages = ".venv/lib/python3.12/site-packages";
        write(
            root,
            &format!("{packages}/wmill/client.py"),
            "def brand_new(é): ...\n",
        );
        write(
            root,
            &format!("{packages}/wmill-9.1.dist-info/METADATA"),
            "Name: wmill\nVersion: 9.1\n",
        );
        let found = sdks(&folders, &[]);
        let wmill = found.wmill.as_ref().expect("it is installed");
        assert_eq!(wmill.version, "9.1");
        assert!(wmill.function("brand_new").is_some());
        assert!(wmill.function("get_variable").is_none() && found.skyvern.is_none());
    }

    #[test]
    fn what_is_too_large_or_empty_does_not_count() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let client = "venv/lib/python3.11/site-packages/wmill/client.py";
        write(root, client, "# nothing here\n");
        assert_eq!(sdks(&[root.to_owned()], &[]), InstalledSdks::default());
        write(
            root,
            client,
            &format!("def f(): ...\n#{}", "x".repeat(SOURCE_LIMIT)),
        );
        assert_eq!(sdks(&[root.to_owned()], &[]), InstalledSdks::default());
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_not_followed() {
        let (root, other) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        write(
            other.path(),
            "lib/python3.12/site-packages/wmill/client.py",
            "def f(): ...\n",
        );
        let link = root.path().join(".venv");
        std::os::unix::fs::symlink(other.path(), link).expect("a link");
        assert_eq!(
            sdks(&[root.path().to_owned()], &[]),
            InstalledSdks::default()
        );
    }
}
