//! A default that Windmill cannot read, and so replaces by `None`.

use model::flow::{Flow, ModuleIdx};
use model::signature::EntryName;
use model::workspace::ScriptUse;

use super::{Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "lost-default",
        Level::Warning,
        include_str!("lost_default.md"),
    )
    .category(Category::Correctness),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        // With `**kwargs` Windmill passes on what is given and nothing else.
        let signature = code.script.entry(EntryName::Main).signature();
        let Some(signature) = signature.filter(|s| !s.takes_any) else {
            continue;
        };
        for param in signature.params.iter().filter(|p| p.loses_default()) {
            let name = &param.name.value;
            let Some(default) = &param.default else {
                continue;
            };
            if is_always_given(cx, code, name) {
                continue;
            }
            cx.report(
                code.outer(default.span),
                format!("Windmill cannot read the default of `{name}`: it passes `None`"),
            )
            .help("write a plain literal, or `= None` and set the value in the body");
        }
    }
}

/// Whether only steps run this code, and each gives the input.
fn is_always_given(cx: &Context<'_>, code: &CheckedCode, name: &str) -> bool {
    if let (Some(flow), Some(idx)) = (cx.flow(), code.module) {
        return gives(flow, idx, name);
    }
    let uses = cx.workspace.uses(cx.id);
    let given = |u: &ScriptUse| {
        let flow = cx.workspace.get(u.file).and_then(|f| f.flow());
        let step = flow.zip(u.module.filter(|_| u.inline));
        step.is_some_and(|(flow, idx)| gives(flow, idx, name))
    };
    !uses.is_empty() && uses.iter().all(given)
}

fn gives(flow: &Flow, idx: ModuleIdx, name: &str) -> bool {
    let mut transforms = flow.module(idx).transforms.iter();
    !flow.is_complete() || transforms.any(|t| t.name.value == name && flow.gives(t))
}
