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

/// Folders with packages, each with the opened folder it lies in.
type Places = Vec<(PathBuf, PathBuf)>;

/// Reads the SDKs of a workspace anew: in the first of the folders that the settings name, else in an opened
/// folder's virtual environment. What the settings say of them and cannot be heeded is told.
pub(crate) fn take_up(snapshot: &mut Snapshot) -> Vec<String> {
    let folders = snapshot.workspace.folders().iter();
    let folders: Vec<PathBuf> = folders.map(|f| disk::to_disk(f)).collect();
    let (mut places, problems) = named(&folders, &snapshot.settings);
    places.extend(folders.iter().flat_map(|f| site_packages(f)));
    let roots = places.iter().flat_map(|(f, p)| package_roots(f, p));
    let roots = roots.filter_map(|r| disk::to_model(&r)).collect();
    snapshot.settings.set_sdk_sources(roots);
    snapshot.workspace.set_installed(sdks(&places));
    problems
}

/// The folders that the settings name, and what is wrong with those that cannot be read.
fn named(folders: &[PathBuf], settings: &Settings) -> (Places, Vec<String>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let (base, paths) = settings.sdk_paths();
    for path in paths {
        match inside(folders, &disk::to_disk(base).join(path)) {
            Ok(place) => found.push(place),
            Err(why) => problems.push(format!("[sdk] paths: `{path}` {why}")),
        }
    }
    (found, problems)
}

/// A folder with packages inside one of `folders`, or why it is none.
fn inside(folders: &[PathBuf], place: &Path) -> Result<(PathBuf, PathBuf), &'static str> {
    let place = disk::absolute(place);
    let real = |f: &PathBuf| f.canonicalize().ok();
    let opened: Vec<PathBuf> = folders.iter().filter_map(real).collect();
    // By its name first: what lies outside is not even looked for.
    if !folders.iter().chain(&opened).any(|f| place.starts_with(f)) {
        return Err("is outside the workspace and is not read");
    }
    let Some(target) = real(&place).filter(|t| t.is_dir()) else {
        return Err("is no folder");
    };
    let Some(folder) = opened.into_iter().find(|f| target.starts_with(f)) else {
        return Err("leads out of the workspace and is not read");
    };
    if package_roots(&folder, &place).is_empty() {
        return Err("has no `wmill` or `skyvern` that can be read");
    }
    Ok((folder, place))
}

/// The folders of the SDKs among the packages of a place.
fn package_roots(folder: &Path, packages: &Path) -> Vec<PathBuf> {
    let all = [("wmill", WMILL), ("skyvern", SKYVERN)].into_iter();
    let there = all.filter(|(name, files)| {
        let root = packages.join(name);
        files.iter().any(|f| file(folder, &root.join(f)).is_some())
    });
    there.map(|(name, _)| packages.join(name)).collect()
}

/// What is installed in the first of these places that has it.
fn sdks(packages: &[(PathBuf, PathBuf)]) -> InstalledSdks {
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
    fs::read_to_string(file(folder, path)?).ok()
}

/// Where a file really is that lies inside `folder` and is not too large.
fn file(folder: &Path, path: &Path) -> Option<PathBuf> {
    let (folder, path) = (folder.canonicalize().ok()?, path.canonicalize().ok()?);
    if !path.starts_with(folder) {
        return None;
    }
    let about = fs::metadata(&path).ok().filter(|m| m.is_file())?;
    (about.len() <= SOURCE_LIMIT as u64).then_some(path)
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
        assert_eq!(sdks(&site_packages(root)), InstalledSdks::default());
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
        let found = sdks(&site_packages(root));
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
        assert_eq!(sdks(&site_packages(root)), InstalledSdks::default());
        write(
            root,
            client,
            &format!("def f(): ...\n#{}", "x".repeat(SOURCE_LIMIT)),
        );
        assert_eq!(sdks(&site_packages(root)), InstalledSdks::default());
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
        assert_eq!(sdks(&site_packages(root.path())), InstalledSdks::default());
    }
}
