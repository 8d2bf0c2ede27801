//! Fields of the files beside flows: schedules, triggers, resources, `wmill.yaml`.

use model::file::Source;
use model::openflow::{Def, Kind, openflow};
use syntax::Span;
use syntax::yaml::Node;

use super::schema_node::{SchemaNode, schema_nodes};
use super::unfinished;
use crate::context::Context;
use crate::finding::Fix;
use crate::rule::Level;

/// What kind of file is checked, other than a flow.
pub(in crate::rules) fn kind_of(cx: &Context<'_>) -> Option<&'static Kind> {
    openflow().kind_of(&cx.file.kind, &cx.file.path)
}

/// Kinds that `wmill lint` of version 1.819 has a schema of.
fn is_linted(kind: &Kind) -> bool {
    let has_none = matches!(
        &*kind.name,
        "amqp_trigger" | "azure_trigger" | "native_trigger"
    );
    kind.name == "schedule" || kind.name.ends_with("_trigger") && !has_none
}

/// What a part of a file is called.
fn called(kind: &Kind, shaped: &SchemaNode<'_>) -> String {
    match shaped.name {
        _ if shaped.node.parent().is_none() => kind.a_title(),
        "" => "this part".to_owned(),
        name if shaped.field.is_none() => format!("an item of `{name}`"),
        name => format!("`{name}`"),
    }
}

/// Reports the fields that a file of this kind must have and does not.
pub(in crate::rules) fn missing(cx: &mut Context<'_>, kind: &'static Kind) {
    let text = cx.file.text();
    let required = &kind.def(openflow()).required;
    if matches!(cx.file.source, Source::Text(_))
        && cx.file.yaml().root().is_none_or(|r| r.is_null())
        && !required.is_empty()
    {
        let names = listed(required.iter().map(String::as_str));
        let message = format!("The {} is empty", kind.title);
        cx.report(Span::at(0), message)
            .help(format!("write its fields: {names}"))
            .unfinished(Span::new(0, text.len()));
        return;
    }
    for shaped in schema_nodes(cx) {
        let node = shaped.node;
        if !node.is_mapping() || node.merges_unknown() || shaped.reading.is_free() {
            continue;
        }
        let mut absent = Vec::new();
        for (name, def) in shaped.reading.required() {
            let Some(def) = def else { continue };
            match node.pair(name) {
                Some(pair) if !says_nothing(&pair, def) => {}
                Some(pair) => {
                    let message = format!("`{name}` is empty in {}", called(kind, shaped));
                    cx.report(pair.key.span(), message)
                        .level(level_without(def))
                        .help(what_to_write(name, def))
                        .unfinished(unfinished::fields(text, node));
                }
                None if misspelt(cx, kind, shaped, name) => {}
                None => absent.push((name, def)),
            }
        }
        let needed = shaped.reading.defs.iter().flat_map(|d| &d.needed_with);
        let is_on = |flag: &str| node.get(flag).and_then(|v| v.as_bool()) == Some(true);
        let needed = needed.filter(|(flag, _)| is_on(flag)).flat_map(|(_, n)| n);
        for name in needed.filter(|n| node.pair(n).is_none()) {
            absent.extend(shaped.reading.field(name).map(|def| (name.as_str(), def)));
        }
        report_absent(cx, kind, shaped, &absent);
        groups(cx, kind, shaped);
    }
}

/// Whether a required field says nothing: it is null where the server takes none, or an empty path.
fn says_nothing(pair: &syntax::yaml::Pair<'_>, def: &Def) -> bool {
    let is_empty_path = |v: Node<'_>| def.path.is_some() && v.is_string() && v.says("");
    match pair.value {
        Some(value) if !value.is_null() => is_empty_path(value),
        _ => def.assumed.is_none(),
    }
}

fn what_to_write(name: &str, def: &Def) -> String {
    let target = openflow().target(def);
    let choices = target.choices();
    match target.types().next() {
        _ if !choices.is_empty() => format!("write one of: {}", choices.join(", ")),
        Some("boolean") => format!("write `{name}: true` or `{name}: false`"),
        Some("array") => format!("write `{name}: []` for none"),
        _ => format!("write its value after `{name}:`"),
    }
}

/// Whether a key of the mapping was meant to be this field: then it is reported.
fn misspelt(
    cx: &mut Context<'_>,
    kind: &'static Kind,
    shaped: &SchemaNode<'_>,
    name: &'static str,
) -> bool {
    let node = shaped.node;
    let known = |key: &str| shaped.reading.field(key).is_some();
    let keys = node.pairs().filter_map(|p| p.key.as_str());
    let unknown: Vec<String> = keys.filter(|k| !known(k)).map(|k| k.into_owned()).collect();
    let pair = cx
        .did_you_mean(name, unknown.iter().map(String::as_str))
        .and_then(|near| node.pair(near));
    let Some(pair) = pair else {
        return false;
    };
    let text = cx.file.text();
    let span = pair.key.span();
    let written = span.slice(text).to_owned();
    let as_written = pair.key.says(&written);
    let message = format!("`{name}` is missing from {}", called(kind, shaped));
    let finding = cx
        .report(span, message)
        .help(format!("did you mean `{name}` where it says `{written}`?"))
        .unfinished(unfinished::fields(text, node));
    if as_written {
        finding.fix(Fix::meant(span, name));
    }
    true
}

/// Reports the fields that a mapping lacks: one finding for all without which the file is refused, one for those without which
/// something else happens, one for those that the server fills in.
fn report_absent(
    cx: &mut Context<'_>,
    kind: &'static Kind,
    shaped: &SchemaNode<'_>,
    absent: &[(&'static str, &'static Def)],
) {
    let node = shaped.node;
    let what = called(kind, shaped);
    let first = node.pairs().next();
    let place = first.map_or(node.span(), |pair| pair.key.span());
    for level in [Level::Error, Level::Warning, Level::Hint] {
        let of_level = absent.iter().filter(|(_, d)| level_without(d) == level);
        let here: Vec<_> = of_level.collect();
        let Some((_, one)) = here.first() else {
            continue;
        };
        let names = listed(here.iter().map(|(n, _)| *n));
        let is = if here.len() == 1 { "is" } else { "are" };
        let assumed = listed(here.iter().filter_map(|(_, d)| d.assumed.as_deref()));
        let tail = match (&one.without, assumed.is_empty()) {
            (Some(without), _) => format!(": {without}"),
            (None, false) => format!(": the server assumes {assumed}"),
            (None, true) => String::new(),
        };
        let lint = match level == Level::Hint && is_linted(kind) {
            true => "; `wmill lint` refuses the file without",
            false => "",
        };
        let unfinished = unfinished::fields(cx.file.text(), node);
        cx.report(place, format!("{names} {is} missing from {what}{tail}"))
            .level(level)
            .help(format!("add {names}{lint}"))
            .unfinished(unfinished);
    }
}

/// How bad it is that a required field is missing.
fn level_without(def: &Def) -> Level {
    match (&def.assumed, &def.without) {
        (Some(_), _) => Level::Hint,
        (None, Some(_)) => Level::Warning,
        (None, None) => Level::Error,
    }
}

/// "`a`, `b` and `c`".
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|n| format!("`{n}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A mapping that must have the fields of one group among several.
fn groups(cx: &mut Context<'_>, kind: &'static Kind, shaped: &SchemaNode<'_>) {
    let groups = shaped.reading.defs.iter().flat_map(|d| &d.one_of_groups);
    let groups: Vec<&Vec<String>> = groups.collect();
    let has = |name: &String| shaped.node.pair(name).is_some();
    if groups.is_empty() || groups.iter().any(|g| g.iter().all(has)) {
        return;
    }
    let told = |group: &&Vec<String>| -> String {
        let names: Vec<String> = group.iter().map(|n| format!("`{n}`")).collect();
        names.join(" and ")
    };
    let begun = groups.iter().find(|g| g.iter().any(has));
    let help = match begun {
        Some(group) => format!("add what is missing of {}", told(group)),
        None => format!(
            "write {}",
            groups.iter().map(told).collect::<Vec<_>>().join(", or ")
        ),
    };
    let unfinished = unfinished::fields(cx.file.text(), shaped.node);
    let message = format!("{} is not complete", capital(&called(kind, shaped)));
    cx.report(shaped.node.span(), message)
        .level(Level::Warning)
        .help(help)
        .unfinished(unfinished);
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Reports the keys that files of this kind do not have. New versions of Windmill bring new ones, so what is no misspelling
/// is a hint.
pub(in crate::rules) fn unknown(cx: &mut Context<'_>, kind: &'static Kind) {
    for shaped in schema_nodes(cx).iter().filter(|n| n.is_closed()) {
        let reading = &shaped.reading;
        for pair in shaped.node.pairs() {
            let Some(key) = pair.key.as_str() else {
                continue;
            };
            let is_null = pair.value.is_some_and(|v| v.is_null());
            let quiet = key == "<<" || key.starts_with("x-") || key.is_empty();
            if quiet || is_null || reading.field(&key).is_some() {
                continue;
            }
            let here = |name: &str| shaped.node.pair(name).is_some();
            let value = pair.value.and_then(|v| v.json_type());
            let fits = |d: &Def| value.is_none_or(|v| openflow().target(d).takes(v));
            let fields = reading.fields();
            let fields = fields.filter(|(n, d)| !d.residue && !here(n) && fits(d));
            let free: Vec<&str> = fields.map(|(n, _)| n).collect();
            let near = cx.did_you_mean(&key, free.iter().copied());
            // `missing-field` says what it was meant to be.
            let mut required = reading.required();
            if near.is_some_and(|near| required.any(|(name, _)| name == near)) {
                continue;
            }
            let inner = reading
                .fields()
                .find(|(_, d)| openflow().target(d).field(&key).is_some());
            let span = pair.key.span();
            let as_written = span.slice(cx.file.text()) == key;
            let is_begun = cx.is_begun(&key, free.iter().copied());
            let reader = match kind.is_config() {
                true => "Windmill's command line does not read it",
                false => "Windmill does not keep it",
            };
            let message = format!(
                "`{key}` is not a field of {}: {reader}",
                called(kind, shaped)
            );
            let finding = cx.report(span, message);
            if is_begun {
                finding.unfinished(pair.span);
            }
            match (near, inner) {
                (Some(near), _) => {
                    finding.help(format!("did you mean `{near}`?"));
                    if as_written {
                        finding.fix(Fix::meant(span, near));
                    }
                }
                (None, Some((name, _))) => {
                    finding.help(format!("write it on a line below `{name}`, indented"));
                }
                (None, None) => {
                    finding
                        .help("remove it, unless your version of Windmill is newer and has it")
                        .level(Level::Hint);
                }
            }
        }
    }
}
