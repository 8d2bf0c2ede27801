//! A script that something runs and that has no `main`.

use model::script::{Entry, EntryName};

use super::code_edit;
use super::unrecognized_main::overlooked;
use super::{FixKind, Level, Rule, unresolved_inline};
use crate::context::Code;
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Safe,
    ..Rule::new(
        "missing-main",
        Level::Error,
        include_str!("missing_main.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    if unresolved_inline::is_unresolved(cx.file.text()) {
        return;
    }
    for code in cx.code() {
        let role = code.role;
        let level = match () {
            _ if role.needs_main => Level::Error,
            _ if role.needs_preprocessor || role.is_imported || !role.has_metadata => continue,
            _ => Level::Hint,
        };
        // Only a preprocessor: something else may run it as one.
        let preprocesses = matches!(code.script.entry(EntryName::Preprocessor), Entry::Found(_));
        if *code.script.entry(EntryName::Main) != Entry::Missing || preprocesses && !role.needs_main
        {
            continue;
        }
        // `unrecognized-main` says where it is.
        if overlooked(code).is_some() {
            continue;
        }
        let (message, help) = if code.script.language.is_typescript() {
            (
                "This script exports no `main` function",
                "add `export async function main() { … }`",
            )
        } else {
            (
                "This script has no `main` function that Windmill finds",
                "add `def main(…):`",
            )
        };
        let fix = function(cx, code, "main");
        cx.report(code.place_of_absent(), message)
            .level(level)
            .help(help)
            .fix = fix;
    }
}

/// A function of this name that takes what the step gives, at the end of the code.
pub(super) fn function(cx: &Context<'_>, code: &Code, name: &str) -> Option<Fix> {
    let flow = cx.flow();
    let given = code
        .module
        .zip(flow)
        .map(|(m, f)| f.module(m).transforms.iter());
    let mut names: Vec<&str> = given
        .into_iter()
        .flatten()
        .map(|t| t.name.value.as_str())
        .collect();
    names.dedup();
    let word = |n: &&str| {
        n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !n.starts_with(|c: char| c.is_ascii_digit())
    };
    // What runs a script from elsewhere gives inputs that are not seen here.
    let known = code.module.is_some() || !code.role.needs_main && !code.role.needs_preprocessor;
    if !known || !names.iter().all(word) || !code.script.problems().is_empty() {
        return None;
    }
    if name == "preprocessor" && names.is_empty() {
        names.push("event");
    }
    let lines = match code.script.language.is_typescript() {
        true => {
            let parameters: Vec<String> = names.iter().map(|n| format!("{n}: any")).collect();
            format!(
                "export async function {name}({}) {{\n  return null\n}}",
                parameters.join(", ")
            )
        }
        false => format!("def {name}({}):\n    return None", names.join(", ")),
    };
    let edit = code_edit::at_end(cx, code, &lines);
    code_edit::fix(format!("Add `{name}`"), true, vec![edit])
}
