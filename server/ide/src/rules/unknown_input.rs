//! An input that what a step runs does not take.

use model::file::FileKind;
use model::flow::{Flow, ModuleKind, Transform, TransformKind};
use model::references::app;
use model::workspace::Callee;
use rustc_hash::FxHashSet;
use syntax::text::is_word;

use super::missing_field;
use super::shared_inline_file::{has_wrong_code, wrong_code_in_app};
use super::support::app_inputs::{fills_by_itself, inputs, told};
use super::support::frontend::calls;
use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-input",
        Level::Error,
        include_str!("unknown_input.md"),
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
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        if module.transforms.is_empty() || has_wrong_code(cx, idx) {
            continue;
        }
        let callee = cx.callee(idx);
        let Some(inputs) = callee.inputs(module) else {
            continue;
        };
        let names: FxHashSet<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
        let unknown = |t: &&Transform| !names.contains(t.name.value.as_str());
        let mut unknown = module.transforms.iter().filter(unknown).peekable();
        if unknown.peek().is_none() {
            continue;
        }
        let reads = match callee {
            Callee::Flow(_, flow) => reads(flow),
            _ => Reads::default(),
        };
        let given: FxHashSet<&str> = module
            .transforms
            .iter()
            .map(|t| t.name.value.as_str())
            .collect();
        let names: Vec<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
        let free: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| !given.contains(n))
            .collect();
        for transform in unknown {
            let name = transform.name.value.as_str();
            let is_stray = transform
                .node
                .is_some_and(|n| missing_field::is_stray(flow.node(n)));
            if reads.all || reads.names.contains(name) || is_stray {
                continue;
            }
            let message = match &module.kind {
                ModuleKind::Flow(Some(path)) => {
                    format!("The sub-flow `{}` has no input `{name}`", path.value)
                }
                ModuleKind::Script(Some(path)) => {
                    format!(
                        "`{}` has no parameter `{name}`: this value is ignored",
                        path.value
                    )
                }
                _ => format!("The script has no parameter `{name}`: this value is ignored"),
            };
            let near = cx.did_you_mean(name, free.iter().copied());
            let help = instead(near, &names);
            let span = transform.name.span;
            let as_written = span.slice(cx.file.text()) == name;
            let gone = given_nothing(flow, transform);
            let finding = cx.report(span, message).help(help);
            // Nothing is lost with an empty value, that the parameter was renamed is seen elsewhere.
            if gone {
                finding.level(Level::Warning);
            }
            if let Some(near) = near.filter(|n| as_written && is_plain_key(n)) {
                finding.fix(Fix::meant(span, near));
            }
        }
    }
}

/// The same in an app: a runnable is given what its `fields` name.
fn check_app(cx: &mut Context<'_>) {
    let runs = app::runs(cx.file);
    let wrong = wrong_code_in_app(cx, &runs);
    for run in runs {
        let Some(fields) = run.fields.and_then(|f| f.value) else {
            continue;
        };
        if !fields.is_mapping() || wrong.contains(&run.span) || fills_by_itself(&run) {
            continue;
        }
        let callee = cx.workspace.callee_of_app(cx.file, &run);
        let Some(inputs) = inputs(&callee) else {
            continue;
        };
        let names: Vec<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
        let known: FxHashSet<&str> = names.iter().copied().collect();
        let written = fields
            .pairs()
            .filter_map(|p| Some((p.key.as_str()?, p.key)));
        let written: Vec<_> = written.collect();
        let given: FxHashSet<&str> = written.iter().map(|(name, _)| &**name).collect();
        let mut strangers = written.iter().filter(|(n, _)| !known.contains(&**n));
        let Some(first) = strangers.next() else {
            continue;
        };
        let reads = match &callee {
            Callee::Flow(_, flow) => reads(flow),
            _ => Reads::default(),
        };
        let free: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| !given.contains(n))
            .collect();
        for (name, key) in std::iter::once(first).chain(strangers) {
            let name = &**name;
            if reads.all || reads.names.contains(name) {
                continue;
            }
            let near = cx.did_you_mean(name, free.iter().copied());
            let message = match &callee {
                Callee::Flow(..) => format!("{} has no input `{name}`", told(cx.file, &run)),
                _ => format!(
                    "{} has no parameter `{name}`: this value is ignored",
                    told(cx.file, &run)
                ),
            };
            let fix = near.and_then(|near| scalar::meant(cx.file.text(), *key, near));
            cx.report(key.span(), message)
                .level(Level::Warning)
                .help(instead(near, &names))
                .fix = fix;
        }
    }
}

/// The same in the frontend of an app: a runnable of its backend is given an object.
fn check_frontend(cx: &mut Context<'_>) {
    let (workspace, file) = (cx.workspace, cx.file);
    for called in calls(workspace, file) {
        let strangers = called.strangers();
        let reads = match &called.callee {
            _ if strangers.is_empty() => continue,
            Callee::Flow(_, flow) => reads(flow),
            _ => Reads::default(),
        };
        let given = called.names();
        let inputs = called.inputs.iter().map(|i| i.name.as_str());
        let names: Vec<&str> = inputs.filter(|n| !called.filled.contains(*n)).collect();
        let free: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| !given.contains(n))
            .collect();
        let id = called.call.id.value.as_str();
        for (name, _) in &called.given.names {
            let (span, name) = (name.span, name.value.as_str());
            if !strangers.contains(&name) || reads.all || reads.names.contains(name) {
                continue;
            }
            let near = cx.did_you_mean(name, free.iter().copied());
            let is_begun = cx.is_begun(name, free.iter().copied());
            let what = match &called.callee {
                Callee::Flow(..) => "input",
                _ => "parameter",
            };
            let message = format!("`{id}` has no {what} `{name}`: this value is ignored");
            let fix = near.and_then(|near| called.renamed(name, near));
            let finding = cx.report(span, message).level(Level::Warning);
            finding.help(instead(near, &names)).fix = fix;
            if is_begun {
                finding.unfinished(span);
            }
        }
    }
}

/// What to do with a name that is none of these.
fn instead(near: Option<&str>, names: &[&str]) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "it takes no inputs".to_owned(),
        None if names.len() <= 12 => format!("its inputs are: {}", names.join(", ")),
        None => "remove it, or add the parameter".to_owned(),
    }
}

/// Whether the value is empty: what the form left of a parameter that is gone.
pub(super) fn given_nothing(flow: &Flow, transform: &Transform) -> bool {
    let TransformKind::Static(value) = transform.kind else {
        return false;
    };
    value.is_none_or(|v| {
        let value = flow.node(v);
        value.is_null() || value.as_str().is_some_and(|t| t.is_empty())
    })
}

/// Whether a name can be a key without quotes.
fn is_plain_key(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(is_word)
}

/// The inputs that a flow reads, whether its schema names them or not.
#[derive(Default)]
struct Reads<'f> {
    names: FxHashSet<&'f str>,
    /// All of them at once, or one that cannot be told.
    all: bool,
}

fn reads(flow: &Flow) -> Reads<'_> {
    let mut reads = Reads::default();
    for expression in flow.expressions() {
        let chains = expression.analysis().chains.iter();
        for chain in chains.filter(|c| c.root.value == "flow_input") {
            match chain.path.first().and_then(|s| s.key.name()) {
                Some(name) => drop(reads.names.insert(name)),
                None => reads.all = true,
            }
        }
    }
    reads
}
