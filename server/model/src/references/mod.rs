//! Who names what: the references of a file to other things of the workspace, as they are written.
//!
//! They are worked out once a version of a file, and say nothing of what they lead to: that is resolved when
//! asked. So a file that comes or goes changes no other file's references. The inverse, from a [`Key`] to the
//! files that write it, is [`index::Index`]; what a check has read, so that it can be done again when that
//! changes, is [`reads::Reads`].

mod index;
mod reads;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use syntax::Span;

use crate::file::{File, FileKind, ItemKind};
use crate::flow::{Content, Flow, Kind, ModuleIdx};
use crate::path;
use crate::script::Script;

pub(crate) use index::{Cell, Index};
pub use reads::Reads;
pub(crate) use reads::{Notebook, Noted};

/// What a reference names. Paths of Windmill are as written (`f/billing/charge`), and may be meant in any of
/// the synced workspaces that are open.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// A script, by its Windmill path.
    Script(Arc<str>),
    /// A flow, by its Windmill path.
    Flow(Arc<str>),
    /// A file beside a flow, by its whole path.
    Inline(PathHash),
    /// A Python module, by the Windmill path that it may have: `from f.a import b` names `f/a` and `f/a/b`.
    Module(Arc<str>),
    /// A Python module that is named relative to the script, by its whole path without the ending.
    ModuleBeside(PathHash),
    /// A resource type, named by a resource.
    TypeOfResource(Arc<str>),
    /// A resource type, named by an input of a flow or of a script's metadata.
    TypeOfInput(Arc<str>),
}

/// A whole path, of which nothing is kept but a hash: there are many, they are long, and who meets one in an index
/// looks at the file that wrote it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PathHash(u64);

impl PathHash {
    /// That of a path.
    pub fn of(path: &str) -> PathHash {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        PathHash(hasher.finish())
    }
}

/// One reference of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// What it names.
    pub key: Key,
    /// The name, in the file's text (bytes); for what a whole text names several times, the first place.
    pub span: Span,
    /// The step that it belongs to, for the references of steps and of their code.
    pub module: Option<ModuleIdx>,
}

impl File {
    /// What it names of other files, in no special order.
    pub fn references(&self) -> &[Reference] {
        self.references.get_or_init(|| match &self.kind {
            FileKind::Flow => self.flow().map_or_else(Vec::new, |f| of_flow(self, f)),
            FileKind::Script(_) => self.script().map_or_else(Vec::new, |s| {
                let own = path::script_stem(&self.path);
                imports(s, own.unwrap_or(&self.path), None, |span| span)
            }),
            FileKind::Item(kind) => of_item(self, *kind),
            FileKind::Metadata => types_of_inputs(self),
            _ => Vec::new(),
        })
    }

    /// The keys of its references, sorted, each once.
    pub fn keys(&self) -> Vec<&Key> {
        let mut keys: Vec<&Key> = self.references().iter().map(|r| &r.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

fn of_flow(file: &File, flow: &Flow) -> Vec<Reference> {
    let mut found = types_of_inputs(file);
    let folder = path::parent(&file.path);
    for (idx, module) in flow.modules() {
        let mut add = |key, span| {
            found.push(Reference {
                key,
                span,
                module: Some(idx),
            });
        };
        match &module.kind {
            Kind::RawScript { content, lock, .. } => {
                let content = match content {
                    Content::Inline(inline) => Some(inline),
                    _ => None,
                };
                for inline in content.into_iter().chain(lock) {
                    for path in path::inline_paths(folder, &inline.name.value, module.id_text()) {
                        add(Key::Inline(PathHash::of(&path)), inline.name.span);
                    }
                }
            }
            Kind::Script(Some(path)) => {
                add(Key::Script(Arc::from(path.value.as_str())), path.span);
            }
            Kind::Flow(Some(path)) => add(Key::Flow(Arc::from(path.value.as_str())), path.span),
            _ => {}
        }
    }
    // The code of a step runs as if it stood where the flow is.
    let own = path::flow_stem(folder);
    for embedded in file.embedded() {
        let outer = |span| embedded.outer(span);
        found.extend(imports(&embedded.script, own, embedded.module, outer));
    }
    found
}

/// A schedule, a trigger or a resource.
fn of_item(file: &File, kind: ItemKind) -> Vec<Reference> {
    let Some(root) = file.yaml().root() else {
        return Vec::new();
    };
    let named = |key| {
        let node = root.get(key)?;
        Some((Arc::from(&*node.as_str()?), node.span()))
    };
    let found = match kind {
        ItemKind::Resource => {
            named("resource_type").map(|(name, span)| (Key::TypeOfResource(name), span))
        }
        _ => named("script_path").map(|(path, span)| {
            let is_flow = root.get("is_flow").and_then(|f| f.as_bool());
            match is_flow.unwrap_or(false) {
                true => (Key::Flow(path), span),
                false => (Key::Script(path), span),
            }
        }),
    };
    let found = found.map(|(key, span)| Reference {
        key,
        span,
        module: None,
    });
    found.into_iter().collect()
}

/// The Python modules that a script at `own` (its path without the ending) imports.
fn imports(
    script: &Script,
    own: &str,
    module: Option<ModuleIdx>,
    outer: impl Fn(Span) -> Span,
) -> Vec<Reference> {
    let mut found = Vec::new();
    for import in script.imports() {
        let written = &import.module.value;
        let dot = if written.ends_with('.') { "" } else { "." };
        let longer = import.name.as_ref();
        let longer = longer.map(|name| format!("{written}{dot}{}", name.value));
        for name in longer.iter().map(String::as_str).chain([written.as_str()]) {
            let span = outer(import.module.span);
            let key = module_key(own, name);
            found.extend(key.map(|key| Reference { key, span, module }));
        }
    }
    found
}

fn module_key(own: &str, name: &str) -> Option<Key> {
    let dots = name.chars().take_while(|&c| c == '.').count();
    let tail = name[dots..].replace('.', "/");
    if dots > 0 {
        let dir = (0..dots).fold(own, |dir, _| path::parent(dir));
        let path = match tail.is_empty() {
            true => dir.to_owned(),
            false => format!("{dir}/{tail}"),
        };
        return Some(Key::ModuleBeside(PathHash::of(&path)));
    }
    let is_own = tail.starts_with("f/") || tail.starts_with("u/");
    is_own.then(|| Key::Module(Arc::from(tail)))
}

/// The names that stand behind `resource-` in a text, each once.
fn types_of_inputs(file: &File) -> Vec<Reference> {
    const MARK: &str = "resource-";
    let text = file.text();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found: Vec<Reference> = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let start = at + MARK.len();
        let rest = &text[start..];
        let name = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        if !name.is_empty() {
            found.push(Reference {
                key: Key::TypeOfInput(Arc::from(name)),
                span: Span::new(start, start + name.len()),
                module: None,
            });
        }
    }
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found.dedup_by(|a, b| a.key == b.key);
    found
}
