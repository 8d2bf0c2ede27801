//! The files of a workspace beside flows and code, each kind as a schema of its own in `grammars/kinds`.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use syntax::yaml::Node;

use super::{Def, OpenFlow, Reading};
use crate::file::FileKind;
use crate::language::ScriptLanguage;
use crate::path;

/// A kind of file beside flows and code: a schedule, a trigger, `wmill.yaml`.
#[derive(Debug)]
pub struct Kind {
    /// As its schema is named: `schedule`, `http_trigger`.
    pub name: String,
    /// What it is called in a sentence: `schedule`, `HTTP trigger`.
    pub title: String,
    /// What it is for, in Markdown.
    pub description: String,
    /// What its files are called, without `.yaml`: names, with their folder where that counts, `*` for any text.
    files: Vec<String>,
    /// The fields that a whole file is begun with.
    pub begins: Vec<String>,
}

impl Kind {
    /// Reads its schema; what it defines goes to the definitions of all.
    pub(super) fn parse(
        name: &str,
        text: &str,
        defs: &mut FxHashMap<String, Def>,
    ) -> Result<Kind, serde_json::Error> {
        #[derive(Deserialize)]
        struct Raw {
            title: String,
            description: String,
            #[serde(rename = "x-files")]
            files: Vec<String>,
            #[serde(rename = "x-begins", default)]
            begins: Vec<String>,
            #[serde(rename = "$defs", default, deserialize_with = "super::ordered")]
            defs: Vec<(String, Def)>,
        }
        let raw: Raw = serde_json::from_str(text)?;
        let def: Def = serde_json::from_str(text)?;
        let begins = match raw.begins.is_empty() {
            true => def.required.clone(),
            false => raw.begins,
        };
        defs.insert(key(name), def);
        defs.extend(raw.defs);
        Ok(Kind {
            name: name.to_owned(),
            title: raw.title,
            description: raw.description,
            files: raw.files,
            begins,
        })
    }

    /// Whether Windmill's command line reads it, and not the server.
    pub fn is_config(&self) -> bool {
        self.name == "wmill"
    }

    /// What its files are called, with the endings that they may have: `*.schedule.yaml`, `*.app/app.yaml`.
    pub fn globs(&self, schema: &OpenFlow) -> Vec<String> {
        let endings = ["yaml", "json"];
        let named = |ending: &str| {
            let all = self.files.iter();
            all.map(move |f| format!("{f}.{ending}"))
                .collect::<Vec<_>>()
        };
        let all = endings.into_iter().flat_map(named);
        let is_read = |glob: &String| {
            let file = format!("f/a/{}", glob.replace('*', "b"));
            let kind = FileKind::of(&file, &ScriptLanguage::Bun);
            schema
                .kind_of(&kind, &file)
                .is_some_and(|k| k.name == self.name)
        };
        all.filter(is_read).collect()
    }

    /// Whether its schema is for an item whose file has this name, without its ending.
    fn names_item(&self, stem: &str) -> bool {
        let ends = |glob: &String| {
            let ending = path::name(glob).trim_start_matches('*');
            !ending.is_empty() && stem.ends_with(ending)
        };
        self.files.iter().any(ends)
    }

    /// Its title with an article: `an HTTP trigger`; `wmill.yaml` has none.
    pub fn a_title(&self) -> String {
        // `an HTTP`, `an SQS`, `an MQTT`: as the letters are spoken.
        let vowel = ["HTTP", "SQS", "MQTT", "AMQP", "Azure", "email", "app"];
        match self.title.as_str() {
            title if self.is_config() => title.to_owned(),
            title if vowel.iter().any(|v| title.starts_with(v)) => format!("an {title}"),
            title => format!("a {title}"),
        }
    }

    fn is_of_app(&self) -> bool {
        matches!(&*self.name, "app" | "raw_app" | "raw_app_backend")
    }

    /// The definition of the whole file.
    pub fn def(&self, schema: &'static OpenFlow) -> &'static Def {
        schema.def(&key(&self.name))
    }
}

/// No definition within a schema has such a name.
fn key(name: &str) -> String {
    format!("kind {name}")
}

impl OpenFlow {
    /// All kinds of files beside flows, in the order of their names.
    pub fn kinds_of_files(&self) -> &[Kind] {
        &self.kinds
    }

    /// What kind of file this is; `None` for flows, code, and what nothing is known of.
    pub fn kind_of(&self, kind: &FileKind, file: &str) -> Option<&Kind> {
        let named = |name: &str| self.kinds.iter().find(|k| k.name == name);
        match kind {
            FileKind::Config => named("wmill"),
            FileKind::Metadata => named("script"),
            FileKind::App => named(match path::name(file) {
                name if name.starts_with("app.") => "app",
                name if name.starts_with("raw_app.") => "raw_app",
                _ => "raw_app_backend",
            }),
            FileKind::Item(_) => {
                let name = path::name(file);
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                let is_item = |k: &&Kind| !k.is_of_app() && k.names_item(stem);
                self.kinds.iter().find(is_item)
            }
            _ => None,
        }
    }

    /// What files of flows and of all kinds are called, as globs: what all kinds of triggers share is named once.
    pub fn globs(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let of_kinds = self.kinds.iter().flat_map(|k| k.globs(self));
        for glob in ["flow.yaml", "flow.json"]
            .map(str::to_owned)
            .into_iter()
            .chain(of_kinds)
        {
            let shared = glob.rsplit_once("_trigger.");
            let glob = shared.map_or(glob.clone(), |(_, ending)| format!("*_trigger.{ending}"));
            if !all.contains(&glob) {
                all.push(glob);
            }
        }
        all
    }

    /// How the root of a file is read; `None` where the schemas say nothing of it.
    pub fn root_of(&'static self, kind: &FileKind, file: &str, root: Node<'_>) -> Option<Reading> {
        match kind {
            FileKind::Flow => Some(self.root(root)),
            kind => {
                let kind = self.kind_of(kind, file)?;
                Some(self.read(kind.def(self), Some(root)))
            }
        }
    }
}

/// The schemas, each under its name.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "amqp_trigger",
        include_str!("../../../../grammars/kinds/amqp_trigger.json"),
    ),
    ("app", include_str!("../../../../grammars/kinds/app.json")),
    (
        "azure_trigger",
        include_str!("../../../../grammars/kinds/azure_trigger.json"),
    ),
    (
        "email_trigger",
        include_str!("../../../../grammars/kinds/email_trigger.json"),
    ),
    (
        "folder",
        include_str!("../../../../grammars/kinds/folder.json"),
    ),
    (
        "gcp_trigger",
        include_str!("../../../../grammars/kinds/gcp_trigger.json"),
    ),
    (
        "group",
        include_str!("../../../../grammars/kinds/group.json"),
    ),
    (
        "http_trigger",
        include_str!("../../../../grammars/kinds/http_trigger.json"),
    ),
    (
        "kafka_trigger",
        include_str!("../../../../grammars/kinds/kafka_trigger.json"),
    ),
    (
        "mqtt_trigger",
        include_str!("../../../../grammars/kinds/mqtt_trigger.json"),
    ),
    (
        "native_trigger",
        include_str!("../../../../grammars/kinds/native_trigger.json"),
    ),
    (
        "nats_trigger",
        include_str!("../../../../grammars/kinds/nats_trigger.json"),
    ),
    (
        "postgres_trigger",
        include_str!("../../../../grammars/kinds/postgres_trigger.json"),
    ),
    (
        "raw_app",
        include_str!("../../../../grammars/kinds/raw_app.json"),
    ),
    (
        "raw_app_backend",
        include_str!("../../../../grammars/kinds/raw_app_backend.json"),
    ),
    (
        "resource",
        include_str!("../../../../grammars/kinds/resource.json"),
    ),
    (
        "resource-type",
        include_str!("../../../../grammars/kinds/resource-type.json"),
    ),
    (
        "schedule",
        include_str!("../../../../grammars/kinds/schedule.json"),
    ),
    (
        "script",
        include_str!("../../../../grammars/kinds/script.json"),
    ),
    (
        "sqs_trigger",
        include_str!("../../../../grammars/kinds/sqs_trigger.json"),
    ),
    ("user", include_str!("../../../../grammars/kinds/user.json")),
    (
        "variable",
        include_str!("../../../../grammars/kinds/variable.json"),
    ),
    (
        "websocket_trigger",
        include_str!("../../../../grammars/kinds/websocket_trigger.json"),
    ),
    (
        "wmill",
        include_str!("../../../../grammars/kinds/wmill.json"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openflow::openflow;

    fn kind_of(file: &str) -> Option<&'static str> {
        let kind = FileKind::of(file, &ScriptLanguage::Bun);
        openflow().kind_of(&kind, file).map(|k| k.name.as_str())
    }

    #[test]
    fn a_file_is_of_the_kind_that_its_name_says() {
        for (file, kind) in [
            ("f/a/b.schedule.yaml", Some("schedule")),
            ("f/a/b.prod.schedule.yaml", Some("schedule")),
            ("f/a/b.http_trigger.yaml", Some("http_trigger")),
            (
                "f/a/b.flow.12.nextcloud_native_trigger.yaml",
                Some("native_trigger"),
            ),
            ("f/a/b.resource.json", Some("resource")),
            ("c_mine.resource-type.yaml", Some("resource-type")),
            ("f/a/b.script.yaml", Some("script")),
            ("f/a/folder.meta.yaml", Some("folder")),
            ("users/a@b.org.user.yaml", Some("user")),
            ("groups/all.group.yaml", Some("group")),
            ("wmill.yaml", Some("wmill")),
            ("f/a/b.app/app.yaml", Some("app")),
            ("f/a/b__raw_app/raw_app.yaml", Some("raw_app")),
            ("f/a/b.raw_app/backend/c.yaml", Some("raw_app_backend")),
            ("f/a/b.other_trigger.yaml", None),
            ("flow.yaml", None),
            ("deploy/a.user.yaml", None),
            ("folder.meta.yaml", None),
        ] {
            assert_eq!(kind_of(file), kind, "{file}");
        }
    }

    #[test]
    fn every_kind_says_what_its_files_are_called() {
        let schema = openflow();
        let globs = |name: &str| {
            let kind = schema.kinds_of_files().iter().find(|k| k.name == name);
            kind.map_or_else(Vec::new, |k| k.globs(schema))
        };
        assert_eq!(globs("schedule"), ["*.schedule.yaml", "*.schedule.json"]);
        assert_eq!(globs("wmill"), ["wmill.yaml"]);
        assert_eq!(globs("user"), ["users/*.user.yaml", "users/*.user.json"]);
        assert_eq!(
            globs("raw_app_backend"),
            ["*.raw_app/backend/*.yaml", "*__raw_app/backend/*.yaml"]
        );
        for kind in schema.kinds_of_files() {
            let all = kind.globs(schema);
            let has = |file: &String| all.contains(&format!("{file}.yaml"));
            assert!(
                !kind.files.is_empty() && kind.files.iter().all(has),
                "{}: a file of that name is no such file",
                kind.name
            );
        }
        let all = schema.globs();
        assert!(all.contains(&"*_trigger.json".to_owned()));
        assert!(!all.iter().any(|g| g.contains("kafka")));
    }

    #[test]
    fn every_schema_is_complete() {
        for kind in openflow().kinds_of_files() {
            let def = kind.def(openflow());
            for name in def.required.iter().chain(&kind.begins) {
                assert!(def.field(name).is_some(), "{} lacks {name}", kind.name);
            }
            for (name, field) in &def.properties {
                assert!(!field.description.is_empty(), "{}: {name}", kind.name);
            }
        }
    }
}
