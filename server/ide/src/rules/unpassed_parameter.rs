//! Parameters of `main` that are keyword-only or positional-only.

use model::script::{EntryName, ParamKind};

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "unpassed-parameter",
    Level::Error,
    include_str!("unpassed_parameter.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let Some(signature) = code.script.entry(EntryName::Main).signature() else {
            continue;
        };
        for param in signature.params.iter().filter(|p| !p.passed) {
            let mark = match param.kind {
                ParamKind::PositionalOnly => "/",
                _ => "*",
            };
            let name = &param.name.value;
            let message = match &param.default {
                Some(_) => format!("`{name}` always has its default: Windmill never passes it"),
                None => format!("`{name}` is never passed by Windmill: the run fails without it"),
            };
            cx.report(code.outer(param.name.span), message)
                .help(format!("remove the `{mark}` from the parameters"));
        }
    }
}
