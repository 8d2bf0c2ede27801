//! The SDKs that lie in a workspace: found, read, never run.
//!
//! Only the folders that the settings name, and `.venv` and `venv` in the opened folders, are looked at;
//! nothing outside the opened folders is read, and no link is followed out of them.

use std::ffi::OsStr;
use std::path::Path;

use ide::{Settings, Snapshot};
use sdk::{InstalledSdks, SOURCE_LIMIT, Sdk, version_in};

use crate::disk::guard::{self, Place, What};
use crate::disk::{self, Opened};

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

/// The SDKs that were found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The folders of their packages.
    sources: Vec<String>,
    installed: InstalledSdks,
    /// What the settings say of them and cannot be heeded.
    pub(crate) problems: Vec<String>,
}

impl Found {
    /// Puts them in the place of those known so far.
    pub(crate) fn put(&self, snapshot: &mut Snapshot) {
        snapshot.settings.set_sdk_sources(self.sources.clone());
        snapshot.workspace.set_installed(self.installed.clone());
    }
}

/// Reads the SDKs of a workspace: in the first of the folders that the settings name, else in an opened
/// folder's virtual environment.
pub(crate) fn find(opened: &Opened, settings: &Settings) -> Found {
    let (mut places, problems) = named(opened, settings);
    let folders = opened.places();
    places.extend(folders.iter().flat_map(site_packages));
    let sources = places.iter().flat_map(package_roots);
    Found {
        sources: sources.filter_map(|r| disk::to_model(&r.path())).collect(),
        installed: InstalledSdks {
            has_client: folders.iter().any(has_client),
            ..sdks(&places)
        },
        problems,
    }
}

/// Whether the packages of Node in a folder have Windmill's client.
fn has_client(folder: &Place<'_>) -> bool {
    size(&below(folder, "node_modules/windmill-client/package.json")).is_some()
}

/// Whether the SDKs that are found may be others after a change of this file.
pub(crate) fn may_hold(path: &Path, settings: &Settings) -> bool {
    let (base, named) = settings.sdk_paths();
    let mut named = named.iter();
    path.iter().any(|part| part == ".venv" || part == "venv")
        || named.any(|p| {
            let place = disk::absolute(&disk::to_disk(base).join(p));
            path.starts_with(&place) || place.starts_with(path)
        })
}

/// The folders that the settings name, and what is wrong with those that cannot be read.
fn named<'a>(opened: &'a Opened, settings: &Settings) -> (Vec<Place<'a>>, Vec<String>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let (base, paths) = settings.sdk_paths();
    for path in paths {
        match inside(opened, &disk::to_disk(base).join(path)) {
            Ok(place) => found.push(place),
            Err(why) => problems.push(format!("[sdk] paths: `{path}` {why}")),
        }
    }
    (found, problems)
}

/// A folder with packages inside the workspace, or why it is none.
fn inside<'a>(opened: &'a Opened, path: &Path) -> Result<Place<'a>, &'static str> {
    // By its name first: what lies outside is not even looked for.
    let place = opened
        .place(path)
        .ok_or("is outside the workspace and is not read")?;
    match place.what() {
        Ok(What::Folder) => {}
        Err(error) if guard::leads_out(&error) => {
            return Err("leads out of the workspace and is not read");
        }
        _ => return Err("is no folder"),
    }
    match package_roots(&place).is_empty() {
        true => Err("has no `wmill` or `skyvern` that can be read"),
        false => Ok(place),
    }
}

/// The folders of the SDKs among the packages of a place.
fn package_roots<'a>(packages: &Place<'a>) -> Vec<Place<'a>> {
    let all = [("wmill", WMILL), ("skyvern", SKYVERN)].into_iter();
    let there = all.filter_map(|(name, files)| {
        let root = packages.join(OsStr::new(name));
        let is_there = files.iter().any(|f| size(&below(&root, f)).is_some());
        is_there.then_some(root)
    });
    there.collect()
}

/// What is installed in the first of these places that has it.
fn sdks(packages: &[Place<'_>]) -> InstalledSdks {
    let first = |name: &str, files: &[&str]| {
        let mut found = packages.iter();
        found.find_map(|packages| package(packages, name, files))
    };
    InstalledSdks {
        wmill: first("wmill", WMILL),
        skyvern: first("skyvern", SKYVERN),
        has_client: false,
    }
}

/// The folders with packages in a folder's virtual environments.
fn site_packages<'a>(folder: &Place<'a>) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    for environment in [".venv", "venv"] {
        let environment = folder.join(OsStr::new(environment));
        found.push(below(&environment, "Lib/site-packages"));
        let lib = environment.join(OsStr::new("lib"));
        let entries = lib.entries().unwrap_or_default().into_iter();
        let pythons = entries.filter(|(name, _)| name.to_string_lossy().starts_with("python"));
        let mut pythons: Vec<_> = pythons.map(|(name, _)| name).collect();
        pythons.sort();
        let packages = pythons
            .iter()
            .map(|p| lib.join(p).join(OsStr::new("site-packages")));
        found.extend(packages);
    }
    found.retain(|f| matches!(f.what(), Ok(What::Folder)));
    found
}

/// A package with its version; `None` where it is not installed.
fn package(packages: &Place<'_>, name: &str, files: &[&str]) -> Option<Sdk> {
    let root = packages.join(OsStr::new(name));
    let texts = files.iter();
    let texts = texts.filter_map(|f| Some((*f, text(&below(&root, f))?)));
    let texts: Vec<(&str, String)> = texts.collect();
    if texts.is_empty() {
        return None;
    }
    let mut names: Vec<_> = packages.entries().ok()?.into_iter().map(|e| e.0).collect();
    names.sort();
    let metadata = names.iter().find(|own| {
        let own = own.to_string_lossy();
        own.starts_with(&format!("{name}-")) && own.ends_with(".dist-info")
    });
    let metadata = metadata.map(|m| packages.join(m).join(OsStr::new("METADATA")));
    let metadata = metadata.and_then(|m| text(&m)).unwrap_or_default();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let sdk = Sdk::from_source(&texts, version_in(&metadata).unwrap_or_default());
    // What has no names could not be read.
    let is_empty = sdk.members().next().is_none();
    (!is_empty).then_some(sdk)
}

/// The place at a path with `/`.
fn below<'a>(place: &Place<'a>, path: &str) -> Place<'a> {
    path.split('/')
        .fold(place.clone(), |p, name| p.join(OsStr::new(name)))
}

/// The text of a file that is not too large.
fn text(file: &Place<'_>) -> Option<String> {
    size(file)?;
    let bytes = file.read(SOURCE_LIMIT as u64).ok()?;
    String::from_utf8(bytes).ok()
}

/// The size of a file that is not too large, in bytes.
fn size(file: &Place<'_>) -> Option<u64> {
    match file.what() {
        Ok(What::File(size)) if size <= SOURCE_LIMIT as u64 => Some(size),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn found(root: &Path) -> InstalledSdks {
        find(&Opened::new(&[root.to_owned()]), &Settings::default()).installed
    }

    #[test]
    fn packages_are_found_with_their_versions() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        assert_eq!(found(root), InstalledSdks::default());
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
        let found = found(root);
        let wmill = found.wmill.as_ref().expect("it is installed");
        assert_eq!(wmill.version, "9.1");
        assert!(wmill.function("brand_new").is_some());
        assert!(wmill.function("get_variable").is_none() && found.skyvern.is_none());
    }

    #[test]
    fn the_client_for_typescript_is_seen_in_the_opened_folder() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        write(root, "f/a/node_modules/windmill-client/package.json", "{}");
        assert!(!found(root).has_client);
        write(root, "node_modules/windmill-client/package.json", "{}");
        assert!(found(root).has_client);
    }

    #[test]
    fn what_is_too_large_or_empty_does_not_count() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let client = "venv/lib/python3.11/site-packages/wmill/client.py";
        write(root, client, "# nothing here\n");
        assert_eq!(found(root), InstalledSdks::default());
        write(
            root,
            client,
            &format!("def f(): ...\n#{}", "x".repeat(SOURCE_LIMIT)),
        );
        assert_eq!(found(root), InstalledSdks::default());
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
        assert_eq!(found(root.path()), InstalledSdks::default());
    }
}
