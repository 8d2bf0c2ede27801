//! What a parameter is given, as it stands under `input_transforms`.

use model::flow::Flow;
use model::signature::{EntryName, Type};
use model::workspace::Callee;

use super::draft::Draft;
use super::source::{Here, Role, Wanted, member};
use crate::completion::Snippet;
use crate::completion::quote::yaml_scalar;

/// A way to give a parameter something.
pub(crate) struct Form {
    /// For people: what it is given.
    pub(crate) said: String,
    pub(crate) draft: Draft,
}

impl Form {
    fn javascript(text: &str) -> Form {
        Form {
            said: text.to_owned(),
            draft: javascript(text),
        }
    }

    fn fixed(value: Draft, said: &str) -> Form {
        Form {
            said: said.to_owned(),
            draft: fixed(value),
        }
    }
}

/// An expression, to be changed.
pub(crate) fn javascript(text: &str) -> Draft {
    Draft::map([
        ("type", Draft::fixed("javascript")),
        ("expr", Draft::stop(written(text))),
    ])
}

/// An expression as a scalar; nothing stays nothing.
fn written(text: &str) -> String {
    match text {
        "" => String::new(),
        text => yaml_scalar(text),
    }
}

/// A fixed value.
pub(crate) fn fixed(value: Draft) -> Draft {
    Draft::map([("type", Draft::fixed("static")), ("value", value)])
}

/// The parameters of what is run, as its code or its schema has them; empty where they are not known.
pub(crate) fn wanted(callee: &Callee, entry: EntryName) -> Vec<Wanted> {
    let inputs = callee.inputs_of(entry).unwrap_or_default();
    let types: Vec<(String, Type)> = match callee {
        Callee::Flow(_, flow) => schema_types(flow),
        _ => {
            let params = callee.signature_of(entry).into_iter();
            let params = params.flat_map(|s| s.params.iter());
            params
                .map(|p| (p.name.value.clone(), p.ty.clone()))
                .collect()
        }
    };
    let mut wanted: Vec<Wanted> = inputs
        .into_iter()
        .map(|input| {
            let ty = types.iter().find(|(name, _)| *name == input.name);
            Wanted {
                ty: ty.map_or(Type::Unknown, |(_, ty)| ty.clone()),
                name: input.name,
                required: input.required,
                default: input.default,
            }
        })
        .collect();
    wanted.sort_by(|a, b| super::draft::in_order(&a.name, &b.name));
    wanted
}

/// What the inputs of a flow are by its schema.
fn schema_types(flow: &Flow) -> Vec<(String, Type)> {
    let properties = flow.schema().and_then(|s| s.properties.as_ref());
    let of = |p: &model::flow::Property| {
        let text = |key: &str| {
            let node = p.node.map(|n| flow.node(n));
            let value = node.and_then(|n| n.get(key)).and_then(|v| v.as_str());
            value.unwrap_or_default().into_owned()
        };
        let ty = match (
            text("type").as_str(),
            text("format").strip_prefix("resource-"),
        ) {
            (_, Some("s3_object")) => Type::S3Object,
            (_, Some(name)) => Type::Resource(name.to_owned()),
            ("string", _) => Type::Str,
            ("integer", _) => Type::Int,
            ("number", _) => Type::Float,
            ("boolean", _) => Type::Bool,
            ("object", _) => Type::Object,
            ("array", _) => Type::List(Box::new(Type::Unknown)),
            _ => Type::Unknown,
        };
        (p.name.value.clone(), ty)
    };
    properties.into_iter().flatten().map(of).collect()
}

/// What a parameter can be given here: the best first, then a fixed value and an expression to be written.
pub(crate) fn forms(here: &Here<'_>, wanted: &Wanted) -> Vec<Form> {
    let mut forms = best(here, wanted);
    let (value, said) = fixed_value(here, wanted);
    let has = |forms: &[Form], kind: &str| {
        forms.iter().any(|f| {
            matches!(&f.draft, Draft::Map(pairs)
            if matches!(&pairs[0].1, Draft::Line(text) if text.to_plain() == kind))
        })
    };
    if !has(&forms, "static") {
        forms.push(Form::fixed(value, &said));
    }
    if !has(&forms, "javascript") {
        let guess = guess(here, wanted);
        forms.push(Form {
            said: guess.clone().unwrap_or_else(|| "an expression".to_owned()),
            draft: javascript(&guess.unwrap_or_default()),
        });
    }
    forms
}

/// The one that is most likely meant.
pub(crate) fn form(here: &Here<'_>, wanted: &Wanted) -> Draft {
    let mut forms = forms(here, wanted);
    forms.swap_remove(0).draft
}

fn best(here: &Here<'_>, wanted: &Wanted) -> Vec<Form> {
    let mut forms = Vec::new();
    if here.role == Role::Tool && !matches!(wanted.ty, Type::Resource(_)) {
        forms.push(Form {
            said: "by the agent".to_owned(),
            draft: Draft::map([("type", Draft::fixed("ai"))]),
        });
    }
    if let Type::Resource(name) = &wanted.ty {
        if let Some(text) = here.resource_input(name) {
            forms.push(Form::javascript(&text));
        }
        let (value, said) = fixed_value(here, wanted);
        forms.push(Form::fixed(value, &said));
        return forms;
    }
    let sources = here.best(wanted);
    if let Some(first) = sources.first() {
        forms.push(Form::javascript(&first.text));
        return forms;
    }
    // A fixed value is what a parameter with a default, or one of few, is given most often.
    let few = matches!(wanted.ty, Type::Enum(_) | Type::Bool);
    if let Some(guess) = guess(here, wanted).filter(|_| wanted.default.is_none() && !few) {
        forms.push(Form::javascript(&guess));
    }
    forms
}

/// An input of the same name, where the flow has no schema yet that could say otherwise.
fn guess(here: &Here<'_>, wanted: &Wanted) -> Option<String> {
    let is_open = here.flow.schema().is_none();
    is_open.then(|| member("flow_input", &wanted.name))
}

/// A fixed value for a parameter, and what to say of it.
fn fixed_value(here: &Here<'_>, wanted: &Wanted) -> (Draft, String) {
    let said = |draft: Draft| (draft, "a fixed value".to_owned());
    match &wanted.ty {
        Type::Resource(name) => {
            let paths = here.resources(name);
            let paths: Vec<String> = paths.iter().map(|p| format!("$res:{p}")).collect();
            let said = paths
                .first()
                .cloned()
                .unwrap_or_else(|| "a resource".to_owned());
            match paths.is_empty() {
                true => (Draft::Line(Snippet::new().text("$res:").stop("")), said),
                false => (Draft::Line(Snippet::new().choice(paths)), said),
            }
        }
        Type::Enum(values) => {
            let first = default_text(wanted);
            let mut values: Vec<String> = values.iter().map(|v| yaml_scalar(v)).collect();
            values.sort_by_key(|v| Some(v) != first.as_ref());
            said(Draft::Line(Snippet::new().choice(values)))
        }
        Type::Bool => {
            let mut values = vec!["true".to_owned(), "false".to_owned()];
            let first = default_text(wanted);
            values.sort_by_key(|v| Some(v) != first.as_ref());
            said(Draft::Line(Snippet::new().choice(values)))
        }
        _ => said(Draft::stop(default_text(wanted).unwrap_or_default())),
    }
}

/// The default as YAML writes it, where it is a plain value.
fn default_text(wanted: &Wanted) -> Option<String> {
    plain_default(wanted.default.as_deref()?)
}

/// A default of a parameter as YAML writes it, where it is a plain value.
pub(crate) fn plain_default(default: &str) -> Option<String> {
    let default = default.trim();
    let quoted = |quote: char| {
        let inner = default.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(['\\', quote, '\n'])).then(|| yaml_scalar(inner))
    };
    match default {
        "True" => Some("true".to_owned()),
        "False" => Some("false".to_owned()),
        "true" | "false" => Some(default.to_owned()),
        "None" | "null" | "undefined" => None,
        _ if default.parse::<f64>().is_ok() => Some(default.to_owned()),
        _ => quoted('"').or_else(|| quoted('\'')),
    }
}
