//! What the imports of a script mean in the workspace: other scripts, folders, or nothing that is there.
//!
//! Windmill loads modules below `f/` and `u/` by their path; folders are namespaces. What sync does not take
//! may still be on the server: it is elsewhere, not missing.

use crate::path;
use syntax::FileId;

use super::Workspace;
use super::summary::imported_path;

/// What stands at the Windmill path that an import names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImportTarget {
    /// A script.
    File(FileId),
    /// A folder with scripts.
    Folder,
    /// Something that is not read here, or that is not synced.
    Elsewhere,
    /// Nothing.
    Missing,
}

impl Workspace {
    /// The Windmill path that Python code of the file `from` imports as `module`; `None` for a package. A
    /// relative name means something only in a script of its own: a step's code runs under another path.
    pub fn python_import(&self, from: &str, module: &str) -> Option<String> {
        let own = self.own_path(from);
        if module.starts_with('.') && own.is_none() {
            return None;
        }
        imported_path(&own.unwrap_or_default(), module)
            .filter(|p| p.starts_with("f/") || p.starts_with("u/"))
    }

    /// The Windmill path that TypeScript of the file `from` imports by `specifier`; `None` for a package, for
    /// what is no TypeScript, and for what lies outside of `f/` and `u/`.
    pub fn typescript_import(&self, from: &str, specifier: &str) -> Option<String> {
        let written = match specifier.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None if specifier.starts_with('.') => {
                let own = self.own_path(from)?;
                path::join(path::parent(&own), specifier)?
            }
            None => return None,
        };
        let name = path::name(&written);
        let bare = match name.rsplit_once('.') {
            None => written.as_str(),
            Some((_, "ts")) => written.strip_suffix(".ts")?,
            Some(_) => return None,
        };
        (bare.starts_with("f/") || bare.starts_with("u/")).then(|| bare.to_owned())
    }

    /// What stands at a Windmill path that code of the file `from` imports; `ending`: of its files, without
    /// the dot.
    pub fn import_target(&self, from: &str, path: &str, ending: &str) -> ImportTarget {
        let names = self.names();
        let files = names.contents(from, path);
        let fits = |id: &&FileId| {
            self.get(**id)
                .is_some_and(|f| f.path.rsplit_once('.').is_some_and(|(_, e)| e == ending))
        };
        if let Some(id) = files.iter().find(fits) {
            return ImportTarget::File(*id);
        }
        if !files.is_empty() || names.is_unread(from, path) || path.contains("__") {
            return ImportTarget::Elsewhere;
        }
        if names.scripts_below(from, path).next().is_some() {
            return ImportTarget::Folder;
        }
        // Without settings nothing says what is on the server alone.
        let root = self.root_of(from);
        let Some((root, config)) = root.and_then(|r| Some((r, r.config.as_ref()?))) else {
            return ImportTarget::Elsewhere;
        };
        let stands = names.stands(&format!("{}/{path}", root.dir.trim_end_matches('/')));
        let is_synced = config.syncs_scripts() && config.syncs(&format!("{path}.{ending}"));
        // A folder of which nothing is here may be one that whoever pulled is not allowed to read.
        let folder = path.split('/').take(2).collect::<Vec<_>>().join("/");
        let is_here = names.scripts_below(from, &folder).next().is_some();
        let is_bundled = ending == "ts" && config.has_codebases();
        match is_synced && is_here && !stands && !is_bundled {
            true => ImportTarget::Missing,
            false => ImportTarget::Elsewhere,
        }
    }

    /// The Windmill path of a script that stands for itself.
    fn own_path(&self, from: &str) -> Option<String> {
        let own = self.names().windmill_path(from)?;
        let id = self.id(from)?;
        let is_script = self.names().contents(from, &own).contains(&id);
        let in_module = own.contains("__mod/");
        (is_script && !in_module).then_some(own)
    }
}
