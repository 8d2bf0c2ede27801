//! Modules that do not come with Python: those that scripts nearby import, and those of the packages that the script lists.

use lang::python::{Import, is_identifier, is_stdlib};
use model::script::Script;
use model::workspace::Workspace;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use crate::completion::{Completion, CompletionKind};
use crate::rules::listed_packages;

/// Most scripts whose imports are looked at, those of the own folder first.
const MOST_SCRIPTS: usize = 200;

/// Packages that install a module of another name.
const RENAMED: &[(&str, &str)] = &[
    ("attrs", "attr"),
    ("beautifulsoup4", "bs4"),
    ("google-api-python-client", "googleapiclient"),
    ("opencv-python", "cv2"),
    ("pillow", "PIL"),
    ("psycopg2-binary", "psycopg2"),
    ("pycryptodome", "Crypto"),
    ("pyjwt", "jwt"),
    ("pymupdf", "fitz"),
    ("python-dateutil", "dateutil"),
    ("python-docx", "docx"),
    ("python-dotenv", "dotenv"),
    ("python-pptx", "pptx"),
    ("pyyaml", "yaml"),
    ("scikit-learn", "sklearn"),
];

/// Modules whose path begins with `module` (all where it is empty), those of the script's own list first, then the
/// most frequent.
pub(super) fn modules(
    workspace: &Workspace,
    from: &str,
    script: &Script,
    module: &str,
    replace: Span,
) -> Vec<Completion> {
    let mut counted: FxHashMap<String, usize> = FxHashMap::default();
    each(workspace, from, |import| {
        *counted.entry(import.module.value.clone()).or_default() += 1;
    });
    let listed = listed_packages(&script.text).into_iter().map(module_of);
    let is_other = |m: &String| is_identifier(m) && m != "wmill";
    let listed: Vec<String> = listed.filter(is_other).collect();
    let mut found: Vec<(String, usize)> = counted.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let own = listed
        .into_iter()
        .map(|name| (name, "listed in this script"));
    let others = found
        .into_iter()
        .map(|(name, _)| (name, "imported by other scripts"));
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let item = |(name, about): (String, &'static str)| {
        let rest = name.strip_prefix(module)?;
        let is_new = !rest.is_empty() && seen.insert(rest.to_owned());
        is_new.then(|| Completion::new(rest, CompletionKind::Path, replace).detail(about))
    };
    own.chain(others).filter_map(item).collect()
}

/// What scripts nearby take of a module, the most frequent first.
pub(super) fn names(
    workspace: &Workspace,
    from: &str,
    module: &str,
    replace: Span,
) -> Vec<Completion> {
    let mut counted: FxHashMap<String, usize> = FxHashMap::default();
    each(workspace, from, |import| {
        let name = import.name.as_ref().filter(|_| !import.is_star());
        if let Some(name) = name.filter(|_| import.module.value == module) {
            *counted.entry(name.value.clone()).or_default() += 1;
        }
    });
    let mut found: Vec<(String, usize)> = counted.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let kind = |name: &str| match name.starts_with(|c: char| c.is_ascii_uppercase()) {
        true => CompletionKind::Class,
        false => CompletionKind::Function,
    };
    found
        .into_iter()
        .map(|(name, _)| {
            let kind = kind(&name);
            Completion::new(name, kind, replace).detail(module)
        })
        .collect()
}

/// Shows each import of an installed module in the scripts nearby.
fn each(workspace: &Workspace, from: &str, mut show: impl FnMut(&Import)) {
    let names = workspace.names();
    let own = names.windmill_path(from).unwrap_or_default();
    let folders = [model::path::parent(&own), "f", "u"];
    let folders = folders.iter().filter(|f| !f.is_empty());
    let paths = folders.flat_map(|folder| names.scripts_below(from, folder));
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let paths = paths.filter(|path| *path != own && seen.insert(path));
    for path in paths.take(MOST_SCRIPTS) {
        let files = names.contents(from, path).iter();
        let files = files.filter_map(|id| workspace.get(*id));
        let scripts = files.filter_map(|file| file.script());
        for import in scripts.flat_map(|script| script.imports()) {
            if is_installed(import) {
                show(import);
            }
        }
    }
}

/// Whether an import is of a module that is neither Python's nor the workspace's, nor an SDK's.
fn is_installed(import: &Import) -> bool {
    let top = import.module.value.split('.').next().unwrap_or_default();
    let is_own = matches!(top, "" | "f" | "u" | "g" | "wmill");
    !is_own && !is_stdlib(top)
}

/// The module that a package installs, as far as its name says.
fn module_of(package: String) -> String {
    let known = RENAMED.iter().find(|(name, _)| *name == package);
    known.map_or_else(
        || package.replace('-', "_"),
        |(_, module)| (*module).to_owned(),
    )
}
