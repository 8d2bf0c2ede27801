//! What a parameter is given, as it stands under `input_transforms`.

use model::flow::Flow;
use model::signature::{EntryName, Type};
use model::workspace::Callee;

use super::draft::Draft;
use super::source::{Here, Role, Source, Tie, Wanted, member};
use crate::completion::Snippet;
use crate::completion::quote::yaml_scalar;

/// Most expressions that are offered for one input.
const MOST_SOURCES: usize = 3;

/// A way to give a parameter something.
pub(crate) struct Form {
    /// For people: what it is given.
    pub(crate) said: String,
    /// With a place to change it: one of several inputs that are written at once.
    pub(crate) draft: Draft,
    /// As it stands, so that it can be gone on with: the only one that is written.
    pub(crate) single: Draft,
    /// Whether no more speaks for it than that it is at hand: one of several inputs may have it, not all.
    is_at_hand: bool,
}

impl Form {
    fn javascript(text: &str) -> Form {
        Form {
            said: text.to_owned(),
            draft: javascript(text),
            single: Draft::map([
                ("type", Draft::fixed("javascript")),
                ("expr", Draft::fixed(&yaml_scalar(text))),
            ]),
            is_at_hand: false,
        }
    }

    /// A fixed value that is known.
    fn known(value: &str) -> Form {
        Form {
            said: value.to_owned(),
            draft: fixed(Draft::stop(value)),
            single: fixed(Draft::fixed(value)),
            is_at_hand: false,
        }
    }

    /// The same to be filled in.
    fn open(said: &str, draft: Draft) -> Form {
        Form {
            said: said.to_owned(),
            single: draft.clone(),
            draft,
            is_at_hand: false,
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
            let ty = ty.map_or(Type::Unknown, |(_, ty)| ty.clone());
            Wanted::new(input.name, ty, input.required, input.default)
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

/// What a parameter can be given here: the best first, and at the end a fixed value and an expression to be written.
pub(crate) fn forms(here: &Here<'_>, wanted: &Wanted) -> Vec<Form> {
    let mut forms = best(here, wanted);
    // Of few values each stands there.
    if !matches!(wanted.ty, Type::Enum(_) | Type::Bool) {
        let value = fixed(Draft::stop(String::new()));
        forms.push(Form::open("a fixed value", value));
    }
    forms.push(Form::open("an expression", javascript("")));
    forms
}

/// What each of several inputs that are written at once is most likely given.
pub(crate) fn all<'a>(here: &Here<'_>, wanted: impl Iterator<Item = &'a Wanted>) -> Draft {
    let mut ways: Vec<(&Wanted, Vec<Form>)> = wanted.map(|w| (w, best(here, w))).collect();
    // Where several inputs must be given, the round of a loop has them as its parts, and is none of them.
    if ways.iter().filter(|(w, _)| w.required).count() > 1
        && let Some(round) = here.unknown_round()
    {
        let is_round = |f: &Form| f.is_at_hand && f.said == round.text;
        ways.iter_mut()
            .for_each(|(_, forms)| forms.retain(|f| !is_round(f)));
    }
    let firsts = ways.iter().filter_map(|(_, forms)| forms.first());
    let named = firsts.filter(|f| !f.is_at_hand);
    let mut used: Vec<String> = named.map(|f| f.said.clone()).collect();
    let pairs = ways.into_iter().map(|(wanted, forms)| {
        let form = form(here, wanted, forms, &mut used);
        (wanted.name.clone(), form)
    });
    Draft::map(pairs)
}

/// The one that is most likely meant; of what is only at hand, one that the others do not have.
fn form(here: &Here<'_>, wanted: &Wanted, forms: Vec<Form>, used: &mut Vec<String>) -> Draft {
    let choice = |values: Vec<String>| fixed(Draft::Line(Snippet::new().choice(values)));
    let is_free = |f: &Form| !f.is_at_hand || !used.contains(&f.said);
    let Some(form) = forms.into_iter().find(is_free) else {
        return fixed(Draft::stop(""));
    };
    if form.is_at_hand {
        used.push(form.said.clone());
    }
    match &wanted.ty {
        Type::Enum(_) | Type::Bool if form.is_fixed() => choice(values(here, wanted)),
        // Of one there is nothing to choose.
        Type::Resource(name) if form.is_fixed() && references(here, name).len() == 1 => form.single,
        _ => form.draft,
    }
}

/// Whether an input is best left to its default: there is one, and nothing is known to give instead.
pub(crate) fn is_left(here: &Here<'_>, wanted: &Wanted) -> bool {
    !wanted.required && best(here, wanted).is_empty()
}

/// The ways that something speaks for, the best first; none may.
pub(crate) fn best(here: &Here<'_>, wanted: &Wanted) -> Vec<Form> {
    let mut forms = Vec::new();
    if here.role == Role::Tool && !matches!(wanted.ty, Type::Resource(_)) {
        let by_agent = Draft::map([("type", Draft::fixed("ai"))]);
        forms.push(Form::open("by the agent", by_agent));
    }
    if let Type::Resource(name) = &wanted.ty {
        let input = here.resource_input(name);
        forms.extend(input.map(|text| Form::javascript(&text)));
        let paths = references(here, name);
        forms.extend(paths.iter().map(|p| Form::known(p)));
        return forms;
    }
    let sources = here.best(wanted);
    let is_named = sources.iter().any(|(tie, _)| *tie == Tie::Name);
    let mut sources = sources.into_iter().take(MOST_SOURCES).peekable();
    let form = |(tie, source): (Tie, &Source)| Form {
        is_at_hand: tie != Tie::Name,
        ..Form::javascript(&source.text)
    };
    while let Some(source) = sources.next_if(|(tie, _)| *tie < Tie::Loose) {
        forms.push(form(source));
    }
    // A fixed value is what a parameter with a default, or one of few, is given most often.
    forms.extend(values(here, wanted).iter().map(|v| Form::known(v)));
    if !is_named {
        let guesses = guesses(here, wanted).into_iter();
        forms.extend(guesses.map(|g| Form::javascript(&g)));
    }
    forms.extend(sources.map(form));
    forms
}

impl Form {
    fn is_fixed(&self) -> bool {
        let Draft::Map(pairs) = &self.draft else {
            return false;
        };
        pairs.iter().any(|(key, _)| key == "value")
    }
}

/// `$res:` with the resources of a type.
fn references(here: &Here<'_>, name: &str) -> Vec<String> {
    let paths = here.resources(name).into_iter();
    paths.map(|p| format!("$res:{p}")).collect()
}

/// The fixed values that a parameter is most likely given, its default first.
fn values(here: &Here<'_>, wanted: &Wanted) -> Vec<String> {
    let default = default_text(wanted);
    let mut values: Vec<String> = match &wanted.ty {
        Type::Enum(values) => values.iter().map(|v| yaml_scalar(v)).collect(),
        Type::Bool => vec!["true".to_owned(), "false".to_owned()],
        _ => return own_name(here, wanted).into_iter().chain(default).collect(),
    };
    values.sort_by_key(|v| Some(v) != default.as_ref());
    values
}

/// What the flow is called, where that is asked for.
fn own_name(here: &Here<'_>, wanted: &Wanted) -> Option<String> {
    let is_asked = matches!(wanted.name.as_str(), "flow_name" | "flowName");
    let root = here.flow.yaml().root().filter(|_| is_asked)?;
    let summary = root.get("summary").and_then(|s| s.as_str())?;
    let summary = summary.trim();
    let is_line = !summary.is_empty() && !summary.contains(['\n', '\r']);
    is_line.then(|| yaml_scalar(summary))
}

/// Of the same name: a property of the loop's round, where nobody knows what that has, and an input of the flow, where it has
/// no schema yet that could say otherwise.
fn guesses(here: &Here<'_>, wanted: &Wanted) -> Vec<String> {
    let round = here.unknown_round();
    let round = round.map(|r| member(&r.text, &wanted.name));
    let is_open = here.flow.schema().is_none();
    let input = is_open.then(|| member("flow_input", &wanted.name));
    input.into_iter().chain(round).collect()
}

/// The default as YAML writes it, where it is a plain value.
fn default_text(wanted: &Wanted) -> Option<String> {
    plain_default(wanted.default.as_deref()?)
}

/// A list or an object that stands on one line and says the same in YAML, where it can be read.
fn in_brackets(default: &str) -> Option<String> {
    let is_whole = (default.starts_with('[') && default.ends_with(']'))
        || (default.starts_with('{') && default.ends_with('}'));
    if !is_whole || default.contains(['\n', '\\', '#', '&', '*', '!', '|', '>', '%', '@', '`']) {
        return None;
    }
    // Words outside quotes are names, but for those that YAML has too.
    let mut quote = None;
    let mut words = String::new();
    for c in default.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => words.push(c),
        }
    }
    let is_known = |w: &str| {
        matches!(w, "" | "true" | "false" | "null")
            || w.parse::<f64>().is_ok() && w.starts_with(|c: char| c.is_ascii_digit() || c == '-')
    };
    let mut parts = words.split(['[', ']', '{', '}', ',', ':']).map(str::trim);
    let is_plain = quote.is_none() && parts.all(is_known);
    // A colon of JavaScript may stand without the blank that YAML wants.
    let spaced = words.split(':').skip(1).all(|rest| rest.starts_with(' '));
    (is_plain && spaced).then(|| default.to_owned())
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
        // A name such as `inf` is no number in YAML.
        _ if default.parse::<f64>().is_ok() && !default.contains(['i', 'n', 'I', 'N']) => {
            Some(default.to_owned())
        }
        _ => quoted('"')
            .or_else(|| quoted('\''))
            .or_else(|| in_brackets(default)),
    }
}
