//! In a JSON Schema: the one of a flow's inputs, that of an approval's form, and that of an agent's answer. Keys, types and formats, and whole
//! properties for the inputs that the flow reads.

use model::flow::{Flow, ModuleIdx, ModuleKind, TransformKind};
use model::signature::Type;
use model::workspace::Workspace;
use rustc_hash::FxHashMap;
use syntax::yaml::{Node, NodeId};

use super::draft::Draft;
use super::input::plain_default;
use super::source::read_inputs;
use super::{Completion, CompletionKind, Spot};
use crate::completion::Snippet;
use crate::cursor::{InKey, InValue};
use crate::rules::built_in_resource_types;

/// The address that Windmill's editor writes.
const ADDRESS: &str = "https://json-schema.org/draft/2020-12/schema";

/// The types of JSON Schema.
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "object", "array"];

/// Formats that Windmill's forms know beside those of resources.
const FORMATS: &[(&str, &str)] = &[
    ("date-time", "A date with a time."),
    ("date", "A date."),
    ("email", "A mail address."),
    ("uri", "An address of the web."),
    ("uuid", "A UUID."),
    ("ipv4", "An IPv4 address."),
];

/// The keys down to the schema of an agent's answer, in its step.
const ANSWER: &[&str] = &["input_transforms", "output_schema", "value"];

/// What of a schema a mapping is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// The whole: an object with properties.
    Root,
    /// The description of one value.
    Value,
    /// Names with their descriptions.
    Properties,
}

/// Which part of a schema stands below the keys from the root of the flow on.
fn part(path: &[String], is_agent: bool) -> Option<Part> {
    let start = match path {
        [first, ..] if first == "schema" => 1,
        _ => {
            let below = |keys: &[&str]| {
                let at = path.windows(keys.len()).position(|w| w == keys);
                at.map(|at| at + keys.len())
            };
            let form = below(&["resume_form", "schema"]);
            form.or_else(|| below(ANSWER).filter(|_| is_agent))?
        }
    };
    let mut part = Part::Root;
    for key in &path[start..] {
        part = match (part, key.as_str()) {
            (Part::Properties, _) | (_, "items") => Part::Value,
            (_, "properties") => Part::Properties,
            _ => return None,
        };
    }
    Some(part)
}

/// The keys from the root down to a node.
fn path_of(node: Node<'_>) -> Vec<String> {
    let mut path = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        if let Some(key) = node.pair_above().and_then(|p| p.key.as_str()) {
            path.push(key.into_owned());
        }
        at = node.parent();
    }
    path.reverse();
    path
}

/// The keys from the root down to the mapping whose keys are being written.
fn path_at(at: &InKey) -> Option<Vec<String>> {
    match (at.mapping, at.holder) {
        (Some(mapping), _) => Some(path_of(at.flow.node(mapping))),
        (None, Some(holder)) => {
            let mut path = path_of(at.flow.node(holder));
            path.push(at.owner.clone());
            Some(path)
        }
        (None, None) => None,
    }
}

fn is_agent(flow: &Flow, module: Option<ModuleIdx>) -> bool {
    module.is_some_and(|idx| flow.module(idx).kind == ModuleKind::Agent)
}

/// Keys of a schema; `None` where it is none.
pub(crate) fn keys(spot: &Spot<'_>, taken: &[String]) -> Option<Vec<Completion>> {
    let path = path_at(spot.at)?;
    let part = part(&path, is_agent(&spot.at.flow, spot.at.module))?;
    // Of an approval's form and of an agent's answer nothing is known yet.
    let is_flows = path.first().is_some_and(|first| first == "schema");
    if !spot.is_free() {
        return Some(Vec::new());
    }
    let is_free = |name: &str| !taken.iter().any(|t| t == name);
    let inputs = match is_flows {
        true => Inputs::of(spot),
        false => Inputs { all: Vec::new() },
    };
    if part == Part::Properties {
        let is_flows = spot
            .at
            .holder
            .is_some_and(|h| is_root_schema(&spot.at.flow, h))
            || spot.at.mapping.is_some_and(|m| {
                let above = spot.at.flow.node(m).parent();
                above.is_some_and(|n| is_root_schema(&spot.at.flow, n.id()))
            });
        return Some(properties(spot, &inputs, taken, is_flows));
    }
    let mut pairs: Vec<(&str, Draft, &'static str)> = Vec::new();
    if part == Part::Root {
        let names = names_of(spot, &inputs);
        pairs.push((
            "$schema",
            Draft::fixed(ADDRESS),
            "The version of JSON Schema.",
        ));
        pairs.push((
            "type",
            Draft::fixed("object"),
            "It describes an object with properties.",
        ));
        pairs.push((
            "order",
            list(&names),
            "The order in which a form shows the properties.",
        ));
        let properties = match names.is_empty() {
            true => Draft::Map(Vec::new()),
            false => Draft::Below,
        };
        pairs.push(("properties", properties, "The properties, by name."));
        let required = inputs.required(&names);
        pairs.push((
            "required",
            list(&required),
            "The properties that must be given.",
        ));
    } else {
        pairs.push(("type", Draft::choice(TYPES), "What the value is."));
        pairs.push((
            "description",
            Draft::stop(""),
            "What it is for; the form shows it.",
        ));
        pairs.push(("default", Draft::stop(""), "What the form offers at first."));
        pairs.push((
            "format",
            Draft::stop(""),
            "More on the type: a resource, a date, …",
        ));
        pairs.push(("enum", Draft::FirstItem, "The values to choose from."));
        let item = Draft::map([("type", Draft::choice(TYPES))]);
        pairs.push(("items", item, "What a list holds."));
        pairs.push(("properties", Draft::Below, "What an object has."));
        pairs.push((
            "required",
            Draft::FirstItem,
            "The properties that must be given.",
        ));
        pairs.push((
            "order",
            Draft::FirstItem,
            "The order in which the form shows them.",
        ));
        pairs.push(("title", Draft::stop(""), "What the form calls it."));
        pairs.push(("minimum", Draft::stop(""), "The smallest number."));
        pairs.push(("maximum", Draft::stop(""), "The largest number."));
        pairs.push((
            "pattern",
            Draft::stop(""),
            "What the text must look like, as a regular expression.",
        ));
    }
    let item = |(name, draft, about): (&str, Draft, &'static str)| {
        let reopens = matches!(draft, Draft::Below | Draft::FirstItem) || name == "format";
        let pair = Draft::map([(name, draft)]);
        let mut item = spot
            .item(name, CompletionKind::Key, pair.at(spot.column))
            .about(about);
        item.reopens |= reopens;
        item
    };
    let free = pairs.into_iter().filter(|(name, ..)| is_free(name));
    let mut found: Vec<Completion> = free.map(item).collect();
    if part == Part::Root && taken.is_empty() {
        found.insert(0, whole(spot, &inputs, is_flows));
    }
    Some(found)
}

/// The whole schema of a flow, as the value of `schema:`.
pub(crate) fn draft(spot: &Spot<'_>) -> Draft {
    of_inputs(&Inputs::of(spot))
}

fn of_inputs(inputs: &Inputs) -> Draft {
    let names = inputs.names();
    let properties = inputs.all.iter().map(|i| (i.name.clone(), i.draft()));
    Draft::map([
        ("$schema", Draft::fixed(ADDRESS)),
        ("type", Draft::fixed("object")),
        ("order", list(&names)),
        ("properties", Draft::map(properties)),
        ("required", list(&inputs.required(&names))),
    ])
}

fn whole(spot: &Spot<'_>, inputs: &Inputs, is_flows: bool) -> Completion {
    let label = match inputs.all.len() {
        0 if !is_flows => "schema without properties".to_owned(),
        0 => "schema without inputs".to_owned(),
        1 => "schema of the input that is read".to_owned(),
        many => format!("schema of the {many} inputs that are read"),
    };
    spot.draft(&label, &of_inputs(inputs))
        .matched_by("$schema type object")
}

fn is_root_schema(flow: &Flow, node: NodeId) -> bool {
    path_of(flow.node(node)) == ["schema"]
}

/// The names that the schema has, else those that the flow reads.
fn names_of(spot: &Spot<'_>, inputs: &Inputs) -> Vec<String> {
    let schema = spot.at.mapping.map(|m| spot.at.flow.node(m));
    let properties = schema.and_then(|s| s.get("properties")).into_iter();
    let names = properties.flat_map(|p| p.pairs());
    let names: Vec<String> = names
        .filter_map(|p| Some(p.key.as_str()?.into_owned()))
        .collect();
    match names.is_empty() {
        true => inputs.names(),
        false => names,
    }
}

fn list(names: &[String]) -> Draft {
    let items = names
        .iter()
        .map(|n| Draft::fixed(&crate::completion::quote::yaml_scalar(n)));
    Draft::List(items.collect())
}

/// Properties: those that the flow reads and the schema lacks, and one of any name.
fn properties(
    spot: &Spot<'_>,
    inputs: &Inputs,
    taken: &[String],
    is_flows: bool,
) -> Vec<Completion> {
    let mut found = Vec::new();
    let missing: Vec<&Input> = match is_flows {
        true => inputs
            .all
            .iter()
            .filter(|i| !taken.contains(&i.name))
            .collect(),
        false => Vec::new(),
    };
    let mut whole: Vec<(String, Draft)> = Vec::new();
    for input in &missing {
        whole.push((input.name.clone(), input.draft()));
        let pair = Draft::map([(input.name.clone(), input.draft())]);
        let item = spot
            .item(&input.name, CompletionKind::Property, pair.at(spot.column))
            .detail(format!(
                "{} · read as flow_input.{}",
                input.kind(),
                input.name
            ));
        found.push(item);
    }
    if missing.len() > 1 && spot.at.partial.value.is_empty() {
        let label = format!("all {} inputs that are read", missing.len());
        found.insert(0, spot.draft(&label, &Draft::map(whole)));
    }
    let mut any = Snippet::new().stop("name").text(":");
    let rest = Draft::map([
        ("type", Draft::choice(TYPES)),
        ("description", Draft::stop("")),
    ]);
    any.push("\n");
    any.push(&" ".repeat(spot.column + 2));
    any.append(rest.at(spot.column + 2));
    found.push(
        spot.item("a property", CompletionKind::Snippet, any)
            .detail("name, type, description"),
    );
    found
}

/// Values of a schema's keys; `None` where it is none.
pub(crate) fn values(workspace: &Workspace, at: &InValue) -> Option<Vec<(String, &'static str)>> {
    let path = path_of(at.flow.node(at.mapping));
    let part = part(&path, is_agent(&at.flow, at.module))?;
    let plain = |values: &[&str]| {
        let values = values.iter().map(|v| ((*v).to_owned(), ""));
        Some(values.collect())
    };
    match (part, at.key.as_str()) {
        (Part::Root, "type") => plain(&["object"]),
        (Part::Root, "$schema") => plain(&[ADDRESS]),
        (Part::Value, "type") => plain(TYPES),
        (Part::Value, "format") => {
            let own = workspace.names().resource_types();
            let own = own.map(|name| (format!("resource-{name}"), "A resource of this type."));
            let formats = FORMATS
                .iter()
                .map(|(name, about)| ((*name).to_owned(), *about));
            let known = built_in_resource_types();
            let known = known.map(|name| (format!("resource-{name}"), "A resource of this type."));
            let mut seen = rustc_hash::FxHashSet::default();
            let all = own.chain(formats).chain(known);
            Some(all.filter(|(name, _)| seen.insert(name.clone())).collect())
        }
        (_, "items" | "properties") => Some(Vec::new()),
        _ => None,
    }
}

/// The inputs that a flow reads.
struct Inputs {
    all: Vec<Input>,
}

/// One of them, with what is known of it by what it is given to.
struct Input {
    name: String,
    ty: Type,
    /// The default of the parameter that it is given to, where that is the only one.
    default: Option<String>,
}

impl Inputs {
    fn of(spot: &Spot<'_>) -> Inputs {
        let flow = &spot.at.flow;
        let mut known: FxHashMap<String, (Type, Option<String>)> = FxHashMap::default();
        for (idx, module) in flow.modules() {
            let callee = spot.workspace.callee(spot.file, flow, idx);
            let Some(signature) = callee.signature(module) else {
                continue;
            };
            for transform in &module.transforms {
                let TransformKind::JavaScript(Some(at)) = transform.kind else {
                    continue;
                };
                let chain = lang::javascript::plain_chain(&flow.expressions()[at].text);
                let Some(chain) = chain.filter(|c| c.root.value == "flow_input") else {
                    continue;
                };
                let [only] = chain.path.as_slice() else {
                    continue;
                };
                let param = signature.param(&transform.name.value);
                if let (Some(name), Some(param)) = (only.key.name(), param) {
                    let default = param.default.as_ref().and_then(|d| plain_default(&d.value));
                    known
                        .entry(name.to_owned())
                        .or_insert((param.ty.clone(), default));
                }
            }
        }
        let all = read_inputs(flow).into_iter().map(|name| {
            let (ty, default) = known.remove(&name).unwrap_or_default();
            Input { name, ty, default }
        });
        Inputs { all: all.collect() }
    }

    fn names(&self) -> Vec<String> {
        self.all.iter().map(|i| i.name.clone()).collect()
    }

    /// Of these names those without a default.
    fn required(&self, names: &[String]) -> Vec<String> {
        let has_default = |name: &&String| {
            let input = self.all.iter().find(|i| i.name == **name);
            input.is_some_and(|i| i.default.is_some())
        };
        names.iter().filter(|n| !has_default(n)).cloned().collect()
    }
}

impl Input {
    fn kind(&self) -> String {
        match &self.ty {
            Type::Unknown => "any".to_owned(),
            ty => ty.to_string(),
        }
    }

    fn draft(&self) -> Draft {
        let mut keys = Vec::new();
        let mut kind = |name: &str| keys.push(("type", Draft::fixed(name)));
        match &self.ty {
            Type::Str | Type::Bytes | Type::Sql | Type::Date | Type::DateTime | Type::Enum(_) => {
                kind("string")
            }
            Type::Int => kind("integer"),
            Type::Float => kind("number"),
            Type::Bool => kind("boolean"),
            Type::List(_) => kind("array"),
            Type::Object | Type::Class(_) | Type::Resource(_) | Type::S3Object => kind("object"),
            _ => keys.push(("type", Draft::choice(TYPES))),
        }
        keys.push(("description", Draft::fixed("''")));
        let format = |text: &str| ("format", Draft::fixed(text));
        match &self.ty {
            Type::Bytes => keys.push(("contentEncoding", Draft::fixed("base64"))),
            Type::Date => keys.push(format("date")),
            Type::DateTime => keys.push(format("date-time")),
            Type::Resource(name) => keys.push(format(&format!("resource-{name}"))),
            Type::S3Object => keys.push(format("resource-s3_object")),
            Type::Enum(values) => keys.push(("enum", list(values))),
            Type::List(item) => {
                let name = match &**item {
                    Type::Str => Some("string"),
                    Type::Int | Type::Float => Some("number"),
                    Type::Object | Type::Class(_) => Some("object"),
                    _ => None,
                };
                let item = name.map(|n| ("items", Draft::map([("type", Draft::fixed(n))])));
                keys.extend(item);
            }
            _ => {}
        }
        keys.extend(self.default.as_ref().map(|d| ("default", Draft::fixed(d))));
        Draft::map(keys)
    }
}
