//! `flow_input.X` where the flow's schema has no X.

use syntax::text::is_ascii_word;

use super::support::absent::Absent;
use super::support::insert::add_property;
use super::support::reference::{property_of, references};
use super::support::tag_path::tag_paths;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-flow-input",
        Level::Warning,
        include_str!("unknown_flow_input.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let Some(schema) = flow.schema().filter(|s| !s.additional) else {
        return;
    };
    let names = schema.names();
    if names.is_empty() || flow.node(schema.node).is_unknown() {
        return;
    }
    let absent = Absent::of(flow);
    for reference in references(flow, "flow_input") {
        let name = reference.name;
        if !absent.input(reference.expression, reference.chain, name) {
            continue;
        }
        let read = property_of("flow_input", name);
        let message = format!("`{read}`: the flow's schema has no input `{name}`");
        let near = cx.did_you_mean(name, names.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{}`?", property_of("flow_input", near)),
            None if names.len() <= 12 => format!("this flow's inputs are: {}", names.join(", ")),
            None => "add it to `schema.properties`, or read an input that is there".to_owned(),
        };
        let fix = match near {
            Some(near) => reference.place_of(near).map(|span| Fix::meant(span, near)),
            None => {
                let properties = flow.node(schema.node).get("properties");
                let is_word = name.chars().all(is_ascii_word);
                let properties = properties.filter(|_| is_word);
                properties.and_then(|_| add_property(cx.file.text(), flow.node(schema.node), name))
            }
        };
        let is_begun = cx.is_begun(name, names.iter().copied());
        let finding = cx.report(reference.span(), message).help(help);
        finding.fix = fix;
        if is_begun {
            finding.unfinished(reference.span());
        }
    }
    for path in flow.modules().flat_map(|(_, m)| tag_paths(flow, m)) {
        let name = path.name.as_str();
        if path.root != "flow_input" || !absent.input_of_tag(name) {
            continue;
        }
        let message = format!("`flow_input.{name}`: the flow's schema has no input `{name}`");
        let near = cx.did_you_mean(name, names.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `flow_input.{near}`?"),
            None => "an input that is missing becomes an empty text here".to_owned(),
        };
        let fix = near.and_then(|near| path.meant(cx.file.text(), near));
        cx.report(path.span, message).help(help).fix = fix;
    }
}
