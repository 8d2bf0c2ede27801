//! An enum value that no version of OpenFlow knows.

use model::flow::{ModuleKind, Place, TransformKind};
use model::openflow::openflow;

use super::support::scalar;
use super::support::schema_node::{SchemaNode, schema_nodes};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-value",
        Level::Error,
        include_str!("invalid_value.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    numbers(cx);
    filled_in_by_nobody(cx);
    for shaped in schema_nodes(cx) {
        let node = shaped.node;
        if let Some((union, key)) = shaped.reading.union.filter(|_| shaped.reading.undecided) {
            let Some(value) = node.get(key).filter(|v| v.is_string()) else {
                continue;
            };
            let kinds = openflow().kinds(union);
            let kinds = kinds.into_iter().map(|(k, _)| k).collect();
            report(cx, value, key, kinds, None);
            continue;
        }
        bounds(cx, shaped);
        if !node.is_string() || node.style().is_none() {
            continue;
        }
        let choices: Vec<&str> = shaped
            .reading
            .defs
            .iter()
            .flat_map(|d| d.choices())
            .collect();
        let is_kind = shaped.reading.defs.iter().any(|d| d.is_constant());
        if choices.is_empty()
            || is_kind
            || choices.contains(&node.as_str().as_deref().unwrap_or(""))
        {
            continue;
        }
        let otherwise = shaped
            .reading
            .defs
            .iter()
            .find_map(|d| d.otherwise.as_deref());
        report(cx, node, shaped.name, choices, otherwise);
    }
}

/// Inputs that only an agent can fill in, where no agent runs the step.
fn filled_in_by_nobody(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        let is_tool = |i| matches!(flow.module(i).place, Place::Tool(_));
        let of_agent =
            is_tool(idx) || flow.ancestors(idx).any(is_tool) || module.kind == ModuleKind::Agent;
        let known = matches!(
            module.kind,
            ModuleKind::Script(_) | ModuleKind::RawScript { .. } | ModuleKind::Flow(_)
        );
        let inputs = module.transforms.iter().filter(|_| known && !of_agent);
        for input in inputs.filter(|t| t.kind == TransformKind::Ai) {
            let name = &input.name;
            let message = format!("Nothing fills `{}` in: no agent runs this step", name.value);
            cx.report(name.span, message).level(Level::Warning).help(
                "`type: ai` is for the inputs of an agent's tools: write `static` or `javascript`",
            );
        }
    }
}

/// A number below the least one or above the greatest one.
fn bounds(cx: &mut Context<'_>, shaped: &SchemaNode<'_>) {
    let node = shaped.node;
    let Some(number) = node.as_f64().filter(|_| !node.is_string()) else {
        return;
    };
    let name = shaped.name;
    let what = match shaped.field {
        None => format!("An item of `{name}`"),
        Some(_) => format!("`{name}`"),
    };
    // `retry-without-delay` speaks of a pause of 0.
    if name == "seconds" && number == 0.0 {
        return;
    }
    let Some(def) = shaped
        .reading
        .defs
        .iter()
        .find(|d| d.minimum.is_some() || d.maximum.is_some())
    else {
        return;
    };
    let range = match (def.minimum, def.maximum) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => return,
    };
    let message = match () {
        () if def.minimum.is_some_and(|least| number < least) => {
            format!("{what} cannot be {number}: it is {range}")
        }
        () if def.maximum.is_some_and(|most| number > most) => {
            format!("{what} cannot be {number}: it is {range}")
        }
        () => return,
    };
    // The server keeps this one in eight bits, with a sign.
    let is_refused = name == "random_factor" && !(-128.0..128.0).contains(&number);
    let level = if is_refused {
        Level::Error
    } else {
        Level::Warning
    };
    let help = match name {
        "random_factor" => {
            format!("write {range} (percent); above 127 the server refuses the file")
        }
        _ => format!("write {range}"),
    };
    cx.report(node.span(), message).level(level).help(help);
}

/// Values that the schema describes in words.
fn numbers(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let output = module
            .transforms
            .iter()
            .find(|t| t.name.value == "output_type");
        let Some(TransformKind::Static(Some(value))) = output.map(|t| t.kind) else {
            continue;
        };
        let value = flow.node(value);
        if module.kind == ModuleKind::Agent && value.is_string() && !value.says("") {
            let known = vec!["text", "image"];
            report(cx, value, "output_type", known, None);
        }
    }
}

/// Reports a value that is none of the known ones, and what happens with it where nothing is refused for it.
fn report(
    cx: &mut Context<'_>,
    node: syntax::yaml::Node<'_>,
    name: &str,
    known: Vec<&str>,
    otherwise: Option<&str>,
) {
    let Some(value) = node.as_str() else { return };
    if known.contains(&&*value) || cx.settings.knows(name, &value) {
        return;
    }
    let starts = |k: &&str| value.len() > 2 && k.starts_with(&*value);
    let near = cx
        .did_you_mean(&value, known.iter().copied())
        .or_else(|| known.iter().copied().find(starts));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it is one of: {}", known.join(", ")),
    };
    let a = match name.starts_with(['a', 'e', 'i', 'o', 'u']) || name.starts_with("http") {
        true => "an",
        false => "a",
    };
    let message = match (value.trim().is_empty(), otherwise) {
        (true, None) => format!("`{name}` is empty"),
        (true, Some(otherwise)) => format!("`{name}` is empty: {otherwise}"),
        (false, None) => format!("`{value}` is not {a} `{name}` that Windmill knows"),
        (false, Some(otherwise)) => format!("`{value}` is not {a} `{name}`: {otherwise}"),
    };
    let fix = near.and_then(|near| scalar::meant(cx.file.text(), node, near));
    let is_begun = cx.is_begun(&value, known.iter().copied());
    let finding = cx.report(node.span(), message).help(help);
    if otherwise.is_some() {
        finding.level(Level::Warning);
    }
    if is_begun {
        finding.unfinished(node.span());
    }
    finding.fix = fix;
}
