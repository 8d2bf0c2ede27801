//! One file of the workspace at one version, and what was worked out of it so far.
//!
//! A `File` never changes: an edit makes a new one that starts from the old one's trees. Everything
//! worked out is kept in `OnceLock`s, so that readers on several threads share it.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use syntax::yaml::Yaml;
use syntax::{Edit, LineIndex};

use crate::code::Code;
use crate::config::WmillConfig;
use crate::flow::{Content, Flow, ModuleIdx, ModuleKind};
use crate::frontend::Frontend;
use crate::language::ScriptLanguage;
use crate::path::{self, FilePath};
use crate::references::Reference;
use crate::script::{Script, shared};
use crate::workspace::Summary;

/// What the disk or the editor gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// The text.
    Text(Arc<str>),
    /// It exists; nothing asks for its text.
    Unread,
    /// It exists and cannot be read as text: a sentence for people ("This file is not UTF-8 (from byte 12 on)").
    Unreadable(String),
}

/// What a file is, by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// `flow.yaml` or `flow.json`.
    Flow,
    /// Code that may be a script, an inlined step or a module.
    Script(ScriptLanguage),
    /// `*.script.yaml` or `*.script.json`, and the `script.yaml` in a folder `*__mod`.
    Metadata,
    /// `*.script.lock`: only whether its script is there matters.
    Lock,
    /// `wmill.yaml`.
    Config,
    /// `*.flow.yaml`: at most a flow in one file, which sync passes over; else another program's.
    LooseFlow,
    /// `*.resource.yaml`, `*.variable.yaml`, schedules, triggers: their kind.
    Item(ItemKind),
    /// Of an app: `app.yaml`, `raw_app.yaml`, and `backend/*.yaml` of a raw app.
    App,
    /// Code of an app's frontend: no script, only what it calls in the app's backend matters.
    Frontend,
    /// `wmill-lock.yaml`: hashes that Windmill's command line keeps of scripts, flows and apps, by their paths.
    Hashes,
    /// Anything else: only its existence matters.
    Other,
}

/// Items that have a YAML file of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemKind {
    /// `*.resource.yaml`.
    Resource,
    /// `*.resource-type.yaml`.
    ResourceType,
    /// `*.variable.yaml`.
    Variable,
    /// `*.schedule.yaml`.
    Schedule,
    /// `*_trigger.yaml`.
    Trigger,
    /// `folder.meta.yaml` of a folder `f/…`.
    Folder,
    /// `users/*.user.yaml`.
    User,
    /// `groups/*.group.yaml`.
    Group,
}

impl FileKind {
    /// What a file of this path is.
    pub fn of(path: &str, default_ts: &ScriptLanguage) -> FileKind {
        let name = path::name(path);
        let yaml = name
            .strip_suffix(".yaml")
            .or_else(|| name.strip_suffix(".yml"));
        let data = yaml.or_else(|| name.strip_suffix(".json"));
        match name {
            "flow.yaml" | "flow.json" => return FileKind::Flow,
            "wmill.yaml" => return FileKind::Config,
            "wmill-lock.yaml" => return FileKind::Hashes,
            _ => {}
        }
        if name.ends_with(".script.lock") {
            return FileKind::Lock;
        }
        let in_module = path::parent(path).ends_with("__mod");
        if data.is_some_and(|n| n.ends_with(".script") || in_module && n == "script") {
            return FileKind::Metadata;
        }
        let in_flow =
            path::parent(path).ends_with(".flow") || path::parent(path).ends_with("__flow");
        if data.is_some_and(|n| n.ends_with(".flow")) || name == "flow.yml" && in_flow {
            return FileKind::LooseFlow;
        }
        let item = data.and_then(|n| {
            let ends = |suffix| n.ends_with(suffix);
            let in_folder = |name| path::name(path::parent(path)) == name;
            Some(match () {
                _ if ends(".resource-type") => ItemKind::ResourceType,
                _ if ends(".resource") => ItemKind::Resource,
                _ if ends(".variable") => ItemKind::Variable,
                _ if ends(".schedule") => ItemKind::Schedule,
                _ if ends("_trigger") => ItemKind::Trigger,
                _ if n == "folder.meta" && path::parent(path).contains('/') => ItemKind::Folder,
                _ if ends(".user") && in_folder("users") => ItemKind::User,
                _ if ends(".group") && in_folder("groups") => ItemKind::Group,
                _ => return None,
            })
        });
        if let Some(item) = item {
            return FileKind::Item(item);
        }
        if data.is_some() && path::is_of_app(path) {
            return FileKind::App;
        }
        if path::is_frontend(path) {
            return FileKind::Frontend;
        }
        match ScriptLanguage::from_file_name(name, default_ts) {
            Some(language) => FileKind::Script(language),
            None => FileKind::Other,
        }
    }

    /// Whether rules look at it.
    pub fn is_checked(&self) -> bool {
        match self {
            FileKind::Hashes => false,
            FileKind::Lock => true,
            _ => self.is_read(),
        }
    }

    /// Whether its text is looked at.
    pub fn is_read(&self) -> bool {
        match self {
            FileKind::Other | FileKind::Lock => false,
            FileKind::Script(language) => language.is_read(),
            _ => true,
        }
    }
}

/// A file at one version.
#[derive(Debug)]
pub struct File {
    /// Where it is.
    pub path: FilePath,
    /// What it is.
    pub kind: FileKind,
    /// Its text.
    pub source: Source,
    base: Option<Base>,
    lines: OnceLock<LineIndex>,
    yaml: OnceLock<Arc<Yaml>>,
    flow: OnceLock<Arc<Flow>>,
    script: OnceLock<Arc<Script>>,
    embedded: OnceLock<Vec<Code>>,
    config: OnceLock<Option<Result<WmillConfig, String>>>,
    frontend: OnceLock<Option<Frontend>>,
    pub(crate) references: OnceLock<Vec<Reference>>,
    pub(crate) summary: OnceLock<Summary>,
}

/// An older version's work, and how its text became this one's.
#[derive(Clone, Debug)]
struct Base {
    edit: Edit,
    yaml: Option<Arc<Yaml>>,
    flow: Option<Arc<Flow>>,
    script: Option<Arc<Script>>,
    scripts: Vec<Arc<Script>>,
}

impl File {
    /// A file as it was found.
    pub fn new(path: FilePath, kind: FileKind, source: Source) -> File {
        File {
            path,
            kind,
            source,
            base: None,
            lines: OnceLock::new(),
            yaml: OnceLock::new(),
            flow: OnceLock::new(),
            script: OnceLock::new(),
            embedded: OnceLock::new(),
            config: OnceLock::new(),
            frontend: OnceLock::new(),
            references: OnceLock::new(),
            summary: OnceLock::new(),
        }
    }

    /// The next version: `edit` made `text` of this one's.
    pub fn edited(&self, edit: Edit, text: Arc<str>) -> File {
        let computed = |edit| Base {
            edit,
            yaml: self.yaml.get().cloned(),
            flow: self.flow_so_far(),
            script: self.script.get().cloned(),
            scripts: self.scripts_so_far(),
        };
        // Nothing worked out yet: keep what the version before it had, and both edits as one.
        let fresh = self.yaml.get().is_none() && self.script.get().is_none();
        let base = match &self.base {
            Some(base) if fresh => Base {
                edit: base.edit.then(edit),
                ..base.clone()
            },
            _ => computed(edit),
        };
        let mut file = File::new(
            Arc::clone(&self.path),
            self.kind.clone(),
            Source::Text(text),
        );
        file.base = Some(base);
        file
    }

    fn flow_so_far(&self) -> Option<Arc<Flow>> {
        let before = || self.base.as_ref()?.flow.clone();
        self.flow.get().cloned().or_else(before)
    }

    fn scripts_so_far(&self) -> Vec<Arc<Script>> {
        match (self.embedded.get(), &self.base) {
            (Some(embedded), _) => embedded.iter().map(|e| Arc::clone(&e.script)).collect(),
            (None, Some(base)) => base.scripts.clone(),
            (None, None) => Vec::new(),
        }
    }

    /// Its text; empty where there is none.
    pub fn text(&self) -> &str {
        match &self.source {
            Source::Text(text) => text,
            _ => "",
        }
    }

    fn shared_text(&self) -> Arc<str> {
        match &self.source {
            Source::Text(text) => Arc::clone(text),
            _ => Arc::from(""),
        }
    }

    /// Its lines.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text()))
    }

    /// Its text read as YAML.
    pub fn yaml(&self) -> &Arc<Yaml> {
        self.yaml.get_or_init(|| {
            let text = self.shared_text();
            Arc::new(match &self.base {
                Some(Base {
                    edit,
                    yaml: Some(yaml),
                    ..
                }) => yaml.edited(&[*edit], text),
                _ => Yaml::new(text),
            })
        })
    }

    /// The flow, as far as the text can be read: around what is broken. `None` for other files.
    pub fn flow(&self) -> Option<&Arc<Flow>> {
        let is_flow = self.kind == FileKind::Flow && matches!(self.source, Source::Text(_));
        is_flow.then(|| {
            self.flow.get_or_init(|| {
                let yaml = Arc::clone(self.yaml());
                let old = self.base.as_ref().and_then(|b| b.flow.as_deref());
                Arc::new(match old {
                    Some(old) => old.edited(yaml),
                    None => Flow::new(yaml),
                })
            })
        })
    }

    /// Whether what stands in it has been read, or nothing is to be read in it.
    pub fn is_worked_out(&self) -> bool {
        match &self.kind {
            FileKind::Flow => self.embedded.get().is_some(),
            FileKind::Script(_) => self.script.get().is_some(),
            _ => true,
        }
    }

    /// The code, for a script's file.
    pub fn script(&self) -> Option<&Arc<Script>> {
        let FileKind::Script(language) = &self.kind else {
            return None;
        };
        if !matches!(self.source, Source::Text(_)) {
            return None;
        }
        Some(self.script.get_or_init(|| {
            let text = self.shared_text();
            match &self.base {
                Some(Base {
                    edit,
                    script: Some(script),
                    ..
                }) => Arc::new(script.edited(&[*edit], text)),
                _ => shared::script(language, self.text(), || {
                    Script::new(language.clone(), text).compacted()
                }),
            }
        }))
    }

    /// The code inside the flow's scalars.
    pub fn embedded(&self) -> &[Code] {
        self.embedded
            .get_or_init(|| self.flow().map_or_else(Vec::new, |f| self.embed(f)))
    }

    fn embed(&self, flow: &Flow) -> Vec<Code> {
        let old = self.base.as_ref().map_or(&[][..], |b| &b.scripts);
        // The first of those that have one text: they differ in nothing but their language.
        let mut by_text: FxHashMap<&str, Vec<&Arc<Script>>> = FxHashMap::default();
        for script in old {
            let same = by_text.entry(&script.text).or_default();
            if same.iter().all(|s| s.language != script.language) {
                same.push(script);
            }
        }
        let mut embedded = Vec::new();
        for (idx, module) in flow.modules() {
            let ModuleKind::RawScript {
                language,
                content: Content::Embedded(node),
                ..
            } = &module.kind
            else {
                continue;
            };
            let Some(decoded) = flow.node(*node).decode() else {
                continue;
            };
            let name = language.as_ref().map_or("", |l| l.value.as_str());
            let language = ScriptLanguage::from_name(name);
            let same = by_text.get(decoded.text.as_str()).into_iter().flatten();
            let same = same.copied().find(|s| s.language == language);
            let script = same.cloned().unwrap_or_else(|| {
                shared::script(&language, &decoded.text, || {
                    let text = Arc::from(decoded.text.as_str());
                    let script = Script::new(language.clone(), text);
                    // A flow being edited keeps the trees: features ask for them at every keystroke.
                    let fresh = self.base.is_none();
                    if fresh { script.compacted() } else { script }
                })
            });
            embedded.push(Code {
                script,
                file: None,
                map: Some(decoded.map),
                module: Some(idx),
            });
        }
        embedded
    }

    /// The code of one step, where it is embedded.
    pub fn embedded_in(&self, module: ModuleIdx) -> Option<&Code> {
        let embedded = self.embedded();
        let at = embedded.binary_search_by_key(&Some(module), |e| e.module);
        at.ok().map(|i| &embedded[i])
    }

    /// What the frontend of an app calls in its backend. `None` for other files, and where the text says nothing of a backend.
    pub fn frontend(&self) -> Option<&Frontend> {
        let is_frontend = self.kind == FileKind::Frontend;
        let read = || Frontend::read(&self.path, &self.shared_text());
        is_frontend
            .then(|| self.frontend.get_or_init(read).as_ref())
            .flatten()
    }

    /// `wmill.yaml`, read.
    pub fn config(&self) -> Option<&Result<WmillConfig, String>> {
        let parse = || (self.kind == FileKind::Config).then(|| WmillConfig::parse(self.text()));
        self.config.get_or_init(parse).as_ref()
    }
}
