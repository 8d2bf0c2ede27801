//! What apps run, and what they give to it.
//!
//! A low-code app has `runnable` mappings in one `app.yaml`, wherever its components stand; of an app whose frontend is code,
//! `backend/ID.yaml` says what `ID` is, or in older ones `raw_app.yaml` does. Their policy lists again what may be run.
//! What stands in expressions of an app is about its components and names nothing of the workspace.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::yaml::{Node, Pair};

use super::{Key, PathHash, Reference, Via, after, unquoted, values};
use crate::file::File;
use crate::path;

/// What stands before the name of a file.
const MARK: &str = "!inline ";

/// Something that an app runs, or that its policy speaks of.
pub struct AppRun<'y> {
    /// What it is: a script, a flow, or a file of the app.
    pub key: Key,
    /// Where that is written, without quotes; for code of a name that is not written, its kind.
    pub span: Span,
    /// As what it is named.
    pub role: AppRole,
    /// The key beside a path that says whether it is a script's or a flow's (`runType`, `type`), with the value.
    pub kind: Option<Pair<'y>>,
    /// What it is given.
    pub fields: Option<Pair<'y>>,
    /// The copy of the schema of what is run, where there is one.
    pub schema: Option<Node<'y>>,
    /// The component that runs it, by the word for its kind (`buttoncomponent`).
    pub component: Option<Node<'y>>,
    /// The language of its code, as the app names it.
    pub language: Option<Node<'y>>,
    /// The scalars that name its inputs.
    pub(crate) inputs: Vec<Node<'y>>,
}

/// As what an app names something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AppRole {
    /// It is run, by its path.
    Path,
    /// It is the code of a runnable.
    Code,
    /// It is the lock of that code.
    Lock,
    /// It may be run: Windmill writes that anew with each deployment.
    Policy,
}

/// What a file of an app names.
pub(super) fn references(file: &File) -> Vec<Reference> {
    let mut found = values(file);
    found.extend(super::types_of_inputs(file));
    found.extend(runs(file).iter().map(AppRun::reference));
    found.extend(theme(file));
    found
}

/// The theme of a low-code app, a resource by its path.
fn theme(file: &File) -> Option<Reference> {
    let theme = file.yaml().root()?.get("value")?.get("theme")?;
    let is_path = theme.get("type").and_then(|t| t.as_str())? == "path";
    let path = theme.get("path").filter(|p| is_path && p.is_string())?;
    Some(Reference {
        key: Key::Resource(Arc::from(&*path.as_str()?)),
        via: Via::Value,
        span: unquoted(file.text(), path.span()),
        module: None,
    })
}

impl<'y> AppRun<'y> {
    fn new(
        key: Key,
        span: Span,
        role: AppRole,
        fields: Option<Pair<'y>>,
        schema: Option<Node<'y>>,
    ) -> AppRun<'y> {
        let mut inputs = keys(fields.and_then(|f| f.value));
        inputs.extend(schema.map_or_else(Vec::new, names_of));
        AppRun {
            key,
            span,
            role,
            kind: None,
            fields,
            schema,
            component: None,
            language: None,
            inputs,
        }
    }

    /// As a reference of the file.
    pub fn reference(&self) -> Reference {
        Reference {
            key: self.key.clone(),
            via: match self.role {
                AppRole::Path => Via::Run,
                AppRole::Policy => Via::Policy,
                AppRole::Code | AppRole::Lock => Via::Inline,
            },
            span: self.span,
            module: None,
        }
    }
}

/// All that a file of an app runs, and the locks of it.
pub fn runs(file: &File) -> Vec<AppRun<'_>> {
    let mut found = Found {
        file,
        runs: Vec::new(),
    };
    let Some(root) = file.yaml().root() else {
        return found.runs;
    };
    if is_backend(&file.path) {
        found.backend(root);
        return found.runs;
    }
    // An alias is followed once.
    let mut seen = FxHashSet::default();
    let mut rest = vec![(root, None, None)];
    while let Some((node, holder, component)) = rest.pop() {
        if !seen.insert(node.id()) {
            continue;
        }
        let component = component_kind(node).or(component);
        let before = found.runs.len();
        found.mapping(node, holder);
        for run in &mut found.runs[before..] {
            run.component = component;
        }
        rest.extend(node.items().map(|item| (item, None, component)));
        for pair in node.pairs() {
            let Some(value) = pair.value else { continue };
            let key = pair.key.as_str().unwrap_or_default();
            match &*key {
                "triggerables" | "triggerables_v2" => found.policy(value),
                // What is given to it stands beside it.
                "runnable" => rest.push((value, Some(node), component)),
                _ => rest.push((value, None, component)),
            }
        }
    }
    found.runs.sort_by_key(|run| run.span);
    found.runs
}

/// The word for the kind of a component, where the mapping is one.
pub(crate) fn component_kind(node: Node<'_>) -> Option<Node<'_>> {
    let kind = node.get("type").filter(|t| t.is_string())?;
    kind.as_str()
        .is_some_and(|t| t.contains("component"))
        .then_some(kind)
}

/// The path of the file that an `!inline` in a file of an app names.
pub(crate) fn inline_path(file: &File, name: &str) -> Option<String> {
    path::join(&base(file), name).filter(|_| !path::is_absolute(name))
}

/// The folder that `!inline` looks in.
fn base(file: &File) -> String {
    let folder = path::parent(&file.path);
    match path::name(&file.path).starts_with("raw_app.") {
        true => format!("{folder}/backend"),
        false => folder.to_owned(),
    }
}

fn is_backend(path: &str) -> bool {
    path::name(path::parent(path)) == "backend"
}

struct Found<'y> {
    file: &'y File,
    runs: Vec<AppRun<'y>>,
}

impl<'y> Found<'y> {
    fn span(&self, node: Node<'_>) -> Span {
        unquoted(self.file.text(), node.span())
    }

    /// A mapping that may be a runnable; `holder` is the one that has it as its `runnable`.
    fn mapping(&mut self, node: Node<'y>, holder: Option<Node<'y>>) {
        let fields = || node.pair("fields").or_else(|| holder?.pair("fields"));
        if let Some(kind) = node.pair("runType")
            && let Some(text) = kind.value.and_then(|k| k.as_str())
            && let Some(written) = node.get("path").filter(|p| p.is_string())
            && let Some(path) = written.as_str()
            && let Some(key) = key(&text, &path)
        {
            let span = self.span(written);
            self.runs.push(AppRun {
                kind: Some(kind),
                ..AppRun::new(key, span, AppRole::Path, fields(), node.get("schema"))
            });
            return;
        }
        let Some(script) = node.get("inlineScript").filter(|s| s.is_mapping()) else {
            return;
        };
        let schema = script.get("schema");
        let before = self.runs.len();
        self.inline(script.get("content"), AppRole::Code, fields(), schema);
        for run in &mut self.runs[before..] {
            run.language = script.get("language").filter(|l| l.is_string());
        }
        self.inline(script.get("lock"), AppRole::Lock, None, None);
    }

    /// `!inline NAME`.
    fn inline(
        &mut self,
        node: Option<Node<'y>>,
        role: AppRole,
        fields: Option<Pair<'y>>,
        schema: Option<Node<'y>>,
    ) {
        let is_inline = |n: &Node<'y>| n.as_str().is_some_and(|t| t.starts_with(MARK));
        let Some(decoded) = node.filter(is_inline).and_then(|n| n.decode()) else {
            return;
        };
        let rest = decoded.text.strip_prefix(MARK).unwrap_or_default();
        let name = rest.split(' ').next().unwrap_or_default().trim_end();
        // A long one stands on a line of its own.
        let name_at = Span::new(MARK.len(), MARK.len() + name.len());
        let span = decoded.map.outer_span(name_at);
        if let Some(path) = inline_path(self.file, name).filter(|_| !name.is_empty()) {
            let key = Key::Inline(PathHash::of(&path));
            self.runs.push(AppRun::new(key, span, role, fields, schema));
        }
    }

    /// `backend/ID.yaml`: a path, or code in a file of that name.
    fn backend(&mut self, root: Node<'y>) {
        let Some(pair) = root.pair("type") else {
            return;
        };
        let Some(kind) = pair.value.filter(|k| k.is_string()) else {
            return;
        };
        let fields = root.pair("fields");
        let text = kind.as_str().unwrap_or_default();
        if text == "inline" {
            let stem = path::script_stem(&self.file.path).unwrap_or(&self.file.path);
            let (key, span) = (Key::CodeBeside(PathHash::of(stem)), self.span(kind));
            self.runs
                .push(AppRun::new(key, span, AppRole::Code, fields, None));
        } else if let Some(written) = root.get("path").filter(|p| p.is_string())
            && let Some(path) = written.as_str()
            && let Some(key) = key(&text, &path)
        {
            let span = self.span(written);
            self.runs.push(AppRun {
                kind: Some(pair),
                ..AppRun::new(key, span, AppRole::Path, fields, None)
            });
        }
    }

    /// What may be run, by `script/PATH` with the component before it, and with which inputs.
    fn policy(&mut self, node: Node<'y>) {
        for pair in node.pairs() {
            let Some((text, value)) = pair.key.as_str().zip(pair.value) else {
                continue;
            };
            let what = text.rsplit_once(':').map_or(&*text, |(_, what)| what);
            let Some((kind, path)) = what.split_once('/') else {
                continue;
            };
            let Some(key) = key(kind, path) else { continue };
            let mut inputs = keys(value.get("static_inputs"));
            inputs.extend(keys(value.get("one_of_inputs")));
            inputs.extend(list(value, "allow_user_resources"));
            let span = after(self.span(pair.key), text.len() - path.len());
            self.runs.push(AppRun {
                inputs,
                ..AppRun::new(key, span, AppRole::Policy, None, None)
            });
        }
    }
}

/// What a path is of, by the word that an app has for that.
fn key(kind: &str, path: &str) -> Option<Key> {
    match kind {
        "script" | "hubscript" => Some(Key::Script(Arc::from(path))),
        "flow" => Some(Key::Flow(Arc::from(path))),
        _ => None,
    }
}

/// The keys of a mapping.
fn keys(node: Option<Node<'_>>) -> Vec<Node<'_>> {
    let pairs = node.into_iter().flat_map(Node::pairs);
    let key = |pair: Pair<'_>| pair.key.is_string();
    pairs.filter(|p| key(*p)).map(|p| p.key).collect()
}

fn list<'y>(node: Node<'y>, key: &str) -> impl Iterator<Item = Node<'y>> + use<'y> {
    let items = node.get(key).into_iter().flat_map(|n| n.items());
    items.filter(|n| n.is_string())
}

/// The inputs that a copied schema names; what the hub gives has it one level down.
fn names_of(node: Node<'_>) -> Vec<Node<'_>> {
    let schema = node.get("schema").unwrap_or(node);
    let mut found = keys(schema.get("properties"));
    found.extend(list(schema, "required"));
    found.extend(list(schema, "order"));
    found
}
