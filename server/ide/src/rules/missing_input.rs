//! A required parameter of what a step runs that the step does not give.

use std::sync::Arc;

use model::file::FileKind;
use model::flow::{Flow, ModuleKind, Place};
use model::language::ScriptLanguage;
use model::path;
use model::references::app;
use model::workspace::Callee;
use rustc_hash::FxHashSet;
use syntax::text::{is_ascii_word, is_word, leading};

use super::misplaced_field::has_inputs_beside;
use super::shared_inline_file::{has_wrong_code, wrong_code_in_app};
use super::support::app_inputs::{fills_by_itself, inputs, told};
use super::support::frontend::calls;
use super::support::insert::add_input;
use super::support::scalar;
use super::support::schema_node::told_type;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-input",
        Level::Error,
        include_str!("missing_input.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind == FileKind::App {
        check_app(cx);
        return;
    }
    check_frontend(cx);
    let Some(flow) = cx.flow().filter(|f| f.is_complete()) else {
        return;
    };
    let readable = readable_inputs(flow);
    for (idx, module) in flow.modules() {
        if module.is_special() || matches!(module.place, Place::Tool(_)) {
            continue;
        }
        let value = module.value.map(|v| flow.node(v));
        if has_inputs_beside(flow.node(module.node), value) {
            continue;
        }
        if has_wrong_code(cx, idx) {
            continue;
        }
        let callee = cx.callee(idx);
        let Some(inputs) = callee.inputs(module) else {
            continue;
        };
        let bash = callee
            .script()
            .filter(|s| s.language == ScriptLanguage::Bash)
            .map(|s| Arc::clone(&s.text));
        let what = match &module.kind {
            ModuleKind::Flow(Some(path)) => format!("the sub-flow `{}`", path.value),
            ModuleKind::Script(Some(path)) => format!("`{}`", path.value),
            _ if module.id_text().is_empty() => "this step".to_owned(),
            _ => format!("step `{}`", module.id_text()),
        };
        let given = module.transforms.iter().map(|t| t.name.value.as_str());
        let given: FxHashSet<&str> = given.collect();
        // Of those that no parameter takes, one may be meant.
        let taken: FxHashSet<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
        let names = module.transforms.iter().map(|t| t.name.value.as_str());
        let strangers: Vec<&str> = names.filter(|n| !taken.contains(n)).collect();
        let empty = bash.as_deref().map(may_be_empty).unwrap_or_default();
        for input in inputs.iter().filter(|i| i.required) {
            if given.contains(input.name.as_str()) {
                continue;
            }
            let name = &input.name;
            let kind = told_type(&input.kind).map_or(String::new(), |kind| format!(" ({kind})"));
            if empty.contains(name.as_str()) {
                continue;
            }
            let span = module.transforms_key.unwrap_or_else(|| flow.id_span(idx));
            // bash gets an empty text, and goes on.
            let (level, becomes) = match bash {
                Some(_) => (Level::Warning, "an empty text"),
                None => (Level::Error, "null"),
            };
            let message =
                format!("Input `{name}`{kind} of {what} is missing: it will be {becomes}");
            if let Some(near) = cx.did_you_mean(name, strangers.iter().copied()) {
                let stranger = module.transforms.iter().find(|t| t.name.value == near);
                let key = stranger.map(|t| t.name.span);
                let fix = key.and_then(|key| scalar::meant_at(cx.file.text(), key, near, name));
                cx.report(span, message)
                    .level(level)
                    .help(format!("did you mean `{name}` where it says `{near}`?"))
                    .fix = fix;
                continue;
            }
            let same = readable.contains(name.as_str());
            let fix = value.and_then(|v| add_input(cx.file.text(), v, name, same));
            cx.report(span, message)
                .level(level)
                .help(match same {
                    true => format!("add `{name}` under `input_transforms`: `flow_input.{name}`?"),
                    false => {
                        format!("add `{name}` under `input_transforms`, or give it a default")
                    }
                })
                .fix = fix;
        }
    }
}

/// The same in a low-code app: a runnable is given what its `fields` name, and nothing else. What code of a frontend gives
/// to that of its backend is another matter.
fn check_app(cx: &mut Context<'_>) {
    if !path::name(&cx.file.path).starts_with("app.") {
        return;
    }
    let runs = app::runs(cx.file);
    let wrong = wrong_code_in_app(cx, &runs);
    for run in runs {
        let Some(pair) = run.fields else { continue };
        let Some(fields) = pair.value.filter(|f| f.is_mapping()) else {
            continue;
        };
        if wrong.contains(&run.span) || fills_by_itself(&run) || fields.merges_unknown() {
            continue;
        }
        let callee = cx.workspace.callee_of_app(cx.file, &run);
        let Some(inputs) = inputs(&callee) else {
            continue;
        };
        let language = callee.script().map(|s| s.language.clone());
        // A query, and bash, get an empty value and go on.
        let level = match language {
            Some(ScriptLanguage::Python3) => Level::Error,
            _ => Level::Warning,
        };
        let keys = fields
            .pairs()
            .filter_map(|p| Some((p.key.as_str()?, p.key)));
        let keys: Vec<_> = keys.collect();
        let given: FxHashSet<&str> = keys.iter().map(|(name, _)| &**name).collect();
        let taken: FxHashSet<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
        let strangers: Vec<&str> = given
            .iter()
            .copied()
            .filter(|n| !taken.contains(n))
            .collect();
        for input in inputs.iter().filter(|i| i.required) {
            let name = input.name.as_str();
            if given.contains(name) {
                continue;
            }
            let kind = told_type(&input.kind).map_or(String::new(), |kind| format!(" ({kind})"));
            let (whose, is_flow) = (told(cx.file, &run), matches!(callee, Callee::Flow(..)));
            let what = if is_flow { "input" } else { "parameter" };
            let message = format!("{whose} gets nothing for its {what} `{name}`{kind}");
            let near = cx.did_you_mean(name, strangers.iter().copied());
            let stranger = near.and_then(|near| keys.iter().find(|(n, _)| *n == near));
            let fix = stranger.and_then(|(_, key)| scalar::meant(cx.file.text(), *key, name));
            let help = match near {
                Some(near) => format!("did you mean `{name}` where it says `{near}`?"),
                None => format!("add `{name}` under `fields`, or give it a default"),
            };
            cx.report(pair.key.span(), message)
                .level(level)
                .help(help)
                .fix = fix;
        }
    }
}

/// The same in the frontend of an app: a runnable of its backend is given an object, and what the app says itself.
fn check_frontend(cx: &mut Context<'_>) {
    let (workspace, file) = (cx.workspace, cx.file);
    for called in calls(workspace, file) {
        if !called.given.is_all {
            continue;
        }
        let language = called.callee.script().map(|s| s.language.clone());
        let level = match language {
            Some(ScriptLanguage::Python3) => Level::Error,
            _ => Level::Warning,
        };
        let what = match &called.callee {
            Callee::Flow(..) => "input",
            _ => "parameter",
        };
        let (given, strangers) = (called.names(), called.strangers());
        for input in called.inputs.iter().filter(|i| i.required) {
            let name = input.name.as_str();
            if given.contains(name) || called.filled.contains(name) {
                continue;
            }
            let id = called.call.id.value.as_str();
            let kind = told_type(&input.kind).map_or(String::new(), |kind| format!(" ({kind})"));
            let message = format!("`{id}` gets nothing for its {what} `{name}`{kind}");
            let near = cx.did_you_mean(name, strangers.iter().copied());
            let fix = near.and_then(|near| called.renamed(near, name));
            let help = match near {
                Some(near) => format!("did you mean `{name}` where it says `{near}`?"),
                None => format!("add `{name}` to what is given, or give it a default"),
            };
            let finding = cx.report(called.call.id.span, message).level(level);
            finding.help(help).fix = fix;
            finding.unfinished(called.given.span);
        }
    }
}

/// The variables for whose being empty bash code is written: it has another text for that, or asks.
fn may_be_empty(code: &str) -> FxHashSet<&str> {
    let split = |rest: &'_ str| leading(rest, is_word).len();
    let instead = code.match_indices("${").filter_map(|(at, _)| {
        let (name, after) = code[at + 2..].split_at(split(&code[at + 2..]));
        let after = after.strip_prefix(':').unwrap_or(after);
        after.starts_with(['-', '+', '=']).then_some(name)
    });
    let asked = ["-z ", "-n "].into_iter().flat_map(|test| {
        code.match_indices(test).filter_map(move |(at, _)| {
            let rest = code[at + test.len()..].trim_start_matches('"');
            let rest = rest.strip_prefix('$')?.trim_start_matches('{');
            Some(&rest[..split(rest)])
        })
    });
    instead.chain(asked).collect()
}

/// The inputs of the flow that an expression can read as `flow_input.x`.
fn readable_inputs(flow: &Flow) -> FxHashSet<&str> {
    let is_word =
        |n: &&str| !n.starts_with(|c: char| c.is_ascii_digit()) && n.chars().all(is_ascii_word);
    let names = flow.schema().map(|s| s.names()).unwrap_or_default();
    names.into_iter().filter(is_word).collect()
}
