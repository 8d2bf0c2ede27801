//! `TypedDict` as a base class in a file that does not import it.

use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "missing-typed-dict-import",
        Level::Error,
        include_str!("missing_typed_dict_import.md"),
        check,
    )
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
        let star = script.imports().iter().any(|i| i.is_star());
        if star || script.find_declaration("TypedDict").is_some() {
            continue;
        }
        cx.report(
            code.outer(base.span),
            "`TypedDict` is used here and not imported",
        )
        .help("add `from typing import TypedDict` at the top");
    }
}
