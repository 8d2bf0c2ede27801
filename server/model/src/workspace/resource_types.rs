//! Which resource types the files of a workspace are written for. Worked out once for all of them: every
//! parameter of every script may ask.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Workspace;
use crate::file::{File, FileKind, ItemKind};
use syntax::FileId;

/// Resource types by what uses them.
#[derive(Debug, Default)]
pub struct ResourceTypes {
    /// Those that some resource has.
    of_resources: FxHashSet<String>,
    /// Those that an input of a flow, or of a script by its metadata, is said to have: the files.
    of_inputs: FxHashMap<String, Vec<FileId>>,
}

impl ResourceTypes {
    pub(super) fn of(workspace: &Workspace) -> ResourceTypes {
        let mut types = ResourceTypes::default();
        for (id, file) in workspace.files() {
            match file.kind {
                FileKind::Item(ItemKind::Resource) => {
                    let root = file.yaml().root();
                    let named = root.and_then(|r| r.get("resource_type"));
                    let name = named.and_then(|n| n.as_str());
                    types.of_resources.extend(name.map(|n| n.into_owned()));
                }
                FileKind::Flow | FileKind::Metadata => {
                    for name in file.resource_formats() {
                        let files = types.of_inputs.entry(name.clone());
                        files.or_default().push(id);
                    }
                }
                _ => {}
            }
        }
        types
    }

    /// Whether a resource of the workspace has this type.
    pub fn has_resource(&self, name: &str) -> bool {
        self.of_resources.contains(name)
    }

    /// The flows and metadata that name this type for an input, by path.
    pub fn taken_by(&self, name: &str) -> &[FileId] {
        self.of_inputs.get(name).map_or(&[], Vec::as_slice)
    }
}

impl File {
    /// The names that stand behind `resource-` in its text, sorted, each once.
    pub fn resource_formats(&self) -> &[String] {
        self.resource_formats.get_or_init(|| formats(self.text()))
    }
}

fn formats(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let behind = text.split("resource-").skip(1);
    let names = behind.map(|rest| &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]);
    let mut names: Vec<&str> = names.filter(|n| !n.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}
