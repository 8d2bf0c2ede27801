//! Values of the files beside flows: paths, types, time zones; and the keys that other files name: the inputs of what is
//! run, the fields of a resource's type.

use model::file::{File, ItemKind};
use model::openflow::{Def, openflow};
use model::path;
use model::workspace::Workspace;
use model::workspace::callee::Input;
use rustc_hash::FxHashSet;
use syntax::yaml::Node;
use syntax::{FileId, Span};

use super::place::Step;
use crate::completion::python::resource_type;
use crate::completion::whole::draft::Draft;
use crate::completion::{Completion, CompletionKind, Snippet};
use crate::rules::{built_in_resource_types, inputs_of_target, time_zones};

/// The values that a field can have.
pub(super) fn values(
    workspace: &Workspace,
    file: &File,
    field: &'static Def,
    replace: Span,
) -> Vec<Completion> {
    let item = |name: &str| Completion::new(name, CompletionKind::Value, replace);
    let path = |(path, id): (&str, FileId)| {
        let file = workspace.get(id).map(|f| path::name(&f.path).to_owned());
        Completion::new(path, CompletionKind::Path, replace).detail(file.unwrap_or_default())
    };
    let names = workspace.names();
    let target = openflow().target(field);
    let choices = target.choices();
    if !choices.is_empty() {
        return choices.into_iter().map(item).collect();
    }
    if target.types().next() == Some("boolean") {
        return ["true", "false"].map(item).to_vec();
    }
    match field.path.as_deref() {
        Some("run") => {
            let is_flow = root(file, "is_flow").and_then(|v| v.as_bool());
            let scripts = names.scripts(&file.path).filter(|_| is_flow != Some(true));
            let flows = names.flows(&file.path).filter(|_| is_flow != Some(false));
            scripts.chain(flows).map(path).collect()
        }
        Some("script") => names.scripts(&file.path).map(path).collect(),
        Some("resource") => names
            .items(&file.path, ItemKind::Resource)
            .map(path)
            .collect(),
        Some("resource_type") => {
            let mut seen = FxHashSet::default();
            let own = names.resource_types().map(str::to_owned);
            let all = own.chain(built_in_resource_types().map(str::to_owned));
            let all = all.filter(|n| seen.insert(n.clone()));
            all.map(|n| item(&n)).collect()
        }
        Some("handler") => {
            let scripts = names.scripts(&file.path);
            let scripts = scripts.map(|(p, _)| format!("script/{p}"));
            let flows = names.flows(&file.path).map(|(p, _)| format!("flow/{p}"));
            scripts.chain(flows).map(|p| item(&p)).collect()
        }
        Some("timezone") => time_zones().map(item).collect(),
        _ => Vec::new(),
    }
}

/// A field of the file's own mapping.
fn root<'a>(file: &'a File, name: &str) -> Option<Node<'a>> {
    file.yaml().root()?.get(name)
}

/// A key that another file names.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) detail: String,
    pub(super) about: String,
    /// Its type, as code or a schema says it.
    kind: String,
    pub(super) draft: Draft,
}

/// The keys of a mapping whose keys another file names; `None` where no other does, or it is not known.
pub(super) fn given(workspace: &Workspace, file: &File, above: &[Step<'_>]) -> Option<Vec<Given>> {
    match above {
        [Step::Key("args")] => inputs(workspace, file),
        [Step::Key("value")] => fields(workspace, file),
        _ => None,
    }
}

/// The inputs of what a schedule runs.
fn inputs(workspace: &Workspace, file: &File) -> Option<Vec<Given>> {
    let path = root(file, "script_path")?.as_str()?.into_owned();
    let is_flow = root(file, "is_flow").and_then(|v| v.as_bool());
    let names = workspace.names();
    let script = names
        .script(&file.path, &path)
        .filter(|_| is_flow != Some(true));
    let id = script.or_else(|| {
        names
            .flow(&file.path, &path)
            .filter(|_| is_flow != Some(false))
    })?;
    let inputs = inputs_of_target(workspace, id)?;
    let given = |input: Input| {
        let required = if input.required { "required" } else { "" };
        let detail = [input.kind.as_str(), required].join(" ").trim().to_owned();
        Given {
            draft: argument(workspace, file, &input.kind),
            name: input.name,
            kind: input.kind,
            detail,
            about: String::new(),
        }
    };
    Some(inputs.into_iter().map(given).collect())
}

/// The values that an argument of what is run can have, where these are few.
pub(super) fn arguments(
    workspace: &Workspace,
    file: &File,
    name: &str,
    replace: Span,
) -> Vec<Completion> {
    let given = inputs(workspace, file).unwrap_or_default();
    let Some(kind) = given.into_iter().find(|g| g.name == name).map(|g| g.kind) else {
        return Vec::new();
    };
    let item = |text: &str| Completion::new(text, CompletionKind::Value, replace);
    match kind.as_str() {
        "boolean" | "bool" => ["true", "false"].map(item).to_vec(),
        _ => references(workspace, file, &kind)
            .iter()
            .map(|r| item(r))
            .collect(),
    }
}

/// A value for an argument, to be filled in.
fn argument(workspace: &Workspace, file: &File, kind: &str) -> Draft {
    match references(workspace, file, kind).as_slice() {
        [] => draft(kind),
        [only] => Draft::fixed(only),
        [first, ..] => Draft::stop(first.as_str()),
    }
}

/// `$res:` with the resources of a type, where the kind names one.
fn references(workspace: &Workspace, file: &File, kind: &str) -> Vec<String> {
    let Some(name) = kind.strip_prefix("resource-") else {
        return Vec::new();
    };
    let of_type = workspace.resources_of(name);
    let all = workspace.names().items(&file.path, ItemKind::Resource);
    let all = all.filter(|(_, id)| of_type.contains(id));
    all.map(|(path, _)| format!("$res:{path}")).collect()
}

/// The fields that the type of a resource has.
fn fields(workspace: &Workspace, file: &File) -> Option<Vec<Given>> {
    let name = root(file, "resource_type")?.as_str()?.into_owned();
    let ids = workspace.names().resource_type(&name);
    let Some(own) = ids.first() else {
        return common_fields(workspace, file, &name);
    };
    let schema = workspace.get(*own)?.yaml().root()?.get("schema")?;
    let required: Vec<String> = schema
        .get("required")
        .into_iter()
        .flat_map(|r| r.items().collect::<Vec<_>>())
        .filter_map(|r| Some(r.as_str()?.into_owned()))
        .collect();
    let text = |node: Option<Node<'_>>, key: &str| {
        let value = node.and_then(|n| n.get(key)).and_then(|v| v.as_str());
        value.unwrap_or_default().into_owned()
    };
    let given = |pair: syntax::yaml::Pair<'_>| {
        let name = pair.key.as_str()?.into_owned();
        let kind = text(pair.value, "type");
        let is_required = required.contains(&name);
        let detail = [kind.as_str(), if is_required { "required" } else { "" }];
        Some(Given {
            draft: draft(&kind),
            detail: detail.join(" ").trim().to_owned(),
            about: text(pair.value, "description"),
            kind,
            name,
        })
    };
    let properties = schema.get("properties")?;
    Some(properties.pairs().filter_map(given).collect())
}

/// The fields of a type that many workspaces use, where it is known.
fn common_fields(workspace: &Workspace, file: &File, name: &str) -> Option<Vec<Given>> {
    let known = resource_type::of_name(workspace, file, name)?;
    let given = |field: &String| {
        let (name, kind) = field.split_once(": ")?;
        Some(Given {
            name: name.to_owned(),
            detail: kind.to_owned(),
            about: String::new(),
            kind: kind.to_owned(),
            draft: draft(kind),
        })
    };
    Some(known.fields.iter().filter_map(given).collect())
}

/// When schedules run most, in the form of six fields that both of Windmill's readers take.
const CRONS: [(&str, &str); 7] = [
    ("0 0 6 * * *", "every day at 6"),
    ("0 0 6 * * Mon-Fri", "Monday to Friday at 6"),
    ("0 0 6 * * Mon", "every Monday at 6"),
    ("0 0 6 1 * *", "on the first of each month at 6"),
    ("0 0 * * * *", "every hour"),
    ("0 */15 * * * *", "every 15 minutes"),
    ("0 */5 * * * *", "every 5 minutes"),
];

/// Cron expressions, with what each means.
pub(super) fn crons(replace: Span) -> Vec<Completion> {
    let item = |(text, about): (&str, &str)| {
        Completion::new(text, CompletionKind::Value, replace).detail(about)
    };
    CRONS.map(item).to_vec()
}

/// A value of a type, to be filled in.
fn draft(kind: &str) -> Draft {
    match kind {
        "boolean" | "bool" => Draft::choice(&["false", "true"]),
        "object" | "dict" => Draft::Below,
        "array" | "list[dict]" => Draft::List(Vec::new()),
        _ => Draft::Line(Snippet::new().stop("")),
    }
}
