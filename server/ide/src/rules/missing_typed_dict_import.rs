//! `TypedDict` as a base class in a file that does not import it.

use lang::python::Import;

use super::support::python_import;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-typed-dict-import",
        Level::Error,
        include_str!("missing_typed_dict_import.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let script = &code.script;
        let base = script
            .classes()
            .iter()
            .flat_map(|c| &c.bases)
            .find(|b| b.value == "TypedDict");
        let Some(base) = base else { continue };
        let brings =
            |i: &Import| i.is_star() || i.bound.as_ref().is_some_and(|b| b.value == "TypedDict");
        if script.imports().iter().any(brings) || script.find_declaration("TypedDict").is_some() {
            continue;
        }
        let line = "from typing import TypedDict";
        let fix = python_import::added(cx, code, "typing", Some("TypedDict"), true);
        cx.report(
            code.outer(base.span),
            "`TypedDict` is used here and not imported",
        )
        .help(format!("add `{line}` at the top"))
        .fix = fix;
    }
}
