//! Who names what: the references of a file to other things of the workspace, as they are written.
//!
//! They are worked out once a version of a file, and say nothing of what they lead to: that is resolved when
//! asked. So a file that comes or goes changes no other file's references. The inverse, from a [`Key`] to the
//! files that write it, is [`index::Index`]; what a check has read, so that it can be done again when that
//! changes, is [`reads::Reads`].

pub mod app;
mod frontend;
mod index;
pub(crate) mod metadata;
mod reads;
mod route;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use sdk::PathKind;
use syntax::Span;
use syntax::text::{is_word, leading};
use syntax::yaml::Node;

use crate::annotation;
use crate::file::{File, FileKind, ItemKind};
use crate::flow::{Flow, ModuleIdx, ModuleKind};
use crate::frontend::NameForm;
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
    /// The code of an app's runnable, which stands beside what describes it: by its whole path without the ending.
    CodeBeside(PathHash),
    /// A runnable of an app, which the frontend calls: by the whole path of its files without their endings.
    Runnable(PathHash),
    /// A module of Python or TypeScript, by the Windmill path that it may have: `from f.a import b` names `f/a` and
    /// `f/a/b`.
    Module(Arc<str>),
    /// A module that is named relative to the script, by its whole path without the ending.
    ModuleBeside(PathHash),
    /// A resource type, named by a resource.
    TypeOfResource(Arc<str>),
    /// A resource type, named by an input of a flow or of a script's metadata.
    TypeOfInput(Arc<str>),
    /// What may be a resource type, as a class of Python or a type of TypeScript.
    TypeInCode(Arc<str>),
    /// A resource, by its Windmill path.
    Resource(Arc<str>),
    /// A variable, by its Windmill path.
    Variable(Arc<str>),
    /// A file of the workspace's `dependencies/`, by its name there: `ml.requirements.in`.
    Dependencies(Arc<str>),
    /// A route that an HTTP trigger serves: method, whether the workspace's name begins it, and parts without the names of
    /// parameters.
    Route(Arc<str>),
}

/// By what a file names something.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Via {
    /// What is run: the path of a step, of a schedule or a trigger, or in an app.
    Run,
    /// A file that the code or the lock of a step, or of an app, or the lock of a script is in.
    Inline,
    /// What may be run in an app: Windmill writes that itself.
    Policy,
    /// What the frontend of an app calls by its id.
    Backend(NameForm),
    /// What is run after a schedule or a trigger, by how it ended.
    Handler,
    /// A module that is imported: the whole of it as written, or the name that is taken from it.
    Import,
    /// A plain string in code, given to an SDK.
    Code,
    /// A plain string in an expression of a flow.
    Expression,
    /// A value in YAML.
    Value,
    /// The type of something.
    Type,
    /// The route of a trigger.
    Route,
    /// A comment at a script that says where its packages are listed.
    Annotation,
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
    /// By what.
    pub via: Via,
    /// The name, in the file's text (bytes), without quotes; for what a whole text names several times, the first place.
    /// It may be written another way there than it is meant: with escapes, over several lines, as a module.
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
                of_code(s, own.unwrap_or(&self.path), None, |span| span)
            }),
            FileKind::Item(kind) => of_item(self, *kind),
            FileKind::App => app::references(self),
            FileKind::Frontend => frontend::references(self),
            FileKind::Metadata => {
                let mut found = types_of_inputs(self);
                found.extend(values(self));
                found.extend(metadata::reference(self));
                found
            }
            _ => Vec::new(),
        })
    }

    /// The reference whose name an offset is in or at the end of: what stands there, before anything else is asked.
    pub fn reference_at(&self, offset: usize) -> Option<&Reference> {
        let mut references = self.references().iter();
        references.find(|r| r.span.touches(offset))
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
    found.extend(values(file));
    let folder = path::parent(&file.path);
    for (idx, module) in flow.modules() {
        let mut add = |key, via, span| {
            found.push(Reference {
                key,
                via,
                span: unquoted(file.text(), span),
                module: Some(idx),
            });
        };
        for inline in module.inlines() {
            for path in path::inline_paths(folder, &inline.name.value, module.id_text()) {
                let key = Key::Inline(PathHash::of(&path));
                add(key, Via::Inline, inline.name.span);
            }
        }
        match &module.kind {
            ModuleKind::Script(Some(path)) => {
                add(Key::Script(Arc::from(path.as_str())), Via::Run, path.span);
            }
            ModuleKind::Flow(Some(path)) => {
                add(Key::Flow(Arc::from(path.as_str())), Via::Run, path.span)
            }
            _ => {}
        }
    }
    for expression in flow.expressions() {
        let text = &expression.text;
        if !text.contains("resource") && !text.contains("variable") {
            continue;
        }
        let analysis = expression.analysis();
        for call in &analysis.calls {
            let chain = &analysis.chains[call.chain];
            let Some(path) = call.text.as_ref().filter(|_| chain.path.is_empty()) else {
                continue;
            };
            let key = match chain.root.value.as_str() {
                "resource" => Key::Resource(Arc::from(path.as_str())),
                "variable" => Key::Variable(Arc::from(path.as_str())),
                _ => continue,
            };
            found.push(Reference {
                key,
                via: Via::Expression,
                span: unquoted(file.text(), expression.outer(path.span)),
                module: expression.module,
            });
        }
    }
    // The code of a step runs as if it stood where the flow is.
    let own = path::flow_stem(folder);
    for embedded in file.embedded() {
        let outer = |span| embedded.outer(span);
        found.extend(of_code(&embedded.script, own, embedded.module, outer));
    }
    found
}

/// A schedule, a trigger, a resource or a variable.
fn of_item(file: &File, kind: ItemKind) -> Vec<Reference> {
    let Some(root) = file.yaml().root() else {
        return Vec::new();
    };
    let mut found = values(file);
    let mut add = |key, via, span| {
        found.push(Reference {
            key,
            via,
            span: unquoted(file.text(), span),
            module: None,
        });
    };
    let is_flow = root.get("is_flow").and_then(|f| f.as_bool());
    let messages = root
        .get("initial_messages")
        .filter(|_| kind == ItemKind::Trigger);
    for message in messages
        .into_iter()
        .flat_map(|m| m.items().collect::<Vec<_>>())
    {
        let run = message.get("runnable_result");
        let path = run.and_then(|r| r.get("path")).filter(|p| p.is_string());
        let (Some(run), Some(path)) = (run, path) else {
            continue;
        };
        if let Some(text) = path.as_str() {
            let is_flow = run.get("is_flow").and_then(|f| f.as_bool());
            let key = match is_flow.unwrap_or(false) {
                true => Key::Flow(Arc::from(&*text)),
                false => Key::Script(Arc::from(&*text)),
            };
            add(key, Via::Handler, path.span());
        }
    }
    for pair in root.pairs() {
        let (Some(key), Some(value)) = (pair.key.as_str(), pair.value) else {
            continue;
        };
        let Some(text) = value.as_str().filter(|_| value.is_string()) else {
            continue;
        };
        match (kind, &*key) {
            (ItemKind::Resource, "resource_type") => {
                add(
                    Key::TypeOfResource(Arc::from(&*text)),
                    Via::Type,
                    value.span(),
                );
            }
            (ItemKind::Schedule | ItemKind::Trigger, "script_path") => {
                let path = Arc::from(&*text);
                let key = match is_flow.unwrap_or(false) {
                    true => Key::Flow(path),
                    false => Key::Script(path),
                };
                add(key, Via::Run, value.span());
            }
            // With the kind of what is run before its path.
            (ItemKind::Schedule, "on_failure" | "on_recovery" | "on_success") => {
                if let Some((kind, path)) = text.split_once('/')
                    && let Some(key) = match kind {
                        "script" => Some(Key::Script(Arc::from(path))),
                        "flow" => Some(Key::Flow(Arc::from(path))),
                        _ => None,
                    }
                {
                    let span = unquoted(file.text(), value.span());
                    let span = after(span, text.len() - path.len());
                    add(key, Via::Handler, span);
                }
            }
            (ItemKind::Schedule, "dynamic_skip") | (ItemKind::Trigger, "error_handler_path") => {
                add(Key::Script(Arc::from(&*text)), Via::Handler, value.span());
            }
            (ItemKind::Trigger, key) if key.ends_with("_resource_path") => {
                add(Key::Resource(Arc::from(&*text)), Via::Value, value.span());
            }
            // Of a WebSocket: what returns the address.
            (ItemKind::Trigger, "url") => {
                let marks = [("$script:", true), ("$flow:", false)];
                let found = marks
                    .iter()
                    .find_map(|(mark, is_script)| Some((text.strip_prefix(mark)?, *is_script)));
                if let Some((path, is_script)) = found {
                    let key = match is_script {
                        true => Key::Script(Arc::from(path)),
                        false => Key::Flow(Arc::from(path)),
                    };
                    let span = unquoted(file.text(), value.span());
                    add(key, Via::Handler, after(span, text.len() - path.len()));
                }
            }
            (ItemKind::Trigger, "route_path") => {
                if let Some(key) = route::key(root, &text) {
                    add(key, Via::Route, value.span());
                }
            }
            _ => {}
        }
    }
    found
}

/// `$res:…` and `$var:…` as whole values, anywhere in YAML.
fn values(file: &File) -> Vec<Reference> {
    const MARKS: [&str; 2] = ["$res:", "$var:"];
    let mut found = Vec::new();
    if !MARKS.iter().any(|mark| file.text().contains(mark)) {
        return found;
    }
    let mut rest: Vec<Node<'_>> = file.yaml().root().into_iter().collect();
    while let Some(node) = rest.pop() {
        rest.extend(node.pairs().filter_map(|p| p.value));
        rest.extend(node.items());
        let text = node.as_str().filter(|_| node.is_string());
        let Some(text) = text.filter(|t| t.starts_with('$')) else {
            continue;
        };
        for mark in MARKS {
            if let Some(path) = text.strip_prefix(mark) {
                let path = Arc::from(path);
                found.push(Reference {
                    key: match mark {
                        "$res:" => Key::Resource(path),
                        _ => Key::Variable(path),
                    },
                    via: Via::Value,
                    span: after(unquoted(file.text(), node.span()), mark.len()),
                    module: None,
                });
            }
        }
    }
    found.sort_by_key(|r| r.span.start);
    // What an alias repeats is written once.
    found.dedup_by_key(|r| r.span);
    found
}

/// A scalar without its quotes.
pub(crate) fn unquoted(text: &str, span: Span) -> Span {
    let written = span.slice(text);
    let is_quoted =
        |quote| written.len() > 1 && written.starts_with(quote) && written.ends_with(quote);
    let inner = usize::from(is_quoted('"') || is_quoted('\''));
    Span::new(span.start as usize + inner, span.end as usize - inner)
}

/// A span without the bytes that it begins with.
fn after(span: Span, bytes: usize) -> Span {
    let start = (span.start as usize + bytes).min(span.end as usize);
    Span::new(start, span.end as usize)
}

/// What the code of a script at `own` (its path without the ending) imports, and what it names for an SDK.
fn of_code(
    script: &Script,
    own: &str,
    module: Option<ModuleIdx>,
    outer: impl Fn(Span) -> Span,
) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut add = |key, via, span| {
        found.push(Reference {
            key,
            via,
            span: outer(span),
            module,
        });
    };
    for path in script.sdk_paths() {
        let name = Arc::from(&*path.path.value);
        let key = match path.kind {
            PathKind::Script => Key::Script(name),
            PathKind::Flow => Key::Flow(name),
            PathKind::Resource => Key::Resource(name),
            PathKind::Variable => Key::Variable(name),
        };
        add(key, Via::Code, path.path.span);
    }
    for (name, span) in script.type_names() {
        add(Key::TypeInCode(Arc::from(name)), Via::Type, span);
    }
    for specifier in script.specifiers() {
        if let Some(key) = specifier_key(own, &specifier.module.value) {
            add(key, Via::Import, specifier.module.span);
        }
    }
    if let Some(source) = annotation::Source::of(&script.language)
        && let Some(head) = annotation::heads(source, &script.text).next()
    {
        for (name, span) in head.names() {
            let file = Arc::from(source.file(name));
            add(Key::Dependencies(file), Via::Annotation, span);
        }
    }
    for import in script.imports() {
        let written = &import.module.value;
        let dot = if written.ends_with('.') { "" } else { "." };
        if let Some(name) = &import.name
            && let Some(key) = module_key(own, &format!("{written}{dot}{}", name.value))
        {
            add(key, Via::Import, name.span);
        }
        if let Some(key) = module_key(own, written) {
            add(key, Via::Import, import.module.span);
        }
    }
    found
}

/// What TypeScript at `own` imports.
fn specifier_key(own: &str, specifier: &str) -> Option<Key> {
    let bare = specifier.strip_suffix(".ts").unwrap_or(specifier);
    if let Some(path) = bare.strip_prefix('/') {
        return Some(Key::Module(Arc::from(path)));
    }
    let relative = bare
        .starts_with('.')
        .then(|| path::join(path::parent(own), bare));
    Some(Key::ModuleBeside(PathHash::of(&relative??)))
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
    let mut found: Vec<Reference> = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let start = at + MARK.len();
        let rest = &text[start..];
        let name = leading(rest, is_word);
        if !name.is_empty() {
            found.push(Reference {
                key: Key::TypeOfInput(Arc::from(name)),
                via: Via::Type,
                span: Span::new(start, start + name.len()),
                module: None,
            });
        }
    }
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found.dedup_by(|a, b| a.key == b.key);
    found
}
