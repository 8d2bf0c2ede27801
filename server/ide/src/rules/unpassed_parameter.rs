//! Parameters of `main` that are keyword-only or positional-only.

use lang::python::ParamKind;
use model::signature::EntryName;
use syntax::Span;
use syntax::text::is_word;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unpassed-parameter",
        Level::Error,
        include_str!("unpassed_parameter.md"),
    ),
    check,
};

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
            let header = Span::new(
                signature.span.start as usize,
                param.name.span.start as usize,
            );
            let args = gathered(header.slice(&code.script.text));
            let help = match args.filter(|_| param.kind == ParamKind::KeywordOnly) {
                Some(args) => format!("move `{name}` before `*{args}`"),
                None => format!("remove the `{mark}` from the parameters"),
            };
            cx.report(code.outer(param.name.span), message).help(help);
        }
    }
}

/// `args` of `*args` in what stands before a parameter.
fn gathered(header: &str) -> Option<&str> {
    let starts = |at: usize| header[..at].trim_end().ends_with(['(', ',']);
    let (star, _) = header.rmatch_indices('*').find(|(at, _)| starts(*at))?;
    let rest = &header[star + 1..];
    let end = rest.find(|c: char| !is_word(c));
    let name = &rest[..end.unwrap_or(rest.len())];
    (!name.is_empty()).then_some(name)
}
