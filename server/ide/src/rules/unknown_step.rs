//! `results.X` where no step of the flow has the id X.

use model::flow::Flow;

use super::support::absent::Absent;
use super::support::reference::{references, results_of};
use super::support::tag_path::tag_paths;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-step",
        Level::Error,
        include_str!("unknown_step.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    if !flow.is_complete() {
        return;
    }
    let absent = Absent::of(flow);
    for reference in references(flow, "results") {
        let id = reference.name;
        if !absent.step(reference.expression, reference.chain, id) {
            continue;
        }
        let message = format!("`{}`: this flow has no step `{id}`", results_of(id));
        let near = cx.did_you_mean(id, flow.ids());
        let is_begun = cx.is_begun(id, flow.ids());
        let finding = cx.report(reference.span(), message);
        if is_begun {
            finding.unfinished(reference.span());
        }
        match near {
            Some(near) => {
                finding.help(format!("did you mean `{}`?", results_of(near)));
                if let Some(span) = reference.place_of(near) {
                    finding.fix(Fix::meant(span, near));
                }
                finding
            }
            None => finding.help(steps(flow)),
        };
    }
    for (_, module) in flow.modules() {
        for path in tag_paths(flow, module) {
            if path.root != "results" || !flow.by_id(&path.name).is_empty() {
                continue;
            }
            let id = &path.name;
            let message = format!("`results.{id}`: this flow has no step `{id}`");
            let near = cx.did_you_mean(id, flow.ids());
            let help = match near {
                Some(near) => format!("did you mean `results.{near}`?"),
                None => steps(flow),
            };
            let fix = near.and_then(|near| path.meant(cx.file.text(), near));
            cx.report(path.span, message).help(help).fix = fix;
        }
    }
}

/// The steps there are, when few.
fn steps(flow: &Flow) -> String {
    let ids: Vec<&str> = flow.ids().filter(|id| !id.is_empty()).collect();
    match ids.len() {
        0 => "it has no steps with an id".to_owned(),
        1..=12 => format!("its steps are: {}", ids.join(", ")),
        n => format!("none of its {n} steps has a similar id"),
    }
}
