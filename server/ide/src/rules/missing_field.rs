//! A field that OpenFlow requires and that is not there.

use model::file::{FileKind, Source};
use syntax::Span;
use syntax::yaml::{Node, Pair};

use super::support::insert::add_field;
use super::support::kind_fields;
use super::support::schema_node::{SchemaNode, place_of_absent, schema_nodes};
use super::support::unfinished;
use super::{FixKind, Level, Rule, RuleInfo, misplaced_field};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-field",
        Level::Error,
        include_str!("missing_field.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if let Some(kind) = kind_fields::kind_of(cx) {
        kind_fields::missing(cx, kind);
        return;
    }
    if cx.file.kind == FileKind::Flow
        && matches!(cx.file.source, Source::Text(_))
        && cx.file.yaml().root().is_none_or(|r| r.is_null())
    {
        let whole = Span::new(0, cx.file.text().len());
        cx.report(
            Span::at(0),
            "The flow is empty: `summary` and `value` are missing",
        )
        .help("start with `summary: …` and `value:` with `modules: []`")
        .unfinished(whole);
        return;
    }
    let text = cx.file.text();
    for shaped in schema_nodes(cx) {
        let node = shaped.node;
        if is_empty_step(shaped) {
            cx.report(
                node.span(),
                "This step is empty: the server refuses the flow",
            )
            .help("write its `id` and its `value`, or remove the `-`")
            .unfinished(unfinished::with_blanks(text, node.span()));
            continue;
        }
        if !node.is_mapping() || node.merges_unknown() {
            continue;
        }
        let union = shaped.reading.union;
        let mut missing: Vec<&str> = Vec::new();
        if let Some((def, key)) = union {
            let lenient = || def.default_kind().is_some();
            let is_there = node.pair(key).is_some_and(|p| !says_nothing(key, &p));
            if shaped.reading.undecided && !is_there && !lenient() {
                missing.push(key);
            }
        }
        for (name, def) in shaped.reading.required() {
            let lenient = def.is_some_and(|d| d.lenient || d.residue);
            // What the server reads as null, somebody may have meant to write.
            let is_told = def.is_some_and(|d| d.without.is_some()) && node.pair(name).is_none();
            if (!lenient || is_told) && !has(shaped, name) && !missing.contains(&name) {
                missing.push(name);
            }
        }
        for name in missing {
            let inputs = name == "input_transforms";
            let step = node.parent().filter(|_| inputs);
            if step.is_some_and(|s| misplaced_field::has_inputs_beside(s, Some(node))) {
                continue;
            }
            if is_beside(shaped, name) {
                continue;
            }
            let def = shaped.reading.field(name);
            let lenient = def.is_some_and(|d| d.lenient);
            if let Some(without) = def.and_then(|d| d.without.as_deref()) {
                let what = describe(shaped.name, false);
                cx.report(
                    place_of_absent(node, union.map(|(_, k)| k)),
                    format!("`{name}` is missing from {what}: {without}"),
                )
                .level(if lenient { Level::Hint } else { Level::Warning })
                .help(format!("add `{name}`"))
                .unfinished(unfinished::fields(text, node));
                continue;
            }
            if let Some(stray) = stray(node, name) {
                let (message, help) = stray.told(name, shaped.name);
                cx.report(stray.key.span(), message).help(help);
                continue;
            }
            let what = describe(shaped.name, node.parent().is_none());
            let span = place_of_absent(node, union.map(|(_, k)| k));
            let near = near(cx, node, name);
            if name == "expr" && node.pair("value").is_some() && node.get("type").is_some() {
                cx.report(
                    span,
                    "`type: javascript` takes an `expr`, and here is a `value`",
                )
                .help("write `expr` for JavaScript, or `type: static` for a fixed value")
                .unfinished(unfinished::fields(text, node));
                continue;
            }
            let kind = node.get("type").and_then(|t| t.as_str());
            let added = addition(name, kind.as_deref().unwrap_or_default());
            let fix = added.and_then(|(value, safe)| {
                let fix = add_field(cx.file.text(), node, name, value)?;
                let applicability = match safe {
                    true => Applicability::Safe,
                    false => Applicability::Unsafe,
                };
                Some(Fix {
                    applicability,
                    ..fix
                })
            });
            let misspelt = near
                .as_deref()
                .and_then(|o| node.pair(o))
                .map(|p| p.key.span());
            let as_written =
                misspelt.is_some_and(|s| near.as_deref() == Some(s.slice(cx.file.text())));
            let empty = node.pair(name).filter(|p| says_nothing(name, p));
            let finding = match empty {
                Some(pair) => cx.report(pair.key.span(), format!("`{name}` is empty in {what}")),
                None => cx.report(
                    misspelt.unwrap_or(span),
                    format!("`{name}` is missing from {what}"),
                ),
            };
            finding.unfinished(unfinished::fields(text, node));
            match near {
                _ if empty.is_some() => {
                    let is_transform = union.is_some_and(|(u, _)| u.is_transform());
                    finding.help(match name {
                        "type" if is_transform => "write `static` or `javascript` behind it",
                        "type" => "write the kind of step: `script`, `rawscript`, `flow`, …",
                        _ if node.parent().is_none() => "write `modules: []` below it, indented",
                        _ => "write below it what the step does, from its `type` on",
                    });
                }
                Some(other) if other == "steps" => {
                    finding.help("the steps stand under `modules:`, and that under `value:`");
                }
                Some(other) => {
                    finding.help(format!("did you mean `{name}` where it says `{other}`?"));
                    if let Some(key) = misspelt.filter(|_| as_written) {
                        finding.fix(Fix::meant(key, name));
                    }
                }
                None => {
                    finding.help(match (name, added) {
                        ("skip_failures", Some((value, _))) => format!(
                            "add `skip_failures: {value}`, which the server assumes; `wmill lint` refuses the \
                             flow without it"
                        ),
                        ("type", _) if node.pair("expr").is_some() => "add `type: javascript`".to_owned(),
                        ("type", _) if node.pair("value").is_some() => "add `type: static`".to_owned(),
                        ("input_transforms", _) => "add `input_transforms: {}`; the server assumes it, `wmill lint` refuses the flow \
                                                     without it"
                            .to_owned(),
                        _ => format!("add `{name}`{}", hint(name)),
                    });
                    finding.fix = fix;
                    // What the server takes an absent one for is known.
                    if added.is_some_and(|(_, safe)| safe) {
                        finding.level(if inputs { Level::Hint } else { Level::Warning });
                    }
                }
            };
        }
    }
}

/// Whether the field of a step's `value` stands beside it: `misplaced-field` says so.
fn is_beside(shaped: &SchemaNode<'_>, name: &str) -> bool {
    let step = shaped.node.parent().filter(|_| shaped.name == "value");
    let pair = step
        .filter(|s| s.parent().is_some())
        .and_then(|s| s.pair(name));
    misplaced_field::VALUE_FIELDS.contains(&name)
        && pair.is_some_and(|p| p.value.is_some_and(|v| !v.is_null()))
}

/// A field that stands a level too deep or not deep enough.
struct Stray<'a> {
    key: Node<'a>,
    is_too_deep: bool,
}

impl Stray<'_> {
    fn told(&self, name: &str, holder: &str) -> (String, &'static str) {
        match self.is_too_deep {
            true => (
                format!("`{name}` is indented too far: it belongs in this step's `value`"),
                "move it to the left, beside `input_transforms`",
            ),
            false => (
                format!("`{name}` is not indented far enough: it belongs to `{holder}`"),
                "move it to the right, beside `type`",
            ),
        }
    }
}

/// The field that a mapping needs, where it stands among the inputs: those of this `value`, or those that this
/// input is one of.
fn stray<'a>(node: Node<'a>, name: &str) -> Option<Stray<'a>> {
    let (inputs, is_too_deep) = match name {
        "path" | "language" | "content" => (node.get("input_transforms")?, true),
        "expr" | "value" => (node.parent()?, false),
        _ => return None,
    };
    let is_inputs = inputs
        .pair_above()
        .is_some_and(|p| p.key.says("input_transforms"));
    let pair = inputs.pair(name).filter(|_| is_inputs)?;
    let is_plain = pair
        .value
        .is_some_and(|v| v.style().is_some() && inputs.span().contains(v.span()));
    is_plain.then_some(Stray {
        key: pair.key,
        is_too_deep,
    })
}

/// Whether an entry of `input_transforms` is no input, but a field that stands at the wrong depth: told here.
pub(super) fn is_stray(entry: Node<'_>) -> bool {
    let (Some(pair), Some(inputs)) = (entry.pair_above(), entry.parent()) else {
        return false;
    };
    let Some(name) = pair.key.as_str().filter(|_| entry.style().is_some()) else {
        return false;
    };
    let is_script = |v: Node<'_>| v.get("type").is_some_and(|t| t.says("javascript"));
    match &*name {
        "path" | "language" | "content" => inputs
            .parent()
            .is_some_and(|v| v.pair(&name).is_none() && stray(v, &name).is_some()),
        "expr" => inputs
            .pairs()
            .filter_map(|p| p.value)
            .any(|v| is_script(v) && v.pair("expr").is_none()),
        _ => false,
    }
}

/// The unknown keys of a mapping that required fields were misspelt as: told here.
pub(super) fn misspelt(cx: &Context<'_>, shaped: &SchemaNode<'_>) -> Vec<String> {
    let kind = shaped.reading.union.filter(|_| shaped.reading.undecided);
    let kind = kind
        .filter(|(def, _)| def.default_kind().is_none())
        .map(|(_, key)| key);
    let required = shaped
        .reading
        .required()
        .filter(|(_, d)| !d.is_some_and(|d| d.lenient || d.residue));
    let names = required.map(|(name, _)| name).chain(kind);
    names
        .filter(|name| !has(shaped, name) && !is_beside(shaped, name))
        .filter_map(|name| near(cx, shaped.node, name))
        .collect()
}

/// Whether the mapping has the field, under its name or under the older one.
fn has(shaped: &SchemaNode<'_>, name: &str) -> bool {
    let node = shaped.node;
    let other = if name == "input_transforms" {
        "input_transform"
    } else {
        name
    };
    node.pair(name)
        .or_else(|| node.pair(other))
        .is_some_and(|p| {
            // `content:` with nothing behind is an empty file being started, not a missing field.
            (p.value.is_some() || p.key.as_str().is_some()) && !says_nothing(name, &p)
        })
}

/// Fields without which nothing can be said of a step. Of others, `invalid-type` says that they are not null.
const NEVER_NULL: &[&str] = &["type", "value"];

/// Whether this is one of [`NEVER_NULL`] with nothing behind.
fn says_nothing(name: &str, pair: &Pair<'_>) -> bool {
    let is_nothing = |v: Node<'_>| v.is_null() && v.tag().is_none();
    NEVER_NULL.contains(&name) && pair.value.is_none_or(is_nothing)
}

/// Whether this is an item of a list of steps with nothing in it.
fn is_empty_step(shaped: &SchemaNode<'_>) -> bool {
    let of_steps = ["modules", "default"].contains(&shaped.name);
    let in_list = shaped.node.parent().is_some_and(|p| p.is_sequence());
    of_steps && in_list && shaped.node.is_null() && shaped.node.tag().is_none()
}

fn describe(name: &str, is_root: bool) -> String {
    match name {
        _ if is_root => "the flow".to_owned(),
        "" => "this part".to_owned(),
        "modules" | "default" | "failure_module" | "preprocessor_module" => "this step".to_owned(),
        "branches" => "this branch".to_owned(),
        "tools" => "this tool".to_owned(),
        "notes" => "this note".to_owned(),
        "groups" => "this group".to_owned(),
        "value" => "this `value`".to_owned(),
        name => format!("`{name}`"),
    }
}

/// A key of the mapping that was most likely meant to be `name`.
fn near(cx: &Context<'_>, node: Node<'_>, name: &str) -> Option<String> {
    let keys: Vec<String> = node
        .pairs()
        .filter_map(|p| p.key.as_str().map(|k| k.into_owned()))
        .collect();
    if name == "value" && keys.iter().any(|k| k == "steps") {
        return Some("steps".to_owned());
    }
    cx.did_you_mean(name, keys.iter().map(String::as_str))
        .map(str::to_owned)
}

/// What to write for a field, and whether the server takes an absent one for just that; else it refuses
/// the flow. From the reading of flows in Windmill's `windmill-common`, `flows.rs`.
fn addition(name: &str, kind: &str) -> Option<(&'static str, bool)> {
    match (name, kind) {
        ("input_transforms", _) => Some(("{}", true)),
        ("skip_failures", "forloopflow") => Some(("true", true)),
        ("skip_failures", "whileloopflow") => Some(("false", true)),
        ("default", _) => Some(("[]", false)),
        _ => None,
    }
}

fn hint(name: &str) -> &'static str {
    match name {
        "default" => ", even if it stays empty: `default: []`",
        "modules" => ", even if it stays empty: `modules: []`",
        "summary" => ": one line that says what the flow does",
        "iterator" => ": a transform that gives the list to loop over",
        _ => "",
    }
}
