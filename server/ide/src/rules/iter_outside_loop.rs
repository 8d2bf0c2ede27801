//! `flow_input.iter` where no loop, and `iter_parent` where too few loops surround the reader.

use model::flow::{Flow, ModuleIdx, ModuleKind, loop_depth};

use super::support::reference::{Reference, references};
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "iter-outside-loop",
        Level::Error,
        include_str!("iter_outside_loop.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for reference in references(flow, "flow_input") {
        let name = reference.name;
        let Some(wanted) = loops_of(name) else {
            continue;
        };
        let module = reference.expression.module;
        let depth = module.map_or(0, |m| loop_depth(flow, m));
        if depth >= wanted || is_handled(&reference) || may_exist(flow, name, module) {
            continue;
        }
        let own = module.is_some_and(|m| flow.module(m).is_loop());
        let found = match (own, depth) {
            (_, 0) if wanted > 1 => "no loop surrounds this".to_owned(),
            (false, 0) => "this is in no loop".to_owned(),
            (true, 0) => "a loop's own expressions are outside its body".to_owned(),
            (_, 1) => format!("it takes {wanted} loops, and this is in 1"),
            (_, n) => format!("it takes {wanted} loops, and this is in {n}"),
        };
        let help = match innermost(depth) {
            Some(there) => format!("here there is {there}"),
            None if own && reference.expression.position.is_predicate() => {
                "move the condition to a step of the body".to_owned()
            }
            None if own => {
                "read an input of the flow here, or the result of an earlier step".to_owned()
            }
            None => "read it in a step of the loop's body".to_owned(),
        };
        cx.report(reference.span(), format!("`flow_input.{name}`: {found}"))
            .help(help);
    }
}

/// How many loops must surround a reader of this name; `None` for other names.
fn loops_of(name: &str) -> Option<usize> {
    let parents = name.strip_prefix("iter")?;
    let count = parents.matches("_parent").count();
    (parents.len() == count * "_parent".len()).then_some(count + 1)
}

/// The names there are in so many loops.
fn innermost(depth: usize) -> Option<String> {
    match depth {
        0 => None,
        1 => Some("only `flow_input.iter`".to_owned()),
        n => Some(format!(
            "`flow_input.iter`, and so on to `flow_input.iter{}`",
            "_parent".repeat(n - 1)
        )),
    }
}

/// Whether the author has thought of its absence.
fn is_handled(reference: &Reference<'_>) -> bool {
    let after = reference.chain.path.get(1);
    reference.chain.guarded || after.is_some_and(|s| s.access.is_optional())
}

/// Whether the name may come from elsewhere: an input of the flow, a loop that is not known as one, a
/// loop in which the failure handler runs, a trigger's event.
fn may_exist(flow: &Flow, name: &str, module: Option<ModuleIdx>) -> bool {
    let is_input = flow.schema().is_some_and(|s| s.property(name).is_some());
    let Some(module) = module else {
        return is_input;
    };
    let mut around = std::iter::once(module).chain(flow.ancestors(module));
    is_input
        || around.any(|m| {
            let m = flow.module(m);
            m.is_special() || matches!(m.kind, ModuleKind::Other(_) | ModuleKind::Missing)
        })
}
